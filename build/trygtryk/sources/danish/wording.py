"""Word: the phrases round *team* replaced by a department's own word, correctly inflected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from trygtryk.errors import BuildError, Fault, Place, nearest
from trygtryk.sources.danish.phrases import LookUp, Noun, Ungrammatical, inflected, parsed
from trygtryk.sources.nodes import Node
from trygtryk.sources.strict import member_name

# a doubled brace is a brace; a slot takes the letters that follow it, as a compound's last part or a genitive
_PIECE = re.compile(r"\{\{|\}\}|\{=(?P<literal>[^{}]*)\}|\{(?P<slot>[^{}=][^{}]*)\}(?P<tail>-|\w*)|(?P<stray>[{}])")
_BARE = re.compile(r"\w*team\w*", re.IGNORECASE)
# an address, with or without how it begins: youtu.be/team, www.skole.dk/team
_ADDRESS = re.compile(r"(https?://|www\.)\S+|\b[\w-]+(\.[\w-]+)+/\S*")
# the name of a picture or a link is no text
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
# the ways a text can be written: for every word, for what is not counted, and for long words
_PLAIN, _UNCOUNTABLE, _SHORT = "tekst", "utællelig", "kort"
_LONG_WORD = 14

Tell = Callable[[int, str, str], None]
"""Takes a fault of a text: how far into the text, what is wrong, and the way out."""


@dataclass(frozen=True, slots=True)
class Wording(Noun):
    """A noun that stands in for *team*, and what a department says in its own way.

    ``adjectives`` knows how adjectives bend; ``phrases`` replaces a slot outright, ``texts`` a whole text by its id.
    """

    adjectives: LookUp = field(default=lambda word: None, compare=False)
    phrases: Mapping[str, Node] = field(default_factory=dict)
    texts: Mapping[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A text that a wording changes, and where it stands."""

    id: str
    place: Place
    before: str
    after: str


def key(phrase: str) -> str:
    """A phrase as it is looked up: small letters, and one space between its words."""
    return " ".join(phrase.lower().replace("'", "’").split())


def parted(phrase: str) -> tuple[str, str]:
    """A phrase as a slot and what its end runs into: »teammøde« is *team* and *møde*."""
    found = re.fullmatch(r"(team)(?!et$|s$|ene$|ets$|enes$)(\w+)", key(phrase))
    return (found[1], found[2]) if found else (key(phrase), "")


def worded(node: Node, prefix: str, wording: Wording) -> Node:
    """The tree with every slot replaced; raises BuildError with every bare *team* and unknown phrase at once."""
    faults: list[Fault] = []
    made = _worded(node, prefix, wording, faults)
    if faults:
        raise BuildError(*faults)
    return made


def _worded(node: Node, id: str, wording: Wording, faults: list[Fault]) -> Node:
    value = node.value
    if ways := _ways(node):
        chosen = wording.texts.get(id) or written(node, wording)
        for way in ways.values():
            if way is not chosen:  # what another word will need is right too
                _filled_in(way, replace(wording, countable=True), faults)
        return _filled_in(chosen, wording, faults)
    if isinstance(value, tuple):
        numbered = enumerate(value, 1)
        return Node(
            tuple(_worded(child, f"{id}.{member_name(child, n)}", wording, faults) for n, child in numbered), node.place
        )
    if isinstance(value, Mapping):
        entries = {
            k: v if k in ("id", "address") else _worded(v, f"{id}.{k}", wording, faults) for k, v in value.items()
        }
        return Node(entries, node.place)
    return node


def written(node: Node, wording: Wording) -> Node:
    """A text as the toolkit has it for this word: of the ways it is written, the one that is taken."""
    ways = _ways(node)
    return ways[_way(ways, wording)]


def _ways(node: Node) -> Mapping[str, Node]:
    """The ways a text is written; none where the node is no text."""
    if isinstance(node.value, str):
        return {_PLAIN: node}
    if isinstance(node.value, Mapping) and _PLAIN in node.value and node.value.keys() <= {_PLAIN, _UNCOUNTABLE, _SHORT}:
        return node.value
    return {}


def _way(ways: Mapping[str, Node], wording: Wording) -> str:
    if _UNCOUNTABLE in ways and not wording.countable:
        return _UNCOUNTABLE
    long = max(len(wording.singular_definite), len(wording.plural_definite)) > _LONG_WORD
    return _SHORT if long and _SHORT in ways else _PLAIN


def _filled_in(source: Node, wording: Wording, faults: list[Fault]) -> Node:
    text = str(source.value)
    if _NAME.fullmatch(text) or not ("{" in text or "}" in text or "team" in text.lower()):
        return source

    def tell(at: int, message: str, hint: str) -> None:
        faults.append(Fault(message, source.place_at(at), hint))

    return Node(phrased(text, wording, tell), source.place)


def unknown_texts(wording: Wording, ids: frozenset[str]) -> None:
    """Raises BuildError where the wording replaces a text that does not exist."""
    faults = [
        Fault(f"der er ingen tekst med id'et »{id}«", text.place, nearest(id, ids))
        for id, text in wording.texts.items()
        if id not in ids
    ]
    if faults:
        raise BuildError(*faults)


def unused_phrases(wording: Wording, node: Node) -> tuple[dict[str, Node], dict[str, str]]:
    """The department's phrases that stand nowhere in a tree's texts; and words that go on from one, and are left as they were.

    What stands for *teammøde* may bend otherwise than it: then *teammøder* has to be written too.
    """
    left, longer = dict(wording.phrases), dict[str, str]()
    for _, text in texts(node, ""):
        for way in _ways(text).values():
            for piece in _PIECE.finditer(str(way.value)):
                slot, tail = piece["slot"] or "", piece["tail"] or ""
                ways = list(_asked(slot, tail))
                for asked, _ in ways:
                    left.pop(asked, None)
                asked, rest = next(((asked, rest) for asked, rest in ways if asked in wording.phrases), ("", ""))
                if rest and not _bends(wording.phrases[asked], asked, rest, key(slot)):
                    longer[asked + rest] = asked
    return left, longer


def texts(node: Node, prefix: str) -> Iterator[tuple[str, Node]]:
    """Every text of a tree by its id."""
    if _ways(node):
        yield prefix, node
    elif isinstance(node.value, tuple):
        for number, child in enumerate(node.value, 1):
            yield from texts(child, f"{prefix}.{member_name(child, number)}")
    elif isinstance(node.value, Mapping):
        for name, child in node.value.items():
            if name != "id":
                yield from texts(child, f"{prefix}.{name}")


def changes(node: Node, prefix: str, wording: Wording, default: Wording) -> tuple[Change, ...]:
    """The texts that differ between the default wording and this one."""
    before = texts(worded(node, prefix, default), prefix)
    after = texts(worded(node, prefix, wording), prefix)
    return tuple(
        Change(id, old.place, str(old.value), str(new.value))
        for (id, old), (_, new) in zip(before, after, strict=True)
        if old.value != new.value
    )


def phrased(text: str, wording: Wording, tell: Tell) -> str:
    """A text with its slots filled; tells every bare *team*, unpaired brace and phrase that is no Danish."""
    out: list[str] = []
    at = 0
    for piece in _PIECE.finditer(text):
        out.append(_plain(text, at, piece.start(), tell))
        at = piece.end()
        if piece["stray"]:
            way = "skriv {dette team}; en klamme, der skal trykkes, skrives {{ eller }}"
            tell(piece.start(), "klammen har ingen mage", way)
        elif piece["slot"] is None:
            out.append(piece[0][0] if piece["literal"] is None else piece["literal"])
        elif re.search(r"[\w-]$", out[-1]):
            way = "sæt mellemrum foran; »team« kan ikke være sidste led i et sammensat ord"
            tell(piece.start(), f"{piece[0]} hænger sammen med ordet før", way)
        elif (
            piece["tail"] in ("", "s")
            and re.search(r"\bi $", out[-1])
            and re.search(r"team(et|ene)?$", key(piece["slot"]))
        ):
            way = f"skriv {{i {piece['slot']}}}: så bliver det også »på kontoret« og »blandt kollegerne«"
            tell(piece.start(), f"»i« står uden for klammen i »i {piece[0]}«", way)
        else:
            try:
                out.append(_filled(piece["slot"], piece["tail"], wording))
            except Ungrammatical as wrong:
                tell(piece.start(), wrong.message, wrong.hint)
    out.append(_plain(text, at, len(text), tell))
    return "".join(out)


def _plain(text: str, start: int, end: int, tell: Tell) -> str:
    part = text[start:end]
    if "team" in part.lower():
        for found in _BARE.finditer(_ADDRESS.sub(lambda address: " " * len(address[0]), part)):
            word = found[0]
            way = f"skriv {{{word}}}" if word.lower() in ("team", "teamet", "teams", "teamene") else "skriv {team}møde"
            tell(
                start + found.start(),
                f"»{word}« står uden klammer",
                f"{way}, eller {{={word}}}, hvis ordet skal blive stående",
            )
    return part


def _asked(slot: str, tail: str) -> Iterator[tuple[str, str]]:
    """The phrases that can stand for a slot, each with the letters after it: as it stands, with less after it, without *i*.

    What is said for *teammøde* goes for *teammøder* too.
    """
    asked = key(slot)
    for start in (asked, asked.removeprefix("i ")) if asked.startswith("i ") else (asked,):
        yield start + tail, ""
        if asked == "team":
            yield from ((start + tail[:at], tail[at:]) for at in range(len(tail) - 1, 2, -1))
        elif tail:
            yield start, tail


def _filled(slot: str, tail: str, wording: Wording) -> str:
    whole = key(slot)
    for asked, rest in _asked(slot, tail):
        own = wording.phrases.get(asked)
        if own and _bends(own, asked, rest, whole):
            here = wording.preposition if whole.startswith("i ") and not asked.startswith("i ") else ""
            return _cased(f"{here} {own.value}{rest}".strip(), slot)
    return _cased(inflected(parsed(whole, tail, wording.adjectives), wording), slot)


def _bends(own: Node, asked: str, rest: str, slot: str) -> bool:
    """Whether a phrase goes on as the one it stands for: »fredagsmøde« bends as »teammøde« does, »samling« does not."""
    return not rest or slot != "team" or str(own.value).endswith(asked.removeprefix("team"))


def _cased(text: str, like: str) -> str:
    letters = [letter for letter in like if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return text.upper()
    return text[0].upper() + text[1:] if letters and letters[0].isupper() else text

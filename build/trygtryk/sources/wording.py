"""Word: the phrases round *team* replaced by a department's own word, correctly inflected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.order import named
from trygtryk.sources.danish import Noun, Ungrammatical, inflected, parsed
from trygtryk.sources.nodes import Node, read_yaml
from trygtryk.sources.strict import member_name, read

_FOLDER = "content/wordings"
_FORMS = ("singular", "singular_definite", "plural", "plural_definite", "compound")
# a doubled brace is a brace; a slot takes the letters that follow it, as a compound's last part or a genitive
_PIECE = re.compile(r"\{\{|\}\}|\{=(?P<literal>[^{}]*)\}|\{(?P<slot>[^{}=][^{}]*)\}(?P<tail>-|\w*)|(?P<stray>[{}])")
_BARE = re.compile(r"\w*team\w*", re.IGNORECASE)
# an address, with or without how it begins: youtu.be/team, www.skole.dk/team
_ADDRESS = re.compile(r"(https?://|www\.)\S+|\b[\w-]+(\.[\w-]+)+/\S*")
# the name of a picture or a link is no text
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")

Tell = Callable[[int, str, str], None]
"""Takes a fault of a text: how far into the text, what is wrong, and the way out."""


@dataclass(frozen=True, slots=True)
class Wording(Noun):
    """A noun that stands in for *team*, and what a department says in its own way.

    ``name`` is the pack's folder; ``phrases`` replaces a slot outright, ``texts`` a whole text by its id.
    """

    place: Place
    department: str = ""
    phrases: Mapping[str, Node] = field(default_factory=dict)
    texts: Mapping[str, Node] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A text that a wording changes, and where it stands."""

    id: str
    place: Place
    before: str
    after: str


def wordings(root: Path) -> tuple[str, ...]:
    """The ready-made words, sorted."""
    return tuple(sorted(file.stem for file in (root / _FOLDER).glob("*.yaml")))


def read_wording(root: Path, word: str | Path) -> Wording:
    """A ready-made word, or a department's own file; raises BuildError where it is unknown or a form is wrong."""
    if isinstance(word, Path):
        file = word if word.is_absolute() else root / word
    else:
        file = root / _FOLDER / f"{word}.yaml"
        if word not in wordings(root):
            way = f"{nearest(word, wordings(root))}\n    → bruger I et andet ord: kopiér {_FOLDER}/team.yaml, ret ordene i den, og brug --wording"
            raise refuse(f"ordet »{word}« kender programmet ikke", None, way)
    tree = read_yaml(file, root)
    made = read(Wording, tree, converters={Node: _text})
    assert isinstance(tree.value, Mapping)
    faults = [*_wrong_forms(made, tree.value), *_wrong_phrases(made)]
    if faults:
        raise BuildError(*faults)
    slug = re.sub(r"[^\w-]+", "-", made.name or file.stem).strip("-").lower()
    return replace(
        made,
        name=slug,
        phrases={_key(phrase): text for phrase, text in made.phrases.items()},
        texts={named(id, "."): text for id, text in made.texts.items()},
    )


def _text(node: Node) -> Node:
    if not isinstance(node.value, str) or not node.value.strip():
        raise refuse("her skal stå en tekst, der ikke er tom", node.place)
    return node


def _key(phrase: str) -> str:
    return " ".join(phrase.lower().replace("'", "’").split())


def _wrong_forms(noun: Noun, entries: Mapping[str, Node]) -> Iterator[Fault]:
    """Empty forms, several words, and endings that no Danish noun of that gender has."""
    definite, article = ("t", "et") if noun.gender == "intetkøn" else ("n", "en")
    for form in _FORMS:
        word: str = getattr(noun, form)
        place = entries[form].place
        if not word.strip():
            yield Fault(f"formen »{form}« er tom", place, "skriv ordet i den form")
        elif not re.fullmatch(r"\w[\w’'./-]*", word):
            yield Fault(f"»{word}« skal være ét ord", place, "det, der er flere ord om, skrives under »phrases«")
        elif form == "singular_definite" and not word.endswith(definite):
            yield Fault(
                f"»{word}« er ikke bestemt form af {article} {noun.singular}", place, "se efter, om »gender« passer"
            )
        elif form == "plural_definite" and not word.endswith("ne"):
            yield Fault(f"»{word}« er ikke bestemt form i flertal", place, "den ender på -ne: afdelingerne, teamene")


def _wrong_phrases(wording: Wording) -> Iterator[Fault]:
    for phrase, text in wording.phrases.items():
        compound = re.fullmatch(r"(team)(?!et$|s$|ene$|ets$|enes$)(\w+)", _key(phrase))
        try:
            parsed(*(compound.groups() if compound else (_key(phrase),)))
        except Ungrammatical as wrong:
            yield Fault(wrong.message, text.place, wrong.hint)


def worded(node: Node, prefix: str, wording: Wording) -> Node:
    """The tree with every slot replaced; raises BuildError with every bare *team* and unknown phrase at once."""
    faults: list[Fault] = []
    made = _worded(node, prefix, wording, faults)
    if faults:
        raise BuildError(*faults)
    return made


def _worded(node: Node, id: str, wording: Wording, faults: list[Fault]) -> Node:
    value = node.value
    if isinstance(value, str):
        source = wording.texts.get(id, node)
        text = str(source.value)
        if _NAME.fullmatch(text) or not ("{" in text or "}" in text or "team" in text.lower()):
            return source

        def tell(at: int, message: str, hint: str) -> None:
            faults.append(Fault(message, source.place_at(at), hint))

        return Node(phrased(text, wording, tell), source.place)
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


def unknown_texts(wording: Wording, ids: frozenset[str]) -> None:
    """Raises BuildError where the wording replaces a text that does not exist."""
    faults = [
        Fault(f"der er ingen tekst med id'et »{id}«", text.place, nearest(id, ids))
        for id, text in wording.texts.items()
        if id not in ids
    ]
    if faults:
        raise BuildError(*faults)


def texts(node: Node, prefix: str) -> Iterator[tuple[str, Node]]:
    """Every text of a tree by its id."""
    if isinstance(node.value, str):
        yield prefix, node
    elif isinstance(node.value, tuple):
        for number, child in enumerate(node.value, 1):
            yield from texts(child, f"{prefix}.{member_name(child, number)}")
    elif isinstance(node.value, Mapping):
        for key, child in node.value.items():
            if key != "id":
                yield from texts(child, f"{prefix}.{key}")


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


def _filled(slot: str, tail: str, wording: Wording) -> str:
    asked = _key(slot)
    if own := wording.phrases.get(asked + tail):
        return _cased(str(own.value), slot)
    if not (tail and asked == "team") and (own := wording.phrases.get(asked)):
        return _cased(str(own.value), slot) + tail
    return _cased(inflected(parsed(asked, tail), wording), slot)


def _cased(text: str, like: str) -> str:
    letters = [letter for letter in like if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return text.upper()
    return text[0].upper() + text[1:] if letters and letters[0].isupper() else text

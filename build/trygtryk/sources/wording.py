"""Word: the phrases round *team* replaced by a department's own word, correctly inflected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.sources.danish import COMMON, INVARIABLE, agreed, genitive
from trygtryk.sources.nodes import Node, read_yaml
from trygtryk.sources.strict import member_name, read

_FOLDER = "content/wordings"
# a doubled brace is a brace; a slot takes the letters that follow it, as a compound's head or a genitive
_PIECE = re.compile(r"\{\{|\}\}|\{=(?P<literal>[^{}]*)\}|\{(?P<slot>[^{}=][^{}]*)\}(?P<head>-|\w*)|(?P<stray>[{}])")
# »et teams opgave« is one team's, »et eller flere teams« are many
_ONE = frozenset({"et", "hvert", "ethvert", "intet", "jeres", "vores", "deres"})
_MANY = frozenset({"flere", "alle", "og", "eller", "egne"})
# the name of a picture or a link is no text
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
_BARE = re.compile(r"\w*team\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """A noun that stands in for *team*: gender, forms, and what a department says in its own way.

    ``name`` is the pack's folder; ``phrases`` replaces a slot outright, ``texts`` a whole text by its id.
    """

    gender: Literal["intetkøn", "fælleskøn"]
    singular: str
    singular_definite: str
    plural: str
    plural_definite: str
    compound: str
    place: Place
    department: str = ""
    phrases: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A text that a wording changes, and where it stands."""

    id: str
    place: Place
    before: str
    after: str


class _Unknown(Exception):
    """A phrase that cannot be worded: what is wrong with it, and the way out."""


def wordings(root: Path) -> tuple[str, ...]:
    """The ready-made words, sorted."""
    return tuple(sorted(file.stem for file in (root / _FOLDER).glob("*.yaml")))


def read_wording(root: Path, word: str | Path) -> Wording:
    """A ready-made word, or a department's own file; raises BuildError where it is unknown or lacks a form."""
    if isinstance(word, Path):
        file = word if word.is_absolute() else root / word
    else:
        file = root / _FOLDER / f"{word}.yaml"
        if word not in wordings(root):
            way = f"{nearest(word, wordings(root))} Ellers: kopiér {_FOLDER}/team.yaml til en ny fil, og brug --wording"
            raise refuse(f"ordet »{word}« kender programmet ikke", None, way)
    tree = read_yaml(file, root)
    made = read(Wording, tree)
    for form in ("singular", "singular_definite", "plural", "plural_definite", "compound"):
        if not getattr(made, form).strip():
            raise refuse(f"formen »{form}« er tom", made.place, "skriv ordet i den form")
    slug = re.sub(r"[^\w-]+", "-", made.name or file.stem).strip("-").lower()
    return Wording(**{name: getattr(made, name) for name in Wording.__slots__ if name != "name"}, name=slug)


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
        if _NAME.fullmatch(value):
            return node
        if own := wording.texts.get(id):
            value = own
        elif "{" not in value and "}" not in value and "team" not in value.lower():
            return node
        try:
            return Node(phrased(value, wording), node.place)
        except _Unknown as unknown:
            message, hint = unknown.args
            faults.append(Fault(message, node.place, hint))
            return node
    if isinstance(value, tuple):
        numbered = enumerate(value, 1)
        return Node(
            tuple(_worded(child, f"{id}.{member_name(child, n)}", wording, faults) for n, child in numbered), node.place
        )
    if isinstance(value, Mapping):
        entries = {key: _worded(child, f"{id}.{key}", wording, faults) for key, child in value.items()}
        return Node(entries, node.place)
    return node


def unknown_texts(wording: Wording, ids: frozenset[str]) -> None:
    """Raises BuildError where the wording replaces a text that does not exist."""
    faults = [
        Fault(f"der er ingen tekst med id'et »{id}«", wording.place, nearest(id, ids))
        for id in sorted(wording.texts)
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
            yield from texts(child, f"{prefix}.{key}")


def changes(node: Node, prefix: str, wording: Wording, default: Wording) -> tuple[Change, ...]:
    """The texts that differ between the default wording and this one."""
    before = dict(texts(worded(node, prefix, default), prefix))
    after = texts(worded(node, prefix, wording), prefix)
    return tuple(
        Change(id, text.place, str(before[id].value), str(text.value))
        for id, text in after
        if before[id].value != text.value
    )


def phrased(text: str, wording: Wording) -> str:
    """A text with its slots filled; raises _Unknown at the first that cannot be."""
    out: list[str] = []
    at = 0
    for piece in _PIECE.finditer(text):
        out.append(_plain(text[at : piece.start()]))
        at = piece.end()
        if piece["stray"]:
            raise _Unknown(
                "klammen har ingen mage", "skriv {dette team}; en klamme, der skal trykkes, skrives {{ eller }}"
            )
        if piece["literal"] is not None:
            out.append(piece["literal"])
        elif piece["slot"] is None:
            out.append(piece[0][0])
        else:
            out.append(_phrase(piece["slot"], piece["head"], wording))
    out.append(_plain(text[at:]))
    return "".join(out)


def _plain(text: str) -> str:
    if "team" in text.lower() and (found := _BARE.search(text)):
        raise _Unknown(
            f"»{found[0]}« står uden klammer",
            f"skriv {{{found[0]}}}, eller {{dette team}} med de ord, der bøjes efter det",
        )
    return text


def _phrase(slot: str, head: str, wording: Wording) -> str:
    lower = slot.lower()
    for written, tail in ((lower + head, ""), (lower, head)):
        if own := wording.phrases.get(written):
            return _cased(own, slot) + tail
    *before, last = lower.split() or [""]
    neuter = wording.gender == "intetkøn"
    words = []
    for word in before:
        made = agreed(word, neuter)
        if made is None:
            raise _unknown(slot, word)
        words.append(made)
    noun = _noun(last, before, head, wording)
    if noun is None:
        pronoun = agreed(last, neuter)
        if pronoun is None or head:
            raise _unknown(slot, last)
        noun = pronoun
    return _cased(" ".join([*words, noun]), slot)


def _noun(form: str, before: list[str], head: str, wording: Wording) -> str | None:
    """The noun in the form *team* is written in; a head makes it a compound, a lone s after it a genitive."""
    if form == "teams" and before and before[0] in _ONE and not _MANY & set(before):
        return genitive(wording.singular) + head
    forms = {
        "team": wording.singular,
        "teamet": wording.singular_definite,
        "teams": wording.plural,
        "teamene": wording.plural_definite,
        "teamets": genitive(wording.singular_definite),
        "teamenes": genitive(wording.plural_definite),
        "teams'": genitive(wording.plural),
    }
    if form == "team" and head:
        return genitive(wording.singular) if head == "s" else wording.compound + head
    made = forms.get(form)
    return made if made is None else made + head


def _unknown(slot: str, word: str) -> _Unknown:
    nouns = ("team", "teamet", "teams", "teamene", "teamets", "teamenes")
    return _Unknown(
        f"vendingen »{{{slot}}}« kan ikke bøjes: »{word}« er ukendt", nearest(word, {*COMMON, *INVARIABLE, *nouns})
    )


def _cased(text: str, like: str) -> str:
    letters = [c for c in like if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return text.upper()
    return text[0].upper() + text[1:] if letters and letters[0].isupper() else text

"""YAML and TOML as one kind of tree that remembers its lines; YAML gives strings only and refuses duplicate keys."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from trygtryk.bounds import DEEPEST_TEXT
from trygtryk.errors import BuildError, Fault, Place, refuse
from trygtryk.names import legible
from trygtryk.sources.text import read_text

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


_QUOTE = 'er det en del af teksten, så sæt anførselstegn om den: "…"'
_TOML_NAME = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_TOML_KEY = rf"{_TOML_NAME}(?:\s*\.\s*{_TOML_NAME})*"
_COLONS = re.compile(r":(?=\s|$)")
_KEY_AND_TEXT = re.compile(r"[ -]*(\w(?:[\w./-]*\w)?)(?:(:)(?!//)| |$)(.*)")
_CURLY = re.compile(r"[“”„][^“”„]*[“”„]")
_QUOTED_FIRST = re.compile(r"""(?:[ -]*\w[^\s"'#]*:\s+|[ -]+)(["'])([^"'{]+)\1([^"'#]*)""")
_OTHER_QUOTES = re.compile(r'[“”„"][^“”„"»«]+[“”"]')
_YAML_ELSE = (
    "filen kan ikke læses fra denne linje",
    "se efter manglende anførselstegn, kolon eller indrykning; tekst, der begynder med {, skal stå i anførselstegn",
)
_YAML_SHIFTED = (
    "linjen er rykket forkert ind, eller der står noget efter } eller et anførselstegn",
    'tekst, der begynder med {, skal stå i anførselstegn: "{Teamet} aftaler …"',
)
# what the YAML library (in C or in Python) complains of, and what it means to somebody who edits a text
_YAML_SAYS = {
    "mapping values are not allowed": (
        "linjen har et kolon for meget, eller den er rykket forkert ind",
        'sæt anførselstegn om en tekst med kolon i: "Husk: …"',
    ),
    "expected <block end>": _YAML_SHIFTED,
    "did not find expected key": _YAML_SHIFTED,
    "cannot start any token": (
        "teksten begynder med et særligt tegn, eller linjen er rykket ind med tabulator",
        "sæt anførselstegn om teksten, og ryk ind med mellemrum",
    ),
    "tab character": ("linjen er rykket ind med tabulator", "brug mellemrum"),
    "unexpected end of stream": ("et anførselstegn bliver ikke lukket", "sæt det sidste anførselstegn efter teksten"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a source file and its place; mappings and sequences hold Nodes."""

    value: str | int | float | bool | tuple[Node, ...] | Mapping[str, Node]
    place: Place
    # where each line of a text begins: how far into it, and on which line of the file
    breaks: tuple[tuple[int, int], ...] = ()

    def place_at(self, offset: int) -> Place:
        """The line on which the text's character at ``offset`` stands."""
        lines = [line for start, line in self.breaks if start <= offset]
        return Place(self.place.file, lines[-1]) if lines else self.place

    def at(self, path: str) -> Place:
        """Where a key of the tree stands, by its path with full stops; the last known part of a path that leads past."""
        node = self
        for name in path.split("."):
            if isinstance(node.value, Mapping) and name in node.value:
                node = node.value[name]
        return node.place


def file_name(node: Node, folder: str) -> str:
    """A file's name in a folder that is known; raises BuildError on a path, and on what is no name."""
    if not isinstance(node.value, str) or not re.fullmatch(r"[\w +-][\w. +-]{0,100}", node.value):
        raise refuse("her skal stå navnet på en fil", node.place, f"læg filen i {folder}, og skriv dens navn")
    return node.value


def read_yaml(path: Path, root: Path, *, may_be_empty: bool = False) -> Node:
    """The tree of a YAML file: texts in mappings and lists.

    Raises BuildError on bad syntax, duplicate keys, tags, anchors and aliases, what is nested too deep, and a text that
    a # cuts. A file with nothing in it is a fault too, or where it ``may_be_empty`` no entries.
    """
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    return from_yaml(read_text(path, name), name, may_be_empty=may_be_empty)


def from_yaml(text: str, name: str, *, may_be_empty: bool = False) -> Node:
    """The tree of a YAML file's text, as ``read_yaml`` gives it; raises BuildError likewise."""
    try:
        tree = _from_yaml(text, legible(name))
    except yaml.YAMLError as error:
        told = str(getattr(error, "problem", None))
        if fault := _without_colon(error, told, text.split("\n"), legible(name)):
            raise BuildError(fault) from error
        if fault := _ended_early(error, text.split("\n"), legible(name)):
            raise BuildError(fault) from error
        mark = getattr(error, "context_mark" if "end of stream" in told else "problem_mark", None)
        what, hint = next((said for sign, said in _YAML_SAYS.items() if sign in told), _YAML_ELSE)
        raise refuse(what, Place(legible(name), mark.line + 1 if mark else 0), hint) from error
    if tree is None and not may_be_empty:
        raise refuse("filen er tom", Place(legible(name)))
    return tree or Node({}, Place(legible(name), 1))


def _without_colon(error: yaml.YAMLError, told: str, lines: list[str], name: str) -> Fault | None:
    """The line whose key has no colon, or no space after it, where it can be told; the library blames one further down."""
    begun, met = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    if "could not find expected ':'" in told and begun:
        at, else_ = begun.line, "hører linjen til teksten over, så ryk den længere ind"
    elif (
        "mapping values are not allowed" in told
        and met
        and met.line < len(lines)
        and len(_COLONS.findall(lines[met.line])) == 1
    ):
        # a key met where a text goes on: what began the text stands above, as far in as the key
        depth = _depth(lines[met.line])
        above = (at for at in range(met.line - 1, -1, -1) if lines[at].strip() and _depth(lines[at]) <= depth)
        at, else_ = next(above, 0), "er den og linjen under én tekst, så sæt anførselstegn om"
        if _depth(lines[at]) != depth or _COLONS.search(lines[at]):
            return None
    else:
        return None
    found = _KEY_AND_TEXT.fullmatch(lines[at])
    if not found:
        return None
    key, colon, text = found[1], found[2], found[3].strip()
    way = f"skriv »{key}: {text}«" if text else f"skriv »{key}:«"
    if colon:
        return Fault(f"der mangler et mellemrum efter »{key}:«", Place(name, at + 1), way)
    return Fault(
        "linjen har ingen nøgle med kolon efter",
        Place(name, at + 1),
        f"{way}; {else_}",
    )


def _ended_early(error: yaml.YAMLError, lines: list[str], name: str) -> Fault | None:
    """The line whose text begins with a quoted word, which YAML takes for the whole of it."""
    met = getattr(error, "problem_mark", None)
    if (
        not met
        or met.line >= len(lines)
        or not (found := _QUOTED_FIRST.fullmatch(lines[met.line]))
        or not found[3].strip()
    ):
        return None
    way = f"skriv »{found[2]}«{found[3]}"
    return Fault(f"teksten slutter ved det andet {found[1]}, men linjen går videre", Place(name, met.line + 1), way)


def _depth(line: str) -> int:
    """How far in a line's key begins: a list's dash counts as space."""
    return len(line) - len(re.sub(r"^[ -]*", "", line))


def _from_yaml(text: str, name: str) -> Node | None:
    """The tree, built event by event, so that no depth of nesting takes the program down; None of an empty file."""
    lines = text.split("\n")
    branches: list[_Branch] = []
    tree: Node | None = None
    documents = 0
    place = Place(name, 1)
    for event in yaml.parse(text, Loader=_Loader):
        assert event.start_mark
        if place.line != (line := event.start_mark.line + 1):
            place = Place(name, line)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise refuse("filen er delt i flere af ---", place, "slet linjen med ---")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse("& og * først i en tekst har en særlig betydning i YAML", place, _QUOTE)
        if getattr(event, "tag", None):
            raise refuse("! først i en tekst har en særlig betydning i YAML", place, _QUOTE)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if branches and branches[-1].waits_for_key:
                raise refuse("en nøgle skal være et ord", place, "tekst, der begynder med {, skal stå i anførselstegn")
            if len(branches) == DEEPEST_TEXT:
                raise refuse(
                    f"der er mere end {DEEPEST_TEXT} led inde i hinanden", place, "se efter klammer, der ikke lukkes"
                )
            branches.append(_Branch(place, mapping=isinstance(event, yaml.MappingStartEvent)))
            continue
        if isinstance(event, yaml.ScalarEvent):
            _refuse_cut(event, lines, name)
            if not event.style and _CURLY.fullmatch(event.value):
                told = f"anførselstegnene {event.value[0]}…{event.value[-1]} er ikke filens egne og bliver trykt med"
                way = f'skriv " i stedet; skal de trykkes, så sæt også " udenom: "{event.value[0]}…{event.value[-1]}"'
                raise refuse(told, place, way)
            _refuse_quotes(event, lines, name)
            made = Node(str(event.value), place, _breaks(event, lines))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            made = branches.pop().node
        else:
            continue
        if branches:
            branches[-1].take(made)
        else:
            tree = made
    # an empty file is no text either
    return None if tree and tree.value == "" else tree


class _Branch:
    """A mapping or a list while it is read."""

    def __init__(self, place: Place, *, mapping: bool) -> None:
        self.place, self.mapping = place, mapping
        self.entries: dict[str, Node] = {}
        self.members: list[Node] = []
        self.key: Node | None = None

    @property
    def waits_for_key(self) -> bool:
        return self.mapping and self.key is None

    @property
    def node(self) -> Node:
        return Node(self.entries if self.mapping else tuple(self.members), self.place)

    def take(self, node: Node) -> None:
        """The next member, or a key and then its value; raises BuildError where a key stands twice."""
        if not self.mapping:
            self.members.append(node)
        elif self.key is None:
            if node.value in self.entries:
                raise refuse(f"»{node.value}« står to gange", node.place, "slet den ene")
            self.key = node
        else:
            # the key's own line is where an editor looks for the text
            at = self.key.place
            self.entries[str(self.key.value)] = (
                Node(node.value, at, node.breaks) if isinstance(node.value, str) else node
            )
            self.key = None


def _refuse_cut(event: Any, lines: list[str], name: str) -> None:
    """Raises BuildError where a # after a space cuts a text short: a remark has two spaces before it."""
    end = event.end_mark
    if not event.style and end.line < len(lines) and lines[end.line].startswith(" #", end.column):
        way = 'sæt anførselstegn om teksten: "…"; er det en bemærkning, så sæt to mellemrum foran #'
        raise refuse(f"teksten bliver klippet ved #: »{str(event.value)[-30:]}«", Place(name, end.line + 1), way)


def _refuse_quotes(event: Any, lines: list[str], name: str) -> None:
    """Raises BuildError where a text has other quotation marks in it than »…«; one that stands in ' keeps its own."""
    kept = event.style == "'" or (event.style == '"' and _CURLY.fullmatch(event.value))
    if kept or not (found := _OTHER_QUOTES.search(event.value)):
        return
    first, last = event.start_mark.line, min(event.end_mark.line, len(lines) - 1)
    line = next((at for at in range(first, last + 1) if found[0].split("\n")[0] in lines[at]), first)
    inner = " ".join(found[0][1:-1].split())
    raise refuse(
        f"anførselstegnene {found[0][0]}…{found[0][-1]} er ikke dem, resten af teksterne har",
        Place(name, line + 1),
        f"skriv »{inner}«; skal de trykkes, som de er, så sæt ' om hele teksten: '… {found[0][0]}{inner}{found[0][-1]} …'",
    )


def _breaks(node: Any, lines: list[str]) -> tuple[tuple[int, int], ...]:
    """Where each source line of a text begins in its value; YAML has folded them, so they are found again."""
    first, last = node.start_mark.line, node.end_mark.line
    if first == last:
        return ((0, first + 1),)
    found: list[tuple[int, int]] = []
    at = 0
    for number in range(first + (node.style in ("|", ">")), min(last + 1, len(lines))):
        line = lines[number][node.start_mark.column if number == first else 0 :].strip()
        line = _unescaped(line) if node.style == '"' and "\\" in line else line.strip("\"'")
        start = node.value.find(line, at)
        if line and start >= 0:
            found.append((start, number + 1))
            at = start + len(line)
    return tuple(found)


def _unescaped(line: str) -> str:
    """A line of a text in double quotes as it is read; as it stands where YAML reads it only with its neighbours."""
    inner = line.removeprefix('"')
    inner = inner[:-1] if inner.endswith('"') and not inner.endswith('\\"') else inner
    try:
        return str(yaml.safe_load(f'"{inner}"'))
    except yaml.YAMLError:
        return inner


def read_toml(path: Path, root: Path) -> Node:
    """The tree of a TOML file; raises BuildError on bad syntax, and on numbers nobody can measure by."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    return from_toml(read_text(path, name), name)


def from_toml(text: str, name: str) -> Node:
    """The tree of a TOML file's text, as ``read_toml`` gives it; raises BuildError likewise."""
    name = legible(name)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        twice = "Cannot overwrite" in str(error) or "Cannot declare" in str(error)
        raise refuse(
            "nøglen eller afsnittet står to gange" if twice else "linjen kan ikke læses",
            Place(name, int(found[1]) if found else text.count("\n") + 1),
            "slet den ene"
            if twice
            else "se efter manglende anførselstegn, komma eller klamme; tal skrives med punktum: 0.5",
        ) from error
    except RecursionError as error:
        deep = re.search(r"(\[\s*){50}|(\{[^{}]*){50}", text)
        line = text.count("\n", 0, deep.start()) + 1 if deep else 0
        raise refuse(
            f"der er mere end {DEEPEST_TEXT} led inde i hinanden", Place(name, line), "se efter klammer"
        ) from error
    except ValueError as error:  # Python reads no number of thousands of digits
        long = re.search(r"[\d_]{1000,}", text)
        line = text.count("\n", 0, long.start()) + 1 if long else 0
        raise refuse("tallet har for mange cifre", Place(name, line), "skriv et tal, der kan måles") from error
    return _from_toml(tree, name, "", _toml_lines(text))


def _from_toml(value: Any, name: str, key: str, lines: Mapping[str, int]) -> Node:
    place = Place(name, lines.get(key, lines.get(key.rpartition(".")[0], 0)))
    if isinstance(value, dict):
        return Node({k: _from_toml(v, name, f"{key}.{k}" if key else k, lines) for k, v in value.items()}, place)
    if isinstance(value, list):
        return Node(tuple(_from_toml(v, name, key, lines) for v in value), place)
    if isinstance(value, float) and not math.isfinite(value):
        raise refuse(f"»{key}« er {value} og ikke et tal, der kan måles", place, "skriv et tal, fx 0.5")
    return Node(value, place)


def _toml_lines(text: str) -> dict[str, int]:
    """Where each key first stands, those included that only begin a longer one (``a`` in ``a.b = 1``)."""
    lines: dict[str, int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(rf"\s*\[\[?\s*({_TOML_KEY})\s*\]", line):
            table = at = _parts(header[1])
        elif key := re.match(rf"\s*({_TOML_KEY})\s*=", line):
            at = (*table, *_parts(key[1]))
        else:
            continue
        for length in range(1, len(at) + 1):
            lines.setdefault(".".join(at[:length]), number)
    return lines


def _parts(dotted: str) -> tuple[str, ...]:
    """The names in a dotted key, without their quotes."""
    found = tuple(re.findall(_TOML_NAME, dotted))
    try:
        return tuple(tomllib.loads(f"key = {name}")["key"] if name[0] in "\"'" else name for name in found)
    except tomllib.TOMLDecodeError:  # a line of a longer text that only looks like a key
        return found

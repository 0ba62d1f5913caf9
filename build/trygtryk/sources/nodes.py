"""YAML and TOML as one kind of tree that remembers its lines; YAML gives strings only and refuses duplicate keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from trygtryk.errors import Place, refuse

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


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


def read_yaml(path: Path, root: Path, *, may_be_empty: bool = False) -> Node:
    """The tree of a YAML file; raises BuildError on bad syntax, duplicate keys, tags, anchors' aliases, bad UTF-8.

    A file with nothing in it is a fault too, or where it ``may_be_empty`` no entries.
    """
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    text = read_text(path, name)
    try:
        tree = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        told = str(getattr(error, "problem", None))
        mark = getattr(error, "context_mark" if "end of stream" in told else "problem_mark", None)
        what, hint = next((said for sign, said in _YAML_SAYS.items() if sign in told), _YAML_ELSE)
        raise refuse(what, Place(name, mark.line + 1 if mark else 0), hint) from error
    if tree is None and may_be_empty:
        return Node({}, Place(name, 1))
    if tree is None:
        raise refuse("filen er tom", Place(name))
    return _from_yaml(tree, name, text.split("\n"))


def _from_yaml(node: Any, name: str, lines: list[str]) -> Node:
    place = Place(name, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return Node(str(node.value), place, _breaks(node, lines))
    if isinstance(node, yaml.SequenceNode):
        return Node(tuple(_from_yaml(child, name, lines) for child in node.value), place)
    entries: dict[str, Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise refuse("en nøgle skal være et ord", place, "tekst, der begynder med {, skal stå i anførselstegn")
        at = Place(name, key.start_mark.line + 1)
        if key.value in entries:
            raise refuse(f"»{key.value}« står to gange", at, "slet den ene")
        child = _from_yaml(value, name, lines)
        # the key's own line is where an editor looks for the text
        entries[key.value] = Node(child.value, at, child.breaks) if isinstance(child.value, str) else child
    return Node(entries, place)


def _breaks(node: Any, lines: list[str]) -> tuple[tuple[int, int], ...]:
    """Where each source line of a text begins in its value; YAML has folded them, so they are found again."""
    first, last = node.start_mark.line, node.end_mark.line
    if first == last:
        return ((0, first + 1),)
    found: list[tuple[int, int]] = []
    at = 0
    for number in range(first + (node.style in ("|", ">")), min(last + 1, len(lines))):
        line = lines[number][node.start_mark.column if number == first else 0 :].strip()
        line = (line.replace('\\"', '"') if node.style == '"' else line).strip("\"'")
        start = node.value.find(line, at)
        if line and start >= 0:
            found.append((start, number + 1))
            at = start + len(line)
    return tuple(found)


def read_toml(path: Path, root: Path) -> Node:
    """The tree of a TOML file; raises BuildError on bad syntax."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    text = read_text(path, name)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        twice = "Cannot overwrite" in str(error) or "Cannot declare" in str(error)
        raise refuse(
            "nøglen eller afsnittet står to gange" if twice else "linjen kan ikke læses",
            Place(name, int(found[1]) if found else 0),
            "slet den ene"
            if twice
            else "se efter manglende anførselstegn, komma eller klamme; tal skrives med punktum: 0.5",
        ) from error
    return _from_toml(tree, name, "", _toml_lines(text))


def _from_toml(value: Any, name: str, key: str, lines: Mapping[str, int]) -> Node:
    place = Place(name, lines.get(key, lines.get(key.rpartition(".")[0], 0)))
    if isinstance(value, dict):
        return Node({k: _from_toml(v, name, f"{key}.{k}" if key else k, lines) for k, v in value.items()}, place)
    if isinstance(value, list):
        return Node(tuple(_from_toml(v, name, key, lines) for v in value), place)
    return Node(value, place)


def _toml_lines(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line):
            table = header[1].replace('"', "")
            lines.setdefault(table, number)
        elif key := re.match(r"\s*([A-Za-z0-9_.\"-]+)\s*=", line):
            dotted = key[1].replace('"', "")
            lines.setdefault(f"{table}.{dotted}" if table else dotted, number)
    return lines


def read_text(path: Path, name: str) -> str:
    """A text file, shown as ``name`` in faults; raises BuildError where there is none, or it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise refuse("filen findes ikke", Place(name)) from error
    except UnicodeDecodeError as error:
        raise refuse("filen er ikke gemt som UTF-8", Place(name), "gem den igen med tegnsættet UTF-8") from error

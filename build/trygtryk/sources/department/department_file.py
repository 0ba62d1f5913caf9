"""A department's file changed in one place: everything else in it stays as its editor wrote it, remarks too."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import yaml

from trygtryk.errors import Place, refuse
from trygtryk.order import named
from trygtryk.sources.department.keys import in_english
from trygtryk.sources.department.own_folder import FILE
from trygtryk.sources.nodes import from_yaml

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]

Path = tuple[str, ...]
"""The keys that lead to a value: ``("tekster", "plakater.fejl.headline")``."""


def entry(text: str, path: Path) -> str:
    """What stands at a path of the file's text; empty where nothing does, or more than a text."""
    from_yaml(text, FILE, may_be_empty=True)
    found = _at(_tree(text), path)
    return found if isinstance(found, str) else ""


def changed(text: str, path: Path, value: str) -> str:
    """The file's text with another value at a path, or without it where the value is empty.

    Raises BuildError where the file cannot be read, or is written in a way that cannot be changed from here.
    """
    from_yaml(text, FILE, may_be_empty=True)
    before = _tree(text)
    if not (value or _at(before, path)):
        return text
    made = _set(text, path, value) if value else _gone(text, path)
    after: Any = None
    with contextlib.suppress(yaml.YAMLError):
        after = _tree(made)
    if after != _wanted(before, path, value):
        way = f"ret det i {FILE}"
        raise refuse(f"»{'.'.join(path)}« står på en måde, der ikke kan rettes herfra", Place(FILE), way)
    return made


def _tree(text: str) -> Any:
    return yaml.load(text, Loader=_Loader) or {}


def _at(tree: Any, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    for name in path:
        key = _key(tree, name) if isinstance(tree, Mapping) else None
        if key is None:
            return None
        tree = tree[key]
    return tree


def _key(tree: Mapping[str, Any], name: str) -> str | None:
    """The key as the file has it: in Danish or English, and by today's name or the first edition's."""
    same = (key for key in tree if in_english(key) == in_english(name) or named(key, ".") == name)
    return next(same, None)


def _wanted(tree: Any, path: Path, value: str) -> Any:
    """The tree as it shall be; a mapping that is left with nothing in it is none."""
    made = dict(tree) if isinstance(tree, Mapping) else {}
    key = _key(made, path[0])
    key = path[0] if key is None else key
    inner = _wanted(made.get(key), path[1:], value) if len(path) > 1 else value
    if inner:
        made[key] = inner
    else:
        made.pop(key, None)
    return made


def _found(text: str, path: Path) -> tuple[yaml.MappingNode | None, yaml.Node | None, yaml.Node | None, int]:
    """The innermost mapping that is there, its entry's key and value where that is there too, and how deep it lies."""
    node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    for depth, name in enumerate(path):
        if not isinstance(node, yaml.MappingNode):
            return None, None, None, depth
        pairs = {key.value: (key, value) for key, value in node.value}
        spelt = _key(pairs, name)
        if spelt is None:
            return node, None, None, depth
        key, value = pairs[spelt]
        if depth == len(path) - 1 or not isinstance(value, yaml.MappingNode):
            return node, key, value, depth
        node = value
    return None, None, None, 0


def _set(text: str, path: Path, value: str) -> str:
    mapping, key, there, depth = _found(text, path)
    flow = mapping is not None and bool(mapping.flow_style)
    rest = path[depth + 1 :]
    if key is not None and there is not None:
        written = _scalar(value, flow=flow) if not rest else _under(rest, value, key.start_mark.column + 2, flow=flow)
        start, end = there.start_mark.index, _end(there)
        gap = "" if written.startswith("\n") or text[start - 1 : start].isspace() else " "
        return (
            text[:start].rstrip(" " * written.startswith("\n")) + gap + written + _tail(text, start, end) + text[end:]
        )
    line = f"{path[depth]}:" + (
        _under(rest, value, (mapping.start_mark.column if mapping else 0) + 2, flow=flow)
        if rest
        else f" {_scalar(value, flow=flow)}"
    )
    if mapping is None or (depth == 0 and not flow):
        return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{line}\n"
    at = mapping.start_mark.index
    if flow:
        return f"{text[: at + 1]}{line}{', ' if mapping.value else ''}{text[at + 1 :]}"
    return f"{text[:at]}{line}\n{' ' * mapping.start_mark.column}{text[at:]}"


def _end(node: yaml.Node) -> int:
    """Where the last of a value stands: a block's own end is where the next key begins, past the remarks between."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node.end_mark.index


def _tail(text: str, start: int, end: int) -> str:
    """The line end that a text over several lines takes with it."""
    return "\n" if text[start:end].endswith("\n") else ""


def _gone(text: str, path: Path) -> str:
    mapping, key, there, depth = _found(text, path)
    if mapping is None or key is None or there is None or depth < len(path) - 1:
        return text
    if len(mapping.value) == 1 and depth:
        return _gone(text, path[:-1])
    start, end = key.start_mark.index, _end(there)
    if mapping.flow_style:
        number = next(n for n, (one, _) in enumerate(mapping.value) if one is key)
        if number + 1 < len(mapping.value):
            end = mapping.value[number + 1][0].start_mark.index
        elif number:
            start = mapping.value[number - 1][1].end_mark.index
        return text[:start] + text[end:]
    start = text.rfind("\n", 0, start) + 1
    if not text[start:end].endswith("\n"):
        line_end = text.find("\n", end)
        end = len(text) if line_end < 0 else line_end + 1
    return text[:start] + text[end:]


def _under(path: Path, value: str, indent: int, *, flow: bool) -> str:
    """A new mapping, down to the value."""
    if flow:
        inner = f" {_scalar(value, flow=True)}" if len(path) == 1 else _under(path[1:], value, 0, flow=True)
        return f" {{{path[0]}:{inner}}}"
    if len(path) == 1:
        return f"\n{' ' * indent}{path[0]}: {_scalar(value, flow=False)}"
    return f"\n{' ' * indent}{path[0]}:{_under(path[1:], value, indent + 2, flow=False)}"


def _scalar(value: str, *, flow: bool) -> str:
    """A text as YAML has it in one line."""
    quoted = flow or "\n" in value or value != value.strip()
    style = '"' if quoted else None
    dumped = yaml.safe_dump(value, allow_unicode=True, width=1_000_000, default_style=style)
    return dumped.removesuffix("\n").removesuffix("...").strip()

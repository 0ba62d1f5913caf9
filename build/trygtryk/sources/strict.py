"""Trees to frozen dataclasses: every key known, every needed one there, every value of its type."""

from __future__ import annotations

import math
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from trygtryk.errors import BuildError, Fault, Place, nearest
from trygtryk.model import Copy
from trygtryk.sources.nodes import Node


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest number that a key takes, or what it must be above."""

    number: float
    above: bool = False

    def holds(self, value: float) -> bool:
        """Whether a number is large enough."""
        return value > self.number if self.above else value >= self.number

    def __str__(self) -> str:
        return f"mere end {self.number:g}" if self.above else f"{self.number:g} eller mere"


Positive = Annotated[float, Least(0, above=True)]
Signed = Annotated[float, Least(-math.inf)]
"""A length with a direction; any other that is called ``_mm`` is none below 0."""
Natural = Annotated[int, Least(0)]
Whole = Annotated[int, Least(1)]

T = TypeVar("T")
Converters = Mapping[type, Callable[[Node], Any]]

_NOTHING = object()
_KINDS = {
    str: ("en tekst", ""),
    int: ("et helt tal", "skriv det med cifre alene: 30"),
    float: ("et tal", "skriv det med cifre alene, og med punktum: 2.5"),
    bool: ("ja eller nej", ""),
}
_KEYED = "skriv hver nøgle på sin egen linje: nøgle, kolon, mellemrum og værdi"
# what YAML makes of a colon and a space within a text
_COLON = 'er det én tekst med kolon i, så sæt anførselstegn om den: "Husk: …"'
_YES_NO = {"true": True, "false": False, "ja": True, "nej": False}


def read(kind: type[T], node: Node, id: str = "", converters: Converters = types.MappingProxyType({})) -> T:
    """``node`` as a ``kind``: a dataclass whose fields are the keys, or what its annotations are made of.

    A ``Copy`` gets the dotted path from ``id`` as its id: list members count from 1, or go by their own ``id`` key.
    Of several dataclasses the one is read whose first field is among the keys. ``converters`` read types of the caller's own. Raises BuildError with every fault of the tree at once.
    """
    faults: list[Fault] = []
    value = _read(kind, node, id, converters, faults)
    if faults:
        raise BuildError(*faults)
    return cast(T, value)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _read(kind: Any, node: Node, id: str, converters: Converters, faults: list[Fault]) -> Any:
    value = node.value

    def wrong(expected: str, way: str = "") -> None:
        faults.append(Fault(f"»{id}« skal være {expected}", node.place, way))

    if kind is _NOTHING:
        return None
    if kind in converters:
        try:
            return converters[kind](node)
        except BuildError as error:
            faults.extend(error.faults)
            return None
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(kind) if option is not type(None)]
        return _read(_told_apart(options, node, id, faults), node, id, converters, faults)
    if origin is Annotated:
        inner, *limits = get_args(kind)
        number = _read(inner, node, id, converters, faults)
        for limit in limits:
            if number is not None and not limit.holds(number):
                wrong(str(limit), "skriv tallet uden minus foran" if number < 0 else "")
        return number
    if origin is Literal:
        if value not in get_args(kind):
            faults.append(
                Fault(f"»{id}« kan ikke være »{value}«", node.place, nearest(str(value), map(str, get_args(kind))))
            )
        return value
    if origin is tuple:
        return _read_tuple(get_args(kind), node, id, converters, faults)
    if origin in (dict, Mapping) or kind in (dict, Mapping):
        if not isinstance(value, Mapping):
            return wrong("nøgler med værdier", f"{_KEYED}, rykket to mellemrum ind")
        keys, inner = get_args(kind)
        if get_origin(keys) is Literal:
            faults.extend(_wrong_keys(node, id, get_args(keys)))
        return types.MappingProxyType({k: _read(inner, v, _join(id, k), converters, faults) for k, v in value.items()})
    if kind is Copy:
        if not isinstance(value, str) or not value.strip():
            return wrong("en tekst, der ikke er tom", _COLON if isinstance(value, Mapping) else "")
        return Copy(value.strip(), id, node.place)
    if kind in _KINDS:
        return _read_scalar(kind, value, wrong)
    if is_dataclass(kind):
        return _read_fields(cast(type, kind), node, id, converters, faults)
    raise TypeError(f"no reader for {kind!r}")


def _wrong_keys(
    node: Node, id: str, keys: Sequence[str], needed: Callable[[str], bool] = lambda _: True
) -> Iterator[Fault]:
    """The keys of a mapping that are none of ``keys``, and the needed ones that it has not."""
    assert isinstance(node.value, Mapping)
    for key, child in node.value.items():
        if key not in keys:
            yield Fault(f"ukendt nøgle »{_join(id, key)}«", child.place, nearest(key, keys))
    for key in keys:
        if key not in node.value and needed(key):
            yield Fault(f"»{_join(id, key)}« mangler", node.place, f"skriv nøglen »{key}« her")


def _told_apart(options: list[Any], node: Node, id: str, faults: list[Fault]) -> Any:
    """The one of several dataclasses whose first field is among the keys."""
    if len(options) == 1 or not isinstance(node.value, Mapping):
        return options[0]
    # the first key that stands in the file decides, so that a later key of another kind does not mislead
    firsts = {next(iter(fields(option))).name: option for option in options}
    for name in node.value:
        if name in firsts:
            return firsts[name]
    faults.append(Fault(f"»{id}« skal have en af nøglerne {', '.join(firsts)}", node.place))
    return _NOTHING


def _read_scalar(kind: type, value: Any, wrong: Callable[[str, str], None]) -> Any:
    if kind is str and isinstance(value, str):
        return value
    if kind is bool and (isinstance(value, bool) or value in _YES_NO):
        return value if isinstance(value, bool) else _YES_NO[value]
    if kind in (int, float) and not isinstance(value, bool) and isinstance(value, str | int | float):
        try:
            number = kind(value)
        except (ValueError, OverflowError):
            return wrong(*_KINDS[kind])
        if math.isfinite(number) and number == float(value):
            return number
    return wrong(*_KINDS[kind])


def _read_tuple(inner: tuple[Any, ...], node: Node, id: str, converters: Converters, faults: list[Fault]) -> Any:
    if not isinstance(node.value, tuple):
        faults.append(Fault(f"»{id}« skal være en liste", node.place))
        return ()
    if len(inner) == 2 and inner[1] is Ellipsis:
        kinds = [inner[0]] * len(node.value)
    else:
        kinds = list(inner)
        if len(kinds) != len(node.value):
            faults.append(Fault(f"»{id}« skal have {len(kinds)} led, har {len(node.value)}", node.place))
            return ()
    out = []
    for number, (kind, child) in enumerate(zip(kinds, node.value, strict=True), 1):
        out.append(_read(kind, child, _join(id, member_name(child, number)), converters, faults))
    return tuple(out)


def member_name(child: Node, number: int) -> str:
    """What a list's member is called in ids: its own ``id``, else its number counted from 1."""
    own = child.value.get("id") if isinstance(child.value, Mapping) else None
    return str(own.value) if own is not None and isinstance(own.value, str) else str(number)


def _read_fields(kind: type, node: Node, id: str, converters: Converters, faults: list[Fault]) -> Any:
    if not isinstance(node.value, Mapping):
        faults.append(Fault(f"{f'»{id}«' if id else 'filen'} skal have nøgler og værdier", node.place, _KEYED))
        return None
    hints = _hints(kind)
    known = {f.name: f for f in fields(kind) if f.init}
    # a field of type Place is filled with where the mapping stands
    places = {name: node.place for name in known if hints[name] is Place}
    keys = [name for name in known if name not in places]
    needed = {name for name in keys if known[name].default is MISSING and known[name].default_factory is MISSING}
    faults.extend(_wrong_keys(node, id, keys, needed.__contains__))
    values: dict[str, Any] = dict(places)
    for name in keys:
        if name in node.value:
            values[name] = _read(hints[name], node.value[name], _join(id, name), converters, faults)
            if values[name] in ((), {}) and _needs_members(known[name], hints[name]):
                hint = "skriv noget i den, eller slet det, den hører til"
                faults.append(Fault(f"»{_join(id, name)}« er tom", node.value[name].place, hint))
            if name.endswith("_pt") and not _drawable(values[name], known[name].default):
                told = f"»{_join(id, name)}« skal være mere end 0, og streger og mellemrum må ikke alle være 0"
                faults.append(Fault(told, node.value[name].place, "skriv et tal over 0, fx 0.5"))
            if name.endswith("_mm") and get_origin(hints[name]) is not Annotated and _below(values[name]):
                told = f"»{_join(id, name)}« skal være 0 eller mere"
                faults.append(Fault(told, node.value[name].place, "skriv målet i millimeter uden minus foran"))
    return kind(**values) if not faults else None


def _needs_members(field: Field[Any], kind: Any) -> bool:
    """Whether an empty list says nothing: it must stand there, and holds texts, names or things rather than numbers."""
    members = get_args(kind)[:1] if get_origin(kind) is tuple else get_args(kind)[1:]
    return field.default is MISSING and not any(m in (int, float) or get_origin(m) is tuple for m in members)


def _drawable(value: Any, default: Any) -> bool:
    """Whether points can be drawn with: sizes and widths above nothing, dashes as ISO 32000-1, 8.4.3.6, has them."""
    if isinstance(value, tuple):
        if any(isinstance(member, tuple) for member in value):
            return all(_drawable(member, ()) for member in value)
        lengths = [length for length in value if length is not None]
        return not lengths or (min(lengths) >= 0 and max(lengths) > 0)
    return value is None or value == default or value > 0


def _below(value: Any) -> bool:
    return isinstance(value, int | float) and value < 0


def _join(id: str, name: str) -> str:
    return f"{id}.{name}" if id else name

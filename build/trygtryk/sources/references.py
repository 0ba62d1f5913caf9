"""References: a text names a card or a form by its id, as in ``[kort hvisken]``, and its number is put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from trygtryk.errors import BuildError, Fault, nearest
from trygtryk.sources.nodes import Node

_REFERENCE = re.compile(r"\[(?P<kind>\w+) (?P<id>[\w-]+)\]")

Numbers = Callable[[str], Mapping[str, int]]
"""The numbers of what is counted under a word (*kort*, *skema*), by id; empty where nothing is."""


def referred(node: Node, numbers: Numbers) -> Node:
    """The tree with every reference as its word and number; raises BuildError with every one that leads nowhere."""
    faults: list[Fault] = []
    made = _referred(node, numbers, faults)
    if faults:
        raise BuildError(*faults)
    return made


def _referred(node: Node, numbers: Numbers, faults: list[Fault]) -> Node:
    value = node.value
    if isinstance(value, tuple):
        return Node(tuple(_referred(child, numbers, faults) for child in value), node.place)
    if isinstance(value, Mapping):
        return Node({name: _referred(child, numbers, faults) for name, child in value.items()}, node.place)
    if not isinstance(value, str) or "[" not in value:
        return node

    def number(found: re.Match[str]) -> str:
        known = numbers(found["kind"].lower())
        if known and found["id"] not in known:
            told = f"{found[0]} fører ingen steder hen"
            faults.append(Fault(told, node.place_at(found.start()), nearest(found["id"], known)))
        return f"{found['kind']} {known[found['id']]}" if found["id"] in known else found[0]

    return Node(_REFERENCE.sub(number, value), node.place, node.breaks)


def by_number(node: Node, kind: str, numbers: Numbers) -> Iterator[Fault]:
    """Every place where a text names something by its number, which will not follow when the order changes."""
    value = node.value
    if isinstance(value, tuple | Mapping):
        for child in value.values() if isinstance(value, Mapping) else value:
            yield from by_number(child, kind, numbers)
    elif isinstance(value, str):
        for found in re.finditer(rf"\b{kind} (\d+)\b(?! min)", value, re.IGNORECASE):
            ids = {number: id for id, number in numbers(kind).items()}
            if id := ids.get(int(found[1])):
                hint = f"skriv [{found[0].split()[0]} {id}], så følger tallet med"
                yield Fault(f"»{found[0]}« står som et fast tal", node.place_at(found.start()), hint)

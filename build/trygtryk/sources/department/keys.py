"""The keys of a department's file: Danish as people write them, English as the program knows them."""

from __future__ import annotations

from collections.abc import Mapping

from trygtryk.errors import refuse
from trygtryk.sources.department.own_word import DANISH
from trygtryk.sources.nodes import Node

KEYS = {
    **DANISH,
    "navn": "department",
    "skole": "school",
    "mappe": "folder",
    "vendinger": "phrases",
    "tekster": "texts",
    "billeder": "pictures",
    "oplag": "copies",
    "udgave": "edition",
    "adresse": "address",
    "titel": "title",
    "om": "about",
    "bestilling": "ordering",
    "afsender": "sender",
    "trykkeri": "shop",
    "levering": "delivery",
    "dato": "day",
}
"""Every key in English by its Danish name."""
IN_DANISH = {english: danish for danish, english in KEYS.items()}


def in_english(name: str) -> str:
    """A key of a department's file as the program knows it, whichever way it is written."""
    return KEYS.get(name.lower(), name.lower())


def with_english_keys(tree: Node) -> tuple[Node, Mapping[str, str]]:
    """A mapping with its keys as the program knows them, and what each is called in the file; anything else as it is.

    Raises BuildError where a key stands in both languages.
    """
    if not isinstance(tree.value, Mapping):
        return tree, {}
    entries: dict[str, Node] = {}
    called: dict[str, str] = {}
    for name, node in tree.value.items():
        english = in_english(name)
        if english in entries:
            raise refuse(f"»{name}« og »{called[english]}« er det samme", node.place, "slet den ene")
        entries[english], called[english] = node, name
    return Node(entries, tree.place), called

"""The keys of a department's file: Danish as people write them, English as the program knows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from trygtryk.errors import nearest, refuse
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
_ORDERED = {
    **dict.fromkeys(("sender", "kontakt", "kontaktperson", "contact", "bestiller", "afsendere"), "afsender"),
    **dict.fromkeys(("telefon", "tlf", "mail", "email", "mailadresse"), "afsender"),
    **dict.fromkeys(("shop", "trykker"), "trykkeri"),
    **dict.fromkeys(("delivery", "leveringsadresse", "leveres", "adresse"), "levering"),
    **dict.fromkeys(("day", "leveringsdato", "dag"), "dato"),
    **dict.fromkeys(("eannummer", "eannr"), "ean"),
    **dict.fromkeys(("ordrenummer", "rekvisition"), "reference"),
}
_MEANT = {
    **dict.fromkeys(("afdeling", "afdelingsnavn", "afdelingensnavn"), "navn"),
    **dict.fromkeys(("skolensnavn", "skolenavn", "institution"), "skole"),
    **dict.fromkeys(("jeresord", "ordet", "team"), "ord"),
    **dict.fromkeys(("kendeord", "artikel"), "køn"),
    **dict.fromkeys(("ubestemt", "ubestemtental"), "ental"),
    **dict.fromkeys(("bestemt", "bestemtform"), "bestemt_ental"),
    **dict.fromkeys(("antal", "eksemplarer", "kopier"), "oplag"),
    **dict.fromkeys(("link", "qr", "qrkode"), "links"),
    **dict.fromkeys(("url", "http", "webadresse", "adressen"), "adresse"),
}
"""What people call a key, letters alone, and what it is called."""


def in_english(name: str) -> str:
    """A key of a department's file as the program knows it, whichever way it is written."""
    return KEYS.get(name.lower(), name.lower())


def meant(name: str, known: Iterable[str], beside: Iterable[str]) -> str:
    """The way out of a key that is not ``known``, in the language of the keys ``beside`` it."""
    letters = re.sub(r"[\W_]", "", name.lower())
    english = any(other in IN_DANISH for other in beside if other != name)
    names = sorted(key if english else IN_DANISH.get(key, key) for key in known)
    ordered = _ORDERED.get(letters, letters if letters in _ORDERED.values() else "")
    if ordered in names:
        return f"skriv »{ordered}«"
    if ordered and ("bestilling" in names or "ordering" in names):
        return f"det står under »bestilling«: skriv {ordered}: … på linjen under bestilling:, rykket to mellemrum ind"
    if (other := _MEANT.get(letters, "")) in names:
        return f"skriv »{other}«"
    return nearest(name, names)


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

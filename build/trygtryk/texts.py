"""The toolkit's texts, of all products: by their ids, as another word changes them, and what a department replaces of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from trygtryk.errors import BuildError, Fault, Place
from trygtryk.order import DEFAULT_WORDING
from trygtryk.products import PRODUCTS
from trygtryk.sources.content import read_content
from trygtryk.sources.danish.wording import Change, changes, texts, unknown_texts, unused_phrases
from trygtryk.sources.department.layer import Department, read_department
from trygtryk.sources.nodes import Node
from trygtryk.sources.references import Numbers

_WORDED = ("pack", "links", *(product.name for product in PRODUCTS))


def checked_department(root: Path, asked: str) -> Department:
    """The department; raises BuildError where it replaces a text that no content has."""
    department = read_department(root, asked)
    if department.wording.texts:
        unknown_texts(department.wording, frozenset(all_texts(root)))
    return department


def all_texts(root: Path) -> dict[str, Node]:
    """Every text of the toolkit by its id, with the ways it is written."""
    return {id: node for name in _WORDED for id, node in texts(read_content(root, name), name)}


def numbering(root: Path) -> Numbers:
    """The numbers that texts refer to."""
    return cache(lambda word: _numbers(root, word))


def phrases_of_no_text(root: Path, department: Department) -> tuple[Fault, ...]:
    """The department's phrases that no text has."""
    if not department.wording.phrases:
        return ()
    tree = Node({name: read_content(root, name) for name in _WORDED}, Place("content"))
    phrases = department.wording.phrases
    unused, longer = unused_phrases(department.wording, tree)
    return (
        *(Fault(f"vendingen »{phrase}« står ingen steder i teksterne", text.place) for phrase, text in unused.items()),
        *(
            Fault(
                f"»{phrases[of].value}« bøjes ikke som »{of}«, så »{word}« i teksterne er ikke skrevet om",
                phrases[of].place,
                f"skriv også en linje med »{word}: …«",
            )
            for word, of in longer.items()
            if word not in phrases
        ),
    )


def changed_texts(root: Path, asked: str) -> tuple[Change, ...]:
    """Every text that another word than the default changes, before and after, with where it stands."""
    words, default = (read_department(root, name).wording for name in (asked, DEFAULT_WORDING))
    return tuple(change for name in _WORDED for change in changes(read_content(root, name), name, words, default))


def _numbers(root: Path, word: str) -> Mapping[str, int]:
    """The numbers of what is counted under a word; none where the content is not as it should be, which is told there."""
    for product in PRODUCTS:
        if product.counted and product.counted.word == word:
            try:
                return product.counted.numbers(read_content(root, product.name))
            except BuildError:
                return {}
    return {}

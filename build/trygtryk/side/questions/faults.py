"""Where on the page a fault is mended: the field of the text, link, picture or name that it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import yaml

from trygtryk.errors import BuildError, Fault
from trygtryk.model import Artwork, Line, walk
from trygtryk.order import named
from trygtryk.products import PRODUCTS
from trygtryk.side.questions.pages import WHOLE, Set, composed, copies, with_text
from trygtryk.sources.department.keys import in_english
from trygtryk.sources.department.own_folder import FILE, PICTURES

_NAMES = {"department": "ord#navn", "school": "ord#skole", "logo": "ord#logo", "copies": "print"}
_WORD = ("word", "gender", "singular", "plural", "compound", "preposition", "countable")
_TEXT, _LINK, _PICTURE, _FIELD = "Gå til teksten", "Gå til linket", "Gå til billedet", "Gå til feltet"


@dataclass(frozen=True, slots=True)
class Where:
    """The address of a field, after the department's own, and what a link to it says."""

    address: str
    told: str


def where(root: Path, asked: str, fault: Fault) -> Where | None:
    """The field that a fault means; None where there is none of it on the page."""
    if not fault.place:
        return None
    file = PurePosixPath(fault.place.file)
    try:
        if file.parent.name == PICTURES and file.is_relative_to(asked):
            return _picture(root, asked, file.stem)
        if file == PurePosixPath(asked) / FILE:
            keys = _keys(root / file, fault.place.line)
            if keys and (found := _entry(root, asked, keys)):
                return found
        return next(_texts(root, asked, fault), None)
    except (BuildError, OSError, yaml.YAMLError, UnicodeError):
        return None


def _entry(root: Path, asked: str, keys: tuple[str, ...]) -> Where | None:
    first = in_english(keys[0])
    if first == "texts" and len(keys) > 1:
        return _text(root, asked, named(keys[1], "."))
    if first == "links" and len(keys) > 1:
        return _link(root, asked, keys[1], title=in_english(keys[-1]) == "title")
    if first in _NAMES:
        return Where(_NAMES[first], _FIELD)
    return Where("ord#ord", "Gå til ordet") if first.startswith(_WORD) else None


def _keys(file: Path, line: int) -> tuple[str, ...]:
    """The keys that lead to a line of a YAML file, counted from 1."""
    found: tuple[str, ...] = ()
    for at, keys in _lines(yaml.compose(file.read_text(encoding="utf-8-sig"), yaml.SafeLoader), ()):
        if at <= line:
            found = keys
    return found


def _lines(node: yaml.Node | None, above: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            keys = (*above, str(key.value))
            yield key.start_mark.line + 1, keys
            yield from _lines(value, keys)


def _texts(root: Path, asked: str, fault: Fault) -> Iterator[Where]:
    """The texts that stand where a fault is, whichever file that is."""
    for product in PRODUCTS:
        for copy in copies(composed(root, asked, product.name).source.content):
            if copy.id and copy.place == fault.place and (found := _text(root, asked, copy.id)):
                yield found


def _text(root: Path, asked: str, id: str) -> Where | None:
    for product in PRODUCTS:
        if id.partition(".")[0] in (product.name, "pack"):
            made = composed(root, asked, product.name)
            for part in sorted(made.source.parts, key=lambda part: part not in id.split(".")):
                # a text that is too long stands on no page until it is short enough
                if page := _page(with_text(made, part, id, "x"), part, id):
                    return Where(_address(made, part, page, f"t-{id}"), _TEXT)
    return None


def _link(root: Path, asked: str, name: str, *, title: bool) -> Where | None:
    for product in PRODUCTS:
        made = composed(root, asked, product.name)
        for part in made.source.parts:
            if page := _page(made, part, f"links.{name}."):
                return Where(_address(made, part, page, f"{'titel' if title else 'adresse'}-{name}"), _LINK)
    return None


def _page(made: Set, part: str, id: str) -> int:
    """The first page of a piece with a text whose id begins so; 0 where there is none."""
    try:
        pages = made.piece(part).pages
    except BuildError:
        return 0
    for number, page in enumerate(pages, 1):
        if any(isinstance(item, Line) and item.copy_id.startswith(id) for item in walk(page.items)):
            return number
    return 0


def _picture(root: Path, asked: str, id: str) -> Where | None:
    for product in PRODUCTS:
        made = composed(root, asked, product.name)
        for part in made.source.parts:
            if id not in made.source.pictures(part):
                continue
            page = 1
            try:
                for number, one in enumerate(made.piece(part).pages, 1):
                    if any(isinstance(item, Artwork) and item.name == id for item in walk(one.items)):
                        page = number
            except BuildError:
                pass  # what cannot be drawn is told on the piece's first page
            return Where(_address(made, part, page, f"fil-{id}"), _PICTURE)
    return None


def _address(made: Set, part: str, page: int, field: str) -> str:
    return f"side/{made.source.product.name}/{part or WHOLE}/{page}#{quote(field)}"

"""The workbook's screen edition, pressed once for all tests that read it: it holds every field of every form."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from trygtryk import pipeline
from trygtryk.model import Document, Field, Group, Item, Link, Tagged
from trygtryk.order import Order
from trygtryk.press.file import Press
from trygtryk.press.pdfua import pdfua1
from trygtryk.read import read_sources

ROOT = Path(__file__).resolve().parents[1]


@cache
def documents(*, large: bool = False) -> dict[str, Document]:
    """The forms and the workbook by name."""
    shop = read_sources(ROOT, Order(("skemaer",), large=large))
    return {piece.document.name: piece.document for piece in pipeline.compose(shop)}


@cache
def screen(name: str) -> bytes:
    """The file as it lies in skaerm/."""
    shop = read_sources(ROOT, Order(("skemaer",)))
    machine = Press(shop.materials.fonts.files)
    document = documents(large=name.endswith("-storskrift"))[name]
    return machine.press(document, pdfua1((ROOT / "assets/icc/sRGB.icc").read_bytes(), "text"))


def inside(items: tuple[Item, ...]) -> list[Item]:
    """All items, but not those of pictures."""
    out: list[Item] = []
    for item in items:
        out.append(item)
        if isinstance(item, Group | Tagged):
            out.extend(inside(item.items))
    return out


def fields(name: str) -> list[list[Field]]:
    """The fields of a document, page by page."""
    return [[item for item in inside(page.items) if isinstance(item, Field)] for page in documents()[name].pages]


def links(name: str) -> list[Link]:
    return [item for page in documents()[name].pages for item in inside(page.items) if isinstance(item, Link)]

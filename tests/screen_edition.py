"""The workbook's screen edition, pressed once for all tests that read it: it holds every field of every form."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from trygtryk import pipeline
from trygtryk import shop as shops
from trygtryk.model import Document, Field, Group, Item, Link, Tagged
from trygtryk.order import DEFAULT_WORDING
from trygtryk.press.file import Press
from trygtryk.press.pdfua import pdfua1

ROOT = Path(__file__).resolve().parents[1]


@cache
def documents() -> dict[str, Document]:
    """The forms and the workbook by name."""
    shop = shops.read_shop(ROOT, DEFAULT_WORDING, ("skemaer",))
    return {piece.document.name: piece.document for piece in pipeline.compose(shop, ("skemaer",), lambda _: None)}


@cache
def screen(name: str) -> bytes:
    """The file as it lies in skaerm/."""
    shop = shops.read_shop(ROOT, DEFAULT_WORDING, ("skemaer",))
    machine = Press(shop.materials.fonts.files)
    return machine.press(documents()[name], pdfua1(ROOT / "assets/icc/sRGB_icc22.icm", "text"))


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

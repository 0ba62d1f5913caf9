"""The tools' lines as a print shop wants them: under its names, on the print, on a page or in a file of their own."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.model import Document, Ink, Item, Layer, Page, Shape
from trygtryk.sources.printshop import Printshop


def without_dieline(document: Document) -> Document:
    """The document with every layer left out that is a processing step (ISO 19593-1) and no print."""
    pages = (
        replace(page, items=tuple(item for item in page.items if not (isinstance(item, Layer) and item.step)))
        for page in document.pages
    )
    return replace(document, pages=tuple(pages))


def as_named(document: Document, shop: Printshop) -> Document:
    """The document with the tools' plates called what the print shop's machines look for."""
    pages = tuple(replace(page, items=tuple(_named(item, shop) for item in page.items)) for page in document.pages)
    return replace(document, pages=pages)


def tool_pages(document: Document) -> tuple[Page, ...]:
    """A page with nothing but the lines of the tools, and one alone for pages whose tools are the same."""
    found = (
        (page, tuple(item for item in page.items if isinstance(item, Layer) and item.step)) for page in document.pages
    )
    return tuple(dict.fromkeys(replace(page, items=tools, label="") for page, tools in found if tools))


def _named(item: Item, shop: Printshop) -> Item:
    name = dict(shop.tool_names).get(item.step[1]) if isinstance(item, Layer) and item.step else None
    if not name or not isinstance(item, Layer):
        return item
    return replace(item, items=tuple(_in_ink(line, name) for line in item.items))


def _in_ink(line: Item, spot: str) -> Item:
    if not isinstance(line, Shape):
        return line

    def called(ink: Ink) -> Ink:
        return replace(ink, spot=spot) if ink.spot else ink

    stroke = replace(line.stroke, ink=called(line.stroke.ink)) if line.stroke else None
    return replace(line, fill=line.fill and called(line.fill), stroke=stroke)

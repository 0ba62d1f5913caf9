"""How the school's own printer gets at a sheet's back: by the edge it turns on, or by hand."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.makeready.impose import Turn, by_hand
from trygtryk.model import Document, Group


def turned_on(document: Document, edge: Turn) -> Document:
    """The document for a printer that turns on another edge than its sheets are made for: every back upside down."""
    if document.turn in ("", edge):
        return document
    pages = list(document.pages)
    for number in range(1, len(pages), 2):
        page = pages[number]
        x, y = page.media.x0_mm + page.media.x1_mm, page.media.y0_mm + page.media.y1_mm
        pages[number] = replace(page, items=(Group(page.items, (-1.0, 0.0, 0.0, -1.0, x, y)),))
    return replace(document, pages=tuple(pages), turn=edge)


def fed_by_hand(document: Document) -> Document:
    """A document of fronts and backs for a printer without duplex: all fronts, then the backs as the stack is fed.

    They are read in the order they had.
    """
    if not document.turn:
        return document
    sides = (replace(page, items=(Group(page.items, order=n),)) for n, page in enumerate(document.pages, 1))
    return replace(document, pages=by_hand(tuple(sides)), turn="")

"""The editions as values: which documents a pack's pieces become in each, and what is promised of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal

from trygtryk import orderslip
from trygtryk.makeready.calibrate import registered
from trygtryk.makeready.dieline import without_dieline
from trygtryk.makeready.feeding import fed_by_hand, turned_on
from trygtryk.makeready.low_ink import low_ink
from trygtryk.makeready.marks import for_press
from trygtryk.model import Document
from trygtryk.order import EditionName
from trygtryk.press.file import Standard
from trygtryk.press.office import office
from trygtryk.press.pdfua import pdfua1
from trygtryk.press.pdfx import pdfx4
from trygtryk.products.product import Source
from trygtryk.read import Sources

_FIELD_FACE = "text"


@dataclass(frozen=True, slots=True)
class Piece:
    """One composed document, of which product and part it is."""

    source: Source[Any, Any]
    part: str
    document: Document

    @property
    def target(self) -> str:
        """What it is asked for by."""
        return f"{self.source.product.name}/{self.part}" if self.part else self.source.product.name


@dataclass(frozen=True, slots=True)
class Ready:
    """A document made ready, and for a print shop its line on the order slip."""

    document: Document
    line: orderslip.Entry | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One way the pack is made: its folder, what its files are made of, and the standard and rules they keep."""

    folder: EditionName
    title: str
    documents: Callable[[tuple[Piece, ...], Sources], Iterator[Ready]]
    standard: Callable[[Document, Sources], Standard]
    rules: Literal["press", "screen", "office"]


@dataclass(frozen=True, slots=True)
class Job:
    """A document ready for the press: where in the pack it goes, its standard, and the rules it is checked by."""

    path: str
    document: Document
    standard: Standard
    rules: Literal["press", "screen", "office"]
    line: orderslip.Entry | None = None


def jobs(pieces: tuple[Piece, ...], sources: Sources) -> tuple[Job, ...]:
    """Every file of the pack, one edition after another; each product comes in the editions it names."""
    return tuple(
        Job(
            f"{edition.folder}/{ready.document.name}.pdf",
            ready.document,
            edition.standard(ready.document, sources),
            edition.rules,
            ready.line,
        )
        for edition in EDITIONS
        for ready in edition.documents(
            tuple(piece for piece in pieces if edition.folder in piece.source.product.editions), sources
        )
    )


def _for_print_shop(pieces: tuple[Piece, ...], sources: Sources) -> Iterator[Ready]:
    """A file a piece, or a product where the print shop wants it so; a document with an outline is a book of its own."""
    together = sources.printshop.files == "product"
    for key, group in groupby(pieces, lambda p: p.source.product if together and not p.document.outline else p.target):
        found = tuple(group)
        document = found[0].document if isinstance(key, str) else _together(found)
        made = document if sources.order.dieline else without_dieline(document)
        suggestion = sources.slip.products.get(found[0].target, sources.slip.products[found[0].source.product.name])
        line = orderslip.entry(f"{made.name}.pdf", made, suggestion)
        yield Ready(for_press(made, sources.printshop), line)


def _together(pieces: tuple[Piece, ...]) -> Document:
    """A product's pieces as one document."""
    pages = tuple(page for piece in pieces for page in piece.document.pages)
    title = pieces[0].source.product.title
    return replace(pieces[0].document, name=title.lower(), title=title, pages=pages)


def _for_office(pieces: tuple[Piece, ...], sources: Sources) -> Iterator[Ready]:
    """What the school's own printer takes, turned, lightened and moved as it is asked to."""
    order, printer = sources.order, sources.printer
    for piece in pieces:
        for document in piece.source.on_sheets(piece.document, sources.materials):
            made = turned_on(document, order.flip) if order.flip in ("long", "short") else document
            made = low_ink(made) if order.low_ink else made
            made = registered(made, printer) if printer else made
            yield Ready(fed_by_hand(made) if order.flip == "hand" else made)


def _for_screen(pieces: tuple[Piece, ...], sources: Sources) -> Iterator[Ready]:
    for piece in pieces:
        yield Ready(piece.document)


EDITIONS: tuple[Edition, ...] = (
    Edition(
        "tryk",
        "til trykkeriet",
        _for_print_shop,
        lambda document, sources: pdfx4(sources.printshop.profile.data, sources.printshop.condition),
        "press",
    ),
    Edition("kontor", "til skolens printer", _for_office, lambda document, sources: office(document.turn), "office"),
    Edition(
        "skaerm",
        "til skærmen",
        _for_screen,
        lambda document, sources: pdfua1(sources.screen.data, _FIELD_FACE),
        "screen",
    ),
)

"""The editions as values: which documents a pack's pieces become in each, and what is promised of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from trygtryk import guide
from trygtryk.makeready.calibrate import registered
from trygtryk.makeready.dieline import as_named, without_dieline
from trygtryk.makeready.feeding import fed_by_hand, turned_on
from trygtryk.makeready.low_ink import low_ink
from trygtryk.makeready.marks import for_press
from trygtryk.makeready.print_files import print_files
from trygtryk.model import Document, Page
from trygtryk.order import EDITION_NAMES, EditionName
from trygtryk.press.file import Standard
from trygtryk.press.office import office
from trygtryk.press.pdfua import pdfua1
from trygtryk.press.pdfx import pdfx4
from trygtryk.products.product import Source
from trygtryk.read import Sources
from trygtryk.slip.lines import Entry, entry
from trygtryk.sources.printshop import Condition

FIELD_FACE = "text"
"""What is typed into fields is set in."""


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
    """A document made ready of some pieces, and for a print shop the condition it is pressed for and its line on the
    order slip; ``by_hand`` says that the stack is fed again for its backs."""

    document: Document
    pieces: tuple[Piece, ...]
    condition: Condition | None = None
    line: Entry | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One way the pack is made: its folder, what its files are made of, and the standard and rules they keep."""

    folder: EditionName
    title: str
    documents: Callable[[tuple[Piece, ...], Sources], Iterator[Ready]]
    standard: Callable[[Ready, Sources], Standard]
    rules: Literal["press", "screen", "office"]


@dataclass(frozen=True, slots=True)
class Job:
    """A document ready for the press: where in the pack it goes, its standard, and the rules (None: no) it is checked by.

    ``condition`` is the printing condition of the paper it is ordered on.
    """

    path: str
    document: Document
    standard: Standard
    rules: Literal["press", "screen", "office"] | None
    condition: Condition | None = None
    line: Entry | None = None
    pieces: tuple[Piece, ...] = ()
    by_hand: bool = False


def jobs(pieces: tuple[Piece, ...], sources: Sources) -> tuple[Job, ...]:
    """Every file of the pack, one edition after another; each product comes in the editions it names."""
    return tuple(
        Job(
            f"{edition.folder}/{ready.document.name}.pdf",
            ready.document,
            edition.standard(ready, sources),
            edition.rules,
            ready.condition,
            ready.line,
            ready.pieces,
            ready.by_hand,
        )
        for edition in EDITIONS
        if edition.folder in sources.order.editions
        for ready in edition.documents(
            tuple(piece for piece in pieces if edition.folder in piece.source.product.editions), sources
        )
    )


def _for_print_shop(pieces: tuple[Piece, ...], sources: Sources) -> Iterator[Ready]:
    """A file a piece, or a product where the print shop wants it so; what is not ordered is not made."""
    slip = sources.slip
    ordered: dict[str, list[Piece]] = {}
    for piece in pieces:
        ordered.setdefault(_ordered_as(piece, sources), []).append(piece)
    for target, found in ordered.items():
        suggestion = slip.suggested(target)
        if not suggestion or not suggestion.copies:
            continue
        document, parts = (found[0].document, ()) if target == found[0].target else _together(found)
        made = document if sources.order.dieline else without_dieline(document)
        both_sides = any(len(piece.document.pages) > 1 for piece in found)
        condition = sources.printshop.on(suggestion.paper.surface)
        files = print_files(made, sources.printshop, both_sides=both_sides)
        line = entry(
            target,
            as_named(made, sources.printshop),
            suggestion,
            condition.name,
            both_sides=both_sides,
            pieces=parts,
            files=files,
        )
        for number, file in enumerate(files):
            yield Ready(for_press(file, sources.printshop), tuple(found), condition, None if number else line)


def _ordered_as(piece: Piece, sources: Sources) -> str:
    """The name a piece's file is ordered by: its own, or its product's where the print shop wants them in one file.

    A part with an entry of its own on the order slip stays alone, and so does a book with an outline.
    """
    alone = piece.target in sources.slip.products or piece.document.outline
    return piece.target if sources.printshop.files == "piece" or alone else piece.source.product.name


def _together(pieces: list[Piece]) -> tuple[Document, tuple[tuple[str, int, int], ...]]:
    """A product's pieces as one document, with the title and the first and last page of each.

    Where any has a back, no piece begins on the back of another.
    """
    first, product = pieces[0].document, pieces[0].source.product
    pages: list[Page] = []
    parts = []
    for piece in pieces:
        parts.append((piece.document.title, len(pages) + 1, len(pages) + len(piece.document.pages)))
        pages.extend(piece.document.pages)
        if len(pages) % 2 and any(len(other.document.pages) > 1 for other in pieces):
            pages.append(replace(pages[-1], items=(), label=""))
    name = f"{product.name}{pieces[0].source.variant}"
    return replace(first, name=name, title=product.title, pages=tuple(pages)), tuple(parts)


def _printed(ready: Ready) -> Standard:
    """The condition of the paper it is ordered on."""
    assert ready.condition
    return pdfx4(ready.condition.profile.data, ready.condition.name)


def _for_office(pieces: tuple[Piece, ...], sources: Sources) -> Iterator[Ready]:
    """What the school's own printer takes, turned, lightened and moved as it is asked to."""
    order, printer = sources.order, sources.printer
    for piece in pieces:
        for document in piece.source.on_sheets(piece.document, sources.materials):
            made = turned_on(document, order.flip) if order.flip in ("long", "short") else document
            made = low_ink(made) if order.low_ink else made
            made = registered(made, printer) if printer else made
            by_hand = order.flip == "hand" and bool(made.turn)
            yield Ready(fed_by_hand(made) if by_hand else made, (piece,), by_hand=by_hand)


def _for_screen(pieces: tuple[Piece, ...], sources: Sources) -> Iterator[Ready]:
    for piece in pieces:
        yield Ready(piece.source.on_screen(without_dieline(piece.document), sources.materials), (piece,))


EDITIONS: tuple[Edition, ...] = (
    Edition(
        "tryk",
        "til trykkeriet",
        _for_print_shop,
        lambda ready, sources: _printed(ready),
        "press",
    ),
    Edition("kontor", "til skolens printer", _for_office, lambda ready, sources: office(ready.document.turn), "office"),
    Edition(
        "skaerm",
        "til skærmen",
        _for_screen,
        lambda ready, sources: pdfua1(sources.screen.data, FIELD_FACE),
        "screen",
    ),
)


def read_first(ready: tuple[Job, ...], sources: Sources) -> Job:
    """The page that says which of a pack's files is for which printer and paper."""
    found: dict[str, list[tuple[Piece, guide.Lying | None]]] = {}
    for job in ready:
        folder = next(name for name in EDITION_NAMES if job.path.startswith(f"{name}/"))
        for piece in job.pieces:
            name, own = job.document.name, piece.document.name
            ending = name.removeprefix(own) if name.startswith(own) else ""
            # what lies together in one file is named once
            lying = guide.Lying(folder, name, job.document, ending, job.by_hand) if piece is job.pieces[0] else None
            book = bool(piece.document.outline)
            found.setdefault(own if book else piece.source.product.name, []).append((piece, lying))
    kinds = []
    for id, lying_of in found.items():
        pieces = {piece.target: piece for piece, _ in lying_of}
        first = next(iter(pieces.values()))
        title = first.document.title if first.document.outline else first.source.product.title
        files = tuple(lying for _, lying in lying_of if lying)
        kinds.append(guide.Kind(id, title, without_dieline(first.document), len(pieces), files))
    materials = sources.materials
    page = guide.compose(tuple(kinds), sources.guide_words, sources.guide_layout, materials.pack, materials.fonts)
    return Job(f"{guide.NAME}.pdf", page, pdfua1(sources.screen.data, FIELD_FACE), "screen")

"""Which files a piece becomes, and the standard each is pressed to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from trygtryk.makeready.booklet import booklet
from trygtryk.makeready.calibrate import read_printer, registered
from trygtryk.makeready.card_sheets import cards_office, fed_by_hand
from trygtryk.makeready.dieline import without_dieline
from trygtryk.makeready.low_ink import low_ink
from trygtryk.makeready.marks import for_press
from trygtryk.makeready.office_sheets import Sheets, Texts, read_sheets, ruled
from trygtryk.makeready.poster_sheets import posters_office
from trygtryk.makeready.profile import read_profile
from trygtryk.model import Document
from trygtryk.order import Order
from trygtryk.press.file import Standard
from trygtryk.press.office import office
from trygtryk.press.pdfua import pdfua1
from trygtryk.press.pdfx import pdfx4
from trygtryk.products.forms.schema import WORKBOOK
from trygtryk.products.product import Product
from trygtryk.shop import Shop

_SCREEN_PROFILE = "sRGB_icc22.icm"
_FIELD_FACE = "text"


@dataclass(frozen=True, slots=True)
class Piece:
    """One composed document, of which product and part it is."""

    product: Product
    part: str
    document: Document

    @property
    def target(self) -> str:
        return f"{self.product.name}/{self.part}" if self.part else self.product.name


@dataclass(frozen=True, slots=True)
class Job:
    """A document made ready: where in the pack it goes and the standard it is pressed to."""

    path: str
    document: Document
    standard: Standard


def jobs(root: Path, shop: Shop, pieces: tuple[Piece, ...], order: Order) -> tuple[Job, ...]:
    """Every file of the pack as a document ready for the press, one edition after another."""
    return (*_for_print_shop(root, pieces, order), *_for_office(root, shop, pieces, order), *_for_screen(root, pieces))


def _for_print_shop(root: Path, pieces: tuple[Piece, ...], order: Order) -> Iterator[Job]:
    profile = read_profile(root, order.press)
    standard = pdfx4(root / "assets/icc" / profile.profile, profile.condition)
    documents = [piece.document for piece in pieces]
    if profile.files == "product":
        # the workbook is the forms' pages in one file already
        documents = [piece.document for piece in pieces if piece.part == WORKBOOK]
        rest = (piece for piece in pieces if piece.part != WORKBOOK)
        for product, group in groupby(rest, key=lambda piece: piece.product):
            documents.append(_together(product.title, tuple(piece.document for piece in group)))
    for document in documents:
        made = document if order.dieline else without_dieline(document)
        yield Job(f"tryk/{made.name}.pdf", for_press(made, profile), standard)


def _together(title: str, documents: tuple[Document, ...]) -> Document:
    """Documents as one, for a print shop that wants a file a product."""
    pages = tuple(page for document in documents for page in document.pages)
    return replace(documents[0], name=title.lower(), title=title, pages=pages, outline=())


def _for_office(root: Path, shop: Shop, pieces: tuple[Piece, ...], order: Order) -> Iterator[Job]:
    printer = read_printer(root, order.printer) if order.printer else None
    layout, texts = read_sheets(root, shop.readers)
    for piece in pieces:
        for document in office_documents(shop, piece, order, layout, texts):
            light = low_ink(document) if order.low_ink else document
            straight = registered(light, printer) if printer else light
            made = fed_by_hand(straight) if order.flip == "hand" else straight
            yield Job(f"kontor/{made.name}.pdf", made, office(made.turn))


def _for_screen(root: Path, pieces: tuple[Piece, ...]) -> Iterator[Job]:
    standard = pdfua1(root / "assets/icc" / _SCREEN_PROFILE, _FIELD_FACE)
    for piece in pieces:
        if piece.product.screen:
            yield Job(f"skaerm/{piece.document.name}.pdf", piece.document, standard)


def office_documents(shop: Shop, piece: Piece, order: Order, layout: Sheets, texts: Texts) -> tuple[Document, ...]:
    """A piece as the school's own printer takes it."""
    name, fonts = piece.product.name, shop.materials.fonts
    if piece.product.office:
        return piece.product.office(shop.content[name], shop.layout[name], shop.materials, piece.part)
    if name == "plakater":
        return posters_office(piece.document, layout, texts, fonts)
    if name == "billedkort":
        return cards_office(piece.document, layout, texts, fonts, "short" if order.flip == "short" else "long")
    if piece.part == WORKBOOK:
        folded = f"{piece.document.name}-a3"
        made = booklet((piece.document,), folded, piece.document.title, layout, texts, fonts)
        return (ruled(made, layout, texts, fonts),)
    return (ruled(piece.document, layout, texts, fonts),)

"""The slip is what the price is given on: sheets, inks and weight must be those of the files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from trygtryk import pipeline
from trygtryk.editions import jobs
from trygtryk.errors import Place
from trygtryk.geometry import rectangle, sized
from trygtryk.model import Document, Ink, Line, Page, Shape, walk
from trygtryk.order import Order
from trygtryk.orderslip import Entry, Paper, Suggestion, entry
from trygtryk.read import read_sources

ROOT = Path(__file__).resolve().parents[1]
PLACE = Place("layouts/order.toml", 1)
A4 = sized(0, 0, 210, 297)
SAND, BLACK = Ink("sand", (3, 6, 14, 0), "#f8f0e1"), Ink("black", (0, 0, 0, 100), "#000000")
DIE = Ink("die", (0, 100, 0, 0), "#ff00ff", "Stans")


def document(pages: int, *inks: Ink) -> Document:
    items = tuple(Shape(rectangle(A4), ink) for ink in inks)
    return Document("x", "X", (Page(A4, A4, A4, items),) * pages, "2026-11-01")


def line(made: Document, copies: int = 1, *, both_sides: bool = False) -> Entry:
    paper = Paper("Offset", 80, 0.1, "uncoated", PLACE)
    return entry("x", made, Suggestion(copies, paper, PLACE), "FOGRA29", both_sides=both_sides)


def test_sheets_and_weight_are_arithmetic() -> None:
    made = line(document(3, BLACK), 20, both_sides=True)
    assert (made.sheets, made.both_sides) == (2, True)
    # two sheets of A4 at 80 g/m2 are 2 x 4.9896 g
    assert made.weight_kg == pytest.approx(20 * 2 * 0.210 * 0.297 * 0.080, abs=1e-3)
    assert line(document(1, BLACK)).sheets == 1


def test_plates_are_those_that_print() -> None:
    assert line(document(1, BLACK)).plates == ("K",)
    made = line(document(1, SAND, DIE))
    assert made.plates == ("C", "M", "Y") and made.spots == ("Stans",)


def test_the_slip_names_every_file_that_is_printed() -> None:
    shop = read_sources(ROOT, Order())
    pieces = pipeline.compose(shop)
    lines = tuple(job.line for job in jobs(pieces, shop) if job.line)
    slip, data = pipeline.order_slip(lines, shop)
    told = json.loads(data)
    names = [f"{piece.document.name}.pdf" for piece in pieces]
    assert [file["file"] for file in told["files"]] == names
    printed = {item.text for page in slip.pages for item in walk(page.items) if isinstance(item, Line)}
    assert set(names) <= printed
    assert told["weight_kg"] == pytest.approx(sum(file["weight_kg"] for file in told["files"]), abs=1e-3)


def test_every_product_has_its_suggestion() -> None:
    from trygtryk.products import PRODUCTS

    shop = read_sources(ROOT, Order(("flipflap",)))
    assert (
        {product.name for product in PRODUCTS}
        <= set(shop.slip.products)
        <= {
            *(product.name for product in PRODUCTS),
            *read_sources(ROOT, Order()).targets,
        }
    )

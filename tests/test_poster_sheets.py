"""A poster glued from sheets that do not meet, or cut by the printer's edge, goes in the bin."""

from __future__ import annotations

from pathlib import Path

import pytest
from trygtryk import papers, pipeline
from trygtryk.geometry import Box, apply, bounds
from trygtryk.model import Document, Group, Line, Shape, Tagged, walk
from trygtryk.order import Order
from trygtryk.read import read_sources

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def made() -> tuple[Document, dict[str, Document]]:
    shop = read_sources(ROOT, Order(("plakater/fejl",)))
    (piece,) = pipeline.compose(shop)
    sheets = piece.source.on_sheets(piece.document, shop.materials)
    return piece.document, {papers.sheets(sheet.pages[0].trim, sheet.glued): sheet for sheet in sheets}


Made = tuple[Document, dict[str, Document]]


@pytest.mark.parametrize(("name", "pages", "size"), [("a3", 1, (297, 420)), ("a4", 1, (210, 297)), ("2xa4", 2, (297, 210)), ("4xa4", 4, (210, 297))])  # fmt: skip
def test_sheets_are_exactly_the_printers(made: Made, name: str, pages: int, size: tuple[float, float]) -> None:
    document = made[1][name]
    assert len(document.pages) == pages
    for page in document.pages:
        assert (page.trim.width_mm, page.trim.height_mm) == size and page.media == page.bleed == page.trim


def shown(page_items: tuple[object, ...]) -> tuple[Box, Group]:
    outer = page_items[0]
    if isinstance(outer, Tagged):
        (outer,) = outer.items
    assert isinstance(outer, Group)
    (inner,) = outer.items
    assert isinstance(inner, Group)
    return bounds(outer.clip), inner


def test_nothing_of_the_picture_leaves_what_the_printer_reaches(made: Made) -> None:
    for document in made[1].values():
        for page in document.pages:
            part, _ = shown(page.items)
            assert page.trim.grown(-5).contains(part)


def test_the_sheets_together_show_the_whole_poster_once_over(made: Made) -> None:
    trim = made[0].pages[0].trim
    for name, document in made[1].items():
        columns = 2 if name == "4xa4" else 1
        corners: list[tuple[float, float]] = []
        for page in document.pages:
            part, inner = shown(page.items)
            a, _, _, d, e, f = inner.matrix
            assert a == d, "the poster keeps its shape"
            corners += [((part.x0_mm - e) / a, (part.y0_mm - f) / d), ((part.x1_mm - e) / a, (part.y1_mm - f) / d)]
            if len(document.pages) == 1:
                assert apply(inner.matrix, (0, 0)) == pytest.approx((part.x0_mm, part.y0_mm))
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        assert (xs[0], ys[0]) == pytest.approx((0, 0)) and (xs[-1], ys[-1]) == pytest.approx(
            (trim.width_mm, trim.height_mm)
        )
        if len(document.pages) > 1:
            scale = shown(document.pages[0].items)[1].matrix[0]
            for seen in (
                sorted({round(y, 3) for y in ys}),
                *([sorted({round(x, 3) for x in xs})] if columns > 1 else []),
            ):
                assert len(seen) == 4 and 10 - 0.01 <= (seen[2] - seen[1]) * scale < 30, "they lap over enough to glue"


def test_every_sheet_has_its_fifty_millimetres(made: Made) -> None:
    for document in made[1].values():
        for page in document.pages:
            rules = [bounds(i.outline) for i in walk(page.items) if isinstance(i, Shape) and i.stroke and not i.fill]
            assert any(rule.height_mm == 0 and rule.width_mm == pytest.approx(50) for rule in rules)
            told = [item for item in walk(page.items) if isinstance(item, Line)]
            assert any("100 %" in line.text for line in told)


def test_the_note_keeps_three_millimetres_off_the_artwork(made: Made) -> None:
    fonts = read_sources(ROOT, Order(("plakater/fejl",))).materials.fonts
    for sheet in made[1].values():
        for page in sheet.pages:
            foot = shown(page.items)[0].y0_mm
            for item in walk(page.items[1:]):
                if isinstance(item, Line):
                    top = item.y_mm + item.size_pt * 25.4 / 72 * fonts.faces[item.face].ascent
                    assert foot - top >= 3, item.text


@pytest.mark.parametrize(("name", "joins"), [("2xa4", {"across"}), ("4xa4", {"across", "down"})])
def test_ticks_stand_at_each_join_on_both_the_sheets_that_meet_there(made: Made, name: str, joins: set[str]) -> None:
    """Each tick lies in line with its neighbour's on the poster, and none on the picture."""
    places: dict[tuple[str, float], list[str]] = {}
    for page in made[1][name].pages:
        part, inner = shown(page.items)
        a, _, _, _, e, f = inner.matrix
        for item in page.items:
            if not (isinstance(item, Shape) and item.stroke and not item.stroke.dash_pt):
                continue
            tick = bounds(item.outline)
            if {round(tick.width_mm, 3), round(tick.height_mm, 3)} != {0.0, 3.0}:
                continue
            assert not part.meets(tick), "a tick lies on the picture"
            lies = tick.height_mm == 0
            line = ((tick.y0_mm - f) if lies else (tick.x0_mm - e)) / a
            end = ("across" if lies else "down", round(line, 2))
            places.setdefault(end, []).append(page.label)
    assert {way for way, _ in places} == joins
    for (way, _), on in places.items():
        # a cut that turns ends elsewhere below than in the middle
        every = {page.label for page in made[1][name].pages}
        assert set(on) == every or (way == "down" and set(on) in ({"1", "2"}, {"3", "4"})), (way, on)

"""What is printed must be read: contrast measured where each line stands on the rendered page, not declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from trygtryk import pipeline
from trygtryk.geometry import IDENTITY, Matrix, apply, then
from trygtryk.light import contrast, luminance
from trygtryk.look.contact_sheet import shots
from trygtryk.model import Artwork, Group, Item, Layer, Line, Page, Tagged
from trygtryk.order import Order
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.read import Sources, read_sources
from trygtryk.units import mm

ROOT = Path(__file__).resolve().parents[1]
PER_MM = 2
LARGE_PT = 18
LEAST_SHARE = 0.02
"""A colour that less of a line stands on is an edge's soft pixels."""


def unlettered(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(
        replace(item, items=unlettered(item.items)) if isinstance(item, Group | Artwork | Tagged | Layer) else item
        for item in items
        if not isinstance(item, Line)
    )


def lines(items: tuple[Item, ...], matrix: Matrix = IDENTITY) -> Iterator[tuple[Line, Matrix]]:
    for item in items:
        if isinstance(item, Line):
            yield item, matrix
        elif isinstance(item, Group):
            yield from lines(item.items, then(item.matrix, matrix))
        elif isinstance(item, Tagged | Layer):
            yield from lines(item.items, matrix)
        elif isinstance(item, Artwork) and not item.name.endswith("-lille"):
            # what a folding step shows of the print is cut out of it
            yield from lines(item.items, matrix)


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources(ROOT, Order(("plakater", "billedkort", "flipflap")))


def test_every_line_stands_out_from_what_is_printed_beneath_it(sources: Sources) -> None:
    press, tried = Press({}), 0
    for piece in pipeline.compose(sources):
        pages = tuple(Page(page.trim, page.trim, page.trim, unlettered(page.items)) for page in piece.document.pages)
        data = press.press(replace(piece.document, pages=pages), Standard((1, 7), "srgb"))
        for page, shot in zip(piece.document.pages, shots(data, "x", 25.4 * PER_MM), strict=True):
            for line, matrix in lines(page.items):
                tried += 1
                high = mm(line.size_pt) * 0.7
                corners = [
                    apply(matrix, (x, y))
                    for x in (line.x_mm, line.x_mm + line.width_mm)
                    for y in (line.y_mm, line.y_mm + high)
                ]
                xs, ys = [x - page.trim.x0_mm for x, _ in corners], [page.trim.y1_mm - y for _, y in corners]
                box = (
                    round(min(xs) * PER_MM),
                    round(min(ys) * PER_MM),
                    round(max(xs) * PER_MM),
                    round(max(ys) * PER_MM),
                )
                part = shot.image.crop((box[0], box[1], max(box[2], box[0] + 1), max(box[3], box[1] + 1)))
                ink = luminance([int(line.ink.srgb[n : n + 2], 16) / 255 for n in (1, 3, 5)])
                for count, colour in part.getcolors(part.width * part.height) or ():
                    if count >= LEAST_SHARE * part.width * part.height:
                        assert isinstance(colour, tuple)
                        found = contrast(ink, luminance([share / 255 for share in colour]))
                        assert found >= (3 if line.size_pt >= LARGE_PT else 4.5), (
                            piece.document.name,
                            line.text,
                            colour,
                        )
    assert tried > 300

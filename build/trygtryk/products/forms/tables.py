"""Tables to fill in: a head, rows whose cells are ruled, growing by whole lines and parted between rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import fsum

from trygtryk.geometry import Box, polyline, rectangle
from trygtryk.model import Item, Shape, Stroke, Tagged
from trygtryk.products.forms.layout import Layout
from trygtryk.products.forms.pieces import Piece
from trygtryk.type.typeset import Block
from trygtryk.units import mm


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its least height and what ``fill(column, box)`` puts into its cells, each a ``TH`` or ``TD``."""

    height_mm: float
    fill: Callable[[int, Box], tuple[Item, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """Heads as set texts as wide as their cells' text, the columns' widths, the rows, and columns on a ground.

    ``name`` makes its halves one table where it is parted; the one that goes on overleaf repeats its head for the eye.
    """

    heads: tuple[Block, ...]
    widths_mm: tuple[float, ...]
    rows: tuple[Row, ...]
    grows: int
    name: str
    tinted: tuple[int, ...] = ()
    goes_on: bool = False


def table(made: Table, column: Box, layout: Layout) -> Piece:
    """The table as a piece as wide as the column."""
    head_mm = max(text.height_mm for text in made.heads) + 2 * layout.gaps.cell_mm
    edges = [column.x0_mm]
    for width in made.widths_mm:
        edges.append(edges[-1] + width)

    def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
        more = extra_mm / len(made.rows)
        tops = [top_mm, top_mm - head_mm]
        for row in made.rows:
            tops.append(tops[-1] - row.height_mm - more)
        boxes = [[Box(x0, y0, x1, y1) for x0, x1 in itertools.pairwise(edges)] for y1, y0 in itertools.pairwise(tops)]
        heads = [inside(text, box, layout) for text, box in zip(made.heads, boxes[0], strict=True)]
        rows = [] if made.goes_on else [Tagged("TR", tuple(Tagged("TH", head, scope="Column") for head in heads))]
        for row, cells in zip(made.rows, boxes[1:], strict=True):
            rows.append(Tagged("TR", tuple(item for n, box in enumerate(cells) for item in row.fill(n, box))))
        whole = Box(edges[0], tops[-1], edges[-1], tops[0])
        pen = Stroke(layout.writing.frame, layout.writing.frame_pt, cap="butt", join="miter")
        grid = [polyline((x, whole.y1_mm), (x, whole.y0_mm)) for x in edges[1:-1]]
        grid += [polyline((whole.x0_mm, y), (whole.x1_mm, y)) for y in tops[1:-1]]
        grounds = [Shape(rectangle(Box(whole.x0_mm, tops[1], whole.x1_mm, tops[0])), layout.colours.head)]
        for n in made.tinted:
            grounds.append(Shape(rectangle(Box(edges[n], tops[-1], edges[n + 1], tops[1])), layout.colours.facts))
        lines = [Shape(line, stroke=pen) for line in (*grid, rectangle(whole))]
        repeated = [item for head in heads for item in head] if made.goes_on else []
        return (*grounds, *repeated, Tagged("Table", tuple(rows), key=made.name), *lines)

    def split(room_mm: float) -> tuple[Piece, Piece] | None:
        used, count = head_mm, 0
        while count < len(made.rows) and used + made.rows[count].height_mm <= room_mm:
            used += made.rows[count].height_mm
            count += 1
        # no single row is left over: the halves are as even as the room allows
        count = min(count, -(-len(made.rows) // 2))
        if not count or len(made.rows) == 1:
            return None
        # a table goes on under its head again, so that its columns are known on both pages
        above = replace(made, rows=made.rows[:count])
        below = replace(made, rows=made.rows[count:], goes_on=True)
        return table(above, column, layout), table(below, column, layout)

    height = head_mm + fsum(row.height_mm for row in made.rows)
    return Piece(height, draw, grows=made.grows * len(made.rows), step=len(made.rows), split=split)


def inside(made: Block, box: Box, layout: Layout) -> tuple[Item, ...]:
    """A text in the middle of a cell's height."""
    return made.placed(box.x0_mm + layout.gaps.cell_mm, box.centre[1] + made.height_mm / 2)


def on_first_rule(made: Block, box: Box, layout: Layout) -> tuple[Item, ...]:
    """A text at a cell's top, its first line where the first line of handwriting is."""
    lift = (layout.writing.pitch_mm - mm(made.size_pt) * made.face.x_height) / 2
    return made.placed(box.x0_mm + layout.gaps.cell_mm, box.y1_mm - layout.writing.pitch_mm + lift + made.ascent_mm)

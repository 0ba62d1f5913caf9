"""Imposition as arithmetic: where pieces lie on a sheet, and where their backs lie when the sheet is turned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from trygtryk.geometry import Box, Matrix, scale, shift, sized, then

T = TypeVar("T")
Turn = Literal["long", "short"]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of one size on a sheet, row by row from the upper left; millimetres from the sheet's lower left corner."""

    sheet: Box
    cells: tuple[Box, ...]
    factor: float
    """How much smaller (or larger) than their own size the pieces are."""

    def placed(self, piece: Box, cell: int) -> Matrix:
        """From a piece's own millimetres to its cell."""
        at = self.cells[cell]
        home = shift(-piece.x0_mm, -piece.y0_mm)
        return then(then(home, scale(self.factor)), shift(at.x0_mm, at.y0_mm))


def grid(
    sheet: Box, piece: Box, columns: int, rows: int, gutter_mm: float, margin_mm: float, *, most: float = 1.0
) -> Grid:
    """Pieces in the middle of a sheet, as large as fits inside its margin but never past ``most`` times their size.

    ``gutter_mm`` is on the sheet; pieces that bleed want twice their bleed. The factor is a whole per cent, so that
    it can be told. Raises ValueError where nothing fits.
    """
    room = sheet.grown(-margin_mm)
    factor = min(
        (room.width_mm - (columns - 1) * gutter_mm) / (columns * piece.width_mm),
        (room.height_mm - (rows - 1) * gutter_mm) / (rows * piece.height_mm),
        most,
    )
    factor = math.floor(factor * 100 + 1e-9) / 100
    if factor <= 0:
        raise ValueError(f"{columns} by {rows} pieces do not fit on the sheet")
    width, height = piece.width_mm * factor, piece.height_mm * factor
    across = columns * width + (columns - 1) * gutter_mm
    down = rows * height + (rows - 1) * gutter_mm
    middle_x, middle_y = sheet.centre
    left, top = middle_x - across / 2, middle_y + down / 2
    cells = (
        sized(left + column * (width + gutter_mm), top - height - row * (height + gutter_mm), width, height)
        for row in range(rows)
        for column in range(columns)
    )
    return Grid(sheet, tuple(cells), factor)


def turned(sheet: Box, turn: Turn) -> Matrix:
    """From a place on a sheet's front to the same place seen on its back, after turning it on its long or short edge."""
    upright_axis = (sheet.height_mm >= sheet.width_mm) == (turn == "long")
    if upright_axis:
        return (-1.0, 0.0, 0.0, 1.0, sheet.x0_mm + sheet.x1_mm, 0.0)
    return (1.0, 0.0, 0.0, -1.0, 0.0, sheet.y0_mm + sheet.y1_mm)


def behind(front: Matrix, piece: Box, sheet: Box, turn: Turn) -> Matrix:
    """Where a piece's back goes so that it lies behind its front and stands upright when turned like a page."""
    leaf = (-1.0, 0.0, 0.0, 1.0, piece.x0_mm + piece.x1_mm, 0.0)
    return then(then(leaf, front), turned(sheet, turn))


def sheets(pieces: Sequence[T], to_a_sheet: int) -> tuple[tuple[T, ...], ...]:
    """Pieces dealt to sheets in order; the last sheet may be partly filled."""
    return tuple(tuple(pieces[n : n + to_a_sheet]) for n in range(0, len(pieces), to_a_sheet))


def by_hand(sides: Sequence[T]) -> tuple[T, ...]:
    """Fronts, then backs from the last: right where a printer without duplex lays sheets face down.

    The stack goes back into the tray as it lies, with the last sheet's back on top.
    """
    return (*sides[0::2], *reversed(sides[1::2]))


def signature(count: int) -> tuple[tuple[int | None, int | None], ...]:
    """A saddle-stitched booklet's sides as pages left and right, outermost sheet first, fronts before their backs.

    ``None`` is an empty page: the count is filled up to a multiple of four, at the end.
    """
    total = max(4, math.ceil(count / 4) * 4)

    def page(number: int) -> int | None:
        return number if number < count else None

    sides: list[tuple[int | None, int | None]] = []
    for sheet in range(total // 4):
        first, last = 2 * sheet, total - 1 - 2 * sheet
        sides += [(page(last), page(first)), (page(first + 1), page(last - 1))]
    return tuple(sides)


def creep_mm(sheet: int, sheet_count: int, thickness_mm: float) -> float:
    """How far a sheet's pages move towards the spine (0 is the outermost), so that margins agree after trimming.

    Each sheet inside pushes out by what the paper it is folded round is thick.
    """
    if not 0 <= sheet < sheet_count:
        raise ValueError(f"there is no sheet {sheet} of {sheet_count}")
    return sheet * thickness_mm

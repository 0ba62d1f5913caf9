"""Pieces that flow down a form's pages: each knows its height and draws itself at a place."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import fsum

from trygtryk.errors import Fault, Place
from trygtryk.geometry import Box
from trygtryk.model import Flaw, Item

Draw = Callable[[float, float], tuple[Item, ...]]
"""``draw(top_mm, extra_mm)`` gives the items with the piece's upper edge at a place, taller by ``extra_mm``."""

# how much wider the gaps may get by what is left of a page when no more lines go in
_WIDEST = 0.9
_TOLERANCE_MM = 1e-6


@dataclass(frozen=True, slots=True)
class Piece:
    """Something as wide as the column; ``before_mm`` is the room above it, none at a page's top.

    ``keep`` holds it on the page of what follows, ``new_page`` starts one. It takes at most ``grows`` lines more where
    its page has room, ``step`` of them at a time. ``split(room_mm)`` parts it in two of which the first fits there,
    None where it cannot.
    """

    height_mm: float
    draw: Draw
    before_mm: float = 0.0
    keep: bool = False
    new_page: bool = False
    grows: int = 0
    step: int = 1
    split: Callable[[float], tuple[Piece, Piece] | None] | None = None


def after(piece: Piece, before_mm: float) -> Piece:
    """The piece with that much room above it."""
    return replace(piece, before_mm=before_mm)


def joined(*pieces: Piece) -> Piece:
    """Pieces that are not parted, as one; the last one takes the growth and is the one that may be split."""
    *above, last = pieces
    over = _height(above) + (last.before_mm if above else 0.0)

    def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
        items: list[Item] = []
        for n, piece in enumerate(pieces):
            top_mm -= piece.before_mm if n else 0.0
            items.extend(piece.draw(top_mm, extra_mm if n == len(above) else 0.0))
            top_mm -= piece.height_mm
        return tuple(items)

    def split(room_mm: float) -> tuple[Piece, Piece] | None:
        parted = last.split(room_mm - over) if last.split else None
        return parted and (joined(*above, after(parted[0], last.before_mm)), parted[1])

    return replace(last, height_mm=over + last.height_mm, draw=draw, before_mm=pieces[0].before_mm, split=split)


@dataclass(frozen=True, slots=True)
class Flow:
    """Pieces flowing down the pages of a column; the first page starts ``first_mm`` below its top.

    What is left of a page goes to the pieces that grow, whole lines of ``pitch_mm`` at a time, so that people get the
    room to write. ``where`` and ``place`` name the form in the flaw of a page that cannot hold its pieces.
    """

    column: Box
    first_mm: float
    pitch_mm: float
    where: str
    place: Place

    def pages(self, pieces: tuple[Piece, ...]) -> tuple[tuple[Item, ...], ...]:
        """The items page by page."""
        pages: list[list[Piece]] = [[]]
        room = self.column.height_mm - self.first_mm
        waiting = _units(pieces)[::-1]
        while waiting:
            unit = waiting.pop()
            gap = unit[0].before_mm if pages[-1] else 0.0
            if pages[-1] and (unit[0].new_page or gap + _height(unit) > room + _TOLERANCE_MM):
                pages.append([])
                room, gap = self.column.height_mm, 0.0
            if _height(unit) > room + _TOLERANCE_MM and (parted := joined(*unit).split(room)):  # type: ignore[misc]
                unit = [parted[0]]
                waiting.append([replace(parted[1], new_page=True)])
            room -= gap + _height(unit)
            pages[-1].extend(unit)
        return tuple(self._page(page, 0.0 if n else self.first_mm) for n, page in enumerate(pages))

    def _page(self, pieces: list[Piece], from_mm: float) -> tuple[Item, ...]:
        left = self.column.height_mm - from_mm - _height(pieces)
        extra = _shared(pieces, int((left + _TOLERANCE_MM) // self.pitch_mm))
        left -= fsum(extra) * self.pitch_mm
        items: list[Item] = []
        if left < -_TOLERANCE_MM:
            lacks = math.ceil(-left)
            hint = "giv spørgsmålene færre linjer, eller start et afsnit på en ny side (new_page)"
            items.append(Flaw(Fault(f"{self.where}: siden mangler {lacks} mm", self.place, hint)))
        gaps = fsum(piece.before_mm for piece in pieces[1:])
        wider = min(max(left, 0.0) / gaps, _WIDEST) if gaps else 0.0
        top = self.column.y1_mm - from_mm
        for n, (piece, lines) in enumerate(zip(pieces, extra, strict=True)):
            top -= piece.before_mm * (1 + wider) if n else 0.0
            items.extend(piece.draw(top, lines * self.pitch_mm))
            top -= piece.height_mm + lines * self.pitch_mm
        return tuple(items)


def _height(pieces: list[Piece]) -> float:
    """How tall the pieces are under each other."""
    return fsum(piece.height_mm + (piece.before_mm if n else 0.0) for n, piece in enumerate(pieces))


def _units(pieces: tuple[Piece, ...]) -> list[list[Piece]]:
    """Runs of pieces that stay together: everything up to one that does not keep what follows."""
    units: list[list[Piece]] = [[]]
    for piece in pieces:
        units[-1].append(piece)
        if not piece.keep:
            units.append([])
    return [unit for unit in units if unit]


def _shared(pieces: list[Piece], spare: int) -> list[int]:
    """How many lines more each piece gets of what is spare: in turn, until nobody takes any."""
    extra = [0] * len(pieces)
    growing = [n for n, piece in enumerate(pieces) if piece.grows]
    while growing:
        for n in list(growing):
            step = pieces[n].step
            if step > spare or extra[n] + step > pieces[n].grows:
                growing.remove(n)
                continue
            extra[n] += step
            spare -= step
    return extra

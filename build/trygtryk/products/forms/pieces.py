"""Pieces that flow down a form's pages: each knows its height and draws itself at a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from trygtryk.geometry import Box
from trygtryk.model import Item

Draw = Callable[[float, float], tuple[Item, ...]]
"""``draw(top_mm, extra_mm)`` gives the items with the piece's upper edge at a place, taller by ``extra_mm``."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something as wide as the column. ``keep`` holds it on the page of what follows; ``grows`` says that it takes
    whole lines of ``pitch_mm`` more where the page has room; ``before_mm`` is the room above it, none at a page's top.
    """

    height_mm: float
    draw: Draw
    before_mm: float = 0.0
    keep: bool = False
    grows: int = 0
    new_page: bool = False


def joined(pieces: tuple[Piece, ...]) -> Piece:
    """Pieces that must not be parted, as one; the last that grows takes the growth."""
    height = sum(piece.height_mm + (piece.before_mm if n else 0.0) for n, piece in enumerate(pieces))
    growing = max((n for n, piece in enumerate(pieces) if piece.grows), default=-1)

    def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
        items: list[Item] = []
        for n, piece in enumerate(pieces):
            top_mm -= piece.before_mm if n else 0.0
            more = extra_mm if n == growing else 0.0
            items.extend(piece.draw(top_mm, more))
            top_mm -= piece.height_mm + more
        return tuple(items)

    return Piece(
        height,
        draw,
        pieces[0].before_mm,
        grows=pieces[growing].grows if growing >= 0 else 0,
        new_page=pieces[0].new_page,
    )


def flowed(pieces: tuple[Piece, ...], column: Box, first_mm: float, pitch_mm: float) -> tuple[tuple[Item, ...], ...]:
    """The pieces' items page by page down a column, the first page starting ``first_mm`` below its top.

    What is left of a page goes to the pieces that grow, whole lines at a time, so that people get the room to write.
    """
    pages: list[list[Piece]] = [[]]
    room = column.height_mm - first_mm
    for unit in _units(pieces):
        needed = sum(piece.before_mm + piece.height_mm for piece in unit)
        if pages[-1] and (unit[0].new_page or needed - unit[0].before_mm > room):
            pages.append([])
            room = column.height_mm
        room -= needed - (unit[0].before_mm if not pages[-1] else 0.0)
        pages[-1].extend(unit)
    return tuple(
        _page(page, column.y1_mm - (0.0 if number else first_mm), column.y0_mm, pitch_mm, last=number == len(pages) - 1)
        for number, page in enumerate(pages)
    )


def _units(pieces: tuple[Piece, ...]) -> list[list[Piece]]:
    """Runs of pieces that stay together: everything up to one that does not keep what follows."""
    units: list[list[Piece]] = [[]]
    for piece in pieces:
        units[-1].append(piece)
        if not piece.keep:
            units.append([])
    return [unit for unit in units if unit]


def _page(pieces: list[Piece], top_mm: float, foot_mm: float, pitch_mm: float, *, last: bool) -> tuple[Item, ...]:
    used = sum(piece.height_mm + (piece.before_mm if n else 0.0) for n, piece in enumerate(pieces))
    spare = int((top_mm - foot_mm - used + 1e-6) // pitch_mm)
    growing = [n for n, piece in enumerate(pieces) if piece.grows]
    extra = [0.0] * len(pieces)
    while spare > 0 and growing:
        for n in list(growing):
            if spare <= 0:
                break
            if extra[n] >= pieces[n].grows * pitch_mm - 1e-6:
                growing.remove(n)
                continue
            extra[n] += pitch_mm
            spare -= 1
    items: list[Item] = []
    for n, piece in enumerate(pieces):
        top_mm -= piece.before_mm if n else 0.0
        items.extend(piece.draw(top_mm, extra[n]))
        top_mm -= piece.height_mm + extra[n]
    return tuple(items)


def after(piece: Piece, before_mm: float) -> Piece:
    """The piece with that much room above it."""
    return replace(piece, before_mm=before_mm)

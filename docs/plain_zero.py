"""Takes the slash out of a face's zero, which reads as Ø in Danish: ``python docs/plain_zero.py FONT.ttf ...``.

The two halves of the counter are joined along the curve they were cut from; the advance stays. Run on the files of
Atkinson Hyperlegible Next 2.001 it gives those in ``assets/fonts/``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

Point = tuple[float, float]
NOTE = "; trygtryk: zero without a slash"


def plain(font: TTFont) -> None:
    """Redraws the zero with one counter; raises ValueError where it is not drawn with two."""
    pen = RecordingPen()
    font.getGlyphSet()["zero"].draw(pen)
    contours: list[list[tuple[str, tuple[Point, ...]]]] = []
    for operator, points in pen.value:
        if operator == "moveTo":
            contours.append([])
        contours[-1].append((operator, points))
    if len(contours) != 3:
        raise ValueError("the zero has no slash")
    outer, *halves = contours
    one, other = (_opened(half) for half in halves)
    drawn = TTGlyphPen(font.getGlyphSet())
    for operator, points in outer:
        getattr(drawn, operator)(*points)
    drawn.moveTo(one[0][1][-1])
    for before, after in ((one, other), (other, one)):
        for _, points in before[1:]:
            drawn.qCurveTo(*points)
        drawn.qCurveTo(_corner(before[-1][1][-2:], (after[1][1][0], after[0][1][-1])), after[0][1][-1])
    drawn.closePath()
    glyph = drawn.glyph()
    glyph.recalcBounds(font["glyf"])
    font["glyf"]["zero"] = glyph
    for record in font["name"].names:
        if record.nameID == 5:
            record.string = record.toUnicode() + NOTE


def _opened(half: list[tuple[str, tuple[Point, ...]]]) -> list[tuple[str, tuple[Point, ...]]]:
    """The half of a counter without the straight line that cuts it: a start, then curves."""
    drawn = [segment for segment in half if segment[0] != "closePath"]
    cut = next(n for n, (operator, _) in enumerate(drawn) if operator == "lineTo")
    # the contour began in the middle of what is left
    return [drawn[cut], *drawn[cut + 1 :], *drawn[1:cut]]


def _corner(end: tuple[Point, ...], start: tuple[Point, Point]) -> Point:
    """Where the tangents at both ends of what is missing meet."""
    (ax, ay), (bx, by) = end
    (cx, cy), (dx, dy) = start
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    cross = ux * vy - uy * vx
    along = ((dx - bx) * vy - (dy - by) * vx) / cross
    return round(bx + along * ux), round(by + along * uy)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        font: Any = TTFont(name, recalcTimestamp=False)
        plain(font)
        font.save(Path(name))

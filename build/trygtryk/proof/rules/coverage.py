"""What lies on top along a line across the page: how a bleed is seen to be filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from trygtryk.proof.reading.colour import Paint
from trygtryk.proof.reading.marks import Mark, Path

Span = tuple[float, float]


class Painted(NamedTuple):
    """A stretch of the line and what is seen there; None is bare paper, as is white.

    ``across`` is how far what is drawn there, white or not, reaches before and beyond the line (bare paper: nowhere).
    """

    start: float
    end: float
    paint: Paint | None
    across: Span = (0.0, 0.0)


def along(marks: Sequence[Mark], axis: int, at: float, span: Span) -> list[Painted]:
    """What is seen from one end of the span to the other, on the line where coordinate ``axis`` (0: x) is ``at``.

    Text, strokes and what overprints hide nothing and are left out; all lengths are in mm.
    """
    bare = [span]
    seen: list[Painted] = []
    for mark in reversed(marks):
        if not bare:
            break
        if mark.kind in ("text", "stroke") or mark.overprint or not mark.box[axis] <= at <= mark.box[axis + 2]:
            continue
        covered = _common([(mark.box[1 - axis], mark.box[3 - axis])], bare)
        for path in (*((mark.path,) if mark.path else ()), *mark.clip):
            if covered:
                covered = _common(covered, crossings(path, axis, at))
        paint = mark.paint if mark.paint is not None and not mark.paint.white else None
        across = mark.box[axis], mark.box[axis + 2]
        seen.extend(Painted(start, end, paint, across) for start, end in covered)
        bare = _without(bare, covered)
    seen.extend(Painted(start, end, None) for start, end in bare)
    return sorted(seen, key=lambda piece: piece[:2])


def crossings(path: Path, axis: int, at: float) -> list[Span]:
    """The stretches of a line that lie inside an outline, by its own filling rule."""
    if not path.box[axis] <= at <= path.box[axis + 2]:
        return []
    met: list[tuple[float, int]] = []
    for polygon in path.polygons:
        before = polygon[-1]
        for point in polygon:
            a, b = before[axis], point[axis]
            if (a <= at) != (b <= at):
                met.append(
                    (before[1 - axis] + (at - a) / (b - a) * (point[1 - axis] - before[1 - axis]), 1 if b > a else -1)
                )
            before = point
    out: list[Span] = []
    winding, start = 0, 0.0
    for place, turn in sorted(met):
        was = winding % 2 if path.even_odd else winding
        winding += turn
        now = winding % 2 if path.even_odd else winding
        if not was and now:
            start = place
        elif was and not now and place > start:
            out.append((start, place))
    return out


def _common(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other)
    return [pair for pair in pairs if pair[1] > pair[0]]


def _without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    left = list(spans)
    for start, end in taken:
        left = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b)) if piece[1] > piece[0]]
    return left

"""Text set into a convex area: each line as wide as the area is where the line stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import fsum

from trygtryk.errors import Fault
from trygtryk.geometry import Point
from trygtryk.model import Copy, Flaw, Item, Line
from trygtryk.sources.fonts import Face, Fonts, shaped
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import block
from trygtryk.units import mm

Area = tuple[Point, ...]
"""A convex polygon, its corners counter-clockwise, in millimetres."""

_SHRINK_STEPS = 12
_PLACES = 24
_LONELY_WORD = 0.5
_EXTRA_LINE = 0.08
_OFF_CENTRE = 0.02


def inset(area: Area, by_mm: Sequence[float]) -> Area:
    """The area with its sides moved inwards, side n from corner n to the next; empty where nothing is left."""
    kept = area
    for (ax, ay), (bx, by), far in zip(area, (*area[1:], area[0]), by_mm, strict=True):
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        nx, ny = (ay - by) / length, (bx - ax) / length
        kept = _beyond(kept, nx, ny, nx * ax + ny * ay + far)
    return kept


def span(area: Area, low_mm: float, high_mm: float) -> tuple[float, float]:
    """From where to where the area is free over all heights between two; an empty span runs backwards."""
    ys = [y for _, y in area]
    if not area or low_mm < min(ys) or high_mm > max(ys):
        return 0.0, -1.0
    slices = [_slice(area, y) for y in (low_mm, high_mm)]
    return max(left for left, _ in slices), min(right for _, right in slices)


def roomiest(area: Area) -> Point:
    """The middle of the largest circle in a triangle."""
    (ax, ay), (bx, by), (cx, cy) = area
    a, b, c = math.dist((bx, by), (cx, cy)), math.dist((ax, ay), (cx, cy)), math.dist((ax, ay), (bx, by))
    return (a * ax + b * bx + c * cx) / (a + b + c), (a * ay + b * by + c * cy) / (a + b + c)


def clear(points: Sequence[Point], area: Area) -> bool:
    """Whether every point lies in the area."""
    return all(
        (bx - ax) * (y - ay) >= (by - ay) * (x - ax)
        for (ax, ay), (bx, by) in zip(area, (*area[1:], area[0]), strict=True)
        for x, y in points
    )


def middle(area: Area) -> Point:
    """The area's centre of gravity."""
    twice = cx = cy = 0.0
    for (ax, ay), (bx, by) in zip(area, (*area[1:], area[0]), strict=True):
        cross = ax * by - bx * ay
        twice, cx, cy = twice + cross, cx + (ax + bx) * cross, cy + (ay + by) * cross
    return cx / twice / 3, cy / twice / 3


def fit_area(
    texts: Sequence[tuple[Copy, Style]], area: Area, fonts: Fonts, where: str, gap_mm: float = 0.0
) -> tuple[Item, ...]:
    """Texts below each other in an area, as large as fits between their sizes and their ``min_pt``, well centred.

    Lines stand in the part of the area that is free at their height, aligned as the style says. What cannot be set
    is one Flaw.
    """
    flaws = [flaw for copy, style in texts for flaw in block(copy, style, 1e6, fonts, where).flaws]
    if flaws:
        return tuple(flaws)
    for step in range(_SHRINK_STEPS + 1):
        sized = [
            (copy, style, style.size_pt - (style.size_pt - (style.min_pt or style.size_pt)) * step / _SHRINK_STEPS)
            for copy, style in texts
        ]
        if made := _best(sized, area, fonts, gap_mm):
            return made
    copy = max((copy for copy, _ in texts), key=lambda copy: len(copy.text))
    words = " ".join(copy.text.split())
    fault = Fault(
        f"{where}: teksten kan ikke stå i sit felt, heller ikke med den mindste skrift: »{words[:60]}«",
        copy.place,
        "skriv den kortere, eller giv den en mindre skrift i layoutet",
    )
    return (Flaw(fault),)


def _best(texts: Sequence[tuple[Copy, Style, float]], area: Area, fonts: Fonts, gap_mm: float) -> tuple[Item, ...]:
    """The setting at these sizes whose lines are most even and most in the middle; nothing where none fits."""
    if len(area) < 3:
        return ()
    # the words alone take more than there is
    if fsum(_least(copy, style, size, fonts) for copy, style, size in texts) > _size(area):
        return ()
    low, high = min(y for _, y in area), max(y for _, y in area)
    found: list[tuple[float, int, tuple[Line, ...]]] = []
    for n in range(_PLACES):
        top = high - (high - low) * n / _PLACES
        lines: list[Line] = []
        badness = 0.0
        for copy, style, size in texts:
            face = fonts.faces[style.face]
            broken = _broken(copy, style, size, face, area, top)
            if broken is None:
                break
            badness += broken[0]
            lines.extend(broken[1])
            top = lines[-1].y_mm - mm(size) * face.descent - gap_mm
        else:
            found.append((badness + _OFF_CENTRE * _off_centre(lines, area), n, tuple(lines)))
    return min(found)[2] if found else ()


def _least(copy: Copy, style: Style, size_pt: float, fonts: Fonts) -> float:
    """The square millimetres that a text's letters take, spaces and ragged edges not counted."""
    advances, _ = shaped(fonts.faces[style.face], "".join(copy.text.split()))
    face = fonts.faces[style.face]
    high = min(style.leading, face.ascent + face.descent)
    return mm(size_pt) ** 2 * fsum(advances) / 1000 * high


def _size(area: Area) -> float:
    return fsum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(area, (*area[1:], area[0]), strict=True)) / 2


def _off_centre(lines: Sequence[Line], area: Area) -> float:
    """Square millimetres between the text's centre and the area's."""
    inked = fsum(line.width_mm for line in lines)
    x = fsum((line.x_mm + line.width_mm / 2) * line.width_mm for line in lines) / inked
    y = fsum((line.y_mm + mm(line.size_pt) / 4) * line.width_mm for line in lines) / inked
    to_x, to_y = middle(area)
    return (x - to_x) ** 2 + (y - to_y) ** 2


def _broken(
    copy: Copy, style: Style, size_pt: float, face: Face, area: Area, top_mm: float
) -> tuple[float, list[Line]] | None:
    """The lines of a text from a height downwards whose ragged edge follows the area best."""
    words = copy.text.split()
    ends = [*accumulate(len(word) + 1 for word in words)]
    text = " ".join(words)
    advances, _ = shaped(face, text)
    at = [0.0, *accumulate(mm(size_pt) * advance / 1000 for advance in advances)]
    leading = mm(size_pt) * style.leading
    # reached[w] after some lines: how badly the first w words are set, and where each line began
    reached: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    done: list[tuple[float, tuple[int, ...]]] = []
    row = 0
    while reached:
        baseline = top_mm - mm(size_pt) * face.ascent - row * leading
        left, right = span(area, baseline - mm(size_pt) * face.descent, baseline + mm(size_pt) * face.ascent)
        room = right - left
        if room <= 0:
            break
        ahead: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (badness, starts) in reached.items():
            for end in range(start + 1, len(words) + 1):
                wide = at[ends[end - 1] - 1] - at[ends[start - 1] if start else 0]
                if wide > room:
                    break
                last = end == len(words)
                cost = badness + ((room - wide) / room) ** 2 * (0.5 if last else 1.0) + _EXTRA_LINE
                cost += _LONELY_WORD if last and end - start == 1 and start else 0.0
                option = (cost, (*starts, start))
                if last:
                    done.append(option)
                elif end not in ahead or option < ahead[end]:
                    ahead[end] = option
        reached, row = ahead, row + 1
    if not done:
        return None
    badness, starts = min(done)
    lines: list[Line] = []
    for row, (start, end) in enumerate(pairwise([*starts, len(words)])):
        line = " ".join(words[start:end])
        _, kern = shaped(face, line)
        wide = mm(size_pt) * fsum(shaped(face, line)[0]) / 1000
        baseline = top_mm - mm(size_pt) * face.ascent - row * leading
        left, right = span(area, baseline - mm(size_pt) * face.descent, baseline + mm(size_pt) * face.ascent)
        x = left + (right - left - wide) * style.slack
        lines.append(Line(x, baseline, line, face.name, size_pt, style.ink, wide, kern if any(kern) else (), copy.id))
    return badness, lines


def _slice(area: Area, y_mm: float) -> tuple[float, float]:
    xs: list[float] = []
    for (ax, ay), (bx, by) in zip(area, (*area[1:], area[0]), strict=True):
        if min(ay, by) <= y_mm <= max(ay, by):
            xs.extend((ax, bx) if ay == by else (ax + (bx - ax) * (y_mm - ay) / (by - ay),))
    return min(xs), max(xs)


def _beyond(area: Area, nx: float, ny: float, c: float) -> Area:
    """The part of the area where ``nx x + ny y`` is at least ``c``."""
    kept: list[Point] = []
    far = [nx * x + ny * y - c for x, y in area]
    for n, (x, y) in enumerate(area):
        if (far[n] > 0) != (far[n - 1] > 0):
            t = far[n - 1] / (far[n - 1] - far[n])
            kept.append((area[n - 1][0] + t * (x - area[n - 1][0]), area[n - 1][1] + t * (y - area[n - 1][1])))
        if far[n] > 0:
            kept.append((x, y))
    return tuple(kept)

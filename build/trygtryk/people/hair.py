"""Hair, beards and scarves round a skull seen from any side."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from trygtryk.curves import between, lerp, smooth, unit
from trygtryk.geometry import Matrix, Outline, Point, transformed
from trygtryk.model import Ink, Item, Shape, Stroke
from trygtryk.people.features import Colours, Hair, Style
from trygtryk.people.skull import Skull
from trygtryk.units import pt

_WIDEST = -0.05
"""Where a head is widest, ears and all."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Puts outlines given in head heights in their place on the picture."""

    place: Matrix
    height_mm: float
    style: Style

    def fill(self, outline: Outline, ink: Ink) -> Shape:
        """An outline filled."""
        return Shape(transformed(outline, self.place), ink)

    def line(self, outline: Outline, ink: Ink, width: float) -> Shape:
        """A line drawn ``width`` head heights thick."""
        return Shape(transformed(outline, self.place), None, Stroke(ink, round(pt(width * self.height_mm), 2)))


def level(line: Sequence[tuple[float, float]], azimuth: float) -> float:
    """The hairline's height at an azimuth: a side without entries of its own mirrors the other."""
    azimuth = (azimuth + 180) % 360 - 180
    own = [(abs(a), y) for a, y in line if (a < 0) == (azimuth < 0) or a in (0, 180)]
    if len(own) <= 2:
        own = [(abs(a), y) for a, y in line if a >= 0]
    own.sort()
    azimuth = abs(azimuth)
    for (a0, y0), (a1, y1) in itertools.pairwise(own):
        if a0 <= azimuth <= a1:
            return lerp(y0, y1, (azimuth - a0) / (a1 - a0))
    return own[-1][1]


def _seen_line(skull: Skull, line: Sequence[tuple[float, float]], low: float, high: float) -> list[Point]:
    """The visible stretch of a line round the head, from left to right."""
    keys = {low, high}
    for azimuth, _ in line:
        for a in (azimuth, -azimuth, azimuth - 360, 360 - azimuth):
            if low + 6 < a < high - 6:
                keys.add(a)
    return [skull.on(a, level(line, a)) for a in sorted(keys)]


def _over(skull: Skull, start: Point, end: Point, style: Hair, ease_deg: float, top: bool = True) -> list[Point]:
    """Points along the rim from one point to another, over the top (or under the chin), lifted by the hair's volume."""
    a, b = (math.degrees(math.atan2(p[1], p[0])) for p in (start, end))
    if top:
        a, b = (a + 90) % 360 - 90, (b + 90) % 360 - 90
    else:
        a, b = (a - 90) % 360 - 270, (b - 90) % 360 - 270
    count = max(4, style.curls or math.ceil(abs(b - a) / 24))
    out = []
    # from behind hair lies over the whole crown
    crown = style.crown if skull.facing(0) > 0 else max(style.crown, 0.02)
    for i in range(count + 1):
        angle = lerp(a, b, i / count)
        lift = style.volume + crown * max(0.0, math.sin(math.radians(angle)))
        ends = min(1.0, min(abs(angle - a), abs(angle - b)) / ease_deg) if ease_deg else 1.0
        out.append(skull.rim(angle, lift * math.sqrt(ends)))
    return out


def _scallops(points: Sequence[Point], depth: float) -> list[Point]:
    """A wavy edge: between each two points one that stands out from the middle."""
    out: list[Point] = []
    for a, b in itertools.pairwise(points):
        m = between(a, b, 0.5)
        n = unit(*m)
        out.extend((a, (m[0] + n[0] * depth, m[1] + n[1] * depth)))
    return [*out, points[-1]]


def _closed(first: Sequence[Point], second: Sequence[Point]) -> Outline:
    """Two smooth runs of points that meet in corners, as one closed outline."""
    a, b = smooth(first, closed=False), smooth(second, closed=False)
    return (*a, ("L", *second[0]), *b[1:], ("Z",))


def cap(skull: Skull, style: Hair, look: Style) -> list[Outline]:
    """The hair seen: one shape, or one on either side of a bare crown."""
    left, right = -90 - skull.view, 90 - skull.view
    line = _seen_line(skull, style.line, left, right)
    runs = [line]
    if any(level(style.line, a) > look.bare for a in range(-60, 61, 20)):
        runs = [list(run) for hairy, run in itertools.groupby(line, lambda p: p[1] <= look.bare) if hairy]
    out = []
    for run in runs:
        if len(run) > 1:
            # hair that hangs past the ears is cut blunt
            ease_deg = look.blunt_deg if level(style.line, 90) < look.blunt else look.ease_deg
            if style.straight:
                run = _level_ends(run)
            over = _over(skull, run[-1], run[0], style, ease_deg)
            if style.straight:
                over = _hanging(skull, run, over, style, look)
            elif style.curls:
                over = _scallops(over, look.scallop)
            out.append(_closed(run, over))
    return out


def _level_ends(run: Sequence[Point]) -> list[Point]:
    """The edge of straight hair: either end, where it hangs, as low as the lowest lock on its side."""
    middle = (run[0][0] + run[-1][0]) / 2

    def end(x: float, y: float) -> Point:
        side = [b for a, b in run if (a < middle) == (x < middle)]
        return (x, min(side) if y < _WIDEST else y)

    return [end(*run[0]), *run[1:-1], end(*run[-1])]


def _hanging(skull: Skull, run: Sequence[Point], over: Sequence[Point], style: Hair, look: Style) -> list[Point]:
    """Hair that follows the head no further than to where it is widest, and from there hangs down to its ends."""

    def hung(way: int, edge: Point, rim: Point) -> list[Point]:
        """Where the hair ends on one side: if it hangs there, in a round corner as far off the head as at its widest."""
        (x, y), off = edge, skull.half(_WIDEST, way > 0) + style.volume * style.straight
        if not 0 < way * x < off or y >= _WIDEST:
            return [rim]
        # where the face ends near the hair's edge the corner is as round as there is room for
        v = min(style.volume, off - way * x)
        return [(way * (off - v), y), (way * (off - v * 0.28), y + v * 0.25), (way * off, y + v)]

    down = [p for p in over[1:-1] if p[1] > _WIDEST]
    down = _scallops(down, look.scallop) if style.curls else down
    return [*hung(1, run[-1], over[0]), *down, *hung(-1, run[0], over[-1])[::-1]]


def curtain(skull: Skull, style: Hair) -> Outline:
    """Long hair: it hangs from the sides and the back of the head, never over the face."""
    length, width = style.fall
    xs = [math.sin(math.radians(skull.view + a)) for a in range(100, 261, 16)]
    left, right = min(xs), max(xs)
    top_l, top_r = -skull.half(0.1, False) - style.volume, skull.half(0.1, True) + style.volume
    low = -0.5 - length
    x0, x1 = left * width, right * width
    a, b = max(top_l, left * 0.5 - style.volume), min(top_r, right * 0.5 + style.volume)
    return smooth(
        (
            (a, 0.12),
            ((a + b) / 2, 0.3),
            (b, 0.12),
            (lerp(b, x1, 0.75), lerp(0.1, low, 0.5)),
            (x1, low + 0.06),
            (lerp(x1, x0, 0.25), low),
            (lerp(x1, x0, 0.75), low),
            (x0, low + 0.06),
            (lerp(a, x0, 0.75), lerp(0.1, low, 0.5)),
        )
    )


def beard(skull: Skull, style: Style) -> Outline:
    """The beard seen: from its upper line down round the chin."""
    beard = style.beard
    ends = beard.line[-1][0]
    low, high = max(-ends, -90 - skull.view), min(ends, 90 - skull.view)
    top = _seen_line(skull, beard.line, low, high)
    # on the outline it stands out as far as it is thick, so that no skin shows before it
    (x0, y0), (x1, y1) = top[0], top[-1]
    out, down = beard.volume * 0.8, beard.volume
    top[0] = (x0 - out, y0 - down) if low > -ends else (x0, y0)
    top[-1] = (x1 + out, y1 - down) if high < ends else (x1, y1)
    jaw_low, jaw_high = skull.on(low, beard.jaw), skull.on(high, beard.jaw)
    under = _over(skull, jaw_high, jaw_low, Hair(volume=beard.volume, crown=0.0), 0.0, top=False)
    return _closed(top, under)


def drape(draw: Pen, skull: Skull, c: Colours) -> list[Item]:
    """A scarf's cloth about the neck and over the breast, with the fold where it is wrapped."""
    sin = math.sin(math.radians(skull.view))
    scarf = draw.style.scarf
    sway = sin * scarf.sway
    # where it hangs free of the neck, at its widest, it stays behind
    widest = max(x for x, _ in scarf.cloth)
    right = [(x - sway if x == widest else x, y) for x, y in scarf.cloth]
    left = [(-x - sway if x == widest else -x, y) for x, y in scarf.cloth]
    outline = [*left, *right[::-1]]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = scarf.fold
    fold: Outline = (
        ("M", ax + sway * 0.5, ay),
        ("C", bx + sway, by, cx + sway, cy, dx - sway * 0.5, dy),
    )
    return [
        draw.fill(smooth([(x - sway * 0.5, y) for x, y in outline]), c.hair),
        draw.line(fold, c.hair_deep, draw.style.line),
    ]

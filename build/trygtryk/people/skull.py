"""The skull: its outline from any side, and where a place on it is seen; in head heights about its middle."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass
from functools import cache

from trygtryk.curves import between, lerp
from trygtryk.geometry import Point

_EARS, _HAIRLINE = -0.06, -0.36
"""Where a head seen from behind begins to draw in to the neck, and where it has."""


@dataclass(frozen=True, slots=True)
class HeadShape:
    """An outline from the front (its right half) and all round from the right side, point by point from the crown.

    ``nose`` from the side runs from the brow to the lip: how far each place stands out from the skull, and how high it is.
    """

    front: tuple[Point, ...]
    side: tuple[Point, ...]
    nose: tuple[Point, ...]


@cache
def edge(shape: HeadShape, view: float) -> tuple[Point, ...]:
    """The skull's outline seen from ``view`` degrees, as many points, anticlockwise from the right."""
    sin = math.sin(math.radians(view))
    share, mirror = abs(sin), 1 if sin >= 0 else -1
    front = (*shape.front, *((-x, y) for x, y in shape.front[-2:0:-1]))
    points = [between(f, s, share) for f, s in zip(front, shape.side, strict=True)]
    n = len(points)
    out: list[Point] = []
    for i in range(n):
        p0, p1, p2, p3 = points[i - 1], points[i], points[(i + 1) % n], points[(i + 2) % n]
        for step in range(6):
            t = step / 6
            x, y = (
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
                for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
            )
            out.append((x * mirror, y))
    return tuple(sorted(out, key=lambda p: math.atan2(p[1], p[0]) % math.tau))


def nape(outline: tuple[Point, ...], narrow: float, view: float) -> tuple[Point, ...]:
    """The outline of a head seen from behind: from the ears down it draws in to the neck, ``narrow`` half across.

    A jaw that is seen keeps its place.
    """
    sin = math.sin(math.radians(view))
    left, right = (-narrow, lerp(narrow, 1.0, sin)) if sin > 0 else (-lerp(narrow, 1.0, -sin), narrow)

    def drawn_in(x: float, y: float) -> Point:
        share = min(1.0, max(0.0, (_EARS - y) / (_EARS - _HAIRLINE)))
        return lerp(x, max(left, min(right, x)), share * share * (3 - 2 * share)), y

    return tuple(drawn_in(x, y) for x, y in outline)


@cache
def _angles(shape: HeadShape, view: float) -> tuple[float, ...]:
    """The direction of each point of the outline from the middle, rising."""
    return tuple(math.atan2(y, x) % math.tau for x, y in edge(shape, view))


@cache
def _half(shape: HeadShape, view: float, y: float, right: bool) -> float:
    """How far the outline reaches to one side at a height."""
    best = 0.0
    outline = edge(shape, view)
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y0 - y) * (y1 - y) <= 0 and y0 != y1:
            x = lerp(x0, x1, (y - y0) / (y1 - y0))
            best = max(best, x if right else -x)
    return best


class Skull:
    """Where things lie on a head seen from one side."""

    def __init__(self, shape: HeadShape, view: float, nod: float) -> None:
        self.shape = shape
        self.view = round((view + 180) % 360 - 180, 1)
        self.dip = 0.34 * math.sin(math.radians(nod))

    def rim(self, angle_deg: float, lift: float = 0.0) -> Point:
        """The outline in a direction from the middle, lifted outwards."""
        angle = math.radians(angle_deg) % math.tau
        outline, angles = edge(self.shape, self.view), _angles(self.shape, self.view)
        index = bisect.bisect_left(angles, angle) % len(outline)
        a = angles[index - 1]
        span = (angles[index] - a) % math.tau or 1.0
        share = ((angle - a) % math.tau) / span
        radius = lerp(math.hypot(*outline[index - 1]), math.hypot(*outline[index]), share) + lift
        return radius * math.cos(angle), radius * math.sin(angle)

    def half(self, y: float, right: bool) -> float:
        """How far the outline reaches to one side at a height."""
        return _half(self.shape, self.view, round(max(-0.44, min(0.44, y)), 2), right)

    @property
    def aside(self) -> float:
        """How far the head is turned past the half profile: 0 up to there, 1 right from the side."""
        return max(0.0, abs(math.sin(math.radians(self.view))) - 0.5) / 0.5

    def facing(self, azimuth: float) -> float:
        """The cosine between a place on the head and the eye: below zero it is turned away."""
        return math.cos(math.radians(self.view + azimuth))

    def on(self, azimuth: float, y: float, depth: float = 1.0) -> Point:
        """Where a place on the head is drawn."""
        sin = math.sin(math.radians(self.view + azimuth))
        down = y - self.dip * self.facing(azimuth)
        return self.half(down, sin >= 0) * depth * sin, down

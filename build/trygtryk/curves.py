"""The curves people are made of: smooth lines through points and limbs wrapped round circles."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from trygtryk.geometry import Outline, Point, Segment

Circle = tuple[float, float, float]
"""Centre and radius: ``(x, y, r)``."""

# a curve over so much of a circle is off by 0.07 % of the radius; most limbs' ends are two of them
_PIECE = math.radians(105)


def lerp(a: float, b: float, share: float) -> float:
    """The number that lies a share of the way from one to another."""
    return a + (b - a) * share


def between(a: Point, b: Point, share: float) -> Point:
    """The point that lies ``share`` of the way from ``a`` to ``b``."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def unit(x: float, y: float) -> Point:
    """The direction, of length one; straight down where there is none."""
    length = math.hypot(x, y)
    return (x / length, y / length) if length > 1e-9 else (0.0, -1.0)


def smooth(points: Sequence[Point], closed: bool = True, ease: float = 1.0) -> Outline:
    """A curve through all points (cardinal spline); ``ease`` 0 makes the sides straight."""
    n = len(points)
    out: list[Segment] = [("M", *points[0])]
    for i in range(n if closed else n - 1):
        p0, p1 = (points[i - 1] if closed or i else points[0]), points[i]
        p2 = points[(i + 1) % n]
        p3 = points[(i + 2) % n] if closed else points[min(i + 2, n - 1)]
        chord = math.dist(p1, p2) * ease / 3
        t1, t2 = unit(p2[0] - p0[0], p2[1] - p0[1]), unit(p3[0] - p1[0], p3[1] - p1[1])
        out.append(
            ("C", p1[0] + t1[0] * chord, p1[1] + t1[1] * chord, p2[0] - t2[0] * chord, p2[1] - t2[1] * chord, *p2)
        )
    return (*out, ("Z",)) if closed else tuple(out)


def soft(points: Sequence[Point], closed: bool = True) -> Outline:
    """A soft outline through the points (Catmull-Rom as cubic Béziers); a point given twice is a corner."""
    count = len(points)

    def point(index: int) -> Point:
        return points[index % count] if closed else points[min(max(index, 0), count - 1)]

    out: list[Segment] = [("M", *points[0])]
    for i in range(count if closed else count - 1):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (point(i + k) for k in (-1, 0, 1, 2))
        if (x1, y1) == (x2, y2):
            continue
        ax, ay = (0.0, 0.0) if (x0, y0) == (x1, y1) else ((x2 - x0) / 6, (y2 - y0) / 6)
        bx, by = (0.0, 0.0) if (x2, y2) == (x3, y3) else ((x3 - x1) / 6, (y3 - y1) / 6)
        out.append(("C", x1 + ax, y1 + ay, x2 - bx, y2 - by, x2, y2))
    return (*out, ("Z",)) if closed else tuple(out)


def flattened(outline: Outline, pieces: int) -> list[Point]:
    """The corners of an outline with every curve as so many straight ``pieces``."""
    out: list[Point] = []
    for segment in outline:
        if len(segment) == 3:
            out.append((segment[1], segment[2]))
        elif len(segment) == 7:
            _, x1, y1, x2, y2, x3, y3 = segment
            x0, y0 = out[-1]
            for i in range(1, pieces + 1):
                t = i / pieces
                u = 1 - t
                a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
                out.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return out


def inside(point: Point, corners: Sequence[Point]) -> bool:
    """Whether a point lies within a polygon."""
    x, y = point
    within = False
    x0, y0 = corners[-1]
    was_above = y0 > y
    # written out: every place along every arm is asked about every shape under it
    for x1, y1 in corners:
        above = y1 > y
        if above != was_above and x < x0 + (x1 - x0) * ((y - y0) / (y1 - y0)):
            within = not within
        x0, y0, was_above = x1, y1, above
    return within


def _normals(a: Circle, b: Circle) -> tuple[Point, Point]:
    """Where the two outer tangents of a pair of circles touch, as directions from the centres: left, right."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    distance = math.hypot(dx, dy)
    ux, uy, sin = 0.0, -1.0, 0.0
    if distance > 1e-9:
        ux, uy, sin = dx / distance, dy / distance, max(-0.99, min(0.99, (a[2] - b[2]) / distance))
    cos = math.sqrt(1 - sin * sin)
    return (-uy * cos + ux * sin, ux * cos + uy * sin), (uy * cos + ux * sin, -ux * cos + uy * sin)


def _at(circle: Circle, normal: Point) -> Point:
    return circle[0] + circle[2] * normal[0], circle[1] + circle[2] * normal[1]


def _round(circle: Circle, start: Point, end: Point, clockwise: bool) -> list[Segment]:
    """The arc of a circle from one direction to another."""
    (c1, s1), (c2, s2), (x, y, r) = start, end, circle
    sweep = math.atan2(c1 * s2 - s1 * c2, c1 * c2 + s1 * s2) % math.tau
    if clockwise:
        sweep -= math.tau
    pieces = max(1, math.ceil(abs(sweep) / _PIECE))
    step = sweep / pieces
    k = 4 / 3 * math.tan(step / 4)
    cos, sin = math.cos(step), math.sin(step)
    out: list[Segment] = []
    # from direction to direction by one turn: every joint of every limb comes through here
    for _ in range(pieces):
        c0, s0 = c1, s1
        c1, s1 = c0 * cos - s0 * sin, s0 * cos + c0 * sin
        out.append(
            (
                "C",
                x + r * (c0 - k * s0),
                y + r * (s0 + k * c0),
                x + r * (c1 + k * s1),
                y + r * (s1 - k * c1),
                x + r * c1,
                y + r * s1,
            )
        )
    return out


def _meeting(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where the stretches a-b and c-d cross, if they do."""
    rx, ry, sx, sy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    cross = rx * sy - ry * sx
    if abs(cross) < 1e-12:
        return None
    t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross
    u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross
    return (a[0] + rx * t, a[1] + ry * t) if 0 <= t <= 1 and 0 <= u <= 1 else None


def limb(
    circles: Sequence[Circle], flat_end: bool = False, swell: float = 0.0, point: float = 0.0, brim: float = 0.0
) -> Outline:
    """The skin round a chain of circles: tapering, soft outside each bend and creased inside it.

    ``flat_end`` cuts across at the last centre (a hem), bowed out by ``brim`` of its half width; ``swell`` bows the sides by that share of a bone.
    ``point`` draws the outside of a bend out to a point (an elbow), from round (0) to where its sides meet (1).
    """
    bones = [_normals(a, b) for a, b in itertools.pairwise(circles)]
    last = len(circles) - 1

    def side(forward: bool) -> list[Segment]:
        """One side from its start to its end, the outline running clockwise (up the left, down the right)."""
        order = range(last) if forward else range(last - 1, -1, -1)
        hand = 0 if forward else 1
        out: list[Segment] = []
        for bone in order:
            a, b = (circles[bone], circles[bone + 1]) if forward else (circles[bone + 1], circles[bone])
            start, end = _at(a, bones[bone][hand]), _at(b, bones[bone][hand])
            follow = bone + 1 if forward else bone - 1
            if out:
                start = (out[-1][-2], out[-1][-1])  # type: ignore[assignment,misc]
            if not 0 <= follow < last:
                out.append(_bow(start, end, swell))
                continue
            after = circles[follow + 1] if forward else circles[follow]
            begin, beyond = _at(b, bones[follow][hand]), _at(after, bones[follow][hand])
            before, behind = bones[bone][hand], bones[follow][hand]
            if before[0] * behind[1] < before[1] * behind[0]:  # turning right: round the outside of the bend
                out.append(_bow(start, end, swell))
                if point:
                    out.append(_pointed(b, before, behind, point))
                else:
                    out.extend(_round(b, before, behind, clockwise=True))
                continue
            cross = _meeting(start, end, begin, beyond)
            if cross is None:
                out.extend((("L", *end), ("L", b[0], b[1]), ("L", *begin)))
                continue
            soften = min(0.7 * b[2], 0.45 * math.dist(start, cross), 0.45 * math.dist(cross, beyond))
            ux, uy = unit(cross[0] - start[0], cross[1] - start[1])
            vx, vy = unit(beyond[0] - cross[0], beyond[1] - cross[1])
            enter = cross[0] - ux * soften, cross[1] - uy * soften
            leave = cross[0] + vx * soften, cross[1] + vy * soften
            out.append(_bow(start, enter, swell))
            out.append(("C", *between(enter, cross, 0.6), *between(leave, cross, 0.6), *leave))
        return out

    first_left, first_right = _at(circles[0], bones[0][0]), bones[0][1]
    up = side(forward=True)
    end_right = _at(circles[-1], bones[-1][1])
    end_left = _at(circles[-1], bones[-1][0])
    cap = [_brim(end_left, end_right, brim)] if flat_end else _round(circles[-1], bones[-1][0], bones[-1][1], True)
    down = side(forward=False)
    return (("M", *first_left), *up, *cap, *down, *_round(circles[0], first_right, bones[0][0], True), ("Z",))


def _brim(left: Point, right: Point, brim: float) -> Segment:
    """The hem from one side of a limb to the other."""
    if not brim:
        return ("L", *right)
    nx, ny = (left[1] - right[1]) * brim / 2, (right[0] - left[0]) * brim / 2
    return ("C", left[0] + nx, left[1] + ny, right[0] + nx, right[1] + ny, *right)


def _pointed(circle: Circle, before: Point, behind: Point, point: float) -> Segment:
    """The outside of a bend from one direction to another, drawn out in the middle between them."""
    x, y, r = circle
    (ax, ay), (bx, by) = before, behind
    along = (1 + ax * bx + ay * by) / 2  # the square of the cosine of half the bend: a straight limb has no elbow
    reach = r / max(math.sqrt(max(along, 0.0)), _SHARPEST)
    middle = unit(ax + bx, ay + by)
    apex = x + middle[0] * reach, y + middle[1] * reach
    start, end = (x + ax * r, y + ay * r), (x + bx * r, y + by * r)
    pull = 0.55 + 0.45 * point * (1 - along)
    return ("C", *between(start, apex, pull), *between(end, apex, pull), *end)


_SHARPEST = 0.6
"""How far out a point reaches: to where the sides of a limb bent by that half cosine would meet."""


def _bow(a: Point, b: Point, swell: float) -> Segment:
    """A side from a to b, bowed to its left."""
    if not swell:
        return ("L", *b)
    nx, ny = -(b[1] - a[1]) * swell, (b[0] - a[0]) * swell
    c, d = between(a, b, 0.35), between(a, b, 0.65)
    return ("C", c[0] + nx, c[1] + ny, d[0] + nx, d[1] + ny, *b)

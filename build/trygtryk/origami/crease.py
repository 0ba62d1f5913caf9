"""The crease pattern of the paper fortune teller: exact vertices, edges in fold order, faces, local flat-foldability.

Lengths are in units of half the sheet's side, origin in its middle, y up, looked at from the printed front. Every
crease is a mirror line of one kaleidoscope (the tiling of the plane by right isosceles triangles), so every flat
folded state stacks whole faces on whole faces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cmp_to_key
from itertools import pairwise
from typing import Literal

Vertex = tuple[Fraction, Fraction]

Assignment = Literal["M", "V", "B", "F", "C"]
"""Mountain, valley, border, flat (there, but not folded) or cut, seen from the front (FOLD 1.2, edges_assignment)."""

"""A crease at a vertex: which way it leaves, and its assignment."""

Turns = Literal["corners", "flaps", "halves", "diagonals"]
"""Which folds make a crease: the corners to the middle, the flaps to the middle, the closing halves, the diagonals."""


@dataclass(frozen=True, slots=True)
class Crease:
    """A straight crease from end to end of the sheet's part that it crosses, made by one kind of fold."""

    start: Vertex
    end: Vertex
    assignment: Assignment
    made_by: Turns | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of a crease or of the border between two vertices (by number); ``faces`` lie left and right of it."""

    start: int
    end: int
    assignment: Assignment
    made_by: Turns | None
    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A planar graph on the sheet; faces are vertex numbers counter-clockwise."""

    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]
    faces: tuple[tuple[int, ...], ...]

    def corners(self, face: int) -> tuple[Vertex, ...]:
        """Where a face's corners lie on the sheet, in half sides."""
        return tuple(self.vertices[number] for number in self.faces[face])


def _at(x: int | str, y: int | str) -> Vertex:
    return Fraction(x), Fraction(y)


def _all_round(crease: Crease) -> tuple[Crease, ...]:
    """The crease and its three quarter turns about the middle."""
    out = [crease]
    for _ in range(3):
        last = out[-1]
        turned = [(-y, x) for x, y in (last.start, last.end)]
        out.append(Crease(turned[0], turned[1], last.assignment, last.made_by))
    return tuple(out)


_BORDER = _all_round(Crease(_at(-1, -1), _at(1, -1), "B", None))
# in fold order; the printed front lies face down when the corners are folded, and up again for the flaps
_DIAGONALS = _all_round(Crease(_at(0, 0), _at(1, 1), "M", "diagonals"))
_CORNERS = _all_round(Crease(_at(1, 0), _at(0, 1), "M", "corners"))
_FLAPS = (
    *_all_round(Crease(_at("1/2", "-1/2"), _at("1/2", "1/2"), "V", "flaps")),
    *_all_round(Crease(_at("1/2", "1/2"), _at(1, "1/2"), "M", "flaps")),
    *_all_round(Crease(_at("1/2", "-1/2"), _at(1, "-1/2"), "M", "flaps")),
)
_HALVES = (
    *_all_round(Crease(_at(0, 0), _at("1/2", 0), "V", "halves")),
    *_all_round(Crease(_at("1/2", 0), _at(1, 0), "M", "halves")),
)


@cache
def fortune_teller() -> Pattern:
    """The flip-flap's whole pattern, as it is folded when closed.

    It has the creases that templates leave out: the diagonals (the first reference folds), along which the finished
    corners bend, and the halves through both layers of the flaps.
    """
    return planar((*_BORDER, *_DIAGONALS, *_CORNERS, *_FLAPS, *_HALVES))


def planar(creases: Iterable[Crease]) -> Pattern:
    """Creases split where they meet and gathered to a planar graph, exactly."""
    segments = tuple(creases)
    pieces: dict[tuple[Vertex, Vertex], Crease] = {}
    for crease in segments:
        stops = {crease.start, crease.end}
        for other in segments:
            if other is not crease and _near(crease, other):
                stops.update(_meetings(crease, other))
        along = sorted(stops)
        for piece in pairwise(along):
            pieces.setdefault(piece, crease)
    vertices = tuple(sorted({point for piece in pieces for point in piece}))
    number = {point: n for n, point in enumerate(vertices)}
    half_edges = {(number[a], number[b]): crease for (a, b), crease in pieces.items()}
    faces = _faces(vertices, half_edges)
    left = {(face[n - 1], vertex): number_of for number_of, face in enumerate(faces) for n, vertex in enumerate(face)}
    edges = tuple(
        Edge(a, b, crease.assignment, crease.made_by, tuple(left[way] for way in ((a, b), (b, a)) if way in left))
        for (a, b), crease in sorted(half_edges.items(), key=lambda item: item[0])
    )
    return Pattern(vertices, edges, faces)


def _near(crease: Crease, other: Crease) -> bool:
    return all(
        max(crease.start[axis], crease.end[axis]) >= min(other.start[axis], other.end[axis])
        and max(other.start[axis], other.end[axis]) >= min(crease.start[axis], crease.end[axis])
        for axis in (0, 1)
    )


def _meetings(crease: Crease, other: Crease) -> tuple[Vertex, ...]:
    """Where ``other`` ends on the crease or crosses it."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = crease.start, crease.end, other.start, other.end
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    cross = ux * vy - uy * vx
    if cross == 0:
        return tuple(p for p in (other.start, other.end) if _between(p, crease))
    t = ((cx - ax) * vy - (cy - ay) * vx) / cross
    s = ((cx - ax) * uy - (cy - ay) * ux) / cross
    return ((ax + t * ux, ay + t * uy),) if 0 <= t <= 1 and 0 <= s <= 1 else ()


def _between(point: Vertex, crease: Crease) -> bool:
    (ax, ay), (bx, by), (px, py) = crease.start, crease.end, point
    on_line = (bx - ax) * (py - ay) == (by - ay) * (px - ax)
    return on_line and min(ax, bx) <= px <= max(ax, bx) and min(ay, by) <= py <= max(ay, by)


def _turning(a: Vertex, b: Vertex) -> int:
    """Orders directions counter-clockwise from the positive x axis, exactly."""
    lower_a, lower_b = (d[1] < 0 or (d[1] == 0 and d[0] < 0) for d in (a, b))
    if lower_a != lower_b:
        return 1 if lower_a else -1
    cross = a[0] * b[1] - a[1] * b[0]
    return -1 if cross > 0 else int(cross < 0)


def _around(vertices: tuple[Vertex, ...], neighbours: dict[int, set[int]], vertex: int) -> list[int]:
    x, y = vertices[vertex]

    def away(n: int) -> Vertex:
        return vertices[n][0] - x, vertices[n][1] - y

    by_turning = cmp_to_key(_turning)
    return sorted(neighbours[vertex], key=lambda n: by_turning(away(n)))


def _faces(vertices: tuple[Vertex, ...], half_edges: dict[tuple[int, int], Crease]) -> tuple[tuple[int, ...], ...]:
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in half_edges:
        neighbours[a].add(b)
        neighbours[b].add(a)
    around = {n: _around(vertices, neighbours, n) for n in neighbours}
    loops: list[tuple[int, ...]] = []
    unwalked = {(a, b) for a in around for b in around[a]}
    for way in sorted(unwalked):
        if way not in unwalked:
            continue
        loop: list[int] = []
        here, ahead = way
        while (here, ahead) in unwalked:
            unwalked.remove((here, ahead))
            loop.append(here)
            spokes = around[ahead]
            here, ahead = ahead, spokes[spokes.index(here) - 1]
        loops.append(tuple(loop))
    return tuple(loop for loop in loops if _area(vertices, loop) > 0)


def _area(vertices: tuple[Vertex, ...], loop: tuple[int, ...]) -> Fraction:
    points = [vertices[n] for n in loop]
    return sum((ax * by - ay * bx for (ax, ay), (bx, by) in pairwise([*points, points[0]])), Fraction(0)) / 2

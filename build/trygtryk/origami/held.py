"""The finished flip-flap in the hand: closed, opened either way, flaps lifted, in three dimensions.

The eight floor triangles hinge on each other, their middle at the origin and the tips up (z), each hinge as stiff and
each face as flat as paper. The positions have square roots in them, so these are floats, held to the paper's lengths
by a test; the flat folds that lead here are exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import fsum

from trygtryk.geometry import Matrix, Point, inverse, then
from trygtryk.origami.crease import Vertex, fortune_teller
from trygtryk.origami.folding import Side, folded, panels

Solid = tuple[float, float, float]

_MIDDLE: Solid = (0.0, 0.0, 0.0)
_SPLIT = 1e-5
_SLIVER = 1e-9


def _plus(a: Solid, b: Solid, times: float = 1.0) -> Solid:
    return a[0] + times * b[0], a[1] + times * b[1], a[2] + times * b[2]


def _dot(a: Solid, b: Solid) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Solid, b: Solid) -> Solid:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _normal(a: Solid, b: Solid, c: Solid) -> Solid:
    """The unit normal of a triangle, towards where its corners run counter-clockwise."""
    across = _cross(_plus(b, a, -1), _plus(c, a, -1))
    length = math.sqrt(_dot(across, across))
    return across[0] / length, across[1] / length, across[2] / length


def _mirrored(point: Solid, a: Solid, b: Solid, c: Solid) -> Solid:
    """The point behind the mirror through three others."""
    normal = _normal(a, b, c)
    return _plus(point, normal, -2 * _dot(_plus(point, a, -1), normal))


@dataclass(frozen=True)
class Held:
    """A position in space: where each vertex of the pattern is, in half sides."""

    points: tuple[Solid, ...]

    def corners(self, face: int) -> tuple[Solid, Solid, Solid]:
        """Where a face's three corners are, in half sides."""
        a, b, c = fortune_teller().faces[face]
        return self.points[a], self.points[b], self.points[c]

    @cached_property
    def split(self) -> tuple[tuple[Solid, ...], ...]:
        """Each face's corners with the layers parted by a hair, so that what lies nearer is also first in depth."""
        layers: dict[int, Solid] = {}
        for panel in panels():
            question, floor = self._front(panel.question), self._front(panel.floor)
            layers[panel.number] = _plus(_MIDDLE, question, 0.5)
            layers[panel.question] = _plus(_MIDDLE, question, 1.5)
            layers[panel.floor] = _plus(_MIDDLE, floor, -2.5)
            layers[panel.outer] = _plus(_MIDDLE, floor, -3.5)
        faces = range(len(fortune_teller().faces))
        return tuple(tuple(_plus(p, layers[face], _SPLIT) for p in self.corners(face)) for face in faces)

    def _front(self, face: int) -> Solid:
        return _normal(*self.corners(face))

    def fold_angles(self) -> tuple[float, ...]:
        """Degrees by which each edge is folded, mountains negative (FOLD 1.2, edges_foldAngle)."""
        angles = []
        for edge in fortune_teller().edges:
            if len(edge.faces) == 1:
                angles.append(0.0)
                continue
            one, other = (self._front(face) for face in edge.faces)
            size = math.degrees(math.acos(max(-1.0, min(1.0, _dot(one, other)))))
            angles.append(round(-size if edge.assignment == "M" else size, 6))
        return tuple(angles)


def held(across: float, along: float, lifted: Iterable[int] = ()) -> Held:
    """The flip-flap opened so far that its tips stand ``across`` to the side of the middle and ``along`` before it.

    Both in half sides: nought is closed, a half flat open; seen by the reader the mouth opens sideways where
    ``across`` is the greater. ``lifted`` names flaps as ``Panel.flap`` does. Raises ValueError past flat.
    """
    if not (0 <= across <= 0.5 and 0 <= along <= 0.5):
        raise ValueError(f"paper does not open by {across}, {along}")
    height = math.sqrt(0.5 - across**2 - along**2)
    (wide, low), (far, deep) = _hinge(across, height), _hinge(along, height)
    tip, side, end = (across, along, height), (wide, 0.0, low), (0.0, far, deep)

    def floor(x: float, y: float) -> Solid:
        """Where a point of the folded square is, before the sheet's corners and lifted flaps part from it."""
        at = _MIDDLE if (x, y) == (0, 0) else tip if x and y else side if x else end
        return math.copysign(at[0], x), math.copysign(at[1], y), at[2]

    half = 0.5
    raised = {((0, 1), (1, 0), (0, -1), (-1, 0))[flap] for flap in lifted}

    def place(vertex: Vertex) -> Solid:
        x, y = float(vertex[0]), float(vertex[1])
        at = floor(*_landing(vertex))
        if abs(x) == abs(y) == 1:
            return _mirrored(at, floor(x * half, 0), floor(x * half, y * half), floor(0, y * half))
        if (x, y) in raised:
            # the opened crease is flat again, so that the flap goes on where the floor ends
            return _plus(_MIDDLE, floor(x * half, y * half), 2)
        return at

    return Held(tuple(place(vertex) for vertex in fortune_teller().vertices))


def _hinge(out: float, height: float) -> tuple[float, float]:
    """Where the middle of a flap's crease is, outwards and up: half a side from the floor's middle and from both tips."""
    angle = math.atan2(height, out) - math.acos(min(0.5 / math.hypot(out, height), 1.0))
    return 0.5 * math.cos(angle), 0.5 * math.sin(angle)


def _landing(vertex: Vertex) -> tuple[float, float]:
    """Where a point of the sheet lies in the flat folded square."""
    state = folded()["flaps"]
    for face, corners in enumerate(state.pattern.faces):
        for number in corners:
            if state.pattern.vertices[number] == vertex:
                x, y = state.motions[face](vertex)
                return float(x), float(y)
    raise ValueError(f"{vertex} is no vertex")


@dataclass(frozen=True)
class View:
    """A held position looked at from far away: ``towards_deg`` to the right of the reader's own side, ``above_deg`` up."""

    held: Held
    towards_deg: float
    above_deg: float

    @cached_property
    def _axes(self) -> tuple[Solid, Solid, Solid]:
        """Right, up and towards the onlooker."""
        turn, rise = math.radians(self.towards_deg), math.radians(self.above_deg)
        right = (math.cos(turn), math.sin(turn), 0.0)
        near = (math.sin(turn) * math.cos(rise), -math.cos(turn) * math.cos(rise), math.sin(rise))
        return right, _cross(near, right), near

    def flat(self, point: Solid) -> Point:
        """Where the point is seen, in half sides about the middle of the floor."""
        right, up, _ = self._axes
        return _dot(point, right), _dot(point, up)

    def corners(self, face: int) -> tuple[Point, ...]:
        """Where a face's corners are seen, in half sides."""
        return tuple(self.flat(point) for point in self.held.corners(face))

    def side(self, face: int) -> Side:
        """Which side of the face is towards the onlooker."""
        return "front" if _twice_area(self.corners(face)) > 0 else "back"

    def matrix(self, face: int) -> Matrix:
        """From the sheet as printed (front) to the picture, in half sides."""
        return affine([(float(x), float(y)) for x, y in fortune_teller().corners(face)], self.corners(face))

    def depth(self, face: int, at: Point) -> float:
        """How near to the onlooker the face is where it is seen at a point."""
        a, b, c = self.held.split[face]
        (ax, ay), (bx, by), (cx, cy) = self.flat(a), self.flat(b), self.flat(c)
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        s = ((at[0] - ax) * (cy - ay) - (at[1] - ay) * (cx - ax)) / area
        t = ((bx - ax) * (at[1] - ay) - (by - ay) * (at[0] - ax)) / area
        near = self._axes[2]
        return _dot(a, near) * (1 - s - t) + _dot(b, near) * s + _dot(c, near) * t

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The faces that are not seen edge on, from the farthest to the nearest where they overlap."""
        faces = [f for f in range(len(fortune_teller().faces)) if abs(_twice_area(self.corners(f))) > _SLIVER]
        behind: dict[int, set[int]] = {face: set() for face in faces}
        for one, other in combinations(faces, 2):
            overlap = _overlap(self.corners(one), self.corners(other))
            if abs(_twice_area(overlap)) > _SLIVER:
                at = fsum(x for x, _ in overlap) / len(overlap), fsum(y for _, y in overlap) / len(overlap)
                near, far = (one, other) if self.depth(one, at) > self.depth(other, at) else (other, one)
                behind[near].add(far)
        out: list[int] = []
        while len(out) < len(faces):
            free = [face for face in faces if face not in out and behind[face] <= set(out)]
            if not free:
                raise ValueError("faces overlap in a ring")
            out.append(free[0])
        return tuple(out)

    def seen(self) -> dict[int, Side]:
        """The faces of which a part is seen, each with the side it shows."""
        return {face: self.side(face) for face in self.order if any(self._open(face, at) for at in self._samples(face))}

    def _samples(self, face: int) -> tuple[Point, ...]:
        (ax, ay), (bx, by), (cx, cy) = self.corners(face)
        steps = 9
        return tuple(
            ((i * ax + j * bx + k * cx) / steps, (i * ay + j * by + k * cy) / steps)
            for i in range(1, steps)
            for j in range(1, steps - i)
            for k in (steps - i - j,)
        )

    def _open(self, face: int, at: Point) -> bool:
        depth = self.depth(face, at)
        return not any(
            other != face and _inside(at, self.corners(other)) and self.depth(other, at) > depth for other in self.order
        )


def affine(source: Iterable[Point], target: Iterable[Point]) -> Matrix:
    """The matrix that takes three points to three others."""

    def basis(points: Iterable[Point]) -> Matrix:
        (ax, ay), (bx, by), (cx, cy) = points
        return (bx - ax, by - ay, cx - ax, cy - ay, ax, ay)

    return then(inverse(basis(source)), basis(target))


def _twice_area(points: tuple[Point, ...]) -> float:
    return fsum(points[n - 1][0] * y - points[n - 1][1] * x for n, (x, y) in enumerate(points))


def _inside(at: Point, triangle: tuple[Point, ...]) -> bool:
    sign = math.copysign(1, _twice_area(triangle))
    return all(
        sign * ((x - px) * (at[1] - py) - (y - py) * (at[0] - px)) > 0
        for (px, py), (x, y) in zip((triangle[-1], *triangle[:-1]), triangle, strict=True)
    )


def _overlap(one: tuple[Point, ...], other: tuple[Point, ...]) -> tuple[Point, ...]:
    """What two triangles have in common (Sutherland and Hodgman 1974)."""
    sign = math.copysign(1, _twice_area(other))
    shape = list(one)
    for (px, py), (qx, qy) in zip((other[-1], *other[:-1]), other, strict=True):
        kept: list[Point] = []
        far = [sign * ((qx - px) * (y - py) - (qy - py) * (x - px)) for x, y in shape]
        for n, (x, y) in enumerate(shape):
            if (far[n] > 0) != (far[n - 1] > 0):
                t = far[n - 1] / (far[n - 1] - far[n])
                kept.append((shape[n - 1][0] + t * (x - shape[n - 1][0]), shape[n - 1][1] + t * (y - shape[n - 1][1])))
            if far[n] > 0:
                kept.append((x, y))
        shape = kept
    return tuple(shape)

"""Flat folding in memory, exact: faces put through mirrorings step by step, and the order of their layers.

A state says for each face of a crease pattern where it lies and which side of it is up, and for all of them the order
from the table upwards. Simple folds on which the moving layers land on top keep one order true for the whole stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from typing import Literal

from trygtryk.geometry import Matrix
from trygtryk.origami.crease import Assignment, Pattern, Vertex, fortune_teller

Side = Literal["front", "back"]


@dataclass(frozen=True, slots=True)
class Mirror:
    """The line ``x * dx + y * dy = c``."""

    dx: int
    dy: int
    c: Fraction

    def beyond(self, point: Vertex) -> Fraction:
        """How far a point lies beyond the line, in its normal's length."""
        return self.dx * point[0] + self.dy * point[1] - self.c


@dataclass(frozen=True, slots=True)
class Motion:
    """An exact congruence of the plane: x' = a x + c y + e, y' = b x + d y + f."""

    a: Fraction = Fraction(1)
    b: Fraction = Fraction(0)
    c: Fraction = Fraction(0)
    d: Fraction = Fraction(1)
    e: Fraction = Fraction(0)
    f: Fraction = Fraction(0)

    def __call__(self, point: Vertex) -> Vertex:
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def front_up(self) -> bool:
        """Whether what it moves shows its printed side: it turns, and mirrors nothing."""
        return self.a * self.d - self.b * self.c > 0

    def mirrored(self, mirror: Mirror) -> Motion:
        """This motion and after it a mirroring."""
        norm = mirror.dx**2 + mirror.dy**2

        def image(point: Vertex, shift: Fraction) -> Vertex:
            k = 2 * (mirror.dx * point[0] + mirror.dy * point[1] - shift) / norm
            return point[0] - k * mirror.dx, point[1] - k * mirror.dy

        (a, b), (c, d) = (image(axis, Fraction(0)) for axis in ((self.a, self.b), (self.c, self.d)))
        e, f = image((self.e, self.f), mirror.c)
        return Motion(a, b, c, d, e, f)

    @property
    def matrix(self) -> Matrix:
        """As floats, still in half sides."""
        return (float(self.a), float(self.b), float(self.c), float(self.d), float(self.e), float(self.f))


@dataclass(frozen=True)
class State:
    """A flat folded state, looked at from above; ``order`` names the faces from the table upwards."""

    pattern: Pattern
    motions: tuple[Motion, ...]
    order: tuple[int, ...]

    @cached_property
    def _corners(self) -> tuple[tuple[Vertex, ...], ...]:
        return tuple(
            tuple(motion(point) for point in self.pattern.corners(face)) for face, motion in enumerate(self.motions)
        )

    @cached_property
    def _centres(self) -> tuple[Vertex, ...]:
        return tuple(
            (sum(x for x, _ in points) / Fraction(len(points)), sum(y for _, y in points) / Fraction(len(points)))
            for points in self._corners
        )

    def corners(self, face: int) -> tuple[Vertex, ...]:
        """Where the face's corners lie."""
        return self._corners[face]

    def centre(self, face: int) -> Vertex:
        """Where the middle of the face's corners lies."""
        return self._centres[face]

    def up(self, face: int) -> Side:
        """The side of the face that is up."""
        return "front" if self.motions[face].front_up else "back"

    def stacks(self) -> dict[Vertex, tuple[int, ...]]:
        """The faces lying on each other from the table upwards, by where their common centre is."""
        stacks: dict[Vertex, tuple[int, ...]] = {}
        for face in self.order:
            centre = self.centre(face)
            stacks[centre] = (*stacks.get(centre, ()), face)
        return stacks

    def seen_from_above(self) -> dict[int, Side]:
        """The faces that are seen, each with the side it shows."""
        return {stack[-1]: self.up(stack[-1]) for stack in self.stacks().values()}

    def assignments(self) -> tuple[Assignment, ...]:
        """What each edge of the pattern is in this state, from the order of the layers beside it."""
        height = {face: n for n, face in enumerate(self.order)}

        def kind(faces: tuple[int, ...]) -> Assignment:
            if len(faces) == 1:
                return "B"
            face, other = faces
            if self.motions[face] == self.motions[other]:
                return "F"
            return "V" if (height[other] > height[face]) == self.motions[face].front_up else "M"

        return tuple(kind(edge.faces) for edge in self.pattern.edges)


def sheet(pattern: Pattern) -> State:
    """The unfolded sheet, front up."""
    faces = tuple(range(len(pattern.faces)))
    return State(pattern, tuple(Motion() for _ in faces), faces)


def turned_over(state: State) -> State:
    """The whole turned about the upright axis through the middle."""
    axis = Mirror(1, 0, Fraction(0))
    return replace(state, motions=tuple(m.mirrored(axis) for m in state.motions), order=state.order[::-1])


def fold(state: State, mirror: Mirror, moves: Callable[[int], bool] | None = None) -> State:
    """The layers beyond the line folded up and over it, or those of them that ``moves`` picks.

    Raises ValueError where a face would bend, the paper tear, or a layer pass through one lying on it.
    """
    beyond = [tuple(mirror.beyond(point) for point in state.corners(face)) for face in range(len(state.motions))]
    moving = {face for face in state.order if max(beyond[face]) > 0 and (moves is None or moves(face))}
    for face in moving:
        if min(beyond[face]) < 0:
            raise ValueError(f"face {face} would bend")
    for edge in state.pattern.edges:
        if len(edge.faces) == 2 and len(moving.intersection(edge.faces)) == 1:
            face = edge.faces[0]
            corners = state.pattern.faces[face]
            if any(beyond[face][corners.index(end)] for end in (edge.start, edge.end)):
                raise ValueError(f"the paper would tear between faces {edge.faces}")
    for stack in state.stacks().values():
        kinds = [face in moving for face in stack]
        if kinds != sorted(kinds):
            raise ValueError(f"the layers {stack} would pass through each other")
    motions = tuple(m.mirrored(mirror) if face in moving else m for face, m in enumerate(state.motions))
    still = [face for face in state.order if face not in moving]
    return State(state.pattern, motions, (*still, *(face for face in reversed(state.order) if face in moving)))


Name = Literal["sheet", "face-down", "slant-1", "slant-2", "corners", "turned", "flaps", "half-1", "half-2", "colours"]

_MIDDLE, _HALF, _WHOLE = Fraction(0), Fraction(1, 2), Fraction(1)

FOLDS: dict[Name, tuple[Name, tuple[Mirror, ...]]] = {
    "face-down": ("sheet", ()),
    "slant-1": ("face-down", (Mirror(1, 1, _MIDDLE),)),
    "slant-2": ("face-down", (Mirror(-1, 1, _MIDDLE),)),
    "corners": ("face-down", tuple(Mirror(dx, dy, _WHOLE) for dx, dy in ((1, 1), (-1, 1), (-1, -1), (1, -1)))),
    "turned": ("corners", ()),
    "flaps": ("turned", tuple(Mirror(dx, dy, _HALF) for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)))),
    "half-1": ("flaps", (Mirror(0, 1, _MIDDLE),)),
    "half-2": ("flaps", (Mirror(1, 0, _MIDDLE),)),
    "colours": ("flaps", ()),
}
"""In fold order what each state is made from, and along which lines; along none, it is turned over.

The slants and the halves are opened again; ``flaps`` shows the numbers, ``colours`` the other side.
"""


@cache
def folded() -> dict[Name, State]:
    """The flip-flap's flat states by name."""
    states: dict[Name, State] = {"sheet": sheet(fortune_teller())}
    for name, (before, mirrors) in FOLDS.items():
        state = states[before]
        for mirror in mirrors:
            state = fold(state, mirror)
        states[name] = state if mirrors else turned_over(state)
    return states


_FLAP_NORMALS = ((0, 1), (1, 0), (0, -1), (-1, 0))


def lifted(flaps: Iterable[int]) -> State:
    """The numbers' side with flaps lifted, counted clockwise from 0, the one away from the reader."""
    return _lifted(tuple(sorted(set(flaps))))


@cache
def _lifted(flaps: tuple[int, ...]) -> State:
    state = folded()["flaps"]
    for flap in flaps:
        dx, dy = _FLAP_NORMALS[flap]
        # the flap lies on the near side of its crease: turn the line's normal to have it beyond
        layers = {face for panel in panels() if panel.flap == flap for face in (panel.number, panel.question)}
        state = fold(state, Mirror(-dx, -dy, -_HALF), layers.__contains__)
    return state


@dataclass(frozen=True, slots=True)
class Panel:
    """The four faces on each other at one number, as the folded stack has them from the top.

    ``place`` counts from 0 clockwise, from the left half of the flap away from the reader; ``flap`` likewise.
    """

    place: int
    flap: int
    number: int
    question: int
    floor: int
    outer: int


@cache
def panels() -> tuple[Panel, ...]:
    """The eight panels in the order a reader counts them."""
    stacks = folded()["flaps"].stacks()
    clockwise = sorted(stacks, key=lambda centre: _clock(*centre))
    out = []
    for place, centre in enumerate(clockwise):
        outer, floor, question, number = stacks[centre]
        out.append(Panel(place, place // 2, number, question, floor, outer))
    return tuple(out)


def _clock(x: Fraction, y: Fraction) -> tuple[int, Fraction]:
    """Orders centres clockwise from the upper left diagonal."""
    if y > abs(x):
        return 0, x
    if x > abs(y):
        return 1, -y
    if -y > abs(x):
        return 2, -x
    return 3, y

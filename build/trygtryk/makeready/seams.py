"""Where the sheets of a poster meet: a cut that leaves every text whole, straight where it can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from trygtryk.curves import lerp
from trygtryk.geometry import IDENTITY, Box, Matrix, Point, around, then, upright
from trygtryk.model import Artwork, Group, Item, Layer, Line, Link, Tagged
from trygtryk.sources.fonts import Fonts, shaped
from trygtryk.units import mm

Way = Literal["across", "down"]

# as far from a letter as a pair of scissors is sure of
CLEAR_MM = 0.5
# the cut turns only where nothing stands in its way over so much
_TURN_MM = 1.0
_STEP_MM = 0.25
_ROOMY_MM = 1.5
# what is worse than what: a letter cut through, one that scissors may touch, a narrow gap, a turn, a way to the side
_CUT, _TOUCHED, _NARROW, _TURN, _ASIDE = 1000.0, 40.0, 8.0, 6.0, 0.4


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is not to be cut through, and the text that it is of; its box in millimetres."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Seam:
    """A cut from one edge to the other, as points in order; how far it keeps from the nearest text, and what it cuts."""

    way: Way
    points: tuple[Point, ...]
    clear_mm: float
    cut: tuple[str, ...] = ()

    def at(self, along_mm: float) -> float:
        """How far to the side (or up) the seam is, so far along."""
        run = 0 if self.way == "across" else 1
        for a, b in pairwise(self.points):
            if a[run] <= along_mm <= b[run] and a[run] < b[run]:
                return lerp(a[1 - run], b[1 - run], (along_mm - a[run]) / (b[run] - a[run]))
        return self.points[0 if along_mm < self.points[0][run] else -1][1 - run]

    def between(self, low_mm: float, high_mm: float) -> tuple[Point, ...]:
        """The part of it from one place along it to another."""
        run = 0 if self.way == "across" else 1
        inner = [point for point in self.points if low_mm < point[run] < high_mm]
        ends = [
            (along, self.at(along)) if self.way == "across" else (self.at(along), along) for along in (low_mm, high_mm)
        ]
        return ends[0], *inner, ends[1]


def obstacles(items: Sequence[Item], fonts: Fonts, way: Way, matrix: Matrix = IDENTITY) -> Iterator[Obstacle]:
    """What a cut goes round: down the page each letter's ink, as it passes between them; across it the whole line, as it
    passes above or below. A code that is clicked on screen is read by cameras on paper."""
    for item in items:
        match item:
            case Group():
                yield from obstacles(item.items, fonts, way, then(item.matrix, matrix))
            case Artwork() | Tagged() | Layer():
                yield from obstacles(item.items, fonts, way, matrix)
            case Link():
                yield Obstacle(upright(item.box, matrix), item.contents)
            case Line():
                letters = [upright(box, matrix) for box in _letters(item, fonts)]
                if way == "down":
                    yield from (Obstacle(box, item.text) for box in letters)
                elif letters:
                    yield Obstacle(around(letters), item.text)


def _letters(line: Line, fonts: Fonts) -> Iterator[Box]:
    """The ink of each letter of a line."""
    face, em = fonts.faces[line.face], mm(line.size_pt)
    x = line.x_mm
    for character, advance in zip(line.text, shaped(face, line.text)[0], strict=True):
        left, low, right, high = face.drawn(character)
        if right > left:
            yield Box(x + left * em, line.y_mm + low * em, x + right * em, line.y_mm + high * em)
        x += advance / 1000 * em


def seam(obstructed: Sequence[Obstacle], way: Way, ends: tuple[float, float], room: tuple[float, float]) -> Seam:
    """The best cut from end to end within the room: whole texts before wide gaps, wide gaps before few turns.

    It turns only between one row of letters (or column of lines) and the next, where nothing stands.
    """
    steps = max(1, round((room[1] - room[0]) / _STEP_MM))
    places = [lerp(*room, n / steps) for n in range(steps + 1)]
    rows = list(_rows(obstructed, way, room))
    middle = (room[0] + room[1]) / 2
    costs = [abs(place - middle) * 0.05 for place in places]
    came: list[list[int]] = []
    for _, _, spans in rows or [(0.0, 0.0, ())]:
        reached = list(_reached(places, costs))
        costs = [least + _passing(place, spans) for (least, _), place in zip(reached, places, strict=True)]
        came.append([back for _, back in reached])
    chosen = [min(range(len(places)), key=costs.__getitem__)]
    for back in reversed(came[1:]):
        chosen.append(back[chosen[-1]])
    through = [places[n] for n in reversed(chosen)]
    clear = [_clear(place, spans) for place, (_, _, spans) in zip(through, rows, strict=False)]
    cut = [
        spans[n][2]
        for place, (_, _, spans) in zip(through, rows, strict=False)
        for n in range(len(spans))
        if spans[n][0] < place < spans[n][1]
    ]
    return Seam(way, tuple(_points(through, rows, way, ends)), min(clear, default=_ROOMY_MM), tuple(dict.fromkeys(cut)))


_Row = tuple[float, float, tuple[tuple[float, float, str], ...]]
"""What stands side by side along a cut: from where to where, and what lies across it, each with its text."""


def _rows(obstructed: Sequence[Obstacle], way: Way, room: tuple[float, float]) -> Iterator[_Row]:
    """Obstacles near the cut by the rows that it passes one after another."""
    run = [
        (one.box.x0_mm, one.box.x1_mm, one.box.y0_mm, one.box.y1_mm, one.text)
        if way == "across"
        else (one.box.y0_mm, one.box.y1_mm, one.box.x0_mm, one.box.x1_mm, one.text)
        for one in obstructed
    ]
    near = sorted(one for one in run if one[2] < room[1] + _ROOMY_MM and one[3] > room[0] - _ROOMY_MM)
    while near:
        start, end, *_ = near[0]
        spans: list[tuple[float, float, str]] = []
        while near and near[0][0] < end + _TURN_MM:
            _, last, low, high, text = near.pop(0)
            end = max(end, last)
            spans.append((low, high, text))
        yield start, end, tuple(spans)


def _reached(places: Sequence[float], costs: Sequence[float]) -> Iterator[tuple[float, int]]:
    """For each place, how cheaply a cut comes to it from one of them, and from which.

    A turn costs by how far it goes, so that of those to one side the cheapest is the same for all further on: two sweeps
    instead of every pair.
    """
    indices = range(len(places))
    rising = [(cost - _ASIDE * place, n) for n, cost, place in zip(indices, costs, places, strict=True)]
    falling = [(cost + _ASIDE * place, n) for n, cost, place in zip(indices, costs, places, strict=True)]
    before, after = list(accumulate(rising, min)), list(accumulate(reversed(falling), min))[::-1]
    for n, place in zip(indices, places, strict=True):
        yield min((costs[m] + _turned(place - places[m]), m) for m in (before[n][1], n, after[n][1]))


def _turned(by_mm: float) -> float:
    return _TURN + _ASIDE * abs(by_mm) if by_mm else 0.0


def _clear(place: float, spans: Sequence[tuple[float, float, str]]) -> float:
    """How far a cut keeps from what it passes; below nought it cuts it."""
    return min((max(low - place, place - high) for low, high, _ in spans), default=_ROOMY_MM)


def _passing(place: float, spans: Sequence[tuple[float, float, str]]) -> float:
    clear = _clear(place, spans)
    kept = max(clear, 0.0)
    touched = _TOUCHED * max(0.0, 1 - kept / CLEAR_MM)
    return (_CUT if clear < 0 else 0.0) + touched + _NARROW * max(0.0, 1 - kept / _ROOMY_MM) ** 2


def _points(through: Sequence[float], rows: Sequence[_Row], way: Way, ends: tuple[float, float]) -> Iterator[Point]:
    """The cut's corners: it turns in the middle half of the gap between two rows."""

    def point(along: float, aside: float) -> Point:
        return (along, aside) if way == "across" else (aside, along)

    yield point(ends[0], through[0])
    for n, (before, after) in enumerate(pairwise(rows)):
        if through[n] != through[n + 1]:
            gap = after[0] - before[1]
            yield point(before[1] + gap / 4, through[n])
            yield point(after[0] - gap / 4, through[n + 1])
    yield point(ends[1], through[-1])

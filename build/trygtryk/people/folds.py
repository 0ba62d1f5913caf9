"""The shade along an arm where it lies over the body it belongs to; none where it grows out of the shoulder."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trygtryk.curves import Circle, between, flattened, inside, lerp, smooth, unit
from trygtryk.geometry import Outline, Point

_TABLE = 0.7
"""How far over the middle of an elbow (its radii) the table it rests on may reach."""
Corners = tuple[Point, ...]
"""An outline as straight stretches."""


@dataclass(frozen=True, slots=True)
class Folds:
    """How wide the shade is over and under an arm, and where it begins: assets/figures/body.toml."""

    over: float
    under: float
    open_over: float
    open_under: float
    foreshortened: float
    taper: float
    least: float
    beneath: float
    bent: float
    apart: float


def corners(outline: Outline) -> Corners:
    """An outline as a polygon, each of its curves in four."""
    return tuple(flattened(outline, 4))


def shades(
    style: Folds,
    chain: Sequence[Circle],
    arm: Outline,
    down: Point,
    under: Sequence[Corners],
    rests: bool = False,
) -> list[Outline]:
    """The shade of an arm on what lies ``under`` it; ``down`` is the way from its shoulder to the hip.

    ``chain`` is what the outline ``arm`` was wrapped round, shoulder first. The shade opens towards the shoulder, so that
    the arm grows out of it. An arm that ``rests`` has a table under it and no shade there.
    """
    out: list[Outline] = []
    _, y, r = chain[1]
    table = y + r * _TABLE if rests else -math.inf
    around = _stretched(corners(arm), style.apart)
    for run in _runs(style, chain, around, down, under, table):
        out.extend(_blade(style, run))
    return out


def fold_over(style: Folds, upper: Corners, lower: tuple[Circle, Circle], arm: Outline) -> list[Outline]:
    """The shade of a forearm on its own upper arm."""
    run: list[tuple[Point, Point]] = []
    out: list[Outline] = []
    elbow = lower[0]
    for spot, normal in _stretched(corners(arm), style.apart):
        clear = math.dist(spot, elbow[:2]) > elbow[2] * 1.15 and not _at_end(spot, lower)
        if clear and inside(_off(spot, normal, style.over), upper):
            run.append((spot, normal))
        else:
            out.extend(_blade(style, run))
            run = []
    return [*out, *_blade(style, run)]


def _stretched(around: Corners, apart: float) -> list[tuple[Point, Point]]:
    """Places all round a clockwise outline, evenly apart, each with the direction out of it."""
    out: list[tuple[Point, Point]] = []
    for a, b in itertools.pairwise((*around, around[0])):
        long = math.dist(a, b)
        if long < 1e-9:
            continue
        ux, uy = unit(b[0] - a[0], b[1] - a[1])
        count = max(1, math.ceil(long / apart))
        out.extend((between(a, b, i / count), (-uy, ux)) for i in range(count))
    return out


def _at_end(spot: Point, bone: tuple[Circle, Circle]) -> bool:
    """Whether a place lies on the straight end of a limb."""
    (ax, ay, _), (bx, by, _) = bone
    ux, uy = unit(bx - ax, by - ay)
    return (spot[0] - bx) * ux + (spot[1] - by) * uy > -1e-4


def _runs(
    style: Folds,
    chain: Sequence[Circle],
    around: Sequence[tuple[Point, Point]],
    down: Point,
    under: Sequence[Corners],
    table: float,
) -> Iterator[list[tuple[Point, Point]]]:
    """Stretches of an arm's edge above a ``table`` that lie over something, in order round it, from the shoulder's cap."""
    shoulder, elbow = chain[0], chain[1]
    upper = math.dist(shoulder[:2], elbow[:2]) or 1e-9
    ux, uy = unit(elbow[0] - shoulder[0], elbow[1] - shoulder[1])
    last = (chain[-2], chain[-1])
    around_bodies = [
        (min(body)[0], max(body)[0], min(y for _, y in body), max(y for _, y in body), body) for body in under
    ]

    def lies(spot: Point, normal: Point) -> bool:
        if spot[1] < table:
            return False
        x, y = beside = _off(spot, normal, style.over)
        # what is soon told first: most of an arm's edge is beside the body
        bodies = [body for left, right, low, high, body in around_bodies if left < x < right and low < y < high]
        if not bodies or _at_end(spot, last):
            return False
        along = (spot[0] - shoulder[0]) * ux + (spot[1] - shoulder[1]) * uy
        armpit = normal[0] * down[0] + normal[1] * down[1] > 0
        begins = min(style.foreshortened * upper, (style.open_under if armpit else style.open_over) * shoulder[2])
        if along < begins and math.dist(spot, shoulder[:2]) < upper:
            return False
        return any(inside(beside, body) for body in bodies)

    marks = [lies(spot, normal) for spot, normal in around]
    if not any(marks):
        return
    # round the outline once, from a place that is not in a run
    first = marks.index(False) if False in marks else 0
    run: list[tuple[Point, Point]] = []
    for i in range(len(around)):
        k = (first + i) % len(around)
        if marks[k]:
            run.append(around[k])
        elif run:
            yield run
            run = []
    if run:
        yield run


def _blade(style: Folds, run: Sequence[tuple[Point, Point]]) -> list[Outline]:
    """A shade along a run of an edge: wider the more the edge looks down, thin towards its ends."""
    if len(run) < 3:
        return []
    lengths = [0.0, *itertools.accumulate(math.dist(a[0], b[0]) for a, b in itertools.pairwise(run))]
    whole = lengths[-1]
    if whole < style.least:
        return []
    inner: list[Point] = []
    outer: list[Point] = []
    for (spot, normal), at in zip(run, lengths, strict=True):
        ends = min(1.0, at / min(style.taper, whole / 2), (whole - at) / min(style.taper, whole / 2))
        wide = lerp(style.over, style.under, (1 - normal[1]) / 2) * math.sin(max(0.0, ends) * math.pi / 2)
        inner.append(_off(spot, normal, -0.0012))
        outer.append(_off(spot, normal, wide))
    thin = 2 if len(run) > 7 else 1
    back = [*outer[-1:0:-thin], outer[0]]
    ahead = [*inner[:-1:thin], inner[-1]]
    up, down = smooth(ahead, closed=False), smooth(back, closed=False)
    return [(*up, ("L", *back[0]), *down[1:], ("Z",))]


def _off(spot: Point, normal: Point, far: float) -> Point:
    return spot[0] + normal[0] * far, spot[1] + normal[1] * far

"""The folding instructions' pictures, drawn from the folded states (signs after Yoshizawa and Randlett)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from trygtryk.curves import limb
from trygtryk.geometry import (
    Box,
    Matrix,
    Outline,
    Point,
    apply,
    polygon,
    polyline,
    rectangle,
    scale,
    shift,
    then,
    transformed,
)
from trygtryk.model import Group, Ink, Item, Shape, Stroke
from trygtryk.origami.crease import Turns, Vertex
from trygtryk.origami.folding import FOLDS, Mirror, Name, Side, State, folded
from trygtryk.origami.held import View, held

Paint = Callable[[int, Side, Matrix], tuple[Item, ...]]
"""What is on a face's side, under the matrix from the sheet (front, in half sides) to the picture."""


@dataclass(frozen=True, slots=True)
class Hold:
    """How the finished one is held and seen: the opening (across, along), and whence it is looked at."""

    opening: tuple[float, float]
    seen_from_deg: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """How step pictures are drawn. ``room`` is the share of the box that the paper may fill.

    Of the print, type under ``least_pt`` is left out.
    """

    back: Ink
    line: Ink
    outline_pt: float
    crease_pt: float
    dash_pt: tuple[float, ...]
    fold_pt: float
    arrow_pt: float
    head_mm: float
    room: float
    least_pt: float
    hand: Ink
    gathered: Hold
    peaks: Hold
    opened: Hold


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: the state it begins in, what is done, and the states its folds make.

    ``creased`` are the creases that are there already.
    """

    before: Name
    does: Literal["fold", "fold and open", "turn over", "put fingers in", "gather", "turn up", "open"]
    makes: tuple[Name, ...] = ()
    creased: tuple[Turns, ...] = ()


STEPS = (
    Step("face-down", "fold and open", ("slant-1", "slant-2")),
    Step("face-down", "fold", ("corners",), ("diagonals",)),
    Step("corners", "turn over", (), ("diagonals",)),
    Step("turned", "fold", ("flaps",), ("diagonals",)),
    Step("flaps", "fold and open", ("half-1", "half-2"), ("diagonals",)),
    Step("flaps", "turn over", (), ("diagonals", "halves")),
    Step("colours", "put fingers in", (), ("diagonals", "halves")),
    Step("colours", "gather"),
    Step("colours", "turn up"),
    Step("colours", "open"),
)


def step_picture(step: Step, box: Box, look: Look, paint: Paint) -> tuple[Item, ...]:
    """The step's picture in a box; ``paint`` gives the inks of faces where colours are shown."""
    if hold := {"gather": look.gathered, "turn up": look.peaks, "open": look.opened}.get(step.does):
        view = _seen(hold)
        room = box.grown(-min(box.width_mm, box.height_mm) * (1 - look.room) / 2)
        if step.does != "gather":
            return held_picture(view, room, look, paint)
        # the hands come from below
        above = replace(room, y0_mm=box.centre[1] - box.height_mm * _HANDS)
        hands = Group(tuple(_hands(framed(view, above), look)), clip=rectangle(box))
        return hands, *held_picture(view, above, look, paint)
    state = folded()[step.before]
    reach = max(abs(n) for face in state.order for point in state.corners(face) for n in point)
    factor = box.width_mm / 2 * look.room / float(reach)
    # the looped arrow stands under the paper
    lifted = box.height_mm * (1 - look.room) / 2 if step.does == "turn over" else 0.0
    fit = then(scale(factor), shift(box.centre[0], box.centre[1] + lifted))
    items = [*_paper(state, step, fit, look, paint)]
    mirrors = [mirror for name in step.makes for mirror in FOLDS[name][1]]
    for mirror in mirrors:
        ends = _on_line(state, mirror)
        line = polyline(*(apply(fit, end) for end in ends))
        inner = polyline(*(apply(fit, (x * _WITHIN, y * _WITHIN)) for x, y in ends))
        # where two edges meet on the line, the fold is what is shown
        items.append(Shape(inner, stroke=Stroke(look.back, look.outline_pt * 2, cap="butt")))
        items.append(Shape(line, stroke=Stroke(look.line, look.fold_pt, look.dash_pt, cap="butt")))
    for mirror in mirrors:
        start, end = (apply(fit, point) for point in carried(state, mirror))
        items.extend(_arrow(start, end, look, returns=step.does == "fold and open"))
    if step.does == "turn over":
        items.extend(_turn_arrow(box, look))
    if step.does == "put fingers in":
        for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
            start, end = ((share * x, share * y) for share in _PUSHED)
            items.extend(_push(apply(fit, start), apply(fit, end), look))
    return tuple(items)


@lru_cache(16)
def _seen(hold: Hold) -> View:
    return View(held(*hold.opening), *hold.seen_from_deg)


def held_picture(view: View, box: Box, look: Look, paint: Paint) -> tuple[Item, ...]:
    """The flip-flap in the hand."""
    fit = framed(view, box)
    stroke = Stroke(look.line, look.outline_pt, join="round")
    items: list[Item] = []
    for face in view.order:
        items.extend(paint(face, view.side(face), then(view.matrix(face), fit)))
        items.append(Shape(polygon(*(apply(fit, point) for point in view.corners(face))), stroke=stroke))
    return tuple(items)


def framed(view: View, box: Box) -> Matrix:
    """From a view's half sides to the middle of a box, as large as it holds."""
    xs, ys = zip(*(view.flat(point) for point in view.held.points), strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    factor = min(box.width_mm / wide, box.height_mm / high)
    centred = shift(-(min(xs) + max(xs)) / 2, -(min(ys) + max(ys)) / 2)
    return then(then(centred, scale(factor)), shift(*box.centre))


_HANDS = 0.08
"""How far under the middle of the box the paper begins where hands hold it from below, in box heights."""
# thumb, index finger, palm and forearm of the right hand, as capsules in half sides: x, y, radius at either end
_HAND: tuple[tuple[tuple[float, float, float], ...], ...] = (
    ((0.50, -0.66, 0.10), (0.42, -0.36, 0.085), (0.34, 0.06, 0.07)),
    ((0.80, -0.60, 0.11), (0.76, -0.14, 0.09), (0.44, 0.34, 0.06)),
    ((0.62, -0.72, 0.22), (0.72, -0.74, 0.20)),
    ((0.69, -0.76, 0.20), (0.98, -1.50, 0.19)),
)


def _hands(fit: Matrix, look: Look) -> Iterator[Item]:
    """A thumb and an index finger of each hand, on their way into the four pockets that the paper then hides."""
    for side in (1, -1):
        parts = [transformed(limb([(x * side, y, r) for x, y, r in capsule]), fit) for capsule in _HAND]
        yield from (Shape(part, None, Stroke(look.line, look.outline_pt * 2, join="round")) for part in parts)
        yield from (Shape(part, look.hand) for part in parts)


def _paper(state: State, step: Step, fit: Matrix, look: Look, paint: Paint) -> list[Item]:
    items: list[Item] = []
    seen = state.seen_from_above()
    for face, side in seen.items():
        items.extend(paint(face, side, then(state.motions[face].matrix, fit)))
    edges: list[Item] = []
    for edge, assignment in zip(state.pattern.edges, state.assignments(), strict=True):
        for face in edge.faces:
            if face in seen and (assignment != "F" or edge.made_by in step.creased):
                ends = (state.motions[face](state.pattern.vertices[n]) for n in (edge.start, edge.end))
                width = look.crease_pt if assignment == "F" else look.outline_pt
                edges.append(Shape(polyline(*(apply(fit, _floats(p)) for p in ends)), stroke=Stroke(look.line, width)))
    return items + sorted(
        edges, key=lambda item: item.stroke.width_pt if isinstance(item, Shape) and item.stroke else 0
    )


def _floats(point: Vertex) -> Point:
    return float(point[0]), float(point[1])


def _on_line(state: State, mirror: Mirror) -> tuple[Point, Point]:
    """The ends of a fold line on the paper; the paper is convex in every state."""
    on = sorted({p for face in state.order for p in state.corners(face) if mirror.beyond(p) == 0})
    return _floats(on[0]), _floats(on[-1])


def carried(state: State, mirror: Mirror) -> tuple[Point, Point]:
    """Where the part that is folded reaches farthest, and where that comes to lie."""
    points = {p for face in state.order for p in state.corners(face)}
    farthest = max(mirror.beyond(p) for p in points)
    tops = [p for p in points if mirror.beyond(p) == farthest]
    x, y = (sum((p[axis] for p in tops), Fraction(0)) / len(tops) for axis in (0, 1))
    k = 2 * mirror.beyond((x, y)) / (mirror.dx**2 + mirror.dy**2)
    return _floats((x, y)), _floats((x - k * mirror.dx, y - k * mirror.dy))


_WITHIN = 0.97
_PUSHED = (0.06, 0.36)
_BULGE = 0.22
_SHORT = 0.13


def _arrow(start: Point, end: Point, look: Look, *, returns: bool) -> tuple[Item, ...]:
    """A bent arrow; where the fold is opened again a hollow head points back."""
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    x0, y0, x1, y1 = x0 + dx * _SHORT, y0 + dy * _SHORT, x1 - dx * _SHORT, y1 - dy * _SHORT
    bend = (-dy * _BULGE, dx * _BULGE)
    c0 = x0 + dx * 0.2 + bend[0], y0 + dy * 0.2 + bend[1]
    c1 = x1 - dx * 0.2 + bend[0], y1 - dy * 0.2 + bend[1]
    items: list[Item] = [
        Shape((("M", x0, y0), ("C", *c0, *c1, x1, y1)), stroke=Stroke(look.line, look.arrow_pt)),
        _head((x1, y1), c1, look.line, look),
    ]
    if returns:
        items.append(_head((x0, y0), c0, look.back, look))
    return tuple(items)


def _head(tip: Point, behind: Point, fill: Ink, look: Look) -> Shape:
    angle = math.degrees(math.atan2(tip[1] - behind[1], tip[0] - behind[0]))
    turned = math.radians(angle)
    cos, sin = math.cos(turned), math.sin(turned)
    long, wide = look.head_mm, look.head_mm * 0.42
    x, y = tip[0] + cos * long * 0.5, tip[1] + sin * long * 0.5
    corners = (
        (x, y),
        (x - cos * long - sin * wide, y - sin * long + cos * wide),
        (x - cos * long + sin * wide, y - sin * long - cos * wide),
    )
    return Shape(polygon(*corners), fill, Stroke(look.line, look.arrow_pt, join="miter"))


_LOOP: Outline = (
    ("M", -1.0, 0.0),
    ("C", 0.55, 0.0, 0.75, 0.85, 0.0, 0.85),
    ("C", -0.75, 0.85, -0.55, 0.0, 1.0, 0.0),
)


def _turn_arrow(box: Box, look: Look) -> tuple[Item, ...]:
    """The looped arrow for turning over, under the paper."""
    reach = box.width_mm * 0.13
    at = then(scale(reach), shift(box.centre[0], box.y0_mm + look.head_mm))
    loop = transformed(_LOOP, at)
    end = apply(at, (1.0, 0.0))
    return Shape(loop, stroke=Stroke(look.line, look.arrow_pt)), _head(end, apply(at, (0.0, 0.0)), look.line, look)


def _push(start: Point, end: Point, look: Look) -> tuple[Item, ...]:
    """A broad hollow arrow: something is put in."""
    (x0, y0), (x1, y1) = start, end
    long = math.hypot(x1 - x0, y1 - y0)
    cos, sin = (x1 - x0) / long, (y1 - y0) / long
    thin, broad, neck = look.head_mm * 0.4, look.head_mm * 0.95, long - look.head_mm * 1.3
    outline = polygon((0, -thin), (neck, -thin), (neck, -broad), (long, 0), (neck, broad), (neck, thin), (0, thin))
    return (Group((Shape(outline, look.back, Stroke(look.line, look.arrow_pt)),), (cos, sin, -sin, cos, x0, y0)),)

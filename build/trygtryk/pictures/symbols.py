"""Signs: the four that tell the flip-flap's corners apart without colour, and the scissors."""

from __future__ import annotations

import math
from typing import Literal

from trygtryk.geometry import Outline, Point, ellipse, polygon, rectangle, scale, shift, sized, then
from trygtryk.model import Group, Ink, Item, Shape, Stroke

Symbol = Literal["triangle", "circle", "square", "star"]

_STAR_WAIST = 0.42


def symbol(kind: Symbol, centre: Point, size_mm: float) -> Outline:
    """The sign about a point; ``size_mm`` is the circle's diameter, the others weigh as much to the eye."""
    x, y = centre
    half = size_mm / 2
    match kind:
        case "circle":
            return ellipse(x, y, half)
        case "square":
            side = size_mm * 0.88
            return rectangle(sized(x - side / 2, y - side / 2, side, side))
        case "triangle":
            return polygon(*(_on_circle(x, y - half * 0.14, half * 1.22, turn) for turn in (90, 210, 330)))
        case "star":
            radii = (half * 1.2, half * 1.2 * _STAR_WAIST)
            return polygon(*(_on_circle(x, y, radii[n % 2], 90 + 36 * n) for n in range(10)))


def _on_circle(x: float, y: float, radius_mm: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return x + radius_mm * math.cos(angle), y + radius_mm * math.sin(angle)


_BLADE: Outline = (
    ("M", -1.0, -0.22),
    ("L", 2.1, 0.42),
    ("C", 1.6, 0.62, 0.9, 0.4, 0.0, 0.14),
    ("L", -1.0, -0.08),
    ("Z",),
)
_HANDLE_MM = 0.46


def scissors(at: Point, size_mm: float, ink: Ink) -> tuple[Item, ...]:
    """Open scissors that cut to the right, their pivot on a point."""
    blades = (Shape(_BLADE, ink), Group((Shape(_BLADE, ink),), scale(1, -1)))
    ring = Stroke(ink, size_mm * 0.16)
    handles = tuple(Shape(ellipse(-1.5, y, _HANDLE_MM), stroke=ring) for y in (0.62, -0.62))
    return (Group((*blades, *handles), then(scale(size_mm / 3.8), shift(*at))),)

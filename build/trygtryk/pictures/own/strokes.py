"""Strokes of a drawing's own units on the page: their pens scaled, and squeezed where the drawing is."""

from __future__ import annotations

import math
from dataclasses import replace

from trygtryk.geometry import IDENTITY, Box, Matrix, Outline, bounds, scale, transformed
from trygtryk.model import Shape, Stroke
from trygtryk.units import mm, pt

DOT = 0.002
"""The length of a dot, in widths of the pen."""
_LONGEST_PT = 99_999.0


def area_of(matrix: Matrix) -> float:
    """What an area of one becomes, negative where it is mirrored."""
    a, b, c, d, *_ = matrix
    return a * d - b * c


def on_page(shape: Shape, placed: Outline, matrix: Matrix, unit_mm: float = 0.0) -> tuple[Shape, Matrix, Box] | None:
    """A stroke on the page, under a matrix of its own where its pen is squeezed, and the box round it.

    ``shape`` is in the drawing's own units, its pen too; ``placed`` is its outline in millimetres. With ``unit_mm`` the
    pen's unit is that long, whatever the matrix does. None where nothing of the pen is seen.
    """
    a, b, c, d, e, f = matrix
    assert shape.stroke
    size = unit_mm or math.sqrt(abs(area_of(matrix)))
    stroke = _scaled(shape.stroke, size)
    if stroke is None:
        return None
    even = math.isclose(a * a + b * b, c * c + d * d, rel_tol=1e-6) and abs(a * c + b * d) < 1e-6 * size**2
    stretch = 1.0 if unit_mm else max(math.hypot(a, b), math.hypot(c, d)) / size
    reach = mm(stroke.width_pt) / 2 * stretch * (stroke.miter_limit if stroke.join == "miter" else 1.5)
    box = bounds(placed).grown(reach)
    if unit_mm or even:
        return replace(shape, outline=placed, stroke=stroke), IDENTITY, box
    squeezed = replace(shape, outline=transformed(shape.outline, scale(size)), stroke=stroke)
    return squeezed, (a / size, b / size, c / size, d / size, e, f), box


def _scaled(stroke: Stroke, size_mm: float) -> Stroke | None:
    """A pen of own units in points, a unit being ``size_mm``; None where nothing of it is seen."""
    width, *dash = (round(min(pt(part * size_mm), _LONGEST_PT), 4) for part in (stroke.width_pt, *stroke.dash_pt))
    if not width:
        return None
    # a dash of no length is a dot to SVG, and to some printers nothing
    dash = [max(part, width * DOT) for part in dash]
    pattern = math.fsum(dash)
    phase = round(pt(stroke.phase_pt * size_mm) % pattern, 4) if pattern else 0.0
    return replace(stroke, width_pt=width, dash_pt=tuple(dash), phase_pt=phase)

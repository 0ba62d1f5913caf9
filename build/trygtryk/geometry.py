"""Boxes, affine matrices and plain outlines; millimetres, origin bottom left, y up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Matrix = tuple[float, float, float, float, float, float]
"""``(a, b, c, d, e_mm, f_mm)``: x' = a x + c y + e, y' = b x + d y + f (ISO 32000-1, 8.3.3)."""

Point = tuple[float, float]

Segment = tuple[str] | tuple[str, float, float] | tuple[str, float, float, float, float, float, float]
"""``("M", x, y)``, ``("L", x, y)``, ``("C", x1, y1, x2, y2, x3, y3)`` or ``("Z",)``; millimetres."""

Outline = tuple[Segment, ...]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_ARC = 4 / 3 * (math.sqrt(2) - 1)


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle by its lower left and upper right corner."""

    x0_mm: float
    y0_mm: float
    x1_mm: float
    y1_mm: float

    @property
    def width_mm(self) -> float:
        return self.x1_mm - self.x0_mm

    @property
    def height_mm(self) -> float:
        return self.y1_mm - self.y0_mm

    @property
    def centre(self) -> Point:
        """The middle, in millimetres."""
        return (self.x0_mm + self.x1_mm) / 2, (self.y0_mm + self.y1_mm) / 2

    def grown(self, by_mm: float) -> Box:
        """The box with each side moved outwards (inwards where negative)."""
        return Box(self.x0_mm - by_mm, self.y0_mm - by_mm, self.x1_mm + by_mm, self.y1_mm + by_mm)

    def moved(self, dx_mm: float, dy_mm: float) -> Box:
        """The box moved to the right and up."""
        return Box(self.x0_mm + dx_mm, self.y0_mm + dy_mm, self.x1_mm + dx_mm, self.y1_mm + dy_mm)

    def meets(self, other: Box) -> bool:
        """Whether the two have some area in common."""
        return (
            self.x0_mm < other.x1_mm
            and other.x0_mm < self.x1_mm
            and self.y0_mm < other.y1_mm
            and other.y0_mm < self.y1_mm
        )

    def common(self, other: Box) -> Box:
        """The area of two that meet."""
        return Box(
            max(self.x0_mm, other.x0_mm),
            max(self.y0_mm, other.y0_mm),
            min(self.x1_mm, other.x1_mm),
            min(self.y1_mm, other.y1_mm),
        )

    def contains(self, other: Box, tolerance_mm: float = 1e-6) -> bool:
        """Whether none of the other lies farther outside than the tolerance."""
        return (
            self.x0_mm <= other.x0_mm + tolerance_mm
            and self.y0_mm <= other.y0_mm + tolerance_mm
            and self.x1_mm >= other.x1_mm - tolerance_mm
            and self.y1_mm >= other.y1_mm - tolerance_mm
        )


def sized(x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> Box:
    """A box by its lower left corner and its size."""
    return Box(x_mm, y_mm, x_mm + width_mm, y_mm + height_mm)


def shift(dx_mm: float, dy_mm: float) -> Matrix:
    """The matrix that moves."""
    return (1.0, 0.0, 0.0, 1.0, dx_mm, dy_mm)


def scale(sx: float, sy: float | None = None) -> Matrix:
    """The matrix that scales about the origin; a negative factor mirrors."""
    return (sx, 0.0, 0.0, sx if sy is None else sy, 0.0, 0.0)


def turn(degrees: float, about: Point = (0.0, 0.0)) -> Matrix:
    """The matrix that turns counter-clockwise about a point; exact for quarter turns."""
    quarter = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), 270.0: (0.0, -1.0)}.get(degrees % 360.0)
    cos, sin = quarter or (math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))
    x, y = about
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


def then(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does ``first`` and after it ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def apply(matrix: Matrix, point: Point) -> Point:
    """The point after the matrix."""
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def inverse(matrix: Matrix) -> Matrix:
    """The matrix that undoes; raises ZeroDivisionError where it squashes the plane."""
    a, b, c, d, e, f = matrix
    det = a * d - b * c
    return (d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det)


def transformed(outline: Outline, matrix: Matrix) -> Outline:
    """The outline with every point put through the matrix."""
    a, b, c, d, e, f = matrix
    out: list[Segment] = []
    # written out per length: every shape of every drawing comes through here
    for segment in outline:
        if len(segment) == 3:
            letter, x, y = segment
            out.append((letter, a * x + c * y + e, b * x + d * y + f))
        elif len(segment) == 7:
            letter, x, y, x2, y2, x3, y3 = segment
            out.append(
                (
                    letter,
                    a * x + c * y + e,
                    b * x + d * y + f,
                    a * x2 + c * y2 + e,
                    b * x2 + d * y2 + f,
                    a * x3 + c * y3 + e,
                    b * x3 + d * y3 + f,
                )
            )
        else:
            out.append(segment)
    return tuple(out)


def rectangle(box: Box) -> Outline:
    """The four sides of a box, closed, counter-clockwise from the lower left."""
    return polygon((box.x0_mm, box.y0_mm), (box.x1_mm, box.y0_mm), (box.x1_mm, box.y1_mm), (box.x0_mm, box.y1_mm))


def polygon(*points: Point) -> Outline:
    """Straight sides through the points, closed."""
    first, *rest = points
    return (("M", *first), *(("L", *point) for point in rest), ("Z",))


def polyline(*points: Point) -> Outline:
    """Straight strokes through the points, left open."""
    first, *rest = points
    return (("M", *first), *(("L", *point) for point in rest))


def rounded(box: Box, radius_mm: float) -> Outline:
    """A box with rounded corners; the radius is capped at half the shorter side."""
    r = min(radius_mm, box.width_mm / 2, box.height_mm / 2)
    return cornered(box, r, r)


def cornered(box: Box, rx: float, ry: float) -> Outline:
    """A box whose corners are quarters of an ellipse."""
    kx, ky = rx * (1 - _ARC), ry * (1 - _ARC)
    x0, y0, x1, y1 = box.x0_mm, box.y0_mm, box.x1_mm, box.y1_mm
    return (
        ("M", x0 + rx, y0),
        ("L", x1 - rx, y0),
        ("C", x1 - kx, y0, x1, y0 + ky, x1, y0 + ry),
        ("L", x1, y1 - ry),
        ("C", x1, y1 - ky, x1 - kx, y1, x1 - rx, y1),
        ("L", x0 + rx, y1),
        ("C", x0 + kx, y1, x0, y1 - ky, x0, y1 - ry),
        ("L", x0, y0 + ry),
        ("C", x0, y0 + ky, x0 + kx, y0, x0 + rx, y0),
        ("Z",),
    )


def ellipse(x_mm: float, y_mm: float, rx_mm: float, ry_mm: float | None = None) -> Outline:
    """An ellipse (a circle where one radius is given) about its centre, closed."""
    ry = rx_mm if ry_mm is None else ry_mm
    kx, ky = rx_mm * _ARC, ry * _ARC
    x, y = x_mm, y_mm
    return (
        ("M", x + rx_mm, y),
        ("C", x + rx_mm, y + ky, x + kx, y + ry, x, y + ry),
        ("C", x - kx, y + ry, x - rx_mm, y + ky, x - rx_mm, y),
        ("C", x - rx_mm, y - ky, x - kx, y - ry, x, y - ry),
        ("C", x + kx, y - ry, x + rx_mm, y - ky, x + rx_mm, y),
        ("Z",),
    )


def arc(centre: Point, radius_mm: float, start_deg: float, end_deg: float) -> Outline:
    """An open circular arc, counter-clockwise where ``end_deg`` is the greater; pieces of at most a quarter."""
    x, y = centre
    pieces = max(1, math.ceil(abs(end_deg - start_deg) / 90))
    step = math.radians((end_deg - start_deg) / pieces)
    k = 4 / 3 * math.tan(step / 4) * radius_mm
    angle = math.radians(start_deg)
    out: list[Segment] = [("M", x + radius_mm * math.cos(angle), y + radius_mm * math.sin(angle))]
    for _ in range(pieces):
        cos, sin = math.cos(angle), math.sin(angle)
        angle += step
        cos2, sin2 = math.cos(angle), math.sin(angle)
        out.append(
            (
                "C",
                x + radius_mm * cos - k * sin,
                y + radius_mm * sin + k * cos,
                x + radius_mm * cos2 + k * sin2,
                y + radius_mm * sin2 - k * cos2,
                x + radius_mm * cos2,
                y + radius_mm * sin2,
            )
        )
    return tuple(out)


def points(outline: Outline) -> tuple[Point, ...]:
    """Every point of an outline, control points too."""
    numbers = [segment[1:] for segment in outline]
    return tuple((float(n[i]), float(n[i + 1])) for n in numbers for i in range(0, len(n), 2))


def bounds(outline: Outline) -> Box:
    """The box round every point of an outline, control points too: never too small."""
    xs = [n for segment in outline for n in segment[1::2]]
    ys = [n for segment in outline for n in segment[2::2]]
    return Box(min(xs), min(ys), max(xs), max(ys))


def around(boxes: Sequence[Box]) -> Box:
    """The box round one or more boxes."""
    return Box(
        min(box.x0_mm for box in boxes),
        min(box.y0_mm for box in boxes),
        max(box.x1_mm for box in boxes),
        max(box.y1_mm for box in boxes),
    )


def upright(box: Box, matrix: Matrix) -> Box:
    """The upright box round a box after a matrix."""
    if matrix == IDENTITY:
        return box
    corners = [apply(matrix, (x, y)) for x in (box.x0_mm, box.x1_mm) for y in (box.y0_mm, box.y1_mm)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))

"""What a page's content comes to: marks at their places, in millimetres from the trim's lower left corner."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from trygtryk.geometry import Matrix, Point, apply
from trygtryk.proof.reading.colour import Paint
from trygtryk.proof.reading.fonts import Font, reach
from trygtryk.proof.reading.tokens import Run, segments

Corners = tuple[float, float, float, float]
"""``(x0, y0, x1, y1)``, as a Box holds them; a plain tuple, as there are very many."""

Rectangle = tuple[float, float, float, float]
"""``(x, y, width, height)`` before the matrix."""

_CURVE_STEPS = 8


class Path:
    """An outline as it stands in the stream, and the matrix that takes it to millimetres."""

    __slots__ = ("_polygons", "box", "even_odd", "matrix", "pieces")

    def __init__(self, pieces: tuple[Run | Rectangle, ...], matrix: Matrix, even_odd: bool) -> None:
        self.pieces = pieces
        self.matrix = matrix
        self.even_odd = even_odd
        self._polygons: tuple[tuple[Point, ...], ...] | None = None
        boxes = [
            piece.box
            if isinstance(piece, Run)
            else (
                min(piece[0], piece[0] + piece[2]),
                min(piece[1], piece[1] + piece[3]),
                max(piece[0], piece[0] + piece[2]),
                max(piece[1], piece[1] + piece[3]),
            )
            for piece in pieces
        ]
        self.box = placed(boxes[0] if len(boxes) == 1 else joined(boxes), matrix)

    @property
    def polygons(self) -> tuple[tuple[Point, ...], ...]:
        """The outline's parts with curves cut into straight pieces, in millimetres."""
        if self._polygons is None:
            self._polygons = tuple(tuple(part) for part in self._flat() if len(part) > 1)
        return self._polygons

    def _flat(self) -> list[list[Point]]:
        parts: list[list[Point]] = []
        matrix = self.matrix
        for piece in self.pieces:
            if not isinstance(piece, Run):
                x, y, w, h = piece
                corners = ((x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y))
                parts.append([apply(matrix, corner) for corner in corners])
                continue
            for letter, numbers in segments(piece.raw):
                points = [apply(matrix, (numbers[i], numbers[i + 1])) for i in range(0, len(numbers) - 1, 2)]
                if letter == "m" and points:
                    parts.append([points[0]])
                elif not parts:
                    continue
                elif letter == "h":
                    parts[-1].append(parts[-1][0])
                elif letter == "l" and points:
                    parts[-1].append(points[0])
                elif letter in "cvy" and len(points) >= 2:
                    parts[-1].extend(_curve(parts[-1][-1], letter, points))
        return parts


def _curve(start: Point, letter: str, points: list[Point]) -> list[Point]:
    if letter == "v":
        points = [start, *points]
    elif letter == "y":
        points = [*points, points[1]]
    if len(points) < 3:
        return []
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, *points[:3]
    out = []
    for i in range(1, _CURVE_STEPS + 1):
        t = i / _CURVE_STEPS
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        out.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return out


class Layer(NamedTuple):
    """An optional-content group the mark lies on, with its ISO 19593-1 processing step where it has one."""

    name: str
    step: tuple[str, str] | None


class Tag(NamedTuple):
    """The marked content a mark stands in: ``artifact``, or the number that ties it to the structure tree."""

    artifact: bool
    owner: str = ""
    mcid: int = -1


class Image(NamedTuple):
    """A picture's samples, its colour, and how it is stored."""

    width_px: int
    height_px: int
    one_bit: bool
    source: Any


class Mark(NamedTuple):
    """One thing painted. ``size`` is a stroke's width or a text's type size in points, an image's lowest ppi.

    ``path`` is the outline of a fill or a stroke, or the slanting frame round a text; ``font`` and ``codes`` belong to text; a text nobody sees has no
    ``paint``.
    """

    kind: Literal["fill", "stroke", "text", "image", "shading"]
    box: Corners
    paint: Paint | None
    overprint: bool
    opm: int
    size: float
    path: Path | None
    clip: tuple[Path, ...]
    layer: Layer | None
    tag: Tag | None
    font: Font | None = None
    codes: bytes = b""
    image: Image | None = None


def lettering(text: Mark) -> tuple[Rectangle, Matrix]:
    """The rectangle round a text's own letters before the matrix, and the matrix; the mark is a text's."""
    assert text.path is not None and text.font is not None
    (frame,) = text.path.pieces
    assert not isinstance(frame, Run)
    left, _, width, height = frame
    size = height / (text.font.ascent - text.font.descent)
    low, high = reach(text.font, text.codes)
    return (left, low * size, width, (high - low) * size), text.path.matrix


class Trouble(NamedTuple):
    """Something in the stream that is not as it should be; ``what`` is one of a few fixed words."""

    what: str
    detail: str
    box: Corners | None


class Transparent(NamedTuple):
    """A use of transparency: what kind, and the family of the group's blending space (empty: none given)."""

    what: str
    blending: str
    box: Corners | None


@dataclass(slots=True)
class Content:
    """Everything one page paints, and what was met on the way.

    ``colours`` holds each family of colour space used, where (``""`` the page itself, else a Danish word), and the
    first place. ``aside`` are marks within patterns, soft masks and Type3 glyphs: their places mean nothing.
    """

    marks: list[Mark] = field(default_factory=list)
    aside: list[Mark] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    colours: dict[tuple[str, str], Corners | None] = field(default_factory=dict)
    transparent: list[Transparent] = field(default_factory=list)
    spots: dict[tuple[str, str], Corners | None] = field(default_factory=dict)
    fonts: dict[str, Font] = field(default_factory=dict)
    mcids: dict[tuple[str, int], int] = field(default_factory=dict)


def placed(box: Corners, matrix: Matrix) -> Corners:
    """The box round the box after the matrix."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    if b == 0 == c:
        left, right = a * x0 + e, a * x1 + e
        low, high = d * y0 + f, d * y1 + f
        return min(left, right), min(low, high), max(left, right), max(low, high)
    xs = (a * x0 + c * y0, a * x1 + c * y0, a * x0 + c * y1, a * x1 + c * y1)
    ys = (b * x0 + d * y0, b * x1 + d * y0, b * x0 + d * y1, b * x1 + d * y1)
    return min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f


def joined(boxes: list[Corners]) -> Corners:
    """The box round all the boxes."""
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return min(x0s), min(y0s), max(x1s), max(y1s)


def common(one: Corners, other: Corners) -> Corners | None:
    """What two boxes share, or None."""
    x0, y0 = max(one[0], other[0]), max(one[1], other[1])
    x1, y1 = min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def stretch(matrix: Matrix) -> float:
    """How much a matrix enlarges, as the square root of its area factor."""
    return math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))

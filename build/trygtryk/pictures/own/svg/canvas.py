"""Flat shapes painted one over another; what shines through is flattened to the colours that are seen.

A form that covers half is drawn as all that lies beneath it once more, in the colours seen through the form, and clipped
to it. So the page stays flat: the print shop's inks and limits hold, and no printer has to blend.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise

from trygtryk.bounds import MOST_PIECES
from trygtryk.geometry import IDENTITY, Box, Matrix, Outline, bounds
from trygtryk.model import Group, Item, Shape
from trygtryk.pictures.own.conversion import Conversion
from trygtryk.pictures.own.svg.values import Rgb


class StrokeThroughError(Exception):
    """A stroke that covers half and lies over several colours: no clip has the form of a stroke."""


class TooManyError(Exception):
    """More pieces than MOST_PIECES."""


@dataclass(frozen=True, slots=True)
class Painted:
    """A fill or a stroke in one colour, which takes the place of what it covers; ``box`` is round what is seen of it."""

    shape: Shape
    rgb: Rgb
    box: Box
    matrix: Matrix = IDENTITY


@dataclass(frozen=True, slots=True)
class Clipped:
    """Pieces seen through an outline."""

    pieces: tuple[Piece, ...]
    clip: Outline
    even_odd: bool
    box: Box


Piece = Painted | Clipped


@dataclass(slots=True)
class _Layer:
    """Pieces gathered under one clip, or as one group that covers in part."""

    pieces: list[Piece] = field(default_factory=list)
    alone: bool = False


class Canvas:
    """What is painted, from the ground up."""

    def __init__(self, ground: Rgb) -> None:
        self.ground = ground
        self._layers = [_Layer(alone=True)]
        self._count = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is painted yet."""
        return not self._layers[0].pieces

    def paint(self, piece: Painted) -> None:
        """Paints over what is there; raises StrokeThroughError."""
        first = max(n for n, layer in enumerate(self._layers) if layer.alone)
        below = [piece for layer in self._layers[first:] for piece in layer.pieces]
        ground = self.ground if first == 0 else _NOTHING
        self._add(_through(piece, piece.rgb, ground, below) if piece.rgb.alpha < 1 else [piece])

    @contextmanager
    def clipped(self, clip: Outline, even_odd: bool) -> Iterator[None]:
        """What is painted meanwhile is seen through an outline."""
        self._layers.append(_Layer())
        yield
        pieces = self._layers.pop().pieces
        if pieces:
            self._layers[-1].pieces.append(Clipped(tuple(pieces), clip, even_odd, bounds(clip)))

    @contextmanager
    def covering(self, share: float) -> Iterator[None]:
        """What is painted meanwhile covers together, in so far; raises StrokeThroughError."""
        self._layers.append(_Layer(alone=True))
        yield
        pieces = self._layers.pop().pieces
        first = max(n for n, layer in enumerate(self._layers) if layer.alone)
        below = [piece for layer in self._layers[first:] for piece in layer.pieces]
        self._add(_faded(pieces, share, self.ground if first == 0 else _NOTHING, below))

    def items(self, conversion: Conversion) -> tuple[Item, ...]:
        """All that was painted, in the press's inks."""
        return _items(self._layers[0].pieces, conversion)

    def _add(self, pieces: list[Piece]) -> None:
        self._count += _size(pieces)
        if self._count > MOST_PIECES:
            raise TooManyError
        self._layers[-1].pieces += pieces


_NOTHING = Rgb("#ffffff", 0.0)


def _faded(pieces: list[Piece], share: float, ground: Rgb, below: list[Piece]) -> list[Piece]:
    """A group's pieces over what lay below the group: each takes the place of those before it."""
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Clipped):
            out.append(replace(piece, pieces=tuple(_faded(list(piece.pieces), share, ground, below))))
        else:
            out += _through(piece, Rgb(piece.rgb.srgb, piece.rgb.alpha * share), ground, below)
    return out


def _through(piece: Painted, rgb: Rgb, ground: Rgb, below: list[Piece]) -> list[Piece]:
    """A piece in its colour over each of the colours below it."""
    if rgb.alpha >= 1:
        return [replace(piece, rgb=rgb)]
    seen = _within(below, piece.box)
    if seen and isinstance(seen[0], Painted) and _fills(seen[0], piece.box):
        ground, seen = seen[0].rgb, seen[1:]
    flat = replace(piece, rgb=_over(rgb, ground))
    if not seen:
        return [flat]
    if piece.shape.stroke:
        raise StrokeThroughError
    shape = piece.shape
    return [flat, Clipped(tuple(_recoloured(seen, rgb)), shape.outline, shape.even_odd, piece.box)]


def _within(pieces: list[Piece], box: Box) -> list[Piece]:
    """The pieces that are seen in a box, begun with the last that fills it."""
    found: list[Piece] = []
    for piece in reversed(pieces):
        if not piece.box.meets(box):
            continue
        if isinstance(piece, Clipped):
            inner = _within(list(piece.pieces), box)
            if inner:
                found.append(replace(piece, pieces=tuple(inner)))
        else:
            found.append(piece)
            if _fills(piece, box):
                break
    return found[::-1]


def _fills(piece: Painted, box: Box) -> bool:
    """Whether a piece is an upright rectangle round a box."""
    return piece.shape.stroke is None and piece.rgb.alpha == 1 and is_upright(piece.shape.outline, box)


def is_upright(outline: Outline, around: Box) -> bool:
    """Whether an outline is an upright rectangle round a box."""
    box = bounds(outline)
    if not box.contains(around, 0.01):
        return False
    corners = [segment[1:] for segment in outline if len(segment) == 3]
    if len(corners) not in (4, 5) or len(corners) != len(outline) - (outline[-1][0] == "Z"):
        return False
    near = 1e-6
    sides = [
        (
            "left" if abs(x - box.x0_mm) < near else "right" if abs(x - box.x1_mm) < near else "",
            "foot" if abs(y - box.y0_mm) < near else "top" if abs(y - box.y1_mm) < near else "",
        )
        for x, y in corners
    ]
    turns = [(a != c) != (b != d) for (a, b), (c, d) in pairwise(sides)]
    return all(x and y for x, y in sides) and len(set(sides)) == 4 and all(turns)


def _recoloured(pieces: list[Piece], rgb: Rgb) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Clipped):
            yield replace(piece, pieces=tuple(_recoloured(list(piece.pieces), rgb)))
        else:
            yield replace(piece, rgb=_over(rgb, piece.rgb))


def _over(top: Rgb, under: Rgb) -> Rgb:
    """One colour over another (Compositing 1, 5.1)."""
    alpha = top.alpha + under.alpha * (1 - top.alpha)
    parts = []
    for at in (1, 3, 5):
        a, b = int(top.srgb[at : at + 2], 16), int(under.srgb[at : at + 2], 16)
        parts.append(int((a * top.alpha + b * under.alpha * (1 - top.alpha)) / alpha + 0.5) if alpha else b)
    return Rgb("#" + "".join(f"{part:02x}" for part in parts), 1.0 if alpha > 0.9999 else alpha)


def _size(pieces: list[Piece] | tuple[Piece, ...]) -> int:
    count = 0
    for piece in pieces:
        count += 1 + (_size(piece.pieces) if isinstance(piece, Clipped) else 0)
    return count


def _items(pieces: list[Piece] | tuple[Piece, ...], conversion: Conversion) -> tuple[Item, ...]:
    items: list[Item] = []
    for piece in pieces:
        if isinstance(piece, Clipped):
            items.append(Group(_items(piece.pieces, conversion), clip=piece.clip, even_odd=piece.even_odd))
            continue
        ink, shape, last = conversion.ink(piece.rgb.srgb), piece.shape, items[-1] if items else None
        if shape.stroke is None:
            items.append(replace(shape, fill=ink))
        elif piece.matrix != IDENTITY:
            items.append(Group((replace(shape, stroke=replace(shape.stroke, ink=ink)),), piece.matrix))
        elif isinstance(last, Shape) and last.stroke is None and last.outline is shape.outline:
            items[-1] = replace(last, stroke=replace(shape.stroke, ink=ink))
        else:
            items.append(replace(shape, stroke=replace(shape.stroke, ink=ink)))
    return tuple(items)

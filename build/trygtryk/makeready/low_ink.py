"""The low-ink variant: white ground, light tints and thin lines, and all text dark."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from math import fsum

from trygtryk.geometry import Box, Outline, points
from trygtryk.light import luminance, shares
from trygtryk.model import (
    Artwork,
    Document,
    Group,
    Ink,
    Item,
    Layer,
    Line,
    Shape,
    Stroke,
    Tagged,
)

_TINT = 0.22
_STROKE_TINT = 0.5
_DARKER = 0.45
_BLACK = Ink("black", (0.0, 0.0, 0.0, 100.0), "#000000")
_WHITE = Ink("white", (0.0, 0.0, 0.0, 0.0), "#ffffff")
# the inner half of a line lies under its shape
_OUTLINE_PT = 1.0
_HEAVY_PT = 2.5
# what is as wide as its page or picture and covers this much of it is ground, and goes white
_GROUND_SHARE = 0.25
_SLACK_MM = 1.0
# relative luminance under which text stands well on white (WCAG 2.2, 1.4.3: 4.5 to 1)
_DARK = 1.05 / 4.5 - 0.05


def low_ink(document: Document) -> Document:
    """The document with its grounds left white, its shapes as light tints in thin lines, and light text made black."""
    drawn = _Redrawn()
    pages = tuple(replace(page, items=drawn.items(page.items, page.bleed)) for page in document.pages)
    return replace(document, name=f"{document.name}-sparefarve", title=f"{document.title} (sparefarve)", pages=pages)


@dataclass(slots=True)
class _Redrawn:
    """One document while it is redrawn: an artwork placed many times stays one; the last ground lends its line."""

    _artworks: dict[int, tuple[Artwork, Artwork]] = field(default_factory=dict)
    _ground: Ink = _BLACK

    def items(self, items: tuple[Item, ...], room: Box) -> tuple[Item, ...]:
        """Shapes of one ink that follow each other share one line round them all: a bubble and its tail, a cloud."""
        out: list[Item] = []
        for ink, run in groupby(items, key=lambda item: item.fill if isinstance(item, Shape) else None):
            made = tuple(self._item(item, room) for item in run)
            if ink is not None:
                shapes = tuple(item for item in made if isinstance(item, Shape))
                lines = {shape: replace(shape, fill=None) for shape in shapes if shape.stroke}
                # a ground gone white keeps its edge, where people stand: its outer half is cut off with the picture
                edges = [lines.pop(shape) for shape in (*lines,) if shape.fill is _WHITE]
                out += lines.values()
                made = (*(replace(shape, stroke=None) for shape in shapes), *edges)
            out += made
        return tuple(out)

    def _item(self, item: Item, room: Box) -> Item:
        match item:
            case Shape():
                return self._shape(item, room)
            case Line():
                return item if _luminance(item.ink) <= _DARK else replace(item, ink=_BLACK)
            case Artwork():
                if id(item) not in self._artworks:
                    made = replace(item, name=f"{item.name}-sparefarve", items=self.items(item.items, item.box))
                    self._artworks[id(item)] = (item, made)
                return self._artworks[id(item)][1]
            case Group() | Tagged() | Layer():
                return replace(item, items=self.items(item.items, room))
            case _:
                return item

    def _shape(self, shape: Shape, room: Box) -> Shape:
        stroke = shape.stroke and _thinned(shape.stroke)
        ink = shape.fill
        if ink is None or ink.spot or ink.cmyk == _BLACK.cmyk:
            return replace(shape, stroke=stroke)
        if fsum(ink.cmyk) == 0:
            # a white panel would be lost on a ground gone white
            return replace(shape, stroke=stroke or Stroke(_darker(self._ground), _OUTLINE_PT))
        if _is_ground(shape.outline, room):
            self._ground = ink
            return replace(shape, fill=_WHITE, stroke=stroke or Stroke(_darker(ink), _OUTLINE_PT))
        return replace(shape, fill=_tint(ink), stroke=stroke or Stroke(_darker(ink), _OUTLINE_PT))


def _thinned(stroke: Stroke) -> Stroke:
    """A line that is really a limb or a bar becomes a tint; a white one is seen on white only when it is grey."""
    if stroke.ink.spot or stroke.ink.cmyk == _BLACK.cmyk:
        return stroke
    if fsum(stroke.ink.cmyk) == 0:
        return replace(stroke, ink=_darker(_WHITE))
    return replace(
        stroke, ink=_tint(stroke.ink, _STROKE_TINT) if stroke.width_pt >= 2 * _HEAVY_PT else _darker(stroke.ink)
    )


def _is_ground(outline: Outline, room: Box) -> bool:
    xs, ys = zip(*points(outline), strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    return bool(wide >= room.width_mm - _SLACK_MM and wide * high >= _GROUND_SHARE * room.width_mm * room.height_mm)


@cache
def _tint(ink: Ink, share_of: float = _TINT) -> Ink:
    shares = tuple(round(share * share_of, 2) for share in ink.cmyk)
    return Ink(f"{ink.name}-{share_of:g}", shares, _mixed(ink.srgb, 255, 1 - share_of))  # type: ignore[arg-type]


@cache
def _darker(ink: Ink) -> Ink:
    c, m, y, k = ink.cmyk
    return Ink(f"{ink.name}-streg", (c, m, y, round(k + (100 - k) * _DARKER, 2)), _mixed(ink.srgb, 0, _DARKER))


def _mixed(srgb: str, towards: int, share: float) -> str:
    levels = (level * 255 for level in shares(srgb))
    return "#" + "".join(f"{round(level + (towards - level) * share):02x}" for level in levels)


@cache
def _luminance(ink: Ink) -> float:
    return luminance(shares(ink.srgb))

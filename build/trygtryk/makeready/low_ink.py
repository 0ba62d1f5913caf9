"""The low-ink variant: white ground, light tints and thin lines, and all text dark."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

from trygtryk.geometry import Box, Outline, points
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
_DARKER = 0.45
_BLACK = Ink("black", (0.0, 0.0, 0.0, 100.0), "#000000")
_WHITE = Ink("white", (0.0, 0.0, 0.0, 0.0), "#ffffff")
_OUTLINE_PT = 0.5
_HEAVY_PT = 2.5
# what covers this much of its page or picture is ground, and goes white
_GROUND_SHARE = 0.25
# relative luminance under which text stands well on white (WCAG 2.2, 1.4.3: 4.5 to 1)
_DARK = 1.05 / 4.5 - 0.05


def low_ink(document: Document) -> Document:
    """The document with its grounds left white, its shapes as light tints in thin lines, and light text made black."""
    drawn = _Redrawn()
    pages = tuple(replace(page, items=drawn.items(page.items, page.bleed)) for page in document.pages)
    return replace(document, name=f"{document.name}-let", title=f"{document.title} (let farve)", pages=pages)


@dataclass(slots=True)
class _Redrawn:
    """One document while it is redrawn: an artwork placed many times stays one; the last ground lends its line."""

    _artworks: dict[int, tuple[Artwork, Artwork]] = field(default_factory=dict)
    _ground: Ink = _BLACK

    def items(self, items: tuple[Item, ...], room: Box) -> tuple[Item, ...]:
        return tuple(self._item(item, room) for item in items)

    def _item(self, item: Item, room: Box) -> Item:
        match item:
            case Shape():
                return self._shape(item, room)
            case Line():
                return item if _luminance(item.ink) <= _DARK else replace(item, ink=_BLACK)
            case Artwork():
                if id(item) not in self._artworks:
                    made = replace(item, name=f"{item.name}-let", items=self.items(item.items, item.box))
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
        if sum(ink.cmyk) == 0:
            # a white panel would be lost on a ground gone white
            return replace(shape, stroke=stroke or Stroke(_darker(self._ground), _OUTLINE_PT))
        if _area(shape.outline) >= _GROUND_SHARE * room.width_mm * room.height_mm:
            self._ground = ink
            return replace(shape, fill=_WHITE, stroke=stroke)
        return replace(shape, fill=_tint(ink), stroke=stroke or Stroke(_darker(ink), _OUTLINE_PT))


def _thinned(stroke: Stroke) -> Stroke:
    """A line that is really a limb or a bar becomes a tint; a white one is seen on white only when it is grey."""
    if stroke.ink.spot or stroke.ink.cmyk == _BLACK.cmyk:
        return stroke
    if sum(stroke.ink.cmyk) == 0:
        return replace(stroke, ink=_darker(_WHITE))
    return replace(stroke, ink=_tint(stroke.ink) if stroke.width_pt >= 2 * _HEAVY_PT else _darker(stroke.ink))


def _area(outline: Outline) -> float:
    xs, ys = zip(*points(outline), strict=True)
    return float((max(xs) - min(xs)) * (max(ys) - min(ys)))


@cache
def _tint(ink: Ink) -> Ink:
    shares = tuple(round(share * _TINT, 2) for share in ink.cmyk)
    return Ink(f"{ink.name}-let", shares, _mixed(ink.srgb, 255, 1 - _TINT))  # type: ignore[arg-type]


@cache
def _darker(ink: Ink) -> Ink:
    c, m, y, k = ink.cmyk
    return Ink(f"{ink.name}-streg", (c, m, y, round(k + (100 - k) * _DARKER, 2)), _mixed(ink.srgb, 0, _DARKER))


def _mixed(srgb: str, towards: int, share: float) -> str:
    levels = (int(srgb[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(level + (towards - level) * share):02x}" for level in levels)


@cache
def _luminance(ink: Ink) -> float:
    """Relative luminance (IEC 61966-2-1 through WCAG 2.2)."""
    levels = [int(ink.srgb[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

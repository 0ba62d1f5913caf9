"""The wheel of areas: numbered sectors round a hub, each with a number to ring and its rings to choose on screen."""

from __future__ import annotations

import math

from trygtryk.craft.typeset import block, fit, label
from trygtryk.geometry import Box, Outline, Point, arc, ellipse, sized
from trygtryk.model import Field, Ink, Item, Shape, Stroke, Tagged
from trygtryk.products.forms import schema
from trygtryk.products.forms.pieces import Piece
from trygtryk.products.forms.schema import Layout
from trygtryk.products.product import Materials
from trygtryk.units import mm

_DASHES_PT = ((), (2.5, 2.0))


def wheel(made: schema.Wheel, form: str, column: Box, layout: Layout, materials: Materials, where: str) -> Piece:
    """The whole wheel with its key beneath, as one piece."""
    look = layout.wheel
    fonts = materials.fonts
    key_mm = layout.writing.pitch_mm * 1.5
    height = 2 * look.radius_mm + key_mm
    turn = 360 / len(made.wheel)

    def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
        centre = (column.centre[0], top_mm - look.radius_mm)
        ground: list[Item] = []
        parts: list[Item] = []
        for number, area in enumerate(made.wheel):
            start = 90 - (number + 1) * turn
            ink = look.grounds[number % len(look.grounds)]
            if number == len(made.wheel) - 1 and len(made.wheel) % len(look.grounds) == 1:
                ink = look.grounds[1]  # the last stands beside the first and must not look like it
            ground.append(Shape(_sector(centre, start, turn, layout), ink))
            parts += _area(
                made, number, area, _at(centre, start + turn / 2, look.middle_mm), form, layout, materials, where
            )
        x, y = centre
        hub = Shape(ellipse(x, y, look.hub_mm), look.hub)
        half = look.hub_mm * 0.72
        words = fit(
            made.hub, layout.styles.wheel_hub, sized(x - half, y - half, 2 * half, 2 * half), fonts, where, "middle"
        )
        return (
            Tagged("Figure", (*ground, hub, *words), alt=made.alt.text),
            *parts,
            *_key(made, centre, y - look.radius_mm - key_mm / 2, layout, materials, where),
        )

    return Piece(height, draw)


def _at(centre: Point, degrees: float, radius_mm: float) -> Point:
    angle = math.radians(degrees)
    return centre[0] + radius_mm * math.cos(angle), centre[1] + radius_mm * math.sin(angle)


def _sector(centre: Point, start: float, turn: float, layout: Layout) -> Outline:
    """A ring's sector whose sides run parallel to its neighbours', half a gap off the ray between them."""
    look = layout.wheel
    outer, inner = look.radius_mm, look.hub_mm + look.gap_mm

    def off(radius: float) -> float:
        return math.degrees(math.asin(look.gap_mm / 2 / radius))

    outside = arc(centre, outer, start + off(outer), start + turn - off(outer))
    inside = arc(centre, inner, start + turn - off(inner), start + off(inner))
    return (*outside, ("L", *inside[0][1:]), *inside[1:], ("Z",))


def _area(
    made: schema.Wheel,
    number: int,
    area: schema.Area,
    middle: Point,
    form: str,
    layout: Layout,
    materials: Materials,
    where: str,
) -> tuple[Item, ...]:
    look, fonts, styles = layout.wheel, materials.fonts, layout.styles
    text = block(area.text, styles.wheel_text, look.text_mm, fonts, where)
    gap = layout.gaps.under_text_mm
    whole = look.number_mm + gap + text.height_mm
    x, y = middle[0], middle[1] + whole / 2 - look.number_mm / 2
    cap = mm(styles.wheel_number.size_pt) * fonts.faces[styles.wheel_number.face].cap_height
    disc = Shape(ellipse(x, y, look.number_mm / 2), materials.palette["white"])
    digit = label(str(number + 1), styles.wheel_number, x, y - cap / 2, fonts)
    words = text.placed(x - look.text_mm / 2, y - look.number_mm / 2 - gap)
    rings: list[Item] = []
    for place, (choice, ink) in enumerate(zip(made.choices, look.rings, strict=True)):
        side = -1 if place == 0 else 1
        at = (x + side * (look.number_mm / 2 + look.ring_apart_mm / 2), y)
        box = sized(at[0] - look.ring_mm / 2, at[1] - look.ring_mm / 2, look.ring_mm, look.ring_mm)
        field = Field(
            f"{form}.{made.id}.{area.id}",
            "choice",
            box,
            f"{number + 1}. {area.text.text}: {choice.label.text}",
            area.text.text,
            choice=choice.value,
            ink=ink,
        )
        rings += [_ring(at, ink, place, layout), Tagged("Form", (field,))]
    return (disc, Tagged("P", (digit, *words)), *rings)


def _ring(at: Point, ink: Ink, place: int, layout: Layout) -> Shape:
    """A ring told apart by its dash as well as by its ink."""
    radius = layout.wheel.ring_mm / 2
    return Shape(ellipse(*at, radius), stroke=Stroke(ink, layout.wheel.line_pt * 2, _DASHES_PT[place], "butt"))


def _key(
    made: schema.Wheel, centre: Point, y_mm: float, layout: Layout, materials: Materials, where: str
) -> tuple[Item, ...]:
    look, style = layout.wheel, layout.styles.option
    sets = [block(choice.label, style, 60, materials.fonts, where) for choice in made.choices]
    pad, apart = 2.0, 14.0
    whole = sum(look.ring_mm + pad + text.widest_mm for text in sets) + apart * (len(sets) - 1)
    x = centre[0] - whole / 2
    items: list[Item] = []
    for place, (text, ink) in enumerate(zip(sets, look.rings, strict=True)):
        items.append(_ring((x + look.ring_mm / 2, y_mm), ink, place, layout))
        items.append(Tagged("P", text.placed(x + look.ring_mm + pad, y_mm + text.height_mm / 2)))
        x += look.ring_mm + pad + text.widest_mm + apart
    return tuple(items)

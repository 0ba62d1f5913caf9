"""The wheel of areas: numbered sectors round a hub, each with two rings to trace by hand or choose on screen."""

from __future__ import annotations

import math
from dataclasses import replace
from math import fsum

from trygtryk.geometry import Box, Outline, Point, arc, ellipse, sized
from trygtryk.model import Field, Item, Shape, Stroke, Tagged
from trygtryk.products.forms import schema
from trygtryk.products.forms.layout import Layout
from trygtryk.products.forms.pieces import Piece
from trygtryk.products.product import Materials
from trygtryk.type.typeset import block, centred, fit, label


def wheel(
    made: schema.Wheel, form: str, column: Box, layout: Layout, materials: Materials, where: str
) -> tuple[Piece, ...]:
    """The whole wheel with its key above; texts too large for its sectors stand in a list of their own beneath."""
    look, fonts = layout.wheel, materials.fonts
    turn = 360 / len(made.wheel)
    listed = not look.text_mm
    measure = column.width_mm - layout.gaps.point_mm if listed else look.text_mm
    texts = [block(area.text, layout.styles.wheel_text, measure, fonts, where) for area in made.wheel]
    key = [block(choice.label, layout.styles.option, column.width_mm / 2, fonts, where) for choice in made.choices]
    gap = layout.gaps.under_text_mm
    white = materials.palette["white"]

    def ring(at: Point, choice: int) -> Shape:
        """A ring told apart by its dash as well as by its ink, on white so that both pens show."""
        pen = Stroke(look.rings[choice], look.ring_pt, look.dashes_pt[choice], "butt")
        return Shape(ellipse(*at, look.ring_mm / 2), white, pen)

    def area(number: int, middle: Point) -> tuple[Item, ...]:
        made_area, text = made.wheel[number], texts[number]
        x, y = middle[0], middle[1] + (0.0 if listed else (gap + text.height_mm) / 2)
        words = () if listed else text.placed(x - look.text_mm / 2, y - look.number_mm / 2 - gap)
        said = f"{number + 1}. {made_area.text.text}"
        items: list[Item] = [
            Shape(ellipse(x, y, look.number_mm / 2), white),
            Tagged("P", (centred(str(number + 1), layout.styles.wheel_number, x, y, fonts), *words)),
        ]
        for n, choice in enumerate(made.choices):
            at = (x + (2 * n - 1) * (look.number_mm / 2 + look.ring_apart_mm), y)
            box = sized(at[0] - look.ring_mm / 2, at[1] - look.ring_mm / 2, look.ring_mm, look.ring_mm)
            field = Field(
                f"{form}.{made.id}.{made_area.id}",
                "choice",
                box,
                f"{said}: {choice.label.text}",
                said,
                choice=choice.value,
                ink=look.rings[n],
            )
            items += [ring(at, n), Tagged("Form", (field,))]
        return tuple(items)

    def keyed(middle_mm: float) -> tuple[Item, ...]:
        widths = [look.ring_mm + gap + text.widest_mm for text in key]
        x = column.centre[0] - (fsum(widths) + look.key_apart_mm * (len(key) - 1)) / 2
        items: list[Item] = []
        for n, (text, width) in enumerate(zip(key, widths, strict=True)):
            items.append(ring((x + look.ring_mm / 2, middle_mm), n))
            items.append(Tagged("P", text.placed(x + look.ring_mm + gap, middle_mm + text.height_mm / 2)))
            x += width + look.key_apart_mm
        return tuple(items)

    def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
        x, y = column.centre[0], top_mm - look.key_mm - look.radius_mm
        sectors: list[Item] = []
        areas: list[Item] = []
        for number in range(len(made.wheel)):
            start = 90 - (number + 1) * turn
            ink = look.grounds[number % len(look.grounds)]
            if number == len(made.wheel) - 1 and len(made.wheel) % len(look.grounds) == 1:
                ink = look.grounds[1]  # the last stands beside the first and must not look like it
            sectors.append(Shape(_sector((x, y), start, turn, layout), ink))
            areas += area(number, _at((x, y), start + turn / 2, look.middle_mm))
        half = look.hub_text_mm / 2
        square = sized(x - half, y - half, 2 * half, 2 * half)
        hub = fit(made.hub, layout.styles.wheel_hub, square, fonts, where, "middle")
        return (
            *keyed(top_mm - look.ring_mm / 2),
            Tagged("Figure", (*sectors, Shape(ellipse(x, y, look.hub_mm), look.hub), *hub), alt=made.alt.text),
            *areas,
        )

    def names(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
        items: list[Item] = []
        for number, text in enumerate(texts, 1):
            figure = label(
                f"{number}.",
                replace(layout.styles.wheel_text, align="left"),
                column.x0_mm,
                top_mm - text.ascent_mm,
                fonts,
            )
            body = text.placed(column.x0_mm + layout.gaps.point_mm, top_mm)
            items.append(Tagged("LI", (Tagged("Lbl", (figure,)), Tagged("LBody", body))))
            top_mm -= text.height_mm + gap
        return (Tagged("L", tuple(items)),)

    drawn = Piece(2 * look.radius_mm + look.key_mm, draw)
    if not listed:
        return (drawn,)
    return drawn, Piece(fsum(text.height_mm + gap for text in texts) - gap, names, layout.gaps.block_mm)


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

"""The wheel of areas: numbered sectors round a hub, each with two rings of which one is marked, by pen or on screen."""

from __future__ import annotations

import math
from dataclasses import replace
from math import fsum

from trygtryk.geometry import Box, Outline, Point, arc, ellipse, sized
from trygtryk.model import Field, Item, Shape, Stroke, Tagged
from trygtryk.products.forms import schema
from trygtryk.products.forms.layout import Layout, WheelLayout
from trygtryk.products.forms.pieces import Piece
from trygtryk.products.product import Materials
from trygtryk.type.typeset import block, centred, fit, label

# how closely the room across a sector is measured
_STEPS = 400


def wheel(
    made: schema.Wheel, form: str, column: Box, layout: Layout, materials: Materials, where: str, *, private: bool
) -> Piece:
    """The wheel with its key above; texts too large for its sectors stand beneath, in a list. Heard, it is one list."""
    look, fonts, gap = layout.wheel, materials.fonts, layout.gaps.under_text_mm
    turn = 360 / len(made.wheel)
    listed = not look.text_mm
    measure = column.width_mm - layout.gaps.point_mm if listed else look.text_mm
    texts = [block(area.text, layout.styles.wheel_text, measure, fonts, where) for area in made.wheel]
    key = [block(choice, layout.styles.option, column.width_mm / 2, fonts, where) for choice in made.choices]
    white = materials.palette["white"]
    wheel_mm = 2 * look.radius_mm + look.key_mm

    def ring(at: Point, choice: int) -> Shape:
        """A ring told apart by its dash as well as by its ink, white inside so that any mark shows."""
        pen = Stroke(look.rings[choice], look.ring_pt, look.dashes_pt[choice], "butt")
        return Shape(ellipse(*at, look.ring_mm / 2), white, pen)

    def rings(middle: Point) -> list[Point]:
        return [(middle[0] + (2 * n - 1) * (look.number_mm / 2 + look.ring_apart_mm), middle[1]) for n in (0, 1)]

    def fields(number: int, middle: Point) -> tuple[Item, ...]:
        area = made.wheel[number]
        said = f"{number + 1}. {area.text.text}"
        out: list[Item] = []
        for n, (choice, at) in enumerate(zip(made.choices, rings(middle), strict=True)):
            box = sized(at[0] - look.ring_mm / 2, at[1] - look.ring_mm / 2, look.ring_mm, look.ring_mm)
            heard = f"{said}{'' if said[-1] in '?!' else ':'} {choice.text}"
            field = Field(
                f"{form}.{made.id}.{area.id}",
                "choice",
                box,
                heard,
                said,
                choice=choice.text,
                ink=look.rings[n],
                private=private,
            )
            out.append(Tagged("Form", (field,)))
        return tuple(out)

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
        grounds: list[Item] = []
        entries: list[Item] = []
        names_mm = top_mm - wheel_mm - layout.gaps.block_mm
        for number, text in enumerate(texts):
            start = 90 - (number + 1) * turn
            ink = look.grounds[number % len(look.grounds)]
            if number == len(texts) - 1 and len(texts) % len(look.grounds) == 1:
                ink = look.grounds[1]  # the last stands beside the first and must not look like it
            grounds.append(Shape(_sector((x, y), start, turn, layout), ink))
            in_x, in_y = _middle(start, turn, look)
            middle = x + in_x, y + in_y + (0.0 if listed else (gap + text.height_mm) / 2)
            grounds.append(Shape(ellipse(*middle, look.number_mm / 2), white))
            grounds += [ring(at, n) for n, at in enumerate(rings(middle))]
            figure = centred(str(number + 1), layout.styles.wheel_number, *middle, fonts)
            if listed:
                grounds.append(figure)
                left = replace(layout.styles.wheel_text, align="left")
                figure = label(f"{number + 1}.", left, column.x0_mm, names_mm - text.ascent_mm, fonts)
                words = text.placed(column.x0_mm + layout.gaps.point_mm, names_mm)
                names_mm -= text.height_mm + gap
            else:
                words = text.placed(middle[0] - look.text_mm / 2, middle[1] - look.number_mm / 2 - gap)
            body = Tagged("LBody", (Tagged("P", words), *fields(number, middle)))
            entries.append(Tagged("LI", (Tagged("Lbl", (figure,)), body)))
        half = look.hub_text_mm / 2
        square = sized(x - half, y - half, 2 * half, 2 * half)
        hub = fit(made.hub, layout.styles.wheel_hub, square, fonts, where, "middle")
        return (
            *keyed(top_mm - look.ring_mm / 2),
            Tagged("Figure", (*grounds, Shape(ellipse(x, y, look.hub_mm), look.hub), *hub), alt=made.alt.text),
            Tagged("L", tuple(entries)),
        )

    names = fsum(text.height_mm + gap for text in texts) - gap + layout.gaps.block_mm
    return Piece(wheel_mm + (names if listed else 0.0), draw)


def _middle(start: float, turn: float, look: WheelLayout) -> Point:
    """Where a sector's number stands, seen from the hub: at its radius, and in the middle between the sector's sides."""
    x, y = _at((0.0, 0.0), start + turn / 2, look.middle_mm)
    free = [
        across
        for n in range(-_STEPS, _STEPS + 1)
        for across in [look.radius_mm * n / _STEPS]
        if look.hub_mm < math.hypot(across, y) < look.radius_mm
        and (math.degrees(math.atan2(y, across)) - start) % 360 < turn
    ]
    return (x + (free[0] + free[-1]) / 2) / 2, y


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

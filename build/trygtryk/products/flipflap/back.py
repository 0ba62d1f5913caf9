"""The back, hidden when folded: how it is folded, how it is played, the two habits."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from trygtryk.geometry import (
    Box,
    Matrix,
    Point,
    bounds,
    ellipse,
    polygon,
    polyline,
    rectangle,
    rounded,
    scale,
    shift,
    sized,
    then,
    transformed,
)
from trygtryk.model import Artwork, Copy, Group, Ink, Item, Line, Shape, Stroke, Tagged
from trygtryk.origami.folding import Side
from trygtryk.origami.steps import STEPS, Paint, step_picture
from trygtryk.products.flipflap.front import Front, flat, grounds
from trygtryk.products.flipflap.schema import Content, Layout
from trygtryk.products.product import Materials
from trygtryk.sources.layout import Pen, Style
from trygtryk.type.typeset import centred, fit, fitted
from trygtryk.units import mm


def back_side(front: Front, content: Content, layout: Layout, materials: Materials) -> Artwork:
    """The flat back with its bleed, origin at the square's lower left corner as the back is looked at."""
    look, fonts = layout.back, materials.fonts
    area = sized(0, 0, layout.side_mm, layout.side_mm).grown(layout.bleed_mm)
    items: list[Item] = [Shape(rectangle(area), look.ground)]
    heading = fit(content.folding.heading, look.heading, look.heading_box, fonts, "flipflap, bagside", "middle")
    note = fit(content.folding.note, look.sentence, look.note_box, fonts, "flipflap, bagside", "middle")
    items += (Tagged("H1", heading), Tagged("P", note))
    painted = paint(front, content, layout)
    dx, dy = look.next_step_mm
    sentences: list[Item] = []
    for number in range(len(STEPS)):
        row, column = divmod(number, look.columns)
        cell = look.first_step.moved(dx * column, dy * row)
        size = look.picture_mm
        picture = sized(cell.x1_mm - size, cell.y1_mm - size, size, size)
        below = Box(cell.x0_mm, cell.y0_mm, cell.x1_mm, picture.y0_mm - look.gap_mm)
        corner = (cell.x0_mm + look.counter_mm / 2, cell.y1_mm - look.counter_mm / 2)
        disc, sentence = step(number, corner, picture, below, "top", painted, content, layout, materials)
        items.append(disc)
        sentences.append(sentence)
    items.append(Tagged("L", tuple(sentences)))
    items.extend(playing(look.playing_box, content, layout, materials))
    items.extend(_habits(content, layout, materials))
    return Artwork("flipflap-bagside", area, tuple(items), content.folding.heading.text)


def step(
    number: int,
    corner: Point,
    picture: Box,
    sentence: Box,
    valign: Literal["top", "middle"],
    painted: Paint,
    content: Content,
    layout: Layout,
    materials: Materials,
) -> tuple[Shape, Tagged]:
    """One instruction: its number's disc, and its number, its picture and its sentence as a list's item."""
    look = layout.back
    where = f"flipflap, trin {number + 1}"
    disc, digit = _counter(number + 1, corner, layout, materials)
    said = fit(content.folding.steps[number], look.sentence, sentence, materials.fonts, where, valign)
    alt = content.folding.pictures[number].text
    shown = Tagged("Figure", step_picture(STEPS[number], picture, layout.steps, painted), alt=alt)
    return disc, _listed(digit, (shown, Tagged("P", said)))


def _listed(digit: Line, said: tuple[Item, ...]) -> Tagged:
    return Tagged("LI", (Tagged("Lbl", (digit,)), Tagged("LBody", said)))


def legend(pen: Pen, copy: Copy, box: Box, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    """A piece of a line and what it means."""
    look = layout.legend
    y = box.centre[1]
    ends = (box.x0_mm, y), (box.x0_mm + look.sample_mm, y)
    text = replace(box, x0_mm=ends[1][0] + look.gap_mm)
    return (
        *(Shape(polyline(*ends), stroke=stroke) for stroke in pen.strokes),
        *fit(copy, look.text, text, materials.fonts, "flipflap, signaturen", "middle"),
    )


def paint(front: Front, content: Content, layout: Layout) -> Paint:
    """What is printed on each face, without what is too small to be read at a step's size; the back is left plain."""
    least, side = layout.steps.least_pt, layout.side_mm
    small = {face: _reduced(items, least, layout.steps.line) for face, items in front.faces.items()}
    to_half_sides = then(scale(2 / side), shift(-1, -1))
    grounds_of = grounds(content, layout)

    def painted(face: int, up: Side, matrix: Matrix) -> tuple[Item, ...]:
        sheet, clip = then(to_half_sides, matrix), polygon(*flat(face, side))
        ink = grounds_of.get(face, layout.steps.back) if up == "front" else layout.steps.back
        # the hair of its own ink closes the seams between neighbours
        ground = Shape(transformed(clip, sheet), ink, Stroke(ink, 0.3))
        if up == "back" or not small.get(face):
            return (ground,)
        printed = Artwork(f"flipflap-felt-{face}-lille", bounds(clip), small[face])
        return ground, Group((printed,), sheet, clip)

    return painted


def _reduced(items: tuple[Item, ...], least_pt: float, ink: Ink) -> tuple[Item, ...]:
    """What is left of the print when it is small: no guides, no small type; small coloured type is not sharp."""
    kept: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            if left := _reduced(item.items, least_pt, ink):
                kept.append(replace(item, items=left))
        elif isinstance(item, Line) and item.size_pt >= least_pt:
            kept.append(replace(item, ink=ink) if any(item.ink.cmyk) else item)
        elif isinstance(item, Shape) and not item.stroke:
            kept.append(item)
    return tuple(kept)


def _counter(number: int, centre: Point, layout: Layout, materials: Materials) -> tuple[Shape, Line]:
    look = layout.back
    x, y = centre
    digit = centred(str(number), look.counter, x, y, materials.fonts)
    return Shape(ellipse(x, y, look.counter_mm / 2), look.number_ground), digit


def counted(
    number: int, copy: Copy, style: Style, box: Box, layout: Layout, materials: Materials, where: str
) -> tuple[Shape, Tagged, float]:
    """The disc of a sentence's number, number and sentence as a list's item, and how high it is."""
    look = layout.back
    text = replace(box, x0_mm=box.x0_mm + look.indent_mm)
    items, block = fitted(copy, style, text, materials.fonts, where)
    middle = box.y1_mm - block.ascent_mm + mm(block.size_pt) * block.face.cap_height / 2
    disc, digit = _counter(number, (box.x0_mm + look.counter_mm / 2, middle), layout, materials)
    return disc, _listed(digit, items), max(block.height_mm, box.y1_mm - middle + look.counter_mm / 2)


def playing(box: Box, content: Content, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    """The rules of the game on a panel that fills the box."""
    look, playing = layout.back, content.playing
    inner = box.grown(-look.padding_mm)
    heading = replace(inner, y0_mm=inner.y1_mm - look.playing_heading_mm)
    where = "flipflap, spilleregler"
    items: list[Item] = [Tagged("H2", fit(playing.heading, look.subheading, heading, materials.fonts, where))]
    rules: list[Item] = []
    rest = replace(inner, y1_mm=heading.y0_mm)
    for number, rule in enumerate(playing.rules, 1):
        disc, listed, high = counted(number, rule, look.rule, rest, layout, materials, where)
        items.append(disc)
        rules.append(listed)
        rest = replace(rest, y1_mm=rest.y1_mm - high - look.rule_gap_mm)
    return Shape(rounded(box, look.radius_mm), look.panel), *items, Tagged("L", tuple(rules))


def _habits(content: Content, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    look, habits = layout.back, content.habits
    where = "flipflap, vanerne"
    inner = look.habits_box.grown(-look.padding_mm)
    items: list[Item] = []
    for role, copy, style in (
        ("H2", habits.heading, look.subheading),
        ("P", habits.ask.full, look.habit),
        ("P", habits.listen.full, look.habit),
    ):
        made, block = fitted(copy, style, inner, materials.fonts, where)
        items.append(Tagged(role, made))
        inner = replace(inner, y1_mm=inner.y1_mm - block.height_mm - look.habit_gap_mm)
    return Shape(rounded(look.habits_box, look.radius_mm), look.habits_ground), *items

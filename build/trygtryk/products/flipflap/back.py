"""The back, hidden when folded: how it is folded, how it is played, the two habits."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.geometry import Box, Point, ellipse, polyline, rectangle, rounded, sized
from trygtryk.model import Artwork, Copy, Ink, Item, Shape
from trygtryk.origami.folding import Side
from trygtryk.origami.steps import STEPS, Paint, Step, step_picture
from trygtryk.products.flipflap.front import grounds
from trygtryk.products.flipflap.schema import Content, Layout
from trygtryk.products.product import Materials
from trygtryk.sources.layout import Pen, Style
from trygtryk.type.typeset import centred, fit, fitted
from trygtryk.units import mm


def back_side(content: Content, layout: Layout, materials: Materials) -> Artwork:
    """The flat back with its bleed, origin at the square's lower left corner as the back is looked at."""
    look, fonts = layout.back, materials.fonts
    area = sized(0, 0, layout.side_mm, layout.side_mm).grown(layout.bleed_mm)
    items: list[Item] = [Shape(rectangle(area), look.ground)]
    items.extend(fit(content.folding.heading, look.heading, look.heading_box, fonts, "flipflap, bagside", "middle"))
    items.extend(fit(content.folding.note, look.sentence, look.note_box, fonts, "flipflap, bagside", "middle"))
    dx, dy = look.next_step_mm
    for number in range(len(STEPS)):
        row, column = divmod(number, look.columns)
        cell = look.first_step.moved(dx * column, dy * row)
        items.extend(step_cell(number, cell, look.picture_mm, content, layout, materials))
    marks, right = materials.marks, look.legend_box.moved(look.legend_box.width_mm, 0)
    items.extend(legend(marks.valley, content.sheet.valley, look.legend_box, layout, materials))
    items.extend(legend(marks.mountain, content.sheet.mountain, right, layout, materials))
    items.extend(_playing(content, layout, materials))
    items.extend(_habits(content, layout, materials))
    return Artwork("flipflap-bagside", area, tuple(items), content.folding.heading.text)


def step_cell(
    number: int, cell: Box, picture_mm: float, content: Content, layout: Layout, materials: Materials
) -> tuple[Item, ...]:
    """One instruction: its picture in the upper part of the cell, its number and its sentence."""
    look = layout.back
    picture = sized(cell.x1_mm - picture_mm, cell.y1_mm - picture_mm, picture_mm, picture_mm)
    sentence = Box(cell.x0_mm, cell.y0_mm, cell.x1_mm, picture.y0_mm - look.gap_mm)
    where = f"flipflap, trin {number + 1}"
    return (
        *step_picture(STEPS[number], picture, layout.steps, paint(STEPS[number], content, layout)),
        *_counter(number + 1, (cell.x0_mm + look.counter_mm / 2, cell.y1_mm - look.counter_mm / 2), layout, materials),
        *fit(content.folding.steps[number], look.sentence, sentence, materials.fonts, where),
    )


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


def paint(step: Step, content: Content, layout: Layout) -> Paint:
    """Two tones for the two sides; the colours themselves where a step speaks of them."""
    inks = grounds(content, layout) if step.before == "colours" else {}

    def ink(face: int, side: Side) -> Ink:
        return inks.get(face, layout.steps.front) if side == "front" else layout.steps.back

    return ink


def _counter(number: int, centre: Point, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    look = layout.back
    x, y = centre
    digit = centred(str(number), look.counter, x, y, materials.fonts)
    return Shape(ellipse(x, y, look.counter_mm / 2), look.number_ground), digit


def counted(
    number: int, copy: Copy, style: Style, box: Box, layout: Layout, materials: Materials, where: str
) -> tuple[tuple[Item, ...], float]:
    """A sentence with its number in front, and how high it is."""
    look = layout.back
    text = replace(box, x0_mm=box.x0_mm + look.indent_mm)
    items, block = fitted(copy, style, text, materials.fonts, where)
    middle = box.y1_mm - block.ascent_mm + mm(block.size_pt) * block.face.cap_height / 2
    counter = _counter(number, (box.x0_mm + look.counter_mm / 2, middle), layout, materials)
    return (*counter, *items), block.height_mm


def _playing(content: Content, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    look, playing = layout.back, content.playing
    inner = look.playing_box.grown(-look.padding_mm)
    heading = replace(inner, y0_mm=inner.y1_mm - look.playing_heading_mm)
    where = "flipflap, spilleregler"
    items: list[Item] = [*fit(playing.heading, look.subheading, heading, materials.fonts, where)]
    rest = replace(inner, y1_mm=heading.y0_mm)
    for number, rule in enumerate(playing.rules, 1):
        made, high = counted(number, rule, look.rule, rest, layout, materials, where)
        items.extend(made)
        rest = replace(rest, y1_mm=rest.y1_mm - high - look.rule_gap_mm)
    return Shape(rounded(look.playing_box, look.radius_mm), look.panel), *items


def _habits(content: Content, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    look, habits = layout.back, content.habits
    where = "flipflap, vanerne"
    inner = look.habits_box.grown(-look.padding_mm)
    items: list[Item] = []
    for copy, style in (
        (habits.heading, look.subheading),
        (habits.ask.full, look.habit),
        (habits.listen.full, look.habit),
    ):
        made, block = fitted(copy, style, inner, materials.fonts, where)
        items.extend(made)
        inner = replace(inner, y1_mm=inner.y1_mm - block.height_mm - look.habit_gap_mm)
    return Shape(rounded(look.habits_box, look.radius_mm), look.habits_ground), *items

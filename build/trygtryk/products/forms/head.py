"""A form's head: its title and picture, the box of facts, the steps, and the strip with who and when."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from trygtryk.geometry import Box, rounded, scale, shift, then
from trygtryk.model import Copy, Field, Group, Item, Shape, Stroke, Tagged
from trygtryk.products.forms.blocks import Blocks
from trygtryk.products.forms.pieces import Piece, after
from trygtryk.products.forms.schema import DATE, WHO, Form, Step
from trygtryk.type.typeset import fit, fitted


def head(form: Form, blocks: Blocks) -> tuple[float, tuple[Item, ...]]:
    """The title with its picture and the box of facts; how much of the first page they take, and what they are."""
    layout, styles, gaps, column = blocks.layout, blocks.layout.styles, blocks.layout.gaps, blocks.column
    wide, high = layout.scene_mm
    picture = blocks.materials.scene(f"skema-{blocks.form}")
    fits = min(wide / picture.box.width_mm, high / picture.box.height_mm)
    corner = column.x1_mm - picture.box.width_mm * fits, column.y1_mm - picture.box.height_mm * fits
    at = then(then(shift(-picture.box.x0_mm, -picture.box.y0_mm), scale(fits)), shift(*corner))
    vignette = Group((picture,), at, rounded(picture.box, layout.writing.corner_mm / fits))
    measure = column.width_mm - wide - layout.padding_mm
    over = form.over or replace(blocks.labels.form, text=blocks.named)
    overline = blocks.set(over, styles.overline, measure)
    title_top = column.y1_mm - overline.height_mm - gaps.title_mm
    box = Box(column.x0_mm, column.y1_mm - high, column.x0_mm + measure, title_top)
    title = fit(form.title, styles.title, box, blocks.materials.fonts, f"{blocks.where}, titlen")
    facts_mm, facts = _facts(form, blocks, column.y1_mm - high - gaps.facts_mm)
    # heard with a pause: »Skema 5: 360 grader rundt«
    numbered = Tagged("Span", overline.placed(column.x0_mm, column.y1_mm), spoken=f"{over.text}: ")
    heading = Tagged(f"H{blocks.level}", (numbered, Tagged("Span", title)))
    logo = blocks.materials.sender.stamped(layout.sheet.logo)
    items = (heading, vignette, *logo, *facts)
    return high + gaps.facts_mm + facts_mm + gaps.steps_mm, items


def _facts(form: Form, blocks: Blocks, top_mm: float) -> tuple[float, tuple[Item, ...]]:
    layout, styles, labels, column = blocks.layout, blocks.layout.styles, blocks.labels, blocks.column
    pad, gap = layout.padding_mm, layout.gaps.under_label_mm
    half = (column.width_mm - 3 * pad) / 2
    sets = [
        (blocks.set(name, styles.label, half), blocks.set(fact, styles.fact, half))
        for name, fact in (
            (labels.purpose, form.purpose),
            (labels.audience, form.audience),
            (labels.when, form.when),
            (labels.time, blocks.time(form)),
        )
        if fact
    ]
    heights = [name.height_mm + gap + fact.height_mm for name, fact in sets]
    rows = [max(heights[n : n + 2]) for n in range(0, len(heights), 2)]
    height = fsum(rows) + (len(rows) + 1) * pad
    box = Box(column.x0_mm, top_mm - height, column.x1_mm, top_mm)
    items: list[Item] = [Shape(rounded(box, layout.writing.corner_mm), layout.colours.facts)]
    for number, (name, fact) in enumerate(sets):
        down, across = divmod(number, 2)
        x = column.x0_mm + pad + across * (half + pad)
        top = top_mm - pad - down * pad - fsum(rows[:down])
        items += [Tagged("P", name.placed(x, top)), Tagged("P", fact.placed(x, top - name.height_mm - gap))]
    return height, tuple(items)


def who_and_when(form: Form, blocks: Blocks) -> Piece:
    """The strip over what people write: whose it is and the date."""
    layout, labels, column = blocks.layout, blocks.labels, blocks.column
    pad, pitch = layout.padding_mm / 2, layout.writing.pitch_mm
    half = (column.width_mm - 3 * pad) / 2
    said = f"{blocks.named}, {form.title.text}"
    asked = ((labels.who, WHO, labels.who.text), (labels.date, DATE, labels.date_hint.text))

    def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
        box = Box(column.x0_mm, top_mm - pitch - 2 * pad, column.x1_mm, top_mm)
        items: list[Item] = [Shape(rounded(box, layout.writing.corner_mm), layout.colours.facts)]
        for number, (who, id, hint) in enumerate(asked):
            x, foot = column.x0_mm + pad + number * (half + pad), box.y0_mm + pad
            text = blocks.set(who, layout.styles.label, half)
            write = Box(x + text.widest_mm + layout.gaps.under_text_mm, foot, x + half, foot + pitch)
            ours = blocks.materials.sender.department if id == WHO else None
            filled, size = _filled(ours, write, blocks) if ours else ((), layout.writing.typed_pt)
            field = Field(
                f"{blocks.form}.{id}",
                "text",
                write,
                f"{said}: {hint}",
                who.text,
                leading_mm=pitch,
                size_pt=size,
                value=ours.text if ours else "",
                filled=filled,
            )
            frame = Stroke(layout.writing.frame, layout.writing.frame_pt)
            items += [
                Tagged("P", text.placed(x, foot + pitch / 2 + text.height_mm / 2)),
                Shape(rounded(write, layout.writing.corner_mm), blocks.materials.palette["white"], frame),
                Tagged("Form", (field,)),
            ]
        return tuple(items)

    return Piece(pitch + 2 * pad, draw, keep=True)


def _filled(copy: Copy, box: Box, blocks: Blocks) -> tuple[tuple[Item, ...], float]:
    """What stands in a field from the start, as print has it, and its size in points."""
    size = blocks.layout.writing.typed_pt
    style = replace(blocks.layout.styles.text, size_pt=size, min_pt=size / 2)
    room = box.grown(-blocks.layout.writing.inset_mm / 2)
    where = f"{blocks.where}, feltet »{blocks.labels.who.text}«"
    items, made = fitted(copy, style, room, blocks.materials.fonts, where, "middle")
    return items, made.size_pt


def steps(form: Form, blocks: Blocks) -> tuple[Piece, ...]:
    """The steps under their heading: a numbered disc, what to do and say, and the minutes in a column of their own."""
    layout, gaps, column = blocks.layout, blocks.layout.gaps, blocks.column
    if not form.steps:
        return ()
    timed = any(step.minutes for step in form.steps)
    measure = column.width_mm - layout.disc_mm - gaps.disc_mm - (layout.minutes_mm if timed else 0.0)

    def listed(number: int, step: Step) -> Piece:
        text = blocks.set(step.text, layout.styles.step, measure)
        spent = blocks.labels.short_minutes.text.replace("{n}", str(step.minutes)) if step.minutes else ""
        piece = blocks.listed(number, [text], spent, f"{blocks.form}-steps", step.say)
        return after(piece, gaps.step_mm if number > 1 else gaps.under_heading_mm)

    heading = blocks.text(blocks.labels.steps, layout.styles.heading, f"H{blocks.level + 1}", keep=True)
    entries = [listed(number, step) for number, step in enumerate(form.steps, 1)]
    return after(heading, gaps.heading_mm), *entries

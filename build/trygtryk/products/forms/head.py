"""A form's head: its title and picture, the box of facts with who and when, and the steps."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from trygtryk.geometry import Box, ellipse, rounded, scale, shift, then
from trygtryk.model import Copy, Field, Group, Item, Shape, Stroke, Tagged
from trygtryk.products.forms.blocks import Blocks
from trygtryk.products.forms.pieces import Piece
from trygtryk.products.forms.schema import DATE, WHO, Form, Step
from trygtryk.type.typeset import fit, label
from trygtryk.units import mm


def head(form: Form, blocks: Blocks) -> tuple[float, tuple[Item, ...]]:
    """The title with its picture and the box of facts; how much of the first page they take, and what they are."""
    layout, styles, gaps, column = blocks.layout, blocks.layout.styles, blocks.layout.gaps, blocks.column
    wide, high = layout.scene_mm
    picture = blocks.materials.scene(f"skema-{blocks.form}")
    fits = min(wide / picture.box.width_mm, high / picture.box.height_mm)
    corner = column.x1_mm - picture.box.width_mm * fits, column.y1_mm - picture.box.height_mm * fits
    at = then(then(shift(-picture.box.x0_mm, -picture.box.y0_mm), scale(fits)), shift(*corner))
    vignette = Group((picture,), at, rounded(picture.box, layout.writing.corner_mm / fits))
    over = replace(blocks.labels.form, text=f"{blocks.labels.form.text} {form.number}")
    measure = column.width_mm - wide - layout.padding_mm
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
    time = form.time or replace(labels.minutes, text=labels.minutes.text.replace("{n}", str(form.minutes)))
    half = (column.width_mm - 3 * pad) / 2
    sets = [
        (blocks.set(name, styles.label, half), blocks.set(fact, styles.fact, half))
        for name, fact in (
            (labels.purpose, form.purpose),
            (labels.audience, form.audience),
            (labels.when, form.when),
            (labels.time, time),
        )
    ]
    heights = [name.height_mm + gap + fact.height_mm for name, fact in sets]
    rows = (max(heights[0], heights[1]), max(heights[2], heights[3]))
    pitch = layout.writing.pitch_mm
    height = fsum(rows) + pitch + 4 * pad
    box = Box(column.x0_mm, top_mm - height, column.x1_mm, top_mm)
    items: list[Item] = [Shape(rounded(box, layout.writing.corner_mm), layout.colours.facts)]
    for number, (name, fact) in enumerate(sets):
        down, across = divmod(number, 2)
        x = column.x0_mm + pad + across * (half + pad)
        top = top_mm - pad - down * (rows[0] + pad)
        items += [Tagged("P", name.placed(x, top)), Tagged("P", fact.placed(x, top - name.height_mm - gap))]
    asked = (
        (labels.who, WHO, f"{labels.form.text} {form.number}, {form.title.text}: {labels.who.text}"),
        (labels.date, DATE, f"{labels.form.text} {form.number}, {form.title.text}: {labels.date_hint.text}"),
    )
    for number, (who, id, question) in enumerate(asked):
        x = column.x0_mm + pad + number * (half + pad)
        text = blocks.set(who, styles.label, half)
        foot = box.y0_mm + pad
        write = Box(x + text.widest_mm + layout.gaps.under_text_mm, foot, x + half, foot + pitch)
        frame = Stroke(layout.writing.frame, layout.writing.frame_pt)
        ours = blocks.materials.sender.department if id == WHO else None
        field = Field(
            f"{blocks.form}.{id}",
            "text",
            write,
            question,
            who.text,
            leading_mm=pitch,
            size_pt=layout.writing.typed_pt,
            value=ours.text if ours else "",
            filled=_filled(ours, write, blocks) if ours else (),
        )
        items += [
            Tagged("P", text.placed(x, foot + pitch / 2 + text.height_mm / 2)),
            Shape(rounded(write, layout.writing.corner_mm), blocks.materials.palette["white"], frame),
            Tagged("Form", (field,)),
        ]
    return height, tuple(items)


def _filled(copy: Copy, box: Box, blocks: Blocks) -> tuple[Item, ...]:
    """What stands in a field from the start, as print has it."""
    size = blocks.layout.writing.typed_pt
    style = replace(blocks.layout.styles.text, size_pt=size, min_pt=size / 2)
    room = box.grown(-blocks.layout.writing.inset_mm / 2)
    return fit(
        copy, style, room, blocks.materials.fonts, f"{blocks.where}, feltet »{blocks.labels.who.text}«", "middle"
    )


def steps(form: Form, blocks: Blocks) -> tuple[Piece, ...]:
    """The steps under their heading: a numbered disc, what to do, and the minutes in a column of their own."""
    layout, styles, gaps, column = blocks.layout, blocks.layout.styles, blocks.layout.gaps, blocks.column
    fonts, labels = blocks.materials.fonts, blocks.labels
    radius = layout.disc_mm / 2
    indent = layout.disc_mm + gaps.disc_mm
    timed = any(step.minutes for step in form.steps)
    measure = column.width_mm - indent - (layout.minutes_mm if timed else 0.0)
    cap = mm(styles.step_number.size_pt) * fonts.faces[styles.step_number.face].cap_height
    # number, text and minutes share the first line's baseline; the disc lies round the number
    drop = radius + cap / 2

    def listed(number: int, step: Step) -> Piece:
        text = blocks.set(step.text, styles.step, measure)
        spent = labels.short_minutes.text.replace("{n}", str(step.minutes))

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            x, baseline = column.x0_mm + radius, top_mm - drop
            disc = Shape(ellipse(x, top_mm - radius, radius), layout.colours.accent)
            figure = label(str(number), styles.step_number, x, baseline, fonts)
            body = list(text.placed(column.x0_mm + indent, baseline + text.ascent_mm))
            if step.minutes:
                body.append(label(spent, styles.minutes, column.x1_mm, baseline, fonts))
            item = Tagged("LI", (Tagged("Lbl", (disc, figure)), Tagged("LBody", tuple(body))))
            # one list for whoever hears it, also where it goes on overleaf
            return (Tagged("L", (item,), key=f"{blocks.form}-steps"),)

        height = max(layout.disc_mm, drop - text.ascent_mm + text.height_mm)
        return Piece(height, draw, gaps.step_mm if number > 1 else gaps.under_heading_mm)

    heading = blocks.text(labels.steps, styles.heading, f"H{blocks.level + 1}", keep=True)
    return heading, *(listed(number, step) for number, step in enumerate(form.steps, 1))

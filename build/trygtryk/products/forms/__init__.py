"""The fill-in forms: a header with purpose and steps, then the fields, flowing down as many pages as they need."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.craft.typeset import fit, label
from trygtryk.geometry import Box, ellipse, rounded, scale, shift, sized, then
from trygtryk.model import Document, Group, Item, Page, Shape, Tagged
from trygtryk.products.forms.blocks import Blocks
from trygtryk.products.forms.pieces import Piece, after, flowed, joined
from trygtryk.products.forms.schema import LABELS, Content, Form, Labels, Layout, forms
from trygtryk.products.product import Materials, Product
from trygtryk.units import mm

__all__ = ["PRODUCT"]


def parts(content: Content) -> tuple[str, ...]:
    """The forms' ids in the workbook's order."""
    return tuple(forms(content))


def compose(content: Content, layout: Layout, materials: Materials, part: str) -> Document:
    """One form as A4 pages; raises BuildError where its steps do not add up."""
    form, labels = forms(content)[part], content[LABELS]
    assert isinstance(labels, Labels)
    pages = form_pages(part, form, labels, layout, materials)
    title = f"{labels.form.text} {form.number}: {form.title.text}"
    return Document(f"skema-{part}{layout.suffix}", title, pages, materials.pack.edition)


def form_pages(part: str, form: Form, labels: Labels, layout: Layout, materials: Materials) -> tuple[Page, ...]:
    """The pages of one form, numbered among themselves."""
    column = layout.sheet.column
    blocks = Blocks(part, column, layout, materials)
    head_mm, head = _head(form, labels, blocks)
    pieces = [*_steps(form, labels, blocks), *_sections(form, blocks)]
    flow = flowed(tuple(pieces), column, head_mm, layout.writing.pitch_mm)
    trim = sized(0, 0, layout.sheet.width_mm, layout.sheet.height_mm)
    return tuple(
        Page(
            trim,
            trim,
            trim,
            (
                *(head if number == 1 else ()),
                *items,
                *_footer(part, form, labels, number, len(flow), layout, materials),
            ),
            str(number),
        )
        for number, items in enumerate(flow, 1)
    )


def _head(form: Form, labels: Labels, blocks: Blocks) -> tuple[float, tuple[Item, ...]]:
    """The title with its vignette and the box of facts; how much of the first page they take, and what they are."""
    layout, styles, gaps, column = blocks.layout, blocks.layout.styles, blocks.layout.gaps, blocks.column
    wide, high = layout.scene_mm
    picture = blocks.materials.scene(f"skema-{blocks.form}")
    fits = min(wide / picture.box.width_mm, high / picture.box.height_mm)
    at = then(shift(-picture.box.x0_mm, -picture.box.y0_mm), scale(fits))
    vignette = Group((picture,), then(at, shift(column.x1_mm - wide, column.y1_mm - high)))
    over = replace(labels.form, text=f"{labels.form.text} {form.number}")
    measure = column.width_mm - wide - layout.padding_mm
    overline = blocks.set(over, styles.overline, measure)
    title_top = column.y1_mm - overline.height_mm - gaps.title_mm
    title = fit(
        form.title,
        styles.title,
        Box(column.x0_mm, column.y1_mm - high, column.x0_mm + measure, title_top),
        blocks.materials.fonts,
        f"{blocks.where}, titlen",
    )
    items: list[Item] = [
        Tagged("Figure", (vignette,), alt=picture.alt),
        Tagged("P", overline.placed(column.x0_mm, column.y1_mm)),
        Tagged("H1", title),
    ]
    facts_mm, facts = _facts(form, labels, blocks, column.y1_mm - high - gaps.facts_mm)
    return high + gaps.facts_mm + facts_mm + gaps.steps_mm, (*items, *facts)


def _facts(form: Form, labels: Labels, blocks: Blocks, top_mm: float) -> tuple[float, tuple[Item, ...]]:
    layout, styles, column, pad = blocks.layout, blocks.layout.styles, blocks.column, blocks.layout.padding_mm
    time = form.time or replace(labels.minutes, text=labels.minutes.text.replace("{n}", str(form.minutes)))
    facts = (
        (labels.purpose, form.purpose),
        (labels.audience, form.audience),
        (labels.time, time),
        (labels.when, form.when),
    )
    half = (column.width_mm - 3 * pad) / 2
    sets = [(blocks.set(name, styles.label, half), blocks.set(fact, styles.fact, half)) for name, fact in facts]
    gap = layout.gaps.under_text_mm * 0.6
    heights = [name.height_mm + gap + fact.height_mm for name, fact in sets]
    rows = (max(heights[0], heights[1]), max(heights[2], heights[3]))
    height = sum(rows) + 3 * pad * 0.9
    box = Box(column.x0_mm, top_mm - height, column.x1_mm, top_mm)
    items: list[Item] = [Shape(rounded(box, layout.writing.corner_mm * 2), layout.colours.facts)]
    for number, (name, fact) in enumerate(sets):
        down, across = divmod(number, 2)
        x = column.x0_mm + pad + across * (half + pad)
        top = top_mm - pad * 0.9 - down * (rows[0] + pad * 0.9)
        items += [Tagged("P", name.placed(x, top)), Tagged("P", fact.placed(x, top - name.height_mm - gap))]
    return height, tuple(items)


def _steps(form: Form, labels: Labels, blocks: Blocks) -> tuple[Piece, ...]:
    layout, styles, gaps, column = blocks.layout, blocks.layout.styles, blocks.layout.gaps, blocks.column
    fonts = blocks.materials.fonts
    indent = layout.disc_mm * 0.6 + 3
    timed = any(step.minutes for step in form.steps)
    measure = column.width_mm - indent - (layout.minutes_mm if timed else 0.0)
    rows = [blocks.set(step.text, styles.step, measure) for step in form.steps]
    radius = layout.disc_mm * 0.3
    gap = gaps.paragraph_mm
    heights = [max(row.height_mm, 2 * radius) for row in rows]
    cap = mm(styles.step_number.size_pt) * fonts.faces[styles.step_number.face].cap_height * 0.8

    def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
        items: list[Item] = []
        for number, (row, height, step) in enumerate(zip(rows, heights, form.steps, strict=True), 1):
            middle = top_mm - radius
            x = column.x0_mm + radius
            disc = Shape(ellipse(x, middle, radius), layout.colours.accent)
            style = replace(styles.step_number, size_pt=styles.step_number.size_pt * 0.8)
            figure = label(str(number), style, x, middle - cap / 2, fonts)
            first = row.ascent_mm - (row.ascent_mm - mm(row.size_pt) * row.face.x_height) / 2
            body: list[Item] = [
                *row.placed(column.x0_mm + indent, middle + first - mm(row.size_pt) * row.face.x_height / 2)
            ]
            if step.minutes:
                baseline = middle - mm(row.size_pt) * row.face.x_height / 2
                body.append(label(f"{step.minutes} min", styles.minutes, column.x1_mm, baseline, fonts))
            items.append(Tagged("LI", (Tagged("Lbl", (disc, figure)), Tagged("LBody", tuple(body)))))
            top_mm -= height + gap
        return (Tagged("L", tuple(items)),)

    heading = blocks.text(labels.steps, styles.heading, "H2", keep=True)
    return heading, Piece(sum(heights) + gap * (len(rows) - 1), draw, gaps.paragraph_mm + 1)


def _sections(form: Form, blocks: Blocks) -> tuple[Piece, ...]:
    gaps, styles = blocks.layout.gaps, blocks.layout.styles
    pieces: list[Piece] = []
    for section in form.sections:
        heading = blocks.text(section.heading, styles.heading, "H2", keep=True)
        pieces.append(replace(after(heading, gaps.heading_mm), new_page=section.new_page))
        for number, made in enumerate(section.blocks):
            first, *rest = blocks.pieces(made)
            first = after(first, gaps.block_mm if number else gaps.paragraph_mm + 1)
            pieces.append(joined((first, *rest)))
    if form.credit:
        pieces.append(after(blocks.text(form.credit, styles.footer), gaps.block_mm))
    return tuple(pieces)


def _footer(
    part: str, form: Form, labels: Labels, number: int, count: int, layout: Layout, materials: Materials
) -> tuple[Item, ...]:
    """Page furniture: what it is, whose, which version, and the page's number."""
    sheet, styles, fonts = layout.sheet, layout.styles, materials.fonts
    page = labels.page.text.replace("{n}", str(number)).replace("{of}", str(count))
    named = " · ".join(filter(None, (materials.pack.title.text, form.title.text, materials.department)))
    return (
        label(named, styles.footer, sheet.side_mm, sheet.footer_mm, fonts),
        label(
            f"{part} {materials.pack.version} · {page}",
            styles.running,
            sheet.width_mm - sheet.side_mm,
            sheet.footer_mm,
            fonts,
        ),
    )


PRODUCT = Product("forms", "Skemaer", Content, Layout, compose, parts=parts, screen=True)

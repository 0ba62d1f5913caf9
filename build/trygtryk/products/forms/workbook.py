"""The workbook: a cover, contents that lead to their pages, and all forms numbered through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from trygtryk.geometry import Box, rectangle, scale, shift, sized, then
from trygtryk.model import Document, Group, Item, Link, Outlined, Page, Shape, Tagged
from trygtryk.products.forms.blocks import Blocks
from trygtryk.products.forms.layout import Layout
from trygtryk.products.forms.pages import form_pages, numbered
from trygtryk.products.forms.pieces import Flow, Piece, after
from trygtryk.products.forms.schema import WORKBOOK, Form, Labels, Workbook
from trygtryk.products.product import Materials
from trygtryk.type.typeset import fit, label

_COVER = "1"


def workbook(
    words: Workbook, forms: Mapping[str, Form], labels: Labels, layout: Layout, materials: Materials
) -> Document:
    """The cover, the contents, then every form; pages are numbered and labelled from the cover on."""
    bodies = {id: form_pages(id, form, labels, layout, materials, level=2) for id, form in forms.items()}
    blocks = Blocks(WORKBOOK, layout.sheet.column, labels, layout, materials)
    # how many pages the contents take does not hang on the numbers in them
    front = 1 + len(_contents(words, forms, dict.fromkeys(forms, 0), blocks))
    starts: dict[str, int] = {}
    at = front + 1
    for id, body in bodies.items():
        starts[id] = at
        at += len(body)
    trim = sized(0, 0, layout.sheet.width_mm, layout.sheet.height_mm)
    bleed = trim.grown(layout.cover.bleed_mm)
    pages = [Page(trim, bleed, bleed, _cover(words, bleed, blocks), _COVER)]
    for number, items in enumerate(_contents(words, forms, starts, blocks), 2):
        pages.append(Page(trim, trim, trim, items, str(number)))
    outline = [Outlined(words.cover.text, 0), Outlined(words.contents.text, 1)]
    for id, form in forms.items():
        outline.append(Outlined(f"{form.number}. {form.title.text}", starts[id] - 1))
        pages += numbered(form, bodies[id], labels, layout, materials, starts[id], at - 1)
    title = f"{materials.pack.title.text}: {words.cover.text}"
    return Document(f"{WORKBOOK}{layout.suffix}", title, tuple(pages), materials.pack.edition, outline=tuple(outline))


def _cover(words: Workbook, bleed: Box, blocks: Blocks) -> tuple[Item, ...]:
    look, styles, materials = blocks.layout.cover, blocks.layout.styles, blocks.materials
    picture = materials.scene(words.scene)
    fits = bleed.width_mm / picture.box.width_mm
    at = then(shift(-picture.box.x0_mm, -picture.box.y1_mm), scale(fits))
    placed = Group((picture,), then(at, shift(bleed.x0_mm, bleed.y1_mm)))
    items: list[Item] = [
        Shape(rectangle(bleed), blocks.layout.colours.cover),
        Tagged("Figure", (placed,), alt=picture.alt),
    ]
    pack = materials.pack
    credit = replace(pack.credit, text=f"{pack.title.text} {pack.version}\n{pack.credit.text}")
    for role, copy, style, box in (
        ("H1", words.cover, styles.cover, look.title),
        ("P", words.subtitle, styles.subtitle, look.subtitle),
        ("P", credit, styles.cover_credit, look.credit),
    ):
        items.append(Tagged(role, fit(copy, style, box, materials.fonts, f"{blocks.where}, forsiden")))
    if names := materials.sender.names:
        items.append(
            Tagged("P", fit(names, styles.cover_names, look.names, materials.fonts, f"{blocks.where}, forsiden"))
        )
    items += materials.sender.stamped(look.logo)
    return tuple(items)


def _contents(
    words: Workbook, forms: Mapping[str, Form], starts: Mapping[str, int], blocks: Blocks
) -> tuple[tuple[Item, ...], ...]:
    styles, gaps = blocks.layout.styles, blocks.layout.gaps
    pieces = [blocks.text(words.contents, styles.title, "H2", keep=True)]
    pieces += [after(blocks.text(paragraph, styles.text), gaps.block_mm) for paragraph in words.introduction]
    for number, (id, form) in enumerate(forms.items()):
        pieces.append(after(_entry(form, starts[id], blocks), 0.0 if number else gaps.block_mm))
    pieces.append(after(blocks.text(words.contents_note, styles.hint), gaps.block_mm))
    flow = Flow(blocks.column, 0.0, blocks.layout.writing.pitch_mm, blocks.where, words.place)
    return flow.pages(tuple(pieces))


def _entry(form: Form, page: int, blocks: Blocks) -> Piece:
    """An entry of the contents: number, title, for whom, and page; all of it leads there."""
    column, styles, look = blocks.column, blocks.layout.styles, blocks.layout.cover
    fonts, gap = blocks.materials.fonts, blocks.layout.gaps.under_label_mm
    measure = column.width_mm - 2 * look.entry_number_mm
    title = blocks.set(form.title, styles.entry, measure)
    audience = blocks.set(form.audience, styles.fact, measure)
    height = title.height_mm + gap + audience.height_mm + 2 * look.entry_gap_mm

    def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
        box = Box(column.x0_mm, top_mm - height, column.x1_mm, top_mm)
        top = top_mm - look.entry_gap_mm
        baseline, left = top - title.ascent_mm, box.x0_mm + look.entry_number_mm
        line = (
            label(f"{form.number}", styles.entry, box.x0_mm, baseline, fonts),
            *title.placed(left, top),
            *audience.placed(left, top - title.height_mm - gap),
            label(str(page), replace(styles.entry, align="right"), box.x1_mm, baseline, fonts),
        )
        said = f"{form.title.text}, {blocks.labels.page_alone.text.replace('{n}', str(page))}"
        rule = Shape(rectangle(Box(box.x0_mm, box.y0_mm, box.x1_mm, box.y0_mm + look.entry_rule_mm)), look.entry_rule)
        entry = Tagged("Link", (Tagged("Span", line), Link(box, f"#{page}", said)))
        return (Tagged("TOC", (Tagged("TOCI", (entry,)),), key=blocks.form), rule)

    return Piece(height, draw)

"""A form's pages: what flows down them, and the furniture at their foot."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.geometry import sized
from trygtryk.model import Field, Flaw, Item, Page, walk
from trygtryk.products.forms.blocks import Blocks
from trygtryk.products.forms.head import head, steps
from trygtryk.products.forms.layout import Layout, Sheet
from trygtryk.products.forms.pieces import Flow, Piece, after
from trygtryk.products.forms.schema import Form, Labels, Text
from trygtryk.products.product import Materials
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import fit, label
from trygtryk.units import mm

Body = tuple[Item, ...]


def form_pages(
    id: str, form: Form, labels: Labels, layout: Layout, materials: Materials, level: int = 1
) -> tuple[Body, ...]:
    """What stands on each page of a form, without its foot; ``level`` is that of its title among the headings."""
    blocks = Blocks(id, layout.sheet.column, labels, layout, materials, form.number, level)
    head_mm, first = head(form, blocks)
    flow = Flow(blocks.column, head_mm, layout.writing.pitch_mm, blocks.where, form.place)
    opening, *rest = flow.pages((*steps(form, blocks), *_sections(form, blocks)))
    return ((*first, *opening), *rest)


def numbered(
    form: Form,
    bodies: tuple[Body, ...],
    labels: Labels,
    layout: Layout,
    materials: Materials,
    first: int = 1,
    last: int = 0,
) -> tuple[Page, ...]:
    """The pages with their foot: what it is, whose, which version, and the number out of ``last`` (absent: of these);
    above it, where there is something to write, where to go on when the room is used up."""
    sheet, styles, fonts = layout.sheet, layout.styles, materials.fonts
    trim = sized(0, 0, sheet.width_mm, sheet.height_mm)
    which = f"{labels.form.text} {form.number} · {labels.version.text.replace('{n}', materials.pack.version)}"
    more = fit(labels.more, styles.footer, sheet.more, fonts, f"skema {form.number}, foden", "bottom")
    pages = []
    for number, body in enumerate(bodies, first):
        of = labels.page.text.replace("{n}", str(number)).replace("{of}", str(last or len(bodies)))
        folio = label(f"{which} · {of}", styles.running, sheet.width_mm - sheet.side_mm, sheet.folio_mm, fonts)
        beside = folio.width_mm + 4 if sheet.named_mm == sheet.folio_mm else 0.0
        foot = (*_named(form, styles.footer, sheet.column.width_mm - beside, sheet, materials), folio)
        written = any(isinstance(item, Field) and item.kind == "text" for item in walk(body))
        pages.append(Page(trim, trim, trim, (*body, *(more if written else ()), *foot), str(number)))
    return tuple(pages)


def _named(form: Form, style: Style, width_mm: float, sheet: Sheet, materials: Materials) -> tuple[Item, ...]:
    """What the page is and whose, on one line: as much of it as there is room for, the names last of all."""
    pack, names = materials.pack.title, materials.sender.names
    ways = [(pack, form.title, names), (form.title, names), (names,)] if names else [(pack, form.title)]
    face = materials.fonts.faces[style.face]
    for copies in ways:
        copy = replace(copies[-1] or pack, id="", text="\u00a0· ".join(copy.text for copy in copies if copy))
        high = mm(style.size_pt) * (face.ascent + face.descent)
        room = sized(sheet.side_mm, sheet.named_mm - mm(style.size_pt) * face.descent, width_mm, high)
        items = fit(copy, style, room, materials.fonts, f"skema {form.number}, foden", "bottom")
        if not any(isinstance(item, Flaw) for item in items):
            break
    return items


def _sections(form: Form, blocks: Blocks) -> tuple[Piece, ...]:
    gaps, styles = blocks.layout.gaps, blocks.layout.styles
    pieces: list[Piece] = []
    for section in form.sections:
        heading = blocks.text(section.heading, styles.heading, f"H{blocks.level + 1}", keep=True)
        pieces.append(replace(heading, before_mm=gaps.heading_mm, new_page=section.new_page))
        if section.private:
            told = blocks.text(blocks.labels.private, styles.hint, keep=True)
            pieces.append(after(told, gaps.under_label_mm))
        under = replace(blocks, heading=section.heading.text, private=section.private)
        for number, made in enumerate(section.blocks):
            first, *rest = under.pieces(made)
            # a text says what to do with what comes after it
            keep = isinstance(made, Text) and number < len(section.blocks) - 1
            before = gaps.block_mm if number else gaps.under_heading_mm
            pieces += [replace(first, before_mm=before, keep=keep), *rest]
    if form.credit:
        pieces[-1] = replace(pieces[-1], keep=True)
        pieces.append(after(blocks.text(form.credit, styles.footer), gaps.block_mm))
    return tuple(pieces)

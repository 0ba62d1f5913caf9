"""A form's pages: what flows down them, and the furniture at their foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from trygtryk.geometry import sized
from trygtryk.model import Copy, Field, Flaw, Item, Page, walk
from trygtryk.products.forms.blocks import Blocks
from trygtryk.products.forms.head import head, steps, who_and_when
from trygtryk.products.forms.layout import Layout, Sheet
from trygtryk.products.forms.pieces import Flow, Piece, after
from trygtryk.products.forms.schema import WRITTEN, Form, Labels, Points, Section, Text
from trygtryk.products.product import Materials
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import DOT, fit, label
from trygtryk.units import mm

Body = tuple[Item, ...]


def form_pages(
    id: str, sheets: Mapping[str, Form], labels: Labels, layout: Layout, materials: Materials, level: int = 1
) -> tuple[Body, ...]:
    """What stands on each page of one of the sheets, without its foot; ``level`` is that of its title among headings."""
    form = sheets[id]
    blocks = Blocks(id, layout.sheet.column, labels, layout, materials, level=level, sheets=sheets)
    blocks = replace(blocks, named=blocks.name(form))
    head_mm, first = head(form, blocks)
    flow = Flow(blocks.column, head_mm, layout.writing.pitch_mm, blocks.where, form.place)
    opening, *rest = flow.pages(_flowing(form, blocks))
    return ((*first, *opening), *rest)


def _flowing(form: Form, blocks: Blocks) -> tuple[Piece, ...]:
    """What comes after the head: what to do before, the steps, the rules, what to do after, and the sections."""
    labels = blocks.labels
    pieces = _section(Section(labels.prepare, form.prepare), blocks) if form.prepare else ()
    pieces += steps(form, blocks)
    for heading, points in ((labels.rules, form.rules), (labels.after, form.after)):
        if points:
            pieces += _section(Section(heading, (Points(points),)), blocks)
    signed = _signed(form)
    for section in form.sections:
        made = _section(section, blocks)
        if section is signed:
            strip = replace(after(who_and_when(form, blocks), blocks.layout.gaps.heading_mm), new_page=section.new_page)
            made = (strip, replace(made[0], new_page=False), *made[1:])
        pieces += made
    if form.credit:
        credit = blocks.text(form.credit, blocks.layout.styles.footer)
        pieces = (*pieces[:-1], replace(pieces[-1], keep=True), after(credit, blocks.layout.gaps.block_mm))
    return pieces


def _signed(form: Form) -> Section | None:
    """The first section that people write in for others to see; it has the strip with who and when over it."""
    for section in form.sections:
        if not section.private and any(isinstance(block, WRITTEN) for block in section.blocks):
            return section
    return None


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
    version = labels.version.text.replace("{n}", materials.pack.version)
    which = f"{labels.form.text} {form.number} · {version}" if form.number else version
    return tuple(
        footed(body, form.title, which, labels, layout, materials, number, last or len(bodies))
        for number, body in enumerate(bodies, first)
    )


def footed(
    body: Body,
    title: Copy | None,
    which: str,
    labels: Labels,
    layout: Layout,
    materials: Materials,
    number: int,
    last: int,
) -> Page:
    """A page with its foot; ``title`` is what the page is of."""
    sheet, styles, fonts = layout.sheet, layout.styles, materials.fonts
    trim = sized(0, 0, sheet.width_mm, sheet.height_mm)
    of = labels.page.text.replace("{n}", str(number)).replace("{of}", str(last))
    folio = label(f"{which} · {of}", styles.running, sheet.width_mm - sheet.side_mm, sheet.folio_mm, fonts)
    beside = folio.width_mm + 4 if sheet.named_mm == sheet.folio_mm else 0.0
    foot: Body = (*_named(title, styles.footer, sheet.column.width_mm - beside, sheet, materials), folio)
    if any(isinstance(item, Field) and item.kind == "text" for item in walk(body)):
        foot = (*fit(labels.more, styles.footer, sheet.more, fonts, "skemaernes fod", "bottom"), *foot)
    return Page(trim, trim, trim, (*body, *foot), str(number))


def _named(title: Copy | None, style: Style, width_mm: float, sheet: Sheet, materials: Materials) -> tuple[Item, ...]:
    """What the page is and whose, on one line: as much of it as there is room for, the names last of all."""
    pack, names = materials.pack.title, materials.sender.names
    ways = [(pack, title, names), (title, names), (names,)] if names else [(pack, title)]
    face = materials.fonts.faces[style.face]
    for copies in ways:
        copy = replace(copies[-1] or pack, id="", text=DOT.join(copy.text for copy in copies if copy))
        high = mm(style.size_pt) * (face.ascent + face.descent)
        room = sized(sheet.side_mm, sheet.named_mm - mm(style.size_pt) * face.descent, width_mm, high)
        items = fit(copy, style, room, materials.fonts, "skemaernes fod", "bottom")
        if not any(isinstance(item, Flaw) for item in items):
            break
    return items


def _section(section: Section, blocks: Blocks) -> tuple[Piece, ...]:
    """A heading and what stands under it; nothing where nothing does."""
    gaps, styles = blocks.layout.gaps, blocks.layout.styles
    heading = blocks.text(section.heading, styles.heading, f"H{blocks.level + 1}", keep=True)
    pieces = [replace(heading, before_mm=gaps.heading_mm, new_page=section.new_page)]
    if section.private:
        told = blocks.text(blocks.labels.private, styles.hint, keep=True)
        pieces.append(after(told, gaps.under_label_mm))
    under = replace(blocks, heading=section.heading.text, private=section.private)
    # links that nothing is told of have no pieces
    shown = [(made, parts) for made in section.blocks if (parts := under.pieces(made))]
    if not shown:
        return ()
    for number, (made, (first, *rest)) in enumerate(shown):
        # a text says what to do with what comes after it
        keep = isinstance(made, Text) and number < len(shown) - 1
        before = gaps.block_mm if number else gaps.under_heading_mm
        pieces += [replace(first, before_mm=before, keep=keep), *rest]
    return tuple(pieces)

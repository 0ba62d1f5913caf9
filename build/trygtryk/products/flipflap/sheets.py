"""The flip-flap on a sheet of the school's own printer: the square to cut out, and strips to keep beside it."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.geometry import Matrix, rectangle, scale, shift, sized, then
from trygtryk.makeready.office_sheets import both_sides, fifty_mm, unread
from trygtryk.model import Document, Group, Item, Page, Shape, Stroke, Tagged
from trygtryk.origami.steps import STEPS, step_picture
from trygtryk.pictures.symbols import scissors
from trygtryk.products.flipflap.back import counted, legend, paint
from trygtryk.products.flipflap.front import Front, front_side
from trygtryk.products.flipflap.listing import heard
from trygtryk.products.flipflap.schema import Content, Layout, Paper
from trygtryk.products.product import Materials
from trygtryk.type.typeset import fit, label

_TICK_MM = 2.0


def office(content: Content, layout: Layout, materials: Materials, document: Document) -> tuple[Document, ...]:
    """The A4 and the A3 sheet, front and back, the same drawing at two sizes; their strips do for the slip."""
    if len(document.pages) == 1:
        return ()
    front = front_side(content, layout, materials)
    shown = Tagged("Figure", (front.sheet,), alt=heard(content))
    (back,) = document.pages[1].items
    beside_back = _back_strips(front, content, layout, materials)
    documents = []
    for name, usual in (("a4", layout.a4), ("a3", layout.a3)):
        paper = _within_reach(usual, materials)
        beside_front = _front_strips(content, layout, materials, paper.side_mm / layout.side_mm)
        pages = (
            _page("forside", shown, beside_front, paper, layout),
            _page("bagside", back, beside_back, paper, layout),
        )
        title = f"{content.title.text} på {name.upper()}"
        documents.append(Document(document.name, title, pages, materials.pack.edition, turn="long"))
    return tuple(documents)


def _within_reach(paper: Paper, materials: Materials) -> Paper:
    """The paper with as large a square as lets all of the back be printed, wherever the printer puts it."""
    sheets, (width, height) = materials.sheets, paper.page_mm
    across, up = sheets.behind_mm(sized(0, 0, width, height))
    # the square fills the width, the strips the height down to the margin
    factor = min(1.0, (width - 2 * across) / paper.side_mm, (height - 2 * up) / (height - 2 * sheets.margin_mm))
    return replace(paper, side_mm=paper.side_mm * factor)


def placed(paper: Paper, layout: Layout) -> Matrix:
    """From the square's own millimetres to the middle of the sheet."""
    factor = paper.side_mm / layout.side_mm
    width, height = paper.page_mm
    return then(scale(factor), shift((width - paper.side_mm) / 2, (height - paper.side_mm) / 2))


def _page(label: str, art: Item, strips: tuple[Item, ...], paper: Paper, layout: Layout) -> Page:
    page = sized(0, 0, *paper.page_mm)
    square = Group((art,), clip=rectangle(sized(0, 0, layout.side_mm, layout.side_mm)))
    return Page(page, page, page, (Group((square, *strips), placed(paper, layout)),), label)


def _front_strips(content: Content, layout: Layout, materials: Materials, factor: float) -> tuple[Item, ...]:
    strips, sheet, fonts, marks = layout.strips, content.sheet, materials.fonts, materials.marks
    where = "flipflap, strimlen på forsiden"
    square = rectangle(sized(0, 0, layout.side_mm, layout.side_mm))
    items: list[Item] = [Shape(square, stroke=stroke) for stroke in marks.cut.strokes]
    items.extend(scissors(strips.scissors_at_mm, strips.scissors_mm, marks.cut.ink))
    items.append(Tagged("H1", fit(content.title, strips.title, strips.title_box, fonts, where)))
    items.append(Tagged("P", fit(sheet.cut, strips.lead, strips.cut_box, fonts, where)))
    for row, (pen, copy) in enumerate(
        ((marks.valley, sheet.valley), (marks.mountain, sheet.mountain), (marks.cut, sheet.edge))
    ):
        box = strips.legend_box.moved(0, -row * strips.legend_step_mm)
        items.append(Tagged("P", legend(pen, copy, box, layout, materials)))
    # the rules stand on the back too, where they are read
    items.extend(fit(content.playing.heading, strips.lead, strips.playing_box, fonts, where))
    items.append(Tagged("P", fit(sheet.rules, strips.small, strips.rules_box, fonts, where)))
    cell, (dx, dy) = strips.first_rule, strips.next_rule_mm
    for number, rule in enumerate(content.playing.rules):
        box = cell.moved(dx * (number // 2), dy * (number % 2))
        disc, listed, _ = counted(number + 1, rule, strips.small, box, layout, materials, where)
        items += (disc, *unread((listed,)))
    items.extend(_control_rule(content, layout, materials, factor))
    return tuple(items)


def _control_rule(content: Content, layout: Layout, materials: Materials, factor: float) -> tuple[Item, ...]:
    """Fifty millimetres to hold a ruler against, whatever the sheet's size."""
    strips = layout.strips
    pen = Stroke(strips.small.ink, strips.control_pt, cap="butt")
    said = both_sides(content.sheet.scale, "long", materials.sheets, materials.sheet_texts)
    return (
        *fifty_mm(*strips.control_at_mm, _TICK_MM, pen, factor),
        Tagged("P", fit(said, strips.small, strips.control_box, materials.fonts, "flipflap, kontrolmålet")),
    )


def _back_strips(front: Front, content: Content, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    """The steps once more, because those on the square disappear as it is folded; they are read there."""
    strips, fonts = layout.strips, materials.fonts
    where = "flipflap, strimlen på bagsiden"
    items: list[Item] = [Tagged("P", fit(content.sheet.strip, strips.lead, strips.note_box, fonts, where))]
    half, painted = len(STEPS) // 2, paint(front, content, layout)
    for number, (step, sentence) in enumerate(zip(STEPS, content.folding.steps, strict=True)):
        first = strips.upper_step if number < half else strips.lower_step
        cell = first.moved(strips.next_step_mm * (number % half), 0)
        size = strips.picture_mm
        picture = sized(cell.x0_mm, cell.y1_mm - size, size, size)
        items.extend(step_picture(step, picture, layout.steps, painted))
        items.append(label(str(number + 1), strips.digit, picture.x1_mm, picture.y1_mm - strips.digit_mm, fonts))
        items.extend(fit(sentence, strips.small, replace(cell, y1_mm=picture.y0_mm - layout.back.gap_mm), fonts, where))
    return tuple(items)

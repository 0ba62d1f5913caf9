"""Cards on sheets for the school's own printer: four on A4, eight on A3, each back behind its front."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.errors import Fault
from trygtryk.geometry import polyline
from trygtryk.makeready.impose import Grid, behind, grid, sheets
from trygtryk.makeready.office_sheets import Cards, CardSheet, Sheets, Texts, both_sides, control_rule, unread
from trygtryk.model import Artwork, Document, Flaw, Group, Item, Page, Shape, Stroke
from trygtryk.sources.fonts import Fonts


def cards_office(document: Document, layout: Sheets, texts: Texts, fonts: Fonts) -> tuple[Document, ...]:
    """One document a sheet of the layout. The document's pages are fronts and backs in turn, all of one size.

    The cards are made smaller, because what lies outside a printer's margin would be lost: four A6 fill an A4 to its
    very edge.
    """
    return tuple(_imposed(document, sheet, layout, texts, fonts) for sheet in layout.cards.sheets)


def _imposed(document: Document, sheet: CardSheet, layout: Sheets, texts: Texts, fonts: Fonts) -> Document:
    cards, piece = layout.cards, document.pages[0].trim
    # marks stand on fronts alone; backs bleed, and are moved by what the printer is off
    margin = max(layout.margin_mm + cards.marks_mm, max(layout.behind_mm(sheet.page)) + cards.bleed_mm)
    try:
        plan = grid(sheet.page, piece, sheet.columns, sheet.rows, 2 * cards.bleed_mm, margin)
    except ValueError:
        told = f"{sheet.columns} gange {sheet.rows} kort kan ikke være på arket »{sheet.name}«"
        flaw = Flaw(Fault(told, sheet.place, "gør arket større, eller margin_mm, bleed_mm og marks_mm mindre"))
        return replace(document, pages=(_page(sheet, (flaw,), ""),))
    faces = tuple(
        Artwork(f"{document.name}-side-{number}", page.trim.grown(cards.bleed_mm / plan.factor), page.items)
        for number, page in enumerate(document.pages, 1)
    )
    first = plan.cells[0]
    said = both_sides(texts.scale_and_cut, "long", layout, texts)
    marks = _cut_marks(plan, cards, layout)
    rule = control_rule(first.x0_mm + cards.marks_mm, layout.margin_mm, said, layout, fonts)
    pages: list[Page] = []
    for number, dealt in enumerate(sheets(tuple(zip(faces[0::2], faces[1::2], strict=True)), len(plan.cells)), 1):
        fronts: list[Item] = []
        backs: list[Item] = []
        for cell, (front, back) in enumerate(dealt):
            matrix = plan.placed(piece, cell)
            # a card's back is read after its front
            order = len(pages) * len(plan.cells) + 2 * cell + 1
            fronts.append(Group((front,), matrix, order=order))
            backs.append(Group((back,), behind(matrix, piece, sheet.page, "long"), order=order + 1))
        pages.append(_page(sheet, (*fronts, *marks, *(rule if not pages else unread(rule))), f"ark {number}, forside"))
        pages.append(_page(sheet, tuple(backs), f"ark {number}, bagside"))
    title = f"{document.title}, {len(plan.cells)} på {sheet.name.upper()}"
    return replace(document, title=title, pages=tuple(pages), outline=(), turn="long", laid=f"{len(plan.cells)}-paa-")


def _page(sheet: CardSheet, items: tuple[Item, ...], label: str) -> Page:
    return Page(sheet.page, sheet.page, sheet.page, items, label)


def _cut_marks(plan: Grid, cards: Cards, layout: Sheets) -> tuple[Item, ...]:
    """Lines in the margin, in line with every cut."""
    pen = Stroke(layout.ink, layout.rule_pt, cap="butt")
    near = cards.bleed_mm + cards.mark_gap_mm
    xs = sorted({round(x, 6) for cell in plan.cells for x in (cell.x0_mm, cell.x1_mm)})
    ys = sorted({round(y, 6) for cell in plan.cells for y in (cell.y0_mm, cell.y1_mm)})
    lines = [
        line
        for x in xs
        for line in (
            polyline((x, ys[0] - near), (x, ys[0] - cards.marks_mm)),
            polyline((x, ys[-1] + near), (x, ys[-1] + cards.marks_mm)),
        )
    ]
    lines += [
        line
        for y in ys
        for line in (
            polyline((xs[0] - near, y), (xs[0] - cards.marks_mm, y)),
            polyline((xs[-1] + near, y), (xs[-1] + cards.marks_mm, y)),
        )
    ]
    return tuple(Shape(line, stroke=pen) for line in lines)

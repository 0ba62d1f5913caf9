"""Pages two and two on a sheet, folded and stitched in the middle."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.geometry import rectangle, scale, shift, sized, then
from trygtryk.makeready.impose import creep_mm, signature
from trygtryk.makeready.office_sheets import Sheets
from trygtryk.model import Document, Group, Item, Page


def booklet(documents: tuple[Document, ...], name: str, title: str, layout: Sheets) -> Document:
    """The documents' pages in order as one saddle-stitched booklet; pages left over are empty.

    All pages are half a sheet, and made smaller to lie inside the printer's margin. Inner sheets' pages move towards the
    spine by the paper they are folded round.
    """
    measures = layout.booklet
    pages = tuple(page for document in documents for page in document.pages)
    sheet, half = measures.page, measures.page.width_mm / 2
    blank = sized(0, 0, half, sheet.height_mm)
    spare = Page(blank, blank, blank, ())
    sides = signature(len(pages))
    # the outer edge and the head and foot must lie where a printer reaches; the spine needs no margin
    across, up = (max(layout.margin_mm, behind) for behind in layout.behind_mm(sheet))
    factor = min(1 - across / half, 1 - 2 * up / sheet.height_mm)
    foot = (1 - factor) * sheet.height_mm / 2
    made = []
    for number, side in enumerate(sides):
        creep = creep_mm(number // 2, len(sides) // 2, measures.paper_mm)
        items: list[Item] = []
        for leaf, outer, creeps, index in (
            (sized(sheet.x0_mm, sheet.y0_mm, half, sheet.height_mm), half * (1 - factor), creep, side[0]),
            (sized(sheet.x0_mm + half, sheet.y0_mm, half, sheet.height_mm), 0.0, -creep, side[1]),
        ):
            page = spare if index is None else pages[index]
            place = then(scale(factor), shift(leaf.x0_mm + outer + creeps, leaf.y0_mm + foot))
            # what bleeds ends at the page's own edge, so that nothing crosses the spine or the printer's margin
            shown = Group(page.items, shift(-page.trim.x0_mm, -page.trim.y0_mm), rectangle(page.trim))
            # read as it is when it is folded
            items.append(
                Group((Group((shown,), place),), clip=rectangle(leaf), order=0 if index is None else index + 1)
            )
        made.append(Page(sheet, sheet, sheet, tuple(items), f"ark {number // 2 + 1}"))
    return Document(name, title, tuple(made), documents[0].date, turn="short")


def inside_margin(document: Document, layout: Sheets) -> Document:
    """The pages one by one on sheets of their own size, printed on both sides: those to their edges made smaller, so
    that nothing of them lies where a printer does not reach; all of them, where it lays the backs further off."""
    pages = []
    for page in document.pages:
        (x, y), trim = page.trim.centre, page.trim
        behind = max(layout.behind_mm(trim))
        if page.bleed == trim and behind <= layout.margin_mm:
            pages.append(page)
            continue
        factor = 1 - 2 * max(layout.margin_mm, behind) / min(trim.width_mm, trim.height_mm)
        place = then(then(shift(-x, -y), scale(factor)), shift(x, y))
        pages.append(Page(trim, trim, trim, (Group(page.items, place, rectangle(trim)),), page.label))
    return replace(document, pages=tuple(pages), turn="long")

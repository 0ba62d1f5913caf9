"""Posters on the school's own printer: whole on one sheet, or on several to glue; every sheet with its control rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trygtryk.geometry import Box, polyline, rectangle, scale, shift, sized, then
from trygtryk.makeready.office_sheets import Sheets, Texts, control_rule
from trygtryk.model import Artwork, Document, Group, Item, Page, Shape, Stroke
from trygtryk.sources.fonts import Fonts
from trygtryk.type.typeset import fit

A4 = sized(0, 0, 210, 297)
A4_ACROSS = sized(0, 0, 297, 210)
A3 = sized(0, 0, 297, 420)

# how far lines keep inside what a printer reaches, their own width included
_CLEAR_MM = 1.0


def posters_office(document: Document, layout: Sheets, texts: Texts, fonts: Fonts) -> tuple[Document, ...]:
    """A poster on A3 and on A4, and on two and four A4 sheets to glue.

    It is made smaller until all of it lies inside the printer's margin: a white edge is cut off, a lost one is not
    got back.
    """
    return (
        _tiled(document, A3, 1, 1, layout, texts, fonts),
        _tiled(document, A4, 1, 1, layout, texts, fonts),
        _tiled(document, A4_ACROSS, 1, 2, layout, texts, fonts),
        _tiled(document, A4, 2, 2, layout, texts, fonts),
    )


def _tiled(
    document: Document, sheet: Box, columns: int, rows: int, layout: Sheets, texts: Texts, fonts: Fonts
) -> Document:
    """One page spread over sheets that overlap, each showing its part down to the next one's edge."""
    (poster,) = document.pages
    picture = Artwork(f"{document.name}-hel", poster.bleed, poster.items)
    room = Box(
        sheet.x0_mm + layout.margin_mm,
        sheet.y0_mm + layout.margin_mm + layout.posters.strip_mm,
        sheet.x1_mm - layout.margin_mm,
        sheet.y1_mm - layout.margin_mm,
    )
    across = columns * room.width_mm - (columns - 1) * layout.posters.overlap_mm
    down = rows * room.height_mm - (rows - 1) * layout.posters.overlap_mm
    factor = min(across / poster.trim.width_mm, down / poster.trim.height_mm)
    width, height = poster.trim.width_mm * factor, poster.trim.height_mm * factor
    pages = []
    for row in range(rows):
        for column in range(columns):
            # where the whole poster's upper left corner lies, seen from this sheet
            left = room.x0_mm + (across - width) / 2 - column * (room.width_mm - layout.posters.overlap_mm)
            top = room.y1_mm + row * (room.height_mm - layout.posters.overlap_mm)
            place = then(scale(factor), shift(left, top - height))
            part = Box(
                max(room.x0_mm, left),
                max(room.y0_mm, top - height),
                min(room.x1_mm, left + width),
                min(room.y1_mm, top),
            )
            items: list[Item] = [Group((Group((picture,), place),), clip=rectangle(part))]
            number = row * columns + column + 1
            if columns * rows > 1:
                items += _joins(room, part, row, column, layout)
                items += _register(room, part, (row, column), (rows, columns), layout)
                items += _assembly(sheet, number, columns, rows, layout, texts, fonts)
            items += control_rule(room.x0_mm, layout.margin_mm, texts.scale, layout, fonts)
            pages.append(Page(sheet, sheet, sheet, tuple(items), str(number)))
    return replace(document, pages=tuple(pages), turn="", glued=columns * rows)


def _joins(room: Box, part: Box, row: int, column: int, layout: Sheets) -> list[Item]:
    """Where this sheet is cut before it is laid over its neighbour above or to the left."""
    under = Stroke(layout.posters.under, layout.rule_pt * 2, cap="butt")
    pens = (under, Stroke(layout.ink, layout.rule_pt, layout.posters.dash_pt, "butt"))
    lines: list[Item] = []
    if row:
        y = room.y1_mm - layout.posters.overlap_mm
        lines += [Shape(polyline((part.x0_mm + _CLEAR_MM, y), (part.x1_mm - _CLEAR_MM, y)), stroke=pen) for pen in pens]
    if column:
        x = room.x0_mm + layout.posters.overlap_mm
        lines += [Shape(polyline((x, part.y0_mm + _CLEAR_MM), (x, part.y1_mm - _CLEAR_MM)), stroke=pen) for pen in pens]
    return lines


def _register(room: Box, part: Box, at: tuple[int, int], of: tuple[int, int], layout: Sheets) -> Iterator[Shape]:
    """Ticks beside the picture, in line with every join on both the sheets that meet there."""
    (row, column), (rows, columns) = at, of
    posters = layout.posters
    pen = Stroke(layout.ink, layout.rule_pt, cap="butt")
    near, far = posters.tick_mm
    across = [y for y, here in ((room.y1_mm - posters.overlap_mm, row > 0), (room.y0_mm, row < rows - 1)) if here]
    down = [
        x for x, here in ((room.x0_mm + posters.overlap_mm, column > 0), (room.x1_mm, column < columns - 1)) if here
    ]
    for y in across:
        if column == 0:
            yield Shape(polyline((part.x0_mm - near, y), (part.x0_mm - far, y)), stroke=pen)
        if column == columns - 1:
            yield Shape(polyline((part.x1_mm + near, y), (part.x1_mm + far, y)), stroke=pen)
    for x in down:
        yield Shape(polyline((x, part.y0_mm - near), (x, part.y0_mm - far)), stroke=pen)


def _assembly(
    sheet: Box, number: int, columns: int, rows: int, layout: Sheets, texts: Texts, fonts: Fonts
) -> tuple[Item, ...]:
    """A small sketch of how the sheets lie, this one dark, and what to do."""
    high = layout.posters.sketch_mm / rows
    wide = high * (0.7 if columns > 1 else 1.4)
    x1, y0 = sheet.x1_mm - layout.margin_mm - 1, sheet.y0_mm + layout.margin_mm + 0.8
    items: list[Item] = []
    for n in range(columns * rows):
        row, column = divmod(n, columns)
        x = x1 - (columns - column) * wide
        cell = sized(x, y0 + (rows - 1 - row) * high, wide, high)
        ground = layout.ink if n + 1 == number else layout.posters.sketch_ink
        items.append(Shape(rectangle(cell.grown(-0.25)), ground))
    numbered = texts.sheet.text.replace("{{n}}", str(number)).replace("{{of}}", str(columns * rows))
    told = replace(texts.glue, text=f"{numbered}. {texts.glue.text}")
    style = replace(layout.text, align="right")
    edge = x1 - columns * wide - 2
    above = Box(sheet.x0_mm + layout.margin_mm, y0 + 2.8, edge, y0 + layout.posters.sketch_mm)
    return (*items, *fit(told, style, above, fonts, "plakatens ark til at lime"))

"""The order slip as A4 pages: who orders what where, one row a file, and the weight of it all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from math import fsum
from typing import Literal

from trygtryk.errors import Fault, Place
from trygtryk.geometry import Box, polyline, rectangle
from trygtryk.model import Copy, Document, Flaw, Ink, Item, Page, Shape, Stroke, Tagged
from trygtryk.pictures.sender import Sender
from trygtryk.slip.lines import Entry, Suggestion
from trygtryk.slip.texts import Told, Words, told, told_part, total
from trygtryk.sources.content import Pack
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import Block, block, fit
from trygtryk.units import decimal

_WHERE = "ordresedlen"


@dataclass(frozen=True, slots=True)
class Slip:
    """How the page looks: the head's fields in pairs, ``blank_mm`` from one line to write on to the next, as many as
    ``blanks`` says for each; ``table_mm`` is the least room below the head, ``widths_mm`` are those of the table's columns."""

    page: Box
    title_style: Style
    intro_style: Style
    label_style: Style
    value_style: Style
    head_style: Style
    name_style: Style
    text_style: Style
    part_style: Style
    total_style: Style
    foot_style: Style
    ground: Ink
    line: Ink
    line_pt: float
    logo: Box
    side_mm: float
    top_mm: float
    bottom_mm: float
    gap_mm: float
    pad_mm: float
    blank_mm: float
    blanks: Mapping[str, int]
    table_mm: float
    signature_mm: tuple[float, float]
    widths_mm: tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """layouts/order.toml."""

    slip: Slip
    products: Mapping[str, Suggestion]

    def suggested(self, target: str) -> Suggestion | None:
        """For a part or a product by its name; a part without an entry of its own goes by its product's."""
        return self.products.get(target) or self.products.get(target.partition("/")[0])


_Cell = tuple[tuple[Copy, Style], ...]
"""The texts of a table's cell, one under the other."""


@dataclass(slots=True)
class _Sheet:
    """The slip while it is set: what stands on the page so far, and the pages before it."""

    layout: Slip
    fonts: Fonts
    column: Box
    top_mm: float
    items: list[Item]
    done: list[tuple[Item, ...]]

    def turn(self) -> None:
        self.done.append(tuple(self.items))
        self.items, self.top_mm = [], self.column.y1_mm

    def text(self, copy: Copy, style: Style, role: str, below_mm: float, x_mm: float, width_mm: float) -> float:
        """Sets a text with its upper edge where the page is; gives its lower edge."""
        made = block(copy, style, width_mm, self.fonts, _WHERE)
        self.items.append(Tagged(role, made.placed(x_mm, self.top_mm)))
        return self.top_mm - made.height_mm - below_mm

    def rule(self, x0_mm: float, x1_mm: float, y_mm: float) -> None:
        stroke = Stroke(self.layout.line, self.layout.line_pt)
        self.items.append(Shape(polyline((x0_mm, y_mm), (x1_mm, y_mm)), stroke=stroke))


def slip_page(
    entries: tuple[Entry, ...],
    head: Mapping[str, Copy | None],
    words: Words,
    layout: Slip,
    pack: Pack,
    fonts: Fonts,
    sender: Sender,
) -> Document:
    """The order as pages; ``head`` are the fields above it, of which those that are absent become lines to write on."""
    page = layout.page
    column = Box(
        page.x0_mm + layout.side_mm,
        page.y0_mm + layout.bottom_mm,
        page.x1_mm - layout.side_mm,
        page.y1_mm - layout.top_mm,
    )
    sheet = _Sheet(layout, fonts, column, column.y1_mm, [*sender.stamped(layout.logo)], [])
    sheet.top_mm = sheet.text(words.title, layout.title_style, "H1", layout.gap_mm, column.x0_mm, column.width_mm)
    sheet.top_mm = sheet.text(
        words.intro,
        layout.intro_style,
        "P",
        layout.gap_mm,
        column.x0_mm,
        (layout.logo.x0_mm if sender.logo else column.x1_mm) - column.x0_mm,
    )
    _head(sheet, head, words)
    _table(sheet, entries, words)
    _foot(sheet, entries, words)
    sheet.turn()
    edition = words.day(date.fromisoformat(pack.edition))
    low = Box(column.x0_mm, page.y0_mm + 8, column.x1_mm, page.y0_mm + 13)
    pages = []
    for number, items in enumerate(sheet.done, 1):
        name = f"{pack.title.text} {pack.version} · {words.edition.text} {edition} · {number}/{len(sheet.done)}"
        foot = Copy(name, "order.foot", pack.place)
        pages.append(Page(page, page, page, (*items, *fit(foot, layout.foot_style, low, fonts, _WHERE))))
    return Document("ordreseddel", words.title.text, tuple(pages), pack.edition, turn="long" if len(pages) > 1 else "")


def _head(sheet: _Sheet, head: Mapping[str, Copy | None], words: Words) -> None:
    """Two and two, each under its label."""
    layout, column = sheet.layout, sheet.column
    width = (column.width_mm - layout.gap_mm) / 2
    labels = {one.name: getattr(words.labels, one.name) for one in fields(words.labels)}
    top, feet = sheet.top_mm, [sheet.top_mm]
    for number, (name, copy) in enumerate(head.items()):
        if not number % 2:
            top = min(feet) - layout.gap_mm * bool(number)
            feet = []
        x = column.x0_mm + (number % 2) * (width + layout.gap_mm)
        sheet.top_mm = top
        sheet.top_mm = sheet.text(labels[name], layout.label_style, "P", layout.pad_mm, x, width)
        if copy:
            feet.append(sheet.text(copy, layout.value_style, "P", 0, x, width))
            continue
        for _ in range(layout.blanks[name]):
            sheet.top_mm -= layout.blank_mm
            sheet.rule(x, x + width, sheet.top_mm)
        feet.append(sheet.top_mm)
    sheet.top_mm = min(feet) - 2 * layout.gap_mm
    over = column.y0_mm + layout.table_mm - sheet.top_mm
    if over > 0:
        longest = max(
            (copy for copy in head.values() if copy), key=lambda copy: copy.text.count("\n"), default=words.title
        )
        told = f"{_WHERE}: det, der står over tabellen, er {decimal(over)} mm for højt til siden"
        sheet.items.append(Flaw(Fault(told, longest.place, "skriv det på færre linjer")))


def _table(sheet: _Sheet, entries: tuple[Entry, ...], words: Words) -> None:
    """A row a file, and below it one for each piece that it holds; its head again on every page."""
    layout = sheet.layout
    heads = tuple((getattr(words.heads, one.name), layout.head_style) for one in fields(words.heads))
    head_mm, head = _row(tuple((cell,) for cell in heads), sheet, "TH", "Column")

    def begun(*, first: bool) -> None:
        column, top = sheet.column, sheet.top_mm
        ground = Shape(rectangle(Box(column.x0_mm, top - head_mm, column.x1_mm, top)), layout.ground)
        row = head(top)
        # heard once: the table goes on over the pages
        sheet.items += (ground, *((_in_table(row),) if first else (item for cell in row for item in cell.items)))
        sheet.top_mm -= head_mm

    begun(first=True)
    for entry in entries:
        rows = [_cells(told(entry, words), layout.name_style, layout.text_style, layout.part_style, words.title.place)]
        rows += [
            _cells(
                told_part(part, entry, words),
                layout.part_style,
                layout.part_style,
                layout.part_style,
                words.title.place,
            )
            for part in entry.parts
        ]
        for number, cells in enumerate(rows):
            height, row = _row(cells, sheet, "TD", "Row")
            if sheet.top_mm - height < sheet.column.y0_mm:
                sheet.turn()
                begun(first=False)
            sheet.items.append(_in_table(row(sheet.top_mm)))
            sheet.top_mm -= height
            if number == len(rows) - 1:
                sheet.rule(sheet.column.x0_mm, sheet.column.x1_mm, sheet.top_mm)


def _foot(sheet: _Sheet, entries: tuple[Entry, ...], words: Words) -> None:
    """What it weighs, and where it is dated and signed."""
    layout, column = sheet.layout, sheet.column
    if sheet.top_mm - layout.gap_mm - layout.blank_mm < column.y0_mm:
        sheet.turn()
    sheet.top_mm -= layout.gap_mm
    weight = Copy(total(entries, words), words.total.id, words.total.place)
    left = sheet.column.width_mm - fsum(layout.signature_mm)
    sheet.text(weight, layout.total_style, "P", 0, column.x0_mm, left)
    x = column.x0_mm + left
    foot = sheet.text(words.signed, layout.label_style, "P", 0, x, layout.signature_mm[0])
    sheet.rule(x + layout.signature_mm[0], column.x1_mm, foot)
    sheet.top_mm = foot


def _in_table(row: tuple[Tagged, ...]) -> Item:
    return Tagged("Table", (Tagged("TR", row),), key="order")


def _cells(line: Told, name: Style, text: Style, file: Style, place: Place) -> tuple[_Cell, ...]:
    """What stands in each column, with how it is set."""
    first = ((line.title, name), (line.file, file))
    others = (((cell, text),) for cell in (line.amount, line.size, line.inks, line.paper, line.finishing))
    return tuple(
        tuple((Copy(words, f"order.{column}", place), style) for words, style in cell if words)
        for column, cell in enumerate((first, *others))
    )


def _row(
    cells: tuple[_Cell, ...],
    sheet: _Sheet,
    role: Literal["TH", "TD"],
    scope: Literal["Column", "Row"],
) -> tuple[float, Callable[[float], tuple[Tagged, ...]]]:
    """A row's height, and what draws it with its upper edge at a place; its first cell heads it, or all do."""
    layout = sheet.layout
    sets = [
        [block(copy, style, width - 2 * layout.pad_mm, sheet.fonts, _WHERE) for copy, style in cell]
        for cell, width in zip(cells, layout.widths_mm, strict=True)
    ]

    def draw(top_mm: float) -> tuple[Tagged, ...]:
        items: list[Tagged] = []
        x = sheet.column.x0_mm + layout.pad_mm
        for number, (blocks, width) in enumerate(zip(sets, layout.widths_mm, strict=True)):
            lines: list[Item] = []
            y = top_mm - layout.pad_mm
            for made in blocks:
                lines += made.placed(x, y)
                y -= _height(made)
            heads = role == "TH" or not number
            items.append(Tagged("TH", tuple(lines), scope=scope) if heads else Tagged(role, tuple(lines)))
            x += width
        return tuple(items)

    return max(fsum(map(_height, blocks)) for blocks in sets) + 2 * layout.pad_mm, draw


def _height(made: Block) -> float:
    """With the room to the next line."""
    return made.leading_mm * len(made.lines)

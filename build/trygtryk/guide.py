"""LÆS MIG FØRST: the page at the pack's top that says which file is for which printer and paper."""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum
from typing import Literal

from trygtryk.geometry import Box, polyline, rectangle, scale, shift, then
from trygtryk.model import Artwork, Copy, Document, Facts, Group, Ink, Item, Page, Shape, Stroke, Tagged
from trygtryk.order import EDITION_NAMES, EditionName
from trygtryk.papers import paper, sheets
from trygtryk.sources.content import Pack
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Style
from trygtryk.sources.strict import Positive
from trygtryk.type.typeset import Block, block

NAME = "LÆS MIG FØRST"
_WHERE = "siden »LÆS MIG FØRST«"


@dataclass(frozen=True, slots=True)
class Room:
    """An edition's column: how wide it is, and the colour its head stands on."""

    width_mm: Positive
    ground: Ink


@dataclass(frozen=True, slots=True)
class Layout:
    """layouts/laesmig.toml; ``first_mm`` is the width of the pictures' column, ``columns`` are the editions'.

    ``between_mm`` is the room under a file's name, and over the next one.
    """

    page: Box
    margin_mm: float
    title: Style
    intro: Style
    head: Style
    told: Style
    product: Style
    file: Style
    detail: Style
    foot: Style
    line: Ink
    line_pt: float
    first_mm: Positive
    columns: Mapping[EditionName, Room]
    gap_mm: float
    pad_mm: float
    between_mm: tuple[float, float]
    picture_mm: tuple[float, float]

    @property
    def widths_mm(self) -> tuple[float, ...]:
        """The widths of all columns, from the left."""
        return (self.first_mm, *(self.columns[edition].width_mm for edition in EDITION_NAMES))


@dataclass(frozen=True, slots=True)
class Column:
    """What an edition is called and what is done with it."""

    title: Copy
    told: Copy


@dataclass(frozen=True, slots=True)
class Words:
    """content/laesmig.yaml; ``notes`` are said of a product's files on a sheet of the school's own printer."""

    title: Copy
    intro: Copy
    products: Copy
    columns: Mapping[EditionName, Column]
    turn: Mapping[Literal["long", "short", "hand"], Copy]
    mailed: Copy
    absent: Copy
    none: Copy
    cutter: Copy
    filled: Copy
    read: Copy
    shown: Copy
    part: Copy
    notes: Mapping[str, Copy]
    foot: Copy


@dataclass(frozen=True, slots=True)
class Lying:
    """A file of the pack: its edition, what is known of it, whether it is fed by hand, and how its name ends.

    ``cutter`` says that it is for a machine that cuts, and lies there as SVG and DXF too.
    """

    edition: EditionName
    facts: Facts
    ending: str = ""
    by_hand: bool = False
    cutter: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """Files that are spoken of together: a product's, or a book; ``first`` is shown, ``count`` how many pieces there are."""

    id: str
    title: str
    first: Document
    count: int
    files: tuple[Lying, ...]


def compose(
    kinds: tuple[Kind, ...], words: Words, layout: Layout, pack: Pack, fonts: Fonts, *, mailed: bool
) -> Document:
    """The page, a row a kind of files and a column an edition; what does not go on it goes on another.

    ``mailed`` says that what is ordered lies in one file to mail.
    """
    there = {file.edition for kind in kinds for file in kind.files}
    told = {name: column.told if name in there else words.absent for name, column in words.columns.items()}
    if mailed and "tryk" in there:
        told["tryk"] = words.mailed
    columns = {name: replace(column, told=told[name]) for name, column in words.columns.items()}
    return _Sheet(replace(words, columns=columns), layout, pack, fonts).filled(kinds)


class _Sheet:
    """The page while it is set."""

    def __init__(self, words: Words, layout: Layout, pack: Pack, fonts: Fonts) -> None:
        self._words, self._layout, self._pack, self._fonts = words, layout, pack, fonts
        page = layout.page
        self._column = Box(
            page.x0_mm + layout.margin_mm,
            page.y0_mm + layout.margin_mm,
            page.x1_mm - layout.margin_mm,
            page.y1_mm - layout.margin_mm,
        )
        self._top = self._column.y1_mm
        self._items: list[Item] = []
        self._pages: list[tuple[Item, ...]] = []

    def filled(self, kinds: tuple[Kind, ...]) -> Document:
        layout, words = self._layout, self._words
        self._text(words.title, layout.title, "H1")
        self._text(words.intro, layout.intro, "P")
        heads: list[tuple[Block, ...]] = [(self._set(words.products, layout.head, 0),)]
        for n, edition in enumerate(EDITION_NAMES, 1):
            column = words.columns[edition]
            heads.append((self._set(column.title, layout.head, n), self._set(column.told, layout.told, n)))
        self._row(tuple(heads), None)
        for kind in kinds:
            title = kind.title if kind.count == 1 else f"{kind.title} ({kind.count})"
            cells: list[tuple[Block, ...]] = [(self._set(self._copy(title), layout.product, 0),)]
            cells += [tuple(self._told(kind, edition, n)) for n, edition in enumerate(EDITION_NAMES, 1)]
            self._row(tuple(cells), kind)
        self._top -= layout.gap_mm
        self._text(words.foot, layout.foot, "P")
        self._pages.append(tuple(self._items))
        page = layout.page
        pages = tuple(Page(page, page, page, items, str(n)) for n, items in enumerate(self._pages, 1))
        return Document(NAME, f"{words.title.text}: {self._pack.title.text}", pages, self._pack.edition)

    def _copy(self, text: str) -> Copy:
        return replace(self._words.title, text=text)

    def _text(self, copy: Copy, style: Style, role: str) -> None:
        made = block(copy, style, self._column.width_mm, self._fonts, _WHERE)
        self._items.append(Tagged(role, made.placed(self._column.x0_mm, self._top)))
        self._top -= made.height_mm + self._layout.gap_mm

    def _set(self, copy: Copy, style: Style, column: int) -> Block:
        width = self._layout.widths_mm[column] - 2 * self._layout.pad_mm
        return block(copy, style, width, self._fonts, _WHERE)

    def _told(self, kind: Kind, edition: EditionName, column: int) -> Iterator[Block]:
        """The names of a kind's files in an edition, those alike but for their part as one, and what is said of each."""
        layout, words = self._layout, self._words
        alike: dict[str, list[Lying]] = {}
        for file in kind.files:
            if file.edition == edition:
                alike.setdefault(file.ending, []).append(file)
        for ending, files in alike.items():
            names = [file.facts.name for file in files]
            shared = os.path.commonprefix(names)  # noqa: RUF071
            # where one of them has no part, or there is not one of each piece, they have no pattern
            apart = len(files) < max(2, kind.count) or any(len(name) < len(shared) + len(ending) for name in names)
            for name in names if apart else [f"{shared}{words.part.text}{ending}"]:
                yield self._set(self._copy(f"{name}.pdf"), layout.file, column)
                yield self._set(self._copy(self._detail(kind, tuple(files))), layout.detail, column)
        if not alike:
            yield self._set(words.none, layout.detail, column)

    def _detail(self, kind: Kind, files: tuple[Lying, ...]) -> str:
        words, file = self._words, files[0]
        if file.edition == "skaerm":
            return (words.filled if any(each.facts.fields for each in files) else words.read).text
        turn = "hand" if file.by_hand else file.facts.turn if file.edition == "kontor" else ""
        made = f"{kind.id}-{file.facts.laid}{sheets(file.facts.trim, file.facts.glued)}"
        note = words.notes.get(made) if file.edition == "kontor" else None
        cutter = words.cutter.text if file.cutter else ""
        parts = (paper(file.facts.trim), words.turn[turn].text if turn else "", note.text if note else "", cutter)
        return ", ".join(part for part in parts if part)

    def _row(self, cells: tuple[tuple[Block, ...], ...], kind: Kind | None) -> None:
        """A row of the table, its head above or, with the first piece as a small picture, at its left."""
        layout, pad = self._layout, self._layout.pad_mm
        room = self._factor(kind) * kind.first.pages[0].trim.height_mm if kind else 0.0
        tall = [fsum(made.height_mm for made in cell) + self._between(cell) for cell in cells]
        tall[0] += room + pad if kind else 0.0
        height = max(tall) + 2 * pad
        if self._top - height < self._column.y0_mm:
            self._pages.append(tuple(self._items))
            self._items, self._top = [], self._column.y1_mm
        x, row = self._column.x0_mm, []
        for n, (cell, width) in enumerate(zip(cells, layout.widths_mm, strict=True)):
            if n and not kind:
                box = Box(x, self._top - height, x + width, self._top)
                self._items.append(Shape(rectangle(box), layout.columns[EDITION_NAMES[n - 1]].ground))
            top = self._top - pad
            parts: list[Item] = []
            if kind and not n:
                parts.append(self._picture(kind, x + pad, top))
                top -= room + pad
            for number, made in enumerate(cell):
                parts.append(Tagged("P", made.placed(x + pad, top)))
                top -= made.height_mm + layout.between_mm[number % 2]
            scope: Literal["", "Row", "Column"] = "Column" if not kind else "" if n else "Row"
            row.append(Tagged("TH" if scope else "TD", tuple(parts), scope=scope))
            x += width
        self._items.append(Tagged("Table", (Tagged("TR", tuple(row)),), key="filer"))
        self._top -= height
        rule = polyline((self._column.x0_mm, self._top), (self._column.x1_mm, self._top))
        self._items.append(Shape(rule, stroke=Stroke(layout.line, layout.line_pt)))

    def _between(self, cell: tuple[Block, ...]) -> float:
        """The room between a cell's texts: less after a file's name than before the next one."""
        return fsum(self._layout.between_mm[number % 2] for number in range(len(cell) - 1))

    def _factor(self, kind: Kind) -> float:
        """How much smaller a kind's first page is shown."""
        trim, (wide, high) = kind.first.pages[0].trim, self._layout.picture_mm
        return min(wide / trim.width_mm, high / trim.height_mm)

    def _picture(self, kind: Kind, x_mm: float, top_mm: float) -> Tagged:
        """The first page of the first piece, small, with a hair round it."""
        page, factor = kind.first.pages[0], self._factor(kind)
        place = then(scale(factor), shift(x_mm - page.trim.x0_mm * factor, top_mm - page.trim.y1_mm * factor))
        frame = Shape(rectangle(page.trim), stroke=Stroke(self._layout.line, self._layout.line_pt / factor))
        drawn = Artwork(f"lille-{kind.id}", page.trim, page.items)
        alt = self._words.shown.text.replace("{{title}}", kind.first.title)
        return Tagged("Figure", (Group((Group((drawn,), clip=rectangle(page.trim)), frame), place),), alt=alt)

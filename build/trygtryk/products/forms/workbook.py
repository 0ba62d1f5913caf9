"""The workbook: a booklet of all sheets, with cover, contents, a page that opens each arena, notes and a back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from trygtryk.geometry import Box, polyline, rectangle, rounded, scale, shift, sized, then
from trygtryk.model import Artwork, Copy, Document, Group, Ink, Item, Link, Outlined, Page, Shape, Stroke, Tagged
from trygtryk.products.forms.blocks import Blocks
from trygtryk.products.forms.layout import Layout
from trygtryk.products.forms.pages import Body, footed, form_pages, numbered
from trygtryk.products.forms.pieces import Flow, Piece, after
from trygtryk.products.forms.schema import WORKBOOK, Arena, Form, Labels, Workbook
from trygtryk.products.product import Materials
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import fit, label

# a booklet is made of sheets with four pages each
_SHEET_PAGES = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """What a page of the workbook is: page ``number`` (from 0) of a sheet, of an arena, or of the contents."""

    kind: Literal["cover", "contents", "sheet", "opener", "notes", "back"]
    id: str = ""
    number: int = 0


def arranged(words: Workbook, contents: int, lengths: Mapping[str, int]) -> tuple[Slot, ...]:
    """The pages in order, given how many the contents and each sheet take.

    A tool of more than one page begins on a left-hand (even) page, what opens an arena stands on a right-hand one, and
    notes fill the pages between; the back cover is the last of a multiple of four.
    """
    slots = [Slot("cover"), *(Slot("contents", number=number) for number in range(contents))]

    def add(tools: tuple[tuple[str, ...], ...]) -> None:
        for tool in tools:
            if (len(tool) > 1 or lengths[tool[0]] > 1) and len(slots) % 2 == 0:
                slots.append(Slot("notes"))
            slots.extend(Slot("sheet", id, number) for id in tool for number in range(lengths[id]))

    add(words.first)
    for number, arena in enumerate(words.arenas):
        if len(slots) % 2:
            slots.append(Slot("notes"))
        slots.append(Slot("opener", number=number))
        add(arena.tools)
    while (len(slots) + 1) % _SHEET_PAGES:
        slots.append(Slot("notes"))
    return (*slots, Slot("back"))


def workbook(
    words: Workbook, forms: Mapping[str, Form], labels: Labels, layout: Layout, materials: Materials
) -> Document:
    """The whole booklet; pages are numbered and labelled from the cover on."""
    book = _Book(words, forms, Blocks(WORKBOOK, layout.sheet.column, labels, layout, materials, sheets=forms))
    bodies = {id: form_pages(id, forms, labels, layout, materials, level=2) for id in forms}
    # how many pages the contents take does not hang on the numbers in them
    contents = len(book.contents(dict.fromkeys(forms, 0), (0,) * len(words.arenas)))
    slots = arranged(words, contents, {id: len(body) for id, body in bodies.items()})
    last = len(slots)
    starts = {slot.id: n for n, slot in enumerate(slots, 1) if slot.kind == "sheet" and not slot.number}
    openers = tuple(n for n, slot in enumerate(slots, 1) if slot.kind == "opener")
    sheets = {id: numbered(forms[id], body, labels, layout, materials, starts[id], last) for id, body in bodies.items()}
    listed = book.contents(starts, openers)
    pages: list[Page] = []
    outline = [Outlined(words.cover.text, 0), Outlined(words.contents.text, 1)]
    for n, slot in enumerate(slots, 1):
        if slot.kind == "sheet":
            pages.append(sheets[slot.id][slot.number])
            if not slot.number:
                form = forms[slot.id]
                outline.append(Outlined(f"{form.number}. {form.title.text}" if form.number else form.title.text, n - 1))
        elif slot.kind == "opener":
            outline.append(Outlined(words.arenas[slot.number].title.text, n - 1))
            pages.append(book.full(book.opener(words.arenas[slot.number], starts), n))
        elif slot.kind in ("cover", "back"):
            pages.append(book.full(book.cover() if slot.kind == "cover" else book.back(), n))
        else:
            body = listed[slot.number] if slot.kind == "contents" else book.notes()
            version = labels.version.text.replace("{n}", materials.pack.version)
            pages.append(footed(body, None, version, labels, layout, materials, n, last))
    title = f"{materials.pack.title.text}: {words.cover.text}"
    return Document(f"{WORKBOOK}{layout.suffix}", title, tuple(pages), materials.pack.edition, outline=tuple(outline))


@dataclass(frozen=True, slots=True)
class _Book:
    """Draws the pages that are no form's."""

    words: Workbook
    forms: Mapping[str, Form]
    blocks: Blocks

    @property
    def trim(self) -> Box:
        return sized(0, 0, self.blocks.layout.sheet.width_mm, self.blocks.layout.sheet.height_mm)

    @property
    def bleed(self) -> Box:
        return self.trim.grown(self.blocks.layout.cover.bleed_mm)

    def full(self, items: Body, number: int) -> Page:
        """A page printed to its edges."""
        return Page(self.trim, self.bleed, self.bleed, items, str(number))

    def cover(self) -> Body:
        """The title under one picture, or under several of what the pages are about, two and two."""
        look, styles, scenes = self.blocks.layout.cover, self.blocks.layout.styles, self.words.scenes
        items: list[Item] = [Shape(rectangle(self.bleed), self.blocks.layout.colours.cover)]
        columns = min(2, len(scenes))
        rows = -(-len(scenes) // 2)
        gap = self.blocks.layout.padding_mm
        width, height = (
            (look.pictures.width_mm - gap * (columns - 1)) / columns,
            (look.pictures.height_mm - gap * (rows - 1)) / rows,
        )
        for number, id in enumerate(scenes):
            down, across = divmod(number, columns)
            x, top = look.pictures.x0_mm + across * (width + gap), look.pictures.y1_mm - down * (height + gap)
            items.append(self._picture(id, Box(x, top - height, x + width, top)))
        pack = self.blocks.materials.pack
        version = self.blocks.labels.version.text.replace("{n}", pack.version)
        named = replace(pack.title, text=f"{pack.title.text} · {version}")
        sender = self.blocks.materials.sender
        for role, copy, style, box in (
            ("H1", self.words.cover, styles.cover, look.title),
            ("P", self.words.subtitle, styles.subtitle, look.subtitle),
            ("P", named, styles.cover_credit, look.credit),
            ("P", sender.names, styles.cover_names, look.names),
        ):
            if copy:
                items.append(self._fitted(role, copy, style, box, "forsiden"))
        items += sender.stamped(look.logo)
        return tuple(items)

    def back(self) -> Body:
        """What the toolkit builds on, and which edition this is."""
        look, styles, pack = self.blocks.layout.cover, self.blocks.layout.styles, self.blocks.materials.pack
        version = self.blocks.labels.version.text.replace("{n}", pack.version)
        credits = "\n".join(copy.text for copy in self.words.credits)
        told = replace(self.words.credits[0], text=credits)
        return (
            Shape(rectangle(self.bleed), self.blocks.layout.colours.cover),
            self._fitted("H2", self.words.back, styles.subtitle, look.back_title, "bagsiden"),
            self._fitted("P", told, styles.cover_credit, look.credits, "bagsiden"),
            self._picture(self.words.back_scene, look.back_picture),
            self._fitted(
                "P",
                replace(pack.title, text=f"{pack.title.text} · {version}"),
                styles.cover_credit,
                look.credit,
                "bagsiden",
            ),
        )

    def opener(self, arena: Arena, starts: Mapping[str, int]) -> Body:
        """Whose part begins: a picture, a few words and its tools, each leading to its page."""
        look, styles, gaps = self.blocks.layout.opener, self.blocks.layout.styles, self.blocks.layout.gaps
        palette = self.blocks.materials.palette
        items: list[Item] = [
            Shape(rectangle(self.bleed), palette[arena.ink]),
            self._picture(arena.scene, look.picture),
            self._fitted("H2", arena.title, styles.opener, look.title, f"åbningen af »{arena.title.text}«"),
        ]
        pieces = [
            after(self.blocks.text(paragraph, styles.opener_text), gaps.block_mm) for paragraph in arena.introduction
        ]
        for number, id in enumerate(id for tool in arena.tools for id in tool):
            form = self.forms[id]
            key = f"{WORKBOOK}-{arena.place.line}"
            entry = self._entry(form, starts[id], look.text, key, look.rule, form.purpose)
            pieces.append(after(entry, 0.0 if number else gaps.heading_mm))
        flow = Flow(look.text, 0.0, self.blocks.layout.writing.pitch_mm, self.blocks.where, arena.place)
        (body,) = flow.pages(tuple(replace(piece, keep=n < len(pieces) - 1) for n, piece in enumerate(pieces)))
        return (*items, *body)

    def notes(self) -> Body:
        """A page of lines to write on."""
        column, writing = self.blocks.column, self.blocks.layout.writing
        heading = self.blocks.set(self.words.notes, self.blocks.layout.styles.heading, column.width_mm)
        top = column.y1_mm - heading.height_mm - self.blocks.layout.gaps.under_heading_mm
        count = int((top - column.y0_mm) / writing.pitch_mm)
        box = Box(column.x0_mm, top - count * writing.pitch_mm, column.x1_mm, top)
        pen = Stroke(writing.rule, writing.rule_pt)
        left, right = box.x0_mm + writing.inset_mm, box.x1_mm - writing.inset_mm
        rules = [polyline((left, y), (right, y)) for y in (box.y1_mm - n * writing.pitch_mm for n in range(1, count))]
        return (
            Tagged("H2", heading.placed(column.x0_mm, column.y1_mm)),
            *(Shape(rule, stroke=pen) for rule in rules),
            self.blocks.frame(box),
        )

    def contents(self, starts: Mapping[str, int], openers: tuple[int, ...]) -> tuple[Body, ...]:
        """What stands where: the sheets before the arenas, then each arena with its own."""
        styles, gaps, words, column = self.blocks.layout.styles, self.blocks.layout.gaps, self.words, self.blocks.column
        rule = self.blocks.layout.cover.entry_rule
        pieces = [self.blocks.text(words.contents, styles.title, "H2", keep=True)]
        pieces += [after(self.blocks.text(paragraph, styles.text), gaps.block_mm) for paragraph in words.introduction]

        def add(tools: tuple[tuple[str, ...], ...], before_mm: float) -> None:
            for number, id in enumerate(id for tool in tools for id in tool):
                entry = self._entry(self.forms[id], starts[id], column, WORKBOOK, rule)
                pieces.append(after(entry, 0.0 if number else before_mm))

        add(words.first, gaps.block_mm)
        for arena, page in zip(words.arenas, openers, strict=True):
            heading = self._line(arena.title, "", page, column, WORKBOOK, rule, heading=True)
            pieces.append(replace(heading, before_mm=gaps.block_mm, keep=True))
            add(arena.tools, 0.0)
        pieces.append(after(self.blocks.text(words.contents_note, styles.hint), gaps.block_mm))
        flow = Flow(column, 0.0, self.blocks.layout.writing.pitch_mm, self.blocks.where, words.place)
        return flow.pages(tuple(pieces))

    def _entry(self, form: Form, page: int, column: Box, key: str, ink: Ink, under: Copy | None = None) -> Piece:
        return self._line(form.title, f"{form.number}" if form.number else "", page, column, key, ink, under)

    def _line(
        self,
        title: Copy,
        number: str,
        page: int,
        column: Box,
        key: str,
        ink: Ink,
        under: Copy | None = None,
        *,
        heading: bool = False,
    ) -> Piece:
        """A line of the contents: number, title and page, and what is said ``under`` it; all of it leads there."""
        styles, look, fonts = self.blocks.layout.styles, self.blocks.layout.cover, self.blocks.materials.fonts
        style = styles.entry_head if heading else styles.entry
        left = 0.0 if heading else look.entry_number_mm
        text = self.blocks.set(title, style, column.width_mm - left - look.entry_number_mm)
        told = self.blocks.set(under, styles.fact, text.width_mm) if under else None
        apart_mm = self.blocks.layout.gaps.under_label_mm
        height = text.height_mm + (told.height_mm + apart_mm if told else 0.0) + 2 * look.entry_gap_mm
        said = f"{title.text}, {self.blocks.labels.page_alone.text.replace('{n}', str(page))}"

        def draw(top_mm: float, extra_mm: float) -> Body:
            box = Box(column.x0_mm, top_mm - height, column.x1_mm, top_mm)
            top = top_mm - look.entry_gap_mm
            line: list[Item] = [*text.placed(box.x0_mm + left, top)]
            if number:
                line.insert(0, label(number, style, box.x0_mm, top - text.ascent_mm, fonts))
            line.append(label(str(page), replace(style, align="right"), box.x1_mm, top - text.ascent_mm, fonts))
            if told:
                line += told.placed(box.x0_mm + left, top - text.height_mm - apart_mm)
            rule = Shape(rectangle(Box(box.x0_mm, box.y0_mm, box.x1_mm, box.y0_mm + look.entry_rule_mm)), ink)
            entry = Tagged("Link", (Tagged("Span", tuple(line)), Link(box, f"#{page}", said)))
            return (Tagged("TOC", (Tagged("TOCI", (entry,)),), key=key), rule)

        return Piece(height, draw)

    def _fitted(self, role: str, copy: Copy, style: Style, box: Box, where: str) -> Tagged:
        fonts = self.blocks.materials.fonts
        return Tagged(role, fit(copy, style, box, fonts, f"{self.blocks.where}, {where}"))

    def _picture(self, id: str, box: Box) -> Tagged:
        picture = self.blocks.materials.scene(id)
        # the corners of what runs off the sheet are cut by it
        edge = rounded(box, self.blocks.layout.padding_mm) if self.trim.contains(box) else rectangle(box)
        filled = Group((_filling(picture, box),), clip=edge)
        return Tagged("Figure", (filled,), alt=picture.alt)


def _filling(picture: Artwork, box: Box) -> Group:
    """A picture as large as fills the box, its middle in the box's."""
    factor = max(box.width_mm / picture.box.width_mm, box.height_mm / picture.box.height_mm)
    x, y = picture.box.centre
    to = then(then(shift(-x, -y), scale(factor)), shift(*box.centre))
    return Group((picture,), to)

"""The blocks of a form as pieces: texts, ruled areas, ticks, tables, notes, callouts and links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import singledispatchmethod

from trygtryk.craft.qr import CodeLayout, code
from trygtryk.craft.typeset import Block as Set
from trygtryk.craft.typeset import block
from trygtryk.geometry import Box, ellipse, polyline, rectangle, rounded, sized
from trygtryk.model import Copy, Field, Item, Link, Shape, Stroke, Tagged
from trygtryk.products.forms import schema
from trygtryk.products.forms.pieces import Piece, after
from trygtryk.products.forms.schema import Layout
from trygtryk.products.forms.wheel import wheel
from trygtryk.products.product import Materials
from trygtryk.sources.content import find
from trygtryk.sources.layout import Style

_INDENT = 5.0
# how many lines more a ruled area takes where its page has room, for each line it was given
_GROWTH = 1


@dataclass(frozen=True, slots=True)
class Blocks:
    """Makes pieces from a form's blocks in one column; ``form`` is the form's id."""

    form: str
    column: Box
    layout: Layout
    materials: Materials

    @property
    def where(self) -> str:
        return f"skemaet »{self.form}«"

    def set(self, copy: Copy, style: Style, width_mm: float) -> Set:
        """A text set to a measure of this form."""
        return block(copy, style, width_mm, self.materials.fonts, self.where)

    def text(self, copy: Copy, style: Style, role: str = "P", *, indent_mm: float = 0.0, keep: bool = False) -> Piece:
        """A paragraph or heading as wide as the column."""
        made = self.set(copy, style, self.column.width_mm - indent_mm)

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            return (Tagged(role, made.placed(self.column.x0_mm + indent_mm, top_mm)),)

        return Piece(made.height_mm, draw, keep=keep)

    def area(self, box: Box, name: str, tooltip: str, question: str, lines: int) -> tuple[Item, ...]:
        """A framed place to write with rules at the pitch, and the field that lies in it."""
        writing = self.layout.writing
        rules = tuple(
            polyline((box.x0_mm + writing.inset_mm, y), (box.x1_mm - writing.inset_mm, y))
            for y in (box.y1_mm - writing.pitch_mm * n for n in range(1, round(box.height_mm / writing.pitch_mm)))
        )
        field = Field(
            f"{self.form}.{name}",
            "text",
            box,
            tooltip,
            question,
            leading_mm=writing.pitch_mm,
            size_pt=writing.typed_pt,
            multiline=lines > 1,
        )
        return (
            *(Shape(rule, stroke=Stroke(writing.rule, writing.rule_pt)) for rule in rules),
            Shape(rounded(box, writing.corner_mm), stroke=Stroke(writing.frame, writing.frame_pt)),
            Tagged("Form", (field,)),
        )

    @singledispatchmethod
    def pieces(self, made: object) -> tuple[Piece, ...]:
        """The pieces of one block, in order."""
        raise TypeError(f"no pieces for {made!r}")

    @pieces.register
    def _(self, made: schema.Text) -> tuple[Piece, ...]:
        return (self.text(made.text, self.layout.styles.text),)

    @pieces.register
    def _(self, made: schema.Points) -> tuple[Piece, ...]:
        style = self.layout.styles.text
        points = [self.set(point, style, self.column.width_mm - _INDENT) for point in made.points]
        gap = self.layout.gaps.paragraph_mm
        height = sum(point.height_mm for point in points) + gap * (len(points) - 1)

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            rows: list[Item] = []
            for point in points:
                y = top_mm - point.ascent_mm * 0.42
                dot = Shape(ellipse(self.column.x0_mm + 1.5, y, 0.8), self.layout.colours.accent)
                body = Tagged("LBody", point.placed(self.column.x0_mm + _INDENT, top_mm))
                rows.append(Tagged("LI", (Tagged("Lbl", (dot,), alt="•"), body)))
                top_mm -= point.height_mm + gap
            return (Tagged("L", tuple(rows)),)

        return (Piece(height, draw),)

    @pieces.register
    def _(self, made: schema.Ask) -> tuple[Piece, ...]:
        styles, gaps, writing = self.layout.styles, self.layout.gaps, self.layout.writing
        question = self.text(made.ask, styles.question, keep=True)
        pieces = [question]
        if made.hint:
            pieces.append(after(self.text(made.hint, styles.hint, keep=True), gaps.paragraph_mm))

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            height = writing.pitch_mm * made.lines + extra_mm
            box = Box(self.column.x0_mm, top_mm - height, self.column.x1_mm, top_mm)
            return self.area(box, made.id, made.ask.text, made.ask.text, made.lines)

        grows = made.lines * _GROWTH if made.lines > 1 else 0
        pieces.append(Piece(writing.pitch_mm * made.lines, draw, gaps.under_text_mm, grows=grows))
        return tuple(pieces)

    @pieces.register
    def _(self, made: schema.Ticks) -> tuple[Piece, ...]:
        styles, writing, columns = self.layout.styles, self.layout.writing, self.layout.columns
        rows = -(-len(made.options) // columns)
        width = self.column.width_mm / columns

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            items: list[Item] = []
            for number, option in enumerate(made.options):
                across, down = divmod(number, rows)
                x, top = self.column.x0_mm + across * width, top_mm - down * writing.pitch_mm
                middle = top - writing.pitch_mm / 2
                box = sized(x, middle - writing.tick_mm / 2, writing.tick_mm, writing.tick_mm)
                label = self.set(option.label, styles.option, width - writing.tick_mm - 3)
                name = f"{self.form}.{made.id}.{option.id}"
                tooltip = f"{made.ticks.text} {option.label.text}"
                field = Field(name, "tick", box, tooltip, made.ticks.text, choice=option.label.text)
                items += [
                    Shape(rounded(box, 0.8), stroke=Stroke(writing.frame, writing.frame_pt)),
                    Tagged("Form", (field,)),
                    Tagged("P", label.placed(x + writing.tick_mm + 2.5, middle + label.height_mm / 2)),
                ]
            return tuple(items)

        ticks = Piece(rows * writing.pitch_mm, draw, self.layout.gaps.under_text_mm)
        return self.text(made.ticks, styles.question, keep=True), ticks

    @pieces.register
    def _(self, made: schema.Grid) -> tuple[Piece, ...]:
        names: list[tuple[Copy | None, str]] = [(row.label, row.id) for row in made.rows] or [
            (None, str(n + 1)) for n in range(made.count)
        ]
        shares = [column.share for column in made.columns]
        widths = [self.column.width_mm * share / sum(shares) for share in shares]
        pitch = self.layout.writing.pitch_mm

        def cells(row: tuple[Copy | None, str]) -> tuple[float, Cells]:
            label, id = row
            height = pitch * made.lines
            own = self._cell(label, self.layout.styles.table_text, widths[0]) if label else None
            if own:
                height = max(height, pitch * -(-(own.height_mm + 2 * self.layout.gaps.cell_mm) // pitch))

            def fill(number: int, box: Box) -> tuple[Item, ...]:
                if number == 0 and own:
                    return (Tagged("TH", self._in(own, box), scope="Row"),)
                head = made.columns[number].label.text
                about = f"{label.text}, {head}" if label else f"{head}, linje {id}"
                tooltip = f"{made.caption.text}: {about}"
                return (Tagged("TD", self.area(box, f"{made.id}.{id}.{made.columns[number].id}", tooltip, tooltip, 2)),)

            return height, fill

        heads = tuple(column.label for column in made.columns)
        caption = self.text(made.caption, self.layout.styles.question, keep=True)
        return caption, after(self._table(heads, widths, [cells(row) for row in names]), self.layout.gaps.under_text_mm)

    @pieces.register
    def _(self, made: schema.Statements) -> tuple[Piece, ...]:
        layout, styles, pitch = self.layout, self.layout.styles, self.layout.writing.pitch_mm
        choices = len(made.choices)
        rest = self.column.width_mm - choices * layout.choice_mm - layout.note_mm
        widths = [rest, *[layout.choice_mm] * choices, layout.note_mm]

        def cells(statement: schema.Statement) -> tuple[float, Cells]:
            own = self._cell(statement.text, styles.table_text, rest)
            height = max(pitch * made.lines, pitch * -(-(own.height_mm + 2 * layout.gaps.cell_mm) // pitch))

            def fill(number: int, box: Box) -> tuple[Item, ...]:
                if number == 0:
                    return (Tagged("TH", self._in(own, box), scope="Row"),)
                if number <= choices:
                    choice = made.choices[number - 1]
                    ring = sized(box.centre[0] - 3, box.centre[1] - 3, 6, 6)
                    field = Field(
                        f"{self.form}.{made.id}.{statement.id}",
                        "choice",
                        ring,
                        f"{statement.text.text} {choice.label.text}",
                        statement.text.text,
                        choice=choice.value,
                    )
                    circle = Shape(
                        ellipse(*ring.centre, 3), stroke=Stroke(layout.writing.frame, layout.writing.frame_pt)
                    )
                    return (Tagged("TD", (circle, Tagged("Form", (field,)))),)
                tooltip = f"{made.note.text}: {statement.text.text}"
                return (Tagged("TD", self.area(box, f"{made.id}.{statement.id}-note", tooltip, tooltip, 2)),)

            return height, fill

        heads = (made.heading, *(choice.label for choice in made.choices), made.note)
        return (self._table(heads, widths, [cells(statement) for statement in made.statements]),)

    @pieces.register
    def _(self, made: schema.Wheel) -> tuple[Piece, ...]:
        return (wheel(made, self.form, self.column, self.layout, self.materials, self.where),)

    @pieces.register
    def _(self, made: schema.Notes) -> tuple[Piece, ...]:
        layout, gap = self.layout, self.layout.padding_mm
        columns = layout.columns
        rows = -(-len(made.notes) // columns)
        width = (self.column.width_mm - gap * (columns - 1)) / columns
        heads = [self.set(note.text, layout.styles.question, width) for note in made.notes]
        head_mm = max(head.height_mm for head in heads) + layout.gaps.under_text_mm
        pitch = layout.writing.pitch_mm
        least = head_mm + 6 * pitch

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            items: list[Item] = []
            for number, (note, head) in enumerate(zip(made.notes, heads, strict=True)):
                down, across = divmod(number, columns)
                each = least + pitch * (extra_mm // pitch // rows)
                x, top = self.column.x0_mm + across * (width + gap), top_mm - down * (each + gap)
                box = Box(x, top - each, x + width, top - head_mm)
                ground = Shape(rounded(box, layout.writing.corner_mm), layout.colours.note)
                items += [ground, Tagged("P", head.placed(x, top))]
                items += self.area(box, f"{made.id}.{note.id}", note.text.text, note.text.text, 2)
            return tuple(items)

        return (Piece(rows * least + gap * (rows - 1), draw, grows=12 * rows),)

    @pieces.register
    def _(self, made: schema.Callout) -> tuple[Piece, ...]:
        layout, pad = self.layout, self.layout.padding_mm
        measure = self.column.width_mm - 2 * pad
        head = self.set(made.box, layout.styles.callout_head, measure)
        text = self.set(made.text, layout.styles.callout_text, measure)
        height = head.height_mm + text.height_mm + 2 * pad + layout.gaps.under_text_mm

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            x = self.column.x0_mm
            box = Box(x, top_mm - height, self.column.x1_mm, top_mm)
            below = top_mm - pad - head.height_mm - layout.gaps.under_text_mm
            return (
                Shape(rounded(box, layout.writing.corner_mm * 2), layout.colours.callout),
                Tagged("P", head.placed(x + pad, top_mm - pad)),
                Tagged("P", text.placed(x + pad, below)),
            )

        return (Piece(height, draw),)

    @pieces.register
    def _(self, made: schema.Links) -> tuple[Piece, ...]:
        layout, gap = self.layout, self.layout.padding_mm
        width = (self.column.width_mm - gap) / 2
        white, black = self.materials.palette["white"], self.materials.palette["black"]
        text_mm = width - layout.qr_mm - gap
        links = [find(self.materials.links, name, made.place) for name in made.links]
        sets = [
            (
                self.set(link.title, layout.styles.question, text_mm),
                self.set(link.note, layout.styles.address, text_mm),
                self.set(link.show, layout.styles.address, text_mm),
            )
            for link in links
        ]
        needed = [sum(part.height_mm for part in parts) + 2 * layout.gaps.under_text_mm for parts in sets]
        height = max(layout.qr_mm, *needed)

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            items: list[Item] = []
            for number, (link, parts) in enumerate(zip(links, sets, strict=True)):
                x = self.column.x0_mm + number * (width + gap)
                box = sized(x, top_mm - layout.qr_mm, layout.qr_mm, layout.qr_mm)
                look = CodeLayout(white, black, layout.styles.address, 0.0)
                drawn = tuple(
                    item for item in code(link, box, look, self.materials.fonts, self.where) if isinstance(item, Shape)
                )
                items.append(Tagged("Figure", drawn, alt=f"QR-kode til {link.show.text}"))
                top = top_mm
                for part in parts:
                    words = part.placed(x + layout.qr_mm + gap, top)
                    items.append(Tagged("P", words))
                    top -= part.height_mm + layout.gaps.under_text_mm
                target = Link(Box(x, top_mm - height, x + width, top_mm), link.address, link.title.text)
                items.append(Tagged("Link", (target,)))
            return tuple(items)

        return (Piece(height, draw),)

    def _cell(self, copy: Copy, style: Style, width_mm: float) -> Set:
        return self.set(copy, style, width_mm - 2 * self.layout.gaps.cell_mm)

    def _in(self, made: Set, box: Box) -> tuple[Item, ...]:
        """A cell's text in the middle of its height."""
        x = box.x0_mm + self.layout.gaps.cell_mm
        return made.placed(x, box.centre[1] + made.height_mm / 2)

    def _table(self, heads: tuple[Copy, ...], widths: list[float], rows: list[tuple[float, Cells]]) -> Piece:
        """A table with a head row; each row has its height and what fills its cells."""
        layout = self.layout
        texts = [
            self._cell(
                head,
                replace(
                    layout.styles.table_head, align="left" if n in (0, len(heads) - 1) or len(heads) < 5 else "centre"
                ),
                width,
            )
            for n, (head, width) in enumerate(zip(heads, widths, strict=True))
        ]
        head_mm = max(text.height_mm for text in texts) + 2 * layout.gaps.cell_mm

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            x0 = self.column.x0_mm
            items: list[Item] = []
            band = Box(x0, top_mm - head_mm, self.column.x1_mm, top_mm)
            items.append(Shape(rectangle(band), layout.colours.head))
            head_cells: list[Item] = []
            x = x0
            for text, width in zip(texts, widths, strict=True):
                head_cells.append(Tagged("TH", self._in(text, Box(x, band.y0_mm, x + width, top_mm)), scope="Column"))
                x += width
            trs: list[Item] = [Tagged("TR", tuple(head_cells))]
            top = top_mm - head_mm
            for height, fill in rows:
                x = x0
                cells: list[Item] = []
                for number, width in enumerate(widths):
                    cells += fill(number, Box(x, top - height, x + width, top))
                    x += width
                trs.append(Tagged("TR", tuple(cells)))
                top -= height
                line = Stroke(layout.colours.line, layout.writing.rule_pt)
                items.append(Shape(polyline((x0, top), (self.column.x1_mm, top)), stroke=line))
            return (*items, Tagged("Table", tuple(trs)))

        return Piece(head_mm + sum(height for height, _ in rows), draw)


Cells = Callable[[int, Box], tuple[Item, ...]]

"""The blocks of a form as pieces: texts, ruled areas, ticks, tables, notes, callouts and links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod
from math import fsum

from trygtryk.geometry import Box, ellipse, polyline, rounded, sized
from trygtryk.model import Copy, Field, Item, Link, Shape, Stroke, Tagged
from trygtryk.pictures.qr import CodeLayout, code, least_mm, too_long
from trygtryk.products.forms import schema
from trygtryk.products.forms.layout import Layout
from trygtryk.products.forms.pieces import Piece, after, joined
from trygtryk.products.forms.schema import Form, Labels
from trygtryk.products.forms.tables import Row, Table, inside, on_first_rule, table
from trygtryk.products.forms.wheel import wheel
from trygtryk.products.product import Materials
from trygtryk.sources import content
from trygtryk.sources.content import find
from trygtryk.sources.layout import Style
from trygtryk.type import typeset
from trygtryk.type.typeset import block, label
from trygtryk.units import mm


@dataclass(frozen=True, slots=True)
class Blocks:
    """Makes pieces from a form's blocks in one column; ``form`` is the form's id and ``named`` what it goes by.

    ``level`` is that of its title among the document's headings. ``heading`` is what the blocks stand under, and
    ``private`` whether all that is for who writes it. ``sheets`` are all forms, for what names others.
    """

    form: str
    column: Box
    labels: Labels
    layout: Layout
    materials: Materials
    named: str = ""
    level: int = 1
    heading: str = ""
    private: bool = False
    sheets: Mapping[str, Form] = field(default_factory=dict)

    @property
    def where(self) -> str:
        return f"skemaet »{self.form}«"

    def set(self, copy: Copy, style: Style, width_mm: float) -> typeset.Block:
        """A text set to a measure of this form."""
        return block(copy, style, width_mm, self.materials.fonts, self.where)

    def text(self, copy: Copy, style: Style, role: str = "P", *, keep: bool = False) -> Piece:
        """A paragraph or heading as wide as the column."""
        made = self.set(copy, style, self.column.width_mm)

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            return (Tagged(role, made.placed(self.column.x0_mm, top_mm)),)

        return Piece(made.height_mm, draw, keep=keep)

    def lines(self, box: Box, name: str, question: str) -> tuple[Item, ...]:
        """Rules at the pitch in a box, and the field that lies in it."""
        writing = self.layout.writing
        count = round(box.height_mm / writing.pitch_mm)
        rules = (
            polyline((box.x0_mm + writing.inset_mm, y), (box.x1_mm - writing.inset_mm, y))
            for y in (box.y1_mm - writing.pitch_mm * n for n in range(1, count))
        )
        field = Field(
            f"{self.form}.{name}",
            "text",
            box,
            self.heard(question),
            question,
            leading_mm=writing.pitch_mm,
            size_pt=writing.typed_pt,
            multiline=count > 1,
            private=self.private,
        )
        return (
            *(Shape(rule, stroke=Stroke(writing.rule, writing.rule_pt)) for rule in rules),
            Tagged("Form", (field,)),
        )

    def frame(self, box: Box) -> Shape:
        """The frame of a place to write."""
        writing = self.layout.writing
        return Shape(rounded(box, writing.corner_mm), stroke=Stroke(writing.frame, writing.frame_pt))

    def asked(self, question: str) -> str:
        """A question as it is understood when read alone: after the heading it stands under."""
        if self.heading[-1:] in ("", "…", "?", "!", ":"):
            return f"{self.heading} {question}".strip()
        return f"{self.heading}: {question}"

    def heard(self, question: str) -> str:
        """A question as it is heard by who comes to its field from anywhere in the workbook."""
        known = [self.named.lower()]
        if self.private:
            known.append(self.labels.private_field.text)
        return f"{question} ({', '.join(known)})"

    @singledispatchmethod
    def pieces(self, made: object) -> tuple[Piece, ...]:
        """The pieces of one block, in order."""
        raise TypeError(f"no pieces for {made!r}")

    @pieces.register
    def _(self, made: schema.Text) -> tuple[Piece, ...]:
        return (self.text(made.text, self.layout.styles.text),)

    @pieces.register
    def _(self, made: schema.Points) -> tuple[Piece, ...]:
        height, listed = self._points(made.points, self.layout.styles.text, self.column.width_mm)

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            return (listed(self.column.x0_mm, top_mm),)

        return (Piece(height, draw),)

    def _points(
        self, points: tuple[Copy, ...], style: Style, width_mm: float
    ) -> tuple[float, Callable[[float, float], Tagged]]:
        """Points beneath each other: their height, and what draws them with their upper left corner at a place."""
        gaps, radius = self.layout.gaps, self.layout.dot_mm / 2
        sets = [self.set(point, style, width_mm - gaps.point_mm) for point in points]

        def draw(x_mm: float, top_mm: float) -> Tagged:
            rows: list[Item] = []
            for point in sets:
                middle = top_mm - point.ascent_mm * 0.6
                dot = Shape(ellipse(x_mm + radius, middle, radius), self.layout.colours.accent)
                body = Tagged("LBody", point.placed(x_mm + gaps.point_mm, top_mm))
                rows.append(Tagged("LI", (Tagged("Lbl", (dot,), spoken="•"), body)))
                top_mm -= point.height_mm + gaps.paragraph_mm
            return Tagged("L", tuple(rows))

        return fsum(point.height_mm for point in sets) + gaps.paragraph_mm * (len(sets) - 1), draw

    @pieces.register
    def _(self, made: schema.Say) -> tuple[Piece, ...]:
        height, said = self.said(made.say, self.column.width_mm)

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            return said(self.column.x0_mm, top_mm)

        return (Piece(height, draw),)

    def said(self, say: Copy, width_mm: float) -> tuple[float, Callable[[float, float], tuple[Item, ...]]]:
        """What is read aloud, beside a bar: its height, and what draws it with its upper left corner at a place."""
        indent, bar = self.layout.gaps.point_mm, self.layout.dot_mm
        quoted = replace(say, text=f"{self.labels.say.text} »{say.text}«")
        text = self.set(quoted, self.layout.styles.say, width_mm - indent)

        def draw(x_mm: float, top_mm: float) -> tuple[Item, ...]:
            beside = rounded(sized(x_mm, top_mm - text.height_mm, bar, text.height_mm), bar / 2)
            return Shape(beside, self.layout.colours.say), Tagged("P", text.placed(x_mm + indent, top_mm))

        return text.height_mm, draw

    @pieces.register
    def _(self, made: schema.Tools) -> tuple[Piece, ...]:
        return tuple(self._tool(number, tool, made) for number, tool in enumerate(made.tools, 1))

    def _tool(self, number: int, tool: schema.Tool, made: schema.Tools) -> Piece:
        """A tool in its place: its number in the order, its title and what it is for, and how long it takes."""
        form = self.sheets.get(tool.form)
        title, time = (form.title, tool.time or self.time(form)) if form else (tool.title, tool.time)
        assert title
        own = f"{title.text} · {self.name(form).lower()}" if form and form.number else title.text
        styles = self.layout.styles
        measure = self.layout.minutes_mm if time else 0.0
        width = self.column.width_mm - self.layout.disc_mm - self.layout.gaps.disc_mm - measure
        parts = [self.set(replace(title, text=own), styles.question, width), self.set(tool.note, styles.text, width)]
        piece = self.listed(number, parts, time.text if time else "", f"{self.form}.{made.place.line}")
        return after(piece, self.layout.gaps.block_mm if number > 1 else 0.0)

    def name(self, form: Form) -> str:
        """What a form goes by: its number, or what stands over its title."""
        return f"{self.labels.form.text} {form.number}" if form.number else form.over.text if form.over else ""

    def time(self, form: Form) -> Copy | None:
        """How long a form takes, in words; None where nothing is said of it."""
        minutes = replace(self.labels.minutes, text=self.labels.minutes.text.replace("{n}", str(form.minutes)))
        return form.time or (minutes if form.minutes else None)

    def listed(self, number: int, parts: list[typeset.Block], beside: str, key: str, say: Copy | None = None) -> Piece:
        """An entry of a numbered list: a disc, texts under each other, what is read aloud, and a word at the right.

        Entries of one ``key`` are one list for whoever hears it, also where it goes on overleaf.
        """
        layout, styles, gaps, column = self.layout, self.layout.styles, self.layout.gaps, self.column
        fonts, radius, indent = self.materials.fonts, layout.disc_mm / 2, layout.disc_mm + gaps.disc_mm
        cap = mm(styles.step_number.size_pt) * fonts.faces[styles.step_number.face].cap_height
        # number, text and word share the first line's baseline; the disc lies round the number
        drop = radius + cap / 2
        said_mm, said = self.said(say, parts[0].width_mm) if say else (0.0, None)

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            x, left, baseline = column.x0_mm + radius, column.x0_mm + indent, top_mm - drop
            disc = Shape(ellipse(x, top_mm - radius, radius), layout.colours.accent)
            figure = label(str(number), styles.step_number, x, baseline, fonts)
            below = baseline + parts[0].ascent_mm
            body: list[Item] = []
            for part in parts:
                body.append(Tagged("P", part.placed(left, below)))
                below -= part.height_mm + gaps.under_label_mm
            if said:
                body += said(left, below + gaps.under_label_mm - gaps.under_text_mm)
            if beside:
                body.append(Tagged("P", (label(beside, styles.minutes, column.x1_mm, baseline, fonts),)))
            return (
                Tagged("L", (Tagged("LI", (Tagged("Lbl", (disc, figure)), Tagged("LBody", tuple(body)))),), key=key),
            )

        texts = fsum(part.height_mm for part in parts) + gaps.under_label_mm * (len(parts) - 1)
        texts += said_mm + gaps.under_text_mm if say else 0.0
        return Piece(max(layout.disc_mm, drop - parts[0].ascent_mm + texts), draw)

    @pieces.register
    def _(self, made: schema.Ask) -> tuple[Piece, ...]:
        styles, gaps, writing = self.layout.styles, self.layout.gaps, self.layout.writing
        pieces = [self.text(made.ask, styles.question)]
        hints = (made.hint, self.labels.private if made.private else None)
        pieces += [after(self.text(hint, styles.hint), gaps.under_label_mm) for hint in hints if hint]
        under = replace(self, private=self.private or made.private)

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            height = writing.pitch_mm * made.lines + extra_mm
            box = Box(self.column.x0_mm, top_mm - height, self.column.x1_mm, top_mm)
            return (*under.lines(box, made.id, self.asked(made.ask.text)), self.frame(box))

        grows = round(made.lines * writing.grow) if made.lines > 1 else 0
        return (joined(*pieces, Piece(writing.pitch_mm * made.lines, draw, gaps.under_text_mm, grows=grows)),)

    @pieces.register
    def _(self, made: schema.Ticks) -> tuple[Piece, ...]:
        layout, writing = self.layout, self.layout.writing
        rows = -(-len(made.options) // layout.columns)
        width = self.column.width_mm / layout.columns
        indent = writing.tick_mm + layout.gaps.under_text_mm
        texts = [self.set(option.label, layout.styles.option, width - indent) for option in made.options]

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            items: list[Item] = []
            for number, (option, text) in enumerate(zip(made.options, texts, strict=True)):
                across, down = divmod(number, rows)
                x, middle = self.column.x0_mm + across * width, top_mm - (down + 0.5) * writing.pitch_mm
                box = sized(x, middle - writing.tick_mm / 2, writing.tick_mm, writing.tick_mm)
                name = f"{self.form}.{made.id}.{option.id}"
                tooltip = self.heard(f"{made.ticks.text} {option.label.text}")
                words = option.label.text
                field = Field(name, "tick", box, tooltip, made.ticks.text, choice=words, private=self.private)
                items += [
                    self.frame(box),
                    Tagged("Form", (field,)),
                    Tagged("P", text.placed(x + indent, middle + text.height_mm / 2)),
                ]
            return tuple(items)

        ticks = Piece(rows * writing.pitch_mm, draw, layout.gaps.under_text_mm)
        return (joined(self.text(made.ticks, layout.styles.question), ticks),)

    @pieces.register
    def _(self, made: schema.Grid) -> tuple[Piece, ...]:
        layout, styles, pitch = self.layout, self.layout.styles, self.layout.writing.pitch_mm
        shares = [column.share for column in made.columns]
        widths = tuple(self.column.width_mm * share / fsum(shares) for share in shares)
        about = made.caption.text if made.caption else self.heading

        def row(label: Copy | None, named: str, id: str, points: tuple[Copy, ...] = ()) -> Row:
            own = self._cell(label, styles.table_text, widths[0]) if label else None
            inner = widths[0] - 2 * layout.gaps.cell_mm
            beneath_mm, beneath = self._points(points, styles.fact, inner) if points else (0.0, None)
            text_mm = (own.height_mm + beneath_mm if own else 0.0) + (layout.gaps.under_text_mm if points else 0.0)
            tall = max(made.lines, -(-(text_mm + 2 * layout.gaps.cell_mm) // pitch))

            def fill(number: int, box: Box) -> tuple[Item, ...]:
                if number == 0 and own and beneath:
                    x, top = box.x0_mm + layout.gaps.cell_mm, box.y1_mm - layout.gaps.cell_mm
                    listed = beneath(x, top - own.height_mm - layout.gaps.under_text_mm)
                    return (Tagged("TH", (Tagged("P", own.placed(x, top)), listed), scope="Row"),)
                if number == 0 and own:
                    text = inside(own, box, layout) if box.height_mm < 2 * pitch else on_first_rule(own, box, layout)
                    return (Tagged("TH", text, scope="Row"),)
                column = made.columns[number]
                question = replace(self, heading=about).asked(f"{named} – {column.label.text}")
                return (Tagged("TD", self.lines(box, f"{made.id}.{id}.{column.id}", question)),)

            return Row(pitch * tall, fill)

        rows = [row(named.label, named.label.text, named.id, named.points) for named in made.rows] or [
            row(None, self.labels.row.text.replace("{n}", str(n)), str(n)) for n in range(1, made.count + 1)
        ]
        heads = tuple(
            self._cell(column.label, styles.table_head, width)
            for column, width in zip(made.columns, widths, strict=True)
        )
        grows = round(made.lines * layout.writing.grow) if made.lines > 1 else 0
        whole = table(Table(heads, widths, tuple(rows), grows, f"{self.form}.{made.id}"), self.column, layout)
        if not made.caption:
            return (whole,)
        return (joined(self.text(made.caption, styles.question), after(whole, layout.gaps.under_text_mm)),)

    @pieces.register
    def _(self, made: schema.Statements) -> tuple[Piece, ...]:
        layout, styles, pitch = self.layout, self.layout.styles, self.layout.writing.pitch_mm
        choices = len(made.choices)
        rest = self.column.width_mm - choices * layout.choice_mm - layout.note_mm
        widths = (rest, *[layout.choice_mm] * choices, layout.note_mm)

        def row(statement: schema.Statement) -> Row:
            own = self._cell(statement.text, styles.table_text, rest)
            tall = max(made.lines, -(-(own.height_mm + 2 * layout.gaps.cell_mm) // pitch))

            def fill(number: int, box: Box) -> tuple[Item, ...]:
                if number == 0:
                    return (Tagged("TH", inside(own, box, layout), scope="Row"),)
                if number <= choices:
                    return (Tagged("TD", self._mark(made.id, statement, made.choices[number - 1], box)),)
                note = f"{made.note.text}: {statement.text.text}"
                return (Tagged("TD", self.lines(box, f"{made.id}.{statement.id}-note", note)),)

            return Row(pitch * tall, fill)

        centred = replace(styles.table_head, align="centre")
        heads = (
            self._cell(made.heading, styles.table_head, rest),
            *(self._cell(choice, centred, layout.choice_mm) for choice in made.choices),
            self._cell(made.note, styles.table_head, layout.note_mm),
        )
        rows = tuple(row(statement) for statement in made.statements)
        tinted = tuple(range(1, choices + 1))
        made_table = Table(heads, widths, rows, made.lines, f"{self.form}.{made.id}", tinted)
        return (table(made_table, self.column, layout),)

    @pieces.register
    def _(self, made: schema.Wheel) -> tuple[Piece, ...]:
        return (wheel(made, self.form, self.column, self.layout, self.materials, self.where, private=self.private),)

    @pieces.register
    def _(self, made: schema.Notes) -> tuple[Piece, ...]:
        layout, gap, pitch = self.layout, self.layout.padding_mm, self.layout.writing.pitch_mm
        columns = min(layout.note_columns, len(made.notes))
        rows = -(-len(made.notes) // columns)
        width = (self.column.width_mm - gap * (columns - 1)) / columns
        heads = [self.set(note.text, layout.styles.question, width) for note in made.notes]
        head_mm = max(head.height_mm for head in heads) + layout.gaps.under_text_mm
        least = head_mm + made.lines * pitch

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            items: list[Item] = []
            each = least + extra_mm / rows
            for number, (note, head) in enumerate(zip(made.notes, heads, strict=True)):
                down, across = divmod(number, columns)
                x, top = self.column.x0_mm + across * (width + gap), top_mm - down * (each + gap)
                box = Box(x, top - each, x + width, top - head_mm)
                ground = Shape(rounded(box, layout.writing.corner_mm), layout.colours.note)
                items += [Tagged("P", head.placed(x, top)), ground]
                items += [*self.lines(box, f"{made.id}.{note.id}", self.asked(note.text.text)), self.frame(box)]
            return tuple(items)

        grows = round(made.lines * layout.writing.grow) * rows
        return (Piece(rows * least + gap * (rows - 1), draw, grows=grows, step=rows),)

    @pieces.register
    def _(self, made: schema.Callouts) -> tuple[Piece, ...]:
        layout, pad, gap = self.layout, self.layout.padding_mm, self.layout.gaps.under_text_mm
        columns = min(layout.columns, len(made.boxes))
        width = (self.column.width_mm - pad * (columns - 1)) / columns
        sets = [
            (
                self.set(callout.head, layout.styles.callout_head, width - 2 * pad),
                self.set(callout.text, layout.styles.callout_text, width - 2 * pad),
            )
            for callout in made.boxes
        ]
        each = max(head.height_mm + text.height_mm for head, text in sets) + 2 * pad + gap
        rows = -(-len(sets) // columns)

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            items: list[Item] = []
            for number, (head, text) in enumerate(sets):
                down, across = divmod(number, columns)
                x, top = self.column.x0_mm + across * (width + pad), top_mm - down * (each + pad)
                ground = rounded(sized(x, top - each, width, each), layout.writing.corner_mm)
                items += [
                    Shape(ground, layout.colours.callout),
                    Tagged("P", head.placed(x + pad, top - pad)),
                    Tagged("P", text.placed(x + pad, top - pad - head.height_mm - gap)),
                ]
            return tuple(items)

        return (Piece(rows * each + pad * (rows - 1), draw),)

    @pieces.register
    def _(self, made: schema.Links) -> tuple[Piece, ...]:
        layout, pad, gap = self.layout, self.layout.padding_mm, self.layout.gaps.under_text_mm
        columns = min(layout.columns, len(made.links))
        width = (self.column.width_mm - pad * (columns - 1)) / columns
        links = [find(self.materials.links, name, made.place) for name in made.links]
        # an ordinary address has the layout's size; a long one takes what a phone needs
        side_mm = max(layout.qr_mm, *(least_mm(link, layout.writing.corner_mm) for link in links))
        text_mm = width - side_mm - 3 * pad
        sets = [self._link(link, text_mm) for link in links]
        each = max(side_mm, *(fsum(text.height_mm + gap for text in texts if text) for texts in sets)) + 2 * pad
        rows = -(-len(links) // columns)
        look = CodeLayout(
            self.materials.palette["white"],
            self.materials.palette["black"],
            layout.styles.address,
            0.0,
            layout.writing.corner_mm,
        )

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            items: list[Item] = []
            for number, (link, (title, note, show)) in enumerate(zip(links, sets, strict=True)):
                down, across = divmod(number, columns)
                x, top = self.column.x0_mm + across * (width + pad), top_mm - down * (each + pad)
                box = sized(x, top - each, width, each)
                square = sized(x + pad, box.centre[1] - side_mm / 2, side_mm, side_mm)
                figure = Tagged(
                    "Figure",
                    code(link, square, look, self.materials.fonts, self.where),
                    alt=f"{self.labels.code.text} {link.title.text}",
                )
                left, below = square.x1_mm + pad, top - pad
                items += [
                    Shape(rounded(box, layout.writing.corner_mm), layout.colours.facts),
                    # where no address stands beside it, the code itself is what is clicked
                    figure if show else Tagged("Link", (figure, Link(square, link.address, link.title.text))),
                ]
                for text in (title, note):
                    if text:
                        items.append(Tagged("P", text.placed(left, below)))
                        below -= text.height_mm + gap
                if not show:
                    items.append(too_long(link))
                    continue
                target = Box(left, below - show.height_mm, left + show.width_mm, below)
                address = Tagged("Span", show.placed(left, below))
                contents = f"{link.title.text}: {link.shown.text}"
                items.append(Tagged("P", (Tagged("Link", (address, Link(target, link.address, contents))),)))
            return tuple(items)

        return (Piece(rows * each + pad * (rows - 1), draw),)

    def _link(
        self, link: content.Link, width_mm: float
    ) -> tuple[typeset.Block | None, typeset.Block | None, typeset.Block | None]:
        """A link's title, its note, and what it shows; None where there is none, or what it shows is too long."""
        styles = self.layout.styles
        show = self.set(link.shown, styles.address, width_mm)
        return (
            self.set(link.title, styles.question, width_mm),
            self.set(link.note, styles.address, width_mm) if link.note else None,
            show if link.typable and not show.flaws else None,
        )

    def _cell(self, copy: Copy, style: Style, width_mm: float) -> typeset.Block:
        return self.set(copy, style, width_mm - 2 * self.layout.gaps.cell_mm)

    def _mark(self, id: str, statement: schema.Statement, choice: Copy, cell: Box) -> tuple[Item, ...]:
        """A ring in the middle of a cell, to mark by hand or choose on screen."""
        writing = self.layout.writing
        (x, y), side = cell.centre, writing.mark_mm
        field = Field(
            f"{self.form}.{id}.{statement.id}",
            "choice",
            sized(x - side / 2, y - side / 2, side, side),
            f"{statement.text.text} {choice.text}",
            statement.text.text,
            choice=choice.text,
            private=self.private,
        )
        pen = Stroke(writing.frame, writing.frame_pt)
        return Shape(ellipse(x, y, side / 2), self.materials.palette["white"], pen), Tagged("Form", (field,))

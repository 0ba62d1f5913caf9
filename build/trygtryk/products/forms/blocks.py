"""The blocks of a form as pieces: texts, ruled areas, ticks, tables, notes, callouts and links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from math import fsum

from trygtryk.geometry import Box, ellipse, rounded, sized
from trygtryk.model import Copy, Field, Item, Shape, Tagged
from trygtryk.products.forms import schema
from trygtryk.products.forms.grids import grid, statements
from trygtryk.products.forms.links import links
from trygtryk.products.forms.pieces import Piece, after, joined
from trygtryk.products.forms.schema import Form
from trygtryk.products.forms.setting import Setting
from trygtryk.products.forms.wheel import wheel
from trygtryk.sources.content import find
from trygtryk.type import typeset
from trygtryk.type.typeset import label
from trygtryk.units import mm


@dataclass(frozen=True, slots=True)
class Blocks(Setting):
    """Makes pieces from a form's blocks in one column."""

    @singledispatchmethod
    def pieces(self, made: object) -> tuple[Piece, ...]:
        """The pieces of one block, in order."""
        raise TypeError(f"no pieces for {made!r}")

    @pieces.register
    def _(self, made: schema.Text) -> tuple[Piece, ...]:
        return (self.text(made.text, self.layout.styles.text),)

    @pieces.register
    def _(self, made: schema.About) -> tuple[Piece, ...]:
        links = (find(self.materials.links, name, made.place) for name in made.about)
        return tuple(self.text(link.about, self.layout.styles.text) for link in links if link.about)

    @pieces.register
    def _(self, made: schema.Points) -> tuple[Piece, ...]:
        height, listed = self.points(made.points, self.layout.styles.text, self.column.width_mm)

        def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
            return (listed(self.column.x0_mm, top_mm),)

        return (Piece(height, draw),)

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
        own = f"{title.text}\u00a0· {self.name(form).lower()}" if form and form.number else title.text
        styles = self.layout.styles
        gap_mm = self.layout.gaps.disc_mm
        room_mm = self.column.width_mm - self.layout.disc_mm - gap_mm
        spent_mm = self.set(time, styles.minutes, room_mm).widest_mm + gap_mm if time else 0.0
        parts = [
            self.set(replace(title, text=own), styles.question, room_mm - spent_mm),
            self.set(tool.note, styles.text, room_mm - (self.layout.minutes_mm if time else 0.0)),
        ]
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
        return grid(made, self)

    @pieces.register
    def _(self, made: schema.Statements) -> tuple[Piece, ...]:
        return statements(made, self)

    @pieces.register
    def _(self, made: schema.Links) -> tuple[Piece, ...]:
        return links(made, self)

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

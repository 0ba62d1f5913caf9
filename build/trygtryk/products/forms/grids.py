"""The blocks of a form that are tables: grids to write in, and statements to answer."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from trygtryk.geometry import Box, ellipse, sized
from trygtryk.model import Copy, Field, Item, Shape, Stroke, Tagged
from trygtryk.products.forms import schema
from trygtryk.products.forms.pieces import Piece, after, joined
from trygtryk.products.forms.setting import Setting
from trygtryk.products.forms.tables import Row, Table, inside, on_first_rule, table


def grid(made: schema.Grid, at: Setting) -> tuple[Piece, ...]:
    """Rows and columns to write in."""
    layout, styles, pitch = at.layout, at.layout.styles, at.layout.writing.pitch_mm
    shares = [column.share for column in made.columns]
    widths = tuple(at.column.width_mm * share / fsum(shares) for share in shares)
    about = made.caption.text if made.caption else at.heading

    def row(label: Copy | None, named: str, id: str, points: tuple[Copy, ...] = ()) -> Row:
        own = at.cell(label, styles.table_text, widths[0]) if label else None
        inner = widths[0] - 2 * layout.gaps.cell_mm
        beneath_mm, beneath = at.points(points, styles.fact, inner) if points else (0.0, None)
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
            question = replace(at, heading=about).asked(f"{named} – {column.label.text}")
            return (Tagged("TD", at.lines(box, f"{made.id}.{id}.{column.id}", question)),)

        return Row(pitch * tall, fill)

    rows = [row(named.label, named.label.text, named.id, named.points) for named in made.rows] or [
        row(None, at.labels.row.text.replace("{n}", str(n)), str(n)) for n in range(1, made.count + 1)
    ]
    heads = tuple(
        at.cell(column.label, styles.table_head, width) for column, width in zip(made.columns, widths, strict=True)
    )
    grows = round(made.lines * layout.writing.grow) if made.lines > 1 else 0
    whole = table(Table(heads, widths, tuple(rows), grows, f"{at.form}.{made.id}"), at.column, layout)
    if not made.caption:
        return (whole,)
    return (joined(at.text(made.caption, styles.question), after(whole, layout.gaps.under_text_mm)),)


def statements(made: schema.Statements, at: Setting) -> tuple[Piece, ...]:
    """Statements to answer by one choice each, with room for a note."""
    layout, styles, pitch = at.layout, at.layout.styles, at.layout.writing.pitch_mm
    choices = len(made.choices)
    rest = at.column.width_mm - choices * layout.choice_mm - layout.note_mm
    widths = (rest, *[layout.choice_mm] * choices, layout.note_mm)

    def row(statement: schema.Statement) -> Row:
        own = at.cell(statement.text, styles.table_text, rest)
        tall = max(made.lines, -(-(own.height_mm + 2 * layout.gaps.cell_mm) // pitch))

        def fill(number: int, box: Box) -> tuple[Item, ...]:
            if number == 0:
                return (Tagged("TH", inside(own, box, layout), scope="Row"),)
            if number <= choices:
                return (Tagged("TD", _mark(at, made.id, statement, made.choices[number - 1], box)),)
            note = f"{made.note.text}: {statement.text.text}"
            return (Tagged("TD", at.lines(box, f"{made.id}.{statement.id}-note", note)),)

        return Row(pitch * tall, fill)

    centred = replace(styles.table_head, align="centre")
    heads = (
        at.cell(made.heading, styles.table_head, rest),
        *(at.cell(choice, centred, layout.choice_mm) for choice in made.choices),
        at.cell(made.note, styles.table_head, layout.note_mm),
    )
    rows = tuple(row(statement) for statement in made.statements)
    tinted = tuple(range(1, choices + 1))
    made_table = Table(heads, widths, rows, made.lines, f"{at.form}.{made.id}", tinted)
    return (table(made_table, at.column, layout),)


def _mark(at: Setting, id: str, statement: schema.Statement, choice: Copy, cell: Box) -> tuple[Item, ...]:
    """A ring in the middle of a cell, to mark by hand or choose on screen."""
    writing = at.layout.writing
    (x, y), side = cell.centre, writing.mark_mm
    field = Field(
        f"{at.form}.{id}.{statement.id}",
        "choice",
        sized(x - side / 2, y - side / 2, side, side),
        f"{statement.text.text} {choice.text}",
        statement.text.text,
        choice=choice.text,
        private=at.private,
    )
    pen = Stroke(writing.frame, writing.frame_pt)
    return Shape(ellipse(x, y, side / 2), at.materials.palette["white"], pen), Tagged("Form", (field,))

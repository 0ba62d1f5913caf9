"""What every block of a form is set in: its column, styles and words, and the places to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import fsum

from trygtryk.geometry import Box, ellipse, polyline, rounded
from trygtryk.model import Copy, Field, Item, Shape, Stroke, Tagged
from trygtryk.products.forms.layout import Layout
from trygtryk.products.forms.pieces import Piece
from trygtryk.products.forms.schema import Form, Labels
from trygtryk.products.product import Materials
from trygtryk.sources.layout import Style
from trygtryk.type import typeset
from trygtryk.type.typeset import block


@dataclass(frozen=True, slots=True)
class Setting:
    """What the blocks of one column stand in; ``form`` is the form's id and ``named`` what it goes by.

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
        """The form as a mistake names it."""
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

    def points(
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

    def cell(self, copy: Copy, style: Style, width_mm: float) -> typeset.Block:
        """A text set to the measure of a table's cell."""
        return self.set(copy, style, width_mm - 2 * self.layout.gaps.cell_mm)

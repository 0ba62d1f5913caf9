"""What the school's own printer puts on a sheet: the measures, the texts, and the rule that shows the scale is right."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from trygtryk.errors import Place
from trygtryk.geometry import Box, polyline
from trygtryk.model import Copy, Document, Ink, Item, Shape, Stroke, Tagged
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Style
from trygtryk.sources.printers import Printer
from trygtryk.sources.strict import Whole
from trygtryk.type.typeset import block
from trygtryk.units import mm

_CONTROL_MM = 50.0


@dataclass(frozen=True, slots=True)
class CardSheet:
    """A sheet of cards."""

    name: str
    page: Box
    columns: Whole
    rows: Whole
    place: Place


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards on sheets: the bleed that is printed round each, the room for cut marks and their distance."""

    bleed_mm: float
    marks_mm: float
    mark_gap_mm: float
    sheets: tuple[CardSheet, ...]


@dataclass(frozen=True, slots=True)
class Booklet:
    """Pages two and two, folded; ``paper_mm`` is the paper's thickness."""

    page: Box
    paper_mm: float


@dataclass(frozen=True, slots=True)
class Posters:
    """Posters on sheets: the strip beneath them, how far glued sheets overlap (at least, at most, and tried in steps of),
    how far inside that they are cut, from where to where beside the picture ticks stand, the line to cut along with a lighter one ``under`` it, and the sketch of how they lie."""

    strip_mm: float
    overlap_mm: tuple[float, float, float]
    seam_mm: float
    tick_mm: tuple[float, float]
    dash_pt: tuple[float, ...]
    under: Ink
    sketch_mm: float
    sketch_ink: Ink


@dataclass(frozen=True, slots=True)
class Calibration:
    """The sheet that shows where a printer puts its backs; its scales stand ``arm_mm``
    from the sheet's middle and reach ``reach_mm`` to each side."""

    pages: tuple[Box, ...]
    reach_mm: int
    arm_mm: float
    ticks_mm: tuple[float, float]
    title: Style
    step: Style
    number: Style
    text_box_mm: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheets:
    """layouts/sheets.toml; ``printer`` is the one that was asked for (none: one that puts every back in its place),
    ``flip`` how it gets at a sheet's back (empty: as each document is made for)."""

    reach_mm: float
    margin_mm: float
    ink: Ink
    rule_pt: float
    tick_mm: float
    rule_at_mm: float
    text: Style
    cards: Cards
    posters: Posters
    booklet: Booklet
    calibration: Calibration
    printer: Printer = field(default_factory=Printer)
    flip: Literal["", "long", "short", "hand"] = ""

    def behind_mm(self, sheet: Box) -> tuple[float, float]:
        """How far from a sheet's edges, across and up, a back must keep so that all of it is printed when it is moved."""
        reading = self.printer.upright if sheet.height_mm >= sheet.width_mm else self.printer.lying
        return self.reach_mm + abs(reading.right_mm), self.reach_mm + abs(reading.up_mm)


@dataclass(frozen=True, slots=True)
class CalibrationTexts:
    """What the calibration sheet says."""

    title: Copy
    front: Copy
    back: Copy
    steps: tuple[Copy, ...]
    back_note: Copy


@dataclass(frozen=True, slots=True)
class BothSides:
    """How sheets with a back are printed, by the way the printer gets at it."""

    long: Copy
    short: Copy
    hand: Copy


@dataclass(frozen=True, slots=True)
class Texts:
    """content/sheets.yaml."""

    scale: Copy
    scale_and_cut: Copy
    sheet: Copy
    part: Copy
    glue: Copy
    both_sides: BothSides
    calibration: CalibrationTexts


def both_sides(text: Copy, turn: Literal["", "long", "short"], sheets: Sheets, texts: Texts) -> Copy:
    """A text for a sheet that is made to be turned on that edge: how its back is printed stands after it."""
    if not turn:
        return text
    ways = {"long": texts.both_sides.long, "short": texts.both_sides.short, "hand": texts.both_sides.hand}
    return replace(text, text=f"{text.text} {ways[sheets.flip or turn].text}")


def control_rule(x_mm: float, y_mm: float, text: Copy, sheets: Sheets, fonts: Fonts) -> tuple[Item, ...]:
    """Fifty millimetres to hold a ruler against, with what to do beside it; the lower left corner at a place."""
    pen = Stroke(sheets.ink, sheets.rule_pt, cap="butt")
    tick = sheets.tick_mm
    rule = fifty_mm(x_mm, y_mm + tick, tick, pen)
    said = block(text, sheets.text, _CONTROL_MM * 3, fonts, "kontrolstregen")
    top = y_mm + 2 * tick + (said.ascent_mm - 2 * tick) / 2
    return (*rule, Tagged("P", said.placed(x_mm + _CONTROL_MM + mm(sheets.text.size_pt), top)))


def unread(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Items as they are seen, read aloud to nobody: what has been read once."""
    return tuple(seen for item in items for seen in (unread(item.items) if isinstance(item, Tagged) else (item,)))


def fifty_mm(x_mm: float, middle_mm: float, tick_mm: float, pen: Stroke, factor: float = 1.0) -> tuple[Shape, ...]:
    """A rule of fifty millimetres from a place to the right, a tick up and down at its ends; for what is then scaled."""
    ends = (x_mm, x_mm + _CONTROL_MM / factor)
    ticks = (polyline((x, middle_mm - tick_mm), (x, middle_mm + tick_mm)) for x in ends)
    return tuple(Shape(line, stroke=pen) for line in (polyline((ends[0], middle_mm), (ends[1], middle_mm)), *ticks))


def ruled(document: Document, sheets: Sheets, texts: Texts, fonts: Fonts, side: int = 0) -> Document:
    """A document whose sheets are not cut, with the control rule at the foot of its first side, or the one asked for."""
    pages = list(document.pages)
    at = pages[side]
    said = both_sides(texts.scale, document.turn, sheets, texts)
    rule = control_rule(at.trim.x0_mm + sheets.rule_at_mm, sheets.margin_mm, said, sheets, fonts)
    pages[side] = replace(at, items=(*at.items, *rule))
    return replace(document, pages=tuple(pages))

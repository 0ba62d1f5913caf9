"""Where a printer puts its backs: the sheet that shows it, and the shift that mends it."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.geometry import Box, Point, polyline, shift, sized
from trygtryk.makeready.impose import turned
from trygtryk.makeready.office_sheets import Sheets, Texts, control_rule
from trygtryk.model import Copy, Document, Group, Item, Page, Shape, Stroke
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Style
from trygtryk.sources.printers import Printer
from trygtryk.type.typeset import fitted, label
from trygtryk.units import mm


def registered(document: Document, printer: Printer) -> Document:
    """The document with every back moved by what its printer is off; a document printed on one side is left as it is."""
    if not document.turn:
        return document
    pages = list(document.pages)
    for number in range(1, len(pages), 2):
        page = pages[number]
        upright = page.media.height_mm >= page.media.width_mm
        reading = printer.upright if upright else printer.lying
        a, _, _, d, _, _ = turned(page.media, document.turn)
        back = (-a * reading.right_mm, -d * reading.up_mm)
        if back != (0.0, 0.0):
            pages[number] = replace(page, items=(Group(page.items, shift(*back)),))
    return replace(document, pages=tuple(pages))


def calibration(layout: Sheets, texts: Texts, fonts: Fonts, date: str) -> Document:
    """Two sheets, one upright and one lying: a scale on each front, a cross on each back, both in the sheet's middle."""
    pages: list[Page] = []
    for box in layout.calibration.pages:
        pages.append(Page(box, box, box, _front(box, layout, texts, fonts), texts.calibration.front.text))
        pages.append(Page(box, box, box, _back(box, layout, texts, fonts), texts.calibration.back.text))
    return Document("proeveark", texts.calibration.title.text, tuple(pages), date, turn="long")


def _front(box: Box, layout: Sheets, texts: Texts, fonts: Fonts) -> tuple[Item, ...]:
    """A millimetre scale above the middle of the sheet and one to its right, and what to do with them."""
    measures, said = layout.calibration, texts.calibration
    x, y = box.centre
    pen = Stroke(layout.ink, layout.rule_pt / 2, cap="butt")
    items: list[Item] = []
    arm, (high, low) = measures.arm_mm, measures.ticks_mm
    for at in range(-measures.reach_mm, measures.reach_mm + 1):
        long = high if at % 5 == 0 else low
        items.append(Shape(polyline((x + at, y + arm), (x + at, y + arm + long)), stroke=pen))
        items.append(Shape(polyline((x + arm, y + at), (x + arm + long, y + at)), stroke=pen))
        if at % 5 == 0:
            number, size = f"{at:+d}".replace("-", "−") if at else "0", measures.number
            items.append(label(number, size, x + at, y + arm + high + 1, fonts))
            items.append(label(number, size, x + arm + high + 4, y + at - mm(size.size_pt) / 3, fonts))
    left = layout.margin_mm + measures.text_box_mm[0]
    top = box.y1_mm - measures.text_box_mm[0]
    heading = f"{said.title.text} · {said.front.text.lower()}"
    column = sized(left, 0, measures.text_box_mm[1], top)
    top = _said(items, replace(said.title, text=heading), measures.title, column, fonts) - 5
    for count, step in enumerate(said.steps, 1):
        top = (
            _said(items, replace(step, text=f"{count}. {step.text}"), measures.step, replace(column, y1_mm=top), fonts)
            - 2
        )
    items += control_rule(left, layout.margin_mm, texts.scale, layout, fonts)
    return tuple(items)


def _back(box: Box, layout: Sheets, texts: Texts, fonts: Fonts) -> tuple[Item, ...]:
    """A cross in the middle, heavy enough to be seen through the paper."""
    measures, said = layout.calibration, texts.calibration
    x, y = box.centre
    half = measures.arm_mm + measures.ticks_mm[0]
    pen = Stroke(layout.ink, layout.rule_pt, cap="butt")
    cross: tuple[tuple[Point, Point], ...] = (((x - half, y), (x + half, y)), ((x, y - half), (x, y + half)))
    items: list[Item] = [Shape(polyline(*ends), stroke=pen) for ends in cross]
    left = layout.margin_mm + measures.text_box_mm[0]
    column = sized(left, 0, measures.text_box_mm[1], box.y1_mm - measures.text_box_mm[0])
    heading = f"{said.title.text} · {said.back.text.lower()}"
    top = _said(items, replace(said.title, text=heading), measures.title, column, fonts) - 5
    _said(items, said.back_note, measures.step, replace(column, y1_mm=top), fonts)
    return tuple(items)


def _said(items: list[Item], copy: Copy, style: Style, column: Box, fonts: Fonts) -> float:
    """Adds a text at the top of a column and returns where it ends."""
    made, block = fitted(copy, style, column, fonts, "prøvearket")
    items += made
    return column.y1_mm - block.height_mm

"""Where a printer puts its backs: the sheet that shows it, the file that keeps it, and the shift that mends it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from trygtryk.errors import Place, nearest, refuse
from trygtryk.geometry import Box, Point, polyline, shift, sized
from trygtryk.makeready.impose import turned
from trygtryk.makeready.office_sheets import Sheets, Texts, control_rule
from trygtryk.model import Copy, Document, Group, Item, Page, Shape, Stroke
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Style
from trygtryk.sources.nodes import read_toml
from trygtryk.sources.strict import read
from trygtryk.type.typeset import fitted, label
from trygtryk.units import mm

_FOLDER = "layouts/printers"
# a reading past this is a wrong edge or a wrong scale, not a printer
_MOST_MM = 10.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the back's cross lies, seen through the front of a sheet: millimetres to the right and up."""

    right_mm: float = 0.0
    up_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Printer:
    """layouts/printers/<name>.toml: one reading for upright sheets and one for sheets that lie."""

    upright: Reading
    lying: Reading


def printers(root: Path) -> tuple[str, ...]:
    """The names of the printers that were measured, sorted."""
    return tuple(sorted(file.stem for file in (root / _FOLDER).glob("*.toml")))


def read_printer(root: Path, name: str) -> Printer:
    """A printer by its name; raises BuildError where it was never measured, or its numbers cannot be true."""
    if name not in printers(root):
        hint = nearest(name, printers(root)) if printers(root) else "mål den først: trygtryk calibrate"
        raise refuse(f"printeren »{name}« er ikke målt", Place(_FOLDER), hint)
    place = Place(f"{_FOLDER}/{name}.toml")
    made = read(Printer, read_toml(root / _FOLDER / f"{name}.toml", root))
    for reading in (made.upright, made.lying):
        _sane(reading, place)
    return made


def printer_file(root: Path, name: str, printer: Printer) -> tuple[Path, str]:
    """The file a printer is kept in and what is written there; raises BuildError on names that are no file's."""
    if not re.fullmatch(r"[a-zæøå0-9][a-zæøå0-9-]*", name):
        raise refuse(f"printeren kan ikke hedde »{name}«", None, "brug små bogstaver, tal og bindestreg, fx kopirum")
    for reading in (printer.upright, printer.lying):
        _sane(reading, None)
    parts = (("upright", "Ark på højkant", printer.upright), ("lying", "Ark på tværs", printer.lying))
    text = "# Hvor bagsidens kryds ligger, set gennem forsiden: mm til højre og op (minus er venstre og ned).\n"
    for key, said, reading in parts:
        text += f"\n# {said}.\n[{key}]\nright_mm = {reading.right_mm:g}\nup_mm = {reading.up_mm:g}\n"
    return root / _FOLDER / f"{name}.toml", text


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


def _sane(reading: Reading, place: Place | None) -> None:
    if max(abs(reading.right_mm), abs(reading.up_mm)) > _MOST_MM:
        raise refuse(
            f"bagsiden kan ikke ligge mere end {_MOST_MM:g} mm forkert",
            place,
            "se, om arket blev vendt om den lange kant og udskrevet i 100 %",
        )

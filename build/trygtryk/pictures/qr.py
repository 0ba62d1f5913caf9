"""QR codes (ISO/IEC 18004) as one vector path on a white panel, and the readable address beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from trygtryk import model
from trygtryk.errors import Fault
from trygtryk.geometry import Box, Outline, rectangle, rounded, sized
from trygtryk.model import Flaw, Ink, Item, Line, Shape, Tagged
from trygtryk.sources.content import Link
from trygtryk.sources.fonts import Face, Fonts
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import fit
from trygtryk.units import decimal, mm

Matrix = tuple[tuple[bool, ...], ...]

_QUIET_MODULES = 4
_LEAST_MODULE_MM = 0.5
# what a plate-setter or a printer may round away
_SLACK_MM = 0.15

SHORTER = "brug en kort adresse"
"""The way out of an address that is too long."""


@dataclass(frozen=True, slots=True)
class CodeLayout:
    """How a code looks: ``panel`` beneath it, its corners rounded by ``corner_mm``, ``modules`` in pure black.

    ``address`` is the style of what stands beside it.
    """

    panel: Ink
    modules: Ink
    address: Style
    corner_mm: float = 0.0


@cache
def matrix(address: str) -> Matrix:
    """The modules of an address, rows from the top, True where dark.

    The smallest version that holds it at level M, at the highest level which that version still holds. Raises
    ValueError where no code holds it.
    """
    import qrcode  # only pages with a code pay for the library
    from qrcode import constants

    def started(level: int) -> qrcode.QRCode:
        code = qrcode.QRCode(error_correction=level, border=0)
        code.add_data(address)
        return code

    least = started(constants.ERROR_CORRECT_M).best_fit()
    levels = (constants.ERROR_CORRECT_H, constants.ERROR_CORRECT_Q, constants.ERROR_CORRECT_M)
    best = next(code for code in map(started, levels) if code.best_fit() == least)
    best.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in best.modules)


def least_mm(link: Link, corner_mm: float) -> float:
    """The side of the smallest panel, its corners rounded, in which a phone reads a link's code."""
    return _modules(link) * _LEAST_MODULE_MM + 2 * _cleared(corner_mm)


def code(link: Link, box: Box, layout: CodeLayout, where: str) -> tuple[Item, ...]:
    """The code of a link as large as ``box`` allows, centred at its top, on a panel filling the box.

    A box too small for modules that a phone reads becomes a Flaw; ``where`` names the box in it.
    """
    inset = _cleared(layout.corner_mm)
    side_mm = min(box.width_mm, box.height_mm) - 2 * inset
    module_mm = side_mm / _modules(link)
    if module_mm < _LEAST_MODULE_MM - 1e-9:
        lacks = decimal(_modules(link) * _LEAST_MODULE_MM - side_mm)
        told = f"linket »{link.name}«: adressen er for lang til QR-kodens boks, som mangler {lacks} mm ({where})"
        return (Flaw(Fault(told, link.place, f"{SHORTER}, eller giv boksen mere plads i layoutet")),)
    quiet_mm = _QUIET_MODULES * module_mm
    left_mm, top_mm = box.centre[0] - side_mm / 2 + quiet_mm, box.y1_mm - inset - quiet_mm
    path = _path(matrix(link.address), left_mm, top_mm, module_mm)
    return (Shape(rounded(box, layout.corner_mm), layout.panel), Shape(path, layout.modules))


def shown(link: Link, box: Box, style: Style, fonts: Fonts, where: str) -> tuple[Item, ...]:
    """What a link shows; where that cannot be printed, its title and a Flaw that says why."""
    items = fit(link.shown, style, box, fonts, where)
    if link.typable and not any(isinstance(item, Flaw) for item in items):
        return items
    return (*fit(link.title, style, box, fonts, where), untyped(link, fonts.faces[style.face]))


def clicked(link: Link, box: Box, beside: Box, layout: CodeLayout, fonts: Fonts, where: tuple[str, str]) -> Tagged:
    """A code in ``box`` and what it shows ``beside`` it, both of which lead to the address on a screen.

    ``where`` names the two boxes in their flaws.
    """
    said = shown(link, beside, layout.address, fonts, where[1])
    told = f"{link.title.text}: {link.shown.text}"
    lines = [item for item in said if isinstance(item, Line)]
    low = min((line.y_mm - mm(line.size_pt) / 4 for line in lines), default=beside.y0_mm)
    left = min((line.x_mm for line in lines), default=beside.x0_mm)
    right = max((line.x_mm + line.width_mm for line in lines), default=beside.x1_mm)
    picture = Tagged("Figure", code(link, box, layout, where[0]), alt=link.title.text)
    text = Box(left, low, right, beside.y1_mm)
    leading = (model.Link(box, link.address, told), model.Link(text, link.address, told))
    return Tagged("P", (Tagged("Link", (picture, Tagged("Span", said), *leading)),))


def untyped(link: Link, face: Face) -> Flaw:
    """Tells that a link's title is printed alone: what it shows is too long, or has signs that ``face`` has not."""
    what, way = ("det, der står i show,", "skriv det kortere") if link.show else ("adressen", SHORTER)
    if lacking := "".join(sorted({sign for sign in link.shown.text if not (sign.isspace() or face.has(sign))})):
        why, way = f"kan ikke trykkes, for skriften har ikke »{lacking}«", "skriv i show, hvad der skal stå ved koden"
    else:
        why = "er for lang til at blive trykt" if not link.show else "er for langt til at blive trykt"
    told = f"linket »{link.name}«: {what} {why}; ved koden står titlen alene"
    return Flaw(Fault(told, link.place, way), stops=False)


def _modules(link: Link) -> int:
    """A code's modules on a side, its quiet zone included (ISO/IEC 18004, 6.3.8)."""
    return len(matrix(link.address)) + 2 * _QUIET_MODULES


def _cleared(corner_mm: float) -> float:
    """How far from a panel's sides its rounded corners leave a square whole."""
    return corner_mm * (1 - math.sqrt(0.5)) + _SLACK_MM


def _path(rows: Matrix, x_mm: float, top_mm: float, module_mm: float) -> Outline:
    """Dark modules as few rectangles: runs along a row, stretched down over rows with the same run."""
    runs: dict[tuple[int, int], int] = {}
    path: Outline = ()

    def close(run: tuple[int, int], first: int, end: int) -> Outline:
        (left, right), height = run, end - first
        x, y = x_mm + left * module_mm, top_mm - end * module_mm
        return rectangle(sized(x, y, (right - left) * module_mm, height * module_mm))

    for number, row in enumerate((*rows, ())):
        here = _runs(row)
        for run in sorted(set(runs) - here):
            path += close(run, runs.pop(run), number)
        runs.update({run: number for run in here if run not in runs})
    return path


def _runs(row: tuple[bool, ...]) -> set[tuple[int, int]]:
    edges = [n for n in range(len(row) + 1) if (n > 0 and row[n - 1]) != (n < len(row) and row[n])]
    return set(zip(edges[::2], edges[1::2], strict=True))

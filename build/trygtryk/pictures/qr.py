"""QR codes (ISO/IEC 18004) as one vector path on a white panel, with the readable address beneath."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from trygtryk.errors import Fault
from trygtryk.geometry import Box, Outline, rectangle, rounded, sized
from trygtryk.model import Flaw, Ink, Item, Shape
from trygtryk.sources.content import Link
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import fitted

Matrix = tuple[tuple[bool, ...], ...]

_QUIET_MODULES = 4
_LEAST_MODULE_MM = 0.5


@dataclass(frozen=True, slots=True)
class CodeLayout:
    """How a code looks: ``panel`` beneath it, ``modules`` in pure black, the address in ``address`` style.

    ``address_mm`` is the height kept for the address (0: it stands elsewhere), ``corner_mm`` the panel's corners.
    """

    panel: Ink
    modules: Ink
    address: Style
    address_mm: float
    corner_mm: float = 0.0


@cache
def matrix(address: str) -> Matrix:
    """The modules of an address, rows from the top, True where dark.

    The smallest version that holds it at level M, at the highest level which that version still holds.
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


def code(link: Link, box: Box, layout: CodeLayout, fonts: Fonts, where: str) -> tuple[Item, ...]:
    """The code of a link as large as ``box`` allows, centred, on a panel filling the box; the address under it.

    A box too small for modules that a phone reads becomes a Flaw; ``where`` names the box in it.
    """
    rows = matrix(link.address)
    modules = len(rows) + 2 * _QUIET_MODULES
    side_mm = min(box.width_mm, box.height_mm - layout.address_mm)
    module_mm = side_mm / modules
    if module_mm < _LEAST_MODULE_MM:
        lacks = f"{modules * _LEAST_MODULE_MM - side_mm:.1f}".replace(".", ",")
        fault = Fault(
            f"{where}: adressen er for lang til QR-kodens boks, som mangler {lacks} mm: »{link.address}«",
            link.place,
            "brug en kortere adresse, eller giv boksen mere plads i layoutet",
        )
        return (Flaw(fault),)
    centre_mm = box.centre[0]
    quiet_mm = _QUIET_MODULES * module_mm
    path = _path(rows, centre_mm - side_mm / 2 + quiet_mm, box.y1_mm - quiet_mm, module_mm)
    symbol = (Shape(rounded(box, layout.corner_mm), layout.panel), Shape(path, layout.modules))
    if not layout.address_mm:
        return symbol
    # the quiet zone above the address is white already, so the address may stand close
    address = Box(box.x0_mm + quiet_mm, box.y0_mm, box.x1_mm - quiet_mm, box.y1_mm - side_mm)
    lines, _ = fitted(link.show, layout.address, address, fonts, where)
    return (*symbol, *lines)


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

"""QR codes as a phone meets them: pure black, modules large enough, white all round (ISO/IEC 18004; rule B9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from trygtryk.proof.findings import Finding, error
from trygtryk.proof.reading.file import File, Rule, Side
from trygtryk.proof.reading.marks import Corners, Mark, common, lettering, placed
from trygtryk.proof.reading.tokens import Run
from trygtryk.proof.rules.coverage import along
from trygtryk.units import decimal

_LEAST_MODULE_MM = 0.4
_QUIET_MODULES = 4
_FEWEST_RECTANGLES = 40
_FEWEST_BYTES = 1000
_SLACK = 0.02
_SIDES = {17 + 4 * version for version in range(1, 41)}
"""How many modules a code may have on a side, by its version."""


class Code(NamedTuple):
    """A code that was found: its mark, its modules on a side, and the size of one."""

    mark: Mark
    modules: int
    module_mm: float


def codes(side: Side) -> Iterator[Code]:
    """The fills of a page that are drawn as codes are: a square of upright rectangles on a grid."""
    for mark in side.content.marks:
        if (
            mark.kind != "fill"
            or mark.path is None
            or sum(_length(piece) for piece in mark.path.pieces) < _FEWEST_BYTES
        ):
            continue
        x0, y0, x1, y1 = mark.path.box
        if x1 <= x0 or abs((x1 - x0) / (y1 - y0 or 1) - 1) > 0.01 or len(mark.path.polygons) < _FEWEST_RECTANGLES:
            continue
        heights = []
        for polygon in mark.path.polygons:
            xs, ys = {round(x, 2) for x, _ in polygon}, {round(y, 2) for _, y in polygon}
            if not (len(polygon) in (4, 5) and len(xs) == len(ys) == 2):
                break
            heights.append(max(ys) - min(ys))
        else:
            modules = round((y1 - y0) / min(heights))
            if modules in _SIDES:
                yield Code(mark, modules, (y1 - y0) / modules)


def _length(piece: object) -> int:
    return len(piece.raw) if isinstance(piece, Run) else 30


def _codes(file: File) -> Iterator[Finding]:
    for side in file.sides:
        for code in codes(side):
            mark = code.mark
            assert mark.paint is not None
            if dict(mark.paint.shares).get("Black") != 100 or mark.paint.inks != ("Black",):
                yield error("B9", "en QR-kode er ikke i ren sort", "tegn den i 0 0 0 100", side.number, mark.box)
            if code.module_mm < _LEAST_MODULE_MM - 0.005:
                told = f"en QR-kodes felter er kun {decimal(code.module_mm, 2)} mm"
                yield error("B9", told, "gør koden større, eller brug en kortere adresse", side.number, mark.box)
            if _disturbed(side, code):
                hint = f"hold {_QUIET_MODULES} felter hvide hele vejen rundt om koden"
                yield error("B9", "en QR-kode har ikke hvidt nok omkring sig", hint, side.number, mark.box)


def _disturbed(side: Side, code: Code) -> bool:
    """Whether anything but white lies in the quiet zone, its corners included."""
    x0, y0, x1, y1 = code.mark.box
    quiet = _QUIET_MODULES * code.module_mm - _SLACK
    zone = (x0 - quiet, y0 - quiet, x1 + quiet, y1 + quiet)
    if common(zone, (0.0, 0.0, side.trim.width_mm, side.trim.height_mm)) != zone:
        return True
    for mark in side.content.marks:
        if mark.kind in ("text", "stroke") and mark.paint is not None and common(_inked(mark), zone) is not None:
            return True
    for out in (_SLACK, quiet / 2, quiet):
        for axis in (0, 1):
            span = (code.mark.box[1 - axis] - out, code.mark.box[3 - axis] + out)
            for at in (code.mark.box[axis] - out, code.mark.box[axis + 2] + out):
                if any(piece.paint is not None for piece in along(side.content.marks, axis, at, span)):
                    return True
    return False


def _inked(mark: Mark) -> Corners:
    if mark.kind != "text":
        return mark.box
    (x, y, width, height), matrix = lettering(mark)
    return placed((x, y, x + width, y + height), matrix)


CODE_RULES: tuple[Rule, ...] = (("B9", _codes),)

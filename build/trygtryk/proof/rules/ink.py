"""Total ink, measured: the mean of every 15 mm square, and how much paper gets more than it can take (GWG R0026)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import NamedTuple, cast

from PIL import Image, ImageMath

from trygtryk.bounds import MOST_INKED
from trygtryk.proof.findings import Finding, Limits, error, note
from trygtryk.proof.reading.file import File, Side
from trygtryk.proof.reading.marks import Corners
from trygtryk.proof.rules.plates import (
    PX_PER_MM,
    TOO_LARGE,
    TOO_MUCH,
    Plates,
    drawn_plates,
    ghostscript,
    separated_plates,
)

SQUARE_MM = 15
_STEP_MM = 5
_PEAK_AREA_MM2 = 25.0
_PERCENT = 100 / 255


class Load(NamedTuple):
    """The heaviest 15 mm square in percent and where it lies, the area above the peak limit in mm², and the greatest."""

    square: float
    box: Corners
    peak_area_mm2: float
    greatest: float


def check_ink(limits: Limits, file: File) -> Iterator[Finding]:
    """Too much ink on any page: from its flat marks, and where there are others by Ghostscript, if it is installed."""
    program, separated = "", dict[int, Plates]()
    left = MOST_INKED
    unmeasured: dict[str, int] = {}
    for side in file.sides:
        plates = drawn_plates(side, left)
        left -= plates.cost
        if plates.unknown:
            if not unmeasured and not separated and (program := ghostscript() or ""):
                separated = separated_plates(program, file.data, file.sides)
            plates = separated.get(side.number, plates)
            for what in plates.unknown:
                unmeasured.setdefault(what, side.number)
        if not plates.inks:
            continue
        load = measure(plates, side, limits.peak_ink)
        hint = f"brug farver, der tilsammen er højst {limits.design_ink:.0f} %"
        if load.square > limits.most_ink:
            told = (
                f"et kvadrat på {SQUARE_MM} mm får {load.square:.0f} % farve, højst {limits.most_ink:.0f} % kan tørre"
            )
            yield error("B7", told, hint, side.number, load.box)
        if load.peak_area_mm2 > _PEAK_AREA_MM2:
            told = f"{load.peak_area_mm2:.0f} mm² får over {limits.peak_ink:.0f} % farve (højst {load.greatest:.0f} %)"
            yield error("B7", told, hint, side.number)
    for what, number in sorted(unmeasured.items()):
        way = (
            "bed trykkeriet måle den"
            if program or what in (TOO_LARGE, TOO_MUCH)
            else "installér Ghostscript, så måles den"
        )
        yield note("B7", f"farvemængden i {what} er ikke målt", way, number)


def measure(plates: Plates, side: Side, peak_percent: float) -> Load:
    """The ink of one page; squares are tried every 5 mm."""
    total = reduce(_added, (plate.convert("I") for plate in plates.inks.values()))
    width, height = total.size
    limit = peak_percent / _PERCENT
    over = ImageMath.lambda_eval(lambda given: (given["total"] > limit) * 255, total=total).convert("L")
    peak_area = over.histogram()[255] / PX_PER_MM**2
    step = _STEP_MM * PX_PER_MM
    columns, rows = max(1, width // step), max(1, height // step)
    cells = total.convert("F").resize((columns, rows), Image.Resampling.BOX)
    side_cells = SQUARE_MM // _STEP_MM
    values: list[float] = list(cells.get_flattened_data())  # type: ignore[arg-type]
    best, at = 0.0, (0, 0)
    for row in range(max(1, rows - side_cells + 1)):
        for column in range(max(1, columns - side_cells + 1)):
            square = [
                values[y * columns + x]
                for y in range(row, min(rows, row + side_cells))
                for x in range(column, min(columns, column + side_cells))
            ]
            mean = sum(square) / len(square)
            if mean > best:
                best, at = mean, (column, row)
    frame = side.placed(side.boxes.get("BleedBox", side.trim))
    x0, y1 = frame.x0_mm + at[0] * _STEP_MM, frame.y1_mm - at[1] * _STEP_MM
    greatest = cast(float, total.getextrema()[1])
    return Load(best * _PERCENT, (x0, y1 - SQUARE_MM, x0 + SQUARE_MM, y1), peak_area, greatest * _PERCENT)


def _added(one: Image.Image, other: Image.Image) -> Image.Image:
    made: Image.Image = ImageMath.lambda_eval(lambda given: given["one"] + given["other"], one=one, other=other)
    return made

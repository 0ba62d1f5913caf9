"""A page's printing plates as small grey pictures, drawn from its marks or separated by Ghostscript."""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from typing import NamedTuple

import pikepdf
from PIL import Image, ImageChops, ImageDraw

from trygtryk.geometry import Point
from trygtryk.proof.reading.colour import PROCESS
from trygtryk.proof.reading.file import Side
from trygtryk.proof.reading.marks import Mark, Path
from trygtryk.units import MM_PER_INCH, POINTS_PER_MM

PX_PER_MM = 2
_SECONDS = 120
_FULL = 255
_LETTERS = 3
_LARGEST_MM = 2000.0


Pixel = Callable[[Point], Point]


class Plates(NamedTuple):
    """One picture for each ink (255: full ink), of the bleed area, rows from the top; what could not be drawn is told."""

    inks: dict[str, Image.Image]
    unknown: frozenset[str]


def drawn_plates(side: Side) -> Plates:
    """The plates of flat marks: what lies on top, and what overprints. Letters are taken to fill a third of a text's frame."""
    frame = side.placed(side.boxes.get("BleedBox", side.trim))
    size = (
        max(1, round(min(frame.width_mm, _LARGEST_MM) * PX_PER_MM)),
        max(1, round(min(frame.height_mm, _LARGEST_MM) * PX_PER_MM)),
    )
    inks = {ink: Image.new("L", size, 0) for ink in PROCESS}
    unknown: set[str] = set()

    def pixel(point: Point) -> Point:
        return (point[0] - frame.x0_mm) * PX_PER_MM, (frame.y1_mm - point[1]) * PX_PER_MM

    for mark in side.content.marks:
        if mark.paint is None or "All" in mark.paint.inks or (mark.layer is not None and mark.layer.step is not None):
            continue
        if mark.image is not None and not mark.image.one_bit:
            if not _picture(mark, inks, size, pixel):
                unknown.add("billeder")
            continue
        if mark.kind == "shading" or mark.paint.family not in ("DeviceCMYK", "DeviceGray", "Separation", "DeviceN"):
            unknown.add("farveovergange eller mønstre" if mark.paint.family == "Pattern" else mark.paint.family)
            continue
        mask = _mask(mark, size, pixel)
        if mark.kind == "text":
            mask = mask.convert("L").point(lambda value: value // _LETTERS)
        shares = dict(mark.paint.shares)
        over = mark.overprint and (mark.opm == 1 or mark.paint.family in ("Separation", "DeviceN"))
        for ink in shares:
            inks.setdefault(ink, Image.new("L", size, 0))
        for ink, plate in inks.items():
            share = shares.get(ink, 0.0)
            if share or not over:
                plate.paste(round(share / 100 * _FULL), mask=mask)
    return Plates(inks, frozenset(unknown))


def _mask(mark: Mark, size: tuple[int, int], pixel: Pixel) -> Image.Image:
    mask = Image.new("1", size, 0)
    if mark.kind == "stroke" and mark.path is not None:
        pen = ImageDraw.Draw(mask)
        width = max(1, round(mark.size / POINTS_PER_MM * PX_PER_MM))
        for polygon in mark.path.polygons:
            pen.line([pixel(point) for point in polygon], fill=1, width=width, joint="curve")
    elif mark.path is not None:
        mask = _filled(mark.path, size, pixel)
    else:
        x0, y0, x1, y1 = mark.box
        ImageDraw.Draw(mask).rectangle((*pixel((x0, y1)), *pixel((x1, y0))), fill=1)
    for clip in mark.clip:
        mask = ImageChops.logical_and(mask, _filled(clip, size, pixel))
    return mask


def _filled(path: Path, size: tuple[int, int], pixel: Pixel) -> Image.Image:
    whole = Image.new("1", size, 0)
    turns = {_area(polygon) > 0 for polygon in path.polygons}
    holes = path.even_odd or len(turns) > 1
    for polygon in path.polygons:
        if len(path.polygons) == 1:
            ImageDraw.Draw(whole).polygon([pixel(point) for point in polygon], fill=1)
            continue
        part = Image.new("1", size, 0)
        ImageDraw.Draw(part).polygon([pixel(point) for point in polygon], fill=1)
        whole = (ImageChops.logical_xor if holes else ImageChops.logical_or)(whole, part)
    return whole


def _area(polygon: Iterable[Point]) -> float:
    points = list(polygon)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))


def _picture(mark: Mark, inks: dict[str, Image.Image], size: tuple[int, int], pixel: Pixel) -> bool:
    """Puts a CMYK or grey picture on the plates; False where its colours are others."""
    assert mark.image is not None
    try:
        picture = pikepdf.PdfImage(mark.image.source).as_pil_image()
    except (pikepdf.PdfError, NotImplementedError, ValueError, TypeError, KeyError, AttributeError, OSError):
        return False
    if picture.mode == "L":
        bands = {"Black": ImageChops.invert(picture)}
    elif picture.mode == "CMYK":
        bands = dict(zip(PROCESS, picture.split(), strict=True))
    else:
        return False
    (x0, y0), (x1, y1) = pixel((mark.box[0], mark.box[3])), pixel((mark.box[2], mark.box[1]))
    spread = (max(1, round(x1 - x0)), max(1, round(y1 - y0)))
    for ink, plate in inks.items():
        band = bands[ink].resize(spread) if ink in bands else Image.new("L", spread, 0)
        plate.paste(band, (round(x0), round(y0)))
    return True


def ghostscript() -> str | None:
    """Where Ghostscript is installed, if it is."""
    return shutil.which("gs") or shutil.which("gswin64c")


def separated_plates(program: str, data: bytes, sides: tuple[Side, ...]) -> dict[int, Plates]:
    """The plates of each page by its number as Ghostscript separates them; none where it gives up or takes too long."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source = folder / "file.pdf"
        source.write_bytes(data)
        resolution = f"-r{MM_PER_INCH * PX_PER_MM:g}"
        command = [program, "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", resolution]
        try:
            subprocess.run(
                [*command, "-o", str(folder / "page%d.tif"), str(source)],
                timeout=_SECONDS,
                check=True,
                capture_output=True,
            )
        except (subprocess.SubprocessError, OSError):
            return {}
        found = {side.number: _separated(folder, side) for side in sides}
        return {number: plates for number, plates in found.items() if plates.inks}


def _separated(folder: pathlib.Path, side: Side) -> Plates:
    media = side.placed(side.boxes.get("MediaBox", side.trim))
    frame = side.placed(side.boxes.get("BleedBox", side.trim))
    corners = (
        round((frame.x0_mm - media.x0_mm) * PX_PER_MM),
        round((media.y1_mm - frame.y1_mm) * PX_PER_MM),
        round((frame.x1_mm - media.x0_mm) * PX_PER_MM),
        round((media.y1_mm - frame.y0_mm) * PX_PER_MM),
    )
    tools = {
        ink
        for mark in side.content.marks
        if mark.paint is not None and mark.layer is not None and mark.layer.step is not None
        for ink in mark.paint.inks
    }
    inks = {}
    for plate in sorted(folder.glob(f"page{side.number}(*).tif")):
        ink = plate.name[plate.name.index("(") + 1 : plate.name.rindex(")")]
        if ink not in tools:
            with Image.open(plate) as picture:
                inks[ink] = ImageChops.invert(picture.convert("L").crop(corners))
    return Plates(inks, frozenset())

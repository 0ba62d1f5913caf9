"""A page's printing plates as small grey pictures, drawn from its marks or separated by Ghostscript."""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from functools import reduce
from math import fsum
from typing import NamedTuple

import pikepdf
from PIL import Image, ImageChops, ImageDraw

from trygtryk.bounds import MOST_GHOSTSCRIPT_KB, MOST_GHOSTSCRIPT_S, MOST_INKED, MOST_INKED_MM, MOST_PIXELS, MOST_PLATES
from trygtryk.geometry import Point
from trygtryk.proof.reading.colour import PROCESS
from trygtryk.proof.reading.file import Side
from trygtryk.proof.reading.marks import Corners, Mark, Path
from trygtryk.proof.reading.resources import READING
from trygtryk.proof.reading.stream import read_stream
from trygtryk.units import MM_PER_INCH, POINTS_PER_MM

PX_PER_MM = 2
_FULL = 255
_LETTERS = 3
# what a mark, a corner of an outline and a pixel cost to draw, in about a nanosecond
_MARK, _CORNER, _PIXEL = 60_000, 4_000, 4
TOO_LARGE, TOO_MUCH = "en side på over 2 m", "en meget stor tegning"

Pixel = Callable[[Point], Point]
Window = tuple[int, int, int, int]


class Plates(NamedTuple):
    """One picture for each ink (255: full ink), of the bleed area, rows from the top.

    ``unknown`` tells what could not be drawn, ``cost`` about how many nanoseconds it took.
    """

    inks: dict[str, Image.Image]
    unknown: frozenset[str]
    cost: int = 0


def drawn_plates(side: Side, most: int = MOST_INKED) -> Plates:
    """The plates of flat marks: what lies on top, and what overprints. Letters are taken to fill a third of a text's frame."""
    frame = side.placed(side.boxes.get("BleedBox", side.trim))
    if max(frame.width_mm, frame.height_mm) > MOST_INKED_MM:
        return Plates({}, frozenset([TOO_LARGE]))
    size = max(1, round(frame.width_mm * PX_PER_MM)), max(1, round(frame.height_mm * PX_PER_MM))
    inks = {ink: Image.new("L", size, 0) for ink in PROCESS}
    unknown: set[str] = set()
    clip, held = tuple[Path, ...](), None
    cost = _PIXEL * size[0] * size[1] * len(inks)

    def pixel(point: Point) -> Point:
        return (point[0] - frame.x0_mm) * PX_PER_MM, (frame.y1_mm - point[1]) * PX_PER_MM

    for mark in side.content.marks:
        if mark.paint is None or "All" in mark.paint.inks or (mark.layer is not None and mark.layer.step is not None):
            continue
        window = _window(mark, size, pixel)
        if not window:
            continue
        shares = dict(mark.paint.shares)
        new = [ink for ink in shares if ink not in inks]
        outlines = [path for path in (mark.path, *(mark.clip if mark.clip != clip else ())) if path is not None]
        cost += _MARK + _CORNER * sum(len(polygon) for path in outlines for polygon in path.polygons)
        cost += _PIXEL * (window[2] - window[0]) * (window[3] - window[1]) * (len(inks) + len(new) + 2)
        if cost > most or size[0] * size[1] * (len(inks) + len(new)) > MOST_PLATES:
            return Plates(inks, frozenset([*unknown, TOO_MUCH]), cost)
        if mark.image is not None and not mark.image.one_bit:
            if not _picture(mark, inks, window, pixel):
                unknown.add("billeder")
            continue
        if mark.kind == "shading" or mark.paint.family not in ("DeviceCMYK", "DeviceGray", "Separation", "DeviceN"):
            unknown.add("farveovergange eller mønstre" if mark.paint.family == "Pattern" else mark.paint.family)
            continue
        mask = _mask(mark, window, pixel)
        if mark.clip != clip:  # many marks stand in the same one
            clip, held = mark.clip, _common(mark.clip, size, pixel)
        if held:
            mask = ImageChops.logical_and(mask, held.crop(window))
        if mark.kind == "text":
            mask = mask.convert("L").point(lambda value: value // _LETTERS)
        over = mark.overprint and (mark.opm == 1 or mark.paint.family in ("Separation", "DeviceN"))
        for ink in new:
            inks[ink] = Image.new("L", size, 0)
        for ink, plate in inks.items():
            share = shares.get(ink, 0.0)
            if share or not over:
                plate.paste(round(share / 100 * _FULL), window, mask)
    return Plates(inks, frozenset(unknown), cost)


def _window(mark: Mark, size: tuple[int, int], pixel: Pixel) -> Window | None:
    """The pixels a mark may reach; None where it lies outside."""
    pen = mark.size / POINTS_PER_MM * PX_PER_MM if mark.kind == "stroke" else 0.0
    left, top, right, bottom = _corners(mark.path.box if mark.path is not None else mark.box, pixel)
    return _within((left - pen, top - pen, right + pen, bottom + pen), size)


def _mask(mark: Mark, window: Window, page: Pixel) -> Image.Image:
    """What a mark covers of a window."""
    size = window[2] - window[0], window[3] - window[1]

    def pixel(point: Point) -> Point:
        x, y = page(point)
        return x - window[0], y - window[1]

    mask = Image.new("1", size, 0)
    if mark.kind == "stroke" and mark.path is not None:
        pen = ImageDraw.Draw(mask)
        width = max(1, round(mark.size / POINTS_PER_MM * PX_PER_MM))
        for polygon in mark.path.polygons:
            pen.line([pixel(point) for point in polygon], fill=1, width=width, joint="curve")
    elif mark.path is not None:
        mask = _filled(mark.path, size, pixel)
    else:
        ImageDraw.Draw(mask).rectangle(_corners(mark.box, pixel), fill=1)
    return mask


def _common(clips: tuple[Path, ...], size: tuple[int, int], pixel: Pixel) -> Image.Image | None:
    """What all outlines let through of a page; None where there are none."""
    masks = [_filled(clip, size, pixel) for clip in clips]
    return reduce(ImageChops.logical_and, masks) if masks else None


def _corners(box: Corners, pixel: Pixel) -> Corners:
    x0, y0, x1, y1 = box
    return (*pixel((x0, y1)), *pixel((x1, y0)))


def _filled(path: Path, size: tuple[int, int], pixel: Pixel) -> Image.Image:
    whole = Image.new("1", size, 0)
    turns = {_area(polygon) > 0 for polygon in path.polygons}
    combine = ImageChops.logical_xor if path.even_odd or len(turns) > 1 else ImageChops.logical_or
    for polygon in path.polygons:
        points = [pixel(point) for point in polygon]
        if len(path.polygons) == 1:
            ImageDraw.Draw(whole).polygon(points, fill=1)
            break
        if not (window := _within(_box(points), size)):
            continue
        part = Image.new("1", (window[2] - window[0], window[3] - window[1]), 0)
        ImageDraw.Draw(part).polygon([(x - window[0], y - window[1]) for x, y in points], fill=1)
        whole.paste(combine(whole.crop(window), part), window)
    return whole


def _box(points: Iterable[Point]) -> Corners:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _within(box: Corners, size: tuple[int, int]) -> Window | None:
    """The pixels of a picture that a box in pixels may touch; None where it lies outside."""
    left, top = int(max(box[0] - 1, 0)), int(max(box[1] - 1, 0))
    right, bottom = int(min(box[2] + 2, size[0])), int(min(box[3] + 2, size[1]))
    return (left, top, right, bottom) if left < right and top < bottom else None


def _area(polygon: Iterable[Point]) -> float:
    points = list(polygon)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))


def _picture(mark: Mark, inks: dict[str, Image.Image], window: Window, pixel: Pixel) -> bool:
    """Puts a CMYK or grey picture on the plates; False where its colours are others, or it is too large."""
    assert mark.image is not None
    if mark.image.width_px * mark.image.height_px > MOST_PIXELS:
        return False
    try:
        image = pikepdf.PdfImage(mark.image.source)
        if not {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"} & {*image.filters}:
            read_stream(mark.image.source)  # which may unpack to more than it says
        picture = image.as_pil_image()
        if picture.width * picture.height > MOST_PIXELS:
            return False
    except (*READING, NotImplementedError, OSError):
        return False
    if picture.mode == "L":
        bands = {"Black": ImageChops.invert(picture)}
    elif picture.mode == "CMYK":
        bands = dict(zip(PROCESS, picture.split(), strict=True))
    else:
        return False
    left, top, right, bottom = _corners(mark.box, pixel)
    # the pixels whose middle the picture covers, and what of the picture lies on them
    there = [
        max(round(left), window[0]),
        max(round(top), window[1]),
        min(round(right), window[2]),
        min(round(bottom), window[3]),
    ]
    if there[0] >= there[2] or there[1] >= there[3]:
        return True
    across, down = picture.width / (right - left), picture.height / (bottom - top)
    seen = (
        min(max((there[0] - left) * across, 0), picture.width),
        min(max((there[1] - top) * down, 0), picture.height),
        min(max((there[2] - left) * across, 0), picture.width),
        min(max((there[3] - top) * down, 0), picture.height),
    )
    spread = there[2] - there[0], there[3] - there[1]
    for ink, plate in inks.items():
        band = bands[ink].resize(spread, box=seen) if ink in bands else Image.new("L", spread, 0)
        plate.paste(band, (there[0], there[1]))
    return True


def measurable(sides: Iterable[Side]) -> bool:
    """Whether the pages of a file are of a size and a number that can be measured in some seconds."""
    boxes = [box for side in sides for box in (side.trim, *side.boxes.values())]
    areas = fsum(box.width_mm * box.height_mm * PX_PER_MM**2 for box in boxes)
    return all(max(box.width_mm, box.height_mm) <= MOST_INKED_MM for box in boxes) and areas <= MOST_PLATES


def ghostscript() -> str | None:
    """Where Ghostscript is installed, if it is."""
    return shutil.which("gs") or shutil.which("gswin64c")


def separated_plates(program: str, data: bytes, sides: tuple[Side, ...]) -> dict[int, Plates]:
    """The plates of each page by its number as Ghostscript separates them; none where it gives up or takes too long."""
    if not measurable(sides):
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source = folder / "file.pdf"
        source.write_bytes(data)
        resolution, memory = f"-r{MM_PER_INCH * PX_PER_MM:g}", f"-K{MOST_GHOSTSCRIPT_KB}"
        command = [program, "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", memory, "-sDEVICE=tiffsep", resolution]
        try:
            subprocess.run(
                [*command, "-o", str(folder / "page%d.tif"), str(source)],
                timeout=MOST_GHOSTSCRIPT_S,
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

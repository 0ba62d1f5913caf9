"""Somebody's own PNG, JPG, WebP or TIFF as a picture for the press."""

from __future__ import annotations

import math
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Literal

import deflate

from trygtryk.bounds import MOST_JPEG_PIXELS, MOST_PIXELS
from trygtryk.errors import Place, refuse
from trygtryk.geometry import Box, sized
from trygtryk.model import Bitmap, Item, Picture, Shown
from trygtryk.pictures.own.conversion import Conversion
from trygtryk.pictures.own.crop import covering, with_cut_told
from trygtryk.pictures.own.whole import whole
from trygtryk.sources.department.own_pictures import Crop
from trygtryk.units import MM_PER_INCH, plain

if TYPE_CHECKING:
    from PIL.Image import Image

GOOD_PPI, LEAST_PPI = 224, 150
"""GWG 2022 R0031: a picture should stand above the first and never below the second."""
MOST_PPI = 400
"""A finer picture is made coarser: nothing finer shows in print."""


@dataclass(frozen=True, slots=True)
class Finish:
    """How fine a picture is where it does not go to a print shop: its pixels to an inch and in all, and the qualities of
    its JPEG (of 100), of which the first that keeps to so many bytes a pixel is taken, or else the last."""

    ppi: int
    most_px: int
    qualities: tuple[int, ...]
    bytes_px: float


SCREEN = Finish(150, 1_000_000, (65, 55, 45, 35, 25), 0.1)
"""A photo takes about 50 kB on a card and 100 on a poster, where a million pixels are some 95 to an inch."""
OFFICE = Finish(300, MOST_PIXELS, (85,), math.inf)
_QUICKLY = 6
_MOST = f"der må være {MOST_PIXELS // 1_000_000} millioner, i en JPG {MOST_JPEG_PIXELS // 1_000_000}"
_TURNED = (5, 6, 7, 8)
"""The values of EXIF's orientation that lay a picture on its side (CIPA DC-008, 4.6.5)."""
_ORIENTATION = 0x0112
_REDUCED, _SUBFILE = 1, 254
_PAPER: dict[str, object] = {"L": (255, 255), "RGB": ((255, 255),) * 3, "CMYK": ((0, 0),) * 4}
"""The least and the most of each channel where nothing is printed."""
_PNG_KIND, _GREY_ALPHA = 25, 4
"""Where a PNG's header says what its colours are, and grey with transparency there (PNG 3, 11.2.1)."""


def own_bitmap(data: bytes, area: Box, conversion: Conversion, place: Place, crop: Crop | None = None) -> Item:
    """The picture, or the part of it that ``crop`` keeps, covering ``area`` in the press's CMYK or in grey.

    What shines through becomes paper. Raises BuildError on what is no whole picture, on several pictures in one
    file, on too few pixels, and on so many that opening it could be an attack.
    """
    from PIL import Image as images
    from PIL import ImageCms, ImageOps

    with _decoding(place):
        opened = images.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP", "TIFF"))
    if math.prod(opened.size) > (MOST_JPEG_PIXELS if opened.format in ("JPEG", "MPO") else MOST_PIXELS):
        raise refuse(f"billedet har alt for mange punkter; {_MOST}", place, _wanted(area))
    with _decoding(place):
        # Pillow gives a TIFF's size as it is to be seen, the others' as it is stored
        turned = opened.format != "TIFF" and opened.getexif().get(_ORIENTATION) in _TURNED
        count = _pictures(opened)
    size = opened.size[::-1] if turned else opened.size
    if count > 1:
        raise refuse(f"filen har {count} billeder", place, "gem kun det ene, uden sider og bevægelse")
    box = covering(*size, area, crop)
    _fine_enough(size, box, area, crop, place)
    finer = size[0] / box.width_mm * MM_PER_INCH / MOST_PPI
    with _decoding(place):
        if not whole(data, opened):
            raise ValueError(opened.format)
        if finer > 1:
            opened.draft(opened.mode, (math.ceil(opened.width / finer), math.ceil(opened.height / finer)))
        picture = ImageOps.exif_transpose(opened)
        if opened.format == "PNG" and data[_PNG_KIND] == _GREY_ALPHA:  # Pillow opens one of 16 bits as RGBA
            picture = picture.convert("LA")
        del opened
    picture = _plain(picture, place)
    if picture.getextrema() == _PAPER[picture.mode]:
        told = "billedet er helt hvidt eller gennemsigtigt, så der bliver ikke trykt noget"
        raise refuse(told, place, "brug en udgave med farve; det gennemsigtige bliver til hvidt papir")
    try:
        seen = visible(picture, box, area, conversion, place.file)
    except ImageCms.PyCMSError as error:
        raise refuse(
            "billedets farveprofil passer ikke til billedet", place, "gem det igen med profilen sRGB"
        ) from error
    return with_cut_told(seen, box, area, crop, place)


def visible(picture: Image, box: Box, area: Box, conversion: Conversion, name: str) -> Picture:
    """The part of a picture in ``box`` that is seen in ``area``, in the press's inks and for screens."""
    from PIL import Image as images

    per_mm = picture.width / box.width_mm, picture.height / box.height_mm
    left, top = (area.x0_mm - box.x0_mm) * per_mm[0], (box.y1_mm - area.y1_mm) * per_mm[1]
    # whole pixels, so that nothing is reckoned anew that need not be
    x0, y0 = max(0, int(left)), max(0, int(top))
    x1 = min(picture.width, -int(-(left + area.width_mm * per_mm[0]) // 1))
    y1 = min(picture.height, -int(-(top + area.height_mm * per_mm[1]) // 1))
    own = picture.info.get("icc_profile")
    cut = picture.crop((x0, y0, x1, y1))
    seen = sized(box.x0_mm + x0 / per_mm[0], box.y1_mm - y1 / per_mm[1], (x1 - x0) / per_mm[0], (y1 - y0) / per_mm[1])
    coarser = per_mm[0] * MM_PER_INCH / MOST_PPI
    if coarser > 1:
        cut = cut.resize((round(cut.width / coarser), round(cut.height / coarser)), images.Resampling.LANCZOS)
    cut.info["icc_profile"] = own
    grey = cut.mode == "L"
    inked, bright = (cut, cut) if grey else (conversion.cmyk(cut), conversion.srgb(cut))
    screen, office = shown(bright, seen.width_mm, SCREEN), shown(bright, seen.width_mm, OFFICE)
    mode: Literal["L", "CMYK"] = "L" if grey else "CMYK"
    return Picture(seen, Bitmap(name, inked.width, inked.height, mode, inked.tobytes(), screen, office))


def shown(picture: Image, width_mm: float, finish: Finish) -> Shown:
    """A grey or sRGB picture made no finer than it is seen, and never finer than it was.

    What takes least room as it is, as drawings do, keeps its edges; everything else is a JPEG.
    """
    from PIL import Image as images

    ppi = picture.width / width_mm * MM_PER_INCH
    factor = min(finish.ppi / ppi, math.sqrt(finish.most_px / (picture.width * picture.height)))
    if factor < 1:
        size = [max(1, round(side * factor)) for side in picture.size]
        picture = picture.resize((size[0], size[1]), images.Resampling.LANCZOS)
    raw, packed = picture.tobytes(), b""
    picture.info.clear()
    for quality in finish.qualities:
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        packed = out.getvalue()
        if len(packed) <= finish.bytes_px * picture.width * picture.height:
            break
    if len(deflate.zlib_compress(raw, _QUICKLY)) <= len(packed):
        return Shown(picture.width, picture.height, raw)
    return Shown(picture.width, picture.height, packed, jpeg=True)


@contextmanager
def _decoding(place: Place) -> Iterator[None]:
    """Round the decoder's own calls alone: what they raise is about the file, whatever else is raised is a bug here."""
    from PIL import UnidentifiedImageError
    from PIL.Image import DecompressionBombError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except DecompressionBombError as error:
        raise refuse(f"billedet har alt for mange punkter; {_MOST}", place, "gem det mindre") from error
    except UnidentifiedImageError as error:
        raise refuse("filen er ikke et billede, der kan læses her", place, "gem det igen som PNG eller JPG") from error
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        TypeError,
        KeyError,
        IndexError,
        OverflowError,
        struct.error,
    ) as error:
        if "MAX_TEXT" in str(error):  # Pillow's bounds of what a PNG holds beside its picture
            told = "billedets farveprofil eller skjulte oplysninger fylder mere, end et PNG-billede må her"
            way = "gem det igen med profilen sRGB og uden metadata, eller som JPG"
            raise refuse(told, place, way) from error
        raise refuse("billedfilen er beskadiget eller ikke hel", place, "gem eller hent den igen") from error


def _pictures(opened: Image) -> int:
    """How many pictures the file holds; a phone's second view and a TIFF's thumbnails are none."""
    frames = int(getattr(opened, "n_frames", 1))
    if frames == 1 or opened.format == "MPO":
        return 1
    if opened.format != "TIFF":
        return frames
    count = 0
    for frame in range(min(frames, 100)):
        opened.seek(frame)
        count += not int(opened.tag_v2.get(_SUBFILE, 0)) & _REDUCED  # type: ignore[attr-defined]
    opened.seek(0)
    return count


def _plain(picture: Image, place: Place) -> Image:
    """The picture in 8 bits of grey, RGB or CMYK, on white."""
    from PIL import Image as images

    own = picture.info.get("icc_profile")
    if picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    elif picture.has_transparency_data:
        mode = "L" if picture.mode in ("L", "LA", "1") else "RGB"
        solid = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        picture = images.new(mode, solid.size, "white")
        picture.paste(solid.convert("L") if mode == "L" else solid, mask=solid.getchannel("A"))
    elif picture.mode in ("P", "YCbCr", "RGBX"):
        picture = picture.convert("RGB")
    elif picture.mode == "1":
        picture = picture.convert("L")
    if picture.mode not in ("L", "RGB", "CMYK"):
        raise refuse(
            f"billedets farver læses ikke her ({picture.mode})", place, "gem det igen som RGB med 8 bit pr. kanal"
        )
    picture.info["icc_profile"] = own
    return picture


def _fine_enough(size: tuple[int, int], box: Box, area: Box, crop: Crop | None, place: Place) -> None:
    """Raises BuildError where too few pixels come to an inch; a crop's own pixels are counted."""
    ppi = size[0] / box.width_mm * MM_PER_INCH
    if round(ppi) < LEAST_PPI:
        kept = crop or Crop(0, 0, 100, 100)
        width, height = round(size[0] * kept.width / 100), round(size[1] * kept.height / 100)
        part = "udsnittet" if (width, height) != size else "billedet"
        need = "×".join(str(_pixels(side, LEAST_PPI)) for side in (area.width_mm, area.height_mm))
        raise refuse(f"{part} er {width}×{height} px; der skal være mindst {need}", place, _wanted(area))


def _wanted(area: Box) -> str:
    width, height = (_pixels(side, GOOD_PPI) for side in (area.width_mm, area.height_mm))
    return f"feltet er {plain(area.width_mm)} × {plain(area.height_mm)} mm: gem det i cirka {width}×{height} px"


def _pixels(side_mm: float, ppi: int) -> int:
    return -int(-side_mm / MM_PER_INCH * ppi // 1)

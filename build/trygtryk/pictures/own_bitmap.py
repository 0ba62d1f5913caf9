"""Somebody's own PNG or JPG as a picture for the press."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from trygtryk.errors import BuildError, Place, refuse
from trygtryk.geometry import Box, sized
from trygtryk.model import Bitmap, Picture
from trygtryk.pictures.conversion import Conversion
from trygtryk.units import MM_PER_INCH

if TYPE_CHECKING:
    from PIL.Image import Image

GOOD_PPI, LEAST_PPI = 224, 150
"""GWG 2022 R0031: a picture should stand above the first and never below the second."""
MOST_PIXELS = 120_000_000


def own_bitmap(data: bytes, name: str, area: Box, conversion: Conversion, place: Place) -> Picture:
    """The picture of that name covering ``area``, in the press's CMYK or in grey.

    Raises BuildError on what is not a whole 8-bit PNG or JPG, on too few pixels, and on so many that opening it
    could be an attack.
    """
    from PIL import Image as images
    from PIL import ImageCms, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", images.DecompressionBombWarning)
            with images.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
                _fits(opened.size, area, place)
                if opened.mode.startswith(("I", "F")):
                    raise refuse("billedet har mere end 8 bit pr. farve", place, "gem det igen med 8 bit pr. kanal")
                picture = ImageOps.exif_transpose(opened)
                _fits(picture.size, area, place)
        if picture.mode in ("P", "PA", "LA", "RGBA"):
            solid = picture.convert("RGBA")
            paper = images.new("RGBA", solid.size, "white")
            picture = images.alpha_composite(paper, solid).convert("L" if picture.mode == "LA" else "RGB")
        if picture.mode == "1":
            picture = picture.convert("L")
        return covering(picture, name, area, conversion)
    except (images.DecompressionBombError, images.DecompressionBombWarning) as error:
        raise refuse("billedet har alt for mange punkter til at være et billede", place, _wanted(area)) from error
    except UnidentifiedImageError as error:
        raise refuse(
            "filen er ikke et PNG- eller JPG-billede", place, "gem tegningen igen som PNG eller JPG"
        ) from error
    except ImageCms.PyCMSError as error:
        raise refuse(
            "billedets farveprofil passer ikke til billedet", place, "gem det igen med profilen sRGB"
        ) from error
    except BuildError:
        raise
    except (OSError, SyntaxError, ValueError) as error:
        raise refuse("billedfilen er beskadiget eller ikke hel", place, "gem eller hent den igen") from error


def covering(picture: Image, name: str, area: Box, conversion: Conversion) -> Picture:
    """A grey or coloured picture large enough to cover ``area``, in the press's inks and for screens."""
    grey = picture.mode == "L"
    screen = b"" if grey else conversion.srgb(picture).tobytes()
    inked = picture if grey else conversion.cmyk(picture)
    size = max(area.width_mm / inked.width, area.height_mm / inked.height)
    width, height = inked.width * size, inked.height * size
    x, y = area.centre
    box = sized(x - width / 2, y - height / 2, width, height)
    return Picture(box, Bitmap(name, inked.width, inked.height, "L" if grey else "CMYK", inked.tobytes(), screen))


def _fits(size: tuple[int, int], area: Box, place: Place) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        raise refuse(f"billedet er for stort: {width} × {height} punkter", place, _wanted(area))
    ppi = min(width / (area.width_mm / MM_PER_INCH), height / (area.height_mm / MM_PER_INCH))
    if ppi < LEAST_PPI:
        raise refuse(
            f"billedet er for groft til tryk: {ppi:.0f} punkter pr. tomme, der skal være mindst {LEAST_PPI}",
            place,
            _wanted(area),
        )


def _wanted(area: Box) -> str:
    width, height = (round(side / MM_PER_INCH * GOOD_PPI + 0.5) for side in (area.width_mm, area.height_mm))
    return f"feltet er {area.width_mm:g} × {area.height_mm:g} mm: gem det i cirka {width} × {height} punkter"

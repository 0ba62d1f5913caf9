"""Somebody's own PDF drawing as a picture for the press."""

from __future__ import annotations

import math

from trygtryk.errors import Place, refuse
from trygtryk.geometry import Box
from trygtryk.model import Picture
from trygtryk.pictures.conversion import Conversion
from trygtryk.pictures.own_bitmap import covering
from trygtryk.units import MM_PER_INCH, mm

_PPI = 300
_MOST_MM = 3000.0


def own_pdf(data: bytes, name: str, area: Box, conversion: Conversion, place: Place) -> Picture:
    """The first page drawn fine enough for print and covering ``area``; scripts and forms in it are not run.

    Raises BuildError on what is damaged, locked or empty, and on pages of an impossible size.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise refuse("PDF-filen er beskadiget eller låst", place, "gem tegningen igen uden adgangskode") from error
    try:
        if not len(document):
            raise refuse("PDF-filen har ingen sider", place, "gem tegningen som én side")
        page = document[0]
        width, height = (mm(side) for side in page.get_size())
        if not (1 <= width <= _MOST_MM and 1 <= height <= _MOST_MM):
            raise refuse(
                f"siden er {width:.0f} × {height:.0f} mm", place, "gem tegningen i den størrelse, den trykkes i"
            )
        larger = max(area.width_mm / width, area.height_mm / height)
        pixels_per_pt = larger * _PPI * mm(1) / MM_PER_INCH
        picture = page.render(scale=math.ceil(pixels_per_pt * 100) / 100, may_draw_forms=False).to_pil()
    finally:
        document.close()
    return covering(picture.convert("RGB"), name, area, conversion)

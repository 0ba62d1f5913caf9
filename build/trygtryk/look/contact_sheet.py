"""Pages as pictures, and many of them on one sheet; what an editor looks at before printing."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from PIL import Image

from trygtryk.pack.seal import sealed

_GAP_PX = 16
_GROUND = (214, 214, 210)
_SHEET_PX = 2400


@dataclass(frozen=True, slots=True)
class Shot:
    """One page as a picture."""

    name: str
    image: Image.Image


def shots(data: bytes, name: str, dpi: float) -> Iterator[Shot]:
    """Every page of a PDF as RGB, named ``<name>-<page>``; overprint is not simulated."""
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, 1):
            yield Shot(f"{name}-{number:02d}", page.render(scale=dpi / 72, may_draw_forms=True).to_pil().convert("RGB"))
    finally:
        document.close()


def first_page(data: bytes, width_px: int) -> Image.Image:
    """A PDF's first page as RGB."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        image: Image.Image = page.render(scale=width_px / page.get_width(), may_draw_forms=True).to_pil()
        return image.convert("RGB")
    finally:
        document.close()


def contact_sheet(pages: tuple[Shot, ...]) -> Image.Image:
    """The pages in reading order on one grey sheet, each as large as lets all of them in."""
    ratio = max(shot.image.width for shot in pages) / max(shot.image.height for shot in pages)
    columns = min(len(pages), max(1, round(math.sqrt(len(pages) / ratio * 1.3))))
    cell = (_SHEET_PX - _GAP_PX) // columns - _GAP_PX
    height = round(cell / ratio)
    rows = math.ceil(len(pages) / columns)
    sheet = Image.new("RGB", (_SHEET_PX, rows * (height + _GAP_PX) + _GAP_PX), _GROUND)
    for number, shot in enumerate(pages):
        small = shot.image.copy()
        small.thumbnail((cell, height), Image.Resampling.LANCZOS)
        row, column = divmod(number, columns)
        x = _GAP_PX + column * (cell + _GAP_PX) + (cell - small.width) // 2
        y = _GAP_PX + row * (height + _GAP_PX) + (height - small.height) // 2
        sheet.paste(small, (x, y))
    return sheet


def png(image: Image.Image) -> bytes:
    """The picture as PNG bytes, without dates and sealed."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return sealed(out.getvalue())

"""Pictures where they are placed: pixels per inch, colour, masks (ISO 32000-1, 8.9)."""

from __future__ import annotations

from typing import Any

from trygtryk.proof.reading.colour import PATTERN
from trygtryk.proof.reading.marks import Corners, Image, placed
from trygtryk.proof.reading.painting import Painter
from trygtryk.units import MM_PER_INCH

_UNIT: Corners = (0.0, 0.0, 1.0, 1.0)
_LONG = {"W": "Width", "H": "Height", "CS": "ColorSpace", "BPC": "BitsPerComponent", "IM": "ImageMask", "F": "Filter"}


def place_image(painter: Painter, source: Any) -> None:
    """Marks an image XObject filling the unit square."""
    stored = source.stream_dict
    if "/SMask" in stored:
        painter.transparent("blød maske på et billede", placed(_UNIT, painter.state.ctm))
    _place(painter, {str(key)[1:]: value for key, value in stored.items()}, source)


def place_inline(painter: Painter, operands: tuple[Any, ...]) -> None:
    """Marks an image that stands in the content stream itself."""
    stored = {_LONG.get(key, key): value for key, value in operands[0].items()}
    if "LZW" in str(stored.get("Filter")):
        painter.trouble("LZW", "indlejret billede")
    _place(painter, stored, None)


def _place(painter: Painter, stored: dict[str, Any], source: Any) -> None:
    state = painter.state
    width, height = int(stored["Width"]), int(stored["Height"])
    stencil = bool(stored.get("ImageMask", False))
    one_bit = stencil or int(stored.get("BitsPerComponent", 8)) == 1
    a, b, c, d = state.ctm[:4]
    across, up = (a * a + b * b) ** 0.5 / MM_PER_INCH, (c * c + d * d) ** 0.5 / MM_PER_INCH
    ppi = min(width / across if across else 0.0, height / up if up else 0.0)
    space = (
        state.fill_space if stencil else painter.scope.space(stored["ColorSpace"]) if "ColorSpace" in stored else None
    )
    image = Image(width, height, one_bit, source)
    paint = state.fill if stencil else PATTERN
    painter.mark("image", placed(_UNIT, state.ctm), paint, space, state.fill_over, ppi, image=image)

"""How a picture, or the part of it that is kept, covers its area."""

from __future__ import annotations

from trygtryk.geometry import Box, sized
from trygtryk.sources.own_pictures import Crop


def covering(width: float, height: float, area: Box, crop: Crop | None = None) -> Box:
    """Where a whole picture of those proportions lies when it, or the part kept, just covers the middle of ``area``.

    A part that is to be seen whole just fills it.
    """
    part = crop or Crop(0, 0, 100, 100)
    kept_width, kept_height = width * part.width / 100, height * part.height / 100
    size = (min if part.whole else max)(area.width_mm / kept_width, area.height_mm / kept_height)
    x, y = area.centre
    left = x - (part.x + part.width / 2) / 100 * width * size
    foot = y - (100 - part.y - part.height / 2) / 100 * height * size
    return sized(left, foot, width * size, height * size)

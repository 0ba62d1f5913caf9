"""How a picture, or the part of it that is kept, covers its area."""

from __future__ import annotations

from trygtryk.errors import Fault, Place
from trygtryk.geometry import Box, sized
from trygtryk.model import Flaw, Group, Item
from trygtryk.sources.department.own_pictures import Crop

_MUCH = 0.25
"""Less is cut away of an ordinary photo on a card."""


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


def with_cut_told(item: Item, whole: Box, area: Box, crop: Crop | None, place: Place) -> Item:
    """The picture in ``whole``; much of it cut away is told, unless somebody chose the part that is seen."""
    seen = whole.common(area)
    cut = 1 - seen.width_mm * seen.height_mm / (whole.width_mm * whole.height_mm)
    if crop or cut < _MUCH:
        return item
    shape = "højere" if whole.height_mm > area.height_mm + 1 else "bredere"
    notes = f"{place.file.rpartition('/')[2].rpartition('.')[0]}.yaml"
    told = f"{cut * 100:.0f} % af billedet skæres væk, for det er {shape} end feltet"
    hint = f"vælg selv, hvad der ses, i {notes}: crop: [x, y, bredde, højde] i procent"
    return Group((item, Flaw(Fault(told, place, hint), stops=False)))

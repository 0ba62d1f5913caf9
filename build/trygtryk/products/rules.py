"""What any layout must keep: boxes apart and on the page, texts that stand out from their grounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from trygtryk.errors import BuildError, Fault
from trygtryk.geometry import Box
from trygtryk.light import contrast, luminance, shares
from trygtryk.model import Ink
from trygtryk.products.product import At
from trygtryk.sources.layout import Style
from trygtryk.units import decimal

_TOLERANCE_MM = 0.01
# WCAG 2.2, 1.4.3: text, and text from 24 points
_CONTRAST, _CONTRAST_LARGE, _LARGE_PT = 4.5, 3.0, 24.0


def apart(boxes: Mapping[str, Box], at: At) -> Iterator[Fault]:
    """A fault for each two boxes that overlap; each is named by its key in the layout."""
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        wide = min(a.x1_mm, b.x1_mm) - max(a.x0_mm, b.x0_mm)
        high = min(a.y1_mm, b.y1_mm) - max(a.y0_mm, b.y0_mm)
        if min(wide, high) > _TOLERANCE_MM:
            told = f"boksene »{one}« og »{other}« ligger over hinanden ({decimal(wide)} × {decimal(high)} mm)"
            yield Fault(told, at(other), "flyt den ene, eller gør den mindre")


def within(boxes: Mapping[str, Box], room: Box, at: At, what: str = "") -> Iterator[Fault]:
    """A fault for each box that has no size or reaches outside its room; ``what`` says what the room is."""
    for name, box in boxes.items():
        over = max(room.x0_mm - box.x0_mm, room.y0_mm - box.y0_mm, box.x1_mm - room.x1_mm, box.y1_mm - room.y1_mm)
        if min(box.width_mm, box.height_mm) <= 0:
            yield Fault(f"boksen »{name}« har ingen størrelse", at(name), "giv den en bredde og en højde over 0")
        elif over > _TOLERANCE_MM:
            told = f"boksen »{name}« når {decimal(math.ceil(over * 10) / 10)} mm for langt ud"
            yield Fault(told, at(name), what or "flyt den, eller gør den mindre")


def legible(texts: Mapping[str, Style], ground: Ink, at: At, where: str = "") -> Iterator[Fault]:
    """A fault for each text that does not stand out from its ground; ``where`` is the key it is chosen by, if another."""
    for name, style in texts.items():
        least = _CONTRAST_LARGE if (style.min_pt or style.size_pt) >= _LARGE_PT else _CONTRAST
        found = contrast(luminance(shares(style.ink.srgb)), luminance(shares(ground.srgb)))
        if found < least:
            told = f"»{name}« i {style.ink.name} på {ground.name} kan ikke læses: kontrasten er {decimal(found)}"
            hint = f"vælg farver med en kontrast på mindst {decimal(least)}, fx white på mørkt og black på lyst"
            yield Fault(told, at(where or name), hint)


def faults_of(reader: Callable[..., Any], *args: Any) -> tuple[Fault, ...]:
    """The faults that a reader raises; none where it goes well."""
    try:
        reader(*args)
    except BuildError as error:
        return error.faults
    return ()

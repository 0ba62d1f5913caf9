"""What sheets are called, and the files that are printed on them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from trygtryk.order import ON_PAPER, EditionName
from trygtryk.units import plain

if TYPE_CHECKING:
    from trygtryk.geometry import Box
    from trygtryk.model import Document

_KNOWN_MM = {"A2": (420, 594), "A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "A6": (105, 148), "A7": (74, 105)}


def paper(box: Box) -> str:
    """A sheet as people call it: A4, else its measures in millimetres."""
    return _known(box) or f"{plain(box.width_mm)}\u00a0×\u00a0{plain(box.height_mm)}\u00a0mm"


def sheets(box: Box, glued: int = 1) -> str:
    """What something is printed on, as it is asked for: ``a4``, and where so many are glued together ``4xa4``."""
    wide, high = f"{box.width_mm:g}", f"{box.height_mm:g}"
    name = _known(box).lower() or (f"{wide}mm" if wide == high else f"{wide}x{high}mm")
    return f"{glued}x{name}" if glued > 1 else name


def named(document: Document, edition: EditionName) -> Document:
    """A document by the name its file has: the piece, its size on paper, and the edition unless it is for a print shop.

    No two files of a pack are called the same, so that one that has left its folder still says what it is for.
    """
    size = f"-{document.laid}{sheets(document.pages[0].trim, document.glued)}" if edition in ON_PAPER else ""
    ending = "" if edition == "tryk" else f"-{edition}"
    return replace(document, name=f"{document.name}{size}{ending}")


def typed(text: str) -> str:
    """Sheets as somebody types them, ``A4`` or ``4 × A4``, in the words of ``sheets``."""
    return re.sub(r"\s", "", text).lower().replace("×", "x").removeprefix("1x")


def _known(box: Box) -> str:
    sides = sorted((box.width_mm, box.height_mm))
    for name, known in _KNOWN_MM.items():
        if all(abs(side - each) < 0.5 for side, each in zip(sides, known, strict=True)):
            return name
    return ""

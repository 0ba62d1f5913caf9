"""Documents made ready for the print shop: bleed as the profile asks, and the marks outside it."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.errors import Fault
from trygtryk.geometry import Box, Outline, ellipse, polyline, rectangle, sized
from trygtryk.model import Document, Flaw, Group, Ink, Item, Page, Shape, Stroke
from trygtryk.sources.printshop import Printshop
from trygtryk.units import plain

REGISTRATION = Ink("registration", (100, 100, 100, 100), "#000000", "All")

_HAIRLINE_PT = 0.25
_TARGET_MM = 2.5
_PATCH_MM = 4.0
_PROCESS = tuple(
    Ink(name, shares, srgb)
    for name, shares, srgb in (
        ("cyan", (100, 0, 0, 0), "#009ee0"),
        ("magenta", (0, 100, 0, 0), "#e2007a"),
        ("yellow", (0, 0, 100, 0), "#ffed00"),
        ("black", (0, 0, 0, 100), "#000000"),
    )
)


def for_press(document: Document, shop: Printshop) -> Document:
    """The document with its pages' bleed cut to the print shop's and its marks around it.

    A page that bleeds less than the print shop asks gets a Flaw; one that bleeds not at all is left white to the edge.
    """
    return replace(document, pages=tuple(_ready(page, document.name, shop) for page in document.pages))


def _ready(page: Page, name: str, shop: Printshop) -> Page:
    composed_mm = page.trim.x0_mm - page.bleed.x0_mm
    bleed = page.trim.grown(shop.bleed_mm)
    items = page.items
    if 0 < composed_mm < shop.bleed_mm - 1e-6:
        fault = Fault(
            f"{name}: siden har {plain(composed_mm)} mm udfald, trykkeriet vil have {plain(shop.bleed_mm)} mm",
            shop.place,
            "sæt bleed_mm op i produktets layout, eller vælg en anden trykprofil",
        )
        items = (Flaw(fault),)
    elif composed_mm > shop.bleed_mm:
        items = (Group(items, clip=rectangle(bleed)),)
    reach_mm = 0.0 if shop.marks == "none" else shop.offset_mm + shop.mark_mm
    media = page.trim.grown(max(reach_mm, shop.bleed_mm))
    return replace(page, bleed=bleed, media=media, items=(*items, *_marks(page.trim, shop)))


def _marks(trim: Box, shop: Printshop) -> tuple[Item, ...]:
    if shop.marks == "none":
        return ()
    pen = Stroke(REGISTRATION, _HAIRLINE_PT, cap="butt")
    marks: list[Item] = [Shape(line, stroke=pen) for line in crop_marks(trim, shop.offset_mm, shop.mark_mm)]
    if shop.marks == "full":
        marks += _targets(trim, shop, pen)
        marks += _colour_bar(trim, shop)
    return tuple(marks)


def crop_marks(trim: Box, offset_mm: float, length_mm: float) -> tuple[Outline, ...]:
    """Two lines at each corner in line with the trim's sides, beginning ``offset_mm`` outside it."""
    near, far = offset_mm, offset_mm + length_mm
    lines: list[Outline] = []
    for x, out in ((trim.x0_mm, -1), (trim.x1_mm, 1)):
        for y, up in ((trim.y0_mm, -1), (trim.y1_mm, 1)):
            lines.append(polyline((x + out * near, y), (x + out * far, y)))
            lines.append(polyline((x, y + up * near), (x, y + up * far)))
    return tuple(lines)


def _targets(trim: Box, shop: Printshop, pen: Stroke) -> list[Item]:
    """A registration target on the middle of each side."""
    out = shop.offset_mm + shop.mark_mm / 2
    x, y = trim.centre
    places = ((trim.x0_mm - out, y), (trim.x1_mm + out, y), (x, trim.y0_mm - out), (x, trim.y1_mm + out))
    half = min(_TARGET_MM, shop.mark_mm / 2)
    return [
        Shape(outline, stroke=pen)
        for a, b in places
        for outline in (
            ellipse(a, b, half * 0.6),
            polyline((a - half, b), (a + half, b)),
            polyline((a, b - half), (a, b + half)),
        )
    ]


def _colour_bar(trim: Box, shop: Printshop) -> list[Item]:
    """A patch of each process ink in full, above the trim's left half."""
    side = min(_PATCH_MM, shop.mark_mm)
    x, y = trim.x0_mm + 10, trim.y1_mm + shop.offset_mm
    return [Shape(rectangle(sized(x + n * side, y, side, side)), ink) for n, ink in enumerate(_PROCESS)]

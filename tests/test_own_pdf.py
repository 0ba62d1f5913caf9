"""Somebody's own PDF fills the card with its bleed, not with its crop marks; what is no drawing is told."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from test_own_bitmap import AREA, own, seen
from trygtryk.errors import BuildError
from trygtryk.sources.own_pictures import Crop

W, H = 144.0, 72.0


def pdf(
    content: str, media: tuple[float, ...] = (0, 0, W, H), pages: int = 1, encryption: Any = False, **page: Any
) -> bytes:
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
            added = made.pages[-1]
            added.MediaBox = pikepdf.Array(media)
            for key, value in page.items():
                added[f"/{key}"] = pikepdf.Array(value) if isinstance(value, tuple) else value
            added.Contents = made.make_stream(content.encode())
        out = BytesIO()
        made.save(out, encryption=encryption)
        return out.getvalue()


def at(data: bytes, x: float, y: float, crop: Crop | None = None) -> Any:
    """The colour at a share of the page's width and height from its lower left corner."""
    page = seen(own(data, crop))
    return page.getpixel((int(x * (page.width - 1)), int((1 - y) * (page.height - 1))))


RED_LEFT = f"1 0 0 rg 0 0 {W / 2} {H} re f"


def test_a_page_fills_the_area_fine_enough_for_print() -> None:
    made = own(pdf(RED_LEFT))
    assert made.bitmap.mode == "CMYK" and made.box.contains(AREA, 0.1)
    assert made.bitmap.width_px / (made.box.width_mm / 25.4) >= 299
    assert at(pdf(RED_LEFT), 0.25, 0.5)[0] > 200 > 60 > at(pdf(RED_LEFT), 0.25, 0.5)[1]
    assert min(at(pdf(RED_LEFT), 0.75, 0.5)) > 250


MARKED = f"0 G 40 w 0 0 {W + 80} {H + 80} re S 1 0 0 rg 40 40 {W} {H} re f"


@pytest.mark.parametrize(
    "boxes",
    [
        {"BleedBox": (40, 40, 40 + W, 40 + H), "TrimBox": (48, 48, 32 + W, 32 + H)},
        {"TrimBox": (40, 40, 40 + W, 40 + H)},
        {"CropBox": (40, 40, 40 + W, 40 + H)},
        {"BleedBox": (40, 40, 40 + W, 40 + H), "Rotate": 180},
    ],
)
def test_crop_marks_never_get_into_the_picture(boxes: dict[str, Any]) -> None:
    data = pdf(MARKED, (0, 0, W + 80, H + 80), **boxes)
    for x, y in ((0.01, 0.01), (0.99, 0.99), (0.01, 0.99), (0.5, 0.5)):
        red = at(data, x, y)
        assert red[0] > 200 and red[1] < 60, (x, y)


def test_a_turned_page_is_turned() -> None:
    data = pdf(f"1 0 0 rg 0 0 {H} {W / 2} re f", (0, 0, H, W), Rotate=90)
    assert at(data, 0.2, 0.5)[1] < 60 and at(data, 0.8, 0.5)[1] > 250


def test_a_part_of_a_page_is_kept() -> None:
    assert at(pdf(RED_LEFT), 0.9, 0.5, Crop(0, 0, 50, 50))[1] < 60
    assert at(pdf(RED_LEFT), 0.1, 0.5, Crop(50, 50, 50, 50))[1] > 250


@pytest.mark.parametrize("media", [(0, 0, 8000, 20), (0, 0, 20, 8000), (-50, 100, 20, 140), (0, 0, 14000, 14000)])
def test_a_page_of_odd_size_costs_no_more_than_another(media: tuple[float, ...]) -> None:
    bitmap = own(pdf(f"1 0 0 rg {media[0]} {media[1]} 99999 99999 re f", media)).bitmap
    assert bitmap.width_px * bitmap.height_px < 300_000
    assert at(pdf(f"1 0 0 rg {media[0]} {media[1]} 99999 99999 re f", media), 0.5, 0.5)[1] < 60


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7 hej", "beskadiget"),
        (pdf("", encryption=pikepdf.Encryption(user="a", owner="b")), "adgangskode"),
        (pdf("", pages=3), "3 sider"),
        (pdf("", (0, 0, 1, 1)), "0 × 0 mm"),
    ],
)
def test_a_pdf_that_is_no_drawing_is_told(data: bytes, told: str) -> None:
    with pytest.raises(BuildError, match=told) as caught:
        own(data)
    assert all(fault.hint for fault in caught.value.faults)

"""A code that no phone reads is worse than none: every printed one is read back, also blurred, grey and skewed."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from trygtryk import pipeline
from trygtryk import shop as shops
from trygtryk.geometry import Box, bounds, sized
from trygtryk.model import Flaw, Line, Shape
from trygtryk.pictures.qr import CodeLayout, code, matrix
from trygtryk.press.file import Press, Standard
from trygtryk.sources.layout import Style

ROOT = Path(__file__).resolve().parents[1]
CARRIERS = {
    "plakater/tryghed": ("webinar",),
    "plakater/det-svaere": ("podcast",),
    "skemaer/moedeguide": ("procesgreb",),
    "skemaer/podcast": ("podcast", "webinar"),
}


@pytest.fixture(scope="module")
def shop() -> shops.Shop:
    return shops.read_shop(ROOT, "team")


@pytest.fixture(scope="module", params=sorted(CARRIERS))
def page(request: pytest.FixtureRequest, shop: shops.Shop) -> tuple[Image.Image, list[str]]:
    """The rendered page with codes at 150 dpi, and the addresses they must lead to."""
    (piece,) = pipeline.compose(shop, (request.param,), lambda _: None)
    press = Press(shop.materials.fonts.files)
    document = pypdfium2.PdfDocument(press.press(piece.document, Standard((1, 6), "cmyk")))
    images = [page.render(scale=150 / 72).to_pil().convert("RGB") for page in document]
    document.close()
    (image,) = [image for image in images if read(image)]
    return image, [shop.materials.links[name].address for name in CARRIERS[request.param]]


def read(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]


def skewed(image: Image.Image) -> Image.Image:
    """The page seen from the side, with room round it so that nothing is pushed out of sight."""
    wide, high = round(image.width * 1.3), round(image.height * 1.2)
    lean = (1, 0.12, -0.12 * image.height, 0.05, 1, -0.05 * image.width)
    return image.transform((wide, high), Image.Transform.AFFINE, lean, Image.Resampling.BILINEAR, fillcolor="white")


@pytest.mark.parametrize(
    "seen",
    [
        lambda image: image,
        lambda image: image.filter(ImageFilter.GaussianBlur(1.2)),
        lambda image: image.convert("L"),
        lambda image: image.resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR),
        skewed,
    ],
    ids=["as printed", "blurred", "grey", "at 75 dpi", "skewed"],
)  # fmt: skip
def test_every_code_leads_where_it_should(page: tuple[Image.Image, list[str]], seen: object) -> None:
    image, addresses = page
    assert sorted(read(seen(image))) == sorted(addresses)  # type: ignore[operator]


def laid(shop: shops.Shop) -> CodeLayout:
    black, white = shop.materials.palette["black"], shop.materials.palette["white"]
    return CodeLayout(white, black, Style("text", 9, black, 1.2, 7, "centre"), 10)


def test_modules_are_black_only_with_four_of_white_around(shop: shops.Shop) -> None:
    link = shop.materials.links["podcast"]
    box = sized(0, 0, 55, 64)
    panel, modules, *lines = code(link, box, laid(shop), shop.materials.fonts, "prøve")
    assert isinstance(panel, Shape) and isinstance(modules, Shape) and panel.fill and modules.fill
    assert modules.fill.cmyk == (0, 0, 0, 100) and panel.fill.cmyk == (0, 0, 0, 0)
    dark = bounds(modules.outline)
    module = dark.width_mm / len(matrix(link.address))
    assert module >= 0.5
    quiet = 4 * module - 1e-6
    assert dark.x0_mm - box.x0_mm >= quiet and box.x1_mm - dark.x1_mm >= quiet and box.y1_mm - dark.y1_mm >= quiet
    highest = max(line.y_mm + 9 * 0.3 for line in lines if isinstance(line, Line))
    assert dark.y0_mm - highest >= 0 and lines


def test_the_drawn_rectangles_cover_exactly_the_dark_modules(shop: shops.Shop) -> None:
    link = shop.materials.links["webinar"]
    _, modules, *_ = code(link, sized(0, 0, 55, 64), laid(shop), shop.materials.fonts, "prøve")
    assert isinstance(modules, Shape)
    dark, rows = bounds(modules.outline), matrix(link.address)
    side = dark.width_mm / len(rows)
    rectangles = [bounds(modules.outline[n : n + 5]) for n in range(0, len(modules.outline), 5)]

    def covered(x: float, y: float) -> int:
        return sum(r.x0_mm < x < r.x1_mm and r.y0_mm < y < r.y1_mm for r in rectangles)

    for y, row in enumerate(rows):
        for x, filled in enumerate(row):
            at = dark.x0_mm + (x + 0.5) * side, dark.y1_mm - (y + 0.5) * side
            assert covered(*at) == int(filled)


def test_a_box_too_small_for_a_phone_is_an_error(shop: shops.Shop) -> None:
    (flaw,) = code(shop.materials.links["podcast"], Box(0, 0, 15, 30), laid(shop), shop.materials.fonts, "plakat")
    assert isinstance(flaw, Flaw) and "for lang til QR-kodens boks" in flaw.fault.message

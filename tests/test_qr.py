"""A code that no phone reads is worse than none: every printed one is read back, also blurred, grey and skewed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from trygtryk import pipeline
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import Box, bounds, sized
from trygtryk.model import Copy, Flaw, Line, Shape
from trygtryk.order import Order
from trygtryk.pictures.qr import CodeLayout, code, matrix
from trygtryk.press.file import Press, Standard
from trygtryk.read import Sources, read_sources
from trygtryk.sources.content import Link, addressed
from trygtryk.sources.layout import Style

ROOT = Path(__file__).resolve().parents[1]
CARRIERS = {
    "plakater/tryghed": ("webinar",),
    "plakater/det-svaere": ("podcast",),
    "skemaer/moedeguide": ("procesgreb",),
    "skemaer/podcast": ("podcast", "webinar"),
}


@pytest.fixture(scope="module")
def shop() -> Sources:
    return read_sources(ROOT, Order())


@pytest.fixture(scope="module", params=sorted(CARRIERS))
def page(request: pytest.FixtureRequest, shop: Sources) -> tuple[Image.Image, list[str]]:
    """The rendered page with codes at 150 dpi, and the addresses they must lead to."""
    (piece,) = pipeline.compose(read_sources(ROOT, Order((request.param,))))
    press = Press(shop.materials.fonts.files)
    document = pypdfium2.PdfDocument(press.press(piece.document, Standard((1, 6), "cmyk")))
    images = [page.render(scale=150 / 72).to_pil().convert("RGB") for page in document]
    document.close()
    (image,) = [image for image in images if read(image)]
    return image, [shop.materials.links[name].address for name in CARRIERS[request.param]]


def read(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]  # type: ignore[arg-type]


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


def laid(shop: Sources) -> CodeLayout:
    black, white = shop.materials.palette["black"], shop.materials.palette["white"]
    return CodeLayout(white, black, Style("text", 9, black, 1.2, 7, "centre"), 10)


def test_modules_are_black_only_with_four_of_white_around(shop: Sources) -> None:
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


def test_the_drawn_rectangles_cover_exactly_the_dark_modules(shop: Sources) -> None:
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


def test_a_box_too_small_for_a_phone_is_an_error(shop: Sources) -> None:
    (flaw,) = code(shop.materials.links["podcast"], Box(0, 0, 15, 30), laid(shop), shop.materials.fonts, "plakat")
    assert isinstance(flaw, Flaw) and "for lang til QR-kodens boks" in flaw.fault.message


# as people paste them, and what is printed beneath: the address, or the title where it is too long
ADDRESSES = {
    "https://bfa.dk/tryghed": "bfa.dk/tryghed",
    "https://youtu.be/58Hf84QkWJA": "youtu.be/58Hf84QkWJA",
    "https://vimeo.com/76979871?share=copy#t=30": "vimeo.com/76979871?share=copy#t=30",
    "https://open.spotify.com/episode/7makk4oTQel546B0PZlDM5?si=a1f": "open.spotify.com/episode/7makk4oTQel546B0PZlDM5?si=a1f",
    "https://skole.sharepoint.com/:v:/r/sites/Personale/Delte%20dokumenter/"
    + "Møder%20og%20film/" * 6
    + "x.mp4?csf=1": "",
    "https://forms.office.com/Pages/ResponsePage.aspx?id=DQSIkWdsW0yxEjajBLZtrQAAAAAAAAAAAAN__jZ2": "",
    "https://skole.dk/på": "skole.dk/på",
    "https://børneskole.dk/tryghed/": "børneskole.dk/tryghed",
    "https://skole.dk/team/teamet": "skole.dk/team/teamet",
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzA4@thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d": "",
    "www.skole.dk/fff": "skole.dk/fff",
    "http://intranet/tryghed": "intranet/tryghed",
}


def built(address: str, part: str, tmp_path: Path) -> tuple[Image.Image, str, list[str]]:
    """A page whose code leads to an address, rendered at 300 dpi; its text; and what was told."""
    root = tmp_path / "project"
    for folder in ("content", "layouts", "assets"):
        shutil.copytree(ROOT / folder, root / folder)
    title = "  title: Film om tryghed\n"
    links = "".join(
        f"{name}:\n  address: {json.dumps(address)}\n{title}" for name in ("podcast", "webinar", "procesgreb")
    )
    (root / "content/links.yaml").write_text(links, encoding="utf-8")
    told: list[str] = []
    data = next(
        made.data
        for made in pipeline.make(
            read_sources(root, Order((part,), editions=("tryk",))), note=lambda fault: told.append(str(fault))
        )
        if made.path.startswith("tryk/")
    )
    document = pypdfium2.PdfDocument(data)
    pages = [
        (page.render(scale=300 / 72).to_pil().convert("L"), page.get_textpage().get_text_bounded()) for page in document
    ]
    document.close()
    image, text = next(page for page in pages if read(page[0]))
    return image, " ".join(text.split()), told


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_address_makes_a_code_with_four_white_modules_all_round(address: str, tmp_path: Path) -> None:
    image, text, told = built(address, "plakater/tryghed", tmp_path)
    (found,) = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)  # type: ignore[arg-type]
    assert unquote(found.text).endswith(unquote(address.replace("børneskole", "xn--brneskole-l8a")))
    assert found.text.isascii() and found.text.startswith("http")
    assert_quiet(image, found)
    shown = ADDRESSES[address]
    assert (shown or "Film om tryghed").replace(" ", "") in text.replace(" ", "")
    assert bool(told) == (not shown)
    assert all("webinar" in line and "brug en kort adresse" in line for line in told)


def assert_quiet(image: Image.Image, found: zxingcpp.Barcode) -> None:
    """Not one dark or coloured pixel within four modules of a code, corners included."""
    at = found.position
    x0, x1 = min(at.top_left.x, at.bottom_left.x), max(at.top_right.x, at.bottom_right.x)
    y0, y1 = min(at.top_left.y, at.top_right.y), max(at.bottom_left.y, at.bottom_right.y)
    modules = len(matrix(found.text))
    # what the reader says of the place is a little off: the symbol's own edge is looked for within its white
    near = round(2 * (x1 - x0) / modules)
    symbol = image.crop((x0 - near, y0 - near, x1 + near, y1 + near)).point(lambda value: 255 * (value < 250)).getbbox()
    assert symbol
    left, top, right, bottom = (edge + (y0 if n % 2 else x0) - near for n, edge in enumerate(symbol))
    quiet = int(4 * (right - left) / modules)
    zone = image.crop((left - quiet, top - quiet, right + quiet, bottom + quiet))
    zone.paste(255, (quiet, quiet, quiet + right - left, quiet + bottom - top))
    assert zone.getextrema()[0] >= 250  # type: ignore[operator]


@pytest.mark.parametrize("address", ["https://bfa.dk/tryghed", max(ADDRESSES, key=len)], ids=["short", "long"])
def test_a_form_makes_room_for_the_code(address: str, tmp_path: Path) -> None:
    image, text, told = built(address, "skemaer/podcast", tmp_path)
    for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode):  # type: ignore[arg-type]
        assert_quiet(image, found)
    assert bool(told) == ("bfa.dk/tryghed" not in text) == (address != "https://bfa.dk/tryghed")
    assert "Film om tryghed" in text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("skole", "er ikke en adresse på nettet"),
        ("https://skole.dk/to ord", "er ikke en adresse på nettet"),
        ("javascript:alert(1)", "er ikke en adresse på nettet"),
        ("mailto:a@skole.dk", "er ikke en adresse på nettet"),
        ("https://", "er ikke en adresse på nettet"),
        ("https://skole.dk:port/", "er ikke en adresse på nettet"),
        ("https://skole.dk/" + "a" * 3000, "en QR-kode kan højst have 2000"),
    ],
)
def test_what_no_phone_opens_is_told_by_the_links_name(address: str, said: str) -> None:
    title = Copy("Film", "links.film.title", Place("content/links.yaml", 3))
    with pytest.raises(BuildError, match=rf"content/links.yaml:1: linket »film«: .*{said}"):
        addressed({"film": Link(address, title, Place("content/links.yaml", 1))})


def test_what_is_shown_may_be_words_but_no_other_address() -> None:
    def link(show: str) -> dict[str, Link]:
        place = Place("content/links.yaml", 1)
        shown = Copy(show, "links.film.show", place)
        return {
            "film": Link("https://www.skole.dk/Tryghed/", Copy("Film", "links.film.title", place), place, None, shown)
        }

    for show in ("Filmen om tryghed", "skole.dk/tryghed", "www.skole.dk/Tryghed/"):
        assert addressed(link(show))["film"].shown.text == show
    with pytest.raises(BuildError, match=r"»skole\.dk/andet« er ikke den adresse"):
        addressed(link("skole.dk/andet"))

"""A code that no phone reads is worse than none: every printed one is read back, also blurred, grey and skewed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter
from program import ROOT, laid_out
from trygtryk import pipeline
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import Box, bounds, sized
from trygtryk.model import Copy, Flaw, Shape
from trygtryk.order import Order
from trygtryk.pictures.qr import CodeLayout, code, matrix
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.read import Sources, read_sources
from trygtryk.sources.content import Link, addressed
from trygtryk.sources.layout import Style

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


def barcodes(image: Image.Image) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)  # type: ignore[arg-type]


def read(image: Image.Image) -> list[str]:
    return [found.text for found in barcodes(image)]


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
    return CodeLayout(white, black, Style("text", 9, black, 1.2, 7, "centre"))


def test_modules_are_black_only_with_four_of_white_around(shop: Sources) -> None:
    link = shop.materials.links["podcast"]
    box = sized(0, 0, 55, 64)
    panel, modules = code(link, box, laid(shop), "prøve")
    assert isinstance(panel, Shape) and isinstance(modules, Shape) and panel.fill and modules.fill
    assert modules.fill.cmyk == (0, 0, 0, 100) and panel.fill.cmyk == (0, 0, 0, 0)
    dark = bounds(modules.outline)
    module = dark.width_mm / len(matrix(link.address))
    assert module >= 0.5
    assert box.grown(1e-6 - 4 * module).contains(dark)


def test_the_drawn_rectangles_cover_exactly_the_dark_modules(shop: Sources) -> None:
    link = shop.materials.links["webinar"]
    _, modules = code(link, sized(0, 0, 55, 64), laid(shop), "prøve")
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
    (flaw,) = code(shop.materials.links["podcast"], Box(0, 0, 15, 30), laid(shop), "plakat")
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


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project to write addresses into."""
    return laid_out(tmp_path_factory.mktemp("project"))


class Seen(NamedTuple):
    """A page's code: what a reader reads, its white in modules where it is least, and the page's text."""

    read: str
    white: float
    text: str


def built(root: Path, address: str, part: str, **more: Any) -> tuple[list[Seen], list[str]]:
    """The codes of the pages that lead to an address, and what was told of it."""
    title = "  title: Film om tryghed\n" + more.pop("extra", "")
    names = ("podcast", "webinar", "procesgreb")
    links = "".join(f"{name}:\n  address: {json.dumps(address, ensure_ascii=False)}\n{title}" for name in names)
    (root / "content/links.yaml").write_text(links, encoding="utf-8")
    told: list[str] = []
    made = pipeline.make(read_sources(root, Order((part,), **more)), note=lambda fault: told.append(str(fault)))
    pages = [file.data for file in made if file.path.startswith(("tryk/", "kontor/"))]
    return [code for data in pages for code in codes(data)], told


def codes(data: bytes) -> Iterator[Seen]:
    """Every code of a file, found at 150 dpi and measured at 600."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        for found in barcodes(page.render(scale=150 / 72).to_pil()):
            at = found.position
            xs, ys = ([getattr(corner, axis) * 72 / 150 for corner in (at.top_left, at.bottom_right)] for axis in "xy")
            side = xs[1] - xs[0]
            width, height = page.get_size()
            beyond = (xs[0] - side / 2, height - ys[1] - side / 2, width - xs[1] - side / 2, ys[0] - side / 2)
            near = page.render(scale=600 / 72, crop=tuple(max(0.0, edge) for edge in beyond)).to_pil()
            yield Seen(
                found.text, white_round(near, found.text), " ".join(page.get_textpage().get_text_bounded().split())
            )
    document.close()


def white_round(image: Image.Image, address: str) -> float:
    """How many modules of pure white the code in a picture has round it, where they are fewest, corners included."""
    (found,) = barcodes(image)
    at = found.position
    near = round(2 * (at.top_right.x - at.top_left.x) / len(matrix(address)))
    # what the reader says of the place is a little off: the symbol's own edge is looked for within its white
    x0, y0, x1, y1 = (at.top_left.x - near, at.top_left.y - near, at.bottom_right.x + near, at.bottom_right.y + near)
    inked = ImageChops.darker(*(ImageChops.darker(image.getchannel("R"), image.getchannel(c)) for c in "GB"))
    inked = inked.point(lambda value: 255 * (value < 250))
    symbol = inked.crop((x0, y0, x1, y1)).getbbox()
    assert symbol
    left, top, right, bottom = (edge + (y0 if n % 2 else x0) for n, edge in enumerate(symbol))
    inked.paste(0, (left, top, right, bottom))
    clear = 0
    while not inked.crop((left - clear - 1, top - clear - 1, right + clear + 1, bottom + clear + 1)).getbbox():
        clear += 1
    return clear * len(matrix(address)) / (right - left)


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_address_makes_a_code_with_four_white_modules_all_round(address: str, ours: Path) -> None:
    """On the school's A4, where it is smallest; a short one and the longest on A3 and for the print shop too."""
    sheets = {"editions": ("tryk", "kontor"), "papers": ("a3", "a4")}
    everywhere = address in (next(iter(ADDRESSES)), max(ADDRESSES, key=len))
    more = sheets if everywhere else {"editions": ("kontor",), "papers": ("a4",)}
    seen, told = built(ours, address, "plakater/tryghed", **more)
    assert len(seen) == (3 if everywhere else 1)
    shown = ADDRESSES[address]
    for page in seen:
        assert unquote(page.read).endswith(unquote(address.replace("børneskole", "xn--brneskole-l8a")))
        assert page.read.isascii() and page.read.startswith("http")
        assert page.white >= 4
        assert (shown or "Film om tryghed").replace(" ", "") in page.text.replace(" ", "")
    assert bool(told) == (not shown)
    assert all("webinar" in line and "brug en kort adresse" in line for line in told)


@pytest.mark.parametrize("address", ["https://bfa.dk/tryghed", max(ADDRESSES, key=len)], ids=["short", "long"])
def test_a_form_makes_room_for_the_code(address: str, ours: Path) -> None:
    seen, told = built(ours, address, "skemaer/podcast", editions=("tryk",))
    assert len(seen) == 2
    for page in seen:
        assert page.white >= 4 and "Film om tryghed" in page.text
        assert bool(told) == ("bfa.dk/tryghed" not in page.text) == (address != "https://bfa.dk/tryghed")


@pytest.mark.parametrize("part", ["plakater/tryghed", "skemaer/podcast"])
@pytest.mark.parametrize(
    ("address", "extra", "said"),
    [
        ("https://skole.dk/🎉", "", r"adressen kan ikke trykkes, for skriften har ikke »🎉«.*\n.*skriv i show"),
        ("https://skole.dk/", "  show: Se den 🎉\n", r"det, der står i show, kan ikke trykkes.*»🎉«"),
        ("https://skole.dk/", "  show: " + "ord " * 30 + "\n", r"det, der står i show, er for langt"),
    ],
)
def test_why_a_title_stands_alone_is_told_as_it_is(part: str, address: str, extra: str, said: str, ours: Path) -> None:
    seen, told = built(ours, address, part, editions=("tryk",), extra=extra)
    assert all("Film om tryghed" in page.text for page in seen) and seen
    assert told and all(re.search(said, line) for line in told)


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

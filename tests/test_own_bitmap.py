"""Somebody's own photo is printed the right way up, in the right colours and fine enough, or told why not."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from inks import CONVERSION, PRESS, SCREEN
from PIL import Image
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import Box
from trygtryk.model import Document, Flaw, Group, Item, Page, Picture
from trygtryk.pictures.artwork import drawn
from trygtryk.press.draw import Colour
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.sources.department.own_pictures import Crop, OwnPicture

ROOT = Path(__file__).resolve().parents[1]
AREA = Box(0, 0, 50.8, 25.4)
"""Two inches by one: at least 300 x 150 pixels, 448 x 224 for good."""
PLACE = Place("assets/art/x.png")


def own(data: bytes, crop: Crop | None = None, area: Box = AREA) -> Picture:
    made = without_notes(drawn(OwnPicture(PLACE, data, "", crop), area, CONVERSION))
    assert isinstance(made, Picture)
    return made


def without_notes(made: Item) -> Item:
    """A picture without what is told of it."""
    while isinstance(made, Group) and isinstance(made.items[-1], Flaw):
        made = made.items[0]
    return made


def saved(picture: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def plain(size: tuple[int, int] = (600, 300), mode: str = "RGB", colour: Any = "#175b6b") -> Image.Image:
    return Image.new(mode, size, colour)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes, bits: int = 8, kind: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def spotted(mode: str, colour: Any, spot: Any) -> Image.Image:
    """One colour, and another in the middle."""
    made = plain(mode=mode, colour=colour)
    made.paste(spot, (280, 130, 320, 170))
    return made


def quartered(size: tuple[int, int] = (600, 300)) -> Image.Image:
    """Red, green, blue and yellow, from the upper left along the rows."""
    made = plain(size, colour="red")
    x, y = size[0] // 2, size[1] // 2
    for box, colour in (((x, 0, *size), "lime"), ((0, y, *size), "blue"), ((x, y, *size), "yellow")):
        made.paste(colour, box)
    return made


def seen(made: Item, colour: Colour = "srgb") -> Image.Image:
    """The finished page, four pixels a millimetre and a bit."""
    page = Page(AREA, AREA, AREA, (made,))
    data = Press({}).press(Document("x", "x", (page,), "2026-11-23"), Standard((1, 7), colour))
    with pypdfium2.PdfDocument(data) as pdf:
        return pdf[0].render(scale=2).to_pil().convert("RGB")  # type: ignore[no-any-return]


def corners(page: Image.Image) -> list[str]:
    """The page's four corners as letters, along the rows."""
    names = {(1, 0, 0): "r", (0, 1, 0): "g", (0, 0, 1): "b", (1, 1, 0): "y", (1, 1, 1): "w", (0, 0, 0): "k"}
    spots = [(10, 10), (page.width - 10, 10), (10, page.height - 10), (page.width - 10, page.height - 10)]
    found = []
    for spot in spots:
        pixel: Any = page.getpixel(spot)
        found.append(names[tuple(int(part > 127) for part in pixel)])  # type: ignore[index]
    return found


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_every_kind_stands_on_the_page_as_it_was_seen(kind: str) -> None:
    assert corners(seen(own(saved(quartered(), kind)))) == ["r", "g", "b", "y"]


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [(1, "rgby"), (2, "gryb"), (3, "ybgr"), (4, "byrg"), (5, "rbgy"), (6, "bryg"), (7, "ygbr"), (8, "gyrb")],
)
def test_a_photo_is_turned_before_it_is_measured(orientation: int, expected: str) -> None:
    """A phone lays its pictures down: 240 x 450 is 450 x 240 when it is turned."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    lying = (240, 450) if orientation > 4 else (450, 240)
    data = saved(quartered(lying), "JPEG", exif=exif, quality=95)
    assert corners(seen(own(data))) == list(expected)
    data = saved(quartered(lying), "TIFF", tiffinfo={0x0112: orientation})
    assert corners(seen(own(data))) == list(expected)


@pytest.mark.parametrize(("colour", "space", "components"), [("cmyk", "/DeviceCMYK", 4), ("srgb", "/DeviceRGB", 3)])
def test_a_bitmap_is_pressed_in_the_colours_of_its_edition(colour: Colour, space: str, components: int) -> None:
    page = Page(AREA, AREA, AREA, (own(saved(plain())),))
    data = Press({}).press(Document("x", "x", (page,), "2026-11-23"), Standard((1, 7), colour))
    with pikepdf.open(BytesIO(data)) as pdf:
        ((_, image),) = pdf.pages[0].Resources.XObject.items()
        assert image.ColorSpace == space
        assert len(image.read_bytes()) == 600 * 300 * components
        if colour == "srgb":
            assert image.read_bytes()[:3] == bytes((0x17, 0x5B, 0x6B))


@pytest.mark.parametrize(
    "data",
    [
        saved(plain(mode="L", colour=128)),
        saved(plain(mode="LA", colour=(128, 255))),
        saved(plain(mode="I;16", colour=128 * 257)),
        saved(plain(mode="I;16", colour=128 * 257), "TIFF"),
        saved(plain(mode="L", colour=128), "JPEG"),
        png(600, 300, (b"\0" + b"\x80\x80\xff\xff" * 600) * 300, bits=16, kind=4),
    ],
)
def test_grey_stays_on_the_black_plate(data: bytes) -> None:
    bitmap = own(data).bitmap
    assert bitmap.mode == "L" and abs(bitmap.samples[0] - 128) <= 1


def test_cmyk_made_for_the_press_is_left_as_it_is() -> None:
    for kind in ("JPEG", "TIFF"):
        data = saved(plain(mode="CMYK", colour=(0, 200, 100, 20)), kind, **({"quality": 100} if kind == "JPEG" else {}))
        assert own(data).bitmap.samples[:4] == pytest.approx((0, 200, 100, 20), abs=3)
        data = saved(plain(mode="CMYK", colour=(0, 200, 100, 20)), "TIFF", icc_profile=PRESS)
        assert own(data).bitmap.samples[:4] == bytes((0, 200, 100, 20))


def test_more_ink_than_the_paper_takes_is_taken_back() -> None:
    made = own(saved(plain(mode="CMYK", colour=(255, 255, 255, 200)), "TIFF")).bitmap.samples[:4]
    assert made[3] == 200 and sum(made) <= 765 and min(made[:3]) > 150


def test_a_colour_space_of_its_own_is_followed() -> None:
    """What a picture's red is, its own profile says, be it Display P3's or one in which red is blue."""
    made = own(saved(plain(colour=(255, 0, 0)), icc_profile=swapped_profile()))
    assert made.bitmap.screen and made.bitmap.screen.data[:3] == pytest.approx((0, 0, 255), abs=12)
    assert made.bitmap.samples[0] > 150 > made.bitmap.samples[2]


def swapped_profile() -> bytes:
    """sRGB with the red and the blue colorant changed about: what ignores it sees the wrong colour."""
    table = SCREEN[128 : 132 + 12 * int.from_bytes(SCREEN[128:132], "big")]
    return (
        SCREEN[:128]
        + table.replace(b"rXYZ", b"tmpZ").replace(b"bXYZ", b"rXYZ").replace(b"tmpZ", b"bXYZ")
        + SCREEN[128 + len(table) :]
    )


@pytest.mark.parametrize(
    "data",
    [
        saved(spotted("RGBA", (0, 0, 0, 0), (0, 0, 0, 255))),
        saved(spotted("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "WEBP", lossless=True),
        saved(spotted("RGB", (1, 2, 3), (9, 9, 9)), transparency=(1, 2, 3)),
        saved(spotted("P", 0, 1), transparency=0),
        saved(spotted("L", 7, 90), transparency=7),
    ],
)
def test_what_shines_through_becomes_paper(data: bytes) -> None:
    assert corners(seen(own(data))) == ["w"] * 4


def test_half_of_a_colour_shines_through_as_half() -> None:
    pixel: Any = seen(own(saved(plain(mode="RGBA", colour=(255, 0, 0, 128))))).getpixel((50, 30))
    assert pixel == pytest.approx((255, 127, 127), abs=4)


def test_too_few_pixels_are_told_with_what_is_needed() -> None:
    own(saved(plain((300, 150))))
    with pytest.raises(BuildError, match=r"billedet er 640×480 px; der skal være mindst 910×520") as caught:
        own(saved(plain((640, 480))), area=Box(-3, 20, 151, 108))
    assert "1359×777" in caught.value.faults[0].hint


def test_a_crop_keeps_its_part_and_is_measured_alone() -> None:
    data = saved(quartered((1200, 600)))
    assert corners(seen(own(data, Crop(50, 0, 50, 50)))) == ["g"] * 4
    assert corners(seen(own(data, Crop(25, 25, 50, 50)))) == ["r", "g", "b", "y"]
    with pytest.raises(BuildError, match="udsnittet er 240×120 px; der skal være mindst 300×150"):
        own(data, Crop(0, 0, 20, 20))


def test_much_that_is_cut_away_is_told_unless_somebody_chose_what_is_seen() -> None:
    tall = saved(plain((600, 600)))
    made = drawn(OwnPicture(PLACE, tall), AREA, CONVERSION)
    assert isinstance(made, Group) and isinstance(made.items[1], Flaw) and not made.items[1].stops
    assert str(made.items[1].fault).startswith(f"{PLACE}: 50 % af billedet skæres væk, for det er højere end feltet")
    assert isinstance(drawn(OwnPicture(PLACE, tall, "", Crop(0, 0, 100, 90)), AREA, CONVERSION), Picture)
    assert isinstance(drawn(OwnPicture(PLACE, saved(plain((800, 450)))), AREA, CONVERSION), Picture)


def test_a_great_photo_is_made_no_finer_than_print_shows() -> None:
    bitmap = own(saved(plain((6000, 3000)), "JPEG")).bitmap
    assert bitmap.width_px == 800 and bitmap.height_px == 400


def noisy(kind: str, **more: Any) -> bytes:
    tile = Image.frombytes("RGB", (60, 30), random.Random(1).randbytes(60 * 30 * 3))
    return saved(tile.resize((600, 300), Image.Resampling.BICUBIC), kind, **more)


JPEG = noisy("JPEG")
END = JPEG.rindex(b"\xff\xd9")
SCAN = JPEG.index(b"\xff\xda") + 14
DAMAGED = {
    "a hundred of its eight hundred rows": png(600, 800, (b"\0" + bytes(1800)) * 100),
    "half a PNG": noisy("PNG")[:9000],
    "half a JPEG": JPEG[: len(JPEG) // 2],
    "half a JPEG with an end put on": JPEG[: len(JPEG) // 2] + b"\xff\xd9",
    "a JPEG with a hole": JPEG[: SCAN + 3000] + JPEG[SCAN + 4000 :],
    "a JPEG with nothing in the middle": JPEG[: SCAN + 3000] + bytes(1000) + JPEG[SCAN + 4000 :],
    "a JPEG with other bytes in the middle": JPEG[: SCAN + 3000]
    + random.Random(2).randbytes(500)
    + JPEG[SCAN + 3500 :],
    "half a progressive JPEG": noisy("JPEG", progressive=True)[:9000],
    "half a WebP": noisy("WEBP")[:4000],
    "half a TIFF": noisy("TIFF")[:20000],
    "half a packed TIFF": noisy("TIFF", compression="tiff_lzw")[:20000],
    "nothing": b"",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_told_and_not_printed(name: str) -> None:
    with pytest.raises(BuildError, match=r"beskadiget|ikke et billede|filen er tom"):
        own(DAMAGED[name])


@pytest.mark.parametrize(
    "data",
    [
        JPEG,
        noisy("JPEG", progressive=True, optimize=True),
        noisy("JPEG", subsampling=0, quality=30),
        saved(plain(colour="#fefefe"), "JPEG", optimize=True),
        saved(plain((603, 301), colour="#fefefe"), "JPEG", optimize=True, progressive=True),
        saved(plain(mode="L", colour=254), "JPEG", optimize=True),
        saved(plain(mode="1", colour=0)),
        saved(quartered().quantize(4)),
        JPEG + b"\0" * 1000,
    ],
)
def test_a_whole_file_is_never_called_damaged(data: bytes) -> None:
    own(data)


def pages(*pictures: Image.Image) -> bytes:
    return saved(pictures[0], "TIFF", save_all=True, append_images=list(pictures[1:]))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"GIF89a", "GIF-billede"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC-billede"),
        (b"\0\0\0\x18ftypmsf1\0\0\0\0", "HEIC-billede"),
        (b"\0\0\0\x18ftypavis\0\0\0\0", "AVIF-billede"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "en film"),
        (saved(plain(), "BMP"), "BMP-billede"),
        (b"\xc5\xd0\xd3\xc6", "EPS-fil"),
        (b"<!DOCTYPE html><html>404", "en side fra nettet"),
        (b"", "filen er tom"),
        (saved(plain(colour="white")), "helt hvidt eller gennemsigtigt"),
        (saved(plain(mode="RGBA", colour=(9, 9, 9, 0))), "helt hvidt eller gennemsigtigt"),
        (saved(plain(mode="CMYK", colour=(0, 0, 0, 0)), "TIFF"), "helt hvidt eller gennemsigtigt"),
        (b"8BPS\0\1", "Photoshop"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
        (b"PK\x03\x04", "dokument eller en zipfil"),
        (b"hello", "ikke et billede"),
        (saved(plain(), icc_profile=b"no profile" * 20), "farveprofil passer ikke"),
        (saved(plain(), "JPEG", icc_profile=PRESS), "farveprofil passer ikke"),
        (saved(plain(), icc_profile=SCREEN + bytes(2_000_000)), "farveprofil eller skjulte oplysninger fylder"),
        (pages(plain(), plain()), "2 billeder"),
        (saved(plain(), "WEBP", save_all=True, append_images=[plain(colour="red")]), "2 billeder"),
        (saved(plain(mode="F", colour=0.5), "TIFF"), r"farver læses ikke her \(F\)"),
        (png(60000, 60000, b""), "50 millioner"),
        (png(9400, 9000, b""), "50 millioner"),
    ],
)
def test_what_cannot_be_taken_is_told_with_the_way_out(data: bytes, told: str) -> None:
    with pytest.raises(BuildError, match=told) as caught:
        own(data)
    assert all(fault.place == PLACE and fault.hint for fault in caught.value.faults)


def test_our_own_mistake_is_not_called_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trygtryk.pictures.own.own_bitmap.covering", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        own(saved(plain()))


def photo(size: tuple[int, int]) -> Image.Image:
    """Colours that run into each other, and the grain of a camera."""
    made = Image.linear_gradient("L").resize(size)
    grain = Image.effect_noise(size, 12)
    return Image.merge("RGB", (made, made.rotate(90).resize(size), grain))


@pytest.mark.parametrize(
    ("standard", "ppi", "kind"),
    [(Standard((1, 6), "cmyk"), 400, "/FlateDecode"), (Standard((1, 7), "srgb", tagged=True), 300, "/DCTDecode"),
     (Standard((1, 7), "srgb", tagged=True, field_face="text"), 150, "/DCTDecode")],
)  # fmt: skip
def test_a_photo_is_as_fine_as_each_edition_shows(standard: Standard, ppi: int, kind: str) -> None:
    """Sent to the web with twelve million pixels, a card is never opened; printed at 150 to an inch, it is soft."""
    made = own(saved(photo((2000, 1000)), "JPEG", quality=90))
    sheet = AREA
    face = {"text": (ROOT / "assets/fonts/AtkinsonHyperlegibleNext_400Regular.ttf").read_bytes()}
    document = Document("d", "D", (Page(sheet, sheet, sheet, (made,)),), "2026-01-01")
    with pikepdf.open(BytesIO(Press(face).press(document, standard))) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        assert (int(image.Width), int(image.Height)) == (ppi * 2, ppi)
        assert str(image.Filter) == kind
        assert len(image.read_raw_bytes()) <= 0.11 * ppi * 2 * ppi or ppi != 150


def test_a_photo_is_never_made_finer_than_it_is() -> None:
    seen = own(saved(photo((400, 200)), "JPEG", quality=90)).bitmap
    assert seen.office and seen.screen
    assert (seen.office.width_px, seen.office.height_px) == (400, 200)
    assert (seen.screen.width_px, seen.screen.height_px) == (300, 150)
    least = own(saved(photo((300, 150)), "JPEG", quality=90)).bitmap
    assert least.screen and least.screen.width_px == 300


def test_a_poster_of_a_photo_stays_small_on_the_web() -> None:
    seen = own(saved(photo((2800, 2100)), "JPEG", quality=90), area=Box(0, 0, 200, 150)).bitmap
    assert seen.screen and seen.screen.jpeg
    assert 900_000 < seen.screen.width_px * seen.screen.height_px < 1_001_000
    assert len(seen.screen.data) < 130_000
    assert seen.office and seen.office.width_px == pytest.approx(200 / 25.4 * 300, abs=1)


def test_a_grainy_photo_is_packed_harder() -> None:
    grain = Image.effect_noise((600, 300), 40)
    least, best = (len(saved(grain.resize((300, 150)), "JPEG", quality=q, optimize=True)) for q in (25, 65))
    seen = own(saved(grain)).bitmap.screen
    assert seen and seen.jpeg and len(seen.data) < (least + best) / 2


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_what_is_drawn_keeps_its_edges_on_the_screen(mode: str) -> None:
    drawing = plain((600, 300), mode, "white")
    drawing.paste("black", (100, 100, 500, 200))
    seen = own(saved(drawing)).bitmap.screen
    assert seen and not seen.jpeg
    assert sum(level in (0, 255) for level in seen.data) > 0.95 * len(seen.data), "no haze about the edges"
    grey = photo((600, 300)).convert(mode)
    shaded = own(saved(grey)).bitmap.screen
    assert shaded and shaded.jpeg
    with Image.open(BytesIO(shaded.data)) as again:
        assert again.mode == mode and not again.getexif() and "icc_profile" not in again.info

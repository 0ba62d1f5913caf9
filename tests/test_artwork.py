"""Somebody's own drawing takes a scene's place: colours right, resolution enough, nothing harmful let in."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import Box
from trygtryk.model import Document, Group, Page, Picture
from trygtryk.pictures.artwork import artwork, open_studio, own_drawing
from trygtryk.pictures.conversion import Conversion
from trygtryk.pictures.own_bitmap import own_bitmap
from trygtryk.press.draw import Colour
from trygtryk.press.file import Press, Standard
from trygtryk.sources.files import Files
from trygtryk.sources.layout import read_palette

ROOT = Path(__file__).resolve().parents[1]
PALETTE = read_palette(ROOT / "layouts/palette.toml", ROOT)
CONVERSION = Conversion(
    PALETTE,
    (ROOT / "assets/icc/ISOcoated_v2_300_bas.icc").read_bytes(),
    (ROOT / "assets/icc/sRGB_icc22.icm").read_bytes(),
)
AREA = Box(0, 0, 50.8, 25.4)
PLACE = Place("assets/art/x.png")


def picture(
    tmp_path: Path, size: tuple[int, int], mode: str = "RGB", colour: object = "#175b6b", name: str = "x.png"
) -> Picture:
    file = tmp_path / name
    Image.new(mode, size, colour).save(file)  # type: ignore[arg-type]
    return own_bitmap(file.read_bytes(), file.stem, AREA, CONVERSION, PLACE)


def test_a_bitmap_covers_its_area_in_press_colours(tmp_path: Path) -> None:
    made = picture(tmp_path, (600, 224))
    assert made.bitmap.mode == "CMYK" and len(made.bitmap.samples) == 600 * 224 * 4
    assert made.box.contains(AREA) and made.box.height_mm == pytest.approx(25.4)


@pytest.mark.parametrize(("colour", "space", "components"), [("cmyk", "/DeviceCMYK", 4), ("srgb", "/DeviceRGB", 3)])
def test_a_bitmap_is_pressed_in_the_colours_of_its_edition(
    tmp_path: Path, colour: Colour, space: str, components: int
) -> None:
    made = picture(tmp_path, (600, 300))
    page = Page(AREA, AREA, AREA, (made,))
    data = Press({}).press(Document("x", "x", (page,), "2026-11-23"), Standard((1, 7), colour))
    with pikepdf.open(BytesIO(data)) as pdf:
        ((_, image),) = pdf.pages[0].Resources.XObject.items()
        assert image.ColorSpace == space
        assert len(image.read_bytes()) == 600 * 300 * components
        if colour == "srgb":
            assert image.read_bytes()[:3] == bytes((0x17, 0x5B, 0x6B))


def test_a_grey_bitmap_stays_on_the_black_plate(tmp_path: Path) -> None:
    assert picture(tmp_path, (600, 300), "L", 128).bitmap.mode == "L"


def test_what_shines_through_becomes_paper(tmp_path: Path) -> None:
    made = picture(tmp_path, (600, 300), "RGBA", (0, 0, 0, 0))
    assert made.bitmap.samples[:4] == bytes(4)


def test_too_few_pixels_are_told_with_what_is_needed(tmp_path: Path) -> None:
    picture(tmp_path, (300, 150))
    with pytest.raises(BuildError, match=r"149 punkter pr\. tomme.*\n.*448 × 224"):
        picture(tmp_path, (298, 150))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b""))
    with pytest.raises(BuildError, match=r"for mange punkter|for stort"):
        own_bitmap(data, "x", AREA, CONVERSION, PLACE)


@pytest.mark.parametrize("name", ["x.png", "x.jpg"])
def test_half_a_file_is_refused(tmp_path: Path, name: str) -> None:
    picture(tmp_path, (600, 300), name=name)
    file = tmp_path / name
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(BuildError, match="beskadiget"):
        own_bitmap(file.read_bytes(), file.stem, AREA, CONVERSION, PLACE)


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(BuildError, match="ikke et PNG"):
        own_bitmap(b"GIF89a not really", "x", AREA, CONVERSION, PLACE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "assets/art").mkdir(parents=True)
    for folder in sorted((ROOT / "assets").iterdir()):
        if folder.name != "art":
            (tmp_path / "assets" / folder.name).symlink_to(folder)
    return tmp_path


def test_an_own_drawing_takes_the_scenes_place_and_says_what_it_shows(project: Path) -> None:
    (project / "assets/art/feedback.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 154 88"><rect width="154" height="88" fill="#175b6b"/></svg>'
    )
    (project / "assets/art/feedback.txt").write_text("En blå flade.\n", encoding="utf-8")
    made = artwork("feedback", open_studio(Files(project), PALETTE, CONVERSION))
    (group,) = made.items
    assert isinstance(group, Group) and len(group.items) == 2
    assert made.alt == "En blå flade."


def test_two_drawings_of_one_name_are_refused(project: Path) -> None:
    for kind in ("png", "pdf"):
        (project / f"assets/art/jokes.{kind}").touch()
    with pytest.raises(BuildError, match=r"jokes\.png og jokes\.pdf"):
        own_drawing("jokes", Files(project))


def drawn_pdf(path: Path, width_pt: float = 436.5, height_pt: float = 249.4) -> None:
    """One page: coral to the left, white to the right."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(width_pt, height_pt))
        content = f"0.937 0.475 0.388 rg 0 0 {width_pt / 2} {height_pt} re f".encode()
        pdf.pages[0].Contents = pdf.make_stream(content)
        pdf.save(path)


def test_an_own_pdf_becomes_a_picture_fine_enough_for_print(project: Path) -> None:
    drawn_pdf(project / "assets/art/jokes.pdf")
    made = artwork("jokes", open_studio(Files(project), PALETTE, CONVERSION))
    (picture,) = made.items
    assert isinstance(picture, Picture) and picture.box.contains(made.box, 0.01)
    bitmap = picture.bitmap
    assert bitmap.mode == "CMYK" and bitmap.width_px / (picture.box.width_mm / 25.4) >= 299
    row = bitmap.height_px // 2 * bitmap.width_px * 4
    left, right = bitmap.samples[row + 400 : row + 404], bitmap.samples[row + bitmap.width_px * 4 - 404 :][:4]
    assert left[1] > 120 and left[0] < 60 and max(right) < 8


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.write_bytes(b"hej"), "beskadiget eller låst"),
        (lambda path: drawn_pdf(path, 14000, 14000), "4939 × 4939 mm"),
    ],
)
def test_a_pdf_that_is_no_drawing_is_told(project: Path, make: Callable[[Path], object], told: str) -> None:
    make(project / "assets/art/jokes.pdf")
    with pytest.raises(BuildError, match=told):
        artwork("jokes", open_studio(Files(project), PALETTE, CONVERSION))

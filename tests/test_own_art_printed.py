"""Own pictures through the whole house: read, checked, printed and read back from the finished file."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from finished import drawn
from PIL import Image, ImageCms
from trygtryk import cli
from trygtryk.checks import checked
from trygtryk.errors import BuildError, Fault
from trygtryk.order import Order
from trygtryk.pictures.own.icc import way
from trygtryk.pipeline import make
from trygtryk.read import read_picture, read_sources

ROOT = Path(__file__).resolve().parents[1]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 303 255">{}</svg>'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("content", "layouts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "assets/art").mkdir(parents=True)
    for folder in sorted((ROOT / "assets").iterdir()):
        if folder.name != "art":
            (tmp_path / "assets" / folder.name).symlink_to(folder)
    return tmp_path


def printed(project: Path, *wanted: str) -> bytes:
    """The print shop's file, as the whole way makes it."""
    (made,) = [
        file for file in make(read_sources(project, Order(wanted, editions=("tryk",)))) if file.path.startswith("tryk/")
    ]
    return made.data


def pixel(data: bytes, page: int, x_mm: float, y_mm: float) -> Any:
    """A colour on a page, counted from its trim's lower left corner."""
    with pikepdf.open(BytesIO(data)) as pdf:
        left, foot = (float(side) for side in list(pdf.pages[page].TrimBox)[:2])
    with pypdfium2.PdfDocument(data) as opened:
        picture = opened[page].render(scale=1).to_pil().convert("RGB")
    return picture.getpixel((int(left + x_mm / 25.4 * 72), int(picture.height - foot - y_mm / 25.4 * 72)))


def near(colour: Any, wanted: tuple[int, int, int], by: int = 40) -> bool:
    return all(abs(a - b) <= by for a, b in zip(colour, wanted, strict=True))


def test_a_poster_stands_on_a_drawing_whose_forms_end_in_the_bleed(project: Path) -> None:
    """White runs out to the bleed's edge under a circle that ends on it: no fault of the finished file stops that."""
    drawing = SVG.format(
        '<circle cx="150" cy="30" r="29" fill="#ef7963"/><path d="M0 100h303v50H0z" fill="#175b6b" opacity=".5"/>'
    )
    (project / "assets/art/plakat-fejl.svg").write_text(drawing)
    data = printed(project, "plakater/fejl")
    # the picture's upper edge lies 423 mm up, 3 mm beyond the trim
    assert near(pixel(data, 0, 147, 393), (239, 121, 99))
    assert near(pixel(data, 0, 147, 300), (139, 173, 181))
    assert near(pixel(data, 0, 30, 393), (255, 255, 255))


def test_what_the_check_warns_of_is_said_while_it_is_built(project: Path) -> None:
    drawing = SVG.format('<path d="M0 0h303v150H0z" fill="#ef7963"/><path d="M40 60h100v.05H40z" fill="#000"/>')
    (project / "assets/art/plakat-fejl.svg").write_text(drawing)
    told: list[Fault] = []
    made = make(read_sources(project, Order(("plakater/fejl",), editions=("tryk",))), note=told.append)
    assert [str(fault.place) for fault in told] == ["tryk/plakat-fejl-a3.pdf"] and len(made) > 1
    assert "advarsel B5" in told[0].message and "kun 0,14 pt" in told[0].message


def test_a_card_stands_on_a_photo_alone(project: Path) -> None:
    cards = project / "content/billedkort.yaml"
    cards.write_text(
        cards.read_text(encoding="utf-8").replace("picture: ny-kollega", "picture: vores-eget"), encoding="utf-8"
    )
    Image.new("RGB", (1540, 880), "#1428c8").save(project / "assets/art/vores-eget.JPG", "JPEG")
    with pytest.raises(BuildError, match=r"vores-eget\.JPG: der står ikke, hvad billedet viser"):
        checked(read_sources(project, Order()))
    (project / "assets/art/vores-eget.yaml").write_text("alt: En blå flade.\ncrop: [0, 0, 100, 90]\n", encoding="utf-8")
    data = printed(project, "billedkort")
    assert near(pixel(data, 12, 74, 60), (60, 70, 160), 60)
    assert read_picture(project, "vores-eget").alt == "En blå flade."
    title, file = read_sources(project, Order()).pictures["vores-eget"]
    assert title == "kort 7: Ny ved bordet" and file == "assets/art/vores-eget.JPG"


def test_what_nothing_uses_is_told_and_stops_nothing(project: Path) -> None:
    (project / "assets/art/jokess.png").touch()
    told = [str(fault) for fault in checked(read_sources(project, Order()))]
    assert any("jokess.png: billedet bruges ikke" in line and "jokes" in line for line in told)


def test_much_that_is_cut_away_is_told_once(project: Path) -> None:
    (project / "assets/art/plakat-fejl.svg").write_text(
        SVG.format('<path d="M0 0h303v900H0z"/>').replace("303 255", "303 900")
    )
    told: list[str] = []
    make(read_sources(project, Order(("plakater/fejl",))), note=lambda fault: told.append(str(fault)))
    assert len([line for line in told if "74 % af billedet skæres væk" in line]) == 1


def test_a_card_is_not_printed_with_our_picture_where_theirs_cannot_be_taken(project: Path) -> None:
    """The faults of all the pictures are told in one run, whatever is wrong with each."""
    art = project / "assets/art"
    (art / "jokes.heic").touch()
    (art / "hvisken.png").write_bytes(b"GIF89a")
    (art / "bordet.svg").write_text(SVG.format("<text>a</text>"))
    (art / "bordet.PNG").touch()
    with pytest.raises(BuildError) as caught:
        checked(read_sources(project, Order(("billedkort",))))
    told = str(caught.value)
    assert "jokes.heic: den slags fil" in told and "hvisken.png: filen er et GIF-billede" in told
    assert "flere billeder til »bordet«" not in told  # no card stands on it


def test_a_picture_is_only_said_to_be_unused_where_no_product_uses_it(project: Path) -> None:
    (project / "assets/art/plakat-fejl.svg").write_text(SVG.format('<path d="M0 0h303v255H0z"/>'))
    (project / "assets/art/Jokes.svg").write_text(SVG.format('<path d="M0 0h303v255H0z"/>'))
    (note,) = read_sources(project, Order(("billedkort",))).notes
    assert str(note) == "assets/art/Jokes.svg: billedet bruges ikke\n    → mente du jokes?"


def test_every_pictures_name_is_listed() -> None:
    said = CliRunner().invoke(cli.main, ["list", "--pictures"])
    assert said.exit_code == 0
    assert "plakat-fejl" in said.output and "kort 16: Det var bare for sjov" in said.output


def test_a_colour_of_ones_own_is_mixed_for_the_paper_it_is_printed_on(project: Path) -> None:
    """The same blue on a poster (coated) and on a card (uncoated), each as that paper's own profile has it."""
    screen = ImageCms.ImageCmsProfile(str(ROOT / "assets/icc/sRGB.icc"))
    blue = Image.new("RGB", (1, 1), "#1f49c4")
    mixed = {}
    for name, target, profile in (
        ("plakat-fejl", "plakater/fejl", "FOGRA39L_coated_300.icc"),
        ("jokes", "billedkort", "FOGRA29L_uncoated_300.icc"),
    ):
        (project / f"assets/art/{name}.svg").write_text(SVG.format('<path d="M0 0h303v255H0z" fill="#1f49c4"/>'))
        paper = ImageCms.ImageCmsProfile(str(ROOT / "assets/icc" / profile))
        wanted = ImageCms.profileToProfile(
            blue,
            screen,
            paper,
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "CMYK",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        assert wanted is not None
        mixed[name] = tuple(round(part / 255, 3) for part in wanted.getpixel((0, 0)))  # type: ignore[union-attr]
        with pikepdf.open(BytesIO(printed(project, target))) as pdf:
            inks = {
                mark.fill[1]
                for page in pdf.pages
                for mark in drawn(page)
                if mark.fill[0] == "DeviceCMYK" and mark.fill[1]
            }
        assert any(ink == pytest.approx(mixed[name], abs=0.003) for ink in inks), name
    assert max(abs(a - b) for a, b in zip(*mixed.values(), strict=True)) > 0.02


def test_a_colour_of_ones_own_stays_that_colour_by_either_profile_of_a_condition() -> None:
    """The perceptual tables of profiles are their makers' taste: a red was made a dull brown by one of them."""
    screen, lab = (ROOT / "assets/icc/sRGB.icc").read_bytes(), ImageCms.createProfile("LAB")
    large, small = (
        (ROOT / f"assets/icc/{name}.icc").read_bytes() for name in ("ISOcoated_v2_300_bas", "FOGRA39L_coated_300")
    )
    seen = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(BytesIO(large)), lab, "CMYK", "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )

    def by(profile: bytes, flat: Image.Image) -> Any:
        shown = ImageCms.applyTransform(way(screen, profile, "RGB", "CMYK").apply(flat), seen)
        assert shown is not None
        return shown.getpixel((0, 0))

    for colour in ("#d42a2a", "#2a5fb0", "#3a8a4a", "#e0b090", "#808080", "#f4d03f"):
        flat = Image.new("RGB", (1, 1), colour)
        one, other = by(large, flat), by(small, flat)
        # a and b are signed bytes
        apart = [one[0] - other[0], *((a - b + 128) % 256 - 128 for a, b in zip(one[1:], other[1:], strict=True))]
        assert max(map(abs, apart)) <= 8, (colour, apart)

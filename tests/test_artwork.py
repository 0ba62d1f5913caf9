"""Somebody's own picture takes a scene's place, or a card stands on it alone; no file in the folder is passed over."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from inks import CONVERSION, PALETTE
from PIL import Image
from trygtryk.errors import BuildError
from trygtryk.geometry import Box
from trygtryk.model import Artwork, Group
from trygtryk.pictures.artwork import artwork, open_studio
from trygtryk.sources.department.own_pictures import read_own_pictures
from trygtryk.sources.files import Files

ROOT = Path(__file__).resolve().parents[1]
AREA = Box(0, 0, 50.8, 25.4)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1" fill="#175b6b"/></svg>'


@pytest.fixture
def art(tmp_path: Path) -> Path:
    return tmp_path


def made(id: str, folder: Path) -> Artwork:
    return artwork(id, open_studio(Files(ROOT), PALETTE, read_own_pictures(folder, folder), CONVERSION), AREA)


def test_an_own_drawing_takes_the_scenes_place_and_says_what_it_shows(art: Path) -> None:
    (art / "feedback.svg").write_text(DRAWING)
    assert made("feedback", art).alt.startswith("To personer") or made("feedback", art).alt
    (art / "feedback.txt").write_text("En blå\nflade.\n", encoding="utf-8")
    own = made("feedback", art)
    assert own.alt == "En blå flade." and own.box == AREA
    (group,) = own.items
    assert isinstance(group, Group) and len(group.items) == 2


def test_a_picture_alone_fills_its_place_and_must_say_what_it_shows(art: Path) -> None:
    (art / "vores-eget.svg").write_text(DRAWING)
    with pytest.raises(BuildError, match=r"vores-eget\.svg: der står ikke, hvad billedet viser\n.*vores-eget\.yaml"):
        made("vores-eget", art)
    (art / "vores-eget.yaml").write_text("alt: Fire kolleger ved et bord.\n", encoding="utf-8")
    own = made("vores-eget", art)
    assert own.box == AREA and own.alt == "Fire kolleger ved et bord."


@pytest.mark.parametrize("name", ["jokes.JPG", "jokes.Jpeg", "jokes.PNG", "jokes.webp", "jokes.TIF", "jokes.jfif"])
def test_an_ending_may_be_written_in_any_letters(art: Path, name: str) -> None:
    kind = {"jpg": "JPEG", "jpeg": "JPEG", "jfif": "JPEG", "tif": "TIFF"}.get(name[6:].lower(), name[6:].upper())
    Image.new("RGB", (1400, 800)).save(art / name, kind)
    assert made("jokes", art).items


def test_a_file_is_what_its_bytes_are(art: Path) -> None:
    """Browsers save WebP as .jpg."""
    Image.new("RGB", (1400, 800)).save(art / "jokes.jpg", "WEBP")
    assert made("jokes", art).items


def test_two_pictures_of_one_name_are_refused(art: Path) -> None:
    for kind in ("png", "PDF"):
        (art / f"jokes.{kind}").touch()
    with pytest.raises(BuildError, match=r"jokes\.PDF og jokes\.png"):
        made("jokes", art)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("crop: [50, 0, 60, 100]", "uden for billedet"),
        ("crop: [0, 0, 0, 100]", "uden for billedet"),
        ("crop: [nan, 0, 10, 10]", "crop"),
        ("crop: ti", "crop"),
        ("krop: [0, 0, 10, 10]", "mente du crop"),
    ],
)
def test_a_faulty_crop_is_told_with_its_file(art: Path, text: str, told: str) -> None:
    (art / "jokes.svg").write_text(DRAWING)
    (art / "jokes.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BuildError, match=told) as caught:
        made("jokes", art)
    assert all(fault.place and fault.place.file == "jokes.yaml" for fault in caught.value.faults)


def test_what_a_picture_shows_is_said_once(art: Path) -> None:
    (art / "jokes.svg").write_text(DRAWING)
    (art / "jokes.yaml").write_text("alt: Her.\n")
    (art / "jokes.txt").write_text("Og her.\n")
    with pytest.raises(BuildError, match="to steder"):
        made("jokes", art)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("jokes.heic", "JPG"),
        ("jokes.HEIC", "JPG"),
        ("jokes.gif", "PNG"),
        ("jokes.ai", "PDF i Illustrator"),
        ("jokes.svgz", "almindelig SVG"),
        ("jokes.docx", "PDF"),
        ("jokes.xyz", "SVG, PDF, PNG eller JPG"),
    ],
)
def test_what_cannot_be_taken_is_told_with_how_to_save_it(art: Path, name: str, way: str) -> None:
    (art / name).touch()
    pictures = read_own_pictures(art, art)
    (fault,) = pictures.mistaken("jokes")
    assert fault.place and fault.place.file == name and way in fault.hint
    # beside a picture that is taken it is only the drawing it was made from
    (art / "jokes.svg").write_text(DRAWING)
    pictures = read_own_pictures(art, art)
    assert not pictures.mistaken("jokes") and pictures.unused(["jokes"]) == (fault,)


@pytest.mark.parametrize("name", ["jokes.YAML", "jokes.yml", "jokes.TXT", unicodedata.normalize("NFD", "blå.txt")])
def test_what_stands_beside_a_picture_is_found_however_it_is_written(art: Path, name: str) -> None:
    id = unicodedata.normalize("NFC", name).partition(".")[0]
    (art / f"{id}.svg").write_text(DRAWING)
    (art / name).write_text("Her." if name.lower().endswith("txt") else "alt: Her.", encoding="utf-8")
    assert read_own_pictures(art, art).by_id[id].alt == "Her."


@pytest.mark.parametrize("name", ["jokes.png", "jokes.txt", "jokes.yaml"])
def test_a_pipe_keeps_nobody_waiting_and_is_told(art: Path, name: str) -> None:
    os.mkfifo(art / name)
    if not name.endswith("png"):
        (art / "jokes.svg").write_text(DRAWING)
    with pytest.raises(BuildError, match=f"{name}: det er ikke en almindelig fil"):
        made("jokes", art)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("jokess.yaml", "der er intet billede her, der hedder »jokess«, så filen bruges ikke\n    → mente du jokes?"),
        ("plads.YML", "der er intet billede her, der hedder »plads«, så filen bruges ikke\n    → læg billedet her"),
        ("jokes.yaml.txt", "navnet ender på .txt\n    → kald den jokes.yaml"),
        ("løs-ende", "det er ikke en almindelig fil"),
        ("genvej.png", "det er en genvej til en fil, der ikke er der"),
    ],
)
def test_a_file_that_nothing_reads_is_told(art: Path, name: str, told: str) -> None:
    (art / "jokes.svg").write_text(DRAWING)
    if name == "løs-ende":
        os.mkfifo(art / name)
    elif name == "genvej.png":
        (art / name).symlink_to("/findes/ikke.png")
    else:
        (art / name).write_text("crop: [0, 0, 50, 50]")
    (fault,) = read_own_pictures(art, art).unused(["jokes"])
    assert told in str(fault)


def test_a_departments_faulty_picture_is_not_quietly_ours_instead(art: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "jokes.svg").write_text(DRAWING)
    (art / "jokes.gif").touch()
    both = read_own_pictures(art, tmp_path).before(read_own_pictures(ours, tmp_path))
    assert "jokes" not in both.by_id and both.mistaken("jokes")


def test_what_nothing_uses_is_told_with_the_nearest_name(art: Path) -> None:
    (art / "jokess.png").touch()
    (art / "mappe").mkdir()
    for name in ("._jokes.png", ".DS_Store", "Thumbs.db", "desktop.ini", "LÆSMIG.md", "noter.txt"):
        (art / name).touch()
    told = [str(fault) for fault in read_own_pictures(art, art).unused(["jokes", "hvisken"])]
    assert told[0] == "jokess.png: billedet bruges ikke\n    → mente du jokes?"
    assert len(told) == 2 and told[1].startswith("mappe: ")

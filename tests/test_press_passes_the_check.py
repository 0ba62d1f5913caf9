"""What our press makes keeps the rules our check knows, with every kind of item on the page."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from trygtryk.geometry import Box, ellipse, polyline, rectangle, rounded, shift
from trygtryk.model import (
    Artwork,
    Bitmap,
    Document,
    Field,
    Group,
    Ink,
    Layer,
    Line,
    Link,
    Page,
    Picture,
    Shape,
    Stroke,
    Tagged,
)
from trygtryk.press.file import Press
from trygtryk.press.pdfua import pdfua1
from trygtryk.press.pdfx import pdfx4
from trygtryk.proof.preflight import check

ROOT = Path(__file__).parents[1]
FACE = ROOT / "assets/fonts/AtkinsonHyperlegibleNext_400Regular.ttf"
PROFILE = ROOT / "assets/icc/ISOcoated_v2_300_bas.icc"

BLACK = Ink("sort", (0, 0, 0, 100), "#000000")
PETROL = Ink("petrol", (90, 45, 40, 35), "#0b5563")
SAND = Ink("sand", (3, 6, 14, 0), "#f5ece0")
WHITE = Ink("hvid", (0, 0, 0, 0), "#ffffff")
ALL = Ink("passer", (100, 100, 100, 100), "#000000", "All")
CUT = Ink("stans", (0, 100, 0, 0), "#ff00ff", "Stans")
TRIM = Box(0, 0, 105, 74)


def crop_marks() -> tuple[Shape, ...]:
    pen = Stroke(ALL, 0.25, cap="butt")
    upright = [(x, y, x, y + 5) for x in (TRIM.x0_mm, TRIM.x1_mm) for y in (-9, TRIM.y1_mm + 4)]
    level = [(x, y, x + 5, y) for y in (TRIM.y0_mm, TRIM.y1_mm) for x in (-9, TRIM.x1_mm + 4)]
    return tuple(Shape(polyline((a, b), (c, d)), stroke=pen) for a, b, c, d in upright + level)


def document() -> Document:
    art = Artwork("bakke", Box(-5, -5, 60, 60), (Shape(ellipse(20, 10, 15), fill=PETROL),), "en bakke")
    picture = Bitmap("foto", 240, 240, "CMYK", bytes(240 * 240 * 4))
    items = (
        Shape(rectangle(TRIM.grown(3)), fill=SAND),
        Group((art,), shift(40, 10)),
        Picture(Box(70, 40, 90, 60), picture),
        Line(10, 60, "Æbler på øen åd jeg (selv)", "tekst", 10, BLACK, 50),
        Line(50, 18, "hvidt", "tekst", 14, WHITE, 20),
        Layer("Stans", (Shape(rounded(Box(80, 10, 95, 30), 3), stroke=Stroke(CUT, 0.5)),), ("Structural", "Cutting")),
        *crop_marks(),
    )
    page = Page(TRIM, TRIM.grown(3), TRIM.grown(12), items)  # type: ignore[arg-type]
    return Document("prøve", "Prøvekort & co", (page, page), "2026-11-01", turn="long")


@pytest.fixture(scope="module")
def pressed() -> bytes:
    return Press({"tekst": FACE.read_bytes()}).press(document(), pdfx4(PROFILE.read_bytes(), "FOGRA39"))


def test_the_file_says_which_edge_the_sheet_turns_on(pressed: bytes) -> None:
    with pikepdf.open(io.BytesIO(pressed)) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"


def test_a_pressed_card_has_nothing_to_be_told(pressed: bytes) -> None:
    assert check(pressed) == ()


def screen_document() -> Document:
    sheet = Box(0, 0, 210, 297)
    items = (
        Shape(rectangle(Box(0, 270, 210, 297)), fill=SAND),
        Tagged("H1", (Line(20, 280, "Æbler og øl", "tekst", 24, BLACK, 60),)),
        Tagged("Figure", (Shape(ellipse(60, 220, 20), fill=PETROL),), alt="Et hjul"),
        Tagged(
            "P",
            (
                Line(20, 180, "Læs mere på", "tekst", 11, BLACK, 25),
                Tagged(
                    "Link",
                    (
                        Line(45, 180, "nettet", "tekst", 11, PETROL, 12),
                        Link(Box(45, 178, 58, 184), "https://example.org", "Læs mere på nettet"),
                    ),
                ),
            ),
        ),
        Tagged(
            "Form", (Field("svar", "text", Box(20, 100, 190, 140), "Hvad lykkes hos os?", size_pt=11, multiline=True),)
        ),
        Tagged("Form", (Field("ja", "tick", Box(20, 80, 25, 85), "Vi er enige"),)),
    )
    return Document("skærm", "Prøveskema", (Page(sheet, sheet, sheet, items, "1"),), "2026-11-01")


def test_a_pressed_form_has_nothing_to_be_told() -> None:
    standard = pdfua1((ROOT / "assets/icc/sRGB.icc").read_bytes(), "tekst")
    assert check(Press({"tekst": FACE.read_bytes()}).press(screen_document(), standard), rules="screen") == ()

"""Text that is cut, overlapped, badly broken or silently missing a letter would be printed a thousand times."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont
from trygtryk.errors import Place
from trygtryk.geometry import sized
from trygtryk.model import Copy, Flaw, Ink, Line
from trygtryk.sources.fonts import Fonts, read_fonts, shaped
from trygtryk.sources.layout import Style, read_scale
from trygtryk.type.typeset import DOT, block, fit, fitted, label
from trygtryk.units import mm

ROOT = Path(__file__).resolve().parents[1]
BLACK = Ink("black", (0, 0, 0, 100), "#000000")
BODY = Style("text", 12, BLACK, 1.4)
NARROW = Style("text", 12, BLACK, 1.4, hyphenate=True)
HEADING = Style("display", 24, BLACK, 1.0, balance=True)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return read_fonts(read_scale(ROOT / "layouts/type.toml", ROOT), ROOT / "assets/fonts")


def copy(text: str) -> Copy:
    return Copy(text, "plakater.fejl.body", Place("content/plakater.yaml", 12))


def lines(text: str, style: Style, width_mm: float, fonts: Fonts) -> list[str]:
    return [line for line, *_ in block(copy(text), style, width_mm, fonts, "prøve").lines]


def test_kerning_is_real(fonts: Fonts) -> None:
    kerned = sum(shaped(fonts.faces["text"], "AVATo")[1])
    assert kerned < -50, "A V A T o stand apart as if typed on a typewriter"
    line = label("AVATo", BODY, 0, 0, fonts)
    apart = sum(label(letter, BODY, 0, 0, fonts).width_mm for letter in "AVATo")
    assert line.width_mm == pytest.approx(apart + mm(12) * kerned / 1000)


def test_no_line_is_wider_than_its_measure_and_no_word_is_lost(fonts: Fonts) -> None:
    text = "Den, der siger noget svært højt, gør det lettere for den næste, og det kan alle øve sig i fra i dag."
    made = block(copy(text), BODY, 60, fonts, "prøve")
    assert made.widest_mm <= 60.01
    assert " ".join(line for line, *_ in made.lines) == text


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    words=st.lists(st.text("abdeghijlmnoprstuvæøå", min_size=1, max_size=14), min_size=1, max_size=30),
    width=st.integers(55, 160),
)
def test_any_text_keeps_every_letter_in_order(fonts: Fonts, words: list[str], width: int) -> None:
    text = " ".join(words)
    for style in (BODY, NARROW, HEADING):
        made = block(copy(text), style, width, fonts, "prøve")
        assert "".join(line.replace(" ", "").removesuffix("-") for line, *_ in made.lines) == text.replace(" ", "")
        assert made.flaws or made.widest_mm <= width + 0.01


def test_hyphenation_is_danish_and_only_where_asked(fonts: Fonts) -> None:
    text = "Arbejdsmiljøorganisationen gennemfører arbejdspladsvurderinger"
    assert any(line.endswith("-") for line in lines(text, NARROW, 34, fonts))
    assert not any(line.endswith("-") for line in lines(text, BODY, 60, fonts))


def test_a_paragraph_does_not_end_in_a_lonely_word(fonts: Fonts) -> None:
    for width in range(48, 90, 3):
        made = lines(
            "Vi siger højt, når noget er svært, fordi det er sådan, vi lærer noget sammen her", BODY, width, fonts
        )
        assert " " in made[-1], f"at {width} mm the last line is »{made[-1]}«"


def test_a_heading_is_balanced(fonts: Fonts) -> None:
    made = block(copy("Hjælp er noget, vi både giver og får"), HEADING, 90, fonts, "prøve")
    widths = [width for _, width, *_ in made.lines]
    assert len(widths) == 2 and min(widths) > 0.6 * max(widths)


def test_an_address_breaks_after_a_slash_rather_than_at_a_hyphen_of_its_own(fonts: Fonts) -> None:
    small = replace(HEADING, size_pt=12)
    assert lines("skole.dk/fem-korte-raad-til-gode-samtaler", small, 80, fonts) == [
        "skole.dk/",
        "fem-korte-raad-til-gode-samtaler",
    ]


def test_names_in_a_row_break_at_their_dots_which_go_with_the_break(fonts: Fonts) -> None:
    """Posters had »Sønderskov / Skole« with half of the line free, and »·« alone at a line's end."""
    row = DOT.join(("Tryghedspakken", "Sønderskov Skole", "Mellemtrinnet"))
    for style in (BODY, replace(BODY, balance=True)):
        made = {tuple(lines(row, style, width, fonts)) for width in range(70, 115)}
        assert made <= {
            ("Tryghedspakken", "Sønderskov Skole · Mellemtrinnet"),
            ("Tryghedspakken · Sønderskov Skole", "Mellemtrinnet"),
            ("Tryghedspakken · Sønderskov Skole · Mellemtrinnet",),
        }
        assert len(made) >= 2
        assert "Sønderskov" in lines(row, style, 22, fonts)  # a name is broken where it must


def test_a_number_stays_with_its_word(fonts: Fonts) -> None:
    for width in range(20, 80, 2):
        assert not any(
            line.endswith("5") for line in lines("Brug højst 5 minutter på hvert kort i runden", BODY, width, fonts)
        )


def test_a_number_stays_with_what_it_is_the_number_of(fonts: Fonts) -> None:
    for text in ("Skriv det ind (skema 1), og se", "Læg det ved kort 12, og se"):
        for width in range(15, 60):
            assert not any(line.endswith(("skema", "kort")) for line in lines(text, BODY, width, fonts)), width


def test_text_shrinks_no_further_than_its_layout_says(fonts: Fonts) -> None:
    style = Style("text", 14, BLACK, 1.4, min_pt=11)
    text = copy("Tal sammen to og to i fem minutter om, hvad der gør det let at sige noget svært.")
    _, roomy = fitted(text, style, sized(0, 0, 80, 30), fonts, "prøve")
    _, tight = fitted(text, style, sized(0, 0, 80, 13.2), fonts, "prøve")
    assert roomy.size_pt == 14 and 11 <= tight.size_pt < 14 and tight.height_mm <= 13.21


def test_a_text_too_long_is_told_with_file_box_and_millimetres(fonts: Fonts) -> None:
    items = fit(copy("Ord " * 60), BODY, sized(0, 0, 50, 20), fonts, "plakat »fejl«, boksen »body«")
    (flaw,) = items
    assert isinstance(flaw, Flaw)
    told = str(flaw.fault)
    assert told.startswith("content/plakater.yaml:12: plakat »fejl«, boksen »body«: teksten er ")
    made = block(copy("Ord " * 60), BODY, 50, fonts, "prøve")
    assert f"{made.height_mm - 20:.1f}".replace(".", ",") + " mm for høj" in told


def test_a_word_wider_than_its_box_is_told(fonts: Fonts) -> None:
    (flaw,) = fit(copy("Arbejdsmiljørepræsentanten"), BODY, sized(0, 0, 8, 90), fonts, "kort 3")
    assert isinstance(flaw, Flaw) and "mm for bred" in flaw.fault.message


def test_a_long_word_is_hyphenated_where_nothing_else_helps_and_at_its_joints_first(fonts: Fonts) -> None:
    word = "specialundervisningsteamet"
    jointed = replace(fonts, joints=lambda asked: (7, 20) if asked == word else ())
    roomy = block(copy(f"Hjælp i {word}"), BODY, 90, jointed, "prøve")
    assert not any(line.endswith("-") for line, *_ in roomy.lines)
    narrow = block(copy(f"Hjælp i {word}"), BODY, 45, jointed, "prøve")
    assert [line for line, *_ in narrow.lines] == ["Hjælp i special-", "undervisningsteamet"]
    assert any(line.endswith("-") for line, *_ in block(copy(word), BODY, 30, fonts, "prøve").lines)


def test_a_missing_glyph_is_told_by_name(fonts: Fonts) -> None:
    (flaw,) = fit(copy("Godt gået ☃"), BODY, sized(0, 0, 90, 50), fonts, "kort 3")
    assert isinstance(flaw, Flaw) and "»☃« (U+2603)" in flaw.fault.message


def test_baselines_stand_on_the_leading(fonts: Fonts) -> None:
    items = block(copy("et to tre fire fem seks syv otte ni ti elleve tolv"), BODY, 30, fonts, "p").placed(10, 100)
    ys = [item.y_mm for item in items if isinstance(item, Line)]
    assert len(ys) > 2
    assert all(a - b == pytest.approx(mm(12) * 1.4) for a, b in pairwise(ys))
    assert ys[0] == pytest.approx(100 - mm(12) * fonts.faces["text"].ascent)


def test_no_zero_reads_as_a_slashed_o(fonts: Fonts) -> None:
    for face in fonts.faces.values():
        drawn = Image.new("L", (300, 300), 255)
        ImageDraw.Draw(drawn).text((150, 150), "0", 0, ImageFont.truetype(BytesIO(face.data), 200), anchor="mm")
        ink = ImageChops.invert(drawn).getbbox()
        assert ink
        assert drawn.getpixel(((ink[0] + ink[2]) // 2, (ink[1] + ink[3]) // 2)) == 255, face.file

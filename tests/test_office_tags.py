"""What somebody who listens to the school's own sheets before printing them would lose."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from heard import every, said
from program import Packs, ran
from trygtryk.proof.preflight import check


@pytest.fixture(scope="module")
def pack(packs: Packs) -> Path:
    return packs()


@cache
def heard(file: Path) -> list[tuple[str, str]]:
    with pikepdf.open(file) as pdf:
        return said(pdf)


def of_the_content(spoken: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without what is said of the printing, and of links, which lead nowhere on folded sheets."""
    roles = {"Link": "Span"}
    return [(roles.get(role, role), text) for role, text in spoken if "100 %" not in text]


def test_every_sheet_says_its_name_and_language_and_can_be_listened_to(pack: Path) -> None:
    for file in sorted((pack / "kontor").glob("*.pdf")):
        with pikepdf.open(file) as pdf:
            assert str(pdf.Root.Lang) == "da-DK" and pdf.Root.ViewerPreferences.DisplayDocTitle, file.name
            assert pdf.Root.MarkInfo.Marked and str(pdf.docinfo.Title) and said(pdf), file.name
            # nothing to fill in: these are for pens
            assert "/AcroForm" not in pdf.Root, file.name


@pytest.mark.parametrize("sheets", ["a4", "a4-paa-a3"])
def test_the_workbook_is_read_page_after_page_however_it_is_folded(pack: Path, sheets: str) -> None:
    read = heard(pack / f"kontor/arbejdshaefte-{sheets}-kontor.pdf")
    assert of_the_content(read) == of_the_content(heard(pack / "skaerm/arbejdshaefte-skaerm.pdf"))
    assert sum("100 %" in text for _, text in read) == 1


@pytest.mark.parametrize("sheets", ["4-paa-a4", "8-paa-a3"])
def test_cards_are_read_one_by_one_each_with_its_back(pack: Path, sheets: str) -> None:
    read = heard(pack / f"kontor/billedkort-{sheets}-kontor.pdf")
    assert of_the_content(read) == of_the_content(heard(pack / "skaerm/billedkort-skaerm.pdf"))
    assert sum("100 %" in text for _, text in read) == 1


def test_sheets_fed_by_hand_are_read_in_the_order_of_the_pages(packs: Packs, pack: Path) -> None:
    by_hand = packs("billedkort", "skemaer/arbejdshaefte", "--edition", "kontor", "--flip", "hand")
    files = sorted((by_hand / "kontor").glob("*.pdf"))
    assert len(files) == 4
    for file in files:
        assert of_the_content(heard(file)) == of_the_content(heard(pack / "kontor" / file.name)), file.name


@pytest.mark.parametrize("name", ["a3", "a4", "2xa4", "4xa4"])
def test_a_poster_to_glue_is_heard_whole_once(pack: Path, name: str) -> None:
    screen = heard(pack / "skaerm/plakat-tryghed-skaerm.pdf")
    texts = [text for role, text in screen if role not in ("Link", "Span")]
    read = heard(pack / f"kontor/plakat-tryghed-{name}-kontor.pdf")
    told = " ".join(text for _, text in read)
    assert [told.count(text) for text in texts if len(text) > 20] == [1] * sum(len(text) > 20 for text in texts)
    assert sum("100 %" in text for _, text in read) == 1
    parts = [text for role, text in read if role == "Figure" and text.startswith("Del ")]
    count = {"2xa4": 2, "4xa4": 4}.get(name, 0)
    assert [text[:9] for text in parts] == [f"Del {n} af {count}"[:9] for n in range(1, count + 1)]


def test_the_flip_flaps_questions_are_heard_in_the_order_they_are_met(pack: Path) -> None:
    read = heard(pack / "kontor/flipflap-a4-kontor.pdf")
    (front,) = [text for role, text in read if role == "Figure" and "Koral" in text]
    listed = [text for _, text in heard(pack / "skaerm/flipflap-skaerm.pdf")]
    asked = listed[listed.index("Det, der står på flip-flappen") :]
    places = [front.find(text) for text in asked if text.endswith("?")]
    assert len(places) == 8 and -1 not in places and places == sorted(places)
    assert "side 3" not in front
    rules = "Stav farven, og åbn skiftevis"
    assert sum(text.startswith(rules) for _, text in read) == 1, "the strip's rules stand on the back too"


def test_what_is_written_on_a_sheet_beforehand_is_read(project: Path, tmp_path: Path) -> None:
    ran("department", "new", "--navn", "Mellemtrinnet", "--skole", "Havrebjerg Skole", "--ord", "team")
    options = ("--edition", "kontor", "--department", "mellemtrinnet", "--out", tmp_path)
    ran("build", "skemaer/udsagn", *options)
    (file,) = tmp_path.rglob("skema-udsagn-a4-kontor.pdf")
    assert ("Span", "Mellemtrinnet") in heard(file)


@pytest.mark.parametrize(
    ("rule", "line"), [("C2", "marked"), ("C3", "language"), ("C3", "title"), ("C4", "alt"), ("C2", "tree")]
)
def test_a_sheet_that_cannot_be_listened_to_is_told_of(pack: Path, rule: str, line: str) -> None:
    with pikepdf.open(pack / "kontor/plakat-fejl-a4-kontor.pdf") as pdf:
        assert check(_saved(pdf), rules="office") == ()
        if line == "marked":
            content = pdf.pages[0].Contents.read_bytes().replace(b"/Artifact BMC", b"/Nothing BMC", 1)
            pdf.pages[0].Contents = pdf.make_stream(content)
        elif line == "language":
            del pdf.Root.Lang
        elif line == "title":
            del pdf.Root.ViewerPreferences.DisplayDocTitle
        elif line == "alt":
            del next(one for one in every(pdf) if one.S == "/Figure").Alt
        else:
            del pdf.Root.StructTreeRoot
        assert rule in {finding.rule for finding in check(_saved(pdf), rules="office")}


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()

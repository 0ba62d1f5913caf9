"""After the meeting: every answer in one table, and no file that spoils it for the others."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pikepdf
import pypdf
import pytest
from screen_edition import screen
from trygtryk.collect import Row, as_csv, as_json, collect

FORMS = ("procesplan", "udsagn", "podcast")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The plan with one text of two lines, one formula and one tick."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(screen("skema-procesplan"))))
    ticks = [name for name, field in (writer.get_fields() or {}).items() if field.get("/FT") == "/Btn"]
    answers = {"procesplan.dato": "=SUM(A1)", "procesplan.nysgerrige": "Støj\rog æøå", ticks[0]: "/Ja"}
    for page in writer.pages:
        writer.update_page_form_field_values(page, answers, auto_regenerate=False)
    file = tmp_path / "udfyldt.pdf"
    with file.open("wb") as out:
        writer.write(out)
    return file


def test_answers_come_with_their_form_question_and_words(filled: Path) -> None:
    rows = {row.question_id: row for row in collect([filled], FORMS).rows}
    asked = rows["nysgerrige"]
    assert (asked.file, asked.form, asked.answer) == ("udfyldt.pdf", "procesplan", "Støj\nog æøå")
    assert "nysgerrige" in asked.question
    assert sorted(row.answer for row in rows.values()) == ["=SUM(A1)", "Ja", "Støj\nog æøå"]


def test_a_choice_is_told_by_its_value(tmp_path: Path) -> None:
    pdf = pikepdf.open(io.BytesIO(screen("skema-udsagn")))
    group = next(a.Parent for page in pdf.pages for a in page.obj.Annots if "/T" not in a)
    value = next(key for key in group.Kids[1].AP.N if key != "/Off")
    group.V = pikepdf.Name(value)
    file = tmp_path / "a.pdf"
    pdf.save(file)
    (row,) = collect([file], FORMS).rows
    assert value == "/1"
    assert row.answer == str(group.Opt[1]) == "Passer delvis"
    assert row.question == str(group.TU)


def test_files_that_cannot_be_read_are_told_of_and_the_rest_is_read(filled: Path, tmp_path: Path) -> None:
    whole = filled.read_bytes()
    pdf = pikepdf.open(filled)
    pdf.save(tmp_path / "laast.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    (tmp_path / "halv.pdf").write_bytes(whole[: len(whole) // 3])
    (tmp_path / "tekst.pdf").write_text("ikke en PDF")
    (tmp_path / "tom.pdf").write_bytes(b"")
    foreign = pikepdf.new()
    foreign.add_blank_page()
    foreign.save(tmp_path / "fremmed.pdf")
    names = ["laast.pdf", "halv.pdf", "tekst.pdf", "tom.pdf", "fremmed.pdf", "findes-ikke.pdf"]
    found = collect([*(tmp_path / name for name in names), filled], FORMS)
    assert len(found.rows) == 3
    assert [
        fault.message.partition(":")[0] for fault in found.faults if fault.message.partition(":")[0] in names
    ] == names
    assert "adgangskode" in found.faults[0].message
    assert "ikke et af skemaerne" in found.faults[4].message


def test_a_tree_of_fields_that_bites_its_tail_ends(tmp_path: Path) -> None:
    pdf = pikepdf.open(io.BytesIO(screen("skema-podcast")))
    top = pdf.Root.AcroForm.Fields[0]
    top.Kids.append(top)
    pdf.save(tmp_path / "ring.pdf")
    assert collect([tmp_path / "ring.pdf"], FORMS).faults == ()


@pytest.mark.parametrize("cell", ["=1+1", "+45 12", "-2", "@navn", "\t=1", " =1"])
def test_no_cell_becomes_a_formula(cell: str) -> None:
    table = list(
        csv.reader(io.StringIO(as_csv([Row("a.pdf", "f", "q", "Hvad?", cell)]).lstrip("\ufeff")), delimiter=";")
    )
    assert table[1] == ["a.pdf", "f", "q", "Hvad?", "'" + cell]


def test_plain_words_stay_as_they_are() -> None:
    table = as_csv([Row("a.pdf", "f", "q", "Hvad?", 'Æbler; "søde"\nog sure')])
    assert list(csv.reader(io.StringIO(table.lstrip("\ufeff")), delimiter=";"))[1][4] == 'Æbler; "søde"\nog sure'
    assert table.startswith("\ufeff")


def test_the_same_table_as_json() -> None:
    (entry,) = json.loads(as_json([Row("a.pdf", "f", "q", "Hvad?", "=ja")]))
    assert entry == {"fil": "a.pdf", "skema": "f", "id": "q", "spørgsmål": "Hvad?", "svar": "=ja"}

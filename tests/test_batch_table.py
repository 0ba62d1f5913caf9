"""A table is read as people see it in their spreadsheet; what cannot be meant is told by row and column."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from trygtryk.batch.table import Table, read_table
from trygtryk.errors import BuildError

KNOWN = {name: name for name in ("navn", "ord", "skole", "dato", "eksemplarer")}
ROWS = [("Indskolingen, øst", "årgang"), ("Æblehuset", 'SFO "Solen"')]


def table(data: bytes, name: str = "t.csv") -> Table:
    return read_table(data, name, KNOWN, "navn", ("dato",))


def cells(found: Table) -> list[dict[str, str]]:
    return [dict(row.cells) for row in found.rows]


def written(delimiter: str) -> str:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in (("Navn", " ORD "), *ROWS)]
    return "\r\n".join(delimiter.join(row) for row in quoted)


def sheet(fill: Callable[[Any, Any], None]) -> bytes:
    """A spreadsheet by a library that is not the one it is read by."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book, book.add_worksheet())
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        written(";").encode(),
        written(",").encode(),
        written("\t").encode("utf-16"),
        written(";").encode("utf-8-sig"),
        ("sep=,\r\n" + written(",")).encode("utf-8-sig"),
        written(";").replace("\r\n", "\n\n").encode(),
        written(";").replace("å", "a\u030a").encode(),
    ],
    ids=["semicolons", "commas", "tabs in UTF-16", "a mark in front", "Excel's sep=", "empty rows", "a Mac's letters"],
)
def test_a_csv_file_is_read_however_it_is_saved(data: bytes) -> None:
    assert cells(table(data)) == [{"navn": name, "ord": word} for name, word in ROWS]


def test_what_excel_in_windows_saves_is_read_and_told() -> None:
    read = table("navn;ord\r\nSønderskov – 4.b’s;årgang".encode("cp1252"))
    assert cells(read) == [{"navn": "Sønderskov – 4.b’s", "ord": "årgang"}]
    (note,) = read.notes
    assert "ikke UTF-8" in note.message and "»Sønderskov«" in note.message and "CSV UTF-8" in note.hint


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp865", "utf-16-le"])
@pytest.mark.parametrize("name", ["Øst og ærlig på Fyn", "Kærby"])
def test_letters_that_would_be_guessed_are_told(encoding: str, name: str) -> None:
    """A Mac's ø is ¿ in Windows, and an æ of DOS is a quotation mark."""
    with pytest.raises(BuildError, match=r"ikke UTF-8|ikke en tabel") as told:
        table(f"navn;ord\n{name};team".encode(encoding))
    assert "t.csv" in str(told.value) and ".xlsx" in str(told.value)


def test_a_table_put_together_of_two_is_not_guessed() -> None:
    with pytest.raises(BuildError, match="ikke UTF-8"):
        table("navn;ord\nKærby;team\n".encode() + "Øst;årgang\n".encode("cp1252"))


def test_a_number_that_a_spreadsheet_has_shortened_is_told_with_the_way_out() -> None:
    """»5,79E+12« was told to be no EAN: it has 13 digits."""
    ((fault,),) = [row.faults for row in table("navn;ord\nØst;5,79E+12".encode()).rows]
    assert "5,79E+12" in fault.message and "formatet tekst" in fault.hint and "kolonne »ord«" in str(fault.place)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("afdelingsnavn;ord\nA;team", "ingen kolonne, der hedder »navn«"),
        ("navn;eksemplare\nA;3", "ukendt kolonne »eksemplare«"),
        ("navn;Navn\nA;B", "er det samme"),
        ('navn;ord\n"A;team', "anførselstegnene går ikke op"),
        ("navn;ord\nA\0;team", "ikke en tabel"),
        ("", "ingen kolonne"),
    ],
)
def test_a_table_that_cannot_be_meant_is_told(text: str, told: str) -> None:
    with pytest.raises(BuildError, match=told):
        table(text.encode())


def test_a_heading_that_is_misspelt_is_not_taken_for_a_column_nobody_needs() -> None:
    with pytest.raises(BuildError) as told:
        table(b"navn;skol\nA;B")
    assert told.value.faults[0].hint == "mente du skole?"
    assert [note.message for note in table(b"navn;Leder;\nA;Lone;x").notes] == [
        "kolonnen »Leder« bruges ikke",
        "kolonne C har ingen overskrift og bruges ikke",
    ]


def test_what_stands_above_the_headings_is_told() -> None:
    found = table(b"Skoler i Slagelse\n\nnavn;ord\nA;team")
    assert [row.number for row in found.rows] == [4]
    assert "(række 1)" in found.notes[0].message


def test_a_formula_in_a_csv_file_is_told_by_row_and_column() -> None:
    (fault,) = table(b"Navn;ORD\nA;=B7").rows[0].faults
    assert str(fault).startswith("t.csv, række 2, kolonne »ORD«: cellen er en formel")


def test_a_spreadsheet_is_read_as_it_is_seen() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["Navn", "Skole", "Eksemplarer", "Dato", "Ord"])
        page.write_row(2, 0, ["A", None, 25])
        page.merge_range(2, 1, 3, 1, "Nordby")  # one school for two rows
        page.write_row(3, 0, [7, None, 2.5])
        page.write_datetime(2, 3, datetime.datetime(2026, 12, 1), book.add_format({"num_format": "d/m/yyyy"}))  # noqa: DTZ001
        page.write_formula(2, 4, '="års"&"gang"', None, "årgang")
        hidden = book.add_worksheet()
        hidden.write_row(0, 0, ["navn"])
        hidden.write_row(1, 0, ["Gammel"])
        hidden.hide()

    found = table(sheet(fill), "t.xlsx")
    assert cells(found) == [
        {"navn": "A", "skole": "Nordby", "eksemplarer": "25", "dato": "2026-12-01", "ord": "årgang"},
        {"navn": "7", "skole": "Nordby", "eksemplarer": "2,5"},
    ]
    assert [row.number for row in found.rows] == [3, 4]


def test_what_a_spreadsheet_made_of_a_cell_is_told() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["Navn", "Ord", "Skole"])
        page.write_datetime(1, 0, datetime.datetime(2026, 4, 3), book.add_format({"num_format": "d-m"}))  # noqa: DTZ001
        page.merge_range(2, 0, 2, 1, "To i én")
        page.write_formula(3, 0, "=NA()", None, "#N/A")

    rows = table(sheet(fill), "t.xlsx").rows
    told = [str(row.faults[0]) for row in rows]
    assert "t.xlsx, række 2, kolonne »Navn«: regnearket har gjort" in told[0]
    assert "t.xlsx, række 3, kolonne »Navn«: cellen er flettet sammen" in told[1]
    assert "»#N/A«" in told[2]


def test_a_formula_that_was_never_reckoned_is_told_and_not_taken_for_empty() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["navn", "ord"])
    book.active.append(["A", '="af"&"deling"'])
    book.save(out)
    (row,) = table(out.getvalue(), "t.xlsx").rows
    assert "ikke gemt, hvad den giver" in row.faults[0].message


def test_a_cell_far_down_costs_nothing() -> None:
    def fill(_: Any, page: Any) -> None:
        page.write_row(0, 0, ["navn", "ord"])
        page.write_row(1_048_575, 0, ["A", "team"])
        page.write_blank(500_000, 16_000, None)

    assert [row.number for row in table(sheet(fill), "t.xlsx").rows] == [1_048_576]


@pytest.mark.parametrize("cut", [100, -100])
def test_a_spreadsheet_that_is_broken_is_told(cut: int) -> None:
    data = sheet(lambda _, page: page.write_row(0, 0, ["navn"]))
    with pytest.raises(BuildError, match="regnearket kan ikke læses"):
        table(data[:cut], "t.xlsx")


def test_an_old_spreadsheet_or_one_with_a_password_is_told() -> None:
    with pytest.raises(BuildError, match="gammelt format"):
        table(b"\xd0\xcf\x11\xe0" + bytes(600), "t.xls")


def test_two_sheets_that_could_be_the_table_are_told() -> None:
    def fill(book: Any, page: Any) -> None:
        for each in (page, book.add_worksheet()):
            each.write_row(0, 0, ["navn"])
            each.write_row(1, 0, ["A"])

    with pytest.raises(BuildError, match="2 ark"):
        table(sheet(fill), "t.xlsx")

"""The tables as files: CSV and XLSX for a spreadsheet, JSON for a program."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Mapping
from math import fsum
from typing import Any

from trygtryk.answers import table
from trygtryk.answers.asked import Form
from trygtryk.answers.collect import Collected
from trygtryk.answers.table import Cell

# a spreadsheet takes a cell that begins so for a formula
_FORMULA = ("=", "+", "-", "@")
# ... and one like these for a number, a date, a time or a truth value: 0045, 3-4, 12. maj, 1/2, 5 %, 1E5, kl. 9:30
_MONTH = "jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec"
_NUMBER = re.compile(
    rf"(?=.*\d)(?:[\d\s.,:;/%+$€£()'-]|e(?=[\d+-])|kr|dkk|am|pm|(?:{_MONTH})[a-zæøå]*)+|sandt?|falsk|true|false", re.I
)
_DATE = re.compile(r"(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4})")
# what a line takes, what a row may take, and how many letters fewer than a column is wide go into it
_LINE_PT, _HIGHEST_PT, _SLACK = 15, 400, 3
_MOST = 32_000
_GOES_ON = " … (fortsættes under »Alle svar«)"
# nothing reads the clock: the table is as old as the format
_MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)


def as_csv(found: Collected, forms: Mapping[str, Form]) -> bytes:
    """A row an answer: semicolons, every cell quoted, a mark in front that says UTF-8; a text stays the text it is.

    What a spreadsheet would take for a number, a date or a formula has an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(("fil", "nr", "skema", "id", "spørgsmål", "svar"))
    for row in found.rows:
        cells = (row.file, row.form, row.question_id, row.question, row.answer)
        file, *rest = (_plain(cell) for cell in cells)
        writer.writerow((file, row.number, *rest))
    return ("\ufeff" + out.getvalue()).encode()


def as_json(found: Collected, forms: Mapping[str, Form]) -> bytes:
    """A list of objects, one an answer."""
    rows = [
        {
            "fil": row.file,
            "nr": row.number,
            "skema": row.form,
            "id": row.question_id,
            "spørgsmål": row.question,
            "svar": row.answer,
        }
        for row in found.rows
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()


def as_xlsx(found: Collected, forms: Mapping[str, Form]) -> bytes:
    """A workbook: the forms, all answers, how often each was chosen, and what became of every file."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd.mm.yyyy"})
    book.set_properties({"title": "Svar", "created": _MADE})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E9D9BF", "border": 1})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    number = book.add_format({"valign": "top"})
    date = book.add_format({"valign": "top", "align": "left", "num_format": "dd.mm.yyyy"})
    tables = (
        table.by_form(found, forms),
        _whole(table.by_answer(found, forms)),
        table.counts(found, forms),
        table.account(found),
    )
    for made in tables:
        sheet = book.add_worksheet(made.title)
        sheet.freeze_panes(1, 1 if made.title == "Skemaer" else 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(0)
        if made.title == "Skemaer":
            sheet.repeat_columns(0)
        else:
            sheet.fit_to_pages(1, 0)
        sheet.set_row(0, _high(map(Cell, made.head), made.widths))
        for column, (words, width) in enumerate(zip(made.head, made.widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, words, head)
        for line, row in enumerate(made.rows, 1):
            sheet.set_row(line, _high(row, made.widths))
            for column, cell in enumerate(row):
                if isinstance(cell.value, int):
                    sheet.write_number(line, column, cell.value, number)
                elif cell.is_date and (day := _day(cell.value)):
                    sheet.write_datetime(line, column, day, date)
                elif cell.value:
                    sheet.write_string(line, column, _short(cell.value), text)
        sheet.autofilter(0, 0, len(made.rows), len(made.head) - 1)
    book.close()
    return out.getvalue()


def _high(row: Iterable[Cell], widths: tuple[int, ...]) -> float:
    """How high a row is, in points, so that its cells' wrapped lines are seen, as far as a spreadsheet lets it be."""
    lines = [1]
    for cell, width in zip(row, widths, strict=True):
        paragraphs = str(cell.value).split("\n")
        lines.append(round(fsum(max(-(-len(words) // (width - _SLACK)), 1) for words in paragraphs)))
    return min(_LINE_PT * max(lines), _HIGHEST_PT)


def _plain(cell: str) -> str:
    bare = cell.strip()
    return "'" + cell if bare.startswith(_FORMULA) or _NUMBER.fullmatch(bare) else cell


def _day(written: str) -> datetime.datetime | None:
    """The day in a Danish date, None where it is none."""
    found = _DATE.fullmatch(written.strip())
    if not found:
        return None
    try:
        return datetime.datetime(int(found[3]), int(found[2]), int(found[1]), tzinfo=datetime.UTC).replace(tzinfo=None)
    except ValueError:
        return None


def _short(written: str) -> str:
    """As much as a spreadsheet's cell holds (32,767 characters)."""
    return written if len(written) <= _MOST + len(_GOES_ON) else written[:_MOST] + _GOES_ON


def _whole(made: table.Table) -> table.Table:
    """The table with answers longer than a cell over as many rows as they take."""
    rows: list[tuple[Cell, ...]] = []
    for *known, answer in made.rows:
        words = answer.value
        if isinstance(words, int) or len(words) <= _MOST:
            rows.append((*known, answer))
            continue
        rows += [(*known, Cell(words[at : at + _MOST])) for at in range(0, len(words), _MOST)]
    return table.Table(made.title, made.head, tuple(rows), made.widths)


FORMATS: dict[str, Any] = {".xlsx": as_xlsx, ".csv": as_csv, ".json": as_json}
"""What is written by the ending of the file's name."""

"""A table from a spreadsheet, CSV or XLSX, as rows of plain text; what cannot be meant is told by row and column."""

from __future__ import annotations

import csv
import datetime
import difflib
import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from trygtryk.bounds import MOST_ROWS, MOST_TABLE_BYTES, MOST_TABLE_PLAIN
from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.names import composed

# how far down the headings may stand, and how like a known one an unknown one is that was meant to be it
_DEEPEST_HEAD, _MISSPELT = 20, 0.78
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# what a table in Danish has beside ASCII where it is read as what it is: what Macs and DOS write comes out as other signs
_DANISH = frozenset("æøåÆØÅ")
_IN_WINDOWS = _DANISH | frozenset("äöüëïéèêáàâíóôúñçßÄÖÜÉÈÁÓ–—’”“»«§°·\u00a0")
# a number that a spreadsheet has shortened: most of its digits are gone
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Cell = str | datetime.date | Fault
"""What stands in a cell; a fault where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the number the spreadsheet gives it: its cells by column, without the empty ones, and what is wrong in it."""

    number: int
    cells: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the headings; ``heads`` are the headings as they are written, ``notes`` what is not used."""

    name: str
    heads: Mapping[str, str]
    rows: tuple[Row, ...]
    notes: tuple[Fault, ...] = ()

    def at(self, row: int, column: str = "") -> Place:
        """A row, or a cell of it, as people find it."""
        return _at(self.name, row, self.heads.get(column, ""))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Cells by row and column, both from 1, without the empty ones; ``wide`` are those that reach over several columns."""

    cells: Mapping[tuple[int, int], Cell]
    wide: Mapping[tuple[int, int], int] = field(default_factory=dict)


def read_table(data: bytes, name: str, known: Mapping[str, str], first: str, days: Collection[str] = ()) -> Table:
    """The table in a file's bytes.

    ``known`` are the columns by their headings, ``first`` is the one that must be there, and ``days`` are those in
    which a spreadsheet's date is a day. Raises BuildError where the file is no such table, or a heading is misspelt.
    """
    if len(data) > MOST_TABLE_BYTES:
        told = f"tabellen er på {len(data) // 1_000_000} MB; der læses højst {MOST_TABLE_BYTES // 1_000_000}"
        raise refuse(told, Place(name), "del den i flere")
    if data.startswith(_OLD_EXCEL):
        raise refuse("tabellen er gemt i et gammelt format", Place(name), "gem den som .xlsx, uden adgangskode")
    notes: tuple[Fault, ...] = ()
    if data.startswith(_ZIP):
        grids = tuple(_from_xlsx(data, name))
    else:
        text, notes = _decoded(data, name)
        grids = (_from_csv(text, name),)
    found = [_headed(grid, name, known, first, days) for grid in grids]
    tables = [table for table in found if table]
    if not tables:
        used = ", ".join(dict.fromkeys(known.values()))
        told = f"tabellen har ingen kolonne, der hedder »{first}«"
        raise refuse(told, Place(name), f"skriv kolonnernes navne øverst; de kan være: {used}")
    if len(tables) > 1:
        told = f"{len(tables)} ark i filen har en kolonne, der hedder »{first}«"
        raise refuse(told, Place(name), "lad der kun være ét, eller gem dem som hver sin fil")
    return replace(tables[0], notes=(*notes, *tables[0].notes))


def _at(name: str, row: int, head: str) -> Place:
    return Place(f"{name}, række {row}" + (f", kolonne »{head}«" if head else ""))


def _decoded(data: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    """The text, and what is to be told where it is not UTF-8 but can only be Danish as Excel in Windows saves it."""
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = ""
        beyond = {sign for sign in text if not sign.isascii()}
        if (
            beyond & _DANISH
            and beyond <= _IN_WINDOWS
            and all(sign.isprintable() or sign in "\t\r\n\u00a0" for sign in text)
        ):
            seen = next(word for word in re.split(r"[\s;,\"]+", text) if set(word) & _DANISH)
            told = f"tabellen er ikke UTF-8 og er læst, som Excel i Windows gemmer den (Windows-1252): »{seen}«"
            way = "se efter, om æ, ø og å er rigtige; gem den ellers som »CSV UTF-8« eller som .xlsx"
            return text, (Fault(told, Place(name), way),)
        line = data.count(b"\n", 0, error.start) + 1
        way = "gem den som »CSV UTF-8« eller som .xlsx"
        raise refuse("bogstaverne i tabellen kan ikke læses (de er ikke UTF-8)", Place(name, line), way) from error
    if "\0" in text:
        raise refuse("filen er ikke en tabel", Place(name), "gem den som .csv eller .xlsx")
    return text, ()


def _from_csv(text: str, name: str) -> _Grid:
    first = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    if first.lower().startswith("sep=") and len(first) == 5:  # Excel's own way to say it
        delimiter, text = first[4], text.lstrip("\r\n")[len(first) :]
    else:
        unquoted = re.sub(r'"[^"]*"', "", first)
        delimiter = max(";,\t", key=unquoted.count)
    cells: dict[tuple[int, int], Cell] = {}
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, line in enumerate(lines, 1):
            for column, written in enumerate(line, 1):
                if plain := _plain(written):
                    cells[number, column] = plain
    except csv.Error as error:
        told = "anførselstegnene går ikke op, eller en celle er for lang"
        raise refuse(told, Place(name, lines.line_num), 'et " i en tekst skrives to gange: ""') from error
    formulas = {at: _formula(cell) for at, cell in cells.items() if isinstance(cell, str) and cell.startswith("=")}
    return _Grid({**cells, **formulas})


def _formula(written: str) -> Fault:
    return Fault(f"cellen er en formel (»{written}«)", None, "skriv det, den giver")


def _plain(written: str) -> str:
    """A cell's text: composed, its white space single, line breaks kept."""
    lines = (" ".join(line.split()) for line in composed(written).splitlines())
    return "\n".join(line for line in lines if line)


def _from_xlsx(data: bytes, name: str) -> Iterator[_Grid]:
    """A grid a sheet that is shown; merged cells count for every row they reach over, formulas by the value kept with them."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = max((part.file_size for part in parts.infolist()), default=0)
        if size > MOST_TABLE_PLAIN:
            raise refuse("regnearket er for stort til at være en tabel", Place(name), "gem kun tabellen, som .csv")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is no part of a table: colours, print areas, a broken relation
            valued, written = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (True, False))
    except BuildError:
        raise
    except Exception as error:  # whatever a broken file makes the library do
        raise refuse("regnearket kan ikke læses", Place(name), "åbn det, og gem det igen som .xlsx") from error
    for values, sheet in zip(valued.worksheets, written.worksheets, strict=True):
        if sheet.sheet_state == "visible":
            yield _from_sheet(values, sheet)


def _from_sheet(values: Any, sheet: Any) -> _Grid:
    cells: dict[tuple[int, int], Cell] = {}
    # the cells that are there: one far down would make millions of empty ones of any other way to walk them
    for at, cell in sorted(sheet._cells.items()):
        read = _of_cell(cell, values._cells[at].value)
        if read != "":
            cells[at] = read
    wide: dict[tuple[int, int], int] = {}
    for merged in sheet.merged_cells.ranges:
        at = (merged.min_row, merged.min_col)
        if at not in cells:
            continue
        if merged.max_col > merged.min_col:
            wide[at] = merged.max_col
        for row in range(merged.min_row, min(merged.max_row, merged.min_row + MOST_ROWS) + 1):
            cells[row, merged.min_col] = cells[at]
            if at in wide:
                wide[row, merged.min_col] = merged.max_col
    return _Grid(cells, wide)


def _of_cell(cell: Any, value: Any) -> Cell:
    """A cell as people see it; ``value`` is what the spreadsheet kept of a formula."""
    if cell.data_type == "f" and value is None:
        return Fault("cellen er en formel, og regnearket har ikke gemt, hvad den giver", None, "skriv det, den giver")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if cell.data_type == "e" or (isinstance(value, str) and re.fullmatch(r"#[A-Z/0]+[!?]?", value)):
        return Fault(f"regnearket viser en fejl i cellen (»{value}«)", None, "ret den i regnearket")
    return _plain(str(value))


def _headed(grid: _Grid, name: str, known: Mapping[str, str], first: str, days: Collection[str]) -> Table | None:
    """The grid as a table; None where no row near its top has the heading that must be there."""
    numbers = sorted({row for row, _ in grid.cells})
    top = next((n for n in numbers[:_DEEPEST_HEAD] if first in _columns(grid, n, known).values()), None)
    if top is None:
        return None
    columns = _columns(grid, top, known)
    heads: dict[str, str] = {}
    faults, notes = [], []
    for column, key in columns.items():
        if key in heads:
            told = f"kolonnerne »{heads[key]}« og »{_head(grid, top, column)}« er det samme"
            faults.append(Fault(told, _at(name, top, ""), "slet den ene"))
        heads[key] = _head(grid, top, column)
    if any(row == top for row, _ in grid.wide):
        faults.append(Fault("overskrifter er flettet sammen", _at(name, top, ""), "ophæv fletningen"))
    used = {column for row, column in grid.cells if row > top}
    for column in sorted(({column for row, column in grid.cells if row == top} | used) - columns.keys()):
        head = _head(grid, top, column)
        close = difflib.get_close_matches(_normal(head), known, n=1, cutoff=_MISSPELT)
        if head and close and known[close[0]] not in heads:
            faults.append(Fault(f"ukendt kolonne »{head}«", _at(name, top, ""), nearest(_normal(head), known)))
        elif head:
            notes.append(Fault(f"kolonnen »{head}« bruges ikke", _at(name, top, "")))
        else:
            told = f"kolonne {_letters(column)} har ingen overskrift og bruges ikke"
            notes.append(Fault(told, _at(name, top, ""), "giv den en, hvis den skal bruges"))
    if above := [n for n in numbers if n < top]:
        told = f"det, der står over overskrifterne (række {', '.join(map(str, above))}), bruges ikke"
        notes.append(Fault(told, Place(name)))
    below = [n for n in numbers if n > top]
    if len(below) > MOST_ROWS:
        told = f"tabellen har {len(below)} rækker; der tages højst {MOST_ROWS}"
        faults.append(Fault(told, Place(name), "del den i flere"))
    if faults:
        raise BuildError(*faults)
    rows = (_row(grid, n, columns, Table(name, heads, ()), days) for n in below)
    return Table(name, heads, tuple(row for row in rows if row.cells or row.faults), tuple(notes))


def _columns(grid: _Grid, row: int, known: Mapping[str, str]) -> dict[int, str]:
    """The known columns by the headings in a row."""
    heads = {column: _normal(cell) for (r, column), cell in grid.cells.items() if r == row and isinstance(cell, str)}
    return {column: known[head] for column, head in heads.items() if head in known}


def _head(grid: _Grid, row: int, column: int) -> str:
    cell = grid.cells.get((row, column), "")
    return " ".join(cell.split()) if isinstance(cell, str) else str(cell)


def _normal(head: object) -> str:
    return re.sub(r"[\s_-]+", " ", str(head)).strip(" :*.").lower()


def _letters(column: int) -> str:
    """A column as spreadsheets call it: 1 is A, 28 is AB."""
    column, last = divmod(column - 1, 26)
    return (_letters(column) if column else "") + chr(ord("A") + last)


def _row(grid: _Grid, number: int, columns: Mapping[int, str], table: Table, days: Collection[str]) -> Row:
    cells: dict[str, str] = {}
    faults = []
    for column, key in columns.items():
        cell, place = grid.cells.get((number, column), ""), table.at(number, key)
        if grid.wide.get((number, column), 0) > column and any(
            column < other <= grid.wide[number, column] for other in columns
        ):
            faults.append(Fault("cellen er flettet sammen med den ved siden af", place, "ophæv fletningen"))
        elif isinstance(cell, Fault):
            faults.append(replace(cell, place=place))
        elif isinstance(cell, str) and _SHORTENED.fullmatch(cell):
            told = f"regnearket har forkortet tallet til »{cell}«, så cifrene er væk"
            way = "giv kolonnen formatet tekst, skriv tallet igen, og gem"
            faults.append(Fault(told, place, way))
        elif isinstance(cell, datetime.date):
            if key in days:
                cells[key] = cell.isoformat()
            else:
                told = f"regnearket har gjort det, der er skrevet, til en dato ({cell.isoformat()})"
                faults.append(Fault(told, place, "giv cellen formatet tekst, og skriv det igen"))
        elif cell:
            cells[key] = cell
    return Row(number, cells, tuple(faults))

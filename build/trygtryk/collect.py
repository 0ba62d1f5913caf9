"""Filled forms read back into one table: what a coordinator does after the meeting."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from trygtryk.errors import Fault

# a spreadsheet takes a cell that begins so for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NEWEST = "hent skemaet igen, eller udfyld det i et andet program"
_DEEPEST = 16
_LARGEST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: the file it stood in, the form's id, the question's id and words, and what was written."""

    file: str
    form: str
    question_id: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Collected:
    """All answers, file by file and in the form's order, and what could not be read."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def collect(files: Iterable[Path], forms: Collection[str]) -> Collected:
    """The answers in filled files; a file that cannot be read, or is none of ``forms``, becomes one fault."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for file in files:
        found = _read(file, forms)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            rows.extend(found)
    return Collected(tuple(rows), tuple(faults))


def as_csv(rows: Iterable[Row]) -> str:
    """The table for a Danish spreadsheet: semicolons, with a mark in front that says UTF-8; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("fil", "skema", "spørgsmåls-id", "spørgsmål", "svar"))
    for row in rows:
        writer.writerow([_harmless(cell) for cell in asdict(row).values()])
    return "\ufeff" + out.getvalue()


def as_json(rows: Iterable[Row]) -> str:
    """The table as a list of objects."""
    keys = {"file": "fil", "form": "skema", "question_id": "id", "question": "spørgsmål", "answer": "svar"}
    return (
        json.dumps([{keys[k]: v for k, v in asdict(row).items()} for row in rows], ensure_ascii=False, indent=2) + "\n"
    )


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


def _read(file: Path, forms: Collection[str]) -> list[Row] | Fault:
    """The rows of one file, or the one thing that is wrong with it."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        if file.stat().st_size > _LARGEST_BYTES:
            return Fault(f"{file.name}: filen er for stor til at være et skema")
        data = file.read_bytes()
    except OSError:
        return Fault(f"{file.name}: filen kan ikke åbnes", None, "se efter, at navnet er rigtigt")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise FileNotDecryptedError
        form = _value(_value(reader.trailer["/Root"]).get("/AcroForm"))
        leaves = list(_leaves(form.get("/Fields"), "", "", "", set(), 0)) if isinstance(form, Mapping) else []
    except (FileNotDecryptedError, DependencyError):
        return Fault(f"{file.name}: filen er beskyttet med en adgangskode", None, "gem den uden adgangskode")
    except Exception:
        # a damaged file can break the reader anywhere; the rest of the files are still read
        return Fault(f"{file.name}: filen er beskadiget eller ikke en PDF", None, _NEWEST)
    ours = [leaf for leaf in leaves if leaf[0].partition(".")[0] in forms]
    if not ours:
        return Fault(f"{file.name}: filen er ikke et af skemaerne", None, "brug skemaerne fra mappen skaerm")
    return [
        Row(file.name, name.partition(".")[0], name.partition(".")[2], question, answer)
        for name, question, answer in ours
        if answer
    ]


def _leaves(
    kids: Any, above: str, question: str, kind: str, seen: set[int], depth: int
) -> Iterator[tuple[str, str, str]]:
    """Every field as its full name, question and answer; a tree that turns back on itself is left."""
    for kid in _value(kids) or ():
        field = _value(kid)
        if not isinstance(field, Mapping) or id(field) in seen or depth > _DEEPEST:
            continue
        seen.add(id(field))
        own = _text(field.get("/T"))
        name = f"{above}.{own}" if above and own else own or above
        asked = _text(field.get("/TU")) or question
        inherited = str(_value(field.get("/FT")) or kind)
        below = _value(field.get("/Kids")) or ()
        if any("/T" in _value(one) for one in below if isinstance(_value(one), Mapping)):
            yield from _leaves(below, name, asked, inherited, seen, depth + 1)
        elif own:
            answer = _text(field.get("/V"))
            words = _value(field.get("/Opt"))
            if isinstance(words, list) and answer.removeprefix("/").isdigit():
                answer = _text(words[int(answer.removeprefix("/"))])
            yield name, asked, "" if inherited == "/Btn" and answer in ("Off", "/Off") else answer.removeprefix("/")


def _value(item: Any) -> Any:
    return item.get_object() if hasattr(item, "get_object") else item


def _text(item: Any) -> str:
    """A text as it was typed, lines ended alike, without characters nobody sees."""
    value = _value(item)
    if value is None or isinstance(value, list | dict):
        return ""
    words = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or c.isprintable()).strip(" \n")

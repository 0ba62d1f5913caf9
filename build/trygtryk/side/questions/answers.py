"""*Saml svar*, as the engine answers it: what stands in filled forms, told and counted, and the spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trygtryk.answers import table
from trygtryk.answers.asked import Form, asked
from trygtryk.answers.collect import Entry, collect
from trygtryk.answers.formats import as_xlsx
from trygtryk.answers.table import Table
from trygtryk.errors import BuildError
from trygtryk.order import Order
from trygtryk.pipeline import compose
from trygtryk.read import read_sources


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came out of filled forms: what became of each, how often each answer was chosen, all of it, and as a file."""

    entries: tuple[Entry, ...]
    counts: Table
    answers: Table
    xlsx: bytes


def gathered(root: Path, department: str, files: tuple[tuple[str, bytes], ...]) -> Gathered:
    """The answers in filled forms; every file has its line, read or not."""
    forms = _forms(root, department)
    found = collect(files, forms)
    data = as_xlsx(found, forms) if found.rows else b""
    return Gathered(found.entries, table.counts(found, forms), table.by_form(found, forms), data)


def _forms(root: Path, department: str) -> dict[str, Form]:
    """What the forms ask, in the department's words; in ours where its own cannot be set."""
    try:
        pieces = compose(read_sources(root, Order(("skemaer",), department)))
    except BuildError:
        pieces = compose(read_sources(root, Order(("skemaer",))))
    return asked(piece.document for piece in pieces)

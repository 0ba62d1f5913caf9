"""The answers as tables: a form a row, an answer a row, and how often each answer was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from trygtryk.answers.asked import DATE, Form
from trygtryk.answers.collect import Collected


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, a number, or the day a form was filled in as it was written there."""

    value: str | int
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its title, its head and its rows, and how wide each column is in characters."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


def by_form(found: Collected, forms: Mapping[str, Form]) -> Table:
    """A row a form and a column a question, in the forms' own order; ticks of one question share its column."""
    used = [form for form in forms.values() if any(entry.form == form.title for entry in found.entries)]
    columns: dict[tuple[str, str], str] = {}
    for form in used:
        heads = {question.id: question.set or question.words for question in form.questions if not question.private}
        sets = {question.id: question.set or question.id for question in form.questions}
        for row in found.rows:
            if row.form == form.id:
                heads[row.question_id] = heads.get(row.question_id, row.question)
        number = form.title.partition(":")[0]
        for id, words in heads.items():
            columns.setdefault((form.id, sets.get(id, id)), f"{number}: {words}" if len(used) > 1 else words)
    ids = {form.title: form for form in used}
    rows = []
    for entry in found.entries:
        if entry.form not in ids or not entry.counted:
            continue
        form = ids[entry.form]
        ticks = {question.id: question for question in form.questions if question.kind == "tick"}
        cells: dict[tuple[str, str], list[str]] = {}
        for row in found.rows:
            if (row.file, row.number, row.form) == (entry.file, entry.number, form.id):
                tick = ticks.get(row.question_id)
                key = tick.set if tick else row.question_id
                cells.setdefault((form.id, key), []).append(tick.options[0] if tick else row.answer)
        known = (Cell(entry.file), Cell(entry.number), Cell(entry.form))
        rows.append((*known, *(Cell("\n".join(cells.get(key, ())), key[1] == DATE) for key in columns)))
    widths = (28, 5, 28, *(12 if key[1] == DATE else 32 for key in columns))
    return Table("Skemaer", ("Fil", "Nr.", "Skema", *columns.values()), tuple(rows), widths)


def by_answer(found: Collected, forms: Mapping[str, Form]) -> Table:
    """A row an answer."""
    rows = tuple(
        (
            Cell(row.file),
            Cell(row.number),
            Cell(forms[row.form].title),
            Cell(row.question_id),
            Cell(row.question),
            Cell(row.answer, row.question_id == DATE),
        )
        for row in found.rows
    )
    return Table("Alle svar", ("Fil", "Nr.", "Skema", "Id", "Spørgsmål", "Svar"), rows, (28, 5, 28, 18, 48, 60))


def counts(found: Collected, forms: Mapping[str, Form]) -> Table:
    """How often each answer of a question to choose in was chosen, and in how many forms it could be."""
    chosen = Counter((row.form, row.question_id, row.answer) for row in found.rows)
    filled = Counter(entry.form for entry in found.entries if entry.counted)
    rows = []
    for form in forms.values():
        for question in form.questions if filled[form.title] else ():
            if question.kind == "text" or question.private:
                continue
            ticked = question.kind == "tick"
            others = (a for f, id, a in chosen if (f, id) == (form.id, question.id) and not ticked)
            for option in dict.fromkeys((*question.options, *sorted(others))):
                number = chosen[form.id, question.id, "Ja" if ticked else option]
                words = Cell(question.set or question.words)
                rows.append((Cell(form.title), words, Cell(option), Cell(number), Cell(filled[form.title])))
    head = ("Skema", "Spørgsmål", "Svar", "Antal", "Af")
    return Table("Optælling", head, tuple(rows), (28, 60, 32, 8, 8))


def account(found: Collected) -> Table:
    """What became of every file."""
    rows = tuple(
        (Cell(entry.file), Cell(entry.number), Cell(entry.form), Cell(entry.told), Cell(entry.hint))
        for entry in found.entries
    )
    return Table(
        "Filer", ("Fil", "Nr.", "Skema", "Hvad der blev af den", "Hvad du kan gøre"), rows, (28, 5, 28, 60, 60)
    )

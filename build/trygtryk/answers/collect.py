"""Filled forms read back: every answer, and one line of account for every file and every form in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from trygtryk.answers.asked import DATE, WHO, Form
from trygtryk.answers.filled import Answer, Filled, filled
from trygtryk.answers.widgets import Contents, Trouble, read
from trygtryk.names import shown

ON_TOP = "oven-paa"
_ON_TOP_WORDS = "Skrevet oven på siden"
_KEPT = "bed om filen, som den blev gemt af den, der udfyldte den"
_FORMS = "brug skemaerne fra mappen skaerm; et skannet eller fotograferet skema skal skrives af"

_TROUBLES: dict[Trouble, tuple[str, str]] = {
    "locked": ("beskyttet med en adgangskode", "bed om filen uden adgangskode"),
    "damaged": ("beskadiget", _KEPT),
    "large": ("for stor til at være et skema", _KEPT),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: the file, which of its forms of that kind (from 1), the form, the question's id and words, the answer."""

    file: str
    number: int
    form: str
    question_id: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a file, or of one form in it: ``form`` is its title, empty where none was found.

    ``read`` says whether answers came out of it, or stand already, ``counted`` whether it is one of the forms that were
    filled in; ``hint`` is the way out.
    """

    file: str
    number: int
    form: str
    read: bool
    told: str
    hint: str = ""
    counted: bool = False

    def __str__(self) -> str:
        which = f" (nr. {self.number})" if self.number > 1 else ""
        form = f"{self.form}{which}: " if self.form else ""
        return f"{shown(self.file)}: {form}{self.told}" + (f"\n    → {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Collected:
    """All answers, file by file and in the form's order, and what became of every input."""

    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]


def collect(files: Iterable[tuple[str, bytes | None]], forms: Mapping[str, Form]) -> Collected:
    """The answers in filled files by name (None: it cannot be opened); nothing that is given goes without its line.

    The same bytes again are a copy, and count once. The same words in another file are told of, and count: two may agree.
    """
    rows: list[Row] = []
    entries: list[Entry] = []
    copied: dict[bytes, str] = {}
    written: dict[tuple[Answer, ...], str] = {}
    for name, data in files:
        if data is None:
            entries.append(Entry(name, 1, "", False, "kan ikke åbnes", "se efter, at navnet er skrevet rigtigt"))
            continue
        contents = read(data)
        if isinstance(contents, str):
            told, hint = _TROUBLES[contents] if b"%PDF" in data[:1024] else ("ikke en PDF", _FORMS)
            entries.append(Entry(name, 1, "", False, told, hint))
            continue
        found = filled(contents, forms)
        if found and (first := copied.setdefault(sha256(data).digest(), name)) != name:
            entries.append(Entry(name, 1, "", True, f"samme fil som {shown(first)}: talt med én gang"))
            continue
        if not found:
            entries += _without_fields(name, contents, forms)
        counts: dict[str, int] = {}
        for one in found:
            number = counts[one.form] = counts.get(one.form, 0) + 1
            read_ = [(answer.id, answer.question, answer.answer) for answer in one.answers]
            read_ += [(ON_TOP, _ON_TOP_WORDS, text) for text in one.notes]
            if {id for id, *_ in read_} <= {WHO, DATE}:
                read_ = []  # a department's name may stand there already when nobody has written anything
            rows += [Row(name, number, one.form, *answer) for answer in read_]
            account = _account(name, number, one, forms[one.form], len(read_))
            if _own_words(one, forms[one.form]) and (first := written.setdefault(one.answers, name)) != name:
                told = f"{account.told}; ord for ord de samme som i {shown(first)}"
                account = replace(
                    account, told=told, hint=account.hint or "er det en kopi, så tag den ud, og saml igen"
                )
            entries.append(account)
    return Collected(tuple(rows), tuple(entries))


def _own_words(one: Filled, form: Form) -> bool:
    """Whether more was written than who wrote it and when: two who only choose may well choose alike."""
    texts = {question.id for question in form.questions if question.kind == "text"} - {WHO, DATE}
    return any(answer.id in texts for answer in one.answers)


def _account(file: str, number: int, one: Filled, form: Form, count: int) -> Entry:
    """What became of one form."""
    if count:
        told = [f"{count} svar læst"]
    elif one.private:
        told = ["ingen svar at samle"]
    elif one.answers:
        told = ["kun afdeling eller dato er udfyldt: ikke talt med"]
    else:
        told = ["ingen svar i felterne: ikke talt med"]
    if one.private:
        told.append(f"{one.private} svar er kun til den, der skrev {'det' if one.private == 1 else 'dem'}: ikke læst")
    if one.notes:
        told.append("noget er skrevet oven på siden: læst med")
    if one.drawn:
        told.append("noget er skrevet eller tegnet oven på siden: ikke læst")
    hint = ""
    if one.remarks:
        hint = _KEPT
    elif one.drawn:
        hint = "åbn filen, og skriv det af"
    elif not count and not one.private:
        hint = "skemaet er ikke udfyldt, eller det blev ikke gemt: spørg den, der sendte det"
    # what is drawn, or stands in a field nobody knows, may be an answer
    filled_in = bool(count or one.private or one.drawn or one.remarks)
    return Entry(file, number, form.title, bool(count), "; ".join((*told, *one.remarks)), hint, filled_in)


def _without_fields(file: str, contents: Contents, forms: Mapping[str, Form]) -> list[Entry]:
    """A file without a field of ours: the forms of ours whose fields are gone, or something else."""
    entries: list[Entry] = []
    for text in contents.texts:
        for form in forms.values():
            number, _, title = form.title.partition(": ")
            # the number and the title stand above each other on a form's first page
            if f"{number} {title}" in text:
                told = "felterne er væk: svarene er brændt fast (fladgjort eller udskrevet som PDF) eller gået tabt"
                hint = f"{_KEPT}; er den ikke udfyldt på skærm, så brug skemaerne fra mappen skaerm"
                count = 1 + [entry.form for entry in entries].count(form.title)
                entries.append(Entry(file, count, form.title, False, told, hint))
    return entries or [Entry(file, 1, "", False, "ikke et af skemaerne", _FORMS)]

"""*Jeres ord*, as the engine answers it: how a word is bent, which sentences change, and what may be saved of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from trygtryk.errors import BuildError, Fault
from trygtryk.sources.danish.phrases import Noun
from trygtryk.sources.danish.wording import Change
from trygtryk.sources.department.layer import read_department
from trygtryk.sources.department.own_folder import FILE
from trygtryk.sources.department.own_word import DANISH, GUESSED, lexicon, look_up, printed
from trygtryk.texts import changed_texts

_LONG = 150
_FIRST = ("plakater", "flipflap", "billedkort", "skemaer")


@dataclass(frozen=True, slots=True)
class Bending:
    """A word as it is bent, whether that is a guess, words that are spelt almost so, and what is strange about it."""

    noun: Noun
    guessed: bool = False
    near: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()


def bent(root: Path, word: str) -> Bending:
    """A typed word; raises BuildError where it is none."""
    found = look_up(root, word)
    guessed = found.source == GUESSED
    return Bending(printed(found.noun), guessed, tuple(lexicon(root).near(word)) if guessed else ())


def department_word(root: Path, asked: str, word: str) -> Bending:
    """The word a department's folder stands *team* with; raises BuildError with every fault in it."""
    department = read_department(root, asked)
    guess = bent(root, word) if word else None
    return Bending(
        department.wording,
        bool(guess and guess.guessed),
        guess.near if guess else (),
        department.notices,
    )


def tried(root: Path, entries: Mapping[str, str]) -> Bending:
    """What a department's file with these keys would say of its word; raises BuildError with what is wrong in them."""
    with tempfile.TemporaryDirectory() as beside:
        file = Path(beside) / FILE
        given = {name: value for name, value in entries.items() if value}
        file.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
        try:
            department = read_department(root, str(file))
        except BuildError as error:
            raise BuildError(*(Fault(fault.message, None, fault.hint) for fault in error.faults)) from error
    return Bending(department.wording, notes=department.notices)


def sentences(root: Path, asked: str) -> tuple[Change, ...]:
    """Every text that the department's word and own texts change."""
    return changed_texts(root, asked)


def three(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Three short ones, each of another product where there are so many."""
    ranked = sorted((change for change in changes if len(change.before) <= _LONG), key=lambda c: (_rank(c), c.id))
    firsts: dict[str, Change] = {}
    for change in ranked:
        firsts.setdefault(change.id.partition(".")[0], change)
    rest = [change for change in (*ranked, *changes) if change not in firsts.values()]
    return tuple(dict.fromkeys((*firsts.values(), *rest)))[:3]


def _rank(change: Change) -> int:
    product = change.id.partition(".")[0]
    return _FIRST.index(product) if product in _FIRST else len(_FIRST)


def as_entries(noun: Noun, word: str) -> dict[str, str]:
    """The keys that say in a department's file how a word is bent."""
    entries = {danish: str(getattr(noun, english)) for danish, english in DANISH.items() if english != "word"}
    return {**entries, "ord": word, "tælles": "" if noun.countable else "nej"}

"""Whose pack it is: the word or the department asked for, and the questions about a word nobody knows."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trygtryk.cli.said import shown
from trygtryk.order import DEFAULT_WORDING

if TYPE_CHECKING:
    from trygtryk.sources.department.own_word import UnknownWordError


@dataclass(frozen=True, slots=True)
class Whose:
    """The word, file or folder asked for as it stands in an order, the folder its pack lies in, and what it is called."""

    asked: str
    pack: Path
    called: str = ""


def whose(
    root: Path, team: str | None, wording: str | None, department: str | None, out: Path | None, *, quiet: bool
) -> Whose:
    """Whose pack the options ask for; raises BuildError where the word or the department cannot be read."""
    if any(given is not None and not str(given).strip() for given in (team, wording, department)):
        raise click.UsageError("--team, --wording og --department skal have noget skrevet efter sig")
    if len([given for given in (team, wording, department) if given]) > 1:
        raise click.UsageError("brug kun én af --team, --wording og --department")
    if wording and not wording.endswith((".yaml", ".yml")):
        raise click.UsageError("--wording er en fil, der ender på .yaml; til et ord bruges --team")
    packs, given = out or root / "out", department or wording or team
    if not given:  # read where something is made: nobody is asked about our own word
        return Whose(DEFAULT_WORDING, packs / DEFAULT_WORDING)
    from trygtryk.sources.department.departments import asked_for
    from trygtryk.sources.department.layer import read_department
    from trygtryk.sources.department.own_word import UnknownWordError

    asked = asked_for(root, given, department=bool(department))
    try:
        read = read_department(root, asked)
    except UnknownWordError as error:
        if quiet or not at_a_terminal():
            raise
        click.echo(f"Ordet »{asked}« står ikke i ordbogen. Svar på fire spørgsmål, så lærer programmet det.", err=True)
        asked = asked_for(root, str(_asked_word(root, asked, error)), department=True)
        read = read_department(root, asked)
    if read.said and not quiet:
        place = read.place.file
        way = f"ret det i {place}" if place else "lav jeres egen mappe: .venv/bin/trygtryk department new"
        click.echo(f"{read.said}\nEr noget galt, så {way}", err=True)
    return Whose(asked, packs / read.name, read.called)


def _asked_word(root: Path, word: str, error: UnknownWordError) -> Path:
    """A department's folder for a word nobody knows, from four questions."""
    from trygtryk.sources.department import new_department

    noun = new_department.asked_forms(error.bent.noun, ask)
    made = new_department.make_folder(root, new_department.Answers(word, noun=noun, printed=False))
    click.echo(f"Ordet står nu i {shown(made)}; ret det der, hvis noget er galt.", err=True)
    return made


def at_a_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def ask(question: str, otherwise: str) -> str:
    """An answer typed, or what holds where none is."""
    return str(click.prompt(question, default=otherwise, show_default=bool(otherwise), err=True)).strip()

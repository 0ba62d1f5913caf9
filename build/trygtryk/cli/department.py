"""``trygtryk department``: a folder of a department's own."""

from __future__ import annotations

from pathlib import Path

import click

from trygtryk.cli import asking
from trygtryk.cli.asking import ask
from trygtryk.cli.options import File
from trygtryk.cli.said import shown
from trygtryk.cli.usage import Command, Group
from trygtryk.order import DEFAULT_WORDING


@click.group("department", cls=Group, short_help="Lav en afdelings egen mappe.")
def department() -> None:
    """Det, der er en afdelings eget, ligger i en mappe for sig: ord, navne, logo, tekster og billeder."""


@click.command(cls=Command, short_help="Lav mappen; programmet spørger sig frem.")
@click.option("--name", "--navn", metavar="NAVN", help="Afdelingens navn, som det trykkes.")
@click.option("--school", "--skole", metavar="NAVN", help="Skolens navn, som det trykkes.")
@click.option("--word", "--ord", metavar="ORD", help="Ordet i stedet for »team«.")
@click.option("--logo", type=File(), metavar="FIL", help="Et logo: SVG, PDF, PNG eller JPG.")
@click.option(
    "--folder",
    "--mappe",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    help="Hvor mappen skal ligge; ellers i content/afdelinger.",
)
@click.pass_obj
def new(
    root: Path, name: str | None, school: str | None, word: str | None, logo: Path | None, folder: Path | None
) -> None:
    """Lav en afdelings egen mappe. Det, der ikke står som tilvalg, bliver der spurgt om.

    \b
    Eksempler:
      trygtryk department new
      trygtryk department new --navn Mellemtrinnet --skole "Havrebjerg Skole" --ord årgang
    """
    from trygtryk.sources.department import new_department
    from trygtryk.sources.department.departments import DEPARTMENTS
    from trygtryk.sources.department.own_folder import FILE, PICTURES
    from trygtryk.sources.department.own_word import GUESSED, lexicon, look_up, spoken, unknown

    asks = asking.at_a_terminal() and name is None
    if asks:
        name = ask("Hvad hedder jeres afdeling? Navnet bliver trykt", "")
        school = school or ask("Hvad hedder skolen? Tryk på Enter, hvis den ikke skal stå der", "")
        word = word or ask("Hvad kalder I jer i stedet for »team«?", "team")
    if not name:
        raise click.UsageError("skriv afdelingens navn: --navn Mellemtrinnet")
    noun, said = None, ""
    if word and word != DEFAULT_WORDING:
        bent = look_up(root, word)
        if bent.source != GUESSED:
            said = f"{spoken(word, bent)}\n"
        elif asks:
            noun = new_department.asked_forms(bent.noun, ask)
        else:
            raise unknown(word, bent, lexicon(root), FILE)
    answers = new_department.Answers(name, school or "", "" if word == DEFAULT_WORDING else word or "", noun, logo)
    made = new_department.make_folder(root, answers, folder)
    asked = made.name if made.parent == root / DEPARTMENTS else str(made)
    click.echo(f"{said}Mappen ligger i {shown(made)}. Ret {FILE} i den, og læg billeder i {PICTURES}/.")
    click.echo(f'Lav pakken: make print AFDELING="{asked}"')


for _name in ("new", "ny"):
    department.add_command(new, _name)

"""``trygtryk forms``: answers out of filled forms, and into them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trygtryk.cli.options import File, belong
from trygtryk.cli.usage import Group
from trygtryk.errors import Place
from trygtryk.names import legible
from trygtryk.order import Order, named

if TYPE_CHECKING:
    from trygtryk.answers.asked import Form


@click.group(cls=Group)
def forms() -> None:
    """Saml svarene fra udfyldte skemaer, eller udfyld et."""


@forms.command("collect", short_help="Saml svarene fra udfyldte skemaer i én tabel.")
@click.argument("paths", nargs=-1, required=True, type=File(exists=False), metavar="FIL|MAPPE...")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FIL",
    help="Tabellen, der skrives: .xlsx eller .csv til et regneark, .json til et program.",
)
@click.pass_obj
def forms_collect(root: Path, paths: tuple[Path, ...], target: Path) -> None:
    """Saml svarene fra udfyldte skemaer i én tabel.

    \b
    Eksempel:
      trygtryk forms collect modtaget --to svar.xlsx

    Hver fil får sin linje: Er den læst, og hvis ikke, hvad kan du så gøre? En kopi af en fil tæller én gang, og et tomt
    skema tæller ikke. Det, der står »Kun til dig selv« ved, bliver
    ikke læst. En tabel, der findes i forvejen, bliver gemt ved siden af, fx som svar-foer.xlsx. Slutkoden er 1, hvis der
    er en fil, der ikke blev læst.
    """
    from trygtryk.answers.collect import collect
    from trygtryk.answers.files import found_in, is_kept, keep, opened
    from trygtryk.answers.formats import FORMATS

    if target.suffix.lower() not in FORMATS:
        raise click.UsageError("--to skal ende på .xlsx, .csv eller .json")
    forms = asks(root, Order(("skemaer",)))
    given = tuple(file for file in found_in(paths) if not is_kept(file, target))
    found = collect(opened(given), forms)
    for entry in found.entries:
        click.echo(entry)
    if found.rows:
        kept = keep(target, FORMATS[target.suffix.lower()](found, forms))
        click.echo(f"{len(found.rows)} svar står i {target}." + (f" Den gamle tabel hedder nu {kept}." if kept else ""))
    else:
        click.echo(f"Der er ingen svar at samle, så {target} er ikke skrevet.", err=True)
    if not found.rows or not all(entry.read for entry in found.entries):
        sys.exit(1)


@forms.command("fill", short_help="Udfyld et skema med svar fra en fil.")
@click.argument("form", metavar="SKEMA|FIL")
@click.option(
    "--from",
    "source",
    required=True,
    type=File(),
    metavar="FIL",
    help='Svarene som JSON: {"dato": "1.2.2027", ...} eller det, forms collect har skrevet.',
)
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FIL",
    help="Det udfyldte skema, der skrives (PDF).",
)
@click.option("--large", "--storskrift", is_flag=True, help="Skemaet med stor skrift.")
@click.pass_obj
def forms_fill(root: Path, form: str, source: Path, target: Path, large: bool) -> None:
    """Udfyld et skema med svar fra en fil: det modsatte af forms collect.

    \b
    Eksempler:
      trygtryk forms fill udsagn --from svar.json --to udfyldt.pdf
      trygtryk forms fill out/team/skaerm/skema-udsagn.pdf --from svar.json --to udfyldt.pdf
    """
    from trygtryk.answers.files import keep
    from trygtryk.answers.fill import fill, form_in
    from trygtryk.answers.given import read_answers
    from trygtryk.sources.text import read_bytes

    place = None
    if Path(form).suffix.lower() == ".pdf":
        belong(False, "skemaer efter navn og ikke en fil", {"--storskrift": large})
        place = Place(legible(Path(form).name))
        data = read_bytes(Path(form), Path(form).name)
    else:
        part = named(form.lower()).removeprefix("skemaer/").removeprefix("skema-")
        data = _screen_form(root, Order((f"skemaer/{part}",), large=large))
    forms = asks(root, Order(("skemaer",)))
    answers, places = read_answers(read_bytes(source, source.name), source.name, form_in(data, forms), forms)
    kept = keep(target, fill(data, answers, forms, place, places))
    click.echo(f"{len(answers)} svar står i {target}." + (f" Den gamle fil hedder nu {kept}." if kept else ""))


def asks(root: Path, order: Order) -> dict[str, Form]:
    """What the forms ask."""
    from trygtryk import pipeline
    from trygtryk.answers.asked import asked
    from trygtryk.read import read_sources

    return asked(piece.document for piece in pipeline.compose(read_sources(root, order), lambda _: None))


def _screen_form(root: Path, order: Order) -> bytes:
    """A form's screen edition."""
    from trygtryk import pipeline
    from trygtryk.editions import jobs
    from trygtryk.read import read_sources

    sources = read_sources(root, order)
    ready = tuple(job for job in jobs(pipeline.compose(sources, lambda _: None), sources) if job.rules == "screen")
    return pipeline.press(sources, ready, lambda _: None)[0].data

"""``trygtryk batch``: a pack for each department in a table or a folder."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from trygtryk.cli.options import belong, no_wait_option, ordered, remembered_in, remembering
from trygtryk.cli.said import finished, note, shown, teller
from trygtryk.cli.usage import Command
from trygtryk.errors import refuse
from trygtryk.names import files
from trygtryk.order import Order
from trygtryk.units import decimal


@click.command(cls=Command, short_help="Lav en pakke til hver afdeling i en tabel.")
@click.argument("source", metavar="TABEL|MAPPE", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    help="Læg pakkerne her i stedet for i out/<tabellens navn>/.",
)
@click.option(
    "--scheduler",
    default="",
    metavar="ADRESSE",
    help="Lav pakkerne på en klynge: Dask-planlæggerens adresse, fx tcp://…:8786.",
)
@click.option("--quiet", is_flag=True, help="Sig kun noget, hvis noget er galt.")
@no_wait_option
@remembering
@click.pass_obj
@ordered
def batch(
    root: Path,
    order: Order,
    source: Path,
    out: Path | None,
    scheduler: str,
    quiet: bool,
    no_wait: bool,
    cache: Path | None,
    no_cache: bool,
) -> None:
    """Lav en pakke til hver afdeling i en tabel (CSV eller Excel), eller i en mappe med afdelingers mapper.

    \b
    Eksempler:
      trygtryk batch skoler.xlsx
      trygtryk batch skoler.csv plakater --edition tryk
      trygtryk batch content/afdelinger

    Øverst i tabellen står kolonnernes navne. Kun navn skal være der; resten kan udelades: skole, ord, ordets former (køn,
    bestemt ental, flertal, bestemt flertal), kontakt, levering, dato, EAN, reference, eksemplarer (eller en kolonne for
    hvert produkt, fx plakater) og udgave.

    Er der noget galt i en række, bliver de andre lavet alligevel. Ret den, og skriv kommandoen igen: Det, der er lavet og
    ikke ændret, bliver ikke lavet igen. Slutkoden er 1, hvis der er noget at rette.
    """
    from trygtryk.batch.run import Engine, Listener, here, run
    from trygtryk.sources.department.departments import slug

    named = slug(source.resolve().stem if source.is_file() else source.resolve().name)
    if not out and not named:
        raise refuse(f"»{source.name}« kan ikke være navn på en mappe", None, "vælg mappen med --out")
    folder = (out or root / "out" / named).resolve()

    def waiting() -> None:
        if no_wait:
            raise refuse(f"pakkerne i {shown(folder)} bliver lavet lige nu", None, "prøv igen, når de er færdige")
        click.echo(f"Pakkerne i {shown(folder)} bliver lavet lige nu; venter, til de er færdige ...", err=True)

    listener = Listener(teller(quiet), note, partial(note, lead="Skal rettes"), waiting)
    belong(not scheduler, "pakker, der laves her", {"--cache": cache, "--no-cache": no_cache})
    engine: Engine = here(remembered_in(root, cache, no_cache))
    if scheduler:
        from trygtryk.batch.cluster import on

        engine = on(scheduler)
    done = run(root, source, folder, order, listener, engine)
    packs = done.made + done.unchanged
    finished(
        quiet,
        f"{packs} {'pakke' if packs == 1 else 'pakker'} i {shown(folder)}: {done.made} lavet nu, {done.unchanged} var, som de skal være.",
    )
    if done.shared:
        finished(
            quiet,
            f"{files(done.shared)} er ens i flere pakker og ligger kun én gang på disken ({decimal(done.shared_bytes / 1e6)} MB sparet).",
        )
    finished(quiet, f"Oversigten, hvor hver afdeling kan godkende sit ord: {shown(done.summary)}")
    if done.failed:
        told = f"{done.failed} {'afdeling' if done.failed == 1 else 'afdelinger'} skal rettes; se ovenfor eller i oversigten."
        click.echo(told, err=True)
        sys.exit(1)

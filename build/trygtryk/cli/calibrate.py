"""``trygtryk calibrate``: where the school's printer puts the back of a sheet."""

from __future__ import annotations

from pathlib import Path

import click

from trygtryk.cli.options import belong
from trygtryk.cli.said import shown
from trygtryk.cli.usage import Command, Millimetres
from trygtryk.errors import refuse
from trygtryk.order import Order


@click.command(cls=Command, short_help="Få bagsiden til at ramme forsiden på skolens printer.")
@click.option("--printer", default="", metavar="NAVN", help="Gem målingen under dette navn, fx kopirum.")
@click.option("--upright", nargs=2, type=Millimetres(), metavar="HØJRE OP", help="Aflæst på arket på højkant, i mm.")
@click.option("--lying", nargs=2, type=Millimetres(), metavar="HØJRE OP", help="Aflæst på arket på tværs, i mm.")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FIL",
    help="Prøvearket; ellers proeveark.pdf.",
)
@click.pass_obj
def calibrate(
    root: Path,
    printer: str,
    upright: tuple[float, float] | None,
    lying: tuple[float, float] | None,
    target: Path | None,
) -> None:
    """Mål, hvor skolens printer lægger bagsiden, og gem målingen, så alle bagsider bliver rettet ind.

    Det, du ikke skriver, bliver stående, som det er målt før.

    \b
    Eksempel:
      trygtryk calibrate                         skriver prøvearket
      trygtryk calibrate --printer kopirum --upright 0.5 -1 --lying 1 0.5
      trygtryk build --printer kopirum
    """
    from trygtryk.look import views
    from trygtryk.pack import journal
    from trygtryk.read import read_sources
    from trygtryk.sources.printers import Printer, Reading, printer_file, printers, read_printer

    belong(not printer, "prøvearket og ikke --printer", {"--to": target})
    if not printer:
        target = target or Path("proeveark.pdf")
        if upright or lying:
            raise refuse("målingen er ikke gemt", None, "skriv også, hvad printeren hedder, fx --printer kopirum")
        journal.put(target, views.calibration_sheet(read_sources(root, Order(("flipflap",)))))
        click.echo(f"Prøvearket ligger i {target}. Det siger selv, hvad du skal gøre.")
        return
    before = read_printer(root, printer) if printer in printers(root) else Printer()
    if not (upright or lying):
        hint = "skriv det, I har læst på prøvearket, fx --upright 0,5 -1 --lying 1 0,5"
        raise refuse(f"der er ingen måling at gemme for printeren {printer}", None, hint)
    now = Printer(
        Reading(*upright) if upright else before.upright,
        Reading(*lying) if lying else before.lying,
    )
    file, text = printer_file(root, printer, now)
    journal.put(file, text, folder=True)
    click.echo(f"Målingen står i {shown(file)}. Brug den med --printer {printer}.")

"""``trygtryk flipflap``: the crease pattern, and how it looks folded."""

from __future__ import annotations

from pathlib import Path

import click

from trygtryk.cli.asking import whose
from trygtryk.cli.cutting import cutters, write
from trygtryk.cli.options import belong, worded
from trygtryk.cli.said import finished
from trygtryk.cli.usage import Group
from trygtryk.order import Order


@click.group(cls=Group)
def flipflap() -> None:
    """Flip-flappens foldemønster og et billede af den foldet."""


@flipflap.command(short_help="Skriv omridset og folderne som SVG, DXF eller FOLD.")
@click.option(
    "--fold",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FIL",
    help="FOLD-filen, der skrives: det, Origami Simulator læser.",
)
@cutters
@click.pass_obj
def export(root: Path, fold: Path | None, svg: Path | None, dxf: Path | None, press: str) -> None:
    """Skriv omridset og folderne til en maskine, der skærer og riller (SVG og DXF i mm, et lag til hvert værktøj), eller
    foldemønsteret til Origami Simulator (FOLD).

    \b
    Eksempel:
      trygtryk flipflap export --svg flipflap.svg --dxf flipflap.dxf
    """
    from trygtryk.look import views
    from trygtryk.pack import journal
    from trygtryk.read import read_sources

    if not (fold or svg or dxf):
        raise click.UsageError("skriv, hvad der skal skrives: --svg, --dxf eller --fold")
    belong(bool(svg or dxf), "--svg og --dxf", {"--press": press})
    if fold:
        journal.put(fold, views.fold_file(read_sources(root, Order(("flipflap",)))).encode())
        click.echo(f"Foldemønsteret står i {fold}.")
    write(root, "flipflap", svg, dxf, press)


@flipflap.command(short_help="Tegn flip-flappen, som den er i hånden.")
@click.option(
    "--png",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("flipflap-foldet.png"),
    metavar="FIL",
    help="Billedet, der tegnes; ellers flipflap-foldet.png.",
)
@worded
@click.pass_obj
def preview(
    root: Path,
    target: Path,
    team: str | None,
    wording: str | None,
    department: str | None,
    out: Path | None,
    quiet: bool,
) -> None:
    """Tegn flip-flappen, som den er i hånden: lukket, åbnet hver vej og med en klap løftet."""
    from trygtryk.look import views
    from trygtryk.pack import journal
    from trygtryk.read import read_sources

    asked = whose(root, team, wording, department, out, quiet=quiet).asked
    if out:
        out.mkdir(parents=True, exist_ok=True)
        target = out / target
    journal.put(target, views.folded_preview(read_sources(root, Order(("flipflap",), asked))))
    finished(quiet, f"Billedet ligger i {target}.")

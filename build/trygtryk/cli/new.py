"""``trygtryk new``: a project of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from trygtryk import project
from trygtryk.cli.said import shown
from trygtryk.cli.usage import Command


@click.command("new", cls=Command, short_help="Lav en mappe med hele pakken, klar til at rette i.")
@click.argument("folder", metavar="MAPPE", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Lav en mappe med hele pakken i, klar til at rette i: tekster, layout og tegninger.

    \b
    Eksempel:
      trygtryk new tryghed
      cd tryghed
      trygtryk side
    """
    project.begin(folder)
    click.echo(f"Pakken ligger i {shown(folder)}. Gå ind i den: cd {shown(folder)} – og åbn siden: trygtryk side")

"""``trygtryk licences``: whose work is in the program."""

from __future__ import annotations

import click

from trygtryk import __version__
from trygtryk.cli.usage import Command


@click.command(cls=Command)
def licences() -> None:
    """Vis licensen for programmet og for hver pakke, der er installeret sammen med det."""
    from trygtryk.licences import installed

    click.echo(f"trygtryk {__version__}: MIT (LICENSE)")
    for package in installed():
        click.echo(f"{package.name} {package.version}: {package.licence}")
    click.echo("Skrifter, farveprofiler og ordbog: licenserne ligger i mappen assets, ved filerne.")

"""``trygtryk billedkort``: the cards' outline."""

from __future__ import annotations

from pathlib import Path

import click

from trygtryk.cli.cutting import cutters, write
from trygtryk.cli.usage import Group


@click.group("billedkort", cls=Group)
def cards() -> None:
    """Billedkortenes omrids, til en maskine, der skærer."""


@cards.command(short_help="Skriv kortets omrids som SVG eller DXF.")
@cutters
@click.pass_obj
def export(root: Path, svg: Path | None, dxf: Path | None, press: str) -> None:
    """Skriv kortets omrids med de runde hjørner til en maskine, der skærer: SVG og DXF i mm, et lag til hvert værktøj.

    \b
    Eksempel:
      trygtryk billedkort export --svg kort.svg --dxf kort.dxf
    """
    if not (svg or dxf):
        raise click.UsageError("skriv, hvad der skal skrives: --svg eller --dxf")
    write(root, "billedkort", svg, dxf, press)

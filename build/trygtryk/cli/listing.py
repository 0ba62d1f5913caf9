"""``trygtryk list``: what can be made."""

from __future__ import annotations

from pathlib import Path

import click

from trygtryk.cli.usage import Command
from trygtryk.order import Order


@click.command("list", cls=Command)
@click.option("--pictures", is_flag=True, help="Vis hvert billedes navn, hvor det står, og jeres egne.")
@click.pass_obj
def everything(root: Path, pictures: bool) -> None:
    """Vis alt, der kan laves: produkter, dele og de ord, der er lavet på forhånd."""
    from trygtryk.read import placeholders, read_sources
    from trygtryk.sources.department.departments import departments, wordings

    sources = read_sources(root, Order())
    if pictures:
        width = max(map(len, sources.pictures))
        for id, (title, file) in sources.pictures.items():
            click.echo(f"  {id:{width}}  {title}" + (f"  ← jeres eget: {file}" if file else ""))
        return
    for target in sources.targets:
        click.echo(f"  {target}")
    if waiting := placeholders(root):
        click.echo("Tegninger, der mangler endnu: " + ", ".join(waiting))
    click.echo("Ord, der kan stå i stedet for »team« (--team):")
    click.echo(f"  {', '.join(wordings(root))} – og andre navneord")
    if own := departments(root):
        click.echo(f"Afdelinger (--afdeling):\n  {', '.join(own)}")

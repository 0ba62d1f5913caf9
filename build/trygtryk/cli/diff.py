"""``trygtryk diff``: what has changed from one pack to another."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from trygtryk.cli.usage import Command
from trygtryk.errors import refuse


@click.command("diff", cls=Command, short_help="Vis, hvad der er ændret mellem to pakker.")
@click.argument("before", type=click.Path(path_type=Path), metavar="FØR")
@click.argument("after", type=click.Path(path_type=Path), metavar="EFTER")
@click.option("--to", "--til", "target", type=click.Path(path_type=Path), metavar="MAPPE", help="Læg billeder her.")
def diff(before: Path, after: Path, target: Path | None) -> None:
    """Vis side for side, hvad der er ændret fra en pakke (eller en fil) til en anden; resten nævnes ikke.

    Slutter med 0, hvis intet er ændret, ellers med 1.

    \b
    Eksempler:
      trygtryk diff out/team out/afdeling
      trygtryk diff out/team out/afdeling --til out/forskelle
    """
    from trygtryk.look.changes import changes
    from trygtryk.look.contact_sheet import png
    from trygtryk.pack import journal

    if target and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise refuse(f"»{target}« er i brug", None, "vælg en mappe, der ikke findes endnu, eller en tom")
    count = 0
    for count, change in enumerate(changes(*_compared(before, after)), 1):
        click.echo(f"{change.file}{f', side {change.page}' if change.page else ''} {change.told}")
        if target and change.picture:
            target.mkdir(parents=True, exist_ok=True)
            journal.put(target / f"{count:03d}-{Path(change.file).stem}.png", png(change.picture))
    if not count:
        click.echo("Intet er ændret.")
        return
    click.echo(f"{count} ændring{'er' if count > 1 else ''}{f'; billederne ligger i {target}' if target else ''}.")
    sys.exit(1)


def _compared(*places: Path) -> list[dict[str, bytes]]:
    """The PDFs beneath two folders by their path there; files alone go by the name of the last, whatever they are called."""
    found = []
    for place in places:
        files = [place] if place.is_file() else sorted(place.rglob("*.pdf"))
        if not files:
            raise refuse(f"der er ingen PDF-filer i »{place}«", None, "peg på en pakke, fx out/team")
        named = (places[-1].name if place.is_file() else file.relative_to(place).as_posix() for file in files)
        found.append({name: file.read_bytes() for name, file in zip(named, files, strict=True)})
    return found

"""What a command says on its way and when it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from trygtryk.errors import Fault


def teller(quiet: bool) -> Callable[[str], None]:
    """Progress: one line that is written over on a terminal, plain lines elsewhere, nothing when quiet."""
    if quiet:
        return lambda text: None
    if sys.stderr.isatty():
        return lambda text: click.echo(f"\r\x1b[2K{text} ", nl=False, err=True)
    return lambda text: click.echo(text, err=True)


def note(fault: Fault, lead: str = "Bemærk") -> None:
    """What somebody should look at, on a line of its own."""
    over = "\r\x1b[2K" if sys.stderr.isatty() else ""
    click.echo(f"{over}{lead}: {fault}", err=True)


def mended() -> None:
    """That a build that was broken off has been put right."""
    click.echo("En bygning blev afbrudt sidst; pakken er sat på plads, som den var før.", err=True)


def department_mended() -> None:
    """The same of a department's folder that the page was saving in."""
    click.echo("Siden blev afbrudt, mens den gemte; afdelingens mappe er sat på plads, som den var før.", err=True)


def tell_kept(kept: Mapping[str, str]) -> None:
    """What was people's own among the files that were written, and what it is called now."""
    for path, beside in kept.items():
        click.echo(f"{path} var ændret siden sidst: jeres udgave hedder nu {beside}.", err=True)


def shown(folder: Path) -> str:
    """A path as somebody who stands here would write it."""
    here = Path.cwd()
    return folder.relative_to(here).as_posix() if folder.is_relative_to(here) else str(folder)


def finished(quiet: bool, text: str) -> None:
    """The last word of a command that went well, over the line of its progress."""
    if not quiet:
        if sys.stderr.isatty():
            click.echo("\r\x1b[2K", nl=False, err=True)
        click.echo(text)

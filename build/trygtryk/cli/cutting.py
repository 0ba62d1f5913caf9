"""Files for machines that cut: their options, and how they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click

from trygtryk.cli.options import stem
from trygtryk.order import DEFAULT_PRESS, Order


def cutters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that writes an outline."""
    for option in (
        click.option(
            "--press",
            default="",
            metavar="NAVN",
            help="Kald lagene det, trykkeriets profil i layouts/press kalder dem; ellers CutContour og Crease.",
        ),
        click.option(
            "--dxf", type=click.Path(dir_okay=False, path_type=Path), metavar="FIL", help="DXF-filen, der skrives."
        ),
        click.option(
            "--svg", type=click.Path(dir_okay=False, path_type=Path), metavar="FIL", help="SVG-filen, der skrives."
        ),
    ):
        command = option(command)
    return command


def write(root: Path, product: str, svg: Path | None, dxf: Path | None, press: str) -> None:
    """Writes a product's outline and creases into the files that were asked for."""
    from trygtryk.look import views
    from trygtryk.pack import journal
    from trygtryk.read import read_sources

    shop = stem(root, press, "layouts/press") or DEFAULT_PRESS
    sources = read_sources(root, Order((product,), press=shop))
    kinds: tuple[tuple[Literal["svg", "dxf"], Path | None], ...] = (("svg", svg), ("dxf", dxf))
    for kind, file in kinds:
        if file:
            journal.put(file, views.cutter_file(sources, product, kind))
            click.echo(f"Omridset står i {file}.")

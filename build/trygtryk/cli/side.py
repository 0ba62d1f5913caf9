"""``trygtryk side``: the page in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from trygtryk.cli.usage import Command


@click.command(cls=Command, short_help="Åbn siden: lav pakken i en browser.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="TAL", help="Porten; ellers en ledig.")
@click.option("--no-browser", is_flag=True, help="Skriv kun adressen; åbn ikke browseren.")
@click.pass_obj
def side(root: Path, port: int, no_browser: bool) -> None:
    """Åbn siden: lav pakken i en browser, på denne computer og uden net. Luk den igen med Ctrl-C."""
    from trygtryk.side.server import serve

    serve(root, port, click.echo, open_browser=not no_browser)

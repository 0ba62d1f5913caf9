"""``trygtryk check``: finished PDF files judged."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from trygtryk.cli.options import File, belong, stem
from trygtryk.cli.usage import Command
from trygtryk.errors import Place, refuse
from trygtryk.names import legible
from trygtryk.order import DEFAULT_PRESS


@click.command(cls=Command, short_help="Kontrollér færdige PDF-filer.")
@click.argument("files", nargs=-1, required=True, type=File(), metavar="FIL...")
@click.option(
    "--as",
    "rules",
    type=click.Choice(["press", "screen", "office"], case_sensitive=False),
    help="Kontrollér filen som trykfil, skærmfil eller kontorfil.",
)
@click.option("--press", default="", metavar="NAVN", help="Kontrollér efter en trykprofil i layouts/press, fx online.")
@click.option(
    "--order",
    "--ordre",
    "slip",
    type=File(),
    metavar="FIL",
    help="Også efter en ordreseddel.json: sider, mål og papir.",
)
@click.option("--json", "as_data", is_flag=True, help="Skriv fundene som JSON.")
@click.pass_obj
def check(
    root: Path,
    files: tuple[Path, ...],
    rules: Literal["press", "screen", "office"] | None,
    press: str,
    slip: Path | None,
    as_data: bool,
) -> None:
    """Kontrollér færdige PDF-filer, vores eller andres, efter reglerne for tryk og for skærm.

    Uden --as afgør det, filen selv lover (PDF/X eller PDF/UA), hvad den kontrolleres efter. Slutkoden er 1, hvis der er fejl.
    """
    from trygtryk import pipeline
    from trygtryk.bounds import MOST_BYTES
    from trygtryk.proof import findings, preflight
    from trygtryk.slip.lines import ordered_files
    from trygtryk.sources.printshop import read_printshop

    belong(rules in (None, "press"), "trykfiler", {"--press": press, "--order": slip})
    lines = {name: findings.Ordered(*line) for name, line in ordered_files(slip.read_bytes()).items()} if slip else {}
    if slip and (unknown := [file.name for file in files if file.name not in lines]):
        raise refuse(
            f"ordresedlen har ikke {', '.join(unknown)}", Place(slip.name), "brug den seddel, filerne er lavet med"
        )
    shop = read_printshop(root, stem(root, press or DEFAULT_PRESS, "layouts/press"))
    limits = pipeline.limits_of(shop, *((shop.coated, shop.uncoated) if press else ()))
    # whoever asks what a print shop says of a file means to send it there, whatever the file says of itself
    rules = rules or ("press" if press or slip else None)
    results = []
    for path in files:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # what is more is told of
        found = preflight.check(data, rules=rules, limits=limits, ordered=lines.get(path.name), deep=True)
        results.append((legible(path.name), found))
    if as_data:
        click.echo(findings.as_json(results))
    else:
        for name, found in results:
            click.echo(findings.report(name, found))
    if any(finding.severity == "error" for _, found in results for finding in found):
        sys.exit(1)

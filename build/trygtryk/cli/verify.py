"""``trygtryk verify``: a pack built again and compared."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from trygtryk.cli.options import File
from trygtryk.cli.said import teller
from trygtryk.cli.usage import Command
from trygtryk.errors import BuildError, Place, refuse
from trygtryk.names import files
from trygtryk.order import Order, named


@click.command(cls=Command, short_help="Byg igen, og sig, om hver byte stemmer.")
@click.argument("manifest", type=File(), metavar="MANIFEST")
@click.option("--department", "--afdeling", metavar="MAPPE|FIL", help="Afdelingens mappe, hvis den er flyttet.")
@click.pass_obj
def verify(root: Path, manifest: Path, department: str | None) -> None:
    """Byg pakken igen et andet sted, og sig, om hver byte stemmer; hvis ikke: hvad der er anderledes."""
    from trygtryk import pipeline
    from trygtryk.pack.inputs import inputs_hash
    from trygtryk.pack.manifest import differences, read_manifest
    from trygtryk.read import read_sources
    from trygtryk.sources.department.departments import asked_for

    former = read_manifest(manifest.parent)
    if not former:
        raise refuse("filen er ikke et manifest fra en pakke", Place(manifest.name))
    if "wanted" not in former.get("order", {}):
        raise refuse(
            "pakken er bygget ad flere omgange, der ikke kan laves om som én",
            Place(manifest.name),
            "byg hele pakken igen",
        )
    asked = dict(former["order"])
    text, _ = asked.pop("wording_text", None), asked.pop("owner", None)
    asked = {name: tuple(value) if isinstance(value, list) else value for name, value in asked.items()}
    asked["wanted"] = tuple(map(named, asked["wanted"]))
    whose = asked["wording"].endswith(("/", ".yaml", ".yml"))
    if department and not whose:
        told = f"pakken er ikke bygget med en afdelings mappe, men med ordet »{asked['wording']}«"
        raise refuse(told, Place(manifest.name), "kør igen uden --department")
    if department:
        asked["wording"] = asked_for(root, department, department=True)
    elif text is None and whose and not (root / asked["wording"]).exists():
        way = f"skriv, hvor den ligger: --department …/{asked['wording']}"
        raise refuse("pakken er bygget med en mappe uden for projektet", Place(manifest.name), way)
    with tempfile.TemporaryDirectory() as beside:
        if text is not None and not department:
            file = Path(beside) / asked["wording"]
            file.write_text(text, encoding="utf-8")
            asked["wording"] = str(file)
        made = pipeline.make(read_sources(root, Order(**asked)), teller(quiet=False))
        _, parts = inputs_hash(root, asked["wording"])
    if faults := differences(manifest.parent, former, made, parts):
        raise BuildError(*faults)
    click.echo(f"{'Alle ' * (len(made) > 1)}{files(len(made))} stemmer, byte for byte.")

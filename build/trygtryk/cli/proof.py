"""``trygtryk proof``: pages and drawings as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from trygtryk.cli.asking import whose
from trygtryk.cli.options import belong, no_wait_option, opened, worded
from trygtryk.cli.said import finished, note, shown, tell_kept, teller
from trygtryk.cli.usage import Command
from trygtryk.order import Order, wanted


@click.command(cls=Command, short_help="Lav hver side som billede, til korrektur.")
@click.argument("targets", nargs=-1, metavar="[PRODUKT[/DEL]]...")
@worded
@no_wait_option
@click.option("--scene", metavar="ID", help="Kun én tegning, mens den bliver rettet, fx --scene hvisken.")
@click.option("--kit", "--tegnestil", is_flag=True, help="Kun tegnestilen: alt, en tegning kan sættes sammen af.")
@click.option("--grey", "sight", flag_value="grey", help="Uden farver.")
@click.option("--deuteranopia", "sight", flag_value="deuteranopia", help="Set med grønblindhed.")
@click.option("--protanopia", "sight", flag_value="protanopia", help="Set med rødblindhed.")
@click.option("--tritanopia", "sight", flag_value="tritanopia", help="Set med blåblindhed.")
@click.pass_obj
def proof(
    root: Path,
    targets: tuple[str, ...],
    team: str | None,
    wording: str | None,
    department: str | None,
    out: Path | None,
    quiet: bool,
    no_wait: bool,
    scene: str | None,
    kit: bool,
    sight: Literal["grey", "deuteranopia", "protanopia", "tritanopia"] | None,
) -> None:
    """Lav hver side som billede og et oversigtsark for hvert produkt, i mappen korrektur."""
    from trygtryk.look import views
    from trygtryk.pack import journal, pack
    from trygtryk.read import read_kitbox, read_picture, read_sources

    worded_as = {"--team": team, "--wording": wording, "--department": department}
    belong(not scene, "hele sider og ikke --scene", {**worded_as, " ".join(targets): targets})
    alone = {**worded_as, "--scene": scene, f"--{sight}": sight, " ".join(targets): targets}
    belong(not kit, "hele sider og ikke --kit", alone)
    who = whose(root, team, wording, department, out, quiet=quiet)
    folder = who.pack
    if kit:
        target = folder / pack.PROOFS / "tegnestil.pdf"
        journal.put(target, views.style_sheet(read_kitbox(root)), folder=True)
        finished(quiet, f"Tegnestilen ligger i {shown(target)}.")
        return
    if scene:
        target = folder / pack.PROOFS / f"scene-{scene}{f'-{sight}' if sight else ''}.png"
        journal.put(target, views.drawn(read_picture(root, scene), sight), folder=True)
        finished(quiet, f"Tegningen ligger i {shown(target)}.")
        return
    with opened(folder, no_wait=no_wait):
        sources = read_sources(root, Order(wanted(targets), who.asked))
        pictures = dict(views.proof(sources, teller(quiet), note, sight))
        tell_kept(pack.write_proofs(folder, pictures, whole=not targets and not sight).kept)
    finished(quiet, f"Korrekturen ligger i {shown(folder / pack.PROOFS)}.")

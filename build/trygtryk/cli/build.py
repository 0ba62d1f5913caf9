"""``trygtryk build``: the pack, or parts of it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from trygtryk.cli.asking import whose
from trygtryk.cli.options import belong, no_wait_option, opened, stem, worded
from trygtryk.cli.said import finished, note, shown, tell_kept, teller
from trygtryk.cli.usage import Command
from trygtryk.order import DEFAULT_PRESS, EDITION_NAMES, EditionName, Order, named


@click.command(cls=Command)
@click.argument("targets", nargs=-1, metavar="[PRODUKT[/DEL]]...")
@worded
@no_wait_option
@click.option("--press", default="", metavar="NAVN", help="Trykkeriets profil i layouts/press, fx online.")
@click.option(
    "--no-dieline",
    "dieline",
    is_flag=True,
    flag_value=False,
    default=True,
    help="Uden de lag, som maskinen stanser og riller efter.",
)
@click.option(
    "--low-ink", "--sparefarve", is_flag=True, help="Hvide flader og lyse toner på arkene til skolens egen printer."
)
@click.option(
    "--flip",
    type=click.Choice(["long", "short", "hand"]),
    help="Kanten, skolens printer vender arket om, ellers den, hvert ark er lavet til; hand: I lægger selv stakken i igen.",
)
@click.option("--printer", default="", metavar="NAVN", help="En printer, der er målt med trygtryk calibrate.")
@click.option("--large", "--storskrift", is_flag=True, help="Skemaer med stor skrift, til svagtseende.")
@click.option(
    "--edition",
    "editions",
    type=click.Choice(EDITION_NAMES),
    multiple=True,
    metavar="UDGAVE",
    help="Kun denne udgave: tryk, kontor eller skaerm. Kan skrives flere gange.",
)
@click.option("--mail", is_flag=True, help="Læg trykfilerne og ordresedlen i én zipfil, der kan sendes i en mail.")
@click.option("--zip", "as_zip", is_flag=True, help="Læg også hele pakken i én zipfil.")
@click.pass_obj
def build(
    root: Path,
    targets: tuple[str, ...],
    team: str | None,
    wording: str | None,
    department: str | None,
    out: Path | None,
    quiet: bool,
    no_wait: bool,
    press: str,
    dieline: bool,
    low_ink: bool,
    flip: Literal["long", "short", "hand"] | None,
    printer: str,
    large: bool,
    editions: tuple[EditionName, ...],
    mail: bool,
    as_zip: bool,
) -> None:
    """Lav hele pakken, eller kun de produkter og dele, du nævner.

    \b
    Eksempler:
      trygtryk build
      trygtryk build plakater/fejl billedkort
      trygtryk build --team afdeling
      trygtryk build --afdeling mellemtrinnet
    """
    made = tuple(name for name in EDITION_NAMES if not editions or name in editions)
    belong("tryk" in made, "udgaven tryk", {"--press": press, "--no-dieline": not dieline, "--mail": mail})
    belong("kontor" in made, "udgaven kontor", {"--sparefarve": low_ink, "--flip": flip, "--printer": printer})
    asked, plain = whose(root, team, wording, department, out, quiet=quiet)
    order = Order(
        wanted=tuple(sorted({*map(named, targets)})),
        wording=asked,
        press=stem(root, press or DEFAULT_PRESS, "layouts/press"),
        dieline=dieline,
        flip=flip or "",
        printer=stem(root, printer, "layouts/printers"),
        low_ink=low_ink,
        large=large,
        mail=mail,
        editions=made,
    )
    folder = plain.with_name(plain.name + order.variant)
    with opened(folder, no_wait=no_wait):
        _build(root, folder, order, quiet=quiet, as_zip=as_zip)


def _build(root: Path, folder: Path, order: Order, *, quiet: bool, as_zip: bool) -> None:
    from trygtryk import building
    from trygtryk.pack import pack

    done = building.build(root, folder, order, teller(quiet), note)
    if done is None:
        said = f"Intet er ændret: {shown(folder)} er, som den skal være."
    else:
        tell_kept(done.kept)
        gone = f", {len(done.gone)} gamle fjernet" if done.gone else ""
        said = f"{done.count} filer i {shown(folder)}{gone}."
    finished(quiet, said)
    if order.mail and (folder / "til-trykkeriet.zip").is_file():
        finished(quiet, f"Til mailen: {shown(folder / 'til-trykkeriet.zip')}; teksten står i mail-til-trykkeriet.txt.")
    if as_zip:
        finished(quiet, f"Hele pakken i én fil: {shown(pack.zipped(folder))}")

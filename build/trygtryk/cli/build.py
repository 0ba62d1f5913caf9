"""``trygtryk build``: the pack, or parts of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trygtryk.cli.asking import whose
from trygtryk.cli.options import no_wait_option, opened, ordered, remembered_in, remembering, worded
from trygtryk.cli.said import finished, note, shown, tell_kept, teller
from trygtryk.cli.usage import Command
from trygtryk.names import files
from trygtryk.order import Order

if TYPE_CHECKING:
    from trygtryk.store import Store


@click.command(cls=Command)
@worded
@no_wait_option
@remembering
@click.pass_obj
@ordered
@click.option("--zip", "as_zip", is_flag=True, help="Læg også hele pakken i én zipfil.")
def build(
    root: Path,
    order: Order,
    team: str | None,
    wording: str | None,
    department: str | None,
    out: Path | None,
    quiet: bool,
    no_wait: bool,
    cache: Path | None,
    no_cache: bool,
    as_zip: bool,
) -> None:
    """Lav hele pakken, eller kun de produkter og dele, du nævner.

    \b
    Eksempler:
      trygtryk build
      trygtryk build plakater/fejl billedkort
      trygtryk build plakater/fejl --papir a4
      trygtryk build --team afdeling
      trygtryk build --afdeling mellemtrinnet
    """
    who = whose(root, team, wording, department, out, quiet=quiet)
    order = replace(order, wording=who.asked)
    store = remembered_in(root, cache, no_cache)
    folder = who.pack.with_name(who.pack.name + order.variant)
    with opened(folder, no_wait=no_wait):
        _build(root, folder, order, who.called, store, quiet=quiet, as_zip=as_zip)


def _build(root: Path, folder: Path, order: Order, called: str, store: Store, *, quiet: bool, as_zip: bool) -> None:
    from trygtryk import building
    from trygtryk.pack import pack

    done = building.build(root, folder, order, teller(quiet), note, store, called)
    if done is None:
        said = f"Intet er ændret: {shown(folder)} er, som den skal være."
    else:
        tell_kept(done.kept)
        gone = f", {len(done.gone)} {'gammel' if len(done.gone) == 1 else 'gamle'} fjernet" if done.gone else ""
        said = f"{files(done.count)} i {shown(folder)}{gone}."
    finished(quiet, said)
    if order.mail and (folder / "til-trykkeriet.zip").is_file():
        finished(quiet, f"Til mailen: {shown(folder / 'til-trykkeriet.zip')}; teksten står i mail-til-trykkeriet.txt.")
    if as_zip:
        finished(quiet, f"Hele pakken i én fil: {shown(pack.zipped(folder))}")

"""``trygtryk watch``: made again at every save, with its pages as pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trygtryk.cli.asking import whose
from trygtryk.cli.options import belong, opened, remembered_in, remembering, worded
from trygtryk.cli.said import finished, note, shown, tell_kept
from trygtryk.cli.usage import Command
from trygtryk.errors import BuildError, Fault
from trygtryk.names import files
from trygtryk.order import Order, wanted

if TYPE_CHECKING:
    from trygtryk.store import Store

_LOOK_AGAIN_S = 0.05


@click.command(cls=Command, short_help="Lav det igen, hver gang I gemmer; stop med Ctrl-C.")
@click.argument("targets", nargs=-1, metavar="[PRODUKT[/DEL]]...")
@worded
@remembering
@click.option("--scene", metavar="ID", help="Kun én tegning, fx --scene hvisken.")
@click.pass_obj
def watch(
    root: Path,
    targets: tuple[str, ...],
    team: str | None,
    wording: str | None,
    department: str | None,
    out: Path | None,
    quiet: bool,
    cache: Path | None,
    no_cache: bool,
    scene: str | None,
) -> None:
    """Lav siderne som billeder og filerne igen, hver gang en tekst, et layout eller en tegning bliver gemt.

    \b
    Eksempler:
      trygtryk watch plakater/fejl
      trygtryk watch billedkort --team afdeling
      trygtryk watch --scene hvisken

    Billederne ligger i mappen korrektur. Stop med Ctrl-C.
    """
    worded_as = {"--team": team, "--wording": wording, "--department": department}
    belong(not scene, "hele sider og ikke --scene", {**worded_as, " ".join(targets): targets})
    who = whose(root, team, wording, department, out, quiet=quiet)
    folder = who.pack
    store = remembered_in(root, cache, no_cache)
    order = Order(wanted(targets), who.asked)
    seen: dict[str, str] = {}
    told: set[Fault] = set()

    def once(fault: Fault) -> None:
        """What is as it was at the last save is not said again."""
        if fault not in told:
            told.add(fault)
            note(fault)

    for _ in _saves(root, who.asked):
        began = time.perf_counter()
        try:
            made = _scene(root, folder, scene) if scene else _pages(root, folder, order, store, seen)
            if made:
                took = f"{time.perf_counter() - began:.2f}".replace(".", ",")
                finished(quiet, f"{made} ({took} s)")
            if not scene:
                _files(root, folder, order, store, once, quiet=quiet)
        except BuildError as error:
            for fault in error.faults:
                click.echo(str(fault), err=True)


def _saves(root: Path, asked: str) -> Iterator[None]:
    """Once now, and again after every save of anything that a build reads."""
    from trygtryk.pack.inputs import saved

    before: dict[Path, int] = {}
    while True:
        now = saved(root, asked)
        if now != before:
            before = now
            yield
        time.sleep(_LOOK_AGAIN_S)


def _scene(root: Path, folder: Path, scene: str) -> str:
    """Draws one picture, and says where it lies."""
    from trygtryk.look import views
    from trygtryk.pack import journal, pack
    from trygtryk.read import read_picture

    target = folder / pack.PROOFS / f"scene-{scene}.png"
    journal.put(target, views.drawn(read_picture(root, scene)), folder=True)
    return shown(target)


def _pages(root: Path, folder: Path, order: Order, store: Store, seen: dict[str, str]) -> str:
    """Draws the pages of every piece that is not as it was, and says where they lie; empty where all are."""
    from trygtryk import pipeline
    from trygtryk.look import views
    from trygtryk.pack import pack
    from trygtryk.read import read_sources

    sources = read_sources(root, order, store)
    pieces = pipeline.compose(sources, store=store)
    changed = [piece for piece in pieces if not piece.made_of or seen.get(piece.target) != piece.made_of]
    if not changed:
        return ""
    pictures = dict(views.seen(sources, changed))
    with opened(folder, no_wait=False):
        tell_kept(pack.write_proofs(folder, pictures, whole=False).kept)
    seen.update({piece.target: piece.made_of for piece in changed})
    first = shown(folder / pack.PROOFS / next(iter(pictures)))
    return first if len(pictures) == 1 else f"{first} og {len(pictures) - 1} til"


def _files(root: Path, folder: Path, order: Order, store: Store, once: Callable[[Fault], None], *, quiet: bool) -> None:
    """Makes the files, and says how many were made."""
    from trygtryk import building

    with opened(folder, no_wait=False):
        done = building.build(root, folder, order, lambda _: None, once, store)
    if done:
        tell_kept(done.kept)
        finished(quiet, f"{files(done.count)} i {shown(folder)}.")

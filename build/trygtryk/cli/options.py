"""The options that many commands share, and what they refuse."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from trygtryk.cli.said import mended
from trygtryk.errors import refuse
from trygtryk.order import DEFAULT_PRESS, EDITION_NAMES, ON_PAPER, EditionName, Order, wanted
from trygtryk.papers import typed

if TYPE_CHECKING:
    from trygtryk.store import Store


def worded(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that builds in a wording."""
    for option in (
        click.option("--team", metavar="ORD", help="Brug et andet ord end »team«, fx afdeling."),
        click.option("--wording", metavar="FIL", help="Brug en afdelings egen ordfil (YAML)."),
        click.option(
            "--department",
            "--afdeling",
            metavar="NAVN|MAPPE",
            help="Brug en afdelings egen mappe: ord, navne, logo, tekster og billeder.",
        ),
        click.option(
            "--out", type=click.Path(path_type=Path), metavar="MAPPE", help="Læg filerne her i stedet for i out/."
        ),
        click.option("--quiet", is_flag=True, help="Sig kun noget, hvis noget er galt."),
    ):
        command = option(command)
    return command


def ordered(command: Callable[..., Any]) -> Callable[..., Any]:
    """What is made, and for which printers: the command is handed an ``order`` in the toolkit's own word."""

    def asked(
        root: Path,
        /,
        targets: tuple[str, ...],
        press: str,
        dieline: bool,
        low_ink: bool,
        flip: Literal["long", "short", "hand"] | None,
        printer: str,
        large: bool,
        editions: tuple[EditionName, ...],
        papers: tuple[str, ...],
        mail: bool,
        **others: Any,
    ) -> Any:
        belong(set(ON_PAPER).issuperset(editions), f"udgaverne {' og '.join(ON_PAPER)}", {"--paper": papers})
        made = tuple(name for name in (ON_PAPER if papers else EDITION_NAMES) if not editions or name in editions)
        belong("tryk" in made, "udgaven tryk", {"--press": press, "--no-dieline": not dieline, "--mail": mail})
        belong("kontor" in made, "udgaven kontor", {"--sparefarve": low_ink, "--flip": flip, "--printer": printer})
        order = Order(
            wanted=wanted(targets),
            press=stem(root, press or DEFAULT_PRESS, "layouts/press"),
            dieline=dieline,
            flip=flip or "",
            printer=stem(root, printer, "layouts/printers"),
            low_ink=low_ink,
            large=large,
            mail=mail,
            editions=made,
            papers=tuple(sorted({*map(typed, papers)})),
        )
        return command(root, order=order, **others)

    made = functools.update_wrapper(asked, command)
    for option in reversed(
        (
            click.argument("targets", nargs=-1, metavar="[PRODUKT[/DEL]]..."),
            click.option("--press", default="", metavar="NAVN", help="Trykkeriets profil i layouts/press, fx online."),
            click.option(
                "--no-dieline",
                "dieline",
                is_flag=True,
                flag_value=False,
                default=True,
                help="Uden de lag, som maskinen stanser og riller efter.",
            ),
            click.option(
                "--low-ink",
                "--sparefarve",
                is_flag=True,
                help="Hvide flader og lyse toner på arkene til skolens egen printer.",
            ),
            click.option(
                "--flip",
                type=click.Choice(["long", "short", "hand"], case_sensitive=False),
                help="Kanten, skolens printer vender arket om, ellers den, hvert ark er lavet til; "
                "hand: I lægger selv stakken i igen.",
            ),
            click.option(
                "--printer", default="", metavar="NAVN", help="En printer, der er målt med trygtryk calibrate."
            ),
            click.option("--large", "--storskrift", is_flag=True, help="Skemaer med stor skrift, til svagtseende."),
            click.option(
                "--edition",
                "editions",
                type=click.Choice(EDITION_NAMES, case_sensitive=False),
                multiple=True,
                metavar="UDGAVE",
                help=f"Kun denne udgave: {', '.join(EDITION_NAMES[:-1])} eller {EDITION_NAMES[-1]}. Kan skrives flere gange.",
            ),
            click.option(
                "--paper",
                "--papir",
                "papers",
                multiple=True,
                metavar="PAPIR",
                help="Kun det, der printes på dette papir: a4, a3, eller ark, der limes: 2xa4, 4xa4. "
                "Kan skrives flere gange.",
            ),
            click.option(
                "--mail", is_flag=True, help="Læg trykfilerne og ordresedlen i én zipfil, der kan sendes i en mail."
            ),
        )
    ):
        made = option(made)
    return made


no_wait_option = click.option(
    "--no-wait", is_flag=True, help="Stop, hvis pakken allerede bliver lavet; ellers ventes der."
)


def remembering(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that need not make what was made before."""
    for option in (
        click.option(
            "--cache",
            "--lager",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="MAPPE",
            help="Husk her, hvad der er lavet, i stedet for i .lager/ i projektet.",
        ),
        click.option(
            "--no-cache", "--uden-lager", is_flag=True, help="Lav alt forfra, og husk intet; filerne bliver de samme."
        ),
    ):
        command = option(command)
    return command


def remembered_in(root: Path, cache: Path | None, no_cache: bool) -> Store:
    """The store that is asked for; raises OSError where a folder that was named cannot be had."""
    from trygtryk.store import NOWHERE, Store, of_project

    if cache and no_cache:
        raise click.UsageError("brug --cache eller --no-cache, ikke begge")
    if no_cache:
        return NOWHERE
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
    return Store(cache) if cache else of_project(root)


def opened(folder: Path, *, no_wait: bool) -> contextlib.AbstractContextManager[None]:
    """A pack for this command alone, put right first."""
    from trygtryk.pack import pack

    def waiting() -> None:
        if no_wait:
            raise refuse(f"pakken {folder.name} bliver lavet lige nu", None, "prøv igen, når den er færdig")
        click.echo(f"Pakken {folder.name} bliver lavet lige nu; venter, til den er færdig ...", err=True)

    return pack.opened(folder, waiting, mended)


class File(click.Path):
    """A file to be read; the pack it lies in is put right first."""

    def __init__(self, *, exists: bool = True) -> None:
        super().__init__(exists=exists, dir_okay=not exists, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from trygtryk.pack import pack

        for folder in Path(value).absolute().parents:
            if folder.name and pack.touched(folder):
                with opened(folder, no_wait=False):
                    pass
        path = Path(value)
        if path.exists() and not path.is_file() and not path.is_dir():  # a pipe would keep whoever opens it waiting
            raise refuse(f"»{path.name}« er ikke en almindelig fil", None, "gem det som en fil først")
        return super().convert(value, param, ctx)


def belong(there: bool, where: str, options: Mapping[str, object]) -> None:
    """Refuses options that would change nothing of what is asked for."""
    for name, given in options.items():
        if given and not there:
            raise click.UsageError(f"{name} gælder kun {where}")


def stem(root: Path, name: str, folder: str) -> str:
    """A name of a file in one of the project's folders; its path will do."""
    file = Path(name)
    if file.suffix != ".toml":
        return name
    if file.resolve().parent != root / folder:
        raise click.UsageError(f"»{name}« ligger ikke i {folder}: læg den der, og skriv {file.stem}")
    return file.stem

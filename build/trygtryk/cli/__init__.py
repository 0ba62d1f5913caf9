"""The command line: options in, exit codes out; everything it says is Danish.

Every command has a module of its own name, and loads what it works with when it is called: to ask for help costs nothing.
"""

from __future__ import annotations

import click

from trygtryk import __version__, project
from trygtryk.cli import (
    batch,
    build,
    calibrate,
    cards,
    check,
    department,
    diff,
    flipflap,
    forms,
    licences,
    listing,
    new,
    proof,
    side,
    verify,
    watch,
    word,
)
from trygtryk.cli.ending import EXITS, Told
from trygtryk.cli.said import department_mended, mended
from trygtryk.errors import Place, refuse

ROOT = project.found()

_ANYWHERE = frozenset(["new", "licences"])
"""The commands that need no project."""


@click.group(cls=Told, epilog=EXITS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trygtryk", message="%(prog)s %(version)s", help="Vis versionen.")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Laver trykklare filer til pakken om psykologisk tryghed.

    \b
    Eksempler:
      trygtryk build                         hele pakken
      trygtryk build plakater/fejl            én plakat
      trygtryk build --team afdeling         hele pakken med »afdeling« i stedet for »team«
      trygtryk list                          alt, der kan laves
    """
    from trygtryk.pack import pack

    ctx.obj = ROOT
    if ctx.invoked_subcommand not in _ANYWHERE and not project.complete(ROOT):
        raise refuse(
            "her ligger ingen pakke", Place(ROOT.name), "lav en: trygtryk new tryghed, og gå ind i den: cd tryghed"
        )
    pack.mend(ROOT / "out", mended)
    pack.mend(ROOT / "content/afdelinger", department_mended)


for _command in (
    new.new,
    build.build,
    batch.batch,
    listing.everything,
    word.word,
    word.wording,
    department.department,
    proof.proof,
    watch.watch,
    check.check,
    diff.diff,
    side.side,
    verify.verify,
    calibrate.calibrate,
    forms.forms,
    flipflap.flipflap,
    cards.cards,
    licences.licences,
):
    main.add_command(_command)
main.add_command(department.department, "afdeling")

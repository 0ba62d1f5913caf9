"""``trygtryk word`` and ``trygtryk wording``: how a word is inflected, and what it changes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from trygtryk.cli.usage import Command


@click.command(cls=Command, short_help="Vis, hvordan et ord bøjes.")
@click.argument("words", metavar="ORD", nargs=-1, required=True)
@click.option("--json", "as_data", is_flag=True, help="Skriv bøjningen som JSON.")
@click.pass_obj
def word(root: Path, words: tuple[str, ...], as_data: bool) -> None:
    """Vis, hvordan programmet bøjer et ord, og hvor det ved det fra.

    \b
    Eksempler:
      trygtryk word årgang
      trygtryk word "det pædagogiske personale" --json
    """
    from trygtryk.sources.department.own_word import look_up, spoken

    word = " ".join(words)
    bent = look_up(root, word)
    if as_data:
        forms = {name: value if value != "" else None for name, value in asdict(bent.noun).items()}
        click.echo(json.dumps({**forms, "source": bent.source}, ensure_ascii=False, indent=1))
    else:
        click.echo(spoken(word, bent))


@click.command("wording", cls=Command, short_help="Vis, hvad et andet ord end »team« ændrer.")
@click.argument("words", metavar="ORD|FIL|AFDELING", nargs=-1, required=True)
@click.pass_obj
def wording(root: Path, words: tuple[str, ...]) -> None:
    """Vis hver sætning, der ændrer sig med et andet ord end »team«, før og efter, og hvor den trykkes."""
    from trygtryk.sources.department.departments import asked_for, departments, slug
    from trygtryk.texts import changed_texts

    word = " ".join(words)
    own = Path(word).is_dir() or slug(word) in departments(root)
    for change in changed_texts(root, asked_for(root, word, department=own)):
        click.echo(f"{change.id}  ({change.place})")
        click.echo(f"  før:   {change.before}")
        click.echo(f"  efter: {change.after}")

"""A department's own folder, made from a few answers: its file with every possibility in it, and room for pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from trygtryk.errors import Place, refuse
from trygtryk.pack.journal import taken, whole_folder
from trygtryk.sources.danish.phrases import Noun
from trygtryk.sources.department.departments import DEPARTMENTS, slug
from trygtryk.sources.department.own_folder import FILE, PICTURES
from trygtryk.sources.department.own_word import as_lines

_FILE = """\
# Det, der er jeres eget. Alt kan udelades: slet linjen, eller sæt # foran.
# Lav pakken: {command}

{name}
{school}
{logo}

# Ordet i stedet for »team«. Se, hvordan det bøjes: .venv/bin/trygtryk word årgang
{word}

# En anden podcast eller et andet webinar. Linkenes navne, og hvad vi har skrevet om dem, står i content/links.yaml.
# links:
#   podcast:
#     adresse: https://…
#     titel: Podcast · Vores egen
#     note: 20 minutter
#     om: Det, skemaet fortæller om indholdet.

# En vending, som skal lyde anderledes; skriv den som i teksterne, uden klammer.
# vendinger:
#   teammøde: fredagsmøde

# En hel tekst i stedet for vores, ud for dens id: filens navn og nøglerne ned til den.
# tekster:
#   plakater.fejl.headline: Her lærer vi af fejl

# Hvor mange trykkeriet skal lave; 0 er ingen.
# oplag:
#   plakater: 4
#   skemaer/udsagn: 30

# Ordresedlen til trykkeriet. Det, I ikke skriver, bliver til linjer at udfylde.
# bestilling:
#   afsender: |
#     Havrebjerg Skole, Mellemtrinnet
#     Lone Holm, tlf. 12 34 56 78
#   trykkeri: Trykhuset, ordre@trykhuset.example
#   levering: Skolevej 1, 4200 Slagelse
#   dato: 2026-12-01             # leveres senest
#   ean: "5790000123452"
#   reference: 4711-22

# printer: kopirum             # skolens printer, målt med .venv/bin/trygtryk calibrate
# udgave: kontor               # kun tryk, kontor eller skaerm; eller udgavens dag: "2026-11-01"
"""
_PICTURES = """\
Læg jeres egne billeder her: SVG, PDF, PNG, JPG, WebP eller TIFF. Billedet skal hedde det samme som det, det skal stå i
stedet for, fx `plakat-fejl.jpg`. Navnene: `.venv/bin/trygtryk list --pictures`. Er det et nyt billede, så skriv, hvad det
viser, i en tekstfil ved siden af: `plakat-fejl.txt`.
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody says of their department; empty where they say nothing.

    ``name`` is printed where it is ``printed``, and in any case the folder's. ``noun`` is a word nobody knows, as told.
    """

    name: str
    school: str = ""
    word: str = ""
    noun: Noun | None = None
    logo: Path | None = None
    printed: bool = True


def make_folder(root: Path, answers: Answers, folder: Path | None = None) -> Path:
    """The folder, written; raises BuildError where there is one already, or the name can be no folder's."""
    called = slug(answers.name)
    if not called:
        raise refuse(f"»{answers.name}« kan ikke være navn på en mappe", None, "brug bogstaver eller tal")
    target = folder or root / DEPARTMENTS / called
    if taken(target):
        place = Place(target.relative_to(root).as_posix() if target.is_relative_to(root) else target.name)
        raise refuse("mappen findes allerede", place, f"ret {FILE} i den, eller vælg et andet navn")
    if answers.logo and not answers.logo.is_file():
        raise refuse("logoet findes ikke", Place(answers.logo.name))
    command = f'make print AFDELING="{folder or called}"'
    with whole_folder(target) as made:
        (made / PICTURES).mkdir()
        if answers.logo:
            shutil.copyfile(answers.logo, made / f"logo{answers.logo.suffix.lower()}")
        (made / FILE).write_text(_text(answers, command), encoding="utf-8", newline="\n")
        (made / PICTURES / "LÆSMIG.md").write_text(_PICTURES, encoding="utf-8", newline="\n")
    return target


def _text(answers: Answers, command: str) -> str:
    word = (
        as_lines(answers.noun)
        if answers.noun
        else [f"ord: {_scalar(answers.word)}" if answers.word else "# ord: årgang"]
    )
    return _FILE.format(
        command=command,
        name=f"navn: {_scalar(answers.name)}" if answers.printed else "# navn: Mellemtrinnet",
        school=f"skole: {_scalar(answers.school)}" if answers.school else "# skole: Havrebjerg Skole",
        logo=f"logo: logo{answers.logo.suffix.lower()}" if answers.logo else "# logo: logo.svg     # i denne mappe",
        word="\n".join(word),
    )


def _scalar(text: str) -> str:
    """A text as YAML has it in one line."""
    return yaml.safe_dump(text, allow_unicode=True, width=10_000).removesuffix("\n").removesuffix("...").strip()


def asked_forms(guess: Noun, ask: Callable[[str, str], str]) -> Noun:
    """A word's forms by four plain questions; ``ask`` takes a question and what is answered where nothing is typed."""
    word = guess.singular or guess.plural
    article = ask(f"Hedder det »en {word}« eller »et {word}«?", "et" if guess.gender == "intetkøn" else "en")
    neuter = article.strip().lower() in ("et", f"et {word}".lower())
    ending, other = ("et", "en") if neuter else ("en", "et")
    definite = guess.singular_definite
    if definite.endswith(other):
        definite = definite.removesuffix(other) + ending
    elif neuter != (guess.gender == "intetkøn"):
        definite = definite[:-1] + ending[-1]
    one = ask(f"Og når I taler om {'det' if neuter else 'den'}: »vi ses i …«?", definite)
    many = ask("Hvad hedder flere af dem: »vi er flere …«?", guess.plural)
    every = ask("Og alle sammen: »alle … er med«?", f"{many}ne" if many.endswith("er") else guess.plural_definite)
    gender = "intetkøn" if neuter else "fælleskøn"
    return replace(guess, gender=gender, singular_definite=one, plural=many, plural_definite=every)  # type: ignore[arg-type]

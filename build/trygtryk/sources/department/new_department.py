"""A department's own folder, made from a few answers: its file with every possibility in it, and room for pictures."""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

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

_NO_FORMS = frozenset(["ja", "nej", "yes", "no", "ok", "ved ikke", "ingen"])
_ALIKE = 0.5


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
    """A word's forms by four plain questions; ``ask`` takes a question and what is answered where nothing is typed.

    What cannot be right is asked again. A word with capitals that is the same when it is talked about is a name.
    """
    word = guess.singular or guess.plural

    def asked(question: str, likely: str, fits: Callable[[str], bool], wanted: str) -> str:
        told = ""
        while True:
            answer = " ".join(ask(f"{told}{question}", likely).split())
            form = answer.removeprefix("i ").removeprefix("flere ").removeprefix("alle ")
            if fits(form):
                return form
            told = f"»{answer}« kan ikke passe; {wanted}. "

    genders = {"en": False, "et": True, f"en {word}".lower(): False, f"et {word}".lower(): True}
    likely = "et" if guess.gender == "intetkøn" else "en"
    question = f"Hedder det »en {word}« eller »et {word}«?"
    neuter = genders[asked(question, likely, lambda form: form.lower() in genders, "svar en eller et").lower()]
    gender: Literal["intetkøn", "fælleskøn"] = "intetkøn" if neuter else "fælleskøn"
    named = word != word.lower()
    one = asked(
        f"Og når I taler om {'det' if neuter else 'den'}: »vi ses i …«?",
        _likely_definite(guess, word, neuter=neuter),
        lambda form: (named and form == word) or (_of_word(form, word) and form[-1] == ("t" if neuter else "n")),
        f"skriv hele ordet, så det ender på -{'et' if neuter else 'en'}",
    )
    if one == word:
        named_so = replace(guess, gender=gender, singular=word, singular_definite=word, countable=False)
        return replace(named_so, plural="", plural_definite="")
    many = asked(
        "Hvad hedder flere af dem: »vi er flere …«?",
        guess.plural or f"{word}{'r' if word.endswith('e') else 'er'}",
        lambda form: _of_word(form, word) and form != one,
        "skriv hele ordet i flertal",
    )
    every = asked(
        "Og alle sammen: »alle … er med«?",
        f"{many}ne" if many.endswith("er") or not guess.plural_definite else guess.plural_definite,
        lambda form: form.startswith("de ") or (_of_word(form, many) and form.endswith("ne")),
        "skriv hele ordet, så det ender på -ne",
    )
    return replace(
        guess, gender=gender, singular=word, singular_definite=one, plural=many, plural_definite=every, countable=True
    )


def _likely_definite(guess: Noun, word: str, *, neuter: bool) -> str:
    """The definite form in the gender that was answered."""
    ending, other = ("et", "en") if neuter else ("en", "et")
    definite = guess.singular_definite
    if definite == word:
        return definite if word != word.lower() else word + (ending[-1] if word.endswith("e") else ending)
    if definite.endswith(other):
        return definite.removesuffix(other) + ending
    return definite[:-1] + ending[-1] if neuter != (guess.gender == "intetkøn") else definite


def _of_word(form: str, word: str) -> bool:
    """Whether an answer may be a form of the word at all: neither a yes nor a letter."""
    if form.lower() in _NO_FORMS or len(form) < max(2, len(word) - 2) or not re.fullmatch(r"[\w’'. &-]+", form):
        return False
    alike = difflib.SequenceMatcher(None, form.lower(), word.lower()).ratio() >= _ALIKE
    return alike or form[0].lower() == word[0].lower()

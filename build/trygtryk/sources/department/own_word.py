"""The word a department stands for *team* with: looked up, told in plain words, or as its file has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from trygtryk.errors import BuildError, Fault, Place, refuse
from trygtryk.names import composed
from trygtryk.sources.danish.lexicon import Lexicon
from trygtryk.sources.danish.nouns import Bent, bend, of_several
from trygtryk.sources.danish.phrases import Noun, genitive
from trygtryk.sources.nodes import Node

GUESSED = "gættet efter endelsen"
FORMS = ("gender", "singular", "singular_definite", "plural", "plural_definite", "compound", "preposition")
DANISH = {
    "ord": "word",
    "køn": "gender",
    "ental": "singular",
    "bestemt_ental": "singular_definite",
    "flertal": "plural",
    "bestemt_flertal": "plural_definite",
    "sammensat": "compound",
    "forholdsord": "preposition",
    "tælles": "countable",
}
"""The keys of a word in Danish, as an editor writes them, and as the program knows them."""

_IN_DANISH = {english: danish for danish, english in DANISH.items()}
_LONGEST = 60
_BOTH = frozenset(["og", "eller", "samt", "&"])
_NO_PART = frozenset(["vores", "jeres", "deres", "min", "mit", "et", "en", "alle", "flere"])
# what stands for a noun, or before one, and can be replaced by none
_NO_NOUNS = """
    jeg du han hun den det vi i de mig dig ham hende os jer dem man alle nogen ingen enhver hver begge andre selv
    hinanden hverandre min din sin vor vores jeres deres hans hendes denne dette disse hvem hvad hvilken mange få flere
    her der sammen og eller
"""
_BEFORE_A_NOUN = frozenset(["den", "det", "de"])


@cache
def lexicon(root: Path) -> Lexicon:
    """The words of Danish."""
    return Lexicon(root)


def look_up(root: Path, word: str) -> Bent:
    """A word bent; raises BuildError where it is none, or several."""
    word = " ".join(composed(word).split())
    if strange := next((sign for sign in word if not sign.isprintable()), ""):
        told = f"der står et usynligt tegn (U+{ord(strange):04X}) i »{word.replace(strange, '')}«"
        raise refuse(told, None, "skriv ordet igen på tastaturet")
    if strange := next((sign for sign in word if sign.isalpha() and "LATIN" not in unicodedata.name(sign, "")), ""):
        told = (
            f"»{strange}« i »{word}« er ikke et dansk bogstav, men kommer fra et andet alfabet (U+{ord(strange):04X})"
        )
        raise refuse(told, None, "skriv ordet igen på tastaturet")
    if not re.search(r"[^\W\d_]", word) or re.search(r"[^\w\s.,’'/&-]", word):
        raise refuse(f"»{word}« er ikke et ord", None, "skriv ordet med bogstaver, fx årgang")
    if len(word) > _LONGEST:
        raise refuse(f"»{word[:_LONGEST]}…« er for langt til et ord", None, "brug et kortere")
    first, *rest = word.split()
    if re.search(r"\w ?/ ?\w[^-]*$", word) or (first[:1].islower() and _BOTH & set(rest) and "-" not in rest[-1]):
        raise refuse(
            f"»{word}« er flere ord", None, "vælg det, I oftest siger; hele navnet kan stå under »navn« i jeres mappe"
        )
    pronoun = first.lower() in _NO_NOUNS.split() and (not rest or first.islower() or first == "I")
    if (
        pronoun
        and not (rest and first.lower() in _BEFORE_A_NOUN | _NO_PART)
        and not re.fullmatch("[A-ZÆØÅ]{2,3}", word)
    ):
        way = "skriv det, I er, fx afdeling, team eller kolleger; teksterne siger selv vi og jer"
        raise refuse(f"»{first}« er ikke et navneord og kan ikke stå i stedet for »team«", None, way)
    if rest and first.lower() in _NO_PART:
        raise refuse(f"»{first}« hører ikke med til ordet", None, f"skriv det alene: {' '.join(rest)}")
    return bend(word.replace("’", "'"), lexicon(root))


class UnknownWordError(BuildError):
    """A word that was only guessed at: the guess, and the lines to write where it is right."""

    def __init__(self, fault: Fault, bent: Bent) -> None:
        super().__init__(fault)
        self.bent = bent


def unknown(word: str, bent: Bent, words: Lexicon, file: str) -> UnknownWordError:
    """What is told of a word that was only guessed at, with the lines to write in a file."""
    same = [word.lower()] if word.isupper() and words.noun(word.lower()) else []  # LUP, TUR
    close = [*same, *words.near(word)][:3]
    meant = f"mente du {' eller '.join(close)}? Ellers " if close else ""
    lines = "\n      ".join(as_lines(bent.noun))
    told = f"ordet »{word}« står ikke i ordbogen, så programmet kan kun gætte, hvordan det bøjes"
    way = f"{meant}skriv disse linjer i {file}, ret dem, og kør kommandoen igen:\n      {lines}"
    if word.isupper():
        name = "\n      ".join((f"ental: {word}", f"bestemt_ental: {word}", "tælles: nej"))
        way += f"\n    Hedder det bare {word}, som »i SSP«, så skriv disse i stedet:\n      {name}"
    return UnknownWordError(Fault(told, None, way), bent)


def as_lines(noun: Noun) -> list[str]:
    """A noun as the lines of a department's file."""
    values = {name: value for name, value in asdict(noun).items() if value not in ("", True)}
    return [f"{_IN_DANISH[name]}: {'nej' if value is False else value}" for name, value in values.items()]


def spoken(asked: str, bent: Bent) -> str:
    """How a word was bent, in one line, as the texts have it."""
    noun = of_several(bent.noun)
    if noun.kind == "countable":
        article = "et" if noun.gender == "intetkøn" else "en"
        forms = f"{article} {noun.singular}, {noun.singular_definite}, flere {noun.plural}, {noun.plural_definite}"
    elif noun.kind == "mass":
        forms = f"{noun.singular}, {noun.singular_definite} (tælles ikke)"
    elif noun.names_many:
        forms = f"{noun.plural}, {genitive(noun.plural)} (et navn i flertal)"
    elif noun.kind == "plural":
        forms = f"{noun.plural}, {noun.plural_definite} (kun flertal)"
    else:
        forms = f"{noun.singular}, {genitive(noun.singular)} (et navn)"
    definite = noun.plural_definite if noun.kind == "plural" else noun.singular_definite
    by = {"kendt ord": "", "kendt sidste led": f", bøjet efter »{bent.part}«"}.get(
        bent.source, " – gættet efter endelsen, så se efter, om det passer"
    )
    meeting = f"møde {noun.preposition} {noun.singular}" if noun.spelled_out else f"{noun.compound}møde"
    return f"»{asked}«: {forms}, {meeting}, {noun.preposition} {definite}{by}."


def printed(noun: Noun) -> Noun:
    """The forms with the apostrophe that is printed."""
    return replace(noun, **{name: getattr(noun, name).replace("'", "’") for name in FORMS if name != "gender"})


@dataclass(frozen=True, slots=True)
class WordKeys:
    """What a file may say of its word; all of it can be left out."""

    word: str = ""
    gender: Literal["", "intetkøn", "fælleskøn"] = ""
    singular: str = ""
    singular_definite: str = ""
    plural: str = ""
    plural_definite: str = ""
    compound: str = ""
    preposition: str = ""
    countable: bool = True


class OwnWord:
    """The word of a file: its own forms before those the lexicon has; ``called`` gives a key as the file has it."""

    def __init__(
        self, file: WordKeys, entries: Mapping[str, Node], place: Place, called: Callable[[str], str], words: Lexicon
    ) -> None:
        self.file = replace(file, word=" ".join(composed(file.word).split()))
        self.entries, self.place, self.called, self.words = entries, place, called, words
        self.given: dict[str, str] = {name: form for name in FORMS if (form := getattr(file, name).strip())}

    @cached_property
    def known(self) -> Noun | None:
        """The word as the lexicon has it."""
        first = self.file.word or self.file.singular or self.file.plural or ("" if self.given else "team")
        bent = bend(first.replace("’", "'"), self.words) if first else None
        if not bent or bent.source == GUESSED:
            return None
        return printed(bent.noun if self.given else of_several(bent.noun))

    @property
    def noun(self) -> Noun:
        """The word; only where there are no faults."""
        none = Noun("fælleskøn", "", "", "", "", "", countable=self.file.countable)
        # what is not counted has no more forms than are written, unless the word itself is looked up
        whole = set(FORMS) <= self.given.keys()
        base = none if whole or not self.known or not (self.file.word or self.file.countable) else self.known
        given = {"singular": self.file.word, **self.given} if self.file.word and base is none else self.given
        noun = replace(base, **given, countable=self.file.countable and base.countable)  # type: ignore[arg-type]
        if noun.compound:
            return noun
        return replace(noun, compound=self.known.compound if self.known else f"{noun.singular or noun.plural}-")

    def faults(self) -> Iterator[Fault]:
        """Forms that are missing, empty, or end as no Danish noun of that gender does."""
        missing = [name for name in self._needed() if name not in self.entries]
        if missing and self.file.word and not self.given:
            guess = bend(self.file.word.replace("’", "'"), self.words)
            yield from unknown(self.file.word, guess, self.words, self.place.file).faults
        else:
            for name in missing:
                key = self.called(name)
                yield Fault(f"»{key}« mangler", self.place, f"skriv nøglen »{key}« her")
        gender = self.given.get("gender") or (self.known.gender if self.known else "")
        for name in (name for name in FORMS if name in self.entries):
            form, place = self.given.get(name, ""), self.entries[name].place
            if not form:
                yield Fault(f"formen »{self.called(name)}« er tom", place, "skriv ordet i den form")
            elif not re.fullmatch(r"[\w’'./ &-]+", form) or form.split()[0].lower() in _NO_PART:
                way = f"det, der er flere ord om, skrives under »{self.called('phrases')}«"
                yield Fault(f"»{form}« skal være ordet alene", place, way)
            elif wrong := self._wrong_ending(name, form, gender):
                yield Fault(f"»{form}« er ikke {wrong[0]}", place, wrong[1])

    def _needed(self) -> tuple[str, ...]:
        if self.file.countable:
            return (
                ()
                if set(FORMS[:-1]) <= self.given.keys() or self.known
                else tuple(name for name in FORMS[:-1] if name != "singular" or not self.file.word)
            )
        if self.file.word:
            return ()
        return ("plural", "plural_definite") if self.file.plural else ("singular", "singular_definite")

    def _wrong_ending(self, name: str, form: str, gender: str) -> tuple[str, str] | None:
        article, last, the = ("et", "t", "det ") if gender == "intetkøn" else ("en", "n", "den ")
        right = form.endswith(last) or form.startswith(the) or form == self.file.singular
        if name == "singular_definite" and gender and not right:
            first = self.file.singular or self.file.word
            return f"bestemt form af {article} {first}", f"se efter, om »{self.called('gender')}« passer"
        named = not self.file.countable and form == self.file.plural
        if name == "plural_definite" and not form.endswith("ne") and not form.startswith("de ") and not named:
            return "bestemt form i flertal", "den ender på -ne: afdelingerne, teamene"
        return None

    def contradictions(self) -> Iterator[Fault]:
        """The forms that the lexicon has otherwise."""
        first = self.file.singular or self.file.plural
        if not self.known and (close := self.words.near(first)):
            told = f"»{first}« står ikke i ordbogen; mente I {' eller '.join(close)}?"
            yield Fault(told, self.place, "er ordet rigtigt, så lad det stå")
        if not self.known:
            return
        first = self.known.singular or self.known.plural
        others = {form.replace("'", "’") for form in self.words.other_forms(first)}
        for name in FORMS[:-1]:
            form, right = self.given.get(name, "").replace("'", "’"), getattr(self.known, name)
            if form and right and form != right and form not in others:
                yield Fault(
                    f"ordbogen bøjer »{first}« anderledes: {right}, ikke {form}",
                    self.entries[name].place,
                    f"ret det til »{right}«; skal det være sådan hos jer, så lad det stå: det bliver trykt, som det er skrevet",
                )

"""The Danish a replaced noun needs: the phrase written for *team* taken apart, and set again round another noun."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

# each row: neuter, common gender, plural; a dash where there is no such form
_DETERMINERS = """
dette denne disse, det den de, dets dens -, et en -, ét én -, hvert hver -, ethvert enhver -, intet ingen ingen,
noget nogen nogle, hvilket hvilken hvilke, sådant sådan sådanne, mit min mine, dit din dine, sit sin sine,
vort vor vore, eget egen egne, andet anden andre
"""
# so ends the neuter, and so the common gender, of adjectives without number
_ENDINGS = (("igt", "ig"), ("somt", "som"), ("ivt", "iv"), ("fuldt", "fuld"), ("løst", "løs"))
# the other participles are only known before the noun: alone, they could be {teamet} misspelt
_PARTICIPLE = re.compile(r"\w{3,}(et|ede)")
# participles, comparatives and superlatives, -isk, and the plurals of the endings above
_SAME = re.compile(r"\w{2,}(ende|ere|este|igste|eret|erede|isk|iske|ige|somme|ive|fulde|løse)")
_COUNTED = "begge flere mange få adskillige nogen par antal to tre fire fem seks syv otte ni ti"
_ANY = """
fælles lille moderne stille ægte ens vores jeres deres hans hendes hele selve ene eneste første næste sidste bedste
største mindste samme øvrige bedre større mindre så hvor meget lidt mere mest ret ganske ikke kun mindst højst endnu nok selv
"""
_POSSESSIVE = frozenset(["vores", "jeres", "deres", "hans", "hendes"])
_BEFORE_DEFINITE = frozenset(["hele", "selve", "alle", "begge"])
# after these an adjective stands in the form it has in »det pædagogiske personale«
_DEFINING = _POSSESSIVE | {"det", "dette", "mit", "dit", "sit", "vort", "samme", "hele", "eneste", "første", "sidste"}
# these ask for one of several, which neither a proper name nor what cannot be counted has
_ONE_OF_SEVERAL = frozenset(["hvert", "ethvert", "ét", "andet", "af", *_COUNTED.split()])
# what stands before one of these is a phrase of its own: »et af teamene«, »et eller flere teams«, »som team«
_JOINERS = re.compile("og|eller|samt|af|som|i|på|til|fra|for|med|uden|mellem|hos|om|ved")
# these stand as they are before such words: »et par teams«, »et helt nyt team«, »et godt fungerende team«
_FIXED = (
    (frozenset(["et"]), re.compile("par|antal")),
    (frozenset(["helt", "særligt", "rigtigt"]), re.compile(r"(?!og|eller)\w+")),
    (frozenset(["godt", "dårligt", "hårdt", "tæt", "højt"]), re.compile(r"(?!vel)\w+ende")),
)

_NOUNS: dict[str, tuple[str, bool]] = {
    "team": ("singular", False),
    "teamet": ("singular_definite", False),
    "teams": ("plural", False),
    "teamene": ("plural_definite", False),
    "teamets": ("singular_definite", True),
    "teams’": ("plural", True),
    "teamenes": ("plural_definite", True),
}
"""How *team* is written in a phrase: the form, and whether it is the genitive."""


class Ungrammatical(Exception):
    """A phrase that is no Danish round *team*: what is wrong with it, and the way out."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


class Uncountable(Ungrammatical):
    """A phrase that asks for one of several, round a noun that is not counted."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun's gender and forms, empty where it has none; ``compound`` is what stands before *møde*.

    ``preposition`` is what *i* becomes: *på kontoret*, *blandt kollegerne*. What is not ``countable`` is a plural
    (no singular: *kolleger*), a proper name (the same in the definite form: *Team Nord*) or a mass (*personale*).
    """

    gender: Literal["intetkøn", "fælleskøn"]
    singular: str
    singular_definite: str
    plural: str
    plural_definite: str
    compound: str
    preposition: str = "i"
    countable: bool = True

    @property
    def kind(self) -> Literal["countable", "plural", "name", "mass"]:
        """How the word is counted: that decides which phrases can be said."""
        if self.countable:
            return "countable"
        if not self.singular:
            return "plural"
        return "name" if self.singular == self.singular_definite else "mass"

    @property
    def names_many(self) -> bool:
        """Whether it is a name of many, the same in the definite form: *4.b's forældre*."""
        return self.kind == "plural" and self.plural == self.plural_definite

    @property
    def spelled_out(self) -> bool:
        """Whether it is a name of several words, which makes no compound that is easily read: *Børnehuset Sol-møde*."""
        return " " in self.singular and self.compound == f"{self.singular}-"


@dataclass(frozen=True, slots=True)
class Adjective:
    """An adjective's forms; ``weak`` is that of the plural and after *det*."""

    neuter: str
    common: str
    weak: str


LookUp = Callable[[str], Adjective | None]
"""Finds an adjective by any of its forms."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase taken apart: its words in both genders and in the plural, then the noun's form if it has one.

    ``form`` is a field of Noun, empty where only words point back at the noun; ``tail`` follows a compound's stem.
    A word that has no plural is empty there.
    """

    neuter: tuple[str, ...]
    common: tuple[str, ...]
    plural: tuple[str, ...]
    form: str = ""
    genitive: bool = False
    tail: str = ""


@dataclass(frozen=True, slots=True)
class _Bend:
    """A word's other forms, and whether it can stand before one *team* and before many *teams*."""

    common: str
    plural: str
    one: bool = True
    many: bool = True


def _table() -> dict[str, _Bend]:
    words = {word: _Bend(word, word) for word in (*_ANY.split(), *_JOINERS.pattern.split("|"))}
    words.update({word: _Bend(word, word, one=False) for word in (*_COUNTED.split(), "alle", "små")})
    for neuter, common, plural in _ROWS:
        if plural != "-":
            words[plural] = _Bend(plural, plural, one=False)
        words[neuter] = _Bend(common, plural.strip("-"), many=False)
    words["dets"] = _Bend("dens", "deres", many=False)
    return words


_ROWS = [row.split() for row in _DETERMINERS.split(",")]
_WORDS = _table()
_NEUTER = {common: neuter for neuter, common, _ in _ROWS}


def genitive(word: str) -> str:
    """The genitive: an s; an apostrophe after s, x and z; both after an abbreviation (Retskrivningsordbogen, § 21)."""
    if word[-1].lower() in "sxz":
        return word + "’"
    return word + ("s" if word[-1].islower() else "’s")


def inflected(phrase: Phrase, noun: Noun) -> str:
    """The phrase round another noun, in small letters but for the noun's own; raises Uncountable where it cannot be said."""
    words, form = _agreed(phrase, noun)
    words = [noun.preposition if word == "i" and phrase.form else word for word in words]
    if phrase.tail.strip("-") and noun.spelled_out:  # »møder i Team Nord«
        return " ".join([*words, phrase.tail, noun.preposition, noun.singular])
    if form:
        if phrase.tail == "-":
            form = form.removesuffix("-")
        words.append((genitive(form) if phrase.genitive else form) + phrase.tail)
    return " ".join(words)


def _agreed(phrase: Phrase, noun: Noun) -> tuple[list[str], str]:
    """A phrase's words as they agree with a noun, and its form of the noun."""
    said = set(phrase.neuter)
    words = list(phrase.neuter if noun.gender == "intetkøn" else phrase.common)
    form: str = getattr(noun, phrase.form) if phrase.form else ""
    if noun.kind != "countable" and phrase.form != "compound":
        if said & _ONE_OF_SEVERAL or (phrase.form == "plural" and noun.kind != "plural" and "alle" not in said):
            raise _uncountable(phrase, noun)
        joiners = [word for word in words if _JOINERS.fullmatch(word)]
        alone = [word for word in phrase.neuter if word not in joiners]
        if noun.names_many and phrase.form == "singular" and len(alone) == 1:
            return joiners, noun.plural
        if noun.kind == "plural":
            definite = phrase.form.endswith("definite")
            return _many(phrase), phrase.form and (noun.plural_definite if definite else noun.plural)
        if phrase.form.startswith("plural"):
            # what is said of all of them is said of the whole
            whole = ["hele" if word == "alle" else word for word in words]
            return whole, _weak(noun) if said & _POSSESSIVE else noun.singular_definite
        if phrase.form == "singular" and (alone == ["et"] or (noun.kind == "name" and len(alone) == 1)):
            return joiners, noun.singular_definite
    return words, _weak(noun) if phrase.form == "singular" and said & _DEFINING else form


def _uncountable(phrase: Phrase, noun: Noun) -> Uncountable:
    team = {"plural": "teams", "plural_definite": "teamene", "singular": "team"}.get(phrase.form, "")
    return Uncountable(
        f"{{{' '.join((*phrase.neuter, team)).strip()}}} kan ikke siges med »{noun.singular or noun.plural}«, der ikke tælles",
        "skriv en tekst for sig under »utællelig« (se content/wordings/team.yaml)",
    )


def _weak(noun: Noun) -> str:
    """The noun after *jeres* and *dette*: as its definite form has it, where that begins with an article."""
    article, _, rest = noun.singular_definite.partition(" ")
    return rest if rest and article in ("det", "den") else noun.singular


def _many(phrase: Phrase) -> list[str]:
    """The words of a phrase before a plural: no article, and *alle kollegerne* for *hele teamet*."""
    pairs = zip(phrase.neuter, phrase.plural, strict=True)
    return ["alle" if neuter == "hele" else plural for neuter, plural in pairs if plural or neuter != "et"]


@cache
def parsed(slot: str, tail: str, look_up: LookUp) -> Phrase:
    """A phrase as it is written for *team*, in small letters; ``tail`` is what the slot's end runs into.

    Raises Ungrammatical where a word is unknown, or is not how it goes with *team*.
    """
    words = slot.replace("'", "’").split()
    noun = words.pop() if words and words[-1] in _NOUNS else ""
    if early := next((word for word in words if word in _NOUNS), ""):
        raise Ungrammatical(f"der står noget efter »{early}« i {{{slot}}}", f"slut klammen lige efter »{early}«")
    bends = [
        _Bend(word, word) if _fixed(word, after) else _bend(word, slot, look_up, before_noun=bool(noun))
        for word, after in pairwise([*words, ""])
    ]
    if not noun:
        if tail or not words:
            raise Ungrammatical(f"{{{slot}}}{tail} mangler ordet »team«", "skriv {team}, {dette team}, {team}møde …")
        return _phrase(words, bends)
    if tail:
        _check_tail(slot, words, noun, tail)
        return _phrase(words, bends, "singular", True) if tail == "s" else _phrase(words, bends, "compound", tail=tail)
    form, owns = _NOUNS[noun]
    # where the last joiner stands, the words that belong to the noun itself begin
    start = max((at for at, word in enumerate(words, 1) if _JOINERS.fullmatch(word)), default=0)
    if noun == "teams":
        form, owns = _one_or_many(slot, words, bends[start:])
    for word, bend in zip(words[start:], bends[start:], strict=True):
        if form.endswith("definite") and word not in _BEFORE_DEFINITE:
            other = "team" if form == "singular_definite" else "teams"
            raise Ungrammatical(f"»{word}« passer ikke foran »{noun}« i {{{slot}}}", f"skriv »{word} {other}«")
        if not (bend.one if form == "singular" else bend.many):
            other = "teams" if form == "singular" else "team"
            raise Ungrammatical(f"»{word}« passer ikke til »{noun}« i {{{slot}}}", f"skriv »{word} … {other}«")
    return _phrase(words, bends, form, owns)


def _check_tail(slot: str, words: list[str], noun: str, tail: str) -> None:
    whole = f"{{{slot}}}{tail}"
    if tail != "s" and noun + tail in _NOUNS:
        raise Ungrammatical(f"{whole} er ét ord", f"skriv {{{noun}{tail}}}")
    if noun != "team":
        raise Ungrammatical(f"{whole} kan ikke sættes sammen", "skriv {teamets}, {jeres team}s eller {team}møde")
    if tail != "s" and words:
        way = f"det sidste led bestemmer bøjningen: skriv {' '.join(words)} {{team}}{tail}"
        raise Ungrammatical(f"{whole} kan ikke sættes sammen", way)


def _bend(word: str, slot: str, look_up: LookUp, *, before_noun: bool) -> _Bend:
    if found := _WORDS.get(word):
        return found
    if adjective := look_up(word):
        if word == adjective.neuter:
            return _Bend(adjective.common, adjective.weak, many=word == adjective.weak)
        if word == adjective.weak:
            return _Bend(word, word)
        raise _disagrees(word, slot, adjective.neuter)
    for neuter, common in _ENDINGS:
        if word.endswith(neuter):
            stem = word.removesuffix(neuter) + common
            return _Bend(stem, stem + ("me" if common == "som" else "e"), many=False)
    if word not in _NEUTER and _SAME.fullmatch(word):
        return _Bend(word, word + "e" * word.endswith("isk"))
    if before_noun and _PARTICIPLE.fullmatch(word):
        return _Bend(word, word.removesuffix("t") + "de" if word.endswith("et") else word)
    if neuter := _NEUTER.get(word, word + "t" if word.endswith(tuple(common for _, common in _ENDINGS)) else ""):
        raise _disagrees(word, slot, neuter)
    close = difflib.get_close_matches(word, [*_WORDS, *_NOUNS], n=2, cutoff=0.7)
    meant = f"mente du {' eller '.join(close)}? Ellers: " if close else ""
    if word.startswith("team"):
        meant += f"skriv {{team}}{word.removeprefix('team')}; "
    raise Ungrammatical(
        f"»{word}« i {{{slot}}} er ukendt", f"{meant}sæt kun klammer om ord, der bøjes (se content/wordings/team.yaml)"
    )


def _disagrees(word: str, slot: str, neuter: str) -> Ungrammatical:
    return Ungrammatical(f"»{word}« i {{{slot}}} passer ikke til »team«", f"skriv »{neuter}«; det bøjes af sig selv")


def _one_or_many(slot: str, words: list[str], own: list[_Bend]) -> tuple[str, bool]:
    """»teams« is what one team has, or many teams: the words before it tell."""
    if any(not bend.many for bend in own):
        return "singular", True
    if all(bend.one for bend in own) and _POSSESSIVE & set(words) and not {"af", "mellem"} & set(words):
        one = " ".join([*words, "team"])
        raise Ungrammatical(
            f"{{{slot}}} kan betyde både ejefald og flertal", f"ejefald: {{{one}}}s, flertal: {{alle {one}s}}"
        )
    return "plural", False


def _fixed(word: str, after: str) -> bool:
    return any(word in fixed and before.fullmatch(after) for fixed, before in _FIXED)


def _phrase(words: list[str], bends: list[_Bend], form: str = "", owns: bool = False, tail: str = "") -> Phrase:
    commons, plurals = tuple(bend.common for bend in bends), tuple(bend.plural for bend in bends)
    return Phrase(tuple(words), commons, plurals, form, owns, tail)

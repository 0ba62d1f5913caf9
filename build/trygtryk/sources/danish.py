"""The Danish a replaced noun needs: the phrase written for *team* taken apart, and set again round another noun."""

from __future__ import annotations

import difflib
import re
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
# the plural is also the form after det, dette, jeres ...
_ADJECTIVES = """
trygt tryg trygge, utrygt utryg utrygge, godt god gode, nyt ny nye, gammelt gammel gamle, ungt ung unge,
stærkt stærk stærke, svagt svag svage, stort stor store, helt hel hele, halvt halv halve, åbent åben åbne,
enkelt enkelt enkelte, erfarent erfaren erfarne, voksent voksen voksne, velkomment velkommen velkomne,
sikkert sikker sikre, usikkert usikker usikre, fleksibelt fleksibel fleksible, stabilt stabil stabile, travlt travl travle,
klogt klog kloge, sundt sund sunde, rart rar rare, tæt tæt tætte, nært nær nære, bredt bred brede, højt høj høje,
lavt lav lave, langt lang lange, kort kort korte, klart klar klare, frit fri frie, fast fast faste, stolt stolt stolte,
glad glad glade, robust robust robuste, kompetent kompetent kompetente, konkret konkret konkrete, bevidst bevidst bevidste,
sammensat sammensat sammensatte, kendt kendt kendte, velkendt velkendt velkendte, bestemt bestemt bestemte,
samlet samlet samlede, blandet blandet blandede, presset presset pressede,
splittet splittet splittede, lukket lukket lukkede, delt delt delte, spredt spredt spredte, udsat udsat udsatte, parat parat parate, tilfreds tilfreds tilfredse, normalt normal normale, lokalt lokal lokale,
socialt social sociale, professionelt professionel professionelle, neutralt neutral neutrale, hårdt hård hårde,
skævt skæv skæve, varmt varm varme, koldt kold kolde, rent ren rene, tomt tom tomme, fuldt fuld fulde
"""
# so ends the neuter, and so the common gender, of adjectives without number
_ENDINGS = (("igt", "ig"), ("somt", "som"), ("ivt", "iv"), ("fuldt", "fuld"), ("løst", "løs"))
# the other participles are only known before the noun: alone, they could be {teamet} misspelt
_PARTICIPLE = re.compile(r"\w{3,}(et|ede)")
# participles, comparatives and superlatives, -isk, and the plurals of the endings above
_SAME = re.compile(r"\w{2,}(ende|ere|este|igste|eret|erede|isk|iske|ige|somme|ive|fulde|løse)")
_MANY = "alle begge flere mange få adskillige nogen små par antal to tre fire fem seks syv otte ni ti"
_ANY = """
fælles lille moderne stille ægte ens vores jeres deres hans hendes hele selve ene eneste første næste sidste bedste
største mindste samme øvrige bedre større mindre så hvor meget lidt mere mest ret ganske ikke kun mindst højst endnu nok selv
"""
_POSSESSIVE = frozenset(["vores", "jeres", "deres", "hans", "hendes"])
_BEFORE_DEFINITE = frozenset(["hele", "selve", "alle", "begge"])
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


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun's gender and forms; ``compound`` is what stands before *møde* in the word for its meeting."""

    gender: Literal["intetkøn", "fælleskøn"]
    singular: str
    singular_definite: str
    plural: str
    plural_definite: str
    compound: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase taken apart: its words in both genders, then the noun's form if it has one.

    ``form`` is a field of Noun, empty where only words point back at the noun; ``tail`` follows a compound's stem.
    """

    neuter: tuple[str, ...]
    common: tuple[str, ...]
    form: str = ""
    genitive: bool = False
    tail: str = ""


@dataclass(frozen=True, slots=True)
class _Bend:
    """A word's form in the common gender, and whether it can stand before one *team* and before many *teams*."""

    common: str
    one: bool = True
    many: bool = True


def _rows(table: str) -> list[list[str]]:
    return [row.split() for row in table.split(",")]


def _table() -> dict[str, _Bend]:
    words = {word: _Bend(word) for word in (*_ANY.split(), *_JOINERS.pattern.split("|"))}
    words.update({word: _Bend(word, one=False) for word in _MANY.split()})
    for neuter, common, plural in _rows(_DETERMINERS):
        if plural != "-":
            words[plural] = _Bend(plural, one=False)
        words[neuter] = _Bend(common, many=False)
    for neuter, common, plural in _rows(_ADJECTIVES):
        words.setdefault(plural, _Bend(plural))
        words[neuter] = _Bend(common, many=False)
    return words


_WORDS = _table()
_NEUTER = {common: neuter for neuter, common, _ in (*_rows(_DETERMINERS), *_rows(_ADJECTIVES))}


def genitive(word: str) -> str:
    """The genitive: an s; an apostrophe after s, x and z; both after an abbreviation (Retskrivningsordbogen, § 21)."""
    if word[-1].lower() in "sxz":
        return word + "’"
    return word + ("’s" if word[-1].isupper() else "s")


def inflected(phrase: Phrase, noun: Noun) -> str:
    """The phrase round another noun, in small letters but for the noun's own."""
    words = list(phrase.neuter if noun.gender == "intetkøn" else phrase.common)
    if phrase.form:
        form: str = getattr(noun, phrase.form)
        if phrase.tail == "-":
            form = form.removesuffix("-")
        words.append((genitive(form) if phrase.genitive else form) + phrase.tail)
    return " ".join(words)


@cache
def parsed(slot: str, tail: str = "") -> Phrase:
    """A phrase as it is written for *team*, in small letters; ``tail`` is what the slot's end runs into.

    Raises Ungrammatical where a word is unknown, or is not how it goes with *team*.
    """
    words = slot.replace("'", "’").split()
    noun = words.pop() if words and words[-1] in _NOUNS else ""
    if early := next((word for word in words if word in _NOUNS), ""):
        raise Ungrammatical(f"der står noget efter »{early}« i {{{slot}}}", f"slut klammen lige efter »{early}«")
    bends = [
        _Bend(word)
        if _fixed(word, after) or (noun and _PARTICIPLE.fullmatch(word) and word not in _WORDS)
        else _bend(word, slot)
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


def _bend(word: str, slot: str) -> _Bend:
    if found := _WORDS.get(word):
        return found
    for neuter, common in _ENDINGS:
        if word.endswith(neuter):
            return _Bend(word.removesuffix(neuter) + common, many=False)
    if word not in _NEUTER and _SAME.fullmatch(word):
        return _Bend(word)
    if neuter := _NEUTER.get(word, word + "t" if word.endswith(tuple(common for _, common in _ENDINGS)) else ""):
        raise Ungrammatical(f"»{word}« i {{{slot}}} passer ikke til »team«", f"skriv »{neuter}«; det bøjes af sig selv")
    close = difflib.get_close_matches(word, [*_WORDS, *_NOUNS], n=2, cutoff=0.7)
    meant = f"mente du {' eller '.join(close)}? Ellers: " if close else ""
    if word.startswith("team"):
        meant += f"skriv {{team}}{word.removeprefix('team')}; "
    raise Ungrammatical(
        f"»{word}« i {{{slot}}} er ukendt", f"{meant}sæt kun klammer om ord, der bøjes (se content/wordings/team.yaml)"
    )


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
    return Phrase(tuple(words), tuple(bend.common for bend in bends), form, owns, tail)

"""Any word a department calls itself by, bent: known, known by its last part, or guessed and said to be so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from trygtryk.sources.danish.lexicon import Lexicon
from trygtryk.sources.danish.phrases import Noun

Source = Literal["kendt ord", "kendt sidste led", "gættet efter endelsen"]

# the ending, the gender, and how definite, plural, definite plural and the first part of a compound are made of it
_GUESSES = """
    ing c en er erne s; hed c en er erne s; else c n r rne s; ion c en er erne s; tet c en er erne s; skab n et er erne s;
    dom c men me mene s; eri n et er erne .; ium n 2et 2er 2erne 2e; um n met mer merne .; tek n et er erne s;
    ment n et er erne .; at n et er erne s; ik c ken ker kerne .; ur c en er erne .; or c en er erne .; ist c en er erne .;
    er c en e ne .; e c n r rne .; i n et er erne .; s c sen ser serne .; a c en er erne .; o c en er erne .; _ c en er erne .
"""
# endings that look like nouns: medlist, sundhed
_NO_LAST_PARTS = frozenset(["list", "dom", "hed"])
_ARTICLES = {"det": "intetkøn", "den": "fælleskøn", "de": ""}
# what people call themselves in capitals too
_NO_ABBREVIATIONS = frozenset(["team", "hold", "klub", "hus", "stue", "trin", "råd", "crew", "fag", "sal"])
# adjectives that are nouns as well, which nobody means in a name: »Ny Skole«
_NOUNS_TOO = frozenset(["ny", "hvid", "sort"])
_CAPITALS = re.compile(r"[A-ZÆØÅ]{2}")
_AFTER_A_NAME = frozenset(["i", "på", "for", "ved", "af", "til", "hos", "med"])
_SMALL = ("lille", "lille", "lille", "små")
# the endings of definite and plural forms, and what the first form has instead
_ENDINGS = (
    *((ending, "") for ending in ("erne", "rne", "ene", "ne", "en", "et", "er", "n", "t", "r", "e", "s")),
    *((ending, "") for ending in ("'en", "'et", "'er", "'erne")),
    *((ending, "er") for ending in ("ret", "re", "rene")),
    *((ending, "el") for ending in ("len", "let", "ler", "lerne")),
    *((ending, "um") for ending in ("et", "er", "erne")),
    *((ending, "a") for ending in ("er", "erne")),
)


@dataclass(frozen=True, slots=True)
class Bent:
    """A word bent; ``part`` is the known word it was bent by, ``read_as`` tells where it was read otherwise than typed."""

    noun: Noun
    source: Source
    part: str = ""
    read_as: str = ""


def bend(typed: str, lexicon: Lexicon) -> Bent:
    """A noun, a compound, an abbreviation, a name or a noun with adjectives; capitals and definite forms are seen through."""
    words = typed.split()
    if len(words) == 1:
        return _one_word(typed, lexicon)
    if known := lexicon.noun(" ".join(words).lower()):
        return Bent(known, "kendt ord", known.singular)
    return _with_adjectives(words, lexicon) or _after_hyphen(typed, lexicon) or _name(words, lexicon)


def of_several(noun: Noun) -> Noun:
    """A word for one person as the texts need it, which speak of all of them: *lærer* becomes *lærere*."""
    if noun.preposition != "blandt" or not noun.countable:
        return noun
    return replace(noun, singular="", singular_definite="", countable=False)


def joints(word: str, lexicon: Lexicon) -> tuple[int, ...]:
    """Where the parts of a compound meet, counted in letters; none where it is no compound."""
    for at in range(3, len(word) - 3):
        last = _known(word[at:], lexicon)
        if last and len(last.part) > 3 and _begins(word[:at], lexicon):
            return (*joints(word[:at].removesuffix("s"), lexicon), at)
    return ()


def _begins(first: str, lexicon: Lexicon) -> bool:
    """Whether this is a noun, or a compound, as it stands before a last part."""
    if _fit(first, lexicon) > (1 if len(first) > 4 else 2):
        return True
    for stem in (first, first.removesuffix("s")):
        for at in range(3, len(stem) - 3):
            noun = lexicon.noun(stem[at:], last=True)
            if noun and stem[:at] + noun.compound == first and _begins(stem[:at], lexicon):
                return True
    return False


def _abbreviated(typed: str) -> bool:
    return len(typed) < 7 and typed.isupper()


def _one_word(typed: str, lexicon: Lexicon) -> Bent:
    # LUP is no *lup*, but who types with capitals writes AFDELING, and TEAM
    short = _abbreviated(typed) and len(typed) < 5 and typed.lower() not in _NO_ABBREVIATIONS
    for word in (typed,) if short else _folded(typed):
        if found := _known(word, lexicon):
            return found if word == typed else replace(found, read_as=found.read_as or word)
    word = _plain(typed, lexicon)
    found = _adjective_as_noun(word, lexicon) or _by_last_part(word, lexicon)
    return replace(found, read_as=found.read_as or word * (word != typed)) if found else _guessed(typed)


def _folded(typed: str) -> tuple[str, ...]:
    """A word as typed, and with other capitals: »Afdeling«, »TEAM«, »sfo«."""
    return tuple(dict.fromkeys((typed, typed[:1].lower() + typed[1:], typed.lower(), typed.upper())))


def _plain(typed: str, lexicon: Lexicon) -> str:
    """A word in small letters, but for an abbreviation before a hyphen: »Naturfagsgruppe«, »Med-udvalg«."""
    *first, last = re.split(r"(?<=-)", typed)
    known = (part.upper() if len(part) > 2 and lexicon.noun(part.upper().rstrip("-")) else part for part in first)
    return "".join((*known, last.lower()))


def _known(word: str, lexicon: Lexicon) -> Bent | None:
    noun = lexicon.noun(word)
    return Bent(noun, "kendt ord", word) if noun else _of_form(word, lexicon)


def _of_form(word: str, lexicon: Lexicon) -> Bent | None:
    """A word typed in its definite form or its plural, by its first form."""
    found: Bent | None = None
    for ending, instead in _ENDINGS:
        if not word.endswith(ending) or len(word) < len(ending) + 2:
            continue
        stem = word.removesuffix(ending) + instead
        for first in (stem, stem[:-1]) if stem[-1:] == stem[-2:-1] else (stem,):
            if noun := lexicon.noun(first):
                forms = (noun.singular_definite, noun.plural, noun.plural_definite)
                if word in forms or word in lexicon.other_forms(first):
                    # persons in the plural are meant as many: kolleger; and before things: lærerne are no doctrines
                    many = noun.preposition == "blandt" and noun.countable and word != noun.singular_definite
                    if many:
                        return Bent(of_several(noun), "kendt ord", first, noun.plural)
                    found = found or Bent(noun, "kendt ord", first, first)
    return found


def _by_last_part(word: str, lexicon: Lexicon) -> Bent | None:
    """A compound, by the last part that fits what stands before it best, and of those the longest."""
    ends = [at for at in range(2, len(word) - 1) if word[at:] not in _NO_LAST_PARTS]
    if (last := word.rpartition("-")[2]) != word and _known(last, lexicon):  # MED-udvalgene are no *gene*
        ends = [len(word) - len(last)]
    parts = [(at, Bent(noun, "kendt ord", word[at:])) for at in ends if (noun := lexicon.noun(word[at:], last=True))]
    best = _best(word, parts, lexicon)
    if not best:  # perhaps its last part was typed in another form
        forms = [(at, other) for at in ends if at < len(word) - 4 and (other := _of_form(word[at:], lexicon))]
        typed = [(at, other) for at, other in forms if lexicon.noun(other.part, last=True)]
        best = _best(word, typed, lexicon)
    if not best:
        return None
    first, found = best
    made = _compound(first, found.noun)
    source: Source = (
        "gættet efter endelsen" if _doubtful(first, found.part, made, parts, lexicon) else "kendt sidste led"
    )
    return Bent(made, source, found.part, found.read_as and first + found.read_as)


def _doubtful(first: str, part: str, made: Noun, parts: list[tuple[int, Bent]], lexicon: Lexicon) -> bool:
    """Whether a compound may well be bent otherwise: *fag-råd* read as *fa-gråd*, *inter-view*, *arbejds-plan*."""
    word, near = first + part, first.rpartition("-")[2]  # 10.-klasseteam
    fit = _fit(near, lexicon)
    if not near:
        return False
    uncounted = made.singular and not made.plural and made.preposition != "blandt" and part != "service"
    if (
        len(part) < 3
        or uncounted
        or lexicon.doubtful(part)
        or not (fit or lexicon.begins(near) or _begins(near, lexicon))
    ):
        return True
    others = [(word[:at], found) for at, found in parts if at != len(first)]
    return any(
        _compound(other, found.noun) != made
        for other, found in others
        if _fit(other, lexicon) >= max(fit, 1 if len(found.part) > 2 else 2)
    )


def _best(word: str, parts: list[tuple[int, Bent]], lexicon: Lexicon) -> tuple[str, Bent] | None:
    fits = [(_fit(word[:at], lexicon), at, found) for at, found in parts]
    sure = [(fit, -at, found) for fit, at, found in fits if fit > 1 or len(found.part) > 3]
    _, at, found = max(sure, key=lambda way: way[:2], default=(0, 0, None))
    return (word[:-at], found) if found else None


def _compound(first: str, last: Noun) -> Noun:
    def whole(form: str) -> str:
        article, _, rest = form.rpartition(" ")  # de nyansatte
        return form and f"{article} {first}{rest}".lstrip()

    made = replace(last, singular=whole(last.singular), singular_definite=whole(last.singular_definite))
    made = replace(made, plural=whole(last.plural), plural_definite=whole(last.plural_definite))
    # »personalemøde« for the ansatte is a word of its own
    own = last.compound[:2] != (last.singular or last.plural)[:2]
    return replace(made, compound=made.plural if own else first + last.compound)


def _fit(first: str, lexicon: Lexicon) -> int:
    """How well this begins a compound: 3 with a hyphen or as a noun stands there, 2 for another known word, else 0."""
    if first.endswith("-"):
        return 3
    stems = [first.removesuffix(link) for link in ("", "s", "e", "er") if first.endswith(link)]
    nouns = [
        lexicon.noun(stem, last=last) for stem in (*stems, f"{stems[-1]}e", f"{first[:-1]}um") for last in (False, True)
    ]
    if any(noun and noun.compound == first for noun in nouns):
        return 3
    return 2 if any(nouns) or lexicon.adjective(first) else 0


def _with_adjectives(words: list[str], lexicon: Lexicon) -> Bent | None:
    """»det pædagogiske personale«, »specialpædagogisk kompetencecenter«, »de ansatte«."""
    article, rest = (words[0].lower(), words[1:]) if words[0].lower() in _ARTICLES else ("", words)
    *before, last = [word if _CAPITALS.match(word) else word[0].lower() + word[1:] for word in rest]
    adjectives = [_adjective(word, lexicon) for word in before]
    found = _one_word(last, lexicon)
    if article == "de" and not before and (many := _adjective_as_noun(last, lexicon) or found).noun.kind == "plural":
        return many
    if not before or not all(adjectives) or any(word[0].isupper() and not _CAPITALS.match(word) for word in rest[1:]):
        return None
    noun, strong = found.noun, [one for one in adjectives if one]
    neuter = noun.gender == "intetkøn"
    weak, several = (" ".join(one[at] for one in strong) for at in (2, 3))
    the = "det" if neuter else "den"
    made = replace(
        noun,
        singular=noun.singular and " ".join((*(one[0] if neuter else one[1] for one in strong), noun.singular)),
        singular_definite=noun.singular and f"{the} {weak} {noun.singular}",
        plural=noun.plural and f"{several} {noun.plural}",
        plural_definite=noun.plural and f"de {several} {noun.plural}",
    )
    typed = " ".join(words)
    return Bent(
        made, found.source, found.part, "" if typed in (made.singular, made.singular_definite) else made.singular
    )


def _after_hyphen(typed: str, lexicon: Lexicon) -> Bent | None:
    """»Børn og Unge-afdeling«, »task force-gruppe«: what stands after the last hyphen is bent."""
    first, hyphen, last = typed.rpartition("-")
    named = typed.split(maxsplit=1)[0].lower() not in _ARTICLES
    found = _one_word(last, lexicon) if named and hyphen and last.isalpha() else None
    if not found or found.source == "gættet efter endelsen":
        return None
    read_as = found.read_as and f"{first}-{found.read_as}"
    return Bent(_compound(f"{first}-", found.noun), "kendt sidste led", found.part or last, read_as)


def _adjective(word: str, lexicon: Lexicon) -> tuple[str, str, str, str] | None:
    """An adjective's neuter, common gender, weak form and plural."""
    if word in _SMALL:
        return _SMALL
    if found := lexicon.adjective(word):
        return found.neuter, found.common, found.weak, found.weak
    if stem := re.fullmatch(r"(\w{3,}isk)e?", word):
        return stem[1], stem[1], f"{stem[1]}e", f"{stem[1]}e"
    if stem := re.fullmatch(r"(\w{3,}e)(?:t|de)", word):  # udvidet
        return f"{stem[1]}t", f"{stem[1]}t", f"{stem[1]}de", f"{stem[1]}de"
    if re.fullmatch(r"\w{3,}ende", word):
        return word, word, word, word
    # børnefaglig, which goes as faglig does
    last = next((at for at in range(3, len(word) - 4) if lexicon.adjective(word[at:]) and _fit(word[:at], lexicon)), 0)
    found = lexicon.adjective(word[last:]) if last else None
    first = word[:last]
    return (first + found.neuter, first + found.common, *(first + found.weak,) * 2) if found else None


def _adjective_as_noun(typed: str, lexicon: Lexicon) -> Bent | None:
    """»ansatte«, »de studerende«: an adjective that stands for many."""
    word = typed.lower()
    adjective = lexicon.adjective(word)
    if not (adjective and word == adjective.weak != adjective.common) and not re.fullmatch(r"\w{4,}ende", word):
        return None
    # frivilligmøde; but fastansattemøde
    first = adjective.common if adjective and adjective.common.endswith("ig") else word
    noun = Noun("fælleskøn", "", "", word, f"de {word}", first, "blandt", countable=False)
    return Bent(noun, "kendt ord", word)


def _name(words: list[str], lexicon: Lexicon) -> Bent:
    """A proper name; its first word, or its last, tells its gender and its preposition: Team Nord, 7. årgang, Blå Stue."""
    name = " ".join(words)
    heads = [_one_word(word, lexicon) for word in (words[0], words[-1])]
    only_last = _describes(words[0].lower(), lexicon) and words[1] not in _AFTER_A_NAME
    head = next((head for head in heads[only_last:] if head.source != "gættet efter endelsen"), None)
    if head and head.noun.kind == "plural":
        many = Noun(head.noun.gender, "", "", name, name, head.noun.compound, head.noun.preposition, countable=False)
        return Bent(many, "kendt ord", head.part)
    gender, preposition = (head.noun.gender, head.noun.preposition) if head else ("intetkøn", "i")
    # »Team Nord-møde«, but »årgangsmøde« for »9. årgang«, which is no name of its own
    compound = head.noun.compound if head and not name[0].isupper() else f"{name}-"
    noun = Noun(gender, name, name, "", "", compound, preposition, countable=False)
    # »gruppe 1«, »kontoret på 1. sal« and »skolens personale« are understood, »back office« and »ledig stue« are not
    odd = name[0].islower() and (
        words[1].islower() and words[1] not in _AFTER_A_NAME
        if head is heads[0]
        else not any(word[0].isdigit() or _genitive(word, lexicon) for word in words[:-1])
    )
    return Bent(noun, "kendt ord" if head and not odd else "gættet efter endelsen", head.part if head else "")


def _describes(first: str, lexicon: Lexicon) -> bool:
    """Whether a name's first word only says which: *blå* stue, *4.b's* forældre, *skolens* ledelse."""
    if lexicon.noun(first) and first not in _NOUNS_TOO:
        return False
    return _adjective(first, lexicon) is not None or _genitive(first, lexicon)


def _genitive(word: str, lexicon: Lexicon) -> bool:
    return word.endswith("s") and bool(_known(word.removesuffix("s"), lexicon))


def _guessed(typed: str) -> Bent:
    if _abbreviated(typed):
        return Bent(
            Noun("fælleskøn", typed, f"{typed}'en", f"{typed}'er", f"{typed}'erne", f"{typed}-"),
            "gættet efter endelsen",
        )
    word = typed if any(letter.isupper() for letter in typed[1:]) else typed.lower()
    rows = (row.split() for row in _GUESSES.split(";"))
    end, gender, *endings = next(row for row in rows if word.endswith(row[0]) or row[0] == "_")
    one, many, all_, compound = (
        word[: -int(on[0])] + on[1:] if on[0].isdigit() else word + on.strip(".") for on in endings
    )
    noun = Noun("intetkøn" if gender == "n" else "fælleskøn", word, one, many, all_, compound)
    return Bent(noun, "gættet efter endelsen", "" if end == "_" else f"-{end}", word if word != typed else "")

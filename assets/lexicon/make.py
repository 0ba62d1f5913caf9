"""Makes lexicon.txt from da_DK.aff, da_DK.dic and additions.yaml: the nouns and adjectives a department's word is bent by.

Run as ``make lexicon``. The same three files give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
SOURCES = ("da_DK.aff", "da_DK.dic", "additions.yaml", "make.py")
HEAD = """\
! Danske navneord og tillægsord. Lavet af make.py ud fra Stavekontrolden 2.7.001 (da_DK.aff, da_DK.dic) og additions.yaml.
! Copyright (C) 2022 Foreningen for frit tilgængelige sprogværktøjer, www.stavekontrolden.dk. Licens: LGPL 2.1 (LGPL-2.1.txt).
! En linje er et ord, en tabulator og enten ordets bøjning eller nummeret på den; bøjningerne står ved =nummer.
! Linjerne er ordnet efter deres bytes. I en bøjning er »er« en endelse, »2er« en endelse efter to bogstaver er taget af,
! ».« ordet selv og »/« ingenting. Navneord: køn (c fælleskøn, n intetkøn, p kun flertal), bestemt form, flertal, bestemt
! flertal, ordet som første led, et sammensat ord på dette som første led (/ hvor det ikke bruges som sidste led, ? foran,
! hvor mange ord, der ender sådan, bøjes anderledes), forholdsord, og om det kan tælles (+ eller -).
! Tillægsord: a, intetkøn, flertal. Andre former, der også er rigtige: v og formerne.
"""
# the rules of da_DK.aff by number; its labels are not all right, so a rule is read for the forms it makes
DEFINITE = {"c": (2, 14, 44, 58, 65, 75), "n": (4, 15, 45, 57, 66, 70, 76, 84)}
PLURAL = (13, 64, 71, 85, 46, 5, 11)
# a doubled consonant or an apostrophe first, and then one of the rules above
DOUBLING = (3, 7, 18, 19, 47, 48, 50, 51)
PLURAL_ONLY, FORBIDDEN = 74, 6
LINKING = (31, 29, 30, 53, 55, 56, 60, 61, 62, 63, 67, 68, 69)
NEUTER, WEAK, PARTICIPLE = (49, 82), (24, 28, 12, 26, 25, 41, 59, 77), 27
# words that da_DK.dic has apart: the one and the many
SHIFTED = """
mand/mænd bog/bøger barn/børn fod/fødder hånd/hænder tand/tænder rod/rødder bonde/bønder far/fædre mor/mødre bror/brødre
datter/døtre nat/nætter gås/gæs ko/køer stang/stænger and/ænder kraft/kræfter stad/stæder
"""
# so end nouns that take an s before a compound's last part, where neither a rule nor a compound tells
TAKES_S = re.compile(r"\w{2,}(hed|skab|ion|tet|else|ing|dom|eum|værk|tek|gang|stand|råd|nævn|korps|[rn]at)")

# a last part is doubtful where more than one word in so many that ends in it is bent otherwise
MOST_OTHERWISE = 5

Words = list[tuple[str, tuple[int, ...], tuple[str, ...]]]
Rules = Mapping[int, list[tuple[str, str, re.Pattern[str], tuple[int, ...]]]]


@dataclass(frozen=True)
class Noun:
    """A noun's forms, empty where it has none; ``others`` are right as well."""

    gender: str
    definite: str
    plural: str
    plural_definite: str
    others: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, str, str]:
        return self.definite, self.plural, self.plural_definite


def read_rules(text: str) -> Rules:
    """The suffix rules: the letters off, the letters on, the words they fit, and the rules that follow."""
    rules: dict[int, list[tuple[str, str, re.Pattern[str], tuple[int, ...]]]] = defaultdict(list)
    for flag, off, on, fits in re.findall(r"^SFX (\d+) (\S+) (\S+) (\S+)", text, re.MULTILINE):
        if off != "Y":
            letters, _, then = on.partition("/")
            flags = tuple(int(number) for number in then.split(",") if number)
            rules[int(flag)].append((off.strip("0"), letters.strip("0"), re.compile(f"{fits}$"), flags))
    return rules


def read_words(text: str) -> Words:
    """Every word with its rules and the irregular forms beside it."""
    found = re.findall(r"^([^/\s]+)(?:/([\d,]+))?((?: \w\w:\S*)*)$", text, re.MULTILINE)
    words = ((word, tuple(map(int, flags.split(","))) if flags else (), more) for word, flags, more in found)
    return [
        (word, flags, tuple(re.findall(r"al:(\S+)", more))) for word, flags, more in words if FORBIDDEN not in flags
    ]


class Dictionary:
    """The words of a hunspell dictionary, bent."""

    def __init__(self, rules: Rules, words: Words) -> None:
        self.rules, self.words = rules, words
        self.plurals = {word for word, flags, _ in words if PLURAL_ONLY in flags}

    def bent(self, word: str, flags: Iterable[int]) -> list[str]:
        """Everything that rules make of a word."""
        made = []
        for flag in flags:
            for off, on, fits, then in self.rules.get(flag, ()):
                if fits.search(word) and word.endswith(off):
                    stem = word.removesuffix(off) + on
                    made += self.bent(stem, then) if flag in DOUBLING else [stem]
        return made

    def forms(self, word: str, flags: Iterable[int], more: tuple[str, ...] = ()) -> list[str]:
        """The same without the genitives, and with the forms beside it."""
        made = list(dict.fromkeys((*self.bent(word, flags), *(form for form in more if form.startswith(word[:-2])))))
        # »teams« is no genitive, for it has one itself: »teams'«
        plurals = {form.removesuffix("'") for form in made if form.endswith("s'")}
        genitives = (
            {f"{form}s" for form in (word, *made)}
            | {f"{form}'" for form in made}
            | {f"{form}'s" for form in (word, *made)}
        )
        return [form for form in made if form not in genitives or form in plurals]

    def noun(self, word: str, flags: tuple[int, ...], more: tuple[str, ...]) -> Noun | None:
        """An entry as a noun; None where it is none."""
        doubling = [flag for flag in flags if flag in DOUBLING]
        rules = {*flags, *(rule for flag in doubling for *_, then in self.rules[flag] for rule in then)}
        gender = next((gender for gender, own in DEFINITE.items() if rules & set(own)), "")
        singular = (*doubling, *(flag for flag in flags if flag in DEFINITE.get(gender, ())))
        forms = self.forms(word, (*singular, *(flag for flag in flags if flag in PLURAL)), more)
        if not gender and 10 in flags:
            gender = next(
                (g for g, last in (("c", "n"), ("n", "t")) if {word + last, f"{word}e{last}"} & set(more)), ""
            )
        last = "n" if gender == "c" else "t"
        definites = [form for form in forms if form.endswith(last) and len(form) <= len(word) + 3]
        if not gender or not definites:
            return None
        others = {f"{word}{letters}" for letters in ("en", "et", "n", "t")}
        rest = [form for form in forms if form not in definites and form not in others and form[-1] != "'"]
        # »havne« is many of them, »havnene« all
        every = [form for form in rest if form.endswith("ne") and form != f"{word}e"]
        # a plural without an ending is made by no rule
        many = [form for form in rest if form not in every]
        many = [word, *many] if {46, 47, 48} & set(flags) else many
        if not every:
            for one, other in (pair.split("/") for pair in SHIFTED.split()):
                if word.endswith(one) and (plural := word.removesuffix(one) + other) in self.plurals:
                    return Noun(
                        gender, definites[0], plural, self.bent(plural, (PLURAL_ONLY,))[0], tuple(definites[1:])
                    )
            return Noun(gender, definites[0], "", "", tuple(definites[1:]))
        return Noun(gender, definites[0], many[0] if many else word, every[0], (*definites[1:], *many[1:], *every[1:]))

    def nouns(self) -> dict[str, Noun]:
        """Every noun once; left out are those of two genders, where their compounds do not tell which is meant."""
        found: dict[str, list[Noun]] = defaultdict(list)
        for entry in self.words:
            if noun := self.noun(*entry):
                found[entry[0]].append(noun)
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for word, nouns in found.items():
            for _, last in splits(word, found):
                votes[last].update(sorted({noun.gender for noun in nouns}))
        made: dict[str, Noun] = {}
        for word, nouns in found.items():
            likely = [noun for noun in nouns if noun.plural] or nouns
            if len({noun.gender for noun in likely}) > 1:
                gender, most = (votes[word].most_common(1) or [("", 0)])[0]
                if most < max(3, 3 * (votes[word].total() - most)):
                    continue
                likely = [noun for noun in likely if noun.gender == gender]
            # of two plurals that with another vowel: bøger; or a neuter's without an ending: netværk
            first = min(
                likely,
                key=lambda noun: (noun.plural not in self.plurals, (noun.plural == word) == (noun.gender == "c")),
            )
            others = {form for noun in likely for form in (*noun.forms, *noun.others)} - {*first.forms, ""}
            made[word] = replace(first, others=tuple(sorted(others)))
        for word in sorted(self.plurals - set(made)):
            made[word] = Noun("p", "", word, self.bent(word, (PLURAL_ONLY,))[0])
        return made

    def adjectives(self) -> Iterator[tuple[str, str]]:
        """Every adjective and its code."""
        for word, flags, more in self.words:
            irregular = {f"{word}t", f"{word}e", f"{word}s"} <= set(more)
            if irregular or set(flags) & {*WEAK, *NEUTER, PARTICIPLE}:
                weak = [form for form in self.bent(word, (flag for flag in flags if flag in WEAK)) if form[-1] == "e"]
                neuter = self.bent(word, (flag for flag in flags if flag in NEUTER))
                yield (
                    word,
                    f"a {ending(word, [*neuter, f'{word}t' if irregular else word][0])} {ending(word, [*weak, f'{word}e' if irregular else word][0])}",
                )

    def linked(self, nouns: Container[str]) -> dict[str, list[str]]:
        """What each noun can be before a compound's last part."""
        made: dict[str, list[str]] = defaultdict(list)
        for word, flags, _ in self.words:
            if word in nouns:
                made[word] += self.bent(word, (flag for flag in LINKING if flag in flags))
        return made


def splits(word: str, known: Container[str]) -> Iterator[tuple[str, str]]:
    """The ways to part a compound in two, the longest last part first; ``known`` holds the last parts."""
    for start in range(2, len(word) - 1):
        if word[start:] in known:
            yield word[:start], word[start:]


def links(nouns: Mapping[str, Noun], ruled: Mapping[str, list[str]]) -> dict[str, tuple[str, str]]:
    """How each noun stands before a last part, and the ending of a compound on it: by rule, else as the compounds have it."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for whole in nouns:
        for start in range(2, len(whole) - 2):
            first, rest = whole[:start], whole[start:]
            if first in nouns:
                hits = [link for link in ("", "s", "e") if rest.startswith(link) and rest[len(link) :] in nouns]
                if len(hits) == 1:
                    seen[first][first + hits[0]] += 1
    own: dict[str, str] = {}
    for word in nouns:
        forms = [form for form in ruled.get(word, ()) if form[-1] != "-"] or ruled.get(word, ())
        forms = [f"{word}-"] if "'" in nouns[word].definite else forms
        among = forms or sorted(seen[word])
        own[word] = max(among, key=lambda form: seen[word][form]) if among else ""
    last: dict[str, Counter[str]] = defaultdict(Counter)
    for word, form in own.items():
        if form:
            for _, part in splits(word, nouns):
                last[part][ending(word, form)] += 1
    made = {}
    for word, form in own.items():
        if not form:
            parts = (part for first, part in splits(word, nouns) if {first, first[:-1]} & nouns.keys())
            votes = next((last[part] for part in parts if last[part]), None)
            form = bent(word, votes.most_common(1)[0][0]) if votes else word + "s" * bool(TAKES_S.fullmatch(word))
        (most, count) = (last[word].most_common(1) or [("", 0)])[0]
        sure = count >= 3 and 2 * count > last[word].total()
        made[word] = form, most if sure else ending(word, form)
    return made


def last_parts(nouns: Mapping[str, Noun]) -> dict[str, bool]:
    """The nouns that words ending as they do are bent like: *udvalg*, but neither *ring* (evaluering) nor *ard* (board).

    True for those that many words end in that are bent otherwise: *plan*, which is two words.
    """
    votes: dict[str, Counter[bool]] = defaultdict(Counter)
    for whole, noun in nouns.items():
        for _, part in splits(whole, nouns):
            last = nouns[part]
            pairs = zip(noun.forms, last.forms, strict=True)
            same = all(not a or not b or ending(whole, a) == ending(part, b) for a, b in pairs)
            votes[part][noun.gender == last.gender and same] += 1
    return {
        word: MOST_OTHERWISE * bad > good + bad
        for word in nouns
        for good, bad in [(votes[word][True], votes[word][False])]
        if (good >= bad if len(word) > 3 else good > max(2, 2 * bad))
    }


def besides(noun: Noun, other: Noun) -> Noun:
    """A noun with the forms of another of its gender as right besides its own."""
    others = {*other.forms, *other.others} - {*noun.forms, ""} if noun.gender == other.gender else ()
    return replace(noun, others=tuple(sorted(others)))


def ending(word: str, form: str) -> str:
    """A form as what comes off and on the word: »er«, »2er«, ».« for the word itself, »/« for none."""
    if not form:
        return "/"
    same = next((at for at, (a, b) in enumerate(zip(word, form, strict=False)) if a != b), min(len(word), len(form)))
    return (str(len(word) - same) if same < len(word) else "") + form[same:].replace(" ", "_") or "."


def bent(word: str, code: str) -> str:
    """The form that an ending stands for."""
    off = re.match(r"\d*", code)[0]  # type: ignore[index]
    return word[: len(word) - int(off or 0)] + code.removeprefix(off).replace(".", "")


def make(rules: str, words: str, additions: str) -> str:
    """The lexicon's text from the texts of a hunspell dictionary and of additions.yaml."""
    dictionary = Dictionary(read_rules(rules), read_words(words))
    nouns = dictionary.nouns()
    linked = links(nouns, dictionary.linked(nouns))
    own: dict[str, Any] = yaml.safe_load(additions)
    for word in own["left_out"]:
        del nouns[word]
    for word, (*noun, link) in own["nouns"].items():
        made, joined = Noun(*noun), (link, ending(word, link))
        # a compound goes as its last part does
        for whole in [whole for whole in nouns if whole.endswith(word) and len(word) > 3]:
            if whole == word or nouns[whole].gender == made.gender:
                first = whole.removesuffix(word)
                forms = Noun(made.gender, *(form and first + form for form in made.forms))
                nouns[whole] = besides(forms, nouns[whole])
                linked[whole] = (first + link, joined[1]) if whole == word else linked[whole]
        nouns[word], linked[word] = besides(made, nouns.get(word, made)), joined
    for word, gender in own["names"].items():
        nouns[word], linked[word] = Noun(gender, word, "", ""), (f"{word}-", "-")
    for word, part in own["abbreviations"].items():
        last = "t" if nouns[part].gender == "n" else "n"
        nouns[word] = Noun(nouns[part].gender, f"{word}'e{last}", f"{word}'er", f"{word}'erne")
        linked[word] = f"{word}-", "-"
    bound = {noun.plural for noun in nouns.values() if noun.gender != "p"}
    # »kolleger« is bent by »kollega«, but »børn« has »børne-« of its own
    nouns = {w: noun for w, noun in nouns.items() if noun.gender != "p" or w not in bound or linked[w][0] != w}
    codes = [*dictionary.adjectives(), *((word, "a . .") for word in own.get("unbent", ()))]
    prepositions = {part: preposition for preposition, parts in own["prepositions"].items() for part in parts}
    sure = {*own["nouns"], *prepositions, *own["uncountable"], *own["abbreviations"].values()}
    lasts = last_parts(nouns) | dict.fromkeys(own["nouns"], False)
    firsts = {word for word, *_ in dictionary.words} | {form for forms in linked.values() for form in forms}
    for word, noun in nouns.items():
        tails = splits(word, {*prepositions, *own["uncountable"]})
        parts = [word, *(part for first, part in tails if len(part) > 4 or first in firsts)]
        person = noun.gender == "p" or (noun.plural == f"{word}e" and word.endswith("er"))
        preposition = next((prepositions[part] for part in parts if part in prepositions), "blandt" if person else "i")
        countable = noun.plural and noun.gender != "p" and not set(parts) & set(own["uncountable"])
        joined = "?" * (lasts.get(word, False) and word not in sure) + linked[word][1] if word in lasts else "/"
        forms = (*(ending(word, form) for form in (*noun.forms, linked[word][0])), joined)
        codes.append((word, " ".join((noun.gender, *forms, preposition, "+" if countable else "-"))))
        if noun.others:
            codes.append((word, " ".join(("v", *(ending(word, form) for form in noun.others)))))
    return packed(codes)


def packed(codes: list[tuple[str, str]]) -> str:
    """The file's text: what several words share is written once, under a number."""
    times = Counter(code for _, code in codes)
    shared = sorted((code for code in times if times[code] > 2), key=lambda code: (-times[code], code))
    number = {code: f"={at}" for at, code in enumerate(shared)}
    lines = [(number[code], code) for code in shared] + [(word, number.get(code, code)) for word, code in codes]
    return "".join(sorted({f"{word}\t{code}\n" for word, code in lines}, key=str.encode))


def stamp() -> str:
    """The line that tells what a lexicon was made from."""
    digests = (hashlib.sha256((HERE / name).read_bytes()).hexdigest()[:16] for name in SOURCES)
    return f"! {' '.join(digests)}\n"


if __name__ == "__main__":
    texts = ((HERE / name).read_text(encoding="utf-8") for name in SOURCES[:3])
    (HERE / "lexicon.txt").write_text(HEAD + stamp() + make(*texts), encoding="utf-8", newline="\n")

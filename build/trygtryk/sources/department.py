"""A department's own word, phrases and texts, read from a word or from its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

from trygtryk.errors import BuildError, Fault, Place, refuse
from trygtryk.order import named
from trygtryk.sources.danish import Noun, Ungrammatical, genitive, parsed
from trygtryk.sources.lexicon import Lexicon
from trygtryk.sources.nodes import Node, read_yaml
from trygtryk.sources.nouns import Bent, bend
from trygtryk.sources.strict import read
from trygtryk.sources.wording import Wording, key, parted

_FOLDER = "content/wordings"
_FORMS = ("gender", "singular", "singular_definite", "plural", "plural_definite", "compound", "preposition")
_GUESSED = "gættet efter endelsen"
# the keys in Danish, as an editor writes them
_DANISH = {
    "ord": "word",
    "køn": "gender",
    "ental": "singular",
    "bestemt_ental": "singular_definite",
    "flertal": "plural",
    "bestemt_flertal": "plural_definite",
    "sammensat": "compound",
    "forholdsord": "preposition",
    "tælles": "countable",
    "navn": "department",
    "mappe": "name",
    "vendinger": "phrases",
    "tekster": "texts",
}
_KEYS = {english: danish for danish, english in _DANISH.items()}
_NO_PART = frozenset(["vores", "jeres", "deres", "min", "mit", "et", "en", "alle", "flere"])


@dataclass(frozen=True, slots=True)
class _File:
    """What a department's file may hold; all of it can be left out."""

    word: str = ""
    gender: Literal["", "intetkøn", "fælleskøn"] = ""
    singular: str = ""
    singular_definite: str = ""
    plural: str = ""
    plural_definite: str = ""
    compound: str = ""
    preposition: str = ""
    countable: bool = True
    department: str = ""
    phrases: Mapping[str, Node] = field(default_factory=dict)
    texts: Mapping[str, Node] = field(default_factory=dict)
    name: str = ""


def wordings(root: Path) -> tuple[str, ...]:
    """The words that have a file of their own, sorted."""
    return tuple(sorted(file.stem for file in (root / _FOLDER).glob("*.yaml")))


@cache
def lexicon(root: Path) -> Lexicon:
    """The words of Danish."""
    return Lexicon(root)


def read_wording(root: Path, asked: str | Path) -> Wording:
    """A word, or a department's own file; raises BuildError where it is unknown or a form is wrong."""
    if isinstance(asked, Path):
        return _read_file(asked if asked.is_absolute() else root / asked, root)
    if asked in wordings(root):
        return _read_file(root / _FOLDER / f"{asked}.yaml", root)
    bent = look_up(root, asked)
    if bent.source == _GUESSED:
        raise unknown(asked, bent, lexicon(root))
    noun = _printed(bent.noun)
    return Wording(
        **asdict(noun),
        adjectives=lexicon(root).adjective,
        name=slug(noun.singular or noun.plural),
        said=spoken(asked, bent),
    )


def look_up(root: Path, word: str) -> Bent:
    """A word bent; raises BuildError where it is none."""
    if not re.search(r"[^\W\d_]", word) or re.search(r"[^\w\s.,’'/&-]", word):
        raise refuse(f"»{word}« er ikke et ord", None, "skriv ordet med bogstaver, fx TEAM=årgang")
    return bend(word.replace("’", "'"), lexicon(root))


def unknown(word: str, bent: Bent, words: Lexicon) -> BuildError:
    """A BuildError for a word that was only guessed at, with the lines to write."""
    close = words.near(word)
    meant = f"mente du {' eller '.join(close)}? Ellers " if close else ""
    lines = "\n      ".join(as_lines(bent.noun))
    return refuse(
        f"ordet »{word}« står ikke i ordbogen, så programmet kan kun gætte, hvordan det bøjes",
        None,
        f"{meant}skriv disse linjer i {_FOLDER}/{slug(word)}.yaml, ret dem, og kør kommandoen igen:\n      {lines}",
    )


def as_lines(noun: Noun) -> list[str]:
    """A noun as the lines of a department's file."""
    values = {name: value for name, value in asdict(noun).items() if value not in ("", True)}
    return [f"{_KEYS[name]}: {'nej' if value is False else value}" for name, value in values.items()]


def spoken(asked: str, bent: Bent) -> str:
    """How a word was bent, in one line."""
    noun = bent.noun
    if noun.kind == "countable":
        article = "et" if noun.gender == "intetkøn" else "en"
        forms = f"{article} {noun.singular}, {noun.singular_definite}, flere {noun.plural}, {noun.plural_definite}"
    elif noun.kind == "mass":
        forms = f"{noun.singular}, {noun.singular_definite} (tælles ikke)"
    elif noun.kind == "plural":
        forms = f"{noun.plural}, {noun.plural_definite} (kun flertal)"
    else:
        forms = f"{noun.singular}, {genitive(noun.singular)} (et navn)"
    definite = noun.plural_definite if noun.kind == "plural" else noun.singular_definite
    by = {"kendt ord": "", "kendt sidste led": f", bøjet efter »{bent.part}«"}.get(
        bent.source, " – gættet efter endelsen, så se efter, om det passer"
    )
    return f"»{asked}«: {forms}, {noun.compound}møde, {noun.preposition} {definite}{by}."


def slug(name: str) -> str:
    """A name as a folder's name; empty where nothing of it can be one."""
    return re.sub(r"[^\w-]+", "-", name).strip("-_").lower()


def _printed(noun: Noun) -> Noun:
    """The forms with the apostrophe that is printed."""
    return replace(noun, **{name: getattr(noun, name).replace("'", "’") for name in _FORMS if name != "gender"})


def _read_file(file: Path, root: Path) -> Wording:
    tree, called = _in_english(read_yaml(file, root))
    made = read(_File, tree, converters={Node: _text})
    assert isinstance(tree.value, Mapping)
    words = lexicon(root)
    word = _Word(made, tree.value, tree.place, called, words)
    faults = [*word.faults(), *_wrong_phrases(made, words)]
    folder = made.name or file.stem
    if not (name := slug(folder)):
        place = tree.value["name"].place if made.name else tree.place
        faults.append(Fault(f"»{folder}« kan ikke være navn på pakkens mappe", place, "brug bogstaver eller tal"))
    if faults:
        raise BuildError(*faults)
    return Wording(
        **asdict(word.noun),
        adjectives=words.adjective,
        place=tree.place,
        department=made.department,
        phrases={key(phrase): text for phrase, text in made.phrases.items()},
        texts={named(id, "."): text for id, text in made.texts.items()},
        name=name,
        notices=tuple(word.contradictions()),
    )


def _in_english(tree: Node) -> tuple[Node, Mapping[str, str]]:
    """A department's file with its Danish keys as the program knows them, and what each is called in the file."""
    if not isinstance(tree.value, Mapping):
        return tree, {}
    entries: dict[str, Node] = {}
    called: dict[str, str] = {}
    for name, node in tree.value.items():
        english = _DANISH.get(name, name)
        if english in entries:
            raise refuse(f"»{name}« og »{called[english]}« er det samme", node.place, "slet den ene")
        entries[english], called[english] = node, name
    return Node(entries, tree.place), called


def _text(node: Node) -> Node:
    if not isinstance(node.value, str) or not node.value.strip():
        raise refuse("her skal stå en tekst, der ikke er tom", node.place)
    return node


class _Word:
    """The word of a file: its own forms before those the lexicon has."""

    def __init__(
        self, file: _File, entries: Mapping[str, Node], place: Place, called: Mapping[str, str], words: Lexicon
    ) -> None:
        self.file, self.entries, self.place, self.called, self.words = file, entries, place, called, words
        self.given: dict[str, str] = {name: form for name in _FORMS if (form := getattr(file, name).strip())}
        first = file.word or file.singular or file.plural or ("" if self.given else "team")
        bent = bend(first.replace("’", "'"), words) if first else None
        self.known = _printed(bent.noun) if bent and bent.source != _GUESSED else None

    @property
    def noun(self) -> Noun:
        """The word; only where there are no faults."""
        none = Noun("fælleskøn", "", "", "", "", "", countable=self.file.countable)
        # what is not counted has no more forms than are written, unless the word itself is looked up
        base = self.known if self.known and (self.file.word or self.file.countable) else none
        noun = replace(base, **self.given, countable=self.file.countable and base.countable)  # type: ignore[arg-type]
        by_itself = self.known.compound if self.known else f"{noun.singular or noun.plural}-"
        return noun if noun.compound else replace(noun, compound=by_itself)

    def faults(self) -> Iterator[Fault]:
        """Forms that are missing, empty, or end as no Danish noun of that gender does."""
        for name in self._needed():
            if name not in self.entries:
                key = self._called(name)
                yield Fault(f"»{key}« mangler", self.place, f"skriv nøglen »{key}« her")
        gender = self.given.get("gender") or (self.known.gender if self.known else "")
        for name in (name for name in _FORMS if name in self.entries):
            form, place = self.given.get(name, ""), self.entries[name].place
            if not form:
                yield Fault(f"formen »{self._called(name)}« er tom", place, "skriv ordet i den form")
            elif not re.fullmatch(r"[\w’'./ &-]+", form) or form.split()[0].lower() in _NO_PART:
                way = f"det, der er flere ord om, skrives under »{self._called('phrases')}«"
                yield Fault(f"»{form}« skal være ordet alene", place, way)
            elif wrong := self._wrong_ending(name, form, gender):
                yield Fault(f"»{form}« er ikke {wrong[0]}", place, wrong[1])

    def _needed(self) -> tuple[str, ...]:
        if self.file.countable:
            return () if self.known else _FORMS[:-1]
        if self.file.word:
            return ()
        return ("plural", "plural_definite") if self.file.plural else ("singular", "singular_definite")

    def _wrong_ending(self, name: str, form: str, gender: str) -> tuple[str, str] | None:
        article, last, the = ("et", "t", "det ") if gender == "intetkøn" else ("en", "n", "den ")
        right = form.endswith(last) or form.startswith(the) or form == self.file.singular
        if name == "singular_definite" and gender and not right:
            first = self.file.singular or self.file.word
            return f"bestemt form af {article} {first}", f"se efter, om »{self._called('gender')}« passer"
        if name == "plural_definite" and not form.endswith("ne") and not form.startswith("de "):
            return "bestemt form i flertal", "den ender på -ne: afdelingerne, teamene"
        return None

    def contradictions(self) -> Iterator[Fault]:
        """The forms that the lexicon has otherwise."""
        if not self.known:
            return
        first = self.known.singular or self.known.plural
        others = {form.replace("'", "’") for form in self.words.other_forms(first)}
        for name in _FORMS[:-1]:
            form, right = self.given.get(name, "").replace("'", "’"), getattr(self.known, name)
            if form and right and form != right and form not in others:
                yield Fault(
                    f"ordbogen bøjer »{first}« anderledes: {right}, ikke {form}",
                    self.entries[name].place,
                    f"ret det til »{right}«; skal det være sådan hos jer, så lad det stå: det bliver trykt, som det er skrevet",
                )

    def _called(self, name: str) -> str:
        """A key as this file would have it: in Danish, or in English as the other keys are."""
        english = any(key in _KEYS for key in self.called.values())
        return self.called.get(name, name if english else _KEYS[name])


def _wrong_phrases(file: _File, words: Lexicon) -> Iterator[Fault]:
    for phrase, text in file.phrases.items():
        if "{" in str(text.value) or "}" in str(text.value):
            yield Fault("her skrives uden klammer", text.place, "skriv vendingen, som den skal stå på trykket")
        try:
            parsed(*parted(phrase), words.adjective)
        except Ungrammatical as wrong:
            yield Fault(wrong.message, text.place, wrong.hint)

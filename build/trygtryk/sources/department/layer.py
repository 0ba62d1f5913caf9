"""What a department brings, laid over the toolkit: its word, its names and logo, links, texts, pictures and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import NewType

from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.model import Copy
from trygtryk.names import composed, legible, shown
from trygtryk.order import EDITION_NAMES, EditionName, named
from trygtryk.sources.content import Link
from trygtryk.sources.danish.lexicon import Lexicon
from trygtryk.sources.danish.nouns import of_several
from trygtryk.sources.danish.phrases import Ungrammatical, parsed
from trygtryk.sources.danish.wording import Wording, key, parted
from trygtryk.sources.department.departments import DEPARTMENTS, WORDINGS, YAML, departments, slug
from trygtryk.sources.department.keys import IN_DANISH, meant, with_english_keys
from trygtryk.sources.department.ordering import Ordering, day
from trygtryk.sources.department.own_folder import (
    FILE,
    PICTURES,
    called_in,
    like,
    read_logo,
    spelt,
    unused_beside,
)
from trygtryk.sources.department.own_pictures import (
    OwnPicture,
    OwnPictures,
    read_own_pictures,
)
from trygtryk.sources.department.own_word import (
    FORMS,
    GUESSED,
    OwnWord,
    WordKeys,
    lexicon,
    look_up,
    printed,
    spoken,
    unknown,
)
from trygtryk.sources.nodes import Node, read_yaml
from trygtryk.sources.strict import Natural, read
from trygtryk.sources.text import text_files

_MOST_COPIES = 100_000
# what is said of a link
_OF_LINK = ("title", "note", "about")
# what is said to the print shop, as it is called in the file
_SLIP_KEYS = {one.name: IN_DANISH.get(one.name, one.name) for one in fields(Ordering)}
# what other programs make bold, or write signs with
_MARKUP = re.compile(r"\*\*|</?[a-zA-Z]+>|&[a-z]+;")

_Raw = NewType("_Raw", Node)
"""What is laid over a tree as it stands."""


@dataclass(frozen=True, slots=True)
class _File(WordKeys):
    """What a department's file may hold; all of it can be left out.

    ``department`` is the name that is printed. ``name`` is that too in a department's folder, and in a file that lies
    alone, as the first edition had it, what the pack's folder is called, as ``folder`` is.
    """

    department: Copy | None = None
    school: Copy | None = None
    logo: str = ""
    links: Mapping[str, _Raw] = field(default_factory=dict)
    phrases: Mapping[str, Node] = field(default_factory=dict)
    texts: Mapping[str, Node] = field(default_factory=dict)
    pictures: str = ""
    copies: Mapping[str, Natural] = field(default_factory=dict)
    printer: str = ""
    edition: str = ""
    ordering: _Raw | None = None
    name: str = ""
    folder: str = ""


_KNOWN = frozenset(one.name for one in fields(_File))
_LINK = frozenset(one.name for one in fields(Link)) - {"place"}


@dataclass(frozen=True, slots=True)
class Department:
    """What a department brings; all of it may be absent.

    ``name`` is its pack's folder, ``title`` and ``school`` are printed. ``links`` are laid over the toolkit's,
    ``copies`` go by target with the place they are written, ``edition`` is a day (ISO 8601) and ``editions`` are those
    that are made. ``said`` tells how a word was bent that was looked up, ``notices`` what is strange but does not stop.
    """

    wording: Wording
    name: str
    place: Place
    title: Copy | None = None
    school: Copy | None = None
    logo: OwnPicture | None = None
    links: Mapping[str, Node] = field(default_factory=dict)
    pictures: OwnPictures = field(default_factory=OwnPictures)
    copies: Mapping[str, tuple[int, Place]] = field(default_factory=dict)
    printer: str = ""
    edition: str = ""
    editions: tuple[EditionName, ...] = EDITION_NAMES
    ordering: Ordering = field(default_factory=Ordering)
    said: str = ""
    notices: tuple[Fault, ...] = ()

    @property
    def called(self) -> str:
        """The school and its department by their names; by the pack's where they have none."""
        return " · ".join(copy.text for copy in (self.school, self.title) if copy) or self.name


def read_department(root: Path, asked: str) -> Department:
    """What ``asked_for`` names: a word, a file or a folder; raises BuildError with every fault in it."""
    path = root / asked
    if asked.endswith("/"):
        return _read(path / FILE, path, root)
    if asked.endswith(YAML):
        return _read(path, None, root)
    asked = composed(asked)
    if own_file := text_files(root / WORDINGS, ".yaml", root).get(asked):
        return _read(own_file, None, root)
    bent = look_up(root, asked)
    if bent.source == GUESSED:
        if own := departments(root).get(slug(asked)):
            return _read(own / FILE, own, root)
        raise unknown(asked, bent, lexicon(root), f"{DEPARTMENTS}/{slug(asked)}/{FILE}")
    noun = printed(of_several(bent.noun))
    words = Wording(**asdict(noun), adjectives=lexicon(root).adjective)
    return Department(words, slug(noun.singular or noun.plural), Place(""), said=spoken(asked, bent))


def linked(links: Node, department: Department) -> tuple[Node, tuple[Fault, ...]]:
    """The toolkit's links with the department's laid over them, and what is to be told of the toolkit's own texts.

    With an address and a title of its own a link is another thing, and what the toolkit says of its contents goes. Raises
    BuildError where one stands for none.
    """
    assert isinstance(links.value, Mapping)
    made, faults, notes = dict(links.value), [], []
    for name, own in department.links.items():
        if name not in made:
            faults.append(Fault(f"der er ikke noget link, der hedder »{name}«", own.place, nearest(name, made)))
            continue
        former = made[name].value
        entries, called = with_english_keys(own)
        given = entries.value if isinstance(entries.value, Mapping) else {"address": own}
        for wrong in sorted(given.keys() - _LINK):
            way = meant(called[wrong], ("address", "title", "note"), called.values())
            faults.append(Fault(f"ukendt nøgle »{called[wrong]}«", given[wrong].place, way))
        assert isinstance(former, Mapping)
        # a title that is left empty is left out; a note or a text that is left empty is none
        given = {key: node for key, node in given.items() if node.value != "" or key not in ("address", "title")}
        # what is shown below the code is the new address
        kept = {key: node for key, node in former.items() if key != "show" or "address" not in given}
        # a text of theirs in place of ours is theirs
        ours = [
            key for key in _OF_LINK if key in kept.keys() - given.keys() and kept[key].place.file == links.place.file
        ]
        if "address" in given and ours:
            where = ", ".join(f"{IN_DANISH.get(key, key)} i {kept[key].place}" for key in ours)
            if "title" in given:
                kept = {key: node for key, node in kept.items() if key not in ours}
                told = f"linket »{name}« er jeres eget, så vores ord om det gamle er udeladt: {where}"
                way = f"skriv jeres egne ved linket: {', '.join(f'{IN_DANISH.get(key, key)}: …' for key in ours)}"
            else:
                told = f"linket »{name}« fører til jeres adresse, men teksten er vores: {where}"
                way = "passer den ikke, så skriv både adresse, titel, note og om"
            notes.append(Fault(told, own.place, way))
        made[name] = Node({key: node for key, node in {**kept, **given}.items() if node.value != ""}, own.place)
    if faults:
        raise BuildError(*faults)
    return Node(made, links.place), tuple(notes)


def _read(file: Path, folder: Path | None, root: Path) -> Department:
    """A department's file, and what lies beside it where it has a folder of its own."""
    where = Place(called_in(file, root))
    if folder and not file.is_file() and (other := like(file)):
        raise refuse(f"filen hedder »{legible(other.name)}« og bliver ikke læst", where, f"kald den {FILE}")
    if folder and not file.is_file() and not spelt(folder / PICTURES).is_dir():
        raise refuse("filen findes ikke", where, "lav den med .venv/bin/trygtryk department new, eller læg den her")
    tree, keys = with_english_keys(
        read_yaml(file, root, may_be_empty=True) if file.is_file() or not folder else Node({}, where)
    )
    if misspelt := [name for english, name in keys.items() if english not in _KNOWN]:
        places = {name: node.place for name, node in zip(keys.values(), tree.value.values(), strict=True)}  # type: ignore[union-attr]
        ways = {name: meant(name, _KNOWN, keys.values()) for name in misspelt}
        raise BuildError(*(Fault(f"ukendt nøgle »{name}«", places[name], ways[name]) for name in misspelt))
    if isinstance(tree.value, Mapping):  # what is left empty is left out
        kept = {name: node for name, node in tree.value.items() if name in FORMS or node.value != ""}
        tree = replace(tree, value=kept)
    try:
        made = read(_File, tree, converters={Node: _text, _Raw: lambda node: node})
    except BuildError as error:
        raise BuildError(*(_as_written(fault, keys) for fault in error.faults)) from error
    assert isinstance(tree.value, Mapping)
    entries, words = tree.value, lexicon(root)
    faults: list[Fault] = []

    def at(name: str) -> Place:
        return entries[name].place if name in entries else tree.place

    english = any(name in IN_DANISH for name in keys.values())
    word = OwnWord(
        made, entries, tree.place, lambda key: keys.get(key, key if english else IN_DANISH.get(key, key)), words
    )
    faults += [
        *_word_faults(word, root),
        *_wrong_phrases(made, words),
        *_named_twice(entries),
        *_too_many(made, entries),
    ]
    title, called = made.department, made.folder or made.name
    if folder and made.name and not title:
        title, called = Copy(made.name, "department", at("name")), made.folder
    name = slug(called or (folder.name if folder else file.stem))
    if not name:
        told = f"»{called or file.stem}« kan ikke være navn på pakkens mappe"
        faults.append(Fault(told, at("folder" if made.folder else "name"), "brug bogstaver eller tal"))
    asked_for = re.split(r"[\s,]+", made.edition.lower())
    editions = tuple(edition for edition in EDITION_NAMES if edition in asked_for)
    out_on = day(made.edition)
    if made.edition and not out_on and len(editions) != len(asked_for):
        way = f'skriv en dag, "2026-11-01" eller 1.11.2026, eller en eller flere af {", ".join(EDITION_NAMES)}'
        faults.append(Fault(f"udgaven »{made.edition}« findes ikke", at("edition"), way))
    beside = folder or file.parent
    pictures, logo, ordering = OwnPictures(), None, Ordering()
    try:
        if made.ordering:
            ordering = _ordering(made.ordering)
            faults += ordering.faults()
        if made.logo:
            logo = read_logo(spelt(beside / made.logo), at("logo"), title or made.school, root)
        own_pictures = spelt(beside / (made.pictures or PICTURES))
        if made.pictures and not own_pictures.is_dir():
            way = f"lav den ved siden af {FILE}"
            faults.append(Fault(f"der er ingen mappe, der hedder »{made.pictures}«", at("pictures"), way))
        elif folder or made.pictures:
            pictures = read_own_pictures(own_pictures, root)
    except BuildError as error:
        faults += error.faults
    if faults:
        raise BuildError(*faults)
    wording = Wording(
        **asdict(word.noun),
        adjectives=words.adjective,
        phrases={key(phrase): text for phrase, text in made.phrases.items()},
        texts={named(id, "."): text for id, text in made.texts.items()},
    )
    said = spoken(made.word, look_up(root, made.word)) if made.word and not word.given else ""
    copies = entries["copies"].value if made.copies else {}
    assert isinstance(copies, Mapping)
    return Department(
        wording,
        name,
        tree.place,
        title,
        made.school,
        logo,
        made.links,
        pictures,
        {named(target.lower()): (number, copies[target].place) for target, number in made.copies.items()},
        made.printer,
        out_on.isoformat() if out_on else "",
        editions or EDITION_NAMES,
        ordering,
        said,
        # the toolkit's own words are known to be right
        notices=(
            *(() if file.parent == root / WORDINGS else word.contradictions()),
            *_unprinted(made, ordering, editions, at("edition")),
            *_marked_up(made, tree.place),
            *(unused_beside(folder, logo, made.pictures or PICTURES, root) if folder else ()),
        ),
    )


def _named_twice(entries: Mapping[str, Node]) -> Iterator[Fault]:
    """A number or a text that is given under the first edition's name and under today's."""
    for list_of, sign in (("copies", "/"), ("texts", ".")):
        given = entries[list_of].value if list_of in entries else {}
        former: dict[str, str] = {}
        for name, node in given.items() if isinstance(given, Mapping) else ():
            if (before := former.setdefault(named(name.lower(), sign), name)) != name:
                told = f"»{before}« og »{name}« er det samme"
                yield Fault(told, node.place, f"behold kun »{named(name, sign)}«")


def _too_many(file: _File, entries: Mapping[str, Node]) -> Iterator[Fault]:
    for target, number in file.copies.items():
        if number > _MOST_COPIES:
            told = f"»{target}« er sat til {number} stk.; der kan højst bestilles {_MOST_COPIES}"
            yield Fault(told, entries["copies"].at(target), "se efter, om tallet er rigtigt")


def _word_faults(word: OwnWord, root: Path) -> Iterator[Fault]:
    """What is wrong with the word; one that stands alone is looked at as one that is typed."""
    if word.file.word and not word.given:
        try:
            look_up(root, word.file.word)
        except BuildError as error:
            yield from (replace(fault, place=word.entries["word"].place) for fault in error.faults)
            return
    yield from word.faults()


def _as_written(fault: Fault, keys: Mapping[str, str]) -> Fault:
    """A fault with its key as the file has it."""
    return replace(fault, message=re.sub(r"^»(\w+)", lambda found: f"»{keys.get(found[1], found[1])}", fault.message))


def _unprinted(file: _File, ordering: Ordering, editions: tuple[EditionName, ...], place: Place) -> Iterator[Fault]:
    """What is said to a print shop, where nothing is made for one."""
    said = [f"{name}: {number}" for name, number in file.copies.items()]
    said += [f"{_SLIP_KEYS[name]}: {shown(text)}" for name, text in ordering.as_data().items() if text]
    if editions and "tryk" not in editions and said:
        told = f"udgaven er kun {' og '.join(editions)}, så det her kommer ikke til noget trykkeri: {', '.join(said)}"
        yield Fault(told, place, "skriv også tryk som udgave, hvis noget skal bestilles")


def _marked_up(file: _File, place: Place) -> Iterator[Fault]:
    """Signs that other programs make something of, and that are printed as they stand."""
    texts = {node.place: str(node.value) for node in file.texts.values()}
    for copy in filter(None, (file.department, file.school)):
        texts[copy.place or place] = copy.text
    for at, text in texts.items():
        if found := _MARKUP.search(text):
            yield Fault(f"»{found[0]}« bliver trykt, som det står", at, "slet tegnene, hvis de ikke skal på trykket")


def _ordering(node: Node) -> Ordering:
    """Who orders what where; its keys are Danish or English, and what is left empty is left out."""
    if node.value in (None, ""):
        return Ordering()
    tree, called = with_english_keys(node)
    known = [one.name for one in fields(Ordering)]
    if not isinstance(tree.value, Mapping):
        raise refuse(
            "under »bestilling« skal stå nøgler og værdier", node.place, "fx: levering: Skolevej 1, 4200 Slagelse"
        )
    if unknown := [name for name in called if name not in known]:
        raise BuildError(
            *(
                Fault(
                    f"ukendt nøgle »{called[name]}«",
                    tree.value[name].place,
                    meant(called[name], known, called.values()),
                )
                for name in unknown
            )
        )
    given = {name: value for name, value in tree.value.items() if str(value.value or "").strip()}
    if wrong := [name for name, value in given.items() if isinstance(value.value, tuple | Mapping)]:
        way = "flere linjer skrives efter |"
        raise BuildError(*(Fault(f"»{called[name]}« skal være en tekst", given[name].place, way) for name in wrong))
    return read(Ordering, Node(given, tree.place), "bestilling")


def _text(node: Node) -> Node:
    if not isinstance(node.value, str) or not node.value.strip():
        way = "skriv hele id'et på én linje, fx plakater.fejl.headline: …" if isinstance(node.value, Mapping) else ""
        raise refuse("her skal stå en tekst, der ikke er tom", node.place, way)
    return node


def _wrong_phrases(file: _File, words: Lexicon) -> Iterator[Fault]:
    for phrase, text in file.phrases.items():
        if "{" in str(text.value) or "}" in str(text.value):
            yield Fault("her skrives uden klammer", text.place, "skriv vendingen, som den skal stå på trykket")
        try:
            parsed(*parted(phrase), words.adjective)
        except Ungrammatical as wrong:
            yield Fault(wrong.message, text.place, wrong.hint)

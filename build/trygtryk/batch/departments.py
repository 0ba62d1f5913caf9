"""The departments of a batch: each row of a table as a department's folder, or the folders that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from trygtryk.batch.table import Row, Table, read_table
from trygtryk.errors import BuildError, Fault, Place, of_system, refuse
from trygtryk.names import nobodys
from trygtryk.pack.journal import putting
from trygtryk.pack.pack import FOLDERS
from trygtryk.pack.seal import BLANK, sealed, unbroken
from trygtryk.sources.danish.wording import Wording, phrased
from trygtryk.sources.department.departments import asked_for, slug
from trygtryk.sources.department.layer import Department
from trygtryk.sources.department.own_folder import FILE, PICTURES
from trygtryk.sources.department.own_word import GUESSED, lexicon, look_up
from trygtryk.sources.nodes import read_toml
from trygtryk.sources.text import read_bytes
from trygtryk.texts import checked_department

NAME = "navn"
_HEADS = {
    NAME: ("afdeling", "afdelingens navn", "name", "department"),
    "skole": ("school", "skolens navn"),
    "ord": ("word", "jeres ord"),
    "køn": ("gender",),
    "ental": ("ubestemt", "ubestemt ental"),
    "bestemt_ental": ("bestemt", "bestemt ental"),
    "flertal": ("ubestemt flertal",),
    "bestemt_flertal": ("bestemt flertal",),
    "sammensat": (),
    "forholdsord": (),
    "tælles": (),
    "kontakt": ("kontaktperson", "contact"),
    "levering": ("leveringsadresse",),
    "dato": ("leveringsdato",),
    "ean": ("ean nummer",),
    "reference": (),
    "eksemplarer": ("oplag", "antal", "copies"),
    "udgave": ("edition",),
}
_FORMS = ("køn", "ental", "bestemt_ental", "flertal", "bestemt_flertal", "sammensat", "forholdsord", "tælles")
_ORDERED = ("levering", "dato", "ean", "reference")
_DAYS = frozenset(["dato", "udgave"])
_ARTICLES = {"en": "fælleskøn", "et": "intetkøn"}
_SAMPLES = (
    "{et team}",
    "{alle i teamet}",
    "{vores team}",
    "{teamets} aftaler",
    "{to teams}",
    "{team}møde",
)
"""What a department approves its word by."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One department of a batch: ``where`` it stands there, and its ``asked`` for in an order and ``pack``'s folder.

    ``columns`` are the cells that the lines of its file came from, by the file's name as faults have it and the line.
    With ``faults`` it is not made. ``samples`` show its word as it is printed.
    """

    where: str
    called: str
    school: str = ""
    word: str = ""
    asked: str = ""
    pack: str = ""
    columns: Mapping[tuple[str, int], Place] | None = None
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    samples: tuple[str, ...] = ()

    def located(self, fault: Fault) -> Fault:
        """A fault in the department's file, told where the people who wrote the table find it."""
        place, columns = fault.place, self.columns or {}
        if place is None:
            return replace(fault, place=Place(self.where))
        if found := columns.get((place.file, place.line)) or columns.get((place.file, 0)):
            return replace(fault, place=found, hint=fault.hint.replace("nøglen »", "kolonnen »"))
        return replace(fault, place=Place(f"{self.where}: {place.file}", place.line))


def from_table(root: Path, file: Path, out: Path) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """The departments of a table, a folder written for each that can be made, and what is to be told of the table.

    Raises BuildError where the table as a whole cannot be read.
    """
    targets = _targets(root)
    known = {head: key for key, others in _HEADS.items() for head in (key.replace("_", " "), *others)}
    known |= {
        f"{lead}{name}".replace("_", " "): name for name in targets for lead in ("", "antal ", "oplag ", "eksemplarer ")
    }
    table = read_table(read_bytes(file, file.name), file.name, known, NAME, _DAYS)
    if not table.rows:
        raise refuse("tabellen har ingen rækker", Place(file.name), "skriv en række for hver afdeling")
    rows, notes = _once(table)
    return tuple(_of_row(root, row, table, targets, out / FOLDERS) for row in rows), (*table.notes, *notes)


def from_folder(root: Path, folder: Path) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """The departments whose folders lie in a folder, and what lies there besides; raises BuildError where there is none."""
    entries, notes = [], []
    for path in sorted(path for path in folder.iterdir() if not nobodys(path.name)):
        if (path / FILE).is_file() or (path / PICTURES).is_dir():
            entries.append(_read(root, Entry(f"mappen {path.name}", path.name), path))
        elif path.is_dir():
            notes.append(Fault(f"mappen »{path.name}« er ikke en afdelings: den har ingen {FILE}", Place(folder.name)))
    if not entries:
        way = f"hver afdeling skal have en mappe med en {FILE} i"
        raise refuse("der er ingen afdelinger i mappen", Place(folder.name), way)
    first: dict[str, Entry] = {}
    for number, entry in enumerate(entries):
        if entry.pack and (other := first.setdefault(entry.pack, entry)) is not entry:
            told = f"{other.where} og {entry.where} får den samme mappe i pakken: {entry.pack}"
            entries[number] = replace(entry, faults=(Fault(told, None, "giv den ene et andet navn"),))
    return tuple(entries), tuple(notes)


def _targets(root: Path) -> dict[str, bool]:
    """What can be ordered a number of, and whether it follows the number of another."""
    products = read_toml(root / "layouts/order.toml", root)
    assert isinstance(products.value, Mapping)
    listed = products.value["products"].value
    assert isinstance(listed, Mapping)
    return {name: isinstance(node.value, Mapping) and "follows" in node.value for name, node in listed.items()}


def _folder_of(row: Row) -> str:
    return slug(" ".join((row.cells.get("skole", ""), row.cells.get(NAME, ""))))


def _once(table: Table) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The rows, each department once: of rows alike the first, and rows that only have the name in common with a fault."""
    alike: dict[str, list[Row]] = {}
    for row in table.rows:
        alike.setdefault(_folder_of(row), []).append(row)
    rows, notes = [], []
    for row in table.rows:
        namesakes = alike[_folder_of(row)] if row.cells.get(NAME) else [row]
        if len(namesakes) == 1:
            rows.append(row)
        elif all(other.cells == row.cells for other in namesakes):
            if row is namesakes[0]:
                rows.append(row)
                others = ", ".join(str(other.number) for other in namesakes[1:])
                notes.append(
                    Fault(f"rækken står flere gange (også række {others}) og laves én gang", table.at(row.number))
                )
        else:
            others = ", ".join(str(other.number) for other in namesakes if other is not row)
            told = f"»{row.cells[NAME]}« står også i række {others}, med noget andet"
            way = "slet den ene, eller giv dem hver sit navn"
            rows.append(replace(row, faults=(*row.faults, Fault(told, table.at(row.number, NAME), way))))
    return tuple(rows), tuple(notes)


def _of_row(root: Path, row: Row, table: Table, targets: Mapping[str, bool], folders: Path) -> Entry:
    name, school = row.cells.get(NAME, ""), row.cells.get("skole", "")
    entry = Entry(
        str(table.at(row.number)),
        ", ".join(filter(None, (" ".join(name.split()), school))) or f"række {row.number}",
        school,
        row.cells.get("ord", ""),
        pack=_folder_of(row),
    )
    faults = list(row.faults)
    if not name and not row.faults:
        faults.append(Fault("afdelingens navn mangler", table.at(row.number, NAME), "skriv det, eller slet rækken"))
    elif name and not slug(name):
        faults.append(Fault(f"»{name}« kan ikke være et navn", table.at(row.number, NAME), "brug bogstaver eller tal"))
    faults += _wrong_word(root, row, table)
    for key in ("eksemplarer", *targets):
        if key in row.cells and not re.fullmatch(r"\d{1,6}", row.cells[key], re.ASCII):
            told = f"»{row.cells[key]}« er ikke et antal"
            faults.append(Fault(told, table.at(row.number, key), "skriv et helt tal, fx 25"))
    if faults:
        return replace(entry, faults=tuple(faults))
    folder = folders / entry.pack
    lines = tuple(_lines(row, table, targets))
    try:
        _written(folder / FILE, "\n".join(line for line, _ in lines), table.at(row.number))
    except BuildError as error:
        return replace(entry, faults=error.faults)
    except OSError as error:
        return replace(entry, faults=(replace(of_system(error), place=table.at(row.number)),))
    file = (folder / FILE).resolve()
    shown = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
    places = {(shown, n): table.at(row.number, key) for n, (_, key) in enumerate(lines, 1)}
    return _read(root, replace(entry, columns={**places, (shown, 0): table.at(row.number)}), folder)


def _wrong_word(root: Path, row: Row, table: Table) -> Iterator[Fault]:
    """A word that is none, or that nobody knows and that is not bent in the row."""
    word, place = row.cells.get("ord", ""), table.at(row.number, "ord")
    if not word:
        return
    try:
        bent = look_up(root, word)
    except BuildError as error:
        yield from (replace(fault, place=place) for fault in error.faults)
        return
    forms = ("køn", "bestemt_ental", "flertal", "bestemt_flertal")
    if bent.source != GUESSED or all(row.cells.get(form) for form in forms) or row.cells.get("tælles"):
        return
    near, noun = lexicon(root).near(word), bent.noun
    meant = f"mente I {' eller '.join(near)}? Ellers " if near else ""
    guess = ", ".join(filter(None, (noun.gender, noun.singular_definite, noun.plural, noun.plural_definite)))
    told = f"ordet »{word}« står ikke i ordbogen, så programmet kan kun gætte, hvordan det bøjes"
    yield Fault(told, place, f"{meant}udfyld kolonnerne køn, bestemt ental, flertal og bestemt flertal, fx: {guess}")


def _lines(row: Row, table: Table, targets: Mapping[str, bool]) -> Iterator[tuple[str, str]]:
    """The lines of the department's file, each with the column it came from."""
    cells = row.cells
    yield "# Lavet af en række i en tabel: ret i tabellen og ikke her.", ""
    for key in (NAME, "skole", "ord", *_FORMS, "udgave"):
        if key in cells:
            value = _ARTICLES.get(cells[key].lower(), cells[key].lower()) if key == "køn" else cells[key]
            yield f"{key}: {_scalar(' '.join(value.split()))}", key
    every = {name: "eksemplarer" for name, follows in targets.items() if "eksemplarer" in cells and not follows}
    if copies := {**every, **{name: name for name in targets if name in cells}}:
        yield "oplag:", "eksemplarer"
        for name, key in copies.items():
            yield f"  {_scalar(name)}: {int(cells[key])}", key
    if any(key in cells for key in ("kontakt", *_ORDERED)):
        yield "bestilling:", "kontakt"
        if "kontakt" in cells:
            head = ", ".join(filter(None, (cells.get("skole", ""), cells[NAME])))
            sender = f"{head}\n{cells['kontakt']}"
            yield f"  afsender: {_scalar(sender)}", "kontakt"
        for key in _ORDERED:
            if key in cells:
                yield f"  {key}: {_scalar(cells[key])}", key


def _scalar(text: str) -> str:
    """A text as YAML has it in one line."""
    style = '"' if "\n" in text else None
    dumped = yaml.safe_dump(text, allow_unicode=True, width=1_000_000, default_style=style)
    return dumped.removesuffix("\n").removesuffix("...").strip()


def _written(file: Path, text: str, place: Place) -> None:
    """The file with its seal; raises BuildError where somebody has changed the one that lies there."""
    data = sealed(f'{text}\n# "seal": "{BLANK}"\n'.encode())
    with putting(file, folder=True) as put:
        there = file.read_bytes() if file.is_file() else None
        if there == data:
            return
        if there is not None and not unbroken(there):
            way = f"skriv det i tabellen, og slet {file.parent.name}/{FILE}"
            raise refuse(
                f"{FILE} i {FOLDERS}/{file.parent.name} er rettet i hånden, og tabellen siger noget andet", place, way
            )
        put(file, data)


def _read(root: Path, entry: Entry, folder: Path) -> Entry:
    """The entry with what its folder says, or with what is wrong there."""
    try:
        asked = asked_for(root, str(folder), department=True)
        department = checked_department(root, asked)
    except BuildError as error:
        return replace(entry, faults=tuple(map(entry.located, error.faults)))
    except OSError as error:
        return replace(entry, faults=(entry.located(of_system(error)),))
    return replace(
        entry,
        called=entry.called if entry.columns else _called(department, folder),
        school=department.school.text if department.school else "",
        word=entry.word or department.wording.singular or department.wording.plural,
        asked=asked,
        pack=department.name,
        samples=tuple(_samples(department.wording)),
    )


def _called(department: Department, folder: Path) -> str:
    parts = (department.title or department.school) and (department.title, department.school)
    return ", ".join(part.text for part in parts or () if part) or folder.name


def _samples(wording: Wording) -> Iterator[str]:
    """The word in the phrases that can be said with it."""
    for sample in _SAMPLES:
        wrong: list[tuple[int, str, str]] = []
        said = phrased(sample, wording, lambda *told, wrong=wrong: wrong.append(told))
        if not wrong:
            yield said

"""*Print*, as the engine answers it: which files a copier or a print shop needs, and what lies in the pack of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from trygtryk.editions import jobs
from trygtryk.errors import BuildError, Fault
from trygtryk.look import views
from trygtryk.makeready.dieline import without_dieline
from trygtryk.model import Document
from trygtryk.order import EditionName, Order
from trygtryk.pack.inputs import inputs_hash
from trygtryk.pack.manifest import read_manifest
from trygtryk.papers import named
from trygtryk.pipeline import compose
from trygtryk.read import read_sources
from trygtryk.side.questions.pages import mark
from trygtryk.sources.department.layer import read_department
from trygtryk.units import plain

Have = Literal["a4", "a3", "trykkeri"]
HAVE: tuple[Have, ...] = ("a4", "a3", "trykkeri")

_A4_LONG_MM = 297.5


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file for a copier or a print shop: what it is made of, its pages, its paper, how it is turned, and whether its sheets
    are glued together."""

    path: str
    target: str
    title: str
    pages: int
    paper: str
    turn: str = ""
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Copies:
    """How many of something a print shop makes, and on what."""

    target: str
    title: str
    copies: int
    paper: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made: its files, how many a build presses, and for a print shop the copies."""

    sheets: tuple[Sheet, ...]
    pressed: int
    copies: tuple[Copies, ...] = ()


def order_for(asked: str, wanted: tuple[str, ...], have: Have) -> Order:
    """What the command line is asked for in the same words."""
    edition: EditionName = "tryk" if have == "trykkeri" else "kontor"
    return Order(tuple(sorted(wanted)), asked, editions=(edition,), mail=have == "trykkeri")


def pack_name(root: Path, asked: str, have: Have) -> str:
    """The pack's folder in out/."""
    return read_department(root, asked).name + order_for(asked, (), have).variant


def choices(root: Path, asked: str) -> tuple[tuple[str, str], ...]:
    """Everything that can be asked for alone, by its name, with its title."""
    sources = read_sources(root, Order((), asked))
    return tuple(
        (
            f"{name}/{part}" if part else name,
            source.composed(part, sources.materials).title if part else source.product.title,
        )
        for name, source in sources.products.items()
        for part in source.parts
    )


def planned(root: Path, asked: str, wanted: tuple[str, ...], have: Have, *, glued: bool) -> Plan:
    """The files that are made of it, without making them; raises BuildError with what would stop them."""
    return _planned(root, asked, wanted, have, glued, mark(root, asked))


@lru_cache(maxsize=8)
def _planned(root: Path, asked: str, wanted: tuple[str, ...], have: Have, glued: bool, _: str) -> Plan:
    sources = read_sources(root, order_for(asked, wanted, have))
    pieces = compose(sources)
    if have == "trykkeri":
        ready = jobs(pieces, sources)
        made = tuple(_sheet(job.path, job.line.target if job.line else "", job.document) for job in ready)
        copies = [
            Copies(line.target, line.title, line.copies, f"{line.paper}, {plain(line.gsm)} g/m²")
            for line in (job.line for job in ready)
            if line
        ]
        # what is not ordered stands there too, so that it can be
        for piece in pieces:
            its = sources.slip.suggested(piece.target)
            if its and not its.copies and "tryk" in piece.source.product.editions:
                copies.append(
                    Copies(piece.target, piece.facts.title, 0, f"{its.paper.name}, {plain(its.paper.gsm)} g/m²")
                )
        return Plan(made, len(ready) + 1, tuple(copies))
    groups: list[list[Sheet]] = []
    for piece in pieces:
        if "kontor" in piece.source.product.editions:
            documents = piece.source.on_sheets(without_dieline(piece.document), sources.materials)
            groups.append(
                [_sheet(f"kontor/{named(made, 'kontor').name}.pdf", piece.target, made) for made in documents]
            )
    chosen = [sheet for group in groups for sheet in _chosen(group, have, glued=glued)]
    return Plan(tuple(chosen), len([sheet for group in groups for sheet in group]))


def _chosen(group: list[Sheet], have: Have, *, glued: bool) -> list[Sheet]:
    """Of the files of one piece those on the largest paper there is; sheets to glue only where they are wanted."""
    plain = [sheet for sheet in group if not sheet.glued]
    large = [sheet for sheet in plain if sheet.paper == "A3"]
    small = [sheet for sheet in plain if sheet.paper == "A4"]
    to_glue = [sheet for sheet in group if sheet.glued] if glued else []
    return [*((large or small) if have == "a3" else small), *to_glue]


def _sheet(path: str, target: str, document: Document) -> Sheet:
    trim = document.pages[0].trim
    paper = "A4" if max(trim.width_mm, trim.height_mm) <= _A4_LONG_MM else "A3"
    if not path.startswith("kontor/"):
        paper = f"{plain(trim.width_mm)} × {plain(trim.height_mm)} mm"
    return Sheet(path, target, document.title, len(document.pages), paper, document.turn, document.glued > 1)


@dataclass(frozen=True, slots=True)
class Lying:
    """A finished file in the pack: its size in bytes, and whether anything it is made from was changed since."""

    size: int
    stale: bool


def lying(root: Path, folder: Path, asked: str) -> Mapping[str, Lying]:
    """What lies in a pack, by path."""
    inputs, _ = inputs_hash(root, asked if asked.endswith("/") else "")
    entries = read_manifest(folder).get("files", {})
    return {
        path: Lying((folder / path).stat().st_size, entry["inputs"] != inputs)
        for path, entry in entries.items()
        if (folder / path).is_file()
    }


def seen(file: Path, width_px: int) -> bytes:
    """A finished file's first page as a PNG, read off the file itself."""
    try:
        return views.file_seen(file.read_bytes(), width_px)
    except OSError as error:
        raise BuildError(Fault("filen er her ikke mere", None, "lav den igen")) from error

"""What is ordered, line by line: one file a line, read off its document, and the whole as data."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from math import fsum
from typing import Any, get_args, get_origin, get_type_hints

from trygtryk.errors import Fault, Place, refuse
from trygtryk.model import Artwork, Document, Field, Group, Ink, Item, Layer, Line, Page, Picture, Shape, Tagged
from trygtryk.pack.seal import BLANK, sealed
from trygtryk.pictures.sender import Sender
from trygtryk.sources.content import Pack
from trygtryk.sources.department.ordering import Ordering
from trygtryk.sources.printshop import Surface
from trygtryk.sources.strict import Natural, Positive
from trygtryk.units import decimal, plain

_SQUARE_MM_PER_SQUARE_M = 1_000_000
_PLATES = ("C", "M", "Y", "K")
_GREY = Ink("grey", (0, 0, 0, 100), "")
_DECIMALS = 6
_MOST = 1_000_000_000
_SHEETS = "{{n}}"

Step = tuple[str, str]
"""A spot and the step it is for (ISO 19593-1): ``("Ril", "Creasing")``."""

# how much room a gram of paper takes, in cm3: from gloss coated to the most voluminous
_BULK = (0.65, 2.2)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is ordered: its trade name, weight in g/m2, thickness in mm, and the surface that takes the ink."""

    name: str
    gsm: Positive
    thickness_mm: Positive
    surface: Surface
    place: Place

    @property
    def fault(self) -> Fault | None:
        """A thickness that no paper of that weight has: somebody has written one of the two wrongly."""
        least, most = (self.gsm * bulk / 1000 for bulk in _BULK)
        if least <= self.thickness_mm <= most:
            return None
        told = f"papir på {plain(self.gsm)} g/m² er ikke {decimal(self.thickness_mm, 2)} mm tykt"
        way = f"det er mellem {decimal(least, 2)} og {decimal(most, 2)} mm: ret gsm eller thickness_mm"
        return Fault(told, self.place, way)


@dataclass(frozen=True, slots=True)
class Several:
    """How a piece on more than one sheet is counted and finished besides; ``{{n}}`` is how many sheets."""

    unit: str
    finishing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thick:
    """How a file of at least so many pages is finished instead."""

    pages: Natural
    finishing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is suggested for one product: copies (0: not ordered) and what one of them is called, paper, finishing.

    ``tooling`` is the finishing that goes by the file's own layers, and only with them; ``several`` what a piece on more
    than one sheet has besides; ``thick`` the finishing of what is too thick for the usual one. A part that ``follows``
    is ordered in as many copies as its product.
    """

    copies: Natural
    paper: Paper
    place: Place
    unit: str = "stk."
    finishing: tuple[str, ...] = ()
    tooling: tuple[str, ...] = ()
    several: Several | None = None
    thick: Thick | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One piece in a file that holds several: its pages counted from 1, its sheets, how it is counted and finished."""

    title: str
    first: int
    last: int
    sheets: int
    unit: str
    finishing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the order, made of ``target``: ``sheets`` and ``unit`` are those of one copy, ``fronts`` and ``backs``
    the plates of each side, ``steps`` the tools' lines, which are not printed; ``steps_page`` is the page they have to
    themselves (0: none), ``steps_file`` the file. ``more`` are the files that belong to it. ``parts`` are empty where it is one piece.
    """

    file: str
    target: str
    title: str
    trim_mm: tuple[float, float]
    pages: int
    sheets: int
    fronts: tuple[str, ...]
    backs: tuple[str, ...]
    steps: tuple[Step, ...]
    paper: str
    gsm: float
    paper_mm: float
    condition: str
    finishing: tuple[str, ...]
    copies: int
    unit: str
    parts: tuple[Part, ...] = ()
    more: tuple[str, ...] = ()
    steps_page: int = 0
    steps_file: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all its files."""
        return (self.file, *self.more)

    @property
    def inks(self) -> str:
        """How many inks each side takes, as a printer counts them: 4+4, 4+0, 1+1."""
        return "+".join(str(_counted(plates)) for plates in (self.fronts, self.backs))

    @property
    def weight_kg(self) -> float:
        """What all its copies weigh, never rounded: sums are made of it."""
        wide, high = self.trim_mm
        return wide * high / _SQUARE_MM_PER_SQUARE_M * self.gsm * self.sheets * self.copies / 1000

    @property
    def thickness_mm(self) -> float:
        """How thick one copy is."""
        return self.paper_mm * self.sheets


def _counted(plates: tuple[str, ...]) -> int:
    """Black alone is one ink; any colour is made of all four; a spot that is printed is one more."""
    process = {plate for plate in plates if plate in _PLATES}
    return len(plates) - len(process) + (len(_PLATES) if process - {"K"} else len(process))


def entry(
    target: str,
    document: Document,
    suggestion: Suggestion,
    condition: str,
    *,
    both_sides: bool,
    pieces: tuple[tuple[str, int, int], ...] = (),
    files: tuple[Document, ...] = (),
) -> Entry:
    """What one thing asks of the print shop, read off its document that is pressed for a printing condition.

    ``pieces`` are the title and the first and last page of each piece of a document that holds several; ``files`` what
    the document becomes where that is not one file of the same pages.
    """
    made = files or (document,)
    apart = [(file, number) for file in made for number, page in enumerate(file.pages, 1) if _only_tools(page)]
    steps_page = apart[0][1] if apart and apart[0][0] is made[0] else 0
    trim, paper = document.pages[0].trim, suggestion.paper
    sheets = _sheets(len(document.pages), both_sides=both_sides)
    marks = [list(_marks(page.items)) for page in document.pages]
    steps = dict.fromkeys((ink.spot, step) for page in marks for ink, step in page if ink and step)
    thick = suggestion.thick if suggestion.thick and len(document.pages) >= suggestion.thick.pages else None
    finishing = (*(suggestion.tooling if steps else ()), *(thick or suggestion).finishing)
    unit, more = ("", ()) if pieces else _counted_as(suggestion, sheets)
    return Entry(
        f"{made[0].name}.pdf",
        target,
        document.title,
        (trim.width_mm, trim.height_mm),
        len(document.pages),
        sheets,
        _plates(marks[:: 2 if both_sides else 1]),
        _plates(marks[1::2] if both_sides else []),
        tuple(sorted(steps)),
        paper.name,
        paper.gsm,
        paper.thickness_mm,
        condition,
        (*finishing, *more),
        suggestion.copies,
        unit,
        tuple(
            Part(
                title,
                first,
                last,
                count := _sheets(last - first + 1, both_sides=both_sides),
                *_counted_as(suggestion, count),
            )
            for title, first, last in pieces
        ),
        tuple(f"{file.name}.pdf" for file in made[1:]),
        steps_page,
        f"{apart[0][0].name}.pdf" if apart and not steps_page else "",
    )


def _only_tools(page: Page) -> bool:
    return bool(page.items) and all(isinstance(item, Layer) and item.step for item in page.items)


def _sheets(pages: int, *, both_sides: bool) -> int:
    return math.ceil(pages / 2) if both_sides else pages


def _counted_as(suggestion: Suggestion, sheets: int) -> tuple[str, tuple[str, ...]]:
    """What one copy of so many sheets is called, and what is done to it besides."""
    several = suggestion.several if sheets > 1 else None
    unit, finishing = (several.unit, several.finishing) if several else (suggestion.unit, ())
    return unit.replace(_SHEETS, str(sheets)), finishing


def _marks(items: tuple[Item, ...], step: str = "") -> Iterator[tuple[Ink | None, str]]:
    """Every ink with the step of the layer it lies on (empty: it is printed); none for a coloured picture's four."""
    for item in items:
        match item:
            case Shape():
                yield from ((ink, step) for ink in (item.fill, item.stroke and item.stroke.ink) if ink)
            case Line():
                yield item.ink, step
            case Picture():
                yield _GREY if item.bitmap.mode == "L" else None, step
            case Layer():
                yield from _marks(item.items, item.step[1] if item.step else step)
            case Field():
                yield from _marks(item.filled, step)
            case Group() | Artwork() | Tagged():
                yield from _marks(item.items, step)


def _plates(pages: list[list[tuple[Ink | None, str]]]) -> tuple[str, ...]:
    """The plates that print."""
    inks = {ink for page in pages for ink, step in page if not step}
    process = (
        name for n, name in enumerate(_PLATES) if any(ink is None or (ink.cmyk[n] and not ink.spot) for ink in inks)
    )
    return (*process, *sorted({ink.spot for ink in inks if ink and ink.spot}))


def merged(
    new: tuple[Entry, ...],
    slip: bytes,
    targets: tuple[str, ...],
    suggested: Callable[[str], Suggestion | None],
) -> tuple[Entry, ...]:
    """All that is ordered, in the order of the targets: new files, and those of a former slip that they do not replace,
    in as many copies as are ``suggested`` today.

    A part that is not among the targets goes by its product. Raises BuildError where the slip cannot be read.
    """
    files = {file for entry in new for file in entry.files}
    known = {target: number for number, target in enumerate(targets)}
    former = (
        replace(entry, copies=today.copies)
        for entry in _entries(slip)
        if entry.file not in files and (today := suggested(entry.target)) and today.copies
    )
    return tuple(
        sorted(
            (*new, *former),
            key=lambda entry: known.get(entry.target, known.get(entry.target.partition("/")[0], len(known))),
        )
    )


def ordered_files(slip: bytes) -> dict[str, tuple[int, tuple[float, float], str]]:
    """The pages, the trim and the condition of each file of an order's data; raises BuildError where it cannot be read."""
    found: dict[str, tuple[int, tuple[float, float], str]] = {}
    for entry in _entries(slip):
        sides = [file for file in entry.files if file != entry.steps_file]
        pages = entry.pages if len(sides) == 1 else entry.sheets
        found |= {file: (pages, entry.trim_mm, entry.condition) for file in sides}
        if entry.steps_page:
            found[entry.file] = (entry.steps_page, entry.trim_mm, entry.condition)
        elif entry.steps_file:
            found[entry.steps_file] = (1, entry.trim_mm, entry.condition)
    return found


def _entries(slip: bytes) -> tuple[Entry, ...]:
    """The lines of an order written by ``as_json``."""
    if not slip:
        return ()
    try:
        return tuple(_entry(line) for line in json.loads(slip)["files"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = "byg hele pakken, så laves ordresedlen igen"
        raise refuse("pakkens ordreseddel kan ikke læses", Place("ordreseddel.json"), hint) from error


def _entry(line: dict[str, Any]) -> Entry:
    return Entry(**{one.name: _as(_hints(Entry)[one.name], line[one.name]) for one in fields(Entry)})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _as(kind: Any, value: Any) -> Any:
    """A value of the file as one of that kind; raises TypeError where somebody has made it another."""
    if kind is Part:
        return Part(**{name: _as(_hints(Part)[name], item) for name, item in value.items()})
    if get_origin(kind) is tuple and isinstance(value, list):
        inner = get_args(kind)
        many = [inner[0]] * len(value) if inner[-1] is ... else inner
        return tuple(_as(one, item) for one, item in zip(many, value, strict=True))
    fits = type(value) in (int, float) and math.isfinite(value) if kind is float else type(value) is kind
    if not fits or (kind in (int, float) and not 0 <= value < _MOST):
        raise TypeError(kind)
    return value


def as_json(entries: tuple[Entry, ...], ordering: Ordering, pack: Pack, sender: Sender) -> bytes:
    """The order as data, with who it is from, where it goes, and the pack's title and edition."""
    data = {
        "title": pack.title.text,
        "school": sender.school.text if sender.school else "",
        "department": sender.department.text if sender.department else "",
        "edition": pack.edition,
        "version": pack.version,
        "standard": "PDF/X-4",
        "ordering": ordering.as_data(),
        "weight_kg": round(fsum(entry.weight_kg for entry in entries), _DECIMALS),
        "files": [
            {
                **asdict(entry),
                "inks": entry.inks,
                "thickness_mm": round(entry.thickness_mm, _DECIMALS),
                "weight_kg": round(entry.weight_kg, _DECIMALS),
            }
            for entry in entries
        ],
        "seal": BLANK,
    }
    return sealed((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())

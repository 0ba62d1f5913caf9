"""The order slip: what a coordinator attaches to the mail to the print shop, as a page and as data."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from math import fsum

from trygtryk.errors import Place, refuse
from trygtryk.geometry import Box, polyline, rectangle
from trygtryk.model import Copy, Document, Ink, Item, Line, Page, Picture, Shape, Stroke, walk
from trygtryk.pictures.sender import Sender
from trygtryk.seal import BLANK, sealed
from trygtryk.sources.content import Pack
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Style
from trygtryk.sources.printshop import Surface
from trygtryk.sources.strict import Natural, Positive
from trygtryk.type.typeset import block, fit
from trygtryk.units import decimal

_SQUARE_MM_PER_SQUARE_M = 1_000_000
_PLATES = ("C", "M", "Y", "K")


@dataclass(frozen=True, slots=True)
class Thick:
    """How a file of at least so many pages is finished instead."""

    pages: Natural
    finishing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is ordered: its trade name, weight in g/m2, thickness in mm, and the surface that takes the ink."""

    name: str
    gsm: Positive
    thickness_mm: Positive
    surface: Surface
    place: Place


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is suggested for one product: copies (0: not ordered), paper, finishing.

    ``tooling`` is the finishing that goes by the file's own layers, and only with them; ``thick`` that of what is too
    thick for the usual one.
    """

    copies: Natural
    paper: Paper
    place: Place
    finishing: tuple[str, ...] = ()
    tooling: tuple[str, ...] = ()
    thick: Thick | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """How the page looks; ``widths_mm`` are those of the table's columns."""

    page: Box
    title_style: Style
    intro_style: Style
    head_style: Style
    name_style: Style
    text_style: Style
    total_style: Style
    foot_style: Style
    ground: Ink
    line: Ink
    line_pt: float
    logo: Box
    side_mm: float
    top_mm: float
    bottom_mm: float
    widths_mm: tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """layouts/order.toml."""

    slip: Slip
    products: Mapping[str, Suggestion]

    def suggested(self, target: str) -> Suggestion | None:
        """For a part or a product by its name; a part without an entry of its own goes by its product's."""
        return self.products.get(target) or self.products.get(target.partition("/")[0])


@dataclass(frozen=True, slots=True)
class Heads:
    """The table's heads."""

    file: Copy
    size: Copy
    pages: Copy
    inks: Copy
    paper: Copy
    copies: Copy


@dataclass(frozen=True, slots=True)
class Words:
    """content/order.yaml; ``{{front}}`` and ``{{back}}`` are how many inks each side of the sheet takes."""

    title: Copy
    intro: Copy
    sender: Copy
    heads: Heads
    total: Copy
    profile: Copy
    cmyk: Copy
    black: Copy
    months: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the order, made of ``target``; ``weight_kg`` is that of all its copies, ``spots`` the tools' plates."""

    file: str
    target: str
    title: str
    trim_mm: tuple[float, float]
    pages: int
    sheets: int
    both_sides: bool
    plates: tuple[str, ...]
    spots: tuple[str, ...]
    paper: str
    gsm: float
    condition: str
    finishing: tuple[str, ...]
    copies: int
    weight_kg: float


def entry(target: str, document: Document, suggestion: Suggestion, condition: str, *, both_sides: bool) -> Entry:
    """What one file asks of the print shop, read off its document that is pressed for a printing condition."""
    inks = [ink for page in document.pages for ink in _inks(page.items)]
    plates = tuple(name for n, name in enumerate(_PLATES) if any(ink.cmyk[n] and not ink.spot for ink in inks))
    spots = tuple(sorted({ink.spot for ink in inks if ink.spot}))
    pictures = any(isinstance(item, Picture) for page in document.pages for item in walk(page.items))
    trim = document.pages[0].trim
    sheets = math.ceil(len(document.pages) / 2) if both_sides else len(document.pages)
    area = trim.width_mm * trim.height_mm / _SQUARE_MM_PER_SQUARE_M
    weight = area * suggestion.paper.gsm * sheets * suggestion.copies / 1000
    thick = suggestion.thick if suggestion.thick and len(document.pages) >= suggestion.thick.pages else None
    return Entry(
        f"{document.name}.pdf",
        target,
        document.title,
        (trim.width_mm, trim.height_mm),
        len(document.pages),
        sheets,
        both_sides,
        _PLATES if pictures else plates,
        spots,
        suggestion.paper.name,
        suggestion.paper.gsm,
        condition,
        (*(suggestion.tooling if spots else ()), *(thick or suggestion).finishing),
        suggestion.copies,
        round(weight, 3),
    )


def _inks(items: tuple[Item, ...]) -> list[Ink]:
    found: list[Ink] = []
    for item in walk(items):
        if isinstance(item, Shape):
            found += [ink for ink in (item.fill, item.stroke and item.stroke.ink) if ink]
        elif isinstance(item, Line):
            found.append(item.ink)
    return found


def merged(new: tuple[Entry, ...], slip: bytes, targets: tuple[str, ...]) -> tuple[Entry, ...]:
    """All that lies ready, in the order of the targets: new files, and those of a former slip that they do not replace.

    A part that is not among the targets goes by its product. Raises BuildError where the slip cannot be read.
    """
    files = {entry.file for entry in new}
    known = {target: number for number, target in enumerate(targets)}
    return tuple(
        sorted(
            (*new, *(entry for entry in _entries(slip) if entry.file not in files)),
            key=lambda entry: known.get(entry.target, known.get(entry.target.partition("/")[0], len(known))),
        )
    )


def _entries(slip: bytes) -> tuple[Entry, ...]:
    """The lines of an order written by ``as_json``."""
    if not slip:
        return ()
    lists = ("trim_mm", "plates", "spots", "finishing")
    try:
        found = json.loads(slip)["files"]
        return tuple(Entry(**{**line, **{name: tuple(line[name]) for name in lists}}) for line in found)
    except (ValueError, KeyError, TypeError) as error:
        hint = "byg hele pakken, så laves ordresedlen igen"
        raise refuse("pakkens ordreseddel kan ikke læses", Place("ordreseddel.json"), hint) from error


def as_json(entries: tuple[Entry, ...], pack: Pack, condition: str, sender: Sender) -> bytes:
    """The order as data, with who it is from, the pack's title, edition and printing condition."""
    data = {
        "title": pack.title.text,
        "school": sender.school.text if sender.school else "",
        "department": sender.department.text if sender.department else "",
        "edition": pack.edition,
        "version": pack.version,
        "standard": "PDF/X-4",
        "condition": condition,
        "weight_kg": round(fsum(entry.weight_kg for entry in entries), 3),
        "files": [asdict(entry) for entry in entries],
        "seal": BLANK,
    }
    return sealed((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())


def compose(
    entries: tuple[Entry, ...],
    words: Words,
    layout: Slip,
    pack: Pack,
    condition: str,
    fonts: Fonts,
    sender: Sender,
) -> Document:
    """The order as A4 pages: who it is from, one row a file, and the weight of it all."""
    column = Box(
        layout.page.x0_mm + layout.side_mm,
        layout.page.y0_mm + layout.bottom_mm,
        layout.page.x1_mm - layout.side_mm,
        layout.page.y1_mm - layout.top_mm,
    )
    items: list[Item] = [*sender.stamped(layout.logo)]
    top = column.y1_mm
    texts = [(words.title, layout.title_style, 5.0), (words.intro, layout.intro_style, 7.0)]
    if names := sender.names:
        told = replace(names, text=f"{words.sender.text}: {names.text}")
        texts.insert(1, (told, layout.total_style, 5.0))
    for copy, style, below in texts:
        made = block(copy, style, column.width_mm, fonts, "ordresedlen")
        items += made.placed(column.x0_mm, top)
        top -= made.height_mm + below
    pages: list[tuple[Item, ...]] = []
    heads = (
        words.heads.file,
        words.heads.size,
        words.heads.pages,
        words.heads.inks,
        words.heads.paper,
        words.heads.copies,
    )
    head_mm, row = _row(heads, [layout.head_style] * len(heads), column, layout, fonts)
    items += (Shape(rectangle(Box(column.x0_mm, top - head_mm, column.x1_mm, top)), layout.ground), *row(top))
    top -= head_mm
    for made_entry in entries:
        cells = _cells(made_entry, words)
        styles = [layout.name_style, *[layout.text_style] * (len(cells) - 1)]
        height, row = _row(cells, styles, column, layout, fonts)
        if top - height < column.y0_mm + 12:
            pages.append(tuple(items))
            items, top = [], column.y1_mm
        items += row(top)
        top -= height
        rule = polyline((column.x0_mm, top), (column.x1_mm, top))
        items.append(Shape(rule, stroke=Stroke(layout.line, layout.line_pt)))
    kilos = decimal(fsum(entry.weight_kg for entry in entries))
    total = Copy(f"{words.total.text}: {kilos} kg", words.total.id, words.total.place)
    items += fit(total, layout.total_style, Box(column.x0_mm, top - 12, column.x1_mm, top - 4), fonts, "ordresedlen")
    pages.append(tuple(items))
    year, month, day = map(int, pack.edition.split("-"))
    dated = f"{day}. {words.months[month - 1].text} {year}"
    named = f"{pack.title.text} {pack.version} · {dated} · {words.profile.text}: {condition}"
    foot = Copy(named, "order.foot", pack.place)
    low = Box(column.x0_mm, layout.page.y0_mm + 8, column.x1_mm, layout.page.y0_mm + 13)
    return Document(
        "ordreseddel",
        words.title.text,
        tuple(
            Page(
                layout.page, layout.page, layout.page, (*page, *fit(foot, layout.foot_style, low, fonts, "ordresedlen"))
            )
            for page in pages
        ),
        pack.edition,
        turn="long",
    )


def _cells(entry: Entry, words: Words) -> tuple[Copy, ...]:
    size = "\u00a0×\u00a0".join(f"{side:g}" for side in entry.trim_mm)
    inks, front = (words.black, 1) if entry.plates == ("K",) else (words.cmyk, len(_PLATES))
    back = front if entry.both_sides else 0
    sides = inks.text.replace("{{front}}", str(front)).replace("{{back}}", str(back))
    spots = "".join(f"\n+ {spot}" for spot in entry.spots)
    paper = "\n".join((f"{entry.paper}, {entry.gsm:g} g/m²", *entry.finishing))
    texts = (
        f"{entry.file}\n{entry.title}",
        f"{size}\u00a0mm",
        f"{entry.pages}",
        f"{sides}{spots}",
        paper,
        f"{entry.copies} stk.",
    )
    return tuple(Copy(text, f"order.{n}", words.title.place) for n, text in enumerate(texts))


def _row(
    cells: tuple[Copy, ...], styles: list[Style], column: Box, layout: Slip, fonts: Fonts
) -> tuple[float, Callable[[float], tuple[Item, ...]]]:
    """A row's height, and what draws it with its upper edge at a place."""
    pad = 1.8
    sets = [
        block(cell, style, width - 2 * pad, fonts, "ordresedlen")
        for cell, style, width in zip(cells, styles, layout.widths_mm, strict=True)
    ]

    def draw(top_mm: float) -> tuple[Item, ...]:
        items: list[Item] = []
        x = column.x0_mm + pad
        for made, width in zip(sets, layout.widths_mm, strict=True):
            items += made.placed(x, top_mm - pad)
            x += width
        return tuple(items)

    return max(made.height_mm for made in sets) + 2 * pad, draw

"""The waist: pages of items at fixed places in millimetres, frozen, knowing neither products nor PDF.

Coordinates have their origin at the lower left corner of the trim, y up. Products make Documents, make-ready turns
Documents into Documents, the press turns them into bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from trygtryk.errors import Fault, Place
from trygtryk.geometry import IDENTITY, Box, Matrix, Outline


@dataclass(frozen=True, slots=True)
class Ink:
    """A flat colour: ``cmyk`` in percent, ``srgb`` as ``#rrggbb`` for screens.

    With ``spot`` it prints on a plate of that name, overprinting, and ``cmyk`` is its alternate; the name ``All`` is
    the registration colour (ISO 32000-1, 8.6.6.4).
    """

    name: str
    cmyk: tuple[float, float, float, float]
    srgb: str
    spot: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to be set: its words, the id it is replaced by in a wording, and where it stands in the sources."""

    text: str
    id: str
    place: Place


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn; width and dashes in points, ``phase_pt`` into the dashes at its start."""

    ink: Ink
    width_pt: float
    dash_pt: tuple[float, ...] = ()
    cap: Literal["butt", "round", "square"] = "round"
    join: Literal["miter", "round", "bevel"] = "round"
    miter_limit: float = 10.0
    phase_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline, filled, stroked or both (filled first)."""

    outline: Outline
    fill: Ink | None = None
    stroke: Stroke | None = None
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One set line of text in one face, its baseline starting at ``x_mm, y_mm``.

    ``kern`` holds, per character, the extra advance after it in thousandths of the type size (empty: none).
    ``copy_id`` says which text it is part of; ``glued``, that its last word goes on in the next line.
    """

    x_mm: float
    y_mm: float
    text: str
    face: str
    size_pt: float
    ink: Ink
    width_mm: float
    kern: tuple[float, ...] = ()
    copy_id: str = ""
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A bitmap in sRGB or grey, no finer than it is seen: raw samples, or a ``jpeg``."""

    width_px: int
    height_px: int
    data: bytes = field(repr=False)
    jpeg: bool = False


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A decoded picture: raw samples, 8 bits each, rows from the top; ``screen`` and ``office`` are the same for screens
    and for office printers."""

    name: str
    width_px: int
    height_px: int
    mode: Literal["CMYK", "L", "RGB"]
    samples: bytes = field(repr=False)
    screen: Shown | None = None
    office: Shown | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A bitmap filling a box."""

    box: Box
    bitmap: Bitmap


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one matrix, seen through an optional clip (given in the group's own coordinates).

    Where pages lie on a sheet as they are folded or fed, ``order`` says when what stands in it is read.
    """

    items: tuple[Item, ...]
    matrix: Matrix = IDENTITY
    clip: Outline = ()
    even_odd: bool = False
    order: int = 0


@dataclass(frozen=True, slots=True)
class Artwork:
    """Items drawn once and placed as often as wanted (a scene, a card's face); ``name`` is unique in a pack.

    Place one with ``Group((artwork,), matrix)``. ``alt`` says in Danish what is seen. One that holds Tagged ones and
    stands in none itself is read where it is placed, so it is placed once.
    """

    name: str
    box: Box
    items: tuple[Item, ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Tagged:
    """Items that are one structure element where it is read (ISO 32000-1, 14.7): its standard role and attributes.

    What stands in no Tagged is an artifact. A Tagged holds either Tagged ones and fields, or content.
    ``key`` joins pieces of the same element that stand on several pages; ``spoken`` is heard instead of its text.
    """

    role: str
    items: tuple[Item, ...]
    alt: str = ""
    lang: str = ""
    title: str = ""
    scope: Literal["", "Row", "Column", "Both"] = ""
    key: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """Items on a named optional-content layer; ``step`` is the ISO 19593-1 group and type (``Structural``, ``Cutting``)."""

    name: str
    items: tuple[Item, ...]
    step: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A box that leads to an address (``https://...``) or to a page's label (``#name``) on screen; nothing in print."""

    box: Box
    target: str
    contents: str


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write, alive on screen and silent in print (its frame and rules are drawn beside it).

    ``name`` is unique in its document, but for the buttons of one set, of which one is chosen; ``tooltip`` is
    understood when read alone; ``choice`` is what ticking it says, in the words on the page. ``leading_mm`` is the
    pitch of the ruled lines. What stands in a ``private`` one is for who writes it: it is not collected. ``value`` is
    what it is filled in with, and ``filled`` how that stands in print.
    """

    name: str
    kind: Literal["text", "tick", "choice"]
    box: Box
    tooltip: str
    question: str = ""
    choice: str = ""
    leading_mm: float = 0.0
    size_pt: float = 0.0
    multiline: bool = False
    ink: Ink | None = None
    private: bool = False
    value: str = ""
    filled: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Stands where something could not be set as asked; the build gathers all of them before the press.

    It stops there, or where ``stops`` is False tells them and goes on with what was set instead.
    """

    fault: Fault
    stops: bool = True


_HOLDERS = (Group, Artwork, Tagged, Layer)
Item = Shape | Line | Picture | Group | Artwork | Tagged | Layer | Link | Field | Flaw


@dataclass(frozen=True, slots=True)
class Page:
    """One side of a sheet. ``trim`` is the cut size; artwork runs to ``bleed``; ``media`` is the sheet with its marks."""

    trim: Box
    bleed: Box
    media: Box
    items: tuple[Item, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Outlined:
    """An entry of the document's outline (bookmarks): a title and the number of its page, counted from zero."""

    title: str
    page: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """What is pressed as one file. ``name`` is the piece's, and then the file's stem; ``date`` (ISO 8601, whole day) is the content's edition."""

    name: str
    title: str
    pages: tuple[Page, ...]
    date: str
    subject: str = ""
    lang: str = "da-DK"
    outline: tuple[Outlined, ...] = ()
    turn: Literal["", "long", "short"] = ""
    """The edge the sheet is turned on when printed on both sides; empty: one side."""
    glued: int = 1
    """Of how many sheets one piece is glued together."""
    laid: str = ""
    """What stands before the sheet's size in the file's name, where several lie on one: ``4-paa-``."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is asked of a document besides how it is drawn; ``trim`` is that of its first page.

    ``book`` says whether it has an outline, ``fields`` and ``tools`` whether it has places to write, and lines for a
    tool.
    """

    name: str
    title: str
    pages: int
    trim: Box
    turn: Literal["", "long", "short"]
    glued: int
    laid: str
    book: bool
    fields: bool
    tools: bool
    flaws: tuple[Flaw, ...]


def facts_of(document: Document) -> Facts:
    """The facts, read off all that stands on its pages."""
    flaws: list[Flaw] = []
    fields = tools = False
    for page in document.pages:
        for item in walk(page.items):
            match item:
                case Shape() | Line():  # nearly all
                    pass
                case Flaw():
                    flaws.append(item)
                case Field():
                    fields = True
                case Layer(step=tuple()):
                    tools = True
    first = document.pages[0]
    return Facts(
        document.name,
        document.title,
        len(document.pages),
        first.trim,
        document.turn,
        document.glued,
        document.laid,
        bool(document.outline),
        fields,
        tools,
        tuple(flaws),
    )


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    """Every item, containers before what they contain, in drawing order."""
    waiting = [*reversed(items)]
    while waiting:
        item = waiting.pop()
        yield item
        if isinstance(item, _HOLDERS):
            waiting.extend(reversed(item.items))
        elif isinstance(item, Field):
            waiting.extend(reversed(item.filled))


def spoken(items: tuple[Item, ...]) -> str:
    """What is heard of items, in one string: their texts, and what their pictures show."""
    heard: list[str] = []
    for item in items:
        match item:
            case Tagged() if item.alt or item.spoken:
                heard.append(item.alt or item.spoken)
            case Tagged() if lines := [line.text for line in item.items if isinstance(line, Line)]:
                heard.append(" ".join(lines))
            case Tagged() | Group():
                heard.append(spoken(item.items))
    return " ".join(text if text[-1] in ".?!:" else f"{text}." for text in heard if text)

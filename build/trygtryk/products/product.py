"""What every product is: a name, the shape of its content and layout, and how it is composed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from trygtryk.errors import Fault, Place
from trygtryk.geometry import Box
from trygtryk.makeready.office_sheets import Sheets, Texts, ruled
from trygtryk.model import Artwork, Document, Ink
from trygtryk.order import EDITION_NAMES, EditionName
from trygtryk.pictures.sender import Sender
from trygtryk.sources.content import Link, Pack
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Marks
from trygtryk.sources.nodes import Node

C = TypeVar("C")
L = TypeVar("L")


@dataclass(frozen=True, slots=True, eq=False)
class Materials:
    """What all products are made from; ``scene`` gives a picture by one of the ids in ``scenes``, ``sender`` says whose
    it is.

    ``sheets`` and ``sheet_texts`` are those of the school's own printer.
    """

    pack: Pack
    palette: Mapping[str, Ink]
    fonts: Fonts
    links: Mapping[str, Link]
    marks: Marks
    sheets: Sheets
    sheet_texts: Texts
    scenes: tuple[str, ...]
    scene: Callable[[str], Artwork]
    sender: Sender


class Known(Protocol):
    """What a check may look up by its name: the palette's inks, and the addresses."""

    @property
    def palette(self) -> Mapping[str, Ink]:
        """The inks by their names in layouts/palette.toml."""

    @property
    def links(self) -> Mapping[str, Link]:
        """The addresses by their names in content/links.yaml."""


At = Callable[[str], Place]
"""Where a key of a product's layout stands, by its path: ``front.title``."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """Where a picture stands, in Danish, the area it fills there where no scene says it, and where it is asked for."""

    title: str
    area: Box
    place: Place


@dataclass(frozen=True, slots=True)
class Counted:
    """What other texts may refer to: the word, and the number of each by its id, read off the content's tree."""

    word: str
    numbers: Callable[[Node], Mapping[str, int]]


def nothing_more(content: Any, layout: Any, known: Known, at: At) -> Iterator[Fault]:
    """The types say it all."""
    return iter(())


def no_pictures(content: Any, layout: Any, part: str) -> Mapping[str, Pictured]:
    """None: the product asks for no picture by its id."""
    return {}


def one_piece(content: Any) -> tuple[str, ...]:
    """No parts: the product is built as a whole."""
    return ()


def whole(content: C, part: str) -> C:
    """Every part may be made from all of the content."""
    return content


def as_it_is(content: Any, layout: Any, materials: Materials, document: Document) -> tuple[Document, ...]:
    """A piece that fills sheets of the school's own printer: only the control rule is added."""
    return (ruled(document, materials.sheets, materials.sheet_texts, materials.fonts),)


def as_read(content: Any, layout: Any, materials: Materials, document: Document) -> Document:
    """A piece whose pages are read on a screen as they are printed."""
    return document


@dataclass(frozen=True, slots=True)
class Product(Generic[C, L]):
    """One kind of printed thing. Its name is that of its content, its layout and its golden file.

    ``content`` and ``layout`` are the types those files are read as. ``parts(content)`` names what can be built
    alone (empty: the product is one piece), ``portion(content, part)`` is all of it that a part is made from. ``compose(content, layout, materials, part)`` gives the piece for the
    print shop, its pages at trim size with bleed; ``office(content, layout, materials, piece)`` makes of it what the
    school's own printer takes, and ``screen(...)`` what is read on a screen. ``pictures(content, layout, part)`` says by their ids which pictures stand where in a
    part (empty: in all). ``editions`` are those that it comes in. ``check`` says what its files' types cannot, before
    anything is composed.
    """

    name: str
    title: str
    content: type[C]
    layout: type[L]
    compose: Callable[[C, L, Materials, str], Document]
    parts: Callable[[C], tuple[str, ...]] = one_piece
    portion: Callable[[C, str], C] = whole
    office: Callable[[C, L, Materials, Document], tuple[Document, ...]] = as_it_is
    screen: Callable[[C, L, Materials, Document], Document] = as_read
    pictures: Callable[[C, L, str], Mapping[str, Pictured]] = no_pictures
    editions: tuple[EditionName, ...] = EDITION_NAMES
    check: Callable[[C, L, Known, At], Iterator[Fault]] = nothing_more
    counted: Counted | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Source(Generic[C, L]):
    """A product and what was read for it; ``variant`` ends its files' names where its layout is not the usual one."""

    product: Product[C, L]
    content: C
    layout: L
    at: At
    variant: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What can be built of it alone; one empty name where it is one piece."""
        return self.product.parts(self.content) or ("",)

    @property
    def targets(self) -> tuple[str, ...]:
        """The names it can be asked for by: its own, and its parts' after a slash."""
        name = self.product.name
        return (name, *(f"{name}/{part}" for part in self.parts if part))

    def alone(self, part: str) -> Source[C, L]:
        """The product as far as a part is concerned."""
        return replace(self, content=self.product.portion(self.content, part))

    def faults(self, known: Known) -> Iterator[Fault]:
        """What is wrong with its files as a whole."""
        return self.product.check(self.content, self.layout, known, self.at)

    def pictures(self, part: str = "") -> Mapping[str, Pictured]:
        """The pictures that a part (empty: the whole) shows, by their ids."""
        return self.product.pictures(self.content, self.layout, part)

    def composed(self, part: str, materials: Materials) -> Document:
        """A piece for the print shop."""
        return self.product.compose(self.content, self.layout, materials, part)

    def on_sheets(self, piece: Document, materials: Materials) -> tuple[Document, ...]:
        """A piece for the school's own printer."""
        return self.product.office(self.content, self.layout, materials, piece)

    def on_screen(self, piece: Document, materials: Materials) -> Document:
        """A piece to be read on a screen, and listened to."""
        return self.product.screen(self.content, self.layout, materials, piece)

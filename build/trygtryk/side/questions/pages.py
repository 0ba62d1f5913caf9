"""The pack as it is seen: every page of it in the department's word, and where its texts stand on it."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from trygtryk.errors import BuildError, Fault
from trygtryk.geometry import IDENTITY, Box, Matrix, apply, then
from trygtryk.look import views
from trygtryk.model import Artwork, Copy, Document, Flaw, Group, Item, Layer, Line, Page, Tagged, walk
from trygtryk.order import Order
from trygtryk.products import PRODUCTS
from trygtryk.products.product import Source
from trygtryk.read import Sources, read_sources
from trygtryk.side.watch import stamp
from trygtryk.sources.department.layer import read_department
from trygtryk.units import mm

T = TypeVar("T")
WHOLE = "alt"
"""What the one part of an undivided product is called in addresses."""

_KEPT = 4
_SIDE = re.compile(r"(\d+) (forside|bagside)")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page among the others: a form's first, a card's front. ``faces`` are the pages one turns to from there.

    ``faults`` is what stops it; ``own`` says that the department has changed a text, a picture or a link on it.
    """

    product: str
    part: str
    page: int
    title: str
    faces: tuple[tuple[int, str], ...]
    width_mm: float
    height_mm: float
    faults: tuple[Fault, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text stands on a page, in millimetres from the trim's upper left corner."""

    id: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Set:
    """A product as it was read, and its pieces as they are composed when they are asked for."""

    sources: Sources
    source: Source[Any, Any]
    pieces: dict[str, Document | BuildError]

    def piece(self, part: str) -> Document:
        """One piece; raises BuildError where it cannot be composed."""
        if part not in self.source.parts:
            raise BuildError(Fault("det er her ikke mere", None, "gå til Se pakken"))
        if part not in self.pieces:
            materials = self.sources.on(self.sources.surface(self.source, part))
            try:
                self.pieces[part] = self.source.composed(part, materials)
            except BuildError as error:
                self.pieces[part] = error
        made = self.pieces[part]
        if isinstance(made, BuildError):
            raise made
        return made


_sets: OrderedDict[tuple[str, ...], Set] = OrderedDict()


def mark(root: Path, asked: str) -> str:
    """What tells one state of all that a page is made from, from another."""
    tops = (root / "content", root / "layouts", root / "assets")
    lying = stamp(path for top in tops for path in sorted(top.rglob("[!.]*")))
    return hashlib.sha256(f"{lying}{asked}".encode()).hexdigest()[:16]


def composed(root: Path, asked: str, product: str) -> Set:
    """A product, read and composed once for each state of the files; raises BuildError with what is wrong in them."""
    key = (str(root), asked, product, mark(root, asked))
    if key not in _sets:
        sources = read_sources(root, Order((product,), asked))
        _sets[key] = Set(sources, sources.products[product], {})
        while len(_sets) > _KEPT:
            _sets.popitem(last=False)
    _sets.move_to_end(key)
    return _sets[key]


def products(root: Path, asked: str) -> tuple[str, ...]:
    """Every product by its name."""
    return tuple(product.name for product in PRODUCTS)


def overview(root: Path, asked: str, product: str) -> tuple[Leaf, ...]:
    """The leaves of a product; a piece that cannot be composed is one leaf with its faults."""
    made = composed(root, asked, product)
    department = read_department(root, asked)
    own = {*department.wording.texts, *(f"links.{name}" for name in department.links)}
    leaves: list[Leaf] = []
    for part in made.source.parts:
        try:
            document = made.piece(part)
        except BuildError as error:
            trim = made.source.layout.trim if hasattr(made.source.layout, "trim") else Box(0, 0, 210, 297)
            leaves.append(Leaf(product, part, 1, part or product, (), trim.width_mm, trim.height_mm, error.faults))
            continue
        drawn = {id for id, _ in made.source.pictures(part).items()} & set(department.pictures.by_id)
        for first, faces in _leaves(document):
            pages = [document.pages[number - 1] for number, _ in faces]
            items = [item for page in pages for item in walk(page.items)]
            flaws = dict.fromkeys(item.fault for item in items if isinstance(item, Flaw) and item.stops)
            ids = {item.copy_id for item in items if isinstance(item, Line)}
            names = {item.name for item in items if isinstance(item, Artwork)}
            changed = bool(names & drawn) or any(id in own or id.rpartition(".")[0] in own for id in ids)
            trim = document.pages[first - 1].trim
            title = _title(document, first, items)
            leaves.append(
                Leaf(product, part, first, title, faces, trim.width_mm, trim.height_mm, tuple(flaws), changed)
            )
    return tuple(leaves)


def _leaves(document: Document) -> Iterator[tuple[int, tuple[tuple[int, str], ...]]]:
    """Each card's front with its back; of everything else the first page with those that follow."""
    labels = [_SIDE.fullmatch(page.label) for page in document.pages]
    if not all(labels):
        words = [
            page.label.capitalize() if not page.label.isdigit() else f"Side {page.label}" for page in document.pages
        ]
        yield 1, tuple((number, word or "Forside") for number, word in enumerate(words, 1))
        return
    groups: dict[str, list[tuple[int, str]]] = {}
    for number, label in enumerate(labels, 1):
        assert label
        groups.setdefault(label[1], []).append((number, label[2].capitalize()))
    for faces in groups.values():
        yield faces[0][0], tuple(faces)


def _title(document: Document, page: int, items: list[Item]) -> str:
    label = _SIDE.fullmatch(document.pages[page - 1].label)
    if not label:
        return document.title
    words = " ".join(
        item.text for item in items if isinstance(item, Line) and re.fullmatch(r"\w+\.cards\..*\.title", item.copy_id)
    )
    return f"Kort {label[1]}: {words}"


def drawn(root: Path, asked: str, product: str, part: str, page: int, width_px: int, *, grey: bool = False) -> bytes:
    """A page as it will be printed, cut to its trim, as a PNG; raises BuildError where there is none."""
    return _picture(composed(root, asked, product), part, page, width_px, grey=grey)


def front(root: Path, asked: str, width_px: int) -> bytes:
    """The first poster as a PNG."""
    made = composed(root, asked, "plakater")
    return _picture(made, made.source.parts[0], 1, width_px)


def folded(root: Path, asked: str, width_px: int) -> bytes:
    """The flip-flap in its four states as a PNG."""
    return views.folded_page(composed(root, asked, "flipflap").sources, width_px)


def _picture(made: Set, part: str, page: int, width_px: int, *, grey: bool = False) -> bytes:
    document = made.piece(part)
    if not 1 <= page <= len(document.pages):
        raise BuildError(Fault("siden er her ikke mere", None, "gå til Se pakken"))
    return views.page_seen(document, page, made.sources.materials.fonts, width_px, "grey" if grey else None)


def spots(root: Path, asked: str, product: str, part: str, page: int) -> tuple[Spot, ...]:
    """Where the texts stand on a page, in reading order."""
    made = composed(root, asked, product)
    shown = made.piece(part).pages[page - 1]
    boxes: dict[str, Box] = {}
    for id, box in _places(shown.items, IDENTITY):
        boxes[id] = _around(boxes[id], box) if id in boxes else box
    for id in _overset(made, shown):
        short = with_text(made, part, id, "x").piece(part).pages
        there = dict(_places(short[page - 1].items, IDENTITY)) if page <= len(short) else {}
        boxes[id] = there.get(id, Box(0, 0, 0, 0))
    trim = shown.trim
    return tuple(
        Spot(id, box.x0_mm - trim.x0_mm, trim.y1_mm - box.y1_mm, box.width_mm, box.height_mm)
        for id, box in sorted(boxes.items(), key=lambda one: (-round(one[1].y1_mm), one[1].x0_mm))
    )


def _overset(made: Set, page: Page) -> Iterator[str]:
    """The texts that are too long to stand on a page where they should."""
    places = {item.fault.place for item in walk(page.items) if isinstance(item, Flaw) and item.stops} - {None}
    if places:
        yield from dict.fromkeys(copy.id for copy in copies(made.source.content) if copy.id and copy.place in places)


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.x0_mm, other.x0_mm),
        min(one.y0_mm, other.y0_mm),
        max(one.x1_mm, other.x1_mm),
        max(one.y1_mm, other.y1_mm),
    )


def _places(items: tuple[Item, ...], matrix: Matrix) -> Iterator[tuple[str, Box]]:
    for item in items:
        if isinstance(item, Line) and item.copy_id:
            size = mm(item.size_pt)
            low, high = item.y_mm - 0.25 * size, item.y_mm + 0.8 * size
            corners = [apply(matrix, (x, y)) for x in (item.x_mm, item.x_mm + item.width_mm) for y in (low, high)]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            yield item.copy_id, Box(min(xs), min(ys), max(xs), max(ys))
        elif isinstance(item, Group):
            yield from _places(item.items, then(item.matrix, matrix))
        elif isinstance(item, Artwork | Tagged | Layer):
            yield from _places(item.items, matrix)


@dataclass(frozen=True, slots=True)
class Tried:
    """A text as it would be set: the page with it, and where it does not fit why, and by how many words."""

    png: bytes
    faults: tuple[Fault, ...]
    too_many: str = ""


def tried(root: Path, asked: str, product: str, part: str, page: int, id: str, text: str, width_px: int) -> Tried:
    """A page with another text on it, without anything being saved."""
    made = composed(root, asked, product)
    now = with_text(made, part, id, text)
    faults = _stops(now, part, id, made)
    if not faults:
        return Tried(_picture(now, part, page, width_px), ())
    words, ends = text.split(), [word.end() for word in re.finditer(r"\S+", text)]
    fits, least, most = 0, 1, len(words) - 1
    while least <= most:  # by halves: a text that is shorter by a word never needs more room
        middle = (least + most) // 2
        if _stops(with_text(made, part, id, text[: ends[middle - 1]]), part, id, made):
            most = middle - 1
        else:
            fits, least = middle, middle + 1
    over = words[fits:]
    count = f"{len(over)} ord" if fits else "hele teksten"
    told = f"For lang med {count}: »{' '.join(over) if len(over) < 9 else '… ' + ' '.join(over[-8:])}«" if words else ""
    return Tried(b"", faults, told if fits else "Selv det første ord er for bredt." if words else "")


def with_text(made: Set, part: str, id: str, text: str) -> Set:
    """The same product with one text said otherwise; only the one piece is composed anew."""
    content = _retold(made.source.content, id, text)
    return replace(made, source=replace(made.source, content=content), pieces={})


def _retold(value: T, id: str, text: str) -> T:
    """A product's content with one text replaced, wherever it stands."""
    if isinstance(value, Copy):
        return replace(value, text=text) if value.id == id else value
    if isinstance(value, tuple):
        return tuple(_retold(member, id, text) for member in value)  # type: ignore[return-value]
    if isinstance(value, Mapping):
        return {name: _retold(member, id, text) for name, member in value.items()}  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: _retold(getattr(value, one.name), id, text) for one in fields(value) if one.init}
        )
    return value


def _stops(now: Set, part: str, id: str, before: Set) -> tuple[Fault, ...]:
    """What stops a piece with the new text, and is the new text's doing."""
    try:
        items = [item for page in now.piece(part).pages for item in walk(page.items)]
    except BuildError as error:
        return error.faults
    places = {copy.place for copy in copies(now.source.content) if copy.id == id}
    flaws = dict.fromkeys(item.fault for item in items if isinstance(item, Flaw) and item.stops)
    mine = tuple(fault for fault in flaws if fault.place in places)
    try:
        there = {
            item.fault.message
            for page in before.piece(part).pages
            for item in walk(page.items)
            if isinstance(item, Flaw) and item.stops
        }
    except BuildError:
        there = set()
    return mine or tuple(fault for fault in flaws if fault.message not in there)


def copies(value: object) -> Iterator[Copy]:
    """Every text in a product's content."""
    if isinstance(value, Copy):
        yield value
    elif isinstance(value, tuple | Mapping):
        for member in value.values() if isinstance(value, Mapping) else value:
            yield from copies(member)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from copies(getattr(value, one.name))

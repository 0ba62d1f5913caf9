"""The flip-flap to be read on a screen: both sides as they are printed, and its texts in the order they are met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import fsum

from trygtryk.model import Artwork, Copy, Document, Item, Line, Page, Tagged
from trygtryk.products.flipflap.schema import Content, Layout
from trygtryk.products.product import Materials
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import Block, block, label

_WHERE = "flipflap, teksterne på skærmen"


@dataclass(frozen=True, slots=True)
class _Row:
    """Texts under each other that stay together, after a number where they have one; a list's rows name their list."""

    texts: tuple[tuple[str, Block], ...]
    before_mm: float
    list: str = ""
    digit: str = ""

    @property
    def height_mm(self) -> float:
        return fsum(text.height_mm for _, text in self.texts)


def screen(content: Content, layout: Layout, materials: Materials, document: Document) -> Document:
    """The front as one picture that says where its texts stand, the back as it is read, and a list of those texts.

    The slip is read as it is.
    """
    if len(document.pages) == 1:
        return document
    first, second = document.pages
    (printed, *_), (back,) = first.items, second.items
    assert isinstance(back, Artwork)
    front = Tagged("Figure", (printed,), alt=f"{content.listing.front.text} {content.listing.elsewhere.text}")
    faces = (replace(first, items=(front,)), replace(second, items=back.items))
    return replace(document, pages=(*faces, *_pages(content, layout, materials)), turn="")


def heard(content: Content) -> str:
    """The front in one string, for sheets that have no list of its texts."""
    said = content.listing
    corners = ", ".join(corner.word.text for corner in content.corners)
    inside = " ".join(
        f"{number}. {question.theme.text}: {question.text.text}" for number, question in enumerate(content.questions, 1)
    )
    under = " ".join((content.habits.ask.short.text, content.habits.listen.short.text))
    return f"{said.front.text} {said.corners.text}: {corners}. {said.inside.text}: {inside} {said.under.text}: {under}"


def _rows(content: Content, layout: Layout, materials: Materials) -> Iterator[_Row]:
    look, said = layout.listing, content.listing
    gap, wide = look.gap_mm, look.page.width_mm - 2 * look.margin_mm

    def set_(copy: Copy, style: Style) -> Block:
        return block(copy, style, wide - look.indent_mm, materials.fonts, _WHERE)

    yield _Row((("H1", set_(said.heading, look.title)),), 0.0)
    yield _Row((("P", set_(said.note, look.text)),), gap)
    yield _Row((("H2", set_(said.corners, look.heading)),), 2 * gap)
    for corner in content.corners:
        yield _Row((("P", set_(corner.word, look.text)),), gap / 2, list="farver")
    yield _Row((("H2", set_(said.inside, look.heading)),), 2 * gap)
    for number, question in enumerate(content.questions, 1):
        texts = (("P", set_(question.theme, look.theme)), ("P", set_(question.text, look.text)))
        yield _Row(texts, gap, list="tal", digit=str(number))
    yield _Row((("H2", set_(said.under, look.heading)),), 2 * gap)
    for habit in (content.habits.ask, content.habits.listen):
        yield _Row((("P", set_(habit.short, look.text)),), gap / 2, list="vaner")


def _pages(content: Content, layout: Layout, materials: Materials) -> tuple[Page, ...]:
    look, page = layout.listing, layout.listing.page
    left, top, low = page.x0_mm + look.margin_mm, page.y1_mm - look.margin_mm, page.y0_mm + look.margin_mm
    sides: list[list[Item]] = [[]]
    at = top
    for row in _rows(content, layout, materials):
        at -= row.before_mm if sides[-1] else 0.0
        if at - row.height_mm < low:
            sides.append([])
            at = top
        sides[-1].append(_placed(row, left, at, layout, materials))
        at -= row.height_mm
    return tuple(Page(page, page, page, tuple(items), f"tekster {n}") for n, items in enumerate(sides, 1))


def _placed(row: _Row, left_mm: float, top_mm: float, layout: Layout, materials: Materials) -> Tagged:
    x = left_mm + (layout.listing.indent_mm if row.list else 0.0)
    texts: list[Item] = []
    at = top_mm
    for role, text in row.texts:
        texts.append(Tagged(role, text.placed(x, at)))
        at -= text.height_mm
    if not row.list:
        (only,) = texts
        assert isinstance(only, Tagged)
        return only
    parts: list[Item] = [Tagged("LBody", tuple(texts))]
    if row.digit:
        first = next(item for item in row.texts[0][1].placed(x, top_mm) if isinstance(item, Line))
        digit = label(row.digit, layout.listing.theme, left_mm, first.y_mm, materials.fonts)
        parts.insert(0, Tagged("Lbl", (digit,)))
    return Tagged("L", (Tagged("LI", tuple(parts)),), key=row.list)

"""The A3 posters: a picture to the edge, a headline read from afar, and a question in a speech bubble."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from trygtryk.craft.qr import CodeLayout, code
from trygtryk.craft.typeset import block, fit, label
from trygtryk.errors import Place
from trygtryk.geometry import Box, Outline, ellipse, polygon, rectangle, rounded
from trygtryk.model import Copy, Document, Group, Ink, Item, Page, Shape, Tagged
from trygtryk.products.product import Materials, Product
from trygtryk.sources.content import find
from trygtryk.sources.layout import Style


@dataclass(frozen=True, slots=True)
class Row:
    """A word and what it means or sounds like."""

    word: Copy
    text: Copy


@dataclass(frozen=True, slots=True)
class Column:
    """Rows under a head with an arrow; without a head they are numbered."""

    rows: tuple[Row, ...]
    head: Copy | None = None


@dataclass(frozen=True, slots=True)
class Poster:
    """One poster's texts; ``link`` names its QR code, ``credit`` prints the pack's credit line."""

    headline: Copy
    body: Copy
    question: Copy
    place: Place
    link: str = ""
    credit: bool = False
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Bubble:
    """The question's speech bubble; its tail points down, ``tail_at_mm`` from its left side."""

    text: Style
    padding_mm: float
    corner_mm: float
    tail_mm: float
    tail_at_mm: float


@dataclass(frozen=True, slots=True)
class Columns:
    """How words in columns are set."""

    arrow_mm: float
    arrow_gap_mm: float
    head: Style
    word: Style
    text: Style
    number: Style
    number_mm: float
    number_gap_mm: float


@dataclass(frozen=True, slots=True)
class Footer:
    """The pack's title and the credit line at the foot."""

    title: Box
    credit: Box
    title_style: Style
    credit_style: Style


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where the parts of the text panel stand."""

    headline: Box
    body: Box
    question: Box
    code: Box | None = None
    columns: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """One poster's inks and its arrangement; ``marks`` are those of arrows or numbers."""

    ground: Ink
    headline: Ink
    text: Ink
    accent: Ink
    arrangement: str
    marks: tuple[Ink, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """layouts/posters.toml."""

    trim: Box
    bleed_mm: float
    safe_mm: float
    picture: Box
    headline: Style
    body: Style
    question: Bubble
    columns: Columns
    code: CodeLayout
    footer: Footer
    arrangements: Mapping[str, Arrangement]
    looks: Mapping[str, Look]


def compose(content: Mapping[str, Poster], layout: Layout, materials: Materials, part: str) -> Document:
    """One poster, its picture and ground running into the bleed."""
    poster, look = content[part], layout.looks[part]
    at = layout.arrangements[look.arrangement]
    bleed = layout.trim.grown(layout.bleed_mm)
    fonts = materials.fonts

    def where(box: str) -> str:
        return f"plakaten »{part}«, boksen »{box}«"

    picture = materials.scene(f"plakat-{part}")
    headline = replace(layout.headline, ink=look.headline)
    body = replace(layout.body, ink=look.text)
    items: list[Item] = [
        Shape(rectangle(bleed), look.ground),
        Tagged("Figure", (Group((picture,), clip=rectangle(layout.picture)),), alt=picture.alt),
        Tagged("H1", fit(poster.headline, headline, at.headline, fonts, where("headline"), "middle")),
        Tagged("P", fit(poster.body, body, at.body, fonts, where("body"))),
        *_columns(poster, look, at, layout.columns, materials, where),
        *_question(poster.question, look, at.question, layout.question, materials, where("question")),
    ]
    if poster.link and at.code:
        link = find(materials.links, poster.link, poster.place)
        items += code(link, at.code, layout.code, fonts, where("code"))
    items += _footer(poster, look, layout.footer, materials, where)
    page = Page(layout.trim, bleed, bleed, tuple(items))
    return Document(f"plakat-{part}", f"Plakat: {poster.headline.text}", (page,), materials.pack.edition)


def _question(copy: Copy, look: Look, box: Box, layout: Bubble, materials: Materials, where: str) -> tuple[Item, ...]:
    x, y = box.x0_mm + layout.tail_at_mm, box.y0_mm
    tail = polygon((x, y + 1), (x - layout.tail_mm * 0.4, y - layout.tail_mm), (x + layout.tail_mm, y + 1))
    style = replace(layout.text, ink=_readable(look.accent, layout.text.ink, materials))
    text = fit(copy, style, box.grown(-layout.padding_mm), materials.fonts, where, "middle")
    return (
        Shape(rounded(box, layout.corner_mm), look.accent),
        Shape(tail, look.accent),
        Tagged("P", text),
    )


def _readable(ground: Ink, ink: Ink, materials: Materials) -> Ink:
    """White where the ground is dark, else the style's own ink."""
    return materials.palette["white"] if sum(ground.cmyk) > 150 else ink


def _columns(
    poster: Poster, look: Look, at: Arrangement, layout: Columns, materials: Materials, where: object
) -> tuple[Item, ...]:
    items: list[Item] = []
    most = max((len(column.rows) for column in poster.columns), default=0)
    for number, (column, box) in enumerate(zip(poster.columns, at.columns, strict=True)):
        mark = look.marks[number % len(look.marks)]
        items += _column(column, box, mark, look, layout, materials, most, backwards=number > 0)
    return tuple(items)


def _column(
    column: Column,
    box: Box,
    mark: Ink,
    look: Look,
    layout: Columns,
    materials: Materials,
    most: int,
    *,
    backwards: bool,
) -> tuple[Item, ...]:
    fonts = materials.fonts
    where = "plakatens spalter"
    inked = partial(replace, ink=look.text)
    items: list[Item] = []
    top = box.y1_mm
    indent = 0.0
    if column.head:
        head = block(column.head, inked(layout.head), box.width_mm, fonts, where)
        middle = top - head.height_mm / 2
        items.append(Shape(_arrow(box.x0_mm, middle, layout.arrow_mm, backwards=backwards), mark))
        items += head.placed(box.x0_mm + layout.arrow_mm + layout.arrow_gap_mm, top)
        top -= layout.arrow_mm + layout.arrow_gap_mm / 2
    else:
        indent = layout.number_mm + layout.number_gap_mm
    pitch = (top - box.y0_mm) / most
    for number, row in enumerate(column.rows, 1):
        measure = box.width_mm - indent
        word = block(row.word, inked(layout.word), measure, fonts, where)
        text_top = top - word.leading_mm
        if indent:
            centre = top - pitch / 2 + layout.number_gap_mm / 2
            items.append(Shape(ellipse(box.x0_mm + layout.number_mm / 2, centre, layout.number_mm / 2), mark))
            digit = label(str(number), layout.number, box.x0_mm + layout.number_mm / 2, 0, fonts)
            items.append(replace(digit, y_mm=centre - fonts.faces[digit.face].cap_height * word.size_pt * 0.235))
        items += word.placed(box.x0_mm + indent, top)
        room = Box(box.x0_mm + indent, top - pitch, box.x1_mm, text_top)
        items += fit(row.text, inked(layout.text), room, fonts, where)
        top -= pitch
    return tuple(items)


def _arrow(x_mm: float, middle_mm: float, size_mm: float, *, backwards: bool) -> Outline:
    """A broad arrow pointing right, or left where it means backwards."""
    half, thick = size_mm / 2, size_mm / 5
    points = [(0, thick), (half, thick), (half, half), (size_mm, 0), (half, -half), (half, -thick), (0, -thick)]
    if backwards:
        points = [(size_mm - x, y) for x, y in points]
    return polygon(*((x_mm + x, middle_mm + y) for x, y in points))


def _footer(poster: Poster, look: Look, layout: Footer, materials: Materials, where: object) -> tuple[Item, ...]:
    title = replace(layout.title_style, ink=look.text)
    items = fit(materials.pack.title, title, layout.title, materials.fonts, "plakatens fod")
    if poster.credit:
        credit = replace(layout.credit_style, ink=look.text)
        items += fit(materials.pack.credit, credit, layout.credit, materials.fonts, "plakatens fod")
    return items


PRODUCT = Product("posters", "Plakater", Mapping[str, Poster], Layout, compose, parts=tuple)

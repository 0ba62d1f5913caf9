"""The A3 posters: a picture to the edge, a headline read from afar, and a question in a speech bubble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from trygtryk.errors import Place, nearest, refuse
from trygtryk.geometry import Box, Outline, ellipse, polygon, rectangle, rounded
from trygtryk.makeready.poster_sheets import posters_office
from trygtryk.model import Copy, Document, Group, Ink, Item, Page, Shape, Tagged
from trygtryk.pictures.qr import CodeLayout, code
from trygtryk.products.product import Materials, Pictured, Product
from trygtryk.sources.content import find
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import centred, fit, readable


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
    """How words in columns are set: beside their text, ``word_mm`` from it, under a head; above it after a number."""

    arrow_mm: float
    arrow_gap_mm: float
    head: Style
    word: Style
    word_mm: float
    text: Style
    number: Style
    number_mm: float
    number_gap_mm: float
    row_gap_mm: float


@dataclass(frozen=True, slots=True)
class Footer:
    """The pack's title and whose it is, after a logo, and the credit line at the foot."""

    title: Box
    credit: Box
    logo: Box
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
    place: Place
    marks: tuple[Ink, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """layouts/plakater.toml."""

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
    """One poster, its picture and ground running into the bleed; raises BuildError where the layout does not suit it."""
    poster = content[part]
    look, at = _look(part, poster, layout)
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
        *_columns(poster, look, at, layout.columns, fonts, where),
        *_question(poster.question, look, at.question, layout.question, materials, where("question")),
    ]
    if poster.link and at.code:
        link = find(materials.links, poster.link, poster.place)
        items += code(link, at.code, layout.code, fonts, where("code"))
    items += _footer(poster, look, layout.footer, materials, where)
    page = Page(layout.trim, bleed, bleed, tuple(items))
    return Document(f"plakat-{part}", f"Plakat: {poster.headline.text}", (page,), materials.pack.edition)


def _look(part: str, poster: Poster, layout: Layout) -> tuple[Look, Arrangement]:
    if part not in layout.looks:
        hint = f"skriv [looks.{part}] i layouts/plakater.toml"
        raise refuse(f"plakaten »{part}« har ingen farver", poster.place, hint)
    look = layout.looks[part]
    if look.arrangement not in layout.arrangements:
        hint = nearest(look.arrangement, layout.arrangements)
        raise refuse(f"opstillingen »{look.arrangement}« findes ikke", look.place, hint)
    at = layout.arrangements[look.arrangement]
    asked = (bool(poster.link), len(poster.columns), len(poster.columns))
    if asked != (bool(at.code), len(at.columns), len(look.marks)):
        hint = "vælg en anden arrangement, og giv plakaten en farve i marks for hver spalte"
        has = f"plakaten »{part}« har {len(poster.columns)} spalter og {'en' if poster.link else 'ingen'} QR-kode"
        raise refuse(f"{has}; opstillingen »{look.arrangement}« passer ikke til det", look.place, hint)
    return look, at


def _question(copy: Copy, look: Look, box: Box, layout: Bubble, materials: Materials, where: str) -> tuple[Item, ...]:
    x, y = box.x0_mm + layout.tail_at_mm, box.y0_mm
    tail = polygon((x, y + 1), (x - layout.tail_mm * 0.4, y - layout.tail_mm), (x + layout.tail_mm, y + 1))
    style = readable(layout.text, look.accent, materials.palette["white"])
    text = fit(copy, style, box.grown(-layout.padding_mm), materials.fonts, where, "middle")
    return (
        Shape(rounded(box, layout.corner_mm), look.accent),
        Shape(tail, look.accent),
        Tagged("P", text),
    )


def _columns(
    poster: Poster, look: Look, at: Arrangement, layout: Columns, fonts: Fonts, where: Callable[[str], str]
) -> tuple[Item, ...]:
    items: list[Item] = []
    most = max((len(column.rows) for column in poster.columns), default=0)
    for number, (column, box, mark) in enumerate(zip(poster.columns, at.columns, look.marks, strict=True), 1):
        inked = replace(
            layout, **{name: replace(getattr(layout, name), ink=look.text) for name in ("head", "word", "text")}
        )
        name = where(f"columns.{number}")
        if column.head:
            items += _headed(column, column.head, box, mark, inked, fonts, name, most, backwards=number > 1)
        else:
            items += _numbered(column, box, mark, inked, fonts, name)
    return tuple(items)


def _headed(
    column: Column,
    head: Copy,
    box: Box,
    mark: Ink,
    layout: Columns,
    fonts: Fonts,
    where: str,
    most: int,
    *,
    backwards: bool,
) -> tuple[Item, ...]:
    """Words in a table under an arrow; ``most`` rows share the height, so that columns side by side keep in step."""
    band = Box(box.x0_mm + layout.arrow_mm + layout.arrow_gap_mm, box.y1_mm - layout.arrow_mm, box.x1_mm, box.y1_mm)
    items: list[Item] = [
        Shape(_arrow(box.x0_mm, band.centre[1], layout.arrow_mm, backwards=backwards), mark),
        *fit(head, layout.head, band, fonts, where, "middle"),
    ]
    top = band.y0_mm - layout.arrow_gap_mm
    pitch = (top - box.y0_mm) / most
    for row in column.rows:
        beside = box.x0_mm + layout.word_mm
        items += fit(row.word, layout.word, Box(box.x0_mm, top - pitch, beside, top), fonts, where, "middle")
        items += fit(row.text, layout.text, Box(beside, top - pitch, box.x1_mm, top), fonts, where, "middle")
        top -= pitch
    return tuple(items)


def _numbered(column: Column, box: Box, mark: Ink, layout: Columns, fonts: Fonts, where: str) -> tuple[Item, ...]:
    """Words above their texts, each pair as high as its number's disc."""
    items: list[Item] = []
    pitch = box.height_mm / len(column.rows)
    left = box.x0_mm + layout.number_mm + layout.number_gap_mm
    x, gap = box.x0_mm + layout.number_mm / 2, layout.row_gap_mm / 2
    for number, row in enumerate(column.rows, 1):
        middle = box.y1_mm - (number - 0.5) * pitch
        items.append(Shape(ellipse(x, middle, layout.number_mm / 2), mark))
        items.append(centred(str(number), layout.number, x, middle, fonts))
        items += fit(
            row.word, layout.word, Box(left, middle + gap, box.x1_mm, middle + pitch / 2), fonts, where, "bottom"
        )
        items += fit(row.text, layout.text, Box(left, middle - pitch / 2, box.x1_mm, middle - gap), fonts, where)
    return tuple(items)


def _arrow(x_mm: float, middle_mm: float, size_mm: float, *, backwards: bool) -> Outline:
    """A broad arrow pointing right, or left where it means backwards."""
    half, thick = size_mm / 2, size_mm / 5
    points = [(0, thick), (half, thick), (half, half), (size_mm, 0), (half, -half), (half, -thick), (0, -thick)]
    if backwards:
        points = [(size_mm - x, y) for x, y in points]
    return polygon(*((x_mm + x, middle_mm + y) for x, y in points))


def _footer(
    poster: Poster, look: Look, layout: Footer, materials: Materials, where: Callable[[str], str]
) -> tuple[Item, ...]:
    title = replace(layout.title_style, ink=look.text)
    sender = materials.sender
    named = [materials.pack.title, *([sender.names] if sender.names else [])]
    copy = replace(named[-1], text="\u00a0· ".join(copy.text for copy in named))
    left = layout.logo.x1_mm + layout.title.height_mm / 2 if sender.logo else layout.title.x0_mm
    room = Box(left, layout.title.y0_mm, layout.title.x1_mm, layout.title.y1_mm)
    items = (
        *sender.stamped(layout.logo),
        *fit(copy, title, room, materials.fonts, where("footer.title"), "middle"),
    )
    if poster.credit:
        credit = replace(layout.credit_style, ink=look.text)
        items += fit(materials.pack.credit, credit, layout.credit, materials.fonts, where("footer.credit"), "middle")
    return items


def office(
    content: Mapping[str, Poster], layout: Layout, materials: Materials, document: Document
) -> tuple[Document, ...]:
    """The poster on one sheet, and on several to glue."""
    return posters_office(document, materials.sheets, materials.sheet_texts, materials.fonts)


def pictures(content: Mapping[str, Poster], layout: Layout) -> dict[str, Pictured]:
    """One picture a poster."""
    return {
        f"plakat-{part}": Pictured(f"plakat: {poster.headline.text}", layout.picture)
        for part, poster in content.items()
    }


PRODUCT = Product(
    "plakater",
    "Plakater",
    Mapping[str, Poster],  # type: ignore[type-abstract]
    Layout,
    compose,
    parts=tuple,
    office=office,
    pictures=pictures,
)

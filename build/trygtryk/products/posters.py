"""The A3 posters: a picture to the edge, a headline read from afar, and a question in a speech bubble."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice

from trygtryk.errors import Fault, Place, nearest, refuse
from trygtryk.geometry import Box, Outline, Point, ellipse, polygon, rectangle
from trygtryk.makeready.poster_sheets import posters_office
from trygtryk.model import Copy, Document, Group, Ink, Item, Page, Shape, Tagged
from trygtryk.pictures.qr import CodeLayout, clicked
from trygtryk.pictures.scenes.bubbles import bubble
from trygtryk.products.product import At, Known, Materials, Pictured, Product
from trygtryk.products.rules import apart, faults_of, legible, within
from trygtryk.sources.content import find
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import DOT, centred, fit, hung, readable
from trygtryk.units import plain


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
    """The question's speech bubble."""

    text: Style
    padding_mm: float


@dataclass(frozen=True, slots=True)
class Columns:
    """How words in columns are set: above their text, under a head with an arrow or after a number."""

    arrow_mm: float
    arrow_gap_mm: float
    head: Style
    word: Style
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
    """Where a poster's parts stand, and which of the layout's ``headlines`` its headline is set in.

    ``picture`` is the field an own picture fills; ours may go beyond it. The question's bubble points at ``asker``,
    somebody's mouth. ``address`` is what stands beside the code.
    """

    picture: Box
    headline: Box
    size: str
    body: Box
    question: Box
    asker: Point
    place: Place
    code: Box | None = None
    address: Box | None = None
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
    headlines: Mapping[str, Style]
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
    headline = replace(layout.headlines[at.size], ink=look.headline)
    body = replace(layout.body, ink=look.text)
    items: list[Item] = [
        Shape(rectangle(bleed), look.ground),
        Tagged("Figure", (Group((picture,), clip=rectangle(bleed)),), alt=picture.alt),
        Tagged("H1", hung(fit(poster.headline, headline, at.headline, fonts, where("headline"), "bottom"), fonts)),
        Tagged("P", fit(poster.body, body, at.body, fonts, where("body"))),
        *_columns(poster, look, at, layout.columns, fonts, where),
        *_question(poster.question, look, at, layout.question, materials, where("question")),
    ]
    if poster.link and at.code and at.address:
        link = find(materials.links, poster.link, poster.place)
        inked = replace(layout.code, address=replace(layout.code.address, ink=look.text))
        items.append(clicked(link, at.code, at.address, inked, fonts, (where("code"), where("address"))))
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
    if at.size not in layout.headlines:
        hint = nearest(at.size, layout.headlines)
        raise refuse(f"overskriften »{at.size}« findes ikke", at.place, hint)
    marks = len([one for column in poster.columns for one in ([column] if column.head else column.rows)])
    asked = (bool(poster.link), bool(poster.link), len(poster.columns), marks)
    if asked != (bool(at.code), bool(at.address), len(at.columns), len(look.marks)):
        hint = "vælg en anden arrangement, og giv plakaten en farve i marks for hver spalte, eller for hvert tal"
        has = f"plakaten »{part}« har {len(poster.columns)} spalter og {'en' if poster.link else 'ingen'} QR-kode"
        raise refuse(f"{has}; opstillingen »{look.arrangement}« passer ikke til det", look.place, hint)
    return look, at


def _question(
    copy: Copy, look: Look, at: Arrangement, layout: Bubble, materials: Materials, where: str
) -> tuple[Item, ...]:
    style = readable(layout.text, look.accent, materials.palette["white"])
    text = fit(copy, style, at.question.grown(-layout.padding_mm), materials.fonts, where, "middle")
    outlines = bubble("speech", at.question, at.asker)
    return (*(Shape(outline, look.accent) for outline in outlines), Tagged("P", text))


def _columns(
    poster: Poster, look: Look, at: Arrangement, layout: Columns, fonts: Fonts, where: Callable[[str], str]
) -> tuple[Item, ...]:
    items: list[Item] = []
    most = max((len(column.rows) for column in poster.columns), default=0)
    inked = replace(
        layout, **{name: replace(getattr(layout, name), ink=look.text) for name in ("head", "word", "text")}
    )
    marks = iter(look.marks)
    for number, (column, box) in enumerate(zip(poster.columns, at.columns, strict=True), 1):
        name = where(f"columns.{number}")
        if column.head:
            items += _headed(column, column.head, box, next(marks), inked, fonts, name, most, backwards=number > 1)
        else:
            items += _numbered(column, box, tuple(islice(marks, len(column.rows))), inked, fonts, name)
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
    """Rows under an arrow; ``most`` of them share the height, so that columns side by side keep in step."""
    band = Box(box.x0_mm + layout.arrow_mm + layout.arrow_gap_mm, box.y1_mm - layout.arrow_mm, box.x1_mm, box.y1_mm)
    top = band.y0_mm - layout.arrow_gap_mm
    rows = zip(column.rows, _rows(box.x0_mm, box.x1_mm, top, (top - box.y0_mm) / most), strict=False)
    return (
        Shape(_arrow(box.x0_mm, band.centre[1], layout.arrow_mm, backwards=backwards), mark),
        Tagged("H2", fit(head, layout.head, band, fonts, where, "middle")),
        Tagged("L", tuple(Tagged("LI", (_row(row, below, layout, fonts, where),)) for row, below in rows)),
    )


def _numbered(
    column: Column, box: Box, marks: Sequence[Ink], layout: Columns, fonts: Fonts, where: str
) -> tuple[Item, ...]:
    """Rows beside their numbers' discs."""
    discs: list[Item] = []
    listed: list[Item] = []
    left = box.x0_mm + layout.number_mm + layout.number_gap_mm
    rows = _rows(left, box.x1_mm, box.y1_mm, box.height_mm / len(column.rows))
    for number, (row, mark, beside) in enumerate(zip(column.rows, marks, rows, strict=False), 1):
        x, middle = box.x0_mm + layout.number_mm / 2, beside.centre[1]
        discs.append(Shape(ellipse(x, middle, layout.number_mm / 2), mark))
        label = Tagged("Lbl", (centred(str(number), layout.number, x, middle, fonts),))
        listed.append(Tagged("LI", (label, _row(row, beside, layout, fonts, where))))
    return (*discs, Tagged("L", tuple(listed)))


def _rows(left_mm: float, right_mm: float, top_mm: float, pitch_mm: float) -> Iterator[Box]:
    """Boxes of one height below each other."""
    return (Box(left_mm, top_mm - (n + 1) * pitch_mm, right_mm, top_mm - n * pitch_mm) for n in count())


def _row(row: Row, box: Box, layout: Columns, fonts: Fonts, where: str) -> Tagged:
    """A word above its text."""
    middle, gap = box.centre[1], layout.row_gap_mm / 2
    above = Box(box.x0_mm, middle + gap, box.x1_mm, box.y1_mm)
    below = Box(box.x0_mm, box.y0_mm, box.x1_mm, middle - gap)
    word = Tagged("P", fit(row.word, layout.word, above, fonts, where, "bottom"))
    return Tagged("LBody", (word, Tagged("P", fit(row.text, layout.text, below, fonts, where))))


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
    copy = replace(named[-1], text=DOT.join(copy.text for copy in named))
    left = layout.logo.x1_mm + layout.title.height_mm / 2 if sender.logo else layout.title.x0_mm
    right = layout.title.x1_mm if poster.credit else layout.credit.x1_mm
    room = Box(left, layout.title.y0_mm, right, layout.title.y1_mm)
    items: tuple[Item, ...] = (
        *sender.stamped(layout.logo),
        Tagged("P", fit(copy, title, room, materials.fonts, where("footer.title"), "middle")),
    )
    if poster.credit:
        credit = replace(layout.credit_style, ink=look.text)
        said = fit(materials.pack.credit, credit, layout.credit, materials.fonts, where("footer.credit"), "middle")
        items += (Tagged("P", said),)
    return items


def office(
    content: Mapping[str, Poster], layout: Layout, materials: Materials, document: Document
) -> tuple[Document, ...]:
    """The poster on one sheet, and on several to glue."""
    return posters_office(document, materials.sheets, materials.sheet_texts, materials.fonts)


def check(content: Mapping[str, Poster], layout: Layout, known: Known, at: At) -> Iterator[Fault]:
    """A look that suits each poster, links that lead somewhere, boxes on the sheet and apart, texts that can be read."""
    for part, poster in content.items():
        yield from faults_of(_look, part, poster, layout)
        if poster.link:
            yield from faults_of(find, known.links, poster.link, poster.place)
    safe, white = layout.trim.grown(-layout.safe_mm), known.palette["white"]
    footer = {"footer.title": layout.footer.title, "footer.credit": layout.footer.credit}
    hint = f"tekst holder sig {plain(layout.safe_mm)} mm fra kanten (safe_mm)"
    for name, set_up in layout.arrangements.items():
        key = f"arrangements.{name}"
        boxes = {f"{key}.headline": set_up.headline, f"{key}.body": set_up.body, f"{key}.question": set_up.question}
        if set_up.code:
            boxes[f"{key}.code"] = set_up.code
        boxes |= {f"{key}.columns.{number}": box for number, box in enumerate(set_up.columns, 1)}
        yield from apart({**footer, **boxes}, at)
        yield from within({**footer, **boxes}, safe, at, hint)
    for part, look in layout.looks.items():
        key = f"looks.{part}"
        for headline in layout.headlines.values():
            yield from legible({f"{key}.headline": replace(headline, ink=look.headline)}, look.ground, at)
        yield from legible({f"{key}.text": replace(layout.body, ink=look.text)}, look.ground, at)
        question = readable(layout.question.text, look.accent, white)
        yield from legible({"question.text": question}, look.accent, at, f"{key}.accent")
        for mark in look.marks:
            yield from legible({"columns.number": layout.columns.number}, mark, at, f"{key}.marks")


def pictures(content: Mapping[str, Poster], layout: Layout, part: str) -> dict[str, Pictured]:
    """One picture a poster."""
    return {
        f"plakat-{id}": Pictured(f"plakat: {poster.headline.text}", _picture(id, layout), poster.place)
        for id, poster in content.items()
        if part in ("", id)
    }


def _picture(part: str, layout: Layout) -> Box:
    """A poster's picture; the whole sheet where no look says it, which ``check`` tells of."""
    at = layout.arrangements.get(layout.looks[part].arrangement) if part in layout.looks else None
    return at.picture if at else layout.trim


PRODUCT = Product(
    "plakater",
    "Plakater",
    Mapping[str, Poster],  # type: ignore[type-abstract]
    Layout,
    compose,
    parts=tuple,
    portion=lambda content, part: {part: content[part]},
    office=office,
    check=check,
    pictures=pictures,
)

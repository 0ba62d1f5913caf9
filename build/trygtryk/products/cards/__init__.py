"""The picture cards: a drawn situation on the front, its theme and the five questions on the back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from trygtryk.geometry import Box, ellipse, polyline, rectangle, rounded
from trygtryk.makeready.card_sheets import cards_office
from trygtryk.model import Artwork, Copy, Document, Group, Ink, Item, Layer, Outlined, Page, Shape, Stroke, Tagged
from trygtryk.products.cards.check import check
from trygtryk.products.cards.schema import (
    TOOL,
    Blank,
    Card,
    Content,
    Front,
    Layout,
    Reverse,
    Rows,
)
from trygtryk.products.product import Counted, Materials, Pictured, Product
from trygtryk.sources.nodes import Node
from trygtryk.type.typeset import centred, fit, label, readable
from trygtryk.units import mm


def compose(content: Content, layout: Layout, materials: Materials, part: str = "") -> Document:
    """The deck: front, back, front, back, each face an artwork of its own so that it is drawn once.

    The line that a card is cut along lies on its front.
    """
    faces: list[tuple[tuple[Item, ...], tuple[Item, ...]]] = []

    def add(front: tuple[Item, ...], theme: str, back: Reverse, note: Copy | None = None) -> None:
        reverse = _back(back, note, layout.colours[theme], layout, materials, f"kort {len(faces) + 1}")
        faces.append((front, reverse))

    for number, card in enumerate(content.cards, 1):
        asked = Reverse(content.themes[card.theme], card.ask, card.questions or content.questions)
        add(_picture(card, number, layout, materials), card.theme, asked, card.note)
    five, plan, blank = content.five, content.plan, content.blank
    questions = tuple((str(n), question) for n, question in enumerate(content.questions, 1))
    where = f"kort {len(faces) + 1}"
    add(_rows(five.title, questions, layout.five, layout, materials, where), TOOL, five.back)
    steps = tuple((str(step.minutes), step.text) for step in plan.steps)
    where = f"kort {len(faces) + 1}"
    add(_rows(plan.title, steps, layout.plan, layout, materials, where, plan.intro), TOOL, plan.back)
    for _ in range(blank.count):
        own = Reverse(blank.head, blank.ask, content.questions)
        add(_blank(blank, len(faces) + 1, layout, materials), TOOL, own)
    outline = rounded(layout.trim, layout.corner_mm)
    lines = tuple(Shape(outline, stroke=stroke) for stroke in materials.marks.die_cut.strokes)
    cut = Layer("Stans", lines, ("Structural", "Cutting"))
    pages: list[Page] = []
    for number, (front, back) in enumerate(faces, 1):
        for side, items, tools in (("forside", front, (cut,)), ("bagside", back, ())):
            face = Artwork(f"kort-{number:02d}-{side}", layout.bleed, items)
            pages.append(Page(layout.trim, layout.bleed, layout.bleed, (face, *tools), f"{number} {side}"))
    return Document("billedkort", content.title.text, tuple(pages), materials.pack.edition, turn="long")


def _picture(card: Card, number: int, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    picture = materials.scene(card.picture)
    return (
        Shape(rectangle(layout.bleed), layout.front.ground),
        *_badge(str(number), layout.front, layout.colours[card.theme], materials),
        *_title(card.title, layout.front, materials, f"kort {number}"),
        Tagged("Figure", (Group((picture,), clip=rectangle(layout.picture)),), alt=picture.alt),
        *_pair(card.pair, layout.front, layout.colours[card.theme]),
    )


def _pair(pair: str, front: Front, ink: Ink) -> tuple[Item, ...]:
    """Two small cards, this one filled: it belongs with its neighbour."""
    if not pair:
        return ()
    box, width = front.pair, front.pair.width_mm * 0.45
    cards = (
        Box(box.x0_mm, box.y0_mm, box.x0_mm + width, box.y1_mm),
        Box(box.x1_mm - width, box.y0_mm, box.x1_mm, box.y1_mm),
    )
    return tuple(
        Shape(rounded(card, front.pair_corner_mm), ink if side == pair else None, Stroke(ink, front.pair_pt))
        for side, card in zip(("first", "second"), cards, strict=True)
    )


def _title(copy: Copy, front: Front, materials: Materials, where: str) -> tuple[Item, ...]:
    return (Tagged("H1", fit(copy, front.title_style, front.title, materials.fonts, f"{where}, titlen", "middle")),)


def _badge(number: str, front: Front, ink: Ink, materials: Materials) -> tuple[Item, ...]:
    x, y = front.badge.centre
    style = readable(front.number_style, ink, materials.palette["white"])
    return (
        Shape(ellipse(x, y, front.badge.width_mm / 2), ink),
        Tagged("P", (centred(number, style, x, y, materials.fonts),), spoken=f"Kort {number}"),
    )


def _panel(ink: Ink, layout: Layout) -> tuple[Item, ...]:
    back = layout.back
    return (Shape(rectangle(layout.bleed), ink), Shape(rounded(back.panel, back.corner_mm), back.panel_ink))


def _foot(layout: Layout, materials: Materials) -> tuple[Item, ...]:
    """Whose the cards are, and the pack's title, both to the left of a logo where there is one."""
    back, fonts, sender = layout.back, materials.fonts, materials.sender
    taken = back.logo.width_mm + 2 if sender.logo else 0.0
    pack = Box(back.pack.x0_mm, back.pack.y0_mm, back.pack.x1_mm - taken, back.pack.y1_mm)
    items = fit(materials.pack.title, back.pack_style, pack, fonts, "kortenes bagside, pakkens navn", "middle")
    if sender.names:
        items += fit(
            sender.names,
            back.department_style,
            back.department,
            fonts,
            "kortenes bagside, afdelingens navn",
            "middle",
        )
    return (*items, *sender.stamped(back.logo))


def _back(
    reverse: Reverse, note: Copy | None, ink: Ink, layout: Layout, materials: Materials, where: str
) -> tuple[Item, ...]:
    back, fonts = layout.back, materials.fonts
    items: list[Item] = [*_panel(ink, layout)]
    head = back.theme if note else Box(back.theme.x0_mm, back.theme.y0_mm, back.note.x1_mm, back.theme.y1_mm)
    items.append(Tagged("H2", fit(reverse.head, back.theme_style, head, fonts, f"{where}, bagsidens tema", "middle")))
    if note:
        items.append(Tagged("P", fit(note, back.note_style, back.note, fonts, f"{where}, bagsidens mærke", "middle")))
    ask = fit(reverse.ask, back.ask_style, back.ask, fonts, f"{where}, bagsidens spørgsmål", "middle")
    items.append(Tagged("P", ask))
    rule = polyline((back.rule.x0_mm, back.rule.y0_mm), (back.rule.x1_mm, back.rule.y0_mm))
    items.append(Shape(rule, stroke=Stroke(ink, back.rule_pt)))
    pitch = back.questions.height_mm / len(reverse.points)
    listed: list[Item] = []
    for number, point in enumerate(reverse.points, 1):
        top = back.questions.y1_mm - (number - 1) * pitch
        room = Box(back.questions.x0_mm + back.number_mm, top - pitch, back.questions.x1_mm, top)
        said = fit(point, back.question_style, room, fonts, f"{where}, bagsidens linje {number}")
        baseline = top - mm(back.number_style.size_pt) * fonts.faces[back.question_style.face].ascent
        digit = label(str(number), back.number_style, back.questions.x0_mm, baseline, fonts)
        listed.append(Tagged("LI", (Tagged("Lbl", (digit,)), Tagged("LBody", said))))
    return (*items, Tagged("L", tuple(listed)), *_foot(layout, materials))


def _rows(
    title: Copy,
    rows: tuple[tuple[str, Copy], ...],
    look: Rows,
    layout: Layout,
    materials: Materials,
    where: str,
    intro: Copy | None = None,
) -> tuple[Item, ...]:
    fonts = materials.fonts
    items: list[Item] = [Shape(rectangle(layout.bleed), look.ground)]
    items.append(Tagged("H1", fit(title, look.title_style, look.title, fonts, f"{where}, titlen", "middle")))
    if intro and look.intro and look.intro_style:
        items.append(Tagged("P", fit(intro, look.intro_style, look.intro, fonts, f"{where}, indledningen", "middle")))
    pitch = look.rows.height_mm / len(rows)
    listed: list[Item] = []
    for number, (mark, text) in enumerate(rows):
        middle = look.rows.y1_mm - (number + 0.5) * pitch
        x = look.rows.x0_mm + look.disc_mm / 2
        items.append(Shape(ellipse(x, middle, look.disc_mm / 2), look.disc_ink))
        rise = mm(look.unit_style.size_pt) * 0.45 if look.unit_style else 0.0
        marks = [centred(mark, look.number_style, x, middle + rise, materials.fonts)]
        if look.unit_style:
            below = middle + rise - mm(look.number_style.size_pt) * 0.35 - mm(look.unit_style.size_pt)
            marks.append(label(look.unit, look.unit_style, x, below, fonts))
        room = Box(look.rows.x0_mm + look.text_mm, middle - pitch / 2, look.rows.x1_mm, middle + pitch / 2)
        said = fit(text, look.text_style, room, fonts, f"{where}, linje {number + 1}", "middle")
        listed.append(Tagged("LI", (Tagged("Lbl", tuple(marks)), Tagged("LBody", said))))
    return (*items, Tagged("L", tuple(listed)))


def _blank(blank: Blank, number: int, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    look, where = layout.blank, f"kort {number}"
    return (
        Shape(rectangle(layout.bleed), look.ground),
        Shape(rounded(look.frame, look.corner_mm), look.frame_ink),
        *_badge(str(number), layout.front, layout.colours[TOOL], materials),
        *_title(blank.title, layout.front, materials, where),
        Tagged("P", fit(blank.hint, look.hint_style, look.hint, materials.fonts, f"{where}, vejledningen", "middle")),
    )


def office(content: Content, layout: Layout, materials: Materials, document: Document) -> tuple[Document, ...]:
    """The deck on sheets to cut."""
    return cards_office(document, materials.sheets, materials.sheet_texts, materials.fonts)


def screen(content: Content, layout: Layout, materials: Materials, document: Document) -> Document:
    """The deck face by face, each card's back after its front, with a bookmark a card."""
    opened = tuple(
        replace(page, items=face.items) for page in document.pages for face in page.items if isinstance(face, Artwork)
    )
    tools = (content.five.title, content.plan.title, *[content.blank.title] * content.blank.count)
    titles = (*(card.title for card in content.cards), *tools)
    marks = tuple(Outlined(f"{n + 1} {title.text}", 2 * n) for n, title in enumerate(titles))
    return replace(document, pages=opened, outline=marks, turn="")


def pictures(content: Content, layout: Layout, part: str) -> dict[str, Pictured]:
    """The situations, each on its card."""
    return {
        card.picture: Pictured(f"kort {number}: {card.title.text}", layout.picture, card.place)
        for number, card in enumerate(content.cards, 1)
    }


def numbers(tree: Node) -> Mapping[str, int]:
    """Each card's number by its picture."""
    cards = tree.value["cards"].value if isinstance(tree.value, Mapping) and "cards" in tree.value else ()
    found = enumerate(cards if isinstance(cards, tuple) else (), 1)
    return {
        str(card.value["picture"].value): number
        for number, card in found
        if isinstance(card.value, Mapping) and "picture" in card.value
    }


PRODUCT = Product(
    "billedkort",
    "Billedkort",
    Content,
    Layout,
    compose,
    office=office,
    screen=screen,
    check=check,
    pictures=pictures,
    counted=Counted("kort", numbers),
)

"""What the types of the cards' files cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trygtryk.errors import Fault, nearest
from trygtryk.products.cards.schema import TOOL, Content, Layout
from trygtryk.products.product import At, Known
from trygtryk.products.rules import apart, legible, within
from trygtryk.type.typeset import readable
from trygtryk.units import plain


def check(content: Content, layout: Layout, known: Known, at: At) -> Iterator[Fault]:
    """Themes and pairs that go together, boxes on the card and apart, texts that can be read."""
    yield from _check_content(content, layout, at)
    front, back, blank, safe = layout.front, layout.back, layout.blank, layout.trim.grown(-layout.safe_mm)
    on_front = {"front.badge": front.badge, "front.title": front.title, "front.pair": front.pair}
    on_back = {
        "back.theme": back.theme,
        "back.ask": back.ask,
        "back.questions": back.questions,
        "back.department": back.department,
        "back.pack": back.pack,
    }
    hint = f"tekst holder sig {plain(layout.safe_mm)} mm fra kanten (safe_mm)"
    yield from apart({"picture": layout.picture, **on_front}, at)
    yield from apart({**on_back, "back.note": replace(back.note, x0_mm=max(back.note.x0_mm, back.theme.x1_mm))}, at)
    yield from apart({"back.questions": back.questions, "back.department": back.department, "back.logo": back.logo}, at)
    yield from within(
        {**on_front, **on_back, "back.logo": back.logo, "back.note": back.note, "blank.hint": blank.hint},
        safe,
        at,
        hint,
    )
    for name, rows in (("five", layout.five), ("plan", layout.plan)):
        boxes = {f"{name}.title": rows.title, f"{name}.rows": rows.rows}
        texts = {f"{name}.title_style": rows.title_style, f"{name}.text_style": rows.text_style}
        if rows.intro and rows.intro_style:
            boxes[f"{name}.intro"], texts[f"{name}.intro_style"] = rows.intro, rows.intro_style
        yield from apart(boxes, at)
        yield from within(boxes, safe, at, hint)
        yield from legible(texts, rows.ground, at)
        yield from legible({f"{name}.number_style": rows.number_style}, rows.disc_ink, at)
    yield from legible({"front.title_style": front.title_style}, front.ground, at)
    yield from legible({"blank.hint_style": blank.hint_style}, blank.frame_ink, at)
    styles = (
        "theme_style",
        "note_style",
        "ask_style",
        "question_style",
        "number_style",
        "department_style",
        "pack_style",
    )
    yield from legible({f"back.{name}": getattr(back, name) for name in styles}, back.panel_ink, at)
    for theme, ink in layout.colours.items():
        number = readable(front.number_style, ink, known.palette["white"])
        yield from legible({f"front.number_style, {theme}": number}, ink, at, f"colours.{theme}")


def _check_content(content: Content, layout: Layout, at: At) -> Iterator[Fault]:
    for theme in (*(card.theme for card in content.cards if card.theme in content.themes), TOOL):
        if theme not in layout.colours:
            yield Fault(f"temaet »{theme}« har ingen farve", at("colours"), f'skriv {theme} = "sand" under [colours]')
    for card, before, after in zip(content.cards, (None, *content.cards), (*content.cards[1:], None), strict=False):
        if card.theme not in content.themes:
            yield Fault(f"ukendt tema »{card.theme}«", card.place, nearest(card.theme, content.themes))
        mate = {"first": after, "second": before}.get(card.pair)
        if card.pair and (mate is None or not mate.pair or mate.pair == card.pair):
            other = "second" if card.pair == "first" else "first"
            beside = "lige efter" if card.pair == "first" else "lige før"
            hint = f"skriv pair: {other} på kortet {beside}, eller slet pair"
            yield Fault(f"kortet »{card.title.text}« er et halvt par", card.place, hint)

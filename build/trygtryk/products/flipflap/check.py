"""What must hold between the flip-flap's content and its layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from trygtryk.errors import Fault, nearest
from trygtryk.geometry import sized
from trygtryk.model import Ink
from trygtryk.origami.steps import STEPS
from trygtryk.products.flipflap.schema import Content, Layout
from trygtryk.products.product import At, Known
from trygtryk.products.rules import apart, legible, within
from trygtryk.sources.layout import Style
from trygtryk.units import decimal, plain

# nearer to a crease than this a letter is bent with the paper
_LEAST_CLEAR_MM = 1.0


def check(content: Content, layout: Layout, known: Known, at: At) -> Iterator[Fault]:
    """Corners with a colour, text clear of the creases, boxes on the square and apart, texts that can be read."""
    for corner in content.corners:
        if corner.id not in layout.corners:
            way = nearest(corner.id, layout.corners)
            told = f"hjørnet »{corner.id}« har ingen farve i layoutet"
            yield Fault(told, corner.place, f"{way} (layouts/flipflap.toml)")
    if layout.clear_mm < _LEAST_CLEAR_MM:
        told = f"clear_mm er {decimal(layout.clear_mm)}: så nær en fold bliver teksten bøjet"
        yield Fault(told, at("clear_mm"), f"skriv mindst {decimal(_LEAST_CLEAR_MM)}")
    yield from _boxes(layout, at)
    yield from _inks(layout, at)


def _boxes(layout: Layout, at: At) -> Iterator[Fault]:
    back = layout.back
    square = sized(0, 0, layout.side_mm, layout.side_mm)
    dx, dy = back.next_step_mm
    steps = {
        f"back.first_step, trin {number + 1}": back.first_step.moved(
            dx * (number % back.columns), dy * (number // back.columns)
        )
        for number in range(len(STEPS))
    }
    boxes = {
        "back.heading_box": back.heading_box,
        "back.note_box": back.note_box,
        "back.playing_box": back.playing_box,
        "back.habits_box": back.habits_box,
        **steps,
    }
    keys = {name: name.split(",")[0].split(" ")[0] for name in boxes}
    yield from apart(boxes, lambda name: at(keys.get(name, name)))
    hint = f"tekst holder sig {plain(layout.safe_mm)} mm fra kanten (safe_mm)"
    yield from within(boxes, square.grown(-layout.safe_mm), lambda name: at(keys.get(name, name)), hint)


def _inks(layout: Layout, at: At) -> Iterator[Fault]:
    styles, back = layout.styles, layout.back
    for name, ground in chain(
        ((f"corners.{id}", ground) for id, ground in layout.corners.items()),
        ((name, getattr(layout, name)) for name in ("odd", "even", "ask", "listen")),
    ):
        style = styles.number if name in ("odd", "even") else styles.word
        yield from legible({f"{name}.text": _inked(style, ground.text)}, ground.ground, at)
    pairs = {
        layout.question_ground: {"styles.theme": styles.theme, "styles.question": styles.question},
        back.ground: {"back.heading": back.heading, "back.sentence": back.sentence, "legend.text": layout.legend.text},
        back.panel: {"back.subheading": back.subheading, "back.rule": back.rule},
        back.habits_ground: {"back.subheading": back.subheading, "back.habit": back.habit},
        back.number_ground: {"back.counter": back.counter},
    }
    for ground, texts in pairs.items():
        yield from legible(texts, ground, at)


def _inked(style: Style, ink: Ink) -> Style:
    return replace(style, ink=ink)

"""A poster hangs for years: right size, real bleed, nothing near the edge, readable from across the room."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from trygtryk import pipeline
from trygtryk.errors import BuildError
from trygtryk.geometry import Box, bounds
from trygtryk.model import Document, Ink, Line, Shape, walk
from trygtryk.order import Order
from trygtryk.products.posters import compose
from trygtryk.read import Sources, read_sources

ROOT = Path(__file__).resolve().parents[1]
IDS = ("tryghed", "ideer", "fejl", "det-svaere", "hjaelp", "forskellighed", "forlaens", "gode-moeder")


@pytest.fixture(scope="module")
def shop() -> Sources:
    return read_sources(ROOT, Order(("plakater",)))


@pytest.fixture(scope="module")
def posters(shop: Sources) -> dict[str, Document]:
    return {piece.part: piece.document for piece in pipeline.compose(shop)}


def test_all_eight_are_there(posters: dict[str, Document]) -> None:
    assert tuple(posters) == IDS


@pytest.mark.parametrize("id", IDS)
def test_a3_with_bleed_and_a_safe_zone(shop: Sources, posters: dict[str, Document], id: str) -> None:
    safe_mm = shop.products["plakater"].layout.safe_mm
    assert safe_mm == 10
    (page,) = posters[id].pages
    assert page.trim == Box(0, 0, 297, 420) and page.bleed == Box(-3, -3, 300, 423)
    for item in walk(page.items):
        if isinstance(item, Line):
            box = Box(item.x_mm, item.y_mm, item.x_mm + item.width_mm, item.y_mm + item.size_pt * 0.3)
            assert page.trim.grown(-safe_mm).contains(box), item.text
    ground = next(item for item in page.items if isinstance(item, Shape))
    assert bounds(ground.outline) == page.bleed


@pytest.mark.parametrize("id", IDS)
def test_the_headline_is_read_at_three_metres(posters: dict[str, Document], id: str) -> None:
    lines = [item for item in walk(posters[id].pages[0].items) if isinstance(item, Line)]
    headline = [line for line in lines if line.copy_id == f"plakater.{id}.headline"]
    # about 3 mm of x-height a metre is what wayfinding asks for
    assert min(line.size_pt for line in headline) * 0.3528 * 0.5 >= 9
    assert min(line.size_pt for line in lines if line.copy_id == f"plakater.{id}.body") >= 21


def luminance(ink: Ink) -> float:
    shares = (int(ink.srgb[n : n + 2], 16) / 255 for n in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("id", IDS)
def test_text_stands_out_from_its_ground(shop: Sources, posters: dict[str, Document], id: str) -> None:
    look = shop.products["plakater"].layout.looks[id]
    for item in walk(posters[id].pages[0].items):
        if isinstance(item, Line) and re.fullmatch(r"plakater\..*\.(headline|body|question)", item.copy_id):
            ground = look.accent if item.copy_id.endswith("question") else look.ground
            light, dark = sorted((luminance(item.ink), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= (3 if item.size_pt >= 24 else 4.5), item.copy_id


@pytest.mark.parametrize("id", IDS)
def test_no_text_ends_in_a_lonely_word(posters: dict[str, Document], id: str) -> None:
    by_copy: dict[str, list[str]] = {}
    for item in walk(posters[id].pages[0].items):
        if isinstance(item, Line) and item.copy_id.startswith("plakater."):
            by_copy.setdefault(item.copy_id, []).append(item.text)
    assert not [lines for lines in by_copy.values() if len(lines) > 1 and " " not in lines[-1]]


@pytest.mark.parametrize("id", ["forlaens", "gode-moeder"])
def test_columns_keep_clear_of_the_question(shop: Sources, posters: dict[str, Document], id: str) -> None:
    layout = shop.products["plakater"].layout
    bubble = layout.arrangements[layout.looks[id].arrangement].question
    for item in walk(posters[id].pages[0].items):
        if isinstance(item, Line) and ".columns." in item.copy_id:
            beneath = item.y_mm + item.size_pt * 0.3 < bubble.y0_mm - layout.question.tail_mm
            assert beneath or item.x_mm + item.width_mm < bubble.x0_mm, item.text


def test_a_poster_its_layout_does_not_suit_is_told_of(shop: Sources) -> None:
    layout, content = shop.products["plakater"].layout, shop.products["plakater"].content
    looks = {**layout.looks, "fejl": replace(layout.looks["fejl"], arrangement="code")}
    with pytest.raises(BuildError, match=r"layouts/plakater.toml:\d+.*»fejl« har 0 spalter og ingen QR-kode"):
        compose(content, replace(layout, looks=looks), shop.materials, "fejl")
    with pytest.raises(BuildError, match=r"content/plakater.yaml:\d+.*»fejl« har ingen farver"):
        compose(content, replace(layout, looks={}), shop.materials, "fejl")


def test_an_unknown_poster_names_the_nearest(shop: Sources) -> None:
    with pytest.raises(BuildError, match=r"plakater/fjel.*\n.*plakater/fejl"):
        read_sources(ROOT, Order(("plakater/fjel",)))

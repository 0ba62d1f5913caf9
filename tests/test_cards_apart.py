"""Small in the hand and spread on a table: no two cards are taken for each other."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest
import yaml
from PIL import Image, ImageChops, ImageStat
from trygtryk.model import Document, Page
from trygtryk.order import Order
from trygtryk.press.file import Press
from trygtryk.press.office import office
from trygtryk.read import read_sources

ROOT = Path(__file__).resolve().parents[1]
SMALL = (40, 23)
"""A card 20 mm wide as the eye sees it at arm's length: half a millimetre is the least it tells apart."""
LEAST = 34.0
"""How far apart two pictures must be: their mean difference, of 255. The nearest two of the deck are at 43."""


@pytest.fixture(scope="module")
def seen() -> dict[str, Image.Image]:
    cards = yaml.safe_load((ROOT / "content/billedkort.yaml").read_text(encoding="utf-8"))["cards"]
    scene = read_sources(ROOT, Order(("billedkort",))).materials.scene
    pictures = {}
    for card in cards:
        art = scene(card["picture"])
        page = Page(art.box, art.box, art.box, (art,))
        data = Press({}).press(Document(art.name, art.name, (page,), "2000-01-01"), office(""))
        image = pypdfium2.PdfDocument(data)[0].render(scale=0.6).to_pil().convert("RGB")
        pictures[card["picture"]] = image.resize(SMALL, Image.Resampling.BOX)
    return pictures


def apart(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def test_no_two_cards_are_alike_at_twenty_millimetres(seen: dict[str, Image.Image]) -> None:
    """But the two of a pair, which are the same situation seen twice."""
    alike = {
        (one, other): apart(seen[one], seen[other])
        for one, other in combinations(seen, 2)
        if one.rpartition("-")[0] != other.rpartition("-")[0] or not one.startswith("eksempel-")
    }
    assert {pair: value for pair, value in alike.items() if value < LEAST} == {}
    assert all(apart(seen[f"eksempel-{n}-lav"], seen[f"eksempel-{n}-hoej"]) > 2 for n in (1, 2))

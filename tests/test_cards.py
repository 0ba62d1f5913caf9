"""A deck with a missing card, a mixed-up back or a title cut by the guillotine is thrown away."""

from __future__ import annotations

from pathlib import Path

import pytest
from trygtryk import pipeline
from trygtryk.geometry import Box, bounds
from trygtryk.model import Artwork, Document, Layer, Line, Shape, walk
from trygtryk.order import Order
from trygtryk.read import Sources, read_sources

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def shop() -> Sources:
    return read_sources(ROOT, Order(("billedkort",)))


@pytest.fixture(scope="module")
def deck(shop: Sources) -> Document:
    (piece,) = pipeline.compose(shop)
    return piece.document


@pytest.fixture(scope="module")
def situations(shop: Sources) -> int:
    """How many cards have a picture; the two that tell and the blank ones come after them."""
    return len(shop.products["billedkort"].content.cards)


def texts(document: Document, page: int) -> str:
    return " ".join(item.text for item in walk(document.pages[page].items) if isinstance(item, Line))


def test_every_card_has_a_front_and_a_back(deck: Document, shop: Sources, situations: int) -> None:
    assert len(deck.pages) == 2 * (situations + 2 + shop.products["billedkort"].content.blank.count) >= 48
    assert [page.label for page in deck.pages[:4]] == ["1 forside", "1 bagside", "2 forside", "2 bagside"]


def test_a6_landscape_with_three_millimetres_of_bleed(deck: Document) -> None:
    for page in deck.pages:
        assert page.trim == Box(0, 0, 148, 105)
        assert page.bleed == Box(-3, -3, 151, 108)


def test_every_face_is_drawn_once_and_named_alone(deck: Document) -> None:
    faces = [page.items[0] for page in deck.pages]
    assert all(isinstance(face, Artwork) for face in faces)
    others = [page.items[1:] for page in deck.pages]
    assert all(isinstance(cut, Layer) and cut.step for (cut,) in others[::2]) and not any(others[1::2])
    assert len({face.name for face in faces if isinstance(face, Artwork)}) == len(faces)


def test_text_stays_inside_the_safe_zone(deck: Document, shop: Sources) -> None:
    safe_mm = shop.products["billedkort"].layout.safe_mm
    assert safe_mm == 4
    for page in deck.pages:
        for item in walk(page.items):
            if isinstance(item, Line):
                box = Box(item.x_mm, item.y_mm, item.x_mm + item.width_mm, item.y_mm + item.size_pt * 0.3)
                assert page.trim.grown(-safe_mm).contains(box), f"{page.label}: »{item.text}«"


def test_the_deck_begins_with_two_pairs_low_then_high(deck: Document) -> None:
    for low in (0, 4):
        assert texts(deck, low).split(maxsplit=1)[1] == texts(deck, low + 2).split(maxsplit=1)[1]
        assert "Lav tryghed" in texts(deck, low + 1) and "Høj tryghed" in texts(deck, low + 3)


def test_the_number_on_the_front_is_the_cards_place(deck: Document, situations: int) -> None:
    for card in [*range(situations), *range(situations + 2, len(deck.pages) // 2)]:
        assert str(card + 1) in texts(deck, card * 2).split()


def test_every_situation_asks_its_five_questions(deck: Document, shop: Sources) -> None:
    content = shop.products["billedkort"].content
    for number, card in enumerate(content.cards):
        questions = card.questions or content.questions
        assert len(questions) == 5
        for question in questions:
            assert question.text in texts(deck, number * 2 + 1)


def test_a_picture_of_high_safety_is_not_asked_how_it_would_look(deck: Document) -> None:
    for back in (3, 7):
        assert "Høj tryghed" in texts(deck, back) and "hvis trygheden var høj" not in texts(deck, back)
    for back, other in ((1, 2), (3, 1), (5, 4), (7, 3)):
        assert f"ved siden af kort {other}" in texts(deck, back)


def test_the_tools_have_backs_to_use(deck: Document, situations: int) -> None:
    five, plan, blank = (texts(deck, 2 * (situations + n) + 1) for n in range(3))
    assert "Sådan taler I sammen" in five and "Tre konkrete idéer" in plan
    assert "Jeres eget kort" in blank and "Hvad foregår der her?" in blank


def test_a_pair_is_seen_on_its_fronts(deck: Document) -> None:
    marked = []
    for card in range(len(deck.pages) // 2):
        items = deck.pages[card * 2].items
        drawn = {
            id(part) for item in walk(items) if isinstance(item, Artwork) and item.alt for part in walk(item.items)
        }
        shapes = [item for item in walk(items) if isinstance(item, Shape) and id(item) not in drawn]
        sides = [shape.fill is not None for shape in shapes if shape.stroke and bounds(shape.outline).y1_mm < 20]
        if sides:
            marked.append((card + 1, sides))
    assert marked == [(1, [True, False]), (2, [False, True]), (3, [True, False]), (4, [False, True])]


def test_the_plan_adds_up_to_the_time_it_states(shop: Sources) -> None:
    plan = shop.products["billedkort"].content.plan
    assert f"{sum(step.minutes for step in plan.steps)} minutter" in plan.intro.text


def test_the_last_cards_are_tools(deck: Document, situations: int) -> None:
    five, plan, *blank = (texts(deck, page) for page in range(2 * situations, len(deck.pages), 2))
    assert "Fem spørgsmål" in five and "Sådan bruger I kortene" in plan
    assert blank and all("Jeres egen situation" in text for text in blank)


def test_a_department_stands_on_every_back(tmp_path: Path) -> None:
    own = tmp_path / "sprog.yaml"
    own.write_text(
        (ROOT / "content/wordings/afdeling.yaml").read_text(encoding="utf-8") + "department: Sprogafdelingen\n"
    )
    (piece,) = pipeline.compose(read_sources(ROOT, Order(("billedkort",), str(own))))
    assert all("Sprogafdelingen" in texts(piece.document, back) for back in range(1, len(piece.document.pages), 2))


def test_no_title_ends_in_a_lonely_word(deck: Document) -> None:
    for page in deck.pages:
        by_copy: dict[str, list[str]] = {}
        for item in walk(page.items):
            if isinstance(item, Line) and item.copy_id:
                by_copy.setdefault(item.copy_id, []).append(item.text)
        assert not [lines for lines in by_copy.values() if len(lines) > 1 and " " not in lines[-1]], page.label

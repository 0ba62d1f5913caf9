"""A poster hangs for years: right size, real bleed, nothing near the edge, readable from across the room."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from trygtryk import pipeline
from trygtryk.errors import BuildError
from trygtryk.geometry import Box, bounds
from trygtryk.look.contact_sheet import shots
from trygtryk.model import Artwork, Document, Group, Ink, Item, Line, Page, Shape, Tagged, walk
from trygtryk.order import Order
from trygtryk.papers import sheets
from trygtryk.pictures.artwork import open_studio
from trygtryk.pictures.scenes.scene import cast_of, read_scene
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.read import Sources, read_sources
from trygtryk.sources.department.departments import wordings
from trygtryk.sources.files import Files
from trygtryk.sources.layout import read_palette

ROOT = Path(__file__).resolve().parents[1]
STUDIO = open_studio(Files(ROOT), read_palette(ROOT / "layouts/palette.toml", ROOT))
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


@pytest.mark.parametrize("word", wordings(ROOT))
def test_no_line_ends_in_a_word_that_leads_on(word: str) -> None:
    shop = read_sources(ROOT, Order(("plakater",), word))
    for piece in pipeline.compose(shop):
        by_copy: dict[str, list[Line]] = {}
        for item in walk(piece.document.pages[0].items):
            if isinstance(item, Line) and item.copy_id.startswith("plakater."):
                by_copy.setdefault(item.copy_id, []).append(item)
        for lines in by_copy.values():
            hanging = [line.text for line in lines[:-1] if shop.materials.fonts.dangles(line.text)]
            assert not hanging, f"{piece.part}: {hanging}"


def test_there_are_two_title_sizes_and_two_for_reading(posters: dict[str, Document]) -> None:
    sizes: dict[str, set[float]] = {"headline": set(), "question": set(), "body": set()}
    for id, document in posters.items():
        for item in walk(document.pages[0].items):
            if isinstance(item, Line) and item.copy_id.startswith(f"plakater.{id}."):
                part = item.copy_id.split(".")[2]
                if not item.copy_id.endswith(".head"):
                    sizes["body" if part == "columns" else part].add(item.size_pt)
    assert sizes == {"headline": {80, 114}, "question": {28}, "body": {21, 28}}


def test_nothing_on_a_poster_printed_on_a4_is_smaller_than_8_pt(shop: Sources, posters: dict[str, Document]) -> None:
    for document in posters.values():
        (a4,) = (
            sheet
            for sheet in shop.products["plakater"].on_sheets(document, shop.materials)
            if sheets(sheet.pages[0].trim, sheet.glued) == "a4"
        )
        assert min(smallest(a4.pages[0].items)) >= 8


def smallest(items: tuple[Item, ...], scale: float = 1.0) -> Iterator[float]:
    """The printed sizes of the poster's own lines; the printer's control rule is none of them."""
    for item in items:
        if isinstance(item, Line) and scale != 1:
            yield item.size_pt * scale
        elif isinstance(item, Group):
            yield from smallest(item.items, scale * math.sqrt(abs(item.matrix[0] * item.matrix[3])))
        elif isinstance(item, Artwork | Tagged):
            yield from smallest(item.items, scale)


@pytest.mark.parametrize("id", IDS)
def test_large_titles_hang_on_the_edge(shop: Sources, posters: dict[str, Document], id: str) -> None:
    layout, faces = shop.products["plakater"].layout, shop.materials.fonts.faces
    edge = layout.arrangements[layout.looks[id].arrangement].headline.x0_mm
    for item in walk(posters[id].pages[0].items):
        if isinstance(item, Line) and item.copy_id == f"plakater.{id}.headline":
            ink = item.x_mm + item.size_pt * 25.4 / 72 * faces[item.face].ink(item.text[0])[0]
            assert ink == pytest.approx(edge, abs=0.01), item.text


@pytest.mark.parametrize("id", IDS)
def test_the_question_is_asked_by_somebody_in_the_picture(shop: Sources, id: str) -> None:
    layout = shop.products["plakater"].layout
    at = layout.arrangements[layout.looks[id].arrangement]
    people = cast_of(read_scene(f"plakat-{id}", Files(ROOT), STUDIO.palette, STUDIO.kit), STUDIO.kit)
    away = {
        name: math.dist(at.asker, person.joints["mouth"]) / math.dist(person.joints["head"], person.joints["top"])
        for name, person in people.items()
    }
    name = min(away, key=lambda name: away[name])
    assert away[name] < 2
    joints = people[name].joints
    assert math.dist(at.asker, joints["head"]) > 1.05 * math.dist(joints["head"], joints["top"]), (
        "the tail is in a face"
    )


@pytest.mark.parametrize("id", IDS)
def test_the_picture_leaves_its_ground_to_the_text(shop: Sources, id: str) -> None:
    layout = shop.products["plakater"].layout
    look = layout.looks[id]
    at = layout.arrangements[look.arrangement]
    picture = shop.materials.scene(f"plakat-{id}")
    page = Page(picture.box, picture.box, picture.box, (picture,))
    data = Press({}).press(Document(id, id, (page,), "2026-11-23"), Standard((1, 7), "srgb"))
    (shot,) = shots(data, id, 25.4)
    wanted = tuple(int(look.ground.srgb[n : n + 2], 16) for n in (1, 3, 5))
    for box in (at.body, layout.footer.title, layout.footer.credit, *(box for box in (at.code, at.address) if box)):
        low, high = picture.box.y1_mm - box.y0_mm, picture.box.y1_mm - box.y1_mm
        part = shot.image.crop((round(box.x0_mm + 3), round(high), round(box.x1_mm + 3), round(low)))
        found = {colour for _, colour in part.getcolors(part.width * part.height) or ()}
        assert all(max(abs(a - b) for a, b in zip(colour, wanted, strict=True)) < 4 for colour in found), box  # type: ignore[arg-type]


CODE_MM = 35
"""How wide a poster's code is, so that a phone reads it from two metres."""


@pytest.mark.parametrize("id", ["tryghed", "det-svaere"])
def test_the_code_itself_is_large_enough_to_be_read_from_afar(posters: dict[str, Document], id: str) -> None:
    shapes = [i for i in walk(posters[id].pages[0].items) if isinstance(i, Shape) and i.fill and i.fill.name == "black"]
    sides = [bounds(i.outline) for i in shapes]
    assert any(CODE_MM <= box.width_mm < 40 and box.height_mm == pytest.approx(box.width_mm) for box in sides)


def test_a_poster_its_layout_does_not_suit_is_told_of(shop: Sources) -> None:
    source = shop.products["plakater"]
    looks = {**source.layout.looks, "fejl": replace(source.layout.looks["fejl"], arrangement="net")}
    (fault,) = replace(source, layout=replace(source.layout, looks=looks)).faults(shop.materials)
    assert re.match(r"layouts/plakater.toml:\d+.*»fejl« har 0 spalter og ingen QR-kode", str(fault))
    bare = replace(source, layout=replace(source.layout, looks={}))
    assert bare.pictures().keys() == source.pictures().keys()
    faults = bare.faults(shop.materials)
    assert any(re.match(r"content/plakater.yaml:\d+.*»fejl« har ingen farver", str(fault)) for fault in faults)


def test_an_unknown_poster_names_the_nearest(shop: Sources) -> None:
    with pytest.raises(BuildError, match=r"plakater/fjel.*\n.*plakater/fejl"):
        read_sources(ROOT, Order(("plakater/fjel",)))

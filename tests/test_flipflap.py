"""The composed flip-flap, folded: a player would otherwise read upside down, across a crease, or not at all."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trygtryk.geometry import IDENTITY, Box, Matrix, Point, apply, then
from trygtryk.makeready.dieline import without_dieline
from trygtryk.model import Artwork, Copy, Document, Flaw, Group, Ink, Item, Layer, Line, Page, Shape, walk
from trygtryk.order import Order
from trygtryk.origami.crease import fortune_teller
from trygtryk.origami.folding import FOLDS, folded, lifted, panels
from trygtryk.origami.held import View, held
from trygtryk.origami.steps import STEPS, carried, step_picture
from trygtryk.papers import named
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.products import flipflap
from trygtryk.products.flipflap.back import paint
from trygtryk.products.flipflap.front import as_read, creases, flat, front_side, grounds
from trygtryk.products.flipflap.sheets import placed
from trygtryk.products.product import Materials
from trygtryk.read import read_sources
from trygtryk.type.areas import fit_area, inset, middle, roomiest, span
from trygtryk.units import mm

ROOT = Path(__file__).parents[1]


@cache
def _job(word: str = "team") -> tuple[flipflap.Content, flipflap.Layout, Materials]:
    sources = read_sources(ROOT, Order(("flipflap",), word))
    source = sources.products["flipflap"]
    return source.content, source.layout, sources.materials


def _spread(items: tuple[Item, ...], matrix: Matrix = IDENTITY) -> Iterator[tuple[Item, Matrix]]:
    """Every drawn item with the matrix it is placed by."""
    for item in items:
        if isinstance(item, Group):
            yield from _spread(item.items, then(item.matrix, matrix))
        elif isinstance(item, Artwork | Layer):
            if not item.name.endswith("-lille"):  # what the step pictures show of the print is cut out of it
                yield from _spread(item.items, matrix)
        else:
            yield item, matrix


def _ink_box(item: Item, matrix: Matrix) -> tuple[Point, ...]:
    """The corners of what a text or a filled shape covers, on the page."""
    if isinstance(item, Line):
        face = _job()[2].fonts.faces[item.face]
        low, high = item.y_mm - mm(item.size_pt) * face.descent, item.y_mm + mm(item.size_pt) * face.ascent
        left, right = item.x_mm, item.x_mm + item.width_mm
        if item.text.isdigit() and len(item.text) == 1:
            low, high = item.y_mm, item.y_mm + mm(item.size_pt) * face.cap_height
            left, right = (item.x_mm + mm(item.size_pt) * at for at in face.ink(item.text))
        corners = ((left, low), (right, low), (right, high), (left, high))
        return tuple(apply(matrix, corner) for corner in corners)
    assert isinstance(item, Shape)
    return tuple(apply(matrix, (float(s[-2]), float(s[-1]))) for s in item.outline if len(s) > 1)


def _free(points: tuple[Point, ...], area: tuple[Point, ...]) -> list[float]:
    """How far inside each side of an area the nearest of the points lies; negative outside."""
    out = []
    for (ax, ay), (bx, by) in zip(area, (*area[1:], area[0]), strict=True):
        length = math.hypot(bx - ax, by - ay)
        out.append(min(((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length for x, y in points))
    return out


def _printed(front: Artwork, side_mm: float) -> dict[int, list[tuple[Item, Matrix]]]:
    """What is printed on each face of the front: texts and signs, apart from the grounds and the guides."""
    areas = {face: flat(face, side_mm) for face in range(32)}
    on: dict[int, list[tuple[Item, Matrix]]] = {face: [] for face in areas}
    for item, matrix in _spread(front.items):
        if isinstance(item, Line) or (isinstance(item, Shape) and item.fill and matrix != IDENTITY):
            box = _ink_box(item, matrix)
            homes = [face for face, area in areas.items() if min(_free(box, area)) > -1e-6]
            assert len(homes) == 1, f"{item} lies across a crease"
            on[homes[0]].append((item, matrix))
    return on


@cache
def _front() -> dict[int, list[tuple[Item, Matrix]]]:
    content, layout, materials = _job()
    return _printed(front_side(content, layout, materials).sheet, layout.side_mm)


def _lines(face: int) -> list[tuple[Line, Matrix]]:
    return [(item, matrix) for item, matrix in _front()[face] if isinstance(item, Line)]


def _text(face: int, ending: str = "") -> str:
    return " ".join(line.text for line, _ in _lines(face) if line.copy_id.endswith(ending))


def _tilt_deg(matrix: Matrix) -> float:
    """How far what is set upright leans, and 180 where it is mirrored."""
    a, b, c, d, _, _ = matrix
    return abs(math.degrees(math.atan2(c, d))) if a * d - b * c > 0 else 180.0


# the folded sheet


def test_the_four_outer_panels_show_the_four_colours_and_their_signs() -> None:
    content, layout, _ = _job()
    inks = grounds(content, layout)
    seen = folded()["colours"].seen_from_above()
    shown: dict[str, list[tuple[str, object]]] = {}
    for face, side in seen.items():
        assert side == "front"
        signs = [item.outline for item, _ in _front()[face] if isinstance(item, Shape)]
        assert len(signs) == 1
        shown.setdefault(_text(face), []).append((inks[face].name, tuple(len(s) for s in signs)))
    assert {word: set(marks) for word, marks in shown.items()} == {
        "Koral": {("coral", (4,))},
        "Solgul": {("mustard", (6,))},
        "Salvie": {("sage", (5,))},
        "Himmelblå": {("sky", (11,))},
    }
    assert {len(marks) for marks in shown.values()} == {2}
    # both halves of a colour are the same square of the folded paper
    for panel in panels():
        mate = next(p for p in panels() if p != panel and _text(p.outer) == _text(panel.outer))
        (x, y), (mate_x, mate_y) = (folded()["colours"].centre(p.outer) for p in (panel, mate))
        assert x * mate_x > 0 and y * mate_y > 0


def test_colours_stand_upright_for_whom_the_panel_faces_when_it_is_closed() -> None:
    side = _job()[1].side_mm
    for panel in panels():
        towards = {0: 180.0, 1: 90.0, 2: 0.0, 3: 270.0}[panel.flap]
        view = View(held(0.0, 0.0), towards, 0.0)
        assert view.side(panel.outer) == "front"
        to_half_sides = (2 / side, 0.0, 0.0, 2 / side, -1.0, -1.0)
        for _, matrix in _lines(panel.outer):
            assert _tilt_deg(then(then(matrix, to_half_sides), view.matrix(panel.outer))) < 1e-6


def test_the_eight_numbers_stand_inside_in_order_and_upright() -> None:
    side = _job()[1].side_mm
    state = folded()["flaps"]
    seen = state.seen_from_above()
    clockwise = sorted(seen, key=lambda f: -math.atan2(*reversed([float(n) for n in state.centre(f)])))
    start = next(n for n, face in enumerate(clockwise) if _text(face) == "1")
    assert [_text(face) for face in (*clockwise[start:], *clockwise[:start])] == list("12345678")
    x, y = state.centre(clockwise[start])
    assert x < 0 < y and y > -x  # the first one is at the top, to the left
    for face in seen:
        for _, matrix in _lines(face):
            assert _tilt_deg(then(matrix, as_read(state, face, side))) < 1e-9


@pytest.mark.parametrize(("across", "along", "shown"), [(0.0, 0.4, "3478"), (0.4, 0.0, "1256")])
def test_opened_either_way_the_reader_sees_four_numbers_the_right_way_up(
    across: float, along: float, shown: str
) -> None:
    side = _job()[1].side_mm
    view = View(held(across, along), 0.0, 80.0)
    numbers = {panel.number for panel in panels()}
    seen = [face for face in view.seen() if face in numbers]
    assert sorted(_text(face) for face in seen) == list(shown)
    to_half_sides = (2 / side, 0.0, 0.0, 2 / side, -1.0, -1.0)
    for face in seen:
        for _, matrix in _lines(face):
            assert _tilt_deg(then(then(matrix, to_half_sides), view.matrix(face))) < 45


@pytest.mark.parametrize("number", range(1, 9))
def test_lifting_the_flap_at_a_number_shows_its_question_upright(number: int) -> None:
    content, layout, _ = _job()
    panel = next(p for p in panels() if _text(p.number) == str(number))
    before, after = folded()["flaps"], lifted([panel.flap])
    assert panel.number in before.seen_from_above() and panel.question not in before.seen_from_above()
    assert after.seen_from_above()[panel.question] == "front"
    assert after.seen_from_above()[panel.floor] == "front"
    question = content.questions[number - 1]
    assert _text(panel.question, ".text") == question.text.text
    assert _text(panel.question, ".theme") == question.theme.text
    for face in (panel.question, panel.floor):
        for line, matrix in _lines(face):
            assert _tilt_deg(then(matrix, as_read(after, face, layout.side_mm))) < 1e-9
            assert line.size_pt >= 9
    # on the back of the number itself
    assert before.centre(panel.question) == before.centre(panel.number)


def test_under_every_flap_both_habits_stand_side_by_side() -> None:
    content = _job()[0]
    for flap in range(4):
        both = {_text(panel.floor) for panel in panels() if panel.flap == flap}
        assert both == {content.habits.ask.short.text, content.habits.listen.short.text}


def _assert_clear(printed: dict[int, list[tuple[Item, Matrix]]], layout: flipflap.Layout) -> None:
    border = {frozenset((e.start, e.end)) for e in fortune_teller().edges if e.assignment == "B"}
    for face, items in printed.items():
        corners = fortune_teller().faces[face]
        sides = [frozenset(side) for side in zip(corners, (*corners[1:], corners[0]), strict=True)]
        area = flat(face, layout.side_mm)
        for item, matrix in items:
            for side, free in zip(sides, _free(_ink_box(item, matrix), area), strict=True):
                assert free >= (layout.safe_mm if side in border else 2.5) - 1e-6, (item, free)


def test_nothing_printed_comes_within_two_and_a_half_millimetres_of_a_crease() -> None:
    layout = _job()[1]
    assert layout.clear_mm >= 2.5 and layout.safe_mm >= 3
    _assert_clear(_front(), layout)
    assert {bool(items) for items in _front().values()} == {True}


def _off(point: Point, a: Point, b: Point) -> float:
    """How far a point is from a segment."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    share = max(0.0, min(1.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy)))
    return math.dist(point, (a[0] + share * dx, a[1] + share * dy))


def test_read_back_from_the_page_no_letters_ink_comes_near_a_crease() -> None:
    """Measured on the finished page by a reader of its own, letter by letter: what a fold would run through."""
    _, layout, materials = _job()
    data = Press(materials.fonts.files).press(without_dieline(_press()), Standard((1, 7), "srgb"))
    page = pypdfium2.PdfDocument(data)[0]
    text = page.get_textpage()
    lines = [ends for _, ends in creases(layout.side_mm)]
    letters = 0
    for n in range(text.count_chars()):
        x0, y0, x1, y1 = (mm(at) for at in text.get_charbox(n))
        if x1 - x0 < 0.05 or y1 - y0 < 0.05:
            continue
        letters += 1
        corners = [(x - layout.bleed_mm, y - layout.bleed_mm) for x in (x0, x1) for y in (y0, y1)]
        nearest = min(_off(corner, *ends) for corner in corners for ends in lines)
        assert nearest >= 2.5, (text.get_text_range(n, 1), corners[0], nearest)
        assert min(min(x, y, layout.side_mm - x, layout.side_mm - y) for x, y in corners) >= layout.safe_mm - 0.1
    assert letters > 500


def _luminance(ink: Ink) -> float:
    shares = (int(ink.srgb[n : n + 2], 16) / 255 for n in (1, 3, 5))
    r, g, b = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_every_text_holds_its_contrast_to_the_colour_beneath() -> None:
    content, layout, _ = _job()
    inks = grounds(content, layout)
    for face, items in _front().items():
        ground = _luminance(inks[face])
        for item, _ in items:
            ink = item.ink if isinstance(item, Line) else item.fill if isinstance(item, Shape) else None
            assert ink is not None
            light, dark = sorted((_luminance(ink), ground), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (item, inks[face].name)


def test_the_corners_are_told_apart_in_grey_and_without_any_tone() -> None:
    content, _, _ = _job()
    assert len({corner.symbol for corner in content.corners}) == 4
    assert len({corner.word.text for corner in content.corners}) == 4


# random texts and sizes

_WORDS = st.lists(st.text("abdefghijklmnoprstuvyæøå", min_size=1, max_size=14), min_size=1, max_size=16).map(" ".join)


@given(texts=st.lists(_WORDS, min_size=8, max_size=8), side=st.floats(120, 320))
@settings(derandomize=True, max_examples=20, deadline=None)
def test_any_text_on_any_size_stands_clear_of_the_creases_or_is_told_of(texts: list[str], side: float) -> None:
    content, layout, materials = _job()
    questions = tuple(
        replace(question, text=replace(question.text, text=text))
        for question, text in zip(content.questions, texts, strict=True)
    )
    tried = replace(layout, side_mm=side)
    front = front_side(replace(content, questions=questions), tried, materials).sheet  # type: ignore[arg-type]
    flaws = [item for item, _ in _spread(front.items) if isinstance(item, Flaw)]
    printed = _printed(front, side)
    _assert_clear(printed, tried)
    told = " ".join(str(flaw.fault) for flaw in flaws)
    for panel in panels():
        set_words = " ".join(
            i.text for i, _ in printed[panel.question] if isinstance(i, Line) and i.copy_id.endswith("text")
        )
        assert set_words == texts[panel.place] or f"spørgsmål {panel.place + 1}:" in told


@given(_WORDS, st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), min_size=3, max_size=3))
@settings(derandomize=True, max_examples=60, deadline=None)
def test_text_in_an_area_never_leaves_it(text: str, corners: list[Point]) -> None:
    (ax, ay), (bx, by), (cx, cy) = corners
    twice = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if abs(twice) < 20:
        return
    area = tuple(corners if twice > 0 else reversed(corners))
    _, layout, materials = _job()
    copy = Copy(text, "x", _job()[0].title.place)
    items = fit_area([(copy, layout.styles.question)], area, materials.fonts, "prøven")
    lines = [item for item in items if isinstance(item, Line)]
    assert lines or isinstance(items[0], Flaw)
    for line in lines:
        assert min(_free(_ink_box(line, IDENTITY), area)) > -1e-6
    assert not lines or " ".join(line.text for line in lines) == text


def test_areas_are_exact() -> None:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    assert inset(square, [1, 2, 3, 4]) == ((4.0, 1.0), (8.0, 1.0), (8.0, 7.0), (4.0, 7.0)) or set(
        inset(square, [1, 2, 3, 4])
    ) == {(4.0, 1.0), (8.0, 1.0), (8.0, 7.0), (4.0, 7.0)}
    triangle = ((0.0, 0.0), (10.0, 0.0), (0.0, 10.0))
    assert span(triangle, 2, 4) == (0.0, 6.0)
    assert middle(triangle) == pytest.approx((10 / 3, 10 / 3))


# errors


def test_a_question_too_long_is_told_with_file_line_and_panel() -> None:
    content, layout, materials = _job()
    long = replace(
        content.questions[2], text=replace(content.questions[2].text, text="ordentligt lange sætninger " * 20)
    )
    questions = (*content.questions[:2], long, *content.questions[3:])
    front = front_side(replace(content, questions=questions), layout, materials).sheet
    (flaw,) = [item for item, _ in _spread(front.items) if isinstance(item, Flaw)]
    assert re.match(r"content/flipflap\.yaml:\d+: flipflap, spørgsmål 3: teksten", str(flaw.fault))


def test_a_square_too_small_is_told_of() -> None:
    content, layout, materials = _job()
    front = front_side(content, replace(layout, side_mm=30), materials).sheet
    flaws = [item for item, _ in _spread(front.items) if isinstance(item, Flaw)]
    assert len(flaws) == 32 and "30 mm er for lille" in str(flaws[0].fault)


def test_a_corner_without_a_colour_is_told_with_the_nearest() -> None:
    content, layout, materials = _job()
    corners = (replace(content.corners[0], id="korall"), *content.corners[1:])
    front = front_side(replace(content, corners=corners), layout, materials).sheet
    flaws = {str(item.fault) for item, _ in _spread(front.items) if isinstance(item, Flaw)}
    assert len(flaws) == 1 and "mente du koral" in min(flaws)


# the sheets


def _square(page: Page, paper: Any) -> tuple[float, float, float, float]:
    width, height = page.trim.width_mm, page.trim.height_mm
    x, y = (width - paper.side_mm) / 2, (height - paper.side_mm) / 2
    return x, y, x + paper.side_mm, y + paper.side_mm


@pytest.mark.parametrize("flip", ["long", "short"])
@pytest.mark.parametrize("name", ["a4", "a3"])
def test_front_and_back_register_however_the_sheet_is_turned(name: str, flip: str) -> None:
    """Turns the printed sheet in arithmetic and lays every face of the back behind its own front."""
    content, layout, materials = _job()
    document = {
        named(d, "kontor").name: d
        for d in flipflap.office(content, layout, materials, flipflap.compose(content, layout, materials))
    }[f"flipflap-{name}-kontor"]
    paper = getattr(layout, name)
    front, back = document.pages
    assert (front.trim.width_mm, front.trim.height_mm) == tuple(paper.page_mm)
    to_sheet = placed(paper, layout)
    assert [group.matrix for page in (front, back) for group in page.items if isinstance(group, Group)] == [
        to_sheet
    ] * 2
    width, height = paper.page_mm

    def through(point: Point) -> Point:
        """Where a point of the back page is on the front page, looked at through the paper."""
        x, y = point
        return (width - x, y) if flip == "long" else (x, height - y)

    for face in range(32):
        area = flat(face, layout.side_mm)
        behind = [(layout.side_mm - x, y) if flip == "long" else (x, layout.side_mm - y) for x, y in area]
        for point, of_back in zip(area, behind, strict=True):
            assert through(apply(to_sheet, of_back)) == pytest.approx(apply(to_sheet, point), abs=1e-9)


@pytest.mark.parametrize("name", ["a4", "a3"])
def test_the_strips_stay_outside_the_square_and_inside_what_office_printers_reach(name: str) -> None:
    content, layout, materials = _job()
    document = {
        named(d, "kontor").name: d
        for d in flipflap.office(content, layout, materials, flipflap.compose(content, layout, materials))
    }[f"flipflap-{name}-kontor"]
    for page in document.pages:
        _, y0, _, y1 = _square(page, getattr(layout, name))
        (group,) = page.items
        assert isinstance(group, Group)
        for item, matrix in _spread(group.items[1:], group.matrix):
            assert not isinstance(item, Flaw), item.fault
            if isinstance(item, Line):
                points = _ink_box(item, matrix)
                assert all(y > y1 + 1 or y < y0 - 1 for _, y in points), item
                assert all(5 <= x <= page.trim.width_mm - 5 and 5 <= y <= page.trim.height_mm - 5 for x, y in points), (
                    item
                )


@pytest.mark.parametrize("name", ["a4", "a3"])
def test_the_control_rule_is_fifty_millimetres_on_paper(name: str) -> None:
    content, layout, materials = _job()
    document = {
        named(d, "kontor").name: d
        for d in flipflap.office(content, layout, materials, flipflap.compose(content, layout, materials))
    }[f"flipflap-{name}-kontor"]
    lengths = []
    for item, matrix in _spread(document.pages[0].items):
        if isinstance(item, Shape) and item.stroke and item.stroke.width_pt == layout.strips.control_pt:
            (ax, ay), (bx, by) = _ink_box(item, matrix)[:2]
            lengths.append(round(math.hypot(ax - bx, ay - by), 6))
    assert lengths.count(50.0) == 1


def _press() -> Document:
    return flipflap.compose(*_job())


def test_the_press_edition_is_the_square_with_bleed_and_no_flaws() -> None:
    document, layout = _press(), _job()[1]
    assert [page.label for page in document.pages] == ["forside", "bagside"]
    for page in document.pages:
        assert (page.trim.width_mm, page.trim.height_mm) == (layout.side_mm, layout.side_mm)
        assert page.bleed == page.trim.grown(3)
        assert not [item for item in walk(page.items) if isinstance(item, Flaw)]


def test_colour_runs_out_over_the_trim_on_all_sides_and_corners() -> None:
    layout = _job()[1]
    side, out = layout.side_mm, layout.bleed_mm - 0.01
    art = next(item for item in walk(_press().pages[0].items) if isinstance(item, Artwork))
    fills = [_ink_box(item, IDENTITY) for item in art.items if isinstance(item, Shape) and item.fill]
    at = [-out, *(side * n / 40 for n in range(41)), side + out]
    rim = [(x, y) for x in at for y in (-out, side + out)] + [(x, y) for y in at for x in (-out, side + out)]
    for point in rim:
        assert any(min(_free((point,), area)) >= -1e-9 for area in fills), point


def test_cut_and_creases_are_spot_colours_on_layers_of_their_own() -> None:
    document, layout = _press(), _job()[1]
    layers = {item.name: item for item in walk(document.pages[0].items) if isinstance(item, Layer)}
    assert {name: layer.step for name, layer in layers.items()} == {
        "Stans": ("Structural", "Cutting"),
        "Ril": ("Structural", "Creasing"),
    }
    spots = {
        name: {s.stroke.ink.spot for s in layer.items if isinstance(s, Shape) and s.stroke}
        for name, layer in layers.items()
    }
    assert spots == {"Stans": {"Stans"}, "Ril": {"Ril"}}
    assert all(isinstance(s, Shape) and s.fill is None for layer in layers.values() for s in layer.items)
    assert len(layers["Ril"].items) == 40
    (cut,) = layers["Stans"].items
    assert isinstance(cut, Shape)
    assert set(_ink_box(cut, IDENTITY)) == {(0, 0), (layout.side_mm, 0), (layout.side_mm,) * 2, (0, layout.side_mm)}


def test_without_the_dieline_no_tool_is_left_and_the_print_is_the_same() -> None:
    document = _press()
    bare = without_dieline(document)
    assert not [item for item in walk(bare.pages[0].items) if isinstance(item, Layer)]
    assert not [i for i, _ in _spread(bare.pages[0].items) if isinstance(i, Shape) and i.stroke and i.stroke.ink.spot]
    assert bare.pages[0].items == document.pages[0].items[:1]
    assert bare.pages[1] == document.pages[1]


def test_every_crease_has_its_guide_by_kind() -> None:
    content, layout, materials = _job()
    marks = materials.marks
    front = front_side(content, layout, materials).sheet
    drawn: dict[tuple[float, ...], int] = {}
    for item in front.items:
        if isinstance(item, Shape) and item.stroke and item.stroke.ink == marks.valley.ink:
            drawn[item.stroke.dash_pt] = drawn.get(item.stroke.dash_pt, 0) + 1
    assert drawn == {marks.valley.dash_pt: 12, marks.mountain.dash_pt: 28}
    assert len({marks.valley.dash_pt, marks.mountain.dash_pt, marks.cut.dash_pt}) == 3
    # dark dashes on a light line show on light and on dark ground
    for pen in (marks.valley, marks.mountain):
        assert pen.under is not None and pen.under_pt > pen.width_pt
        assert _luminance(pen.under) > 0.9 > 0.1 > _luminance(pen.ink)
        assert pen.width_pt >= 0.25


# the instructions


def test_each_step_begins_where_the_one_before_left_the_paper() -> None:
    assert len(STEPS) == len(_job()[0].folding.steps) == 10
    assert FOLDS[STEPS[0].before] == ("sheet", ())
    for step, following in pairwise(STEPS):
        if step.does == "fold":
            assert (following.before,) == step.makes
        elif step.does == "turn over":
            assert FOLDS[following.before] == (step.before, ())
        else:
            assert following.before == step.before
        for name in step.makes:
            assert FOLDS[name][0] == step.before


def test_arrows_point_where_the_paper_goes() -> None:
    def ends(number: int) -> set[tuple[Point, Point]]:
        step = STEPS[number - 1]
        state = folded()[step.before]
        return {carried(state, mirror) for name in step.makes for mirror in FOLDS[name][1]}

    corners = ((1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0))
    assert ends(1) == {((1.0, 1.0), (-1.0, -1.0)), ((-1.0, 1.0), (1.0, -1.0))}
    assert ends(2) == {(corner, (0.0, 0.0)) for corner in corners}
    assert ends(4) == {(tip, (0.0, 0.0)) for tip in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))}
    assert ends(5) == {((0.0, 0.5), (0.0, -0.5)), ((0.5, 0.0), (-0.5, 0.0))}


def test_the_step_pictures_show_the_print_itself() -> None:
    """Once the corners are in, what is seen is what lies on the table: colours, signs and numbers."""
    content, layout, materials = _job()
    front = front_side(content, layout, materials)
    painted = paint(front, content, layout)
    own: dict[int, tuple[list[str], int]] = {}
    for panel in panels():
        own |= {panel.number: ([str(panel.place + 1)], 0), panel.outer: ([], 1), panel.floor: ([], 1)}
    grounded = {ink.name for ink in grounds(content, layout).values()}
    for number, step in enumerate(STEPS, 1):
        items = step_picture(step, Box(0, 0, 40, 40), layout.steps, painted)
        prints = [item for item in walk(items) if isinstance(item, Artwork)]
        assert bool(prints) == (number > 2), f"step {number}"
        for art in prints:
            face = int(art.name.split("-")[2])
            shapes = sum(isinstance(item, Shape) for item in walk(art.items))
            lines = [item.text for item in walk(art.items) if isinstance(item, Line)]
            assert (lines, shapes) == own.get(face), "a face shows its own print, but for what is too small to read"
        fills = {item.fill.name for item in items if isinstance(item, Shape) and item.fill}
        assert number <= 2 or fills & grounded


def test_numbers_stand_in_the_middle_of_their_ink() -> None:
    side = _job()[1].side_mm
    for panel in panels():
        ((line, matrix),) = _lines(panel.number)
        ends = _ink_box(line, matrix)
        x, y = sum(x for x, _ in ends) / 4, sum(y for _, y in ends) / 4
        assert math.dist((x, y), roomiest(flat(panel.number, side))) < 2.5


def test_the_scissors_lie_outside_the_square() -> None:
    strips, side = _job()[1].strips, _job()[1].side_mm
    assert strips.scissors_at_mm[1] - strips.scissors_mm / 2 > side


def test_back_says_everything_once() -> None:
    content, _, _ = _job()
    lines = [item for item in walk(_press().pages[1].items) if isinstance(item, Line)]
    said: dict[str, str] = {}
    for line in lines:
        said[line.copy_id] = f"{said.get(line.copy_id, '')} {line.text}".strip()
    expected = (*content.folding.steps, *content.playing.rules, content.habits.ask.full, content.habits.listen.full)
    for copy in expected:
        assert said[copy.id] == copy.text
    assert min(line.size_pt for line in lines) >= 8


def test_the_print_shops_slip_says_every_step_and_rule_beside_the_square() -> None:
    """On the square itself they are folded away."""
    content, layout, materials = _job()
    slip = flipflap.compose(content, layout, materials, "foldeseddel")
    (page,) = slip.pages
    said: dict[str, str] = {}
    for item in walk(page.items):
        assert not isinstance(item, Flaw), item.fault
        if isinstance(item, Line):
            said[item.copy_id] = f"{said.get(item.copy_id, '')} {item.text}".strip()
            assert item.size_pt >= 8
    for copy in (content.folding.heading, *content.folding.steps, *content.playing.rules):
        assert said[copy.id] == copy.text
    assert flipflap.office(content, layout, materials, slip) == (), "the office's strips say the same"


# the folded preview


def test_the_preview_shows_four_states_with_the_real_print_on_them() -> None:
    content, layout, materials = _job()
    (page,) = flipflap.preview(content, layout, materials).pages
    front = front_side(content, layout, materials).sheet
    groups = [item for item in page.items if isinstance(item, Group)]
    assert {item.name for group in groups for item in group.items if isinstance(item, Artwork)} <= {
        "flipflap-forside",
        "flipflap-bagside",
    }
    assert next(i for i in groups[-1].items if isinstance(i, Artwork)) == front
    assert all(group.clip for group in groups)
    captions = [item.text for item in page.items if isinstance(item, Line)]
    shown = content.preview
    assert captions == [shown.closed.text, shown.one_way.text, shown.other_way.text, shown.lifted.text]
    for group in groups:
        for x, y in (apply(group.matrix, (float(s[-2]), float(s[-1]))) for s in group.clip if len(s) > 1):
            assert 0 < x < page.trim.width_mm and 0 < y < page.trim.height_mm


def test_a_pose_that_paper_cannot_take_is_told_of() -> None:
    content, layout, materials = _job()
    torn = replace(layout, preview=replace(layout.preview, one_way=replace(layout.preview.one_way, opening=(0.0, 0.7))))
    (page,) = flipflap.preview(content, torn, materials).pages
    (flaw,) = [item for item in page.items if isinstance(item, Flaw)]
    assert "kan ikke holdes" in str(flaw.fault) and "0.5 (flad)" in str(flaw.fault)

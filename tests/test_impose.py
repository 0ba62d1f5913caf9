"""Imposition: a coordinator would otherwise cut cards whose backs belong to somebody else."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trygtryk.geometry import apply, sized
from trygtryk.makeready.impose import behind, by_hand, creep_mm, grid, sheets, signature, turned

lengths = st.floats(min_value=20, max_value=200)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.tuples(st.floats(180, 500), st.floats(180, 500)),
    st.tuples(lengths, lengths),
    st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
    st.integers(1, 5),
    st.integers(1, 5),
    st.floats(0, 8),
    st.sampled_from(["long", "short"]),
    st.integers(1, 60),
)
def test_turn_the_sheet_and_every_back_lies_behind_its_front(size, piece_mm, at, columns, rows, gutter, turn, count):
    sheet, piece = sized(0, 0, *size), sized(*at, *piece_mm)
    plan = grid(sheet, piece, columns, rows, gutter, 8)
    for dealt in sheets(range(count), columns * rows):
        for cell, _ in enumerate(dealt):
            front = plan.placed(piece, cell)
            back = behind(front, piece, sheet, turn)
            for x, y in ((0.0, 0.0), (0.3, 0.8), (1.0, 1.0)):
                on_front = (piece.x0_mm + x * piece.width_mm, piece.y0_mm + y * piece.height_mm)
                # the same spot of the piece seen from behind, when it is turned like a page
                on_back = (piece.x1_mm - x * piece.width_mm, on_front[1])
                px, py = apply(front, on_front)
                upright = (size[1] >= size[0]) == (turn == "long")
                seen = (size[0] - px, py) if upright else (px, size[1] - py)
                assert math.dist(apply(back, on_back), seen) < 1e-9


@settings(derandomize=True, max_examples=100, deadline=None)
@given(
    st.floats(150, 500), st.floats(150, 500), lengths, lengths, st.integers(1, 5), st.integers(1, 5), st.floats(0, 9)
)
def test_pieces_keep_their_gutter_and_the_margin(width, height, across, down, columns, rows, gutter):
    sheet = sized(0, 0, width, height)
    plan = grid(sheet, sized(0, 0, across, down), columns, rows, gutter, 7)
    assert len(plan.cells) == columns * rows
    for a in plan.cells:
        assert sheet.grown(-7).contains(a)
        for b in plan.cells:
            if a is not b:
                apart = max(b.x0_mm - a.x1_mm, a.x0_mm - b.x1_mm, b.y0_mm - a.y1_mm, a.y0_mm - b.y1_mm)
                assert apart >= gutter - 1e-9


def test_cells_are_dealt_as_one_reads():
    plan = grid(sized(0, 0, 297, 210), sized(0, 0, 100, 80), 2, 2, 4, 5)
    assert [(round(c.x0_mm, 3), round(c.y0_mm, 3)) for c in plan.cells] == [
        (46.5, 107),
        (150.5, 107),
        (46.5, 23),
        (150.5, 23),
    ]
    assert plan.factor == 1


def test_four_a6_on_a4_shrink_to_what_a_printer_reaches():
    plan = grid(sized(0, 0, 297, 210), sized(0, 0, 148, 105), 2, 2, 4, 10)
    assert plan.factor == 0.88


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="do not fit"):
        grid(sized(0, 0, 30, 30), sized(0, 0, 10, 10), 9, 9, 4, 5)


def test_turning_twice_is_no_turn():
    for sheet in (sized(0, 0, 210, 297), sized(0, 0, 420, 297)):
        for turn in ("long", "short"):
            assert apply(turned(sheet, turn), apply(turned(sheet, turn), (17, 31))) == (17, 31)


def test_the_long_edge_of_a_lying_sheet_is_its_upper_one():
    assert apply(turned(sized(0, 0, 297, 210), "long"), (10, 20)) == (10, 190)
    assert apply(turned(sized(0, 0, 210, 297), "long"), (10, 20)) == (200, 20)


def test_without_duplex_the_backs_come_in_the_order_the_stack_is_fed():
    assert by_hand(["1f", "1b", "2f", "2b", "3f", "3b"]) == ("1f", "2f", "3f", "3b", "2b", "1b")


def test_a_booklet_reads_in_order():
    assert signature(8) == ((7, 0), (1, 6), (5, 2), (3, 4))


@pytest.mark.parametrize("count", range(1, 40))
def test_every_page_of_a_booklet_is_there_once_in_order(count):
    sides = signature(count)
    pages = [page for side in sides for page in side if page is not None]
    assert sorted(pages) == list(range(count))
    assert len(sides) % 2 == 0
    # leaf by leaf, as a reader turns them: what follows page n is page n + 1, with empty pages only at the end
    leaves = [side[1] if n % 2 == 0 else side[0] for n, side in enumerate(sides)]
    leaves += [side[1] if n % 2 else side[0] for n, side in reversed(list(enumerate(sides)))]
    assert leaves == [*range(count), *[None] * (len(leaves) - count)]


def test_inner_sheets_creep_by_the_paper_around_which_they_fold():
    assert [creep_mm(n, 3, 0.1) for n in range(3)] == [0, 0.1, 0.2]
    with pytest.raises(ValueError, match="no sheet 3"):
        creep_mm(3, 3, 0.1)

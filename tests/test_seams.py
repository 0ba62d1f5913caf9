"""A headline cut in two and glued askew is what everybody sees of the poster: the cut goes round every text it can."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from program import edit, ran
from trygtryk.geometry import Box
from trygtryk.makeready.seams import Obstacle, Way, seam

WAYS = pytest.mark.parametrize("way", ["across", "down"])


def box(way: Way, start: float, end: float, low: float, high: float) -> Box:
    """What stands from ``start`` to ``end`` along a cut, and from ``low`` to ``high`` across it."""
    return Box(start, low, end, high) if way == "across" else Box(low, start, high, end)


@WAYS
def test_where_nothing_stands_the_cut_is_straight_and_in_the_middle(way: Way) -> None:
    made = seam((), way, (0, 100), (40, 60))
    assert made.points == (((0, 50), (100, 50)) if way == "across" else ((50, 0), (50, 100))) and not made.cut


@WAYS
def test_it_turns_between_two_rows_to_go_through_the_gap_in_each(way: Way) -> None:
    first = [Obstacle(box(way, 10, 20, 0, 44), "a"), Obstacle(box(way, 10, 20, 47, 100), "b")]
    second = [Obstacle(box(way, 30, 40, 0, 55), "c"), Obstacle(box(way, 30, 40, 58, 100), "d")]
    made = seam((*first, *second), way, (0, 100), (40, 60))
    assert not made.cut and made.clear_mm >= 1
    assert 44 < made.at(10) == made.at(20) < 47 and 55 < made.at(30) == made.at(40) < 58
    assert 47 < made.at(25) < 55, "on its way"


@WAYS
def test_what_cannot_be_gone_round_is_named(way: Way) -> None:
    made = seam((Obstacle(box(way, 10, 20, 0, 100), "Halve idéer"),), way, (0, 100), (40, 60))
    assert made.cut == ("Halve idéer",) and made.clear_mm < 0


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 90), st.integers(1, 8), st.integers(30, 66), st.integers(1, 12)),
        max_size=12,
    ),
    st.sampled_from(["across", "down"]),
)
def test_it_cuts_nothing_that_it_does_not_name(boxes: list[tuple[int, int, int, int]], way: Way) -> None:
    stands = [Obstacle(box(way, a, a + b, c, c + d), str(n)) for n, (a, b, c, d) in enumerate(boxes)]
    made = seam(stands, way, (0, 100), (40, 60))
    for n in range(1001):
        at = n / 10
        aside = made.at(at)
        assert 40 <= aside <= 60
        for one in stands:
            (start, low), (end, high) = (one.box.x0_mm, one.box.y0_mm), (one.box.x1_mm, one.box.y1_mm)
            if way == "down":
                start, low, end, high = low, start, high, end
            if start < at < end and low + 1e-6 < aside < high - 1e-6:
                assert one.text in made.cut


def test_a_text_that_no_cut_goes_round_is_told(project: Path) -> None:
    edit(project / "layouts/sheets.toml", "overlap_mm = [10, 26, 2]", "overlap_mm = [10, 10, 2]")
    told = ran("build", "plakater/hjaelp", "--edition", "kontor", "--quiet")
    assert "på 4 ark: der klippes gennem »" in told and "»før du kører fast«" in told

"""Marks a millimetre off cost the whole run: they stand in line with the trim, outside the bleed, on every plate."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from trygtryk import pipeline
from trygtryk.editions import Job, jobs
from trygtryk.errors import BuildError
from trygtryk.geometry import Box, bounds, rectangle, sized
from trygtryk.makeready.marks import REGISTRATION, crop_marks, for_press
from trygtryk.model import Document, Flaw, Group, Ink, Page, Shape
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.sources.printshop import printshops, read_printshop

ROOT = Path(__file__).resolve().parents[1]
TRIM = sized(0, 0, 148, 105)


def document(bleed_mm: float = 3) -> Document:
    bleed = TRIM.grown(bleed_mm)
    ground = Shape(rectangle(bleed), Ink("sand", (3, 6, 14, 0), "#f8f0e1"))
    return Document("kort", "Kort", (Page(TRIM, bleed, bleed, (ground,)),), "2026-11-01")


def test_crop_marks_stand_in_line_with_the_trim() -> None:
    marks = [bounds(line) for line in crop_marks(TRIM, 4, 5)]
    assert len(marks) == 8
    for mark in marks:
        upright = mark.width_mm == 0
        assert mark.width_mm + mark.height_mm == pytest.approx(5)
        if upright:
            assert mark.x0_mm in (0, 148)
            assert mark.y1_mm == pytest.approx(-4) or mark.y0_mm == pytest.approx(105 + 4)
        else:
            assert mark.y0_mm in (0, 105)
            assert mark.x1_mm == pytest.approx(-4) or mark.x0_mm == pytest.approx(148 + 4)


@pytest.mark.parametrize("name", printshops(ROOT))
def test_every_profile_makes_boxes_that_nest(name: str) -> None:
    profile = read_printshop(ROOT, name)
    (page,) = for_press(document(5), profile).pages
    assert page.trim == TRIM
    assert page.bleed == TRIM.grown(profile.bleed_mm)
    assert page.media.contains(page.bleed)
    marks = [item for item in page.items if isinstance(item, Shape) and item.stroke]
    assert bool(marks) == (profile.marks != "none")
    for mark in marks:
        assert mark.stroke and mark.stroke.ink is REGISTRATION
        box = bounds(mark.outline)
        apart = box.x1_mm <= page.bleed.x0_mm or box.x0_mm >= page.bleed.x1_mm
        assert apart or box.y1_mm <= page.bleed.y0_mm or box.y0_mm >= page.bleed.y1_mm
        assert page.media.contains(box)


def test_more_bleed_than_asked_is_cut_and_less_is_told() -> None:
    narrow = read_printshop(ROOT, "onlineprinters")
    (page,) = for_press(document(3), narrow).pages
    (group,) = page.items
    assert isinstance(group, Group) and bounds(group.clip) == Box(-2, -2, 150, 107)
    (flawed,) = for_press(document(1), narrow).pages
    assert isinstance(flawed.items[0], Flaw) and "1 mm udfald" in flawed.items[0].fault.message


def test_an_unknown_profile_names_the_nearest() -> None:
    with pytest.raises(BuildError, match=r"onlin.*\n.*online"):
        read_printshop(ROOT, "onlin")


def test_a_profile_that_is_no_press_profile_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "layouts", tmp_path / "layouts")
    shutil.copytree(ROOT / "assets/icc", tmp_path / "assets/icc")
    shop, conditions = tmp_path / "layouts/press/standard.toml", tmp_path / "layouts/conditions.toml"
    for file, before, after, told in (
        (conditions, "FOGRA39L_coated_300.icc", "sRGB.icc", "ikke en CMYK-profil"),
        (conditions, "FOGRA29L_uncoated_300.icc", "PSO.icc", r"PSO\.icc mangler"),
        (shop, '"fogra29"', '"fogra47"', r"ingen trykbetingelse, der hedder »fogra47«\n.*fogra39"),
        (shop, "offset_mm = 4", "offset_mm = 2", "inde i udfaldet"),
    ):
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after), encoding="utf-8")
        with pytest.raises(BuildError, match=told):
            read_printshop(tmp_path, "standard")
        file.write_text(text, encoding="utf-8")


def test_a_print_shop_may_want_one_file_a_product() -> None:
    def printed(press: str) -> list[Job]:
        sources = read_sources(ROOT, Order(("plakater",), press=press))
        return [job for job in jobs(pipeline.compose(sources), sources) if job.line]

    (job,), apart = printed("samlet"), printed("standard")
    assert job.path == "tryk/plakater-a3.pdf" and len(job.document.pages) == 8
    assert len(apart) == 8 and "tryk/plakat-fejl-a3.pdf" in {job.path for job in apart}

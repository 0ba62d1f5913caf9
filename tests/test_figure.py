"""Figures: what somebody who looks at a drawn person, or moves one, would lose."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import bounds
from trygtryk.model import Shape
from trygtryk.people.figure import Figure, check, draw, read_kit
from trygtryk.people.skeleton import blend, length, minus, stand_up
from trygtryk.sources.layout import read_palette

ROOT = Path(__file__).resolve().parents[1]
PALETTE = read_palette(ROOT / "layouts/palette.toml", ROOT)
KIT = read_kit(ROOT / "assets/figures", ROOT, PALETTE)
PERSON = Figure(Place("scene.yaml", 3), (50.0, 20.0), 60.0)
BONES = {
    "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "thigh": ("hip", "knee"),
    "shin": ("knee", "ankle"),
}
POSES = st.sampled_from(sorted(KIT.poses))
VIEWS = st.sampled_from(sorted(KIT.body.views))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(POSES, POSES, st.floats(0, 1), VIEWS)
def test_bones_keep_their_lengths_however_poses_are_blended(a: str, b: str, share: float, view: str) -> None:
    angles = blend(KIT.poses[a].joints, KIT.poses[b].joints, share)
    joints = stand_up(KIT.body.bones, angles, KIT.body.views[view]).joints
    for side in ("near", "far"):
        for bone, (start, end) in BONES.items():
            found = length(minus(joints[f"{side}-{start}"], joints[f"{side}-{end}"]))
            assert found == pytest.approx(getattr(KIT.body.bones, bone))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(POSES, VIEWS, st.sampled_from(sorted(KIT.body.builds)))
def test_feet_stand_on_the_ground(pose: str, view: str, build: str) -> None:
    drawn = draw(replace(PERSON, pose=pose, facing=view, build=build), KIT)
    low = min(bounds(item.outline).y0_mm for item in drawn.items if isinstance(item, Shape))
    assert low == pytest.approx(PERSON.at_mm[1], abs=0.015 * PERSON.height_mm)


@pytest.mark.parametrize("hair", sorted(KIT.hairs))
@pytest.mark.parametrize("face", sorted(KIT.faces))
def test_every_face_under_every_hair_is_drawn_with_its_mouth_in_the_head(hair: str, face: str) -> None:
    for view in KIT.body.views:
        joints = draw(replace(PERSON, hair=hair, face=face, facing=view), KIT).joints
        assert math.dist(joints["mouth"], joints["head"]) < KIT.body.bones.head * PERSON.height_mm * 0.55


@pytest.mark.parametrize("pose", sorted(KIT.poses))
def test_every_pose_is_one_person_and_the_same_each_time(pose: str) -> None:
    figure = replace(PERSON, pose=pose, extras=("glasses", "beard", "lanyard", "cane"))
    assert draw(figure, KIT) == draw(figure, KIT)
    for item in draw(figure, KIT).items:
        assert isinstance(item, Shape)
        box = bounds(item.outline)
        assert abs(box.centre[0] - 50) < PERSON.height_mm * 0.6
        assert box.y0_mm > 19
        assert box.y1_mm < 20 + PERSON.height_mm * 1.4


@pytest.mark.parametrize("side", ["near", "far"])
@pytest.mark.parametrize("to", [(62.0, 62.0), (44.0, 50.0), (56.0, 50.0)])
def test_a_hand_goes_where_it_is_asked_to(side: str, to: tuple[float, float]) -> None:
    figure = replace(PERSON, near_to_mm=to) if side == "near" else replace(PERSON, far_to_mm=to)
    assert math.dist(draw(figure, KIT).joints[f"{side}-hand"], to) < 2.0


def test_a_hand_out_of_reach_stays_on_its_arm() -> None:
    joints = draw(replace(PERSON, near_to_mm=(500.0, 60.0)), KIT).joints
    arm = (KIT.body.bones.upper_arm + KIT.body.bones.forearm + KIT.body.bones.hand) * PERSON.height_mm
    assert arm * 0.85 < math.dist(joints["near-shoulder"], joints["near-hand"]) < arm


def test_who_faces_left_is_the_mirror_of_who_faces_right() -> None:
    right = draw(replace(PERSON, pose="point"), KIT).joints
    left = draw(replace(PERSON, pose="point", facing="left"), KIT).joints
    for name, (x, y) in right.items():
        assert left[name] == pytest.approx((100 - x, y), abs=1e-6)


def test_the_head_may_look_away_from_where_the_body_turns() -> None:
    ahead = draw(replace(PERSON, facing="right"), KIT).joints
    back = draw(replace(PERSON, facing="right", look="left"), KIT).joints
    assert ahead["mouth"][0] > ahead["head"][0]
    assert back["mouth"][0] < back["head"][0]


def test_every_colour_of_skin_hair_and_clothes_has_its_shade_below_the_ink_limit() -> None:
    shaded = [name for name in PALETTE if name.startswith(("skin-", "hair-")) and not name.endswith("-deep")]
    for name in [*shaded, "petrol", "coral", "mustard", "sage", "sky", "clay", "sand", "ink", "white"]:
        assert sum(PALETTE[f"{name}-deep"].cmyk) < 280


def test_unknown_names_are_told_all_at_once_with_the_nearest() -> None:
    wrong = replace(PERSON, pose="stande", hair="bop", top="kobber", joints={"near-arme": (1.0, 2.0), "lean": (1.0,)})
    faults = check(wrong, KIT)
    assert len(faults) == 5
    assert any("near-arm" in fault.hint for fault in faults)
    assert all(fault.place == Place("scene.yaml", 3) for fault in faults)
    with pytest.raises(BuildError):
        draw(wrong, KIT)

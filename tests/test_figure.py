"""Figures: what somebody who looks at a drawn person, or moves one, would lose."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trygtryk.curves import flattened, inside
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import Box, Point, bounds
from trygtryk.model import Shape
from trygtryk.people.drawing import Drawn, draw, from_above
from trygtryk.people.figure import Figure, check, staged
from trygtryk.people.kit import read_kit
from trygtryk.people.skeleton import blend, length, minus, stand_up
from trygtryk.sources.files import Files
from trygtryk.sources.layout import read_palette

ROOT = Path(__file__).resolve().parents[1]
PALETTE = read_palette(ROOT / "layouts/palette.toml", ROOT)
KIT = read_kit(Files(ROOT), PALETTE)
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


@pytest.mark.parametrize(("number", "face"), list(enumerate(sorted(KIT.faces))))
def test_every_face_is_drawn_with_its_mouth_in_the_head_and_so_is_every_hair(number: int, face: str) -> None:
    for hair, view in product(sorted(KIT.hairs)[number % 4 :: 4], KIT.body.views):
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


@pytest.mark.parametrize("side", ["near", "far"])
def test_an_elbow_lies_where_it_is_asked_to_and_the_hand_still_comes(side: str) -> None:
    shoulder = draw(replace(PERSON, pose="sit-table"), KIT).joints[f"{side}-shoulder"]
    elbow, hand = (shoulder[0] + 3, shoulder[1] - 8), (shoulder[0] + 10, shoulder[1] - 8)
    asked = {f"{side}_elbow_mm": elbow, f"{side}_to_mm": hand}
    joints = draw(replace(PERSON, pose="sit-table", **asked), KIT).joints  # type: ignore[arg-type]
    assert math.dist(joints[f"{side}-elbow"], elbow) < 0.6
    assert math.dist(joints[f"{side}-hand"], hand) < 1.2
    far = draw(replace(PERSON, pose="sit-table", **{f"{side}_elbow_mm": (shoulder[0] + 60, shoulder[1])}), KIT).joints  # type: ignore[arg-type]
    assert math.dist(far[f"{side}-elbow"], shoulder) == pytest.approx(KIT.body.bones.upper_arm * 60, rel=0.02)


LIFTED = ("talk", "point", "raise-hand", "lean-in", "offer", "cheer", "sit-talk", "crossed-arms", "hold", "shrug")


def in_ink(name: str, **asked: object) -> tuple[Drawn, list[list[Point]]]:
    """The figure, and the corners of all its shapes in that ink."""
    drawn = draw(replace(PERSON, **asked), KIT)  # type: ignore[arg-type]
    shapes = (item for item in drawn.items if isinstance(item, Shape) and item.fill == PALETTE[name])
    return drawn, [flattened(shape.outline, 8) for shape in shapes]


@pytest.mark.parametrize("view", ["front", "front-right", "right", "left"])
@pytest.mark.parametrize("pose", LIFTED)
def test_an_arm_grows_out_of_the_shoulder(pose: str, view: str) -> None:
    drawn, shades = in_ink("coral-deep", pose=pose, facing=view, top="coral", skin=1)
    body = in_ink("coral", pose=pose, facing=view, top="coral", skin=1)[1]
    r = KIT.body.radii.shoulder * PERSON.height_mm
    x, y = drawn.joints["near-shoulder"]
    assert any(inside((x, y), part) for part in body), "the arm is of the body's own cloth"
    arms = ((x, y), drawn.joints["far-shoulder"])
    near = [math.dist(p, (x, y)) for s in shades if not any(inside(a, s) for a in arms) for p in s]
    assert min(near, default=2 * r) > 1.1 * r, "no seam is drawn round the shoulder"


@pytest.mark.parametrize("view", ["right", "side-right"])
@pytest.mark.parametrize("pose", ["talk", "point", "lean-in", "offer", "sit-talk", "lean-over"])
def test_no_shoulder_stands_out_from_the_back(pose: str, view: str) -> None:
    drawn, body = in_ink("coral", pose=pose, facing=view, top="coral", skin=1, shoes="ink", legs="ink")
    h, hip = PERSON.height_mm, drawn.joints["hip"]
    r = KIT.body.radii.shoulder * h
    sx, sy = drawn.joints["near-shoulder"]
    # steps from the shoulder down the back; the body's left edge at each, found from the left
    spots = [(sx + (hip[0] - sx) * t / 10, sy + (hip[1] - sy) * t / 10) for t in range(7)]

    def edge(x: float, y: float) -> float:
        return next(i * 0.1 for i in range(400) if any(inside((x - 20 + i * 0.1, y), part) for part in body)) + x - 20

    edges = [edge(*spot) for spot in spots]
    for step, here in enumerate(edges):
        straight = edges[0] + (edges[-1] - edges[0]) * step / 6
        assert here <= straight + 0.2 * r, f"{edges}"


@pytest.mark.parametrize("view", ["front", "front-right", "right", "left"])
def test_an_arm_is_told_from_the_body_it_lies_on_by_its_shade(view: str) -> None:
    for top, shade in (("coral", "coral-deep"), ("petrol", "petrol-deep"), ("sage-deep", "sage")):
        assert in_ink(shade, pose="crossed-arms", facing=view, top=top)[1]


@pytest.mark.parametrize("view", ["front", "front-right", "front-left"])
def test_both_arms_of_one_who_stands_are_told_from_the_body(view: str) -> None:
    drawn, shades = in_ink("coral-deep", pose="stand", facing=view, top="coral")
    long = [s for s in shades if max(y for _, y in s) - min(y for _, y in s) > 0.05 * PERSON.height_mm]
    assert {shade[0][0] < drawn.joints["neck"][0] for shade in long} == {True, False}


def test_an_arm_that_carries_has_its_shade_and_one_on_a_table_has_none_below_it() -> None:
    below, far_up = {}, {"far-arm": (170.0, 10.0), "far-forearm": (175.0, 0.0)}
    for pose in ("carry", "sit-table"):
        drawn, shades = in_ink("coral-deep", pose=pose, facing="right", top="coral", joints=far_up)
        below[pose] = any(y < drawn.joints["near-elbow"][1] for shade in shades for _, y in shade)
    assert below == {"carry": True, "sit-table": False}


@pytest.mark.parametrize(("hand", "cords"), [((58.0, 20.0), 2), ((50.0, 66.0), 0), ((51.5, 65.0), 0)])
def test_a_hood_has_both_its_cords_whole_or_none(hand: Point, cords: int) -> None:
    _, drawn = in_ink("mustard", pose="stand", facing="front", cut="hoodie", under="mustard", near_to_mm=hand)
    assert len(drawn) == cords


@pytest.mark.parametrize("view", ["front", "front-right", "right", "left", "front-left"])
@pytest.mark.parametrize(("pose", "laid"), [("crossed-arms", "near"), ("sit-back", "far"), ("folded-arms", "far")])
def test_crossed_arms_cross_one_hand_laid_on_an_upper_arm_and_one_tucked_under(pose: str, laid: str, view: str) -> None:
    drawn, cloth = in_ink("coral", pose=pose, facing=view, top="coral", skin=3)
    joints, tucked = drawn.joints, "near" if laid == "far" else "far"

    def along(side: str, share: float, start: str = "shoulder", end: str = "elbow") -> Point:
        (ax, ay), (bx, by) = joints[f"{side}-{start}"], joints[f"{side}-{end}"]
        return ax + (bx - ax) * share, ay + (by - ay) * share

    on = min(math.dist(joints[f"{laid}-hand"], along(tucked, t)) for t in (0.4, 0.6, 0.8))
    assert on < 0.06 * PERSON.height_mm, "a hand lies on the other upper arm"
    skin = in_ink("skin-3", pose=pose, facing=view, top="coral", skin=3)[1]
    assert any(inside(joints[f"{laid}-hand"], part) for part in skin)
    # its forearm is the last cloth, over its own upper arm and the forearm that is tucked under that
    assert inside(along(laid, 0.5, "elbow", "wrist"), cloth[-1])
    assert inside(along(laid, 0.9), cloth[-2])
    assert inside(along(tucked, 0.5, "elbow", "wrist"), cloth[-3])
    assert min(math.dist(joints[f"{tucked}-wrist"], along(laid, t / 10)) for t in range(11)) < 0.07 * PERSON.height_mm
    assert not any(inside(along(tucked, 1.0, "elbow", "wrist"), part) for part in skin), "the other hand is not seen"


def test_a_hand_before_its_own_body_comes_out_of_a_cuff() -> None:
    """Cloth on cloth of one colour: without a band at the wrist the hand is a mitten on the breast."""

    def band(to: Point) -> bool:
        drawn, deep = in_ink("coral-deep", pose="stand", facing="front-left", top="coral", near_to_mm=to)
        (ex, ey), (wx, wy) = drawn.joints["near-elbow"], drawn.joints["near-wrist"]
        return any(inside((ex + (wx - ex) * 0.8, ey + (wy - ey) * 0.8), part) for part in deep)

    x, y = PERSON.at_mm[0], PERSON.at_mm[1] + PERSON.height_mm * 0.7
    assert band((x, y))
    assert not band((x + PERSON.height_mm * 0.35, y))


@pytest.mark.parametrize("bend", [-70, 0, 40])
@pytest.mark.parametrize("hand", sorted(set(KIT.hands) - {"hidden"}))
def test_forearm_wrist_and_hand_are_one_skin(hand: str, bend: float) -> None:
    """From within the sleeve to the fingers there is no place without skin, however the wrist is bent."""
    drawn, skin = in_ink(
        "skin-3", pose="talk", near_hand=hand, joints={"near-hand": (bend,)}, skin=3, face="calm", top="petrol"
    )
    cloth = in_ink("petrol", pose="talk", near_hand=hand, joints={"near-hand": (bend,)}, skin=3, top="petrol")[1]
    (ex, ey), wrist, palm = (drawn.joints[f"near-{name}"] for name in ("elbow", "wrist", "hand"))
    hem = (ex + (wrist[0] - ex) * 0.8, ey + (wrist[1] - ey) * 0.8)
    assert any(inside(hem, part) for part in cloth)
    one = [part for part in skin if inside(hem, part) and inside(wrist, part)]
    way = (wrist[0] + (palm[0] - wrist[0]) * 0.6, wrist[1] + (palm[1] - wrist[1]) * 0.6)
    assert any(inside(way, part) for part in one), "one shape from the sleeve over the wrist into the palm"


@pytest.mark.parametrize("apart", [0, 14])
def test_two_folded_hands_are_told_apart(apart: float) -> None:
    """Of one tone they are a lump; where they do not meet each is of the skin's own."""
    seated = replace(PERSON, pose="sit-table", facing="front", skin=3, top="petrol")
    y = draw(seated, KIT).joints["near-wrist"][1]
    drawn = draw(replace(seated, near_to_mm=(50 - apart / 2, y), far_to_mm=(50 + apart / 2, y)), KIT)
    names = {item.fill.name for item in drawn.over if isinstance(item, Shape) and item.fill}
    assert ("skin-3-deep" in names) == (apart == 0), names


@pytest.mark.parametrize("hand", sorted(name for name, hand in KIT.hands.items() if hand.parted))
def test_a_hand_at_the_face_is_told_from_it_by_a_shade(hand: str) -> None:
    """Of one skin the hand and the cheek are a blob: along the fingers' ends there is a deeper edge."""
    drawn, other = (draw(replace(PERSON, pose="think", near_hand=name, skin=3), KIT) for name in (hand, "fist"))
    own = [item for item in drawn.items if isinstance(item, Shape) and item not in other.items]
    skin = [flattened(item.outline, 8) for item in own if item.fill == PALETTE["skin-3"]]
    deep = [flattened(item.outline, 8) for item in own if item.fill == PALETTE["skin-3-deep"]]
    assert any(not any(inside(spot, part) for part in skin) for edge in deep for spot in edge)


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


@pytest.mark.parametrize("what", ["head", "cut", "shoe", "build"])
def test_no_two_of_a_kind_are_drawn_alike(what: str) -> None:
    kinds = {"head": KIT.heads.shapes, "cut": KIT.cuts, "shoe": KIT.shoes, "build": KIT.body.builds}[what]
    for view in ("front", "right", "left"):
        drawings = [draw(replace(PERSON, facing=view, **{what: name}), KIT).items for name in kinds]  # type: ignore[arg-type]
        assert len(set(drawings)) == len(kinds)


def test_years_show() -> None:
    young, old = (draw(replace(PERSON, age=age), KIT) for age in ("young", "old"))
    assert len(old.items) > len(young.items)
    assert old.joints["head"][1] < young.joints["head"][1]


def test_a_child_is_no_small_grown_up() -> None:
    child, grown = (draw(replace(PERSON, build=build), KIT).joints for build in ("child", "medium"))

    def shares(joints: Mapping[str, Point]) -> tuple[float, float]:
        """The head and an arm as shares of the whole height."""
        head = 2 * (joints["top"][1] - joints["head"][1])
        arm = math.dist(joints["near-shoulder"], joints["near-elbow"]) + math.dist(
            joints["near-elbow"], joints["near-wrist"]
        )
        tall = joints["top"][1] - joints["near-ankle"][1]
        return head / tall, arm / tall

    (large, short), (small, long) = shares(child), shares(grown)
    assert large > small * 1.4 and short < long * 0.95


@pytest.mark.parametrize("view", ["right", "side-right"])
def test_no_skin_shows_before_a_beard(view: str) -> None:
    bearded = draw(replace(PERSON, facing=view, extras=("beard",)), KIT)
    _, mouth = bearded.joints["mouth"]
    drawn = [(s.fill.name, flattened(s.outline, 8)) for s in bearded.items if isinstance(s, Shape) and s.fill]
    lips = max(p for ink, outline in drawn if ink == "skin-2" for p in outline if mouth - 1 < p[1] < mouth)
    assert any(inside(lips, outline) for ink, outline in drawn if ink == "hair-brown")


@pytest.mark.parametrize("hair", ["bob", "fringe-bob", "side-sweep"])
def test_a_bob_hangs_down_beside_the_face(hair: str) -> None:
    seen = draw(replace(PERSON, facing="front", hair=hair), KIT)
    (x, eye), (_, mouth) = seen.joints["eye"], seen.joints["mouth"]
    locks = [
        flattened(s.outline, 8) for s in seen.items if isinstance(s, Shape) and s.fill and s.fill.name == "hair-brown"
    ]
    low, high = (max(px for lock in locks for px, py in lock if abs(py - y) < 1.2) - x for y in (mouth, eye))
    assert low > high * 0.95


@pytest.mark.parametrize("stance", ["weight", "wide", "step", "lean-on"])
def test_a_stance_lends_its_legs_and_leaves_the_arms(stance: str) -> None:
    plain, stood = draw(replace(PERSON, pose="offer"), KIT), draw(replace(PERSON, pose="offer", stance=stance), KIT)
    assert math.dist(plain.joints["near-ankle"], stood.joints["near-ankle"]) > 0.2
    for a, b in (("hand", "shoulder"), ("elbow", "shoulder")):
        arms = [
            (p.joints[f"near-{a}"][0] - p.joints[f"near-{b}"][0], p.joints[f"near-{a}"][1] - p.joints[f"near-{b}"][1])
            for p in (plain, stood)
        ]
        assert arms[0] == pytest.approx(arms[1])


@pytest.mark.parametrize("pose", ["weight", "wide", "stand", "crossed-arms"])
def test_both_feet_carry(pose: str) -> None:
    angles = KIT.poses[pose].joints
    joints = stand_up(KIT.body.bones, angles, 30).joints
    assert joints["near-ankle"][1] == pytest.approx(joints["far-ankle"][1], abs=0.004)


@pytest.mark.parametrize("pose", ["cheer", "raise-hand"])
def test_a_raised_arm_takes_the_shoulder_with_it(pose: str) -> None:
    hanging, raised = draw(PERSON, KIT).joints, draw(replace(PERSON, pose=pose), KIT).joints
    assert raised["far-shoulder"][1] > hanging["far-shoulder"][1] + 0.01 * PERSON.height_mm


def test_a_camera_gives_height_and_ground_and_a_figures_own_numbers_go_first() -> None:
    area = Box(0, 20, 150, 108)
    camera = KIT.cameras["half"]
    one = staged(Figure(PERSON.place, (30.0,), tall=1.1), camera, area)
    assert one.height_mm == pytest.approx(camera.planes["middle"].height * 88 * 1.1)
    assert one.at_mm == (30.0, pytest.approx(20 + camera.planes["middle"].ground * 88))  # type: ignore[comparison-overlap]
    assert staged(replace(PERSON, height_mm=40), camera, area) == replace(PERSON, height_mm=40)
    with pytest.raises(BuildError, match="front"):
        staged(Figure(PERSON.place, (30.0,), plane="frnt"), camera, area)
    with pytest.raises(BuildError, match="kamera"):
        draw(Figure(PERSON.place, (30.0,)), KIT)


@pytest.mark.parametrize("heading", [0, 90, 215])
def test_from_above_hands_go_where_they_are_asked_to_whichever_way_somebody_faces(heading: float) -> None:
    figure = replace(PERSON, heading_deg=float(heading), near_to_mm=(58.0, 28.0), far_to_mm=(44.0, 26.0))
    joints = from_above(figure, KIT).joints
    assert math.dist(joints["near-wrist"], (58.0, 28.0)) < 5
    assert math.dist(joints["far-wrist"], (44.0, 26.0)) < 5


@pytest.mark.parametrize("hair", sorted(KIT.hairs))
def test_every_hair_is_drawn_from_above(hair: str) -> None:
    plain = from_above(replace(PERSON, hair="bald"), KIT).items
    assert hair == "bald" or len(from_above(replace(PERSON, hair=hair), KIT).items) > len(plain) - 2


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


@pytest.mark.parametrize("hair", ["ring", "quiff", "short", "afro"])
def test_a_head_seen_from_behind_has_a_nape_and_no_chin(hair: str) -> None:
    """Under the hair it draws in to the neck, and no skin shows round the crown."""

    def skin(view: str) -> list[Point]:
        parts = in_ink("skin-3", facing=view, hair=hair, skin=3, hair_ink="hair-grey", top="coral")[1]
        return max(parts, key=lambda part: max(y for _, y in part))

    def wide(part: list[Point], low: float) -> float:
        bottom, top = min(y for _, y in part), max(y for _, y in part)
        at = bottom + low * (top - bottom)
        near = [x for x, y in part if abs(y - at) < 0.05 * (top - bottom)]
        return max(near) - min(near)

    assert wide(skin("back"), 0.2) < 0.8 * wide(skin("front"), 0.2)
    cap = in_ink("hair-grey", facing="back", hair=hair, skin=3, hair_ink="hair-grey", top="coral")[1]
    assert max(y for part in cap for _, y in part) > max(y for _, y in skin("back"))

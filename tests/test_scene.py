"""Scenes: what somebody who edits one, or looks at one, would lose."""

from __future__ import annotations

import math
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from trygtryk.curves import flattened, inside, soft
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import IDENTITY, Box, bounds
from trygtryk.look import views
from trygtryk.look.contact_sheet import shots
from trygtryk.look.vision import Sight, seen
from trygtryk.model import Document, Group, Ink, Page, Shape, walk
from trygtryk.pictures.artwork import Studio, artwork, open_studio
from trygtryk.pictures.scenes.bubbles import bubble
from trygtryk.pictures.scenes.props import drawn
from trygtryk.pictures.scenes.scene import Arms, Bubble, Person, Scene, Thing, cast_of, read_scene, scene_ids, tail_tip
from trygtryk.pictures.scenes.shapes import path
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.sources.files import Files
from trygtryk.sources.layout import read_palette
from trygtryk.sources.nodes import read_yaml

ROOT = Path(__file__).resolve().parents[1]
PALETTE = read_palette(ROOT / "layouts/palette.toml", ROOT)
STUDIO = open_studio(Files(ROOT), PALETTE)
IDS = scene_ids(Files(ROOT))
MOST_INK = 280
MOST_BYTES = 60_000
SAFE_MM = {"card": 4, "plakat": 10, "omslag": 4, "skema": 0}


def scene(id: str) -> Scene:
    return read_scene(id, Files(ROOT), PALETTE, STUDIO.kit)


def kind(id: str) -> str:
    return id.split("-", maxsplit=1)[0] if id.startswith(("plakat-", "skema-", "omslag-")) else "card"


def inks(id: str) -> Iterator[Ink]:
    for item in walk(artwork(id, STUDIO).items):
        if isinstance(item, Shape):
            yield from (ink for ink in (item.fill, item.stroke and item.stroke.ink) if ink)


@pytest.mark.parametrize("id", IDS)
def test_every_scene_draws_in_the_palette_below_the_ink_limit(id: str) -> None:
    used = set(inks(id))
    assert used <= set(PALETTE.values())
    assert max(sum(ink.cmyk) for ink in used) <= MOST_INK
    assert not any(ink.spot for ink in used)


@pytest.mark.parametrize("id", IDS)
def test_every_scene_is_small_in_print(id: str) -> None:
    picture = artwork(id, STUDIO)
    page = Page(picture.box, picture.box, picture.box, (picture,))
    assert len(Press({}).press(Document(id, id, (page,), "2026-11-23"), Standard((1, 7), "cmyk"))) < MOST_BYTES


@pytest.mark.parametrize("id", IDS)
def test_every_scene_says_what_is_going_on_and_what_is_seen(id: str) -> None:
    made = scene(id)
    assert made.situation.endswith(".") and made.situation != made.alt
    assert made.alt.endswith(".") and len(made.alt) < 200


@pytest.mark.parametrize("id", IDS)
def test_pictures_fill_the_field_their_product_gives_them(id: str) -> None:
    layout = {"card": "billedkort.toml", "plakat": "plakater.toml", "omslag": "skemaer.toml"}.get(kind(id))
    area = scene(id).area
    if layout is None:
        assert (area.width_mm, area.height_mm) == (60, 30)
        return
    from trygtryk.sources.nodes import read_toml
    from trygtryk.sources.strict import read

    fields = read_toml(ROOT / "layouts" / layout, ROOT).value
    assert isinstance(fields, dict)
    if kind(id) == "plakat":  # the text's ground is the picture's floor
        assert area == Box(-3, -3, 300, 423)
        return
    field = fields["cover"].value["pictures"] if kind(id) == "omslag" else fields["picture"]
    x, y, width, height = read(tuple[float, float, float, float], field)
    assert area == Box(x, y, x + width, y + height)


@pytest.mark.parametrize("id", IDS)
def test_bubbles_point_at_a_mouth_and_stay_inside_the_safe_zone(id: str) -> None:
    made = scene(id)
    people = cast_of(made, STUDIO.kit)
    head = STUDIO.kit.body.bones.head
    heights = {name: math.dist(p.joints["head"], p.joints["top"]) * 2 / head for name, p in people.items()}
    safe = safe_zone(id, made)
    for spoken in made.bubbles:
        assert safe.contains(spoken.box), f"{spoken.symbol} in {id} is cut off"
        if spoken.speaker:
            tip = tail_tip(spoken, people)
            far = math.dist(tip, people[spoken.speaker].joints["mouth"]) / heights[spoken.speaker]
            assert far < (0.3 if spoken.kind == "thought" else 0.2), f"{spoken.speaker} in {id}"


@pytest.mark.parametrize("id", IDS)
def test_a_tail_is_long_enough_to_be_seen_and_keeps_off_the_face(id: str) -> None:
    made = scene(id)
    people = cast_of(made, STUDIO.kit)
    for spoken in made.bubbles:
        if spoken.speaker:
            joints = people[spoken.speaker].joints
            tip, box = tail_tip(spoken, people), spoken.box
            x, y = box.centre
            out = math.hypot((tip[0] - x) / box.width_mm, (tip[1] - y) / box.height_mm) * 2
            assert math.dist(tip, (x, y)) * (1 - 1 / out) > 0.2 * box.height_mm, f"{spoken.symbol} in {id}"
            assert math.dist(tip, joints["head"]) > 1.1 * math.dist(joints["top"], joints["head"])


@pytest.mark.parametrize("y", [0, 20, 47, 58, 90])
def test_a_tail_grows_out_of_its_bubble_without_a_thorn_on_the_other_side(y: float) -> None:
    box = Box(160, 0, 258, 58)
    root = [point[-2:] for point in bubble("speech", box, (82, y))[-1] if len(point) > 1][::2]
    for x, y in root:
        assert box.contains(Box(x, y, x, y))


@pytest.mark.parametrize("away_mm", [3, 6, 20])
def test_a_thoughts_dots_do_not_run_together(away_mm: float) -> None:
    cloud = len(bubble("thought", Box(10, 40, 40, 58), None))
    dots = [bounds(o) for o in bubble("thought", Box(10, 40, 40, 58), (25, 40 - away_mm))[cloud:]]
    assert dots
    for lower, upper in pairwise(dots):
        assert upper.y0_mm > lower.y1_mm + 0.3
    assert dots[-1].y1_mm <= 40 or len(dots) == 1


@pytest.mark.parametrize("id", IDS)
def test_faces_and_hands_are_not_cut_off(id: str) -> None:
    made = scene(id)
    safe = safe_zone(id, made)
    for name, person in cast_of(made, STUDIO.kit).items():
        for joint in ("mouth", "head", "top"):
            x, y = person.joints[joint]
            assert safe.contains(Box(x, y, x, y)), f"{name}'s {joint} in {id}"


def safe_zone(id: str, made: Scene) -> Box:
    """Inside the trim at the sides that are cut; the picture's own edge at the other."""
    area = made.area
    bleed, safe = (3, SAFE_MM[kind(id)]) if kind(id) != "skema" else (0, 0)
    return Box(area.x0_mm + bleed + safe, area.y0_mm, area.x1_mm - bleed - safe, area.y1_mm - bleed - safe)


def test_every_card_and_poster_has_its_picture() -> None:
    cards = read_yaml(ROOT / "content/billedkort.yaml", ROOT)
    wanted = set(pictures(cards))
    assert wanted and wanted <= set(IDS)


def pictures(node: object) -> Iterator[str]:
    value = getattr(node, "value", None)
    if isinstance(value, tuple):
        for child in value:
            yield from pictures(child)
    elif isinstance(value, dict):
        for key, child in value.items():
            if key == "picture":
                yield child.value
            yield from pictures(child)


def test_every_prop_and_symbol_draws() -> None:
    for shelf in (STUDIO.shelves.props, STUDIO.shelves.symbols):
        for name in shelf.names():
            assert drawn(shelf.take(name, Place("x")), PALETTE, IDENTITY, 1, {}, Place("x"))


def test_symbols_are_drawn_about_their_middle_at_one_height() -> None:
    for name in STUDIO.shelves.symbols.names():
        shapes = drawn(STUDIO.shelves.symbols.take(name, Place("x")), PALETTE, IDENTITY, 1, {}, Place("x"))
        boxes = [bounds(shape.outline) for shape in shapes]
        assert all(box.y1_mm <= 12 and box.y0_mm >= -12 for box in boxes), name


def project(tmp_path: Path, text: str) -> Studio:
    (tmp_path / "assets/scenes").mkdir(parents=True)
    for folder in ("props", "symbols", "figures"):
        (tmp_path / "assets" / folder).symlink_to(ROOT / "assets" / folder)
    head = "situation: Noget.\nalt: Noget andet.\narea: [0, 0, 100, 60]\nwall: sand\n"
    (tmp_path / "assets/scenes/prøve.yaml").write_text(head + text, encoding="utf-8")
    return open_studio(Files(tmp_path), PALETTE)


MAN = "  - {figure: ib, at_mm: [50, 5], height_mm: 40}\n"


@pytest.mark.parametrize(
    ("text", "line", "told", "hint"),
    [
        ("back_to_front:\n  - {prop: tabel, at_mm: [1, 2]}\n", 6, "tabel", "table"),
        ("back_to_front:\n  - {symbol: hart}\n", 6, "hart", "heart"),
        ("back_to_front:\n  - {ink: corall, oval: [1, 2, 3]}\n", 6, "corall", "coral"),
        ("back_to_front:\n  - {prop: table, inks: {leg: coral}}\n", 6, "leg", "legs"),
        ("back_to_front:\n  - {prop: table, inks: {legs: koral}}\n", 6, "koral", "coral"),
        ("back_to_front:\n  - {prop: table, held_by: ib.near-hand}\n", 6, "ingen figur", ""),
        (f"back_to_front:\n{MAN}  - {{prop: table, held_by: ib.hand}}\n", 7, "intet led", "near-hand"),
        (f"back_to_front:\n{MAN}{MAN}", 7, "to figurer", "navn"),
        ("back_to_front:\n  - {figure: ib, at_mm: [50, 5], height_mm: 40, pose: stan}\n", 6, "stan", "stand"),
        ("back_to_front:\n  - {ink: coral, oval: [1, 2, 3], box: [1, 2, 3, 4]}\n", 6, "netop én", "box og oval"),
        ("back_to_front:\n  - {ink: coral, path: M 1 2 K 3}\n", 6, "stien", "bogstav"),
        ("back_to_front:\n  - {ink: coral, path: M 1 2 L 3}\n", 6, "stien", "tal"),
        ("back_to_front:\n  - {prop: table, size: 2}\n", 6, "size", "scale"),
        (
            f"back_to_front:\n{MAN}bubbles:\n  - {{speaker: bi, box: [1, 2, 3, 4], symbol: heart, ink: white, symbol_ink: coral}}\n",
            8,
            "»bi«",
            "ib",
        ),
        (f"back_to_front:\n{MAN}  - {{fingers_of: ib.thumb}}\n", 7, "ingen hånd", "mette.near"),
        (f"back_to_front:\n{MAN[:-2]}, within: [1, 2, 3]}}\n", 6, "4 led", ""),
        ("camera: haf\nback_to_front: []\n", 1, "haf", "half"),
        ("back_to_front:\n  - {figure: ib, at_mm: [50]}\n", 6, "sted eller højde", "kamera"),
        ("camera: half\nback_to_front:\n  - {figure: ib, at_mm: [50], plane: bak}\n", 7, "bak", "back"),
        ("floor: coral\nback_to_front: []\n", 1, "gulvet ses ikke", "væggen"),
        ("back_to_front: []\nheight: 3\n", 6, "height", "horizon_mm"),
    ],
)
def test_a_wrong_word_is_told_with_its_line_and_the_nearest_names(
    tmp_path: Path, text: str, line: int, told: str, hint: str
) -> None:
    studio = project(tmp_path, text)
    with pytest.raises(BuildError) as caught:
        artwork("prøve", studio)
    fault = caught.value.faults[0]
    assert fault.place == Place("assets/scenes/prøve.yaml", line)
    assert told in fault.message and hint in fault.hint


def test_an_unknown_scene_is_told_with_the_nearest_ones() -> None:
    with pytest.raises(BuildError, match="mente du feedback"):
        scene("feedbak")


def test_what_stands_last_is_drawn_in_front(tmp_path: Path) -> None:
    studio = project(
        tmp_path, "back_to_front:\n  - {ink: coral, box: [0, 0, 9, 9]}\n  - {ink: sage, box: [0, 0, 9, 9]}\n"
    )
    fills = [item.fill.name for item in artwork("prøve", studio).items if isinstance(item, Shape) and item.fill]
    assert fills == ["sand", "coral", "sage"]


def test_a_held_thing_follows_the_hand(tmp_path: Path) -> None:
    text = f"back_to_front:\n{MAN}  - {{prop: coffee, held_by: ib.near-hand}}\n"
    made = artwork("prøve", project(tmp_path, text))
    person = cast_of(read_scene("prøve", Files(tmp_path), PALETTE, STUDIO.kit), STUDIO.kit)["ib"]
    cup = made.items[-1 - len(person.fingers["near"])]
    x, y = person.joints["near-hand"]
    assert isinstance(cup, Shape)
    box = bounds(cup.outline)
    assert box.x0_mm < x < box.x1_mm and y < box.y1_mm < y + 7


@pytest.mark.parametrize("hand", ["grip", "hold", "pinch"])
def test_fingers_close_over_what_is_held(tmp_path: Path, hand: str) -> None:
    man = MAN.replace("}", f", near_hand: {hand}}}")
    text = f"back_to_front:\n{man}  - {{prop: coffee, held_by: ib.near-hand, inks: {{main: coral}}}}\n"
    items = artwork("prøve", project(tmp_path, text)).items
    cup = max(i for i, item in enumerate(items) if isinstance(item, Shape) and item.fill == PALETTE["coral"])
    assert any(isinstance(item, Shape) and item.fill == PALETTE["skin-2"] for item in items[cup + 1 :])


def test_a_hand_closes_over_a_thing_that_stands_by_itself(tmp_path: Path) -> None:
    man = MAN.replace("}", ", near_hand: grip}")
    text = f"back_to_front:\n{man}  - {{ink: coral, box: [0, 0, 9, 9]}}\n  - {{fingers_of: ib.near}}\n"
    last = artwork("prøve", project(tmp_path, text)).items[-1]
    assert isinstance(last, Shape) and last.stroke and last.stroke.ink == PALETTE["skin-2-deep"]


def test_who_is_shown_in_a_frame_is_not_drawn_outside_it(tmp_path: Path) -> None:
    man = MAN.replace("}", ", within: [40, 20, 20, 25]}")
    _wall, framed = artwork("prøve", project(tmp_path, f"back_to_front:\n{man}")).items
    assert isinstance(framed, Group) and framed.clip and bounds(framed.clip) == Box(40, 20, 60, 45)


def test_arms_on_a_table_are_drawn_over_it_and_over_their_shadow(tmp_path: Path) -> None:
    sit = "  - {figure: ib, at_mm: [50, 5], height_mm: 40, pose: sit-table, top: coral}\n"
    text = f"back_to_front:\n{sit}  - {{ink: white, box: [0, 0, 9, 9]}}\n  - {{arms_of: ib, shade: sage-deep}}\n"
    fills = [i.fill.name for i in artwork("prøve", project(tmp_path, text)).items if isinstance(i, Shape) and i.fill]
    over = fills[fills.index("white") + 1 :]
    assert over[0] == "sage-deep" and "coral" in over[1:]


def test_paths_and_curves_go_where_they_say() -> None:
    place = Place("x")
    assert path("M 0 0 H 5 V 3 L 0 3 Z", place) == (("M", 0, 0), ("L", 5, 0), ("L", 5, 3), ("L", 0, 3), ("Z",))
    quadratic = path("M 0 0 Q 3 6 6 0", place)[1]
    assert quadratic[1:] == pytest.approx((2, 4, 4, 4, 6, 0))
    ends = [segment[-2:] for segment in soft(((0, 0), (5, 5), (9, 0)), closed=False)]
    assert ends == [(0, 0), (5, 5), (9, 0)]


@pytest.mark.parametrize("kind", ["speech", "thought", "shout", "whisper"])
def test_a_bubbles_outlines_stay_near_its_box_but_for_the_tail(kind: str) -> None:
    box = Box(10, 40, 40, 58)
    for outline in bubble(kind, box, None):  # type: ignore[arg-type]
        assert box.grown(2).contains(bounds(outline))
    boxes = [bounds(outline) for outline in bubble(kind, box, (12, 32))]  # type: ignore[arg-type]
    assert min(b.y0_mm for b in boxes) == pytest.approx(32, abs=2)


def test_a_tail_far_from_its_mouth_points_at_it_and_is_no_thorn() -> None:
    box = Box(10, 40, 40, 58)
    tails = [bounds(bubble("speech", box, (x, -20))[-1]) for x in (12, 38)]
    assert all(10 < box.y0_mm - tail.y0_mm < 15 for tail in tails)
    assert tails[0].x1_mm < tails[1].x0_mm


def test_scenes_use_every_kind_of_piece() -> None:
    kinds = {type(piece) for id in IDS for piece in scene(id).back_to_front}
    assert {Person, Thing, Arms} <= kinds
    assert {spoken.kind for id in IDS for spoken in scene(id).bubbles if isinstance(spoken, Bubble)} >= {
        "speech",
        "thought",
        "shout",
        "whisper",
    }


@pytest.mark.parametrize("sight", [None, "grey", "deuteranopia", "protanopia", "tritanopia"])
def test_one_scene_is_seen_with_any_eyes(sight: Sight | None) -> None:
    picture = Image.open(BytesIO(views.drawn(artwork("feedback", STUDIO), sight))).convert("RGB")
    assert picture.width in range(1398, 1403)
    red, green, blue = picture.getpixel((700, 60))  # type: ignore[misc]
    assert (red == green == blue) == (sight == "grey")


def test_simulated_eyes_keep_white_and_black_and_dim_red() -> None:
    for sight in ("grey", "deuteranopia", "protanopia", "tritanopia"):
        assert seen((1, 1, 1), sight) == pytest.approx((1, 1, 1), abs=0.001)
        assert seen((0, 0, 0), sight) == pytest.approx((0, 0, 0), abs=0.001)
    # without the long cones red is dark and yellowish (Machado et al. 2009)
    red, green, blue = seen((1, 0, 0), "protanopia")
    assert red < 0.5 and green < 0.5 and blue < 0.1


def test_no_two_cards_look_alike_from_afar() -> None:
    cards = [id for id in IDS if kind(id) == "card"]
    pages = tuple(Page(a.box, a.box, a.box, (a,)) for a in (artwork(id, STUDIO) for id in cards))
    data = Press({}).press(Document("billedkort", "billedkort", pages, "2026-11-23"), Standard((1, 7), "srgb"))
    small = dict(zip(cards, (shot.image for shot in shots(data, "x", 12)), strict=True))
    for one, other in combinations(cards, 2):
        if one.rpartition("-")[0] != other.rpartition("-")[0] or not one.startswith("eksempel"):
            apart = ImageStat.Stat(ImageChops.difference(small[one], small[other])).mean
            assert sum(apart) / 3 > 30, f"{one} and {other}"


def test_cards_and_posters_are_seen_by_every_camera() -> None:
    cameras = {id: scene(id).camera for id in IDS if kind(id) != "skema"}
    assert all(camera for id, camera in cameras.items() if kind(id) == "card")
    assert set(cameras.values()) - {""} == set(STUDIO.kit.cameras)


@pytest.mark.parametrize("id", [id for id in IDS if kind(id) != "skema"])
def test_a_third_of_every_picture_is_calm(id: str) -> None:
    picture = artwork(id, STUDIO)
    page = Page(picture.box, picture.box, picture.box, (picture,))
    data = Press({}).press(Document(id, id, (page,), "2026-11-23"), Standard((1, 7), "srgb"))
    (shot,) = shots(data, id, 15)
    colours = sorted(
        (count for count, _ in shot.image.getcolors(shot.image.width * shot.image.height) or ()), reverse=True
    )
    assert sum(colours[:2]) > shot.image.width * shot.image.height / 3


def test_no_part_of_a_symbol_vanishes_in_its_bubble(tmp_path: Path) -> None:
    text = "back_to_front: []\nbubbles:\n  - {box: [9, 9, 30, 20], symbol: idea, ink: petrol, symbol_ink: mustard}\n"
    _, _, *symbol = artwork("prøve", project(tmp_path, text)).items
    used = [ink.name for i in symbol if isinstance(i, Shape) for ink in (i.fill, i.stroke and i.stroke.ink) if ink]
    assert set(used) == {"mustard"}


@pytest.mark.parametrize("id", [id for id in IDS if kind(id) != "skema"])
def test_no_arm_is_without_an_end(id: str) -> None:
    """A hand is seen, or something that is drawn later (a table, a coat, the frame) covers where it would be."""
    made = scene(id)
    if STUDIO.kit.cameras[made.camera].from_above if made.camera else False:
        return
    shapes = [item for item in walk(artwork(id, STUDIO).items) if isinstance(item, Shape) and item.fill]
    around = [flattened(shape.outline, 6) for shape in shapes]
    people = cast_of(made, STUDIO.kit)
    for piece in made.back_to_front:
        if not isinstance(piece, Person):
            continue
        figure, person = piece.figure, people[piece.name]
        pose = STUDIO.kit.poses[figure.pose]
        for side, named in (("near", figure.near_hand or pose.near_hand), ("far", figure.far_hand or pose.far_hand)):
            hand = STUDIO.kit.hands[named]
            (ex, ey), (wx, wy), (hx, hy) = (person.joints[f"{side}-{joint}"] for joint in ("elbow", "wrist", "hand"))
            sleeve_end, beyond = (ex + (wx - ex) * 0.86, ey + (wy - ey) * 0.86), ((wx * 3 + hx) / 4, (wy * 3 + hy) / 4)
            if hand.palm or not made.area.contains(Box(*sleeve_end, *sleeve_end)):
                continue
            if hand.over:
                filled = {item for item in person.fingers[side] if isinstance(item, Shape) and item.fill}
                assert filled <= set(shapes), f"{piece.name}'s {side} fingers in {id} are not drawn"
                continue
            own = set(person.items)
            sleeve = max(
                (
                    n
                    for n, shape in enumerate(shapes)
                    if shape in own and inside(sleeve_end, around[n]) and inside((ex, ey), around[n])
                ),
                default=-1,
            )
            top = max(n for n, corners in enumerate(around) if inside(beyond, corners))
            assert top > sleeve, f"{piece.name}'s {side} sleeve in {id} ends in nothing"

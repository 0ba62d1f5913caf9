"""People: a figure as a scene names it, drawn as flat shapes from a pose, a body, clothes, a face and hair."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum
from types import MappingProxyType
from typing import Literal

from trygtryk.curves import between, limb, unit
from trygtryk.errors import BuildError, Fault, Place, nearest
from trygtryk.geometry import Box, Matrix, Outline, Point, apply
from trygtryk.model import Ink, Item
from trygtryk.people.above import Plan, Wear, draw_above
from trygtryk.people.clothes import Cut, belts, cane, from_behind, lanyard, trimmed, wheelchair
from trygtryk.people.dress import Tailor
from trygtryk.people.features import Colours
from trygtryk.people.folds import Corners, corners
from trygtryk.people.head import Head, draw_head
from trygtryk.people.kit import NOTHING, Camera, Kit, Pose, wrong_joints
from trygtryk.people.neck import collar, neck
from trygtryk.people.skeleton import Angles, Skeleton, Vector, bend, blend, flat, lay, reach, stand_up
from trygtryk.sources.layout import Palette

Extra = Literal["glasses", "beard", "moustache", "belly", "lanyard", "cane", "wheelchair"]
Role = Literal["about", "dominant", "left-out", "helper", "leader", "bystander"]
AgeGroup = Literal["young", "middle", "old"]
Gender = Literal["woman", "man"]
_LEGS = ("thigh", "shin", "foot")
_NAPE_DEG = 120.0
"""How far a head is turned from us where its neck is seen from behind."""


_PROFILE = 0.2
"""How much of a breast is turned to us (cosine) where a hand that lies on an upper arm is still seen."""
_OTHER = {"near": "far", "far": "near"}
_FRONTAL = 0.8
"""How squarely (cosine) a breast faces us for its far arm to hang beside the body."""
_BEHIND = 0.05
"""How far behind its shoulder, as a share of the height, an elbow is that the body hides."""
_MEET = 0.045
"""How near each other the knuckles of two hands that lie on a table are when they are folded, as a share of the height."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One person in a scene.

    ``at_mm`` is the ground under them: between the feet, or (seated) under the hips; one number where the scene's camera
    gives the ground. ``height_mm`` is how tall they stand (0: as the camera's ``plane`` says, times ``tall``).
    ``role``, ``age`` and ``gender`` are who they are in the scene; casting is counted by them. ``facing`` and ``look`` (where the head turns; empty: as the body) name a view of assets/figures/body.toml,
    ``pose``, ``face``, ``hair``, ``head``, ``cut`` and ``shoe`` entries of their files; ``stance`` is a pose that lends its
    legs. ``near`` is the side turned to us, ``far`` the other:
    ``near_to_mm`` brings a hand to a place in the scene, ``near_elbow_mm`` its elbow. From above ``heading_deg`` says which way they face (0 up the
    picture, 90 to the right), and ``near`` is their right hand. ``joints`` overrides a pose's angles; ``blend`` mixes in
    ``share`` of another pose.
    """

    place: Place
    at_mm: tuple[float, ...]
    height_mm: float = 0.0
    tall: float = 1.0
    plane: str = "middle"
    role: Role | None = None
    age: AgeGroup = "middle"
    gender: Gender | None = None
    pose: str = "stand"
    stance: str = ""
    facing: str = "right"
    heading_deg: float = 0.0
    look: str = ""
    face: str = "calm"
    head: str = "oval"
    skin: int = 2
    hair: str = "short"
    hair_ink: str = "hair-brown"
    top: str = "petrol"
    legs: str = "ink"
    shoes: str = "ink-deep"
    shoe: str = "shoe"
    socks: str = "ink-deep"
    cut: str = "jumper"
    bottom: Literal["trousers", "skirt", "dress"] = "trousers"
    under: str = "white"
    build: str = "medium"
    extras: tuple[Extra, ...] = ()
    joints: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: NOTHING)
    blend: str = ""
    share: float = 0.5
    near_hand: str = ""
    far_hand: str = ""
    near_to_mm: tuple[float, float] | None = None
    far_to_mm: tuple[float, float] | None = None
    near_elbow_mm: tuple[float, float] | None = None
    far_elbow_mm: tuple[float, float] | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure in place: ``body`` goes behind a table it sits at, ``over`` (arms that rest on it) in front.

    ``fingers`` are what the ``near`` and the ``far`` hand close over a thing they hold, ``shadows`` what forearms that lie
    on a table throw on it. ``joints`` are places in the scene's millimetres: mouth, eye, head, top (of the hair), neck, hip, and for each of
    ``near`` and ``far``: shoulder, elbow, wrist, hand, knee, ankle.
    """

    body: tuple[Item, ...]
    over: tuple[Item, ...]
    joints: Mapping[str, Point]
    fingers: Mapping[str, tuple[Item, ...]]
    shadows: tuple[Outline, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """All of it, from the back to the front."""
        return self.body + self.over


def check(figure: Figure, kit: Kit) -> list[Fault]:
    """What the figure names that the kit does not have, each with the nearest names."""
    faults = wrong_joints(figure.joints, kit.poses["stand"].joints, figure.place)
    named = [
        ("stilling", figure.pose, kit.poses),
        ("stilling", figure.blend, kit.poses),
        ("stilling", figure.stance, kit.poses),
        ("ansigt", figure.face, kit.faces),
        ("frisure", figure.hair, kit.hairs),
        ("hoved", figure.head, kit.heads.shapes),
        ("snit", figure.cut, kit.cuts),
        ("sko", figure.shoe, kit.shoes),
        ("bygning", figure.build, kit.body.builds),
        ("retning", figure.facing, kit.body.views),
        ("retning", figure.look, kit.body.views),
        ("hånd", figure.near_hand, kit.hands),
        ("hånd", figure.far_hand, kit.hands),
        *(
            ("farve", ink, kit.palette)
            for ink in (
                *(figure.hair_ink, figure.top, figure.legs, figure.shoes, figure.socks, figure.under),
                f"skin-{figure.skin}",
            )
        ),
    ]
    faults.extend(
        Fault(f"ukendt {what} »{name}«", figure.place, nearest(name, known))
        for what, name, known in named
        if name and name not in known
    )
    if len(figure.at_mm) != 2 or figure.height_mm <= 0:
        hint = "skriv at_mm: [x, y] og height_mm, eller giv scenen et kamera (camera: half)"
        faults.append(Fault("figuren mangler sted eller højde", figure.place, hint))
    return faults


def staged(figure: Figure, camera: Camera, area: Box) -> Figure:
    """The figure with the place and the height that the camera gives it; its own numbers go first.

    Raises BuildError where the camera has no such plane.
    """
    if figure.plane not in camera.planes:
        hint = nearest(figure.plane, camera.planes)
        raise BuildError(Fault(f"kameraet har ingen plan, der hedder »{figure.plane}«", figure.place, hint))
    plane = camera.planes[figure.plane]
    x, *y = figure.at_mm or (0.0,)
    return replace(
        figure,
        at_mm=(x, *(y or (area.y0_mm + plane.ground * area.height_mm,))),
        height_mm=figure.height_mm or plane.height * area.height_mm * figure.tall,
    )


def from_above(figure: Figure, kit: Kit) -> Drawn:
    """The figure seen straight from above; raises BuildError on names the kit does not know."""
    if faults := check(figure, kit):
        raise BuildError(*faults)
    ink, skin = _Inks(kit.palette), f"skin-{figure.skin}"
    pose = kit.poses[figure.pose]
    x, y = figure.at_mm
    head_deg = figure.joints.get("head", (0.0,))[0]
    wear = Wear(
        *(ink[skin], ink.deep(skin), ink[figure.hair_ink], ink.line(figure.hair_ink)),
        *(ink[figure.top], ink.line(figure.top), ink["ink-deep"], ink["hair-grey-deep"], ink["petrol-deep"]),
    )
    items, joints, fingers = draw_above(
        kit.above,
        Plan((x, y), figure.height_mm, figure.heading_deg, head_deg),
        wear,
        kit.hairs[figure.hair],
        (kit.hands[figure.near_hand or pose.near_hand], kit.hands[figure.far_hand or pose.far_hand]),
        (figure.near_to_mm, figure.far_to_mm),
        kit.body.bones.hand,
        kit.body.lines.crease,
        "wheelchair" in figure.extras,
    )
    return Drawn(items, (), MappingProxyType(joints), MappingProxyType(fingers))


def draw(figure: Figure, kit: Kit, pitch_deg: float | None = None) -> Drawn:
    """The figure as flat shapes in the scene's millimetres; raises BuildError on names the kit does not know."""
    if faults := check(figure, kit):
        raise BuildError(*faults)
    if pitch_deg is not None:
        kit = replace(kit, body=replace(kit.body, pitch_deg=pitch_deg))
    grown = kit.body.builds[figure.build].grown(kit.body.bones)
    kit = replace(kit, body=replace(kit.body, bones=grown))
    body, ink = kit.body, _Inks(kit.palette)
    skeleton, place = _placed(figure, kit)
    build = body.builds[figure.build]
    if "belly" in figure.extras:
        build = replace(build, belly=build.belly + 0.08)
    tailor = Tailor(skeleton, body.radii, body.rings, build, place, body.pitch_deg, body.lines, body.folds, body.neck)
    joints = {name: apply(place, flat(v, body.pitch_deg)) for name, v in skeleton.joints.items()}
    head = _head(figure, kit, ink, skeleton, joints["head"])
    joints |= {"mouth": head.mouth, "eye": head.eye, "top": head.top}
    turned = abs(figure_view(figure, kit)) % 180
    both = turned < 35 or turned > 145
    laid = _laid(figure, kit)
    # of crossed arms the one that lies on top, hand and all, comes last
    order = ("near", "far") if laid == "far" else ("far", "near")
    covered = tailor.covered()
    arms = {side: _arm(tailor, figure, kit, ink, side, both, covered) for side in order}
    joints |= {f"{side}-hand": apply(place, arm.palm) for side, arm in arms.items()}
    ahead = [arm for arm in arms.values() if arm.front]
    behind = [
        item
        for arm in arms.values()
        if not arm.front
        for item in (arm.sleeve if arm.rests else (*arm.sleeve, *arm.rest))
    ]
    sleeves = [item for arm in ahead for item in (*arm.pit, *(arm.sleeve if arm.hangs else ()))]
    before = [
        *(item for arm in ahead if not arm.rests for item in (arm.rest if arm.hangs else (*arm.sleeve, *arm.rest))),
    ]
    over = [
        item
        for arm in arms.values()
        if arm.rests
        for item in ((*arm.sleeve, *arm.rest) if arm.front and not arm.hangs else arm.rest)
    ]
    faces_us = abs(skeleton.head_view_deg) < 90
    chair: tuple[list[Item], list[Item]] = ([], [])
    if "wheelchair" in figure.extras:
        floor = tailor.at("hip")[1] - body.wheelchair.hip
        chair = wheelchair(tailor, body.wheelchair, ink["ink-deep"], ink["hair-grey-deep"], ink["petrol-deep"], floor)
    return Drawn(
        (
            *chair[0],
            *behind,
            *(head.behind if faces_us else ()),
            *_legs(tailor, figure, kit, ink, both),
            *_garment(tailor, figure, kit, ink, both, sleeves, [arm.lies for arm in ahead]),
            *(() if faces_us else head.behind),
            *head.items,
            *before,
            *chair[1],
        ),
        tuple(over),
        MappingProxyType(joints),
        MappingProxyType({side: arm.fingers for side, arm in arms.items()}),
        tuple(tailor.shadow(side) for side, arm in arms.items() if arm.rests and tailor.lies_flat(side)),
    )


def _head(figure: Figure, kit: Kit, ink: _Inks, skeleton: Skeleton, middle: Point) -> Head:
    return draw_head(
        kit.faces[figure.face],
        kit.hairs[figure.hair],
        frozenset(figure.extras),
        ink.head(figure, kit.heads.style.beard.dark),
        skeleton.head_view_deg,
        skeleton.head_nod_deg,
        skeleton.head_tilt_deg,
        middle,
        kit.body.bones.head * figure.height_mm,
        kit.heads.shapes[figure.head],
        kit.heads.style,
        kit.heads.ages[figure.age],
    )


def _garment(
    tailor: Tailor,
    figure: Figure,
    kit: Kit,
    ink: _Inks,
    both: bool,
    sleeves: Sequence[Item],
    arms: Sequence[Corners],
) -> Iterator[Item]:
    """The torso and what lies on it; sleeves that hang beside it go under collars and over belts."""
    skin_deep = ink.deep(f"skin-{figure.skin}")
    cloth = {"top": ink[figure.top], "deep": ink.line(figure.top), "under": ink[figure.under], "skin": skin_deep}
    if kit.hairs[figure.hair].scarf:
        cloth["skin"] = ink[figure.top]
    trunk = tailor.torso(ink[figure.top], both or bool(_laid(figure, kit)) or _in_front(tailor.skeleton, "far"))
    # a nape lies in no chin's shade
    away = abs(tailor.skeleton.head_view_deg) > _NAPE_DEG
    bare = neck(tailor, ink[f"skin-{figure.skin}"] if away else skin_deep, away)
    cut, view = kit.cuts[figure.cut], figure_view(figure, kit)
    yield from [bare, *trunk, collar(tailor, ink[figure.top])] if from_behind(tailor) else [*trunk, bare]
    yield from belts(tailor, cut, view, cloth)
    yield from sleeves
    yield from trimmed(tailor, cut, view, cloth, arms)
    if "lanyard" in figure.extras:
        yield from lanyard(tailor, kit.body.lanyard, ink[figure.under], ink["white"], ink["petrol"])


def figure_view(figure: Figure, kit: Kit) -> float:
    """Which way the body is seen, in degrees."""
    return kit.body.views[figure.facing]


def _placed(figure: Figure, kit: Kit) -> tuple[Skeleton, Matrix]:
    """The figure's joints, standing at its place, hands brought where they are asked to."""
    body = kit.body
    angles: Angles = kit.poses[figure.pose].joints
    if figure.blend:
        angles = blend(angles, kit.poses[figure.blend].joints, figure.share)
    if figure.stance:
        legs = kit.poses[figure.stance].joints
        angles = {**angles, **{name: legs[name] for name in legs if name.endswith(_LEGS)}}
    angles = {**angles, **figure.joints}
    curl, twist = angles["curl"]
    angles = {**angles, "curl": (curl + kit.heads.ages[figure.age].curl, twist)}
    look = body.views[figure.look] if figure.look else None
    skeleton = stand_up(body.bones, angles, figure_view(figure, kit), look)
    h = figure.height_mm
    joints = skeleton.joints
    seated = abs(joints["near-hip"][1] - joints["near-knee"][1]) < body.bones.thigh * 0.6
    middle = joints["hip"][0] if seated else (joints["near-ankle"][0] + joints["far-ankle"][0]) / 2
    x, y = figure.at_mm
    low = min(flat(joints[f"{s}-{e}"], body.pitch_deg)[1] for s in ("near", "far") for e in ("heel", "toe"))
    if "wheelchair" in figure.extras:
        low = flat(joints["hip"], body.pitch_deg)[1] - body.wheelchair.hip
    place: Matrix = (h, 0.0, 0.0, h, x - middle * h, y - low * h)
    for side, elbow, to in (
        ("near", figure.near_elbow_mm, figure.near_to_mm),
        ("far", figure.far_elbow_mm, figure.far_to_mm),
    ):
        if elbow is not None:
            skeleton = bend(skeleton, body.bones, side, *_aim(elbow, place, joints[f"{side}-elbow"], body.pitch_deg))
        if to is not None:
            bring = lay if elbow is not None else reach
            x, y = _aim(to, place, skeleton.joints[f"{side}-wrist"], body.pitch_deg)
            skeleton = bring(skeleton, body.bones, side, x, y)
            e, w = (flat(skeleton.joints[f"{side}-{j}"], body.pitch_deg) for j in ("elbow", "wrist"))
            long = math.dist(e, w) or 1.0
            half = body.bones.hand * 0.45
            skeleton = bring(
                skeleton, body.bones, side, x - (w[0] - e[0]) / long * half, y - (w[1] - e[1]) / long * half
            )
    return _cross(skeleton, kit, _laid(figure, kit)), place


def _laid(figure: Figure, kit: Kit) -> str:
    """The side whose hand lies on the other upper arm where arms are crossed; empty where they are not."""
    pose = kit.poses[figure.pose]
    hands = {side: _hand(figure, pose, side) for side in ("near", "far")}
    return next((side for side, hand in hands.items() if kit.hands[hand].laid and hands[_OTHER[side]] == "hidden"), "")


def _cross(skeleton: Skeleton, kit: Kit, laid: str) -> Skeleton:
    """Crossed arms: the ``laid`` hand brought on to the other upper arm, the other wrist under the arm of that hand."""
    if not laid:
        return skeleton
    body, lines = kit.body, kit.body.lines
    for side, other in ((laid, _OTHER[laid]), (_OTHER[laid], laid)):
        at = {name: flat(v, body.pitch_deg) for name, v in skeleton.joints.items()}
        x, y = between(at[f"{other}-shoulder"], at[f"{other}-elbow"], lines.laid if side == laid else lines.tucked)
        if side == laid:
            ux, uy = unit(x - at[f"{side}-elbow"][0], y - at[f"{side}-elbow"][1])
            x, y = x - ux * body.bones.hand * lines.laid_hand, y - uy * body.bones.hand * lines.laid_hand
        depth = skeleton.joints[f"{side}-wrist"][2] * math.sin(math.radians(body.pitch_deg))
        skeleton = lay(skeleton, body.bones, side, x, y + depth)
    return skeleton


def _aim(to_mm: Point, place: Matrix, joint: Vector, pitch_deg: float) -> Point:
    """A place in the scene as the skeleton has it, at the depth of a joint."""
    x, y = (to_mm[0] - place[4]) / place[0], (to_mm[1] - place[5]) / place[0]
    return x, y + joint[2] * math.sin(math.radians(pitch_deg))


def _in_front(skeleton: Skeleton, side: str) -> bool:
    """Whether an arm is drawn over the torso."""
    joints = skeleton.joints
    if side == "far" and joints["far-shoulder"][2] < joints["throat"][2] - 0.02:
        # of one who is hardly turned the far arm, too, hangs beside the body, not behind it
        behind = joints["far-shoulder"][2] - joints["far-elbow"][2]
        return (skeleton.frames[3].ahead[2] > _FRONTAL and behind < _BEHIND) or _crosses(skeleton, side)
    return joints[f"{side}-elbow"][2] + joints[f"{side}-wrist"][2] > 2 * joints["throat"][2] - 0.06


def _crosses(skeleton: Skeleton, side: str) -> bool:
    """Whether a hand lies before the breast, past the middle."""
    frame = skeleton.frames[3]
    wrist, throat = skeleton.joints[f"{side}-wrist"], skeleton.joints["throat"]
    away = tuple(a - b for a, b in zip(wrist, throat, strict=True))
    across = fsum(a * b for a, b in zip(away, frame.near, strict=True)) * (1 if side == "far" else -1)
    ahead = fsum(a * b for a, b in zip(away, frame.ahead, strict=True))
    return across > -0.02 and ahead > 0.05 and away[1] < 0.02


class _Inks:
    """Inks by name, each with the deeper one for its shade."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette

    def __getitem__(self, name: str) -> Ink:
        return self.palette[name]

    def deep(self, name: str) -> Ink:
        return self.palette.get(f"{name}-deep", self.palette[name])

    def line(self, name: str) -> Ink:
        """What a line on that ink is drawn in: its deeper tone, or on the deepest the one above."""
        return self.palette.get(f"{name}-deep") or self.palette[name.removesuffix("-deep")]

    def head(self, figure: Figure, dark: Sequence[str]) -> Colours:
        skin = f"skin-{figure.skin}"
        return Colours(
            self[skin],
            self.deep(skin),
            self[figure.hair_ink],
            self.deep(figure.hair_ink),
            self["ink-deep"],
            self["ink-deep"],
            self[skin if figure.hair_ink in dark else "ink-deep"],
            self["mouth"],
            self["coral"],
            self["white"],
        )


@dataclass(frozen=True, slots=True)
class _Arm:
    """An arm as drawn: what it draws up from the breast, the sleeve, the rest, and what closes over a thing it holds.

    ``lies`` is the outline of what lies over a collar. ``hangs``: the sleeve lies under the collar; ``rests``: on a table.
    """

    front: bool
    pit: tuple[Item, ...]
    sleeve: tuple[Item, ...]
    rest: tuple[Item, ...]
    fingers: tuple[Item, ...]
    palm: Point
    lies: Corners
    hangs: bool
    rests: bool


def _arm(
    tailor: Tailor, figure: Figure, kit: Kit, ink: _Inks, side: str, both: bool, covered: tuple[Corners, ...]
) -> _Arm:
    pose, cut, skin = kit.poses[figure.pose], kit.cuts[figure.cut], f"skin-{figure.skin}"
    laid = _laid(figure, kit)
    front = not from_behind(tailor) if laid else _in_front(tailor.skeleton, side)
    rests = side in (pose.rests or ()) and not laid
    deep = side == "far" and not both and not front and not rests
    # where two hands meet, the far one is a tone deeper
    meets = side == "far" and rests and math.dist(*(_knuckles(tailor, figure, kit, s) for s in ("near", "far"))) < _MEET
    tone = ink.deep(skin) if deep or meets else ink[skin]
    bend = (figure.joints.get(f"{side}-hand") or pose.joints[f"{side}-hand"])[0]
    long = kit.body.bones.hand
    palm, fingers = tailor.hand(
        side, kit.hands[_hand(figure, pose, side)], long, bend, tone, ink[skin] if deep or meets else ink.deep(skin)
    )
    ux, uy, _, short = tailor.grip(side, bend)
    wx, wy = tailor.at(f"{side}-wrist")
    middle = (wx + ux * long * 0.5 * short, wy + uy * long * 0.5 * short)
    hand: tuple[Item, ...] = (*palm, *fingers)
    if side == "near" and "cane" in figure.extras:
        hand = (*cane(tailor, kit.body.cane, middle, ink["hair-blond"]), *hand, *fingers)
    # an arm is of the body's own cloth and grows out of it; what lies behind the body is a tone deeper
    name = figure.under if cut.sleeves == "under" else figure.top
    loose = kit.body.lines.loose if cut.sleeves == "under" else 1.0
    cloth, shade = (ink.line(name), ink[name]) if deep else (ink[name], ink.line(name))
    yoke = [tailor.yoke(side, cloth)] if deep else []
    pit = tailor.armpit(side, ink[figure.top]) if front else []
    shades = tailor.shades(side, shade, covered if front else (), rests and pose.table, cut.bare, loose)
    sleeve = [*yoke, tailor.arm(side, cloth, cut.bare, loose), *shades]
    # the far sleeve of one who is turned lies under collars too, though its forearm rests on a table
    away = side == "far" and not both if rests else tailor.leaves(side)
    hangs = bool(laid) or tailor.hangs(side) or away
    lies = tailor.with_hand(side, long, bend, hangs)
    if laid:
        sleeve[:0] = tailor.bare_arm(side, tone)[:1] if cut.bare else ()
        inks = (tone, ink.deep(skin)) if cut.bare else (cloth, shade)
        # in profile the hand lies on the side that is turned away
        laid_hand = hand if side == laid and tailor.skeleton.frames[3].ahead[2] > _PROFILE else ()
        crossed = _crossed(tailor, side, laid, cut, laid_hand, cloth, inks, covered)
        return _Arm(front, (), tuple(sleeve), tuple(crossed), fingers, middle, lies, hangs, rests)
    if cut.bare:
        upper, lower = tailor.bare_arm(side, tone)
        sleeve, rest = [upper, *sleeve], [*hand, lower] if deep else [lower, *hand]
    else:
        cuff = [tailor.cuff(side, ink[figure.under])] if cut.cuff else []
        lower = tailor.forearm(side, cloth, rests)
        rest = [*hand, *cuff, lower, *tailor.fold(side, shade)]
        if front and not cut.cuff and tailor.lies_on(side, covered):
            rest += tailor.shade(tailor.lower(side, False), shade, covered)
        if (
            front
            and not cut.cuff
            and any(tailor.lies_on(each, covered) for each in _OTHER if _in_front(tailor.skeleton, each))
        ):
            rest.append(tailor.band(side, shade))
    return _Arm(front, tuple(pit), tuple(sleeve), tuple(rest), fingers, middle, lies, hangs, rests)


def _crossed(
    tailor: Tailor,
    side: str,
    laid: str,
    cut: Cut,
    hand: Sequence[Item],
    cloth: Ink,
    inks: tuple[Ink, Ink],
    covered: tuple[Corners, ...],
) -> list[Item]:
    """One of two crossed arms from its elbow on: with the ``hand`` that is laid, or on top and tucked under the other upper arm.

    ``inks`` are of what covers the forearm, cloth or skin, and of its shade.
    """
    other, (cover, shade), bare = _OTHER[side], inks, bool(cut.bare)
    lower = tailor.lower(side, bare)
    under = (*covered, *tailor.covered_by(other))
    drawn = [
        tailor.wrap(lower, cover),
        *tailor.shade(lower, shade, under),
    ]
    if side == laid:
        band = [] if cut.cuff or not hand else [tailor.band(side, shade)]
        return [*drawn, *hand] if bare else [*hand, tailor.forearm(side, cover), *drawn[1:], *band]
    over = tailor.upper(other, bare)
    shades = tailor.shade(over, shade, (corners(limb(lower)),))
    return [*drawn, tailor.wrap(over, cover), *([tailor.arm(other, cloth, cut.bare)] if bare else []), *shades]


def _knuckles(tailor: Tailor, figure: Figure, kit: Kit, side: str) -> Point:
    """The knuckles of a hand, in shares of the height."""
    bend = (figure.joints.get(f"{side}-hand") or kit.poses[figure.pose].joints[f"{side}-hand"])[0]
    ux, uy, _, short = tailor.grip(side, bend)
    x, y = tailor.at(f"{side}-wrist")
    long = kit.body.bones.hand * short * 0.4
    return x + ux * long, y + uy * long


def _hand(figure: Figure, pose: Pose, side: str) -> str:
    """The shape of a hand: the figure's own word goes first."""
    return (figure.near_hand or pose.near_hand) if side == "near" else (figure.far_hand or pose.far_hand)


def _legs(tailor: Tailor, figure: Figure, kit: Kit, ink: _Inks, both: bool) -> list[Item]:
    out: list[Item] = []
    deep, lit = ink.deep(figure.legs), ink[figure.legs]
    skin = f"skin-{figure.skin}"
    kind = kit.shoes[figure.shoe]
    sole = ink[kind.sole_ink] if kind.sole_ink else ink[figure.shoes]
    for side in ("far", "near"):
        shaded = side == "far" and not both
        bare = ink.deep(skin) if shaded else ink[skin]
        shoe = tailor.shoe(side, kind, ink[figure.shoes], sole, bare)
        if figure.bottom != "trousers":
            out += [*tailor.bare_leg(side, bare), *shoe]
            continue
        if kind.ankle != "hidden":
            out.append(tailor.shin(side, ink[figure.socks] if kind.ankle == "sock" else bare))
        out += shoe
        if side == "near":
            out.append(tailor.seat(lit))
        out += tailor.leg(side, deep if shaded else lit, kind.crop)
    if figure.bottom != "trousers":
        out.append(tailor.skirt(ink[figure.top if figure.bottom == "dress" else figure.legs], 0.55))
    return out

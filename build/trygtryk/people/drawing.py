"""People: a figure as a scene names it, drawn as flat shapes from a pose, a body, clothes, a face and hair."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from trygtryk.curves import between, unit
from trygtryk.errors import BuildError
from trygtryk.geometry import Matrix, Outline, Point, apply
from trygtryk.model import Item
from trygtryk.people.above import Plan, Wear, draw_above
from trygtryk.people.arms import OTHER, draw_arm, in_front, laid_arm
from trygtryk.people.clothes import belts, from_behind, hoods, lanyard, trimmed, wheelchair
from trygtryk.people.dress import Tailor
from trygtryk.people.figure import Figure, check
from trygtryk.people.folds import Corners
from trygtryk.people.head import Head, draw_head
from trygtryk.people.kit import Kit
from trygtryk.people.neck import collar, neck
from trygtryk.people.skeleton import Angles, Skeleton, Vector, bend, blend, flat, lay, reach, stand_up
from trygtryk.people.tones import Inks

_LEGS = ("thigh", "shin", "foot")
_NAPE_DEG = 120.0
"""How far a head is turned from us where its neck is seen from behind."""


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


def from_above(figure: Figure, kit: Kit) -> Drawn:
    """The figure seen straight from above; raises BuildError on names the kit does not know."""
    if faults := check(figure, kit):
        raise BuildError(*faults)
    ink, skin = Inks(kit.palette), f"skin-{figure.skin}"
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
    body, ink = kit.body, Inks(kit.palette)
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
    laid = laid_arm(figure, kit)
    # of crossed arms the one that lies on top, hand and all, comes last
    order = ("near", "far") if laid == "far" else ("far", "near")
    covered = tailor.covered()
    arms = {side: draw_arm(tailor, figure, kit, ink, side, both, covered) for side in order}
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


def _head(figure: Figure, kit: Kit, ink: Inks, skeleton: Skeleton, middle: Point) -> Head:
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
    ink: Inks,
    both: bool,
    sleeves: Sequence[Item],
    arms: Sequence[Corners],
) -> Iterator[Item]:
    """The torso and what lies on it; sleeves that hang beside it go under collars and over belts."""
    skin_deep = ink.deep(f"skin-{figure.skin}")
    cloth = {"top": ink[figure.top], "deep": ink.line(figure.top), "under": ink[figure.under], "skin": skin_deep}
    if kit.hairs[figure.hair].scarf:
        cloth["skin"] = ink[figure.top]
    trunk = tailor.torso(ink[figure.top], both or bool(laid_arm(figure, kit)) or in_front(tailor.skeleton, "far"))
    # a nape lies in no chin's shade
    away = abs(tailor.skeleton.head_view_deg) > _NAPE_DEG
    bare = neck(tailor, ink[f"skin-{figure.skin}"] if away else skin_deep, away)
    cut, view = kit.cuts[figure.cut], figure_view(figure, kit)
    yield from hoods(tailor, cut, cloth)
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
    return _cross(skeleton, kit, laid_arm(figure, kit)), place


def _cross(skeleton: Skeleton, kit: Kit, laid: str) -> Skeleton:
    """Crossed arms: the ``laid`` hand brought on to the other upper arm, the other wrist under the arm of that hand."""
    if not laid:
        return skeleton
    body, lines = kit.body, kit.body.lines
    for side, other in ((laid, OTHER[laid]), (OTHER[laid], laid)):
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


def _legs(tailor: Tailor, figure: Figure, kit: Kit, ink: Inks, both: bool) -> list[Item]:
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

"""People: a figure as a scene names it, drawn as flat shapes from a pose, a body, clothes, a face and hair."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import fsum
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from trygtryk.errors import BuildError, Fault, Place, nearest
from trygtryk.geometry import Matrix, Point, apply
from trygtryk.model import Ink, Item
from trygtryk.people.clothes import cane, lanyard, top, wheelchair
from trygtryk.people.dress import Build, Radii, Ring, Tailor
from trygtryk.people.head import Colours, Face, Hair, draw_head
from trygtryk.people.skeleton import Angles, Bones, Skeleton, blend, flat, reach, stand_up
from trygtryk.sources.layout import Palette
from trygtryk.sources.nodes import read_toml, read_yaml
from trygtryk.sources.strict import read

Extra = Literal["glasses", "beard", "belly", "lanyard", "cane", "wheelchair"]
_NOTHING: Mapping[str, tuple[float, ...]] = MappingProxyType({})
_FOOTREST = 0.03


@dataclass(frozen=True, slots=True)
class Figure:
    """One person in a scene.

    ``at_mm`` is the ground under them: between the feet, or (seated) under the hips. ``height_mm`` is how tall they
    stand. ``facing`` and ``look`` (where the head turns; empty: as the body) name a view of assets/figures/body.toml,
    ``pose``, ``face`` and ``hair`` entries of their files. ``near`` is the side turned to us, ``far`` the other:
    ``near_to_mm`` brings a hand to a place in the scene. ``joints`` overrides a pose's angles; ``blend`` mixes in
    ``share`` of another pose.
    """

    place: Place
    at_mm: tuple[float, float]
    height_mm: float
    pose: str = "stand"
    facing: str = "right"
    look: str = ""
    face: str = "calm"
    skin: int = 2
    hair: str = "short"
    hair_ink: str = "hair-brown"
    top: str = "petrol"
    legs: str = "ink"
    shoes: str = "ink-deep"
    cut: Literal["jumper", "tee", "shirt", "cardigan", "blazer", "rollneck", "hoodie"] = "jumper"
    bottom: Literal["trousers", "skirt", "dress"] = "trousers"
    under: str = "white"
    build: str = "medium"
    extras: tuple[Extra, ...] = ()
    joints: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: _NOTHING)
    blend: str = ""
    share: float = 0.5
    near_hand: str = ""
    far_hand: str = ""
    near_to_mm: tuple[float, float] | None = None
    far_to_mm: tuple[float, float] | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure in place: ``body`` goes behind a table it sits at, ``over`` (arms that rest on it) in front.

    ``joints`` are places in the scene's millimetres: mouth, eye, head, top (of the hair), neck, hip, and for each of
    ``near`` and ``far``: shoulder, elbow, wrist, hand, knee, ankle.
    """

    body: tuple[Item, ...]
    over: tuple[Item, ...]
    joints: Mapping[str, Point]

    @property
    def items(self) -> tuple[Item, ...]:
        return self.body + self.over


@dataclass(frozen=True, slots=True)
class Body:
    """assets/figures/body.toml: measures as shares of the standing height, angles in degrees."""

    pitch_deg: float
    light: tuple[float, float]
    bones: Bones
    radii: Radii
    rings: tuple[Ring, ...]
    builds: Mapping[str, Build]
    views: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """A named posture: angles by joint, the hands' shapes, and which arms rest on a table."""

    place: Place
    like: str = ""
    joints: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: _NOTHING)
    near_hand: str = ""
    far_hand: str = ""
    rests: tuple[Literal["near", "far"], ...] | None = None


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything figures are drawn from."""

    body: Body
    poses: Mapping[str, Pose]
    faces: Mapping[str, Face]
    hairs: Mapping[str, Hair]
    hands: Mapping[str, tuple[tuple[float, float, float, float, float, float], ...]]
    palette: Palette


def read_kit(folder: Path, root: Path, palette: Palette) -> Kit:
    """The kit from its files; raises BuildError with what is unknown or missing in them."""
    poses = read(Mapping[str, Pose], read_yaml(folder / "poses.yaml", root), "poses")  # type: ignore[type-abstract]
    return Kit(
        read(Body, read_toml(folder / "body.toml", root), "body"),
        _whole(poses),
        read(Mapping[str, Face], read_yaml(folder / "faces.yaml", root), "faces"),  # type: ignore[type-abstract]
        read(Mapping[str, Hair], read_yaml(folder / "hair.yaml", root), "hair"),  # type: ignore[type-abstract]
        read(
            Mapping[str, tuple[tuple[float, float, float, float, float, float], ...]],  # type: ignore[type-abstract]
            read_yaml(folder / "hands.yaml", root),
            "hands",
        ),
        palette,
    )


def _whole(poses: Mapping[str, Pose]) -> Mapping[str, Pose]:
    """Each pose with what it takes over from the one it is like."""
    done: dict[str, Pose] = {}
    faults: list[Fault] = []
    for name, pose in poses.items():
        if not pose.like:
            done[name] = pose
            continue
        if pose.like not in done:
            faults.append(
                Fault(f"»{name}« ligner »{pose.like}«, som ikke står før den", pose.place, nearest(pose.like, done))
            )
            continue
        parent = done[pose.like]
        faults.extend(_wrong_joints(pose.joints, parent.joints, pose.place))
        done[name] = replace(
            pose,
            joints=MappingProxyType({**parent.joints, **pose.joints}),
            near_hand=pose.near_hand or parent.near_hand,
            far_hand=pose.far_hand or parent.far_hand,
            rests=pose.rests if pose.rests is not None else parent.rests,
        )
    if faults:
        raise BuildError(*faults)
    return MappingProxyType(done)


def _wrong_joints(given: Angles, known: Angles, place: Place) -> list[Fault]:
    faults = []
    for name, angles in given.items():
        if name not in known:
            faults.append(Fault(f"ukendt led »{name}«", place, nearest(name, known)))
        elif len(angles) != len(known[name]):
            faults.append(Fault(f"leddet »{name}« har {len(known[name])} vinkler, ikke {len(angles)}", place))
    return faults


def check(figure: Figure, kit: Kit) -> list[Fault]:
    """What the figure names that the kit does not have, each with the nearest names."""
    faults = _wrong_joints(figure.joints, kit.poses["stand"].joints, figure.place)
    named = [
        ("stilling", figure.pose, kit.poses),
        ("stilling", figure.blend, kit.poses),
        ("ansigt", figure.face, kit.faces),
        ("frisure", figure.hair, kit.hairs),
        ("bygning", figure.build, kit.body.builds),
        ("retning", figure.facing, kit.body.views),
        ("retning", figure.look, kit.body.views),
        ("hånd", figure.near_hand, kit.hands),
        ("hånd", figure.far_hand, kit.hands),
        *(
            ("farve", ink, kit.palette)
            for ink in (
                *(figure.hair_ink, figure.top, figure.legs, figure.shoes, figure.under),
                f"skin-{figure.skin}",
            )
        ),
    ]
    faults.extend(
        Fault(f"ukendt {what} »{name}«", figure.place, nearest(name, known))
        for what, name, known in named
        if name and name not in known
    )
    return faults


def draw(figure: Figure, kit: Kit) -> Drawn:
    """The figure as flat shapes in the scene's millimetres; raises BuildError on names the kit does not know."""
    if faults := check(figure, kit):
        raise BuildError(*faults)
    pose = kit.poses[figure.pose]
    body = kit.body
    skeleton, place = _placed(figure, kit)
    build = body.builds[figure.build]
    if "belly" in figure.extras:
        build = replace(build, belly=build.belly + 0.08)
    tailor = Tailor(skeleton, body.radii, body.rings, build, place, body.pitch_deg, body.light)
    ink = _Inks(kit.palette)
    joints = {name: apply(place, flat(v, body.pitch_deg)) for name, v in skeleton.joints.items()}
    hair = kit.hairs[figure.hair]
    head = draw_head(
        kit.faces[figure.face],
        hair,
        frozenset(figure.extras),
        ink.head(figure),
        skeleton.head_view_deg,
        skeleton.head_nod_deg,
        skeleton.head_tilt_deg,
        joints["head"],
        body.bones.head * figure.height_mm,
    )
    rests = pose.rests or ()
    turned = abs(figure_view(figure, kit)) % 180
    both = turned < 20 or turned > 160
    arms: dict[str, list[Item]] = {}
    for side, shape in (("near", figure.near_hand or pose.near_hand), ("far", figure.far_hand or pose.far_hand)):
        deep = side == "far" and not both and not _crosses(skeleton, side)
        bend = (figure.joints.get(f"{side}-hand") or pose.joints[f"{side}-hand"])[0]
        arms[side] = _arm(tailor, figure, kit, ink, side, shape, bend, deep)
        ux, uy, _, short = tailor.grip(side, bend)
        wx, wy = tailor.at(f"{side}-wrist")
        half = body.bones.hand * 0.5 * short
        palm = (wx + ux * half, wy + uy * half)
        joints[f"{side}-hand"] = apply(place, palm)
        if side == "near" and "cane" in figure.extras:
            arms[side] = [*cane(tailor, palm, ink["hair-blond"]), *arms[side]]
    first: list[Item] = []
    after: list[Item] = []
    over: list[Item] = []
    for side in ("far", "near"):
        if side in rests and _in_front(skeleton, side):
            over.extend(arms[side])
        elif _in_front(skeleton, side):
            after.extend(arms[side])
        else:
            first.extend(arms[side])
    joints |= {"mouth": head.mouth, "eye": head.eye, "top": head.top}
    front = abs(skeleton.head_view_deg) < 90
    garment = top(
        tailor,
        figure.cut,
        ink[figure.top],
        ink.deep(figure.top),
        ink[figure.under],
        ink.deep(f"skin-{figure.skin}"),
    )
    if "lanyard" in figure.extras:
        garment += lanyard(tailor, ink["coral"], ink["white"])
    chair: tuple[list[Item], list[Item]] = ([], [])
    if "wheelchair" in figure.extras:
        chair = wheelchair(tailor, ink["ink-deep"], ink["petrol-deep"], -_FOOTREST)
    return Drawn(
        (
            *chair[0],
            *first,
            *(head.behind if front else ()),
            *_legs(tailor, figure, ink, both),
            tailor.neck(ink.deep(f"skin-{figure.skin}")),
            *garment,
            *(() if front else head.behind),
            *head.items,
            *after,
            *chair[1],
        ),
        tuple(over),
        MappingProxyType(joints),
    )


def figure_view(figure: Figure, kit: Kit) -> float:
    """Which way the body is seen, in degrees."""
    return kit.body.views[figure.facing]


def _placed(figure: Figure, kit: Kit) -> tuple[Skeleton, Matrix]:
    """The figure's joints, standing at its place, hands brought where they are asked to."""
    body = kit.body
    angles: Angles = kit.poses[figure.pose].joints
    if figure.blend:
        angles = blend(angles, kit.poses[figure.blend].joints, figure.share)
    angles = {**angles, **figure.joints}
    look = body.views[figure.look] if figure.look else None
    skeleton = stand_up(body.bones, angles, figure_view(figure, kit), look)
    h = figure.height_mm
    joints = skeleton.joints
    seated = abs(joints["near-hip"][1] - joints["near-knee"][1]) < body.bones.thigh * 0.6
    middle = joints["hip"][0] if seated else (joints["near-ankle"][0] + joints["far-ankle"][0]) / 2
    low = min(flat(joints[f"{s}-{e}"], body.pitch_deg)[1] for s in ("near", "far") for e in ("heel", "toe"))
    if "wheelchair" in figure.extras:
        low -= _FOOTREST
    place: Matrix = (h, 0.0, 0.0, h, figure.at_mm[0] - middle * h, figure.at_mm[1] - low * h)
    for side, to in (("near", figure.near_to_mm), ("far", figure.far_to_mm)):
        if to is not None:
            wrist = joints[f"{side}-wrist"]
            x, y = (to[0] - place[4]) / h, (to[1] - place[5]) / h
            y += wrist[2] * math.sin(math.radians(body.pitch_deg))
            skeleton = reach(skeleton, body.bones, side, x, y)
            e, w = (flat(skeleton.joints[f"{side}-{j}"], body.pitch_deg) for j in ("elbow", "wrist"))
            long = math.dist(e, w) or 1.0
            half = body.bones.hand * 0.45
            skeleton = reach(
                skeleton, body.bones, side, x - (w[0] - e[0]) / long * half, y - (w[1] - e[1]) / long * half
            )
    return skeleton, place


def _in_front(skeleton: Skeleton, side: str) -> bool:
    """Whether an arm is drawn over the torso."""
    joints = skeleton.joints
    if side == "far" and joints["far-shoulder"][2] < joints["throat"][2] - 0.02:
        return _crosses(skeleton, side)
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

    def head(self, figure: Figure) -> Colours:
        skin = f"skin-{figure.skin}"
        return Colours(
            self[skin],
            self.deep(skin),
            self[figure.hair_ink],
            self.deep(figure.hair_ink),
            self["ink-deep"],
            self["mouth"],
            self["coral"],
            self["white"],
        )


def _arm(
    tailor: Tailor, figure: Figure, kit: Kit, ink: _Inks, side: str, shape: str, bend: float, deep: bool
) -> list[Item]:
    skin = f"skin-{figure.skin}"
    tone = ink.deep(skin) if deep else ink[skin]
    hand = tailor.hand(side, kit.hands[shape], kit.body.bones.hand, bend, tone)
    cloth = ink.deep(figure.top) if deep else ink[figure.top]
    if figure.cut == "tee":
        return [
            *tailor.bare_arm(side, tone, ink.deep(skin)),
            *hand,
            *tailor.arm(side, cloth, ink.deep(figure.top), "elbow"),
        ]
    return [*hand, *tailor.arm(side, cloth, ink.deep(figure.top), "")]


def _legs(tailor: Tailor, figure: Figure, ink: _Inks, both: bool) -> list[Item]:
    out: list[Item] = []
    deep, lit = ink.deep(figure.legs), ink[figure.legs]
    skin = f"skin-{figure.skin}"
    if figure.bottom != "trousers":
        for side in ("far", "near"):
            tone = ink.deep(skin) if side == "far" and not both else ink[skin]
            out += [*tailor.bare_leg(side, tone), *tailor.shoe(side, ink[figure.shoes])]
        cloth = figure.top if figure.bottom == "dress" else figure.legs
        return [*out, tailor.skirt(ink[cloth], 0.55)]
    for side in ("far", "near"):
        tone = deep if side == "far" and not both else lit
        out += tailor.shoe(side, ink[figure.shoes])
        if side == "near":
            out.append(tailor.seat(lit))
        out += tailor.leg(side, tone, deep)
    return out

"""People: a figure as a scene names it, drawn as flat shapes from a pose, a body, clothes, a face and hair."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import fsum
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar

from trygtryk.errors import BuildError, Fault, Place, nearest
from trygtryk.geometry import Box, Matrix, Point, apply
from trygtryk.model import Ink, Item
from trygtryk.people.above import Above, Plan, Wear, draw_above
from trygtryk.people.clothes import Cut, Wheelchair, cane, from_behind, lanyard, trimmed, wheelchair
from trygtryk.people.dress import Build, Hand, Lines, Radii, Ring, ShoeKind, Tailor
from trygtryk.people.head import Colours, Face, Hair, Heads, draw_head
from trygtryk.people.skeleton import Angles, Bones, Skeleton, blend, flat, reach, stand_up
from trygtryk.sources.layout import Palette
from trygtryk.sources.nodes import read_toml, read_yaml
from trygtryk.sources.strict import read

Extra = Literal["glasses", "beard", "moustache", "belly", "lanyard", "cane", "wheelchair"]
Role = Literal["about", "dominant", "left-out", "helper", "leader", "bystander"]
AgeGroup = Literal["young", "middle", "old"]
Gender = Literal["woman", "man"]
T = TypeVar("T")
_LEGS = ("thigh", "shin", "foot")
_NOTHING: Mapping[str, tuple[float, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Figure:
    """One person in a scene.

    ``at_mm`` is the ground under them: between the feet, or (seated) under the hips; one number where the scene's camera
    gives the ground. ``height_mm`` is how tall they stand (0: as the camera's ``plane`` says, times ``tall``).
    ``role``, ``age`` and ``gender`` are who they are in the scene; casting is counted by them. ``facing`` and ``look`` (where the head turns; empty: as the body) name a view of assets/figures/body.toml,
    ``pose``, ``face``, ``hair``, ``head``, ``cut`` and ``shoe`` entries of their files; ``stance`` is a pose that lends its
    legs. ``near`` is the side turned to us, ``far`` the other:
    ``near_to_mm`` brings a hand to a place in the scene. From above ``heading_deg`` says which way they face (0 up the
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
    socks: str = "white"
    cut: str = "jumper"
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

    ``fingers`` are what the ``near`` and the ``far`` hand close over a thing they hold. ``joints`` are places in the scene's millimetres: mouth, eye, head, top (of the hair), neck, hip, and for each of
    ``near`` and ``far``: shoulder, elbow, wrist, hand, knee, ankle.
    """

    body: tuple[Item, ...]
    over: tuple[Item, ...]
    joints: Mapping[str, Point]
    fingers: Mapping[str, tuple[Item, ...]]

    @property
    def items(self) -> tuple[Item, ...]:
        return self.body + self.over


@dataclass(frozen=True, slots=True)
class Body:
    """assets/figures/body.toml: measures as shares of the standing height, angles in degrees."""

    pitch_deg: float
    bones: Bones
    radii: Radii
    lines: Lines
    rings: tuple[Ring, ...]
    builds: Mapping[str, Build]
    wheelchair: Wheelchair
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
class Plane:
    """How tall somebody is and where the ground lies above the picture's lower edge, in shares of its height."""

    height: float
    ground: float


@dataclass(frozen=True, slots=True)
class Camera:
    """Where a scene is seen from: assets/figures/cameras.yaml."""

    planes: Mapping[str, Plane]
    pitch_deg: float = 7.0
    from_above: bool = False


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything figures are drawn from."""

    body: Body
    poses: Mapping[str, Pose]
    faces: Mapping[str, Face]
    hairs: Mapping[str, Hair]
    heads: Heads
    hands: Mapping[str, Hand]
    shoes: Mapping[str, ShoeKind]
    cuts: Mapping[str, Cut]
    above: Above
    cameras: Mapping[str, Camera]
    palette: Palette


def read_kit(folder: Path, root: Path, palette: Palette) -> Kit:
    """The kit from its files; raises BuildError with what is unknown or missing in them."""

    def table(kind: type[T], name: str) -> Mapping[str, T]:
        return read(Mapping[str, kind], read_yaml(folder / f"{name}.yaml", root), name)  # type: ignore[type-abstract,valid-type]

    return Kit(
        read(Body, read_toml(folder / "body.toml", root), "body"),
        _whole(table(Pose, "poses")),
        table(Face, "faces"),
        table(Hair, "hair"),
        read(Heads, read_yaml(folder / "heads.yaml", root), "heads"),
        table(Hand, "hands"),
        table(ShoeKind, "shoes"),
        table(Cut, "cuts"),
        read(Above, read_toml(folder / "above.toml", root), "above"),
        table(Camera, "cameras"),
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
        *(ink[skin], ink.deep(skin), ink[figure.hair_ink], ink.deep(figure.hair_ink)),
        *(ink[figure.top], ink.line(figure.top), ink["ink-deep"]),
    )
    items, joints = draw_above(
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
    return Drawn(items, (), MappingProxyType(joints), MappingProxyType({"near": (), "far": ()}))


def draw(figure: Figure, kit: Kit, pitch_deg: float | None = None) -> Drawn:
    """The figure as flat shapes in the scene's millimetres; raises BuildError on names the kit does not know."""
    if faults := check(figure, kit):
        raise BuildError(*faults)
    if pitch_deg is not None:
        kit = replace(kit, body=replace(kit.body, pitch_deg=pitch_deg))
    pose = kit.poses[figure.pose]
    body = kit.body
    skeleton, place = _placed(figure, kit)
    build = body.builds[figure.build]
    if "belly" in figure.extras:
        build = replace(build, belly=build.belly + 0.08)
    tailor = Tailor(skeleton, body.radii, body.rings, build, place, body.pitch_deg, body.lines)
    ink = _Inks(kit.palette)
    joints = {name: apply(place, flat(v, body.pitch_deg)) for name, v in skeleton.joints.items()}
    head = draw_head(
        kit.faces[figure.face],
        kit.hairs[figure.hair],
        frozenset(figure.extras),
        ink.head(figure),
        skeleton.head_view_deg,
        skeleton.head_nod_deg,
        skeleton.head_tilt_deg,
        joints["head"],
        body.bones.head * figure.height_mm,
        kit.heads.shapes[figure.head],
        kit.heads.style,
        kit.heads.ages[figure.age],
    )
    rests = pose.rests or ()
    view = figure_view(figure, kit)
    turned = abs(view) % 180
    both = turned < 35 or turned > 145
    arms: dict[str, list[Item]] = {}
    fingers: dict[str, tuple[Item, ...]] = {}
    for side, shape in (("near", figure.near_hand or pose.near_hand), ("far", figure.far_hand or pose.far_hand)):
        front = _in_front(skeleton, side)
        deep = side == "far" and not both and not front
        bend = (figure.joints.get(f"{side}-hand") or pose.joints[f"{side}-hand"])[0]
        tone, shade = (
            (ink.deep(f"skin-{figure.skin}") if deep else ink[f"skin-{figure.skin}"]),
            ink.deep(f"skin-{figure.skin}"),
        )
        palm, fingers[side] = tailor.hand(
            side, kit.hands[shape], body.bones.hand, bend, tone, ink.line(f"skin-{figure.skin}") if deep else shade
        )
        arms[side] = _arm(tailor, figure, kit, ink, side, [*palm, *fingers[side]], deep, front)
        ux, uy, _, short = tailor.grip(side, bend)
        wx, wy = tailor.at(f"{side}-wrist")
        half = body.bones.hand * 0.5 * short
        palm_at = (wx + ux * half, wy + uy * half)
        joints[f"{side}-hand"] = apply(place, palm_at)
        if side == "near" and "cane" in figure.extras:
            arms[side] = [*cane(tailor, palm_at, ink["hair-blond"]), *arms[side], *fingers[side]]
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
    faces_us = abs(skeleton.head_view_deg) < 90
    skin_deep = ink.deep(f"skin-{figure.skin}")
    cloth = {"top": ink[figure.top], "deep": ink.line(figure.top), "under": ink[figure.under], "skin": skin_deep}
    if kit.hairs[figure.hair].scarf:
        cloth["skin"] = ink[figure.top]
    trunk, neck = tailor.torso(ink[figure.top], both), tailor.neck(skin_deep)
    trunk = [neck, *trunk] if from_behind(tailor) else [*trunk, neck]
    garment = [*trunk, *trimmed(tailor, kit.cuts[figure.cut], view, cloth)]
    if "lanyard" in figure.extras:
        garment += lanyard(tailor, ink["coral"], ink["white"])
    chair: tuple[list[Item], list[Item]] = ([], [])
    if "wheelchair" in figure.extras:
        floor = tailor.at("hip")[1] - body.wheelchair.hip
        chair = wheelchair(tailor, body.wheelchair, ink["ink-deep"], ink["hair-grey-deep"], ink["petrol-deep"], floor)
    return Drawn(
        (
            *chair[0],
            *first,
            *(head.behind if faces_us else ()),
            *_legs(tailor, figure, kit, ink, both),
            *garment,
            *(() if faces_us else head.behind),
            *head.items,
            *after,
            *chair[1],
        ),
        tuple(over),
        MappingProxyType(joints),
        MappingProxyType(fingers),
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

    def line(self, name: str) -> Ink:
        """What a line on that ink is drawn in: its deeper tone, or on the deepest the one above."""
        return self.palette.get(f"{name}-deep") or self.palette[name.removesuffix("-deep")]

    def head(self, figure: Figure) -> Colours:
        skin = f"skin-{figure.skin}"
        return Colours(
            self[skin],
            self.deep(skin),
            self[figure.hair_ink],
            self.deep(figure.hair_ink),
            self["ink-deep"],
            self["ink-deep"],
            self["mouth"],
            self["coral"],
            self["white"],
        )


def _arm(
    tailor: Tailor, figure: Figure, kit: Kit, ink: _Inks, side: str, hand: list[Item], deep: bool, front: bool
) -> list[Item]:
    cut = kit.cuts[figure.cut]
    name = figure.under if cut.sleeves == "under" else figure.top
    cloth = ink.deep(name) if deep else ink[name]
    skin = f"skin-{figure.skin}"
    pit = tailor.armpit(side, ink[figure.top]) if front else []
    creases = tailor.creases(side, ink.line(name)) if front and not deep and not pit else []
    if cut.bare:
        tone = ink.deep(skin) if deep else ink[skin]
        return [*tailor.bare_arm(side, tone), *hand, *pit, *tailor.arm(side, cloth, cut.bare)]
    return [*hand, *pit, *tailor.arm(side, cloth), *creases]


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

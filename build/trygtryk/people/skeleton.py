"""Poses to joints: angles in degrees, bones of fixed length, seen from any side.

A body has three directions of its own: towards its ``near`` side (the one turned to us), up, and ahead. Seen from the
front-right view ``view_deg`` 0 looks at us and 90 to the right; to the left everything is mirrored, so a pose is
described once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from trygtryk.curves import lerp
from trygtryk.geometry import Point

Vector = tuple[float, float, float]
Angles = Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Bones:
    """Lengths and half-widths as shares of the standing height."""

    head: float
    neck: float
    spine: tuple[float, float, float]
    shoulder: float
    shoulder_drop: float
    shoulder_rise: float
    hip: float
    upper_arm: float
    forearm: float
    hand: float
    thigh: float
    shin: float
    ankle: float
    heel: float
    toe: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A part's own directions: towards the near side, up along it, and ahead."""

    near: Vector
    up: Vector
    ahead: Vector


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Joints in shares of the height, as seen: x to the right, y up, z towards us; the soles stand on y = 0.

    ``spine`` runs from hip to throat with the frame of each knot.
    """

    joints: Mapping[str, Vector]
    spine: tuple[Vector, ...]
    frames: tuple[Frame, ...]
    mirror: int
    head_view_deg: float
    head_nod_deg: float
    head_tilt_deg: float


def add(a: Vector, b: Vector, factor: float = 1.0) -> Vector:
    """The first and so many times the other."""
    return a[0] + b[0] * factor, a[1] + b[1] * factor, a[2] + b[2] * factor


def minus(a: Vector, b: Vector) -> Vector:
    """The way from the second to the first."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def length(a: Vector) -> float:
    """How long a vector is."""
    return math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def cross(a: Vector, b: Vector) -> Vector:
    """The vector at right angles to both, by the right hand."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def dot(a: Vector, b: Vector) -> float:
    """The product of how long the one is along the other."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def hanging(side: int, swing_deg: float, out_deg: float) -> Vector:
    """The direction of a bone that hangs down, swung ahead and then lifted away from the body."""
    swing, out = math.radians(swing_deg), math.radians(out_deg)
    return side * math.sin(out), -math.cos(out) * math.cos(swing), math.cos(out) * math.sin(swing)


def upright(lean_deg: float, side_deg: float, twist_deg: float) -> Frame:
    """The frame of a part that stands up, leaned ahead, bent to its near side and twisted to its far side."""
    lean, side, twist = math.radians(lean_deg), math.radians(side_deg), math.radians(twist_deg)
    up = (math.sin(side), math.cos(side) * math.cos(lean), math.cos(side) * math.sin(lean))
    flat = (math.cos(twist), 0.0, math.sin(twist))
    along = dot(flat, up)
    rest = add(flat, up, -along)
    near = (rest[0] / length(rest), rest[1] / length(rest), rest[2] / length(rest))
    ahead = cross(up, near)
    return Frame(near, up, (-ahead[0], -ahead[1], -ahead[2]))


def blend(a: Angles, b: Angles, share: float) -> Angles:
    """The pose ``share`` of the way from a to b: angles are mixed, so bones keep their lengths."""
    return {name: tuple(lerp(x, y, share) for x, y in zip(a[name], b[name], strict=True)) for name in a}


def stand_up(bones: Bones, angles: Angles, view_deg: float, head_view_deg: float | None = None) -> Skeleton:
    """The joints of a pose. ``head_view_deg`` turns the head by the viewer's eye, whatever the body does."""
    lean, side = angles["lean"]
    curl, twist = angles["curl"]
    low, high = upright(lean, side, twist * 0.3), upright(lean + curl, side, twist)
    middle = upright(lean + curl * 0.5, side, twist * 0.7)
    spine: list[Vector] = [(0.0, 0.0, 0.0)]
    for part, frame in zip(bones.spine, (low, middle, high), strict=True):
        spine.append(add(spine[-1], frame.up, part))
    body: dict[str, Vector] = {"hip": spine[0], "throat": spine[-1]}
    line = add(spine[-1], high.up, -bones.shoulder_drop)
    for name, sign, shrug in (("near", 1, angles["shrug"][0]), ("far", -1, angles["shrug"][1])):
        shoulder = add(add(line, high.near, sign * bones.shoulder), high.up, shrug / 100)
        shoulder = add(shoulder, high.ahead, abs(curl) / 1500)
        upper = hanging(sign, *angles[f"{name}-arm"])
        raised = max(0.0, dot(upper, high.up) + 0.25) * bones.shoulder_rise
        shoulder = add(add(shoulder, high.up, raised), high.near, -sign * raised * 0.5)
        elbow = add(shoulder, upper, bones.upper_arm)
        wrist = add(elbow, hanging(sign, *angles[f"{name}-forearm"]), bones.forearm)
        body |= {f"{name}-shoulder": shoulder, f"{name}-elbow": elbow, f"{name}-wrist": wrist}
        hip = add(spine[0], low.near, sign * bones.hip)
        knee = add(hip, hanging(sign, *angles[f"{name}-thigh"]), bones.thigh)
        ankle = add(knee, hanging(sign, *angles[f"{name}-shin"]), bones.shin)
        pitch, out = angles[f"{name}-foot"]
        along = hanging(sign, 90 + pitch, out)
        sole = cross(along, (float(sign), 0.0, 0.0))
        sole = sole if sole[1] < 0 else (-sole[0], -sole[1], -sole[2])
        under = add(ankle, sole, bones.ankle)
        body |= {f"{name}-hip": hip, f"{name}-knee": knee, f"{name}-ankle": ankle}
        body |= {f"{name}-heel": add(under, along, -bones.heel), f"{name}-toe": add(under, along, bones.toe)}
    _plant(bones, body, angles)
    turn, nod, tilt = angles["head"]
    neck = upright((lean + curl) * 0.55 + nod * 0.35, side * 0.5 + tilt * 0.3, 0)
    pivot = add(add(spine[-1], neck.up, bones.neck + bones.head * 0.22), neck.ahead, bones.head * 0.06)
    crown = upright((lean + curl) * 0.1 + nod * 0.7, tilt * 0.8, 0)
    body |= {"neck": pivot, "head": add(pivot, crown.up, bones.head * 0.28)}
    return _seen(bones, body, spine, (low, low, middle, high), view_deg, (head_view_deg, turn, nod, tilt))


_FLAT_DEG = 3.0
"""How little a foot may tip and still stand on the ground."""
_LEVEL = 0.25
"""How far apart in height, in shins, two feet may be and still stand on the same ground."""


def _plant(bones: Bones, body: dict[str, Vector], angles: Angles) -> None:
    """Set both feet that lie flat on the same ground: the leg that hangs above it straightens as far as it must."""
    standing = [side for side in ("near", "far") if abs(angles[f"{side}-foot"][0]) <= _FLAT_DEG]
    if len(standing) < 2:
        return
    heights = [body[f"{side}-ankle"][1] for side in standing]
    floor = min(heights)
    if max(heights) - floor > _LEVEL * bones.shin:
        return
    for side in standing:
        hip, knee, ankle = (body[f"{side}-{name}"] for name in ("hip", "knee", "ankle"))
        down = hip[1] - floor
        whole = (bones.thigh + bones.shin) * 0.9995
        across, ahead = ankle[0] - hip[0], ankle[2] - hip[2]
        room = math.sqrt(max(0.0, whole**2 - down**2))
        squeeze = min(1.0, room / max(math.hypot(across, ahead), 1e-9))
        goal = (hip[0] + across * squeeze, floor, hip[2] + ahead * squeeze)
        new_knee, new_ankle = _two_bones(hip, knee, goal, bones.thigh, bones.shin)
        moved = minus(new_ankle, ankle)
        body |= {f"{side}-knee": new_knee, f"{side}-ankle": new_ankle}
        body |= {f"{side}-{end}": add(body[f"{side}-{end}"], moved) for end in ("heel", "toe")}


def _two_bones(root: Vector, joint: Vector, goal: Vector, upper: float, lower: float) -> tuple[Vector, Vector]:
    """The middle joint and the end of two bones brought towards a goal, bending the way they already bend."""
    away = minus(goal, root)
    long = length(away) or 1e-9
    distance = max(abs(upper - lower) * 1.05, min(upper + lower, long))
    along = (away[0] / long, away[1] / long, away[2] / long)
    first = (upper**2 + distance**2 - lower**2) / (2 * distance)
    height = math.sqrt(max(0.0, upper**2 - first**2))
    hint = minus(joint, root)
    pole = add(hint, along, -dot(hint, along))
    if length(pole) < 1e-4:
        pole = (0.0, -1.0, 0.0)
    bend = (pole[0] / length(pole), pole[1] / length(pole), pole[2] / length(pole))
    return add(add(root, along, first), bend, height), add(root, along, distance)


def _seen(
    bones: Bones,
    body: dict[str, Vector],
    spine: list[Vector],
    frames: tuple[Frame, ...],
    view_deg: float,
    head: tuple[float | None, float, float, float],
) -> Skeleton:
    """Turn the body to its view and set it down on its soles."""
    mirror = -1 if view_deg < 0 else 1
    yaw = math.radians(abs(view_deg))
    sin, cos = math.sin(yaw), math.cos(yaw)

    def seen(v: Vector) -> Vector:
        return mirror * (-v[0] * cos + v[2] * sin), v[1], v[0] * sin + v[2] * cos

    floor = min(body[f"{side}-{end}"][1] for side in ("near", "far") for end in ("heel", "toe"))
    head_view, turn, nod, tilt = head
    return Skeleton(
        {name: seen((v[0], v[1] - floor, v[2])) for name, v in body.items()},
        tuple(seen((v[0], v[1] - floor, v[2])) for v in spine),
        tuple(Frame(seen(f.near), seen(f.up), seen(f.ahead)) for f in frames),
        mirror,
        view_deg + mirror * turn if head_view is None else head_view + mirror * turn,
        nod,
        -mirror * tilt * cos,
    )


def reach(skeleton: Skeleton, bones: Bones, side: str, x: float, y: float) -> Skeleton:
    """The same skeleton with one wrist brought to (or as far as it goes towards) a point of the picture."""
    joints = dict(skeleton.joints)
    shoulder, elbow, wrist = (joints[f"{side}-{name}"] for name in ("shoulder", "elbow", "wrist"))
    flat = math.hypot(x - shoulder[0], y - shoulder[1])
    whole = (bones.upper_arm + bones.forearm) * 0.995
    deep = max(
        -1.0,
        min(1.0, (wrist[2] - shoulder[2]) / max(1e-9, math.sqrt(max(1e-9, whole**2 - min(flat, whole * 0.999) ** 2)))),
    )
    room = math.sqrt(max(0.0, whole**2 - flat**2)) * deep
    away = (x - shoulder[0], y - shoulder[1], room)
    goal = add(shoulder, away)
    joints[f"{side}-elbow"], joints[f"{side}-wrist"] = _two_bones(shoulder, elbow, goal, bones.upper_arm, bones.forearm)
    return replace(skeleton, joints=joints)


def bend(skeleton: Skeleton, bones: Bones, side: str, x: float, y: float) -> Skeleton:
    """The same skeleton with one elbow brought towards a point of the picture, the forearm with it as it was."""
    joints = dict(skeleton.joints)
    shoulder, elbow, wrist = (joints[f"{side}-{name}"] for name in ("shoulder", "elbow", "wrist"))
    away = (x - shoulder[0], y - shoulder[1])
    share = min(1.0, bones.upper_arm / max(math.hypot(*away), 1e-9))
    deep = math.sqrt(max(0.0, bones.upper_arm**2 - (away[0] ** 2 + away[1] ** 2) * share**2))
    bent = add(shoulder, (away[0] * share, away[1] * share, math.copysign(deep, elbow[2] - shoulder[2])))
    joints |= {f"{side}-elbow": bent, f"{side}-wrist": add(bent, minus(wrist, elbow))}
    return replace(skeleton, joints=joints)


def lay(skeleton: Skeleton, bones: Bones, side: str, x: float, y: float) -> Skeleton:
    """The same skeleton with one forearm turned about its elbow until the wrist is as near a point as it comes."""
    joints = dict(skeleton.joints)
    elbow, wrist = joints[f"{side}-elbow"], joints[f"{side}-wrist"]
    away = (x - elbow[0], y - elbow[1])
    share = min(1.0, bones.forearm / max(math.hypot(*away), 1e-9))
    deep = math.sqrt(max(0.0, bones.forearm**2 - (away[0] ** 2 + away[1] ** 2) * share**2))
    turned = (away[0] * share, away[1] * share, math.copysign(deep, wrist[2] - elbow[2]))
    return replace(skeleton, joints={**joints, f"{side}-wrist": add(elbow, turned)})


def flat(v: Vector, pitch_deg: float) -> Point:
    """Where a joint is drawn: things nearer to us lie lower, as seen from a little above."""
    return v[0], v[1] - v[2] * math.sin(math.radians(pitch_deg))

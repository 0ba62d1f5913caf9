"""Arms and the hands at their ends: where they go, what they lie on and what they hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from trygtryk.curves import limb
from trygtryk.geometry import Point
from trygtryk.model import Ink, Item
from trygtryk.people.clothes import Cut, cane, from_behind
from trygtryk.people.dress import Tailor
from trygtryk.people.figure import Figure
from trygtryk.people.folds import Corners, corners
from trygtryk.people.kit import Kit, Pose
from trygtryk.people.skeleton import Skeleton
from trygtryk.people.tones import Inks

_PROFILE = 0.2
"""How much of a breast is turned to us (cosine) where a hand that lies on an upper arm is still seen."""
OTHER = {"near": "far", "far": "near"}
_FRONTAL = 0.8
"""How squarely (cosine) a breast faces us for its far arm to hang beside the body."""
_BEHIND = 0.05
"""How far behind its shoulder, as a share of the height, an elbow is that the body hides."""
_MEET = 0.045
"""How near each other the knuckles of two hands that lie on a table are when they are folded, as a share of the height."""


def laid_arm(figure: Figure, kit: Kit) -> str:
    """The side whose hand lies on the other upper arm where arms are crossed; empty where they are not."""
    pose = kit.poses[figure.pose]
    hands = {side: _hand(figure, pose, side) for side in ("near", "far")}
    return next((side for side, hand in hands.items() if kit.hands[hand].laid and hands[OTHER[side]] == "hidden"), "")


def in_front(skeleton: Skeleton, side: str) -> bool:
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


def draw_arm(
    tailor: Tailor, figure: Figure, kit: Kit, ink: Inks, side: str, both: bool, covered: tuple[Corners, ...]
) -> _Arm:
    pose, cut, skin = kit.poses[figure.pose], kit.cuts[figure.cut], f"skin-{figure.skin}"
    laid = laid_arm(figure, kit)
    front = not from_behind(tailor) if laid else in_front(tailor.skeleton, side)
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
            and any(tailor.lies_on(each, covered) for each in OTHER if in_front(tailor.skeleton, each))
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
    other, (cover, shade), bare = OTHER[side], inks, bool(cut.bare)
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

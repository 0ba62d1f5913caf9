"""A skeleton dressed in flat shapes: limbs, torso, shoes and hands, in the millimetres of the scene."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from trygtryk.curves import Circle, between, inside, lerp, limb, smooth, soft, unit
from trygtryk.geometry import Matrix, Outline, Point, Segment, apply, polygon, scale, shift, then, transformed, turn
from trygtryk.model import Ink, Item, Shape, Stroke
from trygtryk.people.folds import Corners, Folds, corners, fold_over, shades
from trygtryk.people.measures import Build, Hand, Lines, Neck, Radii, Ring, ShoeKind, _finger
from trygtryk.people.skeleton import Skeleton, Vector, add, dot, flat, length, minus
from trygtryk.units import pt

Handful = tuple[tuple[Item, ...], tuple[Item, ...]]
"""A hand as drawn: what lies behind a thing it holds, and what closes over it."""


@dataclass(frozen=True, slots=True)
class Tailor:
    """Draws the parts of one figure: ``place`` puts shares of the height on the picture."""

    skeleton: Skeleton
    radii: Radii
    rings: tuple[Ring, ...]
    build: Build
    place: Matrix
    pitch_deg: float
    lines: Lines
    folds: Folds
    necks: Neck

    def at(self, joint: str) -> Point:
        """Where a joint is seen, in the figure's own measure, before it is put in its place."""
        return flat(self.skeleton.joints[joint], self.pitch_deg)

    def fill(self, outline: Outline, ink: Ink) -> Shape:
        """An outline of the figure's own measure, filled, in its place."""
        return Shape(transformed(outline, self.place), ink)

    def line(self, outline: Outline, ink: Ink, thick: float, cap: Literal["butt", "round"] = "round") -> Shape:
        """A line of the figure's own measure, in its place."""
        return Shape(transformed(outline, self.place), None, Stroke(ink, round(pt(thick * self.place[3]), 2), cap=cap))

    def ring(self, ring: Ring) -> tuple[Vector, float, float, Vector]:
        """A cross-section as seen: its middle, half width, half depth and the direction of the spine."""
        spine, frames = self.skeleton.spine, self.skeleton.frames
        place = max(-0.2, min(1.05, ring.at)) * 3
        knot = max(0, min(2, int(place)))
        share = place - knot
        a, b = spine[knot], spine[knot + 1]
        middle = (lerp(a[0], b[0], share), lerp(a[1], b[1], share), lerp(a[2], b[2], share))
        frame = frames[min(3, knot + 1)]
        bulge = self.build.belly * max(0.0, 1 - abs(ring.at - 0.22) / 0.42)
        middle = add(middle, frame.ahead, ring.ahead + bulge * 0.8)
        return (
            middle,
            ring.width * self.build.width + bulge * 0.25,
            ring.depth * self.build.depth + bulge * 0.5,
            frame.up,
        )

    def sides(self) -> tuple[list[Point], list[Point]]:
        """The torso's outline from the hem up: its left and its right side."""
        left: list[Point] = []
        right: list[Point] = []
        for ring in self.rings:
            middle, width, depth, up = self.ring(ring)
            frame = self.skeleton.frames[min(3, max(0, int(ring.at * 3) + 1))]
            near, ahead = frame.near[0], frame.ahead[0]
            reach = math.hypot(width * near, depth * ahead)
            x, y = flat(middle, self.pitch_deg)
            # a hem hangs, however far the back leans
            nx, ny = unit(up[0] * (self.lines.hem if ring.at < 0 else 1.0), up[1])
            left.append((x - ny * reach, y + nx * reach))
            right.append((x + ny * reach, y - nx * reach))
        return left, right

    def on_torso(self, height: float, azimuth_deg: float, lift: float = 1.0) -> Point:
        """A place on the torso: how far up, and how far round from the breastbone towards the near side."""
        below = [r for r in self.rings if r.at <= height] or [self.rings[0]]
        above = [r for r in self.rings if r.at > height] or [self.rings[-1]]
        a, b = below[-1], above[0]
        share = (height - a.at) / (b.at - a.at) if b.at > a.at else 0.0
        ring = Ring(height, lerp(a.width, b.width, share), lerp(a.depth, b.depth, share), lerp(a.ahead, b.ahead, share))
        middle, width, depth, _ = self.ring(ring)
        frame = self.skeleton.frames[min(3, max(0, int(height * 3) + 1))]
        angle = math.radians(azimuth_deg)
        point = add(middle, frame.near, math.sin(angle) * width * lift)
        return flat(add(point, frame.ahead, math.cos(angle) * depth * lift), self.pitch_deg)

    def torso(self, ink: Ink, both: bool) -> list[Item]:
        """The trunk from the hem to the throat, the shoulders part of it; ``both`` where the far one shows as well."""
        sides = ("far", "near") if both else ("near",)
        backs = [self.fill(back, ink) for side in sides if self._lifted(side) for back in self._back(side)]
        return [self.fill(self._trunk(), ink), *(self.yoke(side, ink) for side in sides), *backs]

    def _lifted(self, side: str) -> bool:
        """Whether a shoulder needs a back under it: its arm is lifted, or hangs before a body seen from the side."""
        return not self.hangs(side) or abs(self.skeleton.frames[3].ahead[0]) > self.lines.aside

    def _trunk(self) -> Outline:
        left, right = self.sides()
        (a, b), soft_hem = (left[0], right[0]), self.lines.hem_round
        left[0], right[0] = between(a, left[1], soft_hem * 1.5), between(b, right[1], soft_hem * 1.5)
        up, down = smooth(left, closed=False), smooth(right[::-1], closed=False)
        from_right, to_left = between(b, a, soft_hem), between(a, b, soft_hem)
        hem = (("C", *b, *b, *from_right), ("L", *to_left), ("C", *a, *a, *left[0]))
        return (*up, ("L", *right[-1]), *down[1:], *hem, ("Z",))

    def _back(self, side: str) -> tuple[Outline, Outline]:
        """What runs from a lifted arm's shoulder up to the shoulder blade and down to the waist, so that it stands out from neither."""
        x, y = self.at(f"{side}-shoulder")
        left, right = self.sides()
        waist, other = (left, right) if x < (left[-2][0] + right[-2][0]) / 2 else (right, left)
        (ax, ay), (bx, by) = waist[_WAIST], other[_WAIST]
        half = math.dist((ax, ay), (bx, by)) / 2 * 0.9
        ux, uy = unit(bx - ax, by - ay)
        r = self.radii.shoulder * self.build.limb
        blade = between(
            waist[_BLADE], other[_BLADE], r * self.lines.blade / max(math.dist(waist[_BLADE], other[_BLADE]), r * 2)
        )
        shoulder = (x, y, r)
        return limb(((*blade, r), shoulder)), limb((shoulder, (ax + ux * half, ay + uy * half, half)))

    def _yoke(self, side: str) -> Outline:
        shoulder = (*self.at(f"{side}-shoulder"), self.radii.shoulder * self.build.limb)
        return limb(((*self.at("throat"), self.radii.yoke), shoulder))

    def yoke(self, side: str, ink: Ink) -> Item:
        """What joins the neck to a shoulder."""
        return self.fill(self._yoke(side), ink)

    def covered(self) -> tuple[Corners, ...]:
        """The trunk and the shoulders, for what lies on them."""
        backs = (back for side in ("near", "far") if self._lifted(side) for back in self._back(side))
        outlines = (self._trunk(), *(self._yoke(side) for side in ("near", "far")), *backs)
        return tuple(corners(outline) for outline in outlines)

    def covered_by(self, side: str) -> tuple[Corners, ...]:
        """An arm from shoulder to wrist, for what lies on it."""
        return (corners(limb(self._chain(side), True)),)

    def with_hand(self, side: str, size: float, bend_deg: float, below: bool) -> Corners:
        """An arm (or what of it is ``below`` its elbow) and its hand to the fingertips, with a little air round the hand."""
        ux, uy, _, short = self.grip(side, bend_deg)
        (wx, wy), r = self.at(f"{side}-wrist"), size * 0.36
        arm = self._chain(side)[1 if below else 0 : 2]
        return corners(limb((*arm, (wx, wy, r), (wx + ux * size * short, wy + uy * size * short, r))))

    def _chain(self, side: str, loose: float = 1.0) -> list[Circle]:
        """A sleeve's circles from the shoulder to the wrist."""
        k, r = self.build.limb * loose, self.radii
        s, e, w = (self.at(f"{side}-{name}") for name in ("shoulder", "elbow", "wrist"))
        return [(*s, r.shoulder * k), (*e, r.elbow * k), (*w, r.wrist * k)]

    def armpit(self, side: str, ink: Ink) -> list[Item]:
        """What a raised arm draws up with it from the breast, nothing for one that hangs."""
        joints, frame = self.skeleton.joints, self.skeleton.frames[3]
        upper = minus(joints[f"{side}-elbow"], joints[f"{side}-shoulder"])
        rise = dot(upper, frame.up) / length(upper)
        if rise < -self.lines.raised:
            return []
        sign = 1 if side == "near" else -1
        breast = self.on_torso(0.62, sign * 70, 0.56)
        (sx, sy, sr), (ex, ey, er), _ = self._chain(side)
        k = self.build.width
        share = 0.35 + 0.35 * max(0.0, rise)
        end = (*between((sx, sy), (ex, ey), share), lerp(sr, er, share))
        return [self.fill(limb(((*breast, 0.048 * k), (sx, sy, sr * 1.02), end), swell=0.05), ink)]

    def _sleeve(self, side: str, bare: float, loose: float) -> tuple[list[Circle], Outline]:
        """What a sleeve is wrapped round and its outline: to the wrist, or ``bare`` of the way down the upper arm."""
        chain = self._chain(side, loose)
        if bare:
            (sx, sy, sr), (ex, ey, er), _ = chain
            chain = [(sx, sy, sr), (*between((sx, sy), (ex, ey), bare), lerp(sr, er, bare) * 1.14)]
        else:
            chain = [*chain[:2], self._hem(side, loose)]
        return chain, limb(chain, True, 0.02, 0.0 if bare else self.lines.elbow, self.lines.brim)

    def _hem(self, side: str, loose: float = 1.0) -> Circle:
        """Where a sleeve ends: so far above the wrist that the hand grows out of it."""
        _, (ex, ey, er), (wx, wy, wr) = self._chain(side, loose)
        return (*between((ex, ey), (wx, wy), self.lines.sleeve), lerp(er, wr, self.lines.sleeve))

    def arm(self, side: str, ink: Ink, bare: float = 0.0, loose: float = 1.0) -> Item:
        """A sleeve from the shoulder on."""
        return self.fill(self._sleeve(side, bare, loose)[1], ink)

    def shades(
        self, side: str, ink: Ink, under: Sequence[Corners], rests: bool, bare: float, loose: float
    ) -> list[Item]:
        """The shade of a sleeve on what lies under it."""
        chain, outline = self._sleeve(side, bare, loose)
        (sx, sy), (hx, hy) = self.at(f"{side}-shoulder"), self.at("hip")
        return [self.fill(o, ink) for o in shades(self.folds, chain, outline, unit(hx - sx, hy - sy), under, rests)]

    def forearm(self, side: str, ink: Ink, rests: bool = False) -> Item:
        """The sleeve below the elbow once more, to lie over a hand or an upper arm behind it.

        Of an arm that ``rests`` on a table it comes with the elbow's cloth: the rest of the arm goes down behind the table.
        """
        shoulder, elbow, _ = self._chain(side)
        above = [(*between(elbow[:2], shoulder[:2], _UP), lerp(elbow[2], shoulder[2], _UP))] if rests else []
        return self.fill(
            limb([*above, elbow, self._hem(side)], True, 0.02, 0.0 if rests else self.lines.elbow, self.lines.brim), ink
        )

    def lower(self, side: str, bare: bool) -> list[Circle]:
        """A forearm's circles, in its sleeve or without."""
        return self._bare(side)[1:] if bare else [self._chain(side)[1], self._hem(side)]

    def upper(self, side: str, bare: bool) -> list[Circle]:
        """The circles of the lower part of an upper arm, in its sleeve or without."""
        (sx, sy, sr), (ex, ey, er), _ = self._bare(side) if bare else self._chain(side)
        from_above = self.lines.tucked * 0.65
        return [(*between((sx, sy), (ex, ey), from_above), lerp(sr, er, from_above)), (ex, ey, er)]

    def wrap(self, chain: Sequence[Circle], ink: Ink) -> Item:
        """A piece of an arm by its circles."""
        return self.fill(limb(chain, swell=0.02), ink)

    def shade(self, chain: Sequence[Circle], ink: Ink, under: Sequence[Corners]) -> list[Item]:
        """The shade of a piece of an arm on what lies under it."""
        style = replace(self.folds, least=self.folds.beneath)
        return [self.fill(o, ink) for o in shades(style, chain, limb(chain, swell=0.02), (0.0, -1.0), under)]

    def bare_arm(self, side: str, ink: Ink) -> tuple[Item, Item]:
        """A bare arm from under its sleeve to the elbow, and the forearm."""
        chain = self._bare(side)
        return self.fill(limb(chain, swell=0.02, point=self.lines.elbow), ink), self.fill(
            limb(chain[1:], swell=0.02), ink
        )

    def _bare(self, side: str) -> list[Circle]:
        """A bare arm's circles from under its sleeve to the wrist."""
        k, r = self.build.limb, self.radii
        s, e, w = (self.at(f"{side}-{name}") for name in ("shoulder", "elbow", "wrist"))
        return [(*between(s, e, 0.4), r.elbow * k * 0.98), (*e, r.elbow * k * 0.85), (*w, r.bare_wrist * k)]

    def hangs(self, side: str) -> bool:
        """Whether an upper arm hangs beside the torso instead of reaching out."""
        joints = self.skeleton.joints
        upper = minus(joints[f"{side}-elbow"], joints[f"{side}-shoulder"])
        return dot(upper, self.skeleton.frames[3].up) < -self.lines.hangs * length(upper)

    def leaves(self, side: str) -> bool:
        """Whether an upper arm goes from the shoulder away from the body, so that it crosses no collar."""
        throat, shoulder, elbow = (self.at(name)[0] for name in ("throat", f"{side}-shoulder", f"{side}-elbow"))
        out = math.copysign(1.0, shoulder - throat)
        return (shoulder - throat) * out > self.radii.shoulder and (elbow - shoulder) * out > self.radii.elbow

    def fold(self, side: str, ink: Ink) -> list[Item]:
        """The shade of a forearm that is folded up over its own upper arm."""
        upper, lower = itertools.pairwise(self._chain(side))
        (sx, sy, _), (ex, ey, _), (wx, wy, _) = *upper, lower[1]
        (ux, uy), (vx, vy) = unit(sx - ex, sy - ey), unit(wx - ex, wy - ey)
        if ux * vx + uy * vy < self.folds.bent:
            return []
        lower = (lower[0], self._hem(side))
        over = fold_over(self.folds, corners(limb(upper)), lower, limb(lower, True, 0.02))
        return [self.fill(outline, ink) for outline in over]

    def cuff(self, side: str, ink: Ink) -> Item:
        """What shows of a shirt's cuff beyond a jacket's sleeve."""
        (ex, ey, _), (wx, wy, _) = self._chain(side)[1:]
        x, y, r = self._hem(side)
        out, slack = self.lines.cuff
        ends = (x, y, r * slack), (*between((ex, ey), (wx, wy), self.lines.sleeve + out), r * slack)
        return self.fill(limb(ends, True, brim=self.lines.brim), ink)

    def band(self, side: str, ink: Ink) -> Item:
        """The cuff of a sleeve that lies on its own cloth: a band in the deeper tone."""
        (ex, ey, er), (wx, wy, wr) = self._chain(side)[1:]
        x, y, r = self._hem(side)
        wide, slack = self.lines.band
        share = self.lines.sleeve - wide
        (bx, by), br = between((ex, ey), (wx, wy), share), lerp(er, wr, share) * slack
        r *= slack
        ux, uy = unit(wx - ex, wy - ey)
        bow = self.lines.brim * r
        left, right = (x - uy * r, y + ux * r), (x + uy * r, y - ux * r)
        over, under = (bx - uy * br, by + ux * br), (bx + uy * br, by - ux * br)

        def bowed(a: Point, b: Point) -> Segment:
            return ("C", a[0] + ux * bow, a[1] + uy * bow, b[0] + ux * bow, b[1] + uy * bow, *b)

        return self.fill(
            (("M", *over), ("L", *left), bowed(left, right), ("L", *under), bowed(under, over), ("Z",)), ink
        )

    def lies_flat(self, side: str) -> bool:
        """Whether a forearm lies along the table instead of standing on its elbow."""
        (ex, ey), (wx, wy) = self.at(f"{side}-elbow"), self.at(f"{side}-wrist")
        return abs(wy - ey) < abs(wx - ex) * 0.5

    def shadow(self, side: str) -> Outline:
        """What a forearm that lies on a table throws on it, in its place: to see under the arm, from elbow to knuckles."""
        below = self.lines.shadow
        _, elbow, wrist = self._chain(side)
        ux, uy = unit(wrist[0] - elbow[0], wrist[1] - elbow[1])
        tip = (wrist[0] + ux * wrist[2] * 2, wrist[1] + uy * wrist[2] * 2, wrist[2] * 0.7)
        return transformed(limb([(x, y - below, r) for x, y, r in (elbow, wrist, tip)]), self.place)

    def lies_on(self, side: str, under: Sequence[Corners]) -> bool:
        """Whether a wrist is seen over what lies under it."""
        return any(inside(self.at(f"{side}-wrist"), body) for body in under)

    def hand(self, side: str, hand: Hand, size: float, bend_deg: float, ink: Ink, deep: Ink) -> Handful:
        """A hand that goes on from the forearm, bent at the wrist; its thumb lies up and ahead."""
        wx, wy = self.at(f"{side}-wrist")
        ux, uy, thumb, short = self.grip(side, bend_deg)
        k = self.build.limb**0.5
        size *= k
        frame: Matrix = (ux * size * short, uy * size * short, -uy * size * thumb, ux * size * thumb, wx, wy)

        placed = then(frame, self.place)

        def fingers(parts: Sequence[tuple[Circle, ...]]) -> list[Item]:
            return [Shape(transformed(_finger(part), placed), ink) for part in parts]

        lines: list[Item] = [
            self.line(transformed((("M", x0, y0), ("L", x1, y1)), frame), deep, self.lines.crease * 0.8)
            for x0, y0, x1, y1 in hand.lines
        ]
        root: list[Item] = []
        rim = self.lines.parted
        if hand.heel:
            # one skin from within the sleeve over the wrist to where the fingers begin
            x, y, r = hand.heel
            wrist = self.radii.bare_wrist * k
            start = between(self.at(f"{side}-elbow"), (wx, wy), self.lines.sleeve - 0.15)
            root = [self.fill(limb(((*start, wrist), (wx, wy, wrist * 0.96), (*apply(frame, (x, y)), r * size))), ink)]
        edge = [tuple((x + rim, y, r + rim) for x, y, r in part) for part in hand.palm] if hand.parted else []
        shade = [Shape(transformed(_finger(part), placed), deep) for part in edge]
        return (*shade, *root, *fingers(hand.palm)), (*fingers(hand.over), *lines)

    def grip(self, side: str, bend_deg: float) -> tuple[float, float, float, float]:
        """A hand's direction, which side its thumb is on (1 left of it, -1 right), and how much it is foreshortened."""
        e, w = self.skeleton.joints[f"{side}-elbow"], self.skeleton.joints[f"{side}-wrist"]
        (ex, ey), (wx, wy) = self.at(f"{side}-elbow"), self.at(f"{side}-wrist")
        ux, uy = unit(wx - ex, wy - ey)
        thumb = 1 if -uy * self.skeleton.mirror * 0.7 + ux * 0.75 >= 0 else -1
        bend = math.radians(bend_deg) * thumb
        cos, sin = math.cos(bend), math.sin(bend)
        whole = math.dist(e, w)
        short = max(0.62, min(1.0, math.hypot(wx - ex, wy - ey) / whole * 1.15)) if whole else 1.0
        return ux * cos - uy * sin, ux * sin + uy * cos, thumb, short

    def leg(self, side: str, ink: Ink, crop: float) -> list[Item]:
        """A trouser leg, ``crop`` of the way down to the ankle, that ends in a straight hem."""
        k, r = self.build.limb, self.radii
        h, n, a = (self.at(f"{side}-{name}") for name in ("hip", "knee", "ankle"))
        chain = [(*h, r.hip * k), (*n, r.knee * k), (*between(n, a, crop), r.hem * k**0.5)]
        return [self.fill(limb(chain, True, 0.02), ink)]

    def bare_leg(self, side: str, ink: Ink) -> list[Item]:
        k, r = self.build.limb, self.radii
        h, n, a = (self.at(f"{side}-{name}") for name in ("hip", "knee", "ankle"))
        return [
            self.fill(limb([(*h, r.hip * k * 0.8), (*n, r.bare_knee * k), (*a, r.bare_ankle * k)], swell=0.03), ink)
        ]

    def shin(self, side: str, ink: Ink) -> Item:
        """What shows between a hem and a shoe."""
        n, a = self.at(f"{side}-knee"), self.at(f"{side}-ankle")
        r = self.radii.bare_ankle * self.build.limb**0.5
        return self.fill(limb([(*between(n, a, 0.7), r * 1.2), (*a, r)]), ink)

    def shoe(self, side: str, kind: ShoeKind, ink: Ink, sole: Ink, skin: Ink) -> list[Item]:
        """A shoe on its sole, squeezed where it points towards us."""
        (hx, hy), (tx, ty) = (self.at(f"{side}-{name}") for name in ("heel", "toe"))
        ax, _ = self.at(f"{side}-ankle")
        heel, toe = self.skeleton.joints[f"{side}-heel"], self.skeleton.joints[f"{side}-toe"]
        whole = length(minus(toe, heel)) * 1.28
        across = 1 if tx >= hx else -1
        tilt = math.atan2(toe[1] - heel[1], max(math.hypot(toe[0] - heel[0], toe[2] - heel[2]), 1e-6))
        squeeze = max(0.62, min(1.0, abs(tx - hx) / (whole / 1.28)))
        frame = then(scale(across * whole * squeeze, whole), turn(math.degrees(tilt) * across))
        low = min(hy, ty)
        # the shoe lies under the ankle whatever it points at, on its heel or on its toe
        ex, _ = apply(frame, (0.24 if squeeze > 0.7 else 0.3, 0.0))
        on_heel = tilt > 0.02
        base = hy if on_heel else low - min(0.0, apply(frame, (1.0, 0.0))[1])
        frame = then(frame, shift(ax - ex, base))
        out: list[Item] = [self.fill(transformed(soft(kind.foot), frame), skin)] if kind.foot else []
        out.append(self.fill(transformed(soft(kind.upper), frame), ink))
        if kind.sole:
            out.append(self.fill(transformed(soft(kind.sole), frame), sole))
        return out

    def seat(self, ink: Ink) -> Item:
        """The hips: what joins two legs to the torso."""
        r = self.radii.hip * self.build.limb
        near, far = self.at("near-hip"), self.at("far-hip")
        return self.fill(limb(((*far, r), (*near, r))), ink)

    def skirt(self, ink: Ink, long: float) -> Item:
        """Cloth round both thighs, from the waist to ``long`` of the way from hip to ankle, cut straight."""
        left, right = self.sides()
        points = [left[1], right[1], left[2], right[2]]
        k = self.build.limb
        for side in ("near", "far"):
            hip, knee, ankle = (self.at(f"{side}-{name}") for name in ("hip", "knee", "ankle"))
            round_hip, round_knee = self.radii.hip * k * 1.05, self.radii.knee * k * 1.1
            for (x, y), r in ((hip, round_hip), (knee, round_knee)):
                points += [(x + math.cos(t) * r, y + math.sin(t) * r) for t in _ROUND]
            x, y = between(knee, ankle, (long - 0.5) * 2)
            ux, uy = unit(ankle[0] - knee[0], ankle[1] - knee[1])
            flare = self.radii.knee * k * 1.75
            points += [(x - uy * flare, y + ux * flare), (x + uy * flare, y - ux * flare)]
        return self.fill(_hull(points), ink)


_WAIST = 2
"""Which of the torso's rings is the waist."""
_UP = 0.6
"""How far up the upper arm a resting arm's cloth comes over the table's edge."""
_BLADE = -2
"""And which the shoulder blades."""
_ROUND = tuple(math.tau * i / 16 for i in range(16))


def _hull(points: Sequence[Point]) -> Outline:
    """The tightest band round all points."""
    ordered = sorted(set(points))

    def chain(run: Sequence[Point]) -> list[Point]:
        out: list[Point] = []
        for p in run:
            while len(out) > 1 and _turn(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return polygon(*chain(ordered), *chain(ordered[::-1]))


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])

"""A skeleton dressed in flat shapes: limbs, torso, shoes and hands, in the millimetres of the scene."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from trygtryk.curves import Circle, between, lerp, limb, smooth, unit
from trygtryk.geometry import Matrix, Outline, Point, polygon, transformed
from trygtryk.model import Ink, Item, Shape
from trygtryk.people.skeleton import Skeleton, Vector, add, flat


@dataclass(frozen=True, slots=True)
class Radii:
    """Half-thicknesses as shares of the standing height; ``hem`` is a trouser leg's end, ``bare_`` without cloth."""

    shoulder: float
    elbow: float
    wrist: float
    bare_wrist: float
    hip: float
    knee: float
    hem: float
    bare_knee: float
    bare_ankle: float
    neck: float
    shoe: float


@dataclass(frozen=True, slots=True)
class Ring:
    """A cross-section of the torso: how far up (0 hip, 1 throat), half width, half depth, how far ahead it lies."""

    at: float
    width: float
    depth: float
    ahead: float


@dataclass(frozen=True, slots=True)
class Build:
    """How a body differs from the medium one: factors, and a belly (a share of the height)."""

    width: float = 1.0
    depth: float = 1.0
    limb: float = 1.0
    belly: float = 0.0


@dataclass(frozen=True, slots=True)
class Tailor:
    """Draws the parts of one figure: ``place`` puts shares of the height on the picture, ``light`` points to the lamp."""

    skeleton: Skeleton
    radii: Radii
    rings: tuple[Ring, ...]
    build: Build
    place: Matrix
    pitch_deg: float
    light: Point

    def at(self, joint: str) -> Point:
        return flat(self.skeleton.joints[joint], self.pitch_deg)

    def fill(self, outline: Outline, ink: Ink) -> Shape:
        return Shape(transformed(outline, self.place), ink)

    def sleeve(self, circles: Sequence[Circle], ink: Ink, deep: Ink, flat_end: bool, swell: float = 0.02) -> list[Item]:
        """A limb with a thin shade along the side that the light does not reach."""
        whole = limb(circles, flat_end, swell)
        if ink == deep:
            return [self.fill(whole, ink)]
        lx, ly = self.light
        lit = [(x + lx * r * 0.17, y + ly * r * 0.17, r * 0.84) for x, y, r in circles]
        if flat_end:
            (ax, ay, _), (bx, by, _), r = circles[-2], circles[-1], circles[-1][2]
            ux, uy = unit(bx - ax, by - ay)
            side = -uy * lx + ux * ly
            lit[-1] = (bx - uy * side * r * 0.16, by + ux * side * r * 0.16, r * 0.84)
        return [self.fill(whole, deep), self.fill(limb(lit, flat_end, swell), ink)]

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
            nx, ny = unit(up[0], up[1])
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

    def torso(self, ink: Ink) -> Item:
        """The trunk from the hem to the throat: flowing sides, a straight hem."""
        left, right = self.sides()
        up, down = smooth(left, closed=False), smooth(right[::-1], closed=False)
        return self.fill((*up, ("L", *right[-1]), *down[1:], ("Z",)), ink)

    def arm(self, side: str, ink: Ink, deep: Ink, bare: str) -> list[Item]:
        """A sleeve from shoulder to wrist; ``bare`` is "" or where it stops: "elbow", "shoulder"."""
        k = self.build.limb
        s, e, w = (self.at(f"{side}-{name}") for name in ("shoulder", "elbow", "wrist"))
        r = self.radii
        if not bare:
            chain = [(*s, r.shoulder * k), (*e, r.elbow * k), (*w, r.wrist * k)]
            return self.sleeve(chain, ink, deep, flat_end=True)
        cut = between(s, e, 0.62)
        width = lerp(r.shoulder, r.elbow, 0.62) * k * 1.12
        return self.sleeve([(*s, r.shoulder * k), (*cut, width)], ink, deep, flat_end=True)

    def bare_arm(self, side: str, ink: Ink, deep: Ink) -> list[Item]:
        k, r = self.build.limb, self.radii
        s, e, w = (self.at(f"{side}-{name}") for name in ("shoulder", "elbow", "wrist"))
        chain = [(*between(s, e, 0.4), r.elbow * k * 0.95), (*e, r.elbow * k * 0.8), (*w, r.bare_wrist * k)]
        return self.sleeve(chain, ink, deep, flat_end=False)

    def hand(self, side: str, shape: Sequence[Sequence[float]], size: float, bend_deg: float, ink: Ink) -> list[Item]:
        """A hand that goes on from the forearm, bent at the wrist; its thumb lies up and ahead."""
        wx, wy = self.at(f"{side}-wrist")
        ux, uy, thumb, short = self.grip(side, bend_deg)
        size = size * self.build.limb**0.5
        frame: Matrix = (
            ux * size * short,
            uy * size * short,
            -uy * size * thumb,
            ux * size * thumb,
            wx,
            wy,
        )
        return [
            self.fill(transformed(limb(((x0, y0, r0), (x1, y1, r1))), frame), ink) for x0, y0, r0, x1, y1, r1 in shape
        ]

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

    def leg(self, side: str, ink: Ink, deep: Ink) -> list[Item]:
        """A trouser leg that ends in a straight hem over the shoe."""
        k, r = self.build.limb, self.radii
        h, n, a = (self.at(f"{side}-{name}") for name in ("hip", "knee", "ankle"))
        chain = [(*h, r.hip * k), (*n, r.knee * k), (*a, r.hem * k**0.5)]
        return self.sleeve(chain, ink, deep, flat_end=True)

    def bare_leg(self, side: str, ink: Ink) -> list[Item]:
        k, r = self.build.limb, self.radii
        h, n, a = (self.at(f"{side}-{name}") for name in ("hip", "knee", "ankle"))
        return [
            self.fill(limb([(*h, r.hip * k * 0.8), (*n, r.bare_knee * k), (*a, r.bare_ankle * k)], swell=0.03), ink)
        ]

    def shoe(self, side: str, ink: Ink) -> list[Item]:
        """A shoe with a flat sole; it reaches up under the hem."""
        (hx, hy), (tx, ty), (ax, ay) = (self.at(f"{side}-{name}") for name in ("heel", "toe", "ankle"))
        r = self.radii.shoe
        along = unit(tx - hx, ty - hy)
        up = (-along[1], along[0]) if along[0] > 0 else (along[1], -along[0])
        long = max(math.dist((hx, hy), (tx, ty)), r * 1.5)
        mx, my = (hx + tx) / 2, (hy + ty) / 2
        a = (mx - along[0] * long / 2, my - along[1] * long / 2)
        b = (mx + along[0] * long / 2, my + along[1] * long / 2)

        def off(p: Point, forward: float, lift: float) -> Point:
            return p[0] + along[0] * forward + up[0] * lift, p[1] + along[1] * forward + up[1] * lift

        heel, toe = off(a, -r * 0.25, 0), off(b, r * 0.25, 0)
        top = off(a, r * 0.15, r * 1.9)
        instep = off(a, long * 0.5, r * 1.75)
        outline: Outline = (
            ("M", *off(heel, r * 0.2, 0)),
            ("C", *off(heel, -r * 0.15, 0), *off(heel, -r * 0.1, r * 0.5), *off(heel, 0, r)),
            ("L", *top),
            ("L", *instep),
            ("C", *off(a, long * 0.75, r * 1.05), *off(toe, r * 0.1, r * 1.15), *off(toe, r * 0.05, r * 0.35)),
            ("C", *off(toe, r * 0.04, r * 0.1), *off(toe, 0, 0), *off(toe, -r * 0.3, 0)),
            ("Z",),
        )
        ankle = limb([(ax, ay + r * 0.4, r * 0.8), (ax, my + r * 0.9, r * 0.85)])
        return [self.fill(ankle, ink), self.fill(outline, ink)]

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

    def neck(self, ink: Ink) -> Item:
        r = self.radii.neck * self.build.limb**0.5
        return self.fill(limb(((*self.at("throat"), r * 1.1), (*self.at("neck"), r))), ink)


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

"""A person seen straight from above: hair, shoulders, arms and hands, turned any way round a table."""

from __future__ import annotations

import math
from dataclasses import dataclass

from trygtryk.curves import Circle, between, limb, smooth, unit
from trygtryk.geometry import Matrix, Outline, Point, apply, ellipse, scale, shift, then, transformed, turn
from trygtryk.model import Ink, Item, Shape, Stroke
from trygtryk.people.features import Hair
from trygtryk.people.measures import Hand
from trygtryk.units import pt


@dataclass(frozen=True, slots=True)
class Above:
    """Measures from above in shares of the height: see assets/figures/above.toml."""

    head: tuple[float, float]
    head_at: float
    nose: tuple[float, float]
    brow: float
    strand: float
    ear: float
    shoulder: tuple[float, float]
    shoulder_thick: float
    chest: float
    upper_arm: float
    forearm: float
    elbow: float
    wrist: float
    hands: tuple[float, float]
    wheel: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Wear:
    """The inks of somebody seen from above."""

    skin: Ink
    skin_deep: Ink
    hair: Ink
    hair_deep: Ink
    cloth: Ink
    sleeve: Ink
    frame: Ink
    metal: Ink
    seat: Ink


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a person is and which way they face: ``heading_deg`` 0 up the picture, 90 to the right."""

    at: Point
    height_mm: float
    heading_deg: float
    head_deg: float

    @property
    def place(self) -> Matrix:
        """What takes somebody of height 1 who looks up the page to where they stand, turned as they look."""
        return then(then(scale(self.height_mm), turn(-self.heading_deg)), shift(*self.at))

    def local(self, point: Point) -> Point:
        """A point of the picture in the person's own shares."""
        x, y = (point[0] - self.at[0]) / self.height_mm, (point[1] - self.at[1]) / self.height_mm
        return apply(turn(self.heading_deg), (x, y))


def arm(measures: Above, side: int, to: Point) -> tuple[Point, Point]:
    """The elbow and the wrist of an arm whose hand is brought towards a point; the elbow points outwards."""
    sx, sy = measures.shoulder[0] * side, measures.shoulder[1]
    ux, uy = unit(to[0] - sx, to[1] - sy)
    whole = measures.upper_arm + measures.forearm
    far = max(whole * 0.45, min(whole * 0.985, math.dist((sx, sy), to)))
    along = (measures.upper_arm**2 + far**2 - measures.forearm**2) / (2 * far)
    out = math.sqrt(max(0.0, measures.upper_arm**2 - along**2))
    elbow = sx + ux * along + uy * out * side, sy + uy * along - ux * out * side
    return elbow, (sx + ux * far, sy + uy * far)


def draw_above(
    measures: Above,
    plan: Plan,
    wear: Wear,
    hair: Hair,
    hands: tuple[Hand, Hand],
    to: tuple[Point | None, Point | None],
    hand_long: float,
    crease: float,
    on_wheels: bool,
) -> tuple[tuple[Item, ...], dict[str, Point], dict[str, tuple[Item, ...]]]:
    """The person's items, the places of head, mouth, top and both hands in the picture's millimetres, and what each
    hand closes over a thing it holds."""
    place, m = plan.place, measures

    def fill(outline: Outline, ink: Ink, matrix: Matrix = place) -> Item:
        return Shape(transformed(outline, matrix), ink)

    def line(outline: Outline, ink: Ink, thick: float) -> Item:
        return Shape(transformed(outline, place), None, Stroke(ink, round(pt(thick * plan.height_mm), 2)))

    items: list[Item] = []
    places: dict[str, Point] = {}
    fingers: dict[str, tuple[Item, ...]] = {}
    if on_wheels:
        out, thick, half = m.wheel
        for side in (-1, 1):
            x = side * out
            items.append(
                fill(
                    limb(
                        (
                            (x + side * thick * 2, -half * 0.8, thick * 0.4),
                            (x + side * thick * 2, half * 0.8, thick * 0.4),
                        )
                    ),
                    wear.metal,
                )
            )
            items.append(fill(limb(((x, -half, thick), (x, half, thick))), wear.frame))
        items.append(fill(limb(((-out, 0.0, 0.009), (out, 0.0, 0.009))), wear.metal))
        items.append(fill(limb(((-out * 0.66, -0.088, 0.020), (out * 0.66, -0.088, 0.020))), wear.seat))
        items += [
            fill(limb(((s * out * 0.62, -0.09, 0.012), (s * out * 0.62, -0.15, 0.012))), wear.frame) for s in (-1, 1)
        ]
    sx, sy = m.shoulder
    chains: list[tuple[Circle, ...]] = []
    for name, side, hand, goal in (("near", 1, hands[0], to[0]), ("far", -1, hands[1], to[1])):
        target = plan.local(goal) if goal else (m.hands[0] * side, m.hands[1])
        elbow, wrist = arm(m, side, target)
        chain = ((sx * side, sy, m.shoulder_thick * 0.86), (*elbow, m.elbow), (*wrist, m.wrist))
        chains.append(chain)
        ux, uy = unit(wrist[0] - elbow[0], wrist[1] - elbow[1])
        thumb = side * hand_long
        frame: Matrix = (ux * hand_long, uy * hand_long, -uy * thumb, ux * thumb, *wrist)
        whole = then(frame, place)
        heel = [(_WRIST, hand.heel)] if hand.heel else []
        palm, over = (
            [fill(limb(finger), wear.skin, whole) for finger in part] for part in ((*heel, *hand.palm), hand.over)
        )
        over += [
            Shape(
                transformed((("M", a, b), ("L", c, d)), whole),
                None,
                Stroke(wear.skin_deep, round(pt(crease * plan.height_mm), 2)),
            )
            for a, b, c, d in hand.lines
        ]
        fingers[name] = tuple(over)
        items += [*palm, *over]
        items.append(fill(limb(chain, True, 0.02), wear.sleeve))
        places[f"{name}-hand"] = apply(place, between(wrist, (wrist[0] + ux, wrist[1] + uy), hand_long * 0.5))
        places[f"{name}-wrist"] = apply(place, wrist)
    items.append(
        fill(limb(((-sx, sy, m.shoulder_thick), (0, sy * 0.8, m.chest), (sx, sy, m.shoulder_thick))), wear.cloth)
    )
    items.append(fill(ellipse(0.0, sy, sx * 0.6, m.chest), wear.cloth))  # a back is one line from shoulder to shoulder
    items += _head(m, plan, wear, hair)
    places["head"] = places["mouth"] = places["eye"] = apply(place, (0.0, m.head_at))
    places["top"] = apply(place, (0.0, m.head_at + m.head[1]))
    return tuple(items), places, fingers


def _head(m: Above, plan: Plan, wear: Wear, hair: Hair) -> list[Item]:
    """The crown: ears, the brow with its nose, and the hair or the scarf as far as it reaches forward."""
    wide, long = m.head
    place = then(then(turn(-plan.head_deg), shift(0.0, m.head_at)), plan.place)

    def fill(outline: Outline, ink: Ink) -> Item:
        return Shape(transformed(outline, place), ink)

    def line(outline: Outline, ink: Ink, thick: float) -> Item:
        return Shape(transformed(outline, place), None, Stroke(ink, round(pt(thick * plan.height_mm), 2)))

    items: list[Item] = []
    lift = 1 + hair.volume * 1.6
    if hair.fall[0]:
        back = long * (0.9 + hair.fall[0])
        fall = ((-wide * lift, 0.02), (0, 0.05), (wide * lift, 0.02), (wide * 0.9, -back), (-wide * 0.9, -back))
        items.append(fill(smooth(fall), wear.hair_deep))
    for _, height, radius in hair.knots:
        items.append(fill(ellipse(0.0, -long * (1.02 if height < 0.55 else 0.3), radius * 0.24), wear.hair_deep))
    if hair.scarf:
        drape = ((-1.5, -0.35), (-1.05, 0.25), (0.0, 0.5), (1.05, 0.25), (1.5, -0.35), (0.8, -1.15), (-0.8, -1.15))
        items.append(fill(smooth([(x * wide, y * long) for x, y in drape]), wear.hair_deep))
    else:
        items += [fill(ellipse(side * wide, 0.004, m.ear), wear.skin_deep) for side in (-1, 1)]
    items.append(fill(ellipse(0.0, 0.0, wide, long), wear.skin))
    thick, out = m.nose
    items.append(fill(limb(((0.0, long * 0.8, thick * 0.6), (0.0, long + out - thick, thick))), wear.skin_deep))
    if not hair.line:
        return items
    front = hair.line[0][1]
    brow = long * (0.78 if hair.scarf else m.brow - max(0.0, front - 0.12) * 1.15)
    r = wide * lift
    points = [(0.0, brow), (r * 0.74, brow * 0.78), (r, 0.0), (r * 0.78, -long * 0.72 * lift), (0.0, -long * lift)]
    points += [(-x, y) for x, y in points[-2:0:-1]]
    if hair.curls:
        rim = [(math.sin(a) * r * 1.02, math.cos(a) * (brow if math.cos(a) > 0 else long * lift)) for a in _ROUND]
        items += [fill(ellipse(x * 0.86, y * 0.86, r * 0.27), wear.hair) for x, y in rim]
    items.append(fill(smooth(points), wear.hair))
    if hair.scarf:
        for at, bend in ((0.42, 0.75), (0.0, 0.42), (-0.45, 0.05)):
            fold = (
                ("M", -wide * 0.86, long * at),
                ("C", -wide * 0.4, long * bend, wide * 0.4, long * bend, wide * 0.86, long * at),
            )
            items.append(line(fold, wear.hair_deep, m.strand))
    elif hair.knots:
        items += [
            fill(ellipse(0.0, -long * (0.95 if h < 0.55 else 0.15), k * 0.26), wear.hair_deep) for _, h, k in hair.knots
        ]
    elif not hair.curls:
        parting = (
            ("M", wide * 0.3, brow * 0.86),
            ("C", wide * 0.34, brow * 0.3, wide * 0.2, 0.0, -wide * 0.1, -long * 0.4),
        )
        items.append(line(parting, wear.hair_deep, m.strand))
    return items


_ROUND = tuple(math.tau * i / 14 for i in range(14))
_WRIST = (-0.1, 0.0, 0.24)
"""Where a hand begins, in its own lengths."""

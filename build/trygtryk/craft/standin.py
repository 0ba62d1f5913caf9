"""Stand-in figures: simple people that hold a scene's places until the figure kit draws them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from trygtryk.geometry import Outline, Point, ellipse, polyline
from trygtryk.model import Ink, Item, Shape, Stroke
from trygtryk.sources.layout import Palette, converters
from trygtryk.sources.nodes import Node
from trygtryk.sources.strict import read
from trygtryk.units import pt

# angles in degrees from straight down, forwards positive: lean, both arms, both forearms, both thighs, both shins
_POSES: Mapping[str, tuple[float, ...]] = {
    "stand": (0, 8, -8, 14, 4, 3, -3, 0, 0),
    "talk": (2, 24, -8, 100, 6, 3, -3, 0, 0),
    "explain": (2, 30, 10, 96, 80, 3, -3, 0, 0),
    "point": (4, 76, -8, 88, 4, 4, -6, 0, 0),
    "raise-hand": (0, 120, -6, 172, 4, 3, -3, 0, 0),
    "crossed-arms": (-4, 20, 16, 100, 92, 3, -3, 0, 0),
    "think": (0, 30, 20, 150, 80, 3, -3, 0, 0),
    "slump": (10, 8, 2, 14, 8, 4, 0, -4, -6),
    "walk": (5, -24, 26, -6, 40, 24, -14, 8, -36),
    "cheer": (-3, 150, 205, 168, 190, 5, -5, 0, 0),
    "lean-in": (18, 30, 16, 76, 50, 0, -6, 0, -4),
    "lean-away": (-10, 10, -4, 24, 10, 8, -4, 0, 0),
    "sit": (-2, 20, 16, 66, 60, 86, 88, -4, 4),
    "sit-table": (6, 34, 28, 86, 84, 86, 88, -4, 4),
    "sit-talk": (6, 30, 28, 116, 84, 86, 88, -4, 4),
    "sit-slump": (22, 6, 4, 50, 46, 86, 88, -4, 4),
    "sit-back": (-14, 16, 14, 96, 90, 86, 88, 6, 14),
    "sit-raise": (4, 120, 28, 172, 84, 86, 88, -4, 4),
    "sit-lean-in": (22, 34, 30, 84, 80, 86, 88, -4, 4),
}
_MOUTHS = {"glad": 0.4, "laughing": 0.6, "talking": 0.3, "calm": 0.2, "listening": 0.15, "smirk": 0.3}


@dataclass(frozen=True, slots=True)
class Kit:
    """Nothing but the inks."""

    palette: Palette


@dataclass(frozen=True, slots=True)
class Figure:
    """A person standing (or sitting) with the feet at ``at_mm``."""

    at_mm: tuple[float, float]
    height_mm: float = 60.0
    pose: str = "stand"
    facing: Literal["left", "right"] = "right"
    face: str = "calm"
    skin: Ink | None = None
    hair: str = "short"
    hair_ink: Ink | None = None
    top: Ink | None = None
    legs: Ink | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The figure's shapes and where its joints are, in the scene's millimetres."""

    items: tuple[Item, ...]
    joints: Mapping[str, Point]


def read_kit(root: Path, palette: Palette) -> Kit:
    return Kit(palette)


def read_figure(node: Node, kit: Kit) -> Figure:
    return read(Figure, node, "figur", converters(kit.palette))


def draw(figure: Figure, kit: Kit) -> Drawn:
    """The figure's flat shapes and its joints."""
    palette = kit.palette
    h, (x, y) = figure.height_mm, figure.at_mm
    way = 1.0 if figure.facing == "right" else -1.0
    lean, *angles = _POSES.get(figure.pose, _POSES["stand"])

    def go(start: Point, angle: float, length: float) -> Point:
        turn = math.radians(angle)
        return start[0] + way * math.sin(turn) * length * h, start[1] - math.cos(turn) * length * h

    def limb(points: tuple[Point, ...], ink: Ink, width: float) -> Shape:
        return Shape(polyline(*points), stroke=Stroke(ink, pt(width * h)))

    arms, thighs, shins = angles[:4], angles[4:6], angles[6:]
    reach = (math.cos(math.radians(t)) + math.cos(math.radians(s)) for t, s in zip(thighs, shins, strict=True))
    drop = max(reach) * 0.24
    seated = thighs[0] > 60
    hip = (x - (way * 0.2 * h if seated else 0), y + (drop + 0.02) * h)
    neck = go(hip, 180 - lean, 0.3)
    shoulder = go(hip, 180 - lean, 0.27)
    head = go(neck, 180 - lean * 0.6, 0.115)
    skin = figure.skin or palette["skin-2"]
    top, legs = figure.top or palette["sage"], figure.legs or palette["petrol"]
    hair = figure.hair_ink or palette["hair-brown"]
    dark = palette.get(f"{top.name}-deep", top)
    shade = palette.get(f"{legs.name}-deep", legs)
    items: list[Item] = []
    hands: list[Point] = []
    for side in (1, 0):
        knee = go(hip, thighs[side], 0.24)
        foot = go(knee, shins[side], 0.22)
        items.append(limb((hip, knee, foot), shade if side else legs, 0.078))
        items.append(limb((foot, (foot[0] + way * 0.05 * h, foot[1] - 0.004 * h)), palette["ink"], 0.05))
    front: list[Item] = []
    for side, ink in ((1, dark), (0, top)):
        elbow = go(shoulder, arms[side], 0.16)
        hand = go(elbow, arms[2 + side], 0.16)
        hands.append(hand)
        palm = Shape(ellipse(*go(hand, arms[2 + side], 0.02), 0.034 * h), skin)
        (items if side else front).extend((limb((shoulder, elbow, hand), ink, 0.062), palm))
    items.append(limb((go(hip, 180 - lean, 0.02), go(hip, 180 - lean, 0.24)), top, 0.18))
    items.append(limb((neck, head), skin, 0.055))
    r = 0.086 * h
    cap: Outline = ellipse(head[0] - way * r * 0.25, head[1] + r * 0.3, r * 1.02)
    if figure.hair not in ("bald", "short", "side-part", "receding", "crop-curls", "hijab"):
        items.append(Shape(ellipse(head[0] - way * r * 0.5, head[1] - r * 0.4, r * 0.95, r * 1.2), hair))
    if figure.hair != "bald":
        items.append(Shape(cap, hair))
    items.append(Shape(ellipse(head[0] + way * r * 0.12, head[1] - r * 0.12, r * 0.9), skin))
    items.append(Shape(ellipse(head[0] + way * r * 1.0, head[1] - r * 0.12, r * 0.2), skin))
    items.append(Shape(ellipse(head[0] + way * r * 0.45, head[1] + r * 0.1, r * 0.11), palette["ink"]))
    mx, my, curve = head[0] + way * r * 0.5, head[1] - r * 0.5, _MOUTHS.get(figure.face, -0.2)
    smile: Outline = (
        ("M", mx - r * 0.24, my),
        ("C", mx - r * 0.1, my - r * curve, mx + r * 0.1, my - r * curve, mx + r * 0.24, my),
    )
    items.append(Shape(smile, stroke=Stroke(palette["ink"], pt(r * 0.12))))
    items.extend(front)
    joints = {
        "mouth": (mx, my),
        "head": head,
        "crown": (head[0], head[1] + r),
        "hand-right": hands[1],
        "hand-left": hands[0],
    }
    return Drawn(tuple(items), joints)

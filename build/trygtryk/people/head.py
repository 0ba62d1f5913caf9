"""A head seen from any side: skull, face and hair, in head heights (chin to crown) about its middle.

Places on the head are given as ``(azimuth, height)``: degrees round the head from the nose towards the right of the
picture, and how high up. What lies beyond the edge is not drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from trygtryk.curves import limb, smooth
from trygtryk.geometry import Point, apply, ellipse, scale, shift, then, turn
from trygtryk.model import Item
from trygtryk.people.face import brows, ear, features, glasses, moustache, nose, wrinkles
from trygtryk.people.features import Age, Colours, Face, Hair, Style
from trygtryk.people.hair import Pen, beard, cap, curtain, drape, level
from trygtryk.people.skull import HeadShape, Skull, edge, nape


@dataclass(frozen=True, slots=True)
class Heads:
    """assets/figures/heads.yaml: the shapes of heads, what age does, and how features are drawn."""

    shapes: Mapping[str, HeadShape]
    ages: Mapping[str, Age]
    style: Style


@dataclass(frozen=True, slots=True)
class Head:
    """What is drawn behind the neck, before the head and as the head; ``mouth`` and ``eye`` in the same millimetres."""

    behind: tuple[Item, ...]
    items: tuple[Item, ...]
    mouth: Point
    eye: Point
    top: Point


_BEHIND = -0.5
"""How far the face is turned away (cosine) where a head is seen from behind."""


def draw_head(
    face: Face,
    hair: Hair,
    extras: frozenset[str],
    colours: Colours,
    view: float,
    nod: float,
    tilt: float,
    middle: Point,
    height_mm: float,
    shape: HeadShape,
    style: Style,
    age: Age,
) -> Head:
    """The head about its middle, ``height_mm`` from chin to crown, turned, nodding (down is positive) and tilted."""
    skull = Skull(shape, view, nod)
    roll = tilt - nod * math.sin(math.radians(skull.view))
    place = then(then(scale(height_mm), turn(roll)), shift(*middle))
    draw = Pen(place, height_mm, style)
    c = colours
    behind: list[Item] = []
    items: list[Item] = []
    covered = hair.scarf or (bool(hair.line) and level(hair.line, 95) < -0.12)

    for azimuth, height, radius in hair.knots:
        x, y = skull.on(azimuth, height)
        x *= 1 + radius * 1.3
        if hair.tail[0]:
            long, thick = hair.tail
            sway = -math.copysign(0.16, skull.view) * abs(math.sin(math.radians(skull.view)))
            chain = ((x, y, radius), (x + sway, y - long * 0.45, thick), (x + sway * 0.7, y - long, 0.04))
            tail = draw.fill(limb(chain, swell=0.04), c.hair_deep if skull.facing(azimuth) < 0.3 else c.hair)
        else:
            tail = draw.fill(ellipse(x, y, radius), c.hair_deep if skull.facing(azimuth) < -0.4 else c.hair)
        (behind if skull.facing(azimuth) < 0.3 else items).append(tail)
    if hair.fall[0]:
        away = skull.facing(180) > -0.1
        (items if away else behind).insert(0, draw.fill(curtain(skull, hair), c.hair))
    outline = edge(shape, skull.view)
    # skin under the hair of a head seen from behind is a nape and no chin
    from_behind = skull.facing(0) < _BEHIND
    if from_behind:
        outline = nape(outline, style.nape, skull.view)
    full = bool(hair.line) and level(hair.line, 180) < -0.2 and level(hair.line, 0) <= style.bare
    hidden = skull.facing(0) < -0.25 and full and not from_behind

    if hair.scarf:
        items.extend(drape(draw, skull, c))
    ears = [a for a in (-96, 96) if skull.facing(a) > -0.3] if not covered else []
    # from behind, too, an ear lies before the hair
    side_ears = [a for a in ears if from_behind or skull.facing(a) > 0.35]
    items.extend(ear(draw, skull, a, c) for a in ears if a not in side_ears)
    items.append(draw.fill(smooth(outline[:: 2 if from_behind else 5]), c.hair if hidden else c.skin))
    seen = skull.facing(0) > -0.25
    if seen:
        # cheeks that are lifted smooth the lines beside them
        items.extend(() if face.cheeks else wrinkles(draw, skull, age, c))
        if "beard" in extras:
            items.append(draw.fill(beard(skull, style), c.hair))
        items.extend(nose(draw, skull, c))
    low = style.moustache.lower if "moustache" in extras else 0.0
    items.extend(features(draw, skull, face, c, "beard" in extras, low))
    if seen and "moustache" in extras:
        items.append(moustache(draw, skull, c))
    if hair.line:
        items.extend(draw.fill(outline, c.hair) for outline in cap(skull, hair, style))
    items.extend(brows(draw, skull, face, c))
    items.extend(ear(draw, skull, a, c) for a in side_ears)
    if "glasses" in extras:
        items.extend(glasses(draw, skull, c, bool(side_ears)))
    mouth_at = skull.on(max(-75 - skull.view, min(75 - skull.view, 0)), style.mouth_at)
    eye_at = skull.on(max(-70 - skull.view, min(70 - skull.view, 0)), style.eyes_at)
    return Head(
        tuple(behind),
        tuple(items),
        apply(place, mouth_at),
        apply(place, eye_at),
        apply(place, (0.0, 0.5 + hair.crown)),
    )

"""Necks, and the collars round them."""

from __future__ import annotations

import math

from trygtryk.curves import Circle, between, lerp, limb, soft
from trygtryk.geometry import Outline, Point
from trygtryk.model import Ink, Item
from trygtryk.people.dress import Tailor


def neck(tailor: Tailor, ink: Ink, behind: bool = False) -> Item:
    """The neck: from the front it ends in a round neckline, from ``behind`` a collar covers where it begins."""
    return tailor.fill(limb(_ends(tailor, behind)), ink)


def band(tailor: Tailor, thick: float) -> Outline:
    """A collar that stands up round the neck, so much thicker than it."""
    (x, y, r), (nx, ny, nr) = _ends(tailor)
    share, foot, wide = tailor.necks.band
    top = (*between((x, y), (nx, ny), share), lerp(r, nr, share) * thick)
    return limb((top, (x, y - r * foot, r * thick * wide)), True, brim=tailor.necks.brim)


def hood(tailor: Tailor, wide: float, up: float, thick: float) -> Outline:
    """A hood that lies behind the neck: half as ``wide``, ``up`` and ``thick`` in radii of the neck."""
    (x, y), r, aside = tailor.at("throat"), _radius(tailor), _aside(tailor)
    x -= r * aside
    return limb([(x - r * wide, y, r * thick), (x, y + r * up, r * thick), (x + r * wide, y, r * thick)])


def collar(tailor: Tailor, ink: Ink) -> Item:
    """What a garment has round a neck that is seen from behind; it runs out into the line of the shoulders."""
    (x, y), r = tailor.at("throat"), _radius(tailor)
    x -= tailor.necks.back * _aside(tailor) / 2
    right: list[Point] = [(x + r * across, y + r * up) for across, up in tailor.necks.collar]
    left = [(2 * x - a, b) for a, b in right]
    return tailor.fill((*soft([*left[:0:-1], *right], closed=False), ("Z",)), ink)


def _ends(tailor: Tailor, behind: bool = False) -> tuple[Circle, Circle]:
    """Where a neck begins and ends: from the side it is deeper, and its nape lies under the back of the head."""
    (x, y), (nx, ny), look = tailor.at("throat"), tailor.at("neck"), tailor.necks
    r, aside = _radius(tailor), _aside(tailor)
    deep, back = r * (1 + look.aside * abs(aside)), look.back * aside
    if behind:
        wide, top = look.behind
        return (x - back / 2, y, deep * wide), (nx - back, ny, deep * top)
    ahead, up, wide = look.front
    return (x + ahead * aside, y + up, r * wide), (nx - back, ny, deep)


def _radius(tailor: Tailor) -> float:
    return tailor.radii.neck * math.sqrt(tailor.build.limb)


def _aside(tailor: Tailor) -> float:
    """How far the breast is turned to the side: 1 to the right, -1 to the left."""
    return tailor.skeleton.frames[3].ahead[0]

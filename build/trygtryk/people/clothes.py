"""What makes clothes tell people apart: necklines, collars, lapels, a lanyard; and what somebody walks or rolls with."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from trygtryk.curves import inside, limb, smooth
from trygtryk.geometry import Outline, Point, ellipse, polygon
from trygtryk.model import Ink, Item
from trygtryk.people.dress import Tailor
from trygtryk.people.folds import Corners
from trygtryk.people.neck import band, hood, neck

Places = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Trim:
    """One thing that lies on the breast: a polygon, a soft area, a line or a belt at (height, azimuth) on the torso.

    ``neck`` is a collar round the neck, that much thicker than it; ``throat`` the neck itself, over what came before;
    ``hood`` what lies behind it: half as wide, how far up, how thick in radii of the neck.
    ``whole``: left out where an arm would cut it short.
    """

    ink: Literal["top", "deep", "under", "skin"]
    area: Places = ()
    curve: Places = ()
    line: Places = ()
    round: float | None = None
    width: float = 0.0
    neck: float = 0.0
    throat: bool = False
    hood: tuple[float, ...] = ()
    both: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A garment: its trim, what sleeves and cuffs are of, and how far down the upper arm they reach (0: to the wrist)."""

    trim: tuple[Trim, ...] = ()
    sleeves: Literal["top", "under"] = "top"
    bare: float = 0.0
    cuff: Literal["", "under"] = ""


Bar = tuple[tuple[float, float, float], tuple[float, float, float]]
"""A bar's two ends: ahead of the hip, over the seat, half its thickness."""


@dataclass(frozen=True, slots=True)
class Wheelchair:
    """Measures of a wheelchair in shares of the height: see assets/figures/body.toml."""

    hip: float
    wheel: float
    tyre: float
    push_rim: float
    push_tyre: float
    hub: float
    spokes: int
    axle: tuple[float, float]
    apart: float
    caster: float
    caster_at: float
    caster_hub: float
    casters_apart: float
    fork: float
    fork_ahead: float
    fork_under: float
    spoke: float
    seat: float
    rest: Bar
    handle: Bar
    cushion: Bar
    plate: tuple[float, float]
    plate_under: float


@dataclass(frozen=True, slots=True)
class Lanyard:
    """A key band: half as thick as drawn, how high on the breast its card hangs, how far round the neck it lies."""

    band: float
    at: float
    round_deg: float
    card: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Cane:
    """A stick: half its thickness at either end, how far before the hand it stands, and its handle (behind, before, half)."""

    thick: tuple[float, float]
    before: float
    floor: float
    handle: tuple[float, float, float]


def from_behind(tailor: Tailor) -> bool:
    """Whether the breast is turned away."""
    return tailor.skeleton.frames[3].ahead[2] < -0.15


def belts(tailor: Tailor, cut: Cut, view_deg: float, inks: Mapping[str, Ink]) -> Iterator[Item]:
    """What goes round the torso: stripes."""
    for trim in cut.trim:
        if trim.round is not None:
            round_us = (abs(view_deg) + a for a in range(-72, 73, 24))
            belt = smooth([tailor.on_torso(trim.round, a, 0.97) for a in round_us], closed=False)
            yield tailor.line(belt, inks[trim.ink], trim.width, cap="butt")


def hoods(tailor: Tailor, cut: Cut, inks: Mapping[str, Ink]) -> Iterator[Item]:
    """What lies behind the neck, under all else."""
    return (tailor.fill(hood(tailor, *trim.hood), inks[trim.ink]) for trim in cut.trim if trim.hood)


def trimmed(
    tailor: Tailor, cut: Cut, view_deg: float, inks: Mapping[str, Ink], arms: Sequence[Corners] = ()
) -> Iterator[Item]:
    """What lies on the breast and round the neck, in drawing order; from behind only the neck's.

    ``arms`` are those that lie over it.
    """
    away = from_behind(tailor)
    view = abs(view_deg)

    def on(height: float, azimuth: float) -> Point:
        """What would lie round the corner is drawn on the outline."""
        return tailor.on_torso(height, max(view - 88, min(view + 88, azimuth)))

    for trim in cut.trim:
        ink = inks[trim.ink]
        if trim.neck:
            yield tailor.fill(band(tailor, trim.neck), ink)
        elif trim.throat and not away:
            yield neck(tailor, ink)
        elif trim.round is None and not trim.hood and not away:
            places = trim.area or trim.curve or trim.line
            parts = [[on(h, side * a) for h, a in places] for side in ((1, -1) if trim.both else (1,))]
            if trim.whole and any(inside(p, arm) for part in parts for p in part for arm in arms):
                continue
            for points in parts:
                if trim.line:
                    yield tailor.fill(limb([(*p, trim.width / 2) for p in points]), ink)
                else:
                    yield tailor.fill(polygon(*points) if trim.area else smooth(points), ink)


def lanyard(tailor: Tailor, look: Lanyard, band: Ink, card: Ink, face: Ink) -> list[Item]:
    """A key band round the neck with a card on it."""
    if from_behind(tailor):
        return []
    x, y = tailor.on_torso(look.at, 0)
    ends = (look.round_deg, -look.round_deg)
    bands = [limb([(*tailor.on_torso(1.0, a), look.band), (x, y, look.band)]) for a in ends]
    half, above, below = look.card
    badge: Outline = polygon((x - half, y + above), (x + half, y + above), (x + half, y - below), (x - half, y - below))
    middle = y + (above - below) / 2
    portrait = ellipse(x, middle + half * 0.35, half * 0.34)
    name = limb(
        [(x - half * 0.5, middle - half * 0.75, half * 0.14), (x + half * 0.5, middle - half * 0.75, half * 0.14)]
    )
    drawn = (tailor.fill(line, band) for line in bands)
    return [*drawn, tailor.fill(badge, card), tailor.fill(portrait, face), tailor.fill(name, face)]


def cane(tailor: Tailor, look: Cane, hand: Point, wood: Ink) -> list[Item]:
    """A stick from the near hand to the floor, its handle under the palm."""
    x, y = hand
    m = tailor.skeleton.mirror
    stick = limb([(x, y, look.thick[0]), (x + m * look.before, look.floor, look.thick[1])])
    back, ahead, r = look.handle
    return [tailor.fill(stick, wood), tailor.fill(limb([(x - m * back, y, r), (x + m * ahead, y, r)]), wood)]


_FROM_THE_SIDE = 0.95
"""How much of a wheelchair's side is seen where its wheels cover each other."""


def wheelchair(
    tailor: Tailor, c: Wheelchair, frame: Ink, metal: Ink, seat: Ink, floor: float
) -> tuple[list[Item], list[Item]]:
    """What is drawn behind and before somebody who sits in a wheelchair; ``floor`` is the ground under the wheels."""
    m = tailor.skeleton.mirror
    ahead, near = tailor.skeleton.frames[0].ahead, tailor.skeleton.frames[0].near
    # who leans over tips no chair
    level = math.hypot(ahead[0], ahead[2])
    ahead = (ahead[0] / level, 0.0, ahead[2] / level)
    hx, _ = tailor.at("hip")
    narrow = max(0.28, abs(ahead[0]))
    deep = math.sin(math.radians(tailor.pitch_deg))

    def spot(forward: float, up: float, side: float = 0.0) -> Point:
        return hx + ahead[0] * forward + near[0] * side, floor + up - (ahead[2] * forward + near[2] * side) * deep

    def tyre(side: int) -> list[Item]:
        x, y = spot(c.axle[0], c.axle[1], side * c.apart)
        return [tailor.line(ellipse(x, y, c.wheel * narrow, c.wheel), frame, c.tyre)]

    def wheel() -> list[Item]:
        x, y = spot(c.axle[0], c.axle[1], c.apart)
        spokes = [
            tailor.line(
                (("M", x, y), ("L", x + math.cos(a) * c.wheel * narrow, y + math.sin(a) * c.wheel)), metal, c.spoke
            )
            for a in (math.tau * (i + 0.5) / c.spokes for i in range(c.spokes))
        ]
        return [
            *spokes,
            *tyre(1),
            tailor.line(ellipse(x, y, c.push_rim * narrow, c.push_rim), metal, c.push_tyre),
            tailor.fill(ellipse(x, y, c.hub * narrow, c.hub), frame),
        ]

    def caster(side: int) -> list[Item]:
        x, y = spot(c.caster_at, c.caster, side * c.apart * c.casters_apart)
        top = spot(c.caster_at + c.fork_ahead, c.hip - c.fork_under, side * c.apart * c.casters_apart)
        return [
            tailor.fill(limb([(*top, c.fork), (x, y, c.fork)]), metal),
            tailor.fill(ellipse(x, y, c.caster * narrow, c.caster), frame),
            tailor.fill(ellipse(x, y, c.caster * narrow * c.caster_hub, c.caster * c.caster_hub), metal),
        ]

    low = c.hip - c.seat

    def bar(ends: Bar) -> Outline:
        return limb([(*spot(forward, low + up), r) for forward, up, r in ends])

    soles = [tailor.at(f"{side}-{end}") for side in ("near", "far") for end in ("heel", "toe")]
    plate_y = min(y for _, y in soles) - c.plate_under
    toe = max(soles, key=lambda at: m * at[0])[0]
    past_toe, thick = c.plate
    plate = limb([(spot(c.caster_at + c.fork_ahead, 0)[0], plate_y, thick), (toe + m * past_toe, plate_y, thick)])
    behind = [
        *(tyre(-1) if narrow < _FROM_THE_SIDE else ()),
        tailor.fill(bar(c.handle), frame),
        tailor.fill(bar(c.rest), seat),
        tailor.fill(bar(c.cushion), seat),
        tailor.fill(plate, metal),
    ]
    return behind, [*caster(1), *wheel()]

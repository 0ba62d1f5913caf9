"""What makes clothes tell people apart: necklines, collars, lapels, a lanyard; and what somebody walks or rolls with."""

from __future__ import annotations

import math

from trygtryk.curves import between, limb, smooth
from trygtryk.geometry import Outline, Point, ellipse, polygon
from trygtryk.model import Ink, Item, Shape, Stroke
from trygtryk.people.dress import Tailor
from trygtryk.units import pt

_DOWN_THE_FRONT = (1.02, 0.9, 0.7, 0.4, 0.1, -0.07)


def top(tailor: Tailor, cut: str, cloth: Ink, deep: Ink, under: Ink, skin: Ink) -> list[Item]:
    """The torso in its garment; what lies on the breast is drawn where the breast is seen."""
    out: list[Item] = [tailor.torso(cloth)]
    if tailor.skeleton.frames[3].ahead[2] < -0.15:
        return out
    on = tailor.on_torso
    neckline = smooth([on(1.04, 75), on(0.98, 45), on(0.945, 0), on(0.98, -45), on(1.04, -75)])
    if cut == "rollneck":
        throat, neck = tailor.at("throat"), tailor.at("neck")
        r = tailor.radii.neck * 1.14
        return [*out, tailor.fill(limb(((*throat, r * 1.12), (*between(throat, neck, 0.45), r))), deep)]
    if cut == "hoodie":
        hood = limb([(*on(0.99, 105), 0.022), (*on(0.93, 0), 0.018), (*on(0.99, -105), 0.022)])
        strings = [limb([(*on(0.93, a), 0.004), (*on(0.74, a), 0.004)]) for a in (18, -18)]
        return [*out, tailor.fill(hood, deep), *(tailor.fill(string, under) for string in strings)]
    if cut == "blazer":
        out.append(tailor.fill(polygon(on(1.03, 62), on(0.42, 0), on(1.03, -62)), under))
        for side in (1, -1):
            lapel = polygon(on(1.03, side * 70), on(0.80, side * 50), on(0.40, 0), on(0.72, side * 14))
            out.append(tailor.fill(lapel, deep))
        return out
    if cut == "cardigan":
        edges = [on(h, 20) for h in _DOWN_THE_FRONT], [on(h, -20) for h in _DOWN_THE_FRONT]
        out.append(tailor.fill(polygon(*edges[0], *reversed(edges[1])), under))
    out.append(tailor.fill(neckline, skin))
    if cut == "shirt":
        out.append(tailor.fill(limb([(*on(0.93, 0), 0.003), (*on(0.0, 0), 0.003)]), deep))
        out.extend(
            tailor.fill(polygon(on(1.04, side * 85), on(0.955, 0), on(0.845, side * 36), on(0.97, side * 70)), under)
            for side in (1, -1)
        )
    return out


def lanyard(tailor: Tailor, band: Ink, card: Ink) -> list[Item]:
    """A key band round the neck with a card on it."""
    if tailor.skeleton.frames[3].ahead[2] < -0.15:
        return []
    x, y = tailor.on_torso(0.5, 0)
    bands = [limb([(*tailor.on_torso(1.0, a), 0.005), (x, y, 0.005)]) for a in (60, -60)]
    badge: Outline = polygon(
        (x - 0.017, y + 0.006), (x + 0.017, y + 0.006), (x + 0.017, y - 0.04), (x - 0.017, y - 0.04)
    )
    return [*(tailor.fill(line, band) for line in bands), tailor.fill(badge, card)]


def cane(tailor: Tailor, hand: Point, wood: Ink) -> list[Item]:
    """A stick from the near hand to the floor, its handle under the palm."""
    x, y = hand
    m = tailor.skeleton.mirror
    stick = limb([(x, y, 0.009), (x + m * 0.012, 0.007, 0.006)])
    return [tailor.fill(stick, wood), tailor.fill(limb([(x - m * 0.03, y, 0.010), (x + m * 0.025, y, 0.010)]), wood)]


def wheelchair(tailor: Tailor, frame: Ink, seat: Ink, floor: float) -> tuple[list[Item], list[Item]]:
    """What is drawn behind and before somebody who sits in a wheelchair; ``floor`` is the ground under the feet."""
    m = tailor.skeleton.mirror
    hx, hy = tailor.at("hip")
    ahead, near = tailor.skeleton.frames[0].ahead, tailor.skeleton.frames[0].near
    narrow = max(0.3, abs(ahead[0]))
    radius = 0.165
    axle = floor + radius
    width = 0.115

    def wheel(side: int, ink: Ink) -> list[Item]:
        x = hx + side * near[0] * width - ahead[0] * 0.03
        y = axle - side * near[2] * width * math.sin(math.radians(tailor.pitch_deg))
        rim = Shape(tailor.fill(ellipse(x, y, radius * narrow, radius), ink).outline, None, tyre(ink, 0.017))
        push = Shape(
            tailor.fill(ellipse(x, y, radius * narrow * 0.8, radius * 0.8), ink).outline, None, tyre(ink, 0.006)
        )
        return [rim, push, tailor.fill(ellipse(x, y, 0.016 * narrow, 0.016), ink)]

    def tyre(ink: Ink, thick: float) -> Stroke:
        return Stroke(ink, round(pt(thick * tailor.place[3]), 2))

    low = hy - 0.062
    back = hx - ahead[0] * 0.10
    rest = limb([(back, low, 0.016), (back - ahead[0] * 0.02, low + 0.26, 0.014)])
    handle = limb([(back - ahead[0] * 0.02, low + 0.255, 0.010), (back - ahead[0] * 0.075, low + 0.262, 0.010)])
    cushion = limb([(back, low, 0.020), (hx + ahead[0] * 0.17, low + 0.004, 0.018)])
    shin_x, toe_x = hx + ahead[0] * 0.19, (tailor.at("near-toe")[0] + tailor.at("far-toe")[0]) / 2
    bar = limb(
        [(shin_x, low, 0.008), (toe_x - m * 0.03, floor + 0.022, 0.008), (toe_x + m * 0.02, floor + 0.022, 0.008)]
    )
    caster = ellipse(shin_x - m * 0.02, floor + 0.034, 0.034 * narrow, 0.034)
    behind = [
        *wheel(-1, frame),
        *(tailor.fill(o, frame) for o in (caster, bar, rest, handle)),
        tailor.fill(cushion, seat),
    ]
    return behind, wheel(1, frame)

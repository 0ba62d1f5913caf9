"""A face on a skull seen from any side: ears, eyes, nose, mouth, wrinkles, moustache and glasses."""

from __future__ import annotations

import math

from trygtryk.curves import lerp, limb, smooth
from trygtryk.geometry import Outline, ellipse
from trygtryk.model import Item
from trygtryk.people.features import Age, Colours, Face, Style
from trygtryk.people.hair import Pen
from trygtryk.people.skull import Skull


def ear(draw: Pen, skull: Skull, azimuth: float, c: Colours) -> Item:
    """An ear where it is seen."""
    wide, high, at = draw.style.ear
    x, y = skull.on(azimuth, at)
    return draw.fill(ellipse(x, y, wide if abs(skull.facing(azimuth)) > 0.35 else wide * 0.75, high), c.skin_deep)


def wrinkles(draw: Pen, skull: Skull, age: Age, c: Colours) -> list[Item]:
    """The lines that years leave, where they are seen well."""
    out: list[Item] = []
    for a0, y0, a1, y1, bow in age.lines:
        for side in (1, -1) if a0 * a1 > 0 else (1,):
            if min(skull.facing(side * a0), skull.facing(side * a1)) < 0.55:
                continue
            (x0, v0), (x1, v1) = skull.on(side * a0, y0, 0.93), skull.on(side * a1, y1, 0.93)
            mx, my = (x0 + x1) / 2, (v0 + v1) / 2
            if abs(x1 - x0) > abs(v1 - v0):
                my += bow * 1.5
            else:
                mx -= side * bow * 1.5
            line: Outline = (("M", x0, v0), ("C", mx, my, mx, my, x1, v1))
            out.append(draw.line(line, c.skin_deep, draw.style.wrinkle))
    return out


def nose(draw: Pen, skull: Skull, c: Colours) -> list[Item]:
    """Seen from ahead a line, from the side part of the outline, from the brow to the lip."""
    sin = math.sin(math.radians(skull.view))
    way = 1 if sin >= 0 else -1
    profile = skull.shape.nose
    if abs(sin) > 0.6:
        share = lerp(draw.style.nose.aslant, 1.0, skull.aside)
        dip = skull.dip * skull.facing(0)
        rim = [(skull.half(y - dip, way > 0), out, y - dip) for out, y in profile]
        edge = [(way * (x + out * (share if out > 0 else 1.0)), y) for x, out, y in rim]
        inner = [(way * (x - draw.style.nose.root), y) for x, _, y in (rim[-1], rim[0])]
        return [draw.fill((*smooth(edge, closed=False), *(("L", *p) for p in inner), ("Z",)), c.skin)]
    out, low = max(profile)
    (bx, by), (tx, ty) = skull.on(0, draw.style.eyes_at, 0.94), skull.on(0, low)
    tx += sin * out
    half, under = draw.style.nose.half, draw.style.nose.under
    wing = tx - way * half
    line: Outline = (
        ("M", lerp(bx, tx, 0.6), lerp(by, ty, 0.3)),
        ("C", tx + way * half * 0.3, lerp(by, ty, 0.75), tx + way * half, ty + under * 0.4, tx, ty - under * 0.75),
        ("C", tx - way * half * 0.4, ty - under, wing + way * half * 0.3, ty - under, wing, ty - under * 0.4),
    )
    return [draw.line(line, c.skin_deep, draw.style.line)]


def moustache(draw: Pen, skull: Skull, c: Colours) -> Item:
    """A moustache round the part of the lip that is seen."""
    look = draw.style.moustache
    low, high = max(-look.reach_deg, -84 - skull.view), min(look.reach_deg, 84 - skull.view)
    at = draw.style.mouth_at + look.over
    (x0, y0), (x2, y2) = skull.on(low, at - look.hang), skull.on(high, at - look.hang)
    x1, y1 = skull.on((low + high) / 2, at + look.lift)
    end, middle = look.thick
    return draw.fill(limb(((x0, y0, end), (x1, y1, middle), (x2, y2, end))), c.hair)


def _eyes(style: Style, skull: Skull) -> list[tuple[int, float]]:
    """The eyes that are seen: which side, and how far from the nose, nearer between half profile and profile."""
    at = style.eyes_deg * (1 - style.eyes_turned * 4 * skull.aside * (1 - skull.aside))
    return [(side, side * at) for side in (-1, 1) if skull.facing(side * at) >= style.eye_gone]


def brows(draw: Pen, skull: Skull, face: Face, c: Colours) -> list[Item]:
    """The brows over the eyes that are seen, as an expression lifts and turns them."""
    style, (half, high, thick), (lift, angle) = draw.style, draw.style.brow, face.brows
    out: list[Item] = []
    for side, azimuth in _eyes(style, skull):
        x, y = skull.on(azimuth + side * 2, high + lift, 0.9)
        w = half * max(0.7, min(1.0, skull.facing(azimuth) * 1.2))
        tip = w * math.tan(math.radians(angle)) * -side
        arch = style.brow_arch
        brow: Outline = (
            ("M", x - w, y - tip),
            ("C", x - w * 0.4, y - tip * 0.4 + arch, x + w * 0.4, y + tip * 0.4 + arch, x + w, y + tip),
        )
        out.append(draw.line(brow, c.brow, thick))
    return out


def features(draw: Pen, skull: Skull, face: Face, c: Colours, beard: bool, low: float) -> list[Item]:
    """Cheeks, eyes and mouth, as an expression has them; a mouth under a moustache lies so much lower."""
    style = draw.style
    out: list[Item] = []
    if face.cheeks and not beard:
        for side in (-1, 1):
            azimuth, (wide, tall) = side * style.cheeks.at_deg, style.cheeks.half
            if skull.facing(azimuth) > 0.3:
                x, y = skull.on(azimuth, style.cheeks.height, 0.9)
                out.append(draw.fill(ellipse(x, y, wide * skull.facing(azimuth), tall), c.skin_deep))
    dx, dy = face.look
    for _, azimuth in _eyes(style, skull):
        x, y = skull.on(azimuth + dx * 12, style.eyes_at + dy * 0.03, 0.9)
        squeeze = max(0.7, min(1.0, skull.facing(azimuth) * 1.2))
        opened, curve = face.eyes
        if opened < 0.3:
            w, h = style.eye * 1.4 * squeeze, style.eye * 1.2 * curve
            lid: Outline = (("M", x - w, y), ("C", x - w * 0.5, y + h, x + w * 0.5, y + h, x + w, y))
            out.append(draw.line(lid, c.line, style.line))
        elif opened > 1.15:
            out.append(draw.fill(ellipse(x, y, style.wide_eye * squeeze, style.wide_eye * opened / 1.15), c.white))
            out.append(draw.fill(ellipse(x + dx * 0.02, y + dy * 0.02, style.eye * squeeze, style.eye), c.line))
        else:
            out.append(draw.fill(ellipse(x, y, style.eye * 0.9 * squeeze, style.eye * 1.1 * opened), c.line))
    if skull.facing(0) > -0.35:
        out.extend(_mouth(draw, skull, face, c, beard, style.mouth_at - low))
    return out


def _mouth(draw: Pen, skull: Skull, face: Face, c: Colours, beard: bool, at: float) -> list[Item]:
    width, curve, opening, slant = face.mouth
    sideways = abs(math.sin(math.radians(skull.view)))
    spread = math.degrees(math.asin(min(0.95, width / 0.72))) * (1 + 1.3 * sideways**4)
    low, high = max(-78 - skull.view, -spread), min(78 - skull.view, spread)
    if high - low < 6:
        return []
    (x0, y0), (x1, y1) = skull.on(low, at, 0.93), skull.on(high, at, 0.93)
    narrow = min(1.0, math.sqrt((x1 - x0) / width))
    curve, slant = curve * narrow, slant * narrow
    y0, y1 = y0 + curve * 0.5 - slant, y1 + curve * 0.5 + slant
    mx, my = (x0 + x1) / 2, (y0 + y1) / 2
    if opening > width:
        return [draw.fill(ellipse(mx, my, (x1 - x0) * 0.55, opening * 0.5), c.mouth)]
    # a mouth in a beard is told apart by its lip
    lip = c.lip if beard else c.line
    sag = curve * 1.35
    line: Outline = (
        ("M", x0, y0),
        ("C", lerp(x0, mx, 0.6), y0 - sag, lerp(x1, mx, 0.6), y1 - sag, x1, y1),
    )
    if not opening:
        return [draw.line(line, lip, draw.style.line)]
    deep = opening * 1.2 * narrow
    gape: Outline = (
        *line,
        ("C", lerp(x1, mx, 0.08), y1 - sag - deep, lerp(x0, mx, 0.08), y0 - sag - deep, x0, y0),
        ("Z",),
    )
    out: list[Item] = [draw.line(gape, lip, draw.style.line)] if lip is not c.line else []
    out.append(draw.fill(gape, c.mouth))
    if opening > 0.12:
        tongue = ellipse(mx, my - sag * 0.75 - deep * 0.56, (x1 - x0) * 0.22, opening * 0.17)
        out.append(draw.fill(tongue, c.tongue))
    return out


def glasses(draw: Pen, skull: Skull, c: Colours, ear_seen: bool) -> list[Item]:
    """Rims round the eyes that are seen, the bridge over the nose, and the arm to an ear that is."""
    style = draw.style
    round_, thick = style.rim
    out: list[Item] = []
    rims: list[tuple[float, float, float]] = []
    for _, azimuth in _eyes(style, skull):
        x, y = skull.on(azimuth, style.eyes_at - 0.01, 0.95)
        squeeze = max(0.6, min(1.0, skull.facing(azimuth) * 1.15))
        rims.append((x, y, round_ * squeeze))
        out.append(draw.line(ellipse(x, y, round_ * squeeze, round_), c.line, thick))
    rims.sort()
    if len(rims) == 2:
        (xa, ya, ra), (xb, yb, rb) = rims
        bridge: Outline = (("M", xa + ra, ya + 0.03), ("L", xb - rb, yb + 0.03))
        out.append(draw.line(bridge, c.line, thick))
    elif rims:
        (x, y, r), way = rims[0], 1 if skull.view > 0 else -1
        saddle = way * skull.half(y + 0.03, way > 0)
        out.append(draw.line((("M", x + way * r, y + 0.03), ("L", saddle, y + 0.045)), c.line, thick))
    for side in (-1, 1):
        if ear_seen and rims and skull.facing(side * 96) > 0.2:
            ex, ey = skull.on(side * 96, 0.03)
            x, y, r = rims[0] if side < 0 else rims[-1]
            out.append(draw.line((("M", x + side * r, y + 0.03), ("L", ex, ey)), c.line, thick))
    return out

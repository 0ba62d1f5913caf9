"""A head seen from any side: skull, face and hair, in head heights (chin to crown) about its middle.

Places on the head are given as ``(azimuth, height)``: degrees round the head from the nose towards the right of the
picture, and how high up. What lies beyond the edge is not drawn.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trygtryk.curves import between, lerp, limb, smooth, unit
from trygtryk.geometry import Matrix, Outline, Point, apply, ellipse, scale, shift, then, transformed, turn
from trygtryk.model import Ink, Item, Shape, Stroke
from trygtryk.people.skull import HeadShape, Skull, edge
from trygtryk.units import pt


@dataclass(frozen=True, slots=True)
class Scarf:
    """A scarf's ``cloth`` (its right half, from the ear down) and the fold where it is wrapped, seen from ahead.

    ``sway`` is how far it follows a head that is turned.
    """

    cloth: tuple[Point, ...]
    fold: tuple[Point, Point, Point, Point]
    sway: float


@dataclass(frozen=True, slots=True)
class Beard:
    """A beard's upper ``line`` as (azimuth, height), how far down the cheek it ends, and how thick it is."""

    line: tuple[tuple[float, float], ...]
    jaw: float
    volume: float


@dataclass(frozen=True, slots=True)
class Moustache:
    """A moustache: how far round it reaches, how high over the mouth, how its ends hang, half as thick as ``thick``."""

    reach_deg: float
    over: float
    hang: float
    lift: float
    thick: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cheeks:
    """A blush: where it lies round the head and how high, and its half width and height."""

    at_deg: float
    height: float
    half: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Style:
    """How features are drawn, in head heights and degrees: see assets/figures/heads.yaml."""

    eyes_deg: float
    eyes_at: float
    eye: float
    eye_gone: float
    brow: tuple[float, float, float]
    mouth_at: float
    line: float
    wrinkle: float
    ear: tuple[float, float, float]
    rim: tuple[float, float]
    wide_eye: float
    brow_arch: float
    bare: float
    ease_deg: float
    scallop: float
    scarf: Scarf
    beard: Beard
    moustache: Moustache
    cheeks: Cheeks


@dataclass(frozen=True, slots=True)
class Age:
    """What years do: ``curl`` of the back in degrees, and wrinkles as (azimuth, height, azimuth, height, bow)."""

    curl: float = 0.0
    lines: tuple[tuple[float, float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Heads:
    """assets/figures/heads.yaml: the shapes of heads, what age does, and how features are drawn."""

    shapes: Mapping[str, HeadShape]
    ages: Mapping[str, Age]
    style: Style


@dataclass(frozen=True, slots=True)
class Face:
    """An expression: brows raised and turned (inner end up: worried; down: annoyed), eyes from shut (0) to wide, mouth.

    ``mouth`` is width, curve (up is glad), opening and slant; ``eyes`` opening and curve of the shut eye.
    """

    brows: tuple[float, float] = (0.0, 0.0)
    eyes: tuple[float, float] = (1.0, 0.0)
    mouth: tuple[float, float, float, float] = (0.26, 0.05, 0.0, 0.0)
    cheeks: float = 0.0
    look: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Hair:
    """A style: the ``line`` where it begins, as (azimuth, height) from the forehead round to the nape on both sides.

    ``volume`` lifts it off the skull, ``crown`` more so on top, ``curls`` scallops its edge. ``fall`` is how far it
    hangs below the chin and how wide; ``knots`` are buns (azimuth, height, radius); ``tail`` hangs from the first
    knot: length and radius. A ``scarf`` covers hair, ears and neck. Azimuths below zero change one side only.
    """

    line: tuple[tuple[float, float], ...] = ()
    volume: float = 0.03
    crown: float = 0.03
    curls: int = 0
    fall: tuple[float, float] = (0.0, 0.0)
    knots: tuple[tuple[float, float, float], ...] = ()
    tail: tuple[float, float] = (0.0, 0.0)
    scarf: bool = False


@dataclass(frozen=True, slots=True)
class Colours:
    """The inks of a head: each tone and the deeper one that lies in its shade."""

    skin: Ink
    skin_deep: Ink
    hair: Ink
    hair_deep: Ink
    line: Ink
    brow: Ink
    mouth: Ink
    tongue: Ink
    white: Ink


@dataclass(frozen=True, slots=True)
class Head:
    """What is drawn behind the neck, before the head and as the head; ``mouth`` and ``eye`` in the same millimetres."""

    behind: tuple[Item, ...]
    items: tuple[Item, ...]
    mouth: Point
    eye: Point
    top: Point


def _level(line: Sequence[tuple[float, float]], azimuth: float) -> float:
    """The hairline's height at an azimuth: a side without entries of its own mirrors the other."""
    azimuth = (azimuth + 180) % 360 - 180
    own = [(abs(a), y) for a, y in line if (a < 0) == (azimuth < 0) or a in (0, 180)]
    if len(own) <= 2:
        own = [(abs(a), y) for a, y in line if a >= 0]
    own.sort()
    azimuth = abs(azimuth)
    for (a0, y0), (a1, y1) in itertools.pairwise(own):
        if a0 <= azimuth <= a1:
            return lerp(y0, y1, (azimuth - a0) / (a1 - a0))
    return own[-1][1]


def _seen_line(skull: Skull, line: Sequence[tuple[float, float]], low: float, high: float) -> list[Point]:
    """The visible stretch of a line round the head, from left to right."""
    keys = {low, high}
    for azimuth, _ in line:
        for a in (azimuth, -azimuth, azimuth - 360, 360 - azimuth):
            if low + 6 < a < high - 6:
                keys.add(a)
    return [skull.on(a, _level(line, a)) for a in sorted(keys)]


def _over(skull: Skull, start: Point, end: Point, style: Hair, ease_deg: float, top: bool = True) -> list[Point]:
    """Points along the rim from one point to another, over the top (or under the chin), lifted by the hair's volume."""
    a, b = (math.degrees(math.atan2(p[1], p[0])) for p in (start, end))
    if top:
        a, b = (a + 90) % 360 - 90, (b + 90) % 360 - 90
    else:
        a, b = (a - 90) % 360 - 270, (b - 90) % 360 - 270
    count = max(4, style.curls or math.ceil(abs(b - a) / 24))
    out = []
    for i in range(count + 1):
        angle = lerp(a, b, i / count)
        lift = style.volume + style.crown * max(0.0, math.sin(math.radians(angle)))
        ends = min(abs(angle - a), abs(angle - b)) / ease_deg
        out.append(skull.rim(angle, lift * math.sqrt(min(1.0, ends))))
    return out


def _scallops(points: Sequence[Point], depth: float) -> list[Point]:
    """A wavy edge: between each two points one that stands out from the middle."""
    out: list[Point] = []
    for a, b in itertools.pairwise(points):
        m = between(a, b, 0.5)
        n = unit(*m)
        out.extend((a, (m[0] + n[0] * depth, m[1] + n[1] * depth)))
    return [*out, points[-1]]


def _closed(first: Sequence[Point], second: Sequence[Point]) -> Outline:
    """Two smooth runs of points that meet in corners, as one closed outline."""
    a, b = smooth(first, closed=False), smooth(second, closed=False)
    return (*a, ("L", *second[0]), *b[1:], ("Z",))


def _cap(skull: Skull, style: Hair, look: Style) -> list[Outline]:
    """The hair seen: one shape, or one on either side of a bare crown."""
    left, right = -90 - skull.view, 90 - skull.view
    line = _seen_line(skull, style.line, left, right)
    runs = [line]
    if any(_level(style.line, a) > look.bare for a in range(-60, 61, 20)):
        runs = [list(run) for hairy, run in itertools.groupby(line, lambda p: p[1] <= look.bare) if hairy]
    out = []
    for run in runs:
        if len(run) > 1:
            over = _over(skull, run[-1], run[0], style, look.ease_deg)
            out.append(_closed(run, _scallops(over, look.scallop) if style.curls else over))
    return out


def _curtain(skull: Skull, style: Hair) -> Outline:
    """Long hair: it hangs from the sides and the back of the head, never over the face."""
    length, width = style.fall
    xs = [math.sin(math.radians(skull.view + a)) for a in range(100, 261, 16)]
    left, right = min(xs), max(xs)
    top_l, top_r = -skull.half(0.1, False) - style.volume, skull.half(0.1, True) + style.volume
    low = -0.5 - length
    x0, x1 = left * width, right * width
    a, b = max(top_l, left * 0.5 - style.volume), min(top_r, right * 0.5 + style.volume)
    return smooth(
        (
            (a, 0.12),
            ((a + b) / 2, 0.3),
            (b, 0.12),
            (lerp(b, x1, 0.75), lerp(0.1, low, 0.5)),
            (x1, low + 0.06),
            (lerp(x1, x0, 0.25), low),
            (lerp(x1, x0, 0.75), low),
            (x0, low + 0.06),
            (lerp(a, x0, 0.75), lerp(0.1, low, 0.5)),
        )
    )


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
    draw = _Pen(place, height_mm, style)
    c = colours
    behind: list[Item] = []
    items: list[Item] = []
    covered = hair.scarf or (bool(hair.line) and _level(hair.line, 95) < -0.12)

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
        (items if away else behind).insert(0, draw.fill(_curtain(skull, hair), c.hair if away else c.hair_deep))
    hidden = skull.facing(0) < -0.25 and bool(hair.line) and _level(hair.line, 180) < -0.35

    if hair.scarf:
        items.extend(_drape(draw, skull, c))
    ears = [a for a in (-96, 96) if skull.facing(a) > -0.3] if not covered else []
    side_ears = [a for a in ears if skull.facing(a) > 0.35]
    items.extend(_ear(draw, skull, a, c) for a in ears if a not in side_ears)
    items.append(draw.fill(smooth(edge(shape, skull.view)[::5]), c.hair if hidden else c.skin))
    seen = skull.facing(0) > -0.25
    if seen:
        items.extend(_wrinkles(draw, skull, age, c))
        if "beard" in extras:
            items.append(draw.fill(_beard(skull, style), c.hair))
        items.extend(_nose(draw, skull, c))
    items.extend(_features(draw, skull, face, c, cheeks="beard" not in extras))
    if seen and "moustache" in extras:
        items.append(_moustache(draw, skull, c))
    if hair.line:
        items.extend(draw.fill(outline, c.hair) for outline in _cap(skull, hair, style))
    items.extend(_ear(draw, skull, a, c) for a in side_ears)
    if "glasses" in extras:
        items.extend(_glasses(draw, skull, c, bool(side_ears)))
    mouth_at = skull.on(max(-75 - skull.view, min(75 - skull.view, 0)), style.mouth_at)
    eye_at = skull.on(max(-70 - skull.view, min(70 - skull.view, 0)), style.eyes_at)
    return Head(
        tuple(behind),
        tuple(items),
        apply(place, mouth_at),
        apply(place, eye_at),
        apply(place, (0.0, 0.5 + hair.crown)),
    )


@dataclass(frozen=True, slots=True)
class _Pen:
    """Puts outlines given in head heights in their place on the picture."""

    place: Matrix
    height_mm: float
    style: Style

    def fill(self, outline: Outline, ink: Ink) -> Shape:
        return Shape(transformed(outline, self.place), ink)

    def line(self, outline: Outline, ink: Ink, width: float) -> Shape:
        return Shape(transformed(outline, self.place), None, Stroke(ink, round(pt(width * self.height_mm), 2)))


def _ear(draw: _Pen, skull: Skull, azimuth: float, c: Colours) -> Item:
    wide, high, at = draw.style.ear
    x, y = skull.on(azimuth, at)
    return draw.fill(ellipse(x, y, wide if abs(skull.facing(azimuth)) > 0.35 else wide * 0.75, high), c.skin_deep)


def _drape(draw: _Pen, skull: Skull, c: Colours) -> list[Item]:
    """A scarf's cloth about the neck and over the breast, with the fold where it is wrapped."""
    sin = math.sin(math.radians(skull.view))
    scarf = draw.style.scarf
    sway = sin * scarf.sway
    # where it hangs free of the neck, at its widest, it stays behind
    widest = max(x for x, _ in scarf.cloth)
    right = [(x - sway if x == widest else x, y) for x, y in scarf.cloth]
    left = [(-x - sway if x == widest else -x, y) for x, y in scarf.cloth]
    outline = [*left, *right[::-1]]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = scarf.fold
    fold: Outline = (
        ("M", ax + sway * 0.5, ay),
        ("C", bx + sway, by, cx + sway, cy, dx - sway * 0.5, dy),
    )
    return [
        draw.fill(smooth([(x - sway * 0.5, y) for x, y in outline]), c.hair),
        draw.line(fold, c.hair_deep, draw.style.line),
    ]


def _wrinkles(draw: _Pen, skull: Skull, age: Age, c: Colours) -> list[Item]:
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


def _nose(draw: _Pen, skull: Skull, c: Colours) -> list[Item]:
    """Seen from ahead a line, from the side a bump on the outline."""
    sin = math.sin(math.radians(skull.view))
    long, thick, out_by = skull.shape.nose
    top = draw.style.eyes_at + 0.02
    bx, by = skull.on(0, top, 0.94)
    tx, ty = skull.on(0, top - long)
    tx += sin * out_by
    if abs(sin) > 0.6:
        way = 1 if sin > 0 else -1
        edge_at = skull.half(ty, way > 0) + out_by - thick * 0.7
        bridge = way * skull.half(by, way > 0) * 0.93
        return [draw.fill(limb(((bridge, by, thick * 0.5), (way * edge_at, ty, thick))), c.skin)]
    lean = 1 if sin >= 0 else -1
    wing = tx - lean * thick * 1.15
    line: Outline = (
        ("M", lerp(bx, tx, 0.55), lerp(by, ty, 0.35)),
        ("C", tx + lean * thick * 0.3, ty + long * 0.25, tx + lean * thick, ty - thick * 0.1, tx, ty - thick * 0.5),
        (
            "C",
            tx - lean * thick * 0.5,
            ty - thick * 0.7,
            wing + lean * thick * 0.3,
            ty - thick * 0.6,
            wing,
            ty - thick * 0.3,
        ),
    )
    return [draw.line(line, c.skin_deep, draw.style.line)]


def _moustache(draw: _Pen, skull: Skull, c: Colours) -> Item:
    look = draw.style.moustache
    low, high = max(-look.reach_deg, -84 - skull.view), min(look.reach_deg, 84 - skull.view)
    at = draw.style.mouth_at + look.over
    (x0, y0), (x2, y2) = skull.on(low, at - look.hang), skull.on(high, at - look.hang)
    x1, y1 = skull.on((low + high) / 2, at + look.lift)
    end, middle = look.thick
    return draw.fill(limb(((x0, y0, end), (x1, y1, middle), (x2, y2, end))), c.hair)


def _features(draw: _Pen, skull: Skull, face: Face, c: Colours, cheeks: bool) -> list[Item]:
    style = draw.style
    out: list[Item] = []
    if face.cheeks and cheeks:
        for side in (-1, 1):
            azimuth, (wide, tall) = side * style.cheeks.at_deg, style.cheeks.half
            if skull.facing(azimuth) > 0.3:
                x, y = skull.on(azimuth, style.cheeks.height, 0.9)
                out.append(draw.fill(ellipse(x, y, wide * skull.facing(azimuth), tall), c.skin_deep))
    dx, dy = face.look
    half, high, thick = style.brow
    for side in (-1, 1):
        azimuth = side * style.eyes_deg
        if skull.facing(azimuth) < style.eye_gone:
            continue
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
        lift, angle = face.brows
        bx, by = skull.on(azimuth + side * 2, high + lift, 0.9)
        w = half * squeeze
        tip = w * math.tan(math.radians(angle)) * -side
        arch = style.brow_arch
        brow: Outline = (
            ("M", bx - w, by - tip),
            ("C", bx - w * 0.4, by - tip * 0.4 + arch, bx + w * 0.4, by + tip * 0.4 + arch, bx + w, by + tip),
        )
        out.append(draw.line(brow, c.brow, thick))
    if skull.facing(0) > -0.35:
        out.extend(_mouth(draw, skull, face, c))
    return out


def _mouth(draw: _Pen, skull: Skull, face: Face, c: Colours) -> list[Item]:
    width, curve, opening, slant = face.mouth
    sideways = abs(math.sin(math.radians(skull.view)))
    spread = math.degrees(math.asin(min(0.95, width / 0.72))) * (1 + 1.3 * sideways**4)
    low, high = max(-78 - skull.view, -spread), min(78 - skull.view, spread)
    if high - low < 6:
        return []
    (x0, y0), (x1, y1) = skull.on(low, draw.style.mouth_at, 0.93), skull.on(high, draw.style.mouth_at, 0.93)
    narrow = min(1.0, math.sqrt((x1 - x0) / width))
    curve, slant = curve * narrow, slant * narrow
    y0, y1 = y0 + curve * 0.5 - slant, y1 + curve * 0.5 + slant
    mx, my = (x0 + x1) / 2, (y0 + y1) / 2
    if opening > width:
        return [draw.fill(ellipse(mx, my, (x1 - x0) * 0.55, opening * 0.5), c.mouth)]
    sag = curve * 1.35
    line: Outline = (
        ("M", x0, y0),
        ("C", lerp(x0, mx, 0.6), y0 - sag, lerp(x1, mx, 0.6), y1 - sag, x1, y1),
    )
    if not opening:
        return [draw.line(line, c.line, draw.style.line)]
    deep = opening * 1.2 * narrow
    gape: Outline = (
        *line,
        ("C", lerp(x1, mx, 0.08), y1 - sag - deep, lerp(x0, mx, 0.08), y0 - sag - deep, x0, y0),
        ("Z",),
    )
    out: list[Item] = [draw.fill(gape, c.mouth)]
    if opening > 0.12:
        tongue = ellipse(mx, my - sag * 0.75 - deep * 0.56, (x1 - x0) * 0.22, opening * 0.17)
        out.append(draw.fill(tongue, c.tongue))
    return out


def _beard(skull: Skull, style: Style) -> Outline:
    beard = style.beard
    ends = beard.line[-1][0]
    low, high = max(-ends, -90 - skull.view), min(ends, 90 - skull.view)
    top = _seen_line(skull, beard.line, low, high)
    jaw_low, jaw_high = skull.on(low, beard.jaw), skull.on(high, beard.jaw)
    under = _over(skull, jaw_high, jaw_low, Hair(volume=beard.volume, crown=0.0), style.ease_deg, top=False)
    return _closed(top, under)


def _glasses(draw: _Pen, skull: Skull, c: Colours, ear_seen: bool) -> list[Item]:
    style = draw.style
    round_, thick = style.rim
    out: list[Item] = []
    rims: list[tuple[float, float, float]] = []
    for side in (-1, 1):
        if skull.facing(side * style.eyes_deg) < style.eye_gone:
            continue
        x, y = skull.on(side * style.eyes_deg, style.eyes_at - 0.01, 0.95)
        squeeze = max(0.6, min(1.0, skull.facing(side * style.eyes_deg) * 1.15))
        rims.append((x, y, round_ * squeeze))
        out.append(draw.line(ellipse(x, y, round_ * squeeze, round_), c.line, thick))
    rims.sort()
    if len(rims) == 2:
        (xa, ya, ra), (xb, yb, rb) = rims
        bridge: Outline = (("M", xa + ra, ya + 0.03), ("L", xb - rb, yb + 0.03))
        out.append(draw.line(bridge, c.line, thick))
    for side in (-1, 1):
        if ear_seen and rims and skull.facing(side * 96) > 0.2:
            ex, ey = skull.on(side * 96, 0.03)
            x, y, r = rims[0] if side < 0 else rims[-1]
            out.append(draw.line((("M", x + side * r, y + 0.03), ("L", ex, ey)), c.line, thick))
    return out

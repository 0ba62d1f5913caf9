"""Speech, thought, shout and whisper: the bubble's outlines, its tail drawn to a point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from trygtryk.geometry import Box, Outline, Point, ellipse, polygon, rounded

Kind = Literal["speech", "thought", "shout", "whisper"]

_SPIKES = 16
_SPIKE_DEPTH = 0.17
_SCALLOPS = 10
_DOTS = (0.05, 0.07, 0.095)
_DOT_GAP = 0.05
_ROOT = 0.26
"""How far inside the box a tail begins, in shares of the bubble's shorter side, as all that follows."""
_TAIL = 0.72
"""How far out of the box a tail comes at most: a longer one is a thorn."""


def bubble(kind: Kind, box: Box, tip: Point | None) -> Sequence[Outline]:
    """The outlines of a bubble, all in one ink, drawn together; without ``tip`` it has no tail.

    ``tip`` lies outside the box; a thought's row of dots ends there, a tail ends there or short of it, pointing at it.
    """
    if kind == "thought":
        return (*_cloud(box), *(_dots(box, tip) if tip else ()))
    if kind == "shout":
        return (_burst(box), *((_tail(box, tip, kind),) if tip else ()))
    radius = min(box.width_mm, box.height_mm) * (0.5 if kind == "whisper" else 0.36)
    return (rounded(box, radius), *((_tail(box, tip, kind),) if tip else ()))


def _edge(box: Box, towards: Point) -> Point:
    """Where the line from the middle of the box leaves the ellipse inside it."""
    x, y = box.centre
    rx, ry = box.width_mm / 2, box.height_mm / 2
    angle = math.atan2((towards[1] - y) / ry, (towards[0] - x) / rx)
    return x + rx * math.cos(angle), y + ry * math.sin(angle)


def _tail(box: Box, tip: Point, kind: Kind) -> Outline:
    short = min(box.width_mm, box.height_mm)
    half = short * (0.18 if kind == "whisper" else 0.24)
    inner = box.grown(-short * _ROOT)
    x, y = (
        min(max(tip[0], inner.x0_mm), inner.x1_mm) * 0.7 + box.centre[0] * 0.3,
        min(max(tip[1], inner.y0_mm), inner.y1_mm),
    )
    dx, dy = tip[0] - x, tip[1] - y
    length = math.hypot(dx, dy)
    cut = min(1.0, short * (_ROOT + _TAIL) / length)
    end = (x + dx * cut, y + dy * cut)
    nx, ny = -dy / length * half, dx / length * half
    # both sides bend the same way, so that the tail leans instead of stabbing; a shout's is one more of its spikes
    bend = 0.0 if kind == "shout" else 0.1 * cut * (1 if dx * dy < 0 else -1)
    mx, my = x + dx * cut * 0.5 - dy * bend, y + dy * cut * 0.5 + dx * bend
    return (
        ("M", x + nx, y + ny),
        ("C", x + nx, y + ny, mx + nx * 0.6, my + ny * 0.6, *end),
        ("C", mx - nx * 0.6, my - ny * 0.6, x - nx, y - ny, x - nx, y - ny),
        ("Z",),
    )


def _burst(box: Box) -> Outline:
    x, y = box.centre
    rx, ry = box.width_mm / 2, box.height_mm / 2
    step = math.tau / _SPIKES
    points: list[Point] = []
    for spike in range(_SPIKES):
        angle = (spike + 0.5) * step
        points.append((x + rx * math.cos(angle), y + ry * math.sin(angle)))
        between = angle + step / 2
        deep = 1 - _SPIKE_DEPTH
        points.append((x + rx * deep * math.cos(between), y + ry * deep * math.sin(between)))
    return polygon(*points)


def _cloud(box: Box) -> list[Outline]:
    x, y = box.centre
    radius = min(box.width_mm, box.height_mm) * 0.27
    rx, ry = box.width_mm / 2 - radius, box.height_mm / 2 - radius
    puffs = [
        ellipse(
            x + rx * math.cos(i * math.tau / _SCALLOPS + 0.3),
            y + ry * math.sin(i * math.tau / _SCALLOPS + 0.3),
            radius * (1.0 if i % 2 else 0.86),
        )
        for i in range(_SCALLOPS)
    ]
    return [ellipse(x, y, rx + radius * 0.5, ry + radius * 0.5), *puffs]


def _dots(box: Box, tip: Point) -> list[Outline]:
    """Dots that grow from the tip towards the cloud, each apart from the next; as many as there is room for."""
    x, y = _edge(box, tip)
    short = min(box.width_mm, box.height_mm)
    way = math.dist((x, y), tip)
    gap = short * _DOT_GAP
    dots: list[Outline] = []
    along = 0.0
    for share in _DOTS:
        radius = short * share
        along += radius if dots else 0.0
        if dots and along + radius > way:
            break
        dots.append(ellipse(tip[0] + (x - tip[0]) * along / way, tip[1] + (y - tip[1]) * along / way, radius))
        along += radius + gap
    return dots

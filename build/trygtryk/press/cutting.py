"""A page's tools as cutters take them: SVG and DXF in millimetres, a layer a tool, every corner a true arc.

SVG 1.1; DXF as of AutoCAD Release 12 (AC1009), which every program that cuts reads. A polyline's bulge is the tangent of
a quarter of the angle its arc turns through.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from trygtryk.geometry import Outline, Point
from trygtryk.model import Layer, Page, Shape

_NEAR_MM = 0.002
_HAIR_MM = 0.1
# the index of a colour that every program shows alike: magenta, cyan; white for a tool that is neither
_COLOURS = {"Cutting": 6, "Creasing": 4}
_OTHER = 7
_R12 = "AC1009"
_MILLIMETRES = 4


@dataclass(frozen=True, slots=True)
class _Line:
    """Points with the bulge of the way to the next (0: straight)."""

    points: tuple[tuple[float, float, float], ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class _Tool:
    """A tool's lines; its name is that of its plate, its colour ``#rrggbb``."""

    name: str
    step: str
    colour: str
    lines: tuple[_Line, ...]


def as_svg(page: Page, title: str) -> bytes:
    """The tools of a page at their size, y down from the trim's upper left corner."""
    box = page.trim
    wide, high = _number(box.width_mm), _number(box.height_mm)
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        f'version="1.1" width="{wide}mm" height="{high}mm" viewBox="0 0 {wide} {high}">',
        f"<title>{escape(title)}</title>",
    ]
    for tool in _tools(page):
        name = escape(tool.name)
        # an id has no spaces (XML 1.0, 2.3)
        out.append(
            f'<g id="{_plain(tool.name)}" inkscape:groupmode="layer" inkscape:label="{name}" '
            f'fill="none" stroke="{tool.colour}" stroke-width="{_HAIR_MM}">'
        )
        out += [f'<path d="{_path(line, box.x0_mm, box.y1_mm)}"/>' for line in tool.lines]
        out.append("</g>")
    return "\n".join([*out, "</svg>", ""]).encode()


def as_dxf(page: Page) -> bytes:
    """The tools of a page in millimetres, y up from the trim's lower left corner."""
    box, tools = page.trim, tuple(_tools(page))
    out: list[tuple[int, str | int]] = [
        (0, "SECTION"),
        (2, "HEADER"),
        *((9, "$ACADVER"), (1, _R12), (9, "$INSUNITS"), (70, _MILLIMETRES)),
        *((9, "$EXTMIN"), (10, "0"), (20, "0"), (30, "0")),
        *((9, "$EXTMAX"), (10, _number(box.width_mm)), (20, _number(box.height_mm)), (30, "0")),
        (0, "ENDSEC"),
        (0, "SECTION"),
        (2, "TABLES"),
        *((0, "TABLE"), (2, "LTYPE"), (70, 1), (0, "LTYPE"), (2, "CONTINUOUS"), (70, 0), (3, "Solid line")),
        *((72, 65), (73, 0), (40, "0"), (0, "ENDTAB"), (0, "TABLE"), (2, "LAYER"), (70, len(tools))),
    ]
    for tool in tools:
        colour = _COLOURS.get(tool.step, _OTHER)
        out += [(0, "LAYER"), (2, _plain(tool.name)), (70, 0), (62, colour), (6, "CONTINUOUS")]
    out += [(0, "ENDTAB"), (0, "ENDSEC"), (0, "SECTION"), (2, "ENTITIES")]
    for tool in tools:
        for line in tool.lines:
            layer = (8, _plain(tool.name))
            out += [(0, "POLYLINE"), layer, (66, 1), (10, "0"), (20, "0"), (30, "0"), (70, int(line.closed))]
            for x, y, bulge in line.points:
                at = ((10, _number(x - box.x0_mm)), (20, _number(y - box.y0_mm)), (30, "0"))
                out += [(0, "VERTEX"), layer, *at, *([(42, _number(bulge, 8))] if bulge else [])]
            out += [(0, "SEQEND"), layer]
    out += [(0, "ENDSEC"), (0, "EOF")]
    return "".join(f"{code}\n{value}\n" for code, value in out).encode("ascii")


def _tools(page: Page) -> Iterator[_Tool]:
    for layer in page.items:
        if not isinstance(layer, Layer) or not layer.step:
            continue
        strokes = [(item.outline, item.stroke.ink) for item in layer.items if isinstance(item, Shape) and item.stroke]
        # a line that is drawn twice is cut once
        outlines = dict.fromkeys(outline for outline, _ in strokes)
        lines = tuple(line for outline in outlines for line in _lines(outline))
        for ink in [ink for _, ink in strokes][:1]:
            yield _Tool(ink.spot or layer.name, layer.step[1], ink.srgb, lines)


def _lines(outline: Outline) -> Iterator[_Line]:
    """The outline's parts, a closed one without its first point again."""
    points: list[tuple[float, float, float]] = []
    at: Point = (0.0, 0.0)
    for segment in outline:
        if len(segment) == 3:
            letter, x, y = segment
            if letter == "M":
                if points:
                    yield _Line((*points, (*at, 0.0)), closed=False)
                points = []
            else:
                points.append((*at, 0.0))
            at = (x, y)
        elif len(segment) == 7:
            _, x1, y1, x2, y2, x3, y3 = segment
            points += _arcs(at, (x1, y1), (x2, y2), (x3, y3))
            at = (x3, y3)
        else:
            closing = [] if math.dist(at, points[0][:2]) < _NEAR_MM else [(*at, 0.0)]
            yield _Line((*points, *closing), closed=True)
            at, points = points[0][:2], []
    if points:
        yield _Line((*points, (*at, 0.0)), closed=False)


def _arcs(a: Point, b: Point, c: Point, d: Point) -> Iterator[tuple[float, float, float]]:
    """A Bézier curve as arcs that are nowhere further from it than two thousandths of a millimetre: where each begins,
    and its bulge."""
    ab, bc, cd = _middle(a, b), _middle(b, c), _middle(c, d)
    abc, bcd = _middle(ab, bc), _middle(bc, cd)
    middle = _middle(abc, bcd)
    halves = ((a, ab, abc, middle), (middle, bcd, cd, d))
    quarters = [
        _middle(_middle(_middle(p, q), _middle(q, r)), _middle(_middle(q, r), _middle(r, s))) for p, q, r, s in halves
    ]
    chord = math.dist(a, d)
    if max(math.dist(a, point) for point in (b, c, d)) < _NEAR_MM:
        yield (*a, 0.0)
        return
    if chord:
        # how far the curve's middle lies to the right of its chord
        rise = ((middle[0] - a[0]) * (d[1] - a[1]) - (middle[1] - a[1]) * (d[0] - a[0])) / chord
        bulge = 2 * rise / chord
        if all(_off(point, a, d, bulge) < _NEAR_MM for point in (*quarters, middle)):
            yield (*a, bulge)
            return
    for half in halves:
        yield from _arcs(*half)


def _off(point: Point, a: Point, d: Point, bulge: float) -> float:
    """How far a point lies from the arc of a bulge between two points."""
    chord = math.dist(a, d)
    along, up = (d[0] - a[0]) / chord, (d[1] - a[1]) / chord
    right = (point[0] - a[0]) * up - (point[1] - a[1]) * along
    if abs(bulge) * chord < _NEAR_MM:
        # a curve that turns back lies beyond its own ends
        ahead = (point[0] - a[0]) * along + (point[1] - a[1]) * up
        return math.hypot(right, ahead - min(chord, max(0.0, ahead)))
    radius = chord * (1 + bulge * bulge) / (4 * bulge)
    x, y = _middle(a, d)
    # the centre lies on the chord's bisector
    back = radius - bulge * chord / 2
    return abs(math.dist(point, (x - up * back, y + along * back)) - abs(radius))


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _path(line: _Line, left_mm: float, top_mm: float) -> str:
    first = line.points[0]
    out = [f"M{_number(first[0] - left_mm)} {_number(top_mm - first[1])}"]
    # Z draws the last straight line itself
    around = line.closed and line.points[-1][2]
    ends = (*line.points[1:], first) if around else line.points[1:]
    for (x0, y0, bulge), (x, y, _) in zip(line.points, ends, strict=False):
        to = f"{_number(x - left_mm)} {_number(top_mm - y)}"
        if bulge:
            radius = math.dist((x0, y0), (x, y)) * (1 + bulge * bulge) / (4 * abs(bulge))
            large, sweep = int(abs(bulge) > 1), int(bulge < 0)
            out.append(f"A{_number(radius)} {_number(radius)} 0 {large} {sweep} {to}")
        else:
            out.append(f"L{to}")
    return " ".join([*out, "Z"] if line.closed else out)


def _number(value: float, decimals: int = 4) -> str:
    """A number without what says nothing: 200, 0.1757."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}".rstrip("0").rstrip(".")


def _plain(name: str) -> str:
    """A name of letters and digits: all that a layer's has in every program."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)

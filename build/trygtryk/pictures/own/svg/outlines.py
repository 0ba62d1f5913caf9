"""SVG's shapes to plain outlines in user units, y down, begun and run round as SVG does (for dashes)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from trygtryk.geometry import Box, Outline, Point, Segment, cornered, ellipse, points, polygon, polyline, rectangle
from trygtryk.pictures.own.svg.values import NUMBER, UnreadError, bounded, length, numbers, parted

_COMMAND = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])")
_NUMBERS = re.compile(NUMBER)
_SEPARATOR = r"(?:\s+,?\s*|,\s*)"
_ARC = re.compile(
    rf"\s*({NUMBER}){_SEPARATOR}?({NUMBER}){_SEPARATOR}?({NUMBER}){_SEPARATOR}"
    rf"([01]){_SEPARATOR}?([01]){_SEPARATOR}?({NUMBER}){_SEPARATOR}?({NUMBER})(?:{_SEPARATOR})?"
)
_TAKES = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "S": 4, "Q": 4, "C": 6}
_SHOWN = 40


def outline(name: str, given: Mapping[str, str], attributes: Mapping[str, str], viewport: Point) -> Outline:
    """The outline of an element of that name, empty where it draws nothing; raises UnreadError.

    ``given`` holds its geometry properties, ``viewport`` is what percentages are of.
    """
    width, height = viewport
    diagonal = math.hypot(width, height) / math.sqrt(2)

    def at(key: str, whole: float) -> float:
        return length(given.get(key, "0"), whole)

    if name == "path":
        return path(attributes.get("d", ""))
    if name in ("polygon", "polyline"):
        found = numbers(attributes.get("points", ""))
        if len(found) % 2:
            raise UnreadError(attributes["points"])
        corners = tuple(zip(found[::2], found[1::2], strict=True))
        if len(corners) < 2:
            return ()
        return polygon(*corners) if name == "polygon" else polyline(*corners)
    if name == "line":
        ends = tuple(length(attributes.get(key, "0"), width if key[0] == "x" else height) for key in _ENDS)
        return polyline((ends[0], ends[1]), (ends[2], ends[3]))
    if name == "rect":
        return _rect(given, at("x", width), at("y", height), viewport)
    x, y = at("cx", width), at("cy", height)
    if name == "circle":
        radius = at("r", diagonal)
        return ellipse(x, y, radius) if radius > 0 else ()
    rx, ry = _radii(given, viewport)
    return ellipse(x, y, rx, ry) if rx > 0 and ry > 0 else ()


_ENDS = ("x1", "y1", "x2", "y2")


def parts(made: Outline) -> Iterator[Outline]:
    """The pieces of an outline, each begun by its own move."""
    begin = 0
    for end in range(1, len(made) + 1):
        if end == len(made) or made[end][0] == "M":
            yield made[begin:end]
            begin = end


def with_area(made: Outline) -> Outline:
    """The outline without the pieces that lie on one line: writers of PDF are free to draw those as hair lines."""
    kept = [part for part in parts(made) if not _straight(part)]
    return made if len(kept) == 1 and len(kept[0]) == len(made) else tuple(segment for part in kept for segment in part)


def _straight(part: Outline) -> bool:
    (x0, y0), *rest = points(part)
    along = next(((x - x0, y - y0) for x, y in rest if (x, y) != (x0, y0)), (0.0, 0.0))
    return all(abs(along[0] * (y - y0) - along[1] * (x - x0)) < 1e-12 for x, y in rest)


def _radii(given: Mapping[str, str], viewport: Point) -> tuple[float, float]:
    """Both radii: one that is not given is as the other (SVG 2, 10.2)."""
    found = [
        None if given.get(key, "auto").strip() == "auto" else length(given[key], whole)
        for key, whole in zip(("rx", "ry"), viewport, strict=True)
    ]
    rx, ry = (None if radius is not None and radius < 0 else radius for radius in found)
    return (ry or 0.0) if rx is None else rx, (rx or 0.0) if ry is None else ry


def _rect(given: Mapping[str, str], x: float, y: float, viewport: Point) -> Outline:
    width, height = (
        0.0 if given.get(key, "auto").strip() == "auto" else length(given[key], whole)
        for key, whole in zip(("width", "height"), viewport, strict=True)
    )
    if width <= 0 or height <= 0:
        return ()
    rx, ry = _radii(given, viewport)
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    right, foot = x + width, y + height
    if rx <= 0 or ry <= 0:
        return rectangle(Box(x, y, right, foot))
    return cornered(Box(x, y, right, foot), rx, ry)


def path(data: str) -> Outline:
    """The outline of path data, arcs and quadratics as cubics (SVG 2, 9.3); raises UnreadError at the first mistake."""
    if data.strip() in ("", "none"):
        return ()
    lead, *pieces = _COMMAND.split(data)
    if lead.strip() or not pieces or pieces[0] not in "Mm":
        raise UnreadError(data[:_SHOWN])
    pen = _Pen()
    for command, text in zip(pieces[::2], pieces[1::2], strict=True):
        if command in "Zz":
            if text.strip():
                raise UnreadError(command + text[:_SHOWN])
            pen.close()
        elif command in "Aa":
            _arcs(pen, text, relative=command == "a")
        else:
            found = _NUMBERS.findall(text)
            takes = _TAKES[command.upper()]
            if not found or len(found) % takes or not parted(text, found):
                raise UnreadError(command + text[:_SHOWN])
            values = bounded([float(value) for value in found], text)
            pen.draw(command.upper(), values, takes, relative=command.islower())
    return tuple(pen.made)


def _arcs(pen: _Pen, text: str, *, relative: bool) -> None:
    at = 0
    while at < len(text):
        found = _ARC.match(text, at)
        if not found:
            raise UnreadError("a" + text[at : at + _SHOWN])
        rx, ry, turned, large, sweep, x, y = bounded([float(value) for value in found.groups()], text)
        dx, dy = pen.at if relative else (0.0, 0.0)
        try:
            pen.arc(abs(rx), abs(ry), turned, bool(large), bool(sweep), (x + dx, y + dy))
        except (OverflowError, ZeroDivisionError) as error:  # radii of next to nothing
            raise UnreadError("a" + found[0][:_SHOWN]) from error
        at = found.end()
    if not text.strip() or text.rstrip().endswith(","):
        raise UnreadError("a" + text[:_SHOWN])


class _Pen:
    """Follows one path's data."""

    def __init__(self) -> None:
        self.made: list[Segment] = []
        self.at: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)
        self._open = False
        # the last control point, and of which kind of curve
        self._control: tuple[str, Point] = ("", (0.0, 0.0))

    def close(self) -> None:
        if self._open:
            self.made.append(("Z",))
        self.at, self._open, self._control = self._start, False, ("", self.at)

    def draw(self, letter: str, n: list[float], takes: int, *, relative: bool) -> None:
        for i in range(0, len(n), takes):
            x, y = self.at if relative else (0.0, 0.0)
            if letter == "M" and i == 0:
                self._move((n[0] + x, n[1] + y))
                continue
            self._begin()
            if letter in "ML":
                self._line((n[i] + x, n[i + 1] + y))
            elif letter == "H":
                self._line((n[i] + x, self.at[1]))
            elif letter == "V":
                self._line((self.at[0], n[i] + y))
            elif letter == "C":
                self._curve(n[i] + x, n[i + 1] + y, n[i + 2] + x, n[i + 3] + y, n[i + 4] + x, n[i + 5] + y)
            elif letter == "S":
                cx, cy = self._mirrored("C")
                self._curve(cx, cy, n[i] + x, n[i + 1] + y, n[i + 2] + x, n[i + 3] + y)
            elif letter == "Q":
                self._quadratic((n[i] + x, n[i + 1] + y), (n[i + 2] + x, n[i + 3] + y))
            else:
                self._quadratic(self._mirrored("Q"), (n[i] + x, n[i + 1] + y))

    def arc(self, rx: float, ry: float, turned_deg: float, large: bool, sweep: bool, end: Point) -> None:
        """An elliptical arc as cubics of at most a quarter (SVG 2, B.2.4)."""
        self._begin()
        if end == self.at:
            self._control = ("", end)
            return
        if not rx or not ry:
            return self._line(end)
        (x1, y1), (x2, y2) = self.at, end
        cos, sin = math.cos(math.radians(turned_deg)), math.sin(math.radians(turned_deg))
        dx, dy = (x1 - x2) / 2, (y1 - y2) / 2
        px, py = cos * dx + sin * dy, cos * dy - sin * dx
        short = (px / rx) ** 2 + (py / ry) ** 2
        if short > 1:
            rx, ry = rx * math.sqrt(short), ry * math.sqrt(short)
        over = (rx * py) ** 2 + (ry * px) ** 2
        factor = math.sqrt(max(0.0, (rx * ry) ** 2 - over) / over) * (-1 if large == sweep else 1)
        qx, qy = factor * rx * py / ry, -factor * ry * px / rx
        cx, cy = cos * qx - sin * qy + (x1 + x2) / 2, sin * qx + cos * qy + (y1 + y2) / 2
        begin = math.atan2((py - qy) / ry, (px - qx) / rx)
        span = math.atan2((-py - qy) / ry, (-px - qx) / rx) - begin
        span += (2 * math.pi if sweep and span < 0 else 0) - (2 * math.pi if not sweep and span > 0 else 0)
        count = max(1, math.ceil(abs(span) / (math.pi / 2) - 1e-9))
        step = span / count
        k = 4 / 3 * math.tan(step / 4)

        def point(u: float, v: float) -> Point:
            return cx + cos * rx * u - sin * ry * v, cy + sin * rx * u + cos * ry * v

        for n in range(count):
            a, b = begin + n * step, begin + (n + 1) * step
            first = point(math.cos(a) - k * math.sin(a), math.sin(a) + k * math.cos(a))
            second = point(math.cos(b) + k * math.sin(b), math.sin(b) - k * math.cos(b))
            last = end if n == count - 1 else point(math.cos(b), math.sin(b))
            self.made.append(("C", *first, *second, *last))
        self.at, self._control = end, ("", end)

    def _move(self, to: Point) -> None:
        if self.made and self.made[-1][0] == "M":
            self.made.pop()  # a point alone draws nothing
        self.made.append(("M", *to))
        self.at = self._start = to
        self._open, self._control = True, ("", to)

    def _begin(self) -> None:
        """After a closed outline the next begins where that one did."""
        if not self._open:
            self._move(self._start)

    def _line(self, to: Point) -> None:
        self.made.append(("L", *to))
        self.at, self._control = to, ("", to)

    def _curve(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        self.made.append(("C", x1, y1, x2, y2, x, y))
        self.at, self._control = (x, y), ("C", (x2, y2))

    def _quadratic(self, control: Point, to: Point) -> None:
        (x0, y0), (cx, cy), (x, y) = self.at, control, to
        self._curve(x0 + (cx - x0) * 2 / 3, y0 + (cy - y0) * 2 / 3, x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y)
        self._control = ("Q", control)

    def _mirrored(self, kind: str) -> Point:
        last, (x, y) = self._control
        return (2 * self.at[0] - x, 2 * self.at[1] - y) if last == kind else self.at

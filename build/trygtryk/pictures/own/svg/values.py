"""What stands in an SVG's attributes and properties: numbers, lengths, colours, transforms, view boxes."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from trygtryk.geometry import IDENTITY, Matrix, scale, shift, then, turn

NUMBER = r"[+-]?(?:\d*\.)?\d+(?:[eE][+-]?\d+)?"
"""A number as CSS and SVG write it; ``1.`` is none (CSS Values 4, 6.3)."""

_PX = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54}
_LENGTH = re.compile(rf"({NUMBER})([a-z%]*)", re.IGNORECASE)
_NUMBERS = re.compile(NUMBER)
_CALL = re.compile(r"\s*([a-zA-Z]+)\s*\(([^()]*)\)\s*,?")
_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'()]*))\s*\)")
_MOST = 1e12


class UnreadError(ValueError):
    """A value that is not among those that are read; its text is the value."""


@dataclass(frozen=True, slots=True)
class Rgb:
    """A colour of the screen as ``#rrggbb`` and how much of it covers, from 0 to 1."""

    srgb: str
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class View:
    """A view box and how it is fitted (SVG 2, 8.2): shares of the spare room left and above, or stretched."""

    x: float
    y: float
    width: float
    height: float
    across: float = 0.5
    down: float = 0.5
    fit: str = "meet"

    def matrix(self, width: float, height: float) -> Matrix:
        """From the view box to a viewport of that size."""
        sx, sy = width / self.width, height / self.height
        if self.fit != "none":
            sx = sy = min(sx, sy) if self.fit == "meet" else max(sx, sy)
        dx, dy = (width - self.width * sx) * self.across, (height - self.height * sy) * self.down
        return then(shift(-self.x, -self.y), then(scale(sx, sy), shift(dx, dy)))


def number(text: str) -> float:
    """A plain finite number; raises UnreadError."""
    if not _NUMBERS.fullmatch(text.strip()):
        raise UnreadError(text)
    return bounded([float(text)], text)[0]


def share(text: str) -> float:
    """A number or percentage from 0 to 1, as opacities are written; raises UnreadError."""
    percent = text.strip().endswith("%")
    found = number(text.strip().removesuffix("%")) / (100 if percent else 1)
    return min(max(found, 0.0), 1.0)


@lru_cache(maxsize=4096)
def length(text: str, whole: float) -> float:
    """A length in user units, a percentage being of ``whole``; raises UnreadError on units that hang on a font."""
    found = _LENGTH.fullmatch(text.strip())
    if not found or not abs(value := float(found[1])) < _MOST:
        raise UnreadError(text)
    if found[2] == "%":
        return value / 100 * whole
    if found[2].lower() not in _PX:
        raise UnreadError(text)
    return value * _PX[found[2].lower()]


def numbers(text: str) -> tuple[float, ...]:
    """Numbers parted by blanks or single commas; raises UnreadError."""
    found = _NUMBERS.findall(text)
    if not parted(text, found):
        raise UnreadError(text)
    return tuple(bounded([float(value) for value in found], text))


def bounded(values: list[float], text: str) -> list[float]:
    """The values, none so large that reckoning with it could overflow; raises UnreadError."""
    if values and not -_MOST < min(values) <= max(values) < _MOST:
        raise UnreadError(text[:40])
    return values


def parted(text: str, found: list[str]) -> bool:
    """Whether nothing but blanks and single commas stands between the values found, which are all of the text."""
    rest = text.count(" ") + text.count(",") + text.count("\n") + text.count("\t") + text.count("\r")
    if len(text) - rest != len("".join(found)):
        return False
    return "," not in text or not re.search(r",\s*,|^\s*,|,\s*$", text)


@lru_cache(maxsize=4096)
def colour(text: str) -> Rgb | None:
    """A colour; None where it is the current colour. Raises UnreadError on colours no screen of sRGB can show."""
    from tinycss2.color4 import parse_color

    text = text.strip()
    if _HEX.fullmatch(text):
        return Rgb(text.lower())
    found = parse_color(text) if len(text) < 200 else None
    if found == "currentcolor":
        return None
    # readers do not agree on a covering in percent after commas
    unsure = "," in text and re.search(r"%\s*\)$", text) and text.count(",") == 3
    if found is None or found.space not in ("srgb", "hsl", "hwb") or text.lower().startswith("color") or unsure:
        raise UnreadError(text)
    parts = [min(max(part or 0.0, 0.0), 1.0) for part in found.to("srgb").coordinates]
    return Rgb("#" + "".join(f"{math.floor(part * 255 + 0.5):02x}" for part in parts), found.alpha)


def reference(text: str) -> tuple[str, str]:
    """What ``url(...)`` points at, and what stands after it; raises UnreadError where it is no such reference."""
    found = _REFERENCE.match(text)
    if not found:
        raise UnreadError(text)
    return (found[1] or found[2] or found[3] or "").strip(), text[found.end() :].strip()


@lru_cache(maxsize=4096)
def transform(text: str) -> Matrix:
    """A list of transforms as one matrix; raises UnreadError (SVG 1.1, 7.6, and CSS Transforms 1, 8)."""
    made, at = IDENTITY, 0
    if text.strip() in ("", "none"):
        return made
    while at < len(text):
        found = _CALL.match(text, at)
        if not found or (found[0].endswith(",") and found.end() == len(text)):
            raise UnreadError(text)
        # in a style sheet the same numbers carry units
        given = re.sub(r"(?<=\d)(?:px|deg)(?=[\s,]|$)", "", found[2])
        made = then(_transform(found[1], numbers(given), text), made)
        at = found.end()
    return made


def _transform(name: str, n: tuple[float, ...], text: str) -> Matrix:
    match name, n:
        case "matrix", (a, b, c, d, e, f):
            return (a, b, c, d, e, f)
        case "translate", (x,):
            return shift(x, 0.0)
        case "translate", (x, y):
            return shift(x, y)
        case "scale", (s,):
            return scale(s)
        case "scale", (x, y):
            return scale(x, y)
        case "rotate", (degrees,):
            return turn(degrees)
        case "rotate", (degrees, x, y):
            return turn(degrees, (x, y))
        case "skewX", (degrees,):
            return (1.0, 0.0, _slant(degrees, text), 1.0, 0.0, 0.0)
        case "skewY", (degrees,):
            return (1.0, _slant(degrees, text), 0.0, 1.0, 0.0, 0.0)
        case _:
            raise UnreadError(text)


def _slant(degrees: float, text: str) -> float:
    return bounded([math.tan(math.radians(degrees))], text)[0]


_ALIGNED = {"min": 0.0, "mid": 0.5, "max": 1.0}


def view(box: str, fitted: str) -> View | None:
    """The view box with its ``preserveAspectRatio``; None where its area is nothing. Raises UnreadError."""
    found = numbers(box)
    if len(found) != 4 or min(found[2:]) < 0:
        raise UnreadError(box)
    if min(found[2:]) == 0:
        return None
    x, y, width, height = found
    words = fitted.split() or ["xMidYMid"]
    if words[0] == "none" and words[1:] in ([], ["meet"], ["slice"]):
        return View(x, y, width, height, fit="none")
    placed = re.fullmatch(r"x(Min|Mid|Max)Y(Min|Mid|Max)", words[0])
    if not placed or words[1:] not in ([], ["meet"], ["slice"]):
        raise UnreadError(fitted)
    across, down = (_ALIGNED[part.lower()] for part in placed.groups())
    return View(x, y, width, height, across, down, words[1] if words[1:] else "meet")

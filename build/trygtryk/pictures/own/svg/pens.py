"""How strokes are drawn: the pen in user units, and scaled to the page."""

from __future__ import annotations

import math
from xml.etree.ElementTree import Element

from trygtryk.geometry import Outline, Point, Segment, points
from trygtryk.model import Ink, Stroke
from trygtryk.pictures.own.strokes import DOT
from trygtryk.pictures.own.svg.drawing import Drawing
from trygtryk.pictures.own.svg.outlines import parts
from trygtryk.pictures.own.svg.style import Declared
from trygtryk.pictures.own.svg.values import UnreadError, length, number, reference

_CAPS = {"butt": "butt", "round": "round", "square": "square"}
_JOINS = {"miter": "miter", "round": "round", "bevel": "bevel"}
_UNINKED = Ink("", (0.0, 0.0, 0.0, 0.0), "#ffffff")


def pen(drawing: Drawing, element: Element, style: Declared, viewport: Point) -> Stroke | None:
    """The pen in user units, without ink yet; None where it draws nothing."""
    diagonal = math.hypot(*viewport) / math.sqrt(2)
    try:
        width = length(style.get("stroke-width", "1"), diagonal)
        dash = _dash(style.get("stroke-dasharray", "none"), diagonal)
        phase = length(style.get("stroke-dashoffset", "0"), diagonal)
        limit = number(style.get("stroke-miterlimit", "4"))
        cap = _CAPS[style.get("stroke-linecap", "butt").lower()]
        join = _JOINS[style.get("stroke-linejoin", "miter").lower()]
    except (UnreadError, KeyError) as error:
        drawing.unread("en streg", str(error))
        return None
    if dash and "pathLength" in element.attrib:
        drawing.fault("en stiplet streg med pathLength", "lav stregen om til kurver")
    if width < 0 or (limit < 1 and join == "miter"):
        drawing.unread("en streg", f"stroke-width {width:g}, stroke-miterlimit {limit:g}")
    if width <= 0:
        return None
    return Stroke(_UNINKED, width, dash, cap, join, max(limit, 1.0), phase)  # type: ignore[arg-type]


def dotted(made: Outline, stroke: Stroke) -> Outline:
    """The outline with its points drawn as SVG has it: a dot where the pen's end is no butt, nothing where it is.

    Writers of PDF are free to draw points otherwise (ISO 32000-1, 8.5.3.2), so a dot becomes a very short line.
    """
    out: list[Segment] = []
    for part in parts(made):
        if len(part) > 1 and len(set(points(part))) == 1:
            x, y = points(part)[0]
            part = () if stroke.cap == "butt" else (part[0], ("L", x + stroke.width_pt * DOT, y))
        out += part
    return made if len(out) == len(made) and tuple(out) == made else tuple(out)


def stroke_first(order: str) -> bool:
    """Whether ``paint-order`` puts the stroke beneath the fill (SVG 2, 13.8)."""
    words = [word for word in order.lower().split() if word != "markers"]
    return words[:1] == ["stroke"]


def _dash(text: str, diagonal: float) -> tuple[float, ...]:
    if text.lower() == "none":
        return ()
    found = tuple(length(part, diagonal) for part in text.replace(",", " ").split())
    found *= 1 + len(found) % 2
    # where nothing parts two dashes, browsers do not agree on the corners
    if not found or min(found) < 0 or (any(found) and not all(found[1::2])):
        raise UnreadError(text)
    return found if any(found) else ()


def pointed(drawing: Drawing, style: Declared) -> bool:
    """Whether a shape bears arrowheads; a marker that is not there draws nothing."""
    for end in ("marker-start", "marker-mid", "marker-end"):
        value = style.get(end, "none")
        if value.lower() == "none":
            continue
        try:
            target, _ = reference(value)
        except UnreadError:
            return True
        if not target.startswith("#") or target[1:] in drawing.tree.first:
            return True
    return False

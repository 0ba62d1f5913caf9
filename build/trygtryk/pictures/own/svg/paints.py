"""The paint of fills and strokes: colours, and what is referred to in place of one."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from trygtryk.pictures.own.svg.drawing import Drawing
from trygtryk.pictures.own.svg.style import Declared
from trygtryk.pictures.own.svg.tree import children, href, split
from trygtryk.pictures.own.svg.values import Rgb, UnreadError, colour, reference

_BLACK = Rgb("#000000")
_PATTERNS = frozenset(["pattern", "hatch", "mesh", "meshgradient", "meshGradient"])


def paint(drawing: Drawing, name: str, usual: str, style: Declared) -> Rgb | None:
    """The colour of a fill or a stroke, None where there is none (SVG 2, 13.2)."""
    text = style.get(name, usual)
    if text.lower() == "none":
        return None
    found = _server(drawing, text, style) if text.lower().startswith("url(") else flat(drawing, text, style)
    covers = drawing.share(style, f"{name}-opacity")
    return Rgb(found.srgb, found.alpha * covers) if found and found.alpha * covers else None


def flat(drawing: Drawing, text: str, style: Declared) -> Rgb | None:
    """A colour; None, and told, where it cannot be read."""
    try:
        return colour(text) or colour(style.get("color", "#000000")) or _BLACK
    except UnreadError as error:
        drawing.fault(f"en farve, der ikke læses her: »{error}«", "vælg farven igen som almindelig RGB")
        return None


def _server(drawing: Drawing, text: str, style: Declared) -> Rgb | None:
    """A paint that is referred to: a gradient of one colour is that colour, one that is not there its fallback."""
    try:
        target, fallback = reference(text)
    except UnreadError:
        drawing.fault(f"en farve, der ikke læses her: »{text[:40]}«")
        return None
    if not target.startswith("#"):
        drawing.fault("noget, der hentes udefra", "gem den, så alt ligger i filen")
        return None
    found = drawing.tree.first.get(target[1:])
    kind = split(found.tag)[1] if found is not None else ""
    if kind in _PATTERNS:
        drawing.fault("et mønster" if kind == "pattern" else f"<{kind}>", "tegn det ud som former")
        return None
    if found is None or kind not in ("linearGradient", "radialGradient"):
        return flat(drawing, fallback, style) if fallback not in ("", "none") else None
    stops = _stops(drawing, found)
    if len(set(stops)) > 1 or (not stops and fallback):
        drawing.fault("en farveovergang", "brug flade farver")
        return None
    return stops[0] if stops else None


def _stops(drawing: Drawing, gradient: Element | None) -> list[Rgb]:
    """The colours of a gradient, or of the one it refers to."""
    seen: list[Element] = []
    while gradient is not None and gradient not in seen:
        stops = [child for name, child in children(gradient) if name == "stop"]
        if stops:
            made = []
            for stop in stops:
                style = drawing.style(stop, drawing.resolved(gradient))
                found = flat(drawing, style.get("stop-color", "#000000"), style) or _BLACK
                made.append(Rgb(found.srgb, found.alpha * drawing.share(style, "stop-opacity")))
            return made
        seen.append(gradient)
        gradient = drawing.tree.first.get(href(gradient)[1:])
    return []

"""Somebody's own SVG drawing as flat shapes; what could do harm, or would not print as seen, is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, ParseError

from trygtryk.errors import BuildError, Fault, Place, refuse
from trygtryk.geometry import Box, Segment
from trygtryk.model import Group, Ink, Shape, Stroke
from trygtryk.pictures.conversion import Conversion
from trygtryk.units import pt

if TYPE_CHECKING:
    from svgelements import Path as Drawn

MOST_BYTES, MOST_ELEMENTS = 4_000_000, 20_000

_HARMFUL = {
    "script": "scripts",
    "foreignObject": "fremmed indhold (foreignObject)",
    "image": "et indlejret billede",
    "iframe": "en anden side",
    "a": "links",
    "animate": "animation",
    "animateTransform": "animation",
    "animateMotion": "animation",
    "set": "animation",
}
_FLATTEN = {
    "text": ("skrift", "lav skriften om til kurver i tegneprogrammet"),
    "linearGradient": ("farveovergange", "brug flade farver"),
    "radialGradient": ("farveovergange", "brug flade farver"),
    "pattern": ("mønstre", "tegn mønsteret ud som former"),
    "mask": ("masker", "skær formerne til i tegneprogrammet"),
    "clipPath": ("beskæringer", "skær formerne til i tegneprogrammet"),
    "filter": ("filtre", "brug flade farver"),
    "symbol": ("symboler", "løs symbolerne op i tegneprogrammet"),
}
_CAPS = {"butt": "butt", "round": "round", "square": "square"}
_JOINS = {"miter": "miter", "round": "round", "bevel": "bevel"}


def own_svg(path: Path, area: Box, conversion: Conversion, place: Place) -> Group:
    """The drawing covering ``area``, as flat shapes.

    Raises BuildError on XML with entities or a document type, on scripts, links and anything fetched from
    elsewhere, on what is not flat (transparency, gradients, text), and on files too large to be a drawing.
    """
    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        raise refuse("tegningen fylder for meget til at være en tegning", place, "forenkl den, eller gem den som PNG")
    _inspect(_parsed(data, place), place)
    from svgelements import SVG, Color
    from svgelements import Path as Curves
    from svgelements import Shape as Figure

    try:
        drawing = SVG.parse(BytesIO(data), color="black")
        width, height = float(drawing.width), float(drawing.height)
        figures = [figure for figure in drawing.elements() if isinstance(figure, Figure)]
    except (ValueError, TypeError, AttributeError, ZeroDivisionError, RecursionError) as error:
        raise refuse("tegningen kan ikke læses som SVG", place, "gem den igen som almindelig SVG") from error
    if not figures or not width > 0 or not height > 0:
        raise refuse("tegningen er tom eller har ingen størrelse", place, "giv svg-elementet en viewBox")
    size = max(area.width_mm / width, area.height_mm / height)
    left, top = area.centre[0] - width * size / 2, area.centre[1] + height * size / 2

    def ink(colour: Any) -> Ink | None:
        if not isinstance(colour, Color) or colour.value is None:
            return None
        return conversion.ink(f"#{colour.red:02x}{colour.green:02x}{colour.blue:02x}")

    items: list[Shape] = []
    for figure in figures:
        outline = tuple(_segments(Curves(figure), left, top, size))
        fill = ink(figure.fill)
        stroke = None
        if (line := ink(figure.stroke)) and figure.stroke_width:
            values = figure.values
            stroke = Stroke(
                line,
                pt(float(figure.stroke_width) * size),
                cap=_CAPS.get(values.get("stroke-linecap", ""), "butt"),  # type: ignore[arg-type]
                join=_JOINS.get(values.get("stroke-linejoin", ""), "miter"),  # type: ignore[arg-type]
            )
        if outline and (fill or stroke):
            items.append(Shape(outline, fill, stroke, figure.values.get("fill-rule") == "evenodd"))
    return Group(tuple(items))


def _segments(curves: Drawn, left: float, top: float, size: float) -> Iterator[Segment]:
    """A path's segments in the card's millimetres, arcs and quadratics as cubics."""
    import svgelements as svg

    def point(p: Any) -> tuple[float, float]:
        return left + p.x * size, top - p.y * size

    for part in curves:
        if isinstance(part, svg.Move):
            yield ("M", *point(part.end))
        elif isinstance(part, svg.Close):
            yield ("Z",)
        elif isinstance(part, svg.Line):
            yield ("L", *point(part.end))
        elif isinstance(part, svg.Arc):
            for cubic in part.as_cubic_curves():
                yield ("C", *point(cubic.control1), *point(cubic.control2), *point(cubic.end))
        elif isinstance(part, svg.QuadraticBezier):
            (x0, y0), (x1, y1), (x2, y2) = (point(p) for p in (part.start, part.control, part.end))
            yield (
                "C",
                x0 + (x1 - x0) * 2 / 3,
                y0 + (y1 - y0) * 2 / 3,
                x2 + (x1 - x2) * 2 / 3,
                y2 + (y1 - y2) * 2 / 3,
                x2,
                y2,
            )
        else:
            yield ("C", *point(part.control1), *point(part.control2), *point(part.end))


def _parsed(data: bytes, place: Place) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return fromstring(data, forbid_dtd=True)  # type: ignore[no-any-return]
    except DefusedXmlException as error:
        raise refuse(
            "tegningen har en dokumenttype eller egne entiteter, og det kan skade",
            place,
            "gem den som »almindelig SVG«",
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise refuse("tegningen er ikke gyldig XML", place, "gem den igen som almindelig SVG") from error


def _inspect(tree: Element, place: Place) -> None:
    """Raises BuildError naming everything that may not stand in a drawing."""
    faults: dict[str, Fault] = {}

    def fault(message: str, hint: str) -> None:
        faults.setdefault(message, Fault(message, place, hint))

    elements = list(tree.iter())
    if _local(tree.tag) != "svg":
        fault("filen er ikke en SVG-tegning", "gem den igen som almindelig SVG")
    if len(elements) > MOST_ELEMENTS:
        fault("tegningen har for mange dele", "forenkl den, eller gem den som PNG")
    reused = {e.get("id") for e in elements if any(_local(child.tag) == "use" for child in e.iter())}
    for element in elements:
        name = _local(element.tag)
        if name in _HARMFUL:
            fault(f"tegningen indeholder {_HARMFUL[name]}", "fjern det i tegneprogrammet, og gem som almindelig SVG")
        if name in _FLATTEN:
            what, hint = _FLATTEN[name]
            fault(f"tegningen indeholder {what}", hint)
        if name == "style" and element.text:
            _inspect_style(element.text, fault)
        for key, value in element.attrib.items():
            attribute = _local(key)
            if attribute.startswith("on"):
                fault("tegningen indeholder scripts", "fjern dem, og gem som almindelig SVG")
            elif attribute in ("href", "src"):
                if not value.startswith("#"):
                    fault("tegningen henter noget udefra", "gem den, så alt ligger i filen")
                elif value[1:] in reused:
                    fault("tegningen genbruger dele i flere lag", "løs klonerne op i tegneprogrammet")
            elif attribute in ("opacity", "fill-opacity", "stroke-opacity"):
                _inspect_style(f"{attribute}:{value}", fault)
            else:
                _inspect_style(value, fault)
    if faults:
        raise BuildError(*faults.values())


def _inspect_style(text: str, fault: Any) -> None:
    if re.search(r"@import|@font-face|url\(\s*['\"]?\s*[^#'\"\s)]", text, re.IGNORECASE):
        fault("tegningen henter noget udefra", "gem den, så alt ligger i filen")
    for share in re.findall(r"opacity\s*:\s*([^;}\s]+)", text):
        try:
            solid = float(share.rstrip("%")) / (100 if share.endswith("%") else 1) == 1
        except ValueError:
            solid = False
        if not solid:
            fault("tegningen indeholder gennemsigtighed", "brug flade farver uden gennemsigtighed")


def _local(name: Any) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""

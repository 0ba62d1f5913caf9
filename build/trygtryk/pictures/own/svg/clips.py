"""What elements are seen through: clip paths, as outlines on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from trygtryk.geometry import Matrix, Outline, Point, bounds, shift, then
from trygtryk.pictures.own.svg.drawing import Drawing
from trygtryk.pictures.own.svg.style import Declared
from trygtryk.pictures.own.svg.tree import children, href, split
from trygtryk.pictures.own.svg.values import UnreadError, reference

Clip = tuple[Outline, bool]
"""An outline and whether its inside is told by the even-odd rule."""

SHAPES = frozenset(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"])
_WAY = "skær formerne til i tegneprogrammet"


class Clips:
    """Reads clip paths; ``place`` puts an outline on the page under a matrix."""

    def __init__(self, drawing: Drawing, place: Callable[[Outline, Matrix], Outline]) -> None:
        self._drawing, self._place = drawing, place

    def of(
        self, style: Declared, matrix: Matrix, viewport: Point, through: tuple[Element, ...] = ()
    ) -> list[Clip] | None:
        """The outlines, all of which an element is seen through; None where nothing of it is."""
        value, drawing = style.get("clip-path", "none"), self._drawing
        if value.lower() == "none":
            return []
        try:
            target, rest = reference(value)
        except UnreadError:
            target, rest = "", value
        found = drawing.tree.first.get(target[1:])
        if target.startswith("#") and not rest and found is None:
            return []  # a clip that is not there clips nothing (CSS Masking 1, 5)
        if found is None or rest or split(found.tag)[1] != "clipPath" or found in through:
            drawing.fault(f"en beskæring (clip-path: {value[:40]})", _WAY)
            return []
        if found.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse":
            drawing.fault("en beskæring, der følger formens størrelse (objectBoundingBox)", _WAY)
            return []
        own = drawing.resolved(found)
        inner = drawing.moved(own, matrix)
        if inner is None:
            return []
        shapes = [clip for name, child in children(found) for clip in self._shapes(name, child, own, inner, viewport)]
        outer = self.of(own, inner, viewport, (*through, found)) if shapes else None
        return None if outer is None else [self._united(shapes), *outer]

    def _shapes(self, name: str, element: Element, above: Declared, matrix: Matrix, viewport: Point) -> Iterator[Clip]:
        drawing = self._drawing
        if name in ("title", "desc", "metadata") or not drawing.wanted(element):
            return
        style = drawing.style(element, above)
        if style.get("display", "").lower() == "none" or style.get("visibility", "visible").lower() != "visible":
            return
        placed = drawing.moved(style, matrix)
        if name == "use" and placed and (found := drawing.tree.first.get(href(element)[1:])) is not None:
            name = split(found.tag)[1]
            by = shift(drawing.length(style, "x", viewport[0]), drawing.length(style, "y", viewport[1]))
            element, style = found, drawing.style(found, style)
            placed = drawing.moved(style, then(by, placed))
        if name not in SHAPES or style.get("clip-path", "none") != "none":
            return drawing.fault(f"en beskæring af <{name}>", _WAY)
        made = drawing.outline(element, name, style, viewport)
        if made and placed:
            yield self._place(made, placed), style.get("clip-rule", "nonzero").lower() == "evenodd"

    def _united(self, shapes: list[Clip]) -> Clip:
        """Several outlines as one clip: they may not overlap, or a hole could come where both are."""
        boxes = [bounds(made) for made, _ in shapes]
        if len({even_odd for _, even_odd in shapes}) > 1 or any(
            box.meets(other) for n, box in enumerate(boxes) for other in boxes[:n]
        ):
            self._drawing.fault("en beskæring af former, der overlapper", _WAY)
        return tuple(segment for made, _ in shapes for segment in made), shapes[0][1]

"""Somebody's own SVG drawing as flat shapes: drawn as a browser draws it, or refused with the way out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from trygtryk.errors import BuildError, Fault, Place, refuse
from trygtryk.geometry import (
    Box,
    Matrix,
    Outline,
    Point,
    Segment,
    bounds,
    rectangle,
    scale,
    shift,
    sized,
    then,
    transformed,
)
from trygtryk.model import Group, Ink, Item, Shape, Stroke
from trygtryk.pictures.conversion import Conversion
from trygtryk.pictures.crop import covering
from trygtryk.pictures.svg.outlines import outline
from trygtryk.pictures.svg.style import GEOMETRY, INHERITED, Declared, read_styles
from trygtryk.pictures.svg.tree import Tree, children, href, read_tree, split
from trygtryk.pictures.svg.values import (
    Rgb,
    UnreadError,
    View,
    colour,
    length,
    numbers,
    reference,
    share,
    transform,
    view,
)
from trygtryk.sources.own_pictures import Crop
from trygtryk.units import pt

MOST_DRAWN, MOST_SEGMENTS = 50_000, 300_000
"""How many elements and how many pieces of outlines a drawing may come to, clones counted each time."""
_MOST_NESTED = 150
_MOST_FAULTS = 6
_WORLD = Box(-100_000.0, -100_000.0, 100_000.0, 100_000.0)
_LONGEST_PT = 99_999.0
_NEXT_TO_NOTHING = 1e-9
_DOT = 0.002
"""The length of a dot, in widths of the pen."""

_SHAPES = frozenset(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"])
_GROUPS = frozenset(["g", "a"])
_UNSEEN = frozenset(
    [
        "clipPath",
        "color-profile",
        "cursor",
        "defs",
        "desc",
        "filter",
        "font",
        "font-face",
        "linearGradient",
        "marker",
        "mask",
        "metadata",
        "pattern",
        "radialGradient",
        "style",
        "symbol",
        "title",
        "view",
    ]
)
_LIVING = {
    "script": ("et script", "fjern det"),
    **dict.fromkeys(
        ["animate", "animateTransform", "animateMotion", "animateColor", "set", "discard"],
        ("animation", "gem den uden animation"),
    ),
}
_REFUSED = {
    "text": ("skrift", "lav skriften om til kurver"),
    "image": ("et indlejret billede", "læg billedet ved siden af, eller tegn det efter"),
    "foreignObject": ("fremmed indhold (foreignObject), ofte skrift", "lav det om til kurver"),
}
_CAPS = {"butt": "butt", "round": "round", "square": "square"}
_JOINS = {"miter": "miter", "round": "round", "bevel": "bevel"}


def own_svg(data: bytes, area: Box, conversion: Conversion, place: Place, crop: Crop | None = None) -> Group:
    """The drawing, or the part of it that ``crop`` keeps, covering ``area`` as flat shapes on white.

    Raises BuildError naming everything visible that is not read, and on files past the limits.
    """
    return _Reader(read_tree(data, place), area, conversion, place).drawn(crop)


@dataclass(frozen=True, slots=True)
class _At:
    """Where in the tree the reader is: the way to millimetres, the style so far, what percentages are of."""

    matrix: Matrix
    style: Declared
    viewport: Point
    depth: int = 0
    clones: tuple[Element, ...] = ()
    clipping: bool = False


class _Reader:
    """One reading of one drawing."""

    def __init__(self, tree: Tree, area: Box, conversion: Conversion, place: Place) -> None:
        self._tree, self._area, self._conversion, self._place = tree, area, conversion, place
        self._styles = read_styles(tree, place)
        self._faults: dict[str, Fault] = {}
        self._items: list[Item] = []
        self._outlines: dict[tuple[int, Point], Outline] = {}
        self._drawn = self._segments = 0
        self._px_mm = 1.0

    def drawn(self, crop: Crop | None) -> Group:
        root = self._tree.root
        self._living()
        style = self._style(root, {})
        self._wanted(root)
        view = self._view(root)
        width, height = self._size(style, view)
        if not (_NEXT_TO_NOTHING < width < 1e9 and _NEXT_TO_NOTHING < height < 1e9):
            raise refuse("tegningen har ingen størrelse", self._place, "giv svg-elementet en viewBox")
        whole = covering(width, height, self._area, crop)
        self._px_mm = whole.width_mm / width
        page = then(scale(self._px_mm, -self._px_mm), shift(whole.x0_mm, whole.y1_mm))
        matrix = then(view.matrix(width, height), page) if view else page
        ground = Shape(rectangle(self._area), self._ground(style))
        at = _At(matrix, style, (view.width, view.height) if view else (width, height))
        if style.get("display", "").lower() != "none":
            self._inside(root, "svg", style, at)
        if self._faults:
            told = list(self._faults.values())
            raise BuildError(*(replace(fault, hint=self._way(fault.hint)) for fault in told[:_MOST_FAULTS]))
        if not self._items:
            raise refuse("tegningen er tom", self._place, "se efter, om der ligger noget inden for siden")
        return Group((ground, *self._items))

    # what is told

    def _fault(self, what: str, way: str = "") -> None:
        self._faults.setdefault(what, Fault(f"tegningen har {what}", self._place, way))

    def _way(self, way: str) -> str:
        program = f" i {self._tree.program}" if self._tree.program else ""
        saved = f"gem tegningen som PDF eller PNG{program}"
        return f"{way}, eller {saved}" if way else saved

    def _unread(self, what: str, value: str) -> None:
        self._fault(f"{what}, der ikke kan læses: »{value[:60]}«")

    def _living(self) -> None:
        """Tells of what could change the drawing while it is looked at, wherever it stands."""
        for element in self._tree.root.iter():
            name = split(element.tag)[1]
            if name in _LIVING:
                self._fault(*_LIVING[name])
            if any(key.startswith("on") for key in element.attrib):
                self._fault(*_LIVING["script"])

    # the page

    def _view(self, element: Element) -> View | None:
        try:
            if box := element.get("viewBox", "").strip():
                return view(box, element.get("preserveAspectRatio", ""))
        except UnreadError as error:
            raise refuse(f"tegningens viewBox kan ikke læses: »{error}«", self._place, self._way("")) from error
        return None

    def _size(self, style: Declared, view: View | None) -> Point:
        """The page in pixels; what is not given follows the view box (CSS Images 3, 5.3)."""
        given: list[float | None] = []
        for key in ("width", "height"):
            text = style.get(key, "auto")
            try:
                given.append(None if text == "auto" or text.endswith("%") else length(text, 0.0))
            except UnreadError as error:
                raise refuse(
                    f"tegningens størrelse kan ikke læses: {key}=»{error}«", self._place, "skriv den i mm eller px"
                ) from error
        width, height = given
        if width is not None and height is not None:
            return width, height
        if view is None:
            return 0.0, 0.0
        if width is None and height is None:
            return view.width, view.height
        return (
            (width, width * view.height / view.width)
            if width
            else ((height or 0) * view.width / view.height, height or 0)
        )

    def _ground(self, style: Declared) -> Ink:
        made = None
        for name in ("background", "background-color"):
            if name in style and style[name] != "none":
                made = self._covering(self._colour(style[name], style), 1.0)
        return made or self._conversion.ink("#ffffff")

    # the tree

    def _style(self, element: Element, above: Declared) -> Declared:
        """The element's style; INHERITED properties come down to it."""
        style = {name: value for name, value in above.items() if name in INHERITED}
        for name, value in self._styles.of(element, self._faults).items():
            word = value.lower()
            if word == "inherit" and name not in INHERITED | GEOMETRY:
                style[name] = above.get(name, "")
            elif word == "initial" or (word == "unset" and name not in INHERITED):
                style.pop(name, None)
            elif word in ("revert", "revert-layer") or "var(" in word or (word == "inherit" and name in GEOMETRY):
                self._fault(f"»{name}: {value[:40]}«, som ikke læses her")
            elif word not in ("inherit", "unset"):
                style[name] = value
        return {name: value for name, value in style.items() if value}

    def _resolved(self, element: Element) -> Declared:
        """The style of an element that is referred to, from where it stands in the tree."""
        above = self._tree.parents.get(element)
        return self._style(element, {} if above is None else self._resolved(above))

    def _walk(self, name: str, element: Element, at: _At) -> None:
        if name in _UNSEEN:
            return
        if at.depth > _MOST_NESTED or self._drawn > MOST_DRAWN:
            raise self._too_much()
        if not self._wanted(element):
            return
        style = self._style(element, at.style)
        if style.get("display", "").lower() == "none":
            return
        self._drawn += 1
        if name in _REFUSED:
            if name != "text" or len(element) or (element.text or "").strip():
                self._fault(*_REFUSED[name])
        elif name in _SHAPES or name in _GROUPS or name in ("svg", "use", "switch"):
            at = replace(at, style=style, depth=at.depth + 1)
            if given := style.get("transform"):
                try:
                    at = replace(at, matrix=then(transform(given), at.matrix))
                except UnreadError as error:
                    return self._unread("en transform", str(error))
            self._inside(element, name, style, at)
        else:
            self._fault(f"<{name}>, som ikke læses her")

    def _inside(self, element: Element, name: str, style: Declared, at: _At, size: Declared | None = None) -> None:
        """Draws an element with what belongs to it as a whole: how it is clipped and how much it covers."""
        covers = self._share(style, "opacity")
        if covers == 0:
            return
        if covers < 1:
            return self._fault("gennemsigtighed (opacity)", "brug flade farver, der dækker")
        clips = self._clips(style.get("clip-path", "none"), at, ())
        if clips is None:
            return
        before, self._items = self._items, []
        if size is None:
            self._draw(element, name, style, at)
        else:
            self._viewport(element, style, at, size)
        made = tuple(self._items)
        self._items = before
        for outline_, even_odd in clips:
            made = (Group(made, clip=outline_, even_odd=even_odd),) if made else ()
        self._items += made

    def _draw(self, element: Element, name: str, style: Declared, at: _At) -> None:
        if name in _SHAPES:
            self._shape(element, name, style, at)
        elif name == "use":
            self._use(element, style, at)
        elif name == "switch":
            for child_name, child in children(element):
                if child_name not in _UNSEEN and self._wanted(child):
                    return self._walk(child_name, child, at)
        elif name == "svg" and element is not self._tree.root:
            self._viewport(element, style, at, {})
        else:
            for child_name, child in children(element):
                self._walk(child_name, child, at)

    def _wanted(self, element: Element) -> bool:
        """Whether an element's conditions hold (SVG 2, 5.9): nothing is an extension, and the language is the reader's."""
        if "systemLanguage" in element.attrib:
            self._fault("dele, der hører til ét sprog (systemLanguage)", "gem den med ét sprog")
        return "requiredExtensions" not in element.attrib

    def _too_much(self) -> BuildError:
        return refuse(
            "tegningen har for mange dele eller for indviklede kurver",
            self._place,
            "forenkl den, eller gem den som PNG",
        )

    # clones and pages inside the page

    def _use(self, element: Element, style: Declared, at: _At) -> None:
        target = href(element)
        if target and not target.startswith("#"):
            return self._fault("noget, der hentes udefra", "gem den, så alt ligger i filen")
        found = self._tree.first.get(target[1:]) if target else None
        if found is None:
            return
        if found in at.clones or len(at.clones) > 10:
            return self._fault("kloner, der indeholder sig selv (use)", "løs klonerne op")
        name = split(found.tag)[1]
        moved = shift(self._at(style, "x", at.viewport[0]), self._at(style, "y", at.viewport[1]))
        at = replace(at, matrix=then(moved, at.matrix), clones=(*at.clones, found), depth=at.depth + 1)
        if name in ("symbol", "svg"):
            inner = self._style(found, style)
            if found.get("transform") or "transform" in inner:
                return self._fault("et symbol med transform", "løs symbolerne op")
            if inner.get("display", "").lower() != "none":
                given = {key: style[key] for key in ("width", "height") if style.get(key, "auto") != "auto"}
                self._inside(found, name, inner, replace(at, style=inner), given)
        else:
            self._walk(name, found, at)

    def _viewport(self, element: Element, style: Declared, at: _At, given: Mapping[str, str]) -> None:
        """An svg or a symbol inside the page: its own coordinates, clipped to its own size."""
        size = {**style, **given}
        x, y = (
            self._at(style, key, at.viewport[n]) if element.tag.endswith("}svg") else 0.0 for n, key in enumerate("xy")
        )
        try:
            width, height = (
                whole if size.get(key, "auto") == "auto" else length(size[key], whole)
                for key, whole in zip(("width", "height"), at.viewport, strict=True)
            )
        except UnreadError as error:
            return self._unread("en størrelse", str(error))
        if width <= 0 or height <= 0:
            return
        inner_view = self._view(element)
        if inner_view is None and element.get("viewBox", "").strip():
            return
        placed = then(shift(x, y), at.matrix)
        inner = then(inner_view.matrix(width, height), placed) if inner_view else placed
        viewport = (inner_view.width, inner_view.height) if inner_view else (width, height)
        before, self._items = self._items, []
        for child_name, child in children(element):
            self._walk(child_name, child, replace(at, matrix=inner, viewport=viewport, style=style, depth=at.depth + 1))
        made = tuple(self._items)
        self._items = before
        clip = transformed(rectangle(sized(0, 0, width, height)), placed)
        if made and style.get("overflow", "hidden").lower() not in ("visible", "auto") and not self._whole(clip):
            made = (Group(made, clip=clip),)
        self._items += made

    # clips

    def _clips(self, value: str, at: _At, through: tuple[Element, ...]) -> list[tuple[Outline, bool]] | None:
        """The outlines an element is seen through; None where nothing of it is."""
        if value.lower() == "none":
            return []
        try:
            target, rest = reference(value)
        except UnreadError:
            self._fault(f"en beskæring (clip-path: {value[:40]})", "skær formerne til i tegneprogrammet")
            return []
        found = self._tree.first.get(target[1:])
        if found is None and target.startswith("#") and not rest:
            return []
        if found is None or rest or split(found.tag)[1] != "clipPath" or found in through:
            self._fault(f"en beskæring (clip-path: {value[:40]})", "skær formerne til i tegneprogrammet")
            return []
        if found.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse":
            self._fault("en beskæring, der følger formens størrelse (objectBoundingBox)", "skær formerne til")
            return []
        style = self._resolved(found)
        try:
            inner = replace(
                at, matrix=then(transform(style.get("transform", "")), at.matrix), style=style, clipping=True
            )
        except UnreadError as error:
            self._unread("en transform", str(error))
            return []
        shapes = [part for name, child in children(found) for part in self._clip_shapes(name, child, inner)]
        if not shapes:
            return None
        outer = self._clips(style.get("clip-path", "none"), inner, (*through, found))
        if outer is None:
            return None
        clip = self._united(shapes)
        return outer if self._whole(clip[0]) else [clip, *outer]

    def _clip_shapes(self, name: str, element: Element, at: _At) -> Iterator[tuple[Outline, bool]]:
        if name in _UNSEEN or not self._wanted(element):
            return
        style = self._style(element, at.style)
        if style.get("display", "").lower() == "none" or style.get("visibility", "visible").lower() != "visible":
            return
        try:
            matrix = then(transform(style.get("transform", "")), at.matrix)
            if name == "use" and (found := self._tree.first.get(href(element)[1:])) is not None:
                name = split(found.tag)[1]
                moved = shift(self._at(style, "x", at.viewport[0]), self._at(style, "y", at.viewport[1]))
                matrix, element, style = then(moved, matrix), found, self._style(found, style)
                matrix = then(transform(style.get("transform", "")), matrix)
        except UnreadError as error:
            return self._unread("en transform", str(error))
        if name not in _SHAPES or style.get("clip-path", "none") != "none":
            return self._fault(f"en beskæring af <{name}>", "skær formerne til i tegneprogrammet")
        made = self._outline(element, name, style, at.viewport)
        if made:
            yield self._placed(made, matrix), style.get("clip-rule", "nonzero").lower() == "evenodd"

    def _united(self, shapes: list[tuple[Outline, bool]]) -> tuple[Outline, bool]:
        """Several outlines as one clip: they may not overlap, or a hole could come where both are."""
        boxes = [bounds(made) for made, _ in shapes]
        if len({even_odd for _, even_odd in shapes}) > 1 or any(
            _meet(box, other) for n, box in enumerate(boxes) for other in boxes[:n]
        ):
            self._fault("en beskæring af former, der overlapper", "skær formerne til i tegneprogrammet")
        return tuple(segment for made, _ in shapes for segment in made), shapes[0][1]

    def _whole(self, clip: Outline) -> bool:
        """Whether a clip is an upright rectangle round everything that is seen."""
        corners = [segment[1:] for segment in clip if len(segment) == 3]
        upright = len(corners) == len(clip) - 1 and clip[-1][0] == "Z" and len(corners) in (4, 5)
        box = bounds(clip)
        sides = (box.x0_mm, box.y0_mm, box.x1_mm, box.y1_mm)
        tidy = all(
            min(abs(x - sides[0]), abs(x - sides[2])) < 1e-6 and min(abs(y - sides[1]), abs(y - sides[3])) < 1e-6
            for x, y in corners
        )
        return upright and tidy and len(set(corners)) == 4 and box.contains(self._area, 0.01)

    # shapes

    def _shape(self, element: Element, name: str, style: Declared, at: _At) -> None:
        if style.get("visibility", "visible").lower() in ("hidden", "collapse"):
            return
        made = self._outline(element, name, style, at.viewport)
        if not made:
            return
        fill = None if name == "line" else self._paint("fill", "#000000", style, made)
        pen = self._paint("stroke", "none", style, made)
        stroke = self._stroke(element, style, at.viewport, pen) if pen else None
        if any(self._points_at(style.get(end, "none")) for end in ("marker-start", "marker-mid", "marker-end")):
            self._fault("pilespidser (marker)", "lav stregen om til kurver")
        if fill is None and stroke is None:
            return
        even_odd = style.get("fill-rule", "nonzero").lower() == "evenodd"
        if stroke:
            made = _dotted(made, stroke)
            if not made:
                return
        shapes = [Shape(made, fill, stroke, even_odd)]
        if fill and stroke and _stroke_first(style.get("paint-order", "normal")):
            shapes = [Shape(made, None, stroke), Shape(made, fill, None, even_odd)]
        for shape in shapes:
            self._place_shape(shape, at.matrix, fixed="non-scaling-stroke" in style.get("vector-effect", ""))

    def _place_shape(self, shape: Shape, matrix: Matrix, *, fixed: bool) -> None:
        """Puts a shape on the page; under a matrix that squeezes, a line's width is squeezed with it."""
        a, b, c, d, e, f = matrix
        size = math.sqrt(abs(a * d - b * c))
        if size < _NEXT_TO_NOTHING:
            return
        outline = self._placed(shape.outline, matrix)
        box = bounds(outline)
        stroke = shape.stroke
        if stroke:
            stretch = self._px_mm if fixed else max(math.hypot(a, b), math.hypot(c, d))
            reach = stroke.width_pt / 2 * stretch * (stroke.miter_limit if stroke.join == "miter" else 1.5)
            box = box.grown(reach)
        if not _meet(box, self._area):
            return
        if not stroke:
            self._items.append(replace(shape, outline=outline))
        elif fixed or (
            math.isclose(a * a + b * b, c * c + d * d, rel_tol=1e-6) and abs(a * c + b * d) < 1e-6 * size**2
        ):
            self._items.append(replace(shape, outline=outline, stroke=_scaled(stroke, self._px_mm if fixed else size)))
        else:
            squeezed = replace(shape, outline=transformed(shape.outline, scale(size)), stroke=_scaled(stroke, size))
            self._items.append(Group((squeezed,), (a / size, b / size, c / size, d / size, e, f)))

    def _placed(self, made: Outline, matrix: Matrix) -> Outline:
        """The outline in millimetres."""
        self._segments += len(made)
        if self._segments > MOST_SEGMENTS:
            raise self._too_much()
        placed = transformed(made, matrix)
        box = bounds(placed)
        if not _WORLD.contains(box):
            raise refuse(
                "tegningen har former langt uden for siden", self._place, "slet det, der ligger uden for siden"
            )
        return placed

    def _outline(self, element: Element, name: str, style: Declared, viewport: Point) -> Outline:
        key = (id(element), viewport)
        if key not in self._outlines:
            try:
                given = {key: value for key, value in style.items() if key in GEOMETRY}
                self._outlines[key] = outline(name, given, element.attrib, viewport)
            except UnreadError as error:
                self._unread(f"<{name}>", str(error))
                self._outlines[key] = ()
        return self._outlines[key]

    def _at(self, style: Declared, key: str, whole: float) -> float:
        try:
            return length(style.get(key, "0"), whole)
        except UnreadError as error:
            self._unread("en længde", str(error))
            return 0.0

    def _share(self, style: Declared, name: str) -> float:
        try:
            return share(style.get(name, "1"))
        except UnreadError as error:
            self._unread(name, str(error))
            return 1.0

    # paint

    def _colour(self, text: str, style: Declared) -> Rgb | None:
        try:
            found = colour(text)
            return found or colour(style.get("color", "#000000")) or Rgb("#000000")
        except UnreadError as error:
            self._fault(f"en farve, der ikke læses her: »{error}«", "vælg farven igen som almindelig RGB")
            return None

    def _paint(self, name: str, usual: str, style: Declared, made: Outline) -> Ink | None:
        """The ink of a fill or a stroke, None where there is none (SVG 2, 13.2)."""
        text = style.get(name, usual)
        covers = self._share(style, f"{name}-opacity")
        if text.lower() == "none" or covers == 0:
            return None
        if text.lower().startswith("url("):
            return self._server(text, style, made, covers)
        found = self._colour(text, style)
        return self._covering(found, covers)

    def _covering(self, found: Rgb | None, covers: float) -> Ink | None:
        if found is None or found.alpha * covers == 0:
            return None
        if found.alpha * covers < 1:
            self._fault("gennemsigtighed (opacity)", "brug flade farver, der dækker")
            return None
        return self._conversion.ink(found.srgb)

    def _server(self, text: str, style: Declared, made: Outline, covers: float) -> Ink | None:
        """A paint that is referred to: a gradient of one colour is that colour, one that is not there its fallback."""
        try:
            target, fallback = reference(text)
        except UnreadError:
            self._fault(f"en farve, der ikke læses her: »{text[:40]}«")
            return None
        if not target.startswith("#"):
            self._fault("noget, der hentes udefra", "gem den, så alt ligger i filen")
            return None
        found = self._tree.first.get(target[1:])
        kind = split(found.tag)[1] if found is not None else ""
        if kind in ("pattern", "hatch", "mesh", "meshgradient", "meshGradient"):
            self._fault("et mønster" if kind == "pattern" else f"<{kind}>", "tegn det ud som former")
            return None
        if found is None or kind not in ("linearGradient", "radialGradient"):
            return self._covering(self._colour(fallback, style), covers) if fallback not in ("", "none") else None
        stops = self._stops(found)
        if len(set(stops)) > 1 or (not stops and fallback):
            self._fault("en farveovergang", "brug flade farver")
            return None
        return self._covering(stops[0], covers) if stops else None

    def _stops(self, gradient: Element) -> list[Rgb]:
        seen: list[Element] = []
        while gradient is not None and gradient not in seen:
            stops = [child for name, child in children(gradient) if name == "stop"]
            if stops:
                made = []
                for stop in stops:
                    style = self._style(stop, self._resolved(gradient))
                    found = self._colour(style.get("stop-color", "#000000"), style)
                    made.append(
                        Rgb(found.srgb, found.alpha * self._share(style, "stop-opacity")) if found else Rgb("#000000")
                    )
                return made
            seen.append(gradient)
            gradient = self._tree.first.get(href(gradient)[1:])  # type: ignore[assignment]
        return []

    def _points_at(self, value: str) -> bool:
        """Whether a marker is there; one that is not draws nothing."""
        if value.lower() == "none":
            return False
        try:
            target, _ = reference(value)
        except UnreadError:
            return True
        return not target.startswith("#") or target[1:] in self._tree.first

    def _stroke(self, element: Element, style: Declared, viewport: Point, pen: Ink) -> Stroke | None:
        """The pen in user units; its width and dashes are scaled when it is placed."""
        diagonal = math.hypot(*viewport) / math.sqrt(2)
        try:
            width = length(style.get("stroke-width", "1"), diagonal)
            dash = self._dash(style.get("stroke-dasharray", "none"), diagonal)
            phase = length(style.get("stroke-dashoffset", "0"), diagonal)
            (limit,) = numbers(style.get("stroke-miterlimit", "4"))
            cap = _CAPS[style.get("stroke-linecap", "butt").lower()]
            join = _JOINS[style.get("stroke-linejoin", "miter").lower()]
        except (UnreadError, KeyError, ValueError) as error:
            self._unread("en streg", str(error))
            return None
        if dash and "pathLength" in element.attrib:
            self._fault("en stiplet streg med pathLength", "lav stregen om til kurver")
        if width < 0 or limit < 1:
            self._unread("en streg", f"stroke-width {width:g}, stroke-miterlimit {limit:g}")
        if width <= 0:
            return None
        return Stroke(pen, width, dash, cap, join, limit, phase)  # type: ignore[arg-type]

    def _dash(self, text: str, diagonal: float) -> tuple[float, ...]:
        if text.lower() == "none":
            return ()
        found = tuple(length(part, diagonal) for part in text.replace(",", " ").split())
        found *= 1 + len(found) % 2
        # where nothing parts two dashes, browsers do not agree on the corners
        if min(found) < 0 or (any(found) and not all(found[1::2])):
            raise UnreadError(text)
        return found if any(found) else ()


def _dotted(made: Outline, stroke: Stroke) -> Outline:
    """The outline with its points drawn as SVG has it: a dot where the pen's end is no butt, nothing where it is.

    Writers of PDF are free to draw points otherwise (ISO 32000-1, 8.5.3.2), so a dot becomes a very short line.
    """
    out: list[Segment] = []
    begin = 0
    for end in range(1, len(made) + 1):
        if end < len(made) and made[end][0] != "M":
            continue
        part = made[begin:end]
        if len(part) > 1 and len({point for segment in part for point in _points(segment)}) == 1:
            x, y = _points(part[0])[0]
            part = () if stroke.cap == "butt" else (part[0], ("L", x + stroke.width_pt * _DOT, y))
        out += part
        begin = end
    return tuple(out)


def _points(segment: Segment) -> list[Point]:
    numbers = segment[1:]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _scaled(stroke: Stroke, size_mm: float) -> Stroke | None:
    """A pen of user units in points, a unit being ``size_mm``; None where nothing of it is seen."""
    width, *dash = (round(min(pt(part * size_mm), _LONGEST_PT), 4) for part in (stroke.width_pt, *stroke.dash_pt))
    # a dash of no length is a dot to SVG, and to some printers nothing
    dash = [max(part, width * _DOT) for part in dash]
    round_ = math.fsum(dash)
    if not width:
        return None
    phase = round(pt(stroke.phase_pt * size_mm) % round_, 4) if round_ else 0.0
    return replace(stroke, width_pt=width, dash_pt=tuple(dash) if round_ else (), phase_pt=phase)


def _stroke_first(order: str) -> bool:
    words = order.lower().split()
    return (
        "stroke" in words
        and ("fill" not in words or words.index("stroke") < words.index("fill"))
        and ("markers" not in words[: words.index("stroke")] or "fill" in words[words.index("stroke") :])
    )


def _meet(box: Box, other: Box) -> bool:
    return box.x0_mm < other.x1_mm and other.x0_mm < box.x1_mm and box.y0_mm < other.y1_mm and other.y0_mm < box.y1_mm

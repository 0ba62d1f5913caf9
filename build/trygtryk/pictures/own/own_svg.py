"""Somebody's own SVG drawing as flat shapes: drawn as a browser draws it, or refused with the way out."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from trygtryk.bounds import DEEPEST_DRAWN, MOST_CLONES, MOST_DRAWN, MOST_SEGMENTS
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import Box, Matrix, Outline, Point, bounds, rectangle, scale, shift, sized, then, transformed
from trygtryk.model import Group, Item, Shape
from trygtryk.pictures.own.conversion import Conversion
from trygtryk.pictures.own.crop import covering, with_cut_told
from trygtryk.pictures.own.strokes import area_of, on_page
from trygtryk.pictures.own.svg.canvas import Canvas, Painted, StrokeThroughError, TooManyError, is_upright
from trygtryk.pictures.own.svg.clips import SHAPES, Clips
from trygtryk.pictures.own.svg.drawing import Drawing
from trygtryk.pictures.own.svg.outlines import with_area
from trygtryk.pictures.own.svg.paints import flat, paint
from trygtryk.pictures.own.svg.pens import dotted, pen, pointed, stroke_first
from trygtryk.pictures.own.svg.style import Declared
from trygtryk.pictures.own.svg.tree import children, href, split
from trygtryk.pictures.own.svg.values import Rgb, UnreadError, View, length
from trygtryk.sources.department.own_pictures import Crop

_WORLD = Box(-100_000.0, -100_000.0, 100_000.0, 100_000.0)
_NEXT_TO_NOTHING = 1e-9

_STILL = shift(0, 0)

_GROUPS = frozenset(["g", "a", "svg", "use", "switch"])
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
    "flowRoot": ("skrift i en ramme (flowRoot)", "lav skriften om til kurver"),
    "image": ("et indlejret billede", "fjern det, eller tegn det efter"),
    "foreignObject": ("fremmed indhold (foreignObject), ofte skrift", "lav det om til kurver"),
}
_SHEER = ("gennemsigtighed", "brug flade farver, der dækker")


def own_svg(data: bytes, area: Box, conversion: Conversion, place: Place, crop: Crop | None = None) -> Item:
    """The drawing, or the part of it that ``crop`` keeps, covering ``area`` as flat shapes on white.

    Raises BuildError naming everything visible that is not read, and on files past the limits.
    """
    drawing = Drawing(data, place)
    reader = _Reader(drawing, area, crop)
    canvas = reader.drawn()
    drawing.done()
    if canvas.empty:
        way = "se efter, om der ligger noget midt på siden, eller vælg et udsnit med crop"
        raise drawing.refused("tegningen er tom, hvor den ses", way)
    page = rectangle(reader.page.common(area))
    ground = Shape(page, conversion.ink(canvas.ground.srgb))
    # what lies beyond the page is seen nowhere
    clip = () if reader.page.contains(area, 0.01) else page
    return with_cut_told(Group((ground, *canvas.items(conversion)), clip=clip), reader.page, area, crop, place)


def _has_text(element: Element) -> bool:
    """Whether there is text in an element, or something in it refers to some."""
    return bool("".join(element.itertext()).strip()) or any(href(part) for part in element.iter())


@dataclass(frozen=True, slots=True)
class _At:
    """Where in the tree the reader is: the way to millimetres, the style so far, what percentages are of."""

    matrix: Matrix
    style: Declared
    viewport: Point
    depth: int = 0
    clones: tuple[Element, ...] = ()


class _Reader:
    """Walks one drawing's tree, and paints."""

    def __init__(self, drawing: Drawing, area: Box, crop: Crop | None) -> None:
        self._drawing, self._area, self._crop = drawing, area, crop
        self._clips = Clips(drawing, self._placed)
        self._canvas = Canvas(Rgb("#ffffff"))
        self.page = area
        self._drawn = self._segments = 0
        self._px_mm = 1.0

    def drawn(self) -> Canvas:
        """The page painted; raises BuildError on what no reading can go on from."""
        drawing, root = self._drawing, self._drawing.tree.root
        self._living(root)
        style, view = drawing.style(root, {}), drawing.view(root)
        width, height = self._size(style, view)
        if not (_NEXT_TO_NOTHING < width < 1e9 and _NEXT_TO_NOTHING < height < 1e9):
            raise drawing.refused("tegningen har ingen størrelse", "giv svg-elementet en viewBox")
        self.page = covering(width, height, self._area, self._crop)
        self._px_mm = self.page.width_mm / width
        page = then(scale(self._px_mm, -self._px_mm), shift(self.page.x0_mm, self.page.y1_mm))
        if drawing.moved(style, _STILL) not in (_STILL, None):  # a browser turns it about the page's middle
            drawing.fault("en transform på hele siden", "læg den på en gruppe i stedet")
        matrix = then(view.matrix(width, height), page) if view else page
        self._canvas = Canvas(self._ground(style))
        at = _At(matrix, style, (view.width, view.height) if view else (width, height))
        if drawing.wanted(root) and style.get("display", "").lower() != "none":
            self._together(style, at, lambda: self._children(root, at))
        return self._canvas

    def _living(self, root: Element) -> None:
        """Tells of what could change the drawing while it is looked at, wherever it stands."""
        for element in root.iter():
            name = split(element.tag)[1]
            if name in _LIVING:
                self._drawing.fault(*_LIVING[name])
            if any(key.startswith("on") for key in element.attrib):
                self._drawing.fault(*_LIVING["script"])

    def _size(self, style: Declared, view: View | None) -> Point:
        """The page in pixels; what is not given follows the view box (CSS Images 3, 5.3)."""
        given: list[float] = []
        for key in ("width", "height"):
            text = style.get(key, "auto")
            try:
                given.append(0.0 if text == "auto" or text.endswith("%") else length(text, 0.0))
            except UnreadError as error:
                message = f"tegningens størrelse kan ikke læses: {key}=»{error}«"
                raise self._drawing.refused(message, "skriv den i mm eller px") from error
        width, height = given
        if view and not (width and height):
            return (width or (height or view.height) * view.width / view.height), (
                height or (width or view.width) * view.height / view.width
            )
        return width, height

    def _ground(self, style: Declared) -> Rgb:
        found = Rgb("#ffffff")
        for name in ("background", "background-color"):
            if style.get(name, "none").lower() != "none":
                made = flat(self._drawing, style[name], style)
                if made and 0 < made.alpha < 1:
                    self._drawing.fault(*_SHEER)
                found = made if made and made.alpha else found
        return found

    # the tree

    def _children(self, element: Element, at: _At) -> None:
        for name, child in children(element):
            self._walk(name, child, at)

    def _walk(self, name: str, element: Element, at: _At) -> None:
        if name in _UNSEEN:
            return
        if at.depth > DEEPEST_DRAWN or self._drawn > MOST_DRAWN:
            raise self._too_much()
        if not self._drawing.wanted(element):
            return
        style = self._drawing.style(element, at.style)
        if style.get("display", "").lower() == "none":
            return
        self._drawn += 1
        if name in _REFUSED:
            if name not in ("text", "flowRoot") or _has_text(element):
                self._drawing.fault(*_REFUSED[name])
        elif name not in SHAPES and name not in _GROUPS:
            self._drawing.fault(f"<{name}>, som ikke læses her")
        elif matrix := self._drawing.moved(style, at.matrix):
            inner = replace(at, matrix=matrix, style=style, depth=at.depth + 1)
            self._together(style, inner, lambda: self._draw(name, element, inner), alone=name in SHAPES)

    def _together(self, style: Declared, at: _At, draw: Callable[[], None], *, alone: bool = False) -> None:
        """Draws an element with what belongs to it as a whole: how it is clipped and how much it covers."""
        covers = self._drawing.share(style, "opacity")
        clips = self._clips.of(style, at.matrix, at.viewport)
        if covers == 0 or clips is None:
            return
        with ExitStack() as around:
            for clip, even_odd in reversed(clips):
                if not self._whole(clip):
                    around.enter_context(self._canvas.clipped(clip, even_odd))
            try:
                with ExitStack() as over:
                    if covers < 1:
                        over.enter_context(self._canvas.covering(covers))
                    draw()
            except StrokeThroughError:
                self._drawing.fault("en gennemsigtig streg over flere farver", "brug en farve, der dækker")
            except TooManyError as error:
                way = self._drawing.way(_SHEER[1])
                raise self._drawing.refused("tegningen er gennemsigtig i for mange lag", way) from error

    def _draw(self, name: str, element: Element, at: _At) -> None:
        if name in SHAPES:
            self._shape(name, element, at)
        elif name == "use":
            self._use(element, at)
        elif name == "switch":
            for child_name, child in children(element):
                if child_name not in _UNSEEN and self._drawing.wanted(child):
                    return self._walk(child_name, child, at)
        elif name == "svg":
            self._page_inside(element, at, {}, self._offset(at))
        else:
            self._children(element, at)

    def _too_much(self) -> BuildError:
        message = "tegningen har for mange dele eller for indviklede kurver"
        return self._drawing.refused(message, "forenkl den, eller gem den som PNG")

    # clones and pages inside the page

    def _offset(self, at: _At) -> Matrix:
        x, y = (self._drawing.length(at.style, key, whole) for key, whole in zip("xy", at.viewport, strict=True))
        return shift(x, y)

    def _use(self, element: Element, at: _At) -> None:
        drawing, target = self._drawing, href(element)
        if target and not target.startswith("#"):
            return drawing.fault("noget, der hentes udefra", "gem den, så alt ligger i filen")
        found = drawing.tree.first.get(target[1:]) if target else None
        if found is None:
            return
        if found in at.clones or len(at.clones) >= MOST_CLONES:
            return drawing.fault("kloner, der indeholder sig selv (use)", "løs klonerne op")
        name = split(found.tag)[1]
        moved = replace(at, matrix=then(self._offset(at), at.matrix), clones=(*at.clones, found))
        if name not in ("symbol", "svg"):
            return self._walk(name, found, moved)
        style = drawing.style(found, at.style)
        if "transform" in style:
            return drawing.fault("et symbol med transform", "løs symbolerne op")
        if style.get("display", "").lower() != "none":
            inner = replace(moved, style=style)
            given = {key: at.style[key] for key in ("width", "height") if at.style.get(key, "auto") != "auto"}
            offset = self._offset(inner) if name == "svg" else shift(0, 0)
            self._together(style, inner, lambda: self._page_inside(found, inner, given, offset))

    def _page_inside(self, element: Element, at: _At, given: Declared, offset: Matrix) -> None:
        """An svg or a symbol inside the page: its own coordinates, clipped to its own size."""
        size = {**at.style, **given}
        try:
            width, height = (
                whole if size.get(key, "auto") == "auto" else length(size[key], whole)
                for key, whole in zip(("width", "height"), at.viewport, strict=True)
            )
        except UnreadError as error:
            return self._drawing.unread("en størrelse", str(error))
        view = self._drawing.view(element)
        if width <= 0 or height <= 0 or (view is None and element.get("viewBox", "").strip()):
            return
        placed = then(offset, at.matrix)
        inner = then(view.matrix(width, height), placed) if view else placed
        viewport = (view.width, view.height) if view else (width, height)
        clip = transformed(rectangle(sized(0, 0, width, height)), placed)
        with ExitStack() as around:
            open_ = at.style.get("overflow", "hidden").lower() in ("visible", "auto")
            if not open_ and not self._whole(clip):
                around.enter_context(self._canvas.clipped(clip, False))
            self._children(element, replace(at, matrix=inner, viewport=viewport, depth=at.depth + 1))

    # shapes

    def _shape(self, name: str, element: Element, at: _At) -> None:
        style, drawing = at.style, self._drawing
        if style.get("visibility", "visible").lower() in ("hidden", "collapse"):
            return
        made = drawing.outline(element, name, style, at.viewport)
        if not made:
            return
        self._count(made)
        if pointed(drawing, style):
            drawing.fault("pilespidser (marker)", "lav stregen om til kurver")
        fill = None if name == "line" else paint(drawing, "fill", "#000000", style)
        line = paint(drawing, "stroke", "none", style)
        stroke = pen(drawing, element, style, at.viewport) if line else None
        even_odd = style.get("fill-rule", "nonzero").lower() == "evenodd"
        fixed = "non-scaling-stroke" in style.get("vector-effect", "").lower()
        if math.sqrt(abs(area_of(at.matrix))) < _NEXT_TO_NOTHING:
            return
        pieces = []
        if fill and (inside := with_area(made)):
            placed = self._placed(inside, at.matrix)
            pieces.append(Painted(Shape(placed, even_odd=even_odd), fill, bounds(placed)))
        if line and stroke and (drawn := dotted(made, stroke)):
            # what is filled and stroked alike is one shape in the end
            placed = pieces[0].shape.outline if pieces and drawn is inside else self._placed(drawn, at.matrix)
            shape = Shape(drawn, None, stroke, even_odd)
            if stroked := on_page(shape, placed, at.matrix, self._px_mm if fixed else 0.0):
                on, matrix, box = stroked
                first = stroke_first(style.get("paint-order", "normal"))
                pieces.insert(0 if first else 1, Painted(on, line, box, matrix))
        for piece in pieces:
            if piece.box.meets(self._area):
                self._canvas.paint(replace(piece, box=piece.box.common(self._area)))

    def _count(self, made: Outline) -> None:
        self._segments += len(made)
        if self._segments > MOST_SEGMENTS:
            raise self._too_much()

    def _placed(self, made: Outline, matrix: Matrix) -> Outline:
        """The outline in millimetres."""
        self._count(made)
        placed = transformed(made, matrix)
        if not _WORLD.contains(bounds(placed)):
            message = "tegningen har former langt uden for siden"
            raise self._drawing.refused(message, "slet det, der ligger uden for siden")
        return placed

    def _whole(self, clip: Outline) -> bool:
        """Whether a clip is an upright rectangle round everything that is seen."""
        return is_upright(clip, self._area)

"""A drawing while it is read: its tree, the style of its elements, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

from trygtryk.errors import BuildError, Fault, Place, refuse
from trygtryk.geometry import Matrix, Outline, Point, then
from trygtryk.pictures.own.svg.outlines import outline
from trygtryk.pictures.own.svg.style import GEOMETRY, INHERITED, Declared, read_styles
from trygtryk.pictures.own.svg.tree import read_tree
from trygtryk.pictures.own.svg.values import UnreadError, View, length, share, transform, view

_MOST_FAULTS = 6


class Drawing:
    """One drawing; what is not read is gathered, so that all of it is told at once."""

    def __init__(self, data: bytes, place: Place) -> None:
        self.tree = read_tree(data, place)
        self._place = place
        self._faults: dict[str, Fault] = {}
        self._outlines: dict[tuple[int, Point], Outline] = {}
        try:
            self._styles = read_styles(self.tree, place)
        except BuildError as error:
            raise BuildError(*(replace(fault, hint=self.way(fault.hint)) for fault in error.faults)) from error

    # what is told

    def fault(self, what: str, way: str = "") -> None:
        """Notes what the drawing has and is not read, with the way out besides saving it otherwise."""
        self._faults.setdefault(what, Fault(f"tegningen har {what}", self._place, self.way(way)))

    def unread(self, what: str, value: str) -> None:
        """Notes a value that is not read."""
        self.fault(f"{what}, der ikke kan læses: »{value[:60]}«")

    def refused(self, message: str, way: str) -> BuildError:
        """A BuildError of what no reading can go on from."""
        return refuse(message, self._place, way)

    def way(self, way: str) -> str:
        """The way out: what may be done in the drawing, or else another kind of file from the program that wrote it."""
        saved = "gem tegningen som PDF eller PNG" + (f" i {self.tree.program}" if self.tree.program else "")
        return f"{way}, eller {saved}" if way else saved

    def done(self) -> None:
        """Raises BuildError with what was noted."""
        if self._faults:
            raise BuildError(*list(self._faults.values())[:_MOST_FAULTS])

    # style and values

    def style(self, element: Element, above: Declared) -> Declared:
        """The element's style; INHERITED properties come down to it from that ``above``."""
        style = {name: value for name, value in above.items() if name in INHERITED}
        for name, value in self._styles.of(element, self.fault).items():
            word = value.lower()
            if word == "inherit" and name not in INHERITED | GEOMETRY:
                style[name] = above.get(name, "")
            elif word == "initial" or (word == "unset" and name not in INHERITED):
                style.pop(name, None)
            elif word in ("revert", "revert-layer") or "var(" in word or (word == "inherit" and name in GEOMETRY):
                self.fault(f"»{name}: {value[:40]}«, som ikke læses her")
            elif word not in ("inherit", "unset"):
                style[name] = value
        return {name: value for name, value in style.items() if value}

    def resolved(self, element: Element) -> Declared:
        """The style of an element that is referred to, from where it stands in the tree."""
        above = self.tree.parents.get(element)
        return self.style(element, {} if above is None else self.resolved(above))

    def wanted(self, element: Element) -> bool:
        """Whether an element's conditions hold (SVG 2, 5.9): nothing is an extension, and no language is ours."""
        if "systemLanguage" in element.attrib:
            self.fault("dele, der hører til ét sprog (systemLanguage)", "gem den med ét sprog")
        return "requiredExtensions" not in element.attrib

    def moved(self, style: Declared, matrix: Matrix) -> Matrix | None:
        """The matrix of an element's transform; None where it cannot be read."""
        try:
            return then(transform(style["transform"]), matrix) if "transform" in style else matrix
        except UnreadError as error:
            self.unread("en transform", str(error))
            return None

    def length(self, style: Declared, key: str, whole: float) -> float:
        """A length among the style's, nothing where it is not given."""
        try:
            return length(style.get(key, "0"), whole)
        except UnreadError as error:
            self.unread("en længde", str(error))
            return 0.0

    def share(self, style: Declared, name: str) -> float:
        """An opacity, all where it is not given."""
        try:
            return share(style.get(name, "1"))
        except UnreadError as error:
            self.unread(name, str(error))
            return 1.0

    def view(self, element: Element) -> View | None:
        """An element's view box; None where it has none."""
        try:
            if box := element.get("viewBox", "").strip():
                return view(box, element.get("preserveAspectRatio", ""))
        except UnreadError as error:
            raise self.refused(f"tegningens viewBox kan ikke læses: »{error}«", self.way("")) from error
        return None

    def outline(self, element: Element, name: str, style: Declared, viewport: Point) -> Outline:
        """A shape's outline in its own units; an element's is made once for all its clones."""
        key = (id(element), viewport)
        if key not in self._outlines:
            try:
                given = {key: value for key, value in style.items() if key in GEOMETRY}
                self._outlines[key] = outline(name, given, element.attrib, viewport)
            except UnreadError as error:
                self.unread(f"<{name}>", str(error))
                self._outlines[key] = ()
        return self._outlines[key]

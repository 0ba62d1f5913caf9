"""The structure tree a screen edition grows while its pages are drawn (ISO 32000-1, 14.7; ISO 14289-1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc

from trygtryk.geometry import IDENTITY, Box, Matrix, apply, bounds, then
from trygtryk.model import Artwork, Field, Group, Item, Layer, Line, Link, Picture, Shape, Tagged
from trygtryk.units import mm, pt

# what a list's labels are, so that a reader can say them (ISO 14289-1, 7.6)
_NUMBERED, _DOTTED = "/Decimal", "/Disc"


@dataclass(slots=True)
class _Element:
    """A structure element; its kids are elements, ``(page, mcid)`` and ``(page, annotation)``."""

    name: str
    tagged: Tagged
    parent: _Element | None
    box: Box | None = None
    page: int = 0
    kids: list[_Element | tuple[int, int] | tuple[int, str]] = field(default_factory=list)


class Tree:
    """The structure of one document. ``annotate(item, matrix, page, number)`` makes an annotation and names
    its object."""

    def __init__(self, annotate: Callable[[Link | Field, Matrix, int, int], str]) -> None:
        self._annotate = annotate
        self._root = _Element("Elem0", Tagged("Document", ()), None)
        self._all = [self._root]
        self._stack = [self._root]
        self._joined: dict[tuple[str, str], _Element] = {}
        self._pages: list[list[_Element]] = []
        self._annotated: list[_Element] = []
        self._marked: _Element | None = None
        self._operands = ""

    def page(self) -> None:
        """Begins the next page."""
        self._pages.append([])
        self._marked = None

    def open(self, tagged: Tagged, matrix: Matrix) -> None:
        """Begins an element in the current one, or goes on with the one of the same key."""
        known = self._joined.get((tagged.role, tagged.key)) if tagged.key else None
        if known is None:
            box = _bounds(tagged.items, matrix) if tagged.role == "Figure" else None
            known = _Element(f"Elem{len(self._all)}", tagged, self._stack[-1], box, len(self._pages) - 1)
            self._all.append(known)
            self._stack[-1].kids.append(known)
            if tagged.key:
                self._joined[tagged.role, tagged.key] = known
        self._stack.append(known)

    def close(self) -> None:
        """Ends the current element."""
        self._stack.pop()

    def mark(self, going: bool) -> str:
        """The operands that begin the current element's content; the same again while the mark is ``going`` on."""
        element = self._stack[-1]
        if element is self._root:
            self._marked = None
            return "/Artifact BMC"
        if not going or self._marked is not element:
            owners = self._pages[-1]
            self._marked = element
            self._operands = f"/{element.tagged.role} <</MCID {len(owners)}>> BDC"
            element.kids.append((len(self._pages) - 1, len(owners)))
            owners.append(element)
        return self._operands

    def place(self, item: Link | Field, matrix: Matrix) -> None:
        """Takes an annotation into the current element. Keys of annotations lie above all keys of pages."""
        element = self._stack[-1]
        page = len(self._pages) - 1
        name = self._annotate(item, matrix, page, len(self._annotated))
        self._annotated.append(element)
        element.kids.append((page, name))

    def written(self, pdf: Any, first_key: int) -> Any:
        """The tree's root among the file's objects; annotations' keys count from ``first_key``."""
        for element in self._all:
            pdf.Reference(self._dictionary(element), element.name)
        numbers: list[Any] = []
        for page, owners in enumerate(self._pages):
            numbers += [page, pdfdoc.PDFArray([pdfdoc.PDFObjectReference(element.name) for element in owners])]
        for key, element in enumerate(self._annotated, first_key):
            numbers += [key, pdfdoc.PDFObjectReference(element.name)]
        parents = pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})
        entries = {
            "Type": "/StructTreeRoot",
            "K": pdfdoc.PDFObjectReference(self._root.name),
            "ParentTree": pdf.Reference(parents, "ParentTree"),
            "ParentTreeNextKey": first_key + len(self._annotated),
        }
        return pdf.Reference(pdfdoc.PDFDictionary(entries), "StructTree")

    def _dictionary(self, element: _Element) -> Any:
        tagged = element.tagged
        above = element.parent.name if element.parent else "StructTree"
        entries: dict[str, Any] = {
            "Type": "/StructElem",
            "S": f"/{tagged.role}",
            "P": pdfdoc.PDFObjectReference(above),
            "Pg": page_reference(element.page),
            "K": pdfdoc.PDFArray([_kid(kid, element.page) for kid in element.kids]),
        }
        for key, text in (
            ("Alt", tagged.alt),
            ("ActualText", tagged.spoken),
            ("Lang", tagged.lang),
            ("T", tagged.title),
        ):
            if text:
                entries[key] = pdfdoc.PDFString(text)
        if attributes := _attributes(element):
            entries["A"] = pdfdoc.PDFDictionary(attributes)
        return pdfdoc.PDFDictionary(entries)


def page_reference(page: int) -> Any:
    """The page's object; pages count from zero here and from one in their names."""
    return pdfdoc.PDFObjectReference(f"Page{page + 1}")


def _kid(kid: _Element | tuple[int, int] | tuple[int, str], home: int) -> Any:
    if isinstance(kid, _Element):
        return pdfdoc.PDFObjectReference(kid.name)
    page, what = kid
    if isinstance(what, str):
        entries = {"Type": "/OBJR", "Obj": pdfdoc.PDFObjectReference(what), "Pg": page_reference(page)}
        return pdfdoc.PDFDictionary(entries)
    if page == home:
        return what
    return pdfdoc.PDFDictionary({"Type": "/MCR", "Pg": page_reference(page), "MCID": what})


def _attributes(element: _Element) -> dict[str, Any]:
    tagged = element.tagged
    if element.box:
        corners = (element.box.x0_mm, element.box.y0_mm, element.box.x1_mm, element.box.y1_mm)
        shown = " ".join(f"{pt(corner):.2f}" for corner in corners)
        return {"O": "/Layout", "Placement": "/Block", "BBox": f"[{shown}]"}
    if tagged.scope:
        return {"O": "/Table", "Scope": f"/{tagged.scope}"}
    if tagged.role == "L":
        labels = [item for item in _within(tagged.items) if isinstance(item, Tagged) and item.role == "Lbl"]
        digits = [
            item for label in labels for item in label.items if isinstance(item, Line) and item.text[:1].isdigit()
        ]
        return {"O": "/List", "ListNumbering": _NUMBERED if digits else _DOTTED} if labels else {}
    return {}


def _within(items: tuple[Item, ...]) -> list[Item]:
    """The items of a list's items, one level down."""
    return [below for item in items if isinstance(item, Tagged) for below in item.items]


def _bounds(items: tuple[Item, ...], matrix: Matrix) -> Box | None:
    """The box round what is drawn, on the page."""
    boxes: list[Box] = []
    for item in items:
        match item:
            case Shape():
                boxes.append(moved(bounds(item.outline), matrix))
            case Line():
                size = mm(item.size_pt)
                boxes.append(moved(Box(item.x_mm, item.y_mm, item.x_mm + item.width_mm, item.y_mm + size), matrix))
            case Picture() | Artwork():
                boxes.append(moved(item.box, matrix))
            case Group():
                inner = then(item.matrix, matrix)
                own = moved(bounds(item.clip), inner) if item.clip else _bounds(item.items, inner)
                boxes.extend([own] if own else [])
            case Tagged() | Layer():
                own = _bounds(item.items, matrix)
                boxes.extend([own] if own else [])
    if not boxes:
        return None
    return Box(
        min(box.x0_mm for box in boxes),
        min(box.y0_mm for box in boxes),
        max(box.x1_mm for box in boxes),
        max(box.y1_mm for box in boxes),
    )


def moved(box: Box, matrix: Matrix) -> Box:
    """The upright box round a box after a matrix."""
    if matrix == IDENTITY:
        return box
    corners = [apply(matrix, (x, y)) for x in (box.x0_mm, box.x1_mm) for y in (box.y0_mm, box.y1_mm)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))

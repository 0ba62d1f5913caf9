"""The structure tree a file grows while its pages are drawn (ISO 32000-1, 14.7; ISO 14289-1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from reportlab.pdfbase import pdfdoc

from trygtryk.geometry import Box, Matrix, around, bounds, then, upright
from trygtryk.model import Artwork, Field, Group, Item, Layer, Line, Link, Picture, Shape, Tagged
from trygtryk.units import mm, pt

# what a list's labels are, so that a reader can say them (ISO 14289-1, 7.6)
_NUMBERED, _DOTTED = "Decimal", "Disc"


@dataclass(slots=True)
class _Element:
    """A structure element; its kids are elements, ``(page, mcid)`` and ``(page, annotation)``, each after its order.

    It is ``silent`` where the annotation that it stands for is not alive.
    """

    name: str
    tagged: Tagged
    parent: _Element | None
    order: int = 0
    box: Box | None = None
    page: int = 0
    kids: list[tuple[int, _Element | tuple[int, int] | tuple[int, str]]] = field(default_factory=list)
    silent: bool = False

    def in_order(self) -> list[_Element | tuple[int, int] | tuple[int, str]]:
        """The kids as they are read; what is silent and holds nothing is left out."""
        orders = [(kid.order if isinstance(kid, _Element) else order, kid) for order, kid in self.kids]
        kids = [kid for _, kid in sorted(orders, key=itemgetter(0))]
        return [kid for kid in kids if not (isinstance(kid, _Element) and kid.silent and not kid.kids)]


class Tree:
    """The structure of one document. ``annotate(item, matrix, page, number)`` makes an annotation and names
    its object (empty: it is not alive). What is drawn while ``order`` stands is read before what has a higher one."""

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
        self._sheet = Box(0, 0, 0, 0)
        self.order = 0

    def page(self, sheet: Box) -> None:
        """Begins the next page, of which the sheet is seen."""
        self._sheet = sheet
        self._pages.append([])
        self._marked = None

    def open(self, tagged: Tagged, matrix: Matrix) -> None:
        """Begins an element in the current one, or goes on with the one of the same key."""
        known = self._joined.get((tagged.role, tagged.key)) if tagged.key else None
        if known is None:
            box = _bounds(tagged.items, matrix) if tagged.role == "Figure" else None
            box = box and box.common(self._sheet)
            known = _Element(f"Elem{len(self._all)}", tagged, self._stack[-1], self.order, box, len(self._pages) - 1)
            self._all.append(known)
            self._stack[-1].kids.append((self.order, known))
            if tagged.key:
                self._joined[tagged.role, tagged.key] = known
        known.order = min(known.order, self.order)
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
            element.kids.append((self.order, (len(self._pages) - 1, len(owners))))
            owners.append(element)
        return self._operands

    @property
    def inside(self) -> bool:
        """Whether an element stands open."""
        return len(self._stack) > 1

    def place(self, item: Link | Field, matrix: Matrix) -> bool:
        """Takes an annotation into the current element; whether it is alive. Their keys lie above all keys of pages."""
        element = self._stack[-1]
        page = len(self._pages) - 1
        name = self._annotate(item, matrix, page, len(self._annotated))
        if name:
            self._annotated.append(element)
            element.kids.append((self.order, (page, name)))
        else:
            element.silent = True
        return bool(name)

    def written(self, pdf: Any, first_key: int) -> Any:
        """The tree's root among the file's objects; annotations' keys count from ``first_key``."""
        for element in self._all:
            if element.silent and not element.kids:
                continue
            pdf.Reference(_Written(element), element.name)
        numbers = [
            f"{page}[{' '.join(reference(pdf, element.name) for element in owners)}]"
            for page, owners in enumerate(self._pages)
        ]
        numbers += [f"{key} {reference(pdf, one.name)}" for key, one in enumerate(self._annotated, first_key)]
        parents = pdfdoc.PDFDictionary({"Nums": f"[{' '.join(numbers)}]"})
        entries = {
            "Type": "/StructTreeRoot",
            "K": pdfdoc.PDFObjectReference(self._root.name),
            "ParentTree": pdf.Reference(parents, "ParentTree"),
            "ParentTreeNextKey": first_key + len(self._annotated),
        }
        return pdf.Reference(pdfdoc.PDFDictionary(entries), "StructTree")


class _Written(pdfdoc.PDFObject):  # type: ignore[misc]
    """An element among the file's objects: there are thousands, and the library's dictionaries take their time."""

    def __init__(self, element: _Element) -> None:
        self._element = element

    def format(self, pdf: Any) -> bytes:
        element, tagged = self._element, self._element.tagged
        role = "Span" if element.silent else tagged.role
        above = element.parent.name if element.parent else "StructTree"
        texts = (("Alt", tagged.alt), ("ActualText", tagged.spoken), ("Lang", tagged.lang), ("T", tagged.title))
        said = b"".join(b"/%s%s" % (key.encode(), pdfdoc.PDFString(text).format(pdf)) for key, text in texts if text)
        page = f"Page{element.page + 1}"
        kids = " ".join(_kid(pdf, kid, element.page) for kid in element.in_order())
        head = f"<</Type/StructElem/S/{role}/P {reference(pdf, above)}/Pg {reference(pdf, page)}/K[{kids}]"
        return head.encode() + said + _attributes(element).encode() + b">>"


def reference(pdf: Any, name: str) -> str:
    """One of the file's objects as others refer to it."""
    number, version = pdf.idToObjectNumberAndVersion[name]
    return f"{number} {version} R"


def page_reference(page: int) -> Any:
    """The page's object; pages count from zero here and from one in their names."""
    return pdfdoc.PDFObjectReference(f"Page{page + 1}")


def _kid(pdf: Any, kid: _Element | tuple[int, int] | tuple[int, str], home: int) -> str:
    if isinstance(kid, _Element):
        return reference(pdf, kid.name)
    page, what = kid
    here = reference(pdf, f"Page{page + 1}")
    if isinstance(what, str):
        return f"<</Type/OBJR/Obj {reference(pdf, what)}/Pg {here}>>"
    return str(what) if page == home else f"<</Type/MCR/Pg {here}/MCID {what}>>"


def _attributes(element: _Element) -> str:
    tagged = element.tagged
    if element.box:
        corners = (element.box.x0_mm, element.box.y0_mm, element.box.x1_mm, element.box.y1_mm)
        shown = " ".join(f"{pt(corner):.2f}" for corner in corners)
        return f"/A<</O/Layout/Placement/Block/BBox[{shown}]>>"
    if tagged.scope:
        return f"/A<</O/Table/Scope/{tagged.scope}>>"
    labels = [item for item in _within(tagged.items) if isinstance(item, Tagged) and item.role == "Lbl"]
    if tagged.role == "L" and labels:
        digits = any(isinstance(item, Line) and item.text[:1].isdigit() for label in labels for item in label.items)
        return f"/A<</O/List/ListNumbering/{_NUMBERED if digits else _DOTTED}>>"
    return ""


def _within(items: tuple[Item, ...]) -> list[Item]:
    """The items of a list's items, one level down."""
    return [below for item in items if isinstance(item, Tagged) for below in item.items]


def _bounds(items: tuple[Item, ...], matrix: Matrix) -> Box | None:
    """The box round what is drawn, on the page."""
    boxes: list[Box] = []
    for item in items:
        match item:
            case Shape():
                boxes.append(upright(bounds(item.outline), matrix))
            case Line():
                size = mm(item.size_pt)
                boxes.append(upright(Box(item.x_mm, item.y_mm, item.x_mm + item.width_mm, item.y_mm + size), matrix))
            case Picture() | Artwork():
                boxes.append(upright(item.box, matrix))
            case Group():
                inner = then(item.matrix, matrix)
                own = upright(bounds(item.clip), inner) if item.clip else _bounds(item.items, inner)
                boxes.extend([own] if own else [])
            case Tagged() | Layer():
                own = _bounds(item.items, matrix)
                boxes.extend([own] if own else [])
    return around(boxes) if boxes else None

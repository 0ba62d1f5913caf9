"""The structure tree of a tagged file, read into plain elements (ISO 32000-1, 14.7-14.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

from trygtryk.bounds import DEEPEST_STRUCTURE, MOST_STRUCTURE
from trygtryk.proof.reading.resources import key_of

STANDARD = frozenset(
    [
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"),
        *(
            "Private",
            "P",
            "H",
            "H1",
            "H2",
            "H3",
            "H4",
            "H5",
            "H6",
            "L",
            "LI",
            "Lbl",
            "LBody",
            "Table",
            "TR",
            "TH",
            "TD",
        ),
        *("THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby"),
        *("RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
    ]
)
"""The standard structure types (ISO 32000-1, 14.8.4)."""


class Piece(NamedTuple):
    """Marked content an element holds: the stream it stands in and its number there."""

    owner: str
    mcid: int


@dataclass(slots=True)
class Element:
    """A structure element; ``role`` is the standard type its own name leads to (empty where it leads nowhere)."""

    name: str
    role: str
    page: int
    key: str
    source: Any
    children: list[Element] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    parent: Element | None = None

    def text(self, key: str) -> str:
        """A text entry (``/Alt`` ...), empty where there is none."""
        value = self.source.get(key)
        return str(value) if isinstance(value, pikepdf.String) else ""

    def attribute(self, key: str) -> Any:
        """An attribute from any of the element's attribute objects, or None."""
        value = self.source.get("/A", ())
        for entry in value if isinstance(value, pikepdf.Array) else (value,):
            if isinstance(entry, pikepdf.Dictionary) and key in entry:
                return entry[key]
        return None

    def walk(self) -> Iterator[Element]:
        """The element and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Structure:
    """The whole tree: its topmost elements, and what could not be made sense of (in Danish)."""

    top: list[Element]
    parents: dict[int, Any]
    odd_roles: dict[str, str]
    broken: list[str]
    _all: tuple[Element, ...] = ()

    def walk(self) -> tuple[Element, ...]:
        """Every element in reading order."""
        self._all = self._all or tuple(below for element in self.top for below in element.walk())
        return self._all


def read_structure(root: Any, pages: dict[str, int]) -> Structure | None:
    """The tree of a catalog, or None where there is none; ``pages`` leads from a page object's key to its number."""
    source = root.get("/StructTreeRoot")
    if not isinstance(source, pikepdf.Dictionary):
        return None
    structure = Structure([], {}, {}, [])
    roles = source.get("/RoleMap", pikepdf.Dictionary())
    reader = _Reader(pages, structure, {str(key)[1:]: str(roles[key])[1:] for key in roles.keys()})  # noqa: SIM118
    structure.top = reader.kids(source, None, 0, 0)
    if "/ParentTree" in source:
        _numbers(source["/ParentTree"], structure.parents, 0)
    return structure


class _Reader:
    def __init__(self, pages: dict[str, int], structure: Structure, roles: dict[str, str]) -> None:
        self._pages = pages
        self._structure = structure
        self._roles = roles
        self._seen: set[str] = set()

    def _role(self, name: str) -> str:
        if name in STANDARD and name in self._roles:
            self._structure.odd_roles[name] = "er et standardnavn og må ikke omdøbes"
        met: list[str] = []
        while name not in STANDARD:
            if name in met:
                self._structure.odd_roles[met[0]] = "fører i ring"
                return ""
            met.append(name)
            if name not in self._roles:
                self._structure.odd_roles[met[0]] = "fører ikke til et standardnavn"
                return ""
            name = self._roles[name]
        return name

    def kids(self, source: Any, parent: Element | None, page: int, depth: int) -> list[Element]:
        value = source.get("/K", ())
        out: list[Element] = []
        for kid in value if isinstance(value, pikepdf.Array) else (value,):
            if isinstance(kid, pikepdf.Dictionary):
                kind = str(kid.get("/Type", "/StructElem"))
                where = self._page(kid, page)
                if kind == "/MCR" and parent is not None:
                    owner = key_of(kid["/Stm"], "") if "/Stm" in kid else f"side {where}"
                    parent.pieces.append(Piece(owner, int(kid["/MCID"])))
                elif kind == "/OBJR" and parent is not None:
                    parent.objects.append(key_of(kid["/Obj"], ""))
                elif kind == "/StructElem":
                    out.extend(self._element(kid, parent, where, depth))
            elif parent is not None:
                parent.pieces.append(Piece(f"side {page}", int(kid)))
        return out

    def _element(self, source: Any, parent: Element | None, page: int, depth: int) -> list[Element]:
        key = key_of(source, "")
        if depth > DEEPEST_STRUCTURE or (key and key in self._seen) or len(self._seen) > MOST_STRUCTURE:
            self._structure.broken.append("strukturtræet går i ring eller er for dybt")
            return []
        self._seen.add(key)
        name = str(source.get("/S", "/"))[1:]
        element = Element(name, self._role(name), page, key, source, parent=parent)
        element.children = self.kids(source, element, page, depth + 1)
        return [element]

    def _page(self, source: Any, otherwise: int) -> int:
        return self._pages.get(key_of(source["/Pg"], ""), 0) if "/Pg" in source else otherwise


def _numbers(node: Any, out: dict[int, Any], depth: int) -> None:
    """A number tree's entries (ISO 32000-1, 7.9.7)."""
    numbers = list(node.get("/Nums", ()))
    out.update((int(key), value) for key, value in zip(numbers[::2], numbers[1::2], strict=False))
    for kid in node.get("/Kids", ()):
        if depth < DEEPEST_STRUCTURE:
            _numbers(kid, out, depth + 1)

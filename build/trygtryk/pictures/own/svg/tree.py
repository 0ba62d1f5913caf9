"""An SVG file's bytes to its tree of elements, within limits; which program wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from trygtryk.bounds import (
    DEEPEST_SVG,
    LONGEST_ENTITY,
    MOST_ENTITIES,
    MOST_REFERENCES,
    MOST_SVG_BYTES,
    MOST_SVG_ELEMENTS,
)
from trygtryk.errors import BuildError, Place, refuse

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XHTML = "http://www.w3.org/1999/xhtml"

_BREAK = "}"
"""Stands between a namespace and a name while expat reads; no name in XML can hold it."""

# what a program leaves in the files it writes, and its name; the first that is found counts
_TRACES = (
    ("svg-source:excalidraw", "Excalidraw"),
    ("app.diagrams.net|&lt;mxfile|<mxfile|draw\\.io", "draw.io"),
    ("ns\\.adobe\\.com/AdobeIllustrator|Adobe Illustrator", "Illustrator"),
    ("www\\.inkscape\\.org", "Inkscape"),
    ("www\\.serif\\.com", "Affinity"),
    ("corel\\.com|CorelDRAW", "CorelDRAW"),
    ("Created with Sketch|bohemiancoding\\.com", "Sketch"),
    ("Created with Figma|figma\\.com", "Figma"),
    ("xml\\.openoffice\\.org|libreoffice", "LibreOffice"),
    ("schemas\\.microsoft\\.com/visio", "Visio"),
    ("schemas\\.microsoft\\.com", "PowerPoint"),
    ("matplotlib", "matplotlib"),
    ("Created by potrace", "potrace"),
    ("typst-(?:doc|text|group)", "Typst"),
    ("vectornator|curve\\.desktop", "Linearity Curve"),
    ("boxy-svg|boxy\\.svg", "Boxy SVG"),
    ("krita\\.org", "Krita"),
    ("svg-edit|Method Draw", "SVG-Edit"),
    ('(?=[^>]*zoomAndPan="magnify")<svg', "Canva"),
    ('<svg[^>]*viewBox="0\\.0 0\\.0 [^>]*stroke-miterlimit="10"', "Google Tegninger"),
    ('id="clip0"|<svg[^>]*overflow="hidden"', "PowerPoint"),
    ('"(?:clip|paint|filter|mask)\\d+_[\\w-]+_\\d+_\\d+"|"clip\\d+_\\d+_\\d+"', "Figma"),
    ('data-name="|<svg[^>]*id="(?:Layer|Lag|Layer_|Lag_|Livello|Ebene)_1"', "Illustrator"),
)
_HEAD = 4_000
_REFERENCES = re.compile(rb"&([A-Za-z_:][\w:.-]*);")


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements of a drawing; ``program`` wrote it (empty: unknown); ``first`` is the first element of each id."""

    root: Element
    program: str
    first: Mapping[str, Element] = field(repr=False)
    parents: Mapping[Element, Element] = field(repr=False)


def read_tree(data: bytes, place: Place) -> Tree:
    """The tree of an SVG file; raises BuildError on what is no SVG, on a file past the limits, and on own entities."""
    if len(data) > MOST_SVG_BYTES:
        raise refuse(
            f"tegningen fylder {len(data) / 1e6:.0f} MB; en SVG må fylde {MOST_SVG_BYTES / 1e6:.0f} MB",
            place,
            "forenkl den i tegneprogrammet, eller gem den som PNG",
        )
    if data[:2] == b"\x1f\x8b":
        raise refuse("filen er en pakket SVG (svgz)", place, "gem den som almindelig SVG")
    root = _Builder(data, place).built()
    if root.tag != f"{{{SVG}}}svg":
        if root.tag == "svg":
            raise refuse("tegningen mangler xmlns", place, f'skriv <svg xmlns="{SVG}" i filens første linje')
        raise refuse("filen er ikke en SVG-tegning", place, "gem tegningen igen som SVG, PDF eller PNG")
    first: dict[str, Element] = {}
    for element in root.iter():
        if id := element.get("id"):
            first.setdefault(id, element)
    parents = {child: element for element in root.iter() for child in element}
    return Tree(root, _program(data), first, parents)


def split(tag: str) -> tuple[str, str]:
    """A tag's or an attribute's namespace (empty: none) and its name there."""
    space, _, name = tag.rpartition("}")
    return space[1:], name


def children(element: Element) -> Iterator[tuple[str, Element]]:
    """The children that SVG knows, each with its name there; other namespaces draw nothing."""
    for child in element:
        space, name = split(child.tag)
        if space == SVG:
            yield name, child


def href(element: Element) -> str:
    """What an element refers to; SVG 2's own attribute comes before XLink's (SVG 2, 16.1.4)."""
    return element.get("href", element.get(f"{{{XLINK}}}href", "")).strip()


def _program(data: bytes) -> str:
    head = data[:_HEAD].decode("latin-1").replace("\x00", "")
    tail = data[-_HEAD:].decode("latin-1").replace("\x00", "")
    return next((name for trace, name in _TRACES if re.search(trace, head) or re.search(trace, tail)), "")


class _Builder:
    """One reading of one file; expat fetches nothing, and every handler that could harm refuses."""

    def __init__(self, data: bytes, place: Place) -> None:
        self._data, self._place = data, place
        self._tree = TreeBuilder()
        self._depth = self._elements = 0
        self._typed = False
        self._entities = {b"amp", b"lt", b"gt", b"quot", b"apos"}

    def built(self) -> Element:
        parser = expat.ParserCreate(namespace_separator=_BREAK)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._tree.data
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self._entity
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(self._data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            if isinstance(error, expat.ExpatError):
                where = Place(self._place.file, error.lineno)
                if expat.ErrorString(error.code) == expat.errors.XML_ERROR_UNDEFINED_ENTITY:
                    raise refuse("tegningen bruger en entitet, den ikke har", where, _SAVE_AGAIN) from error
                raise refuse("filen er ikke gyldig XML og derfor ingen SVG", where, _SAVE_AGAIN) from error
            raise refuse("filens tegnsæt kan ikke læses", self._place, "gem den i UTF-8") from error
        if self._typed and set(_REFERENCES.findall(self._data.replace(b"\0", b""))) - self._entities:
            raise self._told("tegningen bruger en entitet, den ikke har", _SAVE_AGAIN)
        return self._tree.close()

    def _doctype(self, name: str, system: str | None, public: str | None, inner: bool) -> None:
        # what a document type elsewhere declares is not fetched, and expat passes over such entities in silence
        self._typed = True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST_SVG:
            raise self._told(f"tegningen har former i mere end {DEEPEST_SVG} lag", "løs grupperne op")
        if self._elements > MOST_SVG_ELEMENTS:
            raise self._told(f"tegningen har over {MOST_SVG_ELEMENTS} dele", "forenkl den, eller gem den som PNG")
        self._tree.start(_named(name), {_named(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._tree.end(_named(name))

    def _instruction(self, target: str, data: str) -> None:
        if target == "xml-stylesheet":
            raise self._told("tegningen henter sine farver i en anden fil", "gem den, så alt ligger i filen")

    def _entity(
        self,
        name: str,
        parameter: bool,
        value: str | None,
        base: str | None,
        system: str | None,
        public: str | None,
        notation: str | None,
    ) -> None:
        """Illustrator names its namespaces by entities; such short plain texts are the only ones taken."""
        self._entities.add(name.encode())
        if (
            parameter
            or value is None
            or len(value) > LONGEST_ENTITY
            or not re.fullmatch(r"[\w:/.#?=+-]*", value)
            or len(self._entities) > MOST_ENTITIES
            or self._data.count(b"&") > MOST_REFERENCES
        ):
            raise self._told("tegningen har egne entiteter, og det kan skade", _SAVE_AGAIN)

    def _told(self, message: str, hint: str) -> BuildError:
        return refuse(message, self._place, hint)


_SAVE_AGAIN = "gem den igen som SVG i et tegneprogram, eller som PDF eller PNG"


def _named(name: str) -> str:
    space, found, local = name.rpartition(_BREAK)
    return f"{{{space}}}{local}" if found else name

"""A PDF's bytes read into what the rules look at: boxes, metadata, fonts, and what each page paints."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf

from trygtryk.bounds import MOST_BYTES, MOST_PAGES
from trygtryk.geometry import Box
from trygtryk.proof.findings import Finding
from trygtryk.proof.reading.fonts import Font
from trygtryk.proof.reading.interpreter import Reader
from trygtryk.proof.reading.marks import Content
from trygtryk.proof.reading.resources import READING, key_of
from trygtryk.proof.reading.stream import read_stream
from trygtryk.proof.reading.structure import Structure, read_structure
from trygtryk.units import mm

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
XMPMM = "{http://ns.adobe.com/xap/1.0/mm/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
PDFXID = "{http://www.npes.org/pdfx/ns/id/}"
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUAID = "{http://www.aiim.org/pdfua/ns/id/}"
PDFA_SCHEMAS = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
_SCHEMA, _PROPERTY = "{http://www.aiim.org/pdfa/ns/schema#}", "{http://www.aiim.org/pdfa/ns/property#}"
_OF_A_PROPERTY = ("name", "valueType", "category", "description")


class Unreadable(Exception):
    """The file cannot be opened; the message says why, in Danish, and ``hint`` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(slots=True)
class Side:
    """One page: its own dictionary, its boxes in mm where it has them, and what it paints.

    ``trim`` is what everything is measured from: the TrimBox, else the MediaBox.
    """

    number: int
    page: Any
    boxes: dict[str, Box]
    trim: Box
    content: Content

    def placed(self, box: Box) -> Box:
        """A box of the page as measured from the trim's lower left corner."""
        return box.moved(-self.trim.x0_mm, -self.trim.y0_mm)


@dataclass
class File:
    """A file opened for checking. ``xmp`` holds each property's text by its full name; None where it cannot be read.

    ``described`` are the properties that the file's own extension schemas explain (ISO 19005-2, 6.6.2.3.3).
    """

    data: bytes
    pdf: pikepdf.Pdf
    info: dict[str, Any]
    xmp: dict[str, str] | None
    described: frozenset[str]
    sides: tuple[Side, ...]
    fonts: dict[str, Font]

    @property
    def root(self) -> Any:
        """The file's catalog (ISO 32000-1, 7.7.2)."""
        return self.pdf.Root

    @cached_property
    def structure(self) -> Structure | None:
        """The structure tree, where the file has one."""
        return read_structure(self.root, {key_of(side.page, ""): side.number for side in self.sides})

    def claims(self, name: str) -> str:
        """The value of an XMP property, or an empty text."""
        return (self.xmp or {}).get(name, "")


Rule = tuple[str, Callable[[File], Iterator[Finding]]]
"""A rule's name, and what finds its breaches."""


def read_file(data: bytes) -> File:
    """The file; raises Unreadable where it is damaged, encrypted, very large or not a PDF."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"filen fylder mere end {MOST_BYTES // 1_000_000} MB", "del filen")
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("filen er ikke en PDF", "vælg en PDF-fil")
    try:
        pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True, attempt_recovery=False)
    except pikepdf.PasswordError:
        raise Unreadable("filen er låst med adgangskode", "gem den uden adgangskode, og prøv igen") from None
    except READING as error:
        raise Unreadable(f"filen er beskadiget ({_said(error)})", "lav filen igen; send den ikke til tryk") from None
    fonts: dict[str, Font] = {}
    try:
        if len(pdf.pages) > MOST_PAGES:
            raise Unreadable(f"filen har {len(pdf.pages)} sider, højst {MOST_PAGES} kan prøves", "del filen")
        sides = tuple(_side(page.obj, number, fonts) for number, page in enumerate(pdf.pages, 1))
        info = {str(key)[1:]: value for key, value in sorted(pdf.docinfo.items())} if "/Info" in pdf.trailer else {}
        tree = _metadata(pdf.Root)
    except READING as error:
        raise Unreadable(f"filen er beskadiget ({_said(error)})", "lav filen igen; send den ikke til tryk") from None
    xmp, described = (None, frozenset[str]()) if tree is None else (_properties(tree), _described(tree))
    return File(data, pdf, info, xmp, described, sides, fonts)


def _said(error: Exception) -> str:
    """What a library says of a file, without the objects and addresses of this process."""
    return re.sub(r"<[^<>]* at 0x[0-9a-fA-F]+>[:, ]*", "", str(error)).strip()[:100] or type(error).__name__


def _side(page: Any, number: int, fonts: dict[str, Font]) -> Side:
    boxes: dict[str, Box] = {}
    for name in ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox"):
        found = _inherited(page, "/" + name) if name in ("MediaBox", "CropBox") else page.get("/" + name)
        if isinstance(found, pikepdf.Array) and len(found) == 4:
            x0, y0, x1, y1 = (mm(min(max(float(number), -1e6), 1e6)) for number in found)
            boxes[name] = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    media = boxes.get("MediaBox", Box(0, 0, mm(612), mm(792)))
    trim = boxes.get("TrimBox", media)
    resources = _inherited(page, "/Resources")
    reader = Reader(page, resources, trim, media, fonts, number)
    return Side(number, page, boxes, trim, reader.content)


def _inherited(page: Any, key: str) -> Any:
    for _ in range(64):
        if key in page:
            return page[key]
        if "/Parent" not in page:
            return None
        page = page["/Parent"]
    return None


def _metadata(root: Any) -> ET.Element | None:
    source = root.get("/Metadata")
    if not isinstance(source, pikepdf.Stream):
        return None
    text = read_stream(source)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        return None
    try:
        return ET.fromstring(text.strip(b"\0 \r\n\t"))
    except (ET.ParseError, ValueError, LookupError):
        return None


def _properties(tree: ET.Element) -> dict[str, str]:
    out: dict[str, str] = {}
    for description in (child for rdf in tree.iter(_RDF + "RDF") for child in rdf.iterfind(_RDF + "Description")):
        for name, value in description.attrib.items():
            if not name.startswith(_RDF):
                out.setdefault(name, value)
        for element in description:
            items = ["".join(item.itertext()).strip() for item in element.iter(_RDF + "li")]
            out.setdefault(element.tag, "\n".join(items) if items else (element.text or "").strip())
    return out


def _described(tree: ET.Element) -> frozenset[str]:
    found: set[str] = set()
    for schema in (item for schemas in tree.iter(PDFA_SCHEMAS) for item in schemas.iterfind(f"*/{_RDF}li")):
        parts = _parts(schema)
        space, properties = parts.get(_SCHEMA + "namespaceURI"), parts.get(_SCHEMA + "property")
        if space is None or properties is None:
            continue
        for item in properties.iterfind(f"*/{_RDF}li"):
            told = {tag: (part.text or "").strip() for tag, part in _parts(item).items()}
            if all(told.get(_PROPERTY + part) for part in _OF_A_PROPERTY):
                found.add(f"{{{(space.text or '').strip()}}}{told[_PROPERTY + 'name']}")
    return frozenset(found)


def _parts(item: ET.Element) -> dict[str, ET.Element]:
    """The fields of a structure, written within its item or within a description in it."""
    inner = item.find(_RDF + "Description")
    return {field.tag: field for field in (item if inner is None else inner)}

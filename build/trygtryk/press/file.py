"""Pressed pages to one PDF file, through reportlab's object layer; what a standard forces stands in its own module."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

import deflate
from reportlab import rl_config
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile

from trygtryk.geometry import Box, shift
from trygtryk.model import Artwork, Document, Ink, Layer, Page, Picture, Shown
from trygtryk.pack.seal import BLANK, sealed
from trygtryk.press.compact import compacted
from trygtryk.press.draw import Colour, Stream
from trygtryk.press.field_font import whole_font
from trygtryk.press.fields import Fields
from trygtryk.press.metadata import info, xmp
from trygtryk.press.navigation import outline, page_labels
from trygtryk.press.standard import Intent, Standard
from trygtryk.press.tags import Tree
from trygtryk.units import pt

# the library would let the environment change these
rl_config.invariant = 1
rl_config.pdfComments = 0
rl_config.pdfMultiLine = 0

_LEVEL, _BEST = 7, 10
# to a point: pictures on screens and office printers, and pages on screens, are as sharp in whole ones, and smaller
_PICTURE_UNITS, _SCREEN_UNITS = 5, 10
# what the library copies into every subset of a font, and no reader draws by (ISO 32000-1, 9.9)
_UNDRAWN = {"name", "OS/2"}


@lru_cache(maxsize=256)
def _deflated(content: bytes, level: int = _LEVEL) -> bytes:
    """A stream made smaller; the same drawing stands in many files. One pinned library, because the output of the interpreter's own zlib differs between builds."""
    return bytes(deflate.zlib_compress(content, level))


class _Catalog(pdfdoc.PDFCatalog):  # type: ignore[misc]
    __NoDefault__ = (*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "OCProperties")
    __Refs__ = ("Pages", "Metadata")


class _Page(pdfdoc.PDFPage):  # type: ignore[misc]
    Override_default_compilation = 1
    __NoDefault__ = (*pdfdoc.PDFPage.__NoDefault__, "Tabs", "StructParents", "Group")


class _Stream(pdfdoc.PDFStream):  # type: ignore[misc]
    """A stream that ends its line before ``endstream`` (ISO 19005-2, 6.1.7.1); compressed unless it says how."""

    def format(self, document: Any) -> bytes:
        entries, content = self.dictionary.dict, self.content
        raw = content.encode("latin-1") if isinstance(content, str) else content
        if "Filter" not in entries:
            raw, entries = _deflated(raw, document.level), {**entries, "Filter": "/FlateDecode"}
        elif entries["Filter"] is None:
            # XMP stays readable in the file (ISO 19005-2, 6.6.2.1)
            entries = {key: value for key, value in entries.items() if key != "Filter"}
        head = pdfdoc.PDFDictionary({**entries, "Length": len(raw)}).format(document)
        return bytes(head + b"\nstream\n" + raw + b"\nendstream\n")


def _stream(content: bytes, entries: Mapping[str, Any]) -> _Stream:
    return _Stream(dictionary=pdfdoc.PDFDictionary(dict(entries)), content=content)


def sets(font: bytes) -> bool:
    """Whether a font file can be set from: parsed, and every letter it has written out of it."""
    try:
        parsed = TTFontFile(BytesIO(font))
        parsed.makeSubset(sorted(parsed.charToGlyph))
    except Exception:  # the library meets a damaged file with whatever it happens to stumble over
        return False
    return True


class Press:
    """Presses documents one after another; keeps what they share (parsed fonts, profiles, drawn artworks)."""

    def __init__(self, faces: Mapping[str, bytes]) -> None:
        self._faces = faces
        self._fonts: dict[str, TTFont] = {}
        self._profiles: dict[bytes, bytes] = {}
        self._drawn: dict[tuple[int, Colour], tuple[Artwork, Stream, bytes]] = {}

    def press(self, document: Document, standard: Standard) -> bytes:
        """The document as PDF bytes under a standard."""
        return _File(self, document, standard).pressed()

    def font(self, face: str) -> TTFont:
        """The face, parsed when it is first set."""
        if face not in self._fonts:
            font = TTFont(face, BytesIO(self._faces[face]), asciiReadable=False)
            for tag in _UNDRAWN & font.face.table.keys():
                del font.face.table[tag]
            # the same letters are set in several editions
            subset = lru_cache(maxsize=256)(font.face.makeSubset)
            font.face.makeSubset = lambda letters: subset(tuple(letters))
            self._fonts[face] = font
        return self._fonts[face]

    def profile(self, icc: bytes) -> bytes:
        """The compressed profile; compressing it again for each file would take longest of all."""
        if icc not in self._profiles:
            self._profiles[icc] = _deflated(icc)
        return self._profiles[icc]

    def drawn(self, artwork: Artwork, colour: Colour, resources: _File) -> tuple[Stream, bytes]:
        """The artwork's stream; one that sets no text is the same in every file and is drawn once."""
        known = self._drawn.get((id(artwork), colour))
        if known:
            return known[1], known[2]
        stream = Stream(colour, resources, nested=True, units=1 if colour == "cmyk" else _PICTURE_UNITS)
        stream.draw(artwork.items)
        content = stream.bytes()
        if not stream.names.keys() - {"ExtGState"}:
            self._drawn[id(artwork), colour] = (artwork, stream, content)
        return stream, content


class _File:
    """One PDF file while it is made; the Resources its streams name."""

    def __init__(self, press: Press, document: Document, standard: Standard) -> None:
        self._press = press
        self._document = document
        self._standard = standard
        self._pdf = pdfdoc.PDFDocument(compression=0, invariant=1, pdfVersion=standard.version, lang=document.lang)
        # what is put on the web is fetched more often than it is made
        self._pdf.level = _BEST if standard.field_face else _LEVEL
        self._pdf.Catalog = self._pdf._catalog = _Catalog()
        self._pdf.Catalog.Pages = self._pdf.Pages
        self._pdf.Catalog.Lang = pdfdoc.PDFString(document.lang)
        self._pdf.Outlines.ready = -1
        self._objects: dict[str, Any] = {}
        self._layers: dict[str, Any] = {}
        self._artworks: dict[tuple[str, Box], int] = {}
        self._tree: Tree | None = None
        if standard.tagged:
            labels = {page.label: number for number, page in enumerate(document.pages)}
            letters = self._press.font(standard.field_face).face.charToGlyph if standard.field_face else {}
            self._fields = Fields(self._pdf, self._stream, labels, letters)
            first = len(document.pages)
            self._tree = Tree(lambda item, at, page, n: self._fields.annotate(item, at, page, first + n))
        self._hash = hashlib.sha256(repr((document.name, document.title, document.date, standard.claims)).encode())

    # resources

    def encoded(self, face: str, text: str) -> list[tuple[str, bytes]]:
        font = self._press.font(face)
        runs = font.splitString(text, self._pdf)
        return [(font.getSubsetInternalName(subset, self._pdf)[1:], codes) for subset, codes in runs]

    def separation(self, ink: Ink) -> str:
        name = "".join(c if c.isalnum() and c.isascii() else "_" for c in ink.spot)
        shares = " ".join(f"{share / 100:g}" for share in ink.cmyk)
        tint = {"FunctionType": 2, "Domain": "[0 1]", "C0": "[0 0 0 0]", "C1": f"[{shares}]", "N": 1}
        return self._once(
            f"Sep{name}",
            lambda: pdfdoc.PDFArray(
                ["/Separation", pdfdoc.PDFName(ink.spot), "/DeviceCMYK", pdfdoc.PDFDictionary(tint)]
            ),
        )

    def artwork(self, artwork: Artwork) -> str:
        # a logo stands in one place on the cover, and in another on the pages
        name = f"Art{self._artworks.setdefault((artwork.name, artwork.box), len(self._artworks))}"
        return self._once(name, lambda: self._form(artwork))

    def picture(self, picture: Picture) -> str:
        bitmap, mode = picture.bitmap, picture.bitmap.mode
        seen = bitmap.screen if self._standard.field_face else bitmap.office
        if self._standard.colour == "cmyk" or seen is None:
            seen = Shown(bitmap.width_px, bitmap.height_px, bitmap.samples)
        elif mode == "CMYK":
            mode = "RGB"
        name = f"Im{hashlib.sha256(seen.data).hexdigest()[:12]}"
        return self._once(
            name,
            lambda: self._stream(
                seen.data,
                {
                    "Type": "/XObject",
                    "Subtype": "/Image",
                    "Width": seen.width_px,
                    "Height": seen.height_px,
                    "ColorSpace": _SPACES[mode],
                    "BitsPerComponent": 8,
                    **({"Filter": "/DCTDecode"} if seen.jpeg else {}),
                },
            ),
        )

    def layer(self, layer: Layer) -> str:
        entries: dict[str, Any] = {"Type": "/OCG", "Name": pdfdoc.PDFString(layer.name), "Intent": "[/View /Design]"}
        if layer.step:
            group, kind = layer.step
            step = {"GTS_ProcStepsGroup": f"/{group}", "GTS_ProcStepsType": f"/{kind}"}
            entries["GTS_Metadata"] = pdfdoc.PDFDictionary(step)
        name = (
            self._once(f"Layer{len(self._layers)}", lambda: pdfdoc.PDFDictionary(entries))
            if layer.name not in (self._layers)
            else self._layers[layer.name]
        )
        self._layers[layer.name] = name
        return name

    def _once(self, name: str, make: Any) -> str:
        if name not in self._objects:
            self._objects[name] = self._pdf.Reference(make(), name)
        return name

    def _stream(self, content: bytes, entries: Mapping[str, Any]) -> Any:
        self._hash.update(content)
        return _stream(content, entries)

    def _form(self, artwork: Artwork) -> Any:
        stream, content = self._press.drawn(artwork, self._standard.colour, self)
        return self._stream(
            content,
            {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": _box(artwork.box, per=stream.units),
                **({"Matrix": f"[{1 / stream.units:g} 0 0 {1 / stream.units:g} 0 0]"} if stream.units > 1 else {}),
                "Resources": self._resources(stream),
            },
        )

    def _resources(self, stream: Stream) -> Any:
        categories: dict[str, Any] = {}
        for category, names in stream.names.items():
            if category == "ExtGState":
                entries = {name: self._objects[self._once(name, _OVERPRINT[name])] for name in sorted(names)}
            elif category == "Font":
                # the fonts' objects are made last, when it is known what they set
                entries = {name: pdfdoc.PDFObjectReference(name) for name in sorted(names)}
            else:
                entries = {name: self._objects[name] for name in sorted(names)}
            categories[category] = pdfdoc.PDFDictionary(entries)
        return pdfdoc.PDFDictionary(categories)

    # pages and the file

    def _page(self, page: Page) -> Any:
        # nobody cuts a screen: what bleeds ends at the trim
        sheet = page.trim if self._tree else page.media
        units = _SCREEN_UNITS if self._standard.field_face else 1
        stream = Stream(self._standard.colour, self, self._tree, units=units, at=shift(-sheet.x0_mm, -sheet.y0_mm))
        if self._tree:
            self._tree.page(sheet.moved(-sheet.x0_mm, -sheet.y0_mm))
        dx, dy = pt(-sheet.x0_mm), pt(-sheet.y0_mm)
        stream.draw(page.items)
        content = f"{1 / units:g} 0 0 {1 / units:g} {dx:.4f} {dy:.4f} cm\n".encode() + stream.bytes()
        made = _Page()
        made.MediaBox = _box(sheet, dx, dy)
        if self._standard.bleeds:
            made.BleedBox = _box(page.bleed, dx, dy)
            made.TrimBox = _box(page.trim, dx, dy)
        made.Contents = self._stream(content, {})
        made.Resources = self._resources(stream)
        made.Parent = self._pdf.Pages
        if self._tree:
            number = len(self._pdf.Pages.pages)
            made.StructParents, made.Tabs = number, "/S"
            if annotations := self._fields.on_page.get(number):
                made.Annots = pdfdoc.PDFArray(annotations)
        return made

    def _structure(self, tree: Tree) -> None:
        """The tags and the form."""
        catalog = self._pdf.Catalog
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalog.StructTreeRoot = tree.written(self._pdf, len(self._document.pages))
        if self._fields.any:
            face = self._standard.field_face
            font = whole_font(self._pdf, self._press.font(face), self._stream) if self._fields.writes else None
            catalog.AcroForm = self._pdf.Reference(self._fields.written(font), "Form")

    def pressed(self) -> bytes:
        pdf, document, standard = self._pdf, self._document, self._standard
        for page in document.pages:
            pdf.addPage(self._page(page))
        identity = self._hash.hexdigest()
        pdf._ID = f"\n[<{BLANK}><{BLANK}>]\n".encode()
        catalog = pdf.Catalog
        if self._tree:
            self._structure(self._tree)
        if document.outline:
            catalog.Outlines = outline(pdf, document.outline)
            catalog.PageMode = "/UseOutlines"
            catalog.PageLabels = page_labels(document)
        turn = {"Duplex": _TURNS[document.turn]} if document.turn else {}
        viewer = {"DisplayDocTitle": "true", **turn, **standard.viewer}
        catalog.ViewerPreferences = pdfdoc.PDFDictionary(viewer)
        if standard.intent:
            catalog.OutputIntents = pdfdoc.PDFArray([self._intent(standard.intent)])
        if self._layers:
            groups = pdfdoc.PDFArray([self._objects[name] for name in self._layers.values()])
            view = {"Name": pdfdoc.PDFString("Alle lag"), "Order": groups, "ON": groups}
            catalog.OCProperties = pdfdoc.PDFDictionary({"OCGs": groups, "D": pdfdoc.PDFDictionary(view)})
        catalog.Metadata = _stream(
            xmp(document, standard, identity), {"Type": "/Metadata", "Subtype": "/XML", "Filter": None}
        )
        pdf.info = info(document, standard)
        for font in pdf.delayedFonts:
            font.addObjects(pdf)
        for made in pdf.idToObject.values():
            if type(made) is pdfdoc.PDFStream:  # the library's own, of fonts
                made.__class__ = _Stream
            elif type(made) is pdfdoc.PDFTrueTypeFont:  # a hundred objects to the library, one string to us
                made.Widths = f"[{fp_str(*made.Widths.sequence)}]"
        if self._tree:
            return sealed(compacted(pdf, standard.version, lambda content: _deflated(content, pdf.level)))
        return sealed(pdf.format())

    def _intent(self, intent: Intent) -> Any:
        compressed = self._press.profile(intent.profile)
        profile = _stream(compressed, {"N": intent.channels, "Filter": "/FlateDecode"})
        entries = {
            "Type": "/OutputIntent",
            "S": f"/{intent.subtype}",
            "OutputConditionIdentifier": pdfdoc.PDFString(intent.condition),
            "OutputCondition": pdfdoc.PDFString(intent.condition),
            "Info": pdfdoc.PDFString(intent.condition),
            "DestOutputProfile": self._pdf.Reference(profile),
        }
        if intent.registry:
            entries["RegistryName"] = pdfdoc.PDFString(intent.registry)
        return pdfdoc.PDFDictionary(entries)


def _graphics_state(over: bool) -> Any:
    flag = "true" if over else "false"
    return pdfdoc.PDFDictionary({"Type": "/ExtGState", "OP": flag, "op": flag, "OPM": 1})


_OVERPRINT = {"Over": lambda: _graphics_state(True), "Knock": lambda: _graphics_state(False)}
_SPACES = {"CMYK": "/DeviceCMYK", "L": "/DeviceGray", "RGB": "/DeviceRGB"}
_TURNS = {"long": "/DuplexFlipLongEdge", "short": "/DuplexFlipShortEdge"}


def _box(box: Box, dx_pt: float = 0.0, dy_pt: float = 0.0, per: int = 1) -> str:
    x0, y0, x1, y1 = pt(box.x0_mm) + dx_pt, pt(box.y0_mm) + dy_pt, pt(box.x1_mm) + dx_pt, pt(box.y1_mm) + dy_pt
    return f"[{x0 * per:.4f} {y0 * per:.4f} {x1 * per:.4f} {y1 * per:.4f}]"

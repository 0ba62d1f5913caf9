"""Fonts as they stand in a file: codes, widths, blanks, and the embedded program behind them (ISO 32000-1, 9.5-9.10)."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import pikepdf
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont

from trygtryk.proof.reading.stream import read_stream
from trygtryk.proof.reading.tokens import operators

# what is odd in a font is told as a finding, not on the way
logging.getLogger("fontTools").setLevel(logging.CRITICAL)

_STANDARD_SPACE = 32


@dataclass(slots=True)
class Font:
    """One font of a file. ``widths`` and ``default_width`` are in thousandths of the type size, as the file states them.

    ``composite`` fonts (Type0) take two bytes a code; ``to_unicode`` is empty where the file has no such map. ``shown``
    gathers the codes that the content really uses.
    """

    name: str
    subtype: str
    composite: bool
    embedded: bool
    symbolic: bool
    widths: dict[int, float]
    default_width: float
    to_unicode: dict[int, str]
    has_to_unicode: bool
    ascent: float
    descent: float
    source: Any
    program: Any
    shown: set[int] = field(default_factory=set)
    blanks: dict[int, bool] = field(default_factory=dict)

    def codes(self, text: bytes) -> Iterator[int]:
        """The codes of a shown string."""
        if not self.composite:
            return iter(text)
        return (int.from_bytes(text[i : i + 2], "big") for i in range(0, len(text), 2))

    def blank(self, code: int) -> bool:
        """Whether the code shows a space."""
        if self.to_unicode:
            return self.to_unicode.get(code, "?").isspace()
        return code == _STANDARD_SPACE and not self.composite

    def text(self, text: bytes) -> str:
        """The shown string as words, as far as the file tells."""
        if self.to_unicode:
            return "".join(self.to_unicode.get(code, "�") for code in self.codes(text))
        return "" if self.composite else text.decode("cp1252", "replace")


class Glyphs(NamedTuple):
    """What an embedded program says: how many glyphs, their widths in thousandths, and which code leads to which."""

    total: int
    widths: dict[int, float]
    by_code: dict[int, int] | None


def read_font(source: Any) -> Font:
    """The font in a resource dictionary's entry; raises pikepdf's and Python's lookup errors where it is malformed."""
    subtype = str(source.get("/Subtype", "/?"))[1:]
    name = str(source.get("/BaseFont", source.get("/Name", "/?")))[1:]
    composite = subtype == "Type0"
    inner = source["/DescendantFonts"][0] if composite else source
    if composite:
        subtype = str(inner.get("/Subtype", "/?"))[1:]
    descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
    program = next((descriptor[key] for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in descriptor), None)
    raw_map = source.get("/ToUnicode")
    is_map = isinstance(raw_map, pikepdf.Stream)
    scale = 1000 * abs(float(source["/FontMatrix"][0])) if subtype == "Type3" and "/FontMatrix" in source else 1.0
    return Font(
        name,
        subtype,
        composite,
        program is not None or subtype == "Type3",
        bool(int(descriptor.get("/Flags", 0)) & 4),
        _cid_widths(inner.get("/W", ())) if composite else _simple_widths(source, scale),
        float(inner.get("/DW", 1000)) if composite else float(descriptor.get("/MissingWidth", 0)),
        _unicode_map(read_stream(raw_map)) if is_map else {},
        is_map,
        min(float(descriptor.get("/Ascent", 750)) or 750, 800) / 1000,
        max(float(descriptor.get("/Descent", -200)) or -200, -250) / 1000,
        source,
        program,
    )


def _simple_widths(source: Any, scale: float) -> dict[int, float]:
    first = int(source.get("/FirstChar", 0))
    return {first + i: float(width) * scale for i, width in enumerate(source.get("/Widths", ()))}


def _cid_widths(array: Any) -> dict[int, float]:
    widths: dict[int, float] = {}
    items = list(array)
    i = 0
    while i + 1 < len(items):
        start = int(items[i])
        if isinstance(items[i + 1], pikepdf.Array):
            widths.update((start + k, float(width)) for k, width in enumerate(items[i + 1]))
            i += 2
        else:
            last = min(int(items[i + 1]), start + 65535)
            widths.update(dict.fromkeys(range(start, last + 1), float(items[i + 2])))
            i += 3
    return widths


@lru_cache(maxsize=512)
def _unicode_map(data: bytes) -> dict[int, str]:
    out: dict[int, str] = {}
    for name, operands in operators(data):
        if name == "endbfchar":
            for code, text in zip(operands[::2], operands[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(text, bytes):
                    out[int.from_bytes(code, "big")] = text.decode("utf-16-be", "replace")
        elif name == "endbfrange":
            for low, high, to in zip(operands[::3], operands[1::3], operands[2::3], strict=False):
                _range(out, low, high, to)
    return out


def _range(out: dict[int, str], low: Any, high: Any, to: Any) -> None:
    if not isinstance(low, bytes) or not isinstance(high, bytes):
        return
    first, last = int.from_bytes(low, "big"), int.from_bytes(high, "big")
    for i, code in enumerate(range(first, min(last, first + 65535) + 1)):
        if isinstance(to, list):
            if i < len(to) and isinstance(to[i], bytes):
                out[code] = to[i].decode("utf-16-be", "replace")
        elif isinstance(to, bytes) and to:
            text = to.decode("utf-16-be", "replace")
            if text:
                out[code] = text[:-1] + chr(min(ord(text[-1]) + i, 0x10FFFF))


def glyphs(font: Font) -> Glyphs | None:
    """The embedded program of a TrueType or CFF font, or None where there is none of a kind that can be measured."""
    if font.program is None:
        return None
    data = read_stream(font.program)
    if data[:4] in (b"\0\1\0\0", b"true", b"OTTO"):
        return _sfnt(data, font.composite, font.symbolic)
    if data[:1] == b"\1" and font.composite:
        return _cff(data)
    return None


def reach(font: Font, codes: bytes) -> tuple[float, float]:
    """How far the shown glyphs go below and above the baseline, as shares of the type size."""
    program = glyphs(font)
    data = read_stream(font.program) if program is not None else b""
    if program is None or data[:4] not in (b"\0\1\0\0", b"true"):
        return font.descent, font.ascent
    heights = _heights(data)
    by_code = program.by_code
    shown = (code if by_code is None else by_code.get(code, 0) for code in font.codes(codes))
    spans = [heights[glyph] for glyph in shown if glyph in heights]
    if not spans:
        return font.descent, font.ascent
    return min(low for low, _ in spans), max(high for _, high in spans)


@lru_cache(maxsize=64)
def _heights(data: bytes) -> dict[int, tuple[float, float]]:
    face = TTFont(io.BytesIO(data), lazy=True)
    per_em = face["head"].unitsPerEm
    outlines = ((i, face["glyf"][face.getGlyphName(i)]) for i in range(face["maxp"].numGlyphs))
    return {i: (shape.yMin / per_em, shape.yMax / per_em) for i, shape in outlines if shape.numberOfContours}


@lru_cache(maxsize=512)
def _sfnt(data: bytes, composite: bool, symbolic: bool) -> Glyphs:
    program = TTFont(io.BytesIO(data), lazy=True)
    order = program.getGlyphOrder() if "CFF " in program else None
    per_em = program["head"].unitsPerEm
    count = program["maxp"].numGlyphs
    metrics = program["hmtx"].metrics
    names = order or [program.getGlyphName(i) for i in range(count)]
    widths = {i: metrics[name][0] * 1000 / per_em for i, name in enumerate(names) if name in metrics}
    if composite or "cmap" not in program:
        return Glyphs(count, widths, None)
    by_name = {name: i for i, name in enumerate(names)}
    tables = {(table.platformID, table.platEncID): table.cmap for table in program["cmap"].tables}
    by_code: dict[int, int] | None = None
    chosen = tables.get((3, 0)) or tables.get((1, 0))
    if chosen is not None and (symbolic or (3, 1) not in tables):
        by_code = {code & 0xFF: by_name[name] for code, name in chosen.items() if name in by_name}
    return Glyphs(count, widths, by_code)


@lru_cache(maxsize=64)
def _cff(data: bytes) -> Glyphs:
    from fontTools.cffLib import CFFFontSet  # slow to load, and our own files hold none

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top = fonts[0]
    per_em = 1 / (getattr(top, "FontMatrix", None) or [0.001])[0]
    widths: dict[int, float] = {}
    for i, name in enumerate(top.charset):
        shape = top.CharStrings[name]
        shape.draw(NullPen())
        cid = int(name[3:]) if name.startswith("cid") and name[3:].isdigit() else i
        widths[cid] = shape.width * 1000 / per_em
    return Glyphs(max(widths, default=-1) + 1, widths, None)

"""The font that forms are filled in with: the whole face, so that every letter it has can be typed.

A composite font, since a simple one names at most 256 letters and would leave Polish, Turkish and Latvian names out;
readers find a letter's code by the ToUnicode map, read backwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont, TTFontMaker

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_MOST = 100
# what a reader draws glyphs by (ISO 32000-1, 9.9); how a shaper puts them together it need not know
_TABLES = {"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"}
FONT_OBJECT = "FeltFont"
"""What the font is called among the file's objects."""


def whole_font(pdf: Any, font: TTFont, stream: Callable[[bytes, Mapping[str, Any]], Any]) -> Any:
    """The face as a composite font whose codes are its glyphs (ISO 32000-1, 9.7), not cut down to a subset."""
    face = font.face
    letters: dict[int, int] = {}
    for character, glyph in sorted(face.charToGlyph.items()):
        letters.setdefault(glyph, character)
    count = len(face.hmetrics)
    widths = pdfdoc.PDFArray(
        [0, pdfdoc.PDFArray([round(face.hmetrics[glyph][0] * 1000 / face.unitsPerEm) for glyph in range(count)])]
    )
    name = "/" + face.name.decode() if isinstance(face.name, bytes) else "/" + face.name
    file = TTFontMaker()
    for tag in sorted(face.table.keys() & _TABLES):
        file.add(tag, face.get_table(tag))
    data = bytes(file.makeStream())
    descriptor = {
        "Type": "/FontDescriptor",
        "FontName": name,
        "Flags": 4,
        "FontBBox": pdfdoc.PDFArray([round(n) for n in face.bbox]),
        "ItalicAngle": 0,
        "Ascent": round(face.ascent),
        "Descent": round(face.descent),
        "CapHeight": round(face.capHeight),
        "StemV": face.stemV,
        "FontFile2": pdf.Reference(stream(data, {"Length1": len(data)}), "FeltFile"),
    }
    system = pdfdoc.PDFDictionary(
        {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
    )
    descendant = {
        "Type": "/Font",
        "Subtype": "/CIDFontType2",
        "BaseFont": name,
        "CIDSystemInfo": system,
        "FontDescriptor": pdf.Reference(pdfdoc.PDFDictionary(descriptor), "FeltDescriptor"),
        "DW": 0,
        "W": widths,
        "CIDToGIDMap": "/Identity",
    }
    entries = sorted(letters.items())
    ranges = []
    for start in range(0, len(entries), _MOST):
        chunk = entries[start : start + _MOST]
        rows = "\n".join(f"<{glyph:04X}> <{chr(letter).encode('utf-16-be').hex().upper()}>" for glyph, letter in chunk)
        ranges.append(f"{len(chunk)} beginbfchar\n{rows}\nendbfchar")
    cmap = _CMAP.replace("{ranges}", "\n".join(ranges))
    composite = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": name,
        "Encoding": "/Identity-H",
        "DescendantFonts": pdfdoc.PDFArray([pdf.Reference(pdfdoc.PDFDictionary(descendant), "FeltGlyphs")]),
        "ToUnicode": pdf.Reference(stream(cmap.encode(), {}), "FeltLetters"),
    }
    return pdf.Reference(pdfdoc.PDFDictionary(composite), FONT_OBJECT)

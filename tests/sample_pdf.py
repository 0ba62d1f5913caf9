"""A small card built by hand, object by object, that keeps every rule: what the broken ones are made from."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

ROOT = Path(__file__).parents[1]
FACE = ROOT / "assets/fonts/AtkinsonHyperlegibleNext_400Regular.ttf"
PROFILE = ROOT / "assets/icc/ISOcoated_v2_300_bas.icc"
PT = 72 / 25.4
TRIM_MM = (105.0, 74.0)
SLUG_MM = 10.0
BLEED_MM = 3.0

Change = Callable[[pikepdf.Pdf], None]


def box(margin_mm: float) -> Array:
    """The trim, grown by a margin, on the sheet."""
    width, height = TRIM_MM
    corners = (SLUG_MM - margin_mm, SLUG_MM - margin_mm, SLUG_MM + width + margin_mm, SLUG_MM + height + margin_mm)
    return Array([round(corner * PT, 4) for corner in corners])


def crop_marks() -> str:
    """Eight marks, each 5 mm long and 1 mm outside the bleed."""
    (width, height), near, far = TRIM_MM, BLEED_MM + 1, BLEED_MM + 6
    out = []
    for x in (0.0, width):
        out += [(x, -far, x, -near), (x, height + near, x, height + far)]
    for y in (0.0, height):
        out += [(-far, y, -near, y), (width + near, y, width + far, y)]
    return "".join(f"{a * PT:.4f} {b * PT:.4f} m {c * PT:.4f} {d * PT:.4f} l S\n" for a, b, c, d in out)


CONTENT = f"""q 1 0 0 1 {SLUG_MM * PT:.4f} {SLUG_MM * PT:.4f} cm
/Knock gs .28 .03 .08 0 k {-3 * PT:.3f} {-3 * PT:.3f} {111 * PT:.3f} {80 * PT:.3f} re f
0 0 0 0 k {60 * PT:.3f} {20 * PT:.3f} m {90 * PT:.3f} {20 * PT:.3f} {90 * PT:.3f} {60 * PT:.3f} {60 * PT:.3f} {50 * PT:.3f} c h f
q {20 * PT:.3f} 0 0 {20 * PT:.3f} {60 * PT:.3f} {10 * PT:.3f} cm /Pic Do Q
/Art Do
BT /Over gs 0 0 0 1 k 1 0 0 1 {20 * PT:.3f} {40 * PT:.3f} Tm /F 9 Tf TEXT Tj ET
/OC /Cut BDC /Die CS 1 SCN /Over gs .5 w {20 * PT:.3f} {12 * PT:.3f} {30 * PT:.3f} {20 * PT:.3f} re S EMC
/Registration CS 1 SCN .25 w
MARKS
Q
"""
FORM = f"/Knock gs 0 .65 .6 0 k {-3 * PT:.3f} {-3 * PT:.3f} {9 * PT:.3f} {80 * PT:.3f} re f\n"
WORDS = "Blød æble-ø på spil"


def font(pdf: pikepdf.Pdf, words: str = WORDS) -> tuple[pikepdf.Object, dict[str, int]]:
    """The face, cut down to the words, as a Type0 font; and each letter's glyph number in it."""
    options = subset.Options(layout_features=[], notdef_outline=True, hinting=False)
    face = TTFont(FACE)
    cutter = subset.Subsetter(options)
    cutter.populate(text=words)
    cutter.subset(face)
    file = io.BytesIO()
    face.save(file)
    cmap = face.getBestCmap()
    glyphs = {letter: face.getGlyphID(cmap[ord(letter)]) for letter in sorted(set(words))}
    per_em = face["head"].unitsPerEm
    widths = Array()
    for letter, glyph in sorted(glyphs.items(), key=lambda pair: pair[1]):
        widths.extend([glyph, Array([round(face["hmtx"][cmap[ord(letter)]][0] * 1000 / per_em, 3)])])
    pairs = "".join(f"<{glyph:04x}> <{ord(letter):04x}>\n" for letter, glyph in glyphs.items())
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{pairs}endbfchar endcmap end end"
    )
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/AAAAAA+Atkinson"), Flags=4, FontBBox=Array([-200, -250, 1200, 950]),
        ItalicAngle=0, Ascent=950, Descent=-250, CapHeight=668, StemV=80,
        FontFile2=pdf.make_stream(file.getvalue(), Length1=len(file.getvalue())),
    )  # fmt: skip
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/AAAAAA+Atkinson"), CIDToGIDMap=Name.Identity,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor), DW=0, W=widths,
    )  # fmt: skip
    made = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/AAAAAA+Atkinson"), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]), ToUnicode=pdf.make_stream(to_unicode.encode()),
    )  # fmt: skip
    return pdf.make_indirect(made), glyphs


def shown(words: str, glyphs: dict[str, int]) -> str:
    """The words as a hexadecimal string in the face."""
    return "<" + "".join(f"{glyphs[letter]:04x}" for letter in words) + ">"


def spot(pdf: pikepdf.Pdf, name: str, cmyk: tuple[float, float, float, float]) -> Array:
    """A Separation over DeviceCMYK."""
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array(list(cmyk)), N=1)
    return Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, pdf.make_indirect(tint)])


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Prøvekort</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2026-11-01T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>2026-11-01T00:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>2026-11-01T00:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>hand</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def press_pdf() -> pikepdf.Pdf:
    """The card, open for changes."""
    return pikepdf.open(io.BytesIO(_card()))


@cache
def _card() -> bytes:
    pdf = pikepdf.new()
    face, glyphs = font(pdf)
    layer = pdf.make_indirect(
        Dictionary(
            Type=Name.OCG, Name=String("Stans"),
            GTS_Metadata=Dictionary(GTS_ProcStepsGroup=Name.Structural, GTS_ProcStepsType=Name.Cutting),
        )
    )  # fmt: skip
    side = round(20 / 25.4 * 300)
    picture = pdf.make_stream(
        bytes(side * side * 4),
        Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side, ColorSpace=Name.DeviceCMYK, BitsPerComponent=8,
    )  # fmt: skip
    states = Dictionary(
        Over=Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1),
        Knock=Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=1),
    )
    art = pdf.make_stream(
        FORM.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([-10, -10, 400, 400]),
        Resources=Dictionary(ExtGState=states),
    )  # fmt: skip
    spaces = Dictionary(Registration=spot(pdf, "All", (1, 1, 1, 1)), Die=spot(pdf, "Stans", (0, 1, 0, 0)))
    resources = Dictionary(
        Font=Dictionary(F=face), ExtGState=states, ColorSpace=spaces, XObject=Dictionary(Pic=picture, Art=art),
        Properties=Dictionary(Cut=layer),
    )  # fmt: skip
    content = CONTENT.replace("TEXT", shown(WORDS, glyphs)).replace("MARKS", crop_marks())
    page = Dictionary(
        Type=Name.Page, MediaBox=box(SLUG_MM), BleedBox=box(BLEED_MM), TrimBox=box(0),
        Resources=resources, Contents=pdf.make_stream(content.encode()),
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    profile = pdf.make_stream(PROFILE.read_bytes(), N=4)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier=String("FOGRA39"),
                DestOutputProfile=profile,
            )
        ]
    )  # fmt: skip
    view = Dictionary(Name=String("Alle lag"), Order=Array([layer]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=view)
    pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    stamp = String("D:20261101000000Z")
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String("Prøvekort"),
            Producer=String("hand"),
            CreationDate=stamp,
            ModDate=stamp,
            Trapped=Name("/False"),
        )
    )
    return saved(pdf)


def saved(pdf: pikepdf.Pdf, version: str = "1.6") -> bytes:
    """The file's bytes."""
    out = io.BytesIO()
    pdf.save(
        out,
        force_version=version,
        deterministic_id=True,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue()


def broken(*changes: Change) -> bytes:
    """The card after changes."""
    pdf = press_pdf()
    for change in changes:
        change(pdf)
    return saved(pdf)


def painted(operators: str) -> Change:
    """A change that paints more, in points from the trim's lower left corner."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        before = page.Contents.read_bytes()
        assert before.rstrip().endswith(b"Q")
        page.Contents = pdf.make_stream(before.rstrip()[:-1] + f"\n{operators}\nQ\n".encode())

    return change


def replaced(old: str, new: str) -> Change:
    """A change of the content's own words."""

    def change(pdf: pikepdf.Pdf) -> None:
        before = pdf.pages[0].Contents.read_bytes()
        assert old.encode() in before
        pdf.pages[0].Contents = pdf.make_stream(before.replace(old.encode(), new.encode()))

    return change

"""A small fillable page built by hand that keeps PDF/UA-1 and PDF/A-2: what the broken screen files are made from."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String
from sample_pdf import ROOT, Change, font, saved, shown

PROFILE = ROOT / "assets/icc/sRGB.icc"
WORDS = "Prøveskema Hvad lykkes? Område Tal Ro 1 Læs mere"

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Prøveskema</rdf:li></rdf:Alt></dc:title>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


class _Tree:
    """Builds elements and remembers where each piece of content hangs."""

    def __init__(self, pdf: pikepdf.Pdf, page: Object) -> None:
        self.pdf, self.page = pdf, page
        self.pieces: list[Object] = []
        self.numbers = Array()
        self.next = 1

    def add(self, parent: Object, role: str, **entries: object) -> Object:
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + role), P=parent, Pg=self.page, K=Array(), **entries)  # type: ignore[arg-type]
        )
        parent.K.append(made)
        return made

    def text(self, parent: Object, role: str, **entries: object) -> int:
        """An element holding the next piece of content; its number."""
        made = self.add(parent, role, **entries)
        mcid = len(self.pieces)
        made.K.append(mcid)
        self.pieces.append(made)
        return mcid

    def annotation(self, element: Object, made: Object) -> None:
        """Ties an annotation to the element, both ways."""
        element.K.append(Dictionary(Type=Name.OBJR, Obj=made, Pg=self.page))
        made.StructParent = self.next
        self.numbers.extend([self.next, element])  # type: ignore[list-item]
        self.next += 1
        self.page.Annots.append(made)


def screen_pdf() -> pikepdf.Pdf:
    """The page, open for changes."""
    return pikepdf.open(io.BytesIO(_page()))


@cache
def _page() -> bytes:
    pdf = pikepdf.new()
    face, glyphs = font(pdf, WORDS)
    page = pdf.make_indirect(
        Dictionary(
            Type=Name.Page, MediaBox=Array([0, 0, 595.2756, 841.8898]), Annots=Array(), Tabs=Name.S, StructParents=0,
            Resources=Dictionary(Font=Dictionary(F=face)),
        )
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(page))
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
    tree = _Tree(pdf, page)
    document = tree.add(root, "Document")
    lines: list[str] = ["/Artifact BMC .9 .9 1 rg 0 780 595 62 re f EMC"]

    def write(mcid: int, role: str, words: str, x: int, y: int, size: int) -> None:
        code = shown(words, glyphs)
        lines.append(f"/{role} <</MCID {mcid}>> BDC BT 0 0 0 rg /F {size} Tf 1 0 0 1 {x} {y} Tm {code} Tj ET EMC")

    write(tree.text(document, "H1"), "H1", "Prøveskema", 60, 800, 24)
    write(tree.text(document, "H2"), "H2", "Hvad lykkes?", 60, 740, 16)
    mcid = tree.text(
        document, "Figure", Alt=String("Et hjul"), A=Dictionary(O=Name.Layout, BBox=Array([60, 640, 160, 700]))
    )
    lines.append(f"/Figure <</MCID {mcid}>> BDC 0 .4 .4 rg 60 640 100 60 re f EMC")
    table = tree.add(document, "Table")
    for y, role, cells in ((600, "TH", ("Område", "Tal")), (580, "TD", ("Ro", "1"))):
        row = tree.add(table, "TR")
        for x, words in zip((60, 200), cells, strict=True):
            scope = {"A": Dictionary(O=Name.Table, Scope=Name.Column)} if role == "TH" else {}
            write(tree.text(row, role, **scope), role, words, x, y, 11)
    items = tree.add(document, "L")
    item = tree.add(items, "LI")
    write(tree.text(item, "Lbl"), "Lbl", "1", 60, 540, 11)
    write(tree.text(item, "LBody"), "LBody", "Ro", 80, 540, 11)
    link = tree.add(document, "Link")
    mcid = len(tree.pieces)
    link.K.append(mcid)
    tree.pieces.append(link)
    write(mcid, "Link", "Læs mere", 60, 500, 11)
    tree.annotation(
        link,
        pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 495, 140, 512]), F=4, Border=Array([0, 0, 0]),
                Contents=String("Læs mere på nettet"), A=Dictionary(S=Name.URI, URI=String("https://example.org")),
            )
        ),
    )  # fmt: skip
    look = pdf.make_stream(b"/Tx BMC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 60]))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("lykkes"), TU=String("Hvad lykkes for os?"),
            Rect=Array([60, 400, 360, 460]), F=4, Ff=4096, DA=String("/F 11 Tf 0 g"), AP=Dictionary(N=look), P=page,
        )
    )  # fmt: skip
    tree.annotation(tree.add(document, "Form"), field)
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([0, Array(tree.pieces), *tree.numbers])))
    root.ParentTreeNextKey = tree.next
    page.Contents = pdf.make_stream("\n".join(lines).encode())
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String("da")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=Dictionary(Font=Dictionary(F=face)), DA=String("/F 11 Tf 0 g")
    )
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"),
                DestOutputProfile=pdf.make_stream(PROFILE.read_bytes(), N=3),
            )
        ]
    )  # fmt: skip
    pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    return saved(pdf, "1.7")


def broken_screen(*changes: Change) -> bytes:
    """The page after changes."""
    pdf = screen_pdf()
    for change in changes:
        change(pdf)
    return saved(pdf, "1.7")


def elements(pdf: pikepdf.Pdf) -> list[Object]:
    """What stands in the document element, in order: H1, H2, Figure, Table, L, Link, Form."""
    return list(pdf.Root.StructTreeRoot.K[0].K)


def on_element(index: int, do: Callable[[Object], object]) -> Change:
    """A change of one element in the document."""
    return lambda pdf: do(elements(pdf)[index])  # type: ignore[return-value]


def on_annotation(index: int, do: Callable[[Object], object]) -> Change:
    """A change of the link (0) or the field (1)."""
    return lambda pdf: do(pdf.pages[0].obj.Annots[index])  # type: ignore[return-value]

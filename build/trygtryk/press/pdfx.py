"""PDF/X-4 (ISO 15930-7): what it forces on a press-ready file."""

from __future__ import annotations

from trygtryk.press.standard import Intent, Standard

# nothing is trapped here; PDF/A-2 knows no such property, so it stands in no other edition
_CLAIM = """<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdf:Trapped>False</pdf:Trapped>
</rdf:Description>
"""


def pdfx4(profile: bytes, condition: str) -> Standard:
    """The standard with the printing condition of the paper; ``profile`` is the CMYK output profile that describes it."""
    return Standard(
        version=(1, 6),
        colour="cmyk",
        intent=Intent("GTS_PDFX", profile, 4, condition, "http://www.color.org"),
        claims=_CLAIM,
        info={"Trapped": "/False"},
        bleeds=True,
    )

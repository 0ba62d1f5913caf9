"""PDF/UA-1 and PDF/A-2a (ISO 14289-1, ISO 19005-2): what they force on a screen edition."""

from __future__ import annotations

from trygtryk.press.standard import Intent, Standard

# PDF/A asks that a file explains the properties it takes from elsewhere (ISO 19005-2, 6.6.2.3)
_CLAIMS = """<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def pdfua1(profile: bytes, field_face: str) -> Standard:
    """The standard with an sRGB ``profile``; forms are filled in with ``field_face``."""
    return Standard(
        version=(1, 7),
        colour="srgb",
        intent=Intent("GTS_PDFA1", profile, 3, "sRGB", "http://www.color.org"),
        claims=_CLAIMS,
        tagged=True,
        field_face=field_face,
    )

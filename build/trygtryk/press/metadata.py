"""What a file says of itself: title, day and program, in its information dictionary and again as XMP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from trygtryk import __version__
from trygtryk.model import Document
from trygtryk.press.standard import Standard

_CREATOR = f"trygtryk {__version__}"
_PRODUCER = "ReportLab PDF Library"


class _Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    def __init__(self, entries: Mapping[str, Any]) -> None:
        super().__init__()
        self.entries = entries

    def format(self, document: Any) -> bytes:
        return bytes(pdfdoc.PDFDictionary(dict(self.entries)).format(document))


def info(document: Document, standard: Standard) -> pdfdoc.PDFInfo:
    """The information dictionary (ISO 32000-1, 14.3.3), with what the standard adds."""
    day = f"(D:{document.date.replace('-', '')}000000Z)"
    return _Info(
        {
            "Title": pdfdoc.PDFString(document.title),
            "Subject": pdfdoc.PDFString(document.subject or document.title),
            "Creator": pdfdoc.PDFString(_CREATOR),
            "Producer": pdfdoc.PDFString(_PRODUCER),
            "CreationDate": day,
            "ModDate": day,
            **standard.info,
        }
    )


def xmp(document: Document, standard: Standard, identity: str) -> bytes:
    """The file's XMP packet (ISO 16684-1); ``identity`` is 32 hexadecimal digits or more, the same for the same pages."""
    i = identity
    uuid = f"uuid:{i[:8]}-{i[8:12]}-{i[12:16]}-{i[16:20]}-{i[20:32]}"
    stamp = f"{document.date}T00:00:00Z"
    title, subject = escape(document.title), escape(document.subject or document.title)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{document.lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{stamp}</xmp:CreateDate>
<xmp:ModifyDate>{stamp}</xmp:ModifyDate>
<xmp:MetadataDate>{stamp}</xmp:MetadataDate>
<xmp:CreatorTool>{_CREATOR}</xmp:CreatorTool>
<xmpMM:DocumentID>{uuid}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{_PRODUCER}</pdf:Producer>
</rdf:Description>
{standard.claims}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()

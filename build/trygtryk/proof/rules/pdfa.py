"""PDF/A-2 (ISO 19005-2) for screen editions: what a file keeps so that it can be opened in many years."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from trygtryk.proof.findings import AGAIN, Finding, error
from trygtryk.proof.reading.file import DC, PDF, PDFA_SCHEMAS, PDFAID, XMP, XMPMM, File, Rule
from trygtryk.proof.reading.stream import read_head
from trygtryk.proof.rules.font import check_fonts
from trygtryk.proof.rules.soundness import agreement, check_content, forbidden, layers

_BLENDS = frozenset(
    [
        *("Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn"),
        *("HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity"),
    ]
)
_SPACE_OF = {b"RGB ": "DeviceRGB", b"CMYK": "DeviceCMYK", b"GRAY": "DeviceGray"}
_CHANNELS = {b"RGB ": 3, b"CMYK": 4, b"GRAY": 1}

_KNOWN = frozenset(
    space + name
    for space, names in (
        (DC, "contributor coverage creator date description format identifier language publisher relation rights"),
        (DC, "source subject title type"),
        (XMP, "Advisory BaseURL CreateDate CreatorTool Identifier Label MetadataDate ModifyDate Nickname Rating"),
        (XMP, "Thumbnails"),
        (XMPMM, "DerivedFrom DocumentID History InstanceID LastURL ManageTo ManageUI ManagedFrom Manager"),
        (XMPMM, "ManagerVariant RenditionClass RenditionOf RenditionParams SaveID VersionID Versions"),
        ("{http://ns.adobe.com/xap/1.0/rights/}", "Certificate Marked Owner UsageTerms WebStatement"),
        ("{http://ns.adobe.com/xap/1.0/bj/}", "JobRef"),
        ("{http://ns.adobe.com/xap/1.0/t/pg/}", "Colorants Fonts MaxPageSize NPages PlateNames"),
        (PDF, "Keywords PDFVersion Producer"),
        (PDFAID, "amd conformance corr part"),
        ("", PDFA_SCHEMAS),
    )
    for name in names.split()
)
"""The properties of the schemas that PDF/A-2 takes as known (ISO 19005-2, 6.6.2.3.1: XMP of September 2005, and its own)."""

_OF_PICTURES = (
    "{http://ns.adobe.com/photoshop/1.0/}",
    "{http://ns.adobe.com/camera-raw-settings/1.0/}",
    "{http://ns.adobe.com/tiff/1.0/}",
    "{http://ns.adobe.com/exif/1.0/}",
    "{http://ns.adobe.com/exif/1.0/aux/}",
    "{http://ns.adobe.com/xmp/1.0/DynamicMedia/}",
)
"""Known schemas of pictures and films; their many properties are not told apart."""


def _claims(file: File) -> Iterator[Finding]:
    if file.xmp is None:
        yield error("C1", "filen har ingen læselige XMP-metadata", AGAIN)
        return
    if file.claims(PDFAID + "part") != "2" or file.claims(PDFAID + "conformance") not in ("A", "B", "U"):
        yield error("C1", "filen siger ikke, at den er PDF/A-2", AGAIN)
    for name in sorted(file.xmp):
        space = name[: name.rfind("}") + 1]
        if name not in _KNOWN and name not in file.described and space not in _OF_PICTURES:
            told = f"metadata har egenskaben »{name[len(space) :]}« ({space.strip('{}')}), som intet skema forklarer"
            yield error("C1", told, "lad den stå i trykfilerne alene, eller forklar den i et udvidelsesskema")
    yield from agreement(file, "C1")


def _file(file: File) -> Iterator[Finding]:
    head = file.data[:64].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if not file.data.startswith(b"%PDF-1."):
        yield error("C8", "filen begynder ikke med sit versionsnummer", AGAIN)
    if len(head) < 2 or not head[1].startswith(b"%") or sum(byte > 127 for byte in head[1][1:5]) < 4:
        yield error("C8", "filens anden linje viser ikke, at den er binær", AGAIN)
    if not file.data.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield error("C8", "der står noget efter filens slutning", AGAIN)
    if file.pdf.is_encrypted:
        yield error("C8", "filen er krypteret", "gem den uden beskyttelse")
    ids = file.pdf.trailer.get("/ID")
    if not isinstance(ids, pikepdf.Array) or len(ids) != 2:
        yield error("C8", "filen har intet ID", AGAIN)
    names = file.root.get("/Names", pikepdf.Dictionary())
    if "/EmbeddedFiles" in names:
        yield error("C8", "filen har vedhæftede filer", "fjern dem")


def _colours(file: File) -> Iterator[Finding]:
    intents = [intent for intent in file.root.get("/OutputIntents", ()) if intent.get("/S") == pikepdf.Name.GTS_PDFA1]
    if len(intents) != 1 or not isinstance(intents[0].get("/DestOutputProfile"), pikepdf.Stream):
        yield error("C1", f"filen har {len(intents)} farveprofiler (GTS_PDFA1), der skal være én", AGAIN)
        return
    profile = intents[0]["/DestOutputProfile"]
    head = read_head(profile, 128)
    if (
        head[36:40] != b"acsp"
        or head[16:20] not in _SPACE_OF
        or profile.stream_dict.get("/N") != _CHANNELS[head[16:20]]
    ):
        yield error("C1", "farveprofilen er ikke en gyldig ICC-profil", "brug sRGB-profilen i assets/icc")
        return
    allowed = {_SPACE_OF[head[16:20]], "DeviceGray"}
    for side in file.sides:
        for (family, _), box in side.content.colours.items():
            if family == "?" or (family in _SPACE_OF.values() and family not in allowed):
                told = (
                    f"siden bruger {family if family != '?' else 'et ukendt farverum'}, men profilen er til noget andet"
                )
                yield error("C1", told, "brug sRGB på skærmen", side.number, box)


def _transparency(file: File) -> Iterator[Finding]:
    for side in file.sides:
        for used in side.content.transparent:
            mode = used.what.removeprefix("blandingstilstand ")
            if mode != used.what and mode not in _BLENDS:
                yield error("C8", f"blandingstilstanden {mode} findes ikke", AGAIN, side.number, used.box)


PDFA_RULES: tuple[Rule, ...] = (
    ("C1", _claims),
    ("C8", _file),
    ("C1", _colours),
    ("C8", _transparency),
    ("C7", lambda file: check_fonts(file, "C7")),
    ("C8", lambda file: check_content(file, "C8")),
    ("C8", lambda file: forbidden(file, "C8")),
    ("C8", lambda file: layers(file, "C8")),
)

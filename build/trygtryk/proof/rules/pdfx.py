"""PDF/X-4 (ISO 15930-7): what every file for the print shop must keep, rule by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import pikepdf

from trygtryk.geometry import Box
from trygtryk.proof.findings import AGAIN, Finding, Limits, error
from trygtryk.proof.reading.colour import space_of
from trygtryk.proof.reading.file import DC, PDF, PDFXID, XMP, XMPMM, File, Rule, Side
from trygtryk.proof.reading.stream import read_head
from trygtryk.proof.rules.font import check_fonts
from trygtryk.proof.rules.soundness import agreement, check_content, forbidden, layers
from trygtryk.units import mm

_PRINTABLE = frozenset(["DeviceCMYK", "DeviceGray", "Separation", "DeviceN", "Indexed", "Pattern"])
# a profile's header and, in what makers write, its name
_HEAD_BYTES = 2048
_NEEDED_XMP = {
    DC + "title": "dc:title",
    XMP + "CreateDate": "xmp:CreateDate",
    XMP + "ModifyDate": "xmp:ModifyDate",
    XMP + "MetadataDate": "xmp:MetadataDate",
    XMPMM + "DocumentID": "xmpMM:DocumentID",
    XMPMM + "VersionID": "xmpMM:VersionID",
    XMPMM + "RenditionClass": "xmpMM:RenditionClass",
}


def _header(file: File) -> Iterator[Finding]:
    version = str(file.root.get("/Version", "/" + file.pdf.pdf_version))[1:]
    if not file.data.startswith(b"%PDF-1.6") or version != "1.6":
        first = file.data[:8].decode("latin-1")
        yield error("A1", f"filen er {first} med version {version}, ikke PDF 1.6", "gem den som PDF/X-4")
    if file.pdf.is_encrypted:
        yield error("A1", "filen er krypteret", "gem den uden beskyttelse")
    ids = file.pdf.trailer.get("/ID")
    if not isinstance(ids, pikepdf.Array) or len(ids) != 2 or not all(bytes(part) for part in ids):
        yield error("A1", "filen har intet ID", AGAIN)


def _metadata(file: File) -> Iterator[Finding]:
    if file.xmp is None:
        yield error("A2", "filen har ingen læselige XMP-metadata og siger derfor ikke, at den er PDF/X-4", AGAIN)
        return
    claim = file.xmp.get(PDFXID + "GTS_PDFXVersion", "")
    if claim != "PDF/X-4":
        said = f"»{claim}«" if claim else "ingenting"
        yield error("A2", f"filen skal sige, at den er PDF/X-4, men siger {said}", "gem den som PDF/X-4")
    for name, shown in _NEEDED_XMP.items():
        if not file.xmp.get(name, ""):
            yield error("A3", f"metadata mangler {shown}", AGAIN)
    yield from agreement(file, "A3")


def _trapped(file: File) -> Iterator[Finding]:
    told = str(file.info.get("Trapped", "")).lstrip("/")
    if told not in ("True", "False"):
        yield error("A4", "Info siger ikke, om filen er overfyldt (Trapped True eller False)", AGAIN)
    elif file.claims(PDF + "Trapped") != told:
        said = file.claims(PDF + "Trapped")
        yield error("A4", f"Info siger Trapped {told}, men XMP siger »{said}«", AGAIN)


def _intents(file: File) -> list[Any]:
    found = file.root.get("/OutputIntents", ())
    if not isinstance(found, pikepdf.Array):
        return []
    return [one for one in found if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.GTS_PDFX]


def condition_of(file: File) -> str:
    """The printing condition a file says it is made for; empty where it says none, or several."""
    names = [str(intent.get("/OutputConditionIdentifier", "")) for intent in _intents(file)]
    return names[0] if len(names) == 1 else ""


def _intent(limits: Limits, file: File) -> Iterator[Finding]:
    intents = _intents(file)
    if len(intents) != 1:
        yield error("A5", f"filen har {len(intents)} trykbetingelser (GTS_PDFX), der skal være én", AGAIN)
        return
    if not str(intents[0].get("/OutputConditionIdentifier", "")):
        yield error("A5", "trykbetingelsen har intet navn", "angiv OutputConditionIdentifier i trykprofilen")
    elif limits.conditions and condition_of(file) not in {one.condition for one in limits.conditions}:
        wanted = " eller ".join(dict.fromkeys(one.condition for one in limits.conditions))
        told = f"filen er lavet til {condition_of(file)}; på det papir trykkes der efter {wanted}"
        yield error("A5", told, "lav filen om med profilen for det papir, den er bestilt på")
    profile = intents[0].get("/DestOutputProfile")
    if not isinstance(profile, pikepdf.Stream):
        yield error("A5", "trykbetingelsen har ingen indlejret ICC-profil", "læg profilen i assets/icc")
        return
    head = read_head(profile, _HEAD_BYTES)
    kind, space = head[12:16], head[16:20]
    if head[36:40] != b"acsp" or kind != b"prtr" or space != b"CMYK":
        told = f"{kind.decode('latin-1')}/{space.decode('latin-1')}"
        yield error("A5", f"ICC-profilen er {told}, ikke en CMYK-profil til tryk", "brug trykkeriets CMYK-profil")
    named, described = ({*re.findall(rb"FOGRA ?(\d+)", text)} for text in (condition_of(file).encode(), head))
    if named and described and not named & described:
        told = f"filen siger {condition_of(file)}, men farveprofilen i den er til FOGRA{described.pop().decode()}"
        yield error("A5", told, "læg den profil i filen, der hører til betingelsen")
    if profile.stream_dict.get("/N") != 4:
        yield error("A5", "ICC-profilens antal kanaler (N) skal være 4", AGAIN)


def _boxes(file: File) -> Iterator[Finding]:
    for side in file.sides:
        yield from _boxes_of(side)


def _boxes_of(side: Side) -> Iterator[Finding]:
    number, boxes = side.number, side.boxes
    missing = [name for name in ("MediaBox", "BleedBox", "TrimBox") if name not in boxes]
    if missing:
        yield error(
            "A6", f"siden mangler {' og '.join(missing)}", "angiv arkets, udfaldets og det beskårne mål", number
        )
    inside = [boxes[name] for name in ("MediaBox", "BleedBox", "TrimBox") if name in boxes]
    if not all(outer.contains(inner, 1e-3) for outer, inner in pairwise(inside)):
        yield error("A6", "TrimBox skal ligge i BleedBox, og BleedBox i MediaBox", "ret målene", number)
    for name in ("ArtBox", "CropBox"):
        if name in boxes:
            yield error("A6", f"siden har {name}", f"fjern {name}; det beskårne mål er TrimBox", number)
    for key in ("/UserUnit", "/Rotate"):
        value = side.page.get(key, 0)
        if value not in (0, 1) if key == "/UserUnit" else value != 0:
            yield error("A6", f"siden har {key[1:]} {value}", "læg siden, som den skal trykkes", number)


def _colours(file: File) -> Iterator[Finding]:
    for side in file.sides:
        yield from _colours_of(side)


def _colours_of(side: Side) -> Iterator[Finding]:
    for (family, where), box in side.content.colours.items():
        if family not in _PRINTABLE:
            inside = f" i {where}" if where else ""
            told = "et farverum, der ikke kan læses" if family == "?" else family
            yield error(
                "A7", f"siden bruger {told}{inside}", "brug CMYK, grå eller navngivne spotfarver", side.number, box
            )
    for mark in side.content.marks:
        if mark.image is not None and mark.image.source is not None:
            yield from _picture(side, mark.image.source, mark.box)


def _picture(side: Side, source: Any, box: tuple[float, ...]) -> Iterator[Finding]:
    entries = source.stream_dict
    if "/ColorSpace" not in entries and not entries.get("/ImageMask", False):
        yield error("A7", "et billede siger ikke, hvilke farver det har", "gem det i CMYK", side.number, box)
    mask = entries.get("/SMask")
    if isinstance(mask, pikepdf.Stream):
        space = space_of(mask.stream_dict.get("/ColorSpace"), {})
        if space.family != "DeviceGray":
            yield error("A7", f"et billedes maske er i {space.family}", "masker skal være grå", side.number, box)


def _spots(file: File) -> Iterator[Finding]:
    first: dict[str, str] = {}
    told: set[str] = set()
    for side in file.sides:
        for (ink, definition), box in side.content.spots.items():
            if first.setdefault(ink, definition) != definition and ink not in told:
                told.add(ink)
                hint = "giv spotfarven ét sæt CMYK-værdier i layouts/palette.toml"
                yield error("A7", f"spotfarven »{ink}« er defineret på to måder", hint, side.number, box)


def _groups(file: File) -> Iterator[Finding]:
    for side in file.sides:
        yield from _groups_of(side)


def _groups_of(side: Side) -> Iterator[Finding]:
    for used in side.content.transparent:
        if used.blending not in ("", "DeviceCMYK"):
            hint = "lad gruppen blande i DeviceCMYK"
            yield error("A8", f"{used.what} blander farver i {used.blending}", hint, side.number, used.box)
        elif used.blending == "" and used.what != "gruppe":
            hint = "giv siden en gruppe, der blander i DeviceCMYK, eller undgå gennemsigtighed"
            yield error("A8", f"{used.what} uden et farverum at blande i", hint, side.number, used.box)
    group = side.page.get("/Group")
    if isinstance(group, pikepdf.Dictionary) and str(group.get("/CS", "/DeviceCMYK")) != "/DeviceCMYK":
        yield error(
            "A8", "sidens gruppe blander ikke i DeviceCMYK", "sæt gruppens farverum til DeviceCMYK", side.number
        )


def _alive(file: File) -> Iterator[Finding]:
    hint = "en trykfil må kun indeholde det, der trykkes"
    root = file.root
    for key, told in (
        ("/AcroForm", "felter"),
        ("/OpenAction", "en handling ved åbning"),
        ("/AA", "handlinger"),
        ("/AF", "vedhæftede filer"),
    ):
        if key in root:
            yield error("A10", f"filen indeholder {told}", hint)
    names = root.get("/Names")
    for key, told in (("/JavaScript", "JavaScript"), ("/EmbeddedFiles", "vedhæftede filer")):
        if isinstance(names, pikepdf.Dictionary) and key in names:
            yield error("A10", f"filen indeholder {told}", hint)
    for side in file.sides:
        if "/AA" in side.page:
            yield error("A10", "siden har handlinger", hint, side.number)
        bleed = side.boxes.get("BleedBox", side.trim)
        for annotation in side.page.get("/Annots", ()):
            if annotation.get("/Subtype") in (pikepdf.Name.TrapNet, pikepdf.Name.PrinterMark):
                continue
            x0, y0, x1, y1 = (mm(float(number)) for number in annotation.get("/Rect", (0, 0, 0, 0)))
            if x0 < bleed.x1_mm and x1 > bleed.x0_mm and y0 < bleed.y1_mm and y1 > bleed.y0_mm:
                kind = str(annotation.get("/Subtype", "/?"))[1:]
                placed = side.placed(Box(x0, y0, x1, y1))
                corners = (placed.x0_mm, placed.y0_mm, placed.x1_mm, placed.y1_mm)
                yield error("A10", f"siden har en annotation ({kind}) på motivet", hint, side.number, corners)


def pdfx_rules(limits: Limits) -> tuple[Rule, ...]:
    """The rules, with the conditions a print shop prints by."""
    return (
        ("A1", _header),
        ("A2", _metadata),
        ("A4", _trapped),
        ("A5", partial(_intent, limits)),
        ("A6", _boxes),
        ("A7", _colours),
        ("A7", _spots),
        ("A8", _groups),
        ("A9", lambda file: check_fonts(file, "A9")),
        ("A10", _alive),
        ("A11", lambda file: check_content(file, "A11")),
        ("A11", lambda file: forbidden(file, "A11")),
        ("A12", lambda file: layers(file, "A12")),
    )

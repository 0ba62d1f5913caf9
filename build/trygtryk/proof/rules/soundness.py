"""What a file must keep whatever it is for: content that can be read, metadata that agree, nothing fetched or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from trygtryk.proof.findings import AGAIN, Finding, error
from trygtryk.proof.reading.file import DC, PDF, XMP, File
from trygtryk.proof.reading.resources import READING

_AGREE = {
    "Title": DC + "title",
    "Author": DC + "creator",
    "Subject": DC + "description",
    "Keywords": PDF + "Keywords",
    "Creator": XMP + "CreatorTool",
    "Producer": PDF + "Producer",
    "CreationDate": XMP + "CreateDate",
    "ModDate": XMP + "ModifyDate",
}
_TROUBLES = {
    "ukendt": "indholdet bruger en ukendt operator »{}«",
    "operander": "operatoren »{}« har forkerte værdier",
    "mangler": "indholdet bruger {}, som siden ikke har",
    "ulæselig": "{} kan ikke læses",
    "for stor": "indholdet er for stort til at blive læst",
    "for dyb": "formularobjektet »{}« ligger for dybt inde i andre",
    "q/Q": "grafiktilstande gemmes og hentes ikke lige mange gange",
    "EMC": "mærket indhold åbnes og lukkes ikke lige mange gange",
    "overføring": "grafiktilstanden »{}« har en overføringsfunktion",
    "raster": "grafiktilstanden »{}« bestemmer selv rasteret",
    "PostScript": "siden indeholder PostScript ({})",
    "LZW": "{} er pakket med LZW",
}


def agreement(file: File, rule: str) -> Iterator[Finding]:
    """Whether the Info dictionary and XMP say the same."""
    for key, name in _AGREE.items():
        told, said = file.info.get(key), file.claims(name)
        if told is None or not str(told):
            continue
        same = _moment(str(told)) == _moment(said) if key.endswith("Date") else str(told) == said
        if not same:
            yield error(rule, f"Info siger {key} »{told}«, men XMP siger »{said}«", AGAIN)


def _moment(stamp: str) -> tuple[str, str]:
    """A date in either notation as its digits and its zone."""
    found = re.fullmatch(r"(?:D:)?([\d\-:T]*?)([Z+-](?:\d\d[:']?(?:\d\d)?'?)?)?", stamp.strip())
    if found is None:
        return stamp, ""
    zone = re.sub(r"\D", "", found[2] or "")
    sign = (found[2] or "Z")[0] if zone.strip("0") else "Z"
    return re.sub(r"\D", "", found[1]).ljust(14, "0"), sign + zone.strip("0")


def check_content(file: File, rule: str) -> Iterator[Finding]:
    """What the reading of the pages' content stumbled over."""
    for side in file.sides:
        for trouble in side.content.troubles:
            if trouble.what in _TROUBLES:
                told = _TROUBLES[trouble.what].format(trouble.detail)
                yield error(rule, told, AGAIN, side.number, trouble.box)


def forbidden(file: File, rule: str) -> Iterator[Finding]:
    """Streams that are packed, fetched or run in ways neither standard allows."""
    for thing in file.pdf.objects:
        if not isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
            continue
        entries = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        kind = entries.get("/Subtype")
        if isinstance(thing, pikepdf.Stream):
            filters = str(entries["/Filter"]) if isinstance(entries.get("/Filter"), pikepdf.Name) else ""
            if isinstance(entries.get("/Filter"), pikepdf.Array):
                filters = " ".join(str(name) for name in entries["/Filter"])
            if "LZW" in filters:
                yield error(rule, "filen er pakket med LZW", AGAIN)
            if "/F" in entries:
                yield error(rule, "filen henter indhold uden for sig selv", "læg indholdet ind i filen")
            if kind == pikepdf.Name.PS or "/PS" in entries:
                yield error(rule, "filen indeholder PostScript", AGAIN)
            if "/OPI" in entries:
                yield error(rule, "filen henviser til billeder andre steder (OPI)", "læg billederne ind i filen")
            if "/Ref" in entries:
                yield error(rule, "filen henviser til indhold i en anden fil", "læg indholdet ind i filen")


def layers(file: File, rule: str) -> Iterator[Finding]:
    """Optional content: every configuration named, complete, and not switching itself."""
    properties = file.root.get("/OCProperties")
    if not isinstance(properties, pikepdf.Dictionary):
        return
    hint = "filen skal vise alle lag i én navngiven opsætning"
    groups = {group.objgen for group in properties.get("/OCGs", ())}
    try:
        configurations = [properties["/D"], *properties.get("/Configs", ())]
    except READING:
        yield error(rule, "lagene har ingen opsætning", hint)
        return
    for configuration in configurations:
        if not str(configuration.get("/Name", "")):
            yield error(rule, "lagenes opsætning har intet navn", hint)
        if "/AS" in configuration:
            yield error(rule, "lagene skifter af sig selv (AS)", hint)
        if "/Order" in configuration and _listed(configuration["/Order"], 0) != groups:
            yield error(rule, "lagenes opsætning nævner ikke alle lag", hint)
        elif "/Order" not in configuration and groups:
            yield error(rule, "lagenes opsætning nævner ikke lagene (Order)", hint)


def _listed(order: Any, depth: int) -> set[tuple[int, int]]:
    out: set[tuple[int, int]] = set()
    for item in order:
        if isinstance(item, pikepdf.Array) and depth < 16:
            out |= _listed(item, depth + 1)
        elif isinstance(item, pikepdf.Dictionary):
            out.add(item.objgen)
    return out

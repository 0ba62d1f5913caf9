"""Fields, links and other annotations of a screen edition (ISO 14289-1, 7.18; ISO 19005-2, 6.3-6.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from trygtryk.bounds import DEEPEST_FIELD
from trygtryk.geometry import Box
from trygtryk.proof.findings import AGAIN, Finding, error
from trygtryk.proof.reading.file import File, Rule, Side
from trygtryk.proof.reading.marks import Corners
from trygtryk.proof.reading.resources import key_of
from trygtryk.proof.reading.structure import Element
from trygtryk.units import mm

_ALLOWED = frozenset(
    [
        *("Text", "Link", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline"),
        *(
            "Squiggly",
            "StrikeOut",
            "Stamp",
            "Caret",
            "Ink",
            "Popup",
            "FileAttachment",
            "Widget",
            "PrinterMark",
            "Watermark",
        ),
    ]
)
_SILENT = ("/Popup", "/PrinterMark")
_ACTIONS = frozenset(["/GoTo", "/GoToR", "/GoToE", "/URI", "/Named", "/SubmitForm", "/Thread"])
_HIDING = 1 | 2 | 32
_PRINTS = 4
_NO_SPELLING, _NO_SCROLL = 1 << 22, 1 << 23


def _annotations(file: File) -> Iterator[tuple[Side, Any]]:
    for side in file.sides:
        for annotation in side.page.get("/Annots", ()):
            if isinstance(annotation, pikepdf.Dictionary):
                yield side, annotation


def _where(side: Side, annotation: Any) -> Corners | None:
    numbers = [mm(float(number)) for number in annotation.get("/Rect", ())]
    if len(numbers) != 4:
        return None
    box = side.placed(Box(*numbers))
    return box.x0_mm, box.y0_mm, box.x1_mm, box.y1_mm


def inherited(field: Any, key: str) -> Any:
    """A field's entry, or its nearest ancestor's (ISO 32000-1, 12.7.3.1)."""
    for _ in range(DEEPEST_FIELD):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            return None
        field = field["/Parent"]
    return None


def field_name(field: Any) -> str:
    """The fully qualified name."""
    parts: list[str] = []
    for _ in range(DEEPEST_FIELD):
        if "/T" in field:
            parts.insert(0, str(field["/T"]))
        if "/Parent" not in field:
            break
        field = field["/Parent"]
    return ".".join(parts)


def _tagged(file: File) -> Iterator[Finding]:
    structure = file.structure
    if structure is None:
        return
    holders: dict[str, list[Element]] = {}
    for element in structure.walk():
        for key in element.objects:
            holders.setdefault(key, []).append(element)
        if element.role == "Form" and len(element.objects) != 1:
            yield error(
                "C6", f"et Form-element har {len(element.objects)} felter, der skal være ét", AGAIN, element.page
            )
    for side, annotation in _annotations(file):
        kind = str(annotation.get("/Subtype", "/?"))
        if kind in _SILENT or int(annotation.get("/F", 0)) & 2:
            continue
        held = holders.get(key_of(annotation, ""), [])
        wanted = {"/Link": "Link", "/Widget": "Form"}.get(kind, "Annot")
        box = _where(side, annotation)
        rule = "C6" if kind == "/Widget" else "C5"
        if len(held) != 1:
            told = "et felt" if kind == "/Widget" else "et link" if kind == "/Link" else "en annotation"
            yield error(rule, f"{told} står ikke (én gang) i strukturtræet", AGAIN, side.number, box)
        elif held[0].role != wanted:
            yield error(
                rule, f"{kind[1:]} står i {held[0].role or held[0].name}, ikke i {wanted}", AGAIN, side.number, box
            )
        else:
            number = annotation.get("/StructParent")
            back = structure.parents.get(int(number)) if number is not None else None
            if not isinstance(back, pikepdf.Dictionary) or key_of(back, "") != held[0].key:
                yield error(
                    rule, f"{kind[1:]} finder ikke tilbage til sit element (ParentTree)", AGAIN, side.number, box
                )


def _described(file: File) -> Iterator[Finding]:
    for side, annotation in _annotations(file):
        kind = str(annotation.get("/Subtype", "/?"))
        box = _where(side, annotation)
        if kind[1:] not in _ALLOWED:
            yield error("C8", f"annotationen {kind[1:]} er ikke tilladt i PDF/A", "fjern den", side.number, box)
        if kind == "/Widget":
            if not str(inherited(annotation, "/TU") or "").strip():
                told = f"feltet »{field_name(annotation)}« har ingen forklaring (TU)"
                yield error("C6", told, "skriv et spørgsmål, der kan forstås alene", side.number, box)
        elif kind not in _SILENT and not str(annotation.get("/Contents", "")).strip():
            yield error(
                "C5", f"{kind[1:]} har ingen beskrivelse (Contents)", "skriv, hvor linket fører hen", side.number, box
            )
    for side in file.sides:
        if len(side.page.get("/Annots", ())) and side.page.get("/Tabs") != pikepdf.Name.S:
            yield error("C5", "tabulatorrækkefølgen følger ikke strukturen (Tabs S)", AGAIN, side.number)


def _appearances(file: File) -> Iterator[Finding]:
    form = file.root.get("/AcroForm", pikepdf.Dictionary())
    if form.get("/NeedAppearances", False):
        yield error("C6", "felterne har ikke deres eget udseende (NeedAppearances)", AGAIN)
    if "/XFA" in form:
        yield error("C8", "filen har XFA-formularer", "brug almindelige felter")
    names: dict[str, set[str]] = {}
    for side, annotation in _annotations(file):
        kind = str(annotation.get("/Subtype", "/?"))
        box = _where(side, annotation)
        flags = int(annotation.get("/F", 0))
        if kind != "/Popup" and (flags & _HIDING or not flags & _PRINTS):
            yield error("C8", f"{kind[1:]} vises ikke både på skærm og papir (F)", AGAIN, side.number, box)
        looks = annotation.get("/AP", pikepdf.Dictionary())
        flat = box is None or box[0] == box[2] or box[1] == box[3]
        if kind not in ("/Popup", "/Link") and not flat:
            if not isinstance(looks, pikepdf.Dictionary) or "/N" not in looks:
                told = (
                    f"feltet »{field_name(annotation)}« har intet udseende"
                    if kind == "/Widget"
                    else f"{kind[1:]} har intet udseende"
                )
                yield error("C6", told, AGAIN, side.number, box)
            elif set(looks.keys()) != {"/N"}:
                yield error("C8", f"{kind[1:]} har andre udseender end det almindelige", AGAIN, side.number, box)
        if kind == "/Widget":
            owner = annotation if "/T" in annotation else annotation.get("/Parent", annotation)
            names.setdefault(field_name(annotation), set()).add(key_of(owner, ""))
            if not field_name(annotation):
                yield error("C6", "et felt har intet navn", AGAIN, side.number, box)
    for name, owners in sorted(names.items()):
        if len(owners) > 1:
            yield error("C6", f"to felter hedder »{name}«", "giv hvert felt sit eget navn")
    yield from _field_fonts(file, form)


def _field_fonts(file: File, form: Any) -> Iterator[Finding]:
    resources = form.get("/DR", pikepdf.Dictionary())
    fonts: Any = resources.get("/Font", pikepdf.Dictionary()) if isinstance(resources, pikepdf.Dictionary) else {}
    told: set[str] = set()
    for side, annotation in _annotations(file):
        if inherited(annotation, "/FT") != pikepdf.Name.Tx:
            continue
        words = str(inherited(annotation, "/DA") or form.get("/DA", "")).split()
        name = words[words.index("Tf") - 2] if "Tf" in words and words.index("Tf") >= 2 else ""
        if name in told:
            continue
        told.add(name)
        if name not in fonts:
            yield error(
                "C6",
                f"felternes skrift {name or '(ingen)'} findes ikke i /DR",
                AGAIN,
                side.number,
                _where(side, annotation),
            )
            continue
        inner = fonts[name]
        inner = inner["/DescendantFonts"][0] if "/DescendantFonts" in inner else inner
        descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield error("C6", f"felternes skrift {name} er ikke indlejret", AGAIN, side.number)


def _taking(file: File) -> Iterator[Finding]:
    """Text fields take what people write, and how they spell is their own program's matter (print rules, C6)."""
    for side, annotation in _annotations(file):
        if inherited(annotation, "/FT") != pikepdf.Name.Tx:
            continue
        flags, box = int(inherited(annotation, "/Ff") or 0), _where(side, annotation)
        name = field_name(annotation)
        if flags & _NO_SCROLL or inherited(annotation, "/MaxLen") is not None:
            yield error("C6", f"feltet »{name}« holder op med at tage imod, når det er fuldt", AGAIN, side.number, box)
        if flags & _NO_SPELLING:
            yield error("C6", f"feltet »{name}« slår stavekontrollen fra", AGAIN, side.number, box)


def _actions(file: File) -> Iterator[Finding]:
    hint = "en skærmudgave må ikke indeholde scripts eller handlinger"
    root = file.root
    if "/AA" in root:
        yield error("C8", "filen har handlinger (AA)", hint)
    names = root.get("/Names", pikepdf.Dictionary())
    if "/JavaScript" in names:
        yield error("C8", "filen indeholder JavaScript", hint)
    opening = root.get("/OpenAction")
    found = [(0, opening)] if isinstance(opening, pikepdf.Dictionary) else []
    for side, annotation in _annotations(file):
        if annotation.get("/Subtype") == pikepdf.Name.Widget and ("/A" in annotation or "/AA" in annotation):
            yield error(
                "C8", f"feltet »{field_name(annotation)}« har en handling", hint, side.number, _where(side, annotation)
            )
        elif "/A" in annotation:
            found.append((side.number, annotation["/A"]))
    for page, action in found:
        kind = str(action.get("/S", "/?"))
        if kind not in _ACTIONS:
            yield error("C8", f"handlingen {kind[1:]} er ikke tilladt", hint, page)


FIELD_RULES: tuple[Rule, ...] = (
    ("C5", _tagged),
    ("C5", _described),
    ("C6", _appearances),
    ("C6", _taking),
    ("C8", _actions),
)

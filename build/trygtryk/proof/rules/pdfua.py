"""PDF/UA-1: the conditions of the Matterhorn protocol a machine can check, for tags and their content (ISO 14289-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from trygtryk.light import contrast
from trygtryk.proof.findings import AGAIN, Finding, error
from trygtryk.proof.reading.file import DC, PDFUAID, File, Rule
from trygtryk.proof.reading.marks import Mark
from trygtryk.proof.reading.resources import key_of
from trygtryk.proof.reading.structure import Element, Piece, Structure
from trygtryk.proof.rules.coverage import along
from trygtryk.units import decimal

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_HOLDS = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC", "Caption"},
}
_WITHIN = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
_LARGE_PT = 24.0 - 0.01
_LARGE_BOLD_PT = 19.0 - 0.01
_CONTRAST, _CONTRAST_LARGE = 4.5, 3.0


def _claims(file: File) -> Iterator[Finding]:
    if file.xmp is None:
        return
    if file.claims(PDFUAID + "part") != "1":
        yield error("C1", "filen siger ikke, at den er PDF/UA-1", AGAIN)
    if not file.claims(DC + "title"):
        yield error("C3", "filen har ingen titel i metadata", "giv dokumentet en titel")


def _catalog(file: File) -> Iterator[Finding]:
    root = file.root
    marked = root.get("/MarkInfo", pikepdf.Dictionary())
    if not marked.get("/Marked", False):
        yield error("C3", "filen siger ikke, at dens indhold er mærket op (MarkInfo Marked)", AGAIN)
    if marked.get("/Suspects", False):
        yield error("C3", "filen siger selv, at opmærkningen er usikker (Suspects)", AGAIN)
    viewer = root.get("/ViewerPreferences", pikepdf.Dictionary())
    if not viewer.get("/DisplayDocTitle", False):
        yield error("C3", "titlen vises ikke i vinduets titellinje (DisplayDocTitle)", AGAIN)
    language = str(root.get("/Lang", ""))
    if not _LANGUAGE.fullmatch(language):
        told = f"sproget »{language}« findes ikke" if language else "filen siger ikke, hvilket sprog den er på"
        yield error("C3", told, "sæt dokumentets sprog til da")


def _content(file: File) -> Iterator[Finding]:
    structure = file.structure
    if structure is None:
        yield error("C2", "filen har intet strukturtræ, så en skærmlæser kan ikke læse den", AGAIN)
        return
    tied = {piece for element in structure.walk() for piece in element.pieces}
    for side in file.sides:
        told: set[str] = set()
        for mark in side.content.marks:
            if mark.tag is None:
                what = "indhold er hverken mærket op eller pynt (artefakt)"
            elif not mark.tag.artifact and Piece(mark.tag.owner, mark.tag.mcid) not in tied:
                what = "indhold er mærket op, men står ikke i strukturtræet"
            else:
                continue
            if what not in told:
                told.add(what)
                yield error("C2", what, AGAIN, side.number, mark.box)
        for trouble in side.content.troubles:
            if trouble.what == "artefakt i mærket":
                yield error("C2", "pynt (artefakt) ligger inde i mærket indhold", AGAIN, side.number)
            elif trouble.what == "mærket i artefakt":
                yield error("C2", "mærket indhold ligger inde i pynt (artefakt)", AGAIN, side.number)
        if any(count > 1 for count in side.content.mcids.values()):
            yield error("C2", "det samme mærke bruges to gange på siden", AGAIN, side.number)
    yield from _parents(file, structure)


def _parents(file: File, structure: Structure) -> Iterator[Finding]:
    """Every marked piece leads back to the element that holds it (ISO 32000-1, 14.7.4.4)."""
    holders = {piece: element for element in structure.walk() for piece in element.pieces}
    for side in file.sides:
        number = side.page.get("/StructParents")
        own = sorted(mcid for owner, mcid in side.content.mcids if owner == f"side {side.number}")
        if not own:
            continue
        listed = structure.parents.get(int(number)) if number is not None else None
        for mcid in own:
            holder = holders.get(Piece(f"side {side.number}", mcid))
            found = listed[mcid] if isinstance(listed, pikepdf.Array) and mcid < len(listed) else None
            if holder is None or not isinstance(found, pikepdf.Dictionary) or key_of(found, "") != holder.key:
                yield error("C2", f"mærket {mcid} finder ikke tilbage til sit element (ParentTree)", AGAIN, side.number)
                break


def _roles(file: File) -> Iterator[Finding]:
    structure = file.structure
    if structure is None:
        return
    for name, why in sorted(structure.odd_roles.items()):
        yield error("C4", f"elementnavnet »{name}« {why}", "ret RoleMap, eller brug et standardnavn")
    for told in dict.fromkeys(structure.broken):
        yield error("C4", told, AGAIN)
    for element in structure.walk():
        above = element.parent.role if element.parent else ""
        if element.role in _WITHIN and above not in _WITHIN[element.role]:
            told = (
                f"{element.role} står i {above or 'ingenting'}, ikke i {' eller '.join(sorted(_WITHIN[element.role]))}"
            )
            yield error("C4", told, "ret opmærkningen af lister og tabeller", element.page)
        for child in element.children:
            if element.role in _HOLDS and child.role not in _HOLDS[element.role]:
                told = f"{element.role} indeholder {child.role or child.name}"
                yield error("C4", told, "ret opmærkningen af lister og tabeller", element.page)
    yield from _headings(structure)


def _headings(structure: Structure) -> Iterator[Finding]:
    before = 0
    plain = numbered = False
    for element in structure.walk():
        if element.role == "H":
            plain = True
            siblings = element.parent.children if element.parent else structure.top
            if sum(sibling.role == "H" for sibling in siblings) > 1:
                yield error("C4", "et afsnit har to overskrifter (H)", "brug H1 til H6", element.page)
        elif re.fullmatch("H[1-6]", element.role):
            numbered = True
            level = int(element.role[1])
            if level > before + 1:
                told = (
                    f"overskrifterne springer fra niveau {before} til {level}"
                    if before
                    else f"første overskrift er H{level}"
                )
                yield error("C4", told, "lad overskrifterne følge efter hinanden fra H1", element.page)
            before = level
    if plain and numbered:
        yield error("C4", "filen blander H og H1-H6", "brug kun H1 til H6")


def _alternatives(file: File) -> Iterator[Finding]:
    structure = file.structure
    ids: dict[str, int] = {}
    for element in structure.walk() if structure else ():
        described = element.text("/Alt").strip() or element.text("/ActualText").strip()
        if element.role in ("Figure", "Formula") and not described:
            yield error("C4", f"{element.role} har ingen beskrivelse", "skriv en alt-tekst", element.page)
        if element.role == "Figure" and element.attribute("/BBox") is None:
            yield error("C4", "en figur siger ikke, hvor den står (BBox)", AGAIN, element.page)
        if element.role == "Note" and not element.text("/ID"):
            yield error("C4", "en note har intet ID", AGAIN, element.page)
        if element.text("/ID"):
            ids[element.text("/ID")] = ids.get(element.text("/ID"), 0) + 1
        language = element.source.get("/Lang")
        if language is not None and not _LANGUAGE.fullmatch(str(language)):
            yield error("C3", f"sproget »{language}« findes ikke", "brug en sprogkode som da eller en", element.page)
        if element.role == "Table":
            yield from _table(element)
    for name, count in sorted(ids.items()):
        if count > 1:
            yield error("C4", f"to elementer har samme ID »{name}«", AGAIN)


def _table(table: Element) -> Iterator[Finding]:
    rows = [element for element in table.walk() if element.role == "TR"]
    cells = [cell for row in rows for cell in row.children]
    headers = [cell for cell in cells if cell.role == "TH"]
    if cells and not headers:
        yield error("C4", "en tabel har ingen overskriftsceller (TH)", "mærk dem som TH med Scope", table.page)
    for cell in headers:
        if str(cell.attribute("/Scope") or "") not in ("/Row", "/Column", "/Both"):
            yield error(
                "C4",
                "en overskriftscelle siger ikke, hvad den gælder (Scope)",
                "sæt Row, Column eller Both",
                table.page,
            )
            break
    widths = {sum(int(cell.attribute("/ColSpan") or 1) for cell in row.children) for row in rows}
    spans = any(cell.attribute("/RowSpan") is not None for cell in cells)
    if len(widths) > 1 and not spans:
        yield error("C4", "tabellens rækker har ikke lige mange celler", "ret tabellens celler", table.page)


def _unicode(file: File) -> Iterator[Finding]:
    for font in sorted(file.fonts.values(), key=lambda font: font.name):
        if not font.shown or (font.subtype == "Type3" and not font.has_to_unicode):
            continue
        if not font.has_to_unicode:
            if font.composite or font.symbolic:
                yield error("C7", f"skriften {font.name} siger ikke, hvilke bogstaver den viser (ToUnicode)", AGAIN)
            continue
        lost = sorted(code for code in font.shown if not font.to_unicode.get(code))
        if lost:
            yield error("C7", f"skriften {font.name} viser tegn, der ikke kan læses op ({len(lost)} tegn)", AGAIN)
        odd = [code for code in font.shown if set(font.to_unicode.get(code, "")) & set("\0\ufeff\ufffe")]
        if odd:
            yield error("C7", f"skriften {font.name} viser tegn uden mening ({len(odd)} tegn)", AGAIN)


def _contrast(file: File) -> Iterator[Finding]:
    """Text that is read; what stands in a picture goes by the picture's alt text (WCAG 2.1, 1.4.3)."""
    hint = "vælg en mørkere tekst eller en lysere bund"
    elements = file.structure.walk() if file.structure else ()
    drawn = {piece for one in elements if one.role == "Figure" for part in one.walk() for piece in part.pieces}
    for side in file.sides:
        marks = side.content.marks
        for index, mark in enumerate(marks):
            if mark.kind != "text" or mark.paint is None or mark.paint.luminance is None:
                continue
            if mark.tag and Piece(mark.tag.owner, mark.tag.mcid) in drawn:
                continue
            middle = (mark.box[1] + mark.box[3]) / 2
            below = along(marks[:index], 1, middle, (mark.box[0], mark.box[2]))
            grounds = [1.0 if piece.paint is None else piece.paint.luminance for piece in below]
            worst = min(
                (contrast(mark.paint.luminance, ground) for ground in grounds if ground is not None), default=21.0
            )
            bold = mark.font is not None and re.search("bold|black|heavy", mark.font.name, re.IGNORECASE) is not None
            large = mark.size >= _LARGE_PT or (bold and mark.size >= _LARGE_BOLD_PT)
            if worst < (_CONTRAST_LARGE if large else _CONTRAST) - 0.005:
                told = f"teksten »{_words(mark)}« har for lille kontrast ({decimal(worst)}:1)"
                yield error("C9", told, hint, side.number, mark.box)


def _words(mark: Mark) -> str:
    return mark.font.text(mark.codes).strip()[:30] if mark.font else ""


TAG_RULES: tuple[Rule, ...] = (
    ("C3", _catalog),
    ("C2", _content),
    ("C4", _roles),
    ("C4", _alternatives),
    ("C7", _unicode),
)
PDFUA_RULES: tuple[Rule, ...] = (("C1", _claims), *TAG_RULES, ("C9", _contrast))

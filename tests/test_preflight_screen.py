"""What a screen reader, or a reader in thirty years, would stumble over is found: PDF/UA-1, PDF/A-2, fields, contrast."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, String
from sample_pdf import Change
from sample_screen import broken_screen, elements, on_annotation, on_element
from trygtryk.proof.findings import Finding
from trygtryk.proof.preflight import check

H1, H2, FIGURE, TABLE, LIST, LINK, FORM = range(7)
THE_LINK, THE_FIELD = range(2)


def errors(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings if finding.severity == "error"}


def put(key: str, value: object) -> Callable[[Object], None]:
    return lambda thing: thing.__setitem__("/" + key, value)


def drop(key: str) -> Callable[[Object], None]:
    return lambda thing: thing.__delitem__("/" + key)


def on_root(do: Callable[[Object], object]) -> Change:
    return lambda pdf: do(pdf.Root)  # type: ignore[return-value]


def on_page(do: Callable[[Object], object]) -> Change:
    return lambda pdf: do(pdf.pages[0].obj)  # type: ignore[return-value]


def content(old: str, new: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        before = pdf.pages[0].Contents.read_bytes().decode()
        assert old in before
        pdf.pages[0].Contents = pdf.make_stream(before.replace(old, new).encode())

    return change


def painted(operators: str) -> Change:
    return lambda pdf: pdf.pages[0].contents_add(operators.encode())


def xmp(old: str, new: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        before = pdf.Root.Metadata.read_bytes().decode()
        assert old in before
        pdf.Root.Metadata = pdf.make_stream(before.replace(old, new).encode(), Type=Name.Metadata, Subtype=Name.XML)

    return change


def role(index: int, name: str) -> Change:
    return on_element(index, put("S", Name("/" + name)))


def cells(do: Callable[[Object], object]) -> Change:
    return lambda pdf: [do(cell) for cell in elements(pdf)[TABLE].K[0].K][-1]  # type: ignore[return-value]


def second_field(pdf: pikepdf.Pdf) -> None:
    """A field of the same name, tied into the tree as it should be."""
    page, root = pdf.pages[0].obj, pdf.Root.StructTreeRoot
    old = page.Annots[THE_FIELD]
    new = pdf.make_indirect(Dictionary({key: old[key] for key in old.keys()}))  # noqa: SIM118
    new.Rect, new.StructParent = Array([60, 300, 360, 360]), 9
    form = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name.Form, P=root.K[0], Pg=page, K=Array([Dictionary(Type=Name.OBJR, Obj=new)])
        )
    )
    root.K[0].K.append(form)
    root.ParentTree.Nums.extend([9, form])  # type: ignore[list-item]
    page.Annots.append(new)
    pdf.Root.AcroForm.Fields.append(new)


def helvetica(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.DR.Font.F = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def outside_font(pdf: pikepdf.Pdf) -> None:
    made = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    pdf.pages[0].Resources.Font.H = made


def to_unicode(old: str, new: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        font = pdf.pages[0].Resources.Font.F
        before = font.ToUnicode.read_bytes().decode()
        assert old in before
        font.ToUnicode = pdf.make_stream(before.replace(old, new).encode())

    return change


def without_letter(pdf: pikepdf.Pdf) -> None:
    font = pdf.pages[0].Resources.Font.F
    lines = font.ToUnicode.read_bytes().decode().splitlines()
    font.ToUnicode = pdf.make_stream("\n".join(line for line in lines if not line.endswith("<0050>")).encode())


def cmyk_profile(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    head = bytearray(profile.read_bytes())
    head[16:20] = b"CMYK"
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(bytes(head), N=4)


BROKEN: list[tuple[str, tuple[Change, ...], str]] = [
    ("01-003 decoration inside a heading", (content("/H1 <</MCID 0>> BDC BT", "/H1 <</MCID 0>> BDC /Artifact BMC EMC BT"),), "C2"),
    ("01-004 a heading inside decoration", (content("/H1 <</MCID 0>> BDC", "/Artifact BMC /H1 <</MCID 0>> BDC"), content("ET EMC\n/H2", "ET EMC EMC\n/H2")), "C2"),
    ("01-005 content that is neither", (painted("60 300 9 9 re f"),), "C2"),
    ("01-005 tagged, but in no tree", (painted("/P <</MCID 77>> BDC 60 300 9 9 re f EMC"),), "C2"),
    ("01-005 one number twice", (painted("/P <</MCID 0>> BDC 60 300 9 9 re f EMC"),), "C2"),
    ("01-006 no way back to the element", (lambda pdf: pdf.Root.StructTreeRoot.ParentTree.Nums[1].__setitem__(0, elements(pdf)[H2]),), "C2"),
    ("no structure tree", (on_root(drop("StructTreeRoot")),), "C2"),
    ("01-007 suspects", (lambda pdf: pdf.Root.MarkInfo.__setitem__("/Suspects", True),), "C3"),
    ("not marked", (on_root(drop("MarkInfo")),), "C3"),
    ("02-001 an unheard-of element", (role(H2, "Rubrik"),), "C4"),
    ("02-003 roles in a ring", (role(H2, "A"), lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/RoleMap", Dictionary(A=Name.B, B=Name.A))), "C4"),
    ("02-004 a standard role renamed", (lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/RoleMap", Dictionary(P=Name.H1)), role(H2, "P"), ), "C4"),
    ("06-001 no metadata", (on_root(drop("Metadata")),), "C1"),
    ("06-002 no claim", (xmp("<pdfuaid:part>1</pdfuaid:part>", ""),), "C1"),
    ("06-003 no title", (xmp("Prøveskema", ""),), "C3"),
    ("pdf/a not claimed", (xmp("<pdfaid:part>2</pdfaid:part>", ""),), "C1"),
    ("pdf/a-2 without its schema for pdf/ua", (xmp("pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/", "pdfaSchema:namespaceURI>http://example.org/"),), "C1"),
    ("6.6.2.3.1-1 a property no schema explains", (xmp("<pdfaid:part>", '<pdf:Trapped xmlns:pdf="http://ns.adobe.com/pdf/1.3/">False</pdf:Trapped><pdfaid:part>'),), "C1"),
    ("6.6.2.3.1-1 the same as an attribute", (xmp("xmlns:pdfaExtension", 'xmlns:my="http://example.org/" my:own="1" xmlns:pdfaExtension'),), "C1"),
    ("6.6.2.3.3 a property without its type", (xmp("<pdfaProperty:valueType>Integer</pdfaProperty:valueType>", ""),), "C1"),
    ("07-001 title not shown", (on_root(drop("ViewerPreferences")),), "C3"),
    ("09-004 a cell outside a row", (lambda pdf: elements(pdf)[TABLE].K.append(elements(pdf)[TABLE].K[0].K[0]),), "C4"),
    ("09-004 a paragraph among the rows", (role(H2, "H1"), lambda pdf: elements(pdf)[TABLE].K[1].__setitem__("/S", Name.P)), "C4"),
    ("09-005 a list item in no list", (role(LIST, "Sect"),), "C4"),
    ("09-005 a label in a list", (lambda pdf: elements(pdf)[LIST].K[0].__setitem__("/S", Name.P),), "C4"),
    ("11-006 no language", (on_root(drop("Lang")),), "C3"),
    ("11-006 a language that is none", (on_root(put("Lang", String("på dansk"))),), "C3"),
    ("11-001 an element in no language", (on_element(H2, put("Lang", String("?"))),), "C3"),
    ("13-004 a figure nobody describes", (on_element(FIGURE, drop("Alt")),), "C4"),
    ("a figure that stands nowhere", (on_element(FIGURE, drop("A")),), "C4"),
    ("14-002 begins with H2", (role(H1, "H2"),), "C4"),
    ("14-003 skips a level", (role(H2, "H3"),), "C4"),
    ("14-006 two H in one", (role(H1, "H"), role(H2, "H")), "C4"),
    ("14-007 H and H1", (role(H2, "H"),), "C4"),
    ("15-003 a header of nothing", (cells(drop("A")),), "C4"),
    ("a table without headers", (cells(put("S", Name.TD)),), "C4"),
    ("a row too short", (lambda pdf: elements(pdf)[TABLE].K[1].__setitem__("/K", Array([elements(pdf)[TABLE].K[1].K[0]])), content("/TD <</MCID 6>> BDC", "/Artifact BMC")), "C4"),
    ("19-003 a note without an id", (role(H2, "Note"),), "C4"),
    ("19-004 one id twice", (on_element(H1, put("ID", String("a"))), on_element(H2, put("ID", String("a")))), "C4"),
    ("28-002 a link outside the tree", (on_element(LINK, put("K", 9)), content("/Link <</MCID 9>> BDC", "/Artifact BMC")), "C5"),
    ("28-004 a link that leads nobody knows where", (on_annotation(THE_LINK, drop("Contents")),), "C5"),
    ("28-008 tabs in any order", (on_page(drop("Tabs")),), "C5"),
    ("28-011 a link that is a paragraph", (role(LINK, "P"),), "C5"),
    ("28-005 a field that explains nothing", (on_annotation(THE_FIELD, drop("TU")),), "C6"),
    ("28-010 a field outside a form", (role(FORM, "P"),), "C6"),
    ("a form of two fields", (on_element(FORM, lambda form: form.K.append(form.K[0])),), "C6"),
    ("no way back from the field", (on_annotation(THE_FIELD, drop("StructParent")),), "C6"),
    ("two fields of one name", (second_field,), "C6"),
    ("a field without a name", (on_annotation(THE_FIELD, drop("T")),), "C6"),
    ("a field that looks like nothing", (on_annotation(THE_FIELD, drop("AP")),), "C6"),
    ("looks left to the reader", (lambda pdf: pdf.Root.AcroForm.__setitem__("/NeedAppearances", True),), "C6"),
    ("a field in a font that is not there", (on_annotation(THE_FIELD, put("DA", String("/Helv 11 Tf 0 g"))),), "C6"),
    ("a field in a font left outside", (helvetica,), "C6"),
    ("31-027 letters without names", (lambda pdf: pdf.pages[0].Resources.Font.F.__delitem__("/ToUnicode"),), "C7"),
    ("31-027 one letter without a name", (without_letter,), "C7"),
    ("31-028 a letter called nothing", (to_unicode("<0050>", "<0000>"),), "C7"),
    ("31-030 a missing letter", (painted("/Artifact BMC BT 0 g /F 11 Tf 60 300 Td <0000> Tj ET EMC"),), "C7"),
    ("31-009 a font left outside", (outside_font, painted("/Artifact BMC BT 0 g /H 11 Tf 60 300 Td (hej) Tj ET EMC")), "C7"),
    ("script", (on_root(put("Names", Dictionary(JavaScript=Dictionary(Names=Array())))),), "C8"),
    ("a link that runs a program", (on_annotation(THE_LINK, put("A", Dictionary(S=Name.Launch, F=String("a.exe")))),), "C8"),
    ("a field that acts", (on_annotation(THE_FIELD, put("AA", Dictionary(K=Dictionary(S=Name.JavaScript)))),), "C8"),
    ("a field that does not print", (on_annotation(THE_FIELD, put("F", 0)),), "C8"),
    ("a field with a look when pressed", (on_annotation(THE_FIELD, lambda field: field.AP.__setitem__("/D", field.AP.N)),), "C8"),
    ("a film", (on_annotation(THE_LINK, put("Subtype", Name.Movie)), on_annotation(THE_LINK, put("Rect", Array([60, 495, 60, 495]))), role(LINK, "Annot")), "C8"),
    ("xfa", (lambda pdf: pdf.Root.AcroForm.__setitem__("/XFA", Array()),), "C8"),
    ("attachment", (on_root(put("Names", Dictionary(EmbeddedFiles=Dictionary(Names=Array())))),), "C8"),
    ("no profile", (on_root(drop("OutputIntents")),), "C1"),
    ("a profile for print", (cmyk_profile,), "C1"),
    ("ink on the screen", (painted("/Artifact BMC 0 0 0 1 k 60 300 9 9 re f EMC"),), "C1"),
    ("pale text", (content("BT 0 0 0 rg /F 11 Tf 1 0 0 1 60 600", "BT .6 .6 .6 rg /F 11 Tf 1 0 0 1 60 600"),), "C9"),
    ("dark text on dark", (content("/H1 <</MCID 0>> BDC", "/Artifact BMC .2 .2 .2 rg 50 790 300 40 re f EMC /H1 <</MCID 0>> BDC"),), "C9"),
]  # fmt: skip


def test_the_good_page_passes_with_nothing_to_say() -> None:
    assert check(broken_screen()) == ()


@pytest.mark.parametrize(("changes", "rule"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_each_breach_is_told_by_its_rule(changes: tuple[Change, ...], rule: str) -> None:
    findings = check(broken_screen(*changes), rules="screen")
    assert errors(findings) == {rule}
    assert all(finding.message and finding.hint for finding in findings)


def test_large_text_may_be_paler() -> None:
    assert check(broken_screen(content("0 0 0 rg /F 24 Tf", ".45 .45 .45 rg /F 24 Tf"))) == ()
    assert errors(check(broken_screen(content("0 0 0 rg /F 16 Tf", ".5 .5 .5 rg /F 16 Tf")))) == {"C9"}


def test_own_names_for_elements_are_fine_where_they_lead_somewhere() -> None:
    changes = (
        role(H2, "Rubrik"),
        lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/RoleMap", Dictionary(Rubrik=Name.H2)),
    )
    assert check(broken_screen(*changes)) == ()


def test_a_tree_that_bites_its_tail_ends() -> None:
    findings = check(broken_screen(lambda pdf: elements(pdf)[LIST].K.append(elements(pdf)[LIST])))
    assert "C4" in errors(findings)

"""What somebody who listens to a form would lose."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest
from screen_edition import ROOT, documents, fields, links, screen
from trygtryk.geometry import rectangle, sized
from trygtryk.model import Document, Field, Ink, Item, Line, Page, Shape, Tagged
from trygtryk.press.file import Press
from trygtryk.press.pdfua import pdfua1
from trygtryk.proof.preflight import check
from trygtryk.units import pt

NO_FORMS = ("arbejdshaefte", "faelles")
FORMS = sorted(f"skema-{f.stem}" for f in (ROOT / "content/skemaer").glob("*.yaml") if f.stem not in NO_FORMS)


@pytest.mark.parametrize("name", [*FORMS, "arbejdshaefte"])
def test_the_screen_edition_keeps_what_it_claims(name: str) -> None:
    assert documents().keys() == {*FORMS, "arbejdshaefte"}
    assert check(screen(name), rules="screen") == ()


def elements(pdf: pikepdf.Pdf) -> list[tuple[int, Any]]:
    out: list[tuple[int, Any]] = []

    def walk(element: Any, depth: int) -> None:
        out.append((depth, element))
        for kid in element.get("/K", ()):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid, depth + 1)

    walk(pdf.Root.StructTreeRoot.K, 0)
    return out


def test_every_field_is_one_form_element_and_every_link_one_link_element() -> None:
    pdf = pikepdf.open(io.BytesIO(screen("arbejdshaefte")))
    roles = [str(element.S) for _, element in elements(pdf)]
    assert roles.count("/Form") == sum(len(page) for page in fields("arbejdshaefte"))
    assert roles.count("/Link") == len(links("arbejdshaefte"))
    held = [kid for _, e in elements(pdf) for kid in e.get("/K", ()) if isinstance(kid, pikepdf.Dictionary)]
    annotations = {a.objgen for page in pdf.pages for a in page.obj.get("/Annots", ())}
    assert {kid.Obj.objgen for kid in held if kid.get("/Type") == "/OBJR"} == annotations


def test_every_marked_piece_of_a_page_leads_back_to_the_element_that_holds_it() -> None:
    pdf = pikepdf.open(io.BytesIO(screen("skema-udsagn")))
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    tree = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
    for number, page in enumerate(pdf.pages):
        marks = [int(n) for n in re.findall(rb"/MCID (\d+)>> BDC", page.Contents.read_bytes())]
        assert marks == list(range(len(marks))) != []
        owners = tree[int(page.obj.StructParents)]
        assert len(owners) == len(marks)
        for mark, owner in enumerate(owners):
            assert owner.Pg.objgen == pdf.pages[number].obj.objgen
            assert mark in [int(kid) for kid in owner.K if isinstance(kid, int)]


def test_the_statements_are_a_table_whose_cells_know_their_heads() -> None:
    pdf = pikepdf.open(io.BytesIO(screen("skema-udsagn")))
    table = next(e for _, e in elements(pdf) if e.S == "/Table")
    rows = [[(str(cell.S), str(cell.get("/A", {}).get("/Scope", ""))) for cell in row.K] for row in table.K]
    assert len(rows) == 9
    assert {cell for cell in rows[0]} == {("/TH", "/Column")}
    assert all(row[0] == ("/TH", "/Row") for row in rows[1:])


def test_a_table_that_goes_on_overleaf_is_one_table_with_one_head() -> None:
    pdf = pikepdf.open(io.BytesIO(screen("skema-overblik-360-storskrift")))
    tables = [e for _, e in elements(pdf) if e.S == "/Table"]
    assert [len(table.K) for table in tables] == [1 + 7, 1 + 5]
    rows = list(tables[0].K)
    assert [str(row.K[0].A.Scope) for row in rows] == ["/Column"] + ["/Row"] * 7
    assert len({row.Pg.objgen for row in rows}) == 2
    assert check(screen("skema-overblik-360-storskrift"), rules="screen") == ()


@pytest.mark.parametrize("name", ["skema-moedeguide", "skema-podcast", "skema-moedeguide-storskrift"])
def test_an_address_is_one_word(name: str) -> None:
    pdf = pypdfium2.PdfDocument(screen(name))
    # a hyphen at a line's end comes back as U+FFFE
    text = "".join(page.get_textpage().get_text_range() for page in pdf).replace("\r\n", "").replace("\ufffe", "-")
    shown = {link.contents.rpartition(": ")[2] for link in links(name.removesuffix("-storskrift"))}
    assert shown and all(address in text for address in shown)


def test_decoration_is_read_to_nobody() -> None:
    pdf = pikepdf.open(io.BytesIO(screen("skema-procesplan")))
    assert not [e for _, e in elements(pdf) if e.S == "/Figure"]


@pytest.mark.parametrize("key", ["/Ff", "/MaxLen"])
def test_a_field_that_stops_taking_letters_is_told_of(key: str) -> None:
    field = Field("a.b", "text", sized(10, 10, 50, 8), "Hvad nu?")
    out = io.BytesIO()
    pdf = pressed(Tagged("H1", (LINE,)), Tagged("Form", (field,)))
    pdf.pages[0].Annots[0][key] = 1 << 23
    pdf.save(out)
    assert [f for f in check(out.getvalue(), rules="screen") if "holder op med at tage imod" in f.message]


def test_options_are_called_what_the_page_says() -> None:
    pdf = pikepdf.open(io.BytesIO(screen("arbejdshaefte")))
    buttons = [a for page in pdf.pages for a in page.obj.get("/Annots", ()) if "/Parent" in a and "/T" not in a]
    groups = {button.Parent.objgen: button.Parent for button in buttons}
    words = {tuple(str(word) for word in group.Opt) for group in groups.values()}
    assert words == {("Passer godt", "Passer delvis", "Passer ikke"), ("Går godt", "Bør drøftes")}
    for group in groups.values():
        for number, kid in enumerate(group.Kids):
            # the standard's way: the state goes by its number among the words (ISO 32000-1, 12.7.4.2.4)
            assert set(kid.AP.N.keys()) == {f"/{number}", "/Off"}
            assert str(kid.TU).endswith(str(group.Opt[number]))


def test_what_is_for_oneself_is_not_handed_on_by_other_programs_either() -> None:
    pdf = pikepdf.open(io.BytesIO(screen("skema-udsagn")))
    private = {field.name.rpartition(".")[2] for page in fields("skema-udsagn") for field in page if field.private}
    kept = set()
    for page in pdf.pages:
        for widget in page.obj.get("/Annots", ()):
            field = widget if "/T" in widget else widget.Parent
            if int(field.Ff) & 1 << 2:  # NoExport (ISO 32000-1, 12.7.3.1)
                kept.add(str(field.T))
    assert kept == private != set()


def test_bookmarks_and_page_labels_lead_through_the_workbook() -> None:
    pdf = pikepdf.open(io.BytesIO(screen("arbejdshaefte")))
    document = documents()["arbejdshaefte"]
    with pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == [entry.title for entry in document.outline]
        reached = [pdf.pages.index(pikepdf.Page(entry.destination[0])) for entry in outline.root]  # type: ignore[index]
    assert reached == [entry.page for entry in document.outline]
    assert [page.label for page in pdf.pages] == [page.label for page in document.pages]  # type: ignore[comparison-overlap]


def pressed(*items: Item) -> pikepdf.Pdf:
    sheet = sized(0, 0, 100, 100)
    document = Document("prøve", "Prøve", tuple(Page(sheet, sheet, sheet, items) for _ in range(2)), "2026-01-01")
    machine = Press({"text": (ROOT / "assets/fonts/AtkinsonHyperlegibleNext_400Regular.ttf").read_bytes()})
    return pikepdf.open(
        io.BytesIO(machine.press(document, pdfua1((ROOT / "assets/icc/sRGB.icc").read_bytes(), "text")))
    )


INK = Ink("sort", (0, 0, 0, 100), "#000000")
LINE = Line(10, 10, "Hej", "text", 10, INK, 6)


def test_pieces_of_one_key_are_one_element_over_two_pages() -> None:
    pdf = pressed(Tagged("P", (LINE,), key="a"))
    paragraphs = [e for _, e in elements(pdf) if e.S == "/P"]
    assert len(paragraphs) == 1
    first, second = paragraphs[0].K
    assert first == 0
    assert (second.Type, second.MCID) == ("/MCR", 0)


def test_what_stands_in_no_element_is_an_artifact() -> None:
    pdf = pressed(Shape(rectangle(sized(1, 1, 9, 9)), INK), Tagged("P", (LINE,)), LINE)
    operators = re.findall(rb"/\w+ BMC|/\w+ <<[^>]*>> BDC|EMC", pdf.pages[0].Contents.read_bytes())
    assert operators == [b"/Artifact BMC", b"EMC", b"/P <</MCID 0>> BDC", b"EMC", b"/Artifact BMC", b"EMC"]


def test_a_screen_ends_at_the_trim_and_fields_stand_where_they_are_drawn() -> None:
    trim = sized(5, 5, 100, 100)
    field = Field("a", "text", sized(25, 35, 50, 8), "Hvad nu?")
    page = Page(trim, trim.grown(3), trim.grown(20), (Tagged("Form", (field,)),))
    machine = Press({"text": (ROOT / "assets/fonts/AtkinsonHyperlegibleNext_400Regular.ttf").read_bytes()})
    standard = pdfua1((ROOT / "assets/icc/sRGB.icc").read_bytes(), "text")
    pdf = pikepdf.open(io.BytesIO(machine.press(Document("a", "A", (page,), "2026-01-01"), standard)))
    assert [float(n) for n in pdf.pages[0].MediaBox] == pytest.approx([0, 0, pt(100), pt(100)], abs=0.01)
    inside_mm = 0.4
    wanted = [pt(20 + inside_mm), pt(30 + inside_mm), pt(70 - inside_mm), pt(38 - inside_mm)]
    assert [float(n) for n in pdf.pages[0].Annots[0].Rect] == pytest.approx(wanted, abs=0.01)


def test_a_field_without_its_element_is_told_of() -> None:
    field = Field("a.b", "text", sized(10, 10, 50, 8), "Hvad nu?")
    out = io.BytesIO()
    pdf = pressed(Tagged("H1", (LINE,)), Tagged("Form", (field,)))
    pdf.pages[0].Annots[0].StructParent = 99
    pdf.save(out)
    assert "C6" in {finding.rule for finding in check(out.getvalue(), rules="screen")}

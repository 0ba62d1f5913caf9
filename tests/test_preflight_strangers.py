"""The check on files that are not ours, and on bytes that are nobody's: it tells, and never falls over."""

from __future__ import annotations

import io
import re
from functools import cache

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from sample_pdf import CONTENT, broken, painted, saved
from sample_screen import broken_screen
from trygtryk.proof.findings import Finding, as_json, report
from trygtryk.proof.preflight import check
from trygtryk.proof.reading.tokens import Name as ReadName
from trygtryk.proof.reading.tokens import Run, operators, segments


def rules(findings: tuple[Finding, ...], severity: str = "error") -> set[str]:
    return {finding.rule for finding in findings if finding.severity == severity}


def test_a_letter_from_an_office_program() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(60, 700, "Kære alle")
    canvas.setLineWidth(0.1)
    canvas.line(60, 690, 300, 690)
    canvas.linkURL("https://example.org", (60, 600, 200, 620))
    canvas.showPage()
    canvas.save()
    found = check(out.getvalue())
    assert rules(found) == {"A1", "A2", "A4", "A5", "A6", "A7", "A9", "A10", "B1", "B3", "B5"}
    (font,) = (finding for finding in found if finding.rule == "A9")
    assert "Helvetica er ikke indlejret" in font.message
    assert font.page == 1


def test_a_photograph_saved_as_pdf() -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(out, "PDF", resolution=72)
    found = check(out.getvalue())
    assert {"A2", "A5", "A7", "B6"} <= rules(found)
    (coarse,) = (finding for finding in found if finding.rule == "B6")
    assert "72 punkter pr. tomme (400 × 300)" in coarse.message


def office(content: str, **viewer: Name) -> bytes:
    pdf = pikepdf.new()
    page = Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, 595.2756, 841.8898]), Contents=pdf.make_stream(content.encode())
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.Root.ViewerPreferences = Dictionary(**viewer)  # type: ignore[arg-type]
    return saved(pdf, "1.7")


def on_paper(data: bytes) -> tuple[Finding, ...]:
    """What is wrong with a sheet in the printer; it has no tags, and what is heard of one is tried elsewhere."""
    return tuple(finding for finding in check(data) if not finding.rule.startswith("C"))


RULE = "1 w 60 30 m 201.7323 30 l S"
AS_MEANT = {"PrintScaling": Name("/None"), "Duplex": Name.DuplexFlipLongEdge}


def test_an_office_sheet_as_it_should_be() -> None:
    assert on_paper(office(RULE, **AS_MEANT)) == ()


@pytest.mark.parametrize(
    ("content", "viewer", "rule", "severity"),
    [
        (RULE, {**AS_MEANT, "PrintScaling": Name.AppDefault}, "D1", "error"),
        (RULE + " 5 5 100 100 re f", AS_MEANT, "D3", "error"),
        (RULE.replace("201", "211"), AS_MEANT, "D4", "warning"),
        (RULE + " 1 frobnicate", AS_MEANT, "D5", "error"),
    ],
)
def test_what_an_office_printer_would_spoil(content: str, viewer: dict[str, Name], rule: str, severity: str) -> None:
    assert rules(on_paper(office(content, **viewer)), severity) == {rule}


def test_only_a_file_of_several_pages_says_how_the_sheet_turns() -> None:
    data = office(RULE, PrintScaling=Name("/None"))
    assert on_paper(data) == ()
    pdf = pikepdf.open(io.BytesIO(data))
    pdf.pages.append(pdf.pages[0])
    assert rules(on_paper(saved(pdf, "1.7"))) == {"D1"}


def test_an_odd_sheet_is_told() -> None:
    data = office(RULE, **AS_MEANT)
    pdf = pikepdf.open(io.BytesIO(data))
    pdf.pages[0].obj.MediaBox = Array([0, 0, 612, 792])
    assert rules(on_paper(saved(pdf, "1.7"))) == {"D2"}


def test_the_report_is_for_people_and_the_json_for_machines() -> None:
    found = on_paper(office(RULE + " 5 5 100 100 re f", **AS_MEANT))
    assert report("ark.pdf", ()) == "ark.pdf: i orden"
    told = report("ark.pdf", found)
    assert told.startswith("ark.pdf: 1 fejl\n  fejl D3 side 1 ved x 1,8 y 1,8 mm (35,3 × 35,3): ")
    assert "→ hold 5 mm fri" in told
    assert '"rule": "D3"' in as_json([("ark.pdf", found)])


def test_what_is_wrong_with_every_page_is_told_once() -> None:
    pdf = pikepdf.open(io.BytesIO(office(RULE, **AS_MEANT)))
    for _ in range(2):
        pdf.pages.append(pdf.pages[0])
    for page in pdf.pages:
        page.obj.MediaBox = Array([0, 0, 612, 792])
    told = report("ark.pdf", on_paper(saved(pdf, "1.7")))
    assert told.splitlines()[:2] == ["ark.pdf: 3 fejl", "  fejl D2 side 1-3: siden er 215,9 × 279,4 mm"]


def test_what_is_wrong_in_many_places_is_told_with_the_first() -> None:
    told = report(
        "kort.pdf", check(broken(painted("0 0 0 1 K .1 w 60 60 m 90 90 l S 60 95 m 90 60 l S 60 60 m 60 90 l S")))
    )
    assert told.splitlines()[0] == "kort.pdf: 3 fejl"
    assert "en streg er kun 0,1 pt (og 2 andre steder)" in told.splitlines()[1]
    assert len(told.splitlines()) == 3


@given(st.data())
@settings(max_examples=120, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_bytes_changed_by_chance_never_make_it_fall(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([small_press(), broken_screen()])))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    check(bytes(whole))


@cache
def small_press() -> bytes:
    """The card without its profile, so that changes by chance fall where something is read."""
    return broken(lambda pdf: pdf.Root.OutputIntents[0].__delitem__("/DestOutputProfile"))


@given(
    st.lists(
        st.sampled_from([*CONTENT.split(), "[", "]", "<<", ">>", "(", ")", "BI", "ID", "EI", "1e9", "--1", "9" * 40])
    )
)
@settings(max_examples=150, derandomize=True, deadline=None, database=None)
def test_words_in_any_order_never_make_it_fall(words: list[str]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(" ".join(words).encode())

    check(broken(change))


def flat(value: object) -> object:
    if isinstance(value, pikepdf.Array | list | tuple):
        return [flat(item) for item in value]
    if isinstance(value, pikepdf.Dictionary | dict):
        return {str(key).lstrip("/"): flat(item) for key, item in value.items()}
    if isinstance(value, pikepdf.Name | ReadName):
        return "/" + str(value).lstrip("/")
    if isinstance(value, pikepdf.String | bytes):
        return bytes(value)
    return value if value is None or isinstance(value, bool) else round(float(value), 6)  # type: ignore[arg-type]


def test_streams_are_cut_as_another_reader_cuts_them() -> None:
    text = (
        CONTENT
        + r" [(a\(b\)\051\n(c)) -20.5 <41 4>] TJ /Na#6de gs << /A [1 2 << /B (x) >>] /C true >> BDC 0 0 m 1 .5 l h S % x"
    )
    pdf = pikepdf.new()
    theirs = [
        (str(i.operator), flat(list(i.operands))) for i in pikepdf.parse_content_stream(pdf.make_stream(text.encode()))
    ]
    ours: list[tuple[str, object]] = []
    for name, operands in operators(text.encode()):
        if name == "path":
            run = operands[0]
            assert isinstance(run, Run)
            ours.extend((letter, flat(numbers)) for letter, numbers in segments(run.raw))
        else:
            ours.append((name, flat(operands)))
    assert ours == theirs


@pytest.mark.parametrize("unit", [b"(", b"<0", b"BI ", b"BI ID ", b"[ ", b"(\\", b"- ", b"1 1 m ", b"q ", b"9"])
def test_hostile_streams_end_in_good_time(unit: bytes) -> None:
    assert len(operators(unit * 20_000)) <= 20_000


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.7\nxref\n0 1\ntrailer <<>>\nstartxref\n9\n%%EOF", b"%PDF-" * 99]
)
def test_what_is_told_of_a_broken_file_is_the_same_every_time(data: bytes) -> None:
    first, again = check(data), check(data)
    assert first == again and first[0].severity == "error"
    assert not re.search(r"0x[0-9a-f]{4}|<_io|object at", " ".join(map(str, first)))

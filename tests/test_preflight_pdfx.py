"""A file that breaks one rule of PDF/X-4 is told so, and which; a file that keeps them all is left in peace."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from sample_pdf import PT, Change, broken, painted, press_pdf, replaced, saved
from trygtryk.proof.findings import Finding
from trygtryk.proof.preflight import check


def errors(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings if finding.severity == "error"}


def test_the_good_card_passes_with_nothing_to_say() -> None:
    assert check(broken()) == ()


def xmp(old: str, new: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        before = pdf.Root.Metadata.read_bytes()
        assert old.encode() in before
        pdf.Root.Metadata = pdf.make_stream(
            before.replace(old.encode(), new.encode()), Type=Name.Metadata, Subtype=Name.XML
        )

    return change


def on_root(**entries: object) -> Change:
    return lambda pdf: [pdf.Root.__setitem__("/" + key, value) for key, value in entries.items()][-1]


def on_page(**entries: object) -> Change:
    return lambda pdf: [pdf.pages[0].obj.__setitem__("/" + key, value) for key, value in entries.items()][-1]


def without(place: Callable[[pikepdf.Pdf], pikepdf.Object], key: str) -> Change:
    return lambda pdf: place(pdf).__delitem__(key)


def page(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


def root(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root


def intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.OutputIntents[0]


def screen_profile(pdf: pikepdf.Pdf) -> None:
    head = bytearray(intent(pdf).DestOutputProfile.read_bytes())
    head[16:20] = b"RGB "
    intent(pdf).DestOutputProfile = pdf.make_stream(bytes(head), N=4)


def resource(kind: str, name: str, make: Callable[[pikepdf.Pdf], object]) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        resources = pdf.pages[0].Resources
        if kind not in resources:
            resources[kind] = Dictionary()
        resources[kind][name] = make(pdf)

    return change


def form(content: str, **entries: object) -> Callable[[pikepdf.Pdf], object]:
    return lambda pdf: pdf.make_stream(
        content.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100]), **entries
    )


def tile(pdf: pikepdf.Pdf) -> object:
    return pdf.make_stream(
        b"1 0 0 rg 0 0 2 2 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
        BBox=Array([0, 0, 4, 4]), XStep=4, YStep=4, Resources=Dictionary(),
    )  # fmt: skip


def rainbow(pdf: pikepdf.Pdf) -> object:
    ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0]), C1=Array([0, 0, 1]), N=1)
    return Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 9, 9]), Function=ramp)


def soft(pdf: pikepdf.Pdf) -> object:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    mask = form("1 1 0 rg 0 0 50 50 re f", Group=group)(pdf)
    return Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask))


def nested(pdf: pikepdf.Pdf) -> object:
    inner = form("0 1 0 RG 0 0 m 9 9 l S")(pdf)
    return form("/In Do", Resources=Dictionary(XObject=Dictionary(In=inner)))(pdf)


def other_spot(pdf: pikepdf.Pdf) -> object:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 0, 0, 0]), N=1)
    return Array([Name.Separation, Name.Stans, Name.DeviceCMYK, tint])


def fonts_descriptor(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].Resources.Font.F.DescendantFonts[0].FontDescriptor


def narrow(pdf: pikepdf.Pdf) -> None:
    widths = pdf.pages[0].Resources.Font.F.DescendantFonts[0].W
    widths[1] = Array([float(widths[1][0]) + 20])


def lzw(pdf: pikepdf.Pdf) -> object:
    # one clear code, one end code: an empty stream
    made = form("")(pdf)
    made.write(b"\x80\x40\x40", filter=Name.LZWDecode)  # type: ignore[attr-defined]
    return made


def note(x_mm: float, **entries: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        at = x_mm * PT
        made = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([at, at, at + 10, at + 10]), **entries)  # type: ignore[arg-type]
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(made)])

    return change


BROKEN: list[tuple[str, tuple[Change, ...], str]] = [
    ("another claim", (xmp("PDF/X-4<", "PDF/X-1a:2003<"),), "A2"),
    ("no metadata", (without(root, "/Metadata"),), "A2"),
    ("no date of change", (xmp("<xmp:ModifyDate>2026-11-01T00:00:00Z</xmp:ModifyDate>", ""),), "A3"),
    ("no document id", (xmp("<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID>", ""),), "A3"),
    ("two titles", (xmp("Prøvekort", "Kort"),), "A3"),
    ("two dates", (xmp("CreateDate>2026-11-01T", "CreateDate>2026-11-02T"),), "A3"),
    ("two producers", (xmp(">hand<", ">somebody<"),), "A3"),
    ("trapped unknown", (lambda pdf: pdf.trailer.Info.__setitem__("/Trapped", Name.Unknown),), "A4"),
    ("trapped disagrees", (xmp("Trapped>False", "Trapped>True"),), "A4"),
    ("no output intent", (without(root, "/OutputIntents"),), "A5"),
    ("two output intents", (lambda pdf: pdf.Root.OutputIntents.append(intent(pdf)),), "A5"),
    ("nameless condition", (without(intent, "/OutputConditionIdentifier"),), "A5"),
    ("no profile", (without(intent, "/DestOutputProfile"),), "A5"),
    ("a screen's profile", (screen_profile,), "A5"),
    ("wrong channels", (lambda pdf: intent(pdf).DestOutputProfile.stream_dict.__setitem__("/N", 3),), "A5"),
    ("no trim", (without(page, "/TrimBox"),), "A6"),
    ("no bleed box", (without(page, "/BleedBox"),), "A6"),
    ("trim outside bleed", (on_page(TrimBox=Array([0, 0, 300, 200])),), "A6"),
    ("art box", (on_page(ArtBox=Array([30, 30, 300, 200])),), "A6"),
    ("crop box", (on_page(CropBox=Array([30, 30, 300, 200])),), "A6"),
    ("turned", (on_page(Rotate=90),), "A6"),
    ("user unit", (on_page(UserUnit=2),), "A6"),
    ("rgb on the page", (painted("1 0 0 rg 10 40 20 20 re f"),), "A7"),
    ("rgb stroke two forms down", (resource("/XObject", "/Out", nested), painted("/Out Do")), "A7"),
    ("rgb in a pattern", (resource("/Pattern", "/P", tile), painted("/Pattern cs /P scn 0 0 9 9 re f")), "A7"),
    ("rgb in a shading", (resource("/Shading", "/S", rainbow), painted("q 20 40 9 9 re W n /S sh Q")), "A7"),
    ("rgb in a soft mask", (resource("/ExtGState", "/M", soft), painted("q /M gs 0 0 0 1 k 50 50 9 9 re f Q")), "A7"),
    ("rgb inline image", (painted("q 2 0 0 2 50 50 cm BI /W 9 /H 9 /CS /RGB /BPC 8 /F /AHx ID 00> EI Q"),), "A7"),
    (
        "lab",
        (resource("/ColorSpace", "/L", lambda pdf: Array([Name.Lab, Dictionary(WhitePoint=Array([1, 1, 1]))])),
         painted("/L cs 50 0 0 sc 50 50 9 9 re f")),
        "A7",
    ),
    ("default rgb is no help", (painted("0 0 1 RG 0 0 m 20 20 l S"),), "A7"),
    ("one spot, two colours", (resource("/ColorSpace", "/Two", other_spot), painted("/Two CS 1 SCN 60 60 m 70 70 l S")), "A7"),
    (
        "blends in rgb",
        (resource("/XObject", "/G", form("0 0 0 1 k 0 0 9 9 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))),
         painted("/G Do")),
        "A8",
    ),
    ("see-through, blending nowhere", (resource("/ExtGState", "/T", lambda pdf: Dictionary(ca=0.5)), painted("/T gs 50 50 9 9 re f")), "A8"),
    ("multiply", (resource("/ExtGState", "/T", lambda pdf: Dictionary(BM=Name.Multiply)), painted("/T gs 50 50 9 9 re f")), "A8"),
    ("page blends in rgb", (on_page(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)),), "A8"),
    (
        "a font left outside",
        (resource("/Font", "/H", lambda pdf: Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)),
         painted("BT /H 12 Tf 60 120 Td (hej) Tj ET")),
        "A9",
    ),
    ("a font's program gone", (lambda pdf: fonts_descriptor(pdf).__delitem__("/FontFile2"),), "A9"),
    ("a font's program broken", (lambda pdf: fonts_descriptor(pdf).FontFile2.write(b"\0\1\0\0rubbish"),), "A9"),
    ("wrong widths", (narrow,), "A9"),
    ("a missing letter", (painted("BT /F 12 Tf 60 120 Td <0000> Tj ET"),), "A9"),
    ("a letter past the last", (painted("BT /F 12 Tf 60 120 Td <7fff> Tj ET"),), "A9"),
    ("fields", (on_root(AcroForm=Dictionary(Fields=Array())),), "A10"),
    ("opens with an action", (on_root(OpenAction=Dictionary(S=Name.JavaScript, JS=String("1"))),), "A10"),
    ("script", (on_root(Names=Dictionary(JavaScript=Dictionary(Names=Array()))),), "A10"),
    ("attachment", (on_root(Names=Dictionary(EmbeddedFiles=Dictionary(Names=Array()))),), "A10"),
    ("a note on the motif", (note(30),), "A10"),
    ("lzw", (resource("/XObject", "/Z", lzw), painted("/Z Do")), "A11"),
    ("postscript", (resource("/XObject", "/Z", lambda pdf: pdf.make_stream(b"1", Type=Name.XObject, Subtype=Name.PS)), painted("/Z Do")), "A11"),
    ("opi", (resource("/XObject", "/Z", form("", OPI=Dictionary())), painted("/Z Do")), "A11"),
    ("transfer curve", (resource("/ExtGState", "/T", lambda pdf: Dictionary(TR=Name.Identity)), painted("/T gs")), "A11"),
    ("own halftone", (resource("/ExtGState", "/T", lambda pdf: Dictionary(Type=Name.ExtGState, HT=Dictionary(HalftoneType=1))), painted("/T gs")), "A11"),
    ("unknown operator", (painted("1 2 frobnicate"),), "A11"),
    ("unknown font", (painted("BT /Nope 12 Tf ET"),), "A11"),
    ("unknown picture", (painted("/Nope Do"),), "A11"),
    ("too few numbers", (painted("1 2 3 k"),), "A11"),
    ("saved and not restored", (painted("q"),), "A11"),
    ("marked and not ended", (painted("/Artifact BMC"),), "A11"),
    ("an open string", (painted("BT (hej Tj ET"),), "A11"),
    ("layers without a name", (lambda pdf: pdf.Root.OCProperties.D.__delitem__("/Name"),), "A12"),
    ("layers that switch themselves", (lambda pdf: pdf.Root.OCProperties.D.__setitem__("/AS", Array()),), "A12"),
    ("a layer left out", (lambda pdf: pdf.Root.OCProperties.D.__setitem__("/Order", Array()),), "A12"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "rule"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_each_breach_is_told_by_its_rule(changes: tuple[Change, ...], rule: str) -> None:
    findings = check(broken(*changes))
    assert rule in errors(findings)
    assert all(finding.message and finding.hint for finding in findings)


def test_an_older_version_is_told() -> None:
    assert "A1" in errors(check(saved(press_pdf(), "1.3")))
    assert "A1" in errors(check(saved(press_pdf(), "1.7")))


def test_a_file_without_an_id_is_told() -> None:
    data = broken()
    at = data.rindex(b"/ID")
    assert "A1" in errors(check(data[:at] + b"/XX" + data[at + 3 :]))


def test_metadata_that_are_no_xml_are_told() -> None:
    assert "A2" in errors(check(broken().replace(b"</rdf:RDF>", b"</rdf:XXX>")))
    assert "A2" in errors(check(broken().replace(b"<x:xmpmeta ", b"<!DOCTYPE  ")))


def test_a_note_beside_the_sheet_is_nobodys_trouble() -> None:
    assert check(broken(note(0.5))) == ()


@pytest.mark.parametrize("zone", ["+00:00", "-00:00", "Z"])
@pytest.mark.parametrize(
    "stamp", ["D:20261101000000Z", "D:20261101000000Z00'00'", "D:20261101000000+00'00", "D:20261101"]
)
def test_dates_agree_across_notations(zone: str, stamp: str) -> None:
    change = xmp("CreateDate>2026-11-01T00:00:00Z", f"CreateDate>2026-11-01T00:00:00{zone}")
    assert check(broken(change, lambda pdf: pdf.trailer.Info.__setitem__("/CreationDate", String(stamp)))) == ()


def test_an_hour_apart_is_not_the_same_moment() -> None:
    change = xmp("CreateDate>2026-11-01T00:00:00Z", "CreateDate>2026-11-01T00:00:00+01:00")
    assert errors(check(broken(change))) == {"A3"}


def test_a_form_that_calls_itself_ends() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        made = pdf.make_indirect(form("/Me Do")(pdf))  # type: ignore[call-overload]
        made.Resources = Dictionary(XObject=Dictionary(Me=made))
        pdf.pages[0].Resources.XObject.Me = made

    findings = check(broken(change, painted("/Me Do")))
    assert [finding.rule for finding in findings] == ["A11"]
    assert "for dybt" in findings[0].message


def test_place_is_measured_from_the_trim() -> None:
    (finding,) = check(broken(painted(f"1 0 0 rg {10 * PT} {20 * PT} {5 * PT} {5 * PT} re f")))
    assert finding.page == 1
    assert finding.box_mm is not None
    assert (round(finding.box_mm.x0_mm, 3), round(finding.box_mm.y0_mm, 3)) == (10.0, 20.0)


@pytest.mark.parametrize("data", [b"", b"hej", b"%PDF-1.6\n", b"%PDF-1.6\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF"])
def test_what_is_no_pdf_is_one_clear_finding(data: bytes) -> None:
    (finding,) = check(data)
    assert finding.severity == "error"


def test_a_locked_file_is_one_clear_finding() -> None:
    out = io.BytesIO()
    press_pdf().save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    (finding,) = check(out.getvalue())
    assert "adgangskode" in finding.message


def test_a_file_cut_short_is_told() -> None:
    data = broken()
    findings = check(data[: len(data) // 2])
    assert findings and findings[0].severity == "error"


def test_replacing_the_words_still_passes() -> None:
    assert check(broken(replaced("9 Tf", "10 Tf"))) == ()

"""What would come out wrong on paper is found in the file: bleed, safe zone, marks, black, small type, pictures, ink."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
import qrcode
from pikepdf import Array, Dictionary, Name
from sample_pdf import PT, Change, box, broken, crop_marks, painted, replaced
from trygtryk.proof.findings import Finding, Limits
from trygtryk.proof.preflight import check

KNOCK = "/Knock gs"
OVER = "/Over gs"


def rules(findings: tuple[Finding, ...], severity: str = "error") -> set[str]:
    return {finding.rule for finding in findings if finding.severity == severity}


def rectangle(x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> str:
    return f"{x_mm * PT:.4f} {y_mm * PT:.4f} {width_mm * PT:.4f} {height_mm * PT:.4f} re f"


def text(state: str, colour: str, size_pt: float, x_mm: float = 20, y_mm: float = 60) -> Change:
    """One letter of the face."""

    def change(pdf: pikepdf.Pdf) -> None:
        code = int(pdf.pages[0].Resources.Font.F.DescendantFonts[0].W[2])
        painted(f"BT {state} {colour} /F {size_pt} Tf 1 0 0 1 {x_mm * PT} {y_mm * PT} Tm <{code:04x}> Tj ET")(pdf)

    return change


def boxes(margin_mm: float) -> Change:
    return lambda pdf: pdf.pages[0].obj.__setitem__("/BleedBox", box(margin_mm))


BACKGROUND = f"{-3 * PT:.3f} {-3 * PT:.3f} {111 * PT:.3f} {80 * PT:.3f} re f"


def background(x: float, y: float, width: float, height: float) -> Change:
    return replaced(BACKGROUND, rectangle(x, y, width, height))


def no_form(pdf: pikepdf.Pdf) -> None:
    replaced("/Art Do", "")(pdf)


def smaller(width: int) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        old = pdf.pages[0].Resources.XObject.Pic
        old.Width = old.Height = width
        old.write(bytes(width * width * 4))

    return change


def picture(**entries: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        made = pdf.make_stream(
            bytes(500 * 500 // 8 + 500), Type=Name.XObject, Subtype=Name.Image, Width=500, Height=500, BitsPerComponent=1, **entries
        )  # fmt: skip
        pdf.pages[0].Resources.XObject.Bit = made
        side = 500 / 500 * 25.4 * PT
        painted(f"/Knock gs 0 0 0 1 k q {side} 0 0 {side} {30 * PT} {20 * PT} cm /Bit Do Q")(pdf)

    return change


def step(key: str, value: str) -> Change:
    return lambda pdf: pdf.Root.OCProperties.OCGs[0].GTS_Metadata.__setitem__(key, Name("/" + value))


def twin_layer(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(
        Dictionary(
            Type=Name.OCG,
            Name=pikepdf.String("Rids"),
            GTS_Metadata=Dictionary(GTS_ProcStepsGroup=Name.Structural, GTS_ProcStepsType=Name.Creasing),
        )
    )
    pdf.Root.OCProperties.OCGs.append(group)
    pdf.Root.OCProperties.D.Order.append(group)
    pdf.pages[0].Resources.Properties.Crease = group
    painted("/OC /Crease BDC /Die CS 1 SCN /Over gs 1 w 60 40 m 90 40 l S EMC")(pdf)


def qr(module_mm: float = 0.5, colour: str = "0 0 0 1 k", x_mm: float = 75, y_mm: float = 35) -> Change:
    """A code of 21 modules, drawn as one path on white with its quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data("psyk")
    code.make(fit=True)
    rows, side = code.modules, len(code.modules)
    path = []
    for row in range(side):
        for column in range(side):
            if rows[row][column]:
                x, y = (x_mm + column * module_mm) * PT, (y_mm + (side - row - 1) * module_mm) * PT
                m = module_mm * PT
                path.append(
                    f"{x:.3f} {y:.3f} m {x + m:.3f} {y:.3f} l {x + m:.3f} {y + m:.3f} l {x:.3f} {y + m:.3f} l h"
                )
    quiet = 4 * module_mm
    ground = rectangle(x_mm - quiet, y_mm - quiet, side * module_mm + 2 * quiet, side * module_mm + 2 * quiet)
    return painted(f"{KNOCK} 0 0 0 0 k {ground} {colour} {' '.join(path)} f")


BROKEN: list[tuple[str, tuple[Change, ...], str]] = [
    ("too little bleed", (boxes(2),), "B1"),
    ("ground ends at the trim", (no_form, background(0, 0, 105, 74)), "B1"),
    ("ground ends at the right trim", (no_form, background(-3, -3, 108, 80)), "B1"),
    ("ground ends 2 mm out", (no_form, background(-2, -2, 109, 78)), "B1"),
    ("a corner cut off", (no_form, replaced(BACKGROUND, f"{-3 * PT} {-3 * PT} m {108 * PT} {-3 * PT} l {108 * PT} {75 * PT} l {106 * PT} {77 * PT} l {-3 * PT} {77 * PT} l h f")), "B1"),
    ("white over the bleed", (painted(f"{KNOCK} 0 0 0 0 k " + rectangle(105, -3, 3, 80)),), "B1"),
    ("clipped to the trim", (no_form, replaced(BACKGROUND, f"q 0 0 {105 * PT} {74 * PT} re W n {BACKGROUND} Q")), "B1"),
    ("text at the edge", (text(OVER, "0 0 0 1 k", 9, 1, 60),), "B2"),
    ("text over the edge", (text(OVER, "0 0 0 1 k", 30, -2, 60),), "B2"),
    ("text in the bleed", (text(OVER, "0 0 0 1 k", 5, 105.5, 60),), "B2"),
    ("no crop marks", (replaced(crop_marks(), ""),), "B3"),
    ("a crop mark missing", (replaced(crop_marks().splitlines()[3], ""),), "B3"),
    ("a crop mark beside the trim", (replaced(crop_marks().splitlines()[0], crop_marks().splitlines()[0].replace("0.0000", "0.1000")),), "B3"),
    ("crop marks in black", (replaced("/Registration CS 1 SCN", "0 0 0 1 K"),), "B3"),
    ("registration colour on the motif", (painted("/Registration cs 1 scn 60 60 9 9 re f"),), "B3"),
    ("small text in deep black", (text(KNOCK, ".5 .4 .4 1 k", 10),), "B4"),
    ("small text black of three", (text(KNOCK, "1 1 1 0 k", 10),), "B4"),
    ("black text that knocks out", (text(KNOCK, "0 0 0 1 k", 10),), "B4"),
    ("black text, overprint mode 0", (lambda pdf: pdf.pages[0].Resources.ExtGState.Over.__setitem__("/OPM", 0),), "B4"),
    ("black text in grey", (text(OVER, "0 g", 10),), "B4"),
    ("white text that overprints", (text(OVER, "0 0 0 0 k", 14),), "B4"),
    ("a white area that overprints", (painted(f"{OVER} 1 g 60 60 9 9 re f"),), "B4"),
    ("a white line that overprints", (painted(f"{OVER} 0 0 0 0 K 1 w 60 60 m 90 90 l S"),), "B4"),
    ("7.5 pt in two inks", (text(KNOCK, "0 .65 .6 0 k", 7.5),), "B5"),
    ("8.5 pt in three inks", (text(KNOCK, ".9 .45 .4 0 k", 8.5),), "B5"),
    ("10 pt scaled to 7", (painted(".7 0 0 .7 0 0 cm"), text(KNOCK, ".9 .45 .4 0 k", 10, 60, 90)), "B5"),
    ("hairline", (painted("0 0 0 1 K .1 w 60 60 m 90 90 l S"),), "B5"),
    ("no width", (painted("0 0 0 1 K 0 w 60 60 m 90 90 l S"),), "B5"),
    ("hairline by scaling", (painted("0 0 0 1 K q .1 0 0 .1 0 0 cm 1 w 600 600 m 900 900 l S Q"),), "B5"),
    ("coarse picture", (smaller(110),), "B6"),
    ("coarse bitmap", (picture(ColorSpace=Name.DeviceGray),), "B6"),
    ("coarse stencil", (picture(ImageMask=True),), "B6"),
    ("310 percent", (painted(f"{KNOCK} .9 .8 .8 .6 k 60 60 9 9 re f"),), "B7"),
    ("die line in its colour only by name", (painted(f"{OVER} /Die CS 1 SCN 1 w 60 60 m 90 90 l S"),), "B8"),
    ("die line that knocks out", (replaced("/Over gs .5 w", "/Knock gs .5 w"),), "B8"),
    ("die line in black", (replaced("/Die CS 1 SCN", "0 0 0 1 K"),), "B8"),
    ("a picture on the die layer", (replaced("/Die CS 1 SCN", "q 60 0 0 60 150 40 cm /Pic Do Q /Die CS 1 SCN"),), "B8"),
    ("an unheard-of step", (step("/GTS_ProcStepsType", "Snipping"),), "B8"),
    ("an unheard-of group", (step("/GTS_ProcStepsGroup", "Tools"),), "B8"),
    ("text across the die line", (text(OVER, "0 0 0 1 k", 12, 30, 31),), "B8"),
    ("slanting text across the die line", (painted(".7 .7 -.7 .7 138 50 cm"), text(OVER, "0 0 0 1 k", 12, 0, 0)), "B8"),
    ("a code too small", (qr(0.35),), "B9"),
    ("a code in petrol", (qr(colour=".9 .45 .4 .35 k"),), "B9"),
    ("colour close to a code", (qr(), painted(f"{KNOCK} .5 0 0 0 k " + rectangle(86.5, 35, 3, 3))), "B9"),
    ("text close to a code", (qr(), text(OVER, "0 0 0 1 k", 9, 76, 46.5)), "B9"),
    ("a code without its white", (qr(), painted(f"{KNOCK} .5 0 0 0 k " + rectangle(73, 33, 1, 20))), "B9"),
    ("two tools, one colour", (twin_layer,), "B8"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "rule"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_each_fault_is_told_by_its_rule(changes: tuple[Change, ...], rule: str) -> None:
    findings = check(broken(*changes))
    assert rules(findings) == {rule}
    assert all(finding.message and finding.hint for finding in findings)


WARNED: list[tuple[str, tuple[Change, ...], str]] = [
    ("a colour that stops at the trim", (painted(f"{KNOCK} .9 0 0 0 k " + rectangle(80, 10, 25, 40)),), "B1"),
    ("a picture at 180 ppi", (smaller(142),), "B6"),
    ("a rule drawn as a sliver", (painted(f"{KNOCK} 0 0 0 1 k 60 60 90 .1 re f"),), "B5"),
    ("a sliver drawn as an outline", (painted(f"{KNOCK} 0 0 0 1 k 60 60 m 150 60 l 150 60.1 l 60 60.1 l h f"),), "B5"),
]


@pytest.mark.parametrize(("changes", "rule"), [case[1:] for case in WARNED], ids=[case[0] for case in WARNED])
def test_doubtful_things_are_warned_about(changes: tuple[Change, ...], rule: str) -> None:
    findings = check(broken(*changes))
    assert rules(findings, "warning") == {rule}
    assert rules(findings) == set()


FINE: list[tuple[str, tuple[Change, ...]]] = [
    ("a code as it should be", (qr(),)),
    ("an address under the code", (qr(), text(OVER, "0 0 0 1 k", 9, 76, 29))),
    ("a hill through the edge", (painted(f"{KNOCK} .9 0 0 0 k {60 * PT} {20 * PT} m {120 * PT} {30 * PT} l {120 * PT} {10 * PT} l h f"),)),
    ("a dot across the edge", (painted(f"{KNOCK} .9 0 0 0 k {104 * PT} {20 * PT} m {107 * PT} {21 * PT} l {104 * PT} {22 * PT} l h f"),)),
    ("a white ground that ends at the trim", (no_form, replaced(".28 .03 .08 0 k", "0 0 0 0 k"), background(0, 0, 105, 74))),
    ("no ground at all", (no_form, replaced(BACKGROUND, ""))),
    ("black text knocking out white", (painted(f"{KNOCK} 0 0 0 0 k " + rectangle(18, 55, 20, 12)), text(KNOCK, "0 0 0 1 k", 10))),
    ("large text in four inks", (text(KNOCK, ".9 .45 .4 .35 k", 24),)),
    ("large black text of all inks", (text(KNOCK, ".6 .5 .45 .7 k", 24),)),
    ("unseen text anywhere", (painted("3 Tr"), text(OVER, "0 0 0 1 k", 9, 0, 60))),
    ("a quarter-point line", (painted("0 0 0 1 K .25 w 60 60 m 90 90 l S"),)),
]  # fmt: skip


@pytest.mark.parametrize("changes", [case[1] for case in FINE], ids=[case[0] for case in FINE])
def test_what_prints_well_is_left_in_peace(changes: tuple[Change, ...]) -> None:
    assert check(broken(*changes)) == ()


def test_a_designer_is_shown_where_a_picture_ends_short_of_the_bleed() -> None:
    """»The upper edge« of a card is a long way to look along."""
    white = painted(f"{KNOCK} 0 0 0 0 k {rectangle(-3, -3, 111, 80)} .9 0 0 0 k {rectangle(40, 60, 12, 15)}")
    (finding,) = check(broken(white))
    assert (finding.rule, finding.severity) == ("B1", "warning") and "øverste kant" in finding.message
    assert finding.box_mm is not None
    assert (finding.box_mm.x0_mm, finding.box_mm.x1_mm) == pytest.approx((40, 52), abs=0.05)
    assert finding.box_mm.y0_mm == pytest.approx(74, abs=0.05)


@pytest.mark.parametrize(
    ("maker", "way"), [("Word 2021", "eksportér den som PDF/X-4"), ("trygtryk 0.2.0", "trygtryk build")]
)
def test_whoever_made_a_file_elsewhere_is_not_told_to_build_it_here(maker: str, way: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Metadata
        pdf.docinfo.Creator = pikepdf.String(maker)

    hints = {finding.hint for finding in check(broken(change)) if finding.rule == "A2"}
    assert len(hints) == 1 and way in hints.pop()


def test_a_shop_that_wants_no_marks_and_less_bleed() -> None:
    limits = Limits(bleed_mm=2.0, marks="none")
    small = (boxes(2), lambda pdf: pdf.pages[0].obj.__setitem__("/MediaBox", box(2)), replaced(crop_marks(), ""))
    assert check(broken(*small), limits=limits) == ()
    assert rules(check(broken(small[0]), limits=limits)) == {"B1", "B3"}, "marks where none are wanted"
    assert rules(check(broken(small[0], small[2]), limits=limits)) == {"B1"}, "a sheet larger than it is asked for"


def test_a_shop_that_wants_more_of_everything() -> None:
    limits = Limits(bleed_mm=5.0, safe_mm=25.0, design_ink=100.0)
    assert rules(check(broken(), limits=limits)) == {"B1", "B2", "B7"}


def test_type_size_is_measured_where_it_stands() -> None:
    (finding,) = check(broken(painted(".5 0 0 .5 0 0 cm"), text(KNOCK, "0 .5 .5 0 k", 10, 60, 90)))
    assert "5 pt" in finding.message
    assert finding.box_mm is not None
    assert finding.box_mm.x0_mm == pytest.approx(30, abs=0.01)


def mutate(table: str, name: str, make: Callable[[pikepdf.Pdf], object]) -> Change:
    return lambda pdf: pdf.pages[0].Resources[table].__setitem__(name, make(pdf))


def test_a_form_placed_small_makes_its_lines_thin() -> None:
    art = mutate(
        "/XObject",
        "/Line",
        lambda pdf: pdf.make_stream(
            b"1 w 0 0 0 1 K 0 0 m 50 50 l S", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99])
        ),
    )
    assert check(broken(art, painted("q 1 0 0 1 60 60 cm /Line Do Q"))) == ()
    assert rules(check(broken(art, painted("q .2 0 0 .2 60 60 cm /Line Do Q")))) == {"B5"}

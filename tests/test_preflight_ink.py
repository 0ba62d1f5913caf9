"""Total ink is measured, not guessed: drawn from the marks, and by Ghostscript's separations where it is installed."""

from __future__ import annotations

import subprocess
import time
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from sample_pdf import PT, Change, broken, painted
from trygtryk.proof.findings import Finding
from trygtryk.proof.preflight import check
from trygtryk.proof.reading.file import Side, read_file
from trygtryk.proof.rules import ink
from trygtryk.proof.rules.ink import measure
from trygtryk.proof.rules.plates import TOO_MUCH, Plates, drawn_plates, ghostscript, separated_plates


def only_page(data: bytes) -> Side:
    return read_file(data).sides[0]


def square(colour: str, x_mm: float, y_mm: float, side_mm: float, state: str = "/Knock gs") -> Change:
    return painted(f"{state} {colour} {x_mm * PT:.3f} {y_mm * PT:.3f} {side_mm * PT:.3f} {side_mm * PT:.3f} re f")


def at(plates: Plates, x_mm: float, y_mm: float) -> dict[str, int]:
    """Each ink there in percent; the bleed's corner is at -3, -3."""
    height = plates.inks["Cyan"].size[1]
    pixel = (round((x_mm + 3) * 2), height - 1 - round((y_mm + 3) * 2))
    return {name: round(plate.getpixel(pixel) / 2.55) for name, plate in plates.inks.items()}  # type: ignore[operator]


DEEP = square("1 .8 .8 .65 k", 40, 30, 30)


def drawn_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ink, "ghostscript", lambda: None)


def b7(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.message for finding in findings if finding.rule == "B7"]


def test_what_lies_on_top_counts_and_what_lies_below_does_not() -> None:
    plates = drawn_plates(only_page(broken(square("1 1 0 0 k", 70, 40, 20), square("0 0 .5 0 k", 70, 40, 20))))
    assert at(plates, 80, 50) == {"Cyan": 0, "Magenta": 0, "Yellow": 50, "Black": 0}


def test_what_overprints_is_added() -> None:
    plates = drawn_plates(
        only_page(broken(square("1 .2 0 0 k", 70, 40, 20), square("0 0 0 1 k", 70, 40, 20, "/Over gs")))
    )
    assert at(plates, 80, 50) == {"Cyan": 100, "Magenta": 20, "Yellow": 0, "Black": 100}


def test_a_clip_holds_ink_back() -> None:
    clip = painted(
        f"q {70 * PT} {40 * PT} {10 * PT} {20 * PT} re W n /Knock gs 0 1 0 0 k {70 * PT} {40 * PT} {20 * PT} {20 * PT} re f Q"
    )
    plates = drawn_plates(only_page(broken(clip)))
    assert at(plates, 75, 50)["Magenta"] == 100
    assert at(plates, 85, 50)["Magenta"] == 3


def test_a_hole_shows_what_is_below() -> None:
    ring = f"{60 * PT} {35 * PT} {30 * PT} {30 * PT} re {70 * PT} {45 * PT} {10 * PT} {10 * PT} re f*"
    plates = drawn_plates(only_page(broken(painted(f"/Knock gs 0 0 1 0 k {ring}"))))
    assert at(plates, 62, 40)["Yellow"] == 100
    assert at(plates, 75, 50)["Yellow"] == 8


def test_too_much_ink_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_only(monkeypatch)
    told = [finding for finding in check(broken(DEEP), deep=True) if "kvadrat" in finding.message]
    assert len(told) == 1
    assert "325 %" in told[0].message
    assert told[0].box_mm is not None
    assert 39 <= told[0].box_mm.x0_mm <= 56
    assert 29 <= told[0].box_mm.y0_mm <= 46


def test_a_small_peak_is_told_by_its_area(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_only(monkeypatch)
    (peak, flat) = b7(check(broken(square("1 .8 .8 .8 k", 40, 30, 6)), deep=True))
    assert "340 %" in flat
    # pixels on the edge count: half a millimetre more each way, at most
    assert 36 <= int(peak.split(" mm²")[0]) <= 6.5**2
    assert "over 330 %" in peak


def test_black_over_a_rich_colour_is_seen_only_by_measuring(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_only(monkeypatch)
    changes = square(".9 .9 .8 0 k", 40, 30, 30), square("0 0 0 1 k", 40, 30, 30, "/Over gs")
    assert b7(check(broken(*changes))) == []
    assert len(b7(check(broken(*changes), deep=True))) == 2


def test_the_good_card_is_dry(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(broken(), deep=True) == ()
    drawn_only(monkeypatch)
    assert check(broken(), deep=True) == ()


def test_what_cannot_be_measured_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_only(monkeypatch)

    def change(pdf: pikepdf.Pdf) -> None:
        ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0, 0]), C1=Array([0, 0, 1, 0]), N=1)
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 9, 9]), Function=ramp)
        pdf.pages[0].Resources.Shading = Dictionary(S=shading)
        painted("q 120 120 60 60 re W n /S sh Q")(pdf)

    (told,) = check(broken(change), deep=True)
    assert (told.rule, told.severity) == ("B7", "note")
    assert "Ghostscript" in told.hint


@pytest.mark.parametrize("deep", [DEEP, square("0 0 0 1 k", 40, 30, 30)])
def test_flat_ink_is_measured_alike_with_and_without_ghostscript(monkeypatch: pytest.MonkeyPatch, deep: Change) -> None:
    def asked() -> str:
        raise AssertionError("nobody needs it for flat marks")

    drawn_only(monkeypatch)
    without = check(broken(deep), deep=True)
    monkeypatch.setattr(ink, "ghostscript", asked)
    assert check(broken(deep), deep=True) == without


@pytest.mark.skipif(ghostscript() is None, reason="Ghostscript er ikke installeret")
def test_separations_and_drawing_agree() -> None:
    data = broken(DEEP, square(".9 .45 .4 .35 k", 75, 45, 12))
    side = only_page(data)
    program = ghostscript()
    assert program is not None
    separated = separated_plates(program, data, (side,))[1]
    drawn, cut = measure(drawn_plates(side), side, 330), measure(separated, side, 330)
    assert drawn.square == pytest.approx(cut.square, abs=2)
    assert drawn.greatest == pytest.approx(cut.greatest, abs=1)
    assert at(separated, 80, 50) == at(drawn_plates(side), 80, 50)


def test_a_ghostscript_that_gives_up_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise subprocess.TimeoutExpired("gs", 1)

    monkeypatch.setattr(ink, "ghostscript", lambda: "gs")
    monkeypatch.setattr("trygtryk.proof.rules.plates.subprocess.run", fail)
    assert len(b7(check(broken(DEEP), deep=True))) == 2


@pytest.mark.parametrize("far", [("Media", "Bleed", "Trim"), ("Trim",)])
def test_a_page_of_many_metres_is_told_and_fills_no_memory(far: tuple[str, ...]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0].BleedBox
        for box in far:
            pdf.pages[0][f"/{box}Box"] = Array([0, 0, 280, 1_000_000])

    assert b7(check(broken(change), deep=True)) == ["farvemængden i en side på over 2 m er ikke målt"]


def test_a_drawing_that_would_take_minutes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_only(monkeypatch)
    monkeypatch.setattr(ink, "MOST_INKED", 40_000_000)
    data = broken(painted("1 0 0 0 k 0 0 200 200 re f\n" * 1_000))
    assert b7(check(data, deep=True)) == ["farvemængden i en meget stor tegning er ikke målt"]


def test_many_marks_in_one_intricate_clip_are_measured_in_a_moment() -> None:
    corners = "".join(f"{number % 200} {number % 97} l " for number in range(5_000))
    data = broken(painted(f"q 50 50 m {corners} h W n {'1 0 0 0 k 0 0 200 200 re f ' * 5_000} Q"))
    begun = time.process_time()
    assert TOO_MUCH not in drawn_plates(only_page(data)).unknown
    assert time.process_time() - begun < 10


def test_a_small_picture_that_unpacks_to_hundreds_of_megabytes_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_only(monkeypatch)

    def change(pdf: pikepdf.Pdf) -> None:
        picture = Stream(pdf, zlib.compress(bytes(200_000_000), 9), Filter=Name.FlateDecode)
        picture.update(
            Dictionary(Subtype=Name.Image, Width=100, Height=100, BitsPerComponent=8, ColorSpace=Name.DeviceGray)
        )
        pdf.pages[0].Resources.XObject.Pic = picture

    assert b7(check(broken(change), deep=True)) == ["farvemængden i billeder er ikke målt"]

"""What whoever cuts by machine would lose: lines that are the print's own die line to the hundredth of a millimetre."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pikepdf
import pytest
from finished import drawn
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from program import Packs, edit, ran, run
from trygtryk.geometry import Box, Segment, rounded
from trygtryk.makeready.dieline import tool_pages
from trygtryk.model import Document, Ink, Layer, Page, Shape, Stroke
from trygtryk.press.cutting import as_dxf, as_svg

Side = tuple[float, float, float, float]


def sides_of_dxf(text: str) -> dict[str, list[tuple[Side, float]]]:
    """Each layer's lines from point to point, with their bulges, read pair by pair."""
    rows = text.splitlines()
    pairs = list(zip(map(int, rows[::2]), rows[1::2], strict=True))
    found: dict[str, list[tuple[Side, float]]] = {}
    points: list[list[float]] = []
    layer, closed, inside = "", False, False
    for code, value in pairs:
        if code == 0 and value == "POLYLINE":
            points, inside = [], False
        elif code == 0 and value == "VERTEX":
            points.append([0.0, 0.0, 0.0])
            inside = True
        elif code == 0 and value == "SEQEND":
            ends = points[1:] + points[:1] * closed
            found.setdefault(layer, []).extend(
                ((a[0], a[1], b[0], b[1]), a[2]) for a, b in zip(points, ends, strict=False)
            )
            inside = False
        elif code == 8:
            layer = value
        elif code == 70 and not inside:
            closed = value == "1"
        elif inside and code in (10, 20, 42):
            points[-1][{10: 0, 20: 1, 42: 2}[code]] = float(value)
    return found


def sides_of_svg(text: str, high_mm: float) -> dict[str, list[tuple[Side, float]]]:
    """The same, with the radius in place of the bulge, y up."""
    found: dict[str, list[tuple[Side, float]]] = {}
    for layer, body in re.findall(r'inkscape:label="(.*?)".*?>\n(.*?)</g>', text, re.DOTALL):
        for path in re.findall(r' d="(.*?)"', body):
            start = at = (0.0, 0.0)
            for letter, rest in re.findall(r"([MLAZ])([^MLAZ]*)", path):
                numbers = [float(n) for n in rest.split()]
                to = start if letter == "Z" else (numbers[-2], high_mm - numbers[-1])
                radius = numbers[0] if letter == "A" else 0.0
                if letter == "M":
                    start = to
                elif math.dist(at, to) > 1e-6:
                    found.setdefault(layer, []).append(((*at, *to), radius))
                at = to
    return found


def dieline(file: Path) -> dict[str, list[Side]]:
    """The first page's lines on its tools' layers, from the trim's corner, read off the print file by another library."""
    with pikepdf.open(file) as pdf:
        page = pdf.pages[0]
        x, y = (float(n) * 25.4 / 72 for n in page.trimbox[:2])
        found: dict[str, list[Side]] = {}
        for mark in drawn(page):
            if mark.layer:
                x0, y0, x1, y1 = mark.box
                found.setdefault(mark.layer, []).append((x0 - x, y0 - y, x1 - x, y1 - y))
        return found


def box(side: Side) -> Side:
    return min(side[0], side[2]), min(side[1], side[3]), max(side[0], side[2]), max(side[1], side[3])


def test_the_flip_flap_is_cut_and_creased_where_the_print_says(packs: Packs, tmp_path: Path) -> None:
    svg, dxf = tmp_path / "f.svg", tmp_path / "f.dxf"
    told = ran("flipflap", "export", "--svg", svg, "--dxf", dxf)
    assert "f.svg" in told and "f.dxf" in told
    printed = dieline(packs() / "tryk/flipflap-200mm.pdf")
    written = sides_of_dxf(dxf.read_text("ascii"))
    shown = sides_of_svg(svg.read_text("utf-8"), 200)
    assert written.keys() == shown.keys() == {"CutContour", "Crease"}
    assert 'width="200mm" height="200mm" viewBox="0 0 200 200"' in svg.read_text("utf-8")
    for sides in (written, shown):
        creases = sorted(box(side) for side, _ in sides["Crease"])
        for side, expected in zip(creases, sorted(printed["Ril"]), strict=True):
            assert side == pytest.approx(expected, abs=0.01)
        assert len(creases) == 40 and not any(bend for _, bend in sides["CutContour"])
        corners = {(round(x, 3), round(y, 3)) for (x, y, _, _), _ in sides["CutContour"]}
        assert corners == {(0, 0), (200, 0), (200, 200), (0, 200)}
        (outline,) = printed["Stans"]
        assert outline == pytest.approx((0, 0, 200, 200), abs=0.01)


def test_a_card_has_round_corners_in_its_print_and_for_the_cutter(packs: Packs, tmp_path: Path) -> None:
    svg, dxf = tmp_path / "k.svg", tmp_path / "k.dxf"
    ran("billedkort", "export", "--svg", svg, "--dxf", dxf, "--press", "suw-printmedien")
    (outline,) = dieline(packs() / "tryk/billedkort-a6.pdf")["Stans"]
    assert outline == pytest.approx((0, 0, 148, 105), abs=0.01)
    (written,) = sides_of_dxf(dxf.read_text("ascii")).values()
    shown = sides_of_svg(svg.read_text("utf-8"), 105)
    assert shown.keys() == {"Stanze"}, "what the print shop calls it"
    bends = [(math.dist(side[:2], side[2:]), bend) for side, bend in written if bend]
    assert len(bends) == 4 and len(written) == 8
    for chord, bend in bends:
        assert bend == pytest.approx(math.tan(math.pi / 8), abs=1e-6), "a quarter turn to the left"
        assert chord * (1 + bend**2) / (4 * bend) == pytest.approx(4, abs=0.002)
    assert sorted(radius for _, radius in shown["Stanze"]) == pytest.approx([0] * 4 + [4] * 4, abs=0.002)
    ordered = (Path(__file__).parents[1] / "layouts/order.toml").read_text("utf-8")
    assert "Runde hjørner, 4 mm" in ordered


def test_where_tools_have_a_file_of_their_own_the_cutters_have_theirs(packs: Packs) -> None:
    asked = packs("billedkort", "flipflap", "--press", "stans-egen-fil", "--edition", "tryk")
    made = {file.name for file in (asked / "tryk").iterdir()}
    for stem in ("billedkort-a6-stans", "flipflap-200mm-stans"):
        assert {f"{stem}.pdf", f"{stem}.svg", f"{stem}.dxf"} <= made
        with pikepdf.open(asked / "tryk" / f"{stem}.pdf") as pdf:
            assert len(pdf.pages) == 1, "all cards are cut alike"
        assert "CutContour" in sides_of_dxf((asked / "tryk" / f"{stem}.dxf").read_text("ascii"))
    assert "flipflap-200mm-stans.pdf (også som .svg og .dxf)" in (asked / "mail-til-trykkeriet.txt").read_text("utf-8")
    plain = packs("flipflap", "--no-dieline", "--edition", "tryk")
    assert {file.suffix for file in (plain / "tryk").iterdir()} == {".pdf"}


def test_no_die_line_is_seen_on_the_schools_own_sheets(packs: Packs) -> None:
    for path in ("kontor/billedkort-4-paa-a4-kontor.pdf", "skaerm/billedkort-skaerm.pdf"):
        with pikepdf.open(packs() / path) as pdf:
            assert "/OCProperties" not in pdf.Root


def test_nothing_asked_for_is_told(tmp_path: Path) -> None:
    assert "--svg, --dxf eller --fold" in run("flipflap", "export").output
    assert "--svg eller --dxf" in run("billedkort", "export").output
    refused = run("flipflap", "export", "--fold", tmp_path / "f.fold", "--press", "online")
    assert refused.exit_code == 2 and "--press gælder kun --svg og --dxf" in refused.output


def test_a_corner_of_another_size_is_another_line(project: Path) -> None:
    edit(project / "layouts/billedkort.toml", "corner_mm = 4", "corner_mm = 6.5")
    ran("billedkort", "export", "--dxf", project / "k.dxf")
    (sides,) = sides_of_dxf((project / "k.dxf").read_text("ascii")).values()
    assert {round(math.dist(side[:2], side[2:]) / math.sqrt(2), 3) for side, bend in sides if bend} == {6.5}


INK = Ink("die", (0, 100, 0, 0), "#d60b7f", "Stans")
curves = st.lists(st.integers(-1500, 1500), min_size=8, max_size=8)


def cut(*segments: Segment) -> Page:
    area = Box(0, 0, 100, 100)
    lines = Shape(segments, stroke=Stroke(INK, 0.5))
    return Page(area, area, area, (Layer("Stans", (lines,), ("Structural", "Cutting")),))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(curves)
@example([1, 1, 0, 0, 0, 0, 2, 2])
def test_any_curve_is_cut_within_a_hundredth_of_a_millimetre(tenths: list[int]) -> None:
    a, b, c, d = ((tenths[n] / 10, tenths[n + 1] / 10) for n in range(0, 8, 2))
    (sides,) = sides_of_dxf(as_dxf(cut(("M", *a), ("C", *b, *c, *d))).decode("ascii")).values()
    assert sides[0][0][:2] == pytest.approx(a, abs=1e-3) and sides[-1][0][2:] == pytest.approx(d, abs=1e-3)
    for n in range(41):
        t = n / 40
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x, y = (sum(w * p[axis] for w, p in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))
        assert min(_off((x, y), side, bend) for side, bend in sides) < 0.01


def _off(point: tuple[float, float], side: Side, bend: float) -> float:
    """How far a point lies from an arc, by many points on it: nothing that the writer works out is used again."""
    x0, y0, x1, y1 = side
    middle, chord = ((x0 + x1) / 2, (y0 + y1) / 2), math.dist((x0, y0), (x1, y1))
    if abs(bend) * chord < 1e-4:
        along = ((point[0] - x0) * (x1 - x0) + (point[1] - y0) * (y1 - y0)) / (chord * chord) if chord else 0.0
        t = min(1.0, max(0.0, along))
        return math.dist(point, (x0 + t * (x1 - x0), y0 + t * (y1 - y0)))
    rise = (1 - bend * bend) / (4 * bend)
    centre = (middle[0] - rise * (y1 - y0), middle[1] + rise * (x1 - x0))
    return abs(math.dist(point, centre) - math.dist((x0, y0), centre))


def test_ezdxf_reads_the_drawing_and_finds_nothing_to_mend(tmp_path: Path) -> None:
    from ezdxf.filemanagement import readfile

    page = cut(*rounded(Box(0, 0, 148, 105), 4))
    (tmp_path / "k.dxf").write_bytes(as_dxf(page))
    drawing = readfile(tmp_path / "k.dxf")
    audit = drawing.audit()
    assert not audit.errors and not audit.fixes and drawing.header["$INSUNITS"] == 4
    assert {line.dxf.layer for line in drawing.modelspace()} == {"Stans"}


def test_pages_with_the_same_tools_are_one() -> None:
    page = cut(*rounded(Box(0, 0, 148, 105), 4))
    assert tool_pages(Document("k", "K", (page, page), "2026-11-01")) == (page,)
    assert b"Stans" in as_svg(page, "<Kort & kort>") and b"&lt;Kort &amp; kort&gt;" in as_svg(page, "<Kort & kort>")

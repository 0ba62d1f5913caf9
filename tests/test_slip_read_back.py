"""The order slip against the files it is sent with, as a print shop would check it before giving a price."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest
from finished import drawn, size, words
from heard import said
from program import Packs, ran


def slip(pack: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((pack / "ordreseddel.json").read_text(encoding="utf-8"))
    return read


def asked(packs: Packs, press: str) -> Path:
    return packs("flipflap", "plakater/fejl", "--press", press, "--edition", "tryk") if press else packs()


@pytest.mark.parametrize("press", ["", "fuld", "samlet"])
def test_the_slip_names_the_files_that_lie_there_and_no_other(packs: Packs, press: str) -> None:
    pack = asked(packs, press)
    there = {file.name for file in (pack / "tryk").iterdir()}
    entries = slip(pack)["files"]
    assert sorted(entry["file"] for entry in entries) == sorted(there)
    page = words(pack / "ordreseddel.pdf").replace(" ", "")
    assert not [name for name in there if name not in page]
    for entry in entries:
        with pikepdf.open(pack / "tryk" / entry["file"]) as pdf:
            assert entry["pages"] == len(pdf.pages), entry["file"]
            trim = size(pdf.pages[0], "TrimBox")
        assert entry["trim_mm"] == pytest.approx(trim, abs=0.02), entry["file"]


class Row(NamedTuple):
    """A line of the printed table: what it begins with, its cells, and the lines of what its file holds."""

    first: str
    cells: list[str]
    parts: list[Row]


def table(slip: Path) -> list[Row]:
    """The printed table as it is heard, a line a file."""
    with pikepdf.open(slip) as pdf:
        told = said(pdf)
    rows: list[Row] = []
    for role, text in told[[role for role, _ in told].index("TH") + 6 :]:
        if role == "TH":
            (rows if text.endswith(".pdf") else rows[-1].parts).append(Row(text, [], []))
        elif role == "TD":
            (rows[-1].parts or rows)[-1].cells.append(text)
    return rows


def ordered(part: Row, pages: list[str], sides: int) -> int:
    """How many sheets are ordered of a part; its pages are taken out of those of its file."""
    number, extent, *_ = part.cells
    place = re.fullmatch(r"side (\d+)(?:–(\d+))?, (\d+) ark", extent)
    assert place, extent
    own, sheets = range(int(place[1]) - 1, int(place[2] or place[1])), int(place[3])
    assert sheets == math.ceil(len(own) / sides) and own.start % sides == 0, part.first
    assert number.endswith(f" sæt à {sheets} ark" if sheets > 1 else " stk."), part.first
    assert "".join(part.first.rpartition(": ")[2].split()) in pages[own.start] and all(pages[n] for n in own), (
        part.first
    )
    pages[own.start : own.stop] = [""] * len(own)
    return int(number.split()[0]) * sheets


def test_every_line_of_the_printed_slip_is_true_of_its_file(packs: Packs) -> None:
    """One file a product: what begins on which of its pages; and all of it is weighed again."""
    pack = packs("--press", "samlet", "--edition", "tryk")
    rows, kilos = table(pack / "ordreseddel.pdf"), 0.0
    assert sorted(row.first.rpartition(" ")[2] for row in rows) == sorted(
        file.name for file in (pack / "tryk").iterdir()
    )
    for row in rows:
        file = pack / "tryk" / row.first.rpartition(" ")[2]
        number, extent, inks, paper, _ = row.cells
        with pikepdf.open(file) as pdf:
            wide, high = size(pdf.pages[0], "TrimBox")
            assert str(pdf.Root.OutputIntents[0].OutputConditionIdentifier) in paper, file.name
            pages = ["".join(words(file, n).split()) for n in range(len(pdf.pages))]
        sides = 1 if inks.endswith("+0") else 2
        sheets, of = math.ceil(len(pages) / sides), "side" if len(pages) == 1 else "sider"
        assert extent == f"{wide:.0f} × {high:.0f} mm {len(pages)} {of}, {sheets} ark", file.name
        if row.parts:
            assert number.startswith(f"{len(row.parts)} slags")
            sheets = sum(ordered(part, pages, sides) for part in row.parts)
            assert not any(pages), f"{file.name}: no line names {[page[:40] for page in pages if page]}"
        else:
            sheets *= int(number.split()[0])
        (gsm,), (told,) = re.findall(r"(\d+) g/m²", paper), re.findall(r"i alt ([\d,]+) kg", number)
        weight = wide * high / 1e6 * int(gsm) / 1000 * sheets
        assert float(told.replace(",", ".")) == pytest.approx(weight, abs=0.05 if weight > 1 else 0.005), file.name
        kilos += weight
    assert f"Samlet vægt: {kilos:.1f} kg".replace(".", ",") in words(pack / "ordreseddel.pdf", 1)


def test_the_weight_is_that_of_the_paper(packs: Packs) -> None:
    pack = packs()
    told = slip(pack)
    kilos = 0.0
    for entry in told["files"]:
        with pikepdf.open(pack / "tryk" / entry["file"]) as pdf:
            wide, high = size(pdf.pages[0], "TrimBox")
            sheets = math.ceil(len(pdf.pages) / 2)
        own = wide * high / 1e6 * entry["gsm"] / 1000 * sheets * entry["copies"]
        assert entry["weight_kg"] == pytest.approx(own, abs=6e-6), entry["file"]
        kilos += own
    # the trim in a file is told to a few thousandths of a point
    assert told["weight_kg"] == pytest.approx(kilos, rel=1e-5)
    (printed,) = re.findall(r"Samlet vægt: ([\d,]+) kg", words(pack / "ordreseddel.pdf"))
    assert printed == f"{kilos:.1f}".replace(".", ",")


def test_the_inks_are_those_in_the_files(packs: Packs) -> None:
    pack = packs()
    for entry in slip(pack)["files"]:
        with pikepdf.open(pack / "tryk" / entry["file"]) as pdf:
            marks = [mark for page in pdf.pages for mark in drawn(page)]
            images = any(str(o.get("/Subtype")) == "/Image" for o in pdf.objects if isinstance(o, pikepdf.Stream))
        inks = [
            ink
            for mark in marks
            for ink in (mark.fill if mark.kind in "fB" else None, mark.stroke if mark.kind in "SB" else None)
            if ink
        ]
        spots = {name for name, _ in inks if not name.startswith("Device")} - {"All"}
        plates = {
            plate
            for name, shares in inks
            if name == "DeviceCMYK"
            for plate, share in zip("CMYK", shares, strict=True)
            if share
        }
        assert {spot for spot, _ in entry["steps"]} == spots, entry["file"]
        if not images:
            assert {*entry["fronts"], *entry["backs"]} >= plates, entry["file"]


@pytest.mark.skipif(not shutil.which("gs"), reason="Ghostscript er her ikke")
@pytest.mark.parametrize("name", ["flipflap-200mm", "plakat-fejl-a3", "skema-podcast-a4"])
def test_ghostscript_separates_a_file_into_the_plates_the_slip_orders(packs: Packs, tmp_path: Path, name: str) -> None:
    entry = next(entry for entry in slip(packs())["files"] if entry["file"] == f"{name}.pdf")
    source = packs() / f"tryk/{name}.pdf"
    gs = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER"]
    subprocess.run(
        [*gs, "-sDEVICE=tiffsep", "-r30", f"-sOutputFile={tmp_path}/s%d.tif", str(source)], check=True, timeout=100
    )
    separations = {match[1] for file in tmp_path.iterdir() if (match := re.search(r"\((.*)\)", file.name))}
    assert separations - {"Cyan", "Magenta", "Yellow", "Black"} == {spot for spot, _ in entry["steps"]}
    coverage = subprocess.run(
        [*gs, "-sDEVICE=inkcov", "-o", "-", str(source)], check=True, timeout=100, capture_output=True, text=True
    ).stdout
    pages = [[float(n) for n in line.split()[:4]] for line in coverage.splitlines() if line.strip().endswith("CMYK OK")]
    used = {plate for page in pages for plate, share in zip("CMYK", page, strict=True) if share > 0}
    assert used == {*entry["fronts"], *entry["backs"]}


def test_no_two_files_share_an_id_and_a_file_keeps_its_own(packs: Packs, project: Path) -> None:
    ids: dict[str, list[str]] = {}
    for file in sorted(packs().rglob("*.pdf")):
        with pikepdf.open(file) as pdf:
            first, second = (bytes(half).hex() for half in pdf.trailer.ID)
            assert len(first) == 32 and first == second, "a new file's two halves are alike"
            ids.setdefault(first, []).append(f"{file.parent.name}/{file.name}")
            with pdf.open_metadata() as xmp:
                ids.setdefault(str(xmp["xmpMM:DocumentID"]), []).append(f"{file.parent.name}/{file.name}")
    assert not {key: names for key, names in ids.items() if len(names) > 1}
    ran("build", "plakater/fejl", "--quiet")
    for path in ("tryk/plakat-fejl-a3.pdf", "kontor/plakat-fejl-a4-kontor.pdf"):
        with pikepdf.open(packs() / path) as whole, pikepdf.open(project / "out/team" / path) as alone:
            assert bytes(whole.trailer.ID[0]) == bytes(alone.trailer.ID[0])

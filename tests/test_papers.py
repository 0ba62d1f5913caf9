"""What somebody with one file in hand would lose: a name that says what it is, how large, and for whom; and one paper alone."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from program import Packs, edit, files, ran, run
from trygtryk.papers import typed

SIDES_MM = {"a3": (297, 420), "a4": (210, 297), "a5": (148, 210), "a6": (105, 148), "200mm": (200, 200)}


def trim_mm(file: Path) -> tuple[float, float]:
    with pikepdf.open(file) as pdf:
        x0, y0, x1, y1 = (float(n) * 25.4 / 72 for n in pdf.pages[0].trimbox)
    return min(x1 - x0, y1 - y0), max(x1 - x0, y1 - y0)


def test_a_file_that_has_left_its_folder_still_says_what_it_is(packs: Packs) -> None:
    made = [file for edition in ("tryk", "kontor", "skaerm") for file in (packs() / edition).iterdir()]
    assert len(made) > 100 and len({file.name for file in made}) == len(made)
    for file in made:
        name, edition = file.stem, file.parent.name
        assert name.endswith({"tryk": ("mm", *SIDES_MM), "kontor": ("-kontor",), "skaerm": ("-skaerm",)}[edition]), file
        if edition != "skaerm":
            paper = re.search(r"(a\d|\d+mm)(-kontor)?$", name)
            assert paper and trim_mm(file) == pytest.approx(SIDES_MM[paper[1]], abs=0.05), file


def test_sheets_to_glue_are_as_many_as_the_name_says(packs: Packs) -> None:
    for file in packs().glob("kontor/*xa4-kontor.pdf"):
        with pikepdf.open(file) as pdf:
            assert f"-{len(pdf.pages)}xa4-" in file.name


@pytest.mark.parametrize(
    ("asked", "made"),
    [
        ("plakater/fejl --paper A4", ["kontor/plakat-fejl-a4-kontor.pdf"]),
        ("plakater/fejl --papir 4xA4", ["kontor/plakat-fejl-4xa4-kontor.pdf"]),
        ("plakater/fejl --paper a3", ["kontor/plakat-fejl-a3-kontor.pdf", "tryk/plakat-fejl-a3.pdf"]),
        ("plakater/fejl --paper a3 --edition tryk", ["tryk/plakat-fejl-a3.pdf"]),
        ("billedkort flipflap --paper a3", ["kontor/billedkort-8-paa-a3-kontor.pdf", "kontor/flipflap-a3-kontor.pdf"]),
        ("skemaer/arbejdshaefte --paper a3", ["kontor/arbejdshaefte-a4-paa-a3-kontor.pdf"]),
        ("skemaer/udsagn --paper a4", ["kontor/skema-udsagn-a4-kontor.pdf", "tryk/skema-udsagn-a4.pdf"]),
    ],
)
def test_one_paper_alone_is_made_and_as_in_the_whole_pack(packs: Packs, asked: str, made: list[str]) -> None:
    pack = files(packs(*asked.split()))
    assert sorted(path for path in pack if path.endswith(".pdf") and "/" in path) == made
    assert ("ordreseddel.pdf" in pack) == any(path.startswith("tryk/") for path in made)
    assert {path: pack[path] for path in made} == {path: files(packs())[path] for path in made}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("billedkort --paper 2xa4", "»billedkort« laves ikke på papiret 2xa4\n    → mente du a4?"),
        ("plakater/fejl --paper a5", "»plakater/fejl« laves ikke på papiret a5\n    → mente du a4 eller a3?"),
        ("plakater/fejl skemaer/udsagn --paper 4xa4", "»skemaer/udsagn« laves ikke på papiret 4xa4"),
        ("--paper brev", "intet af det laves på papiret brev\n    → mulige: 200mm, 2xa4, 4xa4, a3, a4, a5, a6"),
    ],
)
def test_a_paper_that_something_is_never_made_on_is_told(project: Path, asked: str, told: str) -> None:
    answer = run("build", *asked.split())
    assert answer.exit_code == 1 and told in answer.output, answer.output
    assert not (project / "out").exists()


def test_one_paper_takes_nothing_from_a_pack_and_is_made_again_alike(project: Path) -> None:
    out = project / "out/team"
    ran("build", "plakater/fejl", "plakater/ideer", "--quiet")
    before = files(out)
    ran("build", "plakater/fejl", "--paper", "a4", "--quiet")
    assert files(out) == before
    ran("verify", out / "manifest.json")
    ran("build", "--paper", "4xa4", "--edition", "kontor", "--quiet")
    assert before.items() - files(out).items() == {("manifest.json", before["manifest.json"])}
    ran("build", "plakater/fejl", "--papir", "4xa4", "--quiet", "--out", project / "to")
    ran("build", "plakater/fejl", "--papir", "a4", "--quiet", "--out", project / "to")
    assert sorted(files(project / "to/team")) == [
        "kontor/plakat-fejl-4xa4-kontor.pdf",
        "kontor/plakat-fejl-a4-kontor.pdf",
        "manifest.json",
    ]
    ran("verify", project / "to/team/manifest.json")


def test_two_files_of_one_name_are_told_and_none_takes_the_others_place(project: Path) -> None:
    twice = '{ name = "a4", page = [0, 0, 297, 210], columns = 2, rows = 2 },'
    edit(project / "layouts/sheets.toml", twice, twice + twice.replace("a4", "kopi"))
    answer = run("build", "billedkort")
    assert answer.exit_code == 1 and "kontor/billedkort-4-paa-a4-kontor.pdf: to filer kommer til" in answer.output


@pytest.mark.parametrize("text", ["4xa4", "4XA4", "4 x A4", " 4×a4 "])
def test_papers_are_read_however_they_are_typed(text: str) -> None:
    assert typed(text) == "4xa4" and typed("1 x A3") == "a3"

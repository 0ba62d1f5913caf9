"""What a coordinator who opens the pack would lose: a page that names every file that lies there, and no other."""

from __future__ import annotations

import shutil
from fnmatch import fnmatch
from pathlib import Path

import pikepdf
import pytest
from heard import every, said
from program import ROOT, Packs, edit, files, ran, run
from trygtryk import pipeline
from trygtryk.editions import jobs, read_first
from trygtryk.model import Line, walk
from trygtryk.order import EDITION_NAMES, Order
from trygtryk.read import read_sources

PAGE = "LÆS MIG FØRST.pdf"


@pytest.fixture(scope="module")
def rows(packs: Packs) -> list[list[list[str]]]:
    """The table as it is heard: rows of cells of texts."""
    with pikepdf.open(packs() / PAGE) as pdf:
        (table,) = (element for element in every(pdf) if element.S == "/Table")
        return [[[words for _, words in said(pdf, cell)] for cell in row.K] for row in table.K]


def test_every_file_stands_in_its_own_column_and_nothing_else_does(packs: Packs, rows: list[list[list[str]]]) -> None:
    for column, edition in enumerate(EDITION_NAMES, 1):
        told = [text.replace("NAVN", "*") for row in rows[1:] for text in row[column] if text.endswith(".pdf")]
        there = [file.name for file in (packs() / edition).iterdir()]
        assert told and all(any(fnmatch(name, pattern) for name in there) for pattern in told)
        assert [name for name in there if not any(fnmatch(name, pattern) for pattern in told)] == []
        assert edition in " ".join(rows[0][column])


def test_a_file_is_named_with_the_sheet_it_really_is_and_the_edge_it_turns_on(
    packs: Packs, rows: list[list[list[str]]]
) -> None:
    sheets = {(595, 842): "A4", (842, 595): "A4", (842, 1191): "A3", (1191, 842): "A3"}
    edges = {"/DuplexFlipLongEdge": "lange kant", "/DuplexFlipShortEdge": "korte kant"}
    for name, detail in ((n, d) for row in rows[1:] for n, d in zip(row[2][::2], row[2][1::2], strict=True)):
        file = next(packs().glob(f"kontor/{name.replace('NAVN', '*')}"))
        with pikepdf.open(file) as pdf:
            _, _, width, height = (round(float(n)) for n in pdf.pages[0].MediaBox)
            edge = edges.get(str(pdf.Root.ViewerPreferences.get("/Duplex", "")), "")
        assert sheets[width, height] in detail.split(", ")
        assert ("kant" in detail) == bool(edge) and edge in detail


def test_each_kind_is_shown_small_and_said(packs: Packs) -> None:
    with pikepdf.open(packs() / PAGE) as pdf:
        alts = [str(element.Alt) for element in every(pdf) if element.S == "/Figure"]
        assert len(pdf.pages) == 1 and len(alts) == 5 and all(len(alt) > 20 for alt in alts)
        assert sum("/Form" in str(art.Subtype) for art in pdf.pages[0].Resources.XObject.values()) == 5


def test_a_printer_fed_by_hand_is_told_so() -> None:
    sources = read_sources(ROOT, Order(flip="hand"))
    page = read_first(jobs(pipeline.compose(sources), sources), sources).document.pages[0]
    texts = " ".join(item.text for item in walk(page.items) if isinstance(item, Line))
    assert "læg så bunken i igen" in texts and "vend på" not in texts


def test_the_page_lies_in_a_whole_pack_alone_and_stays_when_a_part_is_made_again(packs: Packs, project: Path) -> None:
    assert not (packs("plakater/fejl") / PAGE).exists()
    shutil.copytree(packs(), project / "out/team")
    before = files(project / "out/team")
    assert PAGE in before
    edit(project / "content/plakater.yaml", "fejl har lært jer noget", "fejl lærte I noget af, som")
    ran("build", "plakater/fejl", "--quiet")
    assert files(project / "out/team")[PAGE] == before[PAGE]
    edit(project / "content/laesmig.yaml", "title: Læs mig først", "title: Læs mig først ☃")
    refused = run("build", "--quiet")
    assert refused.exit_code == 1 and "content/laesmig.yaml" in refused.output and "☃" in refused.output
    assert files(project / "out/team")[PAGE] == before[PAGE]

"""What a coordinator who opens the pack would lose: a page that names every file that lies there, and no other."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import pikepdf
import pytest
from heard import every, said
from program import ROOT, Packs, edit, files, ran, run
from trygtryk import pipeline
from trygtryk.editions import Piece, jobs, read_first
from trygtryk.model import Line, walk
from trygtryk.order import EDITION_NAMES, EditionName, Order
from trygtryk.read import Sources, read_sources
from trygtryk.sources.printshop import read_printshop

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


@pytest.fixture(scope="module")
def printed() -> tuple[Sources, tuple[Piece, ...]]:
    """What goes to the print shop, composed once for all the ways it is ordered."""
    sources = read_sources(ROOT, Order(editions=("tryk", "skaerm")))
    return sources, pipeline.compose(sources)


@pytest.mark.parametrize(
    ("press", "copies", "mail"),
    [
        ("standard", {}, True),
        ("samlet", {"skemaer": 0, "skemaer/udsagn": 9}, False),
        ("stans-egen-fil", {"plakater": 0, "plakater/fejl": 3, "plakater/ideer": 2, "skemaer/udsagn": 0}, False),
        ("for-og-bagside", {"skemaer": 0, "plakater": 0}, False),
        ("standard", {"skemaer": 0, "plakater": 0, "flipflap": 0, "billedkort": 0}, True),
    ],
)
def test_whatever_is_ordered_the_page_names_what_goes_to_the_print_shop_and_nothing_else(
    printed: tuple[Sources, tuple[Piece, ...]], press: str, copies: dict[str, int], mail: bool
) -> None:
    sources, pieces = printed
    slip = sources.slip
    every = {**slip.products, **{name: slip.suggested(name) for name in copies}}
    counted = {
        name: replace(each, copies=copies.get(name, 0 if copies.get(name.partition("/")[0]) == 0 else each.copies))
        for name, each in every.items()
        if each
    }
    sources = replace(
        sources,
        slip=replace(slip, products=counted),
        printshop=read_printshop(ROOT, press),
        order=replace(sources.order, mail=mail),
    )
    ready = jobs(pieces, sources)
    page = read_first(ready, sources).document.pages
    texts = [item.text for one in page for item in walk(one.items) if isinstance(item, Line)]
    said = " ".join(texts).replace("- ", "-")
    named = [name.replace("NAVN", "*") for name in re.findall(r"\S+\.pdf", said)]
    told = [name for name in named if not name.startswith("ordreseddel") and not name.endswith("-skaerm.pdf")]
    there = [job.path.removeprefix("tryk/") for job in ready if job.path.startswith("tryk/")]
    assert sorted(name for pattern in told for name in there if fnmatch(name, pattern)) == sorted(there)
    covered = [pattern for pattern in told if "*" in pattern]
    assert all(sum(fnmatch(name, pattern) for name in there) in (8, 18) for pattern in covered), (
        "all of them, or by name"
    )
    assert ("til-trykkeriet.zip" in said) == (mail and bool(there))
    assert ("Mappen »tryk«" in said) == (bool(there) and not mail) and said.count("ingen mappe") == len(
        set(EDITION_NAMES) - {job.path.partition("/")[0] for job in ready}
    )
    assert (".svg og .dxf" in said) == any(job.path.endswith("-stans.pdf") for job in ready)


@pytest.mark.parametrize("edition", EDITION_NAMES)
def test_a_folder_that_is_not_in_the_pack_is_not_named(
    printed: tuple[Sources, tuple[Piece, ...]], edition: EditionName
) -> None:
    """A pack for the school's printer alone sent people to the folder »skaerm«."""
    sources, pieces = printed
    sources = replace(sources, order=replace(sources.order, editions=(edition,)))
    page = read_first(jobs(pieces, sources), sources).document.pages
    said = " ".join(item.text for one in page for item in walk(one.items) if isinstance(item, Line))
    assert {name for name in EDITION_NAMES if f"»{name}«" in said} == {edition}
    assert said.count("ingen mappe") == len(EDITION_NAMES) - 1


def test_the_page_lies_in_a_whole_pack_alone_and_stays_when_a_part_is_made_again(packs: Packs, project: Path) -> None:
    assert not (packs("plakater/fejl") / PAGE).exists()
    shutil.copytree(packs(), project / "out/team")
    before = files(project / "out/team")
    assert PAGE in before
    edit(project / "content/plakater.yaml", "fejl blev I klogere af", "fejl lærte I noget af")
    ran("build", "plakater/fejl", "--quiet")
    assert files(project / "out/team")[PAGE] == before[PAGE]
    edit(project / "content/laesmig.yaml", "title: Læs mig først", "title: Læs mig først ☃")
    refused = run("build", "--quiet")
    assert refused.exit_code == 1 and "content/laesmig.yaml" in refused.output and "☃" in refused.output
    assert files(project / "out/team")[PAGE] == before[PAGE]

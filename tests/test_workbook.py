"""A booklet whose pages do not fold, or whose contents lead astray, is printed in hundreds before anybody notices."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from program import ROOT, Packs
from pypdf import PdfReader
from trygtryk import pipeline
from trygtryk.model import Line, walk
from trygtryk.order import Order
from trygtryk.products.forms.schema import WORKBOOK, Form, forms
from trygtryk.products.forms.workbook import Slot, arranged
from trygtryk.read import Sources, read_sources

BOTH = pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
ABBREVIATIONS = {
    "AMO": "arbejdsmiljøorganisationen",
    "AMG": "arbejdsmiljøgruppen",
    "SU": "samarbejdsudvalg",
    "MED": "medindflydelse",
    "TRIO": "leder, tillids- og arbejdsmiljørepræsentant",
    "BFA": "BrancheFællesskabet",
    "SPARK": "Samarbejde om Psykisk Arbejdsmiljø",
}


@cache
def shop(*, large: bool = False) -> Sources:
    return read_sources(ROOT, Order((f"skemaer/{WORKBOOK}",), large=large))


def pressed(packs: Packs, *, large: bool = False) -> Path:
    return packs(f"skemaer/{WORKBOOK}", "--large") if large else packs()


def book(packs: Packs, *, large: bool = False) -> PdfReader:
    (file,) = pressed(packs, large=large).glob("skaerm/arbejdshaefte*.pdf")
    return PdfReader(file)


def squeezed(text: str) -> str:
    return "".join(text.split())


@BOTH
def test_the_booklet_folds_and_its_tools_begin_on_spreads(packs: Packs, large: bool) -> None:
    read = book(packs, large=large)
    content = forms(shop().products["skemaer"].content)
    titles = {f"{form.number}. {form.title.text}" if form.number else form.title.text for form in content.values()}
    starts = {str(entry["/Title"]): read.get_destination_page_number(entry) + 1 for entry in read.outline}  # type: ignore[arg-type, call-overload, operator]
    assert len(read.pages) % 4 == 0
    order = sorted(starts.values())
    for title, start in starts.items():
        end = next((other for other in order if other > start), len(read.pages))
        if title in titles and end - start > 1 and title != "1. Procesplan":
            assert start % 2 == 0, f"{title} begins on a right-hand page"
        if title in ("Tovholdere", "Ledere", "Teamene", "Alle"):
            assert start % 2 == 1, f"{title} opens on a left-hand page"
    # the process plan lies beside the guide it belongs to
    assert starts["Guide til tovholdere"] % 2 == 0
    assert starts["Guide til tovholdere"] < starts["1. Procesplan"]


@BOTH
def test_the_page_numbers_of_the_contents_are_those_of_the_pages(packs: Packs, large: bool) -> None:
    read = book(packs, large=large)
    texts = [squeezed(page.extract_text()) for page in read.pages]
    found = 0
    for page, text in zip(read.pages, texts, strict=True):
        for link in page.get("/Annots", ()):
            made = link.get_object()
            if "/Contents" not in made or not (said := re.fullmatch(r"(.*), side (\d+)", str(made["/Contents"]))):
                continue
            title, number = said[1], int(said[2])
            target = texts[number - 1]
            assert squeezed(title) in target, f"{title} is not on page {number}"
            # and the number is printed beside the title
            assert re.search(rf"{re.escape(squeezed(title))}.*?{number}", text), title
            printed = f"Side{number}af{len(read.pages)}"
            assert printed in target or title in ("Tovholdere", "Ledere", "Teamene", "Alle")
            found += 1
    # each sheet in the contents, each arena there, and each of its tools on the page that opens it
    assert found == 18 + 4 + 15


@BOTH
def test_the_print_shop_is_asked_for_what_lies_there(packs: Packs, large: bool) -> None:
    made = pressed(packs, large=large)
    lines = json.loads((made / "ordreseddel.json").read_text(encoding="utf-8"))["files"]
    (line,) = (line for line in lines if line["target"] == f"skemaer/{WORKBOOK}")
    pages = len(PdfReader(made / "tryk" / line["file"]).pages)
    assert line["pages"] == pages and pages % 4 == 0 and line["sheets"] * 2 == pages and line["inks"] == "4+4"
    stapled = any("ryghæftes" in word for word in line["finishing"])
    assert stapled == (not large), "a hundred pages are too thick to staple"


def test_the_office_gets_a_booklet_and_single_pages(packs: Packs) -> None:
    pages = len(book(packs).pages)
    folded = PdfReader(packs() / "kontor/arbejdshaefte-a4-paa-a3-kontor.pdf")
    single = PdfReader(packs() / "kontor/arbejdshaefte-a4-kontor.pdf")
    assert len(folded.pages) * 2 == pages == len(single.pages)
    for page in single.pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    assert single.trailer["/Root"]["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"  # type: ignore[index]


def test_notes_fill_a_spread_and_the_back_is_last() -> None:
    words = shop().products["skemaer"].content[WORKBOOK]
    one = replace(words.arenas[0], tools=(("a",), ("b", "c")))
    made = arranged(replace(words, first=(), arenas=(one,)), 1, {"a": 3, "b": 1, "c": 2})
    kinds = [slot.kind for slot in made]
    assert made[2] == Slot("opener") and kinds[3:6] == ["sheet"] * 3 and kinds[6] == "notes"
    assert made[7:10] == (Slot("sheet", "b"), Slot("sheet", "c"), Slot("sheet", "c", 1))
    assert kinds[10:] == ["notes", "back"]


def test_a_sheet_without_a_place_or_with_two_stops_the_build() -> None:
    content = dict(shop().products["skemaer"].content)
    words = content[WORKBOOK]
    content[WORKBOOK] = replace(words, first=(("redskaber",), ("redskaber",), ("eksempel",)))
    source = replace(shop().products["skemaer"], content=content)
    messages = [fault.message for fault in source.faults(shop().materials)]
    assert "»redskaber« står to gange i arbejdshæftet" in messages
    assert "arbejdshæftet nævner »eksempel«, som ikke findes" in messages
    assert "»tryghed-kort-fortalt« står ikke i arbejdshæftet" in messages


def test_an_abbreviation_is_written_out_where_it_first_stands_on_a_sheet() -> None:
    everything = read_sources(ROOT, Order(("skemaer",)))
    for piece in pipeline.compose(everything):
        lines = [item.text for page in piece.document.pages for item in walk(page.items) if isinstance(item, Line)]
        text = " ".join(lines)
        for short, long in ABBREVIATIONS.items():
            at = re.search(rf"\b{short}\b", text)
            if at and piece.part != WORKBOOK:
                near = text[max(0, at.start() - 60) : at.end() + 70]
                assert squeezed(long).lower() in squeezed(near.replace("-", "")).lower() or long in near, (
                    f"{piece.part}: {short} in »{near}«"
                )


def test_every_tool_tells_how_it_is_run() -> None:
    for id, form in forms(shop().products["skemaer"].content).items():
        assert isinstance(form, Form)
        if form.minutes:
            assert form.prepare and form.after and form.when, id
            assert any(step.minutes for step in form.steps), id

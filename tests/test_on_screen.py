"""What a school that publishes posters, cards and the flip-flap on the web would lose: clicks, words, order, bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import yaml
from heard import every, said
from program import ROOT, Packs

_MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def folder(packs: Packs) -> Path:
    return packs() / "skaerm"


def clicked(page: pypdfium2.PdfPage, x: float, y: float) -> str:
    """Where a click leads in Chrome's own reader."""
    link = pdfium.FPDFLink_GetLinkAtPoint(page, x, y)
    if not link:
        return ""
    action = pdfium.FPDFLink_GetAction(link)
    size = pdfium.FPDFAction_GetURIPath(page.pdf, action, None, 0)
    buffer = (pdfium.c_char * size)()
    pdfium.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
    return bytes(buffer.value).decode()


def test_everything_is_there_and_small_enough_to_be_put_on_the_web(folder: Path) -> None:
    made = {file.stem: file.stat().st_size for file in folder.glob("*.pdf")}
    posters = {
        f"plakat-{id}-skaerm" for id in yaml.safe_load((ROOT / "content/plakater.yaml").read_text(encoding="utf-8"))
    }
    assert posters | {"billedkort-skaerm", "flipflap-skaerm", "arbejdshaefte-skaerm"} <= made.keys()
    assert {name: size for name, size in made.items() if size > _MOST_BYTES} == {}


def poster_links() -> Iterator[tuple[str, str]]:
    links = yaml.safe_load((ROOT / "content/links.yaml").read_text(encoding="utf-8"))
    for id, poster in yaml.safe_load((ROOT / "content/plakater.yaml").read_text(encoding="utf-8")).items():
        if link := poster.get("link"):
            yield id, links[link]["address"]


@pytest.mark.parametrize(("id", "address"), list(poster_links()))
def test_the_code_and_the_address_on_a_poster_can_be_clicked(folder: Path, id: str, address: str) -> None:
    pdf = pypdfium2.PdfDocument(folder / f"plakat-{id}-skaerm.pdf")
    page = pdf[0]
    text = page.get_textpage()
    shown = address.removeprefix("https://").removeprefix("www.")
    whole = re.sub(r"[\r\n\ufffe]", "", text.get_text_range())
    assert shown.replace("-", "") in whole.replace("-", "")
    first = text.search(shown[:9]).get_next()
    assert first
    box = text.get_charbox(first[0])
    assert clicked(page, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2) == address
    with pikepdf.open(folder / f"plakat-{id}-skaerm.pdf") as opened:
        figures = [e for e in every(opened) if e.S == "/Figure" and e.P.S == "/Link"]
        x0, y0, x1, y1 = (float(n) for n in figures[0].A.BBox)
        assert len(figures) == 1 and [kid.Type for kid in figures[0].P.K if "/Type" in kid].count("/OBJR") == 2
    for x, y in ((x0 + 2, y0 + 2), ((x0 + x1) / 2, (y0 + y1) / 2), (x1 - 2, y1 - 2)):
        assert clicked(page, x, y) == address
    assert clicked(page, 20, 20) == ""


def test_a_poster_is_heard_from_its_picture_to_its_sender(folder: Path) -> None:
    with pikepdf.open(folder / "plakat-forlaens-skaerm.pdf") as pdf:
        heard = said(pdf)
    roles = [role for role, _ in heard]
    assert roles[:3] == ["Figure", "H1", "P"] and roles.count("H1") == 1 and roles.count("H2") == 2
    assert len(heard[0][1]) > 40 and heard[1][1] == "Tal forlæns"
    assert heard[-1] == ("P", "Tryghedspakken")


def test_a_deck_is_read_card_by_card_the_back_after_its_front(folder: Path) -> None:
    with pikepdf.open(folder / "billedkort-skaerm.pdf") as pdf:
        heard = said(pdf)
        with pdf.open_outline() as outline:
            marks = [entry.title for entry in outline.root]
            places: list[Any] = [entry.destination for entry in outline.root]
            leads = [pdf.pages.index(pikepdf.Page(place[0])) for place in places]
        assert leads == list(range(0, 48, 2)), "each to its card's front"
        assert len(pdf.pages) == 2 * len(marks) == 48
    titles = [words for role, words in heard if role == "H1"]
    assert [f"{n} {title}" for n, title in enumerate(titles, 1)] == marks
    roles = [role for role, _ in heard if role in ("H1", "H2")]
    assert roles == ["H1", "H2"] * len(marks)
    at = [n for n, (role, _) in enumerate(heard) if role == "H1"]
    assert [heard[n - 1][1] for n in at[:20]] == [f"Kort {n}" for n in range(1, 21)]
    assert all(heard[n + 1][0] == "Figure" and len(heard[n + 1][1]) > 20 for n in at[:20])
    assert ("LBody", "Hvad foregår der her?") in heard[at[0] : at[1]]


def test_the_flipflaps_texts_are_read_in_the_order_they_are_met(folder: Path) -> None:
    with pikepdf.open(folder / "flipflap-skaerm.pdf") as pdf:
        heard = said(pdf)
        assert len(pdf.pages) == 3
    assert heard[0][0] == "Figure" and "side 3" in heard[0][1]
    words = [words for _, words in heard]
    content = yaml.safe_load((ROOT / "content/flipflap.yaml").read_text(encoding="utf-8"))
    start = words.index("Det, der står på flip-flappen")
    corners = [corner["word"] for corner in content["corners"]]
    themes = [question["theme"] for question in content["questions"]]
    told = [text for text in words[start:] if text in (*corners, *themes)]
    assert told == corners + themes
    numbers = [text for role, text in heard[start:] if role == "Lbl"]
    assert numbers == [str(n) for n in range(1, 9)]
    steps = [text for role, text in heard[:start] if role == "Figure"][1:]
    assert steps == content["folding"]["pictures"]

"""What a reader speaks and a sighted person never sees, read from the finished screen files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from finished import plain, said
from program import ROOT, Packs
from trygtryk.sources.department.departments import wordings


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    def walk(element: Any) -> Iterator[Any]:
        yield element
        kids = element.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid)

    return walk(pdf.Root.StructTreeRoot.K)


class Spoken:
    """The words of a file's elements, put together from the marked content they hold and nothing else."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pieces = {page.obj.objgen: {piece.mcid: piece.text for piece in said(page)} for page in pdf.pages}

    def of(self, element: Any) -> str:
        out = ""
        kids = element.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, int):
                out += self._pieces[element.Pg.objgen].get(int(kid), "")
            elif kid.get("/Type") == "/MCR":
                out += self._pieces[kid.Pg.objgen].get(int(kid.MCID), "")
            elif "/S" in kid:
                out += self.of(kid)
        return out


def test_no_two_words_are_spoken_as_one_where_a_line_ends(packs: Packs) -> None:
    """Words that are set over two lines would else be glued: every sentence of the source is heard whole."""
    source = (ROOT / "content/skemaer/udsagn.yaml").read_text(encoding="utf-8")
    with pikepdf.open(packs() / "skaerm/skema-udsagn-skaerm.pdf") as pdf:
        spoken = Spoken(pdf)
        paragraphs = [spoken.of(element) for element in elements(pdf) if str(element.S) in ("/P", "/LBody", "/TH")]
    # a word divided at a line's end keeps its hyphen; no space may follow it
    heard = plain(" ".join(re.sub(r"(?<=[a-zæøå])-(?=[a-zæøå])", "", text) for text in paragraphs))
    sentences = re.findall(r'(?:text: "|purpose: |credit: )([^"{}\n]{60,})', source)
    assert len(sentences) >= 5
    for sentence in sentences:
        assert sentence in heard, sentence


def test_a_list_says_how_it_is_numbered(packs: Packs) -> None:
    seen = set()
    for file in sorted((packs() / "skaerm").glob("skema-*.pdf")):
        with pikepdf.open(file) as pdf:
            spoken = Spoken(pdf)
            for element in elements(pdf):
                if str(element.S) != "/L":
                    continue
                labels = [
                    spoken.of(label).strip()
                    for item in element.K
                    for label in item.K
                    if isinstance(label, pikepdf.Dictionary) and label.get("/S") == "/Lbl"
                ]
                if not labels:
                    continue
                digits = [label for label in labels if label[:1].isdigit()]
                kind = str(element.get("/A", {}).get("/ListNumbering", ""))
                assert kind == ("/Decimal" if digits else "/Disc"), (file.name, labels)
                if digits:
                    assert [label.rstrip(".") for label in labels] == [str(n) for n in range(1, len(labels) + 1)]
                seen.add(kind)
    assert "/Decimal" in seen


@pytest.mark.parametrize("word", ["team", "afdeling"])
def test_a_screen_file_says_what_it_is_called_and_in_which_language(packs: Packs, word: str) -> None:
    assert word in wordings(ROOT)
    for file in sorted(
        (
            packs() if word == "team" else packs("skemaer/podcast", "billedkort", "--team", word, "--edition", "skaerm")
        ).glob("skaerm/*.pdf")
    ):
        with pikepdf.open(file) as pdf:
            assert str(pdf.Root.Lang) == "da-DK" and pdf.Root.ViewerPreferences.DisplayDocTitle
            with pdf.open_metadata() as xmp:
                assert xmp["dc:title"] == str(pdf.docinfo.Title)
            assert all(page.obj.get("/Tabs") == "/S" for page in pdf.pages)

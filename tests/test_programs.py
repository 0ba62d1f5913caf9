"""Whatever program somebody fills in a form with, their answers come out as they were written.

The files in ``data/filled`` were saved once, from ``empty.pdf`` (pressed by this project: a page with text fields,
ticks and choices), by each program's own way of filling in: pypdf 7.1.1, pikepdf 10.18.0, MuPDF (PyMuPDF 2.0), PDFium
(typing and clicking through pypdfium2), pdf.js and pdf-lib (Node), pdftk-java 3.3.2, poppler 22.12 (poppler-glib) and
Chromium 156 (keys in its own viewer, then Download, With your changes; the file dialog alone was stood in for).
``two-*`` are the files of pdftk and PDFium put together by qpdf 11.3, pdfunite (poppler 22.12) and PyMuPDF.
"""

from __future__ import annotations

import ctypes
import io
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from trygtryk.answers.asked import Form, Question
from trygtryk.answers.collect import collect
from trygtryk.answers.fill import fill

FILLED = Path(__file__).parent / "data/filled"
ONE = sorted(file.name for file in FILLED.glob("*.pdf") if not file.name.startswith(("two-", "empty")))
TWO = sorted(file.name for file in FILLED.glob("two-*.pdf"))
RINGS = ("Går godt", "Bør drøftes")
FORM = Form(
    "procesplan",
    "Skema 1: Procesplan",
    (
        Question("afdeling", "text", "Afdeling"),
        Question("nysgerrige", "text", "Hvad er vi nysgerrige på?", multiline=True),
        Question("redskaber.opstart", "tick", "Hvilke redskaber? Opstart", ("Opstart",), "Hvilke redskaber?"),
        Question("redskaber.podcast", "tick", "Hvilke redskaber? Podcast", ("Podcast",), "Hvilke redskaber?"),
        Question("hjul.laerende", "choice", "1. Over for elever", RINGS),
        Question("hjul.ansatte", "choice", "2. De ansatte imellem", RINGS),
    ),
)
ANSWERS = {
    # wider than its field, which takes it all the same
    "afdeling": "Pædagogisk afdeling for særligt lange navne på Ærø og Læsø, 2. sal til højre – 0045",
    "nysgerrige": "- mere tid\n- mindre støj\n=SUM Łódź ðøg »citat«",
    "redskaber.opstart": "Ja",
    "hjul.laerende": "Bør drøftes",
    "hjul.ansatte": "Går godt",
}


def collected(data: bytes) -> list[dict[str, str]]:
    found = collect([("a.pdf", data)], {"procesplan": FORM})
    assert all(entry.read and not entry.hint for entry in found.entries), found.entries
    return [
        {row.question_id: row.answer for row in found.rows if row.number == entry.number} for entry in found.entries
    ]


def test_all_the_programs_are_there() -> None:
    assert len(ONE) >= 9 and len(TWO) >= 3


@pytest.mark.parametrize("name", ONE)
def test_answers_come_out_as_the_program_was_given_them(name: str) -> None:
    assert collected((FILLED / name).read_bytes()) == [ANSWERS]


@pytest.mark.parametrize("name", TWO)
def test_two_files_put_together_stay_two(name: str) -> None:
    assert collected((FILLED / name).read_bytes()) == [ANSWERS, ANSWERS]


def test_what_a_program_saved_can_be_filled_in_further() -> None:
    for name in ONE:
        more = fill((FILLED / name).read_bytes(), {("procesplan", "hjul.ansatte"): "Bør drøftes"}, {"procesplan": FORM})
        assert collected(more) == [{**ANSWERS, "hjul.ansatte": "Bør drøftes"}], name


def test_pdfium_takes_on_what_another_program_began() -> None:
    """Somebody writes on at another machine: PDFium's own engine clicks a ring in every file."""
    for name in ONE:
        pdf = pypdfium2.PdfDocument((FILLED / name).read_bytes())
        pdf.init_forms()
        page = pdf[0]
        ring = list(range(pdfium.FPDFPage_GetAnnotCount(page)))[-1]
        annotation = pdfium.FPDFPage_GetAnnot(page, ring)
        box = pdfium.FS_RECTF()
        assert pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        pdfium.FPDFPage_CloseAnnot(annotation)
        for act in (pdfium.FORM_OnMouseMove, pdfium.FORM_OnLButtonDown, pdfium.FORM_OnLButtonUp):
            act(pdf.formenv, page, 0, x, y)
        out = io.BytesIO()
        pdf.save(out)
        assert collected(out.getvalue()) == [{**ANSWERS, "hjul.ansatte": "Bør drøftes"}], name

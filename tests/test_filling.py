"""What is typed on a screen is saved, shown in its own field, and nowhere else.

Two programs that share no code fill in every field of every form: pypdf, and PDFium as a person at a screen does.
"""

from __future__ import annotations

import ctypes
import io
from collections import Counter
from functools import cache
from itertools import combinations
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageChops, ImageDraw
from screen_edition import documents, fields, screen
from trygtryk.model import Field
from trygtryk.units import pt

WORDS = "Særlig ærgerligt på Ærø"
LETTERS = "Blåbærgrød, Łódź, ðøg, »é« "
LONG = LETTERS * 40


def every() -> list[Field]:
    return [field for page in fields("arbejdshaefte") for field in page]


def test_field_names_are_unique_but_for_the_choices_of_one_question() -> None:
    names = Counter((field.name, field.choice if field.kind == "choice" else "") for field in every())
    assert [name for name, count in names.items() if count > 1] == []


def test_no_field_covers_another_or_leaves_the_page() -> None:
    for page, on in zip(documents()["arbejdshaefte"].pages, fields("arbejdshaefte"), strict=True):
        for field in on:
            assert page.trim.grown(-10).contains(field.box), field.name
        for one, other in combinations(on, 2):
            apart = (
                one.box.x1_mm <= other.box.x0_mm + 1e-6
                or other.box.x1_mm <= one.box.x0_mm + 1e-6
                or one.box.y1_mm <= other.box.y0_mm + 1e-6
                or other.box.y1_mm <= one.box.y0_mm + 1e-6
            )
            assert apart, (one.name, other.name)


def test_written_lines_are_eight_millimetres_apart() -> None:
    texts = [field for field in every() if field.kind == "text"]
    assert {field.leading_mm for field in texts} == {8}


def test_every_field_scrolls_and_is_spelled_and_none_runs_a_script() -> None:
    pdf = pikepdf.open(io.BytesIO(screen("arbejdshaefte")))
    assert "/NeedAppearances" not in pdf.Root.AcroForm
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            assert "/AA" not in annotation
            if annotation.get("/FT") == "/Tx":
                assert not int(annotation.Ff) & (1 << 23 | 1 << 22) and "/MaxLen" not in annotation


@cache
def filled_by_pypdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(screen("arbejdshaefte"))))
    answers = {field.name: WORDS for field in every() if field.kind == "text"}
    answers |= {field.name: "/Ja" for field in every() if field.kind == "tick"}
    answers |= {field.name: "/0" for field in every() if field.kind == "choice"}
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, answers, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_pypdf_fills_in_is_read_back_by_pikepdf() -> None:
    pdf = pikepdf.open(io.BytesIO(filled_by_pypdf()))
    found: dict[str, str] = {}

    def walk(kids: Any, above: str) -> None:
        for kid in kids:
            if "/T" in kid:
                name = f"{above}.{kid.T}" if above else str(kid.T)
                if "/V" in kid:
                    found[name] = str(kid.V)
                walk(kid.get("/Kids", ()), name)

    walk(pdf.Root.AcroForm.Fields, "")
    for field in every():
        if field.kind == "text":
            assert found[field.name] == WORDS
        elif field.kind == "tick":
            assert found[field.name] == "/Ja"
        else:
            assert found[field.name] == "/0"


def shown(data: bytes, wanted: str) -> list[str]:
    """The text fields in which ``wanted`` cannot be read on the page."""
    pdf = pypdfium2.PdfDocument(data)
    lost: list[str] = []
    for number, on in enumerate(fields("arbejdshaefte")):
        page = pdf[number]
        if pdfium.FPDFPage_Flatten(page, 0) == 0:
            continue
        page = pdf[number]
        text = page.get_textpage()
        for field in on:
            if field.kind == "text":
                box = field.box
                read = text.get_text_bounded(pt(box.x0_mm), pt(box.y0_mm), pt(box.x1_mm), pt(box.y1_mm))
                if wanted not in " ".join(read.split()):
                    lost.append(f"{field.name}: {read[:40]!r}")
    return lost


def test_what_pypdf_fills_in_is_read_in_its_own_field() -> None:
    wide = [field.name for field in every() if field.kind == "text" and field.box.width_mm < 50]
    assert [told for told in shown(filled_by_pypdf(), WORDS[:6]) if told.partition(":")[0] not in wide] == []


SCALE = 0.5


def picture(page: pypdfium2.PdfPage) -> Image.Image:
    return page.render(scale=SCALE, grayscale=True).to_pil()  # type: ignore[no-any-return]


@cache
def typed(words: str, *, seen: bool = False) -> tuple[bytes, tuple[Image.Image, ...]]:
    """The workbook with words typed into every text field, and its pages as they then look where that is asked for."""
    pdf = pypdfium2.PdfDocument(screen("arbejdshaefte"))
    pdf.init_forms()
    pictures = []
    keys = (words + "\0").encode("utf-16-le")
    for page in pdf:
        for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, number)
            if pdfium.FPDFAnnot_GetFormFieldType(pdf.formenv, annotation) == pdfium.FPDF_FORMFIELD_TEXTFIELD:
                assert pdfium.FORM_SetFocusedAnnot(pdf.formenv, annotation)
                text = ctypes.cast(ctypes.create_string_buffer(keys), pdfium.FPDF_WIDESTRING)
                pdfium.FORM_ReplaceSelection(pdf.formenv, page, text)
            pdfium.FPDFPage_CloseAnnot(annotation)
        pdfium.FORM_ForceToKillFocus(pdf.formenv)
        if seen:
            pictures.append(picture(page))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue(), tuple(pictures)


def test_what_is_typed_is_read_in_its_own_field() -> None:
    assert shown(typed(LETTERS)[0], "Blåbærgrød") == []


def test_polish_and_faroese_letters_are_kept() -> None:
    data, _ = typed(LETTERS)
    values = pypdf.PdfReader(io.BytesIO(data)).get_fields() or {}
    assert {v["/V"].strip() for v in values.values() if v.get("/FT") == "/Tx"} == {LETTERS.strip()}


def test_a_text_too_long_for_its_field_is_kept_whole() -> None:
    values = pypdf.PdfReader(io.BytesIO(typed(LONG, seen=True)[0])).get_fields() or {}
    assert {v["/V"].strip() for v in values.values() if v.get("/FT") == "/Tx"} == {LONG.strip()}


def test_a_text_too_long_for_its_field_never_spills_on_its_neighbours() -> None:
    empty = pypdfium2.PdfDocument(screen("arbejdshaefte"))
    empty.init_forms()
    _, pictures = typed(LONG, seen=True)
    for number, on in enumerate(fields("arbejdshaefte")):
        before = picture(empty[number])
        difference = ImageChops.difference(before, pictures[number])
        draw = ImageDraw.Draw(difference)
        for field in on:
            box, k = field.box, SCALE
            x0, x1 = pt(box.x0_mm) * k - 1, pt(box.x1_mm) * k + 1
            y0, y1 = before.height - pt(box.y1_mm) * k - 1, before.height - pt(box.y0_mm) * k + 1
            draw.rectangle((x0, y0, x1, y1), 0)
        assert difference.getbbox() is None, number


@pytest.mark.parametrize("name", ["/Ja", "/Off"])
def test_every_tick_box_has_both_its_looks(name: str) -> None:
    pdf = pikepdf.open(io.BytesIO(screen("skema-procesplan")))
    boxes = [a for page in pdf.pages for a in page.obj.Annots if a.get("/FT") == "/Btn" and "/T" in a]
    assert len(boxes) == sum(field.kind == "tick" for page in fields("skema-procesplan") for field in page) > 0
    assert all(name in box.AP.N for box in boxes)


def test_rings_and_frames_stand_out_from_white() -> None:
    """WCAG 2.1, 1.4.11: what must be seen to use a field has a contrast of 3:1."""

    def luminance(srgb: str) -> float:
        shares = [int(srgb[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    inks = {field.ink.srgb for field in every() if field.ink}
    assert inks
    assert all(1.05 / (luminance(ink) + 0.05) >= 3 for ink in inks)

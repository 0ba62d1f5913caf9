"""Letters where HarfBuzz puts them, read back from the finished file: kerning turned about is seen on every poster."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import uharfbuzz
from fontTools.ttLib import TTFont
from program import ROOT, Packs


@dataclass(frozen=True)
class Letter:
    sign: str
    x: float
    y: float
    font: str
    size: float


def letters(file: Path, page: int) -> Iterator[Letter]:
    """Every letter of a page with the origin PDFium finds for it, in points."""
    with pypdfium2.PdfDocument(file) as document:
        text = document[page].get_textpage()
        for n in range(text.count_chars()):
            if pdfium.FPDFText_IsGenerated(text, n):
                continue
            x, y, flags = ctypes.c_double(), ctypes.c_double(), ctypes.c_int()
            pdfium.FPDFText_GetCharOrigin(text, n, x, y)
            name = ctypes.create_string_buffer(200)
            pdfium.FPDFText_GetFontInfo(text, n, name, 200, flags)
            sign = chr(pdfium.FPDFText_GetUnicode(text, n))
            yield Letter(sign, x.value, y.value, name.value.decode(), pdfium.FPDFText_GetFontSize(text, n))


def lines(found: Iterator[Letter]) -> list[list[Letter]]:
    out: list[list[Letter]] = []
    for letter in found:
        last = out[-1][-1] if out else None
        if (
            last
            and (last.font, last.size) == (letter.font, letter.size)
            and abs(last.y - letter.y) < 0.01
            and 0 < letter.x - last.x < 1.2 * letter.size
        ):
            out[-1].append(letter)
        else:
            out.append([letter])
    # who listens hears lines apart by a space at their ends, which nobody sees
    return [line[: -1 if line[-1].sign == " " else None] for line in out if len(line) > 3]


@cache
def faces() -> dict[str, Path]:
    return {str(TTFont(file)["name"].getDebugName(6)): file for file in sorted((ROOT / "assets/fonts").glob("*.ttf"))}


def advances(text: str, face: Path, *, kern: bool) -> list[float]:
    """Where each letter begins, in ems, as HarfBuzz sets the text."""
    blob = uharfbuzz.Blob.from_file_path(str(face))
    font = uharfbuzz.Font(uharfbuzz.Face(blob))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {"kern": kern, "liga": False, "clig": False, "calt": False})
    at, out = 0, []
    for place in buffer.glyph_positions:
        out.append(at / font.face.upem)
        at += place.x_advance
    return out


@pytest.mark.parametrize(
    "file", ["tryk/plakat-fejl-a3.pdf", "tryk/plakat-hjaelp-a3.pdf", "kontor/skema-udsagn-a4-kontor.pdf"]
)
def test_letters_stand_where_harfbuzz_sets_them(packs: Packs, file: str) -> None:
    kerned = 0
    for line in lines(letters(packs() / file, 0)):
        text = "".join(letter.sign for letter in line)
        face = faces()[line[0].font.partition("+")[2] or line[0].font]
        wanted, plain = (advances(text, face, kern=kern) for kern in (True, False))
        kerned += wanted != plain
        for letter, at in zip(line, wanted, strict=True):
            assert letter.x - line[0].x == pytest.approx(at * letter.size, abs=0.02), f"{text}: {letter.sign}"
    assert kerned > 3, "there is kerning to be seen"

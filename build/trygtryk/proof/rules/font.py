"""Fonts: embedded, as wide as they say, every shown code a real glyph (ISO 15930-7, 6.5; ISO 19005-2, 6.2.11)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from fontTools.ttLib import TTLibError

from trygtryk.proof.findings import Finding, error
from trygtryk.proof.reading.file import File
from trygtryk.proof.reading.fonts import Font, Glyphs, glyphs
from trygtryk.proof.reading.resources import READING

_TOLERANCE = 1.5
"""How far a stated width may be from the font's own, in thousandths of the type size; rounding explains no more."""


def check_fonts(file: File, rule: str) -> Iterator[Finding]:
    """Breaches in the fonts that the pages really show text with."""
    for font in sorted(file.fonts.values(), key=lambda font: font.name):
        if not font.shown:
            continue
        if not font.embedded:
            hint = "indlejr skriften i filen"
            yield error(rule, f"skriften {font.name} er ikke indlejret", hint, _first_page(file, font))
            continue
        try:
            program = glyphs(font)
        except (*READING, TTLibError, struct.error) as failure:
            told = type(failure).__name__
            yield error(
                rule, f"skriften {font.name} kan ikke læses ({told})", "indlejr skriften igen", _first_page(file, font)
            )
            continue
        if program is not None:
            yield from _program(file, font, program, rule)


def _program(file: File, font: Font, program: Glyphs, rule: str) -> Iterator[Finding]:
    wrong, lost = [], []
    for code in sorted(font.shown):
        glyph = code if program.by_code is None and font.composite else (program.by_code or {}).get(code)
        if glyph is None:
            if program.by_code is not None:
                lost.append(code)
            continue
        if glyph == 0 or glyph >= program.total:
            lost.append(code)
        elif abs(program.widths.get(glyph, 0.0) - font.widths.get(code, font.default_width)) > _TOLERANCE:
            wrong.append(code)
    page = _first_page(file, font)
    if wrong:
        hint = "indlejr skriften igen; bredderne skal være skriftens egne"
        yield error(rule, f"skriften {font.name} er ikke så bred, som filen siger ({_told(wrong)})", hint, page)
    if lost:
        hint = "brug en skrift, der har tegnet"
        yield error(rule, f"skriften {font.name} mangler tegn, som vises som tomme felter ({_told(lost)})", hint, page)


def _told(codes: list[int]) -> str:
    shown = ", ".join(f"kode {code}" for code in codes[:3])
    return shown + (f" og {len(codes) - 3} til" if len(codes) > 3 else "")


def _first_page(file: File, font: Font) -> int:
    return next((side.number for side in file.sides if any(mark.font is font for mark in side.content.marks)), 0)

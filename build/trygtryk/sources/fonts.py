"""The faces: HarfBuzz fonts with the few measures that setting needs, and Danish hyphenation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from trygtryk.errors import refuse
from trygtryk.sources.layout import TypeScale

# one glyph per character, so that the press can name glyphs by their characters: kerning yes, ligatures no
_FEATURES = {"kern": True, "liga": False, "clig": False, "calt": False, "ccmp": False, "locl": False}


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file and its bytes. ``ascent`` and ``descent`` are the ink of d and p, ``cap_height`` that of H, in ems."""

    name: str
    file: str
    data: bytes = field(repr=False)
    ascent: float
    descent: float
    cap_height: float
    x_height: float
    font: Any

    def top(self, text: str) -> float:
        """How high the highest of a text's characters reaches above the baseline, in ems."""
        glyphs = (self.font.get_nominal_glyph(ord(character)) for character in text)
        highest = (self.font.get_glyph_extents(glyph).y_bearing for glyph in glyphs if glyph is not None)
        return max(highest, default=0) / float(self.font.face.upem)

    def ink(self, character: str) -> tuple[float, float]:
        """From where to where a character's ink reaches, to the right of where it is set, in ems."""
        glyph = self.font.get_nominal_glyph(ord(character))
        if glyph is None:
            return 0.0, 0.0
        extents, upem = self.font.get_glyph_extents(glyph), self.font.face.upem
        return float(extents.x_bearing / upem), float((extents.x_bearing + extents.width) / upem)

    def has(self, character: str) -> bool:
        """Whether the face draws the character."""
        return self.font.get_nominal_glyph(ord(character)) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Fonts:
    """All faces by their names in layouts/type.toml; ``breaks`` gives where a Danish word may be hyphenated.

    ``joints`` gives where a compound's parts meet, which is where it is best hyphenated; ``dangles``, whether a line
    ends in a word that leads on to the next.
    """

    faces: Mapping[str, Face]
    breaks: Callable[[str], tuple[int, ...]]
    joints: Callable[[str], tuple[int, ...]]
    dangles: Callable[[str], bool]

    @property
    def files(self) -> dict[str, bytes]:
        """Each face's file as it is, which is what the press asks for."""
        return {name: face.data for name, face in self.faces.items()}


def read_fonts(scale: TypeScale, folder: Path, joints: Callable[[str], tuple[int, ...]] = lambda word: ()) -> Fonts:
    """The faces of the type scale from ``folder``; raises BuildError where a file is missing."""
    faces = {name: _face(name, folder / file) for name, file in scale.faces.items()}
    dangles = _dangles(frozenset(scale.leads_on), frozenset(scale.subjects))
    return Fonts(faces, _breaks(scale.hyphenation), joints, dangles)


@cache
def shaped(face: Face, text: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Per character its advance and, as part of it, its kerning, in thousandths of an em (HarfBuzz)."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, _FEATURES)
    to_em = 1000 / face.font.face.upem
    advances = tuple(position.x_advance * to_em for position in buffer.glyph_positions)
    plain = (face.font.get_glyph_h_advance(info.codepoint) * to_em for info in buffer.glyph_infos)
    kerns = tuple(round(advance - own, 2) for advance, own in zip(advances, plain, strict=True))
    if len(advances) != len(text):
        raise ValueError(f"{face.name} does not set {text!r} with one glyph a character")
    return advances, kerns


def _face(name: str, file: Path) -> Face:
    if not file.is_file():
        raise refuse(f"skriftfilen {file.name} mangler", None, "læg den i assets/fonts eller ret layouts/type.toml")
    data = file.read_bytes()
    font = hb.Font(hb.Face(data))
    upem = font.face.upem

    def top(character: str) -> float:
        return float(font.get_glyph_extents(font.get_nominal_glyph(ord(character))).y_bearing / upem)

    deep = font.get_glyph_extents(font.get_nominal_glyph(ord("p")))
    return Face(name, file.name, data, top("d"), -(deep.y_bearing + deep.height) / upem, top("H"), top("x"), font)


def _breaks(language: str) -> Callable[[str], tuple[int, ...]]:
    @cache
    def breaks(word: str) -> tuple[int, ...]:
        import pyphen  # only a pack with narrow columns pays for the dictionary

        return tuple(pyphen.Pyphen(lang=language, left=3, right=3).positions(word))

    return breaks


def _dangles(leads_on: frozenset[str], subjects: frozenset[str]) -> Callable[[str], bool]:
    def dangles(line: str) -> bool:
        *before, last = line.lstrip("»(").split(" ")
        if last in subjects:
            return not before or before[-1] in leads_on or not before[-1][-1].isalnum()
        return last in leads_on or (not before and last.lower() in leads_on)

    return dangles

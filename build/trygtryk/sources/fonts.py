"""The faces: HarfBuzz fonts with the few measures that setting needs, and Danish hyphenation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from trygtryk.errors import BuildError, Fault, Place, refuse
from trygtryk.sources.layout import TypeScale
from trygtryk.sources.text import read_bytes

# one glyph per character, so that the press can name glyphs by their characters: kerning yes, ligatures no
_FEATURES = {"kern": True, "liga": False, "clig": False, "calt": False, "ccmp": False, "locl": False}

_MEASURED = "dpHxæøåÆØÅ"
_TABLES = frozenset((b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"post"))
_STATIC = "hent skriften som statisk TrueType: én .ttf-fil for hvert snit"
_NO_TRUETYPE = {
    b"wOFF": "er en webskrift (WOFF)",
    b"wOF2": "er en webskrift (WOFF2)",
    b"OTTO": "er OpenType med PostScript-kurver (.otf)",
    b"ttcf": "er en samling af flere skrifter (.ttc)",
}


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file and its bytes. ``ascent`` and ``descent`` are the ink of d and p, ``cap_height`` that of H, in ems."""

    name: str
    file: str
    data: bytes = field(repr=False)
    place: Place
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
        left, _, right, _ = self.drawn(character)
        return left, right

    def drawn(self, character: str) -> tuple[float, float, float, float]:
        """A character's ink from where it is set on the baseline, in ems: left, low, right, high."""
        glyph = self.font.get_nominal_glyph(ord(character))
        if glyph is None:
            return 0.0, 0.0, 0.0, 0.0
        extents, upem = self.font.get_glyph_extents(glyph), self.font.face.upem
        left, high = extents.x_bearing, extents.y_bearing
        return left / upem, (high + extents.height) / upem, (left + extents.width) / upem, high / upem

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
    """The faces of the type scale from ``folder``; raises BuildError with every one that cannot be printed with."""
    faces: dict[str, Face] = {}
    faults: list[Fault] = []
    named: dict[str, str] = {}
    for name, file in scale.faces.items():
        other = named.setdefault(str(file.value), name)
        if other != name:
            told = f"»{name}« og »{other}« er den samme skriftfil"
            faults.append(Fault(told, file.place, "brug hver fil én gang, og skriv det andet navn, hvor den bruges"))
            continue
        try:
            faces[name] = _face(name, folder / str(file.value), file.place)
        except BuildError as error:
            faults.extend(error.faults)
    if faults:
        raise BuildError(*faults)
    dangles = _dangles(frozenset(scale.leads_on), frozenset(scale.subjects))
    return Fonts(faces, _breaks(scale.hyphenation), joints, dangles)


@cache
def shaped(face: Face, text: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Per character its advance and, as part of it, its kerning, in thousandths of an em (HarfBuzz)."""
    if not text:
        return (), ()
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


def _face(name: str, file: Path, place: Place) -> Face:
    if not file.is_file():
        raise refuse(f"skriftfilen {file.name} mangler", place, "læg den i assets/fonts, eller ret navnet")
    return _measured(name, file.name, read_bytes(file, file.name), place)


@lru_cache(maxsize=32)
def _measured(name: str, file: str, data: bytes, place: Place) -> Face:
    """The same font is one face however often it is read: what was shaped in it is kept by the face."""
    if why := _unfit(data):
        raise refuse(f"{file} {why}", place, _STATIC)
    font = hb.Font(hb.Face(data))
    upem = font.face.upem
    glyphs = {letter: font.get_nominal_glyph(ord(letter)) for letter in _MEASURED}
    lacking = [letter for letter, glyph in glyphs.items() if not (glyph and font.get_glyph_extents(glyph))]
    if lacking or not upem:
        raise refuse(f"{file} er ikke en skrift til dansk: den mangler {', '.join(lacking)}", place, _STATIC)

    def top(character: str) -> float:
        return float(font.get_glyph_extents(font.get_nominal_glyph(ord(character))).y_bearing / upem)

    deep = font.get_glyph_extents(font.get_nominal_glyph(ord("p")))
    return Face(name, file, data, place, top("d"), -(deep.y_bearing + deep.height) / upem, top("H"), top("x"), font)


def _unfit(data: bytes) -> str:
    """What keeps a file from being a font that prints, empty where nothing does (OpenType 1.9, the table directory)."""
    if data[:4] in _NO_TRUETYPE:
        return _NO_TRUETYPE[data[:4]]
    if data[:4] not in (b"\0\1\0\0", b"true"):
        return "er ikke en skriftfil"
    count = int.from_bytes(data[4:6], "big")
    tables: set[bytes] = set()
    for at in range(12, 12 + 16 * count, 16):
        start, size = (int.from_bytes(data[n : n + 4], "big") for n in (at + 8, at + 12))
        if at + 16 > len(data) or start + size > len(data):
            return "er ikke hel"
        tables.add(data[at : at + 4])
    if b"fvar" in tables:
        return "er variabel: én fil med mange snit"
    return "" if tables >= _TABLES else "er ikke hel"


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

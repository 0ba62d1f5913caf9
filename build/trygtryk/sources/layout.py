"""Layouts: TOML to frozen measures, styles and inks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.geometry import Box, sized
from trygtryk.model import Ink, Stroke
from trygtryk.sources.nodes import Node, file_name, read_toml
from trygtryk.sources.strict import Converters, read

T = TypeVar("T")

Palette = Mapping[str, Ink]
# text and paper, and what no drawing names because everybody has it
NEEDED = ("white", "black", "ink", "petrol", "coral", "mouth", "hair-blond", "hair-grey")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: face and sizes in points, ``leading`` as a multiple of the size.

    ``min_pt`` is how far it may shrink to fit (absent: not at all). ``balance`` evens the lines of a heading;
    ``hyphenate`` breaks Danish words, for narrow columns of running text only.
    """

    face: str
    size_pt: float
    ink: Ink
    leading: float = 1.3
    min_pt: float = 0.0
    align: Literal["left", "centre", "right"] = "left"
    hyphenate: bool = False
    balance: bool = False

    @property
    def slack(self) -> float:
        """The share of a line's free room that stands before it."""
        return {"left": 0.0, "centre": 0.5, "right": 1.0}[self.align]


@dataclass(frozen=True, slots=True)
class TypeScale:
    """The faces by name (a file in assets/fonts, and where it is named), the sizes that may be used, in points.

    ``leads_on`` are words that no line should end in, ``subjects`` pronouns that none should where they open a clause.
    """

    faces: Mapping[str, Node]
    sizes_pt: tuple[float, ...]
    hyphenation: str
    leads_on: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pen:
    """A line of layouts/marks.toml, in points; ``under`` is drawn beneath it, so that it shows on colour."""

    ink: Ink
    width_pt: float
    dash_pt: tuple[float, ...] = ()
    under: Ink | None = None
    under_pt: float = 0.0

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What is drawn along the line, from below."""
        line = Stroke(self.ink, self.width_pt, self.dash_pt, cap="butt")
        return (Stroke(self.under, self.under_pt, cap="butt"), line) if self.under else (line,)


@dataclass(frozen=True, slots=True)
class Marks:
    """The lines that people and machines fold and cut along."""

    valley: Pen
    mountain: Pen
    cut: Pen
    die_cut: Pen
    die_crease: Pen


@dataclass(frozen=True, slots=True)
class _Colour:
    cmyk: tuple[float, float, float, float]
    srgb: str
    spot: str = ""


def read_palette(path: Path, root: Path) -> Palette:
    """The inks by name; raises BuildError on shares outside 0-100 or malformed screen colours."""
    node = read_toml(path, root)
    inks: dict[str, Ink] = {}
    faults: list[Fault] = []
    assert isinstance(node.value, Mapping)
    for name, entry in node.value.items():
        try:
            colour = read(_Colour, entry, name)
        except BuildError as error:
            faults.extend(error.faults)
            continue
        if not all(0 <= share <= 100 for share in colour.cmyk):
            faults.append(Fault(f"farven »{name}« skal have fire tal fra 0 til 100", entry.place))
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour.srgb):
            hint = 'skriv den som "#0b5563"'
            faults.append(Fault(f"farven »{name}« skal have en srgb-værdi: # og seks tegn", entry.place, hint))
        inks[name] = Ink(name, colour.cmyk, colour.srgb.lower(), colour.spot)
    for name in NEEDED:
        if name not in node.value:
            told = f"farven »{name}« mangler: tekst, papir eller personer trykkes med den"
            faults.append(Fault(told, Place(node.place.file, 1), f"skriv et afsnit [{name}] med cmyk og srgb"))
    if faults:
        raise BuildError(*faults)
    return inks


def converters(palette: Palette | None, scale: TypeScale | None = None) -> Converters:
    """Readers for the types of layouts and scenes: an Ink by its name, a Box as ``[x, y, width, height]``, a Style.

    Where the palette or the scale could not be read, any colour, face and size will do: the rest is still looked over.
    """

    def ink(node: Node) -> Ink:
        name = str(node.value)
        if palette is None:
            return Ink(name, (0, 0, 0, 100), "#000000")
        if name not in palette:
            raise refuse(f"ukendt farve »{name}«", node.place, nearest(name, palette))
        return palette[name]

    def box(node: Node) -> Box:
        return sized(*read(tuple[float, float, float, float], node, "boks"))

    table: dict[type, Callable[[Node], Any]] = {Ink: ink, Box: box}

    def style(node: Node) -> Style:
        made = read(Style, node, "stil", {Ink: ink})
        if scale and made.face not in scale.faces:
            raise refuse(f"ukendt skriftsnit »{made.face}«", node.place, nearest(made.face, scale.faces))
        if scale and made.size_pt not in scale.sizes_pt:
            sizes = ", ".join(f"{size:g}" for size in scale.sizes_pt)
            raise refuse(
                f"{made.size_pt:g} pt er ikke på skalaen", node.place, f"vælg en af {sizes} (layouts/type.toml)"
            )
        if made.min_pt > made.size_pt:
            raise refuse(f"min_pt er større end size_pt ({made.size_pt:g})", node.place)
        return made

    table[Style] = style
    return table


def read_scale(path: Path, root: Path) -> TypeScale:
    """The type scale."""
    return read(TypeScale, read_toml(path, root), converters={Node: _font})


def _font(node: Node) -> Node:
    file_name(node, "assets/fonts")
    return node

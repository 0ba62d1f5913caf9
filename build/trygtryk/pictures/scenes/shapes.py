"""Flat shapes written as data: boxes, ovals, paths and curves in named inks, for props, symbols and scenes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from trygtryk.curves import soft
from trygtryk.errors import Place, nearest, refuse
from trygtryk.geometry import Matrix, Outline, Point, Segment, ellipse, rectangle, rounded, sized, transformed
from trygtryk.model import Ink, Shape, Stroke
from trygtryk.units import pt

_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6, "Z": 0}


@dataclass(frozen=True, slots=True)
class Patch:
    """One flat shape: an ink and exactly one of ``box``, ``oval``, ``path`` and ``curve``; millimetres, y up.

    ``box`` is ``[x, y, width, height]``, ``oval`` is ``[x, y, radius]`` or ``[x, y, radius, radius]`` about its centre,
    ``path`` is in SVG's letters M L H V Q C Z (absolute), ``curve`` runs softly through its points and closes.
    With ``width_mm`` a path or curve is a round-ended line of that width instead, and a curve stays open.
    """

    place: Place
    ink: str
    box: tuple[float, float, float, float] | None = None
    round_mm: float = 0.0
    oval: tuple[float, ...] | None = None
    path: str = ""
    curve: tuple[tuple[float, float], ...] = ()
    width_mm: float = 0.0


def shape(patch: Patch, inks: Mapping[str, Ink], matrix: Matrix, scale: float = 1.0) -> Shape:
    """The patch in its ink under a matrix that scales by ``scale``; raises BuildError on a shape that cannot be drawn."""
    if patch.ink not in inks:
        raise refuse(f"ukendt farve »{patch.ink}«", patch.place, nearest(patch.ink, inks))
    ink = inks[patch.ink]
    outline = transformed(_outline(patch), matrix)
    if patch.width_mm:
        return Shape(outline, stroke=Stroke(ink, pt(patch.width_mm * scale)))
    return Shape(outline, ink)


def _outline(patch: Patch) -> Outline:
    given = [name for name in ("box", "oval", "path", "curve") if getattr(patch, name)]
    if len(given) != 1:
        raise refuse(
            "en form skal have netop én af box, oval, path og curve",
            patch.place,
            f"her står {' og '.join(given)}" if given else "skriv for eksempel box: [x, y, bredde, højde]",
        )
    if patch.box is not None:
        box = sized(*patch.box)
        return rounded(box, patch.round_mm) if patch.round_mm else rectangle(box)
    if patch.oval is not None:
        if len(patch.oval) not in (3, 4):
            raise refuse("oval skal have tre eller fire tal: [x, y, radius, radius]", patch.place)
        return ellipse(*patch.oval)
    if patch.path:
        return path(patch.path, patch.place)
    if len(patch.curve) < 3:
        raise refuse("curve skal have mindst tre punkter", patch.place)
    return soft(patch.curve, closed=not patch.width_mm)


def path(text: str, place: Place) -> Outline:
    """The outline of a path in SVG's letters M L H V Q C Z; raises BuildError where it cannot be read."""
    out: list[Segment] = []
    tokens = _TOKEN.findall(text)
    if re.sub(r"[\s,]", "", text) != "".join(tokens) or not tokens:
        raise refuse(f"stien »{text}« kan ikke læses", place, "skriv bogstaverne M L H V Q C Z og tal imellem")
    at: Point = (0.0, 0.0)
    position, letter = 0, ""
    while position < len(tokens):
        if tokens[position].isalpha():
            letter = tokens[position]
            position += 1
        count = _NUMBERS.get(letter)
        numbers = tokens[position : position + (count or 0)]
        if count is None or len(numbers) != count or any(n.isalpha() for n in numbers) or (not out and letter != "M"):
            raise refuse(f"stien går galt ved »{letter} {' '.join(numbers)}«", place, "hvert bogstav har sine tal")
        position += count
        if letter == "Z":
            out.append(("Z",))
            letter = ""
            continue
        x, y = at
        n = [float(number) for number in numbers]
        if letter in "ML":
            at = (n[0], n[1])
            out.append((letter, *at))
            letter = "L"
        elif letter in "HV":
            at = (n[0], y) if letter == "H" else (x, n[0])
            out.append(("L", *at))
        elif letter == "Q":
            cx, cy, *end = n
            at = (end[0], end[1])
            out.append(
                (
                    "C",
                    x + (cx - x) * 2 / 3,
                    y + (cy - y) * 2 / 3,
                    at[0] + (cx - at[0]) * 2 / 3,
                    at[1] + (cy - at[1]) * 2 / 3,
                    *at,
                )
            )
        else:
            at = (n[4], n[5])
            out.append(("C", n[0], n[1], n[2], n[3], *at))
    return tuple(out)

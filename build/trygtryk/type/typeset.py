"""Copy to set lines: kerned, broken as a whole paragraph, checked for fit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate, product
from math import fsum
from typing import Literal

from trygtryk.errors import Fault
from trygtryk.geometry import Box
from trygtryk.model import Copy, Flaw, Ink, Item, Line
from trygtryk.sources.fonts import Face, Fonts, shaped
from trygtryk.sources.layout import Style
from trygtryk.units import decimal, mm

_NO_BREAK_SPACE = "\u00a0"
# between names in a row
DOT = f"{_NO_BREAK_SPACE}· "
# a number stays with the word it counts, or that it is the number of
_COUNTED = re.compile(r"(?<=\d) (?=\w)|(?<=\bskema) (?=\d)|(?<=\bkort) (?=\d)")
_WORD = re.compile(r"[^\W\d_]{7,}")
# where nothing else helps, words of this many letters are broken, at a compound's joints before anywhere
_LONG_WORD = re.compile(r"[^\W\d_]{12,}")
Hyphens = Literal["none", "joints", "all"]
_HYPHENS: tuple[Hyphens, ...] = ("none", "joints", "all")

_SHRINK_STEPS = 12
_TOLERANCE_MM = 0.01
# from this much ink, in percent, white text stands out better than black
_DARK = 150

# demerits of a paragraph: lines are never traded for looks
_EXTRA_LINE = 1000.0
_LONELY_WORD = 4.0
_DANGLING = 3.0
_HYPHEN = 0.6
_NOT_AT_A_JOINT = 2.0
_WITHIN_A_NAME = 2.0
"""After a hyphen in an address: typed from paper, that hyphen is easily taken for a divided word's."""
_WITHIN_A_PART = 6.0
"""In names that stand in a row with dots between them: a line ends at a dot, which goes with the break."""


@dataclass(frozen=True, slots=True)
class Block:
    """A text set to a measure: lines as ``(text, width_mm, kern, glued)``, not yet placed."""

    copy: Copy
    style: Style
    face: Face
    size_pt: float
    width_mm: float
    lines: tuple[tuple[str, float, tuple[float, ...], bool], ...]
    flaws: tuple[Flaw, ...] = ()

    @property
    def leading_mm(self) -> float:
        """From one line's foot to the next one's."""
        return mm(self.size_pt) * self.style.leading

    @property
    def ascent_mm(self) -> float:
        """How high a d stands over the line."""
        return mm(self.size_pt) * self.face.ascent

    @property
    def height_mm(self) -> float:
        """From the top of a d in the first line to the foot of a p in the last."""
        return mm(self.size_pt) * (self.face.ascent + self.face.descent) + self.leading_mm * (len(self.lines) - 1)

    @property
    def widest_mm(self) -> float:
        """The longest line's length."""
        return max(width for _, width, *_ in self.lines)

    def placed(self, x_mm: float, top_mm: float) -> tuple[Item, ...]:
        """The block's lines with its upper left corner at a place; its flaws follow."""
        slack = self.style.slack
        baseline = top_mm - self.ascent_mm
        out: list[Item] = []
        for number, (text, width, kern, glued) in enumerate(self.lines):
            x = x_mm + (self.width_mm - width) * slack
            y = baseline - number * self.leading_mm
            if not text:  # the room between two paragraphs
                continue
            out.append(Line(x, y, text, self.face.name, self.size_pt, self.style.ink, width, kern, self.copy.id, glued))
        return (*out, *self.flaws)


def block(copy: Copy, style: Style, width_mm: float, fonts: Fonts, where: str, size_pt: float = 0.0) -> Block:
    """``copy`` set to a measure at the style's size (or ``size_pt``); ``where`` names the box in faults.

    A word wider than the measure is hyphenated. A missing glyph, or a word that is too wide all the same, becomes a
    flaw of the block.
    """
    size = size_pt or style.size_pt
    for hyphens in _HYPHENS:
        made = _block(copy, style, width_mm, fonts, where, size, hyphens)
        if not made.flaws:
            break
    return made


def _block(
    copy: Copy,
    style: Style,
    width_mm: float,
    fonts: Fonts,
    where: str,
    size: float,
    hyphens: Hyphens,
) -> Block:
    face = fonts.faces[style.face]
    text = _COUNTED.sub(_NO_BREAK_SPACE, copy.text)
    if missing := sorted({c for c in text if not c.isspace() and not face.has(c)}):
        names = ", ".join(f"»{c}« (U+{ord(c):04X})" for c in missing)
        fault = Fault(f"{where}: skriften {face.file} har ikke tegnet {names}", copy.place, "skriv teksten uden tegnet")
        return Block(copy, style, face, size, width_mm, ((*_set(face, size, "–"), False),), (Flaw(fault),))
    paragraphs = [" ".join(paragraph.split(" ")) for paragraph in text.split("\n")]

    def lines_in(room_mm: float) -> tuple[tuple[str, float, tuple[float, ...], bool], ...]:
        broken = (_broken(face, size, paragraph, room_mm, style, fonts, hyphens) for paragraph in paragraphs)
        return tuple((*_set(face, size, line), glued) for lines in broken for line, glued in lines)

    lines = lines_in(width_mm)
    over = max(width for _, width, *_ in lines) - width_mm
    if _TOLERANCE_MM < over < mm(size) / 4:
        # what stands before a space is kerned to it, and is a little wider where the line ends
        narrower = lines_in(width_mm - over)
        if (left := max(width for _, width, *_ in narrower) - width_mm) <= _TOLERANCE_MM:
            lines, over = narrower, left
    flaws = (_overset(copy, where, over, "bred", width_mm),) if over > _TOLERANCE_MM else ()
    return Block(copy, style, face, size, width_mm, lines, flaws)


def fit(
    copy: Copy,
    style: Style,
    box: Box,
    fonts: Fonts,
    where: str,
    valign: Literal["top", "middle", "bottom"] = "top",
) -> tuple[Item, ...]:
    """``copy`` set into a box, as large as fits between the style's size and its ``min_pt``.

    Past that the items are one Flaw that says how many millimetres the text is too long.
    """
    return fitted(copy, style, box, fonts, where, valign)[0]


def fitted(
    copy: Copy,
    style: Style,
    box: Box,
    fonts: Fonts,
    where: str,
    valign: Literal["top", "middle", "bottom"] = "top",
) -> tuple[tuple[Item, ...], Block]:
    """As ``fit``, together with the block that was placed, for what follows the text."""
    least = style.min_pt or style.size_pt
    sizes = (style.size_pt - (style.size_pt - least) * step / _SHRINK_STEPS for step in range(_SHRINK_STEPS + 1))
    # whole words in the smallest size before broken ones in a larger
    for hyphens, size in product(_HYPHENS, dict.fromkeys(sizes)):
        made = _block(copy, style, box.width_mm, fonts, where, size, hyphens)
        over = made.height_mm - box.height_mm
        if not made.flaws and over <= _TOLERANCE_MM:
            slack = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[valign]
            return made.placed(box.x0_mm, box.y1_mm + over * slack), made
    flaws = made.flaws or (_overset(copy, where, over, "høj", box.height_mm),)
    return flaws, made


def hung(items: tuple[Item, ...], fonts: Fonts) -> tuple[Item, ...]:
    """The same lines, each moved so that its first letter's ink stands on the edge: large type hangs by eye."""
    return tuple(
        replace(item, x_mm=item.x_mm - mm(item.size_pt) * fonts.faces[item.face].ink(item.text[0])[0])
        if isinstance(item, Line)
        else item
        for item in items
    )


def label(text: str, style: Style, x_mm: float, y_mm: float, fonts: Fonts) -> Line:
    """One line that is no copy (a number, a folio) with its baseline at ``y_mm``, aligned about ``x_mm``."""
    face = fonts.faces[style.face]
    words, width, kern = _set(face, style.size_pt, text)
    return Line(x_mm - width * style.slack, y_mm, words, face.name, style.size_pt, style.ink, width, kern)


def centred(text: str, style: Style, x_mm: float, middle_mm: float, fonts: Fonts) -> Line:
    """A label whose figures stand in the middle of a height, as a number in its disc."""
    cap = mm(style.size_pt) * fonts.faces[style.face].cap_height
    return label(text, style, x_mm, middle_mm - cap / 2, fonts)


def readable(style: Style, ground: Ink, white: Ink) -> Style:
    """The style in white where its ground is dark."""
    return replace(style, ink=white) if fsum(ground.cmyk) > _DARK else style


def resized(style: Style, size_pt: float) -> Style:
    """The style at another size, not shrinking further."""
    return replace(style, size_pt=size_pt, min_pt=0.0)


def _overset(copy: Copy, where: str, over_mm: float, way: str, room_mm: float) -> Flaw:
    over, room = (decimal(max(n, 0.1)) for n in (over_mm, room_mm))
    return Flaw(
        Fault(
            f"{where}: teksten er {over} mm for {way} (der er plads til {room} mm): »{_short(copy.text)}«",
            copy.place,
            "skriv den kortere, eller giv boksen mere plads i layoutet",
        )
    )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 48 else words[:47].rstrip() + "…"


def _set(face: Face, size_pt: float, text: str) -> tuple[str, float, tuple[float, ...]]:
    plain = text.replace(_NO_BREAK_SPACE, " ")
    advances, kerns = shaped(face, plain)
    return plain, mm(size_pt) * fsum(advances) / 1000, kerns if any(kerns) else ()


def _broken(
    face: Face,
    size_pt: float,
    text: str,
    width_mm: float,
    style: Style,
    fonts: Fonts,
    hyphens: Hyphens,
) -> list[tuple[str, bool]]:
    """The lines of one paragraph with the least demerits (after Knuth and Plass 1981, for ragged setting), and whether
    each ends within a word."""
    advances, _ = shaped(face, text.replace(_NO_BREAK_SPACE, " "))
    at = [0.0, *accumulate(advances)]
    em = 1000 / mm(size_pt)
    room = width_mm * em + _TOLERANCE_MM * em
    hyphen = fsum(shaped(face, "-")[0])
    # a break: where the line ends, where the next one starts, what a hyphen adds to the line, its demerits
    breaks: list[tuple[int, int, float, float]] = [(0, 0, 0.0, 0.0)]
    for found in re.finditer(r" |(?<=\w[-/?=])(?=\w)", text):
        before = text[: found.start()].rpartition(" ")[2]
        if text.endswith(DOT, 0, found.end()):
            breaks.append((found.end() - len(DOT), found.end(), 0.0, 0.0))
            continue
        in_address = found[0] == "" and before.endswith("-") and "/" in before
        cost = _WITHIN_A_NAME if in_address else _WITHIN_A_PART if DOT in text else 0.0
        breaks.append((found.start(), found.end(), 0.0, cost))
    if style.hyphenate or hyphens != "none":
        for word in (_WORD if style.hyphenate else _LONG_WORD).finditer(text):
            at_joints = fonts.joints(word[0].lower())
            anywhere = fonts.breaks(word[0].lower()) if style.hyphenate or hyphens == "all" else ()
            for n in sorted({*anywhere, *at_joints}):
                cost = _HYPHEN + _NOT_AT_A_JOINT * (bool(at_joints) and n not in at_joints)
                breaks.append((word.start() + n, word.start() + n, hyphen, cost))
    breaks.append((len(text), len(text), 0.0, 0.0))
    breaks.sort()

    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(breaks)):
        stop, _, added, hyphenated = breaks[end]
        last = end == len(breaks) - 1
        options: list[tuple[float, int]] = []
        for begin in range(end - 1, -1, -1):
            start = breaks[begin][1]
            wide = at[stop] - at[start] + added
            if wide > room and options:
                break
            slack = max(room - wide, 0.0) / room
            cost = best[begin][0] + _EXTRA_LINE + (_EXTRA_LINE * 1000 if wide > room else 0.0)
            cost += slack**2 if style.balance or not last else 0.0
            cost += hyphenated
            if added and breaks[begin][2]:
                cost += _HYPHEN
            if style.balance and not last and fonts.dangles(text[start:stop].replace(_NO_BREAK_SPACE, " ")):
                cost += _DANGLING
            if last and begin and " " not in text[start:stop] and DOT not in text:
                cost += _LONELY_WORD
            options.append((cost, begin))
            if wide > room:
                break
        best.append(min(options))
    lines: list[tuple[str, bool]] = []
    end = len(breaks) - 1
    while end:
        begin = best[end][1]
        stop, goes_on, added, _ = breaks[end]
        words = text[breaks[begin][1] : stop].rstrip(" ") + ("-" if added else "")
        lines.append((words, stop == goes_on < len(text)))
        end = begin
    return lines[::-1]

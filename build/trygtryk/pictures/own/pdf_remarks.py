"""What a stranger's PDF page holds that is not printed as its maker may expect (ISO 32000-1)."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import pikepdf

from trygtryk.bounds import DEEPEST_PLAIN, MOST_PLAIN_BYTES
from trygtryk.geometry import IDENTITY, Matrix, then
from trygtryk.pictures.own.pdf_operators import MALFORMED, NotPlainError, instructions, named, numbers, shows, size

_INCH_PT = 72
_DEVICES = {
    "g": "/DeviceGray",
    "rg": "/DeviceRGB",
    "k": "/DeviceCMYK",
    "G": "/DeviceGray",
    "RG": "/DeviceRGB",
    "K": "/DeviceCMYK",
}
_PROCESS = ("/All", "/None", "/Cyan", "/Magenta", "/Yellow", "/Black")
_BLACK: tuple[Any, tuple[float, ...]] = ("/DeviceGray", (0.0,))
_UNSEEN = 2 | 32
"""The flags of an annotation that is hidden (12.5.3)."""
_LEAST_PX = 32
"""A picture with fewer pixels on a side is a gradient, a dot or a rule."""
_INVISIBLE = 3
"""The rendering mode of text that a scanner has laid under its picture (9.3.6)."""


@dataclass(slots=True)
class Remarks:
    """What was found on a page: names of fonts that are not in the file and of spot colours, whether inks overprint and
    notes stand on it, names of layers that are seen on screens or in print only, the coarsest photo's pixels an inch, and
    whether some of the page, or all of it, could not be read.
    """

    fonts: set[str] = field(default_factory=set)
    spots: set[str] = field(default_factory=set)
    overprints: bool = False
    notes: bool = False
    layers: set[str] = field(default_factory=set)
    coarsest_ppi: float = math.inf
    unread: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state, as far as it matters here; colours are ``(space, shares)``."""

    matrix: Matrix = IDENTITY
    fill: tuple[Any, tuple[float, ...]] = _BLACK
    stroke: tuple[Any, tuple[float, ...]] = _BLACK
    over_fill: bool = False
    over_stroke: bool = False
    nonzero: bool = False
    font: Any = None
    rendering: int = 0


def remarks(data: bytes) -> Remarks:
    """What the first page of a file holds; its photos are measured in the page's own inches."""
    found = Remarks()
    try:
        with warnings.catch_warnings(), pikepdf.open(BytesIO(data)) as pdf:
            warnings.simplefilter("ignore")
            page = pdf.pages[0]
            found.notes = any(
                shows(note) and not int(note.get("/F", 0)) & _UNSEEN for note in page.obj.get("/Annots", ())
            )
            found.layers.update(_ambiguous(pdf.Root.get("/OCProperties", pikepdf.Dictionary())))
            _Walk(found).page(page, page.obj.get("/Resources", pikepdf.Dictionary()), _State(), 0)
    except pikepdf.PasswordError:  # a damaged file may be locked for one reader and open for another
        found.locked = True
    except (*MALFORMED, NotPlainError):
        found.unread = True
    return found


def _ambiguous(layers: Any) -> Iterator[str]:
    """The layers that are printed and not shown, or shown and not printed (8.11.4.4)."""
    hidden = list(layers.get("/D", {}).get("/OFF", ()))
    for layer in layers.get("/OCGs", ()):
        usage = layer.get("/Usage", {})
        seen = usage.get("/View", {}).get("/ViewState", "/OFF" if layer in hidden else "/ON")
        if usage.get("/Print", {}).get("/PrintState", seen) != seen:
            yield str(layer.get("/Name", ""))


class _Walk:
    """Follows a page's operators and what they call for."""

    def __init__(self, found: Remarks) -> None:
        self._found = found
        self._bytes = 0

    def page(self, source: Any, resources: Any, state: _State, depth: int) -> None:
        self._bytes += size(source)
        if depth > DEEPEST_PLAIN or self._bytes > MOST_PLAIN_BYTES:
            raise NotPlainError
        stack: list[_State] = []
        for instruction in instructions(source):
            operands, name = list(instruction.operands), str(instruction.operator)
            if name == "q":
                stack.append(state)
            elif name == "Q":
                state = stack.pop() if stack else state
            elif name in ("f", "F", "f*", "S", "s", "B", "B*", "b", "b*"):
                self._painted(state, resources, depth, fill=name[0] in "fFBb", stroke=name[0] in "SsBb")
            elif name in ("Tj", "TJ", "'", '"'):
                self._written(state, resources, depth)
            elif name == "Do":
                self._called(named(resources, "/XObject", operands), resources, state, depth)
            else:
                state = _changed(name, operands, resources, state)

    def _painted(self, state: _State, resources: Any, depth: int, *, fill: bool, stroke: bool) -> None:
        for asked, over, (space, shares) in (
            (fill, state.over_fill, state.fill),
            (stroke, state.over_stroke, state.stroke),
        ):
            if not asked:
                continue
            spots = _spots(space)
            self._found.spots |= spots
            # an ink that is left out keeps what is beneath; pure black covers it all the same (8.6.7, 11.7.4)
            through = space == "/DeviceCMYK" and state.nonzero and 0 in shares and shares != (0, 0, 0, 1)
            self._found.overprints |= over and (bool(spots) or through)
            if isinstance(space, pikepdf.Stream):
                self.page(space, space.get("/Resources", resources), replace(state, fill=_BLACK), depth + 1)

    def _written(self, state: _State, resources: Any, depth: int) -> None:
        if state.rendering == _INVISIBLE:
            return
        self._painted(state, resources, depth, fill=state.rendering % 4 != 1, stroke=state.rendering % 4 in (1, 2))
        if state.font is not None and not _embedded(state.font):
            name = str(state.font.get("/BaseFont", "/?")).removeprefix("/")
            self._found.fonts.add(name.rpartition("+")[2])

    def _called(self, called: Any, resources: Any, state: _State, depth: int) -> None:
        if called.get("/Subtype") == "/Form":
            a, b, c, d, e, f = numbers(called.get("/Matrix", [1, 0, 0, 1, 0, 0]), 6)
            inner = replace(state, matrix=then((a, b, c, d, e, f), state.matrix))
            self.page(called, called.get("/Resources", resources), inner, depth + 1)
        elif called.get("/Subtype") == "/Image":
            self._found.spots |= _spots(called.get("/ColorSpace"))
            if not called.get("/ImageMask") and min(int(called.Width), int(called.Height)) >= _LEAST_PX:
                a, b, c, d, *_ = state.matrix
                sides = (float(called.Width), math.hypot(a, b)), (float(called.Height), math.hypot(c, d))
                ppi = min(pixels / side_pt * _INCH_PT for pixels, side_pt in sides if side_pt > 0)
                self._found.coarsest_ppi = min(self._found.coarsest_ppi, ppi)


def _changed(name: str, operands: list[Any], resources: Any, state: _State) -> _State:
    match name:
        case "cm":
            a, b, c, d, e, f = numbers(operands, 6)
            return replace(state, matrix=then((a, b, c, d, e, f), state.matrix))
        case "g" | "rg" | "k":
            return replace(state, fill=(_DEVICES[name], tuple(map(float, operands))))
        case "G" | "RG" | "K":
            return replace(state, stroke=(_DEVICES[name], tuple(map(float, operands))))
        case "cs":
            return replace(state, fill=(_space(operands, resources), ()))
        case "CS":
            return replace(state, stroke=(_space(operands, resources), ()))
        case "sc" | "scn":
            return replace(state, fill=_colour(operands, resources, state.fill[0]))
        case "SC" | "SCN":
            return replace(state, stroke=_colour(operands, resources, state.stroke[0]))
        case "Tf":
            return replace(state, font=named(resources, "/Font", operands[:1]))
        case "Tr":
            return replace(state, rendering=int(numbers(operands, 1)[0]))
        case "gs":
            return _with(named(resources, "/ExtGState", operands), state)
        case _:
            return state


def _with(entries: Any, state: _State) -> _State:
    """The state after a dictionary of it; what is said of strokes alone is said of fills too (8.4.5)."""
    if "/OP" in entries:
        state = replace(state, over_stroke=bool(entries["/OP"]), over_fill=bool(entries["/OP"]))
    if "/op" in entries:
        state = replace(state, over_fill=bool(entries["/op"]))
    if "/OPM" in entries:
        state = replace(state, nonzero=int(entries["/OPM"]) == 1)
    return replace(state, font=entries["/Font"][0]) if "/Font" in entries else state


def _space(operands: list[Any], resources: Any) -> Any:
    (name,) = operands
    return resources.get("/ColorSpace", {}).get(str(name), str(name))


def _colour(operands: list[Any], resources: Any, space: Any) -> tuple[Any, tuple[float, ...]]:
    """A colour in a space; a tiling pattern is its own space."""
    if operands and isinstance(operands[-1], pikepdf.Name):
        pattern = resources.get("/Pattern", {}).get(str(operands[-1]))
        return (pattern if isinstance(pattern, pikepdf.Stream) else space), ()
    return space, tuple(map(float, operands))


def _spots(space: Any) -> set[str]:
    """The names of a colour space's inks that are none of the four."""
    if not isinstance(space, pikepdf.Array) or len(space) < 2:
        return set()
    kind, inks = str(space[0]), space[1]
    if kind in ("/Indexed", "/Pattern"):
        return _spots(inks)
    names = [inks] if kind == "/Separation" else list(inks) if kind == "/DeviceN" else []
    return {str(name).removeprefix("/") for name in names if str(name) not in _PROCESS}


def _embedded(font: Any) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    of = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return any(key in of.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3"))

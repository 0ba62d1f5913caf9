"""A PDF page as flat shapes, where flat shapes in plain colours are all that it holds (ISO 32000-1, annex A)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import groupby
from typing import Any, Literal

import pikepdf
from PIL.ImageCms import PyCMSError

from trygtryk.bounds import DEEPEST_PLAIN, MOST_PLAIN_BYTES, MOST_PLAIN_SHAPES
from trygtryk.geometry import (
    IDENTITY,
    Box,
    Matrix,
    Outline,
    Point,
    Segment,
    bounds,
    rectangle,
    sized,
    then,
    transformed,
)
from trygtryk.model import Group, Ink, Item, Shape, Stroke
from trygtryk.pictures.own.conversion import Conversion
from trygtryk.pictures.own.pdf_operators import (
    MALFORMED,
    NotPlainError,
    instructions,
    named,
    numbers,
    shows,
    size,
    unpacked,
)
from trygtryk.pictures.own.strokes import area_of, on_page

_MOST = 1e6
_CAPS: tuple[Literal["butt", "round", "square"], ...] = ("butt", "round", "square")
_JOINS: tuple[Literal["miter", "round", "bevel"], ...] = ("miter", "round", "bevel")
_BLACK = Ink("black", (0.0, 0.0, 0.0, 100.0), "#000000")
_DEVICES: Mapping[str, Literal["L", "RGB", "CMYK"]] = {
    "/DeviceGray": "L",
    "/G": "L",
    "/DeviceRGB": "RGB",
    "/RGB": "RGB",
    "/DeviceCMYK": "CMYK",
    "/CMYK": "CMYK",
}
_BY_PARTS: Mapping[int, Literal["L", "RGB", "CMYK"]] = {1: "L", 3: "RGB", 4: "CMYK"}
_WITHOUT_EFFECT = frozenset(["ri", "i", "BX", "EX", "MP", "DP", "BMC", "EMC", "BT", "ET"])
_STATE_WITHOUT_EFFECT = frozenset(["/Type", "/OP", "/op", "/OPM", "/SA", "/AIS", "/TK", "/RI", "/FL", "/SM"])


Space = tuple[Literal["L", "RGB", "CMYK"], bytes]
"""A colour space by its channels, and its profile (empty: none)."""
Clip = tuple[Outline, bool]


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state (ISO 32000-1, 8.4.1), as far as flat shapes have one."""

    matrix: Matrix
    fill: Ink = _BLACK
    stroke: Ink = _BLACK
    fill_space: Space = ("L", b"")
    stroke_space: Space = ("L", b"")
    pen: Stroke = field(default_factory=lambda: Stroke(_BLACK, 1.0, (), "butt", "miter"))
    clips: tuple[Clip, ...] = ()


def page_shapes(data: bytes, matrix: Matrix, area: Box, conversion: Conversion) -> tuple[Item, ...]:
    """The shapes of a file's first page that are seen in ``area``, ``matrix`` leading from the page to millimetres.

    Raises NotPlainError where anything else may be seen: pictures, text, transparency, gradients, layers, spot colours.
    """
    try:
        with warnings.catch_warnings(), pikepdf.open(BytesIO(data)) as pdf:
            warnings.simplefilter("ignore")
            page = pdf.pages[0]
            if any(shows(note) for note in page.obj.get("/Annots", ())):
                raise NotPlainError
            reader = _Reader(area, conversion)
            reader.run(page, page.obj.get("/Resources", pikepdf.Dictionary()), _State(matrix), 0)
            return reader.items()
    except (*MALFORMED, PyCMSError) as error:
        raise NotPlainError from error


class _Reader:
    """Follows a page's operators."""

    def __init__(self, area: Box, conversion: Conversion) -> None:
        self._area, self._conversion = area, conversion
        self._found: list[tuple[tuple[Clip, ...], Item]] = []
        self._bytes = 0

    def items(self) -> tuple[Item, ...]:
        """What was found, shapes seen through the same clips together."""
        made: list[Item] = []
        for clips, run in groupby(self._found, key=lambda found: found[0]):
            group: tuple[Item, ...] = tuple(item for _, item in run)
            for clip, even_odd in reversed(clips):
                group = (Group(group, clip=clip, even_odd=even_odd),)
            made += group
        return tuple(made)

    def run(self, source: Any, resources: Any, state: _State, depth: int) -> None:
        """Draws a page or a form."""
        if depth > DEEPEST_PLAIN or not isinstance(resources, pikepdf.Dictionary):
            raise NotPlainError
        self._bytes += size(source)
        if self._bytes > MOST_PLAIN_BYTES:
            raise NotPlainError
        stack: list[_State] = []
        path = _Path()
        for instruction in instructions(source):
            operands, name = instruction.operands, str(instruction.operator)
            if name == "q":
                stack.append(state)
            elif name == "Q":
                if not stack:
                    raise NotPlainError
                state = stack.pop()
            elif name in _PATHS:
                path.add(name, numbers(operands, _PATHS[name]))
            elif name in ("W", "W*"):
                path.clips = name
            elif name in _PAINTS:
                state = self._paint(name, path, state)
                path = _Path()
            elif name == "Do":
                self._form(operands, resources, state, depth)
            elif name == "BDC":
                if operands and operands[0] == "/OC":
                    raise NotPlainError
            elif name not in _WITHOUT_EFFECT:
                state = self._changed(name, operands, resources, state)

    def _changed(self, name: str, operands: Any, resources: Any, state: _State) -> _State:
        """The state after an operator that changes it."""
        pen = state.pen
        match name:
            case "cm":
                a, b, c, d, e, f = numbers(operands, 6)
                return replace(state, matrix=then((a, b, c, d, e, f), state.matrix))
            case "w":
                return replace(state, pen=replace(pen, width_pt=numbers(operands, 1)[0]))
            case "J":
                return replace(state, pen=replace(pen, cap=_chosen(_CAPS, operands)))
            case "j":
                return replace(state, pen=replace(pen, join=_chosen(_JOINS, operands)))
            case "M":
                return replace(state, pen=replace(pen, miter_limit=max(1.0, numbers(operands, 1)[0])))
            case "d":
                return replace(state, pen=_dashed(pen, operands))
            case "gs":
                entries = named(resources, "/ExtGState", operands)
                _check_state(entries)
                for key, operator in _PEN_OPERATORS.items():
                    if key in entries:
                        state = self._changed(operator, [entries[key]], resources, state)
                return state
            case "g" | "rg" | "k":
                space = (_DEVICES[{"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}[name]], b"")
                return replace(state, fill_space=space, fill=self._ink(space, operands, resources))
            case "G" | "RG" | "K":
                space = (_DEVICES[{"G": "/DeviceGray", "RG": "/DeviceRGB", "K": "/DeviceCMYK"}[name]], b"")
                return replace(state, stroke_space=space, stroke=self._ink(space, operands, resources))
            case "cs":
                return replace(state, fill_space=_space(operands, resources), fill=_BLACK)
            case "CS":
                return replace(state, stroke_space=_space(operands, resources), stroke=_BLACK)
            case "sc" | "scn":
                return replace(state, fill=self._ink(state.fill_space, operands, resources))
            case "SC" | "SCN":
                return replace(state, stroke=self._ink(state.stroke_space, operands, resources))
            case _:
                raise NotPlainError

    def _ink(self, space: Space, operands: Any, resources: Any) -> Ink:
        mode, profile = space
        if any(key in resources.get("/ColorSpace", ()) for key in ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")):
            raise NotPlainError
        shares = numbers(operands, {"L": 1, "RGB": 3, "CMYK": 4}[mode])
        return self._conversion.ink_of(mode, tuple(min(max(share, 0.0), 1.0) for share in shares), profile)

    def _paint(self, name: str, path: _Path, state: _State) -> _State:
        if name in ("s", "b", "b*"):
            path.add("h", [])
        outline = tuple(path.made)
        if outline and abs(area_of(state.matrix)) > 1e-12:
            placed = self._placed(outline, state.matrix)
            even_odd = name.endswith("*")
            if name[0] in "fFbB" and bounds(placed).meets(self._area):
                self._add(state, Shape(placed, state.fill, None, even_odd))
            if name[0] in "SsbB":
                if state.pen.width_pt <= 0:
                    raise NotPlainError  # as thin as the machine can
                shape = Shape(outline, None, replace(state.pen, ink=state.stroke))
                stroked = on_page(shape, placed, state.matrix)
                if stroked and stroked[2].meets(self._area):
                    item, matrix, _ = stroked
                    self._add(state, item if matrix == IDENTITY else Group((item,), matrix))
        if path.clips:
            placed = self._placed(outline or tuple(rectangle(sized(0, 0, 0, 0))), state.matrix)
            return replace(state, clips=(*state.clips, (placed, path.clips == "W*")))
        return state

    def _add(self, state: _State, item: Item) -> None:
        if len(self._found) > MOST_PLAIN_SHAPES or len(state.clips) > 2 * DEEPEST_PLAIN:
            raise NotPlainError
        self._found.append((state.clips, item))

    def _placed(self, outline: Outline, matrix: Matrix) -> Outline:
        placed = transformed(outline, matrix)
        if not Box(-_MOST, -_MOST, _MOST, _MOST).contains(bounds(placed)):
            raise NotPlainError
        return placed

    def _form(self, operands: Any, resources: Any, state: _State, depth: int) -> None:
        form = named(resources, "/XObject", operands)
        if form.get("/Subtype") != "/Form" or "/OC" in form or "/Ref" in form:
            raise NotPlainError
        if "/Group" in form and (form.Group.get("/K") or form.Group.get("/S") != "/Transparency"):
            raise NotPlainError
        a, b, c, d, e, f = numbers(form.get("/Matrix", [1, 0, 0, 1, 0, 0]), 6)
        inner = replace(state, matrix=then((a, b, c, d, e, f), state.matrix))
        x0, y0, x1, y1 = numbers(form.get("/BBox", []), 4)
        clip = self._placed(rectangle(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))), inner.matrix)
        inner = replace(inner, clips=(*state.clips, (clip, False)))
        self.run(form, form.get("/Resources", resources), inner, depth + 1)


_PATHS = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "re": 4, "h": 0}
_PAINTS = frozenset(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"])


class _Path:
    """An outline while it is drawn, in the user space of its operators."""

    def __init__(self) -> None:
        self.made: list[Segment] = []
        self.clips = ""
        self._at: Point | None = None
        self._start: Point = (0.0, 0.0)

    def add(self, name: str, n: list[float]) -> None:
        if name == "re":
            x, y, width, height = n
            self.made += rectangle(Box(x, y, x + width, y + height))
            self._at, self._start = None, (x, y)
        elif name == "m":
            self._move((n[0], n[1]))
        elif name == "h":
            if self._at is not None:
                self.made.append(("Z",))
                self._at = None
        elif not self.made:
            raise NotPlainError
        else:
            if self._at is None:
                self._move(self._start)
            assert self._at
            end = (n[-2], n[-1])
            if name == "l":
                self.made.append(("L", *end))
            else:
                first, second = {"c": n[:4], "v": [*self._at, *n[:2]], "y": n}[name][:2], n[-4:-2]
                self.made.append(("C", first[0], first[1], *((second[0], second[1]) if name != "y" else end), *end))
            self._at = end

    def _move(self, to: Point) -> None:
        if self.made and self.made[-1][0] == "M":
            self.made.pop()
        self.made.append(("M", *to))
        self._at = self._start = to


def _chosen(kinds: Any, operands: Any) -> Any:
    number = numbers(operands, 1)[0]
    if number not in range(len(kinds)):
        raise NotPlainError
    return kinds[int(number)]


def _dashed(pen: Stroke, operands: Any) -> Stroke:
    if len(operands) != 2 or not isinstance(operands[0], pikepdf.Array):
        raise NotPlainError
    dash = numbers(operands[0], len(operands[0]))
    phase = numbers(operands[1:], 1)[0]
    if any(part < 0 for part in dash) or (dash and not any(dash)) or len(dash) > 12:
        raise NotPlainError
    return replace(pen, dash_pt=tuple(dash) * (1 + len(dash) % 2), phase_pt=phase)


_PEN_OPERATORS = {"/LW": "w", "/LC": "J", "/LJ": "j", "/ML": "M"}


def _check_state(entries: Any) -> None:
    """Raises NotPlainError where a graphics state would blend or change what is painted."""
    for key, value in entries.items():
        if key in ("/CA", "/ca"):
            plain = numbers([value], 1) == [1.0]
        elif key == "/BM":
            plain = value in ("/Normal", "/Compatible")
        elif key == "/SMask":
            plain = value == "/None"
        else:
            plain = key in _STATE_WITHOUT_EFFECT or key in _PEN_OPERATORS
        if not plain:
            raise NotPlainError


def _space(operands: Any, resources: Any) -> Space:
    if len(operands) != 1 or not isinstance(operands[0], pikepdf.Name):
        raise NotPlainError
    name = str(operands[0])
    if name in _DEVICES:
        return _DEVICES[name], b""
    found = resources.get("/ColorSpace", pikepdf.Dictionary()).get(name)
    if isinstance(found, pikepdf.Name) and str(found) in _DEVICES:
        return _DEVICES[str(found)], b""
    if not isinstance(found, pikepdf.Array) or len(found) != 2 or found[0] != "/ICCBased":
        raise NotPlainError
    profile = found[1]
    if not isinstance(profile, pikepdf.Stream) or profile.get("/N") not in (1, 3, 4):
        raise NotPlainError
    mode = _BY_PARTS[int(profile.N)]
    # grey is printed with black alone, whatever its profile
    return mode, b"" if mode == "L" else unpacked(profile)

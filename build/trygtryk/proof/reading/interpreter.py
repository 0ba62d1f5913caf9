"""Content streams read into placed marks: graphics state, forms, patterns, text (ISO 32000-1, 8 and 9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import pikepdf

from trygtryk.bounds import DEEPEST_FORM, MOST_OPERATORS, MOST_STATES
from trygtryk.geometry import Box, then
from trygtryk.proof.reading.colour import PATTERN, Paint, Space, initial, paint
from trygtryk.proof.reading.fonts import Font
from trygtryk.proof.reading.images import place_image, place_inline
from trygtryk.proof.reading.marks import Corners, Path, Rectangle, common, stretch
from trygtryk.proof.reading.painting import Painter
from trygtryk.proof.reading.resources import READING, Missing, Scope, key_of, layer_of
from trygtryk.proof.reading.showing import TEXT
from trygtryk.proof.reading.state import State
from trygtryk.proof.reading.stream import read_stream
from trygtryk.proof.reading.tagging import TAGGING
from trygtryk.proof.reading.tokens import ANY_ARITY, ARITY, BROKEN, SEGMENTS, WITHOUT_EFFECT, Operator, Run, operators
from trygtryk.units import POINTS_PER_MM, mm

_DEVICE = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}
_FILLING = frozenset(["f", "F", "f*", "B", "B*", "b", "b*"])
_STROKING = frozenset(["S", "s", "B", "B*", "b", "b*"])
_PAINTING = sorted(_FILLING | _STROKING | {"n"})
_NOTHING: Corners = (0.0, 0.0, -1.0, -1.0)
_ENDLESS: Corners = (-1e9, -1e9, 1e9, 1e9)


class Reader(Painter):
    """Reads a page's streams into its Content; ``fonts`` are the file's own, shared by its pages."""

    def __init__(self, page: Any, resources: Any, trim: Box, media: Box, fonts: dict[str, Font], number: int) -> None:
        per_pt = mm(1.0)
        self._base = (per_pt, 0.0, 0.0, per_pt, -trim.x0_mm, -trim.y0_mm)
        sheet = media.moved(-trim.x0_mm, -trim.y0_mm)
        state = State(self._base, (sheet.x0_mm, sheet.y0_mm, sheet.x1_mm, sheet.y1_mm))
        super().__init__(state, Scope(resources, f"side {number}", fonts), _blending(page.get("/Group")))
        self._fonts = fonts
        self._scopes: dict[str, Scope] = {}
        self._count = 0
        self._within: list[str] = []
        self._asides: set[str] = set()
        self._path: list[Run | Rectangle] = []
        self._clipping: str = ""
        self._read_page(page)

    def _read_page(self, page: Any) -> None:
        source = page.get("/Contents", ())
        try:
            parts = [read_stream(part) for part in (source if isinstance(source, pikepdf.Array) else [source]) if part]
        except READING:
            self.trouble("ulæselig", "sidens indhold")
            return
        self._run(operators(b"\n".join(parts)))

    # Running

    def _run(self, stream: tuple[Operator, ...]) -> None:
        stack: list[State] = []
        tags = len(self.tags)
        tolerant = 0
        for name, operands in stream:
            self._count += 1
            if self._count > MOST_OPERATORS:
                self.trouble("for stor", "")
                break
            arity = ARITY.get(name)
            if arity is None and name not in ANY_ARITY:
                if name == BROKEN or not tolerant:
                    self.trouble("ukendt", "" if name == BROKEN else name[:20])
                continue
            if arity is not None and len(operands) != arity:
                self.trouble("operander", name)
                if len(operands) < arity:
                    continue
                operands = operands[len(operands) - arity :]
            if name == "q":
                if len(stack) >= MOST_STATES:
                    self.trouble("for stor", "")
                    break
                stack.append(self.state.kept())
            elif name == "Q":
                if stack:
                    self.state = stack.pop()
                else:
                    self.trouble("q/Q", "")
            elif name in WITHOUT_EFFECT:
                tolerant += (name == "BX") - (name == "EX")
            else:
                self._do(name, operands)
        if stack:
            self.trouble("q/Q", "")
            self.state = stack[0]
        if len(self.tags) > tags:
            self.trouble("EMC", "")
            del self.tags[tags:]

    def _do(self, name: str, operands: tuple[Any, ...]) -> None:
        try:
            _HANDLERS[name](self, operands)
        except Missing as missing:
            self.trouble("mangler", str(missing))
        except READING:
            self.trouble("operander", name)

    # State

    def _cm(self, operands: tuple[Any, ...]) -> None:
        a, b, c, d, e, f = map(float, operands)
        self.state.ctm = then((a, b, c, d, e, f), self.state.ctm)

    def _gs(self, operands: tuple[Any, ...]) -> None:
        step = self.scope.step(operands[0])
        state = self.state
        if step.transfer:
            self.trouble("overføring", str(operands[0]))
        if step.halftone:
            self.trouble("raster", str(operands[0]))
        for key, value in step.entries.items():
            if key == "LW":
                state.line = float(value)
            elif key == "OP":
                state.stroke_over = bool(value)
                if "op" not in step.entries:
                    state.fill_over = bool(value)
            elif key == "op":
                state.fill_over = bool(value)
            elif key == "OPM":
                state.opm = int(value)
            elif key in ("CA", "ca"):
                fill, stroke = state.alpha
                state.alpha = (float(value), stroke) if key == "ca" else (fill, float(value))
            elif key == "BM":
                state.blend = str(value[0] if isinstance(value, pikepdf.Array) else value)[1:]
            elif key == "Font":
                state.size = float(value[1])
        if step.soft_mask is not None:
            state.soft = isinstance(step.soft_mask, pikepdf.Dictionary)
            if state.soft:
                self.aside(step.soft_mask["/G"], "blød maske")

    def _width(self, operands: tuple[Any, ...]) -> None:
        self.state.line = float(operands[0])

    def _device(self, name: str, operands: tuple[Any, ...]) -> None:
        family = _DEVICE[name.lower()]
        space = Space(family, len(operands))
        chosen = paint(space, tuple(map(float, operands)))
        remapped = self.scope.default_space(family)
        if remapped is not None:
            chosen = chosen._replace(family=remapped.family)
        self._choose(name.isupper(), space, chosen)

    def _choose(self, stroking: bool, space: Space, chosen: Paint) -> None:
        if stroking:
            self.state.stroke_space, self.state.stroke = space, chosen
        else:
            self.state.fill_space, self.state.fill = space, chosen

    def _set_space(self, name: str, operands: tuple[Any, ...]) -> None:
        value = operands[0]
        space = self.scope.space(value)
        if space.arity < 0:
            raise Missing(f"/ColorSpace /{value}")
        self._choose(name == "CS", space, initial(space))

    def _colour(self, name: str, operands: tuple[Any, ...]) -> None:
        stroking = name.isupper()
        space = self.state.stroke_space if stroking else self.state.fill_space
        if space.family != "Pattern":
            numbers = tuple(map(float, operands))
            if len(numbers) != space.arity:
                raise ValueError
            self._choose(stroking, space, paint(space, numbers))
            return
        pattern = self.scope.entry("/Pattern", operands[-1])
        under = paint(space.base, tuple(map(float, operands[:-1]))) if space.base is not None else None
        self._choose(stroking, space, under or PATTERN)
        if isinstance(pattern, pikepdf.Stream):
            self.aside(pattern, "mønster")
        elif "/Shading" in pattern:
            self.use(self.scope.space(pattern["/Shading"]["/ColorSpace"]), "farveovergang", None)

    # Paths

    def _rectangle(self, operands: tuple[Any, ...]) -> None:
        x, y, width, height = map(float, operands)
        self._path.append((x, y, width, height))

    def _run_of_path(self, operands: tuple[Any, ...]) -> None:
        self._path.append(operands[0])

    def _spoilt_segment(self, operands: tuple[Any, ...]) -> None:
        raise ValueError

    def _clip(self, rule: str, operands: tuple[Any, ...]) -> None:
        self._clipping = rule

    def _paint(self, name: str, operands: tuple[Any, ...]) -> None:
        state = self.state
        pieces = tuple(self._path)
        self._path = []
        clipping, self._clipping = self._clipping, ""
        if not pieces:
            return
        path = Path(pieces, state.ctm, "*" in name)
        if name in _FILLING:
            self.mark("fill", path.box, state.fill, state.fill_space, state.fill_over, 0.0, path)
        if name in _STROKING:
            half = state.line * stretch(state.ctm) / 2
            x0, y0, x1, y1 = path.box
            box = (x0 - half, y0 - half, x1 + half, y1 + half)
            width_pt = 2 * half * POINTS_PER_MM
            self.mark("stroke", box, state.stroke, state.stroke_space, state.stroke_over, width_pt, path)
        if clipping:
            path = path if clipping == "W" and not path.even_odd else Path(pieces, state.ctm, clipping == "W*")
            state.clip = (*state.clip, path)
            state.clip_box = common(state.clip_box, path.box) or _NOTHING

    # Pictures, forms, patterns

    def _xobject(self, operands: tuple[Any, ...]) -> None:
        source = self.scope.entry("/XObject", operands[0])
        kind = str(source.get("/Subtype", ""))
        layer = layer_of(source["/OC"]) if "/OC" in source else None
        if layer is not None:
            self.tags.append((self.tags[-1][0] if self.tags else None, layer))
        try:
            if kind == "/Image":
                place_image(self, source)
            elif kind == "/Form":
                self._form(source, str(operands[0]))
            else:
                self.trouble("PostScript" if kind == "/PS" else "ukendt", f"XObject {kind}")
        finally:
            if layer is not None:
                self.tags.pop()

    def _shading(self, operands: tuple[Any, ...]) -> None:
        shading = self.scope.entry("/Shading", operands[0])
        space = self.scope.space(shading["/ColorSpace"])
        self.mark("shading", self.state.clip_box, PATTERN, space, self.state.fill_over, 0.0)

    def _form(self, source: Any, name: str) -> None:
        key = key_of(source, f"{self.scope.key} {name}")
        if len(self._within) >= DEEPEST_FORM or key in self._within:
            self.trouble("for dyb", name)
            return
        kept, scope, owner, blending = self.state, self.scope, self.owner, self.blending
        path, self._path = self._path, []
        self._within.append(key)
        try:
            if "/Resources" in source:
                if key not in self._scopes:
                    self._scopes[key] = Scope(source["/Resources"], key, self._fonts)
                self.scope = self._scopes[key]
            self.state = kept.kept()
            if "/Matrix" in source:
                self._cm(tuple(float(number) for number in source["/Matrix"]))
            if "/BBox" in source:
                x0, y0, x1, y1 = (float(number) for number in source["/BBox"])
                frame = Path(((x0, y0, x1 - x0, y1 - y0),), self.state.ctm, False)
                self.state.clip_box = common(self.state.clip_box, frame.box) or _NOTHING
            if "/Group" in source:
                self.blending = _blending(source["/Group"]) or blending
                self.transparent("gruppe", self.state.clip_box, _blending(source["/Group"]))
            if "/StructParents" in source:
                self.owner = key
            self._run(_of_form(read_stream(source)))
        finally:
            self._within.pop()
            self.state, self.scope, self.owner, self.blending, self._path = kept, scope, owner, blending, path

    def aside(self, source: Any, where: str) -> None:
        """Reads, once, a form that is painted with: a pattern's cell, a mask, a letter's."""
        key = key_of(source, f"{self.scope.key} {where}")
        if key in self._asides:
            return
        self._asides.add(key)
        kept, before, text = self.state, self.where, (self.text_matrix, self.text_line)
        self.where = self.where or where
        self.state = State(self._base, _ENDLESS)
        try:
            self._form(source, where)
        finally:
            self.state, self.where = kept, before
            self.text_matrix, self.text_line = text


@lru_cache(maxsize=512)
def _of_form(data: bytes) -> tuple[Operator, ...]:
    """The operators of a stream that is placed many times, in many files."""
    return operators(data)


def _blending(group: Any) -> str:
    if not isinstance(group, pikepdf.Dictionary) or "/CS" not in group:
        return ""
    value = group["/CS"]
    return str(value[0] if isinstance(value, pikepdf.Array) else value)[1:]


_Handler = Callable[[Reader, tuple[Any, ...]], None]


def _named(method: Callable[[Reader, str, tuple[Any, ...]], None], name: str) -> _Handler:
    return lambda reader, operands: method(reader, name, operands)


_HANDLERS: Mapping[str, _Handler] = {
    **TEXT,
    **TAGGING,
    **{name: _named(Reader._paint, name) for name in _PAINTING},
    **{name: _named(Reader._device, name) for name in ("g", "G", "rg", "RG", "k", "K")},
    **{name: _named(Reader._set_space, name) for name in ("cs", "CS")},
    **{name: _named(Reader._colour, name) for name in ("sc", "scn", "SC", "SCN")},
    **{name: _named(Reader._clip, name) for name in ("W", "W*")},
    "path": Reader._run_of_path,
    **dict.fromkeys(SEGMENTS, Reader._spoilt_segment),
    "re": Reader._rectangle,
    "cm": Reader._cm,
    "gs": Reader._gs,
    "w": Reader._width,
    "Do": Reader._xobject,
    "sh": Reader._shading,
    "BI": place_inline,
}

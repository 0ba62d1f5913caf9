"""Text operators: where strings land, how wide and how large (ISO 32000-1, 9.3-9.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trygtryk.geometry import IDENTITY, then
from trygtryk.proof.reading.marks import Path, stretch
from trygtryk.proof.reading.resources import Missing
from trygtryk.units import POINTS_PER_MM

if TYPE_CHECKING:
    from trygtryk.proof.reading.interpreter import Handler, Reader

Operands = tuple[Any, ...]

_UNSEEN = 3
_STROKED = 1


def _font(reader: Reader, operands: Operands) -> None:
    reader.state.size = float(operands[1])
    reader.state.font = None
    reader.state.font = reader.scope.font(operands[0])


def _begin(reader: Reader, operands: Operands) -> None:
    reader.text_matrix = reader.text_line = IDENTITY


def _matrix(reader: Reader, operands: Operands) -> None:
    a, b, c, d, e, f = map(float, operands)
    reader.text_matrix = reader.text_line = (a, b, c, d, e, f)


def _move(reader: Reader, operands: Operands) -> None:
    x, y = map(float, operands)
    reader.text_matrix = reader.text_line = then((1.0, 0.0, 0.0, 1.0, x, y), reader.text_line)


def _move_and_lead(reader: Reader, operands: Operands) -> None:
    reader.state.lead = -float(operands[1])
    _move(reader, operands)


def _next_line(reader: Reader, operands: Operands) -> None:
    _move(reader, (0.0, -reader.state.lead))


def _show(reader: Reader, operands: Operands) -> None:
    _set(reader, [operands[0]])


def _show_adjusted(reader: Reader, operands: Operands) -> None:
    _set(reader, operands[0])


def _next_and_show(reader: Reader, operands: Operands) -> None:
    if len(operands) == 3:
        reader.state.word, reader.state.spacing = float(operands[0]), float(operands[1])
    _next_line(reader, ())
    _set(reader, [operands[-1]])


def _spacing(reader: Reader, operands: Operands) -> None:
    reader.state.spacing = float(operands[0])


def _word(reader: Reader, operands: Operands) -> None:
    reader.state.word = float(operands[0])


def _stretch(reader: Reader, operands: Operands) -> None:
    reader.state.stretch = float(operands[0]) / 100


def _lead(reader: Reader, operands: Operands) -> None:
    reader.state.lead = float(operands[0])


def _rise(reader: Reader, operands: Operands) -> None:
    reader.state.rise = float(operands[0])


def _mode(reader: Reader, operands: Operands) -> None:
    reader.state.mode = int(operands[0])


def _set(reader: Reader, pieces: list[Any]) -> None:
    state = reader.state
    font = state.font
    if font is None:
        raise Missing("/Font")
    pen, first, last = 0.0, None, 0.0
    for piece in pieces:
        if not isinstance(piece, bytes):
            pen -= float(piece) / 1000 * state.size * state.stretch
            continue
        for code in font.codes(piece):
            advance = font.widths.get(code, font.default_width) / 1000 * state.size + state.spacing
            advance += state.word if code == 32 and not font.composite else 0.0
            if not font.blank(code):
                first = pen if first is None else first
                last = pen + (advance - state.spacing) * state.stretch
            pen += advance * state.stretch
        font.shown.update(font.codes(piece))
    if first is not None:
        frame = then((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), then(reader.text_matrix, state.ctm))
        low, high = font.descent * state.size, font.ascent * state.size
        codes = b"".join(piece for piece in pieces if isinstance(piece, bytes))
        _mark(
            reader,
            Path(((first, low, last - first, high - low),), frame, False),
            abs(state.size) * stretch(frame) * POINTS_PER_MM,
            codes,
        )
    reader.text_matrix = then((1.0, 0.0, 0.0, 1.0, pen, 0.0), reader.text_matrix)
    if font.subtype == "Type3":
        for _, glyph in sorted(font.source["/CharProcs"].items()):
            reader.aside(glyph, "Type3-skrift")


def _mark(reader: Reader, frame: Path, size_pt: float, codes: bytes) -> None:
    state = reader.state
    seen = state.mode % 4
    if seen == _UNSEEN:
        reader.mark("text", frame.box, None, None, False, size_pt, frame, codes)
    elif seen == _STROKED:
        reader.mark("text", frame.box, state.stroke, state.stroke_space, state.stroke_over, size_pt, frame, codes)
    else:
        reader.mark("text", frame.box, state.fill, state.fill_space, state.fill_over, size_pt, frame, codes)


TEXT: dict[str, Handler] = {
    "BT": _begin,
    "Tf": _font,
    "Tm": _matrix,
    "Td": _move,
    "TD": _move_and_lead,
    "T*": _next_line,
    "Tj": _show,
    "TJ": _show_adjusted,
    "'": _next_and_show,
    '"': _next_and_show,
    "Tc": _spacing,
    "Tw": _word,
    "Tz": _stretch,
    "TL": _lead,
    "Ts": _rise,
    "Tr": _mode,
}

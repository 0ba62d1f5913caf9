"""Text operators: where strings land, how wide and how large (ISO 32000-1, 9.3-9.4)."""

from __future__ import annotations

from typing import Any

from trygtryk.geometry import IDENTITY, then
from trygtryk.proof.reading.marks import Path, stretch
from trygtryk.proof.reading.painting import Handler, Painter
from trygtryk.proof.reading.resources import Missing
from trygtryk.units import POINTS_PER_MM

Operands = tuple[Any, ...]

_UNSEEN = 3
_STROKED = 1


def _font(painter: Painter, operands: Operands) -> None:
    painter.state.size = float(operands[1])
    painter.state.font = None
    painter.state.font = painter.scope.font(operands[0])


def _begin(painter: Painter, operands: Operands) -> None:
    painter.text_matrix = painter.text_line = IDENTITY


def _matrix(painter: Painter, operands: Operands) -> None:
    a, b, c, d, e, f = map(float, operands)
    painter.text_matrix = painter.text_line = (a, b, c, d, e, f)


def _move(painter: Painter, operands: Operands) -> None:
    x, y = map(float, operands)
    painter.text_matrix = painter.text_line = then((1.0, 0.0, 0.0, 1.0, x, y), painter.text_line)


def _move_and_lead(painter: Painter, operands: Operands) -> None:
    painter.state.lead = -float(operands[1])
    _move(painter, operands)


def _next_line(painter: Painter, operands: Operands) -> None:
    _move(painter, (0.0, -painter.state.lead))


def _show(painter: Painter, operands: Operands) -> None:
    _set(painter, [operands[0]])


def _show_adjusted(painter: Painter, operands: Operands) -> None:
    _set(painter, operands[0])


def _next_and_show(painter: Painter, operands: Operands) -> None:
    if len(operands) == 3:
        painter.state.word, painter.state.spacing = float(operands[0]), float(operands[1])
    _next_line(painter, ())
    _set(painter, [operands[-1]])


def _spacing(painter: Painter, operands: Operands) -> None:
    painter.state.spacing = float(operands[0])


def _word(painter: Painter, operands: Operands) -> None:
    painter.state.word = float(operands[0])


def _stretch(painter: Painter, operands: Operands) -> None:
    painter.state.stretch = float(operands[0]) / 100


def _lead(painter: Painter, operands: Operands) -> None:
    painter.state.lead = float(operands[0])


def _rise(painter: Painter, operands: Operands) -> None:
    painter.state.rise = float(operands[0])


def _mode(painter: Painter, operands: Operands) -> None:
    painter.state.mode = int(operands[0])


def _set(painter: Painter, pieces: list[Any]) -> None:
    state = painter.state
    font = state.font
    if font is None:
        raise Missing("/Font")
    pen, first, last = 0.0, None, 0.0
    widths, default, blanks, size = font.widths, font.default_width, font.blanks, state.size
    for piece in pieces:
        if not isinstance(piece, bytes):
            pen -= float(piece) / 1000 * state.size * state.stretch
            continue
        for code in font.codes(piece):
            advance = widths.get(code, default) / 1000 * size + state.spacing
            advance += state.word if code == 32 and not font.composite else 0.0
            blank = blanks.get(code)
            if blank is None:
                blank = blanks[code] = font.blank(code)
            if not blank:
                first = pen if first is None else first
                last = pen + (advance - state.spacing) * state.stretch
            pen += advance * state.stretch
        font.shown.update(font.codes(piece))
    if first is not None:
        frame = then((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), then(painter.text_matrix, state.ctm))
        low, high = font.descent * state.size, font.ascent * state.size
        codes = b"".join(piece for piece in pieces if isinstance(piece, bytes))
        _mark(
            painter,
            Path(((first, low, last - first, high - low),), frame, False),
            abs(state.size) * stretch(frame) * POINTS_PER_MM,
            codes,
        )
    painter.text_matrix = then((1.0, 0.0, 0.0, 1.0, pen, 0.0), painter.text_matrix)
    if font.subtype == "Type3":
        for _, glyph in sorted(font.source["/CharProcs"].items()):
            painter.aside(glyph, "Type3-skrift")


def _mark(painter: Painter, frame: Path, size_pt: float, codes: bytes) -> None:
    state = painter.state
    seen = state.mode % 4
    if seen == _UNSEEN:
        painter.mark("text", frame.box, None, None, False, size_pt, frame, codes)
    elif seen == _STROKED:
        painter.mark("text", frame.box, state.stroke, state.stroke_space, state.stroke_over, size_pt, frame, codes)
    else:
        painter.mark("text", frame.box, state.fill, state.fill_space, state.fill_over, size_pt, frame, codes)


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

"""Content streams cut into operators with their operands (ISO 32000-1, 7.8.2)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

_STRING = rb"\((?:[^()\\]++|\\.)*+\)"
for _ in range(4):
    _STRING = rb"\((?:[^()\\]++|\\.|" + _STRING + rb")*+\)"
_NUMBER = rb"[-+]?(?:\d++\.?\d*+|\.\d++)"
_SEGMENT = rb"(?:" + _NUMBER + rb"\s++){2,6}+[mlcvy](?![^\s/<>\[\](){}%])"
# Everything after an unclosed string or inline image is one broken token, so that no input takes quadratic time.
_TOKEN = re.compile(
    _SEGMENT + rb"(?:\s++(?:" + _SEGMENT + rb"|h(?=\s)))*+"
    rb"|" + _NUMBER + rb"(?![^\s/<>\[\](){}%])"
    rb"|/[^\s/<>\[\](){}%]*+"
    rb"|" + _STRING + rb"|\(.*+"
    rb"|BI(?=[\s/])(?>.*?\sID\s)(?>.*?\sEI(?!\S))|BI(?=[\s/]).*+"
    rb"|<<|>>|<[0-9A-Fa-f\s]*+>|[\[\]]|%[^\r\n]*+"
    rb"|[^\s/<>\[\](){}%]++|[<>(){}]",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r\n|\r|\n|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\r": b"", b"\n": b""}
_DEEPEST = 32
_FAR = 1e7

KEYWORDS = {b"true": True, b"false": False, b"null": None}

BROKEN = "ødelagt"
"""Stands as the operator where the stream cannot be read on."""


ARITY = {
    **dict.fromkeys(["q", "Q", "h", "n", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "W", "W*", "BT", "ET"], 0),
    **dict.fromkeys(["T*", "EMC", "BX", "EX"], 0),
    **dict.fromkeys(["w", "J", "j", "M", "ri", "i", "gs", "CS", "cs", "G", "g", "sh", "Do", "Tc", "Tw", "Tz"], 1),
    **dict.fromkeys(["TL", "Tr", "Ts", "Tj", "TJ", "'", "MP", "BMC"], 1),
    **dict.fromkeys(["d", "Tf", "Td", "TD", "DP", "BDC", "BI", "d0"], 2),
    **dict.fromkeys(["RG", "rg", '"'], 3),
    **dict.fromkeys(["re", "K", "k"], 4),
    **dict.fromkeys(["cm", "Tm", "d1"], 6),
    "path": 1,
}
"""Every operator with a fixed number of operands (ISO 32000-1, annex A), and that number."""

ANY_ARITY = frozenset(["SC", "SCN", "sc", "scn"])
WITHOUT_EFFECT = frozenset(["h", "i", "ri", "M", "J", "j", "d", "ET", "MP", "DP", "d0", "d1", "BX", "EX"])
"""Operators that change nothing the check looks at."""


class Name(str):
    """A PDF name, without its slash."""

    __slots__ = ()


class Run(NamedTuple):
    """Neighbouring path segments (m, l, c, v, y, h) as they stand, and the box round their points."""

    raw: bytes
    box: tuple[float, float, float, float]


Operator = tuple[str, tuple[Any, ...]]
"""The operator's name and its operands; path segments come as ``("path", (Run,))``, an inline image as ``("BI", (dict, data))``."""


@lru_cache(maxsize=256)
def operators(data: bytes) -> tuple[Operator, ...]:
    """The operators of a stream in order; what cannot be read becomes a ``BROKEN`` operator, nothing raises."""
    out: list[Operator] = []
    operands: list[Any] = []
    open_: list[tuple[bytes, list[Any]]] = []
    for token in _TOKEN.findall(data):
        first = token[0]
        if first < 0x3A and first > 0x2A and first not in b"/,":
            try:
                if token[-1] > 0x60:
                    out.append(("path", (_run(token),)))
                    operands = []
                else:
                    operands.append(_number(token))
            except ValueError:
                out.append((token.decode("latin-1"), tuple(operands)))
                operands = []
        elif first == 0x2F:
            operands.append(Name(_name(token)))
        elif first == 0x25:
            continue
        elif first == 0x28:
            if token[-1] != 0x29 or len(token) == 1:
                out.append((BROKEN, ()))
                break
            operands.append(_string(token))
        elif token in (b"[", b"<<"):
            if len(open_) >= _DEEPEST:
                out.append((BROKEN, ()))
                break
            open_.append((token, operands))
            operands = []
        elif token in (b"]", b">>"):
            if not open_ or (open_[-1][0] == b"[") != (token == b"]"):
                out.append((BROKEN, ()))
                break
            made = operands if token == b"]" else _dictionary(operands)
            operands = open_.pop()[1]
            operands.append(made)
        elif first == 0x3C and len(token) > 1:
            digits = token[1:-1].translate(None, b" \t\r\n\f\v")
            operands.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
        elif token in KEYWORDS:
            operands.append(KEYWORDS[token])
        elif open_:
            out.append((BROKEN, ()))
            break
        elif token[:2] == b"BI" and len(token) > 2 and token[2] in b" \t\r\n\f\v/":
            out.append(_inline_image(token))
            operands = []
        else:
            out.append((token.decode("latin-1"), tuple(operands)))
            operands = []
    return tuple(out)


def segments(raw: bytes) -> list[tuple[str, list[float]]]:
    """The segments of a run, one by one: the operator's letter and its numbers."""
    out: list[tuple[str, list[float]]] = []
    numbers: list[float] = []
    for word in raw.split():
        if word.isalpha():
            out.append((word.decode("ascii"), numbers))
            numbers = []
        else:
            numbers.append(_number(word))
    return out


def _run(token: bytes) -> Run:
    numbers = list(map(float, token.translate(None, b"mlcvyh").split()))
    xs, ys = numbers[::2], numbers[1::2] or [0.0]
    box = min(xs), min(ys), max(xs), max(ys)
    if max(map(abs, box)) > _FAR:
        return Run(token, (_held(box[0]), _held(box[1]), _held(box[2]), _held(box[3])))
    return Run(token, box)


def _held(value: float) -> float:
    return min(max(value, -_FAR), _FAR)


def _number(token: bytes) -> float:
    return _held(float(token))


def _name(token: bytes) -> str:
    if b"#" in token:
        token = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), token)
    return token[1:].decode("utf-8", "replace")


def _string(token: bytes) -> bytes:
    inner = token[1:-1]
    return _ESCAPE.sub(_unescaped, inner) if b"\\" in inner else inner


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what[:1].isdigit() and what not in _PLAIN:
        return bytes((int(what, 8) & 255,)) if what.isdigit() and max(what) < 0x38 else what
    return _PLAIN.get(what, what)


def _dictionary(flat: list[Any]) -> dict[str, Any]:
    return {str(key): value for key, value in zip(flat[::2], flat[1::2], strict=False)}


def _inline_image(token: bytes) -> Operator:
    found = re.match(rb"BI(?>(.*?)\sID\s)(.*)\sEI\Z", token, re.DOTALL)
    if found is None:
        return BROKEN, ()
    inner = operators(b"<<" + found[1] + b" >> dict")
    if len(inner) != 1 or inner[0][0] != "dict" or not isinstance(inner[0][1][-1], dict):
        return BROKEN, ()
    return "BI", (inner[0][1][-1], found[2])

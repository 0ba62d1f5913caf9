"""Content streams cut into operators with their operands (ISO 32000-1, 7.8.2)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from trygtryk.bounds import DEEPEST_OPERAND

# No possessive quantifier and no atomic group: Debian 12's Python (3.11.2) lets them take a byte too many. So that no
# input takes quadratic time, or memory without end, each alternative is bounded or can match in one way only. An empty
# group at its end tells which one matched; a group round it would slow the search.
_ENDED = rb"(?![^\s/<>\[\](){}%])"
_SEGMENT = rb"[-+.\d][-+.\d\s]{2,120}\s[mlcvy]" + _ENDED
_CLOSING = rb"h" + _ENDED
_RUN = _SEGMENT + rb"(?:\s+(?:" + _SEGMENT + rb"|" + _CLOSING + rb")){0,9999}(?:\s+" + _CLOSING + rb")?(?P<run>)"
_WORD = (
    rb"[-+.\d]+" + _ENDED + rb"(?P<number>)|/[^\s/<>\[\](){}%]*(?P<name>)|\([^()\\]*\)(?P<string>)"
    rb"|<[0-9A-Fa-f\s]*>(?P<hex>)|%[^\r\n]*(?P<comment>)|[^\s/<>\[\](){}%]+|<<|>>|[\[\]()<>{}]"
)
_TOKEN = re.compile(_RUN + rb"|" + _WORD)
_TOKEN_BUT_RUNS = re.compile(_WORD)
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_IMAGE_HEAD = re.compile(rb"(?=[\s/])(.*?)\sID\s", re.DOTALL)
_IMAGE_END = re.compile(rb"\sEI(?!\S)")
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r\n|\r|\n|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\r": b"", b"\n": b""}
_FAR = 1e7

KEYWORDS = {b"true": True, b"false": False, b"null": None}

BROKEN = "ødelagt"
"""Stands as the operator where the stream cannot be read on."""

SEGMENTS = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4}
"""The operators that add a segment to a path, and the numbers each takes."""

ARITY = {
    **dict.fromkeys(["q", "Q", "h", "n", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "W", "W*", "BT", "ET"], 0),
    **dict.fromkeys(["T*", "EMC", "BX", "EX"], 0),
    **dict.fromkeys(["w", "J", "j", "M", "ri", "i", "gs", "CS", "cs", "G", "g", "sh", "Do", "Tc", "Tw", "Tz"], 1),
    **dict.fromkeys(["TL", "Tr", "Ts", "Tj", "TJ", "'", "MP", "BMC"], 1),
    **dict.fromkeys(["d", "Tf", "Td", "TD", "DP", "BDC", "BI", "d0"], 2),
    **dict.fromkeys(["RG", "rg", '"'], 3),
    **dict.fromkeys(["re", "K", "k"], 4),
    **dict.fromkeys(["cm", "Tm", "d1"], 6),
    **SEGMENTS,
    "path": 1,
}
"""Every operator with a fixed number of operands (ISO 32000-1, annex A), and that number."""

ANY_ARITY = frozenset(["SC", "SCN", "sc", "scn"])
WITHOUT_EFFECT = frozenset(["h", "i", "ri", "M", "J", "j", "d", "ET", "MP", "DP", "d0", "d1", "BX", "EX"])
"""Operators that change nothing the check looks at."""

_KNOWN = {name.encode("ascii"): name for name in (*ARITY, *ANY_ARITY) if name not in ("path", "BI", *SEGMENTS)}


class Name(str):
    """A PDF name, without its slash."""

    __slots__ = ()


class Run(NamedTuple):
    """Neighbouring path segments (m, l, c, v, y, h) as they stand, and the box round their points."""

    raw: bytes
    box: tuple[float, float, float, float]


Operator = tuple[str, tuple[Any, ...]]
"""The operator's name and its operands; an inline image comes as ``("BI", (dict, data))``.

Path segments come as ``("path", (Run,))``, but under their own names where their operands are not as they should be.
"""


def operators(data: bytes) -> tuple[Operator, ...]:
    """The operators of a stream in order; what cannot be read becomes a ``BROKEN`` operator, nothing raises."""
    out: list[Operator] = []
    operands: list[Any] = []
    open_: list[tuple[bytes, list[Any]]] = []
    tokens = _TOKEN.finditer(data)
    while found := next(tokens, None):
        token = found[0]
        kind = found.lastgroup
        if kind == "number":
            try:
                operands.append(_number(token))
            except ValueError:
                out.append((token.decode("ascii"), tuple(operands)))
                operands = []
        elif kind is None and token in _KNOWN and not open_:
            out.append((_KNOWN[token], tuple(operands)))
            operands = []
        elif kind == "string":
            operands.append(token[1:-1])
        elif kind == "run":
            run = None if operands or open_ else _run(token)
            if run is not None:
                out.append(("path", (run,)))
            else:
                tokens = _TOKEN_BUT_RUNS.finditer(data, found.start())
        elif kind == "name":
            operands.append(Name(_name(token)))
        elif kind == "hex":
            digits = token[1:-1].translate(None, b" \t\r\n\f\v")
            operands.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
        elif kind == "comment":
            continue
        elif token in (b"[", b"<<"):
            if len(open_) >= DEEPEST_OPERAND:
                return (*out, (BROKEN, ()))
            open_.append((token, operands))
            operands = []
        elif token in (b"]", b">>"):
            if not open_ or (open_[-1][0] == b"[") != (token == b"]"):
                return (*out, (BROKEN, ()))
            made = operands if token == b"]" else _dictionary(operands)
            operands = open_.pop()[1]
            operands.append(made)
        elif token == b"(":
            end = _end_of_string(data, found.end())
            if end is None:
                return (*out, (BROKEN, ()))
            operands.append(_ESCAPE.sub(_unescaped, data[found.end() : end]))
            tokens = _TOKEN.finditer(data, end + 1)
        elif token in KEYWORDS:
            operands.append(KEYWORDS[token])
        elif open_:
            return (*out, (BROKEN, ()))
        elif token == b"BI":
            head = _IMAGE_HEAD.match(data, found.end())
            # one white space may both end the ID and begin the EI
            end_of_image = head and _IMAGE_END.search(data, head.end() - 1)
            if not head or not end_of_image:
                return (*out, (BROKEN, ()))
            out.append(_inline_image(head[1], data[head.end() : end_of_image.start()]))
            operands = []
            tokens = _TOKEN.finditer(data, end_of_image.end())
        else:
            name = token.decode("latin-1")
            if SEGMENTS.get(name) == len(operands) and all(type(operand) is float for operand in operands):
                name, operands = "path", [_run(" ".join([*map(repr, operands), name]).encode("ascii"))]
            out.append((name, tuple(operands)))
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


def _run(token: bytes) -> Run | None:
    """None where there are too many numbers for the segments, or too few."""
    count = token.count
    try:
        numbers = list(map(float, token.translate(None, b"mlcvyh").split()))
    except ValueError:
        return None
    if len(numbers) != 2 * (count(b"m") + count(b"l")) + 4 * (count(b"v") + count(b"y")) + 6 * count(b"c"):
        return None
    xs, ys = numbers[::2], numbers[1::2]
    box = min(xs), min(ys), max(xs), max(ys)
    if max(map(abs, box)) > _FAR:
        return Run(token, (_held(box[0]), _held(box[1]), _held(box[2]), _held(box[3])))
    return Run(token, box)


def _held(value: float) -> float:
    return min(max(value, -_FAR), _FAR)


def _number(token: bytes) -> float:
    value = float(token)
    return value if -_FAR < value < _FAR else _held(value)


def _name(token: bytes) -> str:
    if b"#" in token:
        token = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), token)
    return token[1:].decode("utf-8", "replace")


def _end_of_string(data: bytes, start: int) -> int | None:
    """Where the parenthesis stands that closes the one before ``start``."""
    depth = 1
    for found in _IN_STRING.finditer(data, start):
        if found[0] == b"(":
            depth += 1
        elif found[0] == b")":
            depth -= 1
            if not depth:
                return found.start()
    return None


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what[:1].isdigit() and what not in _PLAIN:
        return bytes((int(what, 8) & 255,)) if what.isdigit() and max(what) < 0x38 else what
    return _PLAIN.get(what, what)


def _dictionary(flat: list[Any]) -> dict[str, Any]:
    return {str(key): value for key, value in zip(flat[::2], flat[1::2], strict=False)}


def _inline_image(head: bytes, data: bytes) -> Operator:
    inner = operators(b"<<" + head + b" >> dict")
    if len(inner) != 1 or inner[0][0] != "dict" or not isinstance(inner[0][1][-1], dict):
        return BROKEN, ()
    return "BI", (inner[0][1][-1], data)

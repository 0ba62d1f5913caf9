"""Streams cut into operators: alike in every Python, as another reader cuts them, and in good time."""

from __future__ import annotations

import gc
import time

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trygtryk.proof.reading.tokens import BROKEN, Name, Run, operators, segments


def box(raw: str) -> tuple[float, ...]:
    ((name, (run,)),) = operators(raw.encode())
    assert name == "path"
    assert isinstance(run, Run)
    assert run.raw == raw.encode()
    return run.box


def test_a_run_of_segments_ends_with_its_last_segment() -> None:
    """Python 3.11.2 took the line break along, and then one letter of the next word."""
    assert operators(b"0.00 0.00 m\n1 1 l\nS\n") == (("path", (Run(b"0.00 0.00 m\n1 1 l", (0, 0, 1, 1)),)), ("S", ()))
    assert operators(b"0 0 m 1 1 l h\nS\n") == (("path", (Run(b"0 0 m 1 1 l h", (0, 0, 1, 1)),)), ("S", ()))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1 2 m", (1, 2, 1, 2)),
        ("-.5 +2. m\r\n3 -4 l h", (-0.5, -4, 3, 2)),
        ("0 0 m 1 2 3 4 5 6 c 7 8 9 10 v -1 -2 0 0 y", (-1, -2, 9, 10)),
        ("0 0 m 9" + "9" * 80 + " 0 l", (0, 0, 1e7, 0)),
    ],
)
def test_a_run_knows_its_box(raw: str, expected: tuple[float, ...]) -> None:
    assert box(raw) == expected


def test_a_run_longer_than_one_token_loses_nothing() -> None:
    raw = b"0 0 m 1 1 l h " * 30_000
    runs = [operands[0].raw for name, operands in operators(raw) if name == "path"]
    assert 1 < len(runs) < 20
    assert [letter for run in runs for letter, _ in segments(run)] == ["m", "l", "h"] * 30_000


def test_a_segment_with_much_space_in_it_is_read() -> None:
    spread = (" " * 100).join(["1", "2", "3", "4", "5", "6", "c"])
    assert operators(spread.encode()) == (("path", (Run(b"1.0 2.0 3.0 4.0 5.0 6.0 c", (1, 2, 5, 6)),)),)
    assert operators(b"1 %one\n2 %two\nm") == (("path", (Run(b"1.0 2.0 m", (1, 2, 1, 2)),)),)


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ("1 2 3 m", [("m", (1.0, 2.0, 3.0))]),
        ("/A 1 2 m", [("m", ("A", 1.0, 2.0))]),
        ("1 2 m 300 l S", [("path", (Run(b"1.0 2.0 m", (1, 2, 1, 2)),)), ("l", (300.0,)), ("S", ())]),
        ("1 2.3.4 m S", [("2.3.4", (1.0,)), ("m", ()), ("S", ())]),
        ("1 2m", [("2m", (1.0,))]),
        ("1e5 w", [("1e5", ()), ("w", ())]),
        ("+inf w", [("+inf", ()), ("w", ())]),
        ("[1 2 m] S", [(BROKEN, ())]),
        ("q ] Q", [("q", ()), (BROKEN, ())]),
        ("q (a\\) Q", [("q", ()), (BROKEN, ())]),
        ("q BI /W 1 ID x Q", [("q", ()), (BROKEN, ())]),
        ("q BI /W ID x EI Q", [("q", ()), ("BI", ({}, b"x")), ("Q", ())]),
        ("q BI [ ID x EI Q", [("q", ()), (BROKEN, ()), ("Q", ())]),
    ],
)
def test_what_is_wrong_shows(stream: str, expected: list[tuple[str, tuple[object, ...]]]) -> None:
    assert list(operators(stream.encode())) == expected


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"(plain)Tj", b"plain"),
        (b"(a\\(b\\)\\\\) Tj", b"a(b)\\"),
        (b"(a(b(c(d(e(f(g)))))))Tj", b"a(b(c(d(e(f(g))))))"),
        (b"(%\\n\\101\\7x\\\r\ny)Tj", b"%\nA\x07xy"),
        (b"<48 6>Tj", b"H`"),
    ],
)
def test_strings_are_unpacked(stream: bytes, expected: bytes) -> None:
    assert operators(stream) == (("Tj", (expected,)),)


def test_an_inline_image_keeps_its_bytes() -> None:
    image = b"q BI /W 2/H 2 /D [0 1] ID (EI\n] EIx EI\nQ"
    assert operators(image) == (("q", ()), ("BI", ({"W": 2, "H": 2, "D": [0, 1]}, b"(EI\n] EIx")), ("Q", ()))
    assert operators(b"BI /W 0 ID EI Q") == (("BI", ({"W": 0}, b"")), ("Q", ()))


NUMBERS = st.one_of(st.integers(-9999, 9999).map(str), st.decimals(-9999, 9999, places=3).map(str))
STRINGS = st.binary(max_size=6).map(lambda made: pikepdf.String(made).unparse())
NAMES = st.sampled_from([b"/A", b"/Bb", b"/N#20x"])
OPERANDS = st.one_of(
    NUMBERS.map(str.encode), STRINGS, NAMES, st.lists(NUMBERS).map(lambda made: f"[{' '.join(made)}]".encode())
)
OPERATORS = st.one_of(
    st.tuples(st.lists(OPERANDS, max_size=3), st.sampled_from([b"Tj", b"S", b"f*", b"'", b"gs"])),
    *(
        st.tuples(st.lists(NUMBERS.map(str.encode), min_size=count, max_size=count), st.just(letter))
        for letter, count in ((b"m", 2), (b"l", 2), (b"c", 6), (b"v", 4), (b"y", 4), (b"h", 0), (b"re", 4))
    ),
).map(lambda made: b" ".join([*made[0], made[1]]))  # fmt: skip


def plain(value: object) -> object:
    if isinstance(value, pikepdf.Array | list):
        return [plain(item) for item in value]
    if isinstance(value, pikepdf.Name | Name):
        return "/" + str(value).removeprefix("/")
    return bytes(value) if isinstance(value, pikepdf.String | bytes) else float(value)  # type: ignore[arg-type]


@given(st.lists(OPERATORS, max_size=20), st.sampled_from([b" ", b"\n", b"\r\n"]))
@settings(max_examples=150, derandomize=True, deadline=None, database=None)
def test_any_stream_is_cut_as_another_reader_cuts_it(made: list[bytes], between: bytes) -> None:
    stream = between.join(made)
    pdf = pikepdf.new()
    theirs = [
        (str(found.operator), plain(list(found.operands)))
        for found in pikepdf.parse_content_stream(pdf.make_stream(stream))
    ]
    ours: list[tuple[str, object]] = []
    for name, operands in operators(stream):
        ours.extend(segments(operands[0].raw) if name == "path" else [(name, plain(list(operands)))])
    assert ours == theirs


HOSTILE = [
    *(b"(", b"(\\", b"()", b"(()", b"((\\)", b"<", b"<0", b"<<", b"<< /A ", b"[", b"[ ", b"[]", b"] ", b"%", b"/", b"{"),
    *(b"BI ", b"BI ID ", b"BI ID EI", b"BI/ ID (", b"ID ", b" EI", b"q ", b"9", b".", b"-", b"- ", b"9.", b"9 ", b"9\n\n\n"),
    *(b"1 1 m ", b"1 1 m\n1 1 l\nh\n", b"1 1 1 m ", b"1 m ", b"h ", b"1 1 mm ", b"1 1 m(", b"1 1 m(\\))", b"1 1 1 1 1 1 x "),
    *(b"9" * 119 + b" ", b" " * 119 + b"9", b"1" + b" " * 119 + b"1 m ", b"\\", b"\\)", b"\0"),
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_sixteen_times_as_much_takes_nowhere_near_its_square(unit: bytes) -> None:
    def seconds(length: int) -> float:
        gc.disable()
        begun = time.process_time()
        for before in (b"", b"(", b"<", b"BI ID ", b"1 ", b"[("):
            operators(before + unit * (length // len(unit)))
        taken = time.process_time() - begun
        gc.enable()
        return taken

    assert seconds(80_000) < 60 * max(seconds(5_000), 0.005)

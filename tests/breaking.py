"""Ways to break what comes from outside, each of which knows how its kind of file is put together."""

from __future__ import annotations

import random
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

Break = Callable[[bytes, random.Random], bytes]
"""Takes a file's bytes and answers with others; the same chance gives the same bytes."""

_VALUES = [
    "", '""', "nan", ".inf", "-1", "0", "1e999", "-1e-9", "9" * 5_000, "1" + "_1" * 3_000, "0x1F", "1e308", "010",
    "&x [*x]", "*x", "&a b", "!!python/name:os.system x", "!x y", "<<: x", "|", ">-", "?", "- ", "---", "%YAML 9",
    "[" * 60, "[" * 100_000, "{a: " * 3_000, "{ a = " * 400, "- " * 3_000, '"', "'", '"""', "{", "}", "]", "#", " #",
    "{teamet}", "{=", "{}", "{{team}}", "{et godt {team}}", "{" * 400, "{=udsagn}", "{skema:", "plakater/fejl",
    "æ" + "\u0301" * 400, "Z\u0336\u0489", "\U000e0041", "\u202e", "\u200b", "\x00", "\x1b[2J", "\ud7ff", "\ufeff",
    "漢字", "👩‍👩‍👧", "a" * 20_000, "ord " * 20_000, "ord\n" * 400, "a-" * 900, "\t", "\\", "\\u0000", '"\\ud800"',
    "https://[::1", "http://a:99999999/", "https://" + "æ" * 300 + ".dk", "javascript:x", "https://x.dk/" + "%" * 99,
    "/etc/passwd", "../../x", "a/b", "~", "-n", "$(x)", "con", "2026-13-45", "12:30", "true", "null", "null null",
    "[]", "{}", "[1, 2, 3, 4]", "[0, 0, 1e9, 1e9]", "[-5, -5, 10, 10]", "[10, 10, 0, 0]", "[nan, inf]", "[[[1]]]",
    "1e11", "50%", "3em", "1.", "١٢", "0.0000001", "99999", '"#12345"', "#ffffff", "rgb(1,2,3)", '{"a": [1]}',
]  # fmt: skip
_NUMBER = re.compile(r"-?\d+\.?\d*")
_HOSTILE = Path(__file__).with_name("siege")
_TAGS, _ATTRIBUTES, _OPERATORS = (
    (_HOSTILE / f"{name}.txt").read_text(encoding="utf-8").splitlines() for name in ("tags", "attributes", "operators")
)
_SIZES = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\1", b"\0\1\0\0")


def bomb(megabytes: int) -> bytes:
    """So many zeros packed as tightly as it goes (RFC 1950), made of one packed megabyte again and again."""
    pack = zlib.compressobj(9, wbits=-15)
    one = pack.compress(bytes(1 << 20)) + pack.flush(zlib.Z_FULL_FLUSH)
    checksum = (megabytes << 20) % 65_521 << 16 | 1
    return b"x\xda" + one * megabytes + b"\x03\0" + struct.pack(">I", checksum)


def words(data: bytes, rand: random.Random) -> bytes:
    """YAML, TOML, JSON and plain text: lines moved, values made hostile, the whole saved another way."""
    text = data.decode("utf-8", "surrogateescape")
    lines = text.split("\n")
    at = rand.randrange(len(lines))
    value = rand.choice(_VALUES)
    match rand.randrange(11):
        case 0 | 1 | 2:  # what stands after a key
            key, sign, _ = lines[at].partition(": " if ": " in lines[at] else "= " if "= " in lines[at] else ":")
            lines[at] = key + sign + (value if sign else "")
        case 3 | 4 if numbers := list(_NUMBER.finditer(text)):
            number = rand.choice(numbers)
            lines = [text[: number.start()] + value + text[number.end() :]]
        case 5:
            lines[at : at + rand.choice((1, 1, 3, 20))] = []
        case 6:
            lines.insert(rand.randrange(len(lines)), lines[at])
        case 7:
            lines[at] = rand.choice(("  ", "      ", "\t", "- ", "[[", "[", '"')) + lines[at]
        case 8:
            lines[at] = lines[at].lstrip() if rand.random() < 0.5 else lines[at][: rand.randrange(len(lines[at]) + 1)]
        case 9:
            letter = rand.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:letter] + value + lines[at][letter:]
        case _:
            return _saved_otherwise(text, data, rand)
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _saved_otherwise(text: str, data: bytes, rand: random.Random) -> bytes:
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: text.encode("utf-16", "replace"),
        lambda: text.encode("latin-1", "replace"),
        lambda: b"\xef\xbb\xbf" + data,
        lambda: data.replace(b"\n", b"\r"),
        lambda: data[: rand.randrange(len(data) + 1)],
        lambda: data * 50,
        lambda: b"PK\x03\x04" + data,
        lambda: b"",
        lambda: b"\n" * 100_000,
        lambda: rand.randbytes(300),
    )
    return rand.choice(ways)()


def markup(data: bytes, rand: random.Random) -> bytes:
    """SVG: attributes made hostile or moved from another element, elements put in, nested, repeated or torn."""
    text = data.decode("utf-8", "surrogateescape")
    tags = list(re.finditer(r"<\w[^<>]*?(?=/?>)", text))
    numbers = list(_NUMBER.finditer(text))
    match rand.randrange(8):
        case 0 | 1 if numbers:
            number = rand.choice(numbers)
            other = rand.choice(("0", "-1", "1e30", "1e-30", "1e308", "NaN", "50%", "3em", "9" * 400, "1 1", ""))
            return (text[: number.start()] + other + text[number.end() :]).encode("utf-8", "surrogateescape")
        case 2 | 3 if tags:
            tag = rand.choice(tags)
            text = f"{text[: tag.end()]} {rand.choice(_ATTRIBUTES)}{text[tag.end() :]}"
        case 4 if tags:
            own = re.findall(r'[\w:-]+="[^"]*"', text)
            tag = rand.choice(tags)
            text = f"{text[: tag.end()]} {rand.choice(own or ['x'])}{text[tag.end() :]}"
        case 5 if tags:
            tag = rand.choice(tags)
            many = rand.choice((1, 3, 200, 5_000))
            text = text[: tag.start()] + "<g>" * many + tag[0] + "/>" + "</g>" * many + text[tag.start() :]
        case 6 if tags:
            start, end = sorted(rand.sample([tag.start() for tag in tags] + [len(text)], 2))
            text = text[:end] + text[start:end] * rand.choice((1, 1, 30)) + text[end:]
        case _:
            at = rand.randrange(len(text) + 1)
            text = text[:at] + rand.choice(_TAGS) + text[at + rand.choice((0, 0, 1, 5, 40)) :]
    return text.encode("utf-8", "surrogateescape")


def octets(data: bytes, rand: random.Random) -> bytes:
    """Any bytes: some changed, gone or put in, a length made impossible, the end missing."""
    at = rand.randrange(len(data) or 1)
    match rand.randrange(5):
        case 0:
            return data[:at] + bytes([data[at] ^ 1 << rand.randrange(8)] if data else b"") + data[at + 1 :]
        case 1:
            return data[:at] + data[at + rand.choice((1, 4, 200, len(data))) :]
        case 2:
            return data[:at] + rand.choice(_SIZES) + data[at + 4 :]
        case 3:
            return data[:at] + data[at : at + 200] * rand.choice((2, 40)) + data[at:]
        case _:
            return data[:at] + rand.randbytes(30) + data[at:]


def chunks(data: bytes, rand: random.Random) -> bytes:
    """PNG: a chunk changed, doubled, moved or gone, its checksum right again; other bytes as ``octets``."""
    if not data.startswith(b"\x89PNG") or rand.random() < 0.2:
        return octets(data, rand)
    parts: list[tuple[bytes, bytes]] = []
    at = 8
    while at + 8 <= len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        parts.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    if not parts:
        return octets(data, rand)
    number = rand.randrange(len(parts))
    kind, inside = parts[number]
    match rand.randrange(5):
        case 0 | 1:
            parts[number] = kind, octets(inside, rand) if inside else b"\0" * rand.choice((1, 4, 70_000))
        case 2:
            parts.insert(rand.randrange(len(parts)), parts[number])
        case 3:
            del parts[number]
        case _:
            packed = b"x\0\0" + bomb(rand.choice((0, 30)))
            parts.insert(1, (rand.choice((b"iCCP", b"zTXt", b"eXIf", b"tRNS", b"PLTE", b"acTL")), packed))
    made = [struct.pack(">I", len(own)) + kind + own + struct.pack(">I", zlib.crc32(kind + own)) for kind, own in parts]
    return data[:8] + b"".join(made)


def zipped(data: bytes, rand: random.Random) -> bytes:
    """A zip of XML, as spreadsheets are: a part broken, doubled, gone or packed to very much; other bytes as ``octets``."""
    if rand.random() < 0.15:
        return octets(data, rand)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error):
        return octets(data, rand)
    number = rand.randrange(len(parts))
    name, inside = parts[number]
    match rand.randrange(7):
        case 0:
            del parts[number]
        case 1:
            parts.append((rand.choice(("../../x", name, "xl/vbaProject.bin", "a" * 300)), inside))
        case 2:
            parts[number] = name, inside + b" " * rand.choice((1, 60_000_000))
        case 3:
            parts[number] = (
                name,
                re.sub(
                    rb"<(v|t)>[^<]*", lambda _: b"<v>" + rand.choice(_VALUES)[:400].encode("utf-8", "replace"), inside
                ),
            )
        case _:
            parts[number] = name, markup(inside, rand)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two parts of one name
        for name, inside in parts:
            archive.writestr(name, inside)
    return out.getvalue()


_REFUSED = (ValueError, TypeError, KeyError, IndexError, NotImplementedError, RuntimeError, pikepdf.PdfError)
"""What the library says to what no file should hold."""


def objects(data: bytes, rand: random.Random) -> bytes:
    """PDF: objects put in the place of others, so that lists loop, and values and streams made hostile."""
    if rand.random() < 0.1:
        return octets(data, rand)
    try:
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True)
    except (*_REFUSED, pikepdf.PasswordError):
        return octets(data, rand)
    with pdf:
        known = [one for one in pdf.objects if one is not None and not isinstance(one, bool | int | Decimal)]
        held = [entry for one in known for entry in _held(one, 0)]
        for _ in range(rand.choice((1, 1, 2, 6))):
            holder, key = rand.choice(held or [(pdf.trailer, "/Root")])
            try:
                _change(pdf, holder, key, known, rand)
            except _REFUSED:
                continue
        out = BytesIO()
        lock = pikepdf.Encryption(owner="x", user=rand.choice(("", "x")), R=4) if rand.random() < 0.02 else False
        try:
            pdf.save(out, encryption=lock, compress_streams=False, deterministic_id=not lock)
        except _REFUSED:
            return octets(data, rand)
    return out.getvalue()


def _held(one: Any, depth: int) -> list[tuple[Any, Any]]:
    """Every place in an object where a value stands."""
    if depth > 6:
        return []
    if isinstance(one, Array):
        keys: list[Any] = list(range(min(len(one), 40)))
    elif isinstance(one, Dictionary | Stream):
        keys = sorted(one.keys())
    else:
        return []
    found = [(one, key) for key in keys]
    for key in keys:
        inner = one[key]
        if isinstance(inner, Array | Dictionary) and not inner.is_indirect:
            found += _held(inner, depth + 1)
    return found + ([(one, None)] * 3 if isinstance(one, Stream) else [])


def _change(pdf: Pdf, holder: Any, key: Any, known: list[Any], rand: random.Random) -> None:
    if key is None:
        _repack(holder, rand)
        return
    if rand.random() < 0.12:
        del holder[key]
        return
    former = holder[key]
    if isinstance(former, int | Decimal) and rand.random() < 0.5:
        holder[key] = rand.choice((0, -1, 2**31, 2**63 - 1, Decimal("1e-9"), Decimal("-99999999"), 7))
        return
    if isinstance(former, String) and rand.random() < 0.5:
        text = rand.choice(_VALUES)[:3_000].encode("utf-16-be", "surrogatepass")
        holder[key] = String(b"\xfe\xff" + rand.choice((text, b"\xd8\x00", b"\xdc\x00\x00", b"\x00\x1b" * 9)))
        return
    holder[key] = rand.choice(
        (
            *rand.choices(known, k=6),
            Array(),
            Array([rand.choice(known)] * 300),
            Dictionary(Kids=Array([rand.choice(known)]), Parent=rand.choice(known)),
            _nested(rand.choice((40, 400))),
            String(b"x" * 70_000),
            Name("/" + "#" + "a" * 300),
            Name(rand.choice(("/DeviceN", "/Widget", "/Off", "/FlateDecode", "/JPXDecode", "/Type3", "/Pattern"))),
            pdf.make_stream(b"q " * 50_000),
            rand.random() < 0.5,
            2**40,
        )
    )


def _nested(depth: int) -> Array:
    made = Array()
    for _ in range(depth):
        made = Array([made, Dictionary(A=1)])
    return made


def _repack(stream: Stream, rand: random.Random) -> None:
    """A stream's bytes made others: operators of a page put in, or a small one that unpacks to very much."""
    match rand.randrange(6):
        case 0:
            stream.write(bomb(rand.choice((0, 300))), filter=Name.FlateDecode)
        case 1:
            twice = zlib.compress(bomb(200))
            stream.write(twice, filter=Array([Name.FlateDecode, Name.FlateDecode]))
        case 2:
            stream.write(
                stream.read_raw_bytes(), filter=Name(rand.choice(("/DCTDecode", "/LZWDecode", "/Crypt", "/X")))
            )
        case _:
            try:
                data = stream.read_bytes()
            except pikepdf.PdfError:
                data = b""
            for _ in range(rand.choice((1, 3, 30))):
                at = rand.randrange(len(data) + 1)
                many = rand.choice((1, 1, 1, 2_000))
                data = (
                    data[:at]
                    + b" "
                    + (rand.choice(_OPERATORS) + " ").encode() * many
                    + data[at + rand.choice((0, 0, 5)) :]
                )
            stream.write(data)

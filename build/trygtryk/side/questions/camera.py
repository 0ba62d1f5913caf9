"""Pictures without what the camera and other programs wrote of place, time, people and themselves; their dots untouched.

Only what a picture is drawn from is kept, so that nobody's private notes in a file are overlooked: JPEG (ITU-T T.81), PNG
(W3C, third edition), WebP (RFC 9649), TIFF 6.0. Which way up it is, is kept (CIPA DC-008, 4.6.5).
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO

from trygtryk.errors import refuse

ORIENTATION = 0x0112
_JFIF, _ICC, _ADOBE = (0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe")
_PNG = frozenset(
    b"tRNS cHRM gAMA iCCP sBIT sRGB bKGD pHYs sPLT hIST cICP mDCV cLLI acTL fcTL fdAT".split()  # beside the critical ones
)
_WEBP = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ICCP", b"ALPH", b"ANIM", b"ANMF"])
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04
_TIFF = frozenset([*range(254, 260), 262, 263, 266, 273, 274, *range(277, 285), 292, 293, 296, 301, *range(317, 321)])
_TIFF |= {*range(322, 326), 332, 334, 336, *range(338, 342), 347, *range(529, 533), 34675}
_TIFF_DATA = {273: 279, 324: 325}
"""The tags that say where strips and tiles lie, with those that say how long they are."""
_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}


def without_whereabouts(data: bytes) -> bytes:
    """A photo without what it tells beside what is seen; raises BuildError where it is damaged. Other files as they are."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return b"".join(_jpeg(data))
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return data[:8] + b"".join(_png(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            body = b"WEBP" + b"".join(_webp(data))
            return b"RIFF" + len(body).to_bytes(4, "little") + body
        if data[:4] in (b"II*\0", b"MM\0*"):
            return _tiff(data, "<" if data[:2] == b"II" else ">")
    except (ValueError, IndexError, struct.error) as error:
        raise refuse(
            "filen er beskadiget eller ikke hel", None, "gem billedet igen i et billedprogram, og prøv igen"
        ) from error
    return data


def _way_up(data: bytes) -> bytes:
    """EXIF that says nothing but which way up a picture is; empty where it stands as it is stored."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as opened:
                turned = opened.getexif().get(ORIENTATION, 1)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error
    if turned not in range(2, 9):
        return b""
    return b"II*\0" + struct.pack("<IHHHIII", 8, 1, ORIENTATION, 3, 1, turned, 0)


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Segments up to the end of the picture: what phones put after it, previews with places of their own, goes too."""
    yield b"\xff\xd8"
    if exif := _way_up(data):
        yield b"\xff\xe1" + (len(exif) + 8).to_bytes(2, "big") + b"Exif\0\0" + exif
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError(at)
        marker = data[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            end = _after_scan(data, end)
        names = [sign for kept, sign in (_JFIF, _ICC, _ADOBE) if kept == marker]
        telling = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not telling or any(data.startswith(sign, at + 4) for sign in names):
            yield data[at:end]
        at = end


def _after_scan(data: bytes, at: int) -> int:
    """Where the next segment begins after coded dots; the file's end where it is cut off."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in (0x00, *range(0xD0, 0xD8)):
            return at
        at += 2
    raise ValueError("cut off")


def _png(data: bytes) -> Iterator[bytes]:
    exif, at = _way_up(data), 8
    while True:
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + size
        if len(name) < 4 or end > len(data):
            raise ValueError(at)
        if name[0] & 0x20 == 0 or name in _PNG:  # a capital: without it nothing is drawn
            yield data[at:end]
        if name == b"IHDR" and exif:
            yield len(exif).to_bytes(4, "big") + b"eXIf" + exif + zlib.crc32(b"eXIf" + exif).to_bytes(4, "big")
        if name == b"IEND":
            return
        at = end


def _webp(data: bytes) -> Iterator[bytes]:
    exif, at = _way_up(data), 12
    whole = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= whole:
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if name == b"VP8X":
            flags = data[at + 8] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if exif else 0)
            yield data[at : at + 8] + bytes([flags]) + data[at + 9 : end]
        elif name in _WEBP:
            yield data[at:end]
        at = end
    if exif:
        yield b"EXIF" + len(exif).to_bytes(4, "little") + exif


def _tiff(data: bytes, order: str) -> bytes:
    """The same pictures in a file of their own: the tags that they are drawn by, their values, their strips or tiles."""
    made = bytearray(data[:4] + struct.pack(f"{order}I", 0))
    link, at, seen = 4, struct.unpack_from(f"{order}I", data, 4)[0], set[int]()
    while at and at not in seen:
        seen.add(at)
        tags, after = _tags(data, order, at)
        entries = b""
        for tag, kind, count, value in tags:
            if tag in _TIFF_DATA:
                value = _moved(data, order, made, value, kind, tags, _TIFF_DATA[tag])
                kind = 4
            if len(value) > 4:
                made += bytes(len(made) % 2)
                value, made = struct.pack(f"{order}I", len(made)), made + value
            entries += struct.pack(f"{order}HHI", tag, kind, count) + value.ljust(4, b"\0")
        made += bytes(len(made) % 2)
        struct.pack_into(f"{order}I", made, link, len(made))
        made += struct.pack(f"{order}H", len(tags)) + entries
        link, at = len(made), after
        made += bytes(4)
    return bytes(made)


def _tags(data: bytes, order: str, at: int) -> tuple[list[tuple[int, int, int, bytes]], int]:
    """The tags of a picture that it is drawn by, each with its kind, its count and its bytes, and where the next lies."""
    (count,) = struct.unpack_from(f"{order}H", data, at)
    found = []
    for number in range(count):
        here = at + 2 + 12 * number
        tag, kind, many = struct.unpack_from(f"{order}HHI", data, here)
        if tag not in _TIFF or kind not in _TIFF_SIZES:
            continue
        size = many * _TIFF_SIZES[kind]
        start = here + 8 if size <= 4 else struct.unpack_from(f"{order}I", data, here + 8)[0]
        if start + size > len(data):
            raise ValueError(tag)
        found.append((tag, kind, many, data[start : start + size]))
    (after,) = struct.unpack_from(f"{order}I", data, at + 2 + 12 * count)
    return found, after


def _moved(
    data: bytes,
    order: str,
    made: bytearray,
    places: bytes,
    kind: int,
    tags: list[tuple[int, int, int, bytes]],
    sizes: int,
) -> bytes:
    """Strips or tiles put after what is made so far; answers with where they lie now."""
    lengths = [_numbers(order, value, kind) for tag, kind, _, value in tags if tag == sizes]
    starts, now = _numbers(order, places, kind), []
    if len(lengths) != 1 or len(lengths[0]) != len(starts):
        raise ValueError(sizes)
    for start, length in zip(starts, lengths[0], strict=True):
        if start + length > len(data) or len(made) > 2 * len(data):
            raise ValueError(start)
        made += bytes(len(made) % 2)
        now.append(len(made))
        made += data[start : start + length]
    return struct.pack(f"{order}{len(now)}I", *now)


def _numbers(order: str, value: bytes, kind: int) -> tuple[int, ...]:
    letter = {3: "H", 4: "I"}[kind] if kind in (3, 4) else "B"
    return struct.unpack(f"{order}{len(value) // _TIFF_SIZES.get(kind, 1)}{letter}", value)

"""Whether a picture's file holds all of its picture: decoders fill in what is missing and say nothing."""

from __future__ import annotations

import hashlib
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_SCAN, _END, _RESTARTS = 0xDA, 0xD9, range(0xD0, 0xD8)
_TABLES = (0xC4, 0xDB, 0xDC, 0xDD, 0xFE, _SCAN, _END)
"""The markers that may follow a scan (ITU-T T.81, B.2)."""
_PROGRESSIVE = 0xC2
_LAST, _MORE, _OTHER = 32, 4096, 0x2A
_STRIP = 512
# the passes of an interlaced PNG: where each begins and how far its pixels are apart (PNG 3, 8.2)
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def whole(data: bytes, opened: Image) -> bool:
    """Whether a PNG has all its rows and a JPEG all its blocks; other kinds are told by their decoders."""
    if opened.format == "PNG":
        return _whole_png(data)
    if opened.format in ("JPEG", "MPO"):
        return _whole_jpeg(data)
    return True


def _whole_png(data: bytes) -> bool:
    at, packed, header = 8, [], b""
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            header = body
        elif kind == b"IDAT":
            packed.append(body)
        at += 12 + length
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    bits = header[8] * _CHANNELS[header[9]]
    passes = _PASSES if header[12] else ((0, 0, 1, 1),)
    wanted = 0
    for x, y, dx, dy in passes:
        across, down = -(-(width - x) // dx), -(-(height - y) // dy)
        if across > 0 and down > 0:
            wanted += down * (1 + -(-across * bits // 8))
    inflater, found = zlib.decompressobj(), 0
    rest = b"".join(packed)
    try:
        while rest and not inflater.eof and found < wanted:
            found += len(inflater.decompress(rest, 1 << 20))
            rest = inflater.unconsumed_tail
    except zlib.error:
        return False
    return found >= wanted


def _whole_jpeg(data: bytes) -> bool:
    """Follows the markers, and sees whether the last scan's data end where its blocks do.

    A decoder that lacks data goes on with none, one that has too much leaves it: so a picture that changes when more
    is put behind the data lacked some, and one that stays when the last are changed had some left. A progressive
    picture's last scan may mend nothing that is seen, so there only the first is asked.
    """
    end = _end_of_scans(data)
    if not end:
        return False
    start, stop, progressive = end
    seen = _pixels(data)
    if _pixels(data[:stop] + b"\x55" * _MORE + data[stop:]) != seen:
        return False
    kept = max(start, stop - _LAST)
    last = bytes(byte if 0xFF in (byte, byte ^ _OTHER) else byte ^ _OTHER for byte in data[kept:stop])
    return progressive or last == data[kept:stop] or _pixels(data[:kept] + last + data[stop:]) != seen


def _end_of_scans(data: bytes) -> tuple[int, int, bool] | None:
    """Where the last scan's data begin and end, and whether it is one of several; None where a marker is out of place."""
    at, scan, progressive = 2, None, False
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            return scan
        progressive = progressive or marker == _PROGRESSIVE
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            start = at
            while True:
                at = data.find(b"\xff", at)
                if at < 0 or at + 1 >= len(data):
                    return None
                if data[at + 1] == 0 or data[at + 1] in _RESTARTS:
                    at += 2
                elif data[at + 1] == 0xFF:
                    at += 1
                elif data[at + 1] in _TABLES:
                    break
                else:
                    return None
            scan = (start, at, progressive)
    return scan if data[at : at + 2] == bytes((0xFF, _END)) else None


def _pixels(data: bytes) -> bytes:
    """What stands for a picture's pixels; empty where the data make no sense to the decoder."""
    from PIL import Image as images

    digest = hashlib.sha256()
    try:
        with images.open(BytesIO(data), formats=("JPEG",)) as opened:
            for top in range(0, opened.height, _STRIP):
                digest.update(opened.crop((0, top, opened.width, min(top + _STRIP, opened.height))).tobytes())
    except OSError:
        return b""
    return digest.digest()

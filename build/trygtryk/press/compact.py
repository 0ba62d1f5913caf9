"""A file to be downloaded: what is no stream lies in object streams, so that tags and fields take next to no room.

Object and cross-reference streams are of ISO 32000-1, 7.5.7 and 7.5.8; PDF/A-2 allows both, which is why only screen
editions are written so: an old printer need not know them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.pdfbase import pdfdoc

_TOGETHER = 2000
_BINARY = b"%\xe2\xe3\xcf\xd3"


def compacted(pdf: Any, version: tuple[int, int], deflated: Callable[[bytes], bytes]) -> bytes:
    """The bytes of a document of the library's, its objects in the order they were referred to first."""
    root, info = pdf.Reference(pdf.Catalog), pdf.Reference(pdf.info)
    pdf.encrypt.prepare(pdf)
    streams: dict[int, bytes] = {}
    plain: dict[int, bytes] = {}
    number = 1
    # formatting an object may add others
    while number in pdf.numberToId:
        made = pdf.idToObject[pdf.numberToId[number]]
        content = pdfdoc.format(made, pdf, toplevel=1).strip(b"\n")
        (streams if isinstance(made, pdfdoc.PDFStream) else plain)[number] = content
        number += 1
    held: dict[int, tuple[int, int]] = {}
    waiting = list(plain.items())
    for start in range(0, len(waiting), _TOGETHER):
        chunk = waiting[start : start + _TOGETHER]
        held |= {one: (number, index) for index, (one, _) in enumerate(chunk)}
        streams[number] = _together(chunk, deflated)
        number += 1
    head = b"%%PDF-%d.%d\n%s\n" % (*version, _BINARY)
    at, pieces = len(head), [head]
    places = {}
    for one, content in sorted(streams.items()):
        written = b"%d 0 obj\n%s\nendobj\n" % (one, content)
        places[one] = at
        at += len(written)
        pieces.append(written)
    places[number] = at
    rows = [_row(0, 0, 65535)]
    rows += [_row(2, *held[one]) if one in held else _row(1, places[one], 0) for one in range(1, number + 1)]
    entries = (
        b"/Type /XRef /Size %d /W [1 4 2] /DecodeParms << /Predictor 12 /Columns 7 >> /Root %s /Info %s /ID %s"
    ) % (
        number + 1,
        *(reference.format(pdf) for reference in (root, info)),
        pdf.ID().strip(),
    )
    pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, _stream(entries, _told_apart(rows), deflated)))
    pieces.append(b"startxref\n%d\n%%%%EOF\n" % at)
    return b"".join(pieces)


def _together(objects: list[tuple[int, bytes]], deflated: Callable[[bytes], bytes]) -> bytes:
    """Objects as one object stream."""
    index, at = [], 0
    for number, content in objects:
        index.append(b"%d %d" % (number, at))
        at += len(content) + 1
    head = b" ".join(index) + b"\n"
    entries = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(head))
    return _stream(entries, head + b"\n".join(content for _, content in objects), deflated)


def _stream(entries: bytes, content: bytes, deflated: Callable[[bytes], bytes]) -> bytes:
    packed = deflated(content)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (entries, len(packed), packed)


def _told_apart(rows: list[bytes]) -> bytes:
    """Each row by what it is more than the one above (ISO 32000-1, 7.4.4.4): most are alike then."""
    above = bytes(len(rows[0]))
    told = []
    for row in rows:
        told.append(bytes([2, *((byte - before) % 256 for byte, before in zip(row, above, strict=True))]))
        above = row
    return b"".join(told)


def _row(kind: int, first: int, second: int) -> bytes:
    return bytes([kind]) + first.to_bytes(4, "big") + second.to_bytes(2, "big")

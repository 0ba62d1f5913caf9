"""A file that carries the digest of its own bytes: whoever finds it knows that nobody has changed it since."""

from __future__ import annotations

import hashlib
import re
import struct
import zlib

# where a PDF keeps its two identifiers (ISO 32000-1, 14.4: alike when a file is first written), and our JSON its last entry
_SEAL = re.compile(rb'/ID\s*\[<[0-9a-f]{32}><[0-9a-f]{32}>\]|"seal": "[0-9a-f]{32}"')
_DIGITS = re.compile(rb"[0-9a-f]{32}")
# as far from the end as a cross-reference stream leaves them
_REACH = 200_000
BLANK = "0" * 32

_PNG, _LAST = b"\x89PNG\r\n\x1a\n", b"\0\0\0\0IEND\xaeB`\x82"
_CHUNK = b"tEXtseal\0"
_CHUNK_BYTES = 4 + len(_CHUNK) + len(BLANK) + 4


def sealed(data: bytes) -> bytes:
    """A PDF or JSON with the digest of its bytes where it left ``BLANK``, a PNG with it in a chunk before its last.

    Raises ValueError where there is no place for it.
    """
    if data.startswith(_PNG):
        text = _CHUNK + _digest(data)
        chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
        return data.removesuffix(_LAST) + chunk + _LAST
    before, seal, after = _parted(data)
    if not seal:
        raise ValueError("the file has no place for a seal")
    return before + _DIGITS.sub(_digest(data), seal) + after


def unbroken(data: bytes) -> bool:
    """Whether a file carries its own digest: one that was sealed, byte for byte."""
    if data.startswith(_PNG):
        bare = data[: -_CHUNK_BYTES - len(_LAST)]
        return bare.startswith(_PNG) and data == sealed(bare + _LAST)
    before, seal, after = _parted(data)
    return bool(seal) and data == sealed(before + _DIGITS.sub(BLANK.encode(), seal) + after)


def _parted(data: bytes) -> tuple[bytes, bytes, bytes]:
    found = list(_SEAL.finditer(data, max(0, len(data) - _REACH)))
    start, end = found[-1].span() if found else (0, 0)
    return data[:start], data[start:end], data[end:]


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest()[: len(BLANK)].encode()

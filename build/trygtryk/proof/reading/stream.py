"""Streams unpacked with a ceiling, so that a small file cannot fill the memory."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import pikepdf

from trygtryk.bounds import MOST_STREAM


class Oversized(Exception):
    """A stream unpacks to more than ``MOST_STREAM``, or through too many filters to be told beforehand."""


def read_head(source: Any, length: int) -> bytes:
    """The first bytes of a stream; raises as ``read_stream`` does."""
    if source.stream_dict.get("/Filter") != pikepdf.Name.FlateDecode or "/DecodeParms" in source.stream_dict:
        return read_stream(source)[:length]
    try:
        return zlib.decompressobj().decompress(source.read_raw_bytes(), length)
    except zlib.error:
        return read_stream(source)[:length]


def read_stream(source: Any) -> bytes:
    """The unpacked bytes of a stream; raises Oversized, or pikepdf.PdfError where it is damaged."""
    entries = source.stream_dict
    filters = entries.get("/Filter", ())
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array | tuple) else [str(filters)]
    raw: bytes = source.read_raw_bytes()
    if names[:1] == ["/ASCII85Decode"]:
        try:
            raw = base64.a85decode(raw.strip(), adobe=True)
        except ValueError:
            return bytes(source.read_bytes())
        names = names[1:]
    if not names:
        return raw
    if names != ["/FlateDecode"]:
        if len(raw) > MOST_STREAM // 1000 or len(names) > 1:
            raise Oversized
        return bytes(source.read_bytes())
    unpack = zlib.decompressobj()
    try:
        data = unpack.decompress(raw, MOST_STREAM)
    except zlib.error:
        return bytes(source.read_bytes())
    if unpack.unconsumed_tail:
        raise Oversized
    return bytes(source.read_bytes()) if "/DecodeParms" in entries else data

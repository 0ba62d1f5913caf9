"""A stranger's PDF page as its operators, read within bounds (ISO 32000-1, 7.8)."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import pikepdf
from pikepdf.models import PdfParsingError

from trygtryk.bounds import MOST_PLAIN_BYTES
from trygtryk.errors import MISTAKEN

# what an object of another kind than it should be raises wherever it is met; PDFium is asked for a picture then
MALFORMED = (*MISTAKEN, pikepdf.PdfError, pikepdf.DataDecodingError, PdfParsingError)


class NotPlainError(Exception):
    """The page holds more than is read here: flat shapes in plain colours, within bounds."""


def instructions(source: Any) -> Any:
    """The operators of a page or a form with what they are given; raises NotPlainError where they cannot be read."""
    try:
        return pikepdf.parse_content_stream(source)
    except (TypeError, IndexError, ValueError) as error:  # what it raises on operands that are none
        raise NotPlainError from error


def size(source: Any) -> int:
    """How many bytes a page's or a form's operators are; raises NotPlainError on more than may be unpacked."""
    contents = source.obj.get("/Contents", ()) if isinstance(source, pikepdf.Page) else source
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    size = 0
    for stream in streams:
        size += len(unpacked(stream)) if isinstance(stream, pikepdf.Stream) else 0
    return size


def unpacked(stream: pikepdf.Stream) -> bytes:
    """A stream's bytes; raises NotPlainError on more than may be: a few thousand can hold as many million."""
    filters = stream.get("/Filter", ())
    data = stream.read_raw_bytes()
    for packed in (filters,) if isinstance(filters, pikepdf.Name) else filters:
        if "/DecodeParms" in stream:
            raise NotPlainError
        data = _unfiltered(str(packed), data)
    return data


def _unfiltered(packed: str, data: bytes) -> bytes:
    if packed == "/ASCII85Decode":
        try:
            return base64.a85decode(data.strip().removesuffix(b"~>"))
        except ValueError as error:
            raise NotPlainError from error
    if packed != "/FlateDecode":
        raise NotPlainError
    try:
        inflater = zlib.decompressobj()
        data = inflater.decompress(data, MOST_PLAIN_BYTES)
    except zlib.error as error:
        raise NotPlainError from error
    if not inflater.eof:
        raise NotPlainError
    return data


def numbers(operands: Any, count: int) -> list[float]:
    """An operator's numbers; raises NotPlainError where they are others, or others than ``count``."""
    if len(operands) != count:
        raise NotPlainError
    found: list[float] = []
    for operand in operands:
        try:
            found.append(float(operand))
        except (TypeError, ValueError, OverflowError) as error:
            raise NotPlainError from error
    if found and not -1e9 < min(found) <= max(found) < 1e9:
        raise NotPlainError
    return found


def named(resources: Any, category: str, operands: Any) -> Any:
    """The dictionary or stream of a name among the resources; raises NotPlainError where there is none."""
    entries = resources.get(category)
    if not isinstance(entries, pikepdf.Dictionary) or len(operands) != 1 or not isinstance(operands[0], pikepdf.Name):
        raise NotPlainError
    found = entries.get(str(operands[0]))
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        raise NotPlainError
    return found


def shows(note: Any) -> bool:
    """Whether an annotation may be seen on the page."""
    return not isinstance(note, pikepdf.Dictionary) or note.get("/Subtype") not in ("/Link", "/Popup")

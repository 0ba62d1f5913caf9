"""A file somebody sent, hostile until read: its fields as they stand on the pages, as plain data."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import pikepdf

from trygtryk.bounds import DEEPEST_FIELD, MOST_FIELDS, MOST_FORM_BYTES, MOST_FORM_PAGES, MOST_FORM_STREAM
from trygtryk.errors import MISTAKEN

_WRITTEN_ON_TOP = ("/FreeText", "/Text")
_DRAWN_ON_TOP = ("/Ink", "/Stamp", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine")

MALFORMED = (*MISTAKEN, pikepdf.PdfError, pikepdf.DataDecodingError)
"""What an object of another kind than it should be raises where it is read, or something is written into it."""

Trouble = Literal["large", "locked", "damaged"]
Key = tuple[int, int]
"""An object's number and generation; ``(0, 0)`` where it has none of its own."""


@dataclass(frozen=True, slots=True)
class Widget:
    """A field's place on a page and among its annotations (-1: it stands only in the file's list of fields).

    ``name`` is what it is called in full, ``root`` the topmost object it hangs under and ``owner`` the one that holds
    its value. ``state`` is what ticking this button is called, ``on`` whether it shows as ticked, ``options`` the words
    of its states.
    """

    page: int
    at: int
    name: str
    button: bool
    value: str
    heard: str = ""
    question: str = ""
    state: str = ""
    on: bool = False
    options: tuple[str, ...] = ()
    root: Key = (0, 0)
    owner: Key = (0, 0)
    private: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something put on top of a page by a program's pen or text tool; ``text`` is empty where it is drawn."""

    page: int
    text: str


@dataclass(slots=True)
class Contents:
    """What a file holds of fields and notes; ``texts`` are its pages' words where it holds no field at all.

    ``mended`` says that the file was damaged, so that something may be missing.
    """

    widgets: list[Widget] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    mended: bool = False


def read(data: bytes) -> Contents | Trouble:
    """The fields and notes of a PDF, or why it cannot be read; no file takes more than a bounded time."""
    if len(data) > MOST_FORM_BYTES:
        return "large"
    contents = Contents()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_FORM_PAGES:
                return "large"
            for number, page in enumerate(pdf.pages):
                for at, annotation in enumerate(_items(page.obj.get("/Annots"))):
                    if len(contents.widgets) + len(contents.notes) > MOST_FIELDS:
                        return "large"
                    _annotation(annotation, number, at, contents)
            shown = {widget.owner for widget in contents.widgets}
            for leaf in _leaves(pdf.Root.get("/AcroForm")):
                if leaf.owner == (0, 0) or leaf.owner not in shown:
                    contents.widgets.append(leaf)
            contents.mended = any("damaged" in str(warning) for warning in pdf.get_warnings())
    except pikepdf.PasswordError:
        return "locked"
    except MALFORMED:
        return "damaged"
    if not contents.widgets:
        contents.texts = _texts(data)
    return contents


def _annotation(annotation: Any, page: int, at: int, contents: Contents) -> None:
    kind = _name(_entry(annotation, "/Subtype"))
    if kind == "/Widget":
        contents.widgets.append(_widget(annotation, page, at))
    elif kind in _WRITTEN_ON_TOP:
        contents.notes.append(Note(page, _text(_entry(annotation, "/Contents"))))
    elif kind in _DRAWN_ON_TOP:
        contents.notes.append(Note(page, ""))


def _widget(source: Any, page: int, at: int) -> Widget:
    """A widget with what it inherits from those it hangs under (ISO 32000-1, 12.7.3)."""
    line = [source]
    seen = {_key(source)}
    while len(line) < DEEPEST_FIELD:
        above = _entry(line[-1], "/Parent")
        key = _key(above)
        if not isinstance(above, pikepdf.Dictionary) or (key != (0, 0) and key in seen):
            break
        seen.add(key)
        line.append(above)
    named = [one for one in line if _text(_entry(one, "/T"))]
    value = next((_entry(one, "/V") for one in line if _entry(one, "/V") is not None), None)
    words = [_text(_entry(one, "/TU")) for one in line]
    shown = _name(_entry(source, "/AS"))
    states = [_plain(key) for key in _keys(_entry(_entry(source, "/AP"), "/N")) if key != "/Off"]
    flags = next((_entry(one, "/Ff") for one in line if isinstance(_entry(one, "/Ff"), int)), 0)
    options = next((_entry(one, "/Opt") for one in line if _entry(one, "/Opt") is not None), None)
    # one that has lost what it hung under shows by its looks what it is
    button = bool(shown and states) or any(_name(_entry(one, "/FT")) == "/Btn" for one in line)
    return Widget(
        page=page,
        at=at,
        name=".".join(_text(_entry(one, "/T")) for one in reversed(named)),
        button=button,
        value=_plain(_name(value)).replace("Off", "") if isinstance(value, pikepdf.Name) else _text(value),
        heard=words[0],
        question=next(filter(None, words[1:] if button else words), ""),
        state=_plain(shown) if shown not in ("", "/Off") else states[0] if states else "",
        on=shown not in ("", "/Off"),
        options=tuple(_text(one) for one in _items(options)),
        root=_key(line[-1]) if len(line) > 1 else (0, 0),
        owner=_key(named[0]) if named else (0, 0),
        private=bool(flags & 1 << 2),
    )


def _leaves(form: Any) -> Iterator[Widget]:
    """Every field of the file's own list that has a value, wherever it stands."""
    waiting = [(kid, 0) for kid in reversed(_items(_entry(form, "/Fields")))]
    seen: set[Key] = set()
    count = 0
    while waiting and count < MOST_FIELDS:
        source, depth = waiting.pop()
        count += 1
        key = _key(source)
        if not isinstance(source, pikepdf.Dictionary) or key in seen or depth > DEEPEST_FIELD:
            continue
        seen |= {key} - {(0, 0)}
        below = [kid for kid in _items(source.get("/Kids")) if _entry(kid, "/T") is not None]
        if below:
            waiting += [(kid, depth + 1) for kid in reversed(below)]
        elif source.get("/V") is not None:
            yield _widget(source, -1, -1)


def _texts(data: bytes) -> list[str]:
    """The words on the first pages, run together; none where the file cannot be shown."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = [pdf[number].get_textpage().get_text_range() for number in range(min(len(pdf), 40))]
    except pypdfium2.PdfiumError:
        return []
    return [" ".join(text.split()) for text in pages]


def _entry(source: Any, key: str) -> Any:
    """A dictionary's entry, None where there is none or no dictionary."""
    return source.get(key) if isinstance(source, pikepdf.Dictionary | pikepdf.Stream) else None


def _items(source: Any) -> list[Any]:
    return list(source) if isinstance(source, pikepdf.Array) else []


def _keys(source: Any) -> list[str]:
    return sorted(source.keys()) if isinstance(source, pikepdf.Dictionary) else []


def _key(source: Any) -> Key:
    return source.objgen if isinstance(source, pikepdf.Object) else (0, 0)


def _name(source: Any) -> str:
    return _decoded(source.unparse()) if isinstance(source, pikepdf.Name) else ""


def _plain(name: str) -> str:
    return name.removeprefix("/")


def _decoded(name: bytes) -> str:
    """A name as it is read: two hexadecimal digits after a # are a byte (ISO 32000-1, 7.3.5)."""
    raw = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _text(source: Any) -> str:
    """A text as it was typed, from whatever kind of object holds it."""
    if isinstance(source, pikepdf.Array):
        return "; ".join(filter(None, (_text(one) for one in source)))
    if isinstance(source, pikepdf.Stream):
        # long values may be kept as streams (ISO 32000-1, 12.7.4.3)
        source = pikepdf.String(unpacked(source))
    if isinstance(source, pikepdf.Name):
        return _plain(_name(source))
    if not isinstance(source, pikepdf.String):
        return "" if source is None or isinstance(source, pikepdf.Object) else str(source)
    try:
        words = str(source)
    except UnicodeDecodeError:
        raw = bytes(source)
        words = raw.decode("utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8", errors="replace")
    # marks of language in a text (ISO 32000-1, 7.9.2.2)
    return cleaned(re.sub("\x1b[^\x1b]{0,8}\x1b", "", words))


def unpacked(stream: pikepdf.Stream) -> bytes:
    """A stream's bytes; raises PdfError where it is packed so that a few bytes could become a whole memory's worth."""
    filters = _entry(stream, "/Filter")
    if len(stream.read_raw_bytes()) > MOST_FORM_STREAM or (isinstance(filters, pikepdf.Array) and len(filters) > 1):
        raise pikepdf.PdfError("a stream is packed too tightly")
    return stream.read_bytes()


def cleaned(words: str) -> str:
    """A text as it was typed: lines ended alike, without characters nobody sees."""
    words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or c.isprintable()).strip(" \n")

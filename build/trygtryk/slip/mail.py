"""The order as a mail: its text, and the one file that is attached."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields

from trygtryk.errors import Place, refuse
from trygtryk.model import Copy
from trygtryk.slip.lines import Entry
from trygtryk.slip.texts import Told, Words, told, told_part, total
from trygtryk.sources.content import Pack
from trygtryk.units import decimal

_NO_BREAK_SPACE = "\u00a0"
_INDENT = "   "
# many mailboxes take no more in one mail
_MOST_BYTES = 5_000_000
_MEGABYTE = 1_000_000
# a zip cannot tell of a day before this one
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def mail(entries: tuple[Entry, ...], head: Mapping[str, Copy | None], words: Words, pack: Pack) -> bytes:
    """The text of the mail, in UTF-8; what is absent in the ``head`` is left to fill in."""
    said = {name: copy.text if copy else words.mail.blank.text for name, copy in head.items()}
    shop, sender = (head[name] for name in ("shop", "sender"))
    subject = words.mail.subject.text.replace("{{title}}", pack.title.text)
    if sender:
        subject += f", {_first(sender.text)}"
    hello = words.mail.hello_shop.text.replace("{{shop}}", _first(shop.text)) if shop else words.mail.hello.text
    address = re.search(r"[^\s,;<>]+@[^\s,;<>]+", shop.text if shop else "")
    lines = [
        *([f"{words.mail.to.text} {address[0]}"] if address else []),
        subject,
        "",
        hello,
        "",
        words.mail.opening.text,
        words.intro.text,
        "",
    ]
    for number, entry in enumerate(entries, 1):
        lines += [*_told(f"{number}. ", told(entry, words)), *_parts(entry, words), ""]
    lines += [total(entries, words), ""]
    for one in fields(words.labels):
        if one.name not in ("sender", "shop"):
            lines.append(f"{getattr(words.labels, one.name).text}: {', '.join(said[one.name].splitlines())}")
    lines += ["", words.mail.closing.text, "", words.mail.regards.text, "", sender.text if sender else said["sender"]]
    return ("\n".join(lines) + "\n").replace(_NO_BREAK_SPACE, " ").encode()


def _told(lead: str, line: Told) -> Iterator[str]:
    yield f"{lead}{line.title} ({line.file.replace(chr(10), ', ')})"
    for texts in ((line.amount,), (line.size, line.inks), (line.paper,), (line.finishing,)):
        if found := [text for cell in texts for text in cell.splitlines()]:
            first, *others = found
            yield _INDENT + "; ".join([first, *map(_within, others)])


def _parts(entry: Entry, words: Words) -> Iterator[str]:
    for line in (told_part(part, entry, words) for part in entry.parts):
        rest = ", ".join(map(_within, (line.amount, *line.finishing.splitlines())))
        yield f"{_INDENT}- {line.size}: {line.title}, {rest}"


def _within(text: str) -> str:
    """A text as it stands within a sentence."""
    return text[0].lower() + text[1:] if text[1:2].islower() else text


def _first(text: str) -> str:
    """The first line of an address, or of a list with commas."""
    return text.splitlines()[0].partition(",")[0]


def attached(files: Mapping[str, bytes], words: Words, *, apart: bool) -> bytes:
    """The files by their paths, and a few words on them, as one zip: dated alike and stored as they are, so the same
    files give the same zip.

    Raises BuildError where it is too large to mail, saying what to leave out; ``apart`` says that the print shop wants
    a file a piece, each with a colour profile of its own.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted({**files, "laes-mig.txt": words.mail.readme.text.encode() + b"\n"}.items()):
            entry = zipfile.ZipInfo(path, _ZIP_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    made = packed.getvalue()
    if len(made) > _MOST_BYTES:
        less = "læg filerne op på trykkeriets egen side, eller " if apart else ""
        raise refuse(_too_large(len(made)), Place("til-trykkeriet.zip"), less + _way_out(files, len(made)))
    return made


def _too_large(size: int) -> str:
    return f"zipfilen fylder {megabytes(size)}, og der kan højst sendes {megabytes(_MOST_BYTES)} i en mail"


def _way_out(files: Mapping[str, bytes], size: int) -> str:
    """The largest files, until what is left can be sent."""
    left, out = size, []
    for path, data in sorted(files.items(), key=lambda file: (-len(file[1]), file[0])):
        out.append(f"{path} ({megabytes(len(data))})")
        left -= len(data)
        if left <= _MOST_BYTES:
            break
    return f"bestil noget for sig, så resten kan sendes ({megabytes(left)}): uden {', '.join(out)}"


def megabytes(size: int) -> str:
    """A size as it is written in Denmark: 2,6 MB."""
    return f"{decimal(size / _MEGABYTE)} MB"

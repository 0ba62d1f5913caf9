"""File names as people mean them: composed letters whatever system wrote them, and what systems leave lying about."""

from __future__ import annotations

import re
import unicodedata

from trygtryk.bounds import MOST_TOLD

_LEFT_BY_SYSTEMS = frozenset(["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx"])


def composed(name: str) -> str:
    """A name with its letters composed (NFC, Unicode Standard Annex 15), as macOS does not keep them."""
    return unicodedata.normalize("NFC", name)


def nobodys(name: str) -> bool:
    """Whether a file is none of the editor's: hidden, or left there by a system or a program that has it open."""
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in _LEFT_BY_SYSTEMS


def files(count: int) -> str:
    """A number of files in words: 1 fil, 2 filer."""
    return f"{count} fil" if count == 1 else f"{count} filer"


def legible(name: str) -> str:
    """A name that can be printed: bytes that are no letters (a name in Latin-1) are shown as \\xe6."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def shown(sentence: str) -> str:
    """A sentence with what a file holds in it, as any terminal shows it: in one line, without signs that are no letters
    (they would move what is written, or hide it), and neither it nor a quotation in it longer than anybody reads."""
    line = re.sub(r"[\s\x1c-\x1f]+", " ", sentence)
    line = re.sub(rf"»([^»«]{{{MOST_TOLD},}})«", lambda found: f"»{found[1][: MOST_TOLD // 3]} …«", line)
    line = line if len(line) <= 3 * MOST_TOLD else f"{line[: 3 * MOST_TOLD]} …"
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in line)

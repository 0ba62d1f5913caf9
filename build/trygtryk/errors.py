"""What went wrong, where it stands, and what to do about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a source file; ``file`` is relative to the project's root, ``line`` counts from 1 (0: whole file)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that stops the build, in Danish: what, where, and the way out."""

    message: str
    place: Place | None = None
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.message}" + (f"\n    → {self.hint}" if self.hint else "")


class BuildError(Exception):
    """Carries every fault found in one stage, so that all of them are told at once."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def refuse(message: str, place: Place | None = None, hint: str = "") -> BuildError:
    """A BuildError with one fault, ready to raise."""
    return BuildError(Fault(message, place, hint))


def nearest(word: str, known: Iterable[str]) -> str:
    """A Danish hint naming the known words closest to ``word``, or all of them where none is close."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    return f"mente du {' eller '.join(close)}?" if close else f"mulige: {', '.join(names)}"

"""What went wrong, where it stands, and what to do about it."""

from __future__ import annotations

import difflib
import errno
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trygtryk.names import shown


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
        return f"{where}{shown(self.message)}" + (f"\n    → {self.hint}" if self.hint else "")


class BuildError(Exception):
    """Carries every fault found in one stage, so that all of them are told at once."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def refuse(message: str, place: Place | None = None, hint: str = "") -> BuildError:
    """A BuildError with one fault, ready to raise."""
    return BuildError(Fault(message, place, hint))


def nearest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A Danish hint naming the known words closest to ``word``; ``otherwise``, or all of them, where none is close."""
    names = {name.casefold(): name for name in sorted(known)}
    close = difflib.get_close_matches(word.casefold(), names, n=3, cutoff=0.5)
    if close:
        return f"mente du {' eller '.join(names[name] for name in close)}?"
    return otherwise or f"mulige: {', '.join(filter(None, names.values()))}"


MISTAKEN = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What data of another kind than it should be raises wherever it is met; a library's own errors come beside."""

_OF_SYSTEM = {
    errno.ENOENT: ("mappen eller filen findes ikke", "se efter, om stien er skrevet rigtigt"),
    errno.EACCES: ("der er ikke adgang", "luk filen i andre programmer, eller vælg en mappe, I må skrive i, med --out"),
    errno.EPERM: ("der er ikke adgang", "luk filen i andre programmer, eller vælg en mappe, I må skrive i, med --out"),
    errno.EROFS: ("der kan ikke skrives på drevet", "vælg en anden mappe med --out"),
    errno.ENOSPC: ("der er ikke plads på disken", "slet noget, og prøv igen"),
    errno.ENOTDIR: ("en del af stien er en fil og ikke en mappe", "flyt filen, eller vælg en anden mappe"),
    errno.EISDIR: ("det er en mappe og ikke en fil", "vælg et andet navn"),
    errno.EEXIST: ("der ligger en fil eller en genvej, hvor der skal være en mappe", "flyt den, og prøv igen"),
    errno.ENOTEMPTY: ("mappen er ikke tom", "flyt det, der ligger i den, og prøv igen"),
    errno.ENAMETOOLONG: ("navnet er for langt", "vælg et kortere navn, eller en mappe højere oppe"),
    errno.ELOOP: ("genvejen fører tilbage til sig selv", "slet den"),
    errno.EFBIG: ("filen er for stor til drevet", "vælg et andet drev"),
    errno.EDQUOT: ("der er ikke mere plads til jer på drevet", "slet noget, og prøv igen"),
    errno.EBUSY: ("et andet program bruger den", "luk den dér, og prøv igen"),
    errno.EXDEV: ("mappen ligger på to drev", "vælg en mappe, der ligger på ét"),
    errno.EINVAL: ("systemet kan ikke bruge navnet", "vælg et andet navn"),
    errno.EIO: ("drevet kan ikke læses eller skrives", "prøv igen, eller vælg et andet drev"),
    errno.EMFILE: ("der er for mange filer åbne", "luk andre programmer, og prøv igen"),
    errno.ENFILE: ("der er for mange filer åbne", "luk andre programmer, og prøv igen"),
    errno.ENOMEM: ("der er ikke hukommelse nok", "luk andre programmer, og prøv igen"),
}


def of_system(error: OSError) -> Fault:
    """What the operating system refused, in Danish; the file goes by its last name."""
    if isinstance(error, shutil.Error):  # of a whole tree: the system's words for each file, and no number
        told = [str(why) for *_, why in error.args[0]] if isinstance(error.args[0], list) else []
        number = next((number for number in _OF_SYSTEM if any(f"[Errno {number}]" in why for why in told)), 0)
        error = OSError(number, "; ".join(told[:1]))
    what, hint = _OF_SYSTEM.get(error.errno or 0, (f"systemet svarer: {error.strerror}", ""))
    name = Path(error.filename).name if isinstance(error.filename, str | Path) else ""
    return Fault(f"»{name}«: {what}" if name else what, None, hint)


def of_program(error: Exception) -> Fault:
    """A fault of the program's own, where it can be told in one sentence only."""
    told = f"programmet har selv en fejl ({type(error).__name__}: {error})"
    return Fault(told, None, "send sætningen til dem, I har programmet fra")

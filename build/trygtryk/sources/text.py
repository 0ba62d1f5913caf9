"""Text files as Unicode: one reader, which takes off what cannot be seen or says where it stands."""

from __future__ import annotations

import codecs
import re
import stat
from dataclasses import replace
from pathlib import Path

from trygtryk.bounds import MOST_BYTES, MOST_TEXT_BYTES
from trygtryk.errors import BuildError, Fault, Place, of_system, refuse
from trygtryk.names import composed, legible, nobodys

_SAVE = "gem den igen med tegnsættet UTF-8 (i Notesblok: Gem som, Kodning: UTF-8)"
_OTHERS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# the marks of other kinds of files that are given a text's name
_NO_TEXT = (
    (b"PK\x03\x04", "et dokument eller en zipfil"),
    (b"\xd0\xcf\x11\xe0", "et gammelt Office-dokument"),
    (b"{\\rtf", "et RTF-dokument"),
    (b"%PDF", "en PDF-fil"),
    (b"\x89PNG", "et billede"),
    (b"\xff\xd8\xff", "et billede"),
)
# the endings that are meant to be these
_NEARLY = {".yaml": (".yml", ".yaml.txt", ".yml.txt"), ".toml": (".toml.txt", ".tml")}
# a space that keeps two words together is the one special space that is meant: it is taken inside a line
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u2000-\u200a\u1680\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffd\U000e0000-\U000e0fff]|(?m:^[ \t]*\xa0)"
)
_CALLED = {
    "\u00a0": "et hårdt mellemrum forrest på linjen",
    "\u00ad": "en blød bindestreg",
    "\u200b": "et mellemrum uden bredde",
    "\u200c": "et tegn uden bredde",
    "\u200d": "et tegn uden bredde",
    "\u2060": "et tegn uden bredde",
    "\ufeff": "et tegn uden bredde",
    "\ufffd": "et tegn, der er gået i stykker",
}
_KINDS = (
    ("\u200e", "\u200f", "et tegn, der vender skriftens retning"),
    ("\u202a", "\u202e", "et tegn, der vender skriftens retning"),
    ("\u2066", "\u2069", "et tegn, der vender skriftens retning"),
    ("\u2000", "\u200a", "et særligt mellemrum"),
    ("\u202f", "\u205f", "et særligt mellemrum"),
    ("\u2028", "\u2029", "et særligt linjeskift"),
    ("\U000e0000", "\U000e0fff", "et usynligt mærke"),
)


def text_files(folder: Path, ending: str, root: Path) -> dict[str, Path]:
    """A folder's files that end so, by their composed stems and sorted; what systems leave lying there is passed by.

    Raises BuildError where a name that ends so is a folder's, where one nearly does (``.yml``, ``.yaml.txt``), where
    two come to the same, and where one cannot be read.
    """
    found: dict[str, Path] = {}
    faults: list[Fault] = []
    try:
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
    except PermissionError as error:
        shown = legible(folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.name)
        raise refuse("der er ikke lov til at se i mappen", Place(shown), "ret det i mappens egenskaber") from error
    for path in paths:
        name = composed(path.name)
        if nobodys(name):
            continue
        shown = legible(path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name)
        stem, between, kind = name.partition(".")
        if f".{kind.lower()}" in _NEARLY.get(ending, ()):
            faults.append(
                Fault(f"filen læses ikke, for navnet ender på .{kind}", Place(shown), f"kald den {stem}{ending}")
            )
        elif between and name.endswith(ending):
            stem = name.removesuffix(ending)
            if legible(name) != name:
                faults.append(
                    Fault("filens navn har tegn, der ikke kan læses", Place(shown), "giv filen et andet navn")
                )
            elif path.is_dir():
                faults.append(Fault("det er en mappe og ikke en fil", Place(shown), "giv mappen et andet navn"))
            elif stem in found:
                faults.append(Fault(f"der er to filer, der hedder »{name}«", Place(shown), "behold den ene"))
            found[stem] = path
    if faults:
        raise BuildError(*faults)
    return dict(sorted(found.items()))


def read_bytes(path: Path, name: str) -> bytes:
    """A file's bytes; ``name`` is how it is shown in faults. Raises BuildError where there is none that can be read, or it is very large."""
    return _read(path, name, MOST_BYTES)


def _read(path: Path, name: str, most: int) -> bytes:
    place = Place(legible(name))
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise refuse("det er en mappe og ikke en fil", place, "giv mappen et andet navn")
        if not stat.S_ISREG(kind):  # a pipe would keep whoever opens it waiting
            raise refuse("det er ikke en almindelig fil", place, "flyt det væk, og læg en fil der")
        with open(path, "rb") as file:
            data = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        if path.is_symlink():
            told = "det er en genvej til en fil, der ikke er der"
            raise refuse(told, place, "læg selve filen her, eller slet genvejen") from error
        raise refuse("filen findes ikke", place) from error
    except PermissionError as error:
        raise refuse("der er ikke lov til at læse filen", place, "ret det i filens egenskaber") from error
    except OSError as error:
        error.filename = None  # its place says it
        raise BuildError(replace(of_system(error), place=place)) from error
    if len(data) > most:
        raise refuse(
            f"filen fylder mere end {most // 1_000_000} MB", place, "så store filer læses ikke: gem den mindre"
        )
    return data


def read_text(path: Path, name: str) -> str:
    """A text file's words, composed (NFC) and with plain line ends; ``name`` is how it is shown in faults.

    Raises BuildError where there is no such file, it is very large, it is no text in UTF-8, or holds signs that cannot be seen.
    """
    return unicode_text(_read(path, name, MOST_TEXT_BYTES), legible(name))


def unicode_text(data: bytes, name: str) -> str:
    """The words of a text file's bytes, as ``read_text`` gives them; raises BuildError likewise."""
    for mark, kind in _OTHERS:
        if data.startswith(mark):
            raise refuse(f"filen er gemt som {kind}", Place(name), _SAVE)
    for mark, kind in _NO_TEXT:
        if data.startswith(mark):
            raise refuse(f"filen er {kind} og ikke en ren tekst", Place(name), "gem den som ren tekst i UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        kind = "UTF-16" if data[:200].count(0) > len(data[:200]) // 3 else "et ældre tegnsæt"
        raise refuse(f"filen er ikke gemt som UTF-8 (men i {kind})", Place(name, line), _SAVE) from error
    text = composed(text.replace("\r\n", "\n").replace("\r", "\n"))
    if faults := [_told(found, text, name) for found in _UNSEEN.finditer(text)]:
        raise BuildError(*faults)
    return text


def _told(found: re.Match[str], text: str, name: str) -> Fault:
    sign, at = found[0][-1], found.end() - 1
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    kind = _CALLED.get(sign) or next(
        (what for first, last, what in _KINDS if first <= sign <= last), "et usynligt tegn"
    )
    before = text[max(text.rfind("\n", 0, at) + 1, at - 12) : at].strip()
    where = f" efter »{before}«" if before else ""
    told = f"der står {kind} (U+{ord(sign):04X}) som tegn nr. {column} på linjen{where}"
    return Fault(told, Place(name, line), "slet tegnet, eller skriv linjen igen")

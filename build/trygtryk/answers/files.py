"""Filled forms off the disk, and tables onto it: what a file was before is kept beside it."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from trygtryk.bounds import MOST_FORM_BYTES
from trygtryk.pack import journal

_BEFORE = "-foer"


def found_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files given, and in order those of the folders given, whatever their kind; hidden ones are left alone."""
    found: dict[Path, Path] = {}
    for path in paths:
        within = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in within:
            hidden = file != path and any(part[:1] in ".~" for part in file.relative_to(path).parts)
            if not hidden and not file.is_dir():
                found.setdefault(file.resolve(), file)
    return tuple(found.values())


def opened(files: tuple[Path, ...]) -> Iterator[tuple[str, bytes | None]]:
    """Each file by its path from the folder that all of them lie in, and its bytes, None where it cannot be read."""
    whole = [Path(os.path.normpath(file.absolute())) for file in files]
    top = Path(os.path.commonpath([file.parent for file in whole])) if whole else Path()
    for file, path in zip(files, whole, strict=True):
        try:
            data = _head(file) if file.is_file() else None
        except OSError:
            data = None
        # a name that is no text on this machine is told as well as it can be
        yield os.fsencode(path.relative_to(top).as_posix()).decode("utf-8", "replace"), data


def _head(file: Path) -> bytes:
    with file.open("rb") as opened_:
        return opened_.read(MOST_FORM_BYTES + 1)  # what is more is told of


def keep(target: Path, data: bytes) -> str:
    """Writes the file; answers with the name that a former, different one goes by now, empty where there was none.

    Killed on the way it is done by the next time, which also takes away what lay there half.
    """
    with journal.putting(target) as put:
        former = target.read_bytes() if target.is_file() else data
        beside = _beside(target, former)
        journal.sweep(beside)
        with contextlib.ExitStack() as undo:
            if former != data and not beside.exists():
                undo.callback(beside.unlink, missing_ok=True)
                put(beside, former)
            put(target, data)
            undo.pop_all()
    return beside.name if former != data else ""


def is_kept(file: Path, target: Path) -> bool:
    """Whether a file is the target itself, or what it was before."""
    same = file.resolve().parent == target.resolve().parent and file.suffix == target.suffix
    return same and (file.stem == target.stem or file.stem.startswith(f"{target.stem}{_BEFORE}"))


def _beside(target: Path, former: bytes) -> Path:
    """A name beside the target that no file has, or only one that is the former target's copy already."""
    names = (f"{target.stem}{_BEFORE}{f'-{n}' if n > 1 else ''}{target.suffix}" for n in itertools.count(1))
    for path in map(target.with_name, names):
        if not os.path.lexists(path) or (path.is_file() and path.read_bytes() == former):
            return path
    raise AssertionError

"""Files that change in a folder all at once: what is moved is written down first, so that a broken-off change is undone.

A change is *staged* (every new file written and synced in a folder of its own), *committed to the journal*, *moved* into
place (former files aside first, so that each move is there or not) and *ended* by taking the journal away. Until then
``restore`` leads back to what was, from any point, as often as it is itself broken off; after it only the stage is left.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import json
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PureWindowsPath
from typing import Any

from trygtryk.errors import Place, refuse
from trygtryk.pack.lock import alone

STAGE = ".trygtryk"
_JOURNAL = "journal.json"
_NEW, _OLD = "ny", "gammel"


@dataclass(frozen=True, slots=True)
class _Journal:
    """What is moved, by paths inside the folder: new files with their SHA-256, former ones that go, and people's own
    with the name they are kept under; ``made`` are the folders that had to be made, outermost first."""

    new: Mapping[str, str]
    old: tuple[str, ...]
    aside: Mapping[str, str]
    made: tuple[str, ...]


def inside(path: Any) -> bool:
    """Whether a path that was read somewhere stays inside the folder it is relative to, on every system."""
    if not isinstance(path, str) or {"\\", "\0"} & set(path) or PureWindowsPath(path).anchor:
        return False
    return not {"", ".", "..", STAGE} & set(path.split("/")) and not any("\ud800" <= sign <= "\udfff" for sign in path)


def digest(file: Path) -> str:
    """A file's SHA-256; empty where there is no regular file to read."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    except OSError:
        return ""


def beside(folder: Path, path: str) -> str:
    """A free name beside a path, for what somebody has changed."""
    head, slash, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    numbers = itertools.chain([""], map(str, itertools.count(2)))
    names = (f"{head}{slash}{stem if dot else name}-jeres{number}{dot}{suffix if dot else ''}" for number in numbers)
    return next(name for name in names if not os.path.lexists(folder / name))


def exchange(folder: Path, new: Mapping[str, bytes], gone: Iterable[str], aside: Mapping[str, str]) -> None:
    """Writes ``new`` into a folder, takes ``gone`` away and keeps what is ``aside`` under its other name: all or nothing.

    Raises OSError where the system refuses; the folder is then as it was.
    """
    gone = tuple(gone)
    if strays := [path for path in (*new, *gone) if not inside(path)]:
        raise refuse(f"»{strays[0]}« fører ud af mappen", Place(folder.name))
    if not (new or gone or aside):
        return
    restore(folder)
    stage = folder / STAGE
    try:
        stage.mkdir(parents=True, exist_ok=True)
        for path, data in new.items():
            if os.path.lexists(folder / path) and not _file(folder / path):
                raise refuse(f"»{path}« er ikke en almindelig fil", Place(folder.name), "flyt det væk, og prøv igen")
            (stage / _NEW / path).parent.mkdir(parents=True, exist_ok=True)
            _write(stage / _NEW / path, data)
        journal = _Journal(
            {path: hashlib.sha256(data).hexdigest() for path, data in new.items()},
            tuple(path for path in (*new, *gone) if _file(folder / path) and path not in aside),
            dict(aside),
            _missing(folder, new),
        )
        with _undisturbed():
            _commit(folder, journal)
            _move(folder, journal, gone)
            _end(folder)
    except BaseException as error:
        with _undisturbed():
            _undo_now(folder, error)
        raise


def restore(folder: Path) -> bool:
    """Undoes a change that was broken off, and takes its stage away; says whether anything had to be moved back.

    Raises BuildError where the journal is not one of ours: what lies in the stage may be the only copy.
    """
    stage = folder / STAGE
    if not stage.is_dir():
        return False
    journal = _read(stage / _JOURNAL)
    if journal:
        _undo(folder, journal)
    _end(folder)
    with contextlib.suppress(OSError):
        folder.rmdir()  # made for a first build that came to nothing
    return bool(journal)


def put(file: Path, data: bytes, *, folder: bool = False) -> None:
    """One file, whole or not at all; raises OSError where the system refuses, and leaves what was there.

    ``folder`` says that its folder is made where it is not there.
    """
    with putting(file, folder=folder) as write:
        write(file, data)


@contextmanager
def putting(file: Path, *, folder: bool = False) -> Iterator[Callable[[Path, bytes], None]]:
    """The same for a file that is looked at first: nobody else writes it, or what it is kept as, until this is left."""
    target = file.resolve()
    if target.exists() and not target.is_file():
        raise refuse(f"»{file.name}« er ikke en almindelig fil", None, "vælg et andet navn")
    if not folder and not target.parent.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    with alone(target):
        sweep(target)
        yield _replace


def _replace(file: Path, data: bytes) -> None:
    target = file.resolve()
    stage = half(target)
    try:
        _write(stage, data)
        os.replace(stage, target)
    finally:
        stage.unlink(missing_ok=True)
    _sync(target.parent)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A new folder, filled beside its place and put there all at once when it is left.

    Raises OSError where the system refuses, or where something lies there already.
    """
    stage = half(folder)
    with alone(folder):
        sweep(folder)
        try:
            stage.mkdir()
            yield stage
            _sync(*(path for path in sorted(stage.rglob("*"), reverse=True) if not path.is_symlink()), stage)
            if folder.exists():
                folder.rmdir()
            stage.rename(folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        _sync(folder.parent)


def taken(folder: Path) -> bool:
    """Whether something lies in a new folder's place; whoever makes it is waited for, and a lock that was left goes."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return False
    with contextlib.suppress(OSError), alone(folder):
        sweep(folder)
    return True


def sweep(path: Path) -> None:
    """Takes away what a ``put`` or a ``whole_folder`` that was killed left half, for whoever has the path alone."""
    left = half(path)
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


def half(file: Path) -> Path:
    """Where a single file or a new folder lies while it is written: beside its place."""
    return file.with_name(f".{file.name}.ny")


def _file(path: Path) -> bool:
    return path.is_file() or path.is_symlink()


def _missing(folder: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """The folders that the paths need and that are not there, outermost first."""
    above = {parent.as_posix() for path in paths for parent in Path(path).parents} - {"."}
    return tuple(sorted(path for path in above if not (folder / path).is_dir()))


def _write(file: Path, data: bytes) -> None:
    with file.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _sync(*folders: Path) -> None:
    """What is in files, and what was moved in or out of folders, is on the disk, not on its way there."""
    for folder in folders:
        # not every system lets a folder be opened, nor every drive have it synced
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _commit(folder: Path, journal: _Journal) -> None:
    """From here on the change is undone by ``restore``; everything staged is on the disk before."""
    stage = folder / STAGE
    _write(stage / f"{_JOURNAL}.ny", json.dumps(asdict(journal)).encode())
    _sync(*(path for path in sorted(stage.rglob("*")) if path.is_dir()))
    os.replace(stage / f"{_JOURNAL}.ny", stage / _JOURNAL)
    _sync(stage, folder, folder.parent)


def _move(folder: Path, journal: _Journal, gone: tuple[str, ...]) -> None:
    new, old = folder / STAGE / _NEW, folder / STAGE / _OLD
    for path, other in journal.aside.items():
        os.replace(folder / path, folder / other)
    for path in journal.old:
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        os.replace(folder / path, old / path)
    for path in journal.made:
        (folder / path).mkdir(exist_ok=True)
    for path in journal.new:
        os.replace(new / path, folder / path)
    for path in gone:
        _prune(folder, Path(path).parent)
    _sync(*_touched(folder, journal))


def _undo(folder: Path, journal: _Journal) -> None:
    new, old = folder / STAGE / _NEW, folder / STAGE / _OLD
    for path, sha256 in journal.new.items():
        undone = path in journal.old and not (old / path).exists()
        if not (new / path).exists() and not undone and os.path.lexists(folder / path):
            if digest(folder / path) == sha256:
                os.replace(folder / path, new / path)
            else:  # somebody has worked in the new file since
                os.replace(folder / path, folder / beside(folder, path))
    for path in journal.old:
        if os.path.lexists(old / path):
            if os.path.lexists(folder / path):
                os.replace(folder / path, folder / beside(folder, path))
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(old / path, folder / path)
    for path, other in journal.aside.items():
        if os.path.lexists(folder / other) and not os.path.lexists(folder / path):
            os.replace(folder / other, folder / path)
    for path in reversed(journal.made):
        with contextlib.suppress(OSError):
            (folder / path).rmdir()
    _sync(*_touched(folder, journal))


def _undo_now(folder: Path, error: BaseException) -> None:
    """Undoes what an error broke off; where that is refused too, the next command does it."""
    try:
        restore(folder)
    except OSError:
        error.add_note("pakken bliver sat på plads, næste gang I bruger programmet")


def _end(folder: Path) -> None:
    """Takes the journal away, which ends the change, and then the stage."""
    stage = folder / STAGE
    if (stage / _JOURNAL).exists():
        os.unlink(stage / _JOURNAL)
        _sync(stage)
    shutil.rmtree(stage, ignore_errors=True)


def _prune(folder: Path, path: Path) -> None:
    while path != Path() and (folder / path).is_dir() and not any((folder / path).iterdir()):
        (folder / path).rmdir()
        path = path.parent


def _touched(folder: Path, journal: _Journal) -> list[Path]:
    paths = (*journal.new, *journal.old, *journal.aside)
    above = {parent for path in paths for parent in (folder / path).parents if parent.is_relative_to(folder)}
    return sorted(path for path in above if path.is_dir())


def _read(file: Path) -> _Journal | None:
    if not file.exists():
        return None
    try:
        found = json.loads(file.read_bytes())
        journal = _Journal(found["new"], tuple(found["old"]), found["aside"], tuple(found["made"]))
        paths = (*journal.new, *journal.old, *journal.aside, *journal.aside.values(), *journal.made)
        if all(map(inside, paths)):
            return journal
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise refuse(
        f"en bygning blev afbrudt i mappen {file.parent.parent.name}, og hvad der mangler, kan ikke læses",
        None,
        f"de forrige filer ligger i {STAGE}/{_OLD}: flyt dem, I vil have, ud, slet mappen {STAGE}, og prøv igen",
    )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Holds back Ctrl-C, a closed window and a polite end for the moment in which files are moved."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda got, _: came.append(got)) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        if came:
            signal.raise_signal(came[0])

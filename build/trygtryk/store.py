"""The store: what was made before, kept under the digest of all that it was made from, so that nothing is made twice.

An entry is believed only where it is whole, and the very one that was asked for; what is damaged, half or gone is made
again. The key of an entry is a digest of what it is made of, of this program's own source and of the libraries that are
installed; no path is part of it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import importlib
import io
import itertools
import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from trygtryk.pack.lock import joining

T = TypeVar("T")

FOLDER = ".lager"
"""What a project's own store is called."""

PRESSED = "pdf"
"""The kind of entry that is a finished file's bytes."""

MOST_BYTES = 1_000_000_000
_PROTOCOL = 5
# a file that is as long as many kilobytes were written
_WRITTEN, _COUNTED = "skrevet", 1024
# where entries lie until they are whole, and the file that all who write there hold
_HALVES, _USED = "ny", "i-brug"
# what lies in the store may have come with somebody's folder: nothing else is waited for, followed or read without end
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_MOST_ENTRY = 200_000_000
_LIBRARY = frozenset([".dist-info", ".egg-info"])
_SIGNED = hashlib.sha256().digest_size
_count = itertools.count()


def digest(material: object) -> str:
    """SHA-256 of plain data: the same where everything in it is equal and of the same types."""
    return _digest(material, shared=False)


def seal(material: object) -> str:
    """The same for much data, quicker where a part stands in it many times; equal data that were put together in another
    way may have another."""
    return _digest(material, shared=True)


def _digest(material: object, *, shared: bool) -> str:
    taken = hashlib.sha256()
    pickler = pickle.Pickler(_Into(taken), _PROTOCOL)
    pickler.fast = not shared  # written out each time, or by a reference to the first time
    pickler.dispatch_table = _TAKEN_APART
    pickler.dump(material)
    return taken.hexdigest()


class _TakenApart(dict[type, Callable[[Any], tuple[Any, ...]]]):
    """How each type is digested; a dataclass by all its fields, in half the time that the library's own way takes."""

    def __missing__(self, kind: type) -> Callable[[Any], tuple[Any, ...]]:
        if not is_dataclass(kind):
            raise KeyError(kind)
        values = attrgetter(*(field.name for field in fields(kind)))
        self[kind] = taken = lambda value: (kind, (values(value),))
        return taken


_TAKEN_APART = _TakenApart({MappingProxyType: lambda mapping: (dict, (dict(mapping),))})


class _Into:
    """A file that is only digested."""

    def __init__(self, taken: Any) -> None:
        self.write = taken.update


class Store:
    """What was made before; without a folder nothing is kept.

    Several processes may use a folder at once. What lies there is at most ``most_bytes`` when the store is tidied: what
    was not used for longest goes. ``trouble`` says what the system answered where nothing more can be kept.
    """

    def __init__(self, folder: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._wrote = 0
        self.trouble: OSError | None = None

    @property
    def keeps(self) -> bool:
        """Whether anything is remembered."""
        return self._folder is not None

    def remembered(self, kind: str, material: object, make: Callable[[], T]) -> T:
        """What ``make`` gives for that material (plain data, all that it depends on), made now or before; never None."""
        if self._folder is None:
            return make()
        found: T | None = self.recall(kind, material)
        if found is None:
            found = make()
            self.keep(kind, material, found)
        return found

    def read_back(self, kind: str, material: object, make: Callable[[], T]) -> T:
        """The same, as it is read back even where it was made now: put together in one way, so that what it stands in has
        one seal."""
        found: T | None = self.recall(kind, material)
        if found is None:
            made = make()
            self.keep(kind, material, made)
            found = self.recall(kind, material)
            return made if found is None else found
        return found

    def faultless(self, kind: str, material: object, find: Callable[[], Iterable[T]]) -> tuple[T, ...]:
        """What ``find`` finds wrong in that material; where it finds nothing, that is remembered."""
        if self.recall(kind, material):
            return ()
        found = tuple(find())
        if not found:
            self.keep(kind, material, True)
        return found

    def recall(self, kind: str, material: object) -> Any:
        """What was made of that material; None where nothing was, or it is not whole."""
        if self._folder is None:
            return None
        key, file = self._place(kind, material)
        try:
            kept = _plain(file)
            os.utime(file)
        except OSError:
            return None
        signed, content = kept[:_SIGNED], kept[_SIGNED:]
        if signed != _signature(key, content):
            return None
        try:
            return _Reader(io.BytesIO(content)).load()
        except Exception:  # it was kept whole, so by a program that knew other kinds of data
            return None

    def has(self, kind: str, material: object) -> bool:
        """Whether there is an entry, be it whole or not."""
        return self._folder is not None and self._place(kind, material)[1].exists()

    def keep(self, kind: str, material: object, made: object) -> None:
        """Keeps what was made of that material; the folder has the whole entry or none."""
        if self._folder is None or self.trouble:
            return
        key, file = self._place(kind, material)
        content = pickle.dumps(made, _PROTOCOL)
        half = self._folder / _HALVES / f"{os.getpid()}-{next(_count)}"
        try:
            half.parent.mkdir(parents=True, exist_ok=True)
            _joined(self._folder)
            file.parent.mkdir(exist_ok=True)
            half.write_bytes(_signature(key, content) + content)
            os.replace(half, file)
        except FileNotFoundError:  # somebody takes the store away this very moment
            pass
        except OSError as error:
            error.filename = str(self._folder)  # people know the store, not what lies in it
            self.trouble = error
            with contextlib.suppress(OSError):
                half.unlink()
        self._wrote += len(content)

    def tidied(self) -> None:
        """Lets go of what was not used for longest, where there is more than there should be.

        It is looked over only when much was written since the last time, by whichever process.
        """
        if self._folder is None or not self._wrote:
            return
        written = self._folder / _WRITTEN
        with contextlib.suppress(OSError):
            with open(written, "ab", opener=lambda path, flags: os.open(path, flags | _PLAIN, 0o666)) as count:
                count.write(b"." * (self._wrote // _COUNTED + 1))
                if count.tell() * _COUNTED < self._most_bytes // 20:
                    return
            written.unlink()
        lying, room = [], -self._most_bytes
        with contextlib.suppress(OSError):  # another process tidies too
            for shelf in os.scandir(self._folder):
                shelved = shelf.is_dir(follow_symlinks=False) and shelf.name != _HALVES
                for entry in os.scandir(shelf.path) if shelved else ():
                    found = entry.stat(follow_symlinks=False)
                    lying.append((found.st_mtime_ns, entry.path, found.st_size))
                    room += found.st_size
        for _, path, size in sorted(lying):
            if room <= 0:
                break
            with contextlib.suppress(OSError):
                os.unlink(path)
            room -= size

    def _place(self, kind: str, material: object) -> tuple[str, Path]:
        assert self._folder is not None
        key = digest((_program(), kind, material))
        return key, self._folder / key[:2] / f"{key[2:]}.{kind}"


NOWHERE = Store()
"""Keeps nothing."""


def of_project(root: Path) -> Store:
    """A project's own."""
    return Store(root / FOLDER)


@cache
def _joined(folder: Path) -> None:
    """Writes there from now on; what was left half by processes that were killed goes, while nobody else writes there."""
    halves = folder / _HALVES
    with joining(folder / _USED) as alone:
        for half in os.scandir(halves) if alone and not halves.is_symlink() else ():
            os.unlink(half)


def _plain(file: Path) -> bytes:
    """The bytes of a plain file of a size that an entry can have; raises OSError where it is anything else."""
    with open(file, "rb", opener=lambda path, flags: os.open(path, flags | _PLAIN)) as opened:
        found = os.fstat(opened.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_ENTRY:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(file))
        return opened.read()


class _Reader(pickle.Unpickler):
    """Reads data and nothing that could act: the only classes it knows are the program's own frozen ones."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("trygtryk.") and "." not in name:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and is_dataclass(found) and found.__dataclass_params__.frozen:  # type: ignore[attr-defined]
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _signature(key: str, content: bytes) -> bytes:
    """What an entry begins with; one that was moved to another's place does not have that one's."""
    return hashlib.sha256(key.encode() + content).digest()


def own_source() -> str:
    """A digest of this program's source, the same on every system."""
    package = Path(__file__).parent
    read = ((file.relative_to(package).as_posix(), file.read_bytes()) for file in package.rglob("*.py"))
    return digest(sorted((name, data.replace(b"\r\n", b"\n")) for name, data in read))


@cache
def _program() -> str:
    """This program's source, the interpreter and every library beside it, as they are when first asked for."""
    folders = [Path(path) for path in sys.path if Path(path).is_dir()]
    libraries = {entry.name for folder in folders for entry in folder.iterdir() if entry.suffix in _LIBRARY}
    return digest((own_source(), sorted(libraries), sys.version, sys.platform, sys.byteorder))

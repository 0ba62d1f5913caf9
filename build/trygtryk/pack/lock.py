"""One at a time: a lock that the system keeps and gives up with the process that held it, however it ended."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_TRY_AGAIN_S = 0.1
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    @contextmanager
    def joining(file: Path) -> Iterator[bool]:
        """As below; here the system lets nobody delete what another has open."""
        yield True
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    @contextmanager
    def joining(file: Path) -> Iterator[bool]:
        """Joins those who use something, from its end until this process ends, by a file that is kept for it.

        Says whether nobody else uses it; whoever comes then waits until it is left. Raises OSError where the file cannot
        be had.
        """
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666)
        yield not _busy(handle)
        with contextlib.suppress(OSError):  # a drive that keeps no locks
            fcntl.flock(handle, fcntl.LOCK_SH)


@contextmanager
def alone(path: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Holds a file or folder for this process, and waits for it where another has it.

    ``waiting`` is called once before it waits, and raises what it likes where nobody should wait. The lock is a hidden
    file beside the path; it goes with the last who held it, and one that was left behind holds nobody up. Raises OSError
    where nothing can be written there.
    """
    file = lock_of(path)
    made = [folder for folder in file.parents if not folder.exists()]
    try:
        try:
            handle = _opened(file, waiting)
        except OSError as error:
            if error.filename == str(file):  # people know the folder, not its lock
                error.filename = str(path)
            raise
        try:
            yield
        finally:
            _given_up(file, handle)
    finally:
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()  # nothing came of what it was made for


def lock_of(path: Path) -> Path:
    """The file that is locked for another."""
    return path.with_name(f".{path.name}.lock")


def locked_by(lock: Path) -> Path:
    """What such a file is the lock of."""
    return lock.with_name(lock.name.removeprefix(".").removesuffix(".lock"))


def _opened(file: Path, waiting: Callable[[], None]) -> int:
    told = False
    while True:
        handle = _handle(file)
        try:
            busy = _busy(handle)
            if not busy and _is_still(handle, file):
                return handle
            if busy and not told:
                told = True
                waiting()
            if busy:
                time.sleep(_TRY_AGAIN_S)
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _handle(file: Path) -> int:
    while True:
        file.parent.mkdir(parents=True, exist_ok=True)
        # whoever made the folder and got nothing done may take it away this very moment
        with contextlib.suppress(FileNotFoundError):
            try:
                return os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
            except PermissionError:
                if not file.exists():
                    raise
                return os.open(file, os.O_RDONLY)  # another person's lock can be waited for all the same


def _busy(handle: int) -> bool:
    """Takes the lock, or says that another has it; a drive that keeps no locks lets everybody through."""
    try:
        _take(handle)
    except OSError as error:
        return error.errno in _TAKEN
    return False


def _is_still(handle: int, file: Path) -> bool:
    """Whether what is held is the lock and not one that its last holder has just taken away."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(file))
    except FileNotFoundError:
        return False


def _given_up(file: Path, handle: int) -> None:
    # Windows lets no open file be deleted, the others no closed one without a race
    if os.name == "nt":
        os.close(handle)
    with contextlib.suppress(OSError):
        file.unlink()
    if os.name != "nt":
        os.close(handle)

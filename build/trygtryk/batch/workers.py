"""A few processes that work through a list, each on its own; one that dies takes nothing with it but what it was at."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

K = TypeVar("K")
T = TypeVar("T")

_MOST = 8
_TRIES = 2


def cores() -> int:
    """How many processes work at once: one a core, and no more than eight (each takes some 150 MiB)."""
    return min(os.cpu_count() or 1, _MOST)


class Workers(Generic[T]):
    """``count`` processes that call ``work``; they end with this process, however it ends."""

    def __init__(self, work: Callable[..., T], count: int) -> None:
        self._work, self._count = work, count

    def each(self, tasks: Iterable[tuple[K, tuple[Any, ...]]]) -> Iterator[tuple[K, T | None]]:
        """What each task's call gives, as it comes; None where its process died of it twice. Tasks are taken as they are needed."""
        waiting = iter(tasks)
        again: list[tuple[K, tuple[Any, ...], int]] = []
        busy: dict[Connection, tuple[BaseProcess, K, tuple[Any, ...], int]] = {}
        idle: list[tuple[BaseProcess, Connection]] = []
        try:
            while True:
                while len(busy) < self._count and (task := self._next(waiting, again)):
                    process, line = idle.pop() if idle else self._started()
                    line.send(task[1])
                    busy[line] = (process, *task)
                if not busy:
                    return
                for ready in wait(list(busy)):
                    assert isinstance(ready, Connection)
                    process, key, arguments, tried = busy.pop(ready)
                    try:
                        answer: T = ready.recv()
                    except (EOFError, OSError):
                        ready.close()
                        process.join()
                        if tried < _TRIES:
                            again.append((key, arguments, tried + 1))
                        else:
                            yield key, None
                    else:
                        idle.append((process, ready))
                        yield key, answer
        finally:
            for process in [process for process, *_ in busy.values()] + [process for process, _ in idle]:
                process.kill()
                process.join()

    @staticmethod
    def _next(
        waiting: Iterator[tuple[K, tuple[Any, ...]]], again: list[tuple[K, tuple[Any, ...], int]]
    ) -> tuple[K, tuple[Any, ...], int] | None:
        if again:
            return again.pop()
        found = next(waiting, None)
        return (*found, 1) if found else None

    def _started(self) -> tuple[BaseProcess, Connection]:
        spawning = multiprocessing.get_context("spawn")
        ours, theirs = spawning.Pipe()
        process = spawning.Process(target=_serve, args=(theirs, self._work), daemon=True)
        process.start()
        theirs.close()
        return process, ours


def _serve(line: Connection, work: Callable[..., Any]) -> None:
    """Works until nobody asks any more; Ctrl-C and a closed window are for the process that asks."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        while True:
            line.send(work(*line.recv()))


def _end_with_parent() -> None:
    """A parent that was killed says nothing; what its child is at would go on beside the next run."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)

"""A few processes that work through a list, each on its own; one that dies takes nothing with it but what it was at."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from trygtryk.processes import spawned

K = TypeVar("K")
T = TypeVar("T")

_MOST = 8
_TRIES = 2
# what a process has made leaves some 3 MB a pack behind in its libraries; a new process costs half a second
_LONGEST_LIFE = 5


def cores() -> int:
    """How many processes work at once: one a core, and no more than eight (each takes some 150 MiB)."""
    return min(os.cpu_count() or 1, _MOST)


@dataclass(eq=False, slots=True)
class _Worker:
    """A process, the line to it, and how many tasks it was given."""

    process: BaseProcess
    line: Connection
    age: int = 0


@dataclass(frozen=True, slots=True)
class _Task(Generic[K]):
    key: K
    arguments: tuple[Any, ...]
    tried: int = 0


class Workers(Generic[T]):
    """``count`` processes that call ``work``; they end with this process, however it ends."""

    def __init__(self, work: Callable[..., T], count: int) -> None:
        self._work, self._count = work, count
        self._idle: list[_Worker] = []

    def each(self, tasks: Iterable[tuple[K, tuple[Any, ...]]]) -> Iterator[tuple[K, T | None]]:
        """What each task's call gives, as it comes; None where its process died of it twice. Tasks are taken as they are needed."""
        waiting = (_Task(key, arguments) for key, arguments in tasks)
        again: list[_Task[K]] = []
        busy: dict[Connection, tuple[_Worker, _Task[K]]] = {}
        try:
            while True:
                while len(busy) < self._count and (task := again.pop() if again else next(waiting, None)):
                    worker = self._begun(task)
                    busy[worker.line] = (worker, replace(task, tried=task.tried + 1))
                if not busy:
                    return
                for line in wait(list(busy)):
                    assert isinstance(line, Connection)
                    worker, task = busy.pop(line)
                    try:
                        answer: T = line.recv()
                    except (EOFError, OSError):
                        line.close()
                        if task.tried < _TRIES:
                            again.append(task)
                        else:
                            yield task.key, None
                    else:
                        if worker.age < _LONGEST_LIFE:
                            self._idle.append(worker)
                        else:
                            line.close()
                        yield task.key, answer
        finally:
            for worker in [*self._idle, *(worker for worker, _ in busy.values())]:
                worker.process.kill()
                worker.process.join()
            self._idle.clear()

    def _begun(self, task: _Task[K]) -> _Worker:
        """A worker that has the task; one that died while it had nothing to do is done without."""
        while self._idle:
            worker = self._idle.pop()
            try:
                worker.line.send(task.arguments)
            except OSError:
                continue
            worker.age += 1
            return worker
        process, ours = spawned(_serve, self._work)
        with contextlib.suppress(OSError):  # that it died at its birth is met where its answer is waited for
            ours.send(task.arguments)
        return _Worker(process, ours, 1)


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

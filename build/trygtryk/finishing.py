"""Documents to finished bytes, pressed and checked; where there are many the store lacks, on two cores.

The second process is started the same way on every system (*spawn*), is sent one document at a time, and ends when
there is nobody left to send it any. What it makes lies in the store, so that nothing depends on whether it was there.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Literal

from trygtryk.model import Document
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.processes import spawned
from trygtryk.store import PRESSED, Store

if TYPE_CHECKING:
    from trygtryk.proof.findings import Finding, Limits

# so many pages take longer to make than a second process takes to start
_WORTH_STARTING = 100


@dataclass(frozen=True, slots=True)
class Check:
    """What a finished file is checked by: rules (None: not at all), and limits."""

    rules: Literal["press", "screen", "office"] | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class Task:
    """A document to press under a standard and to check; ``material`` is what its bytes depend on, in short."""

    material: object
    pages: int
    document: Callable[[], Document] = field(repr=False)
    standard: Standard
    check: Check


def pressed(task: Task, machine: Press, store: Store) -> bytes:
    """The document's bytes."""
    return store.remembered(PRESSED, task.material, lambda: machine.press(task.document(), task.standard))


def judged(data: bytes, by: Check, store: Store) -> tuple[Finding, ...]:
    """What is to be said of the bytes."""
    rules, limits = by.rules, by.limits
    if not rules:
        return ()

    def found() -> tuple[Finding, ...]:
        from trygtryk.proof.preflight import check  # only what nobody has checked needs the libraries that read

        return check(data, rules=rules, limits=limits)

    return store.remembered("fund", (data, rules, limits), found)


def ahead(tasks: tuple[Task, ...], faces: Mapping[str, bytes], store: Store) -> None:
    """Makes what the store lacks on two cores, where that is faster; what is left is made when it is asked for."""
    lacking = [task for task in tasks if not store.has(PRESSED, task.material)]
    alone = multiprocessing.cpu_count() < 2 or multiprocessing.parent_process() is not None
    if not store.keeps or alone or len(lacking) < 2 or math.fsum(task.pages for task in lacking) < _WORTH_STARTING:
        return
    # the longest first, so that both end together
    waiting = deque((task, task.document()) for task in sorted(lacking, key=lambda task: -task.pages))
    machine = Press(faces)
    with _second(faces, store) as line:
        sending = threading.Thread(target=_sent, args=(waiting, line))
        sending.start()
        try:
            while waiting:
                with contextlib.suppress(IndexError):
                    task, _ = waiting.popleft()
                    judged(pressed(task, machine, store), task.check, store)
        finally:
            waiting.clear()
            sending.join()


@contextmanager
def _second(faces: Mapping[str, bytes], store: Store) -> Iterator[Connection]:
    with _uninterrupted():
        process, ours = spawned(_helping, dict(faces), store)
    try:
        yield ours
    finally:
        ours.close()
        process.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What is started in here does not hear Ctrl-C: it ends with whoever started it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _sent(waiting: deque[tuple[Task, Document]], line: Connection) -> None:
    """Sends one after another, each when the last is done."""
    with contextlib.suppress(IndexError, EOFError, OSError):
        while True:
            task, document = waiting.popleft()
            line.send((task.material, task.pages, document, task.standard, task.check))
            line.recv()


def _itself(document: Document) -> Document:
    return document


def _helping(line: Connection, faces: Mapping[str, bytes], store: Store) -> None:
    machine = Press(faces)
    with contextlib.suppress(EOFError, OSError):
        while True:
            material, pages, document, standard, by = line.recv()
            task = Task(material, pages, partial(_itself, document), standard, by)
            with contextlib.suppress(Exception):  # what goes wrong here goes wrong again where it is told
                judged(pressed(task, machine, store), task.check, store)
            line.send(True)

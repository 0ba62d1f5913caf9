"""Another process beside this one, begun the same way (*spawn*) on every system."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any


def spawned(work: Callable[..., None], *arguments: Any, daemon: bool = True) -> tuple[BaseProcess, Connection]:
    """A process that does ``work``, handed its end of a line and the arguments, and our end of that line."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_handed, args=(theirs, work), daemon=daemon)
    process.start()
    theirs.close()
    # not among those above: a process that dies at its birth never reads them, and the library waits until it does
    with contextlib.suppress(OSError):  # whoever asks it something is told that it is gone
        ours.send(arguments)
    return process, ours


def _handed(line: Connection, work: Callable[..., None]) -> None:
    work(line, *line.recv())

"""Another process beside this one, begun the same way (*spawn*) on every system."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any


def spawned(work: Callable[..., None], *arguments: Any, daemon: bool = True) -> tuple[BaseProcess, Connection]:
    """A process that does ``work``, handed its end of a line and the arguments, and our end of that line."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=work, args=(theirs, *arguments), daemon=daemon)
    process.start()
    theirs.close()
    return process, ours

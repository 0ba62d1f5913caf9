"""The engine in a process of its own: one question at a time, with an end to how long it may think and how much it may hold."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import ParamSpec, TypeVar

from trygtryk.errors import BuildError, Fault, of_program, of_system, refuse
from trygtryk.processes import spawned

P = ParamSpec("P")
T = TypeVar("T")

_LONGEST_S = 60.0
_MOST_MEMORY = 3 * 2**30


class Engine:
    """Answers questions of plain functions by plain data; what takes it down is told, and the next question finds it anew.

    Called from threads, it takes them in turn.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._turn = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._line: Connection | None = None

    def __call__(self, question: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What the function answers there; raises BuildError as it does, or where it found no answer."""
        with self._turn:
            line = self._open()
            try:
                line.send((question, args, named))
                if not line.poll(_LONGEST_S):
                    raise EOFError
                good, answer = line.recv()
            except (EOFError, OSError) as error:
                self._end()
                told = "siden kunne ikke tegnes: det tog for længe, eller der var ikke hukommelse nok"
                raise refuse(told, None, "er det et billede, så gem det mindre; prøv ellers igen") from error
        if good:
            return answer  # type: ignore[no-any-return]
        raise BuildError(*answer)

    def once(self, question: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """The same in a process that ends with the answer, and gives back what memory it took."""
        with contextlib.closing(Engine(self.root)) as engine:
            return engine(question, *args, **named)

    def warm(self) -> None:
        """Makes the process ready before the first question."""
        with contextlib.suppress(BuildError):
            self(_awake)

    def close(self) -> None:
        """Ends the process."""
        with self._turn:
            self._end()

    def _open(self) -> Connection:
        if self._line is None or self._process is None or not self._process.is_alive():
            self._process, self._line = spawned(_answering)
        return self._line

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.join()
        if self._line:
            self._line.close()
        self._process = self._line = None


def _awake() -> None:
    """Has everything imported that questions are answered with."""
    from trygtryk.side.questions import picture, word

    del picture, word


def _answering(line: Connection) -> None:
    """Answers until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's
    _limited()
    with contextlib.suppress(EOFError, OSError):
        while True:
            question, args, named = line.recv()
            try:
                line.send((True, question(*args, **named)))
            except BuildError as error:
                line.send((False, error.faults))
            except OSError as error:
                line.send((False, (of_system(error),)))
            except MemoryError:
                told = "billedet er større, end der er hukommelse til"
                line.send((False, (Fault(told, None, "gem det mindre"),)))
            except Exception as error:
                line.send((False, (of_program(error),)))


def _limited() -> None:
    """No picture takes the whole machine's memory, where the system can see to it."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))

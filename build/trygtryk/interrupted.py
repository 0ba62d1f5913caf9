"""What becomes of Ctrl-C, a closed window and a machine that shuts down: one sentence, and nothing half done."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_AGAIN_S, _MOST_TIMES = 0.05, 100
NUMBERS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals that ask politely for an end."""


class Ended(KeyboardInterrupt):
    """Somebody asked for an end, by this signal."""

    def __init__(self, number: int) -> None:
        self.number = number


def at_once(number: int, _: FrameType | None) -> None:
    """Ends while the program is still being loaded, when nothing is open yet."""
    os.write(2, b"Afbrudt.\n")
    os._exit(128 + number)


def while_loading() -> None:
    """Ends without a traceback until the command runs, where whoever started us has not asked that it be ignored."""
    _handle(at_once, signal.SIG_DFL, signal.default_int_handler)


@contextlib.contextmanager
def politely() -> Iterator[None]:
    """Lets every polite end unwind as Ctrl-C does, so that nothing is left behind; raises Ended."""
    came: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        came.append(number)
        if _deaf(frame) and len(came) < _MOST_TIMES:
            threading.Timer(_AGAIN_S, signal.raise_signal, [number]).start()
        else:
            raise Ended(number)

    former = _handle(end, signal.SIG_DFL, signal.default_int_handler, at_once)
    try:
        yield
    except BaseException as error:
        if came:  # a library that was at work may have made another error of it
            raise Ended(came[0]) from error
        raise
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)  # type: ignore[arg-type]


def _handle(ours: object, *instead_of: object) -> dict[int, object]:
    """Sets a handler where one of these is set; answers with those that it took the place of."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    usual: dict[int, object] = {number: signal.getsignal(number) for number in NUMBERS}
    former = {number: handler for number, handler in usual.items() if handler in instead_of}
    for number in former:
        signal.signal(number, ours)  # type: ignore[arg-type]
    return former


def _deaf(frame: FrameType | None) -> bool:
    """Whether an exception here would be lost: Python drops what is raised as it frees something or lets a module go."""
    while frame:
        if frame.f_code.co_name == "__del__" or frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False

"""A process that dies at its birth must not keep the one that began it waiting for ever."""

from __future__ import annotations

import signal
from multiprocessing import resource_tracker, spawn

import pytest
from trygtryk.batch.workers import Workers
from trygtryk.processes import spawned


@pytest.mark.skipif(not hasattr(signal, "alarm"), reason="Windows")
def test_a_process_that_never_lived_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object) -> None:
        raise TimeoutError

    resource_tracker.ensure_running()  # which others use too
    monkeypatch.setattr(spawn, "_python_exe", b"/bin/false")
    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(20)
    try:
        process, line = spawned(print, b"more than a pipe holds" * 20_000)
        with pytest.raises((EOFError, OSError)):
            line.recv()
        process.join()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_pack_whose_processes_never_live_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    resource_tracker.ensure_running()
    monkeypatch.setattr(spawn, "_python_exe", b"/bin/false")
    packs = Workers(print, 2).each([("solsikken", (1,)), ("birken", (2,))])
    assert sorted(packs) == [("birken", None), ("solsikken", None)]

"""The same batch on a cluster: a worker dies half-way, and every byte is as it is made here."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image
from program import files, run

# asked for without being loaded: every process that tests are shared among collects them all
pytestmark = [
    pytest.mark.skipif(not find_spec("distributed"), reason="NOT CONFIRMED: trygtryk[cluster] is not installed"),
    pytest.mark.skipif(os.name == "nt", reason="signals"),
]

ASKED = ("plakater/fejl", "--edition", "kontor", "--edition", "skaerm")
COUNT = 6


def logo() -> bytes:
    """A picture of some size, as a school's logo is."""
    noise = b"".join(hashlib.sha256(str(n).encode()).digest() for n in range(180 * 180 * 3 // 32 + 1))
    out = io.BytesIO()
    Image.frombytes("RGB", (180, 180), noise[: 180 * 180 * 3]).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def departments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Departments of one school, with its logo; one of them cannot be made."""
    folder = tmp_path_factory.mktemp("kommunen") / "skolen"
    for n in range(COUNT):
        (folder / f"a{n}").mkdir(parents=True)
        word = "blarf" if n == 5 else "gruppe"
        (folder / f"a{n}/afdeling.yaml").write_text(f"navn: Afd. {n}\nord: {word}\nlogo: logo.png\n", encoding="utf-8")
        (folder / f"a{n}/logo.png").write_bytes(logo())
    return folder


def started(folder: Path, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-X", "utf8", "-m", module, *arguments]
    with (folder / f"{module}.log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)


def until(true: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> None:
    for _ in range(900):
        if true() or (process and process.poll() is not None):
            return
        time.sleep(0.05)
    raise AssertionError("nothing came of it in 45 s")


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A real scheduler and two workers of their own, and its address."""
    quiet = ("--no-dashboard", "--scheduler-file", "klynge.json")
    running = [started(folder, "distributed.cli.dask_scheduler", "--port", "0", "--host", "127.0.0.1", *quiet)]
    try:
        until(lambda: (folder / "klynge.json").is_file(), running[0])
        for name in ("w1", "w2"):
            own = ("--nthreads", "1", "--no-nanny", "--local-directory", name)
            running.append(started(folder, "distributed.cli.dask_worker", *quiet, *own))
        yield json.loads((folder / "klynge.json").read_text())["address"], running[1:]
    finally:
        for process in running:
            process.kill()
            process.wait()


def test_a_cluster_that_loses_a_worker_makes_the_same_packs(departments: Path, tmp_path: Path) -> None:
    there, here = tmp_path / "der", tmp_path / "her"
    with cluster(tmp_path) as (address, workers):

        def both() -> bool:
            return len(list(tmp_path.glob("w?/**/trygtryk-*/content"))) == 2

        batch = started(
            tmp_path, "trygtryk", "batch", str(departments), *ASKED, "--out", str(there), "--scheduler", address
        )
        until(lambda: len(list(there.glob("*/manifest.json"))) > 1 and both(), batch)
        assert both(), "the toolkit did not come to each worker"
        made = len(list(there.glob("*/manifest.json")))
        workers[0].send_signal(signal.SIGKILL)
        # one department has a word that nobody knows
        assert batch.wait(timeout=120) == 1, (tmp_path / "trygtryk.log").read_text(encoding="utf-8")
        assert made < COUNT - 1, "the worker died too late to be missed"
        again = run("batch", departments, *ASKED, "--out", there, "--scheduler", address)
        assert f"0 lavet nu, {COUNT - 1} var, som de skal være" in again.output, again.output
    assert run("batch", departments, *ASKED, "--out", here).exit_code == 1
    assert files(there) == files(here)
    assert len(list(there.glob("*/manifest.json"))) == COUNT - 1


def test_no_cluster_is_told(departments: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trygtryk.batch.cluster._CONNECT_S", 0.2)
    answer = run("batch", departments, *ASKED, "--out", tmp_path, "--scheduler", "tcp://127.0.0.1:9")
    assert answer.exit_code == 1 and "der svarer ingen klynge på tcp://127.0.0.1:9" in answer.output


def test_a_file_that_came_back_otherwise_is_not_believed() -> None:
    from trygtryk.batch.cluster import Pressed, answer
    from trygtryk.pack.manifest import Finished

    class Future:
        def __init__(self, pressed: Pressed) -> None:
            self.pressed = pressed

        def result(self, timeout: float) -> Pressed:
            return self.pressed

        def release(self) -> None: ...

    data = b"%PDF"
    good = Pressed("", (Finished("a.pdf", data),), (hashlib.sha256(data).hexdigest(),))
    assert answer(Future(good)) == good
    assert answer(Future(replace(good, files=(Finished("a.pdf", b"%PDf"),)))) is None
    assert answer(Future(replace(good, files=()))) is None


def test_a_cluster_without_what_it_needs_is_told(monkeypatch: pytest.MonkeyPatch, departments: Path) -> None:
    monkeypatch.setattr("trygtryk.batch.cluster.distributed", None)
    answer = run("batch", departments, "--scheduler", "tcp://127.0.0.1:9")
    assert answer.exit_code == 1 and "requirements-cluster.txt" in answer.output


def test_a_worker_with_another_program_is_not_believed(
    departments: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trygtryk.batch import cluster as engine

    class Client:
        def run(self, _: object) -> dict[str, str]:
            return {"tcp://en": engine.program(), "tcp://anden": "ældre"}

        def register_plugin(self, _: object) -> None: ...

    @contextmanager
    def connected(_: str) -> Iterator[Client]:
        yield Client()

    monkeypatch.setattr(engine, "_connected", connected)
    answer = run("batch", departments, *ASKED, "--out", tmp_path, "--scheduler", "tcp://her")
    assert answer.exit_code == 1 and "programmet er et andet hos tcp://anden" in answer.output

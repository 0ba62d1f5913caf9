"""A batch on many machines by Dask distributed: the toolkit goes to each worker once, finished files come back and are checked.

What a worker answers is believed where it runs this very program; what is lost with a worker is made again elsewhere.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import logging
import shutil
import tempfile
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from trygtryk import building
from trygtryk.batch.departments import Entry
from trygtryk.batch.making import Outcome, caught
from trygtryk.batch.run import Engine, Task
from trygtryk.errors import BuildError, Fault, refuse
from trygtryk.names import composed, nobodys
from trygtryk.order import Order
from trygtryk.pack import pack
from trygtryk.pack.inputs import made_by
from trygtryk.pack.manifest import Finished, unchanged
from trygtryk.store import digest, of_project, own_source

try:
    distributed: Any = importlib.import_module("distributed")
except ImportError:  # the extra is not installed: whoever asks for a cluster is told
    distributed = None

_PARTS = ("content", "layouts", "assets")
_OWN = "content/afdelinger/"
_TRIES = 3
# seconds to find the scheduler, and to wait for an answer before somebody looks whether anybody is at work
_CONNECT_S, _LOOK_S = 20, 30
# files that several departments have (a school's logo) go by their digest, once to each worker
_LARGE, _MOST_SENT = 50_000, 64
_DAY = (1980, 1, 1, 0, 0, 0)
# one pack at a time in a process, however many threads it has
_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a worker answers: finished files with their SHA-256, what is to be told, and the program it runs."""

    program: str
    files: tuple[Finished, ...] = ()
    hashes: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()


def on(address: str) -> Engine:
    """The engine that is a cluster, by the address of its scheduler (``tcp://host:8786``).

    Raises BuildError, when it is begun, where there is none, or where its workers run another program.
    """
    if distributed is None:
        way = "installér det: .venv/bin/python -m pip install --require-hashes -r requirements-cluster.txt"
        raise refuse("det, der skal til for at bruge en klynge, er ikke installeret", None, way)

    def engine(root: Path, tasks: Iterable[Task]) -> Iterator[tuple[Entry, Outcome | None]]:
        with _connected(address) as client:
            yield from _Batch(client, root).each(tasks)

    return engine


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told in our own words
    try:
        client = distributed.Client(address, timeout=_CONNECT_S)
    except (OSError, ValueError) as error:
        raise refuse(
            f"der svarer ingen klynge på {address}", None, "se efter, om adressen er rigtig, og om planlæggeren kører"
        ) from error
    try:
        try:
            client.wait_for_workers(1, timeout=_CONNECT_S)
        except TimeoutError as error:
            raise refuse(
                f"klyngen på {address} har ingen arbejdere", None, "start nogle: dask worker <adresse>"
            ) from error
        yield client
    finally:
        client.close()


class _Batch:
    """One batch on a cluster."""

    def __init__(self, client: Any, root: Path) -> None:
        self._client, self._root = client, root
        self._toolkit, data = _bundle(root)
        way = "installér den samme udgave af programmet på alle maskiner (requirements-cluster.txt)"
        try:
            programs = client.run(program)
            client.register_plugin(_Toolkit(self._toolkit, data))
        except Exception as error:  # whatever a worker that lacks the program answers
            raise refuse(f"klyngens arbejdere kan ikke bruges ({type(error).__name__}: {error})", None, way) from error
        if others := [address for address, found in programs.items() if found != program()]:
            raise refuse(f"programmet er et andet hos {', '.join(sorted(others))}", None, way)
        self._sent: OrderedDict[str, Any] = OrderedDict()
        # two for each thread that works, so that none waits for us
        self._most = 2 * max(1, *client.nthreads().values()) * len(client.nthreads())

    def each(self, tasks: Iterable[Task]) -> Iterator[tuple[Entry, Outcome | None]]:
        """What became of each task, as it comes; no more are under way than the workers need."""
        waiting, pending = iter(tasks), {}  # type: Iterator[Task], dict[Any, tuple[Task, building.Asked, int]]
        more = True
        while more or pending:
            while more and len(pending) < self._most:
                task = next(waiting, None)
                if more := task is not None:
                    assert task
                    asked, outcome = self._asked(task)
                    if outcome:
                        yield task[0], outcome
                    elif asked:
                        pending[self._submit(task)] = (task, asked, 1)
            for future in self._ended(pending):
                task, asked, tried = pending.pop(future)
                if pressed := answer(future):
                    yield task[0], self._put(task, asked, pressed)
                elif tried < _TRIES:
                    self._sent.clear()  # what was lent to the workers may be what is lost
                    pending[self._submit(task)] = (task, asked, tried + 1)
                else:
                    yield task[0], None

    def _asked(self, task: Task) -> tuple[building.Asked | None, Outcome | None]:
        """What the pack is made from; or what became of it, where it lies there already or cannot be asked for."""
        _, folder, order = task
        faults: list[Fault] = []
        with caught(faults), pack.opened(folder, lambda: None, lambda: None):
            asked = building.as_asked(self._root, order)
            return (None, Outcome()) if unchanged(folder, asked.inputs, asked.order) else (asked, None)
        return None, Outcome(faults=tuple(faults))

    def _submit(self, task: Task) -> Any:
        _, folder, order = task
        small, large = {}, {}
        for path, data in _files(self._root / order.wording):
            if len(data) < _LARGE:
                small[path] = data
            else:
                large[path] = self._lent(data)
        former = building.former_slip(folder, order)
        try:
            return self._client.submit(press, self._toolkit, order, small, large, former, pure=False)
        except Exception as error:
            raise _gone() from error

    def _lent(self, data: bytes) -> Any:
        """A file as the workers have it by its digest; itself, where it could not be lent to them just now."""
        key = hashlib.sha256(data).hexdigest()
        if key not in self._sent:
            try:
                (self._sent[key],) = self._client.scatter([data])
            except Exception:  # the worker that was to have it has gone
                return data
            if len(self._sent) > _MOST_SENT:
                self._sent.popitem(last=False)
        return self._sent[key]

    def _ended(self, pending: Mapping[Any, object]) -> list[Any]:
        """Those that are answered or lost, at least one; raises BuildError where nobody is left to answer."""
        alone = 0
        while pending:
            try:
                distributed.wait(list(pending), timeout=_LOOK_S, return_when="FIRST_COMPLETED")
            except TimeoutError:
                alone = 0 if self._client.nthreads() else alone + 1
                if alone > 1:
                    raise _gone() from None
            except CancelledError:  # some are lost, which each future says of itself
                pass
            if ended := [future for future in pending if future.status != "pending"]:
                return ended
        return []

    def _put(self, task: Task, asked: building.Asked, pressed: Pressed) -> Outcome:
        _, folder, order = task
        if pressed.program != program():
            raise refuse(
                "en arbejder, der er kommet til, har et andet program",
                None,
                "installér den samme udgave på alle maskiner",
            )
        faults = list(pressed.faults)
        if not faults:
            with caught(faults), pack.opened(folder, lambda: None, lambda: None):
                written = building.put(folder, order, asked, pressed.files)
                return Outcome(written.count, written.kept, pressed.notes)
        return Outcome(notes=pressed.notes, faults=tuple(faults))


def _gone() -> BuildError:
    way = "start planlægger og arbejdere igen, og skriv kommandoen igen: det, der er lavet, bliver ikke lavet igen"
    return refuse("klyngen er væk", None, way)


def answer(future: Any) -> Pressed | None:
    """What a worker answered, every file as it was pressed; None where it is lost, with its worker or on its way."""
    try:
        pressed: Pressed = future.result(timeout=_LOOK_S)
    except Exception:
        return None
    finally:
        future.release()
    return pressed if pressed.hashes == _hashes(pressed.files) else None


def _hashes(files: tuple[Finished, ...]) -> tuple[str, ...]:
    return tuple(hashlib.sha256(file.data).hexdigest() for file in files)


@cache
def program() -> str:
    """SHA-256 of this program's own code and the libraries that the bytes depend on."""
    return digest((own_source(), sorted(made_by().items())))


def _bundle(root: Path) -> tuple[str, bytes]:
    """The toolkit as one zip, the same for the same files, and its SHA-256; departments' own folders go with their tasks."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for part in _PARTS:
            for path, data in _files(root / part):
                if not f"{part}/{path}".startswith(_OWN):
                    archive.writestr(zipfile.ZipInfo(f"{part}/{path}", _DAY), data)
    return hashlib.sha256(packed.getvalue()).hexdigest(), packed.getvalue()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files below a folder by their paths there, sorted, without what systems leave lying about."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        path = file.relative_to(folder)
        if not any(map(nobodys, path.parts)):
            yield composed(path.as_posix()), file.read_bytes()


class _Toolkit(distributed.WorkerPlugin if distributed else object):  # type: ignore[misc]
    """Lays the toolkit beside a worker, when it is sent and whenever a worker comes to; once for each digest."""

    idempotent = True

    def __init__(self, digest: str, data: bytes) -> None:
        self.name, self._digest, self._data = f"trygtryk-{digest}", digest, data

    def setup(self, worker: Any) -> None:
        root = _laid(worker, self._digest)
        if not root.is_dir():
            half = root.with_name(f"{root.name}.ny")
            shutil.rmtree(half, ignore_errors=True)
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                archive.extractall(half)
            half.rename(root)


def _laid(worker: Any, digest: str) -> Path:
    return Path(worker.local_directory) / f"trygtryk-{digest}"


def press(digest: str, order: Order, small: Mapping[str, bytes], large: Mapping[str, bytes], former: bytes) -> Pressed:
    """On a worker: a department's files, made from the toolkit of that digest and the department's own files."""
    from trygtryk import pipeline
    from trygtryk.read import read_sources

    root = _laid(distributed.get_worker(), digest)
    if not root.is_dir():
        raise FileNotFoundError(digest)  # it is tried on another worker
    notes: list[Fault] = []
    faults: list[Fault] = []
    store = of_project(root)
    with _TURN, caught(faults), _own(root, order, {**small, **large}) as asked:
        made = pipeline.make(read_sources(root, asked), note=notes.append, beside=former, store=store)
        store.tidied()
        return Pressed(program(), made, _hashes(made), tuple(notes))
    return Pressed(program(), notes=tuple(notes), faults=tuple(faults))


@contextmanager
def _own(root: Path, order: Order, files: Mapping[str, bytes]) -> Iterator[Order]:
    """The department's folder for the time of a build: where it lies in the project, or by its own name elsewhere."""
    with tempfile.TemporaryDirectory(dir=root.parent) as beside:
        outside = Path(order.wording).is_absolute()
        folder = Path(beside) / Path(order.wording).name if outside else root / order.wording
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        try:
            yield replace(order, wording=f"{folder}/") if outside else order
        finally:
            shutil.rmtree(folder, ignore_errors=True)

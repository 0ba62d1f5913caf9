"""What many tests start from: a project to change, and packs built once and read many times."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from judges import absent
from program import ROOT, Packs, laid_out, ran
from trygtryk import building, cli, read, store
from trygtryk.geometry import Box
from trygtryk.model import Artwork
from trygtryk.pack.lock import alone
from trygtryk.pictures.artwork import Studio, artwork
from trygtryk.sources import nodes
from trygtryk.store import NOWHERE, Store, digest, of_project

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def pytest_addoption(parser: pytest.Parser) -> None:
    """What takes long and seldom finds anything is left to ``.ci/run``."""
    parser.addoption(
        "--whole", action="store_true", help="the judge of archives reads the workbook in every word and size"
    )


def pytest_configure() -> None:
    """The collector walks less often through what is composed and lives to the end: a tenth of the tests' time."""
    gc.set_threshold(100_000, 50, 100)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a test that waits for a browser or another process leaves its core to the others."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole pack is made first: most of what other tests ask for is remembered of it. Who waits longest begins next."""
    first = ("test_the_whole_pack_is", "test_side_browser", "test_batch_cluster")
    items.sort(key=lambda item: next((n for n, name in enumerate(first) if name in item.nodeid), len(first)))


@pytest.fixture(scope="session", autouse=True)
def unsynced() -> Iterator[None]:
    """Nobody cuts the power of a test, and nobody else at work on the disk is waited for."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(os, "fsync", lambda handle: None)
        yield


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what an editor may change, with the program working on it."""
    monkeypatch.setattr(cli, "ROOT", laid_out(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder of this run, the same for all the processes that the tests are shared among."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(autouse=True)
def remembered(shared: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """What one test made is not made again for the next, in any project; what lies in this project's store is not used.
    A text is parsed once and a scene drawn once.

    A test that breaks the program on purpose, by ``monkeypatch``, shares nothing; nor does one of the store itself.
    """
    alone = "monkeypatch" in signature(request.function).parameters or request.node.get_closest_marker("own_store")

    def chosen(root: Path) -> Store:
        if alone:
            return NOWHERE if root == ROOT else of_project(root)
        return Store(shared / "lager")

    with pytest.MonkeyPatch.context() as here:
        for module in (store, building):
            here.setattr(module, "of_project", chosen)
        if not alone:
            here.setattr(nodes, "_from_yaml", _parsed)
            here.setattr(read, "artwork", _drawn)
        yield


_parsed = lru_cache(1000)(nodes._from_yaml)
_pictures: dict[tuple[str, str], Artwork] = {}
_last: list[tuple[Studio, str]] = []


def _drawn(id: str, studio: Studio, area: Box | None = None) -> Artwork:
    """One of our own scenes, drawn once from the same files in the same colours; else what ``artwork`` makes."""
    if id in studio.own.by_id or studio.own.mistaken(id):
        return artwork(id, studio, area)
    if not _last or _last[0][0] is not studio:
        _last[:] = [(studio, digest((studio.files.held, studio.palette)))]
    key = id, _last[0][1]
    if key not in _pictures:
        _pictures[key] = artwork(id, studio, area)
    return _pictures[key]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that the page is tried on: one department, Nord, that calls itself an *årgang*."""
    from page import with_nord

    return with_nord(tmp_path_factory.mktemp("side"), "årgang")


@pytest.fixture
def client(root: Path) -> Iterator[TestClient]:
    """A browser on that project's page."""
    from page import browser

    with browser(root) as client:
        yield client


@pytest.fixture(scope="session")
def packs(shared: Path) -> Packs:
    """Builds a pack of this project with the options given, once for all tests that ask for the same.

    The processes that the tests are shared among share the packs too: whoever comes first builds, the others wait.
    """
    every = shared / "pakker"
    every.mkdir(exist_ok=True)

    def pack(*arguments: str) -> Path:
        out = every / sha256("\0".join(arguments).encode()).hexdigest()[:12]
        with alone(out), pytest.MonkeyPatch.context() as here:
            here.setattr(cli, "ROOT", ROOT)
            if not list(out.glob("*/manifest.json")):
                ran("build", *arguments, "--quiet", "--cache", shared / "lager", "--out", out)
        (made,) = (file.parent for file in out.glob("*/manifest.json"))
        return made

    return pack


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which judges nobody asked: a run without them confirms less."""
    if missing := absent():
        told = f"NOT CONFIRMED BY {', '.join(missing).upper()}: not at hand here, so their tests were skipped"
        terminalreporter.write_line(told, red=True, bold=True)

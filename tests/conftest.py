"""What many tests start from: a project to change, and packs built once and read many times."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from judges import absent
from program import ROOT, Packs, ran
from trygtryk import cli


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what an editor may change, with the program working on it."""
    for folder in ("content", "layouts", "assets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "build").mkdir()
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Packs:
    """Builds a pack of this project with the options given, once for all tests that ask for the same."""
    built: dict[tuple[str, ...], Path] = {}

    def pack(*arguments: str) -> Path:
        if arguments not in built:
            out = tmp_path_factory.mktemp("pakke")
            ran("build", *arguments, "--quiet", "--out", out)
            (built[arguments],) = (folder for folder in out.iterdir() if folder.is_dir())
        return built[arguments]

    return pack


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which judges nobody asked: a run without them confirms less."""
    if missing := absent():
        told = f"NOT CONFIRMED BY {', '.join(missing).upper()}: not at hand here, so their tests were skipped"
        terminalreporter.write_line(told, red=True, bold=True)

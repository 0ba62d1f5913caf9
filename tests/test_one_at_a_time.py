"""Two people build at once: neither may get half of the other's pack."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from trygtryk import cli
from trygtryk.pack.lock import alone, lock_of
from trygtryk.pack.manifest import read_manifest

ROOT = Path(__file__).resolve().parents[1]
# each writes its own letter into every file, adds a file of its own and takes the other's away
_WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {code!r})
from trygtryk.pack.manifest import Finished
from trygtryk.pack.pack import opened, write
folder, letter = Path({folder!r}), {letter!r}
for turn in range({turns}):
    with opened(folder, lambda: None, lambda: None):
        files = [f"tryk/{{n}}.pdf" for n in range(5)] + [f"kontor/{{letter}}.pdf"]
        made = tuple(Finished(path, f"{{letter}}{{turn}}".encode()) for path in files)
        write(folder, made, f"{{letter}}{{turn}}", {{}}, {{}}, whole=("",))
        found = {{p.read_text() for p in folder.rglob("*.pdf")}}
        assert found == {{f"{{letter}}{{turn}}"}}, found
"""


def writer(folder: Path, letter: str, turns: int) -> subprocess.Popen[bytes]:
    script = _WRITER.format(code=str(ROOT / "build"), folder=str(folder), letter=letter, turns=turns)
    return subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program with packs of its own, and the sources of everybody."""
    for folder in ("content", "layouts", "assets"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / "build").mkdir()
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    return tmp_path


def test_packs_written_at_once_never_mix(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    writers = [writer(folder, letter, 15) for letter in "abc"]
    for process in writers:
        assert process.communicate(timeout=60)[1] == b""
    (letter,) = {path.read_bytes()[:1] for path in folder.rglob("*.pdf")}
    assert len(read_manifest(folder)["files"]) == 6 == len(list(folder.rglob("*.pdf")))
    assert (folder / f"kontor/{letter.decode()}.pdf").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["team"]


def test_a_lock_is_given_up_by_the_dead(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import sys, time; sys.path.insert(0, {str(ROOT / 'build')!r})\n"
         "from pathlib import Path; from trygtryk.pack.lock import alone\n"
         f"with alone(Path({str(tmp_path / 'team')!r})): print(1, flush=True); time.sleep(60)"],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout and holder.stdout.readline()
    waited: list[bool] = []
    threading.Timer(0.3, holder.kill).start()
    with alone(tmp_path / "team", lambda: waited.append(True)):
        assert waited == [True]
        assert holder.wait(10) != 0
    holder.stdout.close()
    assert not lock_of(tmp_path / "team").exists()


def test_a_second_build_waits_with_a_word_and_then_goes_on(project: Path) -> None:
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with alone(project / "out/team"):
            holding.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    holding.wait(10)
    threading.Timer(0.3, done.set).start()
    start = time.monotonic()
    result = run("build", "plakater/fejl")
    holder.join()
    assert result.exit_code == 0 and "Pakken team bliver lavet lige nu; venter" in result.output
    assert time.monotonic() - start > 0.3 and (project / "out/team/tryk/plakat-fejl-a3.pdf").exists()


@pytest.mark.parametrize(
    "command", [("build", "plakater/fejl"), ("build", "plakater/fejl", "--zip"), ("proof", "plakater/fejl")]
)
def test_who_will_not_wait_is_refused_and_other_packs_go_on(project: Path, command: tuple[str, ...]) -> None:
    with alone(project / "out/team"):
        result = run(*command, "--no-wait")
        assert result.exit_code == 1 and "bliver lavet lige nu" in result.output, result.output
        assert run(*command, "--no-wait", "--quiet", "--team", "afdeling").exit_code == 0
    assert sorted(path.name for path in (project / "out").iterdir())[0] == "afdeling"
    assert not (project / "out/team").exists()


def test_a_lock_that_was_left_holds_nobody_up(project: Path) -> None:
    (project / "out").mkdir()
    lock_of(project / "out/team").write_bytes(b"")
    shutil.copy(ROOT / "LICENSE", project / "out/egen.txt")
    assert run("list").exit_code == 0
    assert (project / "out/egen.txt").exists()
    lock_of(project / "out/team").write_bytes(b"")
    assert run("build", "plakater/fejl", "--no-wait", "--quiet").exit_code == 0
    assert sorted(path.name for path in (project / "out").iterdir()) == ["egen.txt", "team"]

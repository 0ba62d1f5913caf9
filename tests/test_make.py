"""What stands after make reaches the program as it was written, and a folder that was copied runs its own code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import run
from program import ran
from trygtryk import cli
from trygtryk.errors import BuildError

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="make and its shell")
# a question make was asked about this very test run is not the question it is asked in a test
CLEAN = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS", "TYPED_"))}
_TOLD = """
import json, os, sys
if os.environ.get("STRAYS"):
    sys.exit(f"{sys.argv[1]}: {os.environ['STRAYS']}")
typed = {key: value for key, value in os.environ.items() if key.startswith("TYPED_")}
print(json.dumps([sys.argv[1:], typed]))
sys.exit(3 if "TYPED_FAIL" in typed else 0)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The Makefile, with a program that tells what reached it."""
    (tmp_path / "build").mkdir()
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "build/run.py").write_text(_TOLD, encoding="utf-8")
    return tmp_path


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["make", *arguments, f"PYTHON={sys.executable}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**CLEAN, **environment})


@pytest.mark.parametrize(
    "word",
    ['x"; touch ran; "', "x'; touch ran; '", "`touch ran`", "$(touch ran)", "$(shell touch ran)", "${shell touch ran}",
     "$$(touch ran)", "x\ntouch ran", "x; touch ran #", "x | touch ran", "æ ø å", "*", "a\\", "$HOME", "-n", "%", "x\t y "],
)  # fmt: skip
def test_nothing_that_is_typed_is_run(folder: Path, word: str) -> None:
    names = ("TEAM", "WORDING", "OUT", "NAME", "OPTIONS", "EDITION", "UKENDT")
    done = make(folder, "print", *(f"{name}={word}" for name in names))
    (goal,), typed = json.loads(done.stdout)
    assert (goal, typed) == ("print", {f"TYPED_{name}": word for name in names}) and not done.stderr
    assert not (folder / "ran").exists()


@pytest.mark.parametrize(
    "goal", ["print", "build", "poster", "plakat", "proof", "korrektur", "list", "liste", "wording", "ord", "clean"]
)
def test_a_failure_is_told_once_and_not_by_make(folder: Path, goal: str) -> None:
    assert make(folder, goal).returncode == 0
    done = make(folder, goal, "fail=1")
    assert done.returncode == 0 and not done.stderr
    done = make(folder, goal, "FAIL=1")
    assert done.returncode != 0
    apples = "GNU Make 3.81" in make(folder, "--version").stdout  # cannot be kept from it
    assert apples or not done.stderr, "make says »*** Error« after our own sentence"


@pytest.mark.parametrize(
    ("typed", "reached"),
    [
        (["Print"], "stray: Print"), (["poster", "fejl"], "poster: fejl"), (["TEAM=", "afdeling", "print"], "print: afdeling"),
        (["print", "TEAM=", "build.txt"], "print: build.txt"), (["content"], "stray: content"), (["æ ø"], "stray: æ ø"),
        (["x;touch ran"], "stray: x;touch ran"), (["$(shell touch ran)"], "stray: $(shell touch ran)"), (["%"], "stray: %"),
    ],
)  # fmt: skip
def test_a_word_that_is_no_goal_stops_everything_and_is_told_once(folder: Path, typed: list[str], reached: str) -> None:
    """»TEAM= afdeling« would else make the whole pack for a team."""
    (folder / "content").mkdir()
    (folder / "build.txt").touch()
    done = make(folder, *typed)
    assert done.returncode != 0 and not done.stdout
    assert done.stderr.splitlines()[0] == reached
    assert all(line.startswith("make: *** Archive") for line in done.stderr.splitlines()[1:])  # »(…)« is one to make
    assert not (folder / "ran").exists() and (folder / "build.txt").exists()


@pytest.mark.parametrize(
    ("word", "goal", "way"),
    [
        ("Print", "stray", "skriv make print"), ("posters", "stray", "mente du poster"), ("sol", "stray", "make uden mere"),
        ("fejl", "poster", "make poster NAME=fejl"), ("fejl", "plakat", "make plakat NAVN=fejl"),
        ("årgang", "print", "uden mellemrum"),
    ],
)  # fmt: skip
def test_what_was_meant_by_a_word_that_is_no_goal_is_guessed(word: str, goal: str, way: str) -> None:
    assert way in str(run.stray([word], goal, {}))


@pytest.mark.parametrize(
    ("words", "goal", "typed", "way"),
    [
        (["Mellemtrin", "Ø"], "print", {"AFDELING": "Vores"}, 'AFDELING="Vores Mellemtrin Ø"'),
        (["Mellemtrin"], "plakat", {"AFDELING": "Vores", "NAVN": "fejl"}, 'AFDELING="Vores Mellemtrin"'),
        (["Ø"], "plakat", {"AFDELING": "Nord"}, 'AFDELING="Nord Ø"'),
        (["fejl"], "plakat", {"AFDELING": "nord"}, "skriv make plakat NAVN=fejl"),
        (["Ø"], "print", {"AFDELING": "Nord", "PAPIR": "a4"}, 'AFDELING="Vores Mellemtrin"'),
    ],
)  # fmt: skip
def test_a_name_of_several_words_is_told_to_stand_in_quotes(
    words: list[str], goal: str, typed: dict[str, str], way: str
) -> None:
    """»AFDELING=Vores Mellemtrin« was told to write NAVN=Mellemtrin."""
    told = str(run.stray(words, goal, typed))
    assert way in told and ("NAVN=" in told) == (words == ["fejl"])


def test_the_environment_is_no_order(folder: Path) -> None:
    """Windows' Linux calls the machine NAME."""
    assert json.loads(make(folder, "poster", NAME="DESKTOP-1", TEAM="afdeling").stdout) == [["poster"], {}]


def test_help_names_every_goal(folder: Path) -> None:
    said = make(folder, "help").stdout
    assert all(f"make {goal}" in said for goal in ("print", "poster", "proof", "list", "wording", "test", "clean"))


@pytest.mark.parametrize(
    ("goal", "typed", "arguments"),
    [
        ("print", {}, ["build"]),
        ("print", {"team": "afdeling"}, ["build", "--team", "afdeling"]),
        ("build", {"ORD": "vores team", "OUT": "min mappe"}, ["build", "--team", "vores team", "--out", "min mappe"]),
        ("print", {"EDITION": "tryk kontor"}, ["build", "--edition", "tryk", "--edition", "kontor"]),
        (
            "poster",
            {"NAVN": "fejl", "PAPIR": "a4 4xA4"},
            ["build", "plakater/fejl", "--paper", "a4", "--paper", "4xA4"],
        ),
        ("print", {"OPTIONS": "--out 'min mappe' --zip"}, ["build", "--out", "min mappe", "--zip"]),
        ("print", {"MAIL": "ja", "trykkeri": "online"}, ["build", "--mail", "--press", "online"]),
        ("print", {"mail": "Nej"}, ["build"]),
        ("plakat", {"navn": "fejl"}, ["build", "plakater/fejl"]),
        ("korrektur", {"wording": "a b.yaml"}, ["proof", "--wording", "a b.yaml"]),
        ("ord", {"TEAM": "afdeling"}, ["wording", "afdeling"]),
        ("liste", {"TEAM": ""}, ["list"]),
    ],
)
def test_what_is_typed_becomes_the_programs_options(goal: str, typed: dict[str, str], arguments: list[str]) -> None:
    assert run.command(goal, typed) == arguments


@pytest.mark.parametrize(
    ("goal", "typed", "told"),
    [
        ("print", {"TAEM": "afdeling"}, "»TAEM«"),
        ("print", {"TEAM": "a", "team": "b"}, "to gange"),
        ("print", {"NAME": "fejl"}, "make print"),
        ("list", {"TEAM": "afdeling"}, "make list"),
        ("print", {"OPTIONS": '--out "x'}, "anførselstegn"),
        ("print", {"MAIL": "måske"}, "ja eller nej"),
        ("proof", {"MAIL": "ja"}, "make proof"),
        ("poster", {}, r"make poster NAME=fejl .*make list\)"),
        ("plakat", {"PAPIR": "a3"}, r"make plakat NAVN=fejl .*make liste\)"),
        ("poster", {"PAPIR": "a3"}, r"make plakat NAVN=fejl"),
        ("ord", {}, "make ord TEAM=afdeling"),
        ("liste", {"AFDELING": "nord"}, "AFDELING har ingen betydning efter make liste"),
        ("wording", {}, "make wording TEAM=afdeling"),
    ],
)
def test_what_has_no_meaning_is_told(goal: str, typed: dict[str, str], told: str) -> None:
    with pytest.raises(BuildError, match=told):
        run.command(goal, typed)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project called æ b with a .venv that borrows this one's packages."""
    home = tmp_path / "æ b"
    shutil.copytree(ROOT / "build", home / "build", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("content", "layouts", "assets"):
        (home / name).symlink_to(ROOT / name)
    for name in ("requirements.txt", "requirements-test.txt"):
        shutil.copy(ROOT / name, home)
    for name, value in (("ROOT", home), ("VENV", home / ".venv"), ("_BIN", home / ".venv/bin")):
        monkeypatch.setattr(run, name, value)
    monkeypatch.setattr(run, "_PYTHON", home / ".venv/bin/python")
    venv.create(home / ".venv", symlinks=True)
    run._own()
    (site,) = (home / ".venv/lib").glob("python3*/site-packages")
    (site / "borrowed.pth").write_text(next(path for path in sys.path if path.endswith("site-packages")) + "\n")
    for kind in (run._INSTALLED, run._TESTED):
        (home / ".venv" / kind[1]).write_text(run._wanted(kind))
    return home


def test_a_copied_or_moved_folder_runs_its_own_code(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopi"
    shutil.copytree(project, copy, symlinks=True)
    version = copy / "build/trygtryk/__init__.py"
    version.write_text(version.read_text(encoding="utf-8").replace("__version__ = ", "__version__ = 'kopi ' + "))
    link = tmp_path / "genvej"
    link.symlink_to(copy / ".venv/bin/trygtryk")
    evil = tmp_path / "trygtryk"
    evil.mkdir()
    (evil / "__init__.py").write_text("raise SystemExit('a stranger')")
    for launcher in (copy / ".venv/bin/trygtryk", link):
        done = subprocess.run(
            [launcher, "--version"], cwd=tmp_path, capture_output=True, text=True,
            env={**CLEAN, "PYTHONPATH": str(tmp_path), "LC_ALL": "C"},
        )  # fmt: skip
        assert done.stdout.startswith("trygtryk kopi "), done
    project.rename(tmp_path / "flyttet")
    ask = [str(tmp_path / "flyttet/.venv/bin/python"), "-I", "-c", "from trygtryk.cli import ROOT; print(ROOT.name)"]
    assert subprocess.run(ask, capture_output=True, text=True).stdout == "flyttet\n"


def test_a_venv_that_is_right_is_left_and_one_whose_python_went_is_made_anew(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(run, "_quietly", calls.append)
    run.install(tests=True)
    assert calls == []
    requirements = project / "requirements-test.txt"
    requirements.write_text(requirements.read_text() + "# ny\n")
    run.install()
    assert calls == []
    run.install(tests=True)
    assert [call[-1] for call in calls] == [str(requirements)]
    python = project / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/findes/ikke")
    run.install()
    assert [call[-2:] for call in calls[1:]] == [["--clear", str(run.VENV)], ["-r", str(project / "requirements.txt")]]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)': /simple/click/\n"
         "ERROR: No matching distribution found for click==8.5.1", "ikke forbindelse"),
        ("ERROR: No matching distribution found for pikepdf==10.17.0", "ikke færdigt til denne maskine"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "plads"),
        ("The virtual environment was not created successfully because ensurepip is not available.", "python3-venv"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "ikke det, der blev prøvet af"),
        ("noget helt andet", "noget helt andet"),
    ],
)  # fmt: skip
def test_an_installation_that_fails_is_told_in_danish_and_leaves_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(project / ".venv")
    monkeypatch.setattr(sys, "executable", str(project / "tool"))
    (project / "tool").write_text(f"#!/bin/sh\nmkdir .venv\ncat <<'.' >&2\n{said}\n.\nexit 1\n")
    (project / "tool").chmod(0o755)
    assert run.main("print", {}) == 1
    error = capsys.readouterr().err
    assert error.startswith("Stoppet: ") and told in error and error.count("\n") == 2
    assert not (project / ".venv").exists() and not list(project.glob(".*"))


def test_clean_takes_what_the_program_made_and_tells_what_it_leaves(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "ROOT", project)
    out = project / "out"
    ran("build", "skemaer/podcast", "--quiet", "--zip")
    ran("proof", "skemaer/podcast", "--quiet")
    form, copy = out / "team/skaerm/skema-podcast-skaerm.pdf", out / "team/til trykkeriet/skema-podcast.pdf"
    form.write_bytes(form.read_bytes() + b"% svar\n")
    copy.parent.mkdir()
    shutil.copy(out / "team/tryk/skema-podcast-a4.pdf", copy)
    (out / "team/noter.txt").write_text("mine", encoding="utf-8")
    (out / ".gitkeep").touch()
    (out / "fremmed").mkdir()
    (out / "fremmed/manifest.json").write_text('{"files": {"../../content": {}}}', encoding="utf-8")
    assert run.main("clean", {}) == 0
    left = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    own = {"team/skaerm/skema-podcast-skaerm.pdf", "team/til trykkeriet/skema-podcast.pdf", "team/noter.txt"}
    own |= {"fremmed/manifest.json", "team.zip"}
    assert left == {*own, ".gitkeep"} and not (project / ".venv").exists()
    told = capsys.readouterr().out
    assert {line.strip() for line in told.splitlines()[2:]} == own
    assert run.main("clean", {"TEAM": "x"}) == 1


def test_clean_takes_a_whole_pack_and_its_zip(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "ROOT", project)
    ran("build", "skemaer/podcast", "--quiet", "--zip")
    run.clean()
    assert not list((project / "out").iterdir())

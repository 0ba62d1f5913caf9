"""The joints broken one line at a time, to see which breaks no test would notice; ``make mutants`` prints the table.

The mutants stand in ``tests/mutants/``, a file a room (``stages`` are the modules beside the rooms). Every one is a text
that stands once in the room's code, and what it is broken into. On a copy of the project it is put in place, and the
test named for it runs, then those of all joints; what survives both is said to live. ``make mutants ONLY=slip`` tries
those of a room, or with a word in their name.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

JOINTS = tuple(
    f"tests/test_{name}.py"
    for name in (
        "build_options",
        "sheets_read_back",
        "type_read_back",
        "slip_read_back",
        "screen_read_back",
        "other_commands",
        "golden",
        "pack",
        "office_sheets",
        "tags",
        "press_passes_the_check",
        "outside_judges",
    )
)
# of the processor's time, which others at work on the machine do not lengthen; unbroken they take 30 s and 110 s on an idle machine
_LONGEST_S = {"one": 150, "all": 480}
_MOST_BYTES = 6 * 1024**3


@dataclass(frozen=True)
class Mutant:
    """One broken line: what breaks, in words; the text and what it becomes; the test that should notice.

    ``test`` is the name of a file of tests, with ``-k`` and a word where one test of it will do.
    """

    room: str
    what: str
    before: str
    after: str
    test: str


MUTANTS = tuple(
    Mutant(file.stem, **mutant)
    for file in sorted((ROOT / "tests/mutants").glob("*.toml"))
    for mutant in tomllib.loads(file.read_text(encoding="utf-8"))["mutant"]
)


def modules(room: str, root: Path = ROOT) -> list[Path]:
    """The code of a room, of the copy of the project that lies at a root."""
    code = root / "build/trygtryk"
    return sorted(code.glob("*.py") if room == "stages" else (code / room).rglob("*.py"))


def main(only: Sequence[str]) -> int:
    """Tries the mutants of the rooms or with one of the words in their name (all where none is given); how many lived or are gone."""
    chosen = [
        mutant for mutant in MUTANTS if not only or any(word == mutant.room or word in mutant.what for word in only)
    ]
    lived: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kopi"
        left_out = shutil.ignore_patterns(".git", ".venv", ".lager", "out", ".*_cache", "__pycache__", ".hypothesis")
        shutil.copytree(ROOT, copy, ignore=left_out)
        if _fail(JOINTS, copy, _LONGEST_S["all"]):
            print("The tests fail on the unbroken project: mend them first.")
            return len(chosen)
        for number, mutant in enumerate(chosen, 1):
            start = time.monotonic()
            verdict = _tried(mutant, copy)
            if not verdict.startswith("killed"):
                lived.append(mutant.what)
            print(
                f"{number:3}/{len(chosen)}  {time.monotonic() - start:4.0f} s  {verdict:34}  {mutant.what}", flush=True
            )
    print(f"{len(chosen) - len(lived)} killed, {len(lived)} not: {'; '.join(lived) or 'none'}")
    return len(lived)


def _tried(mutant: Mutant, copy: Path) -> str:
    holders = [file for file in modules(mutant.room, copy) if mutant.before in file.read_text(encoding="utf-8")]
    if len(holders) != 1 or holders[0].read_text(encoding="utf-8").count(mutant.before) != 1:
        return f"GONE: stands in {len(holders)} files"
    (file,) = holders
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(mutant.before, mutant.after), encoding="utf-8")
    try:
        name, *word = mutant.test.split()
        if _fail((f"tests/test_{name}.py", *word), copy, _LONGEST_S["one"]):
            return f"killed by {name}"
        if _fail(JOINTS, copy, _LONGEST_S["all"]):
            return "killed by the rest"
        return f"LIVED in {file.name}"
    finally:
        file.write_text(whole, encoding="utf-8")


def _fail(tests: tuple[str, ...], copy: Path, longest_s: int) -> bool:
    """Whether one of the tests fails; a broken program that never ends fails too."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    # no compiled files: two mutants of one length within a second would be taken for each other
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command,
        cwd=copy,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=partial(_held, longest_s),
    )
    if done.returncode == 5:
        raise ValueError(f"{' '.join(tests)}: there is no such test")
    return done.returncode != 0


def _held(longest_s: int) -> None:
    """A mutant that never ends, or never has enough, may not take the machine with it."""
    resource.setrlimit(resource.RLIMIT_CPU, (longest_s, longest_s))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))

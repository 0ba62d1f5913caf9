"""What each kind of work costs: seconds of the processor, seconds on the wall, and memory, beside a plain ReportLab script.

Every case is a fresh process on a copy of the project, run once in less than two minutes all told. On a machine that does
other things besides, the processor's seconds are what count. ``RUNS=5`` asks for medians of so many runs,
``AFDELINGER="20 200 1000"`` for tables of so many departments, once each, and one more in each of them.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 1
_COPIED = ("build", "content", "layouts", "assets")
_ISOLATED = [sys.executable, "-I", "-X", "utf8"]
# the copy's own program, before the one that is installed
_PROGRAM = (
    "import sys; sys.path.insert(0, {code!r}); from trygtryk.__main__ import run; sys.argv[0] = 'trygtryk'; run()"
)
_FILE, _SENTENCE = "content/plakater.yaml", "headline: Her lærer"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took, with those it started: seconds of the processor and on the wall, and the largest one's MiB."""

    cpu_s: float
    wall_s: float
    peak_mib: float


class Project:
    """A copy of the project that may be changed, with a place for packs."""

    def __init__(self, folder: Path) -> None:
        self.root, self._packs, self._count = folder / "projekt", folder / "pakker", 0
        for part in _COPIED:
            shutil.copytree(ROOT / part, self.root / part, ignore=shutil.ignore_patterns("afdelinger"))
        self.run("--version")  # what is compiled is compiled

    def run(self, *arguments: str | Path) -> Cost:
        """One command of the program."""
        program = _PROGRAM.format(code=str(self.root / "build"))
        return measured([*_ISOLATED, "-c", program, *map(str, arguments)], self.root)

    def somewhere(self) -> Path:
        """A folder where no pack lies yet."""
        self._count += 1
        return self._packs / str(self._count)

    def forget(self) -> None:
        """What earlier builds remember is gone."""
        for hidden in (path for path in self.root.iterdir() if path.is_dir() and path.name not in _COPIED):
            shutil.rmtree(hidden)

    def edit(self, number: int) -> None:
        """One sentence says something else than before."""
        text = (ROOT / _FILE).read_text(encoding="utf-8")
        assert _SENTENCE in text
        said = _SENTENCE.replace("Her", ("Her", "Hos os", "Sammen", "I dag", "Nu")[number % 5])
        (self.root / _FILE).write_text(text.replace(_SENTENCE, said, 1), encoding="utf-8")


def measured(command: list[str], folder: Path) -> Cost:
    """Runs a command that must go well."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said.decode(errors="replace")
    peak_mib = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start, peak_mib)


def cases(project: Project) -> Iterator[tuple[str, Callable[[int], Cost]]]:
    """Each kind of work by its name; a case is given the number of the run."""

    def cold(*arguments: str) -> Callable[[int], Cost]:
        def case(_: int) -> Cost:
            project.forget()
            return project.run("build", "--quiet", "--out", project.somewhere(), *arguments)

        return case

    def warm(*arguments: str) -> Callable[[int], Cost]:
        def case(number: int) -> Cost:
            if not number:
                project.run("build", "--quiet", "--out", project.somewhere(), *arguments)
            return project.run("build", "--quiet", "--out", project.somewhere(), *arguments)

        return case

    there = project.somewhere()

    def unchanged(number: int) -> Cost:
        if not number:
            project.run("build", "--quiet", "--out", there)
        return project.run("build", "--quiet", "--out", there)

    def sentence(number: int) -> Cost:
        project.edit(number % 4 + 1)
        cost = project.run("build", "--quiet", "--out", there)
        project.edit(0)
        return cost

    words = ("afdeling", "enhed", "gruppe", "sektion", "udvalg", "kontor", "institution")

    def department(number: int) -> Cost:
        return project.run("build", "--quiet", "--out", project.somewhere(), "--team", words[number % len(words)])

    poster = "plakater/fejl"
    yield "hele pakken, kold", cold()
    yield "hele pakken, varm, i en tom mappe", warm()
    yield "intet ændret", unchanged
    yield "én sætning ændret, hele pakken", sentence
    yield "kun --edition tryk, kold", cold("--edition", "tryk")
    yield "én plakat, alle filer, kold", cold(poster)
    yield "én plakat, alle filer, varm", warm(poster)
    yield "én plakat, kun tryk, kold", cold(poster, "--edition", "tryk")
    yield "én plakat, kun tryk, varm", warm(poster, "--edition", "tryk")
    yield "én afdeling til", department


_WORDS = ("årgang", "afdeling", "enhed", "gruppe", "sektion", "udvalg", "kontor", "institution", "klasse", "team")


def tables(project: Project, count: int) -> Iterator[tuple[str, Cost]]:
    """A table of so many departments, and the same with one more: whole packs."""
    table, out = project.root / "afdelinger.csv", project.somewhere()
    rows = [f"Afdeling {n};Skole {n // 5};{_WORDS[n % len(_WORDS)]}" for n in range(count + 1)]
    for name, asked in ((f"{count} afdelinger", rows[:-1]), (f"{count} afdelinger, én til", rows)):
        table.write_text("\n".join(["navn;skole;ord", *asked]), encoding="utf-8")
        yield name, project.run("batch", table, "--quiet", "--out", out)
    table.unlink()
    shutil.rmtree(out)


def contents(project: Project) -> list[int]:
    """How many pages each of the pack's files has."""
    folder = project.somewhere()
    project.run("build", "--quiet", "--out", folder)
    manifest = json.loads((folder / "team/manifest.json").read_text(encoding="utf-8"))
    return [entry["pages"] for entry in manifest["files"].values() if entry["pages"]]


def row(name: str, costs: list[Cost]) -> str:
    """A row of the table: medians, and how far the processor's seconds were apart."""
    cpu = [cost.cpu_s for cost in costs]
    spread = f"{min(cpu):.2f}-{max(cpu):.2f}"
    wall, peak = (statistics.median(getattr(cost, field) for cost in costs) for field in ("wall_s", "peak_mib"))
    return f"| {name:35} | {statistics.median(cpu):7.2f} | {spread:>11} | {wall:7.2f} | {peak:6.0f} |"


def main() -> None:
    """Prints one row a case as it is done, in Markdown."""
    given = dict(argument.split("=", 1) for argument in sys.argv[1:])
    runs = int(given.get("RUNS") or RUNS)
    print(f"Median af {runs}, hver i en ny proces; {os.cpu_count()} kerner; MiB er den største proces.\n")
    print(f"| {'arbejde':35} | {'CPU s':>7} | {'fra-til':>11} | {'ur s':>7} | {'MiB':>6} |")
    print(f"|{'-' * 37}|{'-' * 8}:|{'-' * 12}:|{'-' * 8}:|{'-' * 7}:|")
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        for name, case in cases(project):
            print(row(name, [case(number) for number in range(runs)]), flush=True)
        for count in map(int, given.get("AFDELINGER", "").split()):
            for name, cost in tables(project, count):
                print(row(name, [cost]), flush=True)
        pages = contents(project)
        plain = [*_ISOLATED, str(Path(__file__).with_name("plain.py")), folder, *map(str, pages)]
        name = f"ren ReportLab, {len(pages)} filer, {sum(pages)} sider"
        print(row(name, [measured(plain, Path(folder)) for _ in range(runs)]))


if __name__ == "__main__":
    main()

"""Kills each command that writes people's files (needs strace), and says what came of it.

First at every system call that changes the folder: the calls of one run are done again in memory (``replay.py``), and each
state that a SIGKILL can leave is laid out, once where several are the same, and met by the next command. Then for real, at
every so many of the calls and with other signals too, which also shows that the states are the right ones. After each kill:
is what the command writes as it was, or as it was to be, or does the next command (``list``) make it so; are people's own
files there; and does the same command, given again, give the bytes of one that nobody disturbed and no store helped, with
nothing left behind, in the folder or in the store? ``kills.py [SIGNAL=KILL,TERM,HUP] [EVERY=20] [NAME...]``; EVERY=0: none
for real.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from replay import CALLS, Disk, Replayed, Tree, traced

ROOT = Path(__file__).resolve().parents[1]
_PROGRAM = "from trygtryk.__main__ import run; run()"
_PAGE = """
from pathlib import Path
from trygtryk.side.folder import Edit, Folder
folder, what = Folder(Path("content/afdelinger/havre")), sys.argv[2]
if what == "text":
    folder.change("navnet", Edit(("navn",), "Nord"))
if what == "picture":
    folder.change("billedet", new={"billeder/plakat-fejl.png": b"nyt" * 9000, "billeder/plakat-fejl.txt": b"Et hus"})
if what == "undo":
    folder.undo()
"""
_CLEAN = """
from pathlib import Path
from trygtryk.pack.pack import clear
clear(Path("out"), lambda: None, lambda: None)
"""
_SCRIPTS = {"side": _PAGE, "clean": _CLEAN}
# commands in a process that has read the program already, each in a child of its own
_WARM = """
import json, os
import trygtryk.answers.collect, trygtryk.batch.run, trygtryk.building, trygtryk.cli, trygtryk.pipeline, trygtryk.read
for line in sys.stdin:
    child = os.fork()
    if not child:
        said = os.open("../said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for handle, other in ((0, os.open(os.devnull, os.O_RDONLY)), (1, said), (2, said)):
            os.dup2(other, handle)
        script, *sys.argv[1:] = json.loads(line)
        exec(script)
        sys.exit()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
_COUNTS = (
    "points",
    "states",
    "old",
    "new",
    "mended: old",
    "mended: new",
    "told",
    "ELSE",
    "again",
    "AFTER",
    "as modelled",
)
_FIXED = ("layouts", "assets", "build")
_STORE = ".lager"
# of the states that differ only in what is hidden, so many are followed by the command again
_MOST_AGAIN = 12
_SETTLED_S, _LONGEST_S = 0.6, 20


@dataclass(frozen=True)
class Work:
    """A command that writes, what is done before it (a text of ``change`` put for another between), and what is whole by
    itself of what it writes."""

    name: str
    command: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    units: tuple[str, ...] = ("out",)
    change: tuple[str, str, str] = ("", "", "")


_DEPARTMENT = ("department", "new", "--navn", "Havre")
_OWN = ("content/afdelinger/havre/afdeling.yaml", "content/afdelinger/havre/billeder")
_ONE = ("build", "skemaer/podcast", "--quiet")
_OTHER = ("build", "skemaer/podcast", "plakater/ideer", "--quiet")
_PACKS = ("mellemtrinnet", "køkkenet", "_afdelinger/mellemtrinnet", "_afdelinger/køkkenet", "oversigt.html")
_COLOUR = ("layouts/palette.toml", "cmyk = [90, 45, 40, 35]", "cmyk = [90, 45, 40, 36]")
_PROOFS = "out/team/korrektur"
WORKS = (
    Work("build, the whole pack", ("build", "--quiet"), (("build", "--quiet"),), change=_COLOUR),
    Work("build", _OTHER, (_ONE,)),
    Work("build --zip", (*_OTHER, "--zip"), ((*_ONE, "--zip"),), ("out/team", "out/team.zip")),
    Work("build --mail", (*_OTHER, "--mail"), ((*_ONE, "--mail"),)),
    Work("proof", ("proof", "plakater/fejl", "--quiet"), (("proof", "plakater/ideer", "--quiet"),)),
    Work("proof --scene", ("proof", "--scene", "hvisken", "--quiet")),
    Work(
        "watch",
        ("watch", "plakater/fejl"),
        (("proof", "plakater/fejl", "--quiet"), ("build", "plakater/fejl", "--quiet")),
        (_PROOFS, "out"),
        _COLOUR,
    ),
    Work(
        "batch",
        ("batch", "skoler.csv", "plakater/fejl", "--edition", "kontor", "--edition", "tryk", "--quiet"),
        (),
        tuple(f"out/skoler/{name}" for name in _PACKS),
    ),
    Work("forms collect", ("forms", "collect", "modtaget", "--to", "svar.xlsx"), (), ("svar.xlsx", "svar-foer.xlsx")),
    Work("forms fill", ("forms", "fill", "podcast", "--from", "svar.json", "--to", "nyt.pdf"), (), ("nyt.pdf",)),
    Work(
        "department new", ("department", "new", "--navn", "Nord", "--ord", "årgang"), (), ("content/afdelinger/nord",)
    ),
    Work("side: a text", ("side", "text"), (_DEPARTMENT,), _OWN[:1]),
    Work("side: a picture", ("side", "picture"), (_DEPARTMENT,), _OWN[1:]),
    Work("side: undo", ("side", "undo"), (_DEPARTMENT, ("side", "picture")), _OWN[1:]),
    Work("new", ("new", "ny"), (), ("ny",)),
    Work("clean", ("clean",), (_ONE,)),
)


@dataclass(frozen=True)
class Project:
    """A project that is put back as it was before each kill; what no command writes in stays where it is."""

    folder: Path
    kept: Tree = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    after: list[dict[str, str]] = field(default_factory=list)

    @cached_property
    def disk(self) -> Disk:
        """All of it that may change."""
        return Disk(self.folder, _FIXED)

    @cached_property
    def _warm(self) -> subprocess.Popen[str]:
        call = self._python(_WARM)
        return subprocess.Popen(call, cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def lay_out(self, work: Work) -> None:
        """All there is before a work, and what is people's own in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for part in ("content", *_FIXED):
            left = shutil.ignore_patterns("__pycache__", "afdelinger", ".*")
            shutil.copytree(ROOT / part, self.folder / part, ignore=left)
        table = "navn,ord\nMellemtrinnet,årgang\nKøkkenet,afdeling\n"
        (self.folder / "skoler.csv").write_text(table, encoding="utf-8")
        (self.folder / "svar.json").write_text('{"podcast": {"dato": "1.2.2027"}}', encoding="utf-8")
        (self.folder / "modtaget").mkdir()
        self.run(("forms", "fill", "podcast", "--from", "svar.json", "--to", "modtaget/a.pdf"))
        own = [self.folder / "modtaget/a.pdf"]
        if work.name == "forms collect":
            self.run(work.command)
            shutil.copy(self.folder / "modtaget/a.pdf", self.folder / "modtaget/b.pdf")
            own.append(self.folder / "svar.xlsx")
        for command in work.before:
            self.run(command)
        if work.name.startswith("build"):
            (form,) = self.folder.glob("out/*/skaerm/skema-podcast-skaerm.pdf")
            form.write_bytes(form.read_bytes() + b"% svar\n")
            (form.parents[1] / "tryk/noter.txt").write_bytes(b"noter")
            own += [form, form.parents[1] / "tryk/noter.txt"]
        if work.change[0]:
            changed = self.folder / work.change[0]
            was = changed.read_text(encoding="utf-8")
            assert work.change[1] in was
            changed.write_text(was.replace(work.change[1], work.change[2]), encoding="utf-8")
        shutil.rmtree(self.folder / _STORE, ignore_errors=True)
        self.after.clear()
        self.kept.clear()
        self.kept.update(self.disk.scanned())
        self.own.clear()
        self.own.update(self.kept[path.relative_to(self.folder).as_posix()].digest for path in own)

    def again(self) -> None:
        """As it was laid out."""
        self.disk.lay(self.kept)

    def as_it_should_be(self, tree: Tree) -> bool:
        """Whether the work is done, where it is known how that is."""
        files = {path: file.digest for path, file in tree.items() if isinstance(file.data, bytes)}
        wanted = {path: digest for unit in self.after for path, digest in unit.items()}
        return bool(wanted) and wanted.items() <= files.items() and not rubbish(tree)

    def _python(self, script: str) -> list[str]:
        code = f"import sys; sys.path.insert(0, {str(self.folder / 'build')!r})\n{script}"
        return [sys.executable, "-I", "-B", "-X", "utf8", "-c", code]

    def run(self, command: tuple[str, ...], *before: str) -> None:
        """Runs a command, or what the page does of that name; ``watch`` until it has nothing more to do."""
        full = [*before, *self._python(_SCRIPTS.get(command[0], _PROGRAM)), *command]
        pipe = subprocess.PIPE
        with subprocess.Popen(full, cwd=self.folder, stdout=pipe, stderr=pipe, encoding="utf-8") as process:
            if command[0] == "watch":
                self._settled(process)
                if process.poll() is None:
                    process.terminate() if not before else _child(process.pid)
            said = "".join(process.communicate())
        ended = process.returncode == 0 or (command[0] == "watch" and process.returncode in (143, -15))
        # what came whole before its command was killed is not made again
        assert before or ended or "findes allerede" in said, (command, process.returncode, said)

    def warm(self, command: tuple[str, ...]) -> None:
        """The same, sooner."""
        if command[0] == "watch":
            return self.run(command)
        assert self._warm.stdin and self._warm.stdout
        self._warm.stdin.write(json.dumps([_SCRIPTS.get(command[0], _PROGRAM), *command]) + "\n")
        self._warm.stdin.flush()
        code, said = int(self._warm.stdout.readline()), (self.folder.parent / "said").read_text(encoding="utf-8")
        assert code == 0 or "findes allerede" in said, (command, code, said)
        return None

    def cool(self) -> None:
        """No process of it is left."""
        if "_warm" in self.__dict__:
            self._warm.communicate()
            del self.__dict__["_warm"]

    def _settled(self, process: subprocess.Popen[str]) -> None:
        """Waits until its files are as they are to be, or nothing has changed for long; it first says that it began."""
        assert process.stdout
        process.stdout.readline()
        since, seen = time.monotonic(), self.disk.scanned()
        while process.poll() is None:
            time.sleep(0.2)
            now, moment = self.disk.scanned(), time.monotonic()
            if state(now) != state(seen):
                seen, since = now, moment
            if moment - since > (_SETTLED_S if self.as_it_should_be(now) else _LONGEST_S):
                return


def _child(process: int) -> None:
    """A polite end for what a process began."""
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        subprocess.run(["kill", child], check=True)


Unit = dict[str, str]


def units(tree: Tree, work: Work) -> list[Unit]:
    """What is whole by itself, each by its paths and digests, without what an earlier one has of it; a lock that nobody
    holds any more is nothing of it."""
    files = {
        path: file.digest
        for path, file in sorted(tree.items())
        if isinstance(file.data, bytes) and not re.fullmatch(r"(.*/)?\.[^/]+\.lock", path)
    }
    found: list[Unit] = []
    for unit in work.units:
        taken = [path for path in files if path == unit or path.startswith(f"{unit}/")]
        found.append({path: files.pop(path) for path in taken})
    return found


def state(tree: Tree, but: Callable[[str], bool] = lambda path: False) -> frozenset[tuple[str, str, int]]:
    """What tells one state from others; a process's number tells nothing."""
    return frozenset(
        (re.sub(rf"^{_STORE}/ny/\d+", "", path), file.digest, file.mode) for path, file in tree.items() if not but(path)
    )


def hidden(path: str) -> bool:
    """Whether people do not see it."""
    return any(part.startswith(".") for part in path.split("/"))


def stored(path: str) -> bool:
    """Whether it is in the store."""
    return path == _STORE or path.startswith(f"{_STORE}/")


def rubbish(tree: Tree) -> list[str]:
    """Hidden files and halves that no command should leave."""
    return [
        path
        for path in sorted(tree)
        if path.startswith(f"{_STORE}/ny/")
        or (path.rpartition("/")[2].startswith(".") and not path.endswith((_STORE, ".fortryd")))
    ]


@dataclass(frozen=True)
class Trial:
    """A work, how its units are before it and after it, and the states that its calls lead through."""

    work: Work
    project: Project
    before: list[Unit]
    after: list[Unit]
    modelled: set[frozenset[tuple[str, str, int]]] = field(default_factory=set)

    def met(self, raw: Tree, where: str) -> Counter[str]:
        """What becomes of the state that lies there when the next command has met it."""
        ends: Counter[str] = Counter()
        self.project.warm(("list",))
        mended = self.project.disk.scanned()
        each = (self.work.units, units(raw, self.work), units(mended, self.work), self.before, self.after)
        for unit, was, now, old, new in zip(*each, strict=True):
            end = "old" if now == old else "new" if now == new else "told" if self._tells(unit, mended) else "ELSE"
            ends[end if was == now or end in ("ELSE", "told") else f"mended: {end}"] += 1
            if end == "ELSE":
                print(where, unit, sorted(now.keys() ^ new.keys())[:4])
        if self.project.own - {file.digest for file in raw.values()}:
            ends["ELSE"] += 1
            print(where, "people's own files are gone")
        return ends

    def _tells(self, unit: str, tree: Tree) -> bool:
        """Whether a batch's page names just the packs that lie there, and tells of the others."""
        page = tree.get(unit)
        if not unit.endswith("oversigt.html") or page is None or not isinstance(page.data, bytes):
            return False
        folder = unit.rpartition("/")[0]
        named = set(re.findall(rb'href="([^"/]+)/', page.data))
        there = {path.split("/")[2] for path in tree if re.fullmatch(rf"{folder}/[^/_]+/manifest\.json", path)}
        return named == {name.encode() for name in there} and page.data.count(b"programmet gik ned") == 2 - len(there)

    def done_again(self, where: str) -> Counter[str]:
        """What becomes of what lies there when the command is given again."""
        self.project.warm(self.work.command)
        tree = self.project.disk.scanned()
        if units(tree, self.work) == self.after and not rubbish(tree):
            return Counter(again=1)
        each = zip(self.work.units, units(tree, self.work), self.after, strict=True)
        print(
            where,
            "done again it is not as it should be:",
            [unit for unit, now, new in each if now != new],
            rubbish(tree),
        )
        return Counter(again=1, AFTER=1)


def prepared(work: Work, project: Project) -> Trial:
    """A work ready to be killed."""
    project.cool()
    project.lay_out(work)
    before = units(project.kept, work)
    uncached = ("--no-cache",) if work.command[0] in ("build", "batch", "watch") else ()
    project.run((*work.command, *uncached))
    tree = project.disk.scanned()
    after = units(tree, work)
    assert after != before and not rubbish(tree), (work.name, rubbish(tree))
    project.after.extend(after)
    return Trial(work, project, before, after)


def everywhere(trial: Trial, log: Path) -> Counter[str]:
    """What becomes of every state that a SIGKILL can leave."""
    work, project, ends = trial.work, trial.project, Counter[str]()
    project.again()
    project.run(work.command, *traced(log))
    done, last = project.disk.scanned(), Replayed(project.folder, project.kept)
    for _ in last.states(log):
        pass
    assert state(done) == state(last.now), sorted(state(done) ^ state(last.now))[:9]
    assert units(done, work) == trial.after, f"{work.name}: the store changes a byte"
    entries = {path: file.digest for path, file in done.items() if stored(path) and "/ny/" not in path}
    found: dict[frozenset[tuple[str, str, int]], Counter[str]] = {}
    visible: set[frozenset[tuple[str, str, int]]] = set()
    alike: list[tuple[str, Tree]] = []
    every, skipped = 1, 0
    replayed = Replayed(project.folder, project.kept)
    for number, call in enumerate(replayed.states(log), 1):
        ends["points"] += 1
        key = state(replayed.now)
        if key not in found:
            where = f"    {work.name}, after call {number} ({call}):"
            trial.modelled.add(state(replayed.now, stored))
            project.disk.lay(replayed.now)
            found[key] = trial.met(replayed.now, where)
            for path, file in replayed.now.items():
                if path in entries and path.count("/") == 2 and file.digest != entries[path]:
                    found[key]["ELSE"] += 1
                    print(where, "half an entry in the store:", path)
            mended = project.disk.scanned()
            seen = state(mended, hidden)
            if seen not in visible:
                visible.add(seen)
                ends += trial.done_again(where)
            elif skipped % every == 0:
                alike.append((where, mended))
                if len(alike) == 2 * _MOST_AGAIN:
                    alike, every = alike[::2], every * 2
            skipped += 1
        ends += found[key]
    ends["states"] = len(found)
    for where, tree in alike:
        project.disk.lay(tree)
        ends += trial.done_again(where)
    return ends


def points(log: str, folder: Path) -> Iterator[tuple[str, int]]:
    """The calls that changed something below the folder, by their name and number among their like in their process."""
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, int], None] = {}
    for process, call, rest in re.findall(r"^(\d+) +(\w+)\((.*)$", log, re.MULTILINE):
        counts[process, call] += 1
        changes = "O_CREAT" in rest or not call.startswith(("open", "lseek"))
        if changes and str(folder) in rest and " = -1 " not in rest:
            found[call, counts[process, call]] = None
    yield from found


def really(trial: Trial, log: Path, named: str, every: int) -> Counter[str]:
    """What becomes of every so many of the kills when they are done for real."""
    work, project, ends = trial.work, trial.project, Counter[str]()
    strace = ("strace", "-f", "-y", "-s", "0", "-o", str(log), "-e", f"trace={CALLS}")
    project.again()
    project.run(work.command, *strace)
    for call, number in list(points(log.read_text(errors="replace"), project.folder))[every // 2 :: every]:
        where = f"    {work.name}, {named} at {call} {number}:"
        project.again()
        project.run(work.command, *strace, "-e", f"inject={call}:signal=SIG{named}:when={number}")
        if f"SIG{named}" not in log.read_text(errors="replace"):
            continue  # it did not come so far
        raw = project.disk.scanned()
        ends["points"] += 1
        ends["as modelled"] += state(raw, stored) in trial.modelled
        ends += trial.met(raw, where)
        ends += trial.done_again(where)
    return ends


def main() -> None:
    """Prints a line for each command; the exit code says whether anything was neither whole old nor whole new."""
    given = dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)
    names = [word for word in sys.argv[1:] if "=" not in word]
    every = int(given.get("EVERY", "20"))
    wrong = 0
    print(f"{'':22}{'':16}" + "".join(f"{count:>13}" for count in _COUNTS))
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        project, log = Project(Path(folder) / "projekt"), Path(folder) / "log"

        def told(work: Work, how: str, ends: Counter[str]) -> int:
            print(f"{work.name:22}{how:16}" + "".join(f"{ends[count]:13}" for count in _COUNTS), flush=True)
            return ends["ELSE"] + ends["AFTER"]

        for work in (work for work in WORKS if not names or work.name in names):
            trial = prepared(work, project)
            wrong += told(work, "at every call", everywhere(trial, log))
            for named in given.get("SIGNAL", "KILL,TERM,HUP").split(",") if every else ():
                wrong += told(work, f"SIG{named}", really(trial, log, named, every))
        project.cool()
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()

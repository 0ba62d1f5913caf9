"""Kills each command that writes people's files at every system call that changes one (needs strace), and says what came of it.

After each kill: is what the command writes as it was, or as it was to be, or does the next command make it so; does the
same command, given again, give the bytes of one that nobody disturbed and no store helped; is nothing left behind, in the
folder or in the store? What ``watch`` writes is written as ``proof`` and ``build`` do. ``kills.py [SIGNAL=TERM] [EVERY=3] [NAME...]``: one signal, every third call, some commands.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_CALLS = "open,openat,rename,renameat2,unlink,unlinkat,rmdir,mkdir,link,linkat,write,pwrite64,ftruncate,chmod,fchmod"
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
_ENDS = ("points", "old", "new", "put right: old", "put right: new", "ELSE", "AFTER")
_FIXED = ("layouts", "assets", "build")


@dataclass(frozen=True, slots=True)
class Work:
    """A command that writes, what is done before it, and what is whole by itself of what it writes."""

    name: str
    command: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    units: tuple[str, ...] = ("out",)


_DEPARTMENT = ("department", "new", "--navn", "Havre")
_OWN = ("content/afdelinger/havre/afdeling.yaml", "content/afdelinger/havre/billeder")
_ONE = ("build", "skemaer/podcast", "--quiet")
_OTHER = ("build", "skemaer/podcast", "plakater/ideer", "--quiet")
_PACKS = ("mellemtrinnet", "koekkenet", "_afdelinger/mellemtrinnet", "_afdelinger/koekkenet", "oversigt.html")
WORKS = (
    Work("build", _OTHER, (_ONE,)),
    Work("build --zip", (*_OTHER, "--zip"), ((*_ONE, "--zip"),), ("out/team", "out/team.zip")),
    Work("build --mail", (*_OTHER, "--mail"), ((*_ONE, "--mail"),)),
    Work("proof", ("proof", "plakater/fejl", "--quiet"), (("proof", "plakater/ideer", "--quiet"),)),
    Work("proof --scene", ("proof", "--scene", "hvisken", "--quiet")),
    Work(
        "batch",
        ("batch", "skoler.csv", "plakater/fejl", "--edition", "kontor", "--edition", "tryk", "--quiet"),
        (),
        tuple(f"out/skoler/{name}" for name in _PACKS),
    ),
    Work("forms collect", ("forms", "collect", "modtaget", "--to", "svar.xlsx"), (), ("svar.xlsx",)),
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

Tree = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Project:
    """A project that is put back as it was before each kill; what no command writes in stays where it is."""

    folder: Path
    kept: Path

    def lay_out(self, work: Work) -> None:
        """All there is before a work, and a copy of it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for part in ("content", *_FIXED):
            left = shutil.ignore_patterns("__pycache__", "afdelinger", ".*")
            shutil.copytree(ROOT / part, self.folder / part, ignore=left)
        table = "navn,ord\nMellemtrinnet,årgang\nKøkkenet,afdeling\n"
        (self.folder / "skoler.csv").write_text(table, encoding="utf-8")
        (self.folder / "svar.json").write_text('{"podcast": {"dato": "1.2.2027"}}', encoding="utf-8")
        (self.folder / "modtaget").mkdir()
        self.run(("forms", "fill", "podcast", "--from", "svar.json", "--to", "modtaget/a.pdf"))
        if "collect" in work.name:
            self.run(work.command)
            shutil.copy(self.folder / "modtaget/a.pdf", self.folder / "modtaget/b.pdf")
        for command in work.before:
            self.run(command)
        if work.name.startswith("build"):
            (form,) = self.folder.glob("out/*/skaerm/skema-podcast-skaerm.pdf")
            form.write_bytes(form.read_bytes() + b"% svar\n")
            (form.parents[1] / "tryk/noter.txt").write_bytes(b"noter")
        shutil.rmtree(self.folder / ".lager", ignore_errors=True)
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.folder, self.kept, ignore=shutil.ignore_patterns(*_FIXED))

    def again(self) -> None:
        """As it was laid out."""
        for path in (path for path in self.folder.iterdir() if path.name not in _FIXED):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self.kept, self.folder, dirs_exist_ok=True)

    def run(self, command: tuple[str, ...], *before: str) -> None:
        """Runs a command, or what the page does of that name."""
        script = _PAGE if command[0] == "side" else "from trygtryk.pack.pack import clear\nfrom pathlib import Path\n" \
            "clear(Path('out'), lambda: None, lambda: None)" if command[0] == "clean" else _PROGRAM  # fmt: skip
        code = f"import sys; sys.path.insert(0, {str(self.folder / 'build')!r})\n{script}"
        full = [*before, sys.executable, "-I", "-B", "-X", "utf8", "-c", code, *command]
        done = subprocess.run(full, cwd=self.folder, capture_output=True, encoding="utf-8")
        # what came whole before its command was killed is not made again
        assert before or done.returncode == 0 or "findes allerede" in done.stderr, (command, done.stderr)

    def trees(self, work: Work) -> list[Tree]:
        """What is whole by itself, each by its paths and bytes."""
        return [tree(self.folder / unit) for unit in work.units]

    def rubbish(self) -> list[str]:
        """Hidden files and halves that no command should leave."""
        hidden = [path for path in self.folder.rglob(".*") if path.name not in (".lager", ".fortryd")]
        halves = (path for path in self.folder.glob(".lager/ny/*"))
        return sorted(path.relative_to(self.folder).as_posix() for path in (*hidden, *halves))


def tree(place: Path) -> Tree:
    """A file, or a folder's files, by their paths and bytes."""
    found = [place, *sorted(place.rglob("*"))]
    return {path.relative_to(place.parent).as_posix(): path.read_bytes() for path in found if path.is_file()}


def points(log: str, folder: Path) -> list[tuple[str, int]]:
    """The calls that changed something below the folder, by their name and number among their like in their process."""
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, int], None] = {}
    for process, call, rest in re.findall(r"^(\d+) +(\w+)\((.*)$", log, re.MULTILINE):
        counts[process, call] += 1
        changes = "O_CREAT" in rest or not call.startswith("open")
        if changes and str(folder) in rest and " = -1 " not in rest:
            found[call, counts[process, call]] = None
    return list(found)


def killed(work: Work, named: str, every: int, project: Project) -> Counter[str]:
    """What became of a command's folders over all kills."""
    log, ends = project.folder.with_name("log"), Counter[str]()
    strace = ("strace", "-f", "-y", "-s", "0", "-o", str(log), "-e", f"trace={_CALLS}")
    project.lay_out(work)
    before = project.trees(work)
    uncached = ("--no-cache",) if work.command[0] in ("build", "batch") else ()
    project.run((*work.command, *uncached))
    after = project.trees(work)
    assert after != before and not project.rubbish(), (work.name, project.rubbish())
    project.again()
    project.run(work.command, *strace)
    assert project.trees(work) == after, f"{work.name}: the store changes a byte"
    for call, number in points(log.read_text(errors="replace"), project.folder)[::every]:
        where = f"    {work.name}, {named} at {call} {number}:"
        project.again()
        injected = ("-e", f"inject={call}:signal=SIG{named}:when={number}")
        project.run(work.command, *strace, *injected)
        ends["points"] += 1
        if f"SIG{named}" not in log.read_text(errors="replace"):
            print(where, "it did not come so far")
        raw = project.trees(work)
        project.run(("list",))
        for unit, was, now, old, new in zip(work.units, raw, project.trees(work), before, after, strict=True):
            end = "old" if now == old else "new" if now == new else "ELSE"
            ends[end if was == now or end == "ELSE" else f"put right: {end}"] += 1
            if end == "ELSE":
                print(where, unit, sorted(now.keys() ^ new.keys())[:4])
        project.run(work.command)
        if project.trees(work) != after or project.rubbish():
            ends["AFTER"] += 1
            print(where, "done again it is not as it should be", project.rubbish())
    return ends


def main() -> None:
    """Prints a line for each command; the exit code says whether anything was neither whole old nor whole new."""
    given = dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)
    names = [word for word in sys.argv[1:] if "=" not in word]
    wrong = 0
    print(f"{'':22}{'signal':8}" + "".join(f"{end:>16}" for end in _ENDS))
    with tempfile.TemporaryDirectory() as work_folder:
        project = Project(Path(work_folder) / "projekt", Path(work_folder) / "kept")
        for work in (work for work in WORKS if not names or work.name in names):
            for named in given.get("SIGNAL", "KILL,TERM,HUP").split(","):
                ends = killed(work, named, int(given.get("EVERY", "1")), project)
                wrong += ends["ELSE"] + ends["AFTER"]
                print(f"{work.name:22}{named:8}" + "".join(f"{ends[end]:16}" for end in _ENDS), flush=True)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()

"""Two at once, and a machine that refuses: what the program says then, and what lies there afterwards, as two tables.

``starved.py [races|starved] [TIMES=10]``. The second table needs Linux and root: the disk that is full is a small one in
memory, and no permission is tried as another user.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_BUILD: tuple[str, ...] = ("build", "skemaer/podcast", "--quiet")
_OTHER = ("build", "plakater/ideer", "--quiet")
_BATCH = ("batch", "skoler.csv", "skemaer/podcast", "--out", "out", "--quiet")
_FILL = ("forms", "fill", "podcast", "--from", "svar.json", "--to", "out/x.pdf")
_NOBODY = 65534
_LONGEST_S = 120

Files = dict[str, str]


@dataclass
class Machine:
    """A project, and how a command is run in it."""

    project: Path
    before: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    limit: Callable[[], None] | None = None

    def begun(self, *command: str) -> subprocess.Popen[str]:
        code = (
            f"import sys; sys.path.insert(0, {str(self.project / 'build')!r})\nfrom trygtryk.__main__ import run; run()"
        )
        full = [*self.before, sys.executable, "-I", "-B", "-X", "utf8", "-c", code, *command]
        env = {"PATH": os.environ["PATH"], "HOME": "/root", **self.environment}
        return subprocess.Popen(
            full,
            cwd=self.project,
            env={name: value for name, value in env.items() if value},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            preexec_fn=self.limit,
            encoding="utf-8",
            errors="replace",
        )

    def run(self, *command: str) -> tuple[int, str]:
        """The exit code, and what was said."""
        process = self.begun(*command)
        try:
            said = process.communicate(timeout=_LONGEST_S)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            return -9, "IT WAITS FOR EVER"
        return process.returncode, said


def lay_out(project: Path) -> Machine:
    """A project of its own that others may read."""
    for part in ("content", "layouts", "assets", "build"):
        left = shutil.ignore_patterns("__pycache__", "afdelinger", ".*")
        shutil.copytree(ROOT / part, project / part, ignore=left)
    (project / "skoler.csv").write_text("navn,ord\nteam,team\nNord,årgang\n", encoding="utf-8")
    for folder in (project, *project.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(0o755)
    return Machine(project)


def files(folder: Path) -> Files:
    """Every file below a folder, by the digest of its bytes."""
    found = sorted(Path(parent) / name for parent, _, names in os.walk(folder) for name in names)
    plain = (path for path in found if path.is_file() and not path.is_symlink())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in plain}


def left_behind(project: Path) -> list[str]:
    """Hidden files and halves beside what a command writes."""
    found = [path for top in ("out", "content/afdelinger") for path in (project / top).rglob(".*")]
    return [
        path.relative_to(project).as_posix() for path in (*found, *project.glob(".lager/ny/*"), *project.glob(".*.*"))
    ]


def _collecting(folder: str) -> tuple[str, ...]:
    return "forms", "collect", folder, "--to", "out/svar.xlsx"


def races(project: Path, times: int) -> None:
    """The first table: one line a pair of commands."""
    machine = lay_out(project)
    pairs: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
        ("to gange build i den samme mappe", _BUILD, _BUILD),
        ("build og build af noget andet", _BUILD, _OTHER),
        ("build og build --no-wait", _BUILD, (*_OTHER, "--no-wait")),
        ("build og proof", _BUILD, ("proof", "skemaer/podcast", "--quiet")),
        ("build --zip og build", (*_BUILD, "--zip"), _OTHER),
        ("build og batch", _BUILD, _BATCH),
        ("batch og batch", _BATCH, _BATCH),
        ("build i to ord, hver sin mappe", _BUILD, (*_BUILD, "--team", "årgang")),
        ("build over en lås, der er glemt", _BUILD, ()),
        (
            "department new, det samme navn",
            ("department", "new", "--navn", "Nord"),
            ("department", "new", "--navn", "Nord"),
        ),
        ("forms fill til den samme fil", _FILL, _FILL),
        ("forms collect af det samme til den samme fil", _collecting("a"), _collecting("a")),
        ("forms collect af hver sit til den samme fil", _collecting("a"), _collecting("b")),
    )
    for folder, date in (("a", "1.2.2027"), ("b", "3.4.2028")):
        _filled(machine, f"{folder}/skema.pdf", date)
    (project / "svar.json").write_text('{"podcast": {"dato": "1.2.2027"}}', encoding="utf-8")
    heads = ("samme bytes", "ventede", "afvist", "BLANDET", "EFTERLADT", "FEJL")
    print("| to på én gang | gange | " + " | ".join(heads) + " |\n" + "|---" * (len(heads) + 2) + "|")
    for name, one, other in pairs:
        ends = Counter[str]()
        alone = {files_alone(machine, order) for order in ((one, other), (other, one))}
        for number in range(times):
            _clear(project)
            if not other:
                (project / "out/.team.lock").write_bytes(b"")
            running = [machine.begun(*command) for command in ((one, other) if number % 2 else (other, one)) if command]
            said = [(process.communicate(timeout=_LONGEST_S)[1], process.returncode) for process in running]
            ends["ventede"] += any("venter" in words for words, _ in said)
            refused = any(
                ("lige nu" in words and code == 1) or "findes allerede" in words or "ikke tom" in words
                for words, code in said
            )
            ends["afvist"] += refused
            ends["FEJL"] += any(code != refused and code for _, code in said)
            same = _made(project) in alone or (
                refused and _made(project) in {files_alone(machine, (c,)) for c in (one, other)}
            )
            ends["samme bytes" if same else "BLANDET"] += 1
            ends["EFTERLADT"] += bool(left_behind(project))
        print(f"| {name} | {times} | " + " | ".join(str(ends[head]) for head in heads) + " |", flush=True)


def files_alone(machine: Machine, commands: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, str], ...]:
    """What the commands leave one after the other."""
    if (machine.project, commands) not in _known:
        _clear(machine.project)
        for command in filter(None, commands):
            code, said = machine.run(*command)
            assert code == 0 or "findes allerede" in said, said
        _known[machine.project, commands] = _made(machine.project)
    return _known[machine.project, commands]


_known: dict[tuple[Path, tuple[tuple[str, ...], ...]], tuple[tuple[str, str], ...]] = {}


def _made(project: Path) -> tuple[tuple[str, str], ...]:
    return tuple({**files(project / "out"), **files(project / "content/afdelinger")}.items())


def _clear(project: Path) -> None:
    for folder in ("out", ".lager", "content/afdelinger"):
        shutil.rmtree(project / folder, ignore_errors=True)
    (project / "out").mkdir()


def starved(project: Path) -> None:
    """The second table: one line a refusal."""
    machine = lay_out(project)
    assert machine.run(*_BUILD)[0] == 0
    kept = project.with_name("kept")
    shutil.copytree(project, kept, symlinks=True)
    print("| hvad der sker | det bliver sagt | slutkode | den forrige pakke | efterladt |\n|---|---|---|---|---|")
    for case in _CASES:
        shutil.rmtree(project)
        shutil.copytree(kept, project, symlinks=True)
        content = project / "content/skemaer/podcast.yaml"
        content.write_text(content.read_text(encoding="utf-8").replace("title: ", "title: Ny ", 1), encoding="utf-8")
        case_machine, command = Machine(project), _BUILD
        with contextlib.ExitStack() as stack:
            changed = stack.enter_context(contextmanager(case)(case_machine))
            out = project / "out"
            if isinstance(changed, tuple):
                command, out = changed[0], changed[1]
            before = files(out)
            hidden = set(left_behind(project))
            code, said = case_machine.run(*command)
            whole = "ny" if code == 0 else "hel" if files(out) == before else "ÆNDRET"
            left = sorted(set(left_behind(project)) - hidden)
        told = " ⏎ ".join(line.strip() for line in said.strip().splitlines()) or "(intet)"
        told = told.replace(str(project.parent), "…").replace("|", "\\|")
        doc = (case.__doc__ or "").rstrip(".")
        print(
            f"| {doc} | {told if len(told) < 420 else told[:200] + ' … ' + told[-200:]} | {code} | {whole} | {', '.join(left) or '–'} |",
            flush=True,
        )


Change = Iterator[tuple[tuple[str, ...], Path] | None]


@contextmanager
def _drive(folder: Path, room: int, inodes: int = 10_000) -> Iterator[None]:
    """The folder's files on a small drive in memory that has room for so many bytes and files more."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder.with_name(f"{folder.name}-før")
    shutil.copytree(folder, kept, symlinks=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder)], check=True)
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True, symlinks=True)
        shutil.rmtree(kept)
        found = os.statvfs(folder)
        size = (found.f_blocks - found.f_bfree) * found.f_frsize + room
        limits = f"remount,size={size},nr_inodes={found.f_files - found.f_ffree + inodes}"
        subprocess.run(["mount", "-o", limits, str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _disk(kilobytes: int, part: str = "out") -> Callable[[Machine], Change]:
    def case(machine: Machine) -> Change:
        with _drive(machine.project / part, kilobytes * 1024):
            yield None

    case.__doc__ = f"disken er fuld: {part}/ har plads til {kilobytes} kB mere"
    return case


def _no_inodes(machine: Machine) -> Change:
    """der kan ikke laves flere filer på drevet (ingen inoder)."""
    with _drive(machine.project / "out", 10_000_000, 6):
        yield None


def _quota(machine: Machine) -> Change:
    """ingen fil må blive større end 100 kB (RLIMIT_FSIZE)."""
    machine.limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    yield None


def _no_handles(machine: Machine) -> Change:
    """der må kun være 12 filer åbne (RLIMIT_NOFILE)."""
    machine.limit = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))
    yield None


def _little_memory(machine: Machine) -> Change:
    """der er 150 MB hukommelse (RLIMIT_AS)."""
    machine.limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (150_000_000, 150_000_000))
    yield None


def _read_only(machine: Machine) -> Change:
    """drevet kan kun læses."""
    with _drive(machine.project / "out", 10_000_000):
        subprocess.run(["mount", "-o", "remount,ro", str(machine.project / "out")], check=True)
        yield None


def _read_only_project(machine: Machine) -> Change:
    """hele projektet kan kun læses, out et andet sted."""
    out = machine.project.with_name("ude")
    project = machine.project
    subprocess.run(["mount", "--bind", str(project), str(project)], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", str(project)], check=True)
    try:
        yield (*_BUILD, "--out", str(out)), out
    finally:
        subprocess.run(["umount", "-l", str(project)], check=True)


def _without_might(machine: Machine, theirs: str = "", locked: str = "") -> None:
    """The command may do what anybody may: nothing in what is another's, nor what is locked to everybody."""
    machine.before = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner")
    if theirs:
        for path in (machine.project / theirs, *(machine.project / theirs).rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)
    if locked:
        (machine.project / locked).chmod(0)


def _no_permission(machine: Machine) -> Change:
    """out/ er en andens, og der må ikke skrives i den."""
    _without_might(machine, "out")
    yield None


def _no_reading(machine: Machine) -> Change:
    """en tekst må ikke læses."""
    _without_might(machine, locked="content/links.yaml")
    yield None


def _no_looking(machine: Machine) -> Change:
    """mappen content/skemaer må ikke åbnes."""
    _without_might(machine, locked="content/skemaer")
    yield None


def _unreadable_picture(machine: Machine) -> Change:
    """et billede må ikke læses."""
    (machine.project / "assets/art").mkdir(exist_ok=True)
    (machine.project / "assets/art/skema-podcast.png").write_bytes(b"\x89PNG")
    _without_might(machine, locked="assets/art/skema-podcast.png")
    yield None


def _no_store(machine: Machine) -> Change:
    """.lager er en andens, og der må ikke skrives i det."""
    _without_might(machine, ".lager")
    yield None


def _at(path: str, what: str, make: Callable[[Path], object]) -> Callable[[Machine], Change]:
    def case(machine: Machine) -> Change:
        place = machine.project / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink()
        make(place)
        yield None

    case.__doc__ = f"{path} er {what}"
    return case


def _socket(place: Path) -> None:
    here = os.getcwd()
    os.chdir(place.parent)
    try:
        socket.socket(socket.AF_UNIX).bind(place.name)
    finally:
        os.chdir(here)


def _held_open(machine: Machine) -> Change:
    """et andet program har filen åben."""
    with (machine.project / "out/team/tryk/skema-podcast-a4.pdf").open("r+b"):
        yield None


def _named(name: str, said: str) -> Callable[[Machine], Change]:
    def case(machine: Machine) -> Change:
        out = machine.project.parent / name
        yield (*_BUILD, "--out", str(out)), out

    case.__doc__ = f"--out {said}"
    return case


def _environment(said: str, **values: str) -> Callable[[Machine], Change]:
    def case(machine: Machine) -> Change:
        machine.environment = values
        yield None

    case.__doc__ = said
    return case


def _link(machine: Machine) -> Change:
    """out/team er en genvej til en mappe et andet sted."""
    team = machine.project / "out/team"
    elsewhere = machine.project.with_name("andetsteds")
    shutil.rmtree(elsewhere, ignore_errors=True)
    team.rename(elsewhere)
    team.symlink_to(elsewhere)
    yield None


def _collected(room: int) -> Callable[[Machine], Change]:
    def case(machine: Machine) -> Change:
        _filled(machine, "modtaget/a.pdf", "1.2.2027")
        with _drive(machine.project / "tabel", room):
            (machine.project / "tabel/svar.xlsx").write_bytes(b"gammel" * 500)
            yield ("forms", "collect", "modtaget", "--to", "tabel/svar.xlsx"), machine.project / "tabel"

    case.__doc__ = f"forms collect, hvor der er plads til {room // 1000} kB mere, og tabellen var der."
    return case


def _filled(machine: Machine, form: str, date: str) -> None:
    """A form that somebody has filled in and sent."""
    (machine.project / form).parent.mkdir(exist_ok=True)
    (machine.project / "svar.json").write_text(f'{{"podcast": {{"dato": "{date}"}}}}', encoding="utf-8")
    code, said = machine.run("forms", "fill", "podcast", "--from", "svar.json", "--to", form)
    assert code == 0, said


def _new_full(machine: Machine) -> Change:
    """trygtryk new, hvor disken er fuld."""
    with _drive(machine.project / "nyt", 900_000):
        yield ("new", "nyt/tryghed"), machine.project / "nyt"


def _department_full(machine: Machine) -> Change:
    """department new, hvor disken er fuld."""
    with _drive(machine.project / "content/afdelinger", 4096):
        yield ("department", "new", "--navn", "Nord"), machine.project / "content/afdelinger"


def _department_locked(machine: Machine) -> Change:
    """department new, hvor content/ er en andens."""
    _without_might(machine, "content")
    yield ("department", "new", "--navn", "Nord"), machine.project / "content"


def _new_over(machine: Machine) -> Change:
    """trygtryk new i en mappe med filer i."""
    yield ("new", "content"), machine.project / "content"


def _batch_full(machine: Machine) -> Change:
    """batch, hvor disken er fuld."""
    with _drive(machine.project / "ude", 500_000):
        yield ("batch", "skoler.csv", "skemaer/podcast", "--out", "ude", "--quiet"), machine.project / "ude/team"


_LONG = "x" * 300
_ICC = "assets/icc/FOGRA39L_coated_300.icc"
_CASES: tuple[Callable[[Machine], Change], ...] = (
    *(_disk(size) for size in (0, 4, 40, 80, 160)),
    _disk(40, ".lager"),
    _no_inodes, _quota, _no_handles, _little_memory, _read_only, _read_only_project, _no_permission, _no_reading, _no_store,
    _no_looking, _unreadable_picture, _held_open, _link,
    _at("out/team", "en fil", lambda place: place.write_bytes(b"mit")),
    _at("out/team/tryk", "en fil", lambda place: place.write_bytes(b"mit")),
    _at("out", "en fil", lambda place: place.write_bytes(b"mit")),
    _at("out/team/manifest.json", "en mappe", Path.mkdir),
    _at("out/team/tryk", "en genvej til ingenting", lambda place: place.symlink_to("/findes/ikke")),
    _at("out/team/tryk", "en genvej til sig selv", lambda place: place.symlink_to(place)),
    _at("content/links.yaml", "et rør", os.mkfifo),
    _at("content/links.yaml", "en sokkel", _socket),
    _at("content/links.yaml", "en enhed", lambda place: os.mknod(place, 0o20666, os.makedev(1, 5))),
    _at("content/links.yaml", "en mappe", Path.mkdir),
    _at("content/links.yaml", "en genvej til ingenting", lambda place: place.symlink_to("/findes/ikke")),
    _at("content/links.yaml", "en genvej til sig selv", lambda place: place.symlink_to(place)),
    _at("content/skemaer/sig-selv", "en genvej til mappen over", lambda place: place.symlink_to("..")),
    _at("content/skemaer/ny.yaml", "en genvej til ingenting", lambda place: place.symlink_to("/findes/ikke")),
    _at(_ICC, "en genvej til ingenting", lambda place: place.symlink_to("/findes/ikke")),
    _at("assets/art/skema-podcast.png", "et rør", os.mkfifo),
    _at("assets/art/skema-podcast.png", "en mappe", Path.mkdir),
    _at("assets/art/skema-podcast.png", "en genvej til ingenting", lambda place: place.symlink_to("/findes/ikke")),
    _at("assets/art/skema-podcast.png", "en genvej til sig selv", lambda place: place.symlink_to(place)),
    _at(".lager", "en genvej til ingenting", lambda place: place.symlink_to("/findes/ikke")),
    _at(".lager", "et rør", os.mkfifo),
    _named("a\"b'c", "med citationstegn"), _named("linje\nskift", "med linjeskift"), _named("æøå 漢", "med æøå og 漢"),
    _named(_LONG, "på 300 tegn"), _named("/".join(["x" * 200] * 22), "på 4.400 tegn"),
    _environment("uden HOME", HOME=""), _environment("HOME findes ikke", HOME="/findes/ikke"),
    _environment("TMPDIR findes ikke", TMPDIR="/findes/ikke"),
    _environment("uden noget i miljøet", HOME="", PATH=""),
    _collected(4_096), _collected(8_192), _new_full, _new_over, _department_full, _department_locked, _batch_full,
)  # fmt: skip


def main() -> None:
    """Prints the tables."""
    given = dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)
    asked = [word for word in sys.argv[1:] if "=" not in word] or ["races", "starved"]
    with tempfile.TemporaryDirectory() as folder:
        if "races" in asked:
            races(Path(folder) / "to" / "projekt", int(given.get("TIMES", "10")))
            print()
        if "starved" in asked:
            starved(Path(folder) / "nød" / "projekt")


if __name__ == "__main__":
    main()

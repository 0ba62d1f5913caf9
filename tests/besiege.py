"""Breaks everything that comes from outside, one file at a time, and sees that each is taken or told; ``make siege``.

A case is a file of a project, broken, and the command that reads it, run in a child process that has 60 seconds of the
processor and 1 GB of address space. It goes wrong where the child ends otherwise than by an exit code of its own, or says something no
editor can use (a traceback, a memory's address, a sentence without its file or line, one of a thousand characters), or
has changed a pack though it failed. What reaches a part of the program, or brings a sentence, that no case did before is
kept as a seed: so the siege feels its way in. What goes wrong is made as small as it goes, and saved under
tests/siege/found/ with what was said; ``make siege ONLY=<that folder>`` tries it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import CodeType
from typing import Any

import openpyxl
from breaking import Break, chunks, markup, objects, octets, words, zipped
from page import browser
from PIL import Image
from program import ROOT, files
from trygtryk import cli
from trygtryk.cli import forms
from trygtryk.order import Order

SEEDS = ROOT / "tests/siege"
FOUND = SEEDS / "found"
MOST_S, MOST_BYTES = 60, 1_000_000_000
_PATIENCE = 4
_TEXTS = (".yaml", ".toml", ".txt", ".json")
_DEPARTMENT = "content/afdelinger/belejret"
_SMALLER_S = 20
_UPLOAD = "@upload"
_WHOLE_BUILD = ("build", "plakater/fejl", "skemaer/podcast", "--quiet")
# what is told of a whole file has no line
_WHOLE = re.compile(
    r"mangler|filen er|er en mappe|findes ikke|der er to filer|navnet ender|har tegn, der ikke kan læses|ikke målt"
    r"|bruger det ikke|bliver ikke brugt|filen har|filen fylder|kald den"
)


@dataclass(frozen=True)
class Case:
    """A file of the project by its path, and its bytes; a path that ends with a slash is a folder's."""

    kind: str
    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """How a child ended: its exit code (below zero: by which signal), what it said, and the parts of the program it
    reached."""

    code: int
    said: str
    reached: frozenset[int]


@dataclass(frozen=True)
class Kind:
    """One kind of what comes from outside: whole files of it, how it is broken, and the command that reads it."""

    name: str
    seeds: Callable[[Path], list[Case]]
    breaks: Callable[[str], Break]
    command: Callable[[str], tuple[str, ...]]


def _named(project: Path, *patterns: str, kind: str) -> list[Case]:
    found = sorted({file for pattern in patterns for file in project.glob(pattern) if file.is_file()})
    return [Case(kind, file.relative_to(project).as_posix(), file.read_bytes()) for file in found]


def _sources(project: Path) -> list[Case]:
    patterns = ("content/**/*.yaml", "layouts/**/*.toml", "assets/scenes/plakat-fejl.yaml")
    left = [
        Case("sources", f"{folder}/{name}", b"\0\0hej")
        for folder in ("content/skemaer", "layouts/press", f"{_DEPARTMENT}/billeder", "content/wordings")
        for name in ("._opstart.yaml", "Thumbs.db", "x.yaml/", "x.toml/", "x.svg/", "æ.yaml", "x.yml", "\udcf8.yaml")
    ]
    return _named(project, *patterns, kind="sources") + left


def _pictures(_: Path) -> list[Case]:
    drawn = [
        Case("pictures", f"assets/art/skema-podcast{file.suffix}", file.read_bytes())
        for file in sorted((SEEDS / "pictures").iterdir())
    ]
    photos: dict[str, tuple[str, dict[str, Any]]] = {
        "png": ("RGB", {}),
        "jpg": ("CMYK", {}),
        "jpeg": ("L", {"progressive": True}),
        "webp": ("RGBA", {}),
    }
    photos |= {"tif": ("CMYK", {"compression": "tiff_lzw"}), "tiff": ("I;16", {})}
    for ending, (mode, how) in photos.items():
        out = BytesIO()
        kind = {"jpg": "JPEG", "jpeg": "JPEG", "tif": "TIFF"}.get(ending, ending.upper())
        Image.linear_gradient("L").resize((900, 600)).convert(mode).save(out, kind, **how)
        drawn.append(Case("pictures", f"assets/art/skema-podcast.{ending}", out.getvalue()))
    beside = "alt: Fire ved et bord\ncrop: [0, 10, 90, 80]\n"
    return [*drawn, Case("pictures", "assets/art/skema-podcast.yaml", beside.encode())]


def _forms(project: Path) -> list[Case]:
    empty = sorted(project.glob("out/team/skaerm/*.pdf"))
    (project / "svar.json").write_text('{"podcast": {"dato": "1.2.2027"}}', encoding="utf-8")
    found = [
        Case("forms", f"modtaget/{file.name}", file.read_bytes())
        for file in (*sorted((SEEDS / "forms").iterdir()), *empty)
    ]
    return found + [Case("forms", f"tomt/{file.name}", file.read_bytes()) for file in empty]


def _to_check(project: Path) -> list[Case]:
    own = [*sorted((SEEDS / "check").iterdir()), *sorted(project.glob("out/team/*/*.pdf"))]
    return [Case("check", f"{file.parent.name}-{file.name}", file.read_bytes()) for file in own]


def _packs(project: Path) -> list[Case]:
    return _named(project, "out/team/*.json", kind="packs")


def _faces(project: Path) -> list[Case]:
    return _named(project, "assets/fonts/*.ttf", "assets/icc/*.ic?", kind="faces")


def _overlays(project: Path) -> list[Case]:
    given = [
        Case("overlays", f"{_DEPARTMENT}/billeder/plakat-hjaelp{Path(case.path).suffix}", case.data)
        for case in _pictures(project)
        if not case.path.endswith(".yaml")
    ]
    return [*given, *_named(project, f"{_DEPARTMENT}/logo.svg", f"{_DEPARTMENT}/*.yaml", kind="overlays")]


def _tables(_: Path) -> list[Case]:
    rows: list[list[str | int]] = [
        ["navn", "skole", "ord", "plakater", "kontakt", "dato", "EAN", "udgave"],
        ["Mellemtrinnet", "Nord", "årgang", 25, "Lone Holm\ntlf. 12 34 56 78", "2026-12-01", "5790000123452", "kontor"],
        ["Køkkenet", "Nord", "", 0, "", "", "", ""],
    ]
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book["Sheet"].append(row)
    book.save(out)
    text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    return [Case("tables", "skoler.xlsx", out.getvalue()), Case("tables", "skoler.csv", text.encode())]


def _uploads(project: Path) -> list[Case]:
    drawn = [case for case in _pictures(project) if not case.path.endswith(".yaml")]
    given = [
        Case("uploads", f"sendt/{kind}/x{Path(case.path).suffix}", case.data)
        for kind in ("billede", "logo")
        for case in drawn
    ]
    filled = [file for file in sorted((SEEDS / "forms").glob("*.pdf"))]
    return given + [Case("uploads", f"sendt/svar/{file.name}", file.read_bytes()) for file in filled]


def _kept(project: Path) -> list[Case]:
    return _named(project, ".lager/??/*", kind="store")


def _exports(project: Path) -> list[Case]:
    patterns = ("layouts/flipflap.toml", "layouts/billedkort.toml", "layouts/marks.toml", "layouts/press/*.toml")
    return _named(project, *patterns, "content/flipflap.yaml", kind="exports")


def _exporting(path: str) -> tuple[str, ...]:
    product = "billedkort" if "billedkort" in path else "flipflap"
    fold = () if product == "billedkort" else ("--fold", "nyt.fold")
    press = ("--press", Path(path).stem) if "/press/" in path else ()
    return (product, "export", "--svg", "nyt.svg", "--dxf", "nyt.dxf", *fold, *press)


def uploaded(project: Path, path: str) -> int:
    """Sends a file to the page as a browser does; the exit code says whether it was taken."""
    _, kind, name = path.split("/")
    with browser(project) as client:
        to = "/afdeling/belejret"
        shown = client.get(f"{to}/ord" if kind == "logo" else f"{to}/side/plakater/fejl/1").text
        seen = re.search(r'(?:id="set-logo"|name="set"[^>]*) value="(\w*)"', shown)
        given = {"skemaer" if kind == "svar" else kind: (name, (project / path).read_bytes(), "application/pdf")}
        where = {"svar": "svar", "logo": "logo", "billede": "billede-ind/plakater/fejl/1/billede"}[kind]
        answer = client.post(f"{to}/{where}", files=given, data={"id": "plakat-fejl", "set": seen[1] if seen else ""})
    assert answer.status_code in (200, 303, 409, 413, 422), answer.text
    return answer.status_code >= 400


def _building(path: str) -> tuple[str, ...]:
    """The least that reads a source file."""
    stem = Path(path).stem
    match path.split("/"):
        case ["content", "afdelinger", name, *_]:
            return ("build", "plakater/fejl", "--afdeling", name, "--edition", "kontor")
        case ["content", "wordings", name]:
            return ("build", "plakater/fejl", "--wording", f"content/wordings/{name}", "--edition", "kontor")
        case ["content", "skemaer", _] if stem not in ("faelles", "x", "._opstart", "Thumbs"):
            return ("build", f"skemaer/{stem}", "--edition", "skaerm")
        case ["layouts", "printers", _]:
            return ("build", "flipflap", "--printer", stem, "--edition", "kontor")
        case ["layouts", "press", _]:
            return ("build", "plakater/fejl", "--press", stem, "--edition", "tryk")
        case _ if stem.startswith("skemaer"):
            return (
                "build",
                "skemaer/udsagn",
                "--edition",
                "kontor",
                *(("--storskrift",) if "storskrift" in stem else ()),
            )
        case _ if stem in ("flipflap", "billedkort"):
            return ("build", stem, "--edition", "kontor")
    return ("build", "plakater/fejl", "--edition", "kontor")


def _broken_by(path: str) -> Break:
    match Path(path).suffix:
        case ".svg":
            return markup
        case ".pdf":
            return objects
        case ".png":
            return chunks
        case ".xlsx":
            return zipped
        case ending:
            return words if ending in _TEXTS else octets


KINDS = {
    kind.name: kind
    for kind in (
        Kind("sources", _sources, _broken_by, _building),
        Kind("pictures", _pictures, _broken_by, lambda _: ("build", "skemaer/podcast", "--edition", "tryk")),
        Kind(
            "forms",
            _forms,
            _broken_by,
            lambda path: (
                ("forms", "fill", "podcast", "--from", path, "--to", "nyt.pdf")
                if path.endswith(".json")
                else ("forms", "fill", path, "--from", "svar.json", "--to", "nyt.pdf")
                if path.startswith("tomt/")
                else ("forms", "collect", "modtaget", "--to", "svar.csv")
            ),
        ),
        Kind("check", _to_check, _broken_by, lambda path: ("check", path)),
        Kind("packs", _packs, _broken_by, lambda path: ("build", "plakater/fejl", "--out", "out")),
        Kind("faces", _faces, _broken_by, lambda _: ("build", "plakater/fejl", "--edition", "tryk")),
        Kind(
            "overlays",
            _overlays,
            _broken_by,
            lambda _: ("build", "plakater/hjaelp", "--afdeling", "belejret", "--edition", "kontor"),
        ),
        Kind(
            "tables",
            _tables,
            _broken_by,
            lambda path: ("batch", path, "plakater/fejl", "--edition", "kontor", "--out", "pakker"),
        ),
        Kind("uploads", _uploads, _broken_by, lambda path: (_UPLOAD, path)),
        Kind("store", _kept, lambda _: octets, lambda _: (*_WHOLE_BUILD, "--out", "nyt")),
        Kind("exports", _exports, _broken_by, _exporting),
    )
}


def lay_out(project: Path) -> None:
    """A copy of this project with the department, the word and the printer of the siege in it."""
    for name in ("content", "layouts", "assets"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copytree(SEEDS / "project", project, dirs_exist_ok=True)
    (project / "build").mkdir()


class Siege:
    """A project that is broken and put right again, and the children that read it."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "projekt"
        lay_out(self.project)
        self.log = folder / "sagt"
        cli.ROOT = self.project
        whole = self.answer(_WHOLE_BUILD)
        assert whole.code == 0, whole.said
        asks = forms.asks(self.project, Order(("skemaer",)))
        forms.asks = lambda root, order: asks  # the same for every filled form
        self.out = files(self.project / "out")
        self.kept = folder / "out"
        shutil.copytree(self.project / "out", self.kept)

    def tried(self, case: Case) -> tuple[Answer, str]:
        """What the program answers to a case, and what is wrong with that; empty where nothing is."""
        target = self.project / case.path
        former = target.read_bytes() if target.is_file() else None
        new = [one for one in (target, *target.parents) if not one.exists()]
        _put(target, case)
        answer = self.answer(KINDS[case.kind].command(case.path.rstrip("/")))
        changed = files(self.project / "out") != (self.out | self._broken(case))
        wrong = "out/ was changed" if changed and answer.code else _wrong(case, answer)
        if case.kind == "store" and files(self.project / "nyt") != self.out:
            wrong = wrong or "a damaged entry changes what is made"
        if former is not None:
            target.write_bytes(former)
        elif new:
            shutil.rmtree(new[-1]) if new[-1].is_dir() else new[-1].unlink()
        for made in (path for name in ("svar*.csv", "nyt*", "pakker", ".pakker*") for path in self.project.glob(name)):
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        if case.kind == "uploads":
            shutil.rmtree(self.project / _DEPARTMENT)
            shutil.copytree(SEEDS / "project" / _DEPARTMENT, self.project / _DEPARTMENT)
        if changed:
            shutil.rmtree(self.project / "out")
            shutil.copytree(self.kept, self.project / "out")
        return answer, wrong

    def _broken(self, case: Case) -> dict[str, bytes]:
        return {case.path.removeprefix("out/"): case.data} if case.path.startswith("out/") else {}

    def answer(self, command: tuple[str, ...]) -> Answer:
        """What a child that has this command answers."""
        with self.log.open("w+b") as log:
            heard, told = os.pipe()
            child = os.fork()
            if not child:
                os.close(heard)
                _obey(command, self.project, log.fileno(), told)
            os.close(told)
            with os.fdopen(heard, "rb") as pipe:
                reached = pipe.read()
            _, status = os.waitpid(child, 0)
            log.seek(0)
            said = log.read().decode("utf-8", "replace")
        parts = frozenset(json.loads(reached)) if reached.endswith(b"]") else frozenset[int]()
        return Answer(os.waitstatus_to_exitcode(status), said, parts)

    def smaller(self, case: Case, wrong: str) -> Case:
        """A case that goes wrong in the same way with less in it, as far as some seconds go."""
        until = time.monotonic() + _SMALLER_S
        piece = len(case.data) // 2
        while piece and time.monotonic() < until:
            at = 0
            while at < len(case.data) and time.monotonic() < until:
                less = Case(case.kind, case.path, case.data[:at] + case.data[at + piece :])
                if self.tried(less)[1] == wrong:
                    case = less
                else:
                    at += piece
            piece //= 2
        return case


def _put(target: Path, case: Case) -> None:
    if case.path.endswith("/"):
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(case.data)


def _in_use() -> int:
    """The bytes of address space this process has already, which the parent may have filled; none where it is not told."""
    told = Path("/proc/self/statm")
    return int(told.read_text("ascii").split()[0]) * resource.getpagesize() if told.exists() else 0


def _obey(command: tuple[str, ...], folder: Path, log: int, told: int) -> None:
    """Runs a command as the child it is; never returns."""
    code = 70
    seen: list[int] = []
    try:
        os.chdir(folder)
        os.dup2(log, 1)
        os.dup2(log, 2)
        # as Python's UTF-8 mode has them
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="surrogateescape")
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace")
        most = _in_use() + MOST_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_S, MOST_S + 1))
        signal.alarm(_PATIENCE * MOST_S)  # on a machine that has other work; or it waits for nothing
        _watched(seen)
        if command[0] == _UPLOAD:
            code = uploaded(folder, command[1])
        else:
            cli.main.main([*command], prog_name="trygtryk")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 70
    except BaseException as error:
        os.write(2, f"Traceback: {error!r}\n".encode("utf-8", "replace"))
    finally:
        signal.alarm(0)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        with os.fdopen(told, "wb") as pipe:
            pipe.write(json.dumps(seen).encode())
        os._exit(code)


def _watched(seen: list[int]) -> None:
    """Notes every line of the program that is run, the first time it is; before Python 3.12 that would cost too much."""
    if sys.version_info < (3, 12):
        return
    watch = sys.monitoring
    ours = str(ROOT / "build")

    def line(code: CodeType, number: int) -> object:
        if code.co_filename.startswith(ours):
            seen.append(hash((code.co_qualname, number)))
        return watch.DISABLE

    watch.use_tool_id(watch.COVERAGE_ID, "siege")
    watch.register_callback(watch.COVERAGE_ID, watch.events.LINE, line)
    watch.set_events(watch.COVERAGE_ID, watch.events.LINE)


def _wrong(case: Case, answer: Answer) -> str:
    """What is wrong with an answer, so that two that go wrong alike are called the same."""
    if answer.code in (-signal.SIGALRM, -signal.SIGXCPU):
        return f"more than {MOST_S} s"
    if answer.code < 0:
        return f"ended by signal {-answer.code}"
    if "MemoryError" in answer.said or "der er ikke hukommelse nok" in answer.said or "bad_alloc" in answer.said:
        return f"more than {MOST_BYTES // 10**9} GB"
    if answer.code not in (0, 1, 2) or "Traceback" in answer.said:
        where = re.findall(r'/(trygtryk/[^"]+)", line (\d+)', answer.said)
        error = re.findall(r"^(\w[\w.]*)(?::|$)", answer.said, re.MULTILINE)
        return f"traceback: {error[-2] if len(error) > 1 else error} in {':'.join(where[-1]) if where else '?'}"
    if found := re.search(r"^\S+/(\S+\.py):\d+: (\w*Warning: .{0,60})", answer.said, re.MULTILINE):
        return f"a library's own words: {found[2]} in {found[1]}"
    if found := re.search(r"\b0x[0-9a-f]{6,}", answer.said):
        return f"a memory's address: {answer.said[max(found.start() - 40, 0) : found.start()].splitlines()[-1]}"
    for line in answer.said.splitlines():
        if len(line) > 1_000:
            return f"a sentence of more than 1000 characters: {_template(line)}"
        if (
            case.kind in ("sources", "pictures", "faces", "overlays", "exports")
            and answer.code == 1
            and line.startswith("  ")
            and line[2:3].strip()
        ):
            place = re.match(r"  (?:Bemærk: )?([\w./æøå\\+-]+)(:\d+)?: ", line)
            if not place:
                return f"a sentence without a file: {_template(line)}"
            if place[1].endswith(_TEXTS) and not place[2] and not _WHOLE.search(line):
                return f"a sentence without a line: {_template(line)}"
    if (
        case.kind in ("forms", "check")
        # »1 svar står i nyt.pdf«
        and not (answer.code == 0 and not case.path.startswith("modtaget/") and case.kind == "forms")
        and Path(case.path).stem not in answer.said
    ):
        return "the file is not told of"
    return ""


def _template(line: str) -> str:
    """A sentence without what differs from one case to another."""
    return re.sub(r"»[^»]*?(«|$)|[\d.,]+|\S+/\S+", "…", line.strip())[:80]


def cases(kind: Kind, project: Path, begin: str) -> Generator[Case, bool, None]:
    """Broken files of a kind without end; what is sent back is a seed from then on."""
    seeds = kind.seeds(project)
    for number in range(sys.maxsize):
        rand = random.Random(f"{begin}{kind.name}{number}")
        # what was found lately leads further
        seed = rand.choice(seeds if rand.random() < 0.6 else seeds[-30:])
        data = seed.data
        for _ in range(rand.choice((1, 1, 1, 2, 4))):
            data = kind.breaks(seed.path)(data, rand) or b"\n"
        made = Case(kind.name, seed.path, data)
        kept = yield made
        if kept:
            seeds.append(made)


def besiege(minutes: float, begin: str, names: list[str]) -> int:
    """Besieges for so long, all kinds in turn, and prints what came of it; answers with how many ways were wrong."""
    warnings.simplefilter("ignore")  # what the libraries think of what is made here
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[str, Case] = {}
    known: set[object] = set()
    until = time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        siege = Siege(Path(folder))
        running = {name: cases(KINDS[name], siege.project, begin) for name in names}
        nexts = {name: next(one) for name, one in running.items()}
        while time.monotonic() < until:
            for name, one in running.items():
                case = nexts[name]
                answer, wrong = siege.tried(case)
                counts[name, "wrong" if wrong else "taken" if answer.code == 0 else "told"] += 1
                if wrong and wrong not in found:
                    found[wrong] = small = case if wrong.startswith("more than") else siege.smaller(case, wrong)
                    print(f"{name}: {wrong}\n    {_saved(small, wrong, siege.tried(small)[0])}", flush=True)
                fresh = answer.reached.union({_template(line) for line in answer.said.splitlines()}) - known
                known |= fresh
                nexts[name] = one.send(bool(fresh) and len(case.data) < 2_000_000 and not wrong)
    for name in names:
        row = [counts[name, what] for what in ("taken", "told", "wrong")]
        print(f"{name:10}{sum(row):7} cases: {row[0]} taken, {row[1]} told, {row[2]} wrong")
    print(f"{len(found)} ways to go wrong, {len(known)} parts and sentences reached, in {minutes:g} minutes")
    return len(found)


def _saved(case: Case, wrong: str, answer: Answer) -> str:
    """The folder a case is saved in: the file by its path, and what was said."""
    folder = FOUND / f"{case.kind}-{hashlib.sha256(wrong.encode()).hexdigest()[:8]}"
    _put(folder / case.path, case)
    (folder / "said.txt").write_text(f"{wrong}\n\n{answer.said}", encoding="utf-8")
    return folder.relative_to(ROOT).as_posix()


def again(folder: Path) -> int:
    """Tries a saved case again, and prints what the program says."""
    (path,) = (file for file in folder.rglob("*") if file.is_file() and file.name != "said.txt")
    case = Case(folder.name.partition("-")[0], path.relative_to(folder).as_posix(), path.read_bytes())
    with tempfile.TemporaryDirectory() as scratch:
        answer, wrong = Siege(Path(scratch)).tried(case)
    print(answer.said, f"[{answer.code}] {wrong}", sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    given = dict(argument.split("=", 1) for argument in sys.argv[1:])
    if (asked := given.get("ONLY", "")) and Path(asked).is_dir():
        sys.exit(again(Path(asked)))
    sys.exit(bool(besiege(float(given.get("MINUTES") or 10), given.get("SEED", ""), [asked] if asked else [*KINDS])))

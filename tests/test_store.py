"""What was made before is used again, and nobody can tell from the files: not after an edit, not after damage."""

from __future__ import annotations

import gc
import hashlib
import itertools
import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from program import ROOT, Packs, edit, files, laid_out, ran, run
from test_pack_killed import killed
from trygtryk import building, finishing, pipeline
from trygtryk import store as kept
from trygtryk.editions import jobs, read_first
from trygtryk.errors import BuildError, Fault, Place
from trygtryk.model import Document, Ink
from trygtryk.order import Order
from trygtryk.pack import pack
from trygtryk.pictures.artwork import artwork
from trygtryk.press.file import Press
from trygtryk.proof import preflight
from trygtryk.read import read_sources
from trygtryk.store import NOWHERE, Store

pytestmark = pytest.mark.own_store

_POSTERS = ("build", "plakater", "--quiet", "--no-wait")


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9a-f][0-9a-f]/*"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "lager")


def test_what_was_made_is_not_made_again(store: Store) -> None:
    made = (Fault("for lang", Place("content/a.yaml", 3)), b"\0\xff", {"a": (1.5, None)})
    assert store.remembered("x", ("a", 1), lambda: made) == made
    assert store.remembered("x", ("a", 1), lambda: (Fault("made again"), b"", {})) == made
    assert store.recall("x", ("a", 2)) is None and store.recall("y", ("a", 1)) is None
    assert NOWHERE.remembered("x", 1, lambda: 5) == 5 and NOWHERE.recall("x", 1) is None


def test_every_field_counts_in_a_digest() -> None:
    """One that did not would let an old page stand for a new one."""
    plain = Ink("sort", (0, 0, 0, 100), "#000000")
    others: dict[str, Any] = {"name": "blå", "cmyk": (0, 0, 0, 99), "srgb": "#000001", "spot": "Guld"}
    inks = [plain, *(replace(plain, **{field.name: others[field.name]}) for field in fields(Ink))]
    for taken in (kept.digest, kept.seal):
        assert len({taken({"a": (ink,)}) for ink in inks}) == len(inks)
        assert taken(plain) == taken(replace(plain)) != taken(("sort", (0, 0, 0, 100), "#000000", ""))


def test_an_entry_that_is_not_whole_or_lies_in_anothers_place_is_made_again(store: Store, tmp_path: Path) -> None:
    store.keep("x", "one", b"one" * 100)
    (one,) = entries(tmp_path / "lager")
    whole = one.read_bytes()
    store.keep("x", "two", b"two" * 100)
    (two,) = set(entries(tmp_path / "lager")) - {one}
    for damaged in (b"", whole[:10], whole[:-1], whole + b"0", bytes([whole[0] ^ 1]) + whole[1:], two.read_bytes()):
        one.write_bytes(damaged)
        assert store.recall("x", "one") is None, damaged[:40]
    assert store.remembered("x", "one", lambda: b"made") == b"made"
    assert store.recall("x", "one") == b"made"


def test_killed_anywhere_the_store_stays_sound_and_the_next_build_takes_away_what_was_half(tmp_path: Path) -> None:
    Store(tmp_path / "first").keep("x", "one", b"1" * 9000)
    (one,) = entries(tmp_path / "first")
    one.write_bytes(b"damaged")
    ends = []
    for at in itertools.count(1):
        folder = tmp_path / str(at)
        shutil.copytree(tmp_path / "first", folder)

        def work(folder: Path = folder) -> None:
            store = Store(folder)
            assert store.remembered("x", "one", lambda: b"1" * 9000) == b"1" * 9000
            store.keep("x", "two", b"2" * 9000)

        came_through = not killed(work, at)
        kept._joined.cache_clear()  # as the next process has it
        next_one = Store(folder)
        found = [next_one.recall("x", name) for name in ("one", "two")]
        assert found[0] in (None, b"1" * 9000) and found[1] in (None, b"2" * 9000)
        next_one.keep("x", "three", b"")
        assert list((folder / "ny").iterdir()) == [] and next_one.trouble is None
        ends.append([each is not None for each in found])
        if came_through:
            break
    assert len(ends) > 6 and ends == sorted(ends) and ends[0] == [False, False] and ends[-1] == [True, True]


def test_what_another_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    kept._joined.cache_clear()
    Store(tmp_path).keep("x", "one", b"")  # it holds the store from here on
    half = tmp_path / "ny/1-1"
    half.write_bytes(b"half")
    kept._joined.cache_clear()
    Store(tmp_path).keep("x", "two", b"")
    assert half.exists()


@pytest.mark.skipif(os.name == "nt", reason="pipes and links")
def test_a_store_that_came_with_somebodys_folder_reaches_nothing_outside_itself(tmp_path: Path) -> None:
    """It may hold links to people's own files, pipes that nobody writes to, and files without end."""
    signal.alarm(60)  # whoever waits for such a pipe waits for ever
    mine, folder = tmp_path / "mine", tmp_path / "lager"
    mine.mkdir()
    (mine / "brev.txt").write_bytes(b"mit")
    store = Store(folder, most_bytes=1000)
    store.keep("x", "one", b"1")
    (one,) = entries(folder)
    whole = one.read_bytes()
    one.unlink()
    os.mkfifo(one)
    assert store.recall("x", "one") is None
    one.unlink()
    (mine / "entry").write_bytes(whole)
    one.symlink_to(mine / "entry")
    assert store.recall("x", "one") is None
    one.unlink()
    with one.open("wb") as endless:
        endless.truncate(2**40)
    assert store.recall("x", "one") is None
    shutil.rmtree(folder / "ny")
    (folder / "ny").symlink_to(mine)
    (folder / "i-brug").unlink()  # which this process holds
    for written in (lambda path: path.symlink_to(mine / "brev.txt"), os.mkfifo):
        (folder / "skrevet").unlink(missing_ok=True)
        written(folder / "skrevet")
        kept._joined.cache_clear()
        store.keep("x", "one", b"2" * 4000)
        store.tidied()
    assert files(mine) == {"brev.txt": b"mit", "entry": whole}
    signal.alarm(0)


class Acting:
    """What a pickle can do that is read by a reader who trusts it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.file}",)


def test_an_entry_that_would_act_is_only_data(store: Store, tmp_path: Path) -> None:
    """Somebody who may write in the store cannot have anything run by it."""
    store.keep("x", "one", b"")
    (one,) = entries(tmp_path / "lager")
    for evil in (
        pickle.dumps(Acting(tmp_path / "ran")),
        b"cos\nsystem\n(S'touch ran'\ntR.",
        b"ctrygtryk.store\npickle\n.",
        b"ctrygtryk.store\nos.system\n.",
        b"ctrygtryk.cli\nmain\n.",
    ):
        key = f"{one.parent.name}{one.stem}"
        one.write_bytes(hashlib.sha256(key.encode() + evil).digest() + evil)
        assert store.recall("x", "one") is None
    assert not (tmp_path / "ran").exists()


def test_another_program_or_library_makes_everything_itself(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.keep("x", 1, b"old")
    monkeypatch.setattr(kept, "_program", lambda: "newer")
    assert store.recall("x", 1) is None


def test_the_programs_digest_holds_its_source_and_its_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_of = kept._program.__wrapped__
    monkeypatch.setattr(kept, "__file__", str(tmp_path / "trygtryk/store.py"))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "libraries")])
    (tmp_path / "trygtryk/press").mkdir(parents=True)
    (tmp_path / "libraries").mkdir()
    seen = [made_of()]
    (tmp_path / "trygtryk/press/file.py").write_text("a = 1")
    seen.append(made_of())
    (tmp_path / "trygtryk/press/file.py").write_text("a = 2")
    seen.append(made_of())
    (tmp_path / "libraries/pikepdf-9.dist-info").mkdir()
    seen.append(made_of())
    assert len(set(seen)) == 4
    shutil.copytree(tmp_path, tmp_path / "elsewhere")
    monkeypatch.setattr(kept, "__file__", str(tmp_path / "elsewhere/trygtryk/store.py"))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "elsewhere/libraries")])
    assert made_of() == seen[-1]


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path, most_bytes=3500)
    for number in range(4):
        store.keep("x", number, bytes(1000))
        for file in entries(tmp_path):
            os.utime(file, ns=(time.time_ns(), file.stat().st_mtime_ns - 10**9))
    assert store.recall("x", 0) is not None
    store.tidied()
    assert [store.recall("x", number) is not None for number in range(4)] == [True, False, True, True]
    assert sum(file.stat().st_size for file in entries(tmp_path)) <= 3500


def test_a_large_store_is_looked_over_only_when_much_was_written(tmp_path: Path) -> None:
    """To count tens of thousands of entries after each of a thousand packs would take longer than the packs."""
    for number in range(30):
        store = Store(tmp_path, most_bytes=100_000)
        store.keep("x", number, bytes(10_000))
        store.tidied()
        assert sum(file.stat().st_size for file in entries(tmp_path)) <= 105_000 + 10_100
    assert store.recall("x", 29) is not None and store.recall("x", 0) is None


def test_a_store_that_cannot_be_written_is_told_of_and_the_pack_is_made(project: Path) -> None:
    (project / ".lager").write_text("i vejen")
    result = run("build", "plakater/fejl", "--edition", "tryk")
    assert result.exit_code == 0 and "Bemærk: " in result.output and "--cache" in result.output
    assert (project / "out/team/tryk/plakat-fejl-a3.pdf").is_file()
    (project / "optaget").write_text("i vejen")
    result = run("build", "plakater/fejl", "--cache", str(project / "optaget/lager"))
    assert result.exit_code == 1 and "Stoppet: " in result.output


_KEEPING = """
import sys
from pathlib import Path
from typing import Any
from trygtryk.store import Store
store = Store(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    found = store.remembered("x", number % 20, lambda: b"%d" % (number % 20) * 50_000)
    assert found == b"%d" % (number % 20) * 50_000, number
    (Path(sys.argv[1]) / "begyndt").touch()
"""


def _started(folder: Path, times: int) -> subprocess.Popen[bytes]:
    env = {"PYTHONPATH": str(ROOT / "build")}
    return subprocess.Popen([sys.executable, "-c", _KEEPING, str(folder), str(times)], env=env)


def test_several_processes_use_one_store_and_one_that_is_killed_leaves_it_sound(tmp_path: Path) -> None:
    folder = tmp_path / "lager"
    folder.mkdir()
    endless, *others = (_started(folder, times) for times in (10**9, 60, 60))
    while not (folder / "begyndt").exists():
        time.sleep(0.01)
    for shelf in sorted(path for path in folder.iterdir() if path.is_dir())[:3]:
        shutil.rmtree(shelf, ignore_errors=True)
    assert [other.wait(60) for other in others] == [0, 0]
    endless.kill()
    endless.wait()
    store = Store(folder)
    for number in range(20):
        found = store.recall("x", number)
        assert found is None or found == b"%d" % number * 50_000


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[str]]]:
    """The files that are pressed and how many are checked, while a test runs."""
    made: dict[str, list[str]] = {"pressed": [], "checked": []}
    press, check = Press.press, preflight.check

    def pressing(self: Press, document: object, standard: object) -> bytes:
        made["pressed"].append(document.name)  # type: ignore[attr-defined]
        return press(self, document, standard)  # type: ignore[arg-type]

    def checking(data: bytes, **how: object) -> object:
        made["checked"].append(str(how["rules"]))
        return check(data, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Press, "press", pressing)
    monkeypatch.setattr(preflight, "check", checking)
    yield made


def test_one_sentence_makes_its_page_and_files_again_and_nothing_else(
    project: Path, counted: dict[str, list[str]]
) -> None:
    ran(*_POSTERS)
    first = files(project / "out/team")
    assert len(counted["pressed"]) > 20 and len(counted["checked"]) == len(counted["pressed"])
    counted["pressed"].clear()
    counted["checked"].clear()
    edit(project / "content/plakater.yaml", "Den fejl, vi skjuler", "Den, vi skjuler")
    ran(*_POSTERS)
    of_it = [path for path in first if "/plakat-fejl" in path]
    assert sorted(counted["pressed"]) == sorted(Path(path).stem for path in of_it)
    assert len(counted["checked"]) == len(of_it)
    counted["pressed"].clear()
    # a line more above moves all that stand below, and changes none of them
    edit(project / "content/plakater.yaml", "tryghed:", "# et ord til redaktøren\n\ntryghed:")
    edit(project / "content/plakater.yaml", "Den, vi skjuler", "Den fejl, vi skjuler")
    ran(*_POSTERS)
    assert counted["pressed"] == []
    now = files(project / "out/team")
    assert {path: data for path, data in now.items() if path != "manifest.json"} == {
        path: data for path, data in first.items() if path != "manifest.json"
    }


def test_a_picture_is_drawn_again_when_what_it_is_drawn_from_changes_and_not_before(
    project: Path, counted: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def drawing(id: str, *how: Any) -> object:
        drawn.append(id)
        return artwork(id, *how)

    def made() -> list[str]:
        drawn.clear()
        counted["pressed"].clear()
        ran("build", "plakater/fejl", "plakater/hjaelp", "--edition", "skaerm")
        return sorted(set(drawn))

    monkeypatch.setattr("trygtryk.read.artwork", drawing)
    both, pages = ["plakat-fejl", "plakat-hjaelp"], ["plakat-fejl-skaerm", "plakat-hjaelp-skaerm"]
    assert made() == both
    edit(project / "layouts/plakater.toml", "[body]", "# et ord til designeren\n[body]")
    edit(project / "content/plakater.yaml", "Den fejl, vi skjuler", "Den, vi skjuler")
    assert made() == [] and counted["pressed"] == pages[:1]
    edit(project / "assets/scenes/plakat-fejl.yaml", "wall: sand", "wall: sage")
    # the other one is put together of the picture as it is remembered, and is the same
    assert made() == both[:1] and counted["pressed"] == pages[:1]
    edit(project / "layouts/palette.toml", "[sage]", "# et ord til designeren\n[sage]")
    assert made() == []
    edit(project / "assets/figures/body.toml", "[bones]", "# mål\n[bones]")
    assert made() == both and counted["pressed"] == []


def test_the_same_pack_elsewhere_is_not_made_again(project: Path, counted: dict[str, list[str]]) -> None:
    """Neither its files nor what they are made from: a word that is asked for again, an out/ that was cleared."""
    asked = ("build", "plakater/fejl", "--no-dieline", "--edition", "tryk")
    first = run(*asked)
    counted["pressed"].clear()
    second = run(*asked, "--out", project / "ny")
    assert counted["pressed"] == []
    assert files(project / "ny/team") == files(project / "out/team")
    noted = [line for line in first.output.splitlines() if line.startswith("Bemærk: ")]
    assert noted and noted == [line for line in second.output.splitlines() if line.startswith("Bemærk: ")]
    for entry in (project / ".lager").rglob("*.pdf"):
        entry.unlink()
    ran(*asked, "--out", project / "nyere", "--quiet")
    assert files(project / "nyere/team") == files(project / "out/team")


def test_the_page_at_the_top_is_made_of_remembered_pages_as_of_new_ones(tmp_path: Path) -> None:
    def page(store: Store) -> tuple[Document, str]:
        sources = read_sources(ROOT, Order(("plakater", "skemaer/udsagn")))
        job = read_first(jobs(pipeline.compose(sources, store=store), sources, store), sources, store)
        return job.document, job.seal

    store = Store(tmp_path)
    first, sealed = page(store)
    for entry in tmp_path.rglob("*.klar"):
        entry.unlink()
    assert page(store) == (first, sealed)
    assert page(NOWHERE) == (first, "")


def gone(line: Connection, faces: object, store: object) -> None:
    """A second process that takes a document and ends."""
    line.recv()
    os._exit(1)


_TWO = ("build", "plakater/fejl", "plakater/hjaelp", "--quiet", "--edition", "kontor", "--edition", "tryk")


@pytest.mark.parametrize("helping", [finishing._helping, gone], ids=["helps", "is killed"])
def test_two_cores_make_the_same_files(
    project: Path, counted: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, helping: object
) -> None:
    monkeypatch.setattr(finishing, "_WORTH_STARTING", 1)
    monkeypatch.setattr(finishing, "_helping", helping)
    monkeypatch.setattr(multiprocessing, "cpu_count", lambda: 2)
    ran(*_TWO)
    two = files(project / "out/team")
    here = len(counted["pressed"])
    assert here < len(two) - 3 if helping is not gone else here == len([path for path in two if path.endswith(".pdf")])
    ran(*_TWO, "--no-cache", "--out", project / "ny")
    assert files(project / "ny/team") == two


_HEAVY = {
    *("reportlab", "pikepdf", "pypdf", "pypdfium2", "PIL", "uharfbuzz", "fontTools", "deflate", "qrcode", "tinycss2"),
    *(
        "starlette",
        "uvicorn",
        "jinja2",
        "distributed",
        "dask",
        "xlsxwriter",
        "openpyxl",
        "lxml",
        "multiprocessing",
        "yaml",
    ),
    *("importlib.metadata", "trygtryk.products", "trygtryk.pipeline", "trygtryk.read", "trygtryk.side"),
}


@pytest.mark.parametrize("typed", ["--help", "build --help", "build plakater/fejl --quiet --out OUT"])
def test_to_ask_or_to_build_what_is_there_loads_nothing_heavy(packs: Packs, typed: str) -> None:
    """Whoever mistypes, or builds again to be sure, does not wait for libraries that are not used."""
    words = typed.replace("OUT", str(packs("plakater/fejl").parent)).split()
    program = (
        "import sys; from trygtryk.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit as end: code = end.code\n"
        "print(code, *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={"PYTHONPATH": str(ROOT / "build"), "PYTHONUTF8": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    code, *loaded = done.stdout.splitlines()[-1].split()
    assert code == "0" and not _HEAVY & set(loaded)


_EDITS = (
    ("content/plakater.yaml", "Her lærer vi", ("Nu lærer vi", "Lærer {et team}", "Her lærer vi sammen ☃", "Her læær")),
    ("content/plakater.yaml", "Når du beder om hjælp", ("Beder du om hjælp", "Når du beder om hjælp i god tid")),
    ("content/plakater.yaml", "tryghed:\n", ("\n# en linje til\ntryghed:\n",)),
    ("content/pack.yaml", "title: ", ("title: Den anden ",)),
    ("layouts/plakater.toml", "bleed_mm = 3", ("bleed_mm = 4", 'bleed_mm = "tre"')),
    ("layouts/palette.toml", "cmyk = [4, 28, 36, 2]", ("cmyk = [4, 28, 46, 2]",)),  # skin: no layout names it
    ("assets/scenes/plakat-fejl.yaml", "alt: ", ("alt: En dag ",)),
    ("layouts/order.toml", "gsm = 170", ("gsm = 200", "gsm = 9")),
)
_DAMAGES = ("gone", "cut", "bit", "other", "all")
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(0, len(_EDITS) - 1), st.integers(0, 3)),
        st.tuples(st.sampled_from(_DAMAGES), st.integers(0, 10**6), st.integers(0, 10**6)),
    ),
    min_size=1,
    max_size=3,
)
_ASKED = (Order(("plakater/fejl", "plakater/hjaelp")), Order(("plakater/fejl",), "afdeling", low_ink=True))


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(tmp_path_factory.mktemp("rettes"))


def told(root: Path, order: Order, store: Store) -> tuple[object, ...]:
    """All that a build gives: its files, or what is wrong, and what is noted on the way."""
    notes: list[str] = []
    folder = root / "out/pakke"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with pack.opened(folder, lambda: None, lambda: None):
            building.build(root, folder, order, lambda text: None, lambda fault: notes.append(str(fault)), store)
    except BuildError as error:
        return error.faults, notes
    return files(folder), notes


def damaged(lager: Path, how: str, which: int, where: int) -> None:
    lying = entries(lager)
    if how == "all":
        shutil.rmtree(lager, ignore_errors=True)
    elif lying:
        file, other = lying[which % len(lying)], lying[where % len(lying)]
        data = file.read_bytes()
        at = where % max(len(data), 1)
        if how == "gone":
            file.unlink()
        else:
            bit = data[:at] + bytes([data[at] ^ (1 << which % 8)]) + data[at + 1 :] if data else b"x"
            file.write_bytes({"cut": data[:at], "bit": bit, "other": other.read_bytes()}[how])


@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=[("edit", 7, 0), ("edit", 5, 0)])
@given(steps=_STEPS)
def test_remembered_or_not_the_bytes_and_what_is_told_are_the_same(
    edited: Path, steps: list[tuple[str, int, int]]
) -> None:
    """Over edits of texts, layouts, colours and pictures, good and bad, and whatever happens to the store between them."""
    lager = edited / "lager"
    for what, one, other in steps:
        if what == "edit":
            name, before, after = _EDITS[one]
            text = (ROOT / name).read_text(encoding="utf-8")
            assert before in text, (name, before)
            (edited / name).write_text(text.replace(before, after[other % len(after)], 1), encoding="utf-8")
        else:
            damaged(lager, what, one, other)
        order = _ASKED[one % 2]
        assert told(edited, order, Store(lager)) == told(edited, order, NOWHERE)


def test_what_was_composed_is_let_go_before_the_files_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a batch, whose processes make many packs, takes the room of both at once in each of them."""

    def documents() -> list[Document]:
        gc.unfreeze()
        return [thing for thing in gc.get_objects() if type(thing) is Document]

    before = {id(document) for document in documents()}
    names: list[set[str]] = []
    monkeypatch.setattr(
        pipeline,
        "refuse_unfit",
        lambda *_: names.append({document.name for document in documents() if id(document) not in before}),
    )
    pipeline.make(read_sources(ROOT, Order(wanted=("plakater/fejl",), editions=("tryk", "kontor"))))
    assert names == [{"ordreseddel"}]

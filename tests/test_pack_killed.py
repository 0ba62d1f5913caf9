"""A power cut in the middle must not cost a school its pack: whole old, whole new, or put right by the next command."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from trygtryk.answers.files import keep
from trygtryk.errors import BuildError
from trygtryk.pack import journal
from trygtryk.pack.journal import STAGE
from trygtryk.pack.manifest import Finished
from trygtryk.pack.pack import clear, mend, opened, write
from trygtryk.side.folder import Edit, Folder
from trygtryk.sources.department.new_department import Answers, make_folder

ORDER = {"wording": "team"}
OLD = {"tryk/a.pdf": b"a1", "tryk/same.pdf": b"same", "tryk/ud/b.pdf": b"b1", "skaerm/c.pdf": b"c1"}
NEW = {"tryk/a.pdf": b"a2", "tryk/same.pdf": b"same", "skaerm/c.pdf": b"c2", "kontor/nyt/d.pdf": b"d2"}
FILLED, NOTES = b"c1 med svar", b"mine noter"
# every way there is to change what lies on a disk
CHANGES = (*((os, name) for name in ("replace", "rename", "unlink", "rmdir", "mkdir", "fsync", "open")), (io, "open"))

Tree = dict[str, bytes | None]


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A folder for packs, in memory where there is a drive in it: a thousand packs are copied here."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder) / "out"


def build(folder: Path, files: dict[str, bytes]) -> None:
    with opened(folder, lambda: None, lambda: None):
        write(folder, tuple(Finished(path, data) for path, data in files.items()), str(files), {}, ORDER, whole=("",))


def recover(folder: Path) -> None:
    with opened(folder, lambda: None, lambda: None):
        pass


def before(root: Path) -> Path:
    folder = root / "team"
    build(folder, OLD)
    (folder / "skaerm/c.pdf").write_bytes(FILLED)
    (folder / "tryk/noter.txt").write_bytes(NOTES)
    return folder


def tree(root: Path) -> Tree:
    return {p.relative_to(root).as_posix(): p.read_bytes() if p.is_file() else None for p in sorted(root.rglob("*"))}


class _Dead(BaseException):
    """The process is no more: nothing it would still do reaches the disk."""


def killed(work: Callable[[], object], at: int) -> bool:
    """Does the work until the change to the disk numbered ``at``, and none from there on; False when it came through."""
    count, handles = 0, []

    def counted(change: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal count
            changes = name != "open" or _writes(arguments)
            count += changes
            if count == at and name == "fsync":
                _tear(arguments[0])
            if count >= at and changes:
                raise _Dead
            made = change(*arguments, **named)
            if isinstance(made, int):
                handles.append(made)
            return made

        return call

    with pytest.MonkeyPatch.context() as patch:
        for module, name in CHANGES:
            patch.setattr(module, name, counted(getattr(module, name), name))
        try:
            work()
        except _Dead:
            for handle in handles:
                with contextlib.suppress(OSError):  # the system gives up what a dead process held
                    os.close(handle)
            return True
    return False


def _writes(arguments: tuple[Any, ...]) -> bool:
    mode = arguments[1] if len(arguments) > 1 else "r"
    return bool(mode & os.O_CREAT) if isinstance(mode, int) else "w" in mode


def _tear(handle: int) -> None:
    """What was not synced yet may be there in part."""
    with contextlib.suppress(OSError):  # a folder
        os.ftruncate(handle, os.fstat(handle).st_size // 2)


def points(work: Callable[[], object], root: Path, folder: Path) -> Iterator[int]:
    """Every change to the disk in the work, each time on the same former pack, killed there."""
    with tempfile.TemporaryDirectory(dir=root.parent) as kept:
        shutil.copytree(root, kept, dirs_exist_ok=True)
        at = 1
        while killed(work, at):
            yield at
            shutil.rmtree(root)
            shutil.copytree(kept, root)
            at += 1


def test_killed_anywhere_a_pack_is_whole_old_or_whole_new(root: Path) -> None:
    folder = before(root)
    old = tree(root)
    build(folder, NEW)
    new = tree(root)
    assert {path: data for path, data in new.items() if data in (FILLED, NOTES)} == {
        "team/skaerm/c-jeres.pdf": FILLED,
        "team/tryk/noter.txt": NOTES,
    }
    assert "team/tryk/ud" not in new and new["team/kontor/nyt/d.pdf"] == b"d2"
    shutil.rmtree(root)
    assert tree(before(root).parent) == old

    ends = []
    for at in points(lambda: build(folder, NEW), root, folder):
        found = tree(root)
        assert {FILLED, NOTES} <= set(found.values()), at
        recover(folder)
        ends.append(tree(root) == new)
        assert ends[-1] or tree(root) == old, at
    assert len(ends) > 50 and ends == sorted(ends) and {False, True} == set(ends)


def test_killed_again_while_it_is_put_right(root: Path) -> None:
    folder = before(root)
    old = tree(root)
    count = 0
    for at in points(lambda: build(folder, NEW), root, folder):
        if (folder / STAGE / "journal.json").exists() and at % 12 == 0:
            for _ in points(lambda: recover(folder), root, folder):
                recover(folder)
                assert tree(root) == old
                count += 1
    assert count > 50


def test_a_first_pack_that_is_killed_leaves_nothing(root: Path) -> None:
    root.mkdir()
    folder = root / "team"
    for _ in points(lambda: build(folder, NEW), root, folder):
        staged = (folder / STAGE).exists()
        recover(folder)
        assert (folder / "manifest.json").exists() or not (staged and tree(root))
        build(folder, NEW)
        assert not [path for path in tree(root) if STAGE in path or path.startswith(".")]


def test_what_somebody_writes_between_the_cut_and_the_next_command_is_kept(root: Path) -> None:
    folder = before(root)
    old = tree(root)
    worked = 0
    for at in points(lambda: build(folder, NEW), root, folder):
        if (folder / STAGE / "journal.json").exists():
            written = set()
            for path in ("tryk/a.pdf", "skaerm/c.pdf", "kontor/nyt/d.pdf"):
                if (folder / path).parent.exists() and tree(root).get(f"team/{path}") != FILLED:
                    (folder / path).write_bytes(b"nye svar i " + path.encode())
                    written.add((folder / path).read_bytes())
            worked += len(written)
            for _ in points(lambda: recover(folder), root, folder) if at % 12 == 0 else (0,):
                recover(folder)
                now = tree(root)
                assert written | {FILLED} <= set(now.values()), at
                assert len([data for data in now.values() if data]) <= len([data for data in old.values() if data]) + 3
                assert {f"team/{path}" for path in OLD} <= now.keys(), at
                assert not (folder / STAGE).exists()
    assert worked > 40


def test_what_is_moved_is_synced_before_and_after(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drive writes in the order it likes: only what was synced may be relied on when the journal comes and goes."""
    folder = before(root)
    log: list[tuple[str, str]] = []

    def seen(name: str, change: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            path = os.readlink(f"/proc/self/fd/{arguments[0]}") if name == "fsync" else str(arguments[-1])
            log.append((name, os.path.relpath(path, folder)))
            return change(*arguments, **named)

        return call

    for name in ("fsync", "replace", "unlink"):
        monkeypatch.setattr(os, name, seen(name, getattr(os, name)))
    build(folder, NEW)
    come, go = log.index(("replace", f"{STAGE}/journal.json")), log.index(("unlink", f"{STAGE}/journal.json"))
    staged = {f"{STAGE}/ny/{path}" for path in NEW if NEW[path] != OLD.get(path)} | {f"{STAGE}/ny/manifest.json"}
    assert {path for name, path in log[:come] if name == "fsync"} >= staged | {f"{STAGE}/ny/tryk", f"{STAGE}/ny"}
    moves = [number for number, (name, _) in enumerate(log) if name == "replace" and number != come]
    assert come < min(moves) and max(moves) < go
    assert ("fsync", STAGE) in log[come : min(moves)] and ("fsync", ".") in log[come : min(moves)]
    folders = {os.path.dirname(log[number][1]) or "." for number in moves}
    assert {path for name, path in log[max(moves) : go] if name == "fsync"} >= {f for f in folders if STAGE not in f}
    assert log[go + 1] == ("fsync", STAGE)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_swap_waits_until_the_files_are_in_place(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    folder = before(root)
    replace = os.replace

    def signalled(source: Path, target: Path) -> None:
        signal.raise_signal(number)
        replace(source, target)

    class Ended(BaseException):
        pass

    def end(*_: object) -> None:
        raise Ended

    handler = signal.signal(number, end)
    monkeypatch.setattr(os, "replace", signalled)
    try:
        with pytest.raises(Ended):
            build(folder, NEW)
    finally:
        signal.signal(number, handler)
    assert {path: (folder / path).read_bytes() for path in NEW} == NEW
    assert not (folder / STAGE).exists() and not list(folder.parent.glob(".*"))


def test_the_next_command_takes_away_what_was_left_beside_the_packs(root: Path) -> None:
    """A pack that came to nothing, a zip, a single picture, the pool and the packs of a batch."""
    folder, batch = before(root), root / "skoler"
    build(batch / "nord", OLD)
    (batch / "_afdelinger/nord").mkdir(parents=True)
    known = tree(root)
    (folder / "korrektur").mkdir()
    for left in ("{}/.ny-pakke.lock", "{}/.team.zip.ny", "{}/.team.zip.lock", "{}/team/korrektur/.scene-x.png.ny",
                 "{}/team/korrektur/.scene-x.png.lock", "{}/skoler/.oversigt.html.lock", "{}/.skoler.lock",
                 "{}/skoler/_afdelinger/nord/.afdeling.yaml.ny", "{}/skoler/_afdelinger/nord/.afdeling.yaml.lock"):  # fmt: skip
        Path(left.format(root)).write_bytes(b"halvt")
    (batch / ".ens").mkdir()
    os.link(batch / "nord/tryk/a.pdf", batch / ".ens/a")
    while killed(lambda: build(batch / "nord", NEW), 40):
        break
    mended: list[None] = []
    mend(root, lambda: mended.append(None))
    assert mended == [None] and {**tree(root), "team/korrektur": None} == {**known, "team/korrektur": None}


def test_a_clearing_that_is_killed_takes_all_or_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cleared() -> None:
        clear(root, lambda: None, lambda: None)

    def files() -> Tree:
        return {path: data for path, data in tree(root).items() if data is not None}

    folder = before(root)
    old = files()
    cleared()
    new = files()
    assert set(new.values()) == {FILLED, NOTES}
    shutil.rmtree(root)
    ends = []
    for at in points(cleared, before(root).parent, folder):
        mend(root, lambda: None)
        ends.append(files() == new)
        assert ends[-1] or files() == old, at
        cleared()
        assert files() == new, at
    assert len(ends) > 15 and ends == sorted(ends) and {False, True} == set(ends)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    shutil.rmtree(root)
    before(root)
    monkeypatch.setattr(journal, "_write", full)
    cleared()  # on a full disk above all
    assert files() == new


def test_a_new_folder_is_there_whole_or_not_at_all(root: Path) -> None:
    root.mkdir()

    def made() -> None:
        make_folder(root, Answers("Nord"), root / "nord")

    made()
    whole = tree(root)
    shutil.rmtree(root / "nord")
    ends = []
    for at in points(made, root, root / "nord"):
        ends.append((root / "nord").exists())
        assert not ends[-1] or {path: data for path, data in tree(root).items() if not path.startswith(".")} == whole
        with pytest.raises(BuildError, match="findes allerede") if ends[-1] else contextlib.nullcontext():
            made()
        assert tree(root) == whole, at
    assert len(ends) > 10 and True in ends and ends == sorted(ends)


def test_a_table_of_answers_that_was_killed_is_kept_once_and_leaves_nothing(root: Path) -> None:
    root.mkdir()
    table = root / "svar.xlsx"
    keep(table, b"de gamle svar")
    count = 0
    for at in points(lambda: keep(table, b"nye"), root, table):
        assert table.read_bytes() in (b"de gamle svar", b"nye")
        keep(table, b"nye")
        assert tree(root) == {"svar.xlsx": b"nye", "svar-foer.xlsx": b"de gamle svar"}, at
        count += 1
    assert count > 6


def test_two_who_save_a_table_at_once_lose_no_answers(root: Path) -> None:
    root.mkdir()
    saved = [f"{number}".encode() for number in range(40)]
    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda data: keep(root / "svar.csv", data), saved))
    assert sorted(data for data in tree(root).values() if data is not None) == sorted(saved)


def test_no_file_is_written_outside_the_pack(root: Path) -> None:
    """A worker of a cluster answers with files and what they are called."""
    for path in ("../../brev.pdf", "/tmp/brev.pdf", "tryk/../../brev.pdf"):
        with pytest.raises(BuildError, match="fører ud af mappen"):
            build(root / "team", {**OLD, path: b"x"})
    assert not root.exists() or tree(root) == {}


def test_what_the_page_saves_is_whole_and_the_next_save_takes_away_what_was_half(root: Path) -> None:
    make_folder(root, Answers("Nord"), root / "nord")
    folder, edit = Folder(root / "nord"), Edit(("navn",), "Syd")

    def saved() -> None:
        folder.change("billedet", edit, new={"billeder/a.png": b"a", "billeder/a.txt": b"Et hus"})

    def seen() -> Tree:
        return {path: data for path, data in tree(root).items() if "/." not in path and not path.startswith(".")}

    old = seen()
    saved()
    new = seen()
    folder.undo()
    assert seen() == old != new
    shutil.rmtree(folder.path / ".fortryd")
    count = 0
    for at in points(saved, root, folder.path):
        mend(root, lambda: None)  # as any command does first
        assert seen() in (old, new), at
        folder.undo()
        saved()
        left = {path for path in tree(root) if "/." in path.replace("/.fortryd", "") or path.startswith(".")}
        assert seen() == new and not left, (at, left)
        count += 1
    assert count > 40

"""Two people with the same files must hold the same print: clock, locale, folder and hash seed may not show in a byte."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import deflate
import pytest
from program import Packs, files
from trygtryk.order import Order
from trygtryk.pack.manifest import MANIFEST

ROOT = Path(__file__).resolve().parents[1]

STRANGE = """
import os, sys, time
os.umask(0o077)
now = time.time
time.time = lambda: now() + 9e8
# folders are listed the other way round, and there is one core
scandir, listdir = os.scandir, os.listdir
class Backwards:
    def __init__(self, *path): self.entries = reversed(list(scandir(*path)))
    def __iter__(self): return self.entries
    def __next__(self): return next(self.entries)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
os.scandir = Backwards
os.listdir = lambda *path: listdir(*path)[::-1]
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
sys.path.insert(0, sys.argv[1])
from trygtryk.cli import main
asked = ["build", "--quiet", "--out", sys.argv[2]]
main([*asked, *sys.argv[4:]], standalone_mode=False)
main([*asked, *sys.argv[3].split()])
"""
PART = ("--zip", "--team", "årgang", "plakater/fejl")
# of every product something
SOME = ("plakater/fejl", "billedkort", "flipflap", "skemaer/udsagn")


def copied(root: Path) -> Path:
    """The project's files as they come out of an archive on Windows: lines end otherwise, and the folder has a name."""
    copy = root / "Tryghed på æ ø"
    for folder in ("assets", "build", "content", "layouts"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in copy.rglob("*"):
        data = file.read_bytes() if file.is_file() else b"\0"
        if b"\0" not in data:
            file.write_bytes(data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    (copy / "content/.DS_Store").write_bytes(b"")
    return copy


@pytest.fixture(scope="module")
def wanted(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """What is made in the toolkit's own word: here of every product something, in ``.ci/run`` the whole pack."""
    return () if request.config.getoption("whole") else SOME


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory, wanted: tuple[str, ...]) -> Path:
    """What another machine with another clock, zone, locale, home and hash seed makes of the same."""
    out = tmp_path_factory.mktemp("two")
    copy = copied(out)
    env = {"PYTHONHASHSEED": "271828", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "HOME": "/findes/ikke"}
    made = (str(copy / "build"), str(out), " ".join(wanted), *PART)
    command = [sys.executable, "-B", "-X", "utf8", "-c", STRANGE, *made]
    subprocess.run(command, cwd=copy, env={**os.environ, **env, "LANG": env["LC_ALL"]}, check=True, timeout=300)
    return out


@pytest.mark.parametrize("word", ["team", "årgang"])
def test_every_byte_is_the_same(stranger: Path, packs: Packs, wanted: tuple[str, ...], word: str) -> None:
    """A pack as it is made here, and a part in a word that is looked up, beside a stranger's."""
    here = packs(*wanted) if word == "team" else packs(*PART)
    one, two = files(here), files(stranger / word)
    assert one.keys() == two.keys() and len(one) > 5
    assert [path for path in one if one[path] != two[path]] == []
    assert word == "team" or (here.parent / "årgang.zip").read_bytes() == (stranger / "årgang.zip").read_bytes()


def test_the_manifest_tells_the_truth(packs: Packs) -> None:
    import pypdf

    folder = packs()
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    on_disk = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {MANIFEST}
    assert set(manifest["files"]) == on_disk
    for path in ("tryk/plakat-fejl-a3.pdf", "tryk/billedkort-a6.pdf"):
        entry, reader = manifest["files"][path], pypdf.PdfReader(folder / path)
        box = reader.pages[0].trimbox
        assert entry["pages"] == len(reader.pages)
        assert entry["trim_mm"] == [round(float(side) * 25.4 / 72, 2) for side in (box.width, box.height)]


def test_no_path_of_this_machine_and_no_day_but_the_editions(packs: Packs) -> None:
    for data in files(packs()).values():
        assert str(ROOT).encode() not in data and str(packs().parent).encode() not in data


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps names in UTF-8")
def test_a_system_without_utf8_is_given_it(tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'build')!r}); from trygtryk.__main__ import run; run()"
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT / "build")}
    plain = [sys.executable, "-X", "utf8=0", "-c"]
    told = subprocess.run([*plain, "import sys; print(sys.getfilesystemencoding())"], env=env, capture_output=True)
    assert told.stdout != b"utf-8\n"
    built = subprocess.run(
        [*plain, code, "build", "plakater/fejl", "--out", str(tmp_path / "æ")], env=env, cwd=tmp_path
    )
    assert built.returncode == 0 and (tmp_path / "æ/team/tryk/plakat-fejl-a3.pdf").exists()


def test_the_interpreters_zlib_does_not_matter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two other ways to deflate stand in for two other builds of zlib; the press must use neither."""
    from trygtryk import pipeline
    from trygtryk.read import read_sources

    def pressed() -> bytes:
        return pipeline.make(read_sources(ROOT, Order(("plakater/fejl",))))[0].data

    plain = pressed()
    for level, strategy in ((1, zlib.Z_DEFAULT_STRATEGY), (9, zlib.Z_HUFFMAN_ONLY)):

        def other(data: bytes, /, *_: object, level: int = level, strategy: int = strategy, **__: object) -> bytes:
            squeeze = zlib.compressobj(level, zlib.DEFLATED, 15, 8, strategy)
            return squeeze.compress(data) + squeeze.flush()

        assert other(b"tryg" * 99) != zlib.compress(b"tryg" * 99)
        monkeypatch.setattr(zlib, "compress", other)
        assert pressed() == plain
    assert deflate.zlib_decompress(deflate.zlib_compress(b"tryg" * 99), 400) == b"tryg" * 99

"""Two people with the same files must hold the same print: clock, locale, folder and hash seed may not show in a byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from pathlib import Path

import deflate
import pytest
from trygtryk import pack
from trygtryk.order import Order

ROOT = Path(__file__).resolve().parents[1]

_RUN = """
import os, sys, time
os.umask({umask})
shift = {shift}
now = time.time
time.time = lambda: now() + shift
sys.path.insert(0, {code!r})
from trygtryk.cli import main
main(["build", "--quiet", "--out", {out!r}])
"""


def build(
    out: Path, *, seed: str, zone: str, locale: str, cwd: Path, umask: int, shift: float
) -> subprocess.Popen[bytes]:
    script = _RUN.format(umask=umask, shift=shift, code=str(ROOT / "build"), out=str(out))
    env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale}
    return subprocess.Popen([sys.executable, "-c", script], cwd=cwd, env=env)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    one, two = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    running = (
        build(one, seed="1", zone="UTC", locale="C", cwd=one, umask=0o022, shift=0.0),
        build(two, seed="271828", zone="Pacific/Kiritimati", locale="da_DK.UTF-8", cwd=ROOT, umask=0o077, shift=9e8),
    )
    assert [process.wait(timeout=100) for process in running] == [0, 0]
    return one / "team", two / "team"


def test_every_byte_is_the_same(packs: tuple[Path, Path]) -> None:
    one, two = (
        {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()} for folder in packs
    )
    assert one.keys() == two.keys() and len(one) > 20
    assert [path for path in one if one[path] != two[path]] == []


def test_the_manifest_tells_the_truth(packs: tuple[Path, Path]) -> None:
    import pypdf

    folder = packs[0]
    manifest = json.loads((folder / pack.MANIFEST).read_text(encoding="utf-8"))
    on_disk = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {pack.MANIFEST}
    assert set(manifest["files"]) == on_disk
    for path in ("tryk/plakat-fejl.pdf", "tryk/billedkort.pdf"):
        entry, reader = manifest["files"][path], pypdf.PdfReader(folder / path)
        box = reader.pages[0].trimbox
        assert entry["pages"] == len(reader.pages)
        assert entry["trim_mm"] == [round(float(side) * 25.4 / 72, 2) for side in (box.width, box.height)]


def test_no_path_of_this_machine_and_no_day_but_the_editions(packs: tuple[Path, Path]) -> None:
    for file in sorted(packs[0].rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            assert str(ROOT).encode() not in data and str(packs[0].parent).encode() not in data


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

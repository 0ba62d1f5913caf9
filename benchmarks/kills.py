"""Kills a build at every system call that changes the disk (needs strace), and says what became of the pack."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CALLS = ("rename", "renameat2", "unlink", "unlinkat", "rmdir", "mkdir", "write", "fsync", "flock")
_TRYGTRYK = [sys.executable, "-I", "-B", "-X", "utf8", "-m", "trygtryk"]
_ONE, _OTHER = ("skemaer/podcast", "plakater/fejl"), ("skemaer/podcast", "plakater/ideer")
_FILLED, _OWN = "skaerm/skema-podcast-skaerm.pdf", "tryk/noter.txt"


def build(
    out: Path, targets: tuple[str, ...], *before: str, press: str = "standard"
) -> subprocess.CompletedProcess[str]:
    command = [*before, *_TRYGTRYK, "build", *targets, "--quiet", "--out", str(out), "--press", press]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def put_right(out: Path) -> str:
    """What the next command, one that builds nothing, says of it."""
    manifest = next(out.glob("team*")) / "manifest.json"
    command = [*_TRYGTRYK, "verify", str(manifest)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stderr


def main() -> None:
    """Prints one line a kind of end."""
    with tempfile.TemporaryDirectory() as folder:
        out, kept, log = (Path(folder) / name for name in ("out", "kept", "log"))
        build(out, _ONE)
        form = out / "team" / _FILLED
        form.write_bytes(form.read_bytes() + b"% svar\n")
        (out / "team" / _OWN).write_bytes(b"noter")
        old = tree(out)
        shutil.copytree(out, kept)
        build(out, _OTHER, *_strace(log))
        new = tree(out)
        calls = Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE))
        ends: Counter[str] = Counter()
        for call, number in ((call, number + 1) for call, many in sorted(calls.items()) for number in range(many)):
            shutil.rmtree(out)
            shutil.copytree(kept, out)
            build(out, _OTHER, *_strace(log), "-e", f"inject={call}:signal=SIGKILL:when={number}")
            hurt = tree(out)
            put_right(out)
            mended = tree(out)
            after = "som før" if mended == old else "ny" if mended == new else "I STYKKER"
            ends[f"helt {after}" if hurt == mended else f"sat på plads: helt {after}"] += 1
            if "KILLED" not in log.read_text().upper() or after == "I STYKKER":
                print(call, number, sorted(mended.keys() ^ old.keys()))
        print(f"{calls.total()} steder, hvor processen blev slået ihjel (SIGKILL): {dict(sorted(calls.items()))}")
        for end, count in sorted(ends.items()):
            print(f"  {count:4}  {end}")


def _strace(log: Path) -> tuple[str, ...]:
    return ("strace", "-f", "-o", str(log), "-e", f"trace={','.join(CALLS)}")


if __name__ == "__main__":
    main()

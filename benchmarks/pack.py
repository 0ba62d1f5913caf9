"""How long a pack takes and how much memory it needs: medians of several runs, each in a fresh process."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
ROOT = Path(__file__).resolve().parents[1]
_COMMAND = [sys.executable, "-m", "trygtryk", "build", "--quiet"]

# the child tells its own peak, as the parent's figure would be that of its hungriest child so far
_PEAK = (
    "import resource, runpy, sys; sys.argv = ['trygtryk', *sys.argv[1:]]\n"
    "try: runpy.run_module('trygtryk', run_name='__main__')\n"
    "except SystemExit as end: assert not end.code, end.code\n"
    "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
    "print(peak / (1 << 20 if sys.platform == 'darwin' else 1 << 10))"
)


def measured(*arguments: str, before: tuple[str, ...] = ()) -> tuple[float, float]:
    """Seconds and peak MiB of one build in a folder of its own, after another build in it where ``before`` says so."""
    with tempfile.TemporaryDirectory() as folder:
        out = ("--out", folder)
        if before:
            subprocess.run([*_COMMAND, *out, *before[1:]], check=True, cwd=ROOT)
        start = time.perf_counter()
        run = [sys.executable, "-c", _PEAK, "build", "--quiet", *out, *arguments]
        done = subprocess.run(run, check=True, cwd=ROOT, capture_output=True, text=True)
        return time.perf_counter() - start, float(done.stdout.split()[-1])


def main() -> None:
    """Prints one line a case."""
    cases = {
        "hele pakken": lambda: measured(),
        "en plakat": lambda: measured("plakater/fejl"),
        "uændret": lambda: measured(before=("build",)),
        "hele pakken, afdeling": lambda: measured("--team", "afdeling"),
    }
    print(f"median af {RUNS} kørsler, hver i en ny proces")
    for name, case in cases.items():
        seconds, peaks = zip(*(case() for _ in range(RUNS)), strict=True)  # type: ignore[no-untyped-call]
        spread = f"{min(seconds):.2f}-{max(seconds):.2f}"
        print(f"{name:24} {statistics.median(seconds):6.2f} s  ({spread} s)  {statistics.median(peaks):6.0f} MiB")


if __name__ == "__main__":
    main()

"""Asks the package index whether everything pinned comes ready-made for each machine and Python; nothing is fetched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# the machine as uv names it, and the oldest macOS that is meant
MUST = (
    ("Linux x86-64 (glibc 2.28)", "x86_64-manylinux_2_28", ""),
    ("Linux arm64 (glibc 2.28)", "aarch64-manylinux_2_28", ""),
    ("macOS 14, Apple", "aarch64-apple-darwin", "14.0"),
    ("macOS 13, Intel", "x86_64-apple-darwin", "13.0"),
    ("Windows x86-64", "x86_64-pc-windows-msvc", ""),
)
MAY = (
    ("Linux x86-64 (musl)", "x86_64-unknown-linux-musl", ""),
    ("Linux arm64 (musl)", "aarch64-unknown-linux-musl", ""),
    ("Linux x86-64 (glibc 2.17)", "x86_64-manylinux_2_17", ""),
    ("macOS 13, Apple", "aarch64-apple-darwin", "13.0"),
    ("Windows arm64", "aarch64-pc-windows-msvc", ""),
)


def lacking(lock: str, machine: str, oldest: str, python: str) -> str:
    """The package that has no wheel there; empty where all have."""
    with tempfile.TemporaryDirectory() as target:
        uv = [sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--no-deps", "--only-binary", ":all:"]
        where = ["--python-platform", machine, "--python-version", python, "--target", target]
        command = [*uv, *where, "--require-hashes", "-r", str(ROOT / lock)]
        environment = {**os.environ, **({"MACOSX_DEPLOYMENT_TARGET": oldest} if oldest else {})}
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
    if done.returncode == 0:
        return ""
    found = re.search(r"Because (.+?)(?:\{.*?\})?==(\S+) has no usable wheels", done.stderr)
    return f"{found[1]} {found[2]}" if found else done.stderr.strip().splitlines()[-1]


def main() -> None:
    """Prints one line a machine; the exit code says whether any that must be served lacks something."""
    failed = False
    for lock in ("requirements.txt", "requirements-cluster.txt", "requirements-test.txt"):
        print(lock)
        for must, machines in ((True, MUST), (False, MAY)):
            for name, machine, oldest in machines:
                found = {python: lacking(lock, machine, oldest, python) for python in PYTHONS}
                bad = {python: package for python, package in found.items() if package}
                failed |= must and bool(bad)
                told = "; ".join(f"{python} mangler {package}" for python, package in bad.items())
                print(f"  {name:28} {told or 'alt til ' + ', '.join(PYTHONS)}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()

"""What a pack is made of: every file that a build reads, and the libraries that its bytes depend on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from trygtryk import __version__
from trygtryk.names import composed, legible, nobodys
from trygtryk.sources.text import read_bytes

_INPUTS = ("assets", "build", "content", "layouts")
# their lines may end as the system likes
_LINES = frozenset([".yaml", ".yml", ".toml", ".txt", ".md", ".py", ".svg", ".aff", ".dic", ".html", ".css", ".js"])
_LIBRARIES = (
    "cssselect2",
    "deflate",
    "pillow",
    "pypdfium2",
    "pyphen",
    "pyyaml",
    "qrcode",
    "reportlab",
    "tinycss2",
    "uharfbuzz",
)


def inputs_hash(root: Path, wording: str = "") -> tuple[str, dict[str, str]]:
    """SHA-256 over all that a build reads, and over each top folder and library alone, to say which one differs.

    ``wording`` may be the path of a file or folder that lies elsewhere in the project, or outside it.
    """
    parts: dict[str, str] = {}
    for top, above in _tops(root, wording):
        whole = hashlib.sha256()
        for name, file in _inputs(top, above):
            data = read_bytes(file, name)
            if file.suffix in _LINES:
                data = data.replace(b"\r\n", b"\n")
            whole.update(f"{name}\0".encode("utf-8", "surrogateescape"))
            whole.update(hashlib.sha256(data).digest())
        parts[legible(top.name)] = whole.hexdigest()
    parts.update(made_by())
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest(), parts


def made_by() -> dict[str, str]:
    """This program's version, and those of the libraries that the bytes of a pack depend on."""
    known = _installed()
    return {"trygtryk": __version__, **{library: known.get(library) or _told(library) for library in _LIBRARIES}}


def _told(library: str) -> str:
    from importlib.metadata import version  # for what was not installed from a wheel

    return version(library)


def _installed() -> dict[str, str]:
    """The versions of the libraries that are installed, by their names as they are asked for.

    They are read off the folders' names (PEP 427, 503): to open every library's description takes longer than all else
    of a build that has nothing to do.
    """
    found: dict[str, str] = {}
    for folder in (Path(path) for path in sys.path if Path(path).is_dir()):
        for entry in sorted(folder.glob("*.dist-info")):
            name, _, version = entry.stem.rpartition("-")
            found.setdefault(name.lower().replace("_", "-"), version)
    return found


def saved(root: Path, wording: str = "") -> dict[Path, int]:
    """When each file that a build may read was last saved, by the system's own count; the program itself is read once."""
    found = {}
    for top, above in _tops(root, wording):
        for _, file in _inputs(top, above) if top != root / "build" else ():
            with contextlib.suppress(OSError):  # gone this very moment
                found[file] = file.stat().st_mtime_ns
    return found


def _tops(root: Path, wording: str) -> list[tuple[Path, Path]]:
    """The folders that a build reads, and a department's own file or folder, each with what its files' names begin at."""
    tops = [(root / folder, root) for folder in _INPUTS]
    own = root / wording
    if wording and own.exists() and not any(own.is_relative_to(top) for top, _ in tops):
        tops.append((own, own.parent))
    return tops


def _inputs(top: Path, above: Path) -> list[tuple[str, Path]]:
    """The files of a folder, or the one file, by their names as every system spells them, sorted."""
    if top.is_dir():
        lying = _lying(str(top), top.relative_to(above).as_posix())
    else:
        lying = iter([(top.name, str(top))] if top.is_file() else [])
    return sorted((composed(name), Path(path)) for name, path in lying if not _no_input(top.name))


def _lying(folder: str, named: str) -> Iterator[tuple[str, str]]:
    """The files in a folder and those below it, by their names and where they are; a shortcut to a folder is not followed.

    It is asked for at every build, and a listing knows what is a folder without looking at each path.
    """
    # no leave is told of where it is read; what is gone this very moment holds nothing
    with contextlib.suppress(PermissionError, FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            name = f"{named}/{entry.name}"
            if _no_input(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _lying(entry.path, name)
            elif entry.is_file(follow_symlinks=False) or os.path.isfile(entry.path):  # a shortcut may lead nowhere
                yield name, entry.path


@cache
def _no_input(name: str) -> bool:
    """Whether a file or folder is none that a build reads."""
    return name == "__pycache__" or nobodys(name)

"""What tells that something on the disk was changed: in another window, in an editor, by the command line."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from trygtryk.sources.department.departments import DEPARTMENTS


def state(root: Path, folder: Path | None) -> str:
    """What tells one state of all that is edited from another: the pack's texts and layouts, and a department's folder."""
    return stamp(_edited(root, folder))[:32]


def stamp(paths: Iterable[Path]) -> str:
    """A digest of when each was last saved and how long it is."""
    whole = hashlib.sha256()
    for path in paths:
        with contextlib.suppress(FileNotFoundError):  # a lock that was given up this very moment
            known = path.stat()
            whole.update(f"{path}\0{known.st_mtime_ns}\0{known.st_size}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _edited(root: Path, folder: Path | None) -> Iterator[Path]:
    for top in (root / "content", root / "layouts", *((folder,) if folder else ())):
        others = root / DEPARTMENTS if folder != top else None
        for path in sorted(top.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(top).parts)
            if path.is_file() and not hidden and not (others and path.is_relative_to(others)):
                yield path

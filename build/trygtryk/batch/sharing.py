"""Files that are alike in several packs, kept on the disk once: hard links, where the file system has them."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trygtryk.pack import pack
from trygtryk.pack.journal import digest, half

_POOL = ".ens"
_EACH_ITS_OWN = "skaerm/"
"""People fill in forms where they lie: what one writes must not stand in another's."""


class Shared:
    """What lies in the packs of a folder by its digest, for as long as a batch runs."""

    def __init__(self, folder: Path) -> None:
        self._pool = folder / _POOL
        self.count = 0
        self.bytes = 0

    def take(self, made: Path) -> None:
        """Replaces the files of a pack that lie in another already by a link to that one."""
        for path, entry in pack.read_manifest(made).get("files", {}).items():
            file = made / path
            if path.startswith(_EACH_ITS_OWN) or not file.is_file() or file.is_symlink():
                continue
            first = self._pool / entry["sha256"]
            # a file system without hard links, or with too many to one file, has each file by itself
            with contextlib.suppress(OSError):
                if not first.exists():
                    os.link(file, first)
                elif not os.path.samefile(first, file) and digest(first) == digest(file) == entry["sha256"]:
                    os.link(first, half(file))
                    os.replace(half(file), file)
                    self.count += 1
                    self.bytes += entry["size"]


@contextmanager
def sharing(folder: Path) -> Iterator[Shared]:
    """For the time of a batch; the links stay when it has ended."""
    shutil.rmtree(folder / _POOL, ignore_errors=True)
    (folder / _POOL).mkdir(parents=True)
    try:
        yield Shared(folder)
    finally:
        shutil.rmtree(folder / _POOL, ignore_errors=True)

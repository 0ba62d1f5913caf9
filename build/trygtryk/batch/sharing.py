"""Files that are alike in several packs, kept on the disk once: hard links, where the file system has them."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trygtryk.pack import pack
from trygtryk.pack.journal import digest
from trygtryk.pack.manifest import read_manifest
from trygtryk.pack.pack import POOL

_EACH_ITS_OWN = "skaerm/"
"""People fill in forms where they lie: what one writes must not stand in another's."""

_WRITING = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class Shared:
    """What lies in the packs of a folder by its digest, for as long as a batch runs."""

    def __init__(self, folder: Path) -> None:
        self._pool = folder / POOL
        self.count = 0
        self.bytes = 0

    def take(self, made: Path) -> None:
        """Replaces the files of a pack that lie in another already by a link to that one, which nobody may write in.

        A program that saves into the very file it opened would write in every department's; one that is protected has to
        be saved under a name of its own. Windows deletes and replaces no protected file, so there each has its own.
        """
        if os.name == "nt":
            return
        with pack.opened(made, lambda: None, lambda: None):
            for path, entry in read_manifest(made).get("files", {}).items():
                file = made / path
                if path.startswith(_EACH_ITS_OWN) or not file.is_file() or file.is_symlink():
                    continue
                # a file system without hard links, or with too many to one file, has each file by itself
                with contextlib.suppress(OSError):
                    self._share(self._pool / entry["sha256"], file, entry)

    def _share(self, first: Path, file: Path, entry: dict[str, str | int]) -> None:
        if not first.exists():
            os.link(file, first)
        elif not os.path.samefile(first, file) and digest(first) == digest(file) == entry["sha256"]:
            link = self._pool / "ny"
            link.unlink(missing_ok=True)
            os.link(first, link)
            os.replace(link, file)
            self.count += 1
            self.bytes += int(entry["size"])
        found = file.stat()
        if found.st_nlink > 2:  # beside this one and the pool's there is another
            file.chmod(found.st_mode & ~_WRITING)


@contextmanager
def sharing(folder: Path) -> Iterator[Shared]:
    """For the time of a batch; the links stay when it has ended."""
    shutil.rmtree(folder / POOL, ignore_errors=True)
    (folder / POOL).mkdir(parents=True)
    try:
        yield Shared(folder)
    finally:
        shutil.rmtree(folder / POOL, ignore_errors=True)

"""The pack in out/: whole files or none, a manifest beside them, and what a former build left taken away."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from trygtryk.errors import BuildError, Fault, Place, of_system
from trygtryk.names import nobodys
from trygtryk.pack.journal import STAGE, beside, digest, exchange, half, put, restore, sweep
from trygtryk.pack.lock import alone, lock_of, locked_by
from trygtryk.pack.manifest import MANIFEST, Entry, Finished, read_manifest, together
from trygtryk.pack.seal import unbroken

PROOFS = "korrektur"
# beside the packs of a batch: its summary, the departments' folders made of its table (no pack can be called so), and
# while it runs what is alike in several packs
SUMMARY, FOLDERS, POOL = "oversigt.html", "_afdelinger", ".ens"
# a zip cannot tell of a day before this one
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did: how many files it made, those it took away, and people's own by the name they are kept under."""

    count: int
    gone: tuple[str, ...]
    kept: Mapping[str, str]


def slip_lines(folder: Path) -> bytes:
    """The former order slip's data of a pack; empty where it has none."""
    if "ordreseddel.json" not in read_manifest(folder).get("files", {}) or not (folder / "ordreseddel.json").is_file():
        return b""
    return (folder / "ordreseddel.json").read_bytes()


@contextmanager
def opened(folder: Path, waiting: Callable[[], None], mended: Callable[[], None]) -> Iterator[None]:
    """A pack for this process alone, put right first where a change to it was broken off.

    ``waiting`` is called before it waits for another process, and may raise instead; ``mended`` where something had to
    be put right.
    """
    folder = folder.resolve()
    with alone(folder, waiting):
        if restore(folder) | restore(folder / PROOFS):
            mended()
        sweep(_zip_of(folder))
        sweep(folder)
        shutil.rmtree(folder / POOL, ignore_errors=True)
        yield


def touched(folder: Path) -> bool:
    """Whether somebody is working on a pack, or was broken off doing so."""
    signs = (folder / STAGE, folder / PROOFS / STAGE, lock_of(folder), half(_zip_of(folder)), folder / POOL)
    return any(sign.exists() for sign in signs)


def mend(packs: Path, mended: Callable[[], None]) -> None:
    """Puts right what was broken off in any pack of a folder, and what was to lie beside one; leaves what somebody is
    working on."""
    places = ("", "*/", f"*/{PROOFS}/", f"*/{FOLDERS}/*/")
    locks = (lock for place in places for lock in sorted(packs.glob(f"{place}.*.lock")))
    for folder in dict.fromkeys((*filter(touched, sorted(packs.glob("*/"))), *map(locked_by, locks))):
        with contextlib.suppress(_Busy, OSError), opened(folder, _busy, mended):
            pass


class _Busy(Exception):
    """Another process has the pack."""


def _busy() -> None:
    raise _Busy


def write(
    folder: Path,
    made: tuple[Finished, ...],
    inputs: str,
    parts: Mapping[str, str],
    order: Mapping[str, Any],
    *,
    whole: tuple[str, ...],
) -> Written:
    """Puts finished files into a pack all at once.

    ``whole`` names the folders that this is all of (an empty name: the whole pack), so that what a former build made
    there and this one did not goes; other files in the folder are never touched, and what somebody
    has changed (a form filled in where it lay) is kept beside the new file. An error, a signal or a power cut leaves
    the folder as it was, or to ``opened`` to be put right.
    """
    before = read_manifest(folder)
    former: dict[str, Any] = before.get("files", {})
    entries = {
        file.path: asdict(
            Entry(hashlib.sha256(file.data).hexdigest(), len(file.data), file.pages, file.trim_mm, inputs)
        )
        for file in made
    }
    known = {
        path: {each[path]["sha256"] for each in (former, entries) if path in each} for path in former.keys() | entries
    }
    changed = _changed_by_hand(folder, known)
    stale = tuple(
        sorted(path for path in former.keys() - entries.keys() if path.startswith(whole) and path not in changed)
    )
    if "" not in whole:
        kept = {path: entry for path, entry in former.items() if path not in {*entries, *stale}}
        entries = {**kept, **entries}
        order = together(before, order, inputs) if kept else order
    manifest = {
        "order": dict(order),
        "inputs": inputs,
        "made_of": dict(sorted(parts.items())),
        "files": dict(sorted(entries.items())),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    wanted = {file.path: file.data for file in made} | {MANIFEST: text.encode()}
    new = {path: data for path, data in wanted.items() if digest(folder / path) != hashlib.sha256(data).hexdigest()}
    aside = {path: beside(folder, path) for path in changed if path in new}
    _exchange(folder, new, stale, aside)
    return Written(len(made), stale, aside)


def write_proofs(folder: Path, pictures: Mapping[str, bytes], *, whole: bool) -> Written:
    """Puts pictures into a pack's folder of proofs all at once; they have no manifest and are known by their seal.

    ``whole`` says that these are all pages, so that a page that is no more goes; single scenes stay.
    """
    folder /= PROOFS
    there = sorted(file.name for file in folder.glob("*.png") if file.is_file() and not file.name.startswith("scene-"))
    stale = tuple(name for name in there if whole and name not in pictures and unbroken((folder / name).read_bytes()))
    new = {name: data for name, data in pictures.items() if digest(folder / name) != hashlib.sha256(data).hexdigest()}
    aside = {name: beside(folder, name) for name in _changed_by_hand(folder, {name: set() for name in new})}
    _exchange(folder, new, stale, aside)
    return Written(len(pictures), stale, aside)


def _exchange(folder: Path, new: Mapping[str, bytes], gone: tuple[str, ...], aside: Mapping[str, str]) -> None:
    try:
        exchange(folder, new, gone, aside)
    except OSError as error:
        if error.filename and Path(str(error.filename)).name == STAGE:
            error.filename = None  # nobody's but ours
        fault = of_system(error)
        later = (fault.hint, *getattr(error, "__notes__", ()))
        raise BuildError(Fault(fault.message, Place(folder.name), "; ".join(filter(None, later)))) from error


def _changed_by_hand(folder: Path, known: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The files that are none of what builds are known to have put there, by SHA-256.

    A file that carries its own digest was made by some build, and nobody has changed it since.
    """
    return tuple(
        path
        for path, made in sorted(known.items())
        if (folder / path).is_file()
        and digest(folder / path) not in made
        and not unbroken((folder / path).read_bytes())
    )


def clear(packs: Path, waiting: Callable[[], None], mended: Callable[[], None]) -> tuple[int, tuple[str, ...]]:
    """Takes away what builds put into a folder of packs and nobody has changed since.

    Answers with how many files went, and which are left by their paths there. ``waiting`` and ``mended`` are as
    ``opened`` has them.
    """
    gone = 0
    for folder in _within(packs):
        with opened(folder, waiting, mended):
            known = {path: {entry["sha256"]} for path, entry in read_manifest(folder).get("files", {}).items()}
            changed = _changed_by_hand(folder, known)
            ours = [folder / path for path in known if path not in changed and _lies(folder / path)]
            archive = _zip_of(folder)
            if known and len(ours) == len(known) and archive.is_file() and archive.read_bytes() == _packed(folder):
                ours.append(archive)
            ours += [
                file
                for file in (*sorted((folder / PROOFS).glob("*.png")), *_of_batch(folder))
                if _lies(file) and unbroken(file.read_bytes())
            ]
            ours += [folder / MANIFEST] if known else []
            _take_away(folder, ours)
            gone += len(ours)
            for emptied in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
                with contextlib.suppress(OSError):
                    emptied.rmdir()
            with contextlib.suppress(OSError):
                folder.rmdir()
    return gone, tuple(file.relative_to(packs).as_posix() for file in _below(packs) if not nobodys(file.name))


def _take_away(folder: Path, files: list[Path]) -> None:
    """All of them or, where it is broken off, none; one by one where the disk has no room to write down which."""
    for archive in (file for file in files if not file.is_relative_to(folder)):
        archive.unlink()
    inner = [file.relative_to(folder).as_posix() for file in files if file.is_relative_to(folder)]
    try:
        exchange(folder, {}, inner, {})
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        # the manifest is last, so that what is broken off here is known another time
        for path in inner:
            (folder / path).unlink()


def _within(packs: Path) -> Iterator[Path]:
    """Every pack of a folder; those of a batch before the folder they lie in."""
    for folder in (path for path in sorted(packs.glob("*")) if path.is_dir() and not path.is_symlink()):
        if not (folder / MANIFEST).exists() and any(folder.glob(f"*/{MANIFEST}")):
            yield from _within(folder)
        yield folder


def _of_batch(folder: Path) -> Iterator[Path]:
    """What a batch lays beside its packs."""
    yield folder / SUMMARY
    yield from sorted((folder / FOLDERS).glob("*/*.yaml"))


def _lies(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())


def zipped(folder: Path) -> Path:
    """The pack as one zip beside its folder: sorted, dated alike, stored as it is, so the same pack gives the same zip."""
    target = _zip_of(folder)
    put(target, _packed(folder))
    return target


def _packed(folder: Path) -> bytes:
    return in_one(folder, (MANIFEST, *read_manifest(folder)["files"]))


def in_one(folder: Path, paths: Iterable[str]) -> bytes:
    """Files of a pack as one zip, as ``zipped`` makes it of all of them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(f"{folder.name}/{path}", _ZIP_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, (folder / path).read_bytes())
    return packed.getvalue()


def _zip_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.zip")

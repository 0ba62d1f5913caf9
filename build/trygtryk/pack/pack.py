"""The pack in out/: whole files or none, a manifest beside them, and what a former build left taken away."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from trygtryk import __version__
from trygtryk.errors import BuildError, Fault, Place, of_system
from trygtryk.names import composed, legible, nobodys
from trygtryk.order import EDITION_NAMES
from trygtryk.pack.journal import STAGE, beside, digest, exchange, half, inside, put, restore, sweep
from trygtryk.pack.lock import alone, lock_of, locked_by
from trygtryk.pack.seal import unbroken
from trygtryk.sources.text import read_bytes

MANIFEST = "manifest.json"
PROOFS = "korrektur"
# beside the packs of a batch: its summary, the departments' folders made of its table (no pack can be called so), and
# while it runs what is alike in several packs
SUMMARY, FOLDERS, POOL = "oversigt.html", "_afdelinger", ".ens"
# a zip cannot tell of a day before this one
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
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
# what of an order its pack's folder is called after
WHOSE = ("wording", "owner", "press", "dieline", "large", "low_ink", "mail")
_ASKED = ("wanted", "editions", "papers")
_INPUTS = ("assets", "build", "content", "layouts")
# their lines may end as the system likes
_LINES = frozenset([".yaml", ".yml", ".toml", ".txt", ".md", ".py", ".svg", ".aff", ".dic", ".html", ".css", ".js"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the pack: its bytes' SHA-256 and size, its pages, its trim in millimetres, and its inputs' hash."""

    sha256: str
    size: int
    pages: int
    trim_mm: tuple[float, float]
    inputs: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished file, still in memory; ``path`` is relative to the pack's folder, with slashes.

    ``made_of`` is what its bytes are remembered by (None: they are not).
    """

    path: str
    data: bytes
    pages: int = 0
    trim_mm: tuple[float, float] = (0.0, 0.0)
    made_of: object = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did: how many files it made, those it took away, and people's own by the name they are kept under."""

    count: int
    gone: tuple[str, ...]
    kept: Mapping[str, str]


def inputs_hash(root: Path, wording: str = "") -> tuple[str, dict[str, str]]:
    """SHA-256 over all that a build reads, and over each top folder and library alone, to say which one differs.

    ``wording`` may be the path of a file or folder that lies elsewhere in the project, or outside it.
    """
    parts: dict[str, str] = {}
    tops = [(root / folder, root) for folder in _INPUTS]
    own = root / wording
    if wording and own.exists() and not any(own.is_relative_to(top) for top, _ in tops):
        tops.append((own, own.parent))
    for top, above in tops:
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
    """When each file that a build may read was last saved, by the system's own count."""
    own = root / wording if wording else root / _INPUTS[0]
    tops = [*(root / folder for folder in _INPUTS if folder != "build"), own]
    files = {path for top in tops for path in (top.rglob("*") if top.is_dir() else (top,))}
    found = {}
    for file in sorted(files):
        with contextlib.suppress(OSError):  # gone this very moment
            if file.is_file():
                found[file] = file.stat().st_mtime_ns
    return found


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
    with contextlib.suppress(PermissionError), os.scandir(folder) as entries:  # told of where it is read
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


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a pack; empty where there is none that could be one of ours."""
    file = folder / MANIFEST
    try:
        found = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return found if _sound(found) else {}


def _sound(found: Any) -> bool:
    """Whether data has a manifest's form, with every path inside the pack."""
    if not isinstance(found, dict) or not isinstance(found.get("files"), dict):
        return False
    order, made_of = found.get("order"), found.get("made_of")
    asked = [order.get(name, []) for name in _ASKED] if isinstance(order, dict) else [None]
    return (
        all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in asked)
        and isinstance(made_of, dict)
        and all(inside(path) and _entry(entry) for path, entry in found["files"].items())
    )


def _entry(entry: Any) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(key), str) for key in ("sha256", "inputs"))


def slip_lines(folder: Path) -> bytes:
    """The former order slip's data of a pack; empty where it has none."""
    if "ordreseddel.json" not in read_manifest(folder).get("files", {}) or not (folder / "ordreseddel.json").is_file():
        return b""
    return (folder / "ordreseddel.json").read_bytes()


def unchanged(folder: Path, inputs: str, order: Mapping[str, Any]) -> bool:
    """Whether the pack is already what this order would make: same inputs, same order, every byte in place."""
    manifest = read_manifest(folder)
    if manifest.get("inputs") != inputs or manifest.get("order") != order:
        return False
    return all(
        digest(folder / path) == entry["sha256"] and entry["inputs"] == inputs
        for path, entry in manifest["files"].items()
    )


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
    there and this one did not goes; other files in the folder are never touched, and what somebody has changed (a form filled in where it lay) is kept beside
    the new file. An error, a signal or a power cut leaves the folder as it was, or to ``opened`` to be put right.
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
        order = _together(before, order, inputs) if kept else order
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


def _together(before: Mapping[str, Any], order: Mapping[str, Any], inputs: str) -> Mapping[str, Any]:
    """The order that would make what is there and what is new; where no single one would, whose pack it is."""
    was = before.get("order", {})
    rest, none = dict.fromkeys(_ASKED, 0), {name: order[name] for name in WHOSE if name in order}
    if before.get("inputs") != inputs or {**was, **rest} != {**order, **rest} or not was.keys() >= rest.keys():
        return none
    wanted, editions = _all_of(was["wanted"], order["wanted"]), [*was["editions"], *order["editions"]]
    papers = sorted({*was["papers"], *order["papers"]}) if was["papers"] and order["papers"] else []
    both = {
        **order,
        "wanted": wanted,
        "editions": [name for name in EDITION_NAMES if name in editions],
        "papers": papers,
    }
    # two orders that differ in more ways than one are no single one, unless one of them is all of it
    whole = not both["wanted"] and not papers and len(both["editions"]) == len(EDITION_NAMES)
    # made in one go the whole pack has a page besides, which its parts have not
    single = [was[key] == order[key] for key in _ASKED].count(False) <= 1 and not whole
    return both if both in (was, order) or single else none


def _all_of(one: list[str], other: list[str]) -> list[str]:
    """What either wants, nothing meaning everything; a part is not named beside its product."""
    both = {*one, *other} if one and other else set()
    return sorted(name for name in both if name == name.partition("/")[0] or name.partition("/")[0] not in both)


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


def differences(
    folder: Path, former: Mapping[str, Any], made: tuple[Finished, ...], parts: Mapping[str, str]
) -> tuple[Fault, ...]:
    """What a manifest promises and a rebuild or the folder does not keep, and which inputs or libraries differ."""
    built = {file.path: hashlib.sha256(file.data).hexdigest() for file in made}
    faults = []
    for path, entry in former["files"].items():
        if digest(folder / path) != entry["sha256"]:
            faults.append(Fault("filen er ændret, eller den mangler, siden pakken blev bygget", Place(path)))
        if built.get(path) != entry["sha256"]:
            faults.append(Fault("filen bliver ikke den samme, når den bygges igen", Place(path)))
    faults += [
        Fault("filen bliver bygget nu, men står ikke i manifestet", Place(path))
        for path in built.keys() - former["files"]
    ]
    if faults:
        was = former.get("made_of", {})
        faults += [
            Fault(f"»{name}« er ikke det samme: {was.get(name, 'ingen')} dengang, {parts.get(name, 'ingen')} nu")
            for name in sorted(was.keys() | parts.keys())
            if was.get(name) != parts.get(name)
        ]
    return tuple(faults)

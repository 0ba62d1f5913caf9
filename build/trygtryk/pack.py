"""The pack in out/: whole files or none, a manifest beside them, and what a former build left taken away."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import signal
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from trygtryk import __version__
from trygtryk.errors import BuildError, Fault, Place, of_system

MANIFEST = "manifest.json"
_STAGE = ".ny"
# a zip cannot tell of a day before this one
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_LIBRARIES = ("deflate", "pillow", "pyphen", "pyyaml", "qrcode", "reportlab", "uharfbuzz")
_INPUTS = ("assets", "build", "content", "layouts")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the pack: its bytes' SHA-256 and size, its pages, its trim in millimetres, and its inputs' hash."""

    sha256: str
    size: int
    pages: int
    trim_mm: tuple[float, float]
    inputs: str


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file, still in memory; ``path`` is relative to the pack's folder, with slashes."""

    path: str
    data: bytes
    pages: int = 0
    trim_mm: tuple[float, float] = (0.0, 0.0)


def inputs_hash(root: Path, extra: tuple[Path, ...] = ()) -> tuple[str, dict[str, str]]:
    """SHA-256 over all that a build reads, and over each top folder and library alone, to say which one differs."""
    parts: dict[str, str] = {}
    for folder in _INPUTS:
        digest = hashlib.sha256()
        for file in sorted(path for path in (root / folder).rglob("*") if path.is_file()):
            if "__pycache__" not in file.parts and not file.name.startswith("."):
                digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
        parts[folder] = digest.hexdigest()
    for file in extra:
        parts[file.name] = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    parts["trygtryk"] = __version__
    parts.update({library: version(library) for library in _LIBRARIES})
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest(), parts


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a pack; empty where there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("files"), dict) else {}


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
        _hash_of(folder / path) == entry["sha256"] and entry["inputs"] == inputs
        for path, entry in manifest["files"].items()
    )


def _hash_of(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def write(
    folder: Path,
    made: tuple[Made, ...],
    inputs: str,
    parts: Mapping[str, str],
    order: Mapping[str, Any],
    *,
    whole: bool,
) -> tuple[str, ...]:
    """Puts finished files into a pack all at once and returns the paths of those taken away.

    ``whole`` says that this is all the pack holds, so that what a former build made and this one did not goes; other
    files in the folder are never touched, and what somebody has changed (a form filled in where it lay) is kept beside
    the new file. An error or Ctrl-C leaves the folder as it was.
    """
    before = read_manifest(folder)
    former: dict[str, Any] = before.get("files", {})
    entries = {
        file.path: asdict(
            Entry(hashlib.sha256(file.data).hexdigest(), len(file.data), file.pages, file.trim_mm, inputs)
        )
        for file in made
    }
    changed = changed_by_hand(folder, made)
    stale = tuple(
        sorted(path for path in former.keys() - entries.keys() if whole and _inside(path) and path not in changed)
    )
    if not whole:
        kept = {path: entry for path, entry in former.items() if path not in entries}
        entries = {**kept, **entries}
        order = _together(before, order, inputs) if former else order
    manifest = {
        "order": dict(order),
        "inputs": inputs,
        "made_of": dict(sorted(parts.items())),
        "files": dict(sorted(entries.items())),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    new = {file.path: file.data for file in made} | {MANIFEST: text.encode()}
    _replace(folder, new, stale, {path: beside for path, beside in changed.items() if path in new})
    return stale


def changed_by_hand(folder: Path, made: tuple[Made, ...]) -> dict[str, str]:
    """The pack's files that are neither as a former build left them nor as this one makes them: their name beside it."""
    former = {path: entry["sha256"] for path, entry in read_manifest(folder).get("files", {}).items() if _inside(path)}
    now = {file.path: hashlib.sha256(file.data).hexdigest() for file in made}
    return {
        path: _beside(folder, path)
        for path in sorted(former.keys() | now.keys())
        if (folder / path).is_file() and _hash_of(folder / path) not in (former.get(path), now.get(path))
    }


def _beside(folder: Path, path: str) -> str:
    stem, dot, suffix = path.rpartition(".")
    names = (f"{stem}-jeres{number}{dot}{suffix}" for number in itertools.chain([""], map(str, itertools.count(2))))
    return next(name for name in names if not (folder / name).exists())


def _together(before: Mapping[str, Any], order: Mapping[str, Any], inputs: str) -> Mapping[str, Any]:
    """The order that would make what is there and what is new; empty where no single one would."""
    was = before.get("order", {})
    alike = before.get("inputs") == inputs and {**was, "wanted": 0} == {**order, "wanted": 0}
    if not alike:
        return {}
    return {**order, "wanted": sorted({*was["wanted"], *order["wanted"]}) if was["wanted"] else []}


def zipped(folder: Path) -> Path:
    """The pack as one zip beside its folder: sorted, dated alike, stored as it is, so the same pack gives the same zip."""
    target = folder.with_name(f"{folder.name}.zip")
    stage = target.with_suffix(".zip.ny")
    paths = sorted([MANIFEST, *read_manifest(folder)["files"]])
    with zipfile.ZipFile(stage, "w", zipfile.ZIP_STORED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(f"{folder.name}/{path}", _ZIP_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, (folder / path).read_bytes())
    os.replace(stage, target)
    return target


def differences(
    folder: Path, former: Mapping[str, Any], made: tuple[Made, ...], parts: Mapping[str, str]
) -> tuple[Fault, ...]:
    """What a manifest promises and a rebuild or the folder does not keep, and which inputs or libraries differ."""
    built = {file.path: hashlib.sha256(file.data).hexdigest() for file in made}
    faults = []
    for path, entry in former["files"].items():
        if _hash_of(folder / path) != entry["sha256"]:
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


def _inside(path: str) -> bool:
    parts = Path(path).parts
    return bool(parts) and ".." not in parts and not Path(path).is_absolute()


def _replace(folder: Path, new: Mapping[str, bytes], stale: tuple[str, ...], aside: Mapping[str, str]) -> None:
    stage = folder / _STAGE
    shutil.rmtree(stage, ignore_errors=True)
    try:
        for path, data in new.items():
            target = stage / "ny" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        with _undisturbed():
            _swap(folder, stage, tuple(new), stale, aside)
    except OSError as error:
        raise BuildError(replace(of_system(error), place=Place(folder.name))) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _swap(folder: Path, stage: Path, new: tuple[str, ...], stale: tuple[str, ...], aside: Mapping[str, str]) -> None:
    """Moves former files aside and new ones in; anything that fails half-way is undone in reverse."""
    done: list[tuple[Path, Path]] = []

    def move(source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)
        done.append((source, target))

    try:
        for path, beside in aside.items():
            move(folder / path, folder / beside)
        for path in (*new, *stale):
            if (folder / path).is_file():
                move(folder / path, stage / "før" / path)
        for path in new:
            move(stage / "ny" / path, folder / path)
    except BaseException:
        for source, target in reversed(done):
            os.replace(target, source)
        raise
    for empty in sorted({(folder / path).parent for path in stale} - {folder}):
        if not any(empty.iterdir()):
            empty.rmdir()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Holds Ctrl-C back for the moment in which files are swapped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

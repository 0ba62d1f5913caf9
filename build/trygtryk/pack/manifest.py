"""What a pack says of itself: its files with their digests, the order it was made for, and what it was made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trygtryk.errors import Fault, Place
from trygtryk.order import EDITION_NAMES
from trygtryk.pack.journal import digest, inside

MANIFEST = "manifest.json"
# what of an order its pack's folder is called after
WHOSE = ("wording", "owner", "press", "dieline", "large", "low_ink", "mail")
_ASKED = ("wanted", "editions", "papers")


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


def unchanged(folder: Path, inputs: str, order: Mapping[str, Any]) -> bool:
    """Whether the pack is already what this order would make: same inputs, same order, every byte in place."""
    manifest = read_manifest(folder)
    if manifest.get("inputs") != inputs or manifest.get("order") != order:
        return False
    return all(
        digest(folder / path) == entry["sha256"] and entry["inputs"] == inputs
        for path, entry in manifest["files"].items()
    )


def together(before: Mapping[str, Any], order: Mapping[str, Any], inputs: str) -> Mapping[str, Any]:
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

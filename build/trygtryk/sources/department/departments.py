"""Which words and departments there are, what their packs are called, and which of them is asked for."""

from __future__ import annotations

import re
from pathlib import Path

from trygtryk.errors import Place, nearest, refuse
from trygtryk.names import composed, nobodys
from trygtryk.order import EDITION_NAMES, VARIANTS
from trygtryk.sources.text import text_files

DEPARTMENTS, WORDINGS = "content/afdelinger", "content/wordings"
YAML = (".yaml", ".yml")
_DEVICE = re.compile(r"con|prn|aux|nul|conin|conout|(com|lpt)[0-9¹²³]")


def wordings(root: Path) -> tuple[str, ...]:
    """The words that have a file of their own, sorted."""
    return tuple(text_files(root / WORDINGS, ".yaml", root))


def departments(root: Path) -> dict[str, Path]:
    """The departments that have a folder in the project, by their packs' names; raises BuildError on namesakes."""
    found: dict[str, Path] = {}
    taken = {slug(word): word for word in wordings(root)}
    folders = (path for path in (root / DEPARTMENTS).glob("*") if path.is_dir() and not nobodys(path.name))
    for folder in sorted(folders):
        name = slug(folder.name)
        if name in found:
            told = f"afdelingerne »{found[name].name}« og »{folder.name}« får den samme mappe i out/: {name}"
            raise refuse(told, Place(f"{DEPARTMENTS}/{folder.name}"), "giv den ene mappe et andet navn")
        if name in taken:
            told = f"afdelingen »{folder.name}« får den samme mappe i out/ som ordet »{taken[name]}«"
            raise refuse(told, Place(f"{DEPARTMENTS}/{folder.name}"), "giv mappen et andet navn, fx med skolens navn i")
        found[name] = folder
    return found


def asked_for(root: Path, asked: str, *, department: bool = False) -> str:
    """What is asked for as it stands in an order: a word, a file's path, or a folder's, which ends in a slash.

    Paths inside the project go from its root. A ``department`` may be asked for by its name. Raises BuildError where
    there is none.
    """
    path = Path(asked)
    if department and not path.exists():
        known = departments(root)
        if slug(asked) not in known:
            way = f"{nearest(slug(asked), known)}\n    → " if known else ""
            told = f"der er ingen afdeling, der hedder »{asked}«"
            raise refuse(told, Place(DEPARTMENTS), f"{way}lav en ny: .venv/bin/trygtryk department new")
        path = known[slug(asked)]
    if not department and not asked.endswith(YAML):
        return asked
    whole = path.resolve()
    found = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(whole)
    return f"{found}/" if path.is_dir() else found


def slug(name: str) -> str:
    """A name as a pack's folder's name; empty where nothing of it can be one.

    It is never that of an edition within the pack, of another pack's variant, or of a device on Windows, where no folder
    can be called so (Microsoft, "Naming Files, Paths, and Namespaces").
    """
    made = re.sub(r"[^\w-]+", "-", composed(name)).strip("-_").lower()
    return f"{made}-pakken" if made in EDITION_NAMES or made.endswith(VARIANTS) or _DEVICE.fullmatch(made) else made

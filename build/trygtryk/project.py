"""Where a project lies, and a new one made: content, layouts and assets, from the checkout or from what was installed."""

from __future__ import annotations

import shutil
from pathlib import Path

from trygtryk.errors import BuildError, of_system, refuse
from trygtryk.pack.journal import taken, whole_folder

_PARTS = ("content", "layouts", "assets")
_HERE = Path(__file__).resolve().parent
_CHECKOUT, _INSTALLED = _HERE.parents[1], _HERE / "pakke"


def found() -> Path:
    """The project that is worked on: the checkout the program runs from, or else the folder one stands in."""
    return _CHECKOUT if complete(_CHECKOUT) else Path.cwd()


def complete(folder: Path) -> bool:
    """Whether a folder is a project."""
    return all((folder / part).is_dir() for part in _PARTS)


def begin(folder: Path) -> None:
    """A new project, whole or not at all; raises BuildError where something lies there already."""
    folder = folder.absolute()
    if taken(folder):
        raise refuse(f"»{folder.name}« findes allerede", None, "vælg et navn, der ikke er i brug")
    source = _INSTALLED if complete(_INSTALLED) else _CHECKOUT
    ignored = shutil.ignore_patterns("__pycache__", ".*", "afdelinger")
    try:
        with whole_folder(folder) as made:
            for part in _PARTS:
                shutil.copytree(source / part, made / part, ignore=ignored)
    except OSError as error:
        raise BuildError(of_system(error)) from error

"""A department's folder: its file, its logo and its pictures, and what lies there that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from trygtryk.errors import Fault, Place, refuse
from trygtryk.model import Copy
from trygtryk.names import composed, legible, nobodys
from trygtryk.sources.department.own_pictures import KINDS, Crop, OwnPicture, read_own_picture

FILE, PICTURES = "afdeling.yaml", "billeder"
_YAML = (".yaml", ".yml")


def called_in(path: Path, root: Path) -> str:
    """A file as it is named in faults: from the project's root, or by its last name where it lies elsewhere."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def spelt(path: Path) -> Path:
    """The file or folder of a name, whichever case and composition its letters have where there is one alone."""
    if path.exists() or not path.parent.is_dir():
        return path
    called = composed(path.name).casefold()
    found = [other for other in sorted(path.parent.iterdir()) if composed(other.name).casefold() == called]
    return found[0] if len(found) == 1 else path


def like(file: Path) -> Path | None:
    """The file that was meant to be a department's: afdeling.yaml.txt, afdeling (1).yaml, Afdeling.yml."""
    beside = sorted(file.parent.iterdir()) if file.parent.is_dir() else []
    stem = file.stem
    return next(
        (other for other in beside if composed(other.name).casefold().startswith(stem) and other.is_file()), None
    )


def _pictures_in(folder: Path) -> list[Path]:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return [file for file in files if file.suffix[1:].lower() in KINDS and file.is_file() and not nobodys(file.name)]


def unused_beside(folder: Path, logo: OwnPicture | None, pictures: str, root: Path) -> Iterator[Fault]:
    """Files and folders that are meant for the department, and that nothing reads."""
    pictured = _pictures_in(folder)
    own = [file.stem for file in pictured]
    for path in sorted(folder.iterdir()):
        place, kind = Place(called_in(path, root)), path.suffix.lower()
        if path in pictured and not (logo and place == logo.place):
            way = f"læg det i {pictures}/; er det logoet, så skriv i {FILE}: logo: {legible(path.name)}"
            yield Fault("billedet bruges ikke", place, way)
        elif path.is_dir() and path != spelt(folder / pictures) and _pictures_in(path):
            yield Fault("mappen bruges ikke", place, f"læg billederne i {pictures}/")
        elif kind in _YAML and path.name != FILE and path.stem not in own and not nobodys(path.name):
            yield Fault("filen læses ikke", place, f"skriv det, der skal gælde, i {FILE}")


def read_logo(file: Path, place: Place, called: Copy | None, root: Path) -> OwnPicture:
    """The logo, which stands whole in its room."""
    if not file.is_file():
        raise refuse(
            f"logoet »{file.name}« findes ikke", place, f"læg det ved siden af {place.file.rpartition('/')[2]}"
        )
    own = read_own_picture(file, root)
    return replace(
        own, alt=own.alt or (f"Logo: {called.text}" if called else "Logo"), crop=Crop(0, 0, 100, 100, whole=True)
    )

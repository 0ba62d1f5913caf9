"""Somebody's own pictures as they lie in a folder: which there are, what stands beside them, what nothing uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from trygtryk.bounds import MOST_BYTES
from trygtryk.errors import BuildError, Fault, Place, nearest, of_system
from trygtryk.names import composed, legible, nobodys
from trygtryk.sources.nodes import read_yaml
from trygtryk.sources.strict import read
from trygtryk.sources.text import read_bytes, read_text

KINDS = ("svg", "pdf", "png", "jpg", "jpeg", "jfif", "jpe", "webp", "tif", "tiff")
"""The endings that are taken, in small or capital letters; what a file is, its bytes tell."""

_ALL = (0.0, 0.0, 100.0, 100.0)
_NOTES, _WORDS = frozenset(["yaml", "yml"]), frozenset(["txt"])
_SAVE = "gem billedet som SVG, PDF, PNG eller JPG"
_ELSE = {
    **dict.fromkeys(["heic", "heif"], "gem det som JPG (på iPhone: Indstillinger, Kamera, Formater, Mest kompatibelt)"),
    **dict.fromkeys(["avif", "gif", "bmp", "jxl", "jp2"], "åbn det i et billedprogram, og gem det som PNG"),
    **dict.fromkeys(["cr2", "cr3", "nef", "arw", "dng", "raf"], "gem det som JPG i kameraets program"),
    **dict.fromkeys(["psd", "psb", "xcf", "kra", "pxd"], "gem det som PNG eller TIFF i tegneprogrammet"),
    **dict.fromkeys(["ai", "eps", "indd", "idml"], "gem det som PDF i Illustrator eller InDesign"),
    **dict.fromkeys(["afdesign", "afphoto", "cdr", "sketch", "fig", "drawio"], "gem det som PDF i tegneprogrammet"),
    **dict.fromkeys(["svgz"], "gem det som almindelig SVG, ikke komprimeret"),
    **dict.fromkeys(["doc", "docx", "ppt", "pptx", "odt", "odg", "odp", "pages", "key"], "gem tegningen som PDF"),
    **dict.fromkeys(["zip", "7z", "rar"], "pak filen ud, og læg billedet her"),
}


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of a picture that is kept: from its left and its upper edge, in percent of the whole.

    It covers its area, or where it is to be seen ``whole`` stands in it.
    """

    x: float
    y: float
    width: float
    height: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What an editor writes in ``<id>.yaml`` beside a picture: what it shows, and which part of it is kept.

    ``crop`` is ``[x, y, width, height]`` in percent of the picture, from its left and its upper edge.
    """

    place: Place
    alt: str = ""
    crop: tuple[float, float, float, float] = _ALL


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture's bytes and what stands beside it."""

    place: Place
    data: bytes = field(repr=False)
    alt: str = ""
    crop: Crop | None = None


@dataclass(frozen=True, slots=True)
class OwnPictures:
    """Pictures by their id; ``left`` are files that are none, each by the id it is meant for with what is told of it."""

    by_id: Mapping[str, OwnPicture] = field(default_factory=dict)
    left: tuple[tuple[str, Fault], ...] = ()

    def before(self, others: OwnPictures) -> OwnPictures:
        """These, and those of the others whose place none of these takes, or was meant to take."""
        theirs = {id: own for id, own in others.by_id.items() if not self.mistaken(id)}
        return OwnPictures({**theirs, **self.by_id}, (*self.left, *others.left))

    def mistaken(self, id: str) -> tuple[Fault, ...]:
        """What is told of files that are meant for this picture and cannot be taken."""
        return () if id in self.by_id else tuple(fault for meant, fault in self.left if meant == id)

    def unused(self, wanted: Iterable[str]) -> tuple[Fault, ...]:
        """What is told of files that no card, poster or form asks for."""
        ids = sorted(set(wanted))
        told = [
            Fault("billedet bruges ikke", own.place, _name_of(id, ids))
            for id, own in self.by_id.items()
            if id not in ids
        ]
        return (*told, *(fault for _, fault in self.left))


def read_own_pictures(folder: Path, root: Path) -> OwnPictures:
    """The pictures of a folder, and what is told of those files in it that are none, or have a fault beside them."""
    files: dict[str, list[Path]] = {}
    beside: list[Path] = []
    left: list[tuple[str, Fault]] = []
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        kind, id, place = file.suffix[1:].lower(), composed(file.stem), _place(file, root)
        if nobodys(file.name):
            continue
        if kind in (*_NOTES, *_WORDS):
            beside.append(file)
        elif file.is_dir():
            way = f"læg billederne direkte i {legible(folder.name)}"
            left.append((file.name, Fault("mapper her læses ikke", place, way)))
        elif not file.is_file():
            left.append((id, _no_file(file, place)))
        elif kind in KINDS:
            files.setdefault(id, []).append(file)
        elif kind != "md":
            left.append((id, Fault("den slags fil kan ikke trykkes herfra", place, _ELSE.get(kind, _SAVE))))
    found: dict[str, OwnPicture] = {}
    for id, paths in files.items():
        if len(paths) > 1:
            names = " og ".join(legible(path.name) for path in paths)
            left.append(
                (id, Fault(f"der er flere billeder til »{id}«: {names}", _place(folder, root), "behold det ene"))
            )
            continue
        try:
            found[id] = read_own_picture(paths[0], root)
        except BuildError as error:
            left.extend((id, fault) for fault in error.faults)
        except OSError as error:
            left.append((id, of_system(error)))
    for file in beside:
        id, place = composed(file.stem), _place(file, root)
        if id not in files and (told := _beside_nothing(file, place, files)):
            left.append((file.name, told))
    return OwnPictures(found, tuple(left))


def _name_of(id: str, ids: Iterable[str]) -> str:
    close = nearest(id, ids)
    if close.startswith("mente"):
        return close
    return "kald det det samme som det, det skal stå i stedet for; navnene: .venv/bin/trygtryk list --pictures"


def _no_file(file: Path, place: Place) -> Fault:
    if file.is_symlink() and not file.exists():
        return Fault("det er en genvej til en fil, der ikke er der", place, "læg selve filen her, eller slet genvejen")
    return Fault("det er ikke en almindelig fil", place, "flyt det væk, og læg en fil der")


def _beside_nothing(file: Path, place: Place, pictures: Iterable[str]) -> Fault | None:
    """What is told of a file that is meant to stand beside a picture that is not there; notes to oneself may lie."""
    id = composed(file.stem)
    if not file.is_file():
        return _no_file(file, place)
    if file.suffix[1:].lower() in _NOTES:
        close = nearest(id, pictures)
        way = close if close.startswith("mente") else f"læg billedet her under det navn, fx {id}.jpg"
        return Fault(f"der er intet billede her, der hedder »{id}«, så filen bruges ikke", place, way)
    if Path(id).suffix[1:].lower() in _NOTES:
        return Fault("filen læses ikke, for navnet ender på .txt", place, f"kald den {id}")
    return None


def read_own_picture(file: Path, root: Path) -> OwnPicture:
    """One picture and what stands beside it; raises BuildError where that is faulty."""
    place = _place(file, root)
    if file.stat().st_size > MOST_BYTES:
        size = f"filen fylder {file.stat().st_size / 1e6:.0f} MB; et billede må fylde {MOST_BYTES / 1e6:.0f} MB"
        raise BuildError(Fault(size, place, "gem det i den størrelse, det trykkes i"))
    beside = Beside(place)
    notes, words = (_beside(file, kinds, root) for kinds in (_NOTES, _WORDS))
    if notes:
        beside = read(Beside, read_yaml(notes, root))
    alt = beside.alt
    if words:
        where = _place(words, root)
        if alt and notes:
            hint = f"slet den ene: her eller alt i {legible(notes.name)}"
            raise BuildError(Fault("det står to steder, hvad billedet viser", where, hint))
        alt = " ".join(read_text(words, where.file).split())
    x, y, width, height = beside.crop
    if not (x >= 0 and y >= 0 and width > 0 and height > 0 and x + width <= 100 and y + height <= 100):
        hint = "skriv [x, y, bredde, højde] i procent, regnet fra øverste venstre hjørne, fx crop: [0, 10, 100, 80]"
        raise BuildError(Fault("udsnittet ligger uden for billedet", beside.place, hint))
    return OwnPicture(place, read_bytes(file, place.file), alt, Crop(*beside.crop) if beside.crop != _ALL else None)


def _beside(file: Path, kinds: frozenset[str], root: Path) -> Path | None:
    """The file beside a picture that is called as it is and ends so, in small or capital letters."""
    stem = composed(file.stem)
    found = [
        path
        for path in sorted(file.parent.iterdir())
        if composed(path.stem) == stem and path.suffix[1:].lower() in kinds
    ]
    if len(found) > 1:
        names = " og ".join(legible(path.name) for path in found)
        raise BuildError(Fault(f"der er flere filer til »{stem}«: {names}", _place(found[1], root), "behold den ene"))
    return found[0] if found else None


def _place(file: Path, root: Path) -> Place:
    return Place(legible(file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name))

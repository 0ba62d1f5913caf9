"""Somebody's own pictures as they lie in a folder: which there are, what stands beside them, what nothing uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from trygtryk.errors import BuildError, Fault, Place, nearest, of_system
from trygtryk.names import composed, legible, nobodys
from trygtryk.sources.nodes import read_yaml
from trygtryk.sources.strict import read
from trygtryk.sources.text import read_bytes, read_text

KINDS = ("svg", "pdf", "png", "jpg", "jpeg", "jfif", "jpe", "webp", "tif", "tiff")
"""The endings that are taken, in small or capital letters; what a file is, its bytes tell."""
MOST_BYTES = 200_000_000

_ALL = (0.0, 0.0, 100.0, 100.0)
_BESIDE = frozenset(["txt", "md", "yaml"])
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
    """Pictures by their id; ``left`` are files that are none, each by what it is called with what is told of it."""

    by_id: Mapping[str, OwnPicture] = field(default_factory=dict)
    left: tuple[tuple[str, Fault], ...] = ()

    def before(self, others: OwnPictures) -> OwnPictures:
        """These, and those of the others whose place none of these takes."""
        return OwnPictures({**others.by_id, **self.by_id}, (*self.left, *others.left))

    def mistaken(self, wanted: Iterable[str]) -> tuple[Fault, ...]:
        """What is told of files that are meant for a card, poster or form and cannot be taken."""
        ids = set(wanted)
        return tuple(fault for id, fault in self.left if id in ids and id not in self.by_id)

    def unused(self, wanted: Iterable[str]) -> tuple[Fault, ...]:
        """What is told of files that no card, poster or form asks for."""
        ids = sorted(set(wanted))
        told = [
            Fault("billedet bruges ikke", own.place, nearest(id, ids))
            for id, own in self.by_id.items()
            if id not in ids
        ]
        return (*told, *(fault for _, fault in self.left))


def read_own_pictures(folder: Path, root: Path) -> OwnPictures:
    """The pictures of a folder, and of those beside them what is told.

    Raises BuildError where two have one name, where one cannot be taken though a picture is meant by it, or where
    what stands beside it is faulty.
    """
    faults: list[Fault] = []
    files: dict[str, list[Path]] = {}
    left: list[tuple[str, Fault]] = []
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        kind = file.suffix[1:].lower()
        if nobodys(file.name) or kind in _BESIDE:
            continue
        if file.is_dir():
            left.append(
                (
                    file.name,
                    Fault("mapper her læses ikke", _place(file, root), f"læg billederne direkte i {folder.name}"),
                )
            )
        elif kind in KINDS:
            files.setdefault(composed(file.stem), []).append(file)
        else:
            way = _ELSE.get(kind, _SAVE)
            left.append((file.stem, Fault("den slags fil kan ikke trykkes herfra", _place(file, root), way)))
    found: dict[str, OwnPicture] = {}
    for id, paths in files.items():
        if len(paths) > 1:
            names = " og ".join(path.name for path in paths)
            faults.append(Fault(f"der er flere billeder til »{id}«: {names}", _place(folder, root), "behold det ene"))
            continue
        try:
            found[id] = read_own_picture(paths[0], root)
        except BuildError as error:
            faults.extend(error.faults)
        except OSError as error:
            faults.append(of_system(error))
    if faults:
        raise BuildError(*faults)
    return OwnPictures(found, tuple(left))


def read_own_picture(file: Path, root: Path) -> OwnPicture:
    """One picture and what stands beside it; raises BuildError where that is faulty."""
    place = _place(file, root)
    if file.stat().st_size > MOST_BYTES:
        size = f"filen fylder {file.stat().st_size / 1e6:.0f} MB; et billede må fylde {MOST_BYTES / 1e6:.0f} MB"
        raise BuildError(Fault(size, place, "gem det i den størrelse, det trykkes i"))
    beside = Beside(place)
    notes, words = file.with_suffix(".yaml"), file.with_suffix(".txt")
    if notes.is_file():
        beside = read(Beside, read_yaml(notes, root))
    alt = beside.alt
    if words.is_file():
        if alt:
            where = _place(words, root)
            raise BuildError(
                Fault("det står to steder, hvad billedet viser", where, f"slet den ene: her eller alt i {notes.name}")
            )
        alt = " ".join(read_text(words, _place(words, root).file).split())
    x, y, width, height = beside.crop
    if not (x >= 0 and y >= 0 and width > 0 and height > 0 and x + width <= 100 and y + height <= 100):
        hint = "skriv [x, y, bredde, højde] i procent, regnet fra øverste venstre hjørne, fx crop: [0, 10, 100, 80]"
        raise BuildError(Fault("udsnittet ligger uden for billedet", beside.place, hint))
    return OwnPicture(place, read_bytes(file, place.file), alt, Crop(*beside.crop) if beside.crop != _ALL else None)


def _place(file: Path, root: Path) -> Place:
    return Place(legible(file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name))

"""Props and symbols: small flat drawings in ``assets/props`` and ``assets/symbols``, placed and coloured by scenes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.geometry import Matrix
from trygtryk.model import Shape
from trygtryk.pictures.scenes.shapes import Patch, shape
from trygtryk.sources.files import Files
from trygtryk.sources.layout import Palette
from trygtryk.sources.strict import read


@dataclass(frozen=True, slots=True)
class Prop:
    """A small drawing, in drawing order; ``inks`` names the colours a scene may replace.

    Props stand on y = 0, x = 0 in the middle, at the size that goes with a person of 60 mm.
    Symbols lie about their centre, 20 mm high.
    """

    inks: Mapping[str, str]
    shapes: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The drawings of one folder, each read when it is first asked for."""

    folder: str
    files: Files
    _read: dict[str, Prop] = field(default_factory=dict, repr=False, compare=False)

    def names(self) -> tuple[str, ...]:
        """Every drawing's name, sorted."""
        return self.files.stems(self.folder, ".yaml")

    def take(self, name: str, place: Place) -> Prop:
        """The drawing of that name; raises BuildError with the nearest names where there is none."""
        if name not in self._read:
            file = f"{self.folder}/{name}.yaml"
            if not self.files.has(file):
                raise refuse(f"»{name}« findes ikke i {self.folder}", place, nearest(name, self.names()))
            self._read[name] = read(Prop, self.files.tree(file))
        return self._read[name]


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where scenes take their things from."""

    props: Shelf
    symbols: Shelf


def open_shelves(files: Files) -> Shelves:
    """The project's own props and symbols; nothing is read yet."""
    return Shelves(Shelf("assets/props", files), Shelf("assets/symbols", files))


def drawn(
    prop: Prop, palette: Palette, matrix: Matrix, scale: float, inks: Mapping[str, str], place: Place
) -> tuple[Shape, ...]:
    """The prop's shapes under a matrix that scales by ``scale``, its named inks replaced by ``inks``."""
    faults = [
        Fault(f"figuren har ingen farve, der hedder »{name}«", place, nearest(name, prop.inks))
        for name in inks
        if name not in prop.inks
    ]
    slots = {**prop.inks, **inks}
    faults += [
        Fault(f"ukendt farve »{ink}«", place, nearest(ink, palette)) for ink in slots.values() if ink not in palette
    ]
    if faults:
        raise BuildError(*faults)
    named = {**palette, **{name: palette[ink] for name, ink in slots.items()}}
    return tuple(shape(patch, named, matrix, scale) for patch in prop.shapes)

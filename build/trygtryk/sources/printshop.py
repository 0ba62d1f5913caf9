"""What a print shop asks for, read from layouts/press/<name>.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from trygtryk.errors import Place, nearest, refuse
from trygtryk.sources.nodes import Node, file_name, read_toml
from trygtryk.sources.strict import Positive, read
from trygtryk.sources.text import read_bytes, text_files

_FOLDER = "layouts/press"
_CONDITIONS = "layouts/conditions.toml"
_PLATES = frozenset(["cyan", "magenta", "yellow", "black", "all", "none"])

Surface = Literal["coated", "uncoated"]
"""What a paper's surface is; the inks fall out differently on each."""

SURFACES: tuple[Surface, ...] = ("coated", "uncoated")


@dataclass(frozen=True, slots=True)
class Icc:
    """A colour profile: its file's name in assets/icc, and the file's bytes."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """A printing condition by its name in the ICC's registry: the profile that describes it, the most ink in percent."""

    name: str
    profile: Icc
    ink_limit: Positive
    place: Place


@dataclass(frozen=True, slots=True)
class Printshop:
    """A print shop's wishes: lengths in mm, and the condition it prints by on each surface.

    ``offset_mm`` is how far from the trim the marks begin, ``mark_mm`` how long they are. ``files`` asks for one file a
    piece, or one a product with all its pieces' pages; ``sides`` for fronts and backs in one, or each in its own.
    ``cut`` and ``crease`` are what the tools' plates are called, ``tools`` where their lines stand. ``company`` is the
    name of a shop of its own, ``source`` the pages it says so on, ``seen`` the day they were read.
    """

    title: str
    bleed_mm: float
    safe_mm: float
    marks: Literal["none", "crop", "full"]
    offset_mm: float
    mark_mm: float
    coated: Condition
    uncoated: Condition
    place: Place
    files: Literal["piece", "product"] = "piece"
    sides: Literal["together", "apart"] = "together"
    cut: str = ""
    crease: str = ""
    tools: Literal["layer", "page", "file"] = "layer"
    company: str = ""
    source: tuple[str, ...] = ()
    seen: str = ""

    @property
    def tool_names(self) -> tuple[tuple[str, str], ...]:
        """The plates' names by their step (ISO 19593-1), of those that it names."""
        return tuple((step, name) for step, name in (("Cutting", self.cut), ("Creasing", self.crease)) if name)

    def on(self, surface: Surface) -> Condition:
        """The condition for papers of a surface."""
        return self.coated if surface == "coated" else self.uncoated


def printshops(root: Path) -> tuple[str, ...]:
    """The names of the print shops, sorted."""
    return tuple(text_files(root / _FOLDER, ".toml", root))


def read_printshop(root: Path, name: str) -> Printshop:
    """A print shop by its name; raises BuildError where it is unknown, or one of its conditions cannot be pressed for."""
    if name not in printshops(root):
        raise refuse(f"der er ingen trykprofil, der hedder »{name}«", Place(_FOLDER), nearest(name, printshops(root)))
    conditions = _read_conditions(root)

    def condition(node: Node) -> Condition:
        if not isinstance(node.value, str) or node.value not in conditions:
            called = f", der hedder »{node.value}«" if isinstance(node.value, str) else " her"
            told = f"der er ingen trykbetingelse{called}"
            raise refuse(told, node.place, nearest(str(node.value), conditions) or f"skriv den i {_CONDITIONS}")
        return read(Condition, conditions[str(node.value)], str(node.value), {Icc: profile})

    def profile(node: Node) -> Icc:
        icc = read_icc(root, file_name(node, "assets/icc"), node.place)
        # the profile's header: device class at 12, colour space at 16, signature at 36 (ICC.1:2010, 7.2)
        if icc.data[36:40] != b"acsp" or icc.data[12:16] != b"prtr" or icc.data[16:20] != b"CMYK":
            raise refuse(
                f"{icc.name} er ikke en CMYK-profil til tryk", node.place, "brug en outputprofil fra trykkeriet"
            )
        return icc

    tree = read_toml(root / _FOLDER / f"{name}.toml", root)
    made = read(Printshop, tree, converters={Condition: condition})
    if made.marks != "none" and made.offset_mm < made.bleed_mm:
        raise refuse("mærkerne begynder inde i udfaldet", tree.at("offset_mm"), "sæt offset_mm til mindst bleed_mm")
    names = [name for _, name in made.tool_names]
    if len({name.lower() for name in names} - _PLATES) < len(names):
        told = "stans og ril skal hver have sit eget navn, og ikke navnet på en af de farver, der trykkes"
        raise refuse(told, tree.at("cut" if made.cut else "crease"), "skriv de navne, trykkeriet bruger, fx CutContour")
    if made.company and not (made.source and made.seen):
        told = f"der står ikke, hvor {made.company} selv siger det"
        raise refuse(told, tree.at("company"), "skriv siderne i `source`, og i `seen` den dag, de er læst")
    return made


def _read_conditions(root: Path) -> Mapping[str, Node]:
    """The conditions by what a print shop's file calls them, each read when it is asked for."""
    tree = read_toml(root / _CONDITIONS, root)
    assert isinstance(tree.value, Mapping)
    return tree.value


def read_icc(root: Path, name: str, place: Place) -> Icc:
    """A colour profile from assets/icc; raises BuildError, naming where it is asked for, where there is none."""
    file = root / "assets/icc" / name
    if not file.is_file():
        raise refuse(f"farveprofilen {name} mangler", place, "læg filen i assets/icc")
    return Icc(name, read_bytes(file, f"assets/icc/{name}"))

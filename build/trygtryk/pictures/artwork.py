"""Pictures by their id: a scene of our own, or somebody's own drawing of the same name in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.model import Artwork, Item
from trygtryk.people.kit import Kit, read_kit
from trygtryk.pictures.conversion import Conversion
from trygtryk.pictures.own_bitmap import own_bitmap
from trygtryk.pictures.own_pdf import own_pdf
from trygtryk.pictures.own_svg import own_svg
from trygtryk.pictures.props import Shelves, open_shelves
from trygtryk.pictures.scene import compose, read_scene, scene_ids
from trygtryk.sources.layout import Palette

FOLDER = "assets/art"
KINDS = (".svg", ".png", ".jpg", ".jpeg", ".pdf")


@dataclass(frozen=True, slots=True)
class Studio:
    """What pictures are made from: the project's root, its inks, the figure kit and the props.

    Without a ``conversion`` to the press's inks nobody's own drawings are looked for.
    """

    root: Path
    palette: Palette
    kit: Kit
    shelves: Shelves
    conversion: Conversion | None = None


def open_studio(root: Path, palette: Palette, conversion: Conversion | None = None) -> Studio:
    """The studio of a project; raises BuildError where the figure kit is faulty or a drawing takes no scene's place."""
    ids = scene_ids(root)
    faults = [
        Fault(f"ingen tegning hedder »{file.stem}«", Place(f"{FOLDER}/{file.name}"), nearest(file.stem, ids))
        for file in sorted((root / FOLDER).glob("*"))
        if file.suffix in KINDS and file.stem not in ids
    ]
    if faults:
        raise BuildError(*faults)
    kit = read_kit(root / "assets/figures", root, palette)
    return Studio(root, palette, kit, open_shelves(root), conversion)


def artwork(id: str, studio: Studio) -> Artwork:
    """The picture of that id, clipped to its area; raises BuildError with every fault in it.

    A drawing ``assets/art/<id>.svg``, ``.pdf``, ``.png`` or ``.jpg`` takes the scene's place; what it shows is then said in
    ``assets/art/<id>.txt``, or else in the scene's ``alt``.
    """
    scene = read_scene(id, studio.root, studio.palette, studio.kit)
    own = own_drawing(id, studio.root) if studio.conversion else None
    if own is None or studio.conversion is None:
        return Artwork(id, scene.area, compose(scene, studio.palette, studio.kit, studio.shelves), scene.alt)
    place = Place(own.relative_to(studio.root).as_posix())
    if own.suffix == ".svg":
        item: Item = own_svg(own.read_bytes(), scene.area, studio.conversion, place)
    elif own.suffix == ".pdf":
        item = own_pdf(own, scene.area, studio.conversion, place)
    else:
        item = own_bitmap(own, scene.area, studio.conversion, place)
    words = own.with_suffix(".txt")
    alt = words.read_text(encoding="utf-8").strip() if words.is_file() else scene.alt
    return Artwork(id, scene.area, (item,), alt)


def own_drawing(id: str, root: Path) -> Path | None:
    """The file of somebody's own drawing, None where there is none; raises BuildError where there are several."""
    found = [path for kind in KINDS if (path := root / FOLDER / f"{id}{kind}").is_file()]
    if len(found) > 1:
        names = " og ".join(path.name for path in found)
        raise refuse(f"der er flere tegninger til »{id}«: {names}", Place(FOLDER), "behold den ene")
    return found[0] if found else None

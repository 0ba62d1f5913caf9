"""Pictures by their id: a scene of our own, or somebody's own drawing of the same name in its place."""

from __future__ import annotations

from dataclasses import dataclass

from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.model import Artwork, Item
from trygtryk.people.kit import Kit, read_kit
from trygtryk.pictures.conversion import Conversion
from trygtryk.pictures.own_bitmap import own_bitmap
from trygtryk.pictures.own_pdf import own_pdf
from trygtryk.pictures.own_svg import own_svg
from trygtryk.pictures.props import Shelves, open_shelves
from trygtryk.pictures.scene import compose, read_scene, scene_ids
from trygtryk.sources.files import Files
from trygtryk.sources.layout import Palette

FOLDER = "assets/art"
KINDS = (".svg", ".png", ".jpg", ".jpeg", ".pdf")


@dataclass(frozen=True, slots=True)
class Studio:
    """What pictures are made from: the project's files, its inks, the figure kit and the props.

    Without a ``conversion`` to the press's inks nobody's own drawings are looked for.
    """

    files: Files
    palette: Palette
    kit: Kit
    shelves: Shelves
    conversion: Conversion | None = None


def open_studio(files: Files, palette: Palette, conversion: Conversion | None = None) -> Studio:
    """The studio of a project; raises BuildError where the figure kit is faulty or a drawing takes no scene's place."""
    ids = scene_ids(files)
    faults = [
        Fault(f"ingen tegning hedder »{stem}«", Place(name), nearest(stem, ids))
        for name, stem in zip(files.names(FOLDER, *KINDS), files.stems(FOLDER, *KINDS), strict=True)
        if stem not in ids
    ]
    if faults:
        raise BuildError(*faults)
    return Studio(files, palette, read_kit(files, palette), open_shelves(files), conversion)


def artwork(id: str, studio: Studio) -> Artwork:
    """The picture of that id, clipped to its area; raises BuildError with every fault in it.

    A drawing ``assets/art/<id>.svg``, ``.pdf``, ``.png`` or ``.jpg`` takes the scene's place; what it shows is then said in
    ``assets/art/<id>.txt``, or else in the scene's ``alt``.
    """
    scene = read_scene(id, studio.files, studio.palette, studio.kit)
    own = own_drawing(id, studio.files) if studio.conversion else None
    if own is None or studio.conversion is None:
        return Artwork(id, scene.area, compose(scene, studio.palette, studio.kit, studio.shelves), scene.alt)
    data, place = studio.files.data(own), Place(own)
    if own.endswith(".svg"):
        item: Item = own_svg(data, scene.area, studio.conversion, place)
    elif own.endswith(".pdf"):
        item = own_pdf(data, id, scene.area, studio.conversion, place)
    else:
        item = own_bitmap(data, id, scene.area, studio.conversion, place)
    words = f"{FOLDER}/{id}.txt"
    alt = studio.files.text(words) if studio.files.has(words) else scene.alt
    return Artwork(id, scene.area, (item,), alt)


def own_drawing(id: str, files: Files) -> str | None:
    """The file of somebody's own drawing, None where there is none; raises BuildError where there are several."""
    found = [name for kind in KINDS if files.has(name := f"{FOLDER}/{id}{kind}")]
    if len(found) > 1:
        names = " og ".join(name.rpartition("/")[2] for name in found)
        raise refuse(f"der er flere tegninger til »{id}«: {names}", Place(FOLDER), "behold den ene")
    return found[0] if found else None

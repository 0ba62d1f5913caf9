"""Pictures by their id: a scene of our own, or somebody's own drawing of the same name in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trygtryk.craft.props import Shelves, open_shelves
from trygtryk.craft.scene import compose, read_scene
from trygtryk.craft.standin import Kit, read_kit
from trygtryk.model import Artwork
from trygtryk.sources.layout import Palette


@dataclass(frozen=True, slots=True)
class Studio:
    """What pictures are made from: the project's root, its inks, the figure kit and the props."""

    root: Path
    palette: Palette
    kit: Kit
    shelves: Shelves


def open_studio(root: Path, palette: Palette) -> Studio:
    """The studio of a project; raises BuildError where the figure kit is faulty."""
    return Studio(root, palette, read_kit(root, palette), open_shelves(root))


def artwork(id: str, studio: Studio) -> Artwork:
    """The picture of that id, clipped to its area; raises BuildError with every fault in it."""
    scene = read_scene(id, studio.root, studio.palette, studio.kit)
    return Artwork(id, scene.area, compose(scene, studio.palette, studio.kit, studio.shelves), scene.alt)

"""Pictures by their id: a scene of our own, or somebody's own picture of the same name in its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from trygtryk.errors import BuildError, Place, nearest, refuse
from trygtryk.geometry import Box
from trygtryk.model import Artwork, Item
from trygtryk.people.kit import Kit, read_kit
from trygtryk.pictures.own.conversion import Conversion
from trygtryk.pictures.own.own_bitmap import own_bitmap
from trygtryk.pictures.own.own_pdf import own_pdf
from trygtryk.pictures.own.own_svg import own_svg
from trygtryk.pictures.scenes.props import Shelves, open_shelves
from trygtryk.pictures.scenes.scene import compose, read_scene, scene_ids
from trygtryk.sources.department.own_pictures import OwnPicture, OwnPictures
from trygtryk.sources.files import Files
from trygtryk.sources.layout import Palette

OWN_PICTURES = "assets/art"
_HEAD = 1024
_HEIC, _AVIF = "et HEIC-billede, som det ligger på telefonen", "et AVIF-billede"
# the brands of HEIF, of its HEVC pictures and sequences (ISO/IEC 23008-12, annexes B and C), and of a film
_ELSE = {
    **{b"ftyp" + brand: _HEIC for brand in (b"hei", b"hev", b"mif", b"msf")},
    b"ftypavi": _AVIF,
    b"ftyp": "en film",
    b"GIF8": "et GIF-billede",
    b"BM": "et BMP-billede",
    b"8BPS": "et Photoshop-dokument",
    b"%!PS": "en EPS-fil",
    b"\xc5\xd0\xd3\xc6": "en EPS-fil",
    b"\x1f\x8b": "en pakket SVG-fil (svgz)",
    b"PK\x03\x04": "et dokument eller en zipfil",
    b"\xd0\xcf\x11\xe0": "et dokument",
    **dict.fromkeys([b"<!DOCTYPE html", b"<!doctype html", b"<html"], "en side fra nettet"),
    b"[InternetShortcut]": "en genvej til en side på nettet",
    b"version https://git-lfs": "en henvisning til billedet (Git LFS)",
}


@dataclass(frozen=True, slots=True)
class Studio:
    """What pictures are made from: the project's files, its scenes' ids, its inks, the figure kit, the props, own pictures.

    ``conversion`` is how own pictures come to the press's inks; where there are none, none is needed.
    """

    files: Files
    scenes: tuple[str, ...]
    palette: Palette
    kit: Kit
    shelves: Shelves
    own: OwnPictures = field(default_factory=OwnPictures)
    conversion: Conversion | None = None


def open_studio(
    files: Files, palette: Palette, own: OwnPictures | None = None, inks: Conversion | None = None
) -> Studio:
    """The studio of a project; raises BuildError where the figure kit is faulty."""
    kit, shelves = read_kit(files, palette), open_shelves(files)
    return Studio(files, scene_ids(files), palette, kit, shelves, own or OwnPictures(), inks)


def artwork(id: str, studio: Studio, area: Box | None = None) -> Artwork:
    """The picture of that id, clipped to its area; raises BuildError with every fault in it.

    Somebody's own picture takes the scene's place and fills ``area``; what it shows is said beside it, or else by the
    scene.
    """
    if mistaken := studio.own.mistaken(id):
        raise BuildError(*mistaken)
    own, scenes = studio.own.by_id.get(id), studio.scenes
    if own is None:
        if id not in scenes:
            known = {*scenes, *studio.own.by_id}
            raise refuse(f"billedet »{id}« findes ikke", Place(f"{OWN_PICTURES}/{id}.svg"), nearest(id, known))
        scene = read_scene(id, studio.files, studio.palette, studio.kit)
        return Artwork(id, scene.area, compose(scene, studio.palette, studio.kit, studio.shelves), scene.alt)
    alt = own.alt
    if id in scenes:
        scene = read_scene(id, studio.files, studio.palette, studio.kit)
        area, alt = area or scene.area, own.alt or scene.alt
    elif not alt:
        beside = f"{own.place.file.rpartition('.')[0]}.yaml"
        raise refuse("der står ikke, hvad billedet viser", own.place, f"skriv det i {beside}: alt: Tre personer …")
    if area is None:
        raise refuse("billedet bruges ikke noget sted", own.place, nearest(id, scenes))
    assert studio.conversion
    return Artwork(id, area, (drawn(own, area, studio.conversion),), alt)


def drawn(own: OwnPicture, area: Box, conversion: Conversion) -> Item:
    """Somebody's own picture covering ``area``; its bytes, not its name, tell what kind it is."""
    if not own.data:
        raise refuse("filen er tom", own.place, "gem eller hent den igen (i OneDrive: »Behold altid på denne enhed«)")
    head = own.data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if b"%PDF-" in head:
        return own_pdf(own.data, area, conversion, own.place, own.crop)
    for sign, what in _ELSE.items():
        if head[4 * sign.startswith(b"ftyp") :].startswith(sign):
            raise refuse(f"filen er {what}", own.place, "gem billedet som JPG, PNG eller PDF")
    if head.replace(b"\0", b"").startswith(b"<") or own.place.file.lower().endswith(".svg"):
        return own_svg(own.data, area, conversion, own.place, own.crop)
    return own_bitmap(own.data, area, conversion, own.place, own.crop)

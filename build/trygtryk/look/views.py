"""What is looked at beside the pack: proofs, single drawings, the folded flip-flap, the calibration sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from trygtryk.editions import Piece
from trygtryk.makeready.calibrate import calibration
from trygtryk.makeready.dieline import as_named, tool_pages
from trygtryk.model import Artwork, Document, Page
from trygtryk.origami.crease import fortune_teller
from trygtryk.origami.foldfile import to_fold
from trygtryk.pictures.qr import matrix
from trygtryk.pictures.scenes.style_sheet import Kitbox, sheet
from trygtryk.pipeline import Note, Tell, compose, refuse_flaws
from trygtryk.press.cutting import as_dxf, as_svg
from trygtryk.press.file import Press
from trygtryk.press.office import office
from trygtryk.press.standard import Standard
from trygtryk.products import flipflap
from trygtryk.read import Sources
from trygtryk.sources.fonts import Fonts
from trygtryk.units import MM_PER_INCH

if TYPE_CHECKING:
    from trygtryk.look.vision import Sight

_PROOF_DPI, _SEEN_DPI = 110, 72
_SCENE_PX = 1400
_NO_DAY = "2000-01-01"
_QUIET, _MODULE_PX = 4, 6
_PLAIN = Standard((1, 7), "srgb")


def proof(sources: Sources, tell: Tell, note: Note, sight: Sight | None = None) -> Iterator[tuple[str, bytes]]:
    """Every page as a PNG and one contact sheet a product, by file name; with ``sight`` as other eyes see them."""
    from trygtryk.look.contact_sheet import Shot, contact_sheet, png, shots
    from trygtryk.look.vision import as_seen

    machine = Press(sources.materials.fonts.files)
    for name, group in groupby(compose(sources, tell, note), key=lambda piece: piece.source.product.name):
        pages: list[Shot] = []
        for piece in group:
            tell(f"tegner {piece.document.title}")
            data = machine.press(piece.document, _PLAIN)
            pages.extend(shots(data, piece.document.name, _PROOF_DPI))
        ending = f"-{sight}.png" if sight else ".png"
        for title, image in (
            *((shot.name, shot.image) for shot in pages),
            (f"oversigt-{name}", contact_sheet(tuple(pages))),
        ):
            yield f"{title}{ending}", png(as_seen(image, sight) if sight else image)


def seen(sources: Sources, pieces: Iterable[Piece]) -> Iterator[tuple[str, bytes]]:
    """The pages of pieces as PNGs to be looked at while they are edited, by file name."""
    from trygtryk.look.contact_sheet import png, shots

    machine = Press(sources.materials.fonts.files)
    for piece in pieces:
        for shot in shots(machine.press(piece.document, _PLAIN), piece.facts.name, _SEEN_DPI):
            yield f"{shot.name}.png", png(shot.image)


def drawn(picture: Artwork, sight: Sight | None = None) -> bytes:
    """One picture as a PNG, fast enough to look at while it is edited; with ``sight`` as other eyes see it."""
    from trygtryk.look.contact_sheet import png, shots
    from trygtryk.look.vision import as_seen

    page = Page(picture.box, picture.box, picture.box, (picture,))
    data = Press({}).press(Document(picture.name, picture.name, (page,), _NO_DAY), office(""))
    (shot,) = shots(data, picture.name, _SCENE_PX / picture.box.width_mm * MM_PER_INCH)
    return png(as_seen(shot.image, sight) if sight else shot.image)


def style_sheet(kitbox: Kitbox) -> bytes:
    """Everything a scene is composed of, with its name, as a PDF; raises BuildError where a text does not fit."""
    document = sheet(kitbox, _NO_DAY)
    refuse_flaws((document,))
    return Press(kitbox.fonts.files).press(document, office(""))


def calibration_sheet(sources: Sources) -> bytes:
    """The sheet that shows where a printer puts its backs, as a PDF."""
    materials = sources.materials
    document = calibration(materials.sheets, materials.sheet_texts, materials.fonts, materials.pack.edition)
    refuse_flaws((document,))
    return Press(materials.fonts.files).press(document, office(document.turn))


def cutter_file(sources: Sources, product: str, kind: Literal["svg", "dxf"]) -> bytes:
    """A product's outline and creases for a cutter, called as the print shop calls them, else as most machines do."""
    source, shop = sources.products[product], sources.printshop
    called = replace(shop, cut=shop.cut or "CutContour", crease=shop.crease or "Crease")
    page, *_ = tool_pages(as_named(source.composed("", sources.materials), called))
    return as_svg(page, source.product.title) if kind == "svg" else as_dxf(page)


def fold_file(sources: Sources) -> str:
    """The flip-flap's crease pattern in the FOLD format."""
    return to_fold(fortune_teller(), sources.products["flipflap"].content.title.text)


def folded_preview(sources: Sources) -> bytes:
    """A PNG of the flip-flap as it is held, with its real print."""
    from trygtryk.look.contact_sheet import png, shots

    document = _folded(sources)
    machine = Press(sources.materials.fonts.files)
    (shot,) = shots(machine.press(document, _PLAIN), document.name, _PROOF_DPI)
    return png(shot.image)


def _folded(sources: Sources) -> Document:
    source = sources.products["flipflap"]
    document = flipflap.preview(source.content, source.layout, sources.materials)
    refuse_flaws((document,))
    return document


def folded_page(sources: Sources, width_px: int) -> bytes:
    """The same, ``width_px`` wide."""
    return page_seen(_folded(sources), 1, sources.materials.fonts, width_px)


def code_seen(address: str) -> bytes:
    """An address's code as a PNG, four modules clear on every side (ISO/IEC 18004, 9.1); raises ValueError where none holds it."""
    from PIL import Image

    from trygtryk.look.contact_sheet import png

    modules = matrix(address)
    side = len(modules) + 2 * _QUIET
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x + _QUIET, y + _QUIET), 0)
    return png(image.resize((side * _MODULE_PX, side * _MODULE_PX), Image.Resampling.NEAREST))


def file_seen(data: bytes, width_px: int) -> bytes:
    """A finished file's first page as a PNG about ``width_px`` wide."""
    from trygtryk.look.contact_sheet import first_page, png

    return png(first_page(data, width_px))


def page_seen(document: Document, number: int, fonts: Fonts, width_px: int, sight: Sight | None = None) -> bytes:
    """One page, counted from 1, as it is once it is cut: a PNG ``width_px`` wide; its flaws leave their places empty."""
    from trygtryk.look.contact_sheet import png, shots
    from trygtryk.look.vision import as_seen

    page = document.pages[number - 1]
    alone = replace(document, pages=(replace(page, bleed=page.trim, media=page.trim),), outline=())
    data = Press(fonts.files).press(alone, _PLAIN)
    # a little less, as a part of a pixel is made a whole one
    (shot,) = shots(data, document.name, (width_px - 0.1) / page.trim.width_mm * MM_PER_INCH)
    return png(as_seen(shot.image, sight) if sight else shot.image)

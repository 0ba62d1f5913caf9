"""What is looked at beside the pack: proofs, single drawings, the folded flip-flap, the calibration sheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from trygtryk.makeready.calibrate import Printer, Reading, calibration, printer_file
from trygtryk.makeready.office_sheets import read_sheets
from trygtryk.model import Document, Page
from trygtryk.order import DEFAULT_WORDING, Order
from trygtryk.origami.crease import fortune_teller
from trygtryk.origami.foldfile import to_fold
from trygtryk.pictures.artwork import artwork, open_studio
from trygtryk.press.file import Press, Standard
from trygtryk.press.office import office
from trygtryk.products import flipflap
from trygtryk.sources.layout import read_palette
from trygtryk.units import MM_PER_INCH

if TYPE_CHECKING:
    from trygtryk.look.vision import Sight


from trygtryk.pipeline import Tell, compose, refuse_flaws
from trygtryk.shop import read_shop

_PROOF_DPI = 110
_SCENE_PX = 1400
_NO_DAY = "2000-01-01"


def proof(root: Path, order: Order, tell: Tell) -> Iterator[tuple[str, bytes]]:
    """Every page as a PNG and one contact sheet a product, by file name."""
    from trygtryk.look.contact_sheet import Shot, contact_sheet, png, shots

    shop = read_shop(root, order.word, order.products, large=order.large)
    pieces = compose(shop, order.wanted, tell)
    plain = Standard((1, 7), "srgb")
    machine = Press(shop.materials.fonts.files)
    for name, group in groupby(pieces, key=lambda piece: piece.product.name):
        pages: list[Shot] = []
        for piece in group:
            tell(f"tegner {piece.document.title}")
            data = machine.press(piece.document, plain)
            pages.extend(shots(data, piece.document.name, _PROOF_DPI))
        yield from ((f"{shot.name}.png", png(shot.image)) for shot in pages)
        yield f"oversigt-{name}.png", png(contact_sheet(tuple(pages)))


def proof_scene(root: Path, id: str, sight: Sight | None = None) -> bytes:
    """One scene as a PNG, fast enough to look at while it is edited; with ``sight`` as other eyes see it."""
    from trygtryk.look.contact_sheet import png, shots
    from trygtryk.look.vision import as_seen

    picture = artwork(id, open_studio(root, read_palette(root / "layouts/palette.toml", root)))
    page = Page(picture.box, picture.box, picture.box, (picture,))
    data = Press({}).press(Document(id, id, (page,), _NO_DAY), office(""))
    (shot,) = shots(data, id, _SCENE_PX / picture.box.width_mm * MM_PER_INCH)
    return png(as_seen(shot.image, sight) if sight else shot.image)


def calibration_sheet(root: Path) -> bytes:
    """The sheet that shows where a printer puts its backs, as a PDF."""
    shop = read_shop(root, DEFAULT_WORDING, ("flipflap",))
    layout, texts = read_sheets(root, shop.readers)
    document = calibration(layout, texts, shop.materials.fonts, shop.materials.pack.edition)
    refuse_flaws((document,))
    machine = Press(shop.materials.fonts.files)
    return machine.press(document, office(document.turn))


def keep_printer(root: Path, name: str, upright: tuple[float, float], lying: tuple[float, float]) -> Path:
    """Writes what was read off a printer's sheets to its file in layouts/printers and returns the file."""
    file, text = printer_file(root, name, Printer(Reading(*upright), Reading(*lying)))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def fold_file(root: Path) -> str:
    """The flip-flap's crease pattern in the FOLD format."""
    shop = read_shop(root, DEFAULT_WORDING, ("flipflap",))
    return to_fold(fortune_teller(), shop.content["flipflap"].title.text)


def folded_preview(root: Path, wording: str | Path) -> bytes:
    """A PNG of the flip-flap as it is held, with its real print."""
    from trygtryk.look.contact_sheet import png, shots

    shop = read_shop(root, wording, ("flipflap",))
    document = flipflap.preview(shop.content["flipflap"], shop.layout["flipflap"], shop.materials)
    refuse_flaws((document,))
    machine = Press(shop.materials.fonts.files)
    (shot,) = shots(machine.press(document, Standard((1, 7), "srgb")), document.name, _PROOF_DPI)
    return png(shot.image)

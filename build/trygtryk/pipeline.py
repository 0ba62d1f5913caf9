"""The stages in order: read, word, compose, make ready, press; what comes out is bytes by file name."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from trygtryk import orderslip
from trygtryk.craft.artwork import artwork, open_studio
from trygtryk.craft.crease import fortune_teller
from trygtryk.craft.foldfile import to_fold
from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.makeready.booklet import booklet
from trygtryk.makeready.calibrate import Printer, Reading, calibration, printer_file, read_printer, registered
from trygtryk.makeready.card_sheets import cards_office, fed_by_hand
from trygtryk.makeready.dieline import without_dieline
from trygtryk.makeready.low_ink import low_ink
from trygtryk.makeready.marks import for_press
from trygtryk.makeready.office_sheets import read_sheets
from trygtryk.makeready.poster_sheets import posters_office
from trygtryk.makeready.profile import read_profile
from trygtryk.model import Document, Flaw, Page, walk
from trygtryk.pack import DEFAULT_WORDING, Made, Order
from trygtryk.press.file import Press, Standard
from trygtryk.press.office import office
from trygtryk.press.pdfua import pdfua1
from trygtryk.press.pdfx import pdfx4
from trygtryk.products import PRODUCTS, flipflap
from trygtryk.products.forms.schema import WORKBOOK
from trygtryk.products.product import Materials, Product
from trygtryk.sources.content import Link, Pack, addressed, checked, read_content
from trygtryk.sources.fonts import read_fonts
from trygtryk.sources.layout import Marks, converters, read_layout, read_palette, read_scale
from trygtryk.sources.nodes import read_yaml
from trygtryk.sources.strict import Converters, read
from trygtryk.sources.wording import Change, Wording, read_wording, texts, unknown_texts, worded
from trygtryk.sources.wording import changes as wording_changes
from trygtryk.units import MM_PER_INCH

if TYPE_CHECKING:
    from trygtryk.proof.findings import Limits
    from trygtryk.proof.vision import Sight

Tell = Callable[[str], None]


_PROOF_DPI = 110
_SCREEN_PROFILE = "sRGB_icc22.icm"
_FIELD_FACE = "text"
_SCENE_MM = 250.0
_SCENE_PX = 1400
_NO_DAY = "2000-01-01"
_RULES: Mapping[str, Literal["press", "screen", "office"]] = {"tryk": "press", "skaerm": "screen", "kontor": "office"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One composed document, of which product and part it is."""

    product: Product
    part: str
    document: Document

    @property
    def target(self) -> str:
        return f"{self.product.name}/{self.part}" if self.part else self.product.name


@dataclass(frozen=True, slots=True)
class Shop:
    """Everything read and worded: the materials, and each product's typed content and layout."""

    wording: Wording
    materials: Materials
    content: Mapping[str, Any]
    layout: Mapping[str, Any]
    readers: Converters


def read_shop(root: Path, wording: str | Path, names: tuple[str, ...] = (), *, large: bool = False) -> Shop:
    """Reads what the named products (none named: all) need, in a wording; every fault of the texts at once."""
    words = checked_wording(root, wording)
    registered = {product.name for product in PRODUCTS}
    if not registered.issuperset(names):
        names = ()  # everything, so that the nearest of everything can be named
    palette = read_palette(root / "layouts/palette.toml", root)
    scale = read_scale(root / "layouts/type.toml", root)
    readers = converters(palette, scale)
    products = [product for product in PRODUCTS if not names or product.name in names]
    kinds: dict[str, Any] = {"pack": Pack, "links": Mapping[str, Link]}
    kinds.update({product.name: product.content for product in products})
    content: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, kind in kinds.items():
        try:
            content[name] = read(kind, worded(read_content(root, name), name, words), name)
        except BuildError as error:
            faults.extend(error.faults)
    if faults:
        raise BuildError(*faults)
    layout = {p.name: read_layout(p.layout, _layout_file(root, p, large=large), root, readers) for p in products}
    studio = cache(lambda: open_studio(root, palette))
    materials = Materials(
        pack=checked(content.pop("pack")),
        palette=palette,
        fonts=read_fonts(scale, root / "assets/fonts"),
        links=addressed(content.pop("links")),
        marks=read_layout(Marks, root / "layouts/marks.toml", root, readers),
        scene=cache(lambda id: artwork(id, studio())),
        department=words.department,
    )
    return Shop(words, materials, content, layout, readers)


def _layout_file(root: Path, product: Product, *, large: bool) -> Path:
    """A product's layout, or that for people with low vision where it has one."""
    big = root / f"layouts/{product.name}-large.toml"
    return big if large and big.is_file() else root / f"layouts/{product.name}.toml"


def checked_wording(root: Path, wording: str | Path) -> Wording:
    """The wording; raises BuildError where it replaces a text that no content has."""
    words = read_wording(root, wording)
    if words.texts:
        names = ("pack", "links", *(product.name for product in PRODUCTS))
        unknown_texts(words, frozenset(id for name in names for id, _ in texts(read_content(root, name), name)))
    return words


def targets(shop: Shop) -> tuple[str, ...]:
    """Everything that can be asked for by name: products, and parts as ``product/part``."""
    found: list[str] = []
    for product in PRODUCTS:
        if product.name in shop.content:
            found.append(product.name)
            found.extend(f"{product.name}/{part}" for part in product.parts(shop.content[product.name]))
    return tuple(found)


def chosen(shop: Shop, wanted: tuple[str, ...]) -> Iterator[tuple[Product, str]]:
    """The products and parts asked for (all where none is), in the registry's order."""
    known = targets(shop)
    for target in wanted:
        if target not in known:
            raise refuse(f"der er ikke noget, der hedder »{target}«", None, nearest(target, known))
    for product in PRODUCTS:
        if product.name in shop.content:
            for part in product.parts(shop.content[product.name]) or ("",):
                whole = f"{product.name}/{part}"
                if not wanted or product.name in wanted or whole in wanted:
                    yield product, part


def compose(shop: Shop, wanted: tuple[str, ...], tell: Tell) -> tuple[Piece, ...]:
    """The pieces asked for; raises BuildError with every text that does not fit, in all of them."""
    pieces = []
    for product, part in chosen(shop, wanted):
        piece = Piece(
            product, part, product.compose(shop.content[product.name], shop.layout[product.name], shop.materials, part)
        )
        tell(f"sætter {piece.document.title}")
        pieces.append(piece)
    refuse_flaws(tuple(piece.document for piece in pieces))
    return tuple(pieces)


def refuse_flaws(documents: tuple[Document, ...]) -> None:
    """Raises BuildError with every flaw among the items, told once each."""
    found = [
        item.fault
        for document in documents
        for page in document.pages
        for item in walk(page.items)
        if isinstance(item, Flaw)
    ]
    if found:
        raise BuildError(*dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Job:
    """A document made ready: where in the pack it goes and the standard it is pressed to."""

    path: str
    document: Document
    standard: Standard


def jobs(root: Path, shop: Shop, pieces: tuple[Piece, ...], order: Order) -> tuple[Job, ...]:
    """Every file of the pack as a document ready for the press, one edition after another."""
    ready = (*_for_print_shop(root, pieces, order), *_for_office(root, shop, pieces, order), *_for_screen(root, pieces))
    refuse_flaws(tuple(job.document for job in ready))
    return ready


def _for_print_shop(root: Path, pieces: tuple[Piece, ...], order: Order) -> Iterator[Job]:
    profile = read_profile(root, order.press)
    standard = pdfx4(root / "assets/icc" / profile.profile, profile.condition)
    for piece in pieces:
        document = piece.document if order.dieline else without_dieline(piece.document)
        yield Job(f"tryk/{document.name}.pdf", for_press(document, profile), standard)


def _for_office(root: Path, shop: Shop, pieces: tuple[Piece, ...], order: Order) -> Iterator[Job]:
    printer = read_printer(root, order.printer) if order.printer else None
    for piece in pieces:
        for document in office_documents(root, shop, piece, order):
            light = low_ink(document) if order.low_ink else document
            straight = registered(light, printer) if printer else light
            made = fed_by_hand(straight) if order.flip == "hand" else straight
            yield Job(f"kontor/{made.name}.pdf", made, office(made.turn))


def _for_screen(root: Path, pieces: tuple[Piece, ...]) -> Iterator[Job]:
    standard = pdfua1(root / "assets/icc" / _SCREEN_PROFILE, _FIELD_FACE)
    for piece in pieces:
        if piece.product.screen:
            yield Job(f"skaerm/{piece.document.name}.pdf", piece.document, standard)


def office_documents(root: Path, shop: Shop, piece: Piece, order: Order) -> tuple[Document, ...]:
    """A piece as the school's own printer takes it."""
    name, fonts = piece.product.name, shop.materials.fonts
    if piece.product.office:
        return piece.product.office(shop.content[name], shop.layout[name], shop.materials, piece.part)
    layout, texts = read_sheets(root, shop.readers)
    if name == "posters":
        return posters_office(piece.document, layout, texts, fonts)
    if name == "cards":
        return cards_office(piece.document, layout, texts, fonts, "short" if order.flip == "short" else "long")
    if piece.part == WORKBOOK:
        folded = f"{piece.document.name}-a3"
        return (booklet((piece.document,), folded, piece.document.title, layout, texts, fonts),)
    return (piece.document,)


def press(shop: Shop, ready: tuple[Job, ...], tell: Tell) -> tuple[Made, ...]:
    """The finished files."""
    machine = Press({name: face.file for name, face in shop.materials.fonts.faces.items()})
    made = []
    for job in ready:
        tell(f"trykker {job.path}")
        trim = job.document.pages[0].trim
        size = (round(trim.width_mm, 3), round(trim.height_mm, 3))
        made.append(Made(job.path, machine.press(job.document, job.standard), len(job.document.pages), size))
    return tuple(made)


def order_slip(root: Path, shop: Shop, pieces: tuple[Piece, ...], order: Order) -> tuple[Document, bytes]:
    """The order slip's page and data for what goes to the print shop."""
    profile = read_profile(root, order.press)
    words = read(orderslip.Words, read_content(root, "order"), "order")
    layout = read_layout(orderslip.Layout, root / "layouts/order.toml", root, shop.readers)
    entries = tuple(
        orderslip.entry(
            f"{piece.document.name}.pdf",
            piece.document,
            layout.products.get(piece.target, layout.products[piece.product.name]),
        )
        for piece in pieces
    )
    pack, fonts = shop.materials.pack, shop.materials.fonts
    document = orderslip.compose(entries, words, layout.slip, pack, profile.condition, fonts)
    refuse_flaws((document,))
    return document, orderslip.as_json(entries, pack, profile.condition)


def limits_of(root: Path, press: str) -> Limits:
    """What a print shop's profile asks of a finished file."""
    from trygtryk.proof.findings import Limits

    profile = read_profile(root, press)
    return Limits(
        bleed_mm=profile.bleed_mm,
        safe_mm=profile.safe_mm,
        marks="none" if profile.marks == "none" else "crop",
        design_ink=profile.ink_limit,
    )


def refuse_unfit(root: Path, made: tuple[Made, ...], order: Order) -> None:
    """Raises BuildError with every error the check finds in the finished files: what fails is not packed."""
    from trygtryk.proof.preflight import check

    limits = limits_of(root, order.press)
    faults = [
        Fault(str(finding), Place(file.path))
        for file in made
        if file.path.partition("/")[0] in _RULES
        for finding in check(file.data, rules=_RULES[file.path.partition("/")[0]], limits=limits)
        if finding.severity == "error"
    ]
    if faults:
        raise BuildError(*faults)


def make(root: Path, order: Order, tell: Tell) -> tuple[Made, ...]:
    """The whole way from the sources to finished files, checked."""
    shop = read_shop(root, order.word, order.products, large=order.large)
    pieces = compose(shop, order.wanted, tell)
    ready = jobs(root, shop, pieces, order)
    if not order.wanted:
        slip, data = order_slip(root, shop, pieces, order)
        ready = (*ready, Job("ordreseddel.pdf", slip, office(slip.turn)))
    made = press(shop, ready, tell)
    tell("efterser filerne")
    # what is composed lives to the end: the collector need not walk it again for every file that is checked
    gc.freeze()
    refuse_unfit(root, made, order)
    return made if order.wanted else (*made, Made("ordreseddel.json", data))


def proof(root: Path, order: Order, tell: Tell) -> Iterator[tuple[str, bytes]]:
    """Every page as a PNG and one contact sheet a product, by file name."""
    from trygtryk.proof.contact_sheet import Shot, contact_sheet, png, shots

    shop = read_shop(root, order.word, order.products, large=order.large)
    pieces = compose(shop, order.wanted, tell)
    plain = Standard((1, 7), "srgb")
    machine = Press({name: face.file for name, face in shop.materials.fonts.faces.items()})
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
    from trygtryk.proof.contact_sheet import png, shots
    from trygtryk.proof.vision import as_seen

    picture = artwork(id, open_studio(root, read_palette(root / "layouts/palette.toml", root)))
    page = Page(picture.box, picture.box, picture.box, (picture,))
    data = Press({}).press(Document(id, id, (page,), _NO_DAY), office(""))
    (shot,) = shots(data, id, _SCENE_PX / picture.box.width_mm * MM_PER_INCH)
    return png(as_seen(shot.image, sight) if sight else shot.image)


def placeholders(root: Path) -> tuple[str, ...]:
    """The scenes that still stand in for a drawing to come."""
    scenes = sorted((root / "assets/scenes").glob("*.yaml"))
    entries = ((file.stem, read_yaml(file, root).value) for file in scenes)
    return tuple(stem for stem, value in entries if isinstance(value, Mapping) and "placeholder" in value)


def scene_picture(root: Path, id: str, sight: Literal["grey", "deuteranopia", "protanopia"] | None = None) -> bytes:
    """One scene, or somebody's own drawing in its place, as a PNG; as somebody with that sight sees it."""
    from trygtryk.proof.contact_sheet import png, shots
    from trygtryk.proof.vision import as_seen

    palette = read_palette(root / "layouts/palette.toml", root)
    picture = artwork(id, open_studio(root, palette))
    page = Page(picture.box, picture.box, picture.box, (picture,))
    document = Document(id, id, (page,), "2000-01-01")
    dpi = _PROOF_DPI * _SCENE_MM / max(picture.box.width_mm, picture.box.height_mm)
    (shot,) = shots(Press({}).press(document, Standard((1, 7), "srgb")), id, dpi)
    return png(as_seen(shot.image, sight) if sight else shot.image)


def calibration_sheet(root: Path) -> bytes:
    """The sheet that shows where a printer puts its backs, as a PDF."""
    shop = read_shop(root, DEFAULT_WORDING, ("flipflap",))
    layout, texts = read_sheets(root, shop.readers)
    document = calibration(layout, texts, shop.materials.fonts, shop.materials.pack.edition)
    refuse_flaws((document,))
    machine = Press({name: face.file for name, face in shop.materials.fonts.faces.items()})
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
    from trygtryk.proof.contact_sheet import png, shots

    shop = read_shop(root, wording, ("flipflap",))
    document = flipflap.preview(shop.content["flipflap"], shop.layout["flipflap"], shop.materials)
    refuse_flaws((document,))
    machine = Press({name: face.file for name, face in shop.materials.fonts.faces.items()})
    (shot,) = shots(machine.press(document, Standard((1, 7), "srgb")), document.name, _PROOF_DPI)
    return png(shot.image)


def changes(root: Path, word: str | Path) -> tuple[Change, ...]:
    """Every text that another word than the default changes, before and after, with where it stands."""
    words = read_wording(root, word)
    names = ("pack", "links", *(product.name for product in PRODUCTS))
    default = read_wording(root, DEFAULT_WORDING)
    return tuple(change for name in names for change in wording_changes(read_content(root, name), name, words, default))

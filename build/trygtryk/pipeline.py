"""The stages in order: read, word, compose, make ready, press, proof; what comes out is bytes by file name."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from trygtryk import orderslip
from trygtryk.errors import BuildError, Fault, Place
from trygtryk.makeready.profile import read_profile
from trygtryk.model import Document, Flaw, walk
from trygtryk.order import Order
from trygtryk.pack import Made
from trygtryk.press.file import Press
from trygtryk.press.office import office
from trygtryk.sources.content import read_content
from trygtryk.sources.layout import read_layout
from trygtryk.sources.strict import read

if TYPE_CHECKING:
    from trygtryk.proof.findings import Limits


from trygtryk.editions import Job, Piece, jobs
from trygtryk.shop import Shop, chosen, read_shop

Tell = Callable[[str], None]

_RULES: Mapping[str, Literal["press", "screen", "office"]] = {"tryk": "press", "skaerm": "screen", "kontor": "office"}


def compose(shop: Shop, wanted: tuple[str, ...], tell: Tell) -> tuple[Piece, ...]:
    """The pieces asked for; raises BuildError with every text that does not fit, in all of them."""
    pieces = []
    for product, part in chosen(shop, wanted):
        piece = Piece(
            product, part, product.compose(shop.content[product.name], shop.layout[product.name], shop.materials, part)
        )
        tell(f"sætter {piece.document.title}")
        pieces.append(piece)
    for fault in refuse_flaws(tuple(piece.document for piece in pieces)):
        tell(f"OBS: {fault}\n")
    return tuple(pieces)


def refuse_flaws(documents: tuple[Document, ...]) -> tuple[Fault, ...]:
    """What is to be told of the items, once each; raises BuildError with every flaw that stops the build."""
    flaws = [
        item for document in documents for page in document.pages for item in walk(page.items) if isinstance(item, Flaw)
    ]
    if found := [flaw.fault for flaw in flaws if flaw.stops]:
        raise BuildError(*dict.fromkeys(found))
    return tuple(dict.fromkeys(flaw.fault for flaw in flaws))


def press(shop: Shop, ready: tuple[Job, ...], tell: Tell) -> tuple[Made, ...]:
    """The finished files."""
    machine = Press(shop.materials.fonts.files)
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
    refuse_flaws(tuple(job.document for job in ready))
    if not order.wanted:
        slip, data = order_slip(root, shop, pieces, order)
        ready = (*ready, Job("ordreseddel.pdf", slip, office(slip.turn)))
    made = press(shop, ready, tell)
    tell("efterser filerne")
    # what is composed lives to the end: the collector need not walk it again for every file that is checked
    gc.freeze()
    refuse_unfit(root, made, order)
    return made if order.wanted else (*made, Made("ordreseddel.json", data))

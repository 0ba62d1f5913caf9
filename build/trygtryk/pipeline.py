"""The stages after read, in order: compose, make ready, press, proof; what comes out is bytes by file name."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from trygtryk.checks import checked
from trygtryk.editions import FIELD_FACE, Job, Piece, jobs, read_first
from trygtryk.errors import BuildError, Fault, Place, refuse
from trygtryk.model import Document, Field, Flaw, Layer, walk
from trygtryk.order import Order
from trygtryk.pack.pack import Finished
from trygtryk.press.file import Press
from trygtryk.press.pdfua import pdfua1
from trygtryk.products import PRODUCTS
from trygtryk.read import Sources
from trygtryk.slip.lines import Entry, as_json, merged
from trygtryk.slip.mail import attached, mail
from trygtryk.slip.page import slip_page
from trygtryk.slip.texts import ordered_by
from trygtryk.sources.printshop import Condition, Printshop

if TYPE_CHECKING:
    from trygtryk.proof.findings import Limits

Tell = Callable[[str], None]
"""Takes a line of progress."""

Note = Callable[[Fault], None]
"""Takes what somebody should look at, and that stops nothing."""

# four plates of 8 bits are each told to the nearest 0.4 percent
_ROUNDED = 1.0


def silent(_: object) -> None:
    """Nobody listens."""


def make(sources: Sources, tell: Tell = silent, note: Note = silent, beside: bytes = b"") -> tuple[Finished, ...]:
    """The whole way from the sources to finished files, checked; ``beside`` is the pack's former slip."""
    said: set[Fault] = set()

    def once(fault: Fault) -> None:
        """A flaw stands in what is composed, and again in what is made ready of it."""
        if fault not in said:
            said.add(fault)
            note(fault)

    pieces = compose(sources, tell, once)
    ready = jobs(pieces, sources)
    _note_flaws(tuple(job.document for job in ready), once)
    jobs_of_pack = ready
    if not ready:
        raise refuse("der er ikke noget at lave: alt, der er nævnt, står til 0 stk.", Place("layouts/order.toml"))
    for fault in (*_without_effect(pieces, ready, sources.order), *_unwritable(pieces, sources)):
        note(fault)
    order: tuple[Finished, ...] = ()
    if lines := tuple(job.line for job in ready if job.line):
        slip, order = order_slip(merged(lines, beside, _all_targets(sources)), sources)
        ready = (*ready, Job("ordreseddel.pdf", slip, pdfua1(sources.screen.data, FIELD_FACE), "screen"))
    if sources.whole:
        ready = (*ready, read_first(jobs_of_pack, sources))
        _note_flaws((ready[-1].document,), once)
    made = press(sources, ready, tell)
    tell("efterser filerne")
    # what is composed lives to the end: the collector need not walk it again for every file that is checked
    gc.freeze()
    refuse_unfit(ready, made, sources.printshop, note)
    if sources.order.mail and order:
        # the text of the mail stands in the mail
        sent = {file.path: file.data for file in (*made, order[0]) if file.path.startswith(("tryk/", "ordreseddel."))}
        order = (
            *order,
            Finished(
                "til-trykkeriet.zip", attached(sent, sources.slip_words, apart=sources.printshop.files == "piece")
            ),
        )
    return (*made, *order)


def compose(sources: Sources, tell: Tell = silent, note: Note = silent) -> tuple[Piece, ...]:
    """The pieces asked for; raises BuildError with every text that does not fit, in all of them."""
    for fault in checked(sources):
        note(fault)
    pieces = []
    for source, part in sources.asked:
        piece = Piece(source, part, source.composed(part, sources.on(sources.surface(source, part))))
        tell(f"sætter {piece.document.title}")
        pieces.append(piece)
    _note_flaws(tuple(piece.document for piece in pieces), note)
    return tuple(pieces)


def _without_effect(pieces: tuple[Piece, ...], ready: tuple[Job, ...], order: Order) -> Iterator[Fault]:
    """What was asked for and changes nothing in what was made of it."""
    if (order.printer or order.flip in ("long", "short")) and not any(job.document.turn for job in ready):
        yield Fault("intet af det, der laves, har en bagside, så --flip og --printer ændrer ikke noget")
    pages = (page for piece in pieces for page in piece.document.pages)
    if not order.dieline and not any(isinstance(item, Layer) and item.step for page in pages for item in page.items):
        yield Fault("intet af det, der laves, stanses eller rilles, så --no-dieline ændrer ikke noget")


def _unwritable(pieces: tuple[Piece, ...], sources: Sources) -> Iterator[Fault]:
    """What people write on, ordered on paper that takes no pen."""
    coated = [piece for piece in pieces if sources.surface(piece.source, piece.part) == "coated"]
    for piece in coated if "tryk" in sources.order.editions else ():
        if any(isinstance(item, Field) for page in piece.document.pages for item in walk(page.items)):
            suggestion = sources.slip.suggested(piece.target)
            told = f"der skal skrives på »{piece.document.title}«, men papiret er bestrøget"
            yield Fault(told, suggestion.paper.place if suggestion else None, "bestil det på ubestrøget papir")


def _note_flaws(documents: tuple[Document, ...], note: Note) -> None:
    """Notes what is to be told of the items; raises BuildError with every flaw that stops the build."""
    for fault in refuse_flaws(documents):
        note(fault)


def _all_targets(sources: Sources) -> tuple[str, ...]:
    """Every product by its name, and the parts of those that were read."""
    known = sources.products
    return tuple(
        target
        for product in PRODUCTS
        for target in (known[product.name].targets if product.name in known else (product.name,))
    )


def refuse_flaws(documents: tuple[Document, ...]) -> tuple[Fault, ...]:
    """What is to be told of the items, once each; raises BuildError with every flaw that stops the build."""
    flaws = [
        item for document in documents for page in document.pages for item in walk(page.items) if isinstance(item, Flaw)
    ]
    if found := [flaw.fault for flaw in flaws if flaw.stops]:
        raise BuildError(*dict.fromkeys(found))
    return tuple(dict.fromkeys(flaw.fault for flaw in flaws))


def order_slip(lines: tuple[Entry, ...], sources: Sources) -> tuple[Document, tuple[Finished, ...]]:
    """The order: its page, and as data and as the text of a mail; what lies ready for the print shop, and nothing else."""
    materials, words, ordering = sources.materials, sources.slip_words, sources.ordering
    head = ordered_by(ordering, materials.sender, sources.printshop, words)
    document = slip_page(lines, head, words, sources.slip.slip, materials.pack, materials.fonts, materials.sender)
    refuse_flaws((document,))
    data = as_json(lines, ordering, materials.pack, materials.sender)
    text = mail(lines, head, words, materials.pack)
    return document, (Finished("ordreseddel.json", data), Finished("mail-til-trykkeriet.txt", text))


def press(sources: Sources, ready: tuple[Job, ...], tell: Tell) -> tuple[Finished, ...]:
    """The finished files."""
    machine = Press(sources.materials.fonts.files)
    made = []
    for job in ready:
        tell(f"trykker {job.path}")
        trim = job.document.pages[0].trim
        size = (round(trim.width_mm, 3), round(trim.height_mm, 3))
        made.append(Finished(job.path, machine.press(job.document, job.standard), len(job.document.pages), size))
    return tuple(made)


def limits_of(printshop: Printshop, *conditions: Condition) -> Limits:
    """What a print shop asks of a finished file made for one of the conditions (none: for any)."""
    from trygtryk.proof.findings import Allowed, Limits

    return Limits(
        bleed_mm=printshop.bleed_mm,
        safe_mm=printshop.safe_mm,
        marks=printshop.marks,
        conditions=tuple(Allowed(one.name, one.ink_limit, one.ink_limit + _ROUNDED) for one in conditions),
        tools=printshop.tools,
        tool_names=printshop.tool_names,
    )


def refuse_unfit(ready: tuple[Job, ...], made: tuple[Finished, ...], printshop: Printshop, note: Note) -> None:
    """Notes every warning of the check; raises BuildError with every error: what fails is not packed."""
    from trygtryk.proof.preflight import check

    faults = []
    for job, file in zip(ready, made, strict=True):
        limits = limits_of(printshop, *([job.condition] if job.condition else []))
        for finding in check(file.data, rules=job.rules, limits=limits) if job.rules else ():
            fault = Fault(str(finding), Place(file.path))
            if finding.severity == "error":
                faults.append(fault)
            elif finding.severity == "warning":
                note(fault)
    if faults:
        raise BuildError(*faults)

"""The stages after read, in order: compose, make ready, press, proof; what comes out is bytes by file name."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from trygtryk import orderslip
from trygtryk.editions import Job, Piece, jobs
from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.model import Document, Flaw, walk
from trygtryk.pack import Made
from trygtryk.press.file import Press
from trygtryk.press.office import office
from trygtryk.products.product import Source
from trygtryk.read import Sources
from trygtryk.sources.printshop import Printshop

if TYPE_CHECKING:
    from trygtryk.proof.findings import Limits

Tell = Callable[[str], None]


def make(sources: Sources, tell: Tell) -> tuple[Made, ...]:
    """The whole way from the sources to finished files, checked."""
    ready = jobs(compose(sources, tell), sources)
    refuse_flaws(tuple(job.document for job in ready))
    data = b""
    if not sources.order.wanted:
        slip, data = order_slip(ready, sources)
        ready = (*ready, Job("ordreseddel.pdf", slip, office(slip.turn), "office"))
    made = press(sources, ready, tell)
    tell("efterser filerne")
    # what is composed lives to the end: the collector need not walk it again for every file that is checked
    gc.freeze()
    refuse_unfit(ready, made, limits_of(sources.printshop))
    return (*made, Made("ordreseddel.json", data)) if data else made


def chosen(sources: Sources) -> Iterator[tuple[Source[Any, Any], str]]:
    """The products and parts asked for (all where none is), in the registry's order."""
    wanted = sources.order.wanted
    for target in wanted:
        if target not in sources.targets:
            raise refuse(f"der er ikke noget, der hedder »{target}«", None, nearest(target, sources.targets))
    for name, source in sources.products.items():
        for part in source.parts:
            if not wanted or name in wanted or f"{name}/{part}" in wanted:
                yield source, part


def compose(sources: Sources, tell: Tell) -> tuple[Piece, ...]:
    """The pieces asked for; raises BuildError with every text that does not fit, in all of them."""
    pieces = []
    for source, part in chosen(sources):
        piece = Piece(source, part, source.composed(part, sources.materials))
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


def order_slip(ready: tuple[Job, ...], sources: Sources) -> tuple[Document, bytes]:
    """The order slip's page and data: what lies ready for the print shop, and nothing else."""
    entries = tuple(job.line for job in ready if job.line)
    pack, condition = sources.materials.pack, sources.printshop.condition
    document = orderslip.compose(
        entries, sources.slip_words, sources.slip.slip, pack, condition, sources.materials.fonts
    )
    refuse_flaws((document,))
    return document, orderslip.as_json(entries, pack, condition)


def press(sources: Sources, ready: tuple[Job, ...], tell: Tell) -> tuple[Made, ...]:
    """The finished files."""
    machine = Press(sources.materials.fonts.files)
    made = []
    for job in ready:
        tell(f"trykker {job.path}")
        trim = job.document.pages[0].trim
        size = (round(trim.width_mm, 3), round(trim.height_mm, 3))
        made.append(Made(job.path, machine.press(job.document, job.standard), len(job.document.pages), size))
    return tuple(made)


def limits_of(printshop: Printshop) -> Limits:
    """What a print shop asks of a finished file."""
    from trygtryk.proof.findings import Limits

    return Limits(
        bleed_mm=printshop.bleed_mm,
        safe_mm=printshop.safe_mm,
        marks="none" if printshop.marks == "none" else "crop",
        design_ink=printshop.ink_limit,
    )


def refuse_unfit(ready: tuple[Job, ...], made: tuple[Made, ...], limits: Limits) -> None:
    """Raises BuildError with every error the check finds in the finished files: what fails is not packed."""
    from trygtryk.proof.preflight import check

    faults = [
        Fault(str(finding), Place(file.path))
        for job, file in zip(ready, made, strict=True)
        for finding in check(file.data, rules=job.rules, limits=limits)
        if finding.severity == "error"
    ]
    if faults:
        raise BuildError(*faults)

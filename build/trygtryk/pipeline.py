"""The stages after read, in order: compose, make ready, press, proof; what comes out is bytes by file name."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from trygtryk.checks import checked
from trygtryk.editions import Job, Piece, jobs, read_first, screen_job
from trygtryk.errors import BuildError, Fault, Place, refuse
from trygtryk.finishing import Check, Task, ahead, judged, pressed
from trygtryk.model import Document, Facts, Flaw, facts_of
from trygtryk.order import Order
from trygtryk.pack.manifest import Finished
from trygtryk.press.cutting import as_dxf, as_svg
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.products import PRODUCTS
from trygtryk.products.product import Source
from trygtryk.read import Sources
from trygtryk.slip.lines import Entry, as_json, merged
from trygtryk.slip.mail import attached, mail
from trygtryk.slip.page import slip_page
from trygtryk.slip.texts import ordered_by
from trygtryk.sources.printshop import Condition, Printshop
from trygtryk.store import NOWHERE, Store, digest

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


def make(
    sources: Sources, tell: Tell = silent, note: Note = silent, beside: bytes = b"", store: Store = NOWHERE
) -> tuple[Finished, ...]:
    """The whole way from the sources to finished files, checked; ``beside`` is the pack's former slip.

    What the ``store`` remembers is not made again.
    """
    said: set[Fault] = set()

    def once(fault: Fault) -> None:
        """A flaw stands in what is composed, and again in what is made ready of it."""
        if fault not in said:
            said.add(fault)
            note(fault)

    pieces = compose(sources, tell, once, store)
    ready = jobs(pieces, sources, store)
    _note_flaws((job.facts for job in ready), once)
    jobs_of_pack = ready
    if not ready:
        none = sources.slip.suggested(pieces[0].target)
        raise refuse("der er ikke noget at lave: alt, der er nævnt, står til 0 stk.", none.place if none else None)
    for fault in (*_without_effect(pieces, ready, sources.order), *_unwritable(pieces, sources)):
        note(fault)
    order: tuple[Finished, ...] = ()
    printed = "tryk" in sources.order.editions
    new = tuple(job.line for job in ready if job.line)
    if printed and (lines := merged(new, beside, _all_targets(sources), sources.slip.suggested)):
        slip, order = order_slip(lines, sources)
        ready = (*ready, screen_job(slip, "ordreseddel.pdf", sources, store))
    if sources.whole:
        ready = (*ready, read_first(jobs_of_pack, sources, store))
        _note_flaws((ready[-1].facts,), once)
    # what is composed lives on: the collector need not walk it again for every file that is pressed
    gc.freeze()
    made = press(sources, ready, tell, store)
    cut, checks = cutter_files(ready), tuple(_check(job, sources) for job in ready)
    # nobody needs what was composed any more: there is room for what is read of the files
    del pieces, ready, jobs_of_pack
    tell("efterser filerne")
    gc.collect()
    gc.freeze()
    refuse_unfit(checks, made, note, store)
    if sources.order.mail and order:
        # the text of the mail stands in the mail
        sent = {
            file.path: file.data for file in (*made, *cut, order[0]) if file.path.startswith(("tryk/", "ordreseddel."))
        }
        order = (
            *order,
            Finished(
                "til-trykkeriet.zip", attached(sent, sources.slip_words, apart=sources.printshop.files == "piece")
            ),
        )
    return (*made, *cut, *order)


def compose(sources: Sources, tell: Tell = silent, note: Note = silent, store: Store = NOWHERE) -> tuple[Piece, ...]:
    """The pieces asked for; raises BuildError with every text that does not fit, in all of them."""
    for fault in checked(sources, store):
        note(fault)
    shared = sources.shared() if store.keeps else ""
    pieces = []
    for source, part in sources.asked:
        piece = _piece(source, part, sources, shared, store)
        tell(f"sætter {piece.facts.title}")
        pieces.append(piece)
    _note_flaws((piece.facts for piece in pieces), note)
    return tuple(pieces)


def _piece(source: Source[Any, Any], part: str, sources: Sources, shared: str, store: Store) -> Piece:
    alone, surface = source.alone(part), sources.surface(source, part)
    composed = cache(partial(alone.composed, part, sources.on(surface)))
    read = (source.product.name, part, source.variant, alone.content, source.layout)
    made_of = digest((shared, surface, read)) if store.keeps else ""
    return Piece(alone, part, store.remembered("sats", made_of, lambda: facts_of(composed())), made_of, composed)


def _without_effect(pieces: tuple[Piece, ...], ready: tuple[Job, ...], order: Order) -> Iterator[Fault]:
    """What was asked for and changes nothing in what was made of it."""
    if (order.printer or order.flip in ("long", "short")) and not any(job.facts.turn for job in ready):
        yield Fault("intet af det, der laves, har en bagside, så --flip og --printer ændrer ikke noget")
    if not order.dieline and not any(piece.facts.tools for piece in pieces):
        yield Fault("intet af det, der laves, stanses eller rilles, så --no-dieline ændrer ikke noget")


def _unwritable(pieces: tuple[Piece, ...], sources: Sources) -> Iterator[Fault]:
    """What people write on, ordered on paper that takes no pen."""
    coated = [piece for piece in pieces if sources.surface(piece.source, piece.part) == "coated"]
    for piece in coated if "tryk" in sources.order.editions else ():
        if piece.facts.fields:
            suggestion = sources.slip.suggested(piece.target)
            told = f"der skal skrives på »{piece.facts.title}«, men papiret er bestrøget"
            yield Fault(told, suggestion.paper.place if suggestion else None, "bestil det på ubestrøget papir")


def _note_flaws(documents: Iterable[Facts], note: Note) -> None:
    """Notes what is to be told of the items; raises BuildError with every flaw that stops the build."""
    for fault in _told(flaw for facts in documents for flaw in facts.flaws):
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
    return _told(flaw for document in documents for flaw in facts_of(document).flaws)


def _told(found_in: Iterable[Flaw]) -> tuple[Fault, ...]:
    flaws = tuple(found_in)
    if found := [flaw.fault for flaw in flaws if flaw.stops]:
        raise BuildError(*dict.fromkeys(found))
    return tuple(dict.fromkeys(flaw.fault for flaw in flaws))


def order_slip(lines: tuple[Entry, ...], sources: Sources) -> tuple[Document, tuple[Finished, ...]]:
    """The order: its page, and as data and as the text of a mail; what lies ready for the print shop, and nothing else."""
    materials, words, ordering = sources.materials, sources.slip_words.of(sources.printshop), sources.ordering
    head = ordered_by(ordering, materials.sender, sources.printshop, words)
    document = slip_page(lines, head, words, sources.slip.slip, materials.pack, materials.fonts, materials.sender)
    refuse_flaws((document,))
    data = as_json(lines, ordering, materials.pack, materials.sender)
    text = mail(lines, head, words, materials.pack)
    return document, (Finished("ordreseddel.json", data), Finished("mail-til-trykkeriet.txt", text))


def press(sources: Sources, ready: tuple[Job, ...], tell: Tell, store: Store = NOWHERE) -> tuple[Finished, ...]:
    """The finished files."""
    faces = sources.materials.fonts.files
    machine, tasks = Press(faces), _tasks(ready, sources, store)
    ahead(tasks, faces, store)
    made = []
    for job, task in zip(ready, tasks, strict=True):
        tell(f"trykker {job.path}")
        trim = job.facts.trim
        size = (round(trim.width_mm, 3), round(trim.height_mm, 3))
        made.append(Finished(job.path, pressed(task, machine, store), job.facts.pages, size, task.material))
    return tuple(made)


def _tasks(ready: tuple[Job, ...], sources: Sources, store: Store) -> tuple[Task, ...]:
    """What is to be pressed and checked of each job."""
    faces = digest(sources.materials.fonts.files) if store.keeps else ""
    return tuple(
        Task(
            (job.seal, *_kept(job.standard), faces) if store.keeps else None,
            job.facts.pages,
            job.composed,
            job.standard,
            _check(job, sources),
        )
        for job in ready
    )


def _check(job: Job, sources: Sources) -> Check:
    return Check(job.rules, limits_of(sources.printshop, *([job.condition] if job.condition else [])))


def _kept(standard: Standard) -> tuple[str, str]:
    """A standard in short: all of it but its profile, and the profile's digest."""
    return repr(standard), _digest(standard.intent.profile) if standard.intent else ""


@lru_cache(maxsize=8)
def _digest(data: bytes) -> str:
    return digest(data)


def cutter_files(ready: tuple[Job, ...]) -> tuple[Finished, ...]:
    """What has a file for its tools alone, as cutters' own programs take it besides."""
    made = []
    for job in ready:
        if job.for_cutters:
            page, stem = job.document.pages[0], job.path.removesuffix(".pdf")
            size = (round(page.trim.width_mm, 3), round(page.trim.height_mm, 3))
            made.append(Finished(f"{stem}.svg", as_svg(page, job.document.title), 1, size))
            made.append(Finished(f"{stem}.dxf", as_dxf(page), 1, size))
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


def refuse_unfit(checks: tuple[Check, ...], made: tuple[Finished, ...], note: Note, store: Store = NOWHERE) -> None:
    """Notes every warning of the check; raises BuildError with every error: what fails is not packed."""
    from trygtryk.proof.findings import told_once

    faults = []
    for by, file in zip(checks, made, strict=True):
        for severity, said in told_once(judged(file.data, by, store)):
            fault = Fault(said, Place(file.path))
            if severity == "error":
                faults.append(fault)
            elif severity == "warning":
                note(fault)
    if faults:
        raise BuildError(*faults)

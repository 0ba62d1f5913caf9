"""The editions as values: which documents a pack's pieces become in each, and what is promised of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, Literal

from trygtryk import guide
from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.makeready.calibrate import registered
from trygtryk.makeready.dieline import as_named, without_dieline
from trygtryk.makeready.feeding import fed_by_hand, turned_on
from trygtryk.makeready.low_ink import low_ink
from trygtryk.makeready.marks import for_press
from trygtryk.makeready.print_files import TOOLS, print_files
from trygtryk.model import Document, Facts, Page, facts_of
from trygtryk.order import EDITION_NAMES, EditionName, Order
from trygtryk.papers import named, sheets
from trygtryk.press.office import office
from trygtryk.press.pdfua import pdfua1
from trygtryk.press.pdfx import pdfx4
from trygtryk.press.standard import Standard
from trygtryk.products.product import Source
from trygtryk.read import Sources
from trygtryk.slip.lines import Entry, entry
from trygtryk.sources.printshop import Condition, Surface
from trygtryk.store import NOWHERE, Store, digest, seal

FIELD_FACE = "text"
"""What is typed into fields is set in."""

_APART = "giv dem hver sit navn eller papir; de ark, skolens printer får, står i layouts/sheets.toml"


@dataclass(frozen=True, slots=True)
class Piece:
    """One document as a product composes it, and of which product and part it is.

    It is composed when somebody asks for it; until then there are its ``facts``, and in ``made_of`` the digest of all
    that it is made from.
    """

    source: Source[Any, Any]
    part: str
    facts: Facts
    made_of: str
    composed: Callable[[], Document] = field(repr=False)

    @property
    def document(self) -> Document:
        """The piece as it was composed; composed where nobody has asked yet."""
        return self.composed()

    @property
    def target(self) -> str:
        """What it is asked for by."""
        return f"{self.source.product.name}/{self.part}" if self.part else self.source.product.name


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A document made ready, and for a print shop the surface it is ordered on and its line on the order slip;
    ``by_hand`` says that the stack is fed again for its backs."""

    document: Document
    surface: Surface | None = None
    line: Entry | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a document that was made ready; ``seal`` is its digest."""

    facts: Facts
    seal: str
    surface: Surface | None
    line: Entry | None
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """One way the pack is made: its folder, which pieces make a file together, what documents are made of them, and the
    standard and rules those keep."""

    folder: EditionName
    together: Callable[[Pieces, Sources], Iterable[Pieces]]
    documents: Callable[[Pieces, Sources], Iterator[Ready]]
    standard: Callable[[Known, Sources], Standard]
    rules: Literal["press", "screen", "office"]


@dataclass(frozen=True, slots=True)
class Job:
    """A document ready for the press: where in the pack it goes, its standard, and the rules (None: no) it is checked by.

    ``seal`` is the document's digest (empty where nothing is remembered). ``condition`` is the printing condition of the
    paper it is ordered on.
    """

    path: str
    facts: Facts
    seal: str
    composed: Callable[[], Document] = field(repr=False)
    standard: Standard
    rules: Literal["press", "screen", "office"] | None
    condition: Condition | None = None
    line: Entry | None = None
    pieces: Pieces = ()
    by_hand: bool = False

    @property
    def document(self) -> Document:
        """What is pressed; made ready where nobody has asked yet."""
        return self.composed()

    @property
    def for_cutters(self) -> bool:
        """Whether it is the tools' lines alone, which lie there as SVG and DXF too."""
        return self.facts.tools and self.facts.name.endswith(TOOLS)


def screen_job(document: Document, path: str, sources: Sources, store: Store = NOWHERE) -> Job:
    """A page that is read on a screen, besides the editions."""
    sealed = digest(document) if store.keeps else ""
    return _read_on_screen(path, facts_of(document), sealed, lambda: document, sources)


def _read_on_screen(path: str, facts: Facts, sealed: str, composed: Callable[[], Document], sources: Sources) -> Job:
    return Job(path, facts, sealed, composed, _shown(sources), "screen")


def jobs(pieces: Pieces, sources: Sources, store: Store = NOWHERE) -> tuple[Job, ...]:
    """Every file of the pack, one edition after another; each product comes in the editions it names.

    Raises BuildError where something that was asked for is never on the papers that were, or two files would have one name.
    """
    ready = tuple(_all_jobs(pieces, sources, store))
    names = Counter(job.path for job in ready)
    if twice := [
        Fault("to filer kommer til at hedde det samme", Place(path), _APART) for path in names if names[path] > 1
    ]:
        raise BuildError(*twice)
    return _on_papers(ready, sources.order)


def _all_jobs(pieces: Pieces, sources: Sources, store: Store) -> Iterator[Job]:
    return (
        job
        for edition in EDITIONS
        if edition.folder in sources.order.editions
        for group in edition.together(
            tuple(piece for piece in pieces if edition.folder in piece.source.product.editions), sources
        )
        for job in _jobs_of(group, edition, sources, store)
    )


def _on_papers(ready: tuple[Job, ...], order: Order) -> tuple[Job, ...]:
    """What is printed on the papers that were asked for: something of each thing, and something on each paper."""
    if not order.papers:
        return ready
    found: dict[str, set[str]] = {target: set() for target in (*order.wanted, "")}
    for job in ready:
        for name in ("", *(name for piece in job.pieces for name in (piece.target, piece.source.product.name))):
            if name in found:
                found[name].add(_paper(job))
    for target, there in found.items():
        lacking = [paper for paper in order.papers if paper not in there]
        if len(lacking) == len(order.papers) or (lacking and not target):
            what = f"»{target}« laves ikke" if target else "intet af det laves"
            raise refuse(f"{what} på papiret {' eller '.join(lacking)}", None, nearest(lacking[0], there))
    return tuple(job for job in ready if _paper(job) in order.papers)


def _paper(job: Job) -> str:
    return sheets(job.facts.trim, job.facts.glued)


def _jobs_of(group: Pieces, edition: Edition, sources: Sources, store: Store) -> Iterator[Job]:
    made = cache(lambda: tuple(edition.documents(group, sources)))
    material = (edition.folder, [piece.made_of for piece in group])
    for number, known in enumerate(store.remembered("klar", material, lambda: _known(made(), store))):
        yield Job(
            f"{edition.folder}/{known.facts.name}.pdf",
            known.facts,
            known.seal,
            partial(_document, made, number),
            edition.standard(known, sources),
            edition.rules,
            sources.printshop.on(known.surface) if known.surface else None,
            known.line,
            group,
            known.by_hand,
        )


def _document(made: Callable[[], tuple[Ready, ...]], number: int) -> Document:
    return made()[number].document


def _known(made: Iterable[Ready], store: Store, digested: Callable[[object], str] = seal) -> tuple[Known, ...]:
    return tuple(
        Known(
            facts_of(ready.document),
            digested(ready.document) if store.keeps else "",
            ready.surface,
            ready.line,
            ready.by_hand,
        )
        for ready in made
    )


def _alone(pieces: Pieces, sources: Sources) -> Iterable[Pieces]:
    return ((piece,) for piece in pieces)


def _ordered_together(pieces: Pieces, sources: Sources) -> Iterable[Pieces]:
    """A file a piece, or a product where the print shop wants it so; what is not ordered is not made."""
    ordered: dict[str, Pieces] = {}
    for piece in pieces:
        target = _ordered_as(piece, sources)
        ordered[target] = (*ordered.get(target, ()), piece)
    for target, found in ordered.items():
        suggestion = sources.slip.suggested(target)
        if suggestion and suggestion.copies:
            yield found


def _for_print_shop(found: Pieces, sources: Sources) -> Iterator[Ready]:
    """What the print shop is sent of them, as it wants it."""
    target = _ordered_as(found[0], sources)
    suggestion = sources.slip.suggested(target)
    assert suggestion
    document, parts = (found[0].document, ()) if target == found[0].target else _together(found)
    made = named(document if sources.order.dieline else without_dieline(document), "tryk")
    both_sides = any(piece.facts.pages > 1 for piece in found)
    surface = suggestion.paper.surface
    files = print_files(made, sources.printshop, both_sides=both_sides)
    line = entry(
        target,
        as_named(made, sources.printshop),
        suggestion,
        sources.printshop.on(surface).name,
        both_sides=both_sides,
        pieces=parts,
        files=files,
    )
    for number, file in enumerate(files):
        yield Ready(for_press(file, sources.printshop), surface, None if number else line)


def _ordered_as(piece: Piece, sources: Sources) -> str:
    """The name a piece's file is ordered by: its own, or its product's where the print shop wants them in one file.

    A part with an entry of its own on the order slip stays alone, and so does a book with an outline.
    """
    alone = piece.target in sources.slip.products or piece.facts.book
    return piece.target if sources.printshop.files == "piece" or alone else piece.source.product.name


def _together(pieces: Pieces) -> tuple[Document, tuple[tuple[str, int, int], ...]]:
    """A product's pieces as one document, with the title and the first and last page of each.

    Where any has a back, no piece begins on the back of another.
    """
    first, product = pieces[0].document, pieces[0].source.product
    pages: list[Page] = []
    parts = []
    for piece in pieces:
        parts.append((piece.document.title, len(pages) + 1, len(pages) + len(piece.document.pages)))
        pages.extend(piece.document.pages)
        if len(pages) % 2 and any(len(other.document.pages) > 1 for other in pieces):
            pages.append(replace(pages[-1], items=(), label=""))
    name = f"{product.name}{pieces[0].source.variant}"
    return replace(first, name=name, title=product.title, pages=tuple(pages)), tuple(parts)


def _printed(known: Known, sources: Sources) -> Standard:
    """The condition of the paper it is ordered on."""
    assert known.surface
    condition = sources.printshop.on(known.surface)
    return pdfx4(condition.profile.data, condition.name)


def _for_office(pieces: Pieces, sources: Sources) -> Iterator[Ready]:
    """What the school's own printer takes, turned, lightened and moved as it is asked to."""
    order, printer = sources.order, sources.printer
    for piece in pieces:
        for document in piece.source.on_sheets(without_dieline(piece.document), sources.materials):
            made = turned_on(document, order.flip) if order.flip in ("long", "short") else document
            made = low_ink(made) if order.low_ink else made
            made = registered(made, printer) if printer else made
            by_hand = order.flip == "hand" and bool(made.turn)
            made = fed_by_hand(made) if by_hand else made
            yield Ready(named(made, "kontor"), by_hand=by_hand)


def _shown(sources: Sources) -> Standard:
    return pdfua1(sources.screen.data, FIELD_FACE)


def _for_screen(pieces: Pieces, sources: Sources) -> Iterator[Ready]:
    for piece in pieces:
        shown = piece.source.on_screen(without_dieline(piece.document), sources.materials)
        yield Ready(named(shown, "skaerm"))


EDITIONS: tuple[Edition, ...] = (
    Edition(
        "tryk",
        _ordered_together,
        _for_print_shop,
        _printed,
        "press",
    ),
    Edition(
        "kontor",
        _alone,
        _for_office,
        lambda known, sources: office(known.facts.turn),
        "office",
    ),
    Edition(
        "skaerm",
        _alone,
        _for_screen,
        lambda known, sources: _shown(sources),
        "screen",
    ),
)


def read_first(ready: tuple[Job, ...], sources: Sources, store: Store = NOWHERE) -> Job:
    """The page that says which of a pack's files is for which printer and paper."""
    words, layout, materials = sources.guide_words, sources.guide_layout, sources.materials
    spoken_of = tuple(_spoken_of(ready))
    composed = cache(
        lambda: guide.compose(
            tuple(
                guide.Kind(id, title, _first_page(first, store), count, files)
                for id, title, first, count, files in spoken_of
            ),
            words,
            layout,
            materials.pack,
            materials.fonts,
            mailed=sources.order.mail,
        )
    )
    shown = [(id, title, first.made_of, count, files) for id, title, first, count, files in spoken_of]
    # put together of pages that may have been remembered, it is digested as it is and not as it was put together
    (known,) = store.remembered(
        "klar", (words, layout, shown, sources.order.mail), lambda: _known((Ready(composed()),), store, digest)
    )
    return _read_on_screen(f"{guide.NAME}.pdf", known.facts, known.seal, composed, sources)


def _first_page(piece: Piece, store: Store) -> Document:
    """What is shown of a piece, small."""

    def made() -> Document:
        document = without_dieline(piece.document)
        return replace(document, pages=document.pages[:1])

    return store.remembered("forside", piece.made_of, made)


def _spoken_of(ready: tuple[Job, ...]) -> Iterator[tuple[str, str, Piece, int, tuple[guide.Lying, ...]]]:
    """The files as they are spoken of together: an id and a title, the first piece, how many there are, and the files."""
    found: dict[str, list[tuple[Piece, guide.Lying | None]]] = {}
    for job in ready:
        folder = next(name for name in EDITION_NAMES if job.path.startswith(f"{name}/"))
        for piece in job.pieces:
            name, own = job.facts.name, piece.facts.name
            ending = name.removeprefix(own) if name.startswith(own) else ""
            # what lies together in one file is named once
            lying = (
                guide.Lying(folder, job.facts, ending, job.by_hand, job.for_cutters) if piece is job.pieces[0] else None
            )
            id = own if piece.facts.book else piece.source.product.name
            found.setdefault(id, []).append((piece, lying))
    for id, lying_of in found.items():
        pieces = {piece.target: piece for piece, _ in lying_of}
        first = next(iter(pieces.values()))
        title = first.facts.title if first.facts.book else first.source.product.title
        yield id, title, first, len(pieces), tuple(lying for _, lying in lying_of if lying)

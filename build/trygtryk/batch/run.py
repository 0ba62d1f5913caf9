"""A batch from its table or folder to the packs, their summary, and what is to be told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from trygtryk.batch.departments import Entry, from_folder, from_table
from trygtryk.batch.making import Outcome, make
from trygtryk.batch.sharing import sharing
from trygtryk.batch.summary import Line, write
from trygtryk.batch.workers import Workers, cores
from trygtryk.errors import Fault, Place
from trygtryk.names import files, nobodys
from trygtryk.order import Order
from trygtryk.pack.lock import alone
from trygtryk.pack.manifest import MANIFEST
from trygtryk.sources.department.own_folder import FILE
from trygtryk.store import Store

Task = tuple[Entry, Path, Order]
Engine = Callable[[Path, Iterable[Task]], Iterator[tuple[Entry, Outcome | None]]]
"""What makes the packs of a project, each told of as it is done; None where its process or machine was lost with it."""

_LOST = Fault("programmet gik ned, mens pakken blev lavet", None, "kør kommandoen igen")
_MOST_NOTES = 300


@dataclass(frozen=True, slots=True)
class Done:
    """What a batch came to: packs made, those that were as they should be, departments with faults, and what is shared."""

    made: int
    unchanged: int
    failed: int
    shared: int
    shared_bytes: int
    summary: Path


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told: of the progress, of what stops nothing, of what is wrong with one department, and of waiting for
    another batch in the same folder."""

    tell: Callable[[str], None]
    note: Callable[[Fault], None]
    failed: Callable[[Fault], None]
    waiting: Callable[[], None]


def here(store: Store) -> Engine:
    """The engine that is this machine, with as many processes as it has cores, and what the store remembers."""

    def engine(root: Path, tasks: Iterable[Task]) -> Iterator[tuple[Entry, Outcome | None]]:
        return Workers(make, cores()).each((entry, (root, folder, order, store)) for entry, folder, order in tasks)

    return engine


def run(root: Path, source: Path, out: Path, order: Order, listener: Listener, engine: Engine) -> Done:
    """Makes a pack for each department; what is done and unchanged is not made again.

    One department's faults stop no other. Raises BuildError where the table cannot be read, or is none.
    """
    with alone(out, listener.waiting):
        listener.tell(f"læser {source.name}")
        entries, notes = from_folder(root, source) if source.is_dir() else from_table(root, source, out)
        for note in (*notes, *_left_over(out, entries)):
            listener.note(note)
        for fault in (fault for entry in entries for fault in entry.faults):
            listener.failed(fault)
        good = [entry for entry in entries if not entry.faults]
        lines = {entry.where: Line(entry, entry.faults) for entry in entries}
        counts = {"made": 0, "unchanged": 0}
        said: set[str] = set()
        with sharing(out) as shared:
            tasks = ((entry, out / f"{entry.pack}{order.variant}", _of(order, entry)) for entry in good)
            for number, (entry, outcome) in enumerate(engine(root, tasks), 1):
                outcome = outcome or Outcome(faults=(_LOST,))
                faults = tuple(map(entry.located, outcome.faults))
                for fault in faults:
                    listener.failed(fault)
                _tell_notes(entry, outcome, said, listener.note)
                if not faults:
                    shared.take(out / f"{entry.pack}{order.variant}")
                    counts["made" if outcome.count else "unchanged"] += 1
                lines[entry.where] = Line(entry, faults, f"{entry.pack}{order.variant}")
                what = "skal rettes" if faults else files(outcome.count) if outcome.count else "uændret"
                listener.tell(f"{number} af {len(good)}: {entry.called}: {what}")
        page, kept = write(out, source.name, tuple(lines.values()))
        if kept:
            listener.note(Fault(f"oversigten var rettet i hånden: jeres udgave hedder nu {kept}"))
    failed = len([line for line in lines.values() if line.faults])
    return Done(counts["made"], counts["unchanged"], failed, shared.count, shared.bytes, page)


def _of(order: Order, entry: Entry) -> Order:
    """The order for one department."""
    return replace(order, wording=entry.asked)


def _tell_notes(entry: Entry, outcome: Outcome, said: set[str], note: Callable[[Fault], None]) -> None:
    """What is to be told of a pack; what is the same for many departments is told of the first."""
    for path, beside in outcome.kept.items():
        note(entry.located(Fault(f"{path} var ændret siden sidst: jeres udgave hedder nu {beside}")))
    if outcome.mended:
        note(entry.located(Fault("en bygning blev afbrudt sidst; pakken er sat på plads og lavet igen")))
    for fault in outcome.notes:
        told = entry.located(fault)
        # what a department's own file or row says is its own
        key = str(told) if fault.place and fault.place.file.endswith(FILE) else fault.message
        if key not in said and len(said) < _MOST_NOTES:
            said.add(key)
            note(told)


def _left_over(out: Path, entries: tuple[Entry, ...]) -> Iterator[Fault]:
    """Packs that lie there from before and belong to nobody in the table; a variant goes with its department."""
    known = {entry.pack for entry in entries}
    for folder in sorted(out.iterdir()) if out.is_dir() else ():
        parts = folder.name.split("-")
        heads = {"-".join(parts[:length]) for length in range(1, len(parts) + 1)}
        if not nobodys(folder.name) and (folder / MANIFEST).is_file() and not known & heads:
            yield Fault(
                "pakken hører ikke til nogen afdeling mere og er ladt ligge", Place(f"{out.name}/{folder.name}")
            )

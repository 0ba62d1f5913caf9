"""A build while it runs: in a process of its own, told step by step, stopped when somebody asks."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from trygtryk.errors import BuildError, Fault, of_program, of_system
from trygtryk.order import Order
from trygtryk.processes import spawned


@dataclass(slots=True)
class Build:
    """What is known of it so far. ``pressed`` counts the files, ``of`` how many there will be."""

    of: int
    told: str = "læser"
    pressed: int = 0
    notes: list[Fault] = field(default_factory=list)
    faults: tuple[Fault, ...] = ()
    kept: dict[str, str] = field(default_factory=dict)
    state: str = "laver"
    process: multiprocessing.process.BaseProcess | None = None

    def stop(self) -> None:
        """Ends it; what was in the pack stays whole, and the next build puts right what was broken off."""
        if self.process and self.process.is_alive() and self.state == "laver":
            self.state = "stoppet"
            self.process.terminate()


def begun(root: Path, folder: Path, order: Order, of: int) -> Build:
    """Begins to build."""
    made = Build(of)
    made.process, ours = spawned(_building, root, folder, order, daemon=False)
    threading.Thread(target=_followed, args=(made, ours), daemon=True).start()
    return made


def _followed(made: Build, line: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            kind, what = line.recv()
            if kind == "told":
                made.told = what
                made.pressed += what.startswith("trykker ")
            elif kind == "note":
                made.notes.append(what)
            elif kind == "faults":
                made.faults, made.state = what, "fejl"
            elif kind == "done":
                made.kept, made.state = what, "færdig"
    assert made.process
    made.process.join()
    if made.state == "laver":
        told = "bygningen holdt op, før den var færdig; pakken er, som den var"
        made.faults, made.state = (Fault(told, None, "prøv igen"),), "fejl"


def _building(line: Connection, root: Path, folder: Path, order: Order) -> None:
    """What the command line does, told through a pipe."""
    from trygtryk import building
    from trygtryk.pack import pack

    def mended() -> None:
        line.send(("told", "sætter pakken på plads efter en bygning, der blev afbrudt"))

    def waiting() -> None:
        line.send(("told", "venter: pakken bliver lavet et andet sted lige nu"))

    try:
        with pack.opened(folder, waiting, mended):
            done = building.build(
                root, folder, order, lambda text: line.send(("told", text)), lambda fault: line.send(("note", fault))
            )
        line.send(("done", dict(done.kept) if done else {}))
    except BuildError as error:
        line.send(("faults", error.faults))
    except OSError as error:
        line.send(("faults", (of_system(error),)))
    except Exception as error:
        line.send(("faults", (of_program(error),)))

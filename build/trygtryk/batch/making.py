"""One department's pack, made in a process that makes many: what came of it is plain data, whatever happened."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from trygtryk import building
from trygtryk.errors import BuildError, Fault, of_program, of_system
from trygtryk.order import Order
from trygtryk.pack import pack
from trygtryk.store import Store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a department: how many files were made (none: it lay there already), and people's own by the name
    they are kept under. With ``faults`` its pack is as it was."""

    count: int = 0
    kept: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()
    mended: bool = False


def make(root: Path, folder: Path, order: Order, store: Store) -> Outcome:
    """Makes a department's pack and puts it into its folder, unless it lies there already."""
    notes: list[Fault] = []
    mended: list[None] = []
    faults: list[Fault] = []
    with caught(faults), pack.opened(folder, lambda: None, lambda: mended.append(None)):
        written = building.build(root, folder, order, lambda _: None, notes.append, store)
        if written:
            return Outcome(written.count, written.kept, tuple(notes), mended=bool(mended))
    return Outcome(notes=tuple(notes), faults=tuple(faults), mended=bool(mended))


@contextlib.contextmanager
def caught(faults: list[Fault]) -> Iterator[None]:
    """What stops one department is noted and stops no other; what was composed is let go of."""
    try:
        yield
    except BuildError as error:
        faults.extend(error.faults)
    except OSError as error:
        faults.append(of_system(error))
    except MemoryError:
        faults.append(Fault("der er ikke hukommelse nok til denne pakke", None, "luk andre programmer, og prøv igen"))
    except Exception as error:
        faults.append(of_program(error))
    finally:
        gc.unfreeze()  # a build lets what it has composed live to the end, and here that is far away
        gc.collect()

"""A pack built and written: from what is asked for to the files in its folder, and nothing where nothing has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from trygtryk.errors import Fault, of_system
from trygtryk.names import legible
from trygtryk.order import EDITION_NAMES, Order
from trygtryk.pack import pack
from trygtryk.pack.inputs import inputs_hash
from trygtryk.pack.manifest import WHOSE, Finished, read_manifest, unchanged
from trygtryk.store import PRESSED, Store, of_project


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pack is made from, as its manifest keeps it: the inputs' hash and its parts, and the order."""

    inputs: str
    parts: Mapping[str, str]
    order: Mapping[str, Any]


def build(
    root: Path,
    folder: Path,
    order: Order,
    tell: Callable[[str], None],
    note: Callable[[Fault], None],
    store: Store | None = None,
    called: str = "",
) -> pack.Written | None:
    """Makes what an order asks for and puts it into an opened pack; None where that lies there already.

    What the ``store`` (the project's own where none is given) remembers is not made again; ``called`` is as ``as_asked``
    has it. Raises BuildError with what stops it; the pack is then as it was.
    """
    asked = as_asked(root, order, called)
    if unchanged(folder, asked.inputs, asked.order):
        return None
    for fault in _anothers(folder, asked.order):
        note(fault)
    store = store or of_project(root)
    made = _made(root, order, (asked.inputs, asked.order, former_slip(folder, order)), tell, note, store)
    store.tidied()
    if store.trouble:
        way = "næste gang bliver alt lavet forfra; vælg et andet lager med --cache"
        note(replace(of_system(store.trouble), hint=way))
    return put(folder, order, asked, made)


def _made(
    root: Path,
    order: Order,
    material: tuple[str, Mapping[str, Any], bytes],
    tell: Callable[[str], None],
    note: Callable[[Fault], None],
    store: Store,
) -> tuple[Finished, ...]:
    """What a pack is made of, with what is noted on the way; the same again where the same was asked for before."""
    if known := store.recall("pakke", material):
        files, notes = known
        there = tuple(
            replace(file, data=store.recall(PRESSED, file.made_of)) if file.made_of else file for file in files
        )
        if all(file.data is not None for file in there):
            for fault in notes:
                note(fault)
            return there
    from trygtryk import pipeline  # only now is there something to build
    from trygtryk.read import read_sources

    noted: list[Fault] = []

    def once(fault: Fault) -> None:
        noted.append(fault)
        note(fault)

    made = pipeline.make(read_sources(root, order, store), tell, once, material[-1], store)
    # a pressed file lies in the store already
    files = tuple(replace(file, data=b"") if file.made_of else file for file in made)
    store.keep("pakke", material, (files, tuple(noted)))
    return made


def as_asked(root: Path, order: Order, called: str = "") -> Asked:
    """An order and what it is made from, without a path of this machine.

    ``called`` is what the department is called, where it was read a moment ago; else it is read for that.
    """
    outside = Path(order.wording)
    inputs, parts = inputs_hash(root, order.wording)
    kept = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(order).items()}
    if outside.is_absolute():
        from trygtryk.sources.department.layer import read_department

        # what lies in the project goes by its path, what lies outside by its name, and a word file's text is kept
        kept["wording"] = f"{legible(outside.name)}{'/' * order.wording.endswith('/')}"
        kept["owner"] = called or read_department(root, order.wording).called
        if outside.is_file():
            kept["wording_text"] = outside.read_text(encoding="utf-8")
    return Asked(inputs, parts, kept)


def _anothers(folder: Path, order: Mapping[str, Any]) -> Iterator[Fault]:
    """That the pack which lies there is another department's, or made otherwise, and gives way."""
    former = read_manifest(folder).get("order", {})
    if "wording" in former and any(former.get(name) != order.get(name) for name in WHOSE):
        owner = former.get("owner") or former["wording"]
        told = f"i {folder.name} lå en anden pakke, »{owner}«; den viger for denne"
        way = "skal begge bruges, så giv den ene mappe et andet navn, eller vælg et andet sted med --out"
        yield Fault(told, None, way)


def former_slip(folder: Path, order: Order) -> bytes:
    """The order slip's data that lies there, where its lines stand beside those that are made."""
    return b"" if "tryk/" in _folders(order) else pack.slip_lines(folder)


def put(folder: Path, order: Order, asked: Asked, made: tuple[Finished, ...]) -> pack.Written:
    """Writes what an order made into an opened pack."""
    folders = _folders(order)
    whole = ("",) if len(folders) == len(EDITION_NAMES) else (*folders, *_no_longer_ordered(folder, order, made))
    return pack.write(folder, made, asked.inputs, asked.parts, asked.order, whole=whole)


def _no_longer_ordered(folder: Path, order: Order, made: tuple[Finished, ...]) -> tuple[str, ...]:
    """What a former build made for the print shop and the slip does not name any more: the print shop is sent all of tryk/."""
    if "tryk" not in order.editions:
        return ()
    slip = next((file.data for file in made if file.path == "ordreseddel.json"), b"")
    if not slip:
        return ("tryk/", "ordreseddel.", "mail-til-trykkeriet.", "til-trykkeriet.")
    there = {f"tryk/{Path(name).stem}" for line in json.loads(slip)["files"] for name in (line["file"], *line["more"])}
    return tuple(
        path
        for path in read_manifest(folder).get("files", {})
        if path.startswith("tryk/") and path.rpartition(".")[0] not in there
    )


def _folders(order: Order) -> tuple[str, ...]:
    """The editions' folders of which everything is made: all that lies in them."""
    some = order.wanted or order.papers
    return ("tryk/",) * order.mail if some else tuple(f"{name}/" for name in order.editions)

"""A pack built and written: from what is asked for to the files in its folder, and nothing where nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from trygtryk.errors import Fault
from trygtryk.names import legible
from trygtryk.order import EDITION_NAMES, Order
from trygtryk.pack import pack


def build(
    root: Path, folder: Path, order: Order, tell: Callable[[str], None], note: Callable[[Fault], None]
) -> pack.Written | None:
    """Makes what an order asks for and puts it into an opened pack; None where that lies there already.

    Raises BuildError with what stops it; the pack is then as it was.
    """
    outside = Path(order.wording)
    inputs, parts = pack.inputs_hash(root, order.wording)
    kept = {**asdict(order), "wanted": list(order.wanted), "editions": list(order.editions)}
    if outside.is_absolute():
        # no path of this machine in the pack: what lies outside goes by its name, and a word file's text is kept
        kept["wording"] = f"{legible(outside.name)}{'/' * order.wording.endswith('/')}"
        if outside.is_file():
            kept["wording_text"] = outside.read_text(encoding="utf-8")
    if pack.unchanged(folder, inputs, kept):
        return None
    from trygtryk import pipeline  # only now is there something to build
    from trygtryk.read import read_sources

    # what is made of everything is all that lies in its edition's folder
    folders = ("tryk/",) * order.mail if order.wanted else tuple(f"{name}/" for name in order.editions)
    whole = ("",) if len(folders) == len(EDITION_NAMES) else folders
    former = b"" if "tryk/" in folders else pack.slip_lines(folder)
    made = pipeline.make(read_sources(root, order), tell, note, former)
    return pack.write(folder, made, inputs, parts, kept, whole=whole)

"""Where a printer puts its backs: kept in layouts/printers/<name>.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from trygtryk.errors import Place, nearest, refuse
from trygtryk.sources.nodes import read_toml
from trygtryk.sources.strict import Signed, read
from trygtryk.sources.text import text_files
from trygtryk.units import plain

_FOLDER = "layouts/printers"
# a reading past this is a wrong edge or a wrong scale, not a printer
_MOST_MM = 10.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the back's cross lies, seen through the front of a sheet: millimetres to the right and up."""

    right_mm: Signed = 0.0
    up_mm: Signed = 0.0


@dataclass(frozen=True, slots=True)
class Printer:
    """layouts/printers/<name>.toml: one reading for upright sheets and one for sheets that lie."""

    upright: Reading = Reading()
    lying: Reading = Reading()

    @property
    def most_mm(self) -> float:
        """How far a back lies from its place at the most."""
        return max(abs(off) for reading in (self.upright, self.lying) for off in (reading.right_mm, reading.up_mm))


def printers(root: Path) -> tuple[str, ...]:
    """The names of the printers that were measured, sorted."""
    return tuple(text_files(root / _FOLDER, ".toml", root))


def read_printer(root: Path, name: str) -> Printer:
    """A printer by its name; raises BuildError where it was never measured, or its numbers cannot be true."""
    if name not in printers(root):
        hint = nearest(name, printers(root)) if printers(root) else "mål den først: .venv/bin/trygtryk calibrate"
        raise refuse(f"printeren »{name}« er ikke målt", Place(_FOLDER), hint)
    node = read_toml(root / _FOLDER / f"{name}.toml", root)
    made = read(Printer, node)
    _sane(made.upright, node.at("upright"))
    _sane(made.lying, node.at("lying"))
    return made


def printer_file(root: Path, name: str, printer: Printer) -> tuple[Path, bytes]:
    """The file a printer is kept in, and what stands in it; raises BuildError on a name that is no file's, and on numbers
    that cannot be true."""
    if not re.fullmatch(r"[a-zæøå0-9][a-zæøå0-9-]*", name):
        raise refuse(f"printeren kan ikke hedde »{name}«", None, "brug små bogstaver, tal og bindestreg, fx kopirum")
    for reading in (printer.upright, printer.lying):
        _sane(reading, None)
    parts = (("upright", "Ark på højkant", printer.upright), ("lying", "Ark på tværs", printer.lying))
    text = "# Hvor bagsidens kryds ligger, set gennem forsiden: mm til højre og op (minus er venstre og ned).\n"
    for key, said, reading in parts:
        text += f"\n# {said}.\n[{key}]\nright_mm = {reading.right_mm:g}\nup_mm = {reading.up_mm:g}\n"
    return root / _FOLDER / f"{name}.toml", text.encode()


def _sane(reading: Reading, place: Place | None) -> None:
    if not (abs(reading.right_mm) <= _MOST_MM and abs(reading.up_mm) <= _MOST_MM):  # nor what is no number
        raise refuse(
            f"bagsiden kan ikke ligge mere end {plain(_MOST_MM)} mm forkert",
            place,
            "se, om arket blev vendt om den lange kant og udskrevet i 100 %",
        )

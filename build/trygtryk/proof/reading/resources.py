"""Resource dictionaries read once: fonts, colour spaces, graphics states, XObjects, patterns, layers."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import pikepdf
from fontTools.ttLib import TTLibError

from trygtryk.errors import MISTAKEN
from trygtryk.proof.reading.colour import Space, space_of
from trygtryk.proof.reading.fonts import Font, read_font
from trygtryk.proof.reading.marks import Layer
from trygtryk.proof.reading.stream import Oversized

READING = (
    *MISTAKEN,
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    TTLibError,
    Oversized,
    AssertionError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What a malformed object may raise while it is read."""


class Missing(Exception):
    """A name that the stream uses and its resources do not hold."""


class Step(NamedTuple):
    """A graphics state dictionary, as far as printing goes."""

    entries: Mapping[str, Any]
    soft_mask: Any
    transfer: bool
    halftone: bool


def key_of(value: Any, otherwise: str) -> str:
    """A key for an object: its number where it has one, else ``otherwise``."""
    number, generation = value.objgen
    return f"{number} {generation}" if number else otherwise


class Scope:
    """One resource dictionary; everything is read at its first use. Raises Missing for names that are not there."""

    def __init__(self, resources: Any, key: str, fonts: dict[str, Font]) -> None:
        self.key = key
        self._all = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
        self._fonts = fonts
        self._read: dict[tuple[str, str], Any] = {}
        self._named: dict[str, Any] | None = None

    def entry(self, kind: str, name: str) -> Any:
        """The object of that kind (``/XObject`` ...) and name."""
        table = self._all.get(kind)
        if isinstance(table, pikepdf.Dictionary) and "/" + name in table:
            return table["/" + name]
        raise Missing(f"{kind} /{name}")

    def font(self, name: str) -> Font:
        """The font of that name; one Font for the whole file, however often it is named."""
        found: Font | None = self._read.get(("font", name))
        if found is None:
            source = self.entry("/Font", name)
            key = key_of(source, f"{self.key} {name}")
            if key not in self._fonts:
                self._fonts[key] = read_font(source)
            found = self._fonts[key]
            self._read["font", name] = found
        return found

    def space(self, value: Any) -> Space:
        """The colour space of that name, or described by that object."""
        by_name = isinstance(value, str)
        found: Space | None = self._read.get(("space", value)) if by_name else None
        if found is None:
            if self._named is None:
                table = self._all.get("/ColorSpace")
                known: Any = table if isinstance(table, pikepdf.Dictionary) else {}
                self._named = {str(name)[1:]: known[name] for name in known.keys()}  # noqa: SIM118  pikepdf: keys() only
            found = space_of(value, self._named)
            if by_name:
                self._read["space", value] = found
        return found

    def default_space(self, family: str) -> Space | None:
        """What takes a device space's place here (DefaultRGB and the like), if anything does."""
        if ("default", family) not in self._read:
            table = self._all.get("/ColorSpace")
            name = "/Default" + family.removeprefix("Device")
            self._read["default", family] = (
                space_of(table[name], {}) if isinstance(table, pikepdf.Dictionary) and name in table else None
            )
        found: Space | None = self._read["default", family]
        return found

    def step(self, name: str) -> Step:
        """The graphics state dictionary of that name."""
        found: Step | None = self._read.get(("gs", name))
        if found is None:
            source = self.entry("/ExtGState", name)
            entries = {str(key)[1:]: source[key] for key in source.keys()}  # noqa: SIM118  pikepdf: keys() only
            transfer = "TR" in entries or ("TR2" in entries and entries["TR2"] != pikepdf.Name.Default)
            halftone = "HTP" in entries or entries.get("HT", pikepdf.Name.Default) != pikepdf.Name.Default
            mask = entries.pop("SMask", None)
            found = Step(entries, mask, transfer, halftone)
            self._read["gs", name] = found
        return found

    def layer(self, name: str) -> Layer | None:
        """The optional-content group behind a property list's name; of a membership, its first group."""
        if ("layer", name) not in self._read:
            self._read["layer", name] = layer_of(self.entry("/Properties", name))
        found: Layer | None = self._read["layer", name]
        return found

    def properties(self, name: str) -> Any:
        """A property list by its name."""
        return self.entry("/Properties", name)


def layer_of(source: Any) -> Layer | None:
    """The layer of an optional-content dictionary (ISO 32000-1, 8.11.2; ISO 19593-1, 6.3), or None."""
    if source.get("/Type") == pikepdf.Name.OCMD:
        groups = source.get("/OCGs")
        source = groups[0] if isinstance(groups, pikepdf.Array) and len(groups) else groups
    if not isinstance(source, pikepdf.Dictionary) or source.get("/Type") != pikepdf.Name.OCG:
        return None
    meta = source.get("/GTS_Metadata")
    step = None
    if isinstance(meta, pikepdf.Dictionary):
        group, kind = meta.get("/GTS_ProcStepsGroup", ""), meta.get("/GTS_ProcStepsType", "")
        step = (str(group).lstrip("/"), str(kind).lstrip("/"))
    return Layer(str(source.get("/Name", "")), step)

"""What an edition's files promise, as data; each standard that promises it stands in its own module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trygtryk.press.draw import Colour


@dataclass(frozen=True, slots=True)
class Intent:
    """An output intent: the profile and the printing condition it describes (ISO 32000-1, 14.11.5)."""

    subtype: str
    profile: bytes = field(repr=False)
    channels: int
    condition: str
    registry: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """What an edition's files promise. ``claims`` are XMP descriptions and ``info`` entries added word for word.

    Where there is a ``field_face`` to fill them in with, fields are alive.
    """

    version: tuple[int, int]
    colour: Colour
    intent: Intent | None = None
    claims: str = ""
    info: Mapping[str, str] = field(default_factory=dict)
    bleeds: bool = False
    tagged: bool = False
    field_face: str = ""
    viewer: Mapping[str, str] = field(default_factory=dict)

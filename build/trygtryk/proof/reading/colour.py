"""Colour spaces as they stand in a file, and the inks a colour puts on the plates (ISO 32000-1, 8.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import pikepdf

from trygtryk.bounds import DEEPEST_SPACE, MOST_SPACE
from trygtryk.errors import MISTAKEN
from trygtryk.light import luminance
from trygtryk.proof.reading.stream import Oversized, read_stream

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
DEVICE = {
    "DeviceGray": 1,
    "DeviceRGB": 3,
    "DeviceCMYK": 4,
    "G": 1,
    "RGB": 3,
    "CMYK": 4,
    "CalGray": 1,
    "CalRGB": 3,
    "Lab": 3,
}
SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}


class Space(NamedTuple):
    """A colour space: its family, how many numbers a colour has, its inks' names, and what it is built upon."""

    family: str
    arity: int
    inks: tuple[str, ...] = ()
    base: Space | None = None
    definition: str = ""

    @property
    def families(self) -> tuple[str, ...]:
        """Its own family and those below it."""
        return (self.family, *(self.base.families if self.base else ()))


class Paint(NamedTuple):
    """One colour: the family of its space and what it puts on each plate, in percent (none known for RGB and the like).

    ``luminance`` is how light it is on a screen (WCAG 2.1), from 0 to 1, where the family tells.
    """

    family: str
    shares: tuple[tuple[str, float], ...] = ()
    white: bool = False
    luminance: float | None = None

    @property
    def total(self) -> float:
        """The sum of all inks, in percent."""
        return sum(share for _, share in self.shares)

    @property
    def inks(self) -> tuple[str, ...]:
        """The names of the inks it really uses."""
        return tuple(name for name, share in self.shares if share > 0)


UNKNOWN = Space("?", -1)
PATTERN = Paint("Pattern")


@lru_cache(maxsize=4096)
def paint(space: Space, numbers: tuple[float, ...]) -> Paint:
    """The paint of a colour in a space; numbers outside 0 to 1 are held at the ends."""
    held = tuple(min(max(number, 0.0), 1.0) for number in numbers)
    if space.family == "DeviceCMYK":
        shares = tuple(zip(PROCESS, (round(100 * share, 3) for share in held), strict=False))
    elif space.family == "DeviceGray":
        shares = (("Black", round(100 - 100 * held[0], 3)),) if held else ()
    elif space.family in ("Separation", "DeviceN"):
        shares = tuple(
            (ink, round(100 * share, 3)) for ink, share in zip(space.inks, held, strict=False) if ink != "None"
        )
    else:
        known = space.family in ("DeviceRGB", "CalRGB") and len(held) == 3
        return Paint(space.family, (), known and min(held) >= 1, luminance(held) if known else None)
    light = luminance(held * 3) if space.family == "DeviceGray" and len(held) == 1 else None
    return Paint(space.family, shares, all(share == 0 for _, share in shares), light)


def initial(space: Space) -> Paint:
    """The paint a space begins with (ISO 32000-1, 8.6.3-8.6.6)."""
    if space.family == "Pattern":
        return PATTERN
    if space.family in ("Separation", "DeviceN"):
        return paint(space, (1.0,) * space.arity)
    if space.family == "DeviceCMYK":
        return paint(space, (0.0, 0.0, 0.0, 1.0))
    return paint(space, (0.0,) * max(space.arity, 0))


BLACK = paint(Space("DeviceGray", 1), (0.0,))


def space_of(value: Any, named: Mapping[str, Any], depth: int = 0) -> Space:
    """The colour space that ``value`` (a name, or an array in the file) stands for; ``UNKNOWN`` where it cannot be read."""
    try:
        return _space(value, named, depth)
    except (*MISTAKEN, pikepdf.PdfError, Oversized):
        return UNKNOWN


def _space(value: Any, named: Mapping[str, Any], depth: int) -> Space:
    if depth > DEEPEST_SPACE:
        return UNKNOWN
    if isinstance(value, str | pikepdf.Name):
        name = str(value).lstrip("/")
        if name in named:
            return _space(named[name], {}, depth + 1)
        name = SHORT.get(name, name)
        if name == "Pattern":
            return Space("Pattern", 0)
        return Space(name, DEVICE[name]) if name in DEVICE else UNKNOWN
    if isinstance(value, list):
        value = [item for item in value]
    family = str(value[0]).lstrip("/")
    family = SHORT.get(family, family)
    if family in DEVICE:
        return Space(family, DEVICE[family])
    if family == "ICCBased":
        return Space(family, int(value[1].stream_dict["/N"]))
    if family == "Separation":
        base = _space(value[2], {}, depth + 1)
        return Space(family, 1, (_ink(value[1]),), base, fingerprint((value[2], value[3])))
    if family == "DeviceN":
        base = _space(value[2], {}, depth + 1)
        inks = tuple(_ink(name) for name in value[1])
        return Space(family, len(inks), inks, base, fingerprint((value[2], value[3])))
    if family == "Indexed":
        return Space(family, 1, (), _space(value[1], named, depth + 1))
    if family == "Pattern":
        return Space(family, 0, (), _space(value[1], named, depth + 1) if len(value) > 1 else None)
    return UNKNOWN


def _ink(name: Any) -> str:
    return str(name).lstrip("/")


def fingerprint(value: Any) -> str:
    """A digest of what an object says, the same whether it stands directly or by reference."""
    digest = hashlib.sha256()
    _feed(digest, value, 0, iter(range(MOST_SPACE)))
    return digest.hexdigest()[:16]


def _feed(digest: Any, value: Any, depth: int, left: Iterator[int]) -> None:
    if depth > 2 * DEEPEST_SPACE:
        return
    if next(left, None) is None:
        raise Oversized
    if isinstance(value, tuple | list | pikepdf.Array):
        digest.update(b"[")
        for item in value:
            _feed(digest, item, depth + 1, left)
        digest.update(b"]")
    elif isinstance(value, pikepdf.Stream):
        entries = {key: item for key, item in value.stream_dict.items() if key not in ("/Length", "/Filter")}
        _feed(digest, pikepdf.Dictionary(entries), depth + 1, left)
        digest.update(read_stream(value))
    elif isinstance(value, pikepdf.Dictionary):
        for key in sorted(value.keys()):
            digest.update(key.encode())
            _feed(digest, value[key], depth + 1, left)
    elif isinstance(value, pikepdf.Object):
        digest.update(value.unparse())
    elif isinstance(value, bool | str | bytes):
        digest.update(repr(value).encode())
    else:
        digest.update(f"{float(value):.6f}".encode())

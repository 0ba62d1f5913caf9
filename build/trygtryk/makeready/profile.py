"""What a print shop asks for, read from layouts/press/<name>.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from trygtryk.errors import Place, nearest, refuse
from trygtryk.sources.nodes import read_toml
from trygtryk.sources.strict import read

_FOLDER = "layouts/press"


@dataclass(frozen=True, slots=True)
class Profile:
    """A print shop's wishes: lengths in mm, ``profile`` a file in assets/icc and the ``condition`` it describes.

    ``offset_mm`` is how far from the trim the marks begin, ``mark_mm`` how long they are, ``ink_limit`` in percent.
    ``files`` asks for one file a piece, or one a product with all its pieces' pages.
    """

    title: str
    bleed_mm: float
    safe_mm: float
    marks: Literal["none", "crop", "full"]
    offset_mm: float
    mark_mm: float
    profile: str
    condition: str
    ink_limit: float
    place: Place
    files: Literal["piece", "product"] = "piece"


def profiles(root: Path) -> tuple[str, ...]:
    """The names of the print-shop profiles, sorted."""
    return tuple(sorted(file.stem for file in (root / _FOLDER).glob("*.toml")))


def read_profile(root: Path, name: str) -> Profile:
    """A profile by its name; raises BuildError where it is unknown, or its ICC profile is no CMYK output profile."""
    if name not in profiles(root):
        raise refuse(f"der er ingen trykprofil, der hedder »{name}«", Place(_FOLDER), nearest(name, profiles(root)))
    made = read(Profile, read_toml(root / _FOLDER / f"{name}.toml", root))
    if made.marks != "none" and made.offset_mm < made.bleed_mm:
        raise refuse("mærkerne begynder inde i udfaldet", made.place, "sæt offset_mm til mindst bleed_mm")
    icc = root / "assets/icc" / made.profile
    if not icc.is_file():
        raise refuse(f"farveprofilen {made.profile} mangler", made.place, "læg filen i assets/icc")
    head = icc.read_bytes()[:40]
    # the profile's header: device class at 12, colour space at 16, signature at 36 (ICC.1:2010, 7.2)
    if head[36:40] != b"acsp" or head[12:16] != b"prtr" or head[16:20] != b"CMYK":
        raise refuse(
            f"{made.profile} er ikke en CMYK-profil til tryk", made.place, "brug en outputprofil fra trykkeriet"
        )
    return made

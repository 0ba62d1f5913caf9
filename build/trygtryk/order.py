"""What is asked for: the order of a build, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress
from typing import Literal, get_args

DEFAULT_WORDING = "team"
DEFAULT_PRESS = "standard"
_FORMER = {"posters": "plakater", "cards": "billedkort", "forms": "skemaer"}

EditionName = Literal["tryk", "kontor", "skaerm"]
EDITION_NAMES: tuple[EditionName, ...] = get_args(EditionName)
ON_PAPER: tuple[EditionName, ...] = ("tryk", "kontor")
VARIANTS = ("-uden-stans", "-storskrift", "-sparefarve", "-mail")
"""What a pack's folder is called besides, where the pack is made otherwise; a profile adds its own name before these."""


def named(name: str, sign: str = "/") -> str:
    """A product's, part's or (``sign`` a full stop) text's name as it is today, where the first edition's is given."""
    product, between, part = name.partition(sign)
    return _FORMER.get(product, product) + between + part


def wanted(targets: Iterable[str]) -> tuple[str, ...]:
    """What is asked for by name, as it is called today and in small letters, each once and in one order."""
    return tuple(sorted({named(target.lower()) for target in targets}))


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for; nothing ``wanted`` by name means everything. ``wording`` is a word, or a file's path.

    ``press`` names the print shop, ``dieline`` keeps the layers that machines cut and crease by. ``flip`` is the edge
    the school's printer turns on (empty: the one each sheet is made for; ``hand``: it does not turn, and its stack is
    fed again), ``printer`` one that was calibrated (empty: none), ``low_ink`` leaves grounds white, ``large`` sets
    forms for low vision. ``mail`` packs what goes to the print shop in one file that can be mailed. ``papers`` are those
    it is printed on (none: all), as ``papers.sheets`` calls them.
    """

    wanted: tuple[str, ...] = ()
    wording: str = DEFAULT_WORDING
    press: str = DEFAULT_PRESS
    dieline: bool = True
    flip: Literal["", "long", "short", "hand"] = ""
    printer: str = ""
    low_ink: bool = False
    large: bool = False
    mail: bool = False
    editions: tuple[EditionName, ...] = EDITION_NAMES
    papers: tuple[str, ...] = ()

    @property
    def variant(self) -> str:
        """What the pack's folder is called besides its wording, so that variants lie side by side."""
        press = f"-{self.press}" if self.press != DEFAULT_PRESS else ""
        asked = (not self.dieline, self.large, self.low_ink, self.mail)
        return press + "".join(compress(VARIANTS, asked))

    @property
    def products(self) -> tuple[str, ...]:
        """The products of what is wanted, sorted; none where everything is."""
        return tuple(sorted({target.partition("/")[0] for target in self.wanted}))

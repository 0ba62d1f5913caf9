"""Whose pack it is, as it stands on what is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from trygtryk.geometry import Box, rounded
from trygtryk.model import Artwork, Copy, Ink, Item, Shape, Tagged
from trygtryk.type.typeset import DOT

_MARGIN_MM = 1.2


@dataclass(frozen=True, slots=True, eq=False)
class Sender:
    """The names that are printed, and the logo as it stands whole in a box on ``paper``; each may be absent."""

    department: Copy | None = None
    school: Copy | None = None
    logo: Callable[[Box], Artwork] | None = None
    paper: Ink | None = None

    @property
    def names(self) -> Copy | None:
        """The school and the department in one line."""
        given = [copy for copy in (self.school, self.department) if copy]
        return replace(given[-1], text=DOT.join(copy.text for copy in given)) if given else None

    def stamped(self, box: Box) -> tuple[Item, ...]:
        """The logo whole in a box; nothing where there is none."""
        if not self.logo:
            return ()
        picture = self.logo(box.grown(-_MARGIN_MM))
        return (Shape(rounded(box, _MARGIN_MM), self.paper), Tagged("Figure", (picture,), alt=picture.alt))

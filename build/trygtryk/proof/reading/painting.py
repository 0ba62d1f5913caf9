"""What reading a page has come to: the graphics state, the tags that are open, and the marks made so far."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Literal

from trygtryk.geometry import IDENTITY
from trygtryk.proof.reading.colour import Paint, Space
from trygtryk.proof.reading.marks import Content, Corners, Image, Layer, Mark, Path, Tag, Transparent, Trouble, common
from trygtryk.proof.reading.resources import Scope
from trygtryk.proof.reading.state import State

_MOST_TOLD = 200


class Painter(ABC):
    """Takes what operators paint into a Content; who reads the streams is the interpreter's matter.

    ``where`` is empty on the page itself, else the Danish word for what is read beside it; ``owner`` names the stream
    that marked content is counted in, ``blending`` the family of the group's blending space.
    """

    def __init__(self, state: State, scope: Scope, blending: str) -> None:
        self.content = Content()
        self.state = state
        self.scope = scope
        self.owner = scope.key
        self.where = ""
        self.blending = blending
        self.tags: list[tuple[Tag | None, Layer | None]] = []
        self.text_matrix = self.text_line = IDENTITY

    @abstractmethod
    def aside(self, source: Any, where: str) -> None:
        """Reads a stream whose marks have no one place: a pattern's cell, a soft mask's group, a glyph."""

    def trouble(self, what: str, detail: str, box: Corners | None = None) -> None:
        """Notes what is not as it should be, once."""
        trouble = Trouble(what, detail, box)
        if len(self.content.troubles) < _MOST_TOLD and trouble not in self.content.troubles:
            self.content.troubles.append(trouble)

    def mark(
        self,
        kind: Literal["fill", "stroke", "text", "image", "shading"],
        box: Corners,
        colour: Paint | None,
        space: Space | None,
        overprint: bool,
        size: float,
        path: Path | None = None,
        codes: bytes = b"",
        image: Image | None = None,
    ) -> None:
        """Takes in one thing painted, as far as the clip lets it be seen."""
        seen = common(box, self.state.clip_box)
        if seen is None:
            return
        state = self.state
        if space is not None:
            self.use(space, "", seen)
        if colour is not None:
            self._transparency(kind, seen)
        tag, layer = self.tags[-1] if self.tags else (None, None)
        font = state.font if kind == "text" else None
        mark = Mark(
            kind, seen, colour, overprint, state.opm, size, path, state.clip, layer, tag, font, codes, image
        )  # fmt: skip
        (self.content.aside if self.where else self.content.marks).append(mark)

    def use(self, space: Space, where: str, box: Corners | None) -> None:
        """Notes the families and the spots of a colour space."""
        where = where or self.where
        for family in space.families:
            self.content.colours.setdefault((family, where), box)
        if space.definition:
            for ink in space.inks if space.family == "Separation" else ():
                self.content.spots.setdefault((ink, space.definition), box)

    def _transparency(self, kind: str, box: Corners) -> None:
        state = self.state
        if state.alpha != (1.0, 1.0):
            self.transparent("gennemsigtighed", box)
        if state.blend not in ("Normal", "Compatible"):
            self.transparent(f"blandingstilstand {state.blend}", box)
        if state.soft:
            self.transparent("blød maske", box)

    def transparent(self, what: str, box: Corners | None, blending: str | None = None) -> None:
        """Notes a use of transparency."""
        used = Transparent(what, self.blending if blending is None else blending, box)
        if len(self.content.transparent) < _MOST_TOLD:
            self.content.transparent.append(used)


Handler = Callable[[Painter, tuple[Any, ...]], None]
"""What an operator does with its operands."""

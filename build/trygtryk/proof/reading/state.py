"""The graphics state, as far as the check needs it (ISO 32000-1, 8.4)."""

from __future__ import annotations

from trygtryk.geometry import Matrix
from trygtryk.proof.reading.colour import BLACK, Space
from trygtryk.proof.reading.fonts import Font
from trygtryk.proof.reading.marks import Corners, Path


class State:
    """What ``q`` keeps and ``Q`` brings back; ``ctm`` leads to millimetres from the trim's corner."""

    def __init__(self, ctm: Matrix, clip_box: Corners) -> None:
        self.ctm = ctm
        self.clip: tuple[Path, ...] = ()
        self.clip_box = clip_box
        self.fill = self.stroke = BLACK
        self.fill_space = self.stroke_space = Space("DeviceGray", 1)
        self.fill_over = self.stroke_over = False
        self.opm = 0
        self.line = 1.0
        self.alpha = (1.0, 1.0)
        self.blend = "Normal"
        self.soft = False
        self.font: Font | None = None
        self.size = self.spacing = self.word = self.lead = self.rise = 0.0
        self.stretch = 1.0
        self.mode = 0

    def kept(self) -> State:
        """A copy for ``q``."""
        made = State.__new__(State)
        made.__dict__.update(self.__dict__)
        return made

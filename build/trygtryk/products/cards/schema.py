"""What the cards say and where it stands: content/billedkort.yaml and layouts/billedkort.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from trygtryk.errors import Place
from trygtryk.geometry import Box
from trygtryk.model import Copy, Ink
from trygtryk.sources.layout import Style
from trygtryk.sources.strict import Positive

TOOL = "redskab"
"""The colour of the cards that are no situation."""


@dataclass(frozen=True, slots=True)
class Card:
    """One drawn situation; ``note`` says on the back, ``pair`` hints on the front, which of a pair it is.

    ``questions`` stand in place of the deck's own where those do not suit the picture.
    """

    picture: str
    title: Copy
    theme: str
    ask: Copy
    place: Place
    note: Copy | None = None
    pair: Literal["", "first", "second"] = ""
    questions: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the plan and its minutes."""

    minutes: int
    text: Copy


@dataclass(frozen=True, slots=True)
class Reverse:
    """The back of a card that is no situation."""

    head: Copy
    ask: Copy
    points: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Five:
    """The card with the five questions."""

    title: Copy
    back: Reverse


@dataclass(frozen=True, slots=True)
class Plan:
    """The card with the plan."""

    title: Copy
    intro: Copy
    steps: tuple[Step, ...]
    back: Reverse


@dataclass(frozen=True, slots=True)
class Blank:
    """The cards to draw or write one's own on."""

    title: Copy
    hint: Copy
    head: Copy
    ask: Copy
    count: int


@dataclass(frozen=True, slots=True)
class Content:
    """content/billedkort.yaml."""

    title: Copy
    questions: tuple[Copy, ...]
    themes: Mapping[str, Copy]
    cards: tuple[Card, ...]
    five: Five
    plan: Plan
    blank: Blank


@dataclass(frozen=True, slots=True)
class Front:
    """The strip beneath the picture."""

    ground: Ink
    badge: Box
    title: Box
    title_style: Style
    number_style: Style
    pair: Box
    pair_corner_mm: float
    pair_pt: float


@dataclass(frozen=True, slots=True)
class Back:
    """The white panel on the theme's colour."""

    panel: Box
    panel_ink: Ink
    corner_mm: float
    theme: Box
    theme_style: Style
    note: Box
    note_style: Style
    ask: Box
    ask_style: Style
    rule: Box
    rule_pt: float
    questions: Box
    question_style: Style
    number_style: Style
    number_mm: float
    department: Box
    department_style: Style
    pack: Box
    pack_style: Style
    logo: Box


@dataclass(frozen=True, slots=True)
class Rows:
    """A card of numbered rows: the questions, or the plan with its minutes."""

    ground: Ink
    title: Box
    title_style: Style
    rows: Box
    number_style: Style
    disc_mm: float
    disc_ink: Ink
    text_mm: float
    text_style: Style
    intro: Box | None = None
    intro_style: Style | None = None
    unit: str = ""
    unit_style: Style | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """A frame to draw in."""

    ground: Ink
    frame: Box
    frame_ink: Ink
    corner_mm: float
    hint: Box
    hint_style: Style


@dataclass(frozen=True, slots=True)
class Layout:
    """layouts/billedkort.toml."""

    trim: Box
    corner_mm: Positive
    bleed_mm: float
    safe_mm: float
    picture: Box
    colours: Mapping[str, Ink]
    front: Front
    back: Back
    five: Rows
    plan: Rows
    blank: Empty

    @property
    def bleed(self) -> Box:
        """What a card's ground covers."""
        return self.trim.grown(self.bleed_mm)

"""What the forms' layout holds: the page, the styles, the gaps and the places to write."""

from __future__ import annotations

from dataclasses import dataclass

from trygtryk.geometry import Box
from trygtryk.model import Ink
from trygtryk.sources.layout import Style


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page: its size and what is kept free along its edges, the same left and right for holes on either side.

    ``named_mm`` and ``folio_mm`` are the baselines of what the page is and of its number; in ``more`` stands where
    to write what a field has no room for. ``logo`` stands above the picture.
    """

    width_mm: float
    height_mm: float
    side_mm: float
    top_mm: float
    bottom_mm: float
    folio_mm: float
    named_mm: float
    more: Box
    logo: Box

    @property
    def column(self) -> Box:
        """Where texts may stand on a page."""
        return Box(self.side_mm, self.bottom_mm, self.width_mm - self.side_mm, self.height_mm - self.top_mm)


@dataclass(frozen=True, slots=True)
class Styles:
    """How each kind of text is set."""

    cover: Style
    subtitle: Style
    cover_credit: Style
    cover_names: Style
    opener: Style
    opener_text: Style
    entry: Style
    entry_head: Style
    overline: Style
    title: Style
    heading: Style
    label: Style
    fact: Style
    step: Style
    minutes: Style
    step_number: Style
    text: Style
    say: Style
    question: Style
    hint: Style
    table_head: Style
    table_text: Style
    option: Style
    wheel_number: Style
    wheel_text: Style
    wheel_hub: Style
    callout_head: Style
    callout_text: Style
    address: Style
    footer: Style
    running: Style


@dataclass(frozen=True, slots=True)
class Gaps:
    """Room between things."""

    title_mm: float
    facts_mm: float
    steps_mm: float
    step_mm: float
    disc_mm: float
    point_mm: float
    heading_mm: float
    under_heading_mm: float
    block_mm: float
    paragraph_mm: float
    under_text_mm: float
    under_label_mm: float
    cell_mm: float


@dataclass(frozen=True, slots=True)
class Writing:
    """Where people write: the pitch of the lines, the frame and the rules, the size typed on a screen."""

    pitch_mm: float
    inset_mm: float
    corner_mm: float
    rule: Ink
    rule_pt: float
    frame: Ink
    frame_pt: float
    typed_pt: float
    tick_mm: float
    mark_mm: float
    grow: float


@dataclass(frozen=True, slots=True)
class Colours:
    """The inks of the grounds and signs."""

    accent: Ink
    facts: Ink
    head: Ink
    callout: Ink
    note: Ink
    say: Ink
    cover: Ink


@dataclass(frozen=True, slots=True)
class WheelLayout:
    """The wheel's measures; ``rings`` are the inks of its choices and ``dashes_pt`` tell them apart in grey too.

    ``middle_mm`` is how far from the hub's middle a sector's text lies; ``text_mm`` is its measure, 0 where the texts
    stand in a list beneath.
    """

    radius_mm: float
    hub_mm: float
    hub_text_mm: float
    gap_mm: float
    middle_mm: float
    text_mm: float
    number_mm: float
    ring_mm: float
    ring_apart_mm: float
    key_mm: float
    key_apart_mm: float
    grounds: tuple[Ink, ...]
    hub: Ink
    ring_pt: float
    rings: tuple[Ink, ...]
    dashes_pt: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The workbook's cover, with whose it is, its back and its contents' lines."""

    bleed_mm: float
    pictures: Box
    title: Box
    subtitle: Box
    names: Box
    logo: Box
    credit: Box
    back_title: Box
    credits: Box
    back_picture: Box
    entry_gap_mm: float
    entry_number_mm: float
    entry_rule_mm: float
    entry_rule: Ink


@dataclass(frozen=True, slots=True)
class Opener:
    """The page that opens an arena: its picture, its title, and its words and tools; ``rule`` is their lines' ink."""

    picture: Box
    title: Box
    text: Box
    rule: Ink


@dataclass(frozen=True, slots=True)
class Layout:
    """layouts/skemaer.toml, and layouts/skemaer-storskrift.toml for people with low vision."""

    suffix: str
    sheet: Sheet
    scene_mm: tuple[float, float]
    disc_mm: float
    dot_mm: float
    minutes_mm: float
    columns: int
    note_columns: int
    choice_mm: float
    note_mm: float
    qr_mm: float
    padding_mm: float
    styles: Styles
    gaps: Gaps
    writing: Writing
    colours: Colours
    wheel: WheelLayout
    cover: Cover
    opener: Opener

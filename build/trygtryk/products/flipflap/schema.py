"""What the flip-flap's content and layout files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trygtryk.errors import Place
from trygtryk.geometry import Box
from trygtryk.model import Copy, Ink
from trygtryk.origami.steps import Look
from trygtryk.pictures.symbols import Symbol
from trygtryk.sources.layout import Style
from trygtryk.sources.strict import Positive, Whole


@dataclass(frozen=True, slots=True)
class Corner:
    """One of the four colours outside; ``id`` is also its ground's name in the layout."""

    id: str
    word: Copy
    symbol: Symbol
    place: Place


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked beneath a number, and the theme above it."""

    theme: Copy
    text: Copy


@dataclass(frozen=True, slots=True)
class Habit:
    """A habit as it stands on the paper, and as it is said where there is room."""

    short: Copy
    full: Copy


@dataclass(frozen=True, slots=True)
class Habits:
    """The two habits of whoever holds it."""

    heading: Copy
    ask: Habit
    listen: Habit


@dataclass(frozen=True, slots=True)
class Folding:
    """How it is folded; ``pictures`` is what the picture of each step is called for who listens."""

    heading: Copy
    note: Copy
    pictures: tuple[Copy, Copy, Copy, Copy, Copy, Copy, Copy, Copy, Copy, Copy]
    steps: tuple[Copy, Copy, Copy, Copy, Copy, Copy, Copy, Copy, Copy, Copy]


@dataclass(frozen=True, slots=True)
class Playing:
    """How it is played."""

    heading: Copy
    rules: tuple[Copy, Copy, Copy, Copy]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands round the square on a sheet for the school's own printer."""

    cut: Copy
    valley: Copy
    mountain: Copy
    edge: Copy
    scale: Copy
    strip: Copy
    rules: Copy


@dataclass(frozen=True, slots=True)
class Captions:
    """What stands beneath the pictures of it folded."""

    closed: Copy
    one_way: Copy
    other_way: Copy
    lifted: Copy


@dataclass(frozen=True, slots=True)
class Told:
    """What is said on a screen: what the ``front`` shows, and the headings of its texts."""

    front: Copy
    elsewhere: Copy
    heading: Copy
    note: Copy
    corners: Copy
    inside: Copy
    under: Copy


@dataclass(frozen=True, slots=True)
class Content:
    """content/flipflap.yaml."""

    title: Copy
    corners: tuple[Corner, Corner, Corner, Corner]
    questions: tuple[Question, Question, Question, Question, Question, Question, Question, Question]
    habits: Habits
    folding: Folding
    playing: Playing
    sheet: Sheet
    listing: Told
    preview: Captions


@dataclass(frozen=True, slots=True)
class Ground:
    """A panel's colour and the ink of what stands on it."""

    ground: Ink
    text: Ink


@dataclass(frozen=True, slots=True)
class Styles:
    """How the print's texts are set."""

    word: Style
    number: Style
    theme: Style
    question: Style
    habit: Style


@dataclass(frozen=True, slots=True)
class Back:
    """The side that is hidden when folded; boxes from the square's lower left corner."""

    ground: Ink
    panel: Ink
    habits_ground: Ink
    number_ground: Ink
    heading: Style
    subheading: Style
    sentence: Style
    rule: Style
    habit: Style
    counter: Style
    counter_mm: float
    heading_box: Box
    note_box: Box
    first_step: Box
    next_step_mm: tuple[float, float]
    columns: Whole
    picture_mm: float
    playing_box: Box
    playing_heading_mm: float
    habits_box: Box
    padding_mm: float
    radius_mm: float
    gap_mm: float
    rule_gap_mm: float
    habit_gap_mm: float
    indent_mm: float


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of the school's own printer, the square in its middle."""

    page_mm: tuple[Positive, Positive]
    side_mm: Positive


@dataclass(frozen=True, slots=True)
class Legend:
    """How the fold lines are explained: a sample of the line and its text."""

    text: Style
    sample_mm: float
    gap_mm: float


@dataclass(frozen=True, slots=True)
class Strips:
    """What stands above and below the square on a sheet; boxes from the square's lower left corner, too."""

    title: Style
    lead: Style
    small: Style
    digit: Style
    digit_mm: float
    title_box: Box
    cut_box: Box
    legend_box: Box
    legend_step_mm: float
    playing_box: Box
    rules_box: Box
    first_rule: Box
    next_rule_mm: tuple[float, float]
    control_at_mm: tuple[float, float]
    control_box: Box
    control_pt: float
    scissors_at_mm: tuple[float, float]
    scissors_mm: float
    note_box: Box
    upper_step: Box
    lower_step: Box
    next_step_mm: float
    picture_mm: float


@dataclass(frozen=True, slots=True)
class Slip:
    """The slip with the steps; they run down in columns of ``rows``."""

    trim: Box
    heading: Style
    heading_box: Box
    first_step: Box
    next_step_mm: tuple[float, float]
    rows: Whole
    picture_mm: float
    playing_box: Box


@dataclass(frozen=True, slots=True)
class Listing:
    """The page of texts for a screen; lists are indented by ``indent_mm``."""

    page: Box
    margin_mm: float
    indent_mm: float
    gap_mm: float
    title: Style
    heading: Style
    theme: Style
    text: Style


@dataclass(frozen=True, slots=True)
class Pose:
    """How the flip-flap is held and seen: the opening (across, along), lifted flaps, and whence it is looked at."""

    opening: tuple[float, float]
    seen_from_deg: tuple[float, float]
    lifted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The page that shows the folded flip-flap."""

    page_mm: tuple[float, float]
    ground: Ink
    edge: Ink
    edge_pt: float
    caption: Style
    caption_mm: float
    first: Box
    next_mm: tuple[float, float]
    closed: Pose
    one_way: Pose
    other_way: Pose
    lifted: Pose


@dataclass(frozen=True, slots=True)
class Layout:
    """layouts/flipflap.toml: the square's side, what it keeps clear of its creases and its edge, and what stands where."""

    side_mm: Positive
    bleed_mm: float
    clear_mm: float
    safe_mm: float
    theme_gap_mm: float
    symbol_mm: float
    symbol_least_mm: float
    symbol_gap_mm: float
    question_ground: Ink
    centre: Ink
    centre_mm: float
    corners: Mapping[str, Ground]
    odd: Ground
    even: Ground
    ask: Ground
    listen: Ground
    styles: Styles
    steps: Look
    legend: Legend
    back: Back
    strips: Strips
    a4: Paper
    a3: Paper
    slip: Slip
    listing: Listing
    preview: Preview

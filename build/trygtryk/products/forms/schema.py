"""What a form's content holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trygtryk.errors import Place
from trygtryk.model import Copy

# Blocks, told apart by their first key.


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: Copy


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short points."""

    points: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """What somebody reads aloud to the others, as it stands."""

    say: Copy


@dataclass(frozen=True, slots=True)
class Ask:
    """A question and at least ``lines`` ruled lines to answer it on; without lines, one for a short answer.

    What stands in a ``private`` one is for who writes it: the sheet says so, and it is not collected.
    """

    ask: Copy
    id: str
    lines: int = 1
    hint: Copy | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """Something to tick."""

    label: Copy
    id: str


@dataclass(frozen=True, slots=True)
class Ticks:
    """A question answered by ticking."""

    ticks: Copy
    id: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid; ``share`` is its width against the others'."""

    label: Copy
    id: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a heading of its own, and beneath it what it means or what there is to choose from."""

    label: Copy
    id: str
    points: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to fill in: named rows, or ``count`` rows without a name; without a caption the heading says enough."""

    columns: tuple[Column, ...]
    id: str
    caption: Copy | None = None
    rows: tuple[Row, ...] = ()
    count: int = 0
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement to mark."""

    text: Copy
    id: str


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements, each with a mark among choices and a note."""

    statements: tuple[Statement, ...]
    id: str
    choices: tuple[Copy, ...]
    heading: Copy
    note: Copy
    lines: int = 2


@dataclass(frozen=True, slots=True)
class Area:
    """One of the wheel's numbered areas."""

    text: Copy
    id: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """Areas round a hub, each with two rings of which one is marked; ``choices`` say what each ring means."""

    wheel: tuple[Area, ...]
    id: str
    hub: Copy
    alt: Copy
    choices: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Places for sticky notes, one for each heading."""

    notes: tuple[Area, ...]
    id: str
    lines: int = 6


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that stands out: a heading and a text."""

    head: Copy
    text: Copy


@dataclass(frozen=True, slots=True)
class Callouts:
    """One such box, or several side by side."""

    boxes: tuple[Callout, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """QR codes by their ids in content/links.yaml."""

    links: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class About:
    """What is told in content/links.yaml of what links lead to, by their ids; nothing of a link that tells nothing."""

    about: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool in its place among others, or a step: a form by its id, or what is no form by its title.

    ``time`` is how long it takes, where the form's own is not meant.
    """

    note: Copy
    form: str = ""
    title: Copy | None = None
    time: Copy | None = None


@dataclass(frozen=True, slots=True)
class Tools:
    """Tools in the order they are taken."""

    tools: tuple[Tool, ...]
    place: Place


Block = Text | Points | Say | Ask | Ticks | Grid | Statements | Wheel | Notes | Callouts | Links | About | Tools


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its blocks; ``new_page`` starts it on a page of its own.

    What stands in a ``private`` one is for who writes it: the sheet says so, and it is not collected.
    """

    heading: Copy
    blocks: tuple[Block, ...]
    new_page: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the meeting; without minutes it has no part in the stated time."""

    text: Copy
    minutes: int = 0
    say: Copy | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One form, or a sheet to read: its ``number`` among the forms, or what stands ``over`` the title of one without.

    ``time`` is said where ``minutes`` does not say it all. What to do before stands in ``prepare``, then come the
    steps, how people treat each other (``rules``) and what becomes of the result (``after``); then the fields.
    """

    purpose: Copy
    title: Copy
    audience: Copy
    sections: tuple[Section, ...]
    place: Place
    when: Copy | None = None
    steps: tuple[Step, ...] = ()
    number: int = 0
    over: Copy | None = None
    minutes: int = 0
    time: Copy | None = None
    prepare: tuple[Block, ...] = ()
    rules: tuple[Copy, ...] = ()
    after: tuple[Copy, ...] = ()
    credit: Copy | None = None

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block in the order of the page."""
        yield from self.prepare
        for section in self.sections:
            yield from section.blocks


@dataclass(frozen=True, slots=True)
class Arena:
    """A part of the workbook: who it is for, the page that opens it, and its tools: sheets that follow each other.

    A tool that takes a spread begins on a left-hand page.
    """

    title: Copy
    scene: str
    ink: str
    introduction: tuple[Copy, ...]
    tools: tuple[tuple[str, ...], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Workbook:
    """The collected forms: the words of the cover, the contents and the back, and all sheets in order.

    ``first`` are the sheets before the arenas; on the cover are ``scenes``, two and two.
    """

    cover: Copy
    subtitle: Copy
    scenes: tuple[str, ...]
    introduction: tuple[Copy, ...]
    contents: Copy
    contents_note: Copy
    first: tuple[tuple[str, ...], ...]
    arenas: tuple[Arena, ...]
    notes: Copy
    back: Copy
    back_scene: str
    credits: tuple[Copy, ...]
    place: Place

    @property
    def listed(self) -> tuple[str, ...]:
        """The ids of all its sheets, in order."""
        tools = (*self.first, *(tool for arena in self.arenas for tool in arena.tools))
        return tuple(id for tool in tools for id in tool)


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that stand on every form. ``{n}`` and ``{of}`` are numbers put in."""

    labels: Copy
    form: Copy
    purpose: Copy
    audience: Copy
    time: Copy
    when: Copy
    prepare: Copy
    steps: Copy
    rules: Copy
    after: Copy
    say: Copy
    minutes: Copy
    short_minutes: Copy
    who: Copy
    date: Copy
    date_hint: Copy
    page: Copy
    page_alone: Copy
    version: Copy
    more: Copy
    private: Copy
    private_field: Copy
    row: Copy
    code: Copy


Content = Mapping[str, Form | Workbook | Labels]

# the blocks that people write in
WRITTEN = (Ask, Ticks, Grid, Statements, Wheel, Notes)

# the fields over what people write
WHO = "afdeling"
DATE = "dato"

# the files of content/skemaer that are no form
WORKBOOK = "arbejdshaefte"
LABELS = "faelles"


def forms(content: Content) -> dict[str, Form]:
    """The forms and sheets by id, in the workbook's order."""
    book = content[WORKBOOK]
    assert isinstance(book, Workbook)
    found = ((id, content.get(id)) for id in book.listed)
    return {id: form for id, form in found if isinstance(form, Form)}

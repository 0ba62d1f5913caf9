"""What a form's content holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trygtryk.errors import BuildError, Fault, Place
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
    """A row with a heading of its own."""

    label: Copy
    id: str


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


Block = Text | Points | Ask | Ticks | Grid | Statements | Wheel | Notes | Callouts | Links


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


@dataclass(frozen=True, slots=True)
class Form:
    """One form. ``number`` is its place in the workbook; ``time`` is said where ``minutes`` does not say it all."""

    purpose: Copy
    number: int
    title: Copy
    audience: Copy
    when: Copy
    steps: tuple[Step, ...]
    sections: tuple[Section, ...]
    place: Place
    minutes: int = 0
    time: Copy | None = None
    credit: Copy | None = None


@dataclass(frozen=True, slots=True)
class Workbook:
    """The words of the collected forms' cover and contents."""

    cover: Copy
    subtitle: Copy
    scene: str
    introduction: tuple[Copy, ...]
    contents: Copy
    contents_note: Copy
    place: Place


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that stand on every form. ``{n}`` and ``{of}`` are numbers put in."""

    labels: Copy
    form: Copy
    purpose: Copy
    audience: Copy
    time: Copy
    when: Copy
    steps: Copy
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

# the fields in every form's head
WHO = "afdeling"
DATE = "dato"

# the files of content/skemaer that are no form
WORKBOOK = "arbejdshaefte"
LABELS = "faelles"


def forms(content: Content) -> dict[str, Form]:
    """The forms by id, in the order of their numbers.

    Raises BuildError where steps do not add up to the minutes stated, or a number or a question's id is used twice.
    """
    found = {id: form for id, form in content.items() if isinstance(form, Form)}
    faults: list[Fault] = []
    numbers: dict[int, str] = {}
    for id, form in found.items():
        if (other := numbers.setdefault(form.number, id)) != id:
            faults.append(Fault(f"skema {id} og {other} har begge nummer {form.number}", form.place))
        spent = sum(step.minutes for step in form.steps)
        if spent != form.minutes:
            hint = "ret trinnenes minutter eller tiden øverst"
            faults.append(Fault(f"trinnene tager {spent} minutter, men der står {form.minutes}", form.place, hint))
        seen = {WHO, DATE}
        for name in _ids(form):
            if name in seen:
                faults.append(Fault(f"id »{name}« bruges to gange i skema {id}", form.place, "giv den ene et andet id"))
            if not name.replace("-", "").isalnum() or not name.isascii():
                faults.append(Fault(f"id »{name}« i skema {id} skal være små bogstaver, tal og bindestreg", form.place))
            seen.add(name)
    if faults:
        raise BuildError(*faults)
    return dict(sorted(found.items(), key=lambda entry: entry[1].number))


def _ids(form: Form) -> Iterator[str]:
    for section in form.sections:
        for block in section.blocks:
            if isinstance(block, Ask | Ticks | Grid | Statements | Wheel | Notes):
                yield block.id

"""What a form's content holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trygtryk.errors import BuildError, Fault, Place, nearest
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


Block = Text | Points | Say | Ask | Ticks | Grid | Statements | Wheel | Notes | Callouts | Links | Tools


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
    """The forms and sheets by id, in the workbook's order.

    Raises BuildError where steps do not add up to the minutes stated, a number or a question's id is used twice, a
    sheet has no place in the workbook or two, or a tool is named that there is not.
    """
    found = {id: form for id, form in content.items() if isinstance(form, Form)}
    book = content[WORKBOOK]
    assert isinstance(book, Workbook)
    listed = [id for tool in (*book.first, *(tool for arena in book.arenas for tool in arena.tools)) for id in tool]
    faults = [*_placed(listed, found, book.place)]
    numbers: dict[int, str] = {}
    for id, form in found.items():
        if form.number and (other := numbers.setdefault(form.number, id)) != id:
            faults.append(Fault(f"skema {id} og {other} har begge nummer {form.number}", form.place))
        if not form.number and not form.over:
            faults.append(
                Fault(f"skema {id} har intet nummer", form.place, "skriv number, eller over til et ark at læse")
            )
        spent = sum(step.minutes for step in form.steps)
        if spent != form.minutes:
            place = form.steps[0].text.place if form.steps else form.place
            hint = "ret trinnenes minutter eller tiden øverst"
            faults.append(Fault(f"trinnene tager {spent} minutter, men der står {form.minutes}", place, hint))
        faults += _asked_twice(id, form)
        for block in form.blocks:
            if isinstance(block, Tools):
                faults += _named(block, found)
    if faults:
        raise BuildError(*faults)
    return {id: found[id] for id in listed}


def _placed(listed: list[str], found: Mapping[str, Form], place: Place) -> Iterator[Fault]:
    for id in dict.fromkeys(listed):
        if id not in found:
            yield Fault(f"arbejdshæftet nævner »{id}«, som ikke findes", place, nearest(id, found))
        elif listed.count(id) > 1:
            yield Fault(f"»{id}« står to gange i arbejdshæftet", place, "slet det ene sted")
    for id in found:
        if id not in listed:
            yield Fault(
                f"»{id}« står ikke i arbejdshæftet",
                found[id].place,
                f"skriv det under first eller tools i {place.file}",
            )


def _asked_twice(id: str, form: Form) -> Iterator[Fault]:
    seen = {WHO, DATE}
    for block in form.blocks:
        if isinstance(block, WRITTEN):
            name = block.id
            if name in seen:
                yield Fault(f"id »{name}« bruges to gange i skema {id}", form.place, "giv den ene et andet id")
            if not name.replace("-", "").isalnum() or not name.isascii():
                yield Fault(f"id »{name}« i skema {id} skal være små bogstaver, tal og bindestreg", form.place)
            seen.add(name)


def _named(block: Tools, found: Mapping[str, Form]) -> Iterator[Fault]:
    for tool in block.tools:
        if tool.form and tool.form not in found:
            yield Fault(
                f"der er ikke noget skema, der hedder »{tool.form}«", tool.note.place, nearest(tool.form, found)
            )
        elif not tool.form and not tool.title:
            yield Fault("redskabet har ingen titel", tool.note.place, "skriv form, eller title")

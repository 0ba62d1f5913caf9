"""What must hold within a form's content, and between it and the layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trygtryk.errors import Fault, nearest
from trygtryk.geometry import sized
from trygtryk.products.forms.layout import Layout
from trygtryk.products.forms.schema import (
    DATE,
    WHO,
    WORKBOOK,
    WRITTEN,
    About,
    Block,
    Content,
    Form,
    Grid,
    Links,
    Statements,
    Tools,
    Wheel,
    Workbook,
)
from trygtryk.products.product import At, Known
from trygtryk.products.rules import apart, faults_of, legible, within
from trygtryk.sources.content import find
from trygtryk.sources.nodes import Node


def check(content: Content, layout: Layout, known: Known, at: At) -> Iterator[Fault]:
    """Numbers, minutes and ids that agree, blocks the layout has room for, boxes apart, texts that can be read."""
    found = {id: form for id, form in content.items() if isinstance(form, Form)}
    book = content[WORKBOOK]
    assert isinstance(book, Workbook)
    yield from _check_book(book, found, known)
    numbers: dict[int, str] = {}
    for id, form in found.items():
        if form.number and (other := numbers.setdefault(form.number, id)) != id:
            yield Fault(f"skema {id} og {other} har begge nummer {form.number}", form.place)
        if not form.number and not form.over:
            yield Fault(f"skema {id} har intet nummer", form.place, "skriv number, eller over til et ark at læse")
        spent = sum(step.minutes for step in form.steps)
        if spent != form.minutes:
            place = form.steps[0].text.place if form.steps else form.place
            hint = "ret trinnenes minutter eller tiden øverst"
            yield Fault(f"trinnene tager {spent} minutter, men der står {form.minutes}", place, hint)
        yield from _asked_twice(id, form)
        for block in form.blocks:
            yield from _check_block(block, found, form, layout, known)
    yield from _check_boxes(layout, at)
    yield from _check_inks(layout, book, known, at)


def _check_book(book: Workbook, found: Mapping[str, Form], known: Known) -> Iterator[Fault]:
    for id in dict.fromkeys(book.listed):
        if id not in found:
            yield Fault(f"arbejdshæftet nævner »{id}«, som ikke findes", book.place, nearest(id, found))
        elif book.listed.count(id) > 1:
            yield Fault(f"»{id}« står to gange i arbejdshæftet", book.place, "slet det ene sted")
    for id in sorted(found.keys() - set(book.listed)):
        hint = f"skriv det under first eller tools i {book.place.file}"
        yield Fault(f"»{id}« står ikke i arbejdshæftet", found[id].place, hint)
    for arena in book.arenas:
        if arena.ink not in known.palette:
            yield Fault(f"ukendt farve »{arena.ink}«", arena.place, nearest(arena.ink, known.palette))


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


def _check_block(block: Block, found: Mapping[str, Form], form: Form, layout: Layout, known: Known) -> Iterator[Fault]:
    match block:
        case Wheel():
            most = min(len(layout.wheel.rings), len(layout.wheel.dashes_pt))
            if len(block.choices) > most:
                hint = "slet et valg, eller giv det en farve i rings og en streg i dashes_pt under [wheel]"
                told = f"hjulet har {len(block.choices)} valg, men layoutet har farver til {most}"
                yield Fault(told, block.choices[most].place, hint)
        case Grid():
            if not block.rows and not block.count:
                yield Fault(f"tabellen »{block.id}« har ingen rækker", form.place, "skriv rows, eller count: 5")
        case Statements():
            rest = layout.sheet.column.width_mm - len(block.choices) * layout.choice_mm - layout.note_mm
            if rest < layout.choice_mm:
                told = f"»{block.id}« har {len(block.choices)} valg, og så er der ingen plads til udsagnene"
                yield Fault(told, block.heading.place, "slet et valg, eller gør choice_mm eller note_mm mindre")
        case Links(names, _) | About(names, _):
            for name in names:
                yield from faults_of(find, known.links, name, block.place)
        case Tools():
            for tool in block.tools:
                if tool.form and tool.form not in found:
                    told = f"der er ikke noget skema, der hedder »{tool.form}«"
                    yield Fault(told, tool.note.place, nearest(tool.form, found))
                elif not tool.form and not tool.title:
                    yield Fault("redskabet har ingen titel", tool.note.place, "skriv form, eller title")
        case _:
            pass


def _check_boxes(layout: Layout, at: At) -> Iterator[Fault]:
    cover, opener, sheet = layout.cover, layout.opener, layout.sheet
    page = sized(0, 0, sheet.width_mm, sheet.height_mm)
    front = ("pictures", "title", "subtitle", "names", "credit")
    back = ("back_title", "credits", "back_picture")
    for boxes in (
        {f"cover.{name}": getattr(cover, name) for name in front},
        {f"cover.{name}": getattr(cover, name) for name in ("pictures", "title", "subtitle", "logo", "credit")},
        {f"cover.{name}": getattr(cover, name) for name in back},
        {f"opener.{name}": getattr(opener, name) for name in ("picture", "title", "text")},
    ):
        yield from apart(boxes, at)
        # a picture may run into the bleed, text may not
        yield from within({name: box for name, box in boxes.items() if "picture" not in name}, page, at)
        yield from within(
            {name: box for name, box in boxes.items() if "picture" in name}, page.grown(cover.bleed_mm), at
        )
    yield from within({"sheet.more": sheet.more}, page, at)
    if not layout.wheel.hub_mm < layout.wheel.middle_mm < layout.wheel.radius_mm:
        yield Fault(
            "hjulets tekst ligger ikke i felterne", at("wheel.middle_mm"), "skriv et mål mellem hub_mm og radius_mm"
        )


def _check_inks(layout: Layout, book: Workbook, known: Known, at: At) -> Iterator[Fault]:
    styles, colours, wheel = layout.styles, layout.colours, layout.wheel
    white = known.palette["white"]
    grounds = (
        (
            white,
            ("overline", "title", "heading", "step", "minutes", "text", "question", "hint", "table_text", "option"),
        ),
        (white, ("entry", "entry_head", "say", "footer", "running", "wheel_number")),
        *((known.palette[arena.ink], ("opener", "opener_text")) for arena in book.arenas if arena.ink in known.palette),
        (colours.facts, ("label", "fact", "address", "question")),
        (colours.head, ("table_head",)),
        (colours.callout, ("callout_head", "callout_text")),
        (colours.accent, ("step_number",)),
        (colours.cover, ("cover", "subtitle", "cover_credit", "cover_names")),
        (wheel.hub, ("wheel_hub",)),
        *((ground, ("wheel_text",)) for ground in (wheel.grounds if wheel.text_mm else ())),
    )
    for ground, names in grounds:
        yield from legible({f"styles.{name}": getattr(styles, name) for name in names}, ground, at)


def numbers(tree: Node) -> Mapping[str, int]:
    """Each form's number by its id."""
    if not isinstance(tree.value, Mapping):
        return {}
    found = {id: form.value.get("number") for id, form in tree.value.items() if isinstance(form.value, Mapping)}
    return {id: int(str(number.value)) for id, number in found.items() if number and str(number.value).isdecimal()}

"""The order in words, as the page and the mail say them alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import fsum
from typing import Literal

from trygtryk.model import Copy
from trygtryk.pictures.sender import Sender
from trygtryk.slip.lines import Entry, Part
from trygtryk.sources.department.ordering import Ordering
from trygtryk.sources.printshop import Printshop
from trygtryk.units import decimal, plain

_NO_BREAK_SPACE = "\u00a0"
# from so many sheets it matters how thick they are together
_A_STACK = 8


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands over each field of the order's head."""

    sender: Copy
    shop: Copy
    delivery: Copy
    day: Copy
    ean: Copy
    reference: Copy


@dataclass(frozen=True, slots=True)
class Heads:
    """The table's heads."""

    piece: Copy
    amount: Copy
    size: Copy
    inks: Copy
    paper: Copy
    finishing: Copy


@dataclass(frozen=True, slots=True)
class Mail:
    """What the mail says besides the order; ``{{...}}`` are put in."""

    to: Copy
    subject: Copy
    hello: Copy
    hello_shop: Copy
    opening: Copy
    closing: Copy
    regards: Copy
    blank: Copy
    readme: Copy


@dataclass(frozen=True, slots=True)
class Words:
    """content/order.yaml; ``steps`` are the tools by their step (ISO 19593-1). ``{{...}}`` are put in."""

    title: Copy
    intro: Copy
    marks: Mapping[Literal["none", "crop", "full"], Copy]
    labels: Labels
    heads: Heads
    steps: Mapping[str, Copy]
    steps_listed: Copy
    steps_apart: Copy
    drawn: Copy
    kinds: Copy
    page: Copy
    pages: Copy
    at: Copy
    from_to: Copy
    sheet: Copy
    sheets: Copy
    thick: Copy
    weight: Copy
    total: Copy
    signed: Copy
    edition: Copy
    months: tuple[Copy, ...]
    mail: Mail

    def of(self, shop: Printshop) -> Words:
        """The words with what a print shop's files are like put in."""
        told = _put(self.intro, bleed=plain(shop.bleed_mm), marks=self.marks[shop.marks].text)
        return replace(self, intro=replace(self.intro, text=told))

    def day(self, day: date) -> str:
        """A day as it is written in Denmark: 1. november 2026."""
        return f"{day.day}.{_NO_BREAK_SPACE}{self.months[day.month - 1].text} {day.year}"


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the order in words; each may be several lines of text."""

    title: str
    file: str
    amount: str
    size: str
    inks: str
    paper: str
    finishing: str


def told(entry: Entry, words: Words) -> Told:
    """A file's line."""
    amount = f"{entry.copies} {entry.unit}" if entry.unit else _put(words.kinds, n=len(entry.parts))
    sheets = _number(entry.sheets, words.sheet, words.sheets)
    paper = [entry.paper, f"{plain(entry.gsm)} g/m², {_length(entry.paper_mm)} mm", entry.condition]
    if entry.sheets >= _A_STACK and not entry.parts:
        thickness = decimal(entry.thickness_mm, 0 if entry.thickness_mm >= 10 else 1)
        paper.append(_put(words.thick, mm=thickness))
    finishing = list(entry.finishing)
    if steps := [f"{words.steps[step].text} »{spot}«" for spot, step in entry.steps if step in words.steps]:
        where = (
            _put(words.at, first=entry.steps_page)
            if entry.steps_page
            else entry.steps_file and _put(words.drawn, file=entry.steps_file)
        )
        listed = _put(words.steps_apart if where else words.steps_listed, steps=" og ".join(steps), at=where)
        finishing.append(listed[0].upper() + listed[1:])
    return Told(
        entry.title,
        "\n".join(entry.files),
        f"{amount}\n{_put(words.weight, kg=_kilos(entry.weight_kg))}",
        f"{size(entry.trim_mm)}\n{_number(entry.pages, words.page, words.pages)}, {sheets}",
        entry.inks,
        "\n".join(paper),
        "\n".join(finishing),
    )


def told_part(part: Part, entry: Entry, words: Words) -> Told:
    """The line of one piece in a file that holds several: what is its own."""
    where = _put(words.at if part.first == part.last else words.from_to, first=part.first, last=part.last)
    sheets = _number(part.sheets, words.sheet, words.sheets)
    return Told(part.title, "", f"{entry.copies} {part.unit}", f"{where}, {sheets}", "", "", "\n".join(part.finishing))


def size(trim_mm: tuple[float, float]) -> str:
    """A format: 148 × 105 mm."""
    return f"{_NO_BREAK_SPACE}×{_NO_BREAK_SPACE}".join(plain(side) for side in trim_mm) + f"{_NO_BREAK_SPACE}mm"


def total(entries: tuple[Entry, ...], words: Words) -> str:
    """What it all weighs."""
    kilos = decimal(fsum(entry.weight_kg for entry in entries))
    return f"{words.total.text}: {kilos} kg"


def ordered_by(ordering: Ordering, sender: Sender, shop: Printshop, words: Words) -> dict[str, Copy | None]:
    """The head's fields by name, in order: who orders goes by the printed names, a print shop by its profile."""
    shops = Copy(shop.company, "order.shop", shop.place) if shop.company else None
    day = replace(ordering.day, text=words.day(ordering.date)) if ordering.day and ordering.date else None
    return {
        "sender": ordering.sender or sender.names,
        "shop": ordering.shop or shops,
        "delivery": ordering.delivery,
        "day": day,
        "ean": ordering.ean,
        "reference": ordering.reference,
    }


def _number(count: int, one: Copy, many: Copy) -> str:
    return _put(one if count == 1 else many, n=count)


def _put(copy: Copy, **values: object) -> str:
    text = copy.text
    for name, value in values.items():
        text = text.replace(f"{{{{{name}}}}}", str(value))
    return text


def _length(length_mm: float) -> str:
    return decimal(length_mm, 3).rstrip("0").rstrip(",")


def _kilos(kilos: float) -> str:
    return decimal(kilos, 2 if kilos < 1 else 1)

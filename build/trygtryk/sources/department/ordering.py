"""Who orders, from whom, and where it is to be delivered: what a department writes under »bestilling«."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from math import fsum

from trygtryk.errors import Fault
from trygtryk.model import Copy

_DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})"),
)


@dataclass(frozen=True, slots=True)
class Ordering:
    """Who orders (``sender``), from which print shop, where and when (``day``) it is delivered, and what it is paid by.

    What is absent is left as a line to fill in.
    """

    sender: Copy | None = None
    shop: Copy | None = None
    delivery: Copy | None = None
    day: Copy | None = None
    ean: Copy | None = None
    reference: Copy | None = None

    @property
    def date(self) -> date | None:
        """The day of delivery; None where there is none, or what stands there is no day."""
        return day(self.day.text) if self.day else None

    def as_data(self) -> dict[str, str]:
        """Each as text, a day as ISO 8601 has it; empty where it is absent."""
        copies = {one.name: getattr(self, one.name) for one in fields(self)}
        data = {name: copy.text if copy else "" for name, copy in copies.items()}
        return {**data, "day": self.date.isoformat() if self.date else ""}

    def faults(self) -> Iterator[Fault]:
        """What nobody could deliver or pay by."""
        if self.day and not self.date:
            yield Fault(f"»{self.day.text}« er ikke en dag", self.day.place, "skriv den som 2026-12-01 eller 1.12.2026")
        digits = re.sub(r"[\s-]", "", self.ean.text) if self.ean else ""
        if self.ean and not re.fullmatch(r"\d{13}", digits, re.ASCII):
            yield Fault(f"»{self.ean.text}« er ikke et EAN-nummer", self.ean.place, "det har 13 cifre")
        elif self.ean and _check_digit(digits[:12]) != digits[12]:
            told = f"EAN-nummeret »{self.ean.text}« kan ikke passe: det sidste ciffer skulle være {_check_digit(digits[:12])}"
            yield Fault(told, self.ean.place, "se efter, om to cifre er byttet om")


def day(text: str) -> date | None:
    """A day as people write one, 2026-12-01 or 1.12.2026; None where it is none."""
    for form in _DAYS:
        if found := form.fullmatch(text.strip()):
            try:
                return date(*(int(found[part]) for part in "ymd"))
            except ValueError:
                return None
    return None


def _check_digit(digits: str) -> str:
    """The last of an EAN's 13 digits (GS1 General Specifications, 7.9)."""
    total = fsum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-int(total) % 10)

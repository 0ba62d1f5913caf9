"""What the check says: findings, their order, and how they are told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from trygtryk.geometry import Box
from trygtryk.names import shown
from trygtryk.units import decimal

AGAIN = "lav filen igen med »trygtryk build«"
"""The way out of what goes wrong only where a file is put together."""

Severity = Literal["error", "warning", "note"]
_DANISH = {"error": "fejl", "warning": "advarsel", "note": "bemærk"}
_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of a rule: ``page`` counts from 1 (0: the whole file), the box is in mm from the trim's lower left."""

    rule: str
    severity: Severity
    page: int
    box_mm: Box | None
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = f" side {self.page}" if self.page else ""
        if self.box_mm is not None:
            box = self.box_mm
            where += f" ved x {decimal(box.x0_mm)} y {decimal(box.y0_mm)} mm ({decimal(box.width_mm)} × {decimal(box.height_mm)})"
        said = f"{_DANISH[self.severity]} {self.rule}{where}: {self.message}"
        return said + (f"\n    → {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Allowed:
    """A printing condition a file may be made for: its name, the ink it is designed for, and the most it bears."""

    condition: str
    ink: float
    most: float


@dataclass(frozen=True, slots=True)
class Ordered:
    """What is ordered of a file: its pages, its trim in mm, and the condition of its paper."""

    pages: int
    trim_mm: tuple[float, float]
    condition: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a print shop and a design ask for; lengths in mm, inks in percent, sizes in points.

    Without ``conditions`` a file may be made for any, and have any spots. ``tools`` is where the tools' lines stand,
    ``tool_names`` what their plates are called, by their step.
    """

    bleed_mm: float = 3.0
    safe_mm: float = 3.0
    marks: Literal["none", "crop", "full"] = "crop"
    conditions: tuple[Allowed, ...] = ()
    tools: Literal["layer", "page", "file"] = "layer"
    tool_names: tuple[tuple[str, str], ...] = ()
    design_ink: float = 300.0
    most_ink: float = 320.0
    peak_ink: float = 330.0
    unprintable_mm: float = 5.0

    def for_condition(self, name: str) -> Limits:
        """The limits of a file made for a condition; where that is none of theirs, what the most patient bears."""
        found = [one for one in self.conditions if one.condition == name] or list(self.conditions)
        if not found:
            return self
        ink, most = max(one.ink for one in found), max(one.most for one in found)
        return replace(self, design_ink=ink, most_ink=most, peak_ink=most)


def error(rule: str, message: str, hint: str, page: int = 0, box: Sequence[float] | None = None) -> Finding:
    """A finding that stops the file; ``box`` is ``(x0, y0, x1, y1)`` in mm from the trim's corner."""
    return Finding(rule, "error", page, Box(*box) if box is not None else None, shown(message), hint)


def warning(rule: str, message: str, hint: str, page: int = 0, box: Sequence[float] | None = None) -> Finding:
    """A finding that somebody must look at."""
    return Finding(rule, "warning", page, Box(*box) if box is not None else None, shown(message), hint)


def note(rule: str, message: str, hint: str, page: int = 0) -> Finding:
    """A finding that only tells."""
    return Finding(rule, "note", page, None, shown(message), hint)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then by page and rule; what is said twice in the same place is kept once."""

    def key(finding: Finding) -> tuple[object, ...]:
        box = finding.box_mm
        corner = (box.x0_mm, box.y0_mm) if box else (0.0, 0.0)
        number = int(finding.rule[1:])
        return _ORDER[finding.severity], finding.page, finding.rule[0], number, finding.message, corner

    return tuple(sorted(dict.fromkeys(findings), key=key))


def report(name: str, findings: tuple[Finding, ...]) -> str:
    """The findings of one file for a person to read, with a closing line that counts them."""
    if not findings:
        return f"{name}: i orden"
    errors = sum(finding.severity == "error" for finding in findings)
    rest = len(findings) - errors
    counted = f"{errors} fejl" + (f", {rest} {'anden' if rest == 1 else 'andre'} at se på" if rest else "")
    return "\n".join([f"{name}: {counted}", *(f"  {said}".replace("\n", "\n  ") for _, said in told_once(findings))])


def told_once(findings: Iterable[Finding]) -> Iterator[tuple[Severity, str]]:
    """What is wrong in the same way is told once, with the pages or the number of other places."""
    alike: dict[tuple[str, Severity, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.rule, finding.severity, finding.message), []).append(finding)
    yield from ((severity, _told(group)) for (_, severity, _), group in alike.items())


def _told(alike: list[Finding]) -> str:
    first, pages = alike[0], sorted({finding.page for finding in alike})
    if len(alike) == 1:
        return str(first)
    if first.box_mm is not None:
        others = len(alike) - 1
        message = f"{first.message} (og {others} {'andet sted' if others == 1 else 'andre steder'})"
        return str(replace(first, message=message))
    whole = pages == list(range(pages[0], pages[-1] + 1)) and len(pages) > 1
    listed = f"{pages[0]}-{pages[-1]}" if whole else ", ".join(map(str, pages))
    return str(first).replace(f" side {first.page}:", f" side {listed}:", 1)


def as_json(files: Iterable[tuple[str, tuple[Finding, ...]]]) -> str:
    """The findings of several files as one JSON list, in the order given."""
    told = [{"file": name, "findings": [asdict(finding) for finding in findings]} for name, findings in files]
    return json.dumps(told, ensure_ascii=False, indent=2)

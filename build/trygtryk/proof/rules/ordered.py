"""A file against its line on the order: what the print shop gave its price on is what it gets (rules E)."""

from __future__ import annotations

from collections.abc import Iterator

from trygtryk.proof.findings import Finding, Ordered, error
from trygtryk.proof.reading.file import File
from trygtryk.proof.rules.pdfx import condition_of
from trygtryk.units import decimal

_SLACK_MM = 0.1


def check_order(ordered: Ordered, file: File) -> Iterator[Finding]:
    """Other pages, another size or other paper than what is ordered."""
    if len(file.sides) != ordered.pages:
        told = f"filen har {len(file.sides)} sider; bestilt er {ordered.pages}"
        yield error("E1", told, "lav filen og ordresedlen igen")
    for side in file.sides:
        size = (side.trim.width_mm, side.trim.height_mm)
        if any(abs(a - b) > _SLACK_MM for a, b in zip(size, ordered.trim_mm, strict=True)):
            has, wants = (" × ".join(decimal(n) for n in sides) for sides in (size, ordered.trim_mm))
            yield error("E2", f"det beskårne mål er {has} mm; bestilt er {wants} mm", "ret TrimBox", side.number)
    if condition_of(file) != ordered.condition:
        told = f"filen er lavet til {condition_of(file) or 'intet papir'}; papiret, den er bestilt på, trykkes efter {ordered.condition}"
        yield error("E3", told, "lav filen igen, eller bestil det papir, den er lavet til")

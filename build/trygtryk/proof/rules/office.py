"""Files for home and office printers: sizes, margins, the sheet's turn, the control rule (rules D)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pikepdf

from trygtryk.geometry import Box
from trygtryk.proof.findings import Finding, Limits, error, warning
from trygtryk.proof.reading.file import File, Rule
from trygtryk.proof.reading.marks import Mark
from trygtryk.proof.reading.tokens import Run
from trygtryk.proof.rules.font import check_fonts
from trygtryk.proof.rules.pdfua import TAG_RULES
from trygtryk.proof.rules.soundness import check_content
from trygtryk.units import decimal, plain

_SIZES_MM = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
_SIZE_SLACK_MM = 0.1
_RULE_MM = 50.0
_RULE_SLACK_MM = 0.05
_FEW = 20


def office_rules(limits: Limits) -> tuple[Rule, ...]:
    """The rules for a printer's margins, and those for who listens to a sheet before it is printed."""
    return (
        ("D1", _viewer),
        ("D2", _sizes),
        ("D3", partial(_margins, limits)),
        ("D4", _control_rule),
        ("D5", lambda file: check_fonts(file, "D5")),
        ("D5", lambda file: check_content(file, "D5")),
        *TAG_RULES,
    )


def _viewer(file: File) -> Iterator[Finding]:
    viewer = file.root.get("/ViewerPreferences", pikepdf.Dictionary())
    if str(viewer.get("/PrintScaling", "")) != "/None":
        yield error("D1", "printeren må gerne skalere siden (PrintScaling)", "sæt PrintScaling til None")
    duplex = str(viewer.get("/Duplex", ""))
    if len(file.sides) > 1 and duplex not in ("/Simplex", "/DuplexFlipShortEdge", "/DuplexFlipLongEdge"):
        yield error("D1", "filen siger ikke, hvordan arket vendes (Duplex)", "sæt Duplex til den kant, arket vendes om")


def _sizes(file: File) -> Iterator[Finding]:
    for side in file.sides:
        box = side.boxes.get("MediaBox")
        size = sorted((box.width_mm, box.height_mm)) if box else [0.0, 0.0]
        if not any(
            all(abs(a - b) <= _SIZE_SLACK_MM for a, b in zip(size, known, strict=True)) for known in _SIZES_MM.values()
        ):
            told = f"siden er {decimal(size[0])} × {decimal(size[1])} mm"
            yield error("D2", told, "brug A4 eller A3", side.number)


def _margins(limits: Limits, file: File) -> Iterator[Finding]:
    hint = f"hold {plain(limits.unprintable_mm)} mm fri hele vejen rundt, printeren kan ikke nå kanten"
    for side in file.sides:
        sheet = side.placed(side.boxes.get("MediaBox", side.trim)).grown(-limits.unprintable_mm)
        for mark in side.content.marks:
            if mark.paint is None or mark.paint.white or sheet.contains(Box(*mark.box), 0.05):
                continue
            yield error("D3", "noget står uden for det, en printer kan nå", hint, side.number, mark.box)
            break


def _control_rule(file: File) -> Iterator[Finding]:
    if not any(_is_control_rule(mark) for side in file.sides for mark in side.content.marks):
        hint = "tegn en streg på 50 mm uden for det, der klippes"
        yield warning("D4", "filen har ingen kontrolstreg på 50 mm", hint)


def _is_control_rule(mark: Mark) -> bool:
    path = mark.path
    if mark.kind not in ("stroke", "fill") or path is None or len(path.pieces) > _FEW:
        return False
    x0, y0, x1, y1 = path.box
    # a curved drawing is not worth flattening to see that it is no rule
    if max(x1 - x0, y1 - y0) < _RULE_MM - _RULE_SLACK_MM or any(
        isinstance(p, Run) and b"c" in p.raw for p in path.pieces
    ):
        return False
    for polygon in path.polygons:
        xs, ys = [point[0] for point in polygon], [point[1] for point in polygon]
        spans = (max(xs) - min(xs), max(ys) - min(ys))
        if abs(max(spans) - _RULE_MM) <= _RULE_SLACK_MM and min(spans) < 1:
            return True
    return False

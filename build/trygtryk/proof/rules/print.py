"""Ink, type, lines and pictures as they will print (GWG 2022 sheetfed CMYK; rules B4-B8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from trygtryk.geometry import apply, inverse
from trygtryk.proof.findings import Finding, Limits, error, warning
from trygtryk.proof.reading.colour import PROCESS
from trygtryk.proof.reading.file import File, Rule, Side
from trygtryk.proof.reading.marks import Corners, Mark, common, lettering
from trygtryk.units import POINTS_PER_MM, decimal

_SMALL_BLACK_PT = 12.0
_ONE_INK_PT = 8.0
_TWO_INKS_PT = 9.0
_THINNEST_PT = 0.25
_SLACK = 0.005
_DARK = 60.0
"""Above this share, in percent, black together with other inks is meant as black."""

_PPI = (149, 224)
_PPI_ONE_BIT = (549, 799)

_STRUCTURAL = frozenset(
    [
        "Cutting",
        "PartialCutting",
        "ReversePartialCutting",
        "Creasing",
        "ReverseCreasing",
        "CuttingCreasing",
        "ReverseCuttingCreasing",
        "PartialCuttingCreasing",
        "ReversePartialCuttingCreasing",
        "Drilling",
        "Gluing",
        "FoilStamping",
        "ColdFoilStamping",
        "Embossing",
        "Debossing",
        "Perforating",
        "Bleed",
        "VarnishFree",
        "InkFree",
        "InkVarnishFree",
        "Folding",
        "Punching",
        "Stapling",
    ]
)
_STEPS = {
    "Structural": _STRUCTURAL,
    "Positions": frozenset(["Hologram", "Barcode", "ContentArea", "CodingMarking", "Imprinting"]),
    **dict.fromkeys(["Braille", "Legend", "Dimensions", "White", "Varnish"], frozenset([""])),
}
"""The groups and types of ISO 19593-1, table 2 and 3."""

_TOOL = re.compile(r"cut|crease|fold|die|perf|stans|skær|rids|big|fals", re.IGNORECASE)


def print_rules(limits: Limits) -> tuple[Rule, ...]:
    """The rules for a print shop's limits."""
    return (
        ("B4", _black_text),
        ("B4", _white),
        ("B5", _small_text),
        ("B5", _thin_lines),
        ("B6", _pictures),
        ("B7", partial(_flat_ink, limits)),
        ("B8", _steps),
        ("B8", partial(_tool_names, limits)),
        ("B8", partial(_tools_apart, limits)),
        ("B8", partial(_plates, limits)),
    )


def _texts(side: Side) -> Iterator[Mark]:
    return (mark for mark in side.content.marks if mark.kind == "text" and mark.paint is not None)


def _black_text(file: File) -> Iterator[Finding]:
    for side in file.sides:
        for index, mark in enumerate(side.content.marks):
            if mark.kind != "text" or mark.paint is None:
                continue
            shares = dict(mark.paint.shares)
            black = shares.get("Black", 0.0)
            others = [share for ink, share in mark.paint.shares if ink != "Black" and share > 0]
            if mark.size > _SMALL_BLACK_PT:
                continue
            composed = len(others) >= 3 and min(others) >= _DARK
            if (black >= _DARK and others and mark.paint.family == "DeviceCMYK") or composed:
                told = f"lille sort tekst ({_pt(mark.size)} pt) er blandet af flere farver"
                yield error("B4", told, "sæt teksten i ren sort (0 0 0 100)", side.number, mark.box)
            elif black == 100 and not others:
                over = mark.overprint and mark.opm == 1 and mark.paint.family == "DeviceCMYK"
                if not over and _on_colour(side.content.marks, index):
                    told = f"sort tekst ({_pt(mark.size)} pt) på farve overtrykker ikke"
                    yield error(
                        "B4", told, "lad sort tekst overtrykke (op true, OPM 1, 0 0 0 1 k)", side.number, mark.box
                    )


def _on_colour(marks: list[Mark], index: int) -> bool:
    """Whether the text of that index stands on anything but paper."""
    text = marks[index]
    for mark in reversed(marks[:index]):
        if mark.kind in ("text", "stroke") or mark.paint is None or common(mark.box, text.box) is None:
            continue
        if not mark.paint.white:
            return True
        if common(mark.box, text.box) == text.box:
            return False
    return False


def _white(file: File) -> Iterator[Finding]:
    for side in file.sides:
        for mark in side.content.marks:
            if mark.overprint and mark.paint is not None and mark.paint.white:
                told = {"text": "hvid tekst", "stroke": "en hvid streg"}.get(mark.kind, "en hvid flade")
                hint = "hvidt skal slå ud af farven (op false), ellers forsvinder det"
                yield error("B4", f"{told} overtrykker", hint, side.number, mark.box)


def _small_text(file: File) -> Iterator[Finding]:
    for side in file.sides:
        for mark in _texts(side):
            assert mark.paint is not None
            inks = len(mark.paint.inks)
            most = 1 if mark.size < _ONE_INK_PT - _SLACK else 2 if mark.size < _TWO_INKS_PT - _SLACK else 4
            if inks > most:
                told = f"tekst på {_pt(mark.size)} pt er trykt med {inks} farver"
                hint = "lille tekst står kun skarpt i én farve: brug ren sort eller større skrift"
                yield error("B5", told, hint, side.number, mark.box)


def _thin_lines(file: File) -> Iterator[Finding]:
    for side in file.sides:
        for mark in side.content.marks:
            yield from _thin(side, mark, mark.box)
        for mark in side.content.aside:
            yield from _thin(side, mark, None)


def _thin(side: Side, mark: Mark, box: Corners | None) -> Iterator[Finding]:
    hint = f"tegn stregen mindst {_pt(_THINNEST_PT)} pt bred"
    if mark.kind == "stroke" and mark.size < _THINNEST_PT - _SLACK:
        told = "en streg uden bredde" if mark.size == 0 else f"en streg er kun {_pt(mark.size)} pt"
        yield error("B5", told, hint, side.number, box)
    elif mark.kind == "fill" and mark.path is not None:
        x0, y0, x1, y1 = mark.path.box
        thin_pt = min(x1 - x0, y1 - y0) * POINTS_PER_MM
        if thin_pt < _THINNEST_PT - _SLACK:
            yield warning("B5", f"en fyldt streg er kun {_pt(thin_pt)} pt", hint, side.number, box)


def _pictures(file: File) -> Iterator[Finding]:
    for side in file.sides:
        for mark in side.content.marks:
            image = mark.image
            if image is None or max(image.width_px, image.height_px) <= 2:
                continue
            least, good = _PPI_ONE_BIT if image.one_bit else _PPI
            told = f"et billede har kun {mark.size:.0f} punkter pr. tomme ({image.width_px} × {image.height_px})"
            hint = f"brug et billede med mindst {good + 1} punkter pr. tomme, eller vis det mindre"
            if mark.size < least + 0.5:
                yield error("B6", told, hint, side.number, mark.box)
            elif mark.size < good + 0.5:
                yield warning("B6", told, hint, side.number, mark.box)


def _flat_ink(limits: Limits, file: File) -> Iterator[Finding]:
    hint = f"vælg en farve med højst {limits.design_ink:.0f} % i alt"
    for side in file.sides:
        told: set[float] = set()
        for mark in side.content.marks:
            if mark.paint is None or "All" in mark.paint.inks:
                continue
            total = mark.paint.total
            if total > limits.design_ink + 0.5 and total not in told:
                told.add(total)
                yield error("B7", f"en farve lægger {total:.0f} % farve på papiret", hint, side.number, mark.box)


def _steps(file: File) -> Iterator[Finding]:
    for side in file.sides:
        texts = list(_texts(side))
        in_steps: dict[str, str] = {}
        for mark in side.content.marks:
            if mark.layer is not None and mark.layer.step is not None:
                yield from _step(side, mark, in_steps, texts)
        for mark in side.content.marks:
            if mark.paint is None or (mark.layer is not None and mark.layer.step is not None):
                continue
            for ink in mark.paint.inks if mark.paint.family in ("Separation", "DeviceN") else ():
                if ink in in_steps:
                    told = f"spotfarven »{ink}« bruges også uden for laget »{in_steps[ink]}«"
                    yield error("B8", told, "værktøjsfarven må kun bruges i sit eget lag", side.number, mark.box)
                elif ink != "All" and _TOOL.search(ink):
                    told = f"»{ink}« ligner en værktøjslinje, men ligger ikke i et lag for den"
                    hint = "læg linjen i et lag med GTS_Metadata (ISO 19593-1)"
                    yield error("B8", told, hint, side.number, mark.box)


def _tools_of(side: Side) -> Iterator[tuple[Mark, str, str]]:
    """Every mark on a tool's layer, with the step and the plate."""
    for mark in side.content.marks:
        if mark.layer is not None and mark.layer.step is not None and mark.layer.step[0] == "Structural":
            yield mark, mark.layer.step[1], mark.paint.inks[0] if mark.paint is not None and mark.paint.inks else ""


def _tool_names(limits: Limits, file: File) -> Iterator[Finding]:
    """A tool's plate by another name than the one the print shop's machine looks for."""
    wanted, told = dict(limits.tool_names), set[str]()
    for side in file.sides:
        for mark, step, plate in _tools_of(side):
            if step in wanted and plate != wanted[step] and plate not in told:
                told.add(plate)
                said = f"værktøjslinjen hedder »{plate}«; trykkeriets maskine leder efter »{wanted[step]}«"
                yield error("B8", said, "giv spotfarven det navn, med store og små bogstaver", side.number, mark.box)


def _tools_apart(limits: Limits, file: File) -> Iterator[Finding]:
    """Tools on the print, or in its file, for a print shop that wants them by themselves."""
    with_tools = {side.number for side in file.sides for _ in _tools_of(side)}
    printed = {
        side.number
        for side in file.sides
        if any(
            mark.paint is not None and "All" not in mark.paint.inks and (mark.layer is None or mark.layer.step is None)
            for mark in side.content.marks
        )
    }
    wrong = (
        with_tools & printed if limits.tools == "page" else with_tools if limits.tools == "file" and printed else set()
    )
    for number in sorted(wrong):
        alone = "på en side for sig" if limits.tools == "page" else "i en fil for sig"
        yield error("B8", f"værktøjslinjerne ligger ved motivet; trykkeriet vil have dem {alone}", "flyt laget", number)


def _plates(limits: Limits, file: File) -> Iterator[Finding]:
    """A spot that is no tool: a plate that nobody has ordered."""
    told: set[str] = set()
    for side in file.sides if limits.conditions else ():
        tools = {plate for _, _, plate in _tools_of(side)}
        for mark in side.content.marks:
            spots = mark.paint.inks if mark.paint is not None and mark.paint.family in ("Separation", "DeviceN") else ()
            for ink in spots:
                if ink not in {"All", "None", *PROCESS, *tools, *told}:
                    told.add(ink)
                    said = f"spotfarven »{ink}« giver en plade til, og trykkeriet trykker med fire"
                    yield error("B8", said, "lav farven om til CMYK", side.number, mark.box)


def _step(side: Side, mark: Mark, in_steps: dict[str, str], texts: list[Mark]) -> Iterator[Finding]:
    assert mark.layer is not None and mark.layer.step is not None
    group, kind = mark.layer.step
    name = mark.layer.name
    if kind not in _STEPS.get(group, ()):
        told = f"laget »{name}« har et ukendt arbejdstrin ({group} {kind})"
        yield error("B8", told, "brug et trin fra ISO 19593-1, som Structural Cutting", side.number)
    if group != "Structural":
        return
    if mark.kind not in ("fill", "stroke"):
        yield error(
            "B8", f"laget »{name}« har andet end linjer og flader", "tegn værktøjet i vektor", side.number, mark.box
        )
        return
    paint = mark.paint
    if paint is None or paint.family != "Separation" or paint.inks in ((), ("All",)):
        yield error(
            "B8",
            f"laget »{name}« er ikke tegnet i sin egen spotfarve",
            "giv værktøjet en spotfarve",
            side.number,
            mark.box,
        )
        return
    ink = paint.inks[0]
    if in_steps.setdefault(ink, name) != name:
        told = f"lagene »{in_steps[ink]}« og »{name}« bruger samme spotfarve »{ink}«"
        yield error("B8", told, "giv hvert værktøj sin egen spotfarve", side.number, mark.box)
    if not mark.overprint:
        told = f"værktøjslinjen i laget »{name}« overtrykker ikke og skærer hvide linjer i motivet"
        yield error("B8", told, "lad værktøjsfarven overtrykke", side.number, mark.box)
    for text in texts:
        if common(text.box, mark.box) is not None and _crosses(mark, text):
            words = text.font.text(text.codes).strip()[:30] if text.font else ""
            yield error("B8", f"teksten »{words}« står hen over laget »{name}«", "flyt teksten", side.number, text.box)


def _crosses(mark: Mark, text: Mark) -> bool:
    """Whether any of the outline's straight pieces goes through the text's own frame (Liang and Barsky's clipping)."""
    if mark.path is None:
        return False
    (left, low_y, width, height), matrix = lettering(text)
    try:
        upright = inverse(matrix)
    except ZeroDivisionError:
        return False
    for polygon in mark.path.polygons:
        for (xa, ya), (xb, yb) in pairwise(apply(upright, point) for point in polygon):
            low, high = 0.0, 1.0
            for start, way, least, most in ((xa, xb - xa, left, left + width), (ya, yb - ya, low_y, low_y + height)):
                if way == 0:
                    if not least <= start <= most:
                        low, high = 1.0, 0.0
                    continue
                near, far = sorted(((least - start) / way, (most - start) / way))
                low, high = max(low, near), min(high, far)
            if low < high:
                return True
    return False


def _pt(value: float) -> str:
    return decimal(value, 2).rstrip("0").rstrip(",")

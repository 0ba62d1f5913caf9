"""The edge of the sheet: bleed, the safe zone, crop marks (GWG 2022; rules B1-B3)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import fsum

from trygtryk.geometry import Box
from trygtryk.proof.findings import Finding, Limits, error, warning
from trygtryk.proof.reading.file import File, Rule, Side
from trygtryk.proof.reading.marks import Corners, Mark, common
from trygtryk.proof.rules.coverage import Painted, Span, along
from trygtryk.units import decimal

_NEAR = 0.1
"""How far from an edge one looks to see what is there, in mm."""

_SHORTEST = 0.3
"""A gap shorter than this, in mm, is where two shapes meet."""

_LONGEST_EDGE = 5.0
"""A colour that changes right at the trim for longer than this, in mm, does so on purpose."""

_SIZE_SLACK = 0.1
_INKS = {"Cyan": "cyan", "Magenta": "magenta", "Yellow": "gul", "Black": "sort"}
_MARK_TOLERANCE = 0.02
_MARK_REACH = 1.0
_SIDES = ("venstre", "nederste", "højre", "øverste")


def bleed_rules(limits: Limits) -> tuple[Rule, ...]:
    """The rules for a print shop's limits."""
    return (
        ("B1", partial(_bleed_boxes, limits)),
        ("B1", partial(_bleed_filled, limits)),
        ("B2", partial(_safe, limits)),
        ("B3", partial(_crop_marks, limits)),
        *((("B3", partial(_no_marks, limits)), ("B1", partial(_exact_size, limits))) if limits.marks == "none" else ()),
        *((("B3", partial(_full_marks, limits)),) if limits.marks == "full" else ()),
    )


def _bleed_boxes(limits: Limits, file: File) -> Iterator[Finding]:
    for side in file.sides:
        bleed = _bleed(side)
        width, height = side.trim.width_mm, side.trim.height_mm
        margins = (-bleed[0], -bleed[1], bleed[2] - width, bleed[3] - height)
        short = [name for name, margin in zip(_SIDES, margins, strict=True) if margin < limits.bleed_mm - 0.01]
        if short:
            told = f"udfaldet er kun {decimal(min(margins))} mm ({', '.join(short)} kant)"
            hint = f"trykkeriet skal have {decimal(limits.bleed_mm)} mm hele vejen rundt"
            yield error("B1", told, hint, side.number)


def _bleed_filled(limits: Limits, file: File) -> Iterator[Finding]:
    hint = "lad motivet løbe helt ud til udfaldets kant, også i hjørnerne"
    for side in file.sides:
        marks = [mark for mark in side.content.marks if mark.layer is None or mark.layer.step is None]
        bleed, size = _bleed(side), (side.trim.width_mm, side.trim.height_mm)
        for k, name in enumerate(_SIDES):
            axis, far = k % 2, k >= 2
            edge = size[axis] if far else 0.0
            reach = min(limits.bleed_mm, abs(bleed[k] - edge))
            outwards = 1 if far else -1
            if reach < 2 * _NEAR:
                continue
            long = (0.0, size[1 - axis])
            inside = along(marks, axis, edge - outwards * _NEAR, long)
            outside = along(marks, axis, edge + outwards * _NEAR, long)
            brim = along(marks, axis, edge + outwards * (reach - _NEAR), (_NEAR - reach, long[1] + reach - _NEAR))
            beyond = [*_missing(inside, brim, long[1]), *_missing(inside, outside, long[1])]
            bare = [(start, end) for start, end, (low, high) in beyond if not low <= edge - outwards <= high]
            if sum(end - start for start, end in bare) > _SHORTEST:
                told = f"{name} kant: motivet når kanten, men fylder ikke udfaldet"
                yield error("B1", told, hint, side.number, _strip(axis, edge, bare))
            elif beyond:
                # a form that ends in the bleed, on white that runs out to its edge: no paper shows where it is cut
                told = f"{name} kant: motivet slutter ude i udfaldet, så en hvid stribe ses, hvis der skæres lidt skævt"
                yield warning("B1", told, hint, side.number, _strip(axis, edge, [piece[:2] for piece in beyond]))
            elif changed := [piece for piece in _changed(inside, outside) if piece[1] - piece[0] > _LONGEST_EDGE]:
                long_mm = decimal(fsum(end - start for start, end in changed))
                told = (
                    f"{name} kant: en farve skifter lige ved kanten ({long_mm} mm) i stedet for at løbe ud i udfaldet"
                )
                yield warning("B1", told, hint, side.number, _strip(axis, edge, changed))


def _missing(inside: list[Painted], beyond: list[Painted], length: float) -> Iterator[tuple[float, float, Span]]:
    """Stretches beyond the trim with nothing on them but white, where the trim next to them is painted."""
    for bare in beyond:
        if bare.paint is not None:
            continue
        for piece in inside:
            start = (
                bare.start if piece.start <= _NEAR and bare.start < 0 and piece.paint else max(bare.start, piece.start)
            )
            end = (
                bare.end
                if piece.end >= length - _NEAR and bare.end > length and piece.paint
                else min(bare.end, piece.end)
            )
            if piece.paint is not None and end - start > _SHORTEST / 2:
                yield start, end, bare.across


def _changed(inside: list[Painted], outside: list[Painted]) -> Iterator[tuple[float, float]]:
    for one in inside:
        for other in outside:
            start, end = max(one.start, other.start), min(one.end, other.end)
            if start < end and one.paint is not None and other.paint is not None and one.paint != other.paint:
                yield start, end


def _strip(axis: int, edge: float, pieces: list[tuple[float, float]]) -> Corners:
    """Where along an edge the longest of some pieces is."""
    start, end = max(pieces, key=lambda piece: piece[1] - piece[0])
    return (edge, start, edge, end) if axis == 0 else (start, edge, end, edge)


def _safe(limits: Limits, file: File) -> Iterator[Finding]:
    hint = f"flyt teksten mindst {decimal(limits.safe_mm)} mm ind på arket"
    for side in file.sides:
        width, height = side.trim.width_mm, side.trim.height_mm
        safe = Box(0, 0, width, height).grown(-limits.safe_mm)
        bleed = _bleed(side)
        for mark in side.content.marks:
            if mark.kind != "text" or mark.paint is None or common(mark.box, bleed) is None:
                continue
            if not safe.contains(Box(*mark.box), 0.01):
                words = mark.font.text(mark.codes).strip()[:30] if mark.font else ""
                near = min(mark.box[0], mark.box[1], width - mark.box[2], height - mark.box[3])
                told = (
                    f"teksten »{words}« står {decimal(near)} mm fra kanten"
                    if near >= 0
                    else f"teksten »{words}« bliver skåret over"
                )
                yield error("B2", told, hint, side.number, mark.box)


def _crop_marks(limits: Limits, file: File) -> Iterator[Finding]:
    for side in file.sides:
        found: set[tuple[int, bool, bool]] = set()
        bleed = _bleed(side)
        size = (side.trim.width_mm, side.trim.height_mm)
        for mark in side.content.marks:
            registration = mark.paint is not None and "All" in mark.paint.inks
            inner = (bleed[0] + 0.01, bleed[1] + 0.01, bleed[2] - 0.01, bleed[3] - 0.01)
            if common(mark.box, inner) is not None:
                if registration:
                    told = "passerfarven (All) bruges inde på motivet"
                    yield error("B3", told, "brug den kun til skæremærker uden for udfaldet", side.number, mark.box)
                continue
            if mark.kind in ("fill", "stroke") and (mark.layer is None or mark.layer.step is None):
                yield from _one_mark(side, mark, registration, size, found)
        missing = 8 - len(found)
        if limits.marks != "none" and missing:
            told = "siden har ingen skæremærker" if missing == 8 else f"{missing} af 8 skæremærker mangler"
            yield error("B3", told, "to mærker ved hvert hjørne, uden for udfaldet", side.number)


def _full_marks(limits: Limits, file: File) -> Iterator[Finding]:
    """Targets in the middle of each side and a patch of each ink, for a print shop that sets its press by them."""
    for side in file.sides:
        width, height = side.trim.width_mm, side.trim.height_mm
        outside = [
            mark for mark in side.content.marks if common(mark.box, _bleed(side)) is None and mark.paint is not None
        ]
        registered = [mark for mark in outside if mark.paint is not None and "All" in mark.paint.inks]
        middles = {
            (axis, mark.box[1 - axis] > (height if axis == 0 else width) / 2)
            for mark in registered
            for axis, long in ((0, width), (1, height))
            if abs((mark.box[axis] + mark.box[axis + 2]) / 2 - long / 2) < _MARK_REACH
        }
        if len(middles) < len(_SIDES):
            told = f"{len(_SIDES) - len(middles)} af 4 pasmærker mangler"
            yield error("B3", told, "et midt på hver side, i passerfarven (All)", side.number)
        solid = {mark.paint.inks[0] for mark in outside if mark.paint is not None and _is_patch(mark)}
        if lacking := [name for ink, name in _INKS.items() if ink not in solid]:
            yield error("B3", f"farvebjælken mangler {', '.join(lacking)}", "et felt i hver farve, 100 %", side.number)


def _is_patch(mark: Mark) -> bool:
    return (
        mark.kind == "fill" and mark.paint is not None and [share for _, share in mark.paint.shares if share] == [100]
    )


def _no_marks(limits: Limits, file: File) -> Iterator[Finding]:
    """Marks for a print shop that wants none: they would be printed, or moved into the sheet's own."""
    hint = "lav filen uden skæremærker, pasmærker og farvebjælke"
    for side in file.sides:
        frame = Box(0, 0, side.trim.width_mm, side.trim.height_mm).grown(limits.bleed_mm)
        outside = [
            mark
            for mark in side.content.marks
            if mark.paint is not None
            and not mark.paint.white
            and common(mark.box, (frame.x0_mm, frame.y0_mm, frame.x1_mm, frame.y1_mm)) is None
        ]
        if outside:
            count = f"{len(outside)} ting" if len(outside) > 1 else "noget"
            told = f"der står {count} uden for udfaldet; trykkeriet vil ikke have mærker"
            yield error("B3", told, hint, side.number, outside[0].box)


def _exact_size(limits: Limits, file: File) -> Iterator[Finding]:
    """A sheet larger than the trim and its bleed, for a print shop that places files by their size."""
    for side in file.sides:
        media = side.boxes.get("MediaBox", side.trim)
        wanted = (side.trim.width_mm + 2 * limits.bleed_mm, side.trim.height_mm + 2 * limits.bleed_mm)
        if max(media.width_mm - wanted[0], media.height_mm - wanted[1]) > _SIZE_SLACK:
            size, right = (
                " × ".join(decimal(n) for n in sides) for sides in ((media.width_mm, media.height_mm), wanted)
            )
            told = f"siden er {size} mm; trykkeriet vil have {right} mm"
            yield error(
                "B1", told, f"det beskårne mål og {decimal(limits.bleed_mm)} mm udfald, og ikke mere", side.number
            )


def _one_mark(
    side: Side, mark: Mark, registration: bool, size: tuple[float, float], found: set[tuple[int, bool, bool]]
) -> Iterator[Finding]:
    for polygon in mark.path.polygons if mark.path else ():
        xs, ys = [point[0] for point in polygon], [point[1] for point in polygon]
        spread = (max(xs) - min(xs), max(ys) - min(ys))
        axis = 0 if spread[0] < spread[1] else 1
        if min(spread) > max(spread) / 4:
            continue
        at = (max(xs) + min(xs)) / 2 if axis == 0 else (max(ys) + min(ys)) / 2
        along_it = (min(ys) + max(ys)) / 2 if axis == 0 else (min(xs) + max(xs)) / 2
        far = abs(at - size[axis]) < abs(at)
        off = abs(at - (size[axis] if far else 0.0))
        if off > _MARK_REACH:
            continue
        if not registration:
            yield error(
                "B3", "et skæremærke er ikke i passerfarven (All)", "tegn mærkerne i All", side.number, mark.box
            )
        elif off > _MARK_TOLERANCE:
            told = f"et skæremærke står {decimal(off, 2)} mm ved siden af kanten"
            yield error("B3", told, "mærket skal stå nøjagtigt ud for TrimBox", side.number, mark.box)
        found.add((axis, far, along_it > size[1 - axis] / 2))


def _bleed(side: Side) -> Corners:
    box = side.placed(side.boxes.get("BleedBox", side.trim))
    return box.x0_mm, box.y0_mm, box.x1_mm, box.y1_mm

"""The printed front: what is read on the folded paper, mapped back to the flat sheet."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from trygtryk.errors import Fault, nearest
from trygtryk.geometry import (
    Box,
    Matrix,
    Outline,
    Point,
    apply,
    bounds,
    inverse,
    points,
    polygon,
    polyline,
    rectangle,
    shift,
    sized,
    then,
    turn,
)
from trygtryk.model import Artwork, Flaw, Group, Ink, Item, Shape
from trygtryk.origami.crease import fortune_teller
from trygtryk.origami.folding import Panel, State, folded, lifted, panels
from trygtryk.origami.held import View, held
from trygtryk.pictures.symbols import symbol
from trygtryk.products.flipflap.schema import Content, Corner, Ground, Layout
from trygtryk.products.product import Materials
from trygtryk.sources.layout import Style
from trygtryk.type.areas import Area, clear, fit_area, inset, middle, roomiest, span
from trygtryk.type.typeset import fit, label, resized
from trygtryk.units import mm, plain

# whence an outer panel is read: from its flap's side, in degrees to the right of the reader
_READ_FROM_DEG = (180.0, 90.0, 0.0, 270.0)
_UPRIGHT_MM = 1e-6
_MIDDLE = (Fraction(0), Fraction(0))
_STEPS = 12
_WAIST = 0.5
_LARGER = "gør side_mm større (layouts/flipflap.toml)"
_SMALLER = "gør det mindre, eller firkanten større (layouts/flipflap.toml)"


class Front(NamedTuple):
    """The printed front: the flat square, and by itself what is printed on the ground of each face.

    Both have their origin at the square's lower left corner.
    """

    sheet: Artwork
    faces: Mapping[int, tuple[Item, ...]]


def front_side(content: Content, layout: Layout, materials: Materials) -> Front:
    """The flat front with its bleed and its fold guides."""
    side = layout.side_mm
    faces: dict[int, tuple[Item, ...]] = {}
    for panel in panels():
        faces[panel.outer] = _outer(panel, content, layout, materials)
        faces[panel.number] = _number(panel, layout, materials)
        faces[panel.question] = _question(panel, content, layout, materials)
        faces[panel.floor] = _habit(panel, content, layout, materials)
    star = Shape(_rosette(side / 2, layout.centre_mm / 2), layout.centre)
    inks = grounds(content, layout)
    items: list[Item] = [*_bleeds(inks, layout)]
    items.extend(Shape(polygon(*flat(face, side)), ink) for face, ink in sorted(inks.items()))
    items.append(star)
    for kind, ends in creases(side):
        pen = materials.marks.valley if kind == "V" else materials.marks.mountain
        items.extend(Shape(polyline(*ends), stroke=stroke) for stroke in pen.strokes)
    for printed in faces.values():
        items.extend(printed)
    area = sized(0, 0, side, side).grown(layout.bleed_mm)
    sheet = Artwork("flipflap-forside", area, tuple(items), content.title.text)
    at_star = {face for face in faces if _MIDDLE in fortune_teller().corners(face)}
    return Front(sheet, {face: ((star, *own) if face in at_star else own) for face, own in faces.items()})


def _rosette(middle_mm: float, radius_mm: float) -> Outline:
    """A star about the sheet's middle, its eight points on the creases that meet there."""
    turns = (math.pi / 8 * n for n in range(16))
    reach = (radius_mm if n % 2 == 0 else radius_mm * _WAIST for n in range(16))
    return polygon(
        *((middle_mm + r * math.cos(t), middle_mm + r * math.sin(t)) for r, t in zip(reach, turns, strict=True))
    )


def creases(side_mm: float) -> tuple[tuple[str, tuple[Point, Point]], ...]:
    """Every crease of the flat front from vertex to vertex, with its assignment."""
    pattern = fortune_teller()
    at = tuple(_on_sheet((float(x), float(y)), side_mm) for x, y in pattern.vertices)
    return tuple((e.assignment, (at[e.start], at[e.end])) for e in pattern.edges if e.assignment in ("M", "V"))


def flat(face: int, side_mm: float) -> Area:
    """A face of the flat front."""
    return tuple(_on_sheet((float(x), float(y)), side_mm) for x, y in fortune_teller().corners(face))


def grounds(content: Content, layout: Layout) -> dict[int, Ink]:
    """The colour of each face's front."""
    inks: dict[int, Ink] = {}
    for panel in panels():
        inks[panel.outer] = _corner_ground(_corner(panel, content), layout).ground
        inks[panel.number] = _number_ground(panel, layout).ground
        inks[panel.question] = layout.question_ground
        inks[panel.floor] = (layout.ask if _asks(panel) else layout.listen).ground
    return inks


def _on_sheet(point: Point, side_mm: float) -> Point:
    return (point[0] + 1) * side_mm / 2, (point[1] + 1) * side_mm / 2


def _corner(panel: Panel, content: Content) -> Corner:
    """The corner a panel belongs to: clockwise from the one at the upper left, two panels each."""
    return content.corners[(panel.place + 1) // 2 % 4]


def _corner_ground(corner: Corner, layout: Layout) -> Ground:
    return layout.corners.get(corner.id) or Ground(layout.question_ground, layout.styles.word.ink)


def _number_ground(panel: Panel, layout: Layout) -> Ground:
    return layout.even if panel.place % 2 else layout.odd


def _asks(panel: Panel) -> bool:
    """Whether this is the panel of its flap that is read first."""
    state = folded()["flaps"]
    mate = next(other for other in panels() if other.flap == panel.flap and other != panel)
    (x, y), (mate_x, mate_y) = state.centre(panel.floor), state.centre(mate.floor)
    return (-y, x) < (-mate_y, mate_x)


def _bleeds(inks: dict[int, Ink], layout: Layout) -> list[Item]:
    """The colours at the border carried over it, so that a cut beside the line stays in colour."""
    side, out = layout.side_mm, layout.bleed_mm

    def over(low: float, high: float) -> tuple[float, float]:
        """How far a piece of the border reaches in one direction: across it both ways, along it out at the corners."""
        if low == high:
            return low - out, high + out
        return low - out * (low == 0), high + out * (high == side)

    items: list[Item] = []
    for edge in fortune_teller().edges:
        if edge.assignment == "B":
            ends = (fortune_teller().vertices[n] for n in (edge.start, edge.end))
            box = bounds(polyline(*(_on_sheet((float(x), float(y)), side) for x, y in ends)))
            (x0, x1), (y0, y1) = over(box.x0_mm, box.x1_mm), over(box.y0_mm, box.y1_mm)
            items.append(Shape(rectangle(Box(x0, y0, x1, y1)), inks[edge.faces[0]]))
    return items


# reading


def as_read(state: State, face: int, side_mm: float) -> Matrix:
    """From the flat sheet to the state in which the face is read, both in millimetres."""
    a, b, c, d, e, f = state.motions[face].matrix
    half = side_mm / 2
    return then(shift(-half, -half), (a, b, c, d, e * half, f * half))


def as_held(panel: Panel, side_mm: float) -> Matrix:
    """From the flat sheet to an outer panel as it is read on the closed flip-flap: tips up, from the panel's side."""
    a, b, c, d, _, _ = View(held(0.0, 0.0), _READ_FROM_DEG[panel.flap], 0.0).matrix(panel.outer)
    up = apply(inverse((a, b, c, d, 0.0, 0.0)), (0.0, 1.0))
    upright = turn(90 - round(math.degrees(math.atan2(up[1], up[0])), 6))
    return then(shift(-side_mm / 2, -side_mm / 2), upright)


def _set(face: int, to_reader: Matrix, layout: Layout, place: Callable[[Area], tuple[Item, ...]]) -> tuple[Item, ...]:
    """What ``place`` puts into the free part of a panel as its reader has it, turned back onto the sheet."""
    area = tuple(apply(to_reader, point) for point in flat(face, layout.side_mm))
    corners = fortune_teller().faces[face]
    border = {frozenset((e.start, e.end)) for e in fortune_teller().edges if e.assignment == "B"}
    sides = [frozenset(side) for side in zip(corners, (*corners[1:], corners[0]), strict=True)]
    free = inset(area, [layout.safe_mm if side in border else layout.clear_mm for side in sides])
    if not free:
        fault = Fault(f"flipflap: en firkant på {plain(layout.side_mm)} mm er for lille til sine felter", None, _LARGER)
        return (Flaw(fault),)
    items = place(free)
    flaws = tuple(item for item in items if isinstance(item, Flaw))
    return flaws or (Group(items, inverse(to_reader)),)


def _inked(style: Style, ink: Ink) -> Style:
    return replace(style, ink=ink)


def _shrinking(size: float, least: float) -> tuple[float, ...]:
    """Sizes to try, from the wanted one to the least."""
    return tuple(size - (size - least) * step / _STEPS for step in range(_STEPS + 1))


def _along(area: Area, style: Style) -> Style:
    """The style flush with the upright side of a triangle."""
    left = min(x for x, _ in area)
    return replace(style, align="left" if sum(x - left < _UPRIGHT_MM for x, _ in area) == 2 else "right")


def _outer(panel: Panel, content: Content, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    corner = _corner(panel, content)
    where = f"flipflap, hjørnet »{corner.id}«"
    if corner.id not in layout.corners:
        known = nearest(corner.id, layout.corners)
        return (
            Flaw(Fault(f"{where}: farven findes ikke i layoutet", corner.place, f"{known} (layouts/flipflap.toml)")),
        )
    style = _inked(layout.styles.word, layout.corners[corner.id].text)

    def place(free: Area) -> tuple[Item, ...]:
        face = materials.fonts.faces[style.face]
        high = mm(style.size_pt) * (face.ascent + face.descent)
        bottom = min(y for _, y in free)
        x = middle(free)[0]
        left, right = span(free, bottom, bottom + high)
        reach = min(x - left, right - x)
        words = fit(
            corner.word, style, Box(x - reach, bottom, x + reach, bottom + high), materials.fonts, where, "bottom"
        )
        foot = bottom + high + layout.symbol_gap_mm
        for size in _shrinking(layout.symbol_mm, layout.symbol_least_mm):
            outline = symbol(corner.symbol, (x, foot + size / 2), size)
            if clear(points(outline), free):
                return (*words, Shape(outline, style.ink))
        return (Flaw(Fault(f"{where}: tegnet er for stort til sit felt", corner.place, _SMALLER)),)

    return _set(panel.outer, as_held(panel, layout.side_mm), layout, place)


def _number(panel: Panel, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    style = _inked(layout.styles.number, _number_ground(panel, layout).text)

    def place(free: Area) -> tuple[Item, ...]:
        x, y = roomiest(free)
        for size in _shrinking(style.size_pt, style.min_pt or style.size_pt):
            face = materials.fonts.faces[style.face]
            cap = mm(size) * face.cap_height
            digit = label(str(panel.place + 1), resized(style, size), x, y - cap / 2, materials.fonts)
            # a 1 has more room on its left than on its right: the ink stands in the middle
            left, right = (mm(size) * at for at in face.ink(digit.text))
            digit = replace(digit, x_mm=x - (left + right) / 2)
            box = Box(digit.x_mm + left, digit.y_mm, digit.x_mm + right, digit.y_mm + cap)
            if clear(points(rectangle(box)), free):
                return (digit,)
        return (Flaw(Fault(f"flipflap: tallet {panel.place + 1} er for stort til sit felt", None, _SMALLER)),)

    return _set(panel.number, as_read(folded()["flaps"], panel.number, layout.side_mm), layout, place)


def _question(panel: Panel, content: Content, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    question = content.questions[panel.place]
    styles = layout.styles
    where = f"flipflap, spørgsmål {panel.place + 1}"
    read = as_read(lifted([panel.flap]), panel.question, layout.side_mm)

    def place(free: Area) -> tuple[Item, ...]:
        texts = ((question.theme, _along(free, styles.theme)), (question.text, _along(free, styles.question)))
        return fit_area(texts, free, materials.fonts, where, layout.theme_gap_mm)

    return _set(panel.question, read, layout, place)


def _habit(panel: Panel, content: Content, layout: Layout, materials: Materials) -> tuple[Item, ...]:
    habit, ground = (content.habits.ask, layout.ask) if _asks(panel) else (content.habits.listen, layout.listen)
    style = _inked(layout.styles.habit, ground.text)
    read = as_read(lifted([panel.flap]), panel.floor, layout.side_mm)
    where = f"flipflap, under klappen ved {panel.place + 1}"

    def place(free: Area) -> tuple[Item, ...]:
        return fit_area([(habit.short, _along(free, style))], free, materials.fonts, where)

    return _set(panel.floor, read, layout, place)

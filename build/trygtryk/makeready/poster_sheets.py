"""Posters on the school's own printer: whole on one sheet, or on several to glue; every sheet with its control rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from trygtryk.errors import Fault
from trygtryk.geometry import Box, Point, polyline, rectangle, scale, shift, sized, then
from trygtryk.makeready.office_sheets import Sheets, Texts, control_rule, unread
from trygtryk.makeready.seams import CLEAR_MM, Obstacle, Seam, Way, obstacles, seam
from trygtryk.model import Artwork, Copy, Document, Flaw, Group, Item, Page, Shape, Stroke, Tagged, spoken
from trygtryk.sources.fonts import Fonts
from trygtryk.type.typeset import fit

A4 = sized(0, 0, 210, 297)
A4_ACROSS = sized(0, 0, 297, 210)
A3 = sized(0, 0, 297, 420)

# how far lines keep inside what a printer reaches, their own width included
_CLEAR_MM = 1.0
# and how much farther than it must a tick stays inside it
_SURE_MM = 0.25


def posters_office(document: Document, layout: Sheets, texts: Texts, fonts: Fonts) -> tuple[Document, ...]:
    """A poster on A3 and on A4, and on two and four A4 sheets to glue.

    It is made smaller until all of it lies inside the printer's margin: a white edge is cut off, a lost one is not
    got back.
    """
    return (
        _whole(document, A3, layout, texts, fonts),
        _whole(document, A4, layout, texts, fonts),
        _glued(document, A4_ACROSS, 1, layout, texts, fonts),
        _glued(document, A4, 2, layout, texts, fonts),
    )


def _whole(document: Document, sheet: Box, layout: Sheets, texts: Texts, fonts: Fonts) -> Document:
    """The poster on one sheet."""
    room = _room(sheet, layout)
    trim = document.pages[0].trim
    factor = min(room.width_mm / trim.width_mm, room.height_mm / trim.height_mm)
    left = room.x0_mm + (room.width_mm - trim.width_mm * factor) / 2
    shown = _shown(document, room, (left, room.y1_mm - trim.height_mm * factor), factor)[0]
    items = (shown, *control_rule(room.x0_mm, layout.margin_mm, texts.scale, layout, fonts))
    return replace(document, pages=(Page(sheet, sheet, sheet, items, "1"),), turn="", glued=1)


def _glued(document: Document, sheet: Box, columns: int, layout: Sheets, texts: Texts, fonts: Fonts) -> Document:
    """The poster over two rows of sheets that overlap, as large as leaves its texts whole where they are cut."""
    least, most, step = layout.posters.overlap_mm
    met = cache(lambda way: tuple(obstacles(document.pages[0].items, fonts, way)))
    spreads: list[Spread] = []
    for n in range(1 + round((most - least) / step)):
        spreads.append(_spread(document.pages[0].trim, sheet, columns, least + n * step, layout, met))
        if spreads[-1].clear_mm >= CLEAR_MM:
            break
    spread = max(spreads, key=lambda one: min(one.clear_mm, CLEAR_MM))
    room, seams = _room(sheet, layout), spread.seams
    pages: list[Page] = []
    for row in range(2):
        for column in range(columns):
            corner = spread.corner(row, column)
            shown, part = _shown(document, room, corner, spread.factor)
            placed = Placed(corner, spread.factor, part)
            number = row * columns + column + 1
            # who listens hears all of the poster once, and then which part lies on each sheet
            named = _numbered(texts.part, number, 2 * columns)
            heard = named if pages else f"{named} {spoken(document.pages[0].items)}"
            items: list[Item] = [Tagged("Figure", (shown,), alt=heard)]
            items += _cuts(placed, [one for one in seams if (row if one.way == "across" else column)], layout)
            items += _register(placed, seams, (row, column), columns, layout)
            items += _assembly(sheet, number, columns, layout, texts, fonts)
            rule = control_rule(room.x0_mm, layout.margin_mm, texts.scale, layout, fonts)
            items += unread(rule) if pages else rule
            pages.append(Page(sheet, sheet, sheet, tuple(items), str(number)))
    if cut := tuple(dict.fromkeys(text for one in seams for text in one.cut)):
        told = f"»{document.title}« på {2 * columns} ark: der klippes gennem »{'«, »'.join(cut)}«"
        flaw = Flaw(Fault(told, None, "flyt teksten i layoutet, eller print plakaten på ét ark"), stops=False)
        pages[0] = replace(pages[0], items=(*pages[0].items, flaw))
    return replace(document, pages=tuple(pages), turn="", glued=2 * columns)


@dataclass(frozen=True, slots=True)
class Spread:
    """A poster laid over sheets: made larger so many times, its lower left corner as seen from the first sheet and from
    the last, and the cuts, in the poster's own millimetres."""

    factor: float
    first: Point
    last: Point
    seams: tuple[Seam, ...]

    @property
    def clear_mm(self) -> float:
        """How near a cut comes to a text, in the poster's millimetres."""
        return min(one.clear_mm for one in self.seams)

    def corner(self, row: int, column: int) -> Point:
        """The poster's lower left corner as seen from a sheet's."""
        return (self.last if column else self.first)[0], (self.last if row else self.first)[1]


@dataclass(frozen=True, slots=True)
class Placed:
    """A poster as it lies on one sheet: its lower left corner, how much larger it is, and the part that is shown."""

    corner: Point
    factor: float
    part: Box

    def on_sheet(self, point: Point) -> Point:
        """Where a point of the poster lies on the sheet."""
        return self.corner[0] + point[0] * self.factor, self.corner[1] + point[1] * self.factor

    def on_poster(self, x_mm: float, y_mm: float) -> Point:
        """Where a point of the sheet lies on the poster."""
        return (x_mm - self.corner[0]) / self.factor, (y_mm - self.corner[1]) / self.factor


def _spread(
    trim: Box, sheet: Box, columns: int, overlap_mm: float, layout: Sheets, met: Callable[[Way], tuple[Obstacle, ...]]
) -> Spread:
    """The poster as large as goes on sheets that overlap so much; where there is room to spare, they overlap more.

    ``met`` is what a cut meets on its way.
    """
    posters, room = layout.posters, _room(sheet, layout)
    aside = max(0.0, posters.tick_mm[1] + layout.reach_mm + _SURE_MM - layout.margin_mm)
    across = (
        columns * (room.width_mm - aside) - (columns - 1) * overlap_mm if columns > 1 else room.width_mm - 2 * aside
    )
    factor = min(across / trim.width_mm, (2 * room.height_mm - overlap_mm) / trim.height_mm)
    width, height = trim.width_mm * factor, trim.height_mm * factor
    middle = room.x0_mm + (room.width_mm - width) / 2
    first = (room.x0_mm + aside if columns > 1 else middle, room.y1_mm - height)
    last = (room.x1_mm - aside - width if columns > 1 else middle, room.y0_mm)
    keep = posters.seam_mm

    def best(way: Way, end_mm: float, low_mm: float, high_mm: float) -> Seam:
        return seam(met(way), way, (0.0, end_mm), (low_mm / factor, high_mm / factor))

    # the sheet below lies over the one above, the one to the right over the one to the left
    seams = [best("across", trim.width_mm, room.y0_mm - first[1] + keep, room.y1_mm - last[1] - keep)]
    if columns > 1:
        seams.append(best("down", trim.height_mm, room.x0_mm - last[0] + keep, room.x1_mm - first[0] - keep))
    return Spread(factor, first, last, tuple(seams))


def _room(sheet: Box, layout: Sheets) -> Box:
    """What of a sheet the poster may take."""
    room = sheet.grown(-layout.margin_mm)
    return replace(room, y0_mm=room.y0_mm + layout.posters.strip_mm)


def _shown(document: Document, room: Box, corner: Point, factor: float) -> tuple[Group, Box]:
    """The poster with its lower left corner there, as much of it as is in the room; and how much that is."""
    (poster,) = document.pages
    picture = Artwork(f"{document.name}-hel", poster.bleed, poster.items)
    x, y = corner
    lies = Box(x, y, x + poster.trim.width_mm * factor, y + poster.trim.height_mm * factor)
    part = room.common(lies)
    return Group((Group((picture,), then(scale(factor), shift(x, y))),), clip=rectangle(part)), part


def _cuts(placed: Placed, seams: Iterable[Seam], layout: Sheets) -> Iterator[Item]:
    """Where this sheet is cut before it is laid over its neighbour above or to the left."""
    under = Stroke(layout.posters.under, layout.rule_pt * 2, cap="butt")
    pens = (under, Stroke(layout.ink, layout.rule_pt, layout.posters.dash_pt, "butt"))
    inner = placed.part.grown(-_CLEAR_MM)
    (left, low), (right, high) = placed.on_poster(inner.x0_mm, inner.y0_mm), placed.on_poster(inner.x1_mm, inner.y1_mm)
    for one in seams:
        points = one.between(left, right) if one.way == "across" else one.between(low, high)
        line = polyline(*map(placed.on_sheet, points))
        yield from (Shape(line, stroke=pen) for pen in pens)


def _register(
    placed: Placed, seams: Iterable[Seam], at: tuple[int, int], columns: int, layout: Sheets
) -> Iterator[Shape]:
    """Ticks beside the picture, in line with every join on both the sheets that meet there."""
    (_, column), part = at, placed.part
    pen = Stroke(layout.ink, layout.rule_pt, cap="butt")
    near, far = layout.posters.tick_mm
    left, low = placed.on_poster(part.x0_mm, part.y0_mm)
    right, _ = placed.on_poster(part.x1_mm, part.y1_mm)
    for one in seams:
        if one.way == "down":
            x, _ = placed.on_sheet((one.at(low), low))
            yield Shape(polyline((x, part.y0_mm - near), (x, part.y0_mm - far)), stroke=pen)
            continue
        if column == 0:
            _, y = placed.on_sheet((left, one.at(left)))
            yield Shape(polyline((part.x0_mm - near, y), (part.x0_mm - far, y)), stroke=pen)
        if column == columns - 1:
            _, y = placed.on_sheet((right, one.at(right)))
            yield Shape(polyline((part.x1_mm + near, y), (part.x1_mm + far, y)), stroke=pen)


def _assembly(sheet: Box, number: int, columns: int, layout: Sheets, texts: Texts, fonts: Fonts) -> tuple[Item, ...]:
    """A small sketch of how the two rows of sheets lie, this one dark, and what to do."""
    high = layout.posters.sketch_mm / 2
    wide = high * (0.7 if columns > 1 else 1.4)
    x1, y0 = sheet.x1_mm - layout.margin_mm - 1, sheet.y0_mm + layout.margin_mm + 0.8
    items: list[Item] = []
    for n in range(2 * columns):
        row, column = divmod(n, columns)
        x = x1 - (columns - column) * wide
        cell = sized(x, y0 + (1 - row) * high, wide, high)
        ground = layout.ink if n + 1 == number else layout.posters.sketch_ink
        items.append(Shape(rectangle(cell.grown(-0.25)), ground))
    told = replace(texts.glue, text=f"{_numbered(texts.sheet, number, 2 * columns)}. {texts.glue.text}")
    style = replace(layout.text, align="right")
    edge = x1 - columns * wide - 2
    above = Box(sheet.x0_mm + layout.margin_mm, y0 + 2.8, edge, y0 + layout.posters.sketch_mm)
    return (*items, Tagged("P", fit(told, style, above, fonts, "plakatens ark til at lime")))


def _numbered(copy: Copy, number: int, count: int) -> str:
    return copy.text.replace("{{n}}", str(number)).replace("{{of}}", str(count))

"""The style sheet: everything a scene is composed of, drawn with its name as it is written in a scene file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, get_args, get_type_hints

from trygtryk.errors import Place
from trygtryk.geometry import Box, Point, around, bounds, ellipse, rectangle, rounded, scale, shift, sized, then
from trygtryk.model import Artwork, Copy, Document, Group, Ink, Item, Page, Shape
from trygtryk.people.drawing import draw, from_above
from trygtryk.people.figure import Extra, Figure, staged
from trygtryk.people.kit import Camera, Kit
from trygtryk.pictures.artwork import Studio
from trygtryk.pictures.scenes.bubbles import Kind, bubble
from trygtryk.pictures.scenes.props import Prop, drawn
from trygtryk.pictures.scenes.scene import Scene, compose
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Style
from trygtryk.type.typeset import fit, label
from trygtryk.units import mm

_SKINS = 5
Key = Literal[
    "camera", "pose", "facing", "face", "head", "age", "hair", "skin", "near_hand", "cut", "bottom", "build", "shoe",
    "extras", "kind", "prop", "symbol", "ink",
]  # fmt: skip
_NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Words:
    """content/tegnestil.yaml."""

    title: Copy
    lead: Copy
    watch: Copy
    groups: Mapping[str, Copy]


@dataclass(frozen=True, slots=True)
class Opening:
    """The top of the first page: a band with the title and a scene; its file stands below, from ``example`` down."""

    band_mm: float
    ground: Ink
    title: Box
    lead: Box
    picture: Box
    example: Point


@dataclass(frozen=True, slots=True)
class Styles:
    """Type on the sheet."""

    title: Style
    lead: Style
    heading: Style
    says: Style
    name: Style
    planes: Style
    code: Style
    foot: Style


@dataclass(frozen=True, slots=True)
class GroupLayout:
    """What a key of a scene file may say, in cells; ``says`` is how it is written.

    People stand ``high`` cells tall, their joint ``about`` (else the floor) ``at`` of the cell's height up.
    """

    key: Key
    says: str
    columns: int
    cell_mm: float
    ground: Ink
    high: float = 1.0
    about: str = ""
    at: float = 0.5
    pose: str = "stand"
    facing: str = "right"


@dataclass(frozen=True, slots=True)
class Layout:
    """layouts/tegnestil.toml."""

    page: Box
    margin_mm: float
    gap_mm: float
    foot_mm: float
    corner_mm: float
    title_mm: float
    name_mm: float
    rest_mm: float
    inset: float
    held: Ink
    bubble: Ink
    opening: Opening
    styles: Styles
    cast: tuple[Figure, ...]
    groups: tuple[GroupLayout, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Kitbox:
    """What the sheet is made from; ``example`` is a scene and the text that it was read from."""

    words: Words
    layout: Layout
    studio: Studio
    fonts: Fonts
    example: Scene
    example_text: str


def sheet(kitbox: Kitbox, date: str) -> Document:
    """The style sheet's pages; a text that does not fit is a flaw among their items."""
    return Document("tegnestil", kitbox.words.title.text, tuple(_pages(kitbox)), date)


def _pages(kitbox: Kitbox) -> Iterator[Page]:
    """Groups one under the other, row by row: a row that finds no room begins the next page."""
    layout, styles, fonts = kitbox.layout, kitbox.layout.styles, kitbox.fonts
    page, left = layout.page, layout.margin_mm
    width = page.width_mm - 2 * left
    items: list[Item] = list(_opening(kitbox))
    top, number = _printed(items, kitbox) - layout.rest_mm, 1

    def turned() -> Page:
        foot = label(f"{kitbox.words.title.text} · {number}", styles.foot, left, layout.foot_mm / 2, fonts)
        return Page(page, page, page, (*items, foot))

    for group in layout.groups:
        cells = tuple(_cells(group, kitbox))
        wide = (width - layout.gap_mm * (group.columns - 1)) / group.columns
        under = layout.name_mm * (2 if group.key == "camera" else 1)
        for first in range(0, len(cells), group.columns):
            need = group.cell_mm + under + (layout.title_mm if first == 0 else 0)
            if top - need < layout.foot_mm:
                yield turned()
                items, top, number = [], page.y1_mm - left, number + 1
            if first == 0:
                heading = sized(left, top - layout.title_mm, width, layout.title_mm)
                items += fit(kitbox.words.groups[group.key], styles.heading, heading, fonts, "tegnestilen")
                items.append(label(group.says, styles.says, left + width, top - layout.title_mm * 0.62, fonts))
                top -= layout.title_mm
            for column, (name, note, sample) in enumerate(cells[first : first + group.columns]):
                cell = sized(left + column * (wide + layout.gap_mm), top - group.cell_mm, wide, group.cell_mm)
                clip = rounded(cell, layout.corner_mm)
                items.append(Group((Shape(rectangle(cell), group.ground), *sample(cell)), clip=clip))
                middle, line = cell.centre[0], cell.y0_mm - layout.name_mm * 0.66
                items.append(label(name, styles.name, middle, line, fonts))
                if note:
                    items.append(label(note, styles.planes, middle, line - layout.name_mm * 0.7, fonts))
            top -= group.cell_mm + under
        top -= layout.rest_mm
    yield turned()


def _opening(kitbox: Kitbox) -> Iterator[Item]:
    """The title, what the sheet is for, and a scene beside the file that says it."""
    opening, styles, words = kitbox.layout.opening, kitbox.layout.styles, kitbox.words
    page = kitbox.layout.page
    yield Shape(rectangle(replace(page, y0_mm=page.y1_mm - opening.band_mm)), opening.ground)
    yield from fit(words.title, styles.title, opening.title, kitbox.fonts, "tegnestilen")
    yield from fit(words.lead, styles.lead, opening.lead, kitbox.fonts, "tegnestilen")
    scene, studio = kitbox.example, kitbox.studio
    picture = Artwork(
        "tegnestil-scene", scene.area, compose(scene, studio.palette, studio.kit, studio.shelves), scene.alt
    )
    into = opening.picture
    matrix = then(
        then(shift(-scene.area.x0_mm, -scene.area.y0_mm), scale(into.width_mm / scene.area.width_mm)),
        shift(into.x0_mm, into.y0_mm),
    )
    yield Group((picture,), matrix)


def _printed(items: list[Item], kitbox: Kitbox) -> float:
    """Adds the example's file line by line, and returns where it ends."""
    style, (x, top) = kitbox.layout.styles.code, kitbox.layout.opening.example
    pitch = mm(style.size_pt * style.leading)
    lines = (*kitbox.example_text.splitlines(), "", kitbox.words.watch.text)
    for number, line in enumerate(lines, 1):
        text = line.lstrip()
        indent = (len(line) - len(text)) * mm(style.size_pt) / 2
        items.append(label(text, style, x + indent, top - number * pitch, kitbox.fonts))
    return top - len(lines) * pitch


Sample = Callable[[Box], Iterable[Item]]


def _cells(group: GroupLayout, kitbox: Kitbox) -> Iterator[tuple[str, str, Sample]]:
    """What the group's key may say: each value, what else is to know of it, and how it is drawn in a cell."""
    kit, shelves = kitbox.studio.kit, kitbox.studio.shelves
    if group.key == "camera":
        for name, camera in kit.cameras.items():
            yield name, "plane: " + ", ".join(camera.planes), partial(_seen_by, camera, kitbox)
    elif group.key in ("prop", "symbol"):
        shelf = shelves.props if group.key == "prop" else shelves.symbols
        for name in shelf.names():
            yield name, "", partial(_fitted, shelf.take(name, _NOWHERE), kitbox)
    elif group.key == "kind":
        for kind in get_args(Kind):
            yield kind, "", partial(_spoken, kind, kitbox.layout)
    elif group.key == "ink":
        for name, ink in kit.palette.items():
            if not ink.spot:  # that is a line for a machine
                yield name, "", partial(_swatch, ink, kitbox.layout)
    else:
        for number, value in enumerate(_values(group.key, kit)):
            yield str(value), "", partial(_posed, value, number, group, kitbox)


def _values(key: str, kit: Kit) -> Iterable[Any]:
    """What a figure's key may say."""
    values: dict[str, Iterable[Any]] = {
        "pose": kit.poses,
        "facing": kit.body.views,
        "face": kit.faces,
        "head": kit.heads.shapes,
        "age": kit.heads.ages,
        "hair": kit.hairs,
        "near_hand": kit.hands,
        "cut": kit.cuts,
        "build": kit.body.builds,
        "shoe": kit.shoes,
        "skin": range(1, _SKINS + 1),
        "bottom": get_args(get_type_hints(Figure)["bottom"]),
        "extras": get_args(Extra),
    }
    return values[key]


def _posed(value: Any, number: int, group: GroupLayout, kitbox: Kitbox, cell: Box) -> Iterator[Item]:
    """A person in a cell; at a table where the pose rests on one, and round a thing where the hand closes."""
    kit, layout = kitbox.studio.kit, kitbox.layout
    said: dict[str, Any] = {
        "pose": "sit" if value == "wheelchair" else group.pose,
        "facing": group.facing,
        group.key: (value,) if group.key == "extras" else value,
    }
    figure = replace(layout.cast[number % len(layout.cast)], **said)
    x, y = cell.centre[0], cell.y0_mm + group.at * cell.height_mm
    person = draw(replace(figure, at_mm=(x, y), height_mm=group.high * cell.height_mm), kit)
    if group.about:
        there = person.joints[group.about]
        moved = shift(x - there[0], y - there[1])
        hand = person.joints["near-hand"]
        yield Group(person.items, moved)
        over = kit.hands[figure.near_hand].over if group.key == "near_hand" else ()
        if over:
            thick, far = kit.body.bones.hand * group.high * cell.height_mm * layout.inset, cell.height_mm
            (x0, y0, _), *_, (x1, y1, _) = over[0]
            # fingers across the arm close round what goes along it
            along = abs(y1 - y0) > abs(x1 - x0)
            back, down, ahead, up = (thick, thick, far, thick) if along else (thick, far, thick, far)
            bar = Box(hand[0] - back, hand[1] - down, hand[0] + ahead, hand[1] + up)
            yield Group((Shape(rectangle(bar), layout.held), *person.fingers["near"]), moved)
        return
    hip, thick = person.joints["hip"], kit.body.radii.hip * group.high * cell.height_mm
    if hip[1] - y < group.high * cell.height_mm * (kit.body.bones.shin + kit.body.bones.thigh / 2):
        seat = Box(hip[0] - thick * 1.5, y, hip[0] + thick * 1.5, hip[1] - thick / 2)
        yield Shape(rectangle(seat), layout.held)
    yield from person.body
    if person.over and kit.poses[figure.pose].table:
        edge = min(person.joints[f"{side}-{joint}"][1] for side in ("near", "far") for joint in ("elbow", "wrist"))
        yield Shape(rectangle(replace(cell, y1_mm=edge)), layout.held)
    yield from person.over


def _seen_by(camera: Camera, kitbox: Kitbox, cell: Box) -> Iterator[Item]:
    """Somebody in each of the camera's planes, from the farthest to the nearest."""
    kit, cast = kitbox.studio.kit, kitbox.layout.cast
    if camera.from_above:
        x, y = cell.centre
        yield Shape(ellipse(x, y, cell.height_mm * 0.42, cell.height_mm * 0.3), kitbox.layout.bubble)
        for model, (side, heading) in zip(cast, ((-1, 90.0), (1, 270.0)), strict=False):
            at = (x + side * cell.height_mm * 0.5, y)
            yield from from_above(replace(model, at_mm=at, height_mm=cell.height_mm, heading_deg=heading), kit).items
        return
    step = cell.width_mm / (len(camera.planes) + 1)
    for number, (plane, model) in enumerate(zip(camera.planes, cast, strict=False), 1):
        figure = replace(model, at_mm=(cell.x0_mm + number * step,), plane=plane, pose="talk")
        yield from draw(staged(figure, camera, cell), kit, camera.pitch_deg).items


def _fitted(thing: Prop, kitbox: Kitbox, cell: Box) -> tuple[Item, ...]:
    """A prop or a symbol as large as the cell lets it."""
    palette = kitbox.studio.palette
    at_once = drawn(thing, palette, scale(1.0), 1.0, {}, _NOWHERE)
    whole = around([bounds(s.outline).grown(mm(s.stroke.width_pt) / 2 if s.stroke else 0.0) for s in at_once])
    share = 1 - 2 * kitbox.layout.inset
    size = min(cell.width_mm / whole.width_mm, cell.height_mm / whole.height_mm) * share
    (x, y), (cx, cy) = whole.centre, cell.centre
    matrix = then(then(shift(-x, -y), scale(size)), shift(cx, cy))
    return drawn(thing, palette, matrix, size, {}, _NOWHERE)


def _swatch(ink: Ink, layout: Layout, cell: Box) -> tuple[Item, ...]:
    return (Shape(rounded(cell.grown(-layout.corner_mm / 4), layout.corner_mm), ink),)


def _spoken(kind: Kind, layout: Layout, cell: Box) -> Iterator[Item]:
    body = cell.grown(-cell.height_mm * 0.2).moved(0, cell.height_mm * 0.08)
    tip: Point = (cell.x0_mm + cell.height_mm * 0.2, cell.y0_mm + cell.height_mm * 0.1)
    for outline in bubble(kind, body, tip):
        yield Shape(outline, layout.bubble)

"""Scenes: a card's or poster's picture as data, read strictly and drawn as flat shapes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.geometry import IDENTITY, Box, Point, rectangle, scale, shift, then, turn
from trygtryk.model import Group, Ink, Item, Shape
from trygtryk.people.drawing import Drawn, draw, from_above
from trygtryk.people.figure import Figure, staged
from trygtryk.people.kit import Kit
from trygtryk.pictures.scenes.bubbles import Kind, bubble
from trygtryk.pictures.scenes.props import Shelves, drawn
from trygtryk.pictures.scenes.shapes import Patch, shape
from trygtryk.sources.files import Files
from trygtryk.sources.layout import Palette, converters
from trygtryk.sources.nodes import Node
from trygtryk.sources.strict import Converters, read

FOLDER = "assets/scenes"
SYMBOL_MM = 20.0
"""How high symbols are drawn."""
SYMBOL_SHARE = 0.66
"""How much of a bubble's height its symbol takes."""
TIP_OFF = 1.25
"""How far from the middle of the head a tail ends, in radii of the head."""
PROFILE_WEIGHT = 3.0
"""How much more a tail minds where the mouth is than where its bubble is, on a head turned right to the side."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A prop or a symbol and where it stands; ``held_by`` (``mette.near-hand``) makes ``at_mm`` count from that joint."""

    place: Place
    prop: str = ""
    symbol: str = ""
    at_mm: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    turn_deg: float = 0.0
    mirror: bool = False
    held_by: str = ""
    inks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """A figure of the kit and the name that bubbles and held things know it by; of one in a frame what is ``within`` is seen."""

    name: str
    figure: Figure
    place: Place
    within: Box | None = None


@dataclass(frozen=True, slots=True)
class Arms:
    """Where in the order the arms of a figure that rests them on a table are drawn; else with the figure.

    ``edge_mm`` is how high the edge they rest on lies: what would hang below it is not seen. ``shade`` is the ink of the
    shadow that forearms throw on the table.
    """

    place: Place
    arms_of: str
    edge_mm: float | None = None
    shade: Ink | None = None


@dataclass(frozen=True, slots=True)
class Bubble:
    """What somebody says or thinks: a symbol in a bubble whose tail points at the mouth; no speaker, no tail."""

    place: Place
    box: Box
    symbol: str
    ink: Ink
    symbol_ink: str
    speaker: str = ""
    kind: Kind = "speech"


@dataclass(frozen=True, slots=True)
class Fingers:
    """Where in the order a hand (``mette.near``) closes over a thing that stands by itself: a rung, an edge, a shoulder."""

    place: Place
    fingers_of: str


Piece = Thing | Person | Arms | Fingers | Patch


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: ``area`` in millimetres on the piece it belongs to, bleed included, and what is seen, back to front.

    ``situation`` says in one sentence what is going on, ``alt`` what is seen without giving the answer, both in Danish.
    ``camera`` is one of assets/figures/cameras.yaml; without one every figure says its own height and place.
    """

    place: Place
    situation: str
    alt: str
    area: Box
    wall: Ink
    back_to_front: tuple[Piece, ...] = ()
    bubbles: tuple[Bubble, ...] = ()
    floor: Ink | None = None
    horizon_mm: float = 0.0
    camera: str = ""
    placeholder: bool = False


def scene_ids(files: Files) -> tuple[str, ...]:
    """The ids of every scene file, sorted."""
    return files.stems(FOLDER, ".yaml")


def read_scene(id: str, files: Files, palette: Palette, kit: Kit) -> Scene:
    """The scene of that id; raises BuildError naming file and line of every fault in it."""
    name = f"{FOLDER}/{id}.yaml"
    if not files.has(name):
        raise refuse(f"scenen »{id}« findes ikke", Place(name), nearest(id, scene_ids(files)))
    return scene_in(name, files, palette, kit)


def scene_in(name: str, files: Files, palette: Palette, kit: Kit) -> Scene:
    """The scene that a file says; raises BuildError naming file and line of every fault in it."""
    return read(Scene, files.tree(name), "", _readers(palette, kit))


def _readers(palette: Palette, kit: Kit) -> Converters:
    def piece(node: Node) -> Piece:
        keys = node.value if isinstance(node.value, Mapping) else {}
        if "figure" in keys:
            name = str(keys["figure"].value)
            rest = Node({key: child for key, child in keys.items() if key not in ("figure", "within")}, node.place)
            within = read(Box, keys["within"], "within", boxes) if "within" in keys else None
            return Person(name, read(Figure, rest, name), node.place, within)
        if "arms_of" in keys:
            return read(Arms, node, "arms_of", boxes)
        if "fingers_of" in keys:
            return read(Fingers, node, "fingers_of")
        if "prop" in keys or "symbol" in keys:
            return read(Thing, node, str(keys["prop" if "prop" in keys else "symbol"].value))
        return read(Patch, node, "form")

    boxes = converters(palette)
    table: dict[Any, Any] = {**boxes, Piece: piece}
    return cast(Converters, table)


def cast_of(scene: Scene, kit: Kit) -> dict[str, Drawn]:
    """Every figure as the scene's camera sees it, by name; raises BuildError with every fault at once."""
    faults: list[Fault] = []
    people: dict[str, Drawn] = {}
    camera = kit.cameras.get(scene.camera)
    if scene.camera and camera is None:
        hint = nearest(scene.camera, kit.cameras)
        raise refuse(f"ukendt kamera »{scene.camera}«", scene.place, hint)
    for piece in scene.back_to_front:
        if isinstance(piece, Person):
            if piece.name in people:
                faults.append(Fault(f"to figurer hedder »{piece.name}«", piece.place, "giv den ene et andet navn"))
            try:
                figure = staged(piece.figure, camera, scene.area) if camera else piece.figure
                above = camera is not None and camera.from_above
                pitch = camera.pitch_deg if camera else None
                people[piece.name] = from_above(figure, kit) if above else draw(figure, kit, pitch)
            except BuildError as error:
                faults.extend(error.faults)
    if faults:
        raise BuildError(*faults)
    return people


def compose(scene: Scene, palette: Palette, kit: Kit, shelves: Shelves) -> tuple[Item, ...]:
    """The scene as flat items in its own millimetres, not clipped; raises BuildError with every fault at once."""
    faults: list[Fault] = []
    items: list[Item] = []
    try:
        items.extend(_ground(scene))
    except BuildError as error:
        faults.extend(error.faults)
    people = cast_of(scene, kit)
    later = {piece.arms_of for piece in scene.back_to_front if isinstance(piece, Arms)}
    for piece in scene.back_to_front:
        try:
            if isinstance(piece, Person):
                person = people[piece.name]
                seen = person.body if piece.name in later else person.items
                items.extend((Group(seen, clip=rectangle(piece.within)),) if piece.within else seen)
            elif isinstance(piece, Arms):
                owner = _known(piece.arms_of, people, piece.place)
                arms = owner.over
                if piece.shade:
                    arms = (*(Shape(outline, piece.shade) for outline in owner.shadows), *arms)
                above = replace(scene.area, y0_mm=piece.edge_mm) if piece.edge_mm is not None else None
                items.extend((Group(arms, clip=rectangle(above)),) if above else arms)
            elif isinstance(piece, Thing):
                items.extend(_thing(piece, palette, people, shelves))
                if piece.held_by:
                    name, _, joint = piece.held_by.partition(".")
                    items.extend(people[name].fingers.get(joint.removesuffix("-hand"), ()))
            elif isinstance(piece, Fingers):
                name, _, side = piece.fingers_of.partition(".")
                hands = _known(name, people, piece.place).fingers
                if side not in hands:
                    raise refuse(
                        f"»{side}« er ingen hånd", piece.place, "skriv for eksempel mette.near eller mette.far"
                    )
                items.extend(hands[side])
            else:
                items.append(shape(piece, palette, IDENTITY))
        except BuildError as error:
            faults.extend(error.faults)
    for spoken in scene.bubbles:
        try:
            items.extend(_bubble(spoken, palette, people, shelves))
        except BuildError as error:
            faults.extend(error.faults)
    if faults:
        raise BuildError(*faults)
    return tuple(items)


def _ground(scene: Scene) -> tuple[Shape, ...]:
    area = scene.area
    wall = Shape(rectangle(area), scene.wall)
    if scene.floor is None:
        return (wall,)
    if not area.y0_mm < scene.horizon_mm <= area.y1_mm:
        told = f"gulvet ses ikke: horizon_mm er {scene.horizon_mm:g}, og billedet går fra {area.y0_mm:g} til {area.y1_mm:g}"
        raise refuse(told, scene.place, "skriv, hvor gulvet møder væggen, eller slet gulvets linje")
    return (wall, Shape(rectangle(Box(area.x0_mm, area.y0_mm, area.x1_mm, scene.horizon_mm)), scene.floor))


def _thing(thing: Thing, palette: Palette, people: Mapping[str, Drawn], shelves: Shelves) -> tuple[Shape, ...]:
    x, y = thing.at_mm
    if thing.held_by:
        name, _, joint = thing.held_by.partition(".")
        dx, dy = _joint(name, joint, people, thing.place)
        x, y = x + dx, y + dy
    size = scale(-thing.scale if thing.mirror else thing.scale, thing.scale)
    matrix = then(then(size, turn(thing.turn_deg)), shift(x, y))
    kind = shelves.symbols if thing.symbol else shelves.props
    return drawn(
        kind.take(thing.symbol or thing.prop, thing.place), palette, matrix, thing.scale, thing.inks, thing.place
    )


def _known(name: str, people: Mapping[str, Drawn], place: Place) -> Drawn:
    if name not in people:
        raise refuse(f"ingen figur i scenen hedder »{name}«", place, nearest(name, people) if people else "")
    return people[name]


def _joint(name: str, joint: str, people: Mapping[str, Drawn], place: Place) -> Point:
    joints = _known(name, people, place).joints
    if joint not in joints:
        raise refuse(f"figuren har intet led, der hedder »{joint}«", place, nearest(joint, joints))
    return joints[joint]


def _bubble(spoken: Bubble, palette: Palette, people: Mapping[str, Drawn], shelves: Shelves) -> Iterator[Shape]:
    for outline in bubble(spoken.kind, spoken.box, tail_tip(spoken, people) if spoken.speaker else None):
        yield Shape(outline, spoken.ink)
    fit = SYMBOL_SHARE * min(spoken.box.height_mm, spoken.box.width_mm) / SYMBOL_MM
    matrix = then(scale(fit), shift(*spoken.box.centre))
    symbol = shelves.symbols.take(spoken.symbol, spoken.place)
    # a part in the bubble's own ink would vanish in it
    inks = {name: spoken.symbol_ink for name, ink in symbol.inks.items() if name == "main" or ink == spoken.ink.name}
    if "paper" in symbol.inks:
        inks["paper"] = spoken.ink.name
    yield from drawn(symbol, palette, matrix, fit, inks, spoken.place)


def tail_tip(spoken: Bubble, people: Mapping[str, Drawn]) -> Point:
    """Where a bubble's tail ends: just off its speaker's face, between the mouth and the bubble."""
    mouth, head = (_joint(spoken.speaker, joint, people, spoken.place) for joint in ("mouth", "head"))
    crown = _joint(spoken.speaker, "top", people, spoken.place)
    radius = math.dist(head, crown)
    x, y = spoken.box.centre
    if spoken.kind == "thought":
        aim = (x - head[0], y - head[1])
    else:
        # a mouth seen from the front lies in the middle of the face; then only the bubble's side counts
        away = math.dist(mouth, (x, y))
        across, up = (mouth[0] - head[0]) / radius, (mouth[1] - head[1]) / radius
        weight = 1 + PROFILE_WEIGHT * abs(across)
        aim = (weight * across + (x - mouth[0]) / away, weight * up + (y - mouth[1]) / away)
    length = math.hypot(*aim)
    return head[0] + aim[0] / length * radius * TIP_OFF, head[1] + aim[1] / length * radius * TIP_OFF

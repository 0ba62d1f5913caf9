"""Items to the operators of a content stream (ISO 32000-1, annex A), with the resources they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, Protocol

from trygtryk.geometry import IDENTITY, Matrix, Outline, Point, points, rectangle, then
from trygtryk.light import shares
from trygtryk.model import Artwork, Field, Flaw, Group, Ink, Item, Layer, Line, Link, Picture, Shape, Stroke, Tagged
from trygtryk.units import POINTS_PER_MM

Colour = Literal["cmyk", "srgb"]

_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_CURVE, _LINE, _MOVE = "%.2f %.2f %.2f %.2f %.2f %.2f c", "%.2f %.2f l", "%.2f %.2f m"
_ALL_BLACK = (0, 0, 0, 100)
_K = POINTS_PER_MM


class Resources(Protocol):
    """What a stream may name, each call answering with the resource's name; kept by the file that is pressed."""

    def encoded(self, face: str, text: str) -> list[tuple[str, bytes]]:
        """``text`` as runs of a font resource's name and its bytes in that font."""

    def separation(self, ink: Ink) -> str:
        """A spot ink's colour space (ISO 32000-1, 8.6.6.4)."""

    def artwork(self, artwork: Artwork) -> str:
        """A drawing as a form XObject (ISO 32000-1, 8.10)."""

    def picture(self, picture: Picture) -> str:
        """A bitmap as an image XObject (ISO 32000-1, 8.9.5)."""

    def layer(self, layer: Layer) -> str:
        """An optional content group (ISO 32000-1, 8.11.2)."""


class Tags(Protocol):
    """The structure a file grows while its pages are drawn; None where there is none."""

    order: int
    """What is drawn while it stands is read before what has a higher one."""

    @property
    def inside(self) -> bool:
        """Whether an element stands open."""

    def open(self, tagged: Tagged, matrix: Matrix) -> None:
        """Begins an element within the one that stands open; ``matrix`` is from its items to the page."""

    def close(self) -> None:
        """Ends the element that stands open."""

    def mark(self, going: bool) -> str:
        """The operands that begin the current element's content; the same again while the mark is ``going`` on."""

    def place(self, item: Link | Field, matrix: Matrix) -> bool:
        """Takes an annotation standing in the current element; whether it is alive."""


class Stream:
    """Gathers one content stream: a page's, or that of an artwork placed many times.

    ``units`` go to a point in it; where there is more than one, all stands in whole ones and is written briefly.
    """

    def __init__(
        self,
        colour: Colour,
        resources: Resources,
        tags: Tags | None = None,
        *,
        nested: bool = False,
        units: int = 1,
        at: Matrix = IDENTITY,
    ) -> None:
        self._colour = colour
        self._resources = resources
        self._tags = tags
        self._out: list[str] = []
        self._state: dict[str, object] = {} if nested else {"gs": "Knock"}
        # where the items stand on the page, for what is not drawn but placed
        self._matrix = at
        self._marked: str | None = None
        self.units = units
        self._k = _K * units
        self._relative = units > 1 and not nested
        self._begun = (0, 0)
        self.names: dict[str, set[str]] = {}

    def bytes(self) -> bytes:
        """The stream; only latin-1 gets into it, texts are escaped bytes."""
        self._mark(None)
        return "\n".join(self._out).encode("latin-1") + b"\n"

    def draw(self, items: tuple[Item, ...]) -> None:
        """Draws items in order."""
        draws: dict[type, Callable[..., None]] = {
            Shape: self._shape,
            Line: self._line,
            Picture: self._picture,
            Group: self._group,
            Artwork: self._artwork,
            Tagged: self._tagged,
            Layer: self._layer,
            Link: self._annotation,
            Field: self._annotation,
            # one that stops the build never comes here; the others have been told
            Flaw: lambda flaw: None,
        }
        for item in items:
            draws[type(item)](item)

    def _add(self, operators: str) -> None:
        self._out.append(operators)

    def _named(self, category: str, name: str) -> str:
        self.names.setdefault(category, set()).add(name)
        return name

    def _set(self, key: str, value: object, operators: str) -> None:
        if self._state.get(key) != value:
            self._state[key] = value
            self._add(operators)

    def _mark(self, wanted: str | None) -> None:
        if self._tags is not None and wanted != self._marked:
            if self._marked is not None:
                self._add("EMC")
            if wanted is not None:
                self._add(wanted)
            self._marked = wanted

    def _content(self) -> None:
        if self._tags is not None:
            self._mark(self._tags.mark(self._marked is not None))

    # colours

    def _ink(self, ink: Ink, *, stroke: bool) -> None:
        if ink.spot and self._colour == "cmyk":
            name = self._named("ColorSpace", self._resources.separation(ink))
            operators = f"/{name} CS 1 SCN" if stroke else f"/{name} cs 1 scn"
        elif self._colour == "cmyk":
            plates = " ".join(f"{share / 100:g}" for share in ink.cmyk)
            operators = f"{plates} {'K' if stroke else 'k'}"
        else:
            levels = " ".join(f"{share:.3g}" for share in shares(ink.srgb))
            operators = f"{levels} {'RG' if stroke else 'rg'}"
        self._set("stroke" if stroke else "fill", operators, operators)

    def _overprint(self, over: bool) -> None:
        """Black text and spot plates print over what lies beneath, all else knocks it out (ISO 32000-1, 8.6.7)."""
        if self._colour == "cmyk":
            name = "Over" if over else "Knock"
            if self._state.get("gs") != name:
                self._set("gs", name, f"/{self._named('ExtGState', name)} gs")

    def _pen(self, stroke: Stroke) -> None:
        self._ink(stroke.ink, stroke=True)
        self._set("w", stroke.width_pt, f"{stroke.width_pt * self.units:g} w")
        dash = " ".join(f"{length * self.units:g}" for length in stroke.dash_pt)
        pattern = f"[{dash}] {stroke.phase_pt * self.units if dash else 0:g} d"
        if self._state.get("d", "[] 0 d") != pattern:
            self._set("d", pattern, pattern)
        if self._state.get("J", "butt") != stroke.cap:
            self._set("J", stroke.cap, f"{_CAPS[stroke.cap]} J")
        if self._state.get("j", "miter") != stroke.join:
            self._set("j", stroke.join, f"{_JOINS[stroke.join]} j")
        if stroke.join == "miter" and self._state.get("M", 10.0) != stroke.miter_limit:
            self._set("M", stroke.miter_limit, f"{stroke.miter_limit:g} M")

    # items

    def _path(self, outline: Outline, start: Point = (0.0, 0.0)) -> None:
        add, k = self._out.append, self._k
        if self.units > 1:
            self._out += _briefly([[letter, *_from(start, numbers, k)] for letter, *numbers in outline])
            return
        for segment in outline:
            # told by its length: every shape of every page comes through here
            if len(segment) == 7:
                _, x1, y1, x2, y2, x3, y3 = segment
                add(_CURVE % (x1 * k, y1 * k, x2 * k, y2 * k, x3 * k, y3 * k))
            elif len(segment) == 3:
                letter, x, y = segment
                add((_LINE if letter == "L" else _MOVE) % (x * k, y * k))
            else:
                add("h")

    def _shape(self, shape: Shape) -> None:
        if shape.fill is None and shape.stroke is None:
            return
        self._content()
        inks = [ink for ink in (shape.fill, shape.stroke and shape.stroke.ink) if ink]
        self._overprint(all(ink.spot for ink in inks))
        if shape.fill:
            self._ink(shape.fill, stroke=False)
        if shape.stroke:
            self._pen(shape.stroke)
        operator = "B" if shape.fill and shape.stroke else "f" if shape.fill else "S"
        operator += "*" if shape.even_odd and shape.fill else ""
        if self._relative:
            # seen from where it begins it is like the next one, and takes no room when it is compressed
            x, y = points(shape.outline[:1])[0]
            self._add(f"q 1 0 0 1 {x * self._k:.0f} {y * self._k:.0f} cm")
            self._path(shape.outline, (x, y))
            return self._add(f"{operator} Q")
        self._path(shape.outline)
        self._add(operator)

    def _line(self, line: Line) -> None:
        self._content()
        self._overprint(bool(line.ink.spot) or line.ink.cmyk == _ALL_BLACK)
        self._ink(line.ink, stroke=False)
        if self.units > 1:
            self._begin_text(round(line.x_mm * self._k), round(line.y_mm * self._k))
        else:
            self._add(f"BT {line.x_mm * self._k:.3f} {line.y_mm * self._k:.3f} Td")
        at = 0
        # who listens must not hear a line's last word and the next one's first as one
        spoken = line.text if self._tags is None or line.glued else f"{line.text} "
        for font, codes in self._resources.encoded(line.face, spoken):
            sized = f"/{self._named('Font', font)} {line.size_pt * self.units:g} Tf"
            self._set("Tf", sized, sized)
            kern = line.kern[at : at + len(codes)]
            at += len(codes)
            self._add(_shown(codes, tuple(_in_tens(kern)) if self.units > 1 else kern))
        self._add("ET")

    def _begin_text(self, x: int, y: int) -> None:
        """Where a line begins; that it stands so far below the one before is said alike by all of a text."""
        if self._out and self._out[-1] == "ET":
            self._out[-1] = f"{x - self._begun[0]} {y - self._begun[1]} Td"
        else:
            self._add(f"BT {x} {y} Td")
        self._begun = (x, y)

    def _picture(self, picture: Picture) -> None:
        self._content()
        self._overprint(False)
        name = self._named("XObject", self._resources.picture(picture))
        box, k = picture.box, self._k
        self._add(
            f"q {box.width_mm * k:.3f} 0 0 {box.height_mm * k:.3f} {box.x0_mm * k:.3f} {box.y0_mm * k:.3f} cm /{name} Do Q"
        )

    def _artwork(self, artwork: Artwork) -> None:
        if self._tags and not self._tags.inside and _is_read(artwork.items):
            # what is drawn apart from the page cannot be read on it
            return self._group(Group(artwork.items, clip=rectangle(artwork.box)))
        self._content()
        drawn = f"/{self._named('XObject', self._resources.artwork(artwork))} Do"
        # an artwork's own matrix has it in points
        self._add(f"q {self.units} 0 0 {self.units} 0 0 cm {drawn} Q" if self.units > 1 else drawn)

    def _group(self, group: Group) -> None:
        before, matrix = dict(self._state), self._matrix
        order = self._tags.order if self._tags else 0
        if self._tags and group.order:
            self._tags.order = group.order
        self._mark(None)
        a, b, c, d, e, f = group.matrix
        self._add("q")
        if group.matrix != IDENTITY:
            self._add(f"{a:.6f} {b:.6f} {c:.6f} {d:.6f} {e * self._k:.3f} {f * self._k:.3f} cm")
            self._matrix = then(group.matrix, matrix)
        if group.clip:
            self._path(group.clip)
            self._add("W* n" if group.even_odd else "W n")
        self.draw(group.items)
        self._mark(None)
        self._add("Q")
        self._state, self._matrix = before, matrix
        if self._tags:
            self._tags.order = order

    def _tagged(self, tagged: Tagged) -> None:
        if self._tags is not None:
            self._tags.open(tagged, self._matrix)
        self.draw(tagged.items)
        if self._tags is not None:
            self._mark(None)
            self._tags.close()

    def _layer(self, layer: Layer) -> None:
        self._mark(None)
        self._add(f"/OC /{self._named('Properties', self._resources.layer(layer))} BDC")
        self.draw(layer.items)
        self._mark(None)
        self._add("EMC")

    def _annotation(self, item: Link | Field) -> None:
        alive = self._tags is not None and self._tags.place(item, self._matrix)
        if isinstance(item, Field) and not alive:
            self.draw(item.filled)


def _is_read(items: tuple[Item, ...]) -> bool:
    return any(
        isinstance(item, Tagged) or (isinstance(item, Group | Artwork) and _is_read(item.items)) for item in items
    )


def _from(start: Point, numbers: Sequence[float], k: float) -> Iterator[int]:
    """Places as seen from one, in whole units."""
    return (round((number - start[n % 2]) * k) for n, number in enumerate(numbers))


def _in_tens(kern: Iterable[float]) -> Iterator[float]:
    """Kerning in hundredths of the type size; what is left goes on to the next letter."""
    rest = 0.0
    for extra in kern:
        rest += extra
        whole = round(rest / 10) * 10
        rest -= whole
        yield whole


def _briefly(outline: list[list[Any]]) -> Iterator[str]:
    """An outline in whole units, each piece by the shortest operator that draws the same."""
    x = y = at = 0
    while at < len(outline):
        letter, *whole = outline[at]
        if letter == "M" and (box := _upright(outline[at : at + 5])):
            yield box
            at += 5
            continue
        at += 1
        if letter == "C":
            x1, y1, x2, y2, x3, y3 = whole
            if _is_straight(x1 - x, y1 - y, x2 - x, y2 - y, x3 - x, y3 - y):
                yield f"{x3} {y3} l"
            elif (x1, y1) == (x, y):
                yield f"{x2} {y2} {x3} {y3} v"
            elif (x2, y2) == (x3, y3):
                yield f"{x1} {y1} {x3} {y3} y"
            else:
                yield f"{x1} {y1} {x2} {y2} {x3} {y3} c"
        elif whole:
            yield f"{whole[0]} {whole[1]} {letter.lower()}"
        else:
            yield "h"
        x, y = whole[-2:] or (x, y)


def _upright(outline: list[list[Any]]) -> str:
    """The operator of an upright rectangle, where the outline is one."""
    if [letter for letter, *_ in outline] != ["M", "L", "L", "L", "Z"]:
        return ""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (numbers for _, *numbers in outline[:4])
    return f"{x0} {y0} {x2 - x0} {y2 - y0} re" if (y0, x1, y2, x3) == (y1, x2, y3, x0) else ""


def _is_straight(x1: int, y1: int, x2: int, y2: int, x3: int, y3: int) -> bool:
    """Whether a curve from the origin keeps within half a unit of its chord: it goes at most 3/4 as far as its handles."""
    chord = x3 * x3 + y3 * y3
    if not (chord and 0 <= x1 * x3 + y1 * y3 <= chord and 0 <= x2 * x3 + y2 * y3 <= chord):
        return False
    aside = max(abs(x1 * y3 - y1 * x3), abs(x2 * y3 - y2 * x3))
    return 9 * aside * aside <= 4 * chord


def _shown(codes: bytes, kern: tuple[float, ...]) -> str:
    if not any(kern):
        return f"({_escaped(codes)}) Tj"
    pieces: list[str] = []
    start = 0
    for n, extra in enumerate(kern, 1):
        if extra and n < len(codes):
            pieces.append(f"({_escaped(codes[start:n])}){-extra:g}")
            start = n
    pieces.append(f"({_escaped(codes[start:])})")
    return f"[{''.join(pieces)}] TJ"


def _escaped(codes: bytes) -> str:
    text = codes.decode("latin-1")
    for character, written in (("\\", "\\\\"), ("(", "\\("), (")", "\\)"), ("\r", "\\r"), ("\n", "\\n")):
        text = text.replace(character, written)
    return text

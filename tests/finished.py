"""Finished files read back with libraries that did not write them: what is drawn where, in millimetres on the sheet."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

MM = 72 / 25.4
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Drawn:
    """One thing painted: ``kind`` is f, S, B, W (a clip) or the name of an XObject placed by ``matrix``."""

    kind: str
    points: tuple[Point, ...]
    matrix: Matrix
    fill: tuple[str, tuple[float, ...]]
    stroke: tuple[str, tuple[float, ...]]
    dash: tuple[float, ...]
    layer: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        xs, ys = zip(*self.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def centre(self) -> Point:
        x0, y0, x1, y1 = self.box
        return (x0 + x1) / 2, (y0 + y1) / 2


@dataclass
class _State:
    matrix: Matrix = (1 / MM, 0, 0, 1 / MM, 0, 0)
    fill: tuple[str, tuple[float, ...]] = ("DeviceGray", (0,))
    stroke: tuple[str, tuple[float, ...]] = ("DeviceGray", (0,))
    dash: tuple[float, ...] = ()
    text: tuple[str, float] = ("", 0)

    def kept(self) -> _State:
        return _State(**vars(self))


@dataclass(frozen=True)
class Said:
    """The text of one piece of marked content as its codes mean it, nothing added between lines."""

    role: str
    mcid: int
    text: str
    sizes: tuple[float, ...] = field(default=())


_SPACES = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}


def then(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def at(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def drawn(page: pikepdf.Page, *, deep: bool = True) -> list[Drawn]:
    """Everything a page paints, in order; with ``deep`` also what stands in the forms it places."""
    return list(_drawn(page, page.obj.get("/Resources", pikepdf.Dictionary()), _State(), deep))


def _drawn(stream: Any, resources: Any, state: _State, deep: bool) -> Iterator[Drawn]:
    kept: list[_State] = []
    points: list[Point] = []
    layers: list[str] = []
    for operands, operator in _operators(stream):
        name = str(operator)
        match name:
            case "q":
                kept.append(state.kept())
            case "Q":
                state = kept.pop()
            case "cm":
                state.matrix = then(_numbers(operands), state.matrix)  # type: ignore[arg-type]
            case "m" | "l" | "c" | "v" | "y":
                numbers = _numbers(operands)
                points += [at(state.matrix, *numbers[n : n + 2]) for n in range(0, len(numbers), 2)]
            case "re":
                x, y, w, h = _numbers(operands)
                points += [at(state.matrix, *corner) for corner in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))]
            case "d":
                state.dash = tuple(float(n) for n in operands[0])
            case "g" | "rg" | "k":
                state.fill = (_SPACES[name], _numbers(operands))
            case "G" | "RG" | "K":
                state.stroke = (_SPACES[name.lower()], _numbers(operands))
            case "cs":
                state.fill = (_space(resources, operands[0]), ())
            case "CS":
                state.stroke = (_space(resources, operands[0]), ())
            case "scn" | "sc":
                state.fill = (state.fill[0], _numbers(operands))
            case "SCN" | "SC":
                state.stroke = (state.stroke[0], _numbers(operands))
            case "BDC" | "BMC":
                layer = operands[1] if name == "BDC" and operands[0] == "/OC" else None
                layers.append(str(resources.Properties[layer].Name) if layer is not None else "")
            case "EMC":
                layers.pop()
            case "f" | "f*" | "S" | "B" | "B*" | "n" | "W" | "W*":
                if points and name != "n":
                    yield _one(name.removesuffix("*"), points, state, layers)
                if name[0] != "W":
                    points = []
            case "Do":
                yield _one(str(operands[0]), [at(state.matrix, 0, 0)], state, layers)
                form = resources.XObject[operands[0]]
                if deep and form.get("/Subtype") == "/Form":
                    inner = state.kept()
                    if "/Matrix" in form:
                        inner.matrix = then(_numbers(form.Matrix), inner.matrix)  # type: ignore[arg-type]
                    yield from _drawn(form, form.get("/Resources", pikepdf.Dictionary()), inner, deep)


def _operators(stream: Any) -> list[tuple[Any, Any]]:
    return [tuple(instruction) for instruction in pikepdf.parse_content_stream(stream)]  # type: ignore[arg-type, misc]


def _one(kind: str, points: list[Point], state: _State, layers: list[str]) -> Drawn:
    layer = next((layer for layer in reversed(layers) if layer), "")
    return Drawn(kind, tuple(points), state.matrix, state.fill, state.stroke, state.dash, layer)


def _numbers(operands: Any) -> tuple[float, ...]:
    return tuple(float(n) for n in operands if not isinstance(n, pikepdf.Name))


def _space(resources: Any, name: Any) -> str:
    space = resources.get("/ColorSpace", {}).get(name, name)
    return str(space[1] if isinstance(space, pikepdf.Array) else space).removeprefix("/")


def box(page: pikepdf.Page, name: str) -> tuple[float, float, float, float]:
    """A page's box in millimetres from the media's lower left corner."""
    x0, y0, x1, y1 = (float(n) / MM for n in page.obj[f"/{name}"])
    return x0, y0, x1, y1


def size(page: pikepdf.Page, name: str = "MediaBox") -> tuple[float, float]:
    x0, y0, x1, y1 = box(page, name)
    return x1 - x0, y1 - y0


def cut(picture: Image.Image, box: tuple[float, float, float, float], per_mm: float) -> Image.Image:
    """A part of a page's picture, given in millimetres from the page's upper left corner."""
    left, upper, right, lower = (round(n * per_mm) for n in box)
    return picture.crop((left, upper, right, lower))


def colour_at(picture: Image.Image, x: float, y: float) -> tuple[int, int, int]:
    """A point's colour; the place in shares of the picture's sides."""
    found = picture.convert("RGB").getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(found, tuple)
    red, green, blue = found
    return int(red), int(green), int(blue)


def rendered(file: Path, page: int = 0, per_mm: float = 4) -> Image.Image:
    """A page as PDFium shows it."""
    with pypdfium2.PdfDocument(file) as document:
        picture: Image.Image = document[page].render(scale=per_mm * 25.4 / 72).to_pil()
    return picture.convert("RGB")


def words(file: Path, page: int | None = None) -> str:
    """The text of a page (of all pages) as PDFium reads it, on one line."""
    with pypdfium2.PdfDocument(file) as document:
        pages = range(len(document)) if page is None else (page,)
        return plain(" ".join(document[n].get_textpage().get_text_bounded() for n in pages))


def plain(text: str) -> str:
    """A text on one line, words broken at a line's end made whole."""
    return " ".join(re.sub(r"[\ufffe\u00ad]|(?<=\w)\x02\s*", "", text).split())


def found(file: Path, page: int, text: str) -> list[Point]:
    """Where a text stands on a page: the middle of each place, in millimetres."""
    with pypdfium2.PdfDocument(file) as document:
        read = document[page].get_textpage()
        search = read.search(text, match_case=True)
        out: list[Point] = []
        while place := search.get_next():
            start, count = place
            boxes = [read.get_charbox(n) for n in range(start, start + count)]
            out.append(
                (
                    (min(b[0] for b in boxes) + max(b[2] for b in boxes)) / 2 / MM,
                    (min(b[1] for b in boxes) + max(b[3] for b in boxes)) / 2 / MM,
                )
            )
        return out


def said(page: pikepdf.Page) -> list[Said]:
    """The marked content of a page, in order, its codes turned to letters by the fonts' own maps, its sizes in points."""
    fonts: Any = page.obj.Resources.get("/Font", {})
    maps = {name: _letters(bytes(font.ToUnicode.read_bytes())) for name, font in fonts.items()}
    out: list[Said] = []
    font, size, scales = "", 0.0, [1.0]
    open_: list[tuple[str, int, list[str], list[float]] | None] = []
    for operands, operator in _operators(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            mark: Any = operands[1] if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else {}
            open_.append((str(operands[0])[1:], int(mark["/MCID"]), [], []) if "/MCID" in mark else None)
        elif name == "EMC" and (done := open_.pop()):
            out.append(Said(done[0], done[1], "".join(done[2]), tuple(done[3])))
        elif name == "q":
            scales.append(scales[-1])
        elif name == "Q":
            scales.pop()
        elif name == "cm":
            a, b, c, d = map(float, operands[:4])
            scales[-1] *= math.sqrt(abs(a * d - b * c))
        elif name == "Tf":
            font, size = str(operands[0]), float(operands[1])
        elif name in ("Tj", "TJ") and open_ and (now := open_[-1]):
            pieces = operands[0] if name == "TJ" else operands
            codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
            now[2].append("".join(maps[font][code] for code in codes))
            now[3].append(size * scales[-1])
    return out


def _letters(cmap: bytes) -> dict[int, str]:
    """A one-byte font's ToUnicode map."""
    made: dict[int, str] = {}

    def text(digits: bytes) -> str:
        return bytes.fromhex(digits.decode()).decode("utf-16-be")

    for section in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, letters in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", section):
            made[int(code, 16)] = text(letters)
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, _, listed in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\[(.*?)\]", section, re.DOTALL):
            for n, letters in enumerate(re.findall(rb"<([0-9A-Fa-f]+)>", listed)):
                made[int(first, 16) + n] = text(letters)
        for first, last, start in re.findall(
            rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", re.sub(rb"\[.*?\]", b"", section)
        ):
            for n in range(int(first, 16), int(last, 16) + 1):
                made[n] = chr(ord(text(start)) + n - int(first, 16))
    return made

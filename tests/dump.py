"""A Document as text a person can read: what stands where, not how the press writes it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from trygtryk.geometry import IDENTITY, Box, Matrix, Outline, bounds
from trygtryk.model import (
    Artwork,
    Document,
    Field,
    Flaw,
    Group,
    Ink,
    Item,
    Layer,
    Line,
    Link,
    Page,
    Picture,
    Shape,
    Stroke,
    Tagged,
    walk,
)

# a sheet's own lines and marks are few, a composed page's items many
_FEW = 40


def dump(document: Document) -> str:
    """The whole document, artworks once each at the end."""
    seen: dict[str, Artwork] = {}
    out = [_head(document)]
    for number, page in enumerate(document.pages, 1):
        out.append(f"page {number} {page.label}: {_sizes(page)}")
        out.extend(_items(page.items, 1, seen))
    done: set[str] = set()
    while waiting := sorted(seen.keys() - done):
        for name in waiting:
            done.add(name)
            out.append(f"artwork {name} {_box(seen[name].box)} alt »{seen[name].alt}«")
            drawn = list(_items(seen[name].items, 1, seen))
            if any("text " in line for line in drawn):
                out.extend(drawn)
            else:  # a picture: its sum says that it changed, the eye says how
                out.append(
                    f"  {len(drawn)} shapes, sum {hashlib.sha256(repr(seen[name].items).encode()).hexdigest()[:16]}"
                )
    return "\n".join(out) + "\n"


def contents(document: Document, own: int) -> str:
    """A document of pages that stand elsewhere too, but for the first ``own``: what they are called, the bookmarks."""
    out = [dump(replace(document, pages=document.pages[:own])).removesuffix("\n")]
    rest = enumerate(document.pages[own:], own + 1)
    out += [f"page {number} {page.label}: {_sizes(page)}" for number, page in rest]
    out += [f"bookmark {entry.title}: page {entry.page + 1}" for entry in document.outline]
    return "\n".join(out) + "\n"


def furniture(document: Document) -> str:
    """What make-ready puts on the sheets: marks, rules and the places of what was composed, which is left out."""
    out = [_head(document)]
    for number, page in enumerate(document.pages, 1):
        out.append(f"page {number} {page.label}: {_sizes(page)}")
        out.extend(_furniture(page.items, 1))
    return "\n".join(out) + "\n"


def _furniture(items: tuple[Item, ...], depth: int) -> Iterator[str]:
    for item in items:
        if isinstance(item, Tagged) and _of_the_sheet(item):
            yield from _items((replace(item, items=()),), depth, {})
            yield from _furniture(item.items, depth + 1)
        if isinstance(item, Tagged | Layer | Picture | Link | Field):
            continue
        first, *_ = _items((item,), depth, {})
        yield first
        composed = isinstance(item, Group) and item.clip and any(isinstance(i, Tagged) for i in item.items)
        if isinstance(item, Group) and len(item.items) <= _FEW and not composed:
            yield from _furniture(item.items, depth + 1)


def _of_the_sheet(tagged: Tagged) -> bool:
    own = ("sheets.", "flipflap.sheet.")
    return any(
        item.copy_id.startswith(own) if isinstance(item, Line) else item.name.endswith("-hel")
        for item in walk(tagged.items)
        if isinstance(item, Line | Artwork)
    )


def _head(document: Document) -> str:
    return f"{document.name}: {document.title} ({document.date}, {document.lang}, turn {document.turn or 'none'})"


def _items(items: tuple[Item, ...], depth: int, seen: dict[str, Artwork]) -> Iterator[str]:
    indent = "  " * depth
    for item in items:
        match item:
            case Line():
                yield f"{indent}text {item.x_mm:.2f} {item.y_mm:.2f} {item.face} {item.size_pt:g} {item.ink.name} »{item.text}«"
            case Shape():
                yield f"{indent}shape {_outline(item.outline)}{_fill(item.fill)}{_stroke(item.stroke)}"
            case Picture():
                yield f"{indent}picture {item.bitmap.name} {_box(item.box)}"
            case Group():
                yield f"{indent}group{_matrix(item.matrix)}{' clip ' + _outline(item.clip) if item.clip else ''}"
                yield from _items(item.items, depth + 1, seen)
            case Artwork():
                seen[item.name] = item
                yield f"{indent}artwork {item.name}"
            case Tagged():
                yield f"{indent}<{item.role}>{' alt »' + item.alt + '«' if item.alt else ''}"
                yield from _items(item.items, depth + 1, seen)
            case Layer():
                yield f"{indent}layer {item.name} {item.step or ''}"
                yield from _items(item.items, depth + 1, seen)
            case Link():
                yield f"{indent}link {_box(item.box)} {item.target}"
            case Field():
                yield f"{indent}field {item.name} {item.kind} {_box(item.box)} »{item.tooltip}«"
            case Flaw():
                yield f"{indent}FLAW {item.fault}"


def _sizes(page: Page) -> str:
    return f"trim {_box(page.trim)} bleed {_box(page.bleed)} media {_box(page.media)}"


def _box(box: Box) -> str:
    return f"[{box.x0_mm:.2f} {box.y0_mm:.2f} {box.x1_mm:.2f} {box.y1_mm:.2f}]"


def _outline(outline: Outline) -> str:
    kinds = "".join(str(segment[0]) for segment in outline)
    return f"{kinds if len(kinds) <= 12 else f'{len(kinds)} segments'} {_box(bounds(outline))}"


def _fill(ink: Ink | None) -> str:
    return f" fill {ink.name}" if ink else ""


def _stroke(stroke: Stroke | None) -> str:
    return f" stroke {stroke.ink.name} {stroke.width_pt:g} {list(stroke.dash_pt) or ''}".rstrip() if stroke else ""


def _matrix(matrix: Matrix) -> str:
    return "" if matrix == IDENTITY else " [" + " ".join(f"{n + 0:.3f}" for n in matrix) + "]"

"""What every product is: a name, the shape of its content and layout, and how it is composed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from trygtryk.model import Artwork, Copy, Document, Ink
from trygtryk.sources.content import Link, Pack
from trygtryk.sources.fonts import Fonts
from trygtryk.sources.layout import Marks


@dataclass(frozen=True, slots=True, eq=False)
class Materials:
    """What all products are made from; ``scene`` gives a picture by its id, ``department`` is None where none is named."""

    pack: Pack
    palette: Mapping[str, Ink]
    fonts: Fonts
    links: Mapping[str, Link]
    marks: Marks
    scene: Callable[[str], Artwork]
    department: Copy | None


def one_piece(content: Any) -> tuple[str, ...]:
    """No parts: the product is built as a whole."""
    return ()


@dataclass(frozen=True, slots=True)
class Product:
    """One kind of printed thing. Its name is that of its content, its layout and its golden file.

    ``content`` and ``layout`` are the types those files are read as. ``parts(content)`` names what can be built
    alone (empty: the product is one piece). ``compose(content, layout, materials, part)`` gives the piece for the
    print shop, its pages at trim size with bleed. ``office``, where the piece for the school's own printer differs
    by more than its sheet, composes that one. ``screen`` says that it is filled in on a screen too.
    """

    name: str
    title: str
    content: Any
    layout: Any
    compose: Callable[[Any, Any, Materials, str], Document]
    parts: Callable[[Any], tuple[str, ...]] = one_piece
    office: Callable[[Any, Any, Materials, str], tuple[Document, ...]] | None = None
    screen: bool = False

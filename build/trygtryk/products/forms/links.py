"""The links of a form: a code for the phone, an address to click or type."""

from __future__ import annotations

from math import fsum

from trygtryk.geometry import Box, rounded, sized
from trygtryk.model import Item, Link, Shape, Tagged
from trygtryk.pictures.qr import CodeLayout, code, least_mm, untyped
from trygtryk.products.forms import schema
from trygtryk.products.forms.pieces import Piece
from trygtryk.products.forms.setting import Setting
from trygtryk.sources import content
from trygtryk.sources.content import find
from trygtryk.type import typeset


def links(made: schema.Links, at: Setting) -> tuple[Piece, ...]:
    """Links by their codes, with what they are and what is typed."""
    layout, pad, gap = at.layout, at.layout.padding_mm, at.layout.gaps.under_text_mm
    columns = min(layout.columns, len(made.links))
    width = (at.column.width_mm - pad * (columns - 1)) / columns
    found = [find(at.materials.links, name, made.place) for name in made.links]
    # an ordinary address has the layout's size; a long one takes what a phone needs
    side_mm = max(layout.qr_mm, *(least_mm(link, layout.writing.corner_mm) for link in found))
    text_mm = width - side_mm - 3 * pad
    sets = [_set(at, link, text_mm) for link in found]
    each = max(side_mm, *(fsum(text.height_mm + gap for text in texts if text) for texts in sets)) + 2 * pad
    rows = -(-len(found) // columns)
    look = CodeLayout(
        at.materials.palette["white"],
        at.materials.palette["black"],
        layout.styles.address,
        layout.writing.corner_mm,
    )

    def draw(top_mm: float, extra_mm: float) -> tuple[Item, ...]:
        items: list[Item] = []
        for number, (link, (title, note, show)) in enumerate(zip(found, sets, strict=True)):
            down, across = divmod(number, columns)
            x, top = at.column.x0_mm + across * (width + pad), top_mm - down * (each + pad)
            box = sized(x, top - each, width, each)
            square = sized(x + pad, box.centre[1] - side_mm / 2, side_mm, side_mm)
            figure = Tagged(
                "Figure",
                code(link, square, look, at.where),
                alt=f"{at.labels.code.text} {link.title.text}",
            )
            left, below = square.x1_mm + pad, top - pad
            items += [
                Shape(rounded(box, layout.writing.corner_mm), layout.colours.facts),
                # where no address stands beside it, the code itself is what is clicked
                figure if show else Tagged("Link", (figure, Link(square, link.address, link.title.text))),
            ]
            for text in (title, note):
                if text:
                    items.append(Tagged("P", text.placed(left, below)))
                    below -= text.height_mm + gap
            if not show:
                items.append(untyped(link, at.materials.fonts.faces[layout.styles.address.face]))
                continue
            target = Box(left, below - show.height_mm, left + show.width_mm, below)
            address = Tagged("Span", show.placed(left, below))
            contents = f"{link.title.text}: {link.shown.text}"
            items.append(Tagged("P", (Tagged("Link", (address, Link(target, link.address, contents))),)))
        return tuple(items)

    return (Piece(rows * each + pad * (rows - 1), draw),)


def _set(
    at: Setting, link: content.Link, width_mm: float
) -> tuple[typeset.Block | None, typeset.Block | None, typeset.Block | None]:
    """A link's title, its note, and what it shows; None where there is none, or what it shows is too long."""
    styles = at.layout.styles
    show = at.set(link.shown, styles.address, width_mm)
    return (
        at.set(link.title, styles.question, width_mm),
        at.set(link.note, styles.address, width_mm) if link.note else None,
        show if link.typable and not show.flaws else None,
    )

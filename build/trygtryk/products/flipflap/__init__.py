"""The flip-flap: a paper fortune teller with questions, played by two."""

from __future__ import annotations

from trygtryk.geometry import polyline, rectangle, sized
from trygtryk.model import Document, Layer, Page, Shape
from trygtryk.products.flipflap.back import back_side
from trygtryk.products.flipflap.check import check
from trygtryk.products.flipflap.front import creases, front_side
from trygtryk.products.flipflap.listing import screen
from trygtryk.products.flipflap.preview import preview
from trygtryk.products.flipflap.schema import Content, Layout
from trygtryk.products.flipflap.sheets import office
from trygtryk.products.flipflap.slip import PART, slip
from trygtryk.products.product import Materials, Product

__all__ = ["PRODUCT", "Content", "Layout", "compose", "office", "preview"]


def compose(content: Content, layout: Layout, materials: Materials, part: str = "") -> Document:
    """The trimmed square for the print shop: front, back, and cut and creases on layers of their own; or its slip."""
    if part == PART:
        return slip(content, layout, materials)
    trim = sized(0, 0, layout.side_mm, layout.side_mm)
    bleed = trim.grown(layout.bleed_mm)
    cut, crease = materials.marks.die_cut, materials.marks.die_crease
    dieline = (
        Layer(
            "Stans", tuple(Shape(rectangle(trim), stroke=stroke) for stroke in cut.strokes), ("Structural", "Cutting")
        ),
        Layer(
            "Ril",
            tuple(Shape(polyline(*ends), stroke=s) for _, ends in creases(layout.side_mm) for s in crease.strokes),
            ("Structural", "Creasing"),
        ),
    )
    printed = front_side(content, layout, materials)
    front = Page(trim, bleed, bleed, (printed.sheet, *dieline), "forside")
    back = Page(trim, bleed, bleed, (back_side(printed, content, layout, materials),), "bagside")
    return Document("flipflap", content.title.text, (front, back), materials.pack.edition, turn="long")


def parts(content: Content) -> tuple[str, ...]:
    """The square, which goes by the product's name, and the slip that goes with it."""
    return "", PART


PRODUCT = Product(
    "flipflap", "Flip-flap", Content, Layout, compose, parts=parts, office=office, screen=screen, check=check
)

"""The slip that goes with the print shop's flip-flaps: the steps on the square itself disappear as it is folded."""

from __future__ import annotations

from trygtryk.geometry import Box, rectangle, sized
from trygtryk.model import Document, Item, Page, Shape, Tagged
from trygtryk.origami.steps import STEPS
from trygtryk.products.flipflap.back import paint, playing, step
from trygtryk.products.flipflap.front import front_side
from trygtryk.products.flipflap.schema import Content, Layout
from trygtryk.products.product import Materials
from trygtryk.type.typeset import fit

PART = "foldeseddel"


def slip(content: Content, layout: Layout, materials: Materials) -> Document:
    """One side: every step with its picture, and the rules of the game."""
    look, fonts, where = layout.slip, materials.fonts, "flipflap, foldesedlen"
    bleed = look.trim.grown(layout.bleed_mm)
    painted = paint(front_side(content, layout, materials), content, layout)
    heading = fit(content.folding.heading, look.heading, look.heading_box, fonts, where, "middle")
    items: list[Item] = [Shape(rectangle(bleed), layout.back.ground), Tagged("H1", heading)]
    (dx, dy), size = look.next_step_mm, look.picture_mm
    steps: list[Item] = []
    for number in range(len(STEPS)):
        column, row = divmod(number, look.rows)
        cell = look.first_step.moved(dx * column, dy * row)
        picture = sized(cell.x0_mm + layout.back.counter_mm, cell.y1_mm - size, size, size)
        beside = Box(picture.x1_mm + layout.back.gap_mm, cell.y0_mm, cell.x1_mm, cell.y1_mm)
        corner = (cell.x0_mm + layout.back.counter_mm / 2, cell.y1_mm - layout.back.counter_mm / 2)
        disc, listed = step(number, corner, picture, beside, "middle", painted, content, layout, materials)
        items.append(disc)
        steps.append(listed)
    items.append(Tagged("L", tuple(steps)))
    items.extend(playing(look.playing_box, content, layout, materials))
    title = f"{content.title.text}: {content.folding.heading.text}"
    page = Page(look.trim, bleed, bleed, tuple(items))
    return Document(f"flipflap-{PART}", title, (page,), materials.pack.edition)

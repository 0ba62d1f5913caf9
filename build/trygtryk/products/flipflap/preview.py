"""What the player will hold: the folded flip-flap with the real print on it."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.errors import Fault
from trygtryk.geometry import Box, Matrix, polygon, rectangle, scale, shift, sized, then, transformed
from trygtryk.model import Artwork, Document, Flaw, Group, Item, Page, Shape, Stroke
from trygtryk.origami.held import View, held
from trygtryk.origami.steps import framed
from trygtryk.products.flipflap.back import back_side
from trygtryk.products.flipflap.front import flat, front_side
from trygtryk.products.flipflap.schema import Content, Layout
from trygtryk.products.product import Materials
from trygtryk.type.typeset import fit

_FLAT = 0.5
_FLAPS = 4
_POSSIBLE = "opening er to tal fra 0 (lukket) til 0.5 (flad), lifted tal fra 0 til 3 (layouts/flipflap.toml)"


def preview(content: Content, layout: Layout, materials: Materials) -> Document:
    """One page with four states: closed, opened one way, opened the other way, a flap lifted."""
    look = layout.preview
    front = front_side(content, layout, materials)
    back = back_side(front, content, layout, materials)
    page = sized(0, 0, *look.page_mm)
    captions = content.preview
    items: list[Item] = [Shape(rectangle(page), look.ground)]
    for number, (pose, caption) in enumerate(
        (
            (look.closed, captions.closed),
            (look.one_way, captions.one_way),
            (look.other_way, captions.other_way),
            (look.lifted, captions.lifted),
        )
    ):
        dx, dy = look.next_mm
        cell = look.first.moved(dx * (number % 2), dy * (number // 2))
        if all(0 <= part <= _FLAT for part in pose.opening) and set(pose.lifted) <= set(range(_FLAPS)):
            view = View(held(*pose.opening, pose.lifted), *pose.seen_from_deg)
            items.extend(_printed(view, cell, front.sheet, back, layout))
        else:
            items.append(Flaw(Fault(f"flipflap: »{caption.text}« kan ikke holdes sådan", hint=_POSSIBLE)))
        box = replace(cell, y0_mm=cell.y0_mm - look.caption_mm, y1_mm=cell.y0_mm)
        items.extend(fit(caption, look.caption, box, materials.fonts, "flipflap, billedtekst", "bottom"))
    title = f"{content.title.text}, foldet"
    return Document("flipflap-foldet", title, (Page(page, page, page, tuple(items)),), materials.pack.edition)


def _printed(view: View, cell: Box, front: Artwork, back: Artwork, layout: Layout) -> tuple[Item, ...]:
    """Every face that is seen, cut out of the printed side and put where it is seen."""
    look, side = layout.preview, layout.side_mm
    fit_cell = framed(view, cell)
    items: list[Item] = []
    for face in view.order:
        to_half_sides = then(scale(2 / side), shift(-1, -1))
        matrix: Matrix = then(then(to_half_sides, view.matrix(face)), fit_cell)
        clip = polygon(*flat(face, side))
        outline = transformed(clip, matrix)
        art = front
        if view.side(face) == "back":
            # the back is drawn as it is looked at, mirrored from the front
            across: Matrix = (-1.0, 0.0, 0.0, 1.0, side, 0.0)
            art, clip, matrix = back, transformed(clip, across), then(across, matrix)
        items.append(Group((art,), matrix, clip))
        items.append(Shape(outline, stroke=Stroke(look.edge, look.edge_pt)))
    return tuple(items)

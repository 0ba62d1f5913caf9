"""The fill-in forms: a header with purpose and steps, then the fields, flowing down as many pages as they need."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.geometry import sized
from trygtryk.makeready.booklet import booklet, inside_margin
from trygtryk.makeready.office_sheets import ruled
from trygtryk.model import Document
from trygtryk.products.forms.check import check, numbers
from trygtryk.products.forms.layout import Layout
from trygtryk.products.forms.pages import form_pages, numbered
from trygtryk.products.forms.schema import LABELS, WORKBOOK, Content, Form, Labels, Workbook, forms
from trygtryk.products.forms.workbook import workbook
from trygtryk.products.product import Counted, Materials, Pictured, Product, as_it_is

__all__ = ["PRODUCT"]


def parts(content: Content) -> tuple[str, ...]:
    """The forms' ids in the workbook's order, and the workbook."""
    return (*forms(content), WORKBOOK)


def portion(content: Content, part: str) -> Content:
    """A form is made from its own text and the heads of the others, which it may name; the workbook from everything."""
    if part == WORKBOOK:
        return content
    return {id: _head(made) if isinstance(made, Form) and id != part else made for id, made in content.items()}


def _head(form: Form) -> Form:
    return replace(form, sections=(), steps=(), prepare=(), rules=(), after=())


def compose(content: Content, layout: Layout, materials: Materials, part: str) -> Document:
    """One form as A4 pages, or the workbook of them all."""
    found, labels, words = forms(content), content[LABELS], content[WORKBOOK]
    assert isinstance(labels, Labels)
    assert isinstance(words, Workbook)
    if part == WORKBOOK:
        return workbook(words, found, labels, layout, materials)
    form = found[part]
    pages = numbered(form, form_pages(part, found, labels, layout, materials), labels, layout, materials)
    title = f"{labels.form.text} {form.number}: {form.title.text}" if form.number else form.title.text
    return Document(f"skema-{part}{layout.suffix}", title, pages, materials.pack.edition)


def office(content: Content, layout: Layout, materials: Materials, document: Document) -> tuple[Document, ...]:
    """A form as it is, and the workbook as a booklet and page by page; the first sheet carries the control rule."""
    if not document.outline:
        return as_it_is(content, layout, materials, document)
    folded = replace(booklet((document,), document.name, document.title, materials.sheets), laid="a4-paa-")
    single = inside_margin(document, materials.sheets)
    # the cover is dark to its edge; its other side is paper
    return tuple(
        ruled(made, materials.sheets, materials.sheet_texts, materials.fonts, side=1) for made in (folded, single)
    )


def pictures(content: Content, layout: Layout, part: str) -> dict[str, Pictured]:
    """A small picture a form, and those of the workbook's own pages."""
    words, inside = content[WORKBOOK], layout.opener.picture
    assert isinstance(words, Workbook)
    cover = layout.cover.pictures if len(words.scenes) == 1 else inside
    within = dict.fromkeys(words.scenes, cover) | dict.fromkeys(
        (*(arena.scene for arena in words.arenas), words.back_scene), inside
    )
    book = {
        id: Pictured("arbejdshæftet", sized(0, 0, box.width_mm, box.height_mm), words.place)
        for id, box in within.items()
    }
    found = {
        f"skema-{id}": Pictured(
            f"skema {form.number}: {form.title.text}" if form.number else f"arket »{form.title.text}«",
            sized(0, 0, *layout.scene_mm),
            form.place,
        )
        for id, form in forms(content).items()
        if part in ("", id, WORKBOOK)
    }
    return {**book, **found} if part in ("", WORKBOOK) else found


PRODUCT = Product(
    "skemaer",
    "Skemaer",
    Content,  # type: ignore[type-abstract]
    Layout,
    compose,
    parts=parts,
    portion=portion,
    office=office,
    pictures=pictures,
    check=check,
    counted=Counted("skema", numbers),
)

"""The fill-in forms: a header with purpose and steps, then the fields, flowing down as many pages as they need."""

from __future__ import annotations

from trygtryk.geometry import sized
from trygtryk.makeready.booklet import booklet
from trygtryk.model import Document
from trygtryk.products.forms.layout import Layout
from trygtryk.products.forms.pages import form_pages, numbered
from trygtryk.products.forms.schema import LABELS, WORKBOOK, Content, Labels, Workbook, forms
from trygtryk.products.forms.workbook import workbook
from trygtryk.products.product import Materials, Pictured, Product, as_it_is

__all__ = ["PRODUCT"]


def parts(content: Content) -> tuple[str, ...]:
    """The forms' ids in the workbook's order, and the workbook."""
    return (*forms(content), WORKBOOK)


def compose(content: Content, layout: Layout, materials: Materials, part: str) -> Document:
    """One form as A4 pages, or the workbook of them all; raises BuildError where a form's steps do not add up."""
    found, labels, words = forms(content), content[LABELS], content[WORKBOOK]
    assert isinstance(labels, Labels)
    assert isinstance(words, Workbook)
    if part == WORKBOOK:
        return workbook(words, found, labels, layout, materials)
    form = found[part]
    pages = numbered(form, form_pages(part, form, labels, layout, materials), labels, layout, materials)
    title = f"{labels.form.text} {form.number}: {form.title.text}"
    return Document(f"skema-{part}{layout.suffix}", title, pages, materials.pack.edition)


def office(content: Content, layout: Layout, materials: Materials, document: Document) -> tuple[Document, ...]:
    """A form as it is, and the workbook as a booklet; the first sheet carries the control rule."""
    if document.outline:
        name = f"{document.name}-a3"
        document = booklet((document,), name, document.title, materials.sheets, materials.sheet_texts, materials.fonts)
    return as_it_is(content, layout, materials, document)


def pictures(content: Content, layout: Layout) -> dict[str, Pictured]:
    """A small picture a form, and the workbook's cover."""
    words, cover = content[WORKBOOK], layout.cover
    assert isinstance(words, Workbook)
    found = {
        f"skema-{id}": Pictured(f"skema {form.number}: {form.title.text}", sized(0, 0, *layout.scene_mm))
        for id, form in forms(content).items()
    }
    above = sized(0, 0, layout.sheet.width_mm, layout.sheet.height_mm - cover.title.y1_mm).grown(cover.bleed_mm)
    return {**found, words.scene: Pictured("arbejdshæftets forside", above)}


PRODUCT = Product(
    "skemaer",
    "Skemaer",
    Content,  # type: ignore[type-abstract]
    Layout,
    compose,
    parts=parts,
    office=office,
    pictures=pictures,
    editions=("tryk", "kontor", "skaerm"),
)

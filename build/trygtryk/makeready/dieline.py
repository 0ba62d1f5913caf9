"""A piece without the tool layers, for print shops that crease and cut by their own forms."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.model import Document, Layer


def without_dieline(document: Document) -> Document:
    """The document with every layer left out that is a processing step (ISO 19593-1) and no print."""
    pages = (
        replace(page, items=tuple(item for item in page.items if not (isinstance(item, Layer) and item.step)))
        for page in document.pages
    )
    return replace(document, pages=tuple(pages))

"""Bookmarks and page labels (ISO 32000-1, 12.3.3 and 12.4.2)."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase import pdfdoc

from trygtryk.model import Document, Outlined
from trygtryk.press.tags import page_reference


def outline(pdf: Any, entries: tuple[Outlined, ...]) -> Any:
    """The bookmarks, one beneath the other; each leads to the top of its page."""
    names = [f"Bookmark{number}" for number in range(len(entries))]
    for number, entry in enumerate(entries):
        made: dict[str, Any] = {
            "Title": pdfdoc.PDFString(entry.title),
            "Parent": pdfdoc.PDFObjectReference("Bookmarks"),
            "Dest": pdfdoc.PDFArray([page_reference(entry.page), "/Fit"]),
        }
        if number:
            made["Prev"] = pdfdoc.PDFObjectReference(names[number - 1])
        if number + 1 < len(names):
            made["Next"] = pdfdoc.PDFObjectReference(names[number + 1])
        pdf.Reference(pdfdoc.PDFDictionary(made), names[number])
    first, last = (pdfdoc.PDFObjectReference(name) for name in (names[0], names[-1]))
    root = {"Type": "/Outlines", "First": first, "Last": last, "Count": len(names)}
    return pdf.Reference(pdfdoc.PDFDictionary(root), "Bookmarks")


def page_labels(document: Document) -> Any:
    """What each page calls itself."""
    numbers: list[Any] = []
    for number, page in enumerate(document.pages):
        numbers += [number, pdfdoc.PDFDictionary({"P": pdfdoc.PDFString(page.label)})]
    return pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})

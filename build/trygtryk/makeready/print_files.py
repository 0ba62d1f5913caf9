"""One document as the files a print shop wants of it: fronts and backs apart, tools by themselves."""

from __future__ import annotations

from dataclasses import replace

from trygtryk.makeready.dieline import as_named, tool_pages, without_dieline
from trygtryk.model import Document
from trygtryk.sources.printshop import Printshop

FRONTS, BACKS, TOOLS = "-forside", "-bagside", "-stans"


def print_files(document: Document, shop: Printshop, *, both_sides: bool) -> tuple[Document, ...]:
    """The files, the one that is printed first; a book, which is bound, keeps its pages together."""
    named = as_named(document, shop)
    tools = tool_pages(named) if shop.tools != "layer" else ()
    printed = without_dieline(named) if tools else named
    files = _sides(printed) if shop.sides == "apart" and both_sides and not document.outline else (printed,)
    if tools and shop.tools == "page":
        files = (replace(files[0], pages=(*files[0].pages, *tools)), *files[1:])
    elif tools:
        files = (*files, replace(document, name=f"{document.name}{TOOLS}", pages=tools, outline=()))
    return files


def _sides(document: Document) -> tuple[Document, Document]:
    fronts, backs = document.pages[::2], document.pages[1::2]
    if len(backs) < len(fronts):
        backs = (*backs, replace(fronts[-1], items=(), label=""))
    return (
        replace(document, name=f"{document.name}{FRONTS}", pages=fronts),
        replace(document, name=f"{document.name}{BACKS}", pages=backs),
    )

"""What somebody hears of a tagged file: its elements in the tree's order, and the words each holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def said(pdf: pikepdf.Pdf, within: Any = None) -> list[tuple[str, str]]:
    """Each element (``within`` one) that holds text or a picture, its role and its words, in the tree's order."""
    text = {n: marked(page) for n, page in enumerate(pdf.pages)}
    number = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
    out: list[tuple[str, str]] = []

    def walk(element: Any) -> None:
        words = ""
        for kid in element.K:
            if isinstance(kid, int):
                words += text[number[element.Pg.objgen]][int(kid)]
            elif "/MCID" in kid:
                words += text[number[kid.Pg.objgen]][int(kid.MCID)]
        alternative = str(element.get("/ActualText", "")) or str(element.get("/Alt", ""))
        if words.strip() or alternative:
            out.append((str(element.S)[1:], (alternative or words).strip()))
        for kid in element.K:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K if within is None else within)
    return out


def marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked piece of a page's own stream, by its number."""
    maps = {name: letters(font.ToUnicode.read_bytes()) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    at: int | None = None
    shown: dict[int, str] = {}
    kept: list[dict[int, str]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BDC":
                at = int(operands[1].MCID) if isinstance(operands[1], pikepdf.Dictionary) else None
                found[at if at is not None else -1] = ""
            case "q":
                kept.append(shown)
            case "Q":
                shown = kept.pop()
            case "Tf":
                shown = maps[str(operands[0])]
            case "Tj" | "TJ" if at is not None:
                pieces = operands[0] if str(instruction.operator) == "TJ" else operands
                codes = b"".join(bytes(one) for one in pieces if isinstance(one, pikepdf.String))
                found[at] += "".join(shown[code] for code in codes)
            case "EMC":
                at = None
    return found


def letters(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>", cmap)
    ranges = re.findall(rb"<([0-9A-F]{2})> <([0-9A-F]{2})> <([0-9A-F]{4})>", cmap)
    lists = re.findall(rb"<([0-9A-F]{2})> <[0-9A-F]{2}> \[([^\]]*)\]", cmap)
    made = {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
    for first, last, letter in ranges:
        made |= {n: chr(int(letter, 16) + n - int(first, 16)) for n in range(int(first, 16), int(last, 16) + 1)}
    for first, several in lists:
        made |= {int(first, 16) + n: chr(int(one, 16)) for n, one in enumerate(re.findall(rb"<(\w+)>", several))}
    return made


def every(pdf: pikepdf.Pdf) -> Iterator[Any]:
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting += [kid for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]

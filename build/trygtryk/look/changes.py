"""What has changed between two packs, page by page as it is seen: a list, and pictures of both side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from trygtryk.errors import Place, refuse

_DPI = 90
_GAP_PX = 16
_GROUND, _FRAME = (214, 214, 210), (208, 32, 48)
_FRAME_PX, _AWAY_PX = 3, 6


@dataclass(frozen=True, slots=True)
class Change:
    """A page that looks otherwise, or is there on one side only; ``page`` is empty where it is the whole file.

    ``picture`` shows before and after, what has changed within a frame (None: there is nothing to be seen).
    """

    file: str
    page: str
    told: str
    picture: Image.Image | None = None


def changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[Change]:
    """Every change from some files, by their path in their pack, to others; raises BuildError on what is no PDF."""
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Change(name, "", "findes ikke mere")
        elif name not in old:
            yield Change(name, "", "er ny")
        elif old[name] != new[name]:
            yield from _of_file(name, old[name], new[name])


def _of_file(named: str, before: bytes, after: bytes) -> Iterator[Change]:
    with _opened(named, before) as old, _opened(named, after) as new:
        was, now = _pages(old), _pages(new)
        seen = False
        for page in dict.fromkeys((*was, *now)):
            if page not in now:
                change: Change | None = Change(named, page, "findes ikke mere", _beside(_shot(old, was[page]), None))
            elif page not in was:
                change = Change(named, page, "er ny", _beside(None, _shot(new, now[page])))
            else:
                change = _of_page(named, page, _shot(old, was[page]), _shot(new, now[page]))
            if change:
                seen = True
                yield change
        if not seen:
            yield Change(named, "", "er ændret, men ikke så det kan ses (links, felter, plader eller oplysninger)")


def _of_page(name: str, page: str, old: Image.Image, new: Image.Image) -> Change | None:
    if old.size != new.size:
        return Change(name, page, "har et andet format", _beside(old, new))
    area = ImageChops.difference(old, new).getbbox()
    if not area:
        return None
    share = (area[2] - area[0]) * (area[3] - area[1]) / (old.width * old.height)
    return Change(name, page, f"er ændret ({max(round(100 * share), 1)} % af siden)", _beside(old, new, area))


def _opened(name: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise refuse("filen kan ikke læses som PDF", Place(name), "byg pakken igen") from error


def _pages(document: pypdfium2.PdfDocument) -> dict[str, int]:
    """A document's pages by what they call themselves, else by their number."""
    labels = [document.get_page_label(number) or str(number + 1) for number in range(len(document))]
    count = Counter(labels)
    return {label if count[label] == 1 else str(number + 1): number for number, label in enumerate(labels)}


def _shot(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    image: Image.Image = document[number].render(scale=_DPI / 72, may_draw_forms=True).to_pil()
    return image.convert("RGB")


def _beside(
    old: Image.Image | None, new: Image.Image | None, area: tuple[int, int, int, int] | None = None
) -> Image.Image:
    """Before to the left, after to the right; the side that is not there is left empty."""
    sides = [image for image in (old, new) if image]
    wide, high = max(image.width for image in sides), max(image.height for image in sides)
    sheet = Image.new("RGB", (2 * wide + 3 * _GAP_PX, high + 2 * _GAP_PX), _GROUND)
    pen = ImageDraw.Draw(sheet)
    for x, image in ((_GAP_PX, old), (2 * _GAP_PX + wide, new)):
        if image:
            sheet.paste(image, (x, _GAP_PX))
        if image and area:
            left, top, right, bottom = area
            corners = (left - _AWAY_PX, top - _AWAY_PX, right + _AWAY_PX, bottom + _AWAY_PX)
            moved = [at + (_GAP_PX if n % 2 else x) for n, at in enumerate(corners)]
            pen.rectangle(moved, outline=_FRAME, width=_FRAME_PX)
    return sheet

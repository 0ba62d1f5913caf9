"""Somebody's own PDF drawing for the press: as shapes where it holds nothing else, or else as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from trygtryk.bounds import LEAST_PAGE_PT, MOST_PAGE_PT
from trygtryk.errors import BuildError, Fault, Place, refuse
from trygtryk.geometry import Box, Matrix, rectangle, scale, shift, then
from trygtryk.model import Flaw, Group, Item, Shape
from trygtryk.pictures.own.conversion import Conversion
from trygtryk.pictures.own.crop import covering, with_cut_told
from trygtryk.pictures.own.own_bitmap import LEAST_PPI, visible
from trygtryk.sources.department.own_pictures import Crop
from trygtryk.units import MM_PER_INCH

if TYPE_CHECKING:
    from trygtryk.pictures.own.pdf_remarks import Remarks

_PPI = 300
_WHITE = ((255, 255),) * 3
_PASSWORD = 4
"""What PDFium answers where a password is asked for (fpdfview.h, FPDF_ERR_PASSWORD)."""


def own_pdf(data: bytes, area: Box, conversion: Conversion, place: Place, crop: Crop | None = None) -> Item:
    """The page's bleed, or else its trim, covering ``area``: as flat shapes, or else as a picture fine enough for print.

    Scripts and forms in it are not run. What is not printed as its maker may expect follows as flaws that stop nothing.
    Raises BuildError on what is damaged, locked or empty, on several pages, on pages of an impossible size, and on text
    in a font that is not in the file: every machine would draw it otherwise.
    """
    import pypdfium2

    from trygtryk.pictures.own.pdf_operators import NotPlainError
    from trygtryk.pictures.own.pdf_remarks import remarks
    from trygtryk.pictures.own.pdf_vectors import page_shapes

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise _locked(place) from error
        raise refuse("PDF-filen er beskadiget", place, "gem tegningen igen som PDF") from error
    try:
        if len(document) != 1:
            raise refuse(f"PDF-filen har {len(document)} sider", place, "gem tegningen som én side")
        try:
            page = _fitted(document)
        except pypdfium2.PdfiumError as error:
            raise refuse("PDF-filen er beskadiget", place, "gem tegningen igen som PDF") from error
        width, height = page.get_size()
        if not (LEAST_PAGE_PT <= width <= MOST_PAGE_PT and LEAST_PAGE_PT <= height <= MOST_PAGE_PT):
            size = " × ".join(f"{side / 72 * MM_PER_INCH:.0f}" for side in (width, height))
            raise refuse(f"siden er {size} mm", place, "gem tegningen i den størrelse, den trykkes i")
        box = covering(width, height, area, crop)
        found = remarks(data)
        if found.locked:
            raise _locked(place)
        if found.fonts:
            way = "gem den igen med skrifterne lagt ind (fx som PDF/A), eller lav teksten om til kurver"
            what = "skriften" if len(found.fonts) == 1 else "skrifterne"
            raise refuse(f"PDF-filen har ikke {what} {_listed(found.fonts)} med", place, way)
        told = tuple(_told(found, box.width_mm / MM_PER_INCH * 72 / width, place))
        try:
            items = page_shapes(data, _placing(page, box), area, conversion)
        except NotPlainError:
            items = ()
        if items:
            ground = Shape(rectangle(box.common(area)), conversion.ink("#ffffff"))
            clip = () if box.contains(area, 0.01) else rectangle(box)
            return with_cut_told(_with(Group((ground, *items), clip=clip), told), box, area, crop, place)
        finer = box.width_mm / MM_PER_INCH * _PPI / width
        # only what is seen is drawn: a long strip would be a picture of a hundred million points
        beyond = [
            max(0.0, beyond_mm / box.width_mm * width)
            for beyond_mm in (
                area.x0_mm - box.x0_mm,
                area.y0_mm - box.y0_mm,
                box.x1_mm - area.x1_mm,
                box.y1_mm - area.y1_mm,
            )
        ]
        picture = page.render(scale=finer, crop=tuple(beyond), may_draw_forms=False).to_pil().convert("RGB")
    finally:
        document.close()
    if picture.getextrema() == _WHITE:
        raise refuse(
            "siden er tom, hvor den ses", place, "se efter, om tegningen kom med, eller vælg et udsnit med crop"
        )
    seen = visible(picture, box.common(area), area, conversion, place.file)
    return with_cut_told(_with(seen, told), box, area, crop, place)


def _locked(place: Place) -> BuildError:
    return refuse("PDF-filen er låst med en adgangskode", place, "gem den uden adgangskode")


def _with(item: Item, told: tuple[Flaw, ...]) -> Item:
    return Group((item, *told)) if told else item


def _told(found: Remarks, scale: float, place: Place) -> Iterator[Flaw]:
    """What is printed otherwise than its maker may expect; the page is printed at ``scale`` times its own size."""

    def note(message: str, hint: str) -> Flaw:
        return Flaw(Fault(message, place, hint), stops=False)

    if found.spots:
        message = f"{_listed(found.spots)} trykkes med de fire trykfarver, ikke som specialfarve"
        yield note(message, "se farven efter på et prøvetryk")
    if found.overprints:
        message = "PDF-filen lader en farve overtrykke en anden; her dækker den, som den gør på skærmen"
        yield note(message, "slå overtryk (overprint) fra, og gem filen igen")
    if found.notes:
        yield note(
            "siden har kommentarer, stempler eller felter, som bliver trykt med", "slet dem, hvis de ikke skal med"
        )
    if found.layers:
        message = f"laget {_listed(found.layers)} ses enten kun på skærmen eller kun på tryk; her gælder skærmen"
        yield note(message, "gem filen uden lag")
    if found.coarsest_ppi / scale < LEAST_PPI - 0.5:
        message = f"et billede i PDF-filen har kun {found.coarsest_ppi / scale:.0f} punkter pr. tomme og bliver uskarpt"
        yield note(message, "gem PDF-filen uden at gøre billederne mindre, eller brug et større billede")
    if found.unread:
        message = "PDF-filen kan ikke læses helt igennem for skrifter, overtryk og uskarpe billeder"
        yield note(message, "se billedet efter på korrekturen")


def _listed(names: set[str]) -> str:
    *first, last = (f"»{name}«" for name in sorted(names))
    return f"{', '.join(first)} og {last}" if first else last


def _placing(page: Any, box: Box) -> Matrix:
    """From the page's own points to its place, turned as it is shown; raises NotPlainError where that is not clear."""
    from trygtryk.pictures.own.pdf_operators import NotPlainError

    x0, y0, x1, y1 = _ordered(page.get_cropbox())
    u0, v0, u1, v1 = _ordered(page.get_mediabox())
    x0, y0, x1, y1 = max(x0, u0), max(y0, v0), min(x1, u1), min(y1, v1)
    turned: dict[int, Matrix] = {
        0: (1, 0, 0, 1, -x0, -y0),
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }
    width, height = page.get_size()
    size = (x1 - x0, y1 - y0) if page.get_rotation() % 180 == 0 else (y1 - y0, x1 - x0)
    if abs(size[0] - width) > 0.1 or abs(size[1] - height) > 0.1:
        raise NotPlainError  # its boxes contradict each other
    return then(then(turned[page.get_rotation()], scale(box.width_mm / width)), shift(box.x0_mm, box.y0_mm))


def _ordered(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A box from its lower left corner: any two opposite corners may be written (ISO 32000-2, 7.9.5)."""
    (x0, x1), (y0, y1) = sorted(box[::2]), sorted(box[1::2])
    return x0, y0, x1, y1


def _fitted(document: Any) -> Any:
    """The page with its bleed box, or else its trim box, as its edge: crop marks stand outside both."""
    page = document[0]
    media = _ordered(page.get_mediabox())
    for given in (page.get_bleedbox(fallback_ok=False), page.get_trimbox(fallback_ok=False)):
        if given:
            box = _ordered(given)
            within = (max(box[0], media[0]), max(box[1], media[1]), min(box[2], media[2]), min(box[3], media[3]))
            if within[2] - within[0] > 1 and within[3] - within[1] > 1:
                page.set_cropbox(*within)
                page.close()
                return document[0]
    return page

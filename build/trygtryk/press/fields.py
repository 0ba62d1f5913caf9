"""Links and fields as annotations, with their appearances, without scripts (ISO 32000-1, 12.5-12.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from reportlab.pdfbase import pdfdoc

from trygtryk.geometry import Matrix, ellipse, upright
from trygtryk.light import shares
from trygtryk.model import Field, Link
from trygtryk.press.field_font import FONT_OBJECT
from trygtryk.press.tags import page_reference
from trygtryk.units import pt

FONT = "Felt"

_PRINTS = 4
_MULTILINE, _RADIO, _NO_EXPORT = 1 << 12, 1 << 15, 1 << 2
_INSIDE_MM = 0.4
_RING_MM = 1.1
_PADDING_PT = 2
_TICKED = "Ja"
_CAP_HEIGHT = 0.67

Appear = Callable[[bytes, Mapping[str, Any]], Any]
"""Makes a stream among the file's objects of its content and entries."""


class Fields:
    """A document's annotations.

    ``pages`` gives a page's number by its label, for links within the document, and ``glyphs`` a letter's code in the
    font that fields are filled in with; where there are none, they stay on paper.
    """

    def __init__(
        self, pdf: Any, appear: Appear, pages: Mapping[str, int], glyphs: Mapping[int, int] = MappingProxyType({})
    ) -> None:
        self._pdf = pdf
        self._glyphs = glyphs
        self._appear = appear
        self._pages = pages
        self._tops: list[str] = []
        self._kids: dict[str, list[str]] = {}
        self._options: dict[str, list[str]] = {}
        self._branches: dict[str, tuple[str, str, Field | None]] = {}
        self._looks: dict[tuple[str, float, float], Any] = {}
        self._count = 0
        self.on_page: dict[int, list[Any]] = {}
        self.writes = False
        self._fonts = {"Font": pdfdoc.PDFDictionary({FONT: pdfdoc.PDFObjectReference(FONT_OBJECT)})}

    def annotate(self, item: Link | Field, matrix: Matrix, page: int, key: int) -> str:
        """Makes the annotation of an item on a page and names its object; ``key`` leads to its structure element.

        The name is empty where a field stays on paper, and where a link's page is not in the document.
        """
        if not self._glyphs if isinstance(item, Field) else self._goes_nowhere(item):
            return ""
        self._count += 1
        name = f"Annot{self._count}"
        if isinstance(item, Field):
            item = replace(item, box=item.box.grown(_grown_mm(item)))
        box = upright(item.box, matrix)
        corners = " ".join(f"{pt(at):.3f}" for at in (box.x0_mm, box.y0_mm, box.x1_mm, box.y1_mm))
        entries: dict[str, Any] = {
            "Type": "/Annot",
            "Rect": f"[{corners}]",
            "F": _PRINTS,
            "P": page_reference(page),
            "StructParent": key,
        }
        entries |= self._link(item) if isinstance(item, Link) else self._widget(item, name)
        self.on_page.setdefault(page, []).append(self._pdf.Reference(pdfdoc.PDFDictionary(entries), name))
        return name

    @property
    def any(self) -> bool:
        """Whether the document has fields."""
        return bool(self._tops)

    def written(self, font: Any) -> Any:
        """The form's dictionary: every branch of names, and the font that fields are filled in with."""
        for full, (name, above, group) in self._branches.items():
            entries: dict[str, Any] = {
                "T": pdfdoc.PDFString(full.rpartition(".")[2]),
                "Kids": pdfdoc.PDFArray([pdfdoc.PDFObjectReference(kid) for kid in self._kids[full]]),
            }
            if above:
                entries["Parent"] = pdfdoc.PDFObjectReference(self._branches[above][0])
            if group:
                entries |= {"FT": "/Btn", "Ff": _RADIO | _flags(group), "V": "/Off"}
                entries["TU"] = pdfdoc.PDFString(group.question or group.tooltip)
                # the states go by their numbers, and the words a reader says stand here: a name knows no æ, ø and å
                entries["Opt"] = pdfdoc.PDFArray([pdfdoc.PDFString(words) for words in self._options[full]])
            self._pdf.Reference(pdfdoc.PDFDictionary(entries), name)
        form: dict[str, Any] = {"Fields": pdfdoc.PDFArray([pdfdoc.PDFObjectReference(top) for top in self._tops])}
        if self.writes:
            fonts = pdfdoc.PDFDictionary({FONT: font})
            form |= {"DA": f"(/{FONT} 12 Tf 0 g)", "DR": pdfdoc.PDFDictionary({"Font": fonts})}
        return pdfdoc.PDFDictionary(form)

    def _link(self, link: Link) -> dict[str, Any]:
        entries: dict[str, Any] = {
            "Subtype": "/Link",
            "Border": "[0 0 0]",
            "Contents": pdfdoc.PDFString(link.contents),
        }
        if link.target.startswith("#"):
            entries["Dest"] = pdfdoc.PDFArray([page_reference(self._pages[link.target[1:]]), "/Fit"])
        else:
            action = {"S": "/URI", "URI": pdfdoc.PDFString(link.target)}
            entries["A"] = pdfdoc.PDFDictionary(action)
        return entries

    def _goes_nowhere(self, link: Link) -> bool:
        return link.target.startswith("#") and link.target[1:] not in self._pages

    def _branch(self, full: str, group: Field | None = None) -> None:
        """The field that others hang under, made with those above it."""
        if full in self._branches:
            return
        name = f"Field{len(self._branches)}"
        above = full.rpartition(".")[0]
        self._branches[full] = (name, above, group)
        self._kids[full] = []
        self._hang(name, above)

    def _hang(self, name: str, above: str) -> None:
        if above:
            self._branch(above)
            self._kids[above].append(name)
        else:
            self._tops.append(name)

    def _widget(self, field: Field, name: str) -> dict[str, Any]:
        entries: dict[str, Any] = {"Subtype": "/Widget", "TU": pdfdoc.PDFString(field.tooltip)}
        above, _, own = field.name.rpartition(".")
        if field.kind == "choice":
            self._branch(field.name, field)
            order = len(self._kids[field.name])
            self._kids[field.name].append(name)
            self._options.setdefault(field.name, []).append(field.choice)
            entries["Parent"] = pdfdoc.PDFObjectReference(self._branches[field.name][0])
            return entries | self._button(field, str(order), order)
        self._hang(name, above)
        if above:
            entries["Parent"] = pdfdoc.PDFObjectReference(self._branches[above][0])
        entries["T"] = pdfdoc.PDFString(own)
        if field.kind == "tick":
            return entries | {"FT": "/Btn", "Ff": _flags(field), "V": "/Off"} | self._button(field, _TICKED, -1)
        self.writes = True
        return (
            entries
            | {
                "FT": "/Tx",
                # a full field scrolls and takes on: what is written is never cut off
                "Ff": _flags(field) | (_MULTILINE if field.multiline else 0),
                "DA": f"(/{FONT} {field.size_pt or 12:g} Tf 0 g)",
                "MK": pdfdoc.PDFDictionary({"BG": "[1 1 1]"}),
                # without a colour it is not drawn, but readers keep text that far from the edge
                "BS": pdfdoc.PDFDictionary({"W": _PADDING_PT, "S": "/S"}),
                "AP": pdfdoc.PDFDictionary({"N": self._paper(field)}),
            }
            | ({"V": pdfdoc.PDFString(field.value)} if field.value else {})
        )

    def _paper(self, field: Field) -> Any:
        """A field as it is before anybody writes in it: white over the rules that are there for pens."""
        if not field.value:
            # made as large as each field by whoever shows it (ISO 32000-1, 12.5.5)
            return self._look("q 1 1 1 rg 0 0 1 1 re f Q\n/Tx BMC\nEMC\n")
        w, h = pt(field.box.width_mm), pt(field.box.height_mm)
        words = self._written(field, h)
        return self._look(f"q 1 1 1 rg 0 0 {w:.3f} {h:.3f} re f Q\n/Tx BMC\n{words}EMC\n", w, h)

    def _written(self, field: Field, high_pt: float) -> str:
        """What a field is filled in with, in one line in its middle, as readers will draw it too."""
        size = field.size_pt or 12
        codes = "".join(f"{self._glyphs[ord(letter)]:04X}" for letter in field.value)
        foot = (high_pt - size * _CAP_HEIGHT) / 2
        return f"q BT /{FONT} {size:g} Tf 0 g {2 * _PADDING_PT:g} {foot:.3f} Td <{codes}> Tj ET Q\n"

    def _button(self, field: Field, value: str, order: int) -> dict[str, Any]:
        w, h = pt(field.box.width_mm), pt(field.box.height_mm)
        on = _ringed(field, order) if field.kind == "choice" else _check(field.box.width_mm, "#000000", 1.6)
        states = {
            value: self._look(on, w, h),
            "Off": self._look(""),
        }
        return {"AS": "/Off", "AP": pdfdoc.PDFDictionary({"N": pdfdoc.PDFDictionary(states)})}

    def _look(self, content: str, w: float = 1, h: float = 1) -> Any:
        key = (content, w, h)
        if key not in self._looks:
            entries = {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": f"[0 0 {w:.3f} {h:.3f}]",
                "Resources": pdfdoc.PDFDictionary(self._fonts if f"/{FONT} " in content else {}),
            }
            self._looks[key] = self._pdf.Reference(self._appear(content.encode(), entries), f"Look{len(self._looks)}")
        return self._looks[key]


def _grown_mm(field: Field) -> float:
    """How much larger than what is drawn a field is: text keeps inside its frame, whatever a reader paints, and a
    chosen ring covers the ring on the page."""
    if field.kind == "text":
        return -_INSIDE_MM
    return _RING_MM / 2 if field.ink else 0.0


def _flags(field: Field) -> int:
    return _NO_EXPORT if field.private else 0


def _shares(srgb: str) -> str:
    return " ".join(f"{share:.4g}" for share in shares(srgb))


def _ringed(field: Field, order: int) -> str:
    """A chosen button: a ring in its ink, told apart by what is in it too; a full dot where it has no ink."""
    half = field.box.width_mm / 2
    if field.ink is None:
        return f"0 0 0 rg {_path(half, half, half * 0.55)} f\n"
    ring = f"{_shares(field.ink.srgb)} RG {pt(_RING_MM):.2f} w {_path(half, half, half - _RING_MM / 2)} S\n"
    inside = (
        f"{_shares(field.ink.srgb)} rg {_path(half, half, half * 0.34)} f\n"
        if order
        else _check(field.box.width_mm, field.ink.srgb, 2)
    )
    return ring + inside


def _path(x_mm: float, y_mm: float, radius_mm: float) -> str:
    letters = {"M": "m", "C": "c", "Z": "h"}
    return " ".join(
        " ".join((*(f"{pt(n):.2f}" for n in segment[1:]), letters[segment[0]]))
        for segment in ellipse(x_mm, y_mm, radius_mm)
    )


def _check(side_mm: float, srgb: str, width_pt: float) -> str:
    side = pt(side_mm)
    points = [(side * x, side * y) for x, y in ((0.27, 0.5), (0.44, 0.32), (0.74, 0.7))]
    (ax, ay), (bx, by), (cx, cy) = points
    return f"{_shares(srgb)} RG {width_pt:g} w 1 J 1 j {ax:.2f} {ay:.2f} m {bx:.2f} {by:.2f} l {cx:.2f} {cy:.2f} l S\n"

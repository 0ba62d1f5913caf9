"""Answers written into a form: the counterpart of collect, for tests and for people who have the answers elsewhere."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from math import fsum
from typing import Any

import pikepdf

from trygtryk.answers.asked import Form, Question
from trygtryk.answers.filled import filled
from trygtryk.answers.given import Answers
from trygtryk.answers.widgets import MALFORMED, read, unpacked
from trygtryk.errors import BuildError, Fault, Place, refuse

_PADDING_PT = 4.0
_LEADING = 1.2
_MORE = " …"


def form_in(data: bytes, forms: Mapping[str, Form]) -> str:
    """The form a file holds, empty where it holds several or none."""
    contents = read(data)
    ids = set() if isinstance(contents, str) else {one.form for one in filled(contents, forms)}
    return ids.pop() if len(ids) == 1 else ""


def fill(
    data: bytes,
    answers: Answers,
    forms: Mapping[str, Form],
    place: Place | None = None,
    places: Mapping[tuple[str, str], Place] | None = None,
) -> bytes:
    """The form with the answers in its fields, drawn as far as they have room; what is drawn ends in … where there is more.

    ``place`` is the form's own, ``places`` is where the answers stand. Raises BuildError where it is none of the forms, is damaged, or lacks a field that is
    answered.
    """
    try:
        return _filled(data, answers, forms, place, places or {})
    except MALFORMED as error:
        raise refuse(
            "skemaet er beskadiget, så det ikke kan udfyldes", place, "brug skemaerne fra mappen skaerm"
        ) from error


def _filled(
    data: bytes,
    answers: Answers,
    forms: Mapping[str, Form],
    place: Place | None,
    places: Mapping[tuple[str, str], Place],
) -> bytes:
    contents = read(data)
    if isinstance(contents, str) or not contents.widgets:
        raise refuse("filen, der skal udfyldes, er ikke et af skemaerne", place, "brug skemaerne fra mappen skaerm")
    found = filled(contents, forms)
    if len({one.form for one in found}) < len(found):
        raise refuse("filen er flere skemaer af samme slags sat sammen", place, "udfyld dem hver for sig")
    there = {(one.form, id) for one in found for id in one.fields}
    if lacking := [key for key in answers if key not in there]:
        name = place.file if place else "skemaet"
        way = "er svarene til et andet skema, så udfyld det; ellers brug skemaerne fra mappen skaerm"
        told = ((f"{name} har ikke feltet »{form}.{id}«", places.get((form, id), place)) for form, id in lacking)
        raise BuildError(*(Fault(message, at, way) for message, at in told))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pen = _Pen(pdf)
        for one in found:
            questions = {question.id: question for question in forms[one.form].questions}
            for id, own in one.fields.items():
                if (one.form, id) in answers:
                    annotations = [pdf.pages[widget.page].obj.Annots[widget.at] for widget in own]
                    _write(annotations, questions[id], answers[one.form, id], pen)
        out = io.BytesIO()
        with warnings.catch_warnings():
            # that some fields stand in no list is how the file came
            warnings.simplefilter("ignore")
            pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _write(annotations: list[Any], question: Question, words: str, pen: _Pen) -> None:
    """One question's answer into its field or its buttons."""
    if question.kind == "text":
        for annotation in annotations:
            annotation.V = pikepdf.String(words)
            pen.draw(annotation, words, multiline=question.multiline)
        return
    chosen = question.options.index(words) if question.kind == "choice" and words else -1
    for number, annotation in enumerate(annotations):
        (state,) = (key for key in annotation.AP.N.keys() if key != "/Off")  # noqa: SIM118  pikepdf: keys() only
        on = number == chosen if question.kind == "choice" else bool(words)
        annotation.AS = pikepdf.Name(state if on else "/Off")
        field = annotation if "/T" in annotation else annotation.Parent
        if on or number == 0:
            field.V = pikepdf.Name(state if on else "/Off")


class _Pen:
    """Draws what is typed with the file's own font for its fields, as a program at a screen would."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._form: Any = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
        self._codes: dict[str, int] = {}
        self._widths: list[float] = []
        resources = self._form.get("/DR", pikepdf.Dictionary())
        fonts = list(resources.get("/Font", pikepdf.Dictionary()).items())
        if fonts and "/ToUnicode" in fonts[0][1] and "/DescendantFonts" in fonts[0][1]:
            self._name, font = fonts[0]
            self._fonts = pikepdf.Dictionary({self._name: font})
            found = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", unpacked(font.ToUnicode))
            self._codes = {bytes.fromhex(to.decode()).decode("utf-16-be"): int(of, 16) for of, to in found}
            self._widths = [float(width) for width in font.DescendantFonts[0].W[1]]

    def draw(self, annotation: Any, words: str, *, multiline: bool) -> None:
        """The field's appearance; a program draws its own where the file has lost its font."""
        asked = re.search(r"([\d.]+) Tf", str(annotation.get("/DA", self._form.get("/DA", ""))))
        if not self._codes or not asked:
            annotation.AP = pikepdf.Dictionary()
            self._form.NeedAppearances = True
            return
        size = float(asked[1]) or 12.0
        x0, y0, x1, y1 = (float(corner) for corner in annotation.Rect)
        width, height = x1 - x0, y1 - y0
        room = width - 2 * _PADDING_PT
        pitch = size * _LEADING
        count = max(int((height - 2 * _PADDING_PT) / pitch), 1) if multiline else 1
        lines = self._broken(words, size, room) if multiline else [words]
        if len(lines) > count or any(self._wide(line, size) > room for line in lines[:count]):
            lines = lines[:count]
            lines[-1] = self._cut(lines[-1], size, room)
        first = height - _PADDING_PT - size if multiline else height / 2 - size * 0.35
        text = "\n".join(
            f"1 0 0 1 {_PADDING_PT:g} {first - number * pitch:.2f} Tm <{self._hex(line)}> Tj"
            for number, line in enumerate(lines)
        )
        content = (
            f"q 1 1 1 rg 0 0 {width:.3f} {height:.3f} re f Q\n/Tx BMC\nq 1 1 {width - 2:.3f} {height - 2:.3f} re W n\n"
            f"BT {self._name} {size:g} Tf 0 g\n{text}\nET Q\nEMC\n"
        )
        look = self._pdf.make_stream(content.encode())
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, width, height])
        look.Resources = pikepdf.Dictionary(Font=self._fonts)
        annotation.AP = pikepdf.Dictionary(N=look)

    def _hex(self, line: str) -> str:
        # what the face cannot draw stands in the value all the same
        return "".join(f"{self._codes[c if c in self._codes else '?']:04X}" for c in line)

    def _wide(self, line: str, size: float) -> float:
        codes = (self._codes[c if c in self._codes else "?"] for c in line)
        return fsum(self._widths[code] for code in codes) * size / 1000

    def _broken(self, words: str, size: float, room: float) -> list[str]:
        lines: list[str] = []
        for paragraph in words.split("\n"):
            line = ""
            for word in paragraph.split(" "):
                wider = f"{line} {word}" if line else word
                if line and self._wide(wider, size) > room:
                    lines.append(line)
                    wider = word
                line = wider
            lines.append(line)
        return lines

    def _cut(self, line: str, size: float, room: float) -> str:
        while line and self._wide(line + _MORE, size) > room:
            line = line[:-1]
        return line.rstrip() + _MORE

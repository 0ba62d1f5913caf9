"""The check: finished bytes in, findings out; reads with libraries apart from those that wrote the file.

A rule is named by its part and number: A is PDF/X-4, B how it prints, C the screen edition, D home and office, E what was
ordered.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Literal

import pikepdf

from trygtryk.proof.findings import AGAIN, Finding, Limits, Ordered, error, in_order
from trygtryk.proof.reading.file import PDFAID, PDFUAID, PDFXID, XMP, File, Rule, Unreadable, read_file
from trygtryk.proof.reading.resources import READING
from trygtryk.proof.rules.bleed import bleed_rules
from trygtryk.proof.rules.code import CODE_RULES
from trygtryk.proof.rules.field import FIELD_RULES
from trygtryk.proof.rules.ink import check_ink
from trygtryk.proof.rules.office import office_rules
from trygtryk.proof.rules.ordered import check_order
from trygtryk.proof.rules.pdfa import PDFA_RULES
from trygtryk.proof.rules.pdfua import PDFUA_RULES
from trygtryk.proof.rules.pdfx import condition_of, pdfx_rules
from trygtryk.proof.rules.print import print_rules

Rules = Literal["press", "screen", "office"]

# the way out for a file that another program has made
_ELSEWHERE: dict[Rules, str] = {
    "press": "eksportér den som PDF/X-4 fra det program, den er lavet i",
    "screen": "eksportér den som PDF/UA, altså en PDF med tags, fra det program, den er lavet i",
    "office": "eksportér den igen fra det program, den er lavet i",
}


def check(
    data: bytes,
    *,
    rules: Rules | None = None,
    limits: Limits | None = None,
    ordered: Ordered | None = None,
    deep: bool = False,
) -> tuple[Finding, ...]:
    """Every breach of the rules in one file. Never raises; what cannot be read is a finding.

    Without ``rules`` the file's own claims decide which it is held to; a file that claims nothing is held to those of
    the print shop. ``ordered`` is its line on an order. ``deep`` also measures the total ink, which takes a second or so for each page.
    """
    try:
        file = read_file(data)
    except Unreadable as failure:
        return (error("A1", str(failure), failure.hint),)
    findings: list[Finding] = []
    held = (limits or Limits()).for_condition(condition_of(file))
    of_the_order: tuple[Rule, ...] = (("E1", partial(check_order, ordered)),) if ordered else ()
    kind = rules or claimed(file)
    for name, breaches in (*of_the_order, *_rules(kind, held, deep)):
        try:
            findings.extend(breaches(file))
        except READING as failure:
            told = f"en del af filen kan ikke læses, så reglen er ikke prøvet til ende ({type(failure).__name__})"
            findings.append(error(name, told, "lav filen igen"))
    if "trygtryk" not in (f"{file.info.get('Creator', '')}{file.claims(XMP + 'CreatorTool')}"):
        findings = [replace(one, hint=_ELSEWHERE[kind]) if one.hint == AGAIN else one for one in findings]
    return in_order(findings)


def claimed(file: File) -> Rules:
    """The rules a file asks to be held to by what it says of itself."""
    if file.claims(PDFXID + "GTS_PDFXVersion"):
        return "press"
    if file.claims(PDFUAID + "part") or file.claims(PDFAID + "part"):
        return "screen"
    viewer = file.root.get("/ViewerPreferences")
    return "office" if isinstance(viewer, pikepdf.Dictionary) and "/PrintScaling" in viewer else "press"


def _rules(kind: Rules, limits: Limits, deep: bool) -> tuple[Rule, ...]:
    if kind == "screen":
        return (*PDFUA_RULES, *FIELD_RULES, *PDFA_RULES)
    if kind == "office":
        return office_rules(limits)
    measured: tuple[Rule, ...] = (("B7", partial(check_ink, limits)),) if deep else ()
    return (*pdfx_rules(limits), *bleed_rules(limits), *print_rules(limits), *CODE_RULES, *measured)

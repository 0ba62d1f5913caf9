"""The check: finished bytes in, findings out; reads with libraries apart from those that wrote the file."""

from __future__ import annotations

from typing import Literal

from trygtryk.proof.bleed_rules import bleed_rules
from trygtryk.proof.findings import Finding, Limits, error, ordered
from trygtryk.proof.pdfx_rules import PDFX_RULES
from trygtryk.proof.print_rules import print_rules
from trygtryk.proof.reading import Unreadable, read_file
from trygtryk.proof.resources import READING

Rules = Literal["press", "screen", "office"]


def check(data: bytes, *, rules: Rules | None = None, limits: Limits | None = None) -> tuple[Finding, ...]:
    """Every breach of the rules in one file. Never raises; what cannot be read is a finding.

    Without ``rules`` the file's own claims decide which it is held to; a file that claims nothing is held to those of
    the print shop.
    """
    try:
        file = read_file(data)
    except Unreadable as failure:
        return (error("A1", str(failure), failure.hint),)
    findings: list[Finding] = []
    chosen = limits or Limits()
    for name, breaches in (*PDFX_RULES, *bleed_rules(chosen), *print_rules(chosen)):
        try:
            findings.extend(breaches(file))
        except READING as failure:
            told = f"en del af filen kan ikke læses, så reglen er ikke prøvet til ende ({type(failure).__name__})"
            findings.append(error(name, told, "lav filen igen"))
    return ordered(findings)

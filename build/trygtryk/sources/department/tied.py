"""A text as it is printed, and back: what was not touched stays tied to the department's word and to what is numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trygtryk.errors import BuildError, Fault, Place
from trygtryk.sources.danish.wording import Wording, phrased
from trygtryk.sources.nodes import Node
from trygtryk.sources.references import Numbers, referred

# a slot with the letters it runs into, or a reference; a doubled brace is none
_TIED = re.compile(r"\{\{|\}\}|(?P<tied>\{(?!=)[^{}]+\}(?:-|\w*)|\[\w+ [\w-]+\])")
_TEAM = re.compile(r"(?P<first>\w*?)team(?P<ending>et|s|ene|ets|enes)?(?P<rest>\w*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tie:
    """A piece of a text's source, and how it is printed."""

    source: str
    printed: str


def printed(source: str, wording: Wording, numbers: Numbers) -> str:
    """A text as it is printed; raises BuildError with what is wrong in it."""
    faults: list[Fault] = []
    made = phrased(source, wording, lambda at, told, hint: faults.append(Fault(told, None, hint)))
    if faults:
        raise BuildError(*faults)
    return str(referred(Node(made, Place("")), numbers).value)


def ties(source: str, wording: Wording, numbers: Numbers) -> tuple[Tie, ...]:
    """The pieces of a text that follow the department's word, or a number, in their order."""
    found = (piece[0] for piece in _TIED.finditer(source) if piece["tied"])
    made = (Tie(piece, printed(piece, wording, numbers)) for piece in found)
    return tuple(tie for tie in made if tie.printed != tie.source)


def retied(typed: str, source: str, wording: Wording, numbers: Numbers, *, as_word: bool = False) -> str:
    """What was typed, as a source: each piece of the former source that still stands there is tied as it was.

    A *team* that was typed is printed as it stands, or ``as_word`` follows the department's word.
    """
    made, at = "", 0
    for tie in ties(source, wording, numbers):
        found = re.search(rf"(?<!\w){re.escape(tie.printed)}(?!\w)", typed[at:])
        if found:
            made += _plain(typed[at : at + found.start()], as_word=as_word) + tie.source
            at += found.end()
    return made + _plain(typed[at:], as_word=as_word)


def teams(typed: str) -> tuple[str, ...]:
    """Every *team* that was typed, as it stands."""
    return tuple(found[0] for found in _TEAM.finditer(typed))


def _plain(text: str, *, as_word: bool) -> str:
    """Words that are printed as they stand."""
    made, at = "", 0
    for found in _TEAM.finditer(text):
        made += text[at : found.start()].replace("{", "{{").replace("}", "}}")
        slot = as_word and not found["first"]
        ending = (found["ending"] or "") if slot else ""
        made += f"{{{found[0][:4]}{ending}}}{found['rest']}" if slot else f"{{={found[0]}}}"
        at = found.end()
    return made + text[at:].replace("{", "{{").replace("}", "}}")

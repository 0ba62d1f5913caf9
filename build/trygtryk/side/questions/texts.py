"""*Ret*, as the engine answers it: the texts of a page as they are printed, and what is to be saved of what was typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from trygtryk.errors import refuse
from trygtryk.order import DEFAULT_WORDING
from trygtryk.side.questions.pages import spots
from trygtryk.sources.danish.wording import Wording, written
from trygtryk.sources.department.layer import read_department
from trygtryk.sources.department.tied import printed, retied, teams
from trygtryk.sources.nodes import Node
from trygtryk.sources.references import Numbers
from trygtryk.texts import all_texts, numbering

_CALLED = {
    "headline": "Overskrift",
    "heading": "Overskrift",
    "head": "Overskrift",
    "title": "Titel",
    "body": "Tekst",
    "text": "Tekst",
    "question": "Spørgsmål",
    "questions": "Spørgsmål",
    "ask": "Spørgsmål",
    "note": "Bemærkning",
    "word": "Ord",
    "credit": "Kreditering",
    "show": "Under koden",
    "purpose": "Formål",
    "audience": "For hvem",
    "when": "Hvornår",
    "say": "Det, der siges",
    "points": "Punkt",
    "rules": "Regel",
    "steps": "Trin",
    "after": "Bagefter",
    "hint": "Vink",
}
_EVERYWHERE = ("pack.", "skemaer.faelles.")


@dataclass(frozen=True, slots=True)
class Text:
    """A text on a page: what it is called, as it is printed, as it is without the department's own, and its source.

    ``place`` says where it stands too.
    """

    id: str
    called: str
    printed: str
    ours: str
    source: str
    own: bool
    place: str

    def as_typed(self, text: str) -> str:
        """What was typed for it, without what no one sees: in one line, or in lines where ours has them."""
        lines = [" ".join(line.split()) for line in text.splitlines()]
        return ("\n" if "\n" in self.ours else " ").join(filter(None, lines))


def on_page(root: Path, asked: str, product: str, part: str, page: int) -> tuple[Text, ...]:
    """The texts of a page, in reading order; those that stand on other pages too come last."""
    wording, numbers, toolkit = read_department(root, asked).wording, numbering(root), all_texts(root)
    ids = [spot.id for spot in spots(root, asked, product, part, page)]
    made = [_text(id, toolkit[id], wording, numbers) for id in ids if id in toolkit and not _with_code(id)]
    made.sort(key=lambda text: text.id.startswith(_EVERYWHERE))
    count = Counter(text.called for text in made)
    seen: Counter[str] = Counter()
    numbered = []
    for text in made:
        seen[text.called] += 1
        many = count[text.called] > 1
        numbered.append(replace(text, called=f"{text.called} {seen[text.called]}") if many else text)
    return tuple(numbered)


def _with_code(id: str) -> bool:
    """Whether a text stands by a link's code, and is written with its address."""
    return id.startswith("links.") and not id.endswith(".about")


def one(root: Path, asked: str, id: str) -> Text:
    """One text; raises BuildError where there is none of that id."""
    toolkit = all_texts(root)
    if id not in toolkit or _with_code(id):
        raise refuse("teksten er her ikke mere", None, "gå til Se pakken")
    return _text(id, toolkit[id], read_department(root, asked).wording, numbering(root))


def to_save(root: Path, asked: str, id: str, typed: str, *, as_word: bool = False) -> str:
    """What is to stand in the department's file for a text that was typed as it is to be printed; empty: ours.

    Raises BuildError where it cannot be printed.
    """
    text, wording = one(root, asked, id), read_department(root, asked).wording
    typed = text.as_typed(typed)
    if typed in ("", text.ours):
        return ""
    made = retied(typed, text.source, wording, numbering(root), as_word=as_word)
    printed(made, wording, numbering(root))
    return made


def asks(root: Path, asked: str, typed: str) -> tuple[str, ...]:
    """Every *team* that was typed by a department that calls itself something else."""
    noun = read_department(root, asked).wording
    return teams(typed) if DEFAULT_WORDING not in (noun.singular, noun.plural) else ()


def _text(id: str, node: Node, wording: Wording, numbers: Numbers) -> Text:
    ours = str(written(node, wording).value)
    own = wording.texts.get(id)
    source = str(own.value) if own else ours
    called = next((_CALLED[key] for key in reversed(id.split(".")) if key in _CALLED), "Tekst")
    place = "på alle sider, hvor den står" if id.startswith(_EVERYWHERE) else ""
    return Text(
        id, called, printed(source, wording, numbers), printed(ours, wording, numbers), source, own is not None, place
    )

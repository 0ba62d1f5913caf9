"""What the forms ask, in their own order: read off the composed pages, so that it is always what is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from trygtryk.model import Document, Field, walk

# who filled a form in, and when
WHO, DATE = "afdeling", "dato"


@dataclass(frozen=True, slots=True)
class Question:
    """One field, or the buttons of one choice: its id within the form, its words, and the answers to choose among.

    ``set`` is the question that several ticks answer together, empty where a question stands alone; an answer to a
    ``private`` one is for who wrote it.
    """

    id: str
    kind: Literal["text", "tick", "choice"]
    words: str
    options: tuple[str, ...] = ()
    set: str = ""
    private: bool = False
    multiline: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form's id, its title (``Skema 3: Otte udsagn om tryghed``) and what it asks."""

    id: str
    title: str
    questions: tuple[Question, ...]

    @property
    def ids(self) -> dict[str, int]:
        """Each question's place in the form."""
        return {question.id: number for number, question in enumerate(self.questions)}


def asked(documents: Iterable[Document]) -> dict[str, Form]:
    """The forms by id; a document with several forms in it (the workbook) asks nothing of its own."""
    found: dict[str, Form] = {}
    for document in documents:
        fields = [item for page in document.pages for item in walk(page.items) if isinstance(item, Field)]
        ids = {field.name.partition(".")[0] for field in fields}
        if len(ids) == 1:
            (id,) = ids
            found[id] = Form(id, document.title, _questions(fields))
    return found


def _questions(fields: list[Field]) -> tuple[Question, ...]:
    found: dict[str, Question] = {}
    for field in fields:
        id = field.name.partition(".")[2]
        options = (*found[id].options, field.choice) if id in found else (field.choice,) if field.choice else ()
        words = f"{field.question} {field.choice}" if field.kind == "tick" else field.question
        together = field.question if field.kind == "tick" else ""
        found[id] = Question(id, field.kind, words, options, together, field.private, field.multiline)
    return tuple(found.values())

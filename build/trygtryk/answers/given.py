"""Answers that people have elsewhere, as JSON: which question each is for, and the line it stands in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from trygtryk.answers.asked import Form
from trygtryk.answers.collect import ON_TOP
from trygtryk.answers.widgets import cleaned
from trygtryk.errors import BuildError, Fault, Place, nearest, refuse

Answers = Mapping[tuple[str, str], str]
"""An answer by its form's and question's ids; a tick's is ``Ja``."""

_TICKED = ("ja", "x", "true", "1")
_NOT_TICKED = ("", "nej", "false", "0")
# what gives JSON its shape: a key, another text, and brackets and commas
_TOKEN = re.compile(r"""("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}\[\],]""")


class Given(NamedTuple):
    """Answers, and the place of each in its file."""

    answers: Answers
    places: Mapping[tuple[str, str], Place]


def read_answers(source: bytes, name: str, form: str, forms: Mapping[str, Form]) -> Given:
    """Answers from JSON: what collect wrote, ``{"skema": {"id": "svar"}}``, or ``{"id": "svar"}`` for one ``form``.

    Raises BuildError with every entry that fits no question, or no answer the question gives to choose among.
    """
    place = Place(name)
    try:
        text = source.decode("utf-8-sig")
        data = json.loads(text)
    except (ValueError, RecursionError) as error:  # Python reads no number of thousands of digits either
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise refuse("filen er ikke JSON", Place(name, line), "se efter komma, anførselstegn og klammer") from error
    if isinstance(data, list):
        given = _collected(data, place)
    elif isinstance(data, dict) and any(isinstance(value, dict) for value in data.values()):
        given = [
            (id, key, v)
            for id, own in data.items()
            for key, v in (own.items() if isinstance(own, dict) else ((None, own),))
        ]
    elif isinstance(data, dict) and form:
        given = [(form, key, value) for key, value in data.items()]
    else:
        hint = '{"dato": "1.2.2027", ...}' if form else '{"udsagn": {"dato": "1.2.2027", ...}, ...}'
        raise refuse("filen har ingen svar", place, f"skriv dem som {hint}")
    answers: dict[tuple[str, str], str] = {}
    places: dict[tuple[str, str], Place] = {}
    faults: list[Fault] = []
    lines: dict[tuple[str | int, ...], int] = {}
    for path, line in _lines(text):
        if path in lines:
            told = f"»{path[-1]}« står også i linje {lines[path]}"
            faults.append(Fault(told, Place(name, line), "lad kun det ene svar stå"))
        lines[path] = line
    for number, (id, key, value) in enumerate(given):
        line = next((lines[path] for path in ((id, key or ""), (key or id,), (number,)) if path in lines), 0)
        found = _fitting(id, key, value, forms, Place(name, line))
        if isinstance(found, Fault):
            faults.append(found)
        else:
            answers |= found
            places |= dict.fromkeys(found, Place(name, line))
    if faults:
        raise BuildError(*faults)
    return Given(answers, places)


def _lines(text: str) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Every key, and every entry of a list, by the keys on the way to it, and its line; the text is sound JSON."""
    path: list[str | int] = []
    line, counted = 1, 0
    for token in _TOKEN.finditer(text):
        line, counted = line + text.count("\n", counted, token.start()), token.start()
        first = token[0][0]
        if first in "{[":
            if path and isinstance(path[-1], int):
                yield tuple(path), line
            path.append("" if first == "{" else 0)
        elif first in "}]":
            path.pop()
        elif first == "," and isinstance(path[-1], int):
            path[-1] += 1
        elif token[1]:
            path[-1] = json.loads(token[1])
            yield tuple(path), line


def _collected(rows: list[Any], place: Place) -> list[tuple[str, str | None, Any]]:
    entries = [row for row in rows if isinstance(row, dict) and {"skema", "id", "svar"} <= row.keys()]
    entries = [row for row in entries if isinstance(row["skema"], str) and isinstance(row["id"], str)]
    if len(entries) != len(rows):
        raise refuse("filen er ikke en liste med svar fra forms collect", place)
    sources = {(row["skema"], str(row.get("fil")), str(row.get("nr"))) for row in entries}
    if len(sources) > len({form for form, *_ in sources}):
        hint = "lad kun ét skemas svar stå i filen"
        raise refuse("filen har svar fra flere udfyldte skemaer af samme slags", place, hint)
    return [(row["skema"], row["id"], row["svar"]) for row in entries]


def _fitting(
    id: str, key: str | None, value: Any, forms: Mapping[str, Form], place: Place
) -> dict[tuple[str, str], str] | Fault:
    """The answer as the form's fields take it, or what is wrong with it."""
    if key is None:
        return Fault(
            f"svaret på »{id}« hører ikke til noget skema", place, f'skriv det som {{"udsagn": {{"{id}": "..."}}}}'
        )
    if id not in forms:
        return Fault(f"skemaet »{id}« findes ikke i filen, der skal udfyldes", place, nearest(id, forms))
    questions = {question.id: question for question in forms[id].questions}
    ticks = {q.options[0]: q.id for q in forms[id].questions if q.kind == "tick" and q.id.rpartition(".")[0] == key}
    if ticks and isinstance(value, list):
        unknown = [str(one) for one in value if not isinstance(one, str) or one not in ticks]
        if unknown:
            return Fault(f"»{unknown[0]}« kan ikke vælges i »{key}«", place, nearest(unknown[0], ticks))
        return {(id, ticks[one]): "Ja" for one in value}
    if key == ON_TOP:
        return Fault(
            "det, der var skrevet oven på siden, kan ikke lægges i et felt", place, "flyt det til et spørgsmål"
        )
    if key not in questions:
        return Fault(f"skemaet »{id}« har ikke spørgsmålet »{key}«", place, nearest(key, questions))
    if not isinstance(value, str | bool | int | float) and value is not None:
        return Fault(f"svaret på »{key}« skal være en tekst", place)
    words = "" if value is None else ("Ja" if value else "") if isinstance(value, bool) else cleaned(str(value))
    question = questions[key]
    if question.kind == "tick":
        if words.lower() not in (*_TICKED, *_NOT_TICKED):
            return Fault(f'»{key}« krydses af: skriv "Ja", eller lad det stå tomt', place)
        words = "Ja" if words.lower() in _TICKED else ""
    elif question.kind == "choice" and words and words not in question.options:
        return Fault(f"»{words}« kan ikke vælges i »{key}«", place, nearest(words, question.options))
    return {(id, key): words}

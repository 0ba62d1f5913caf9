"""Whose answers are whose: a file's fields sorted into the forms that were filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from trygtryk.answers.asked import Form, Question
from trygtryk.answers.widgets import Contents, Key, Widget

_AGAIN = r"(?:[+#_~ ]+|-)?[\[(]\d+[\])]|(?:[+#_~ ]+|-)\d+"
"""What programs add to a name to tell two apart when they put files together: ``+1``, ``_2``, `` [382]`` ..."""
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in one question's field: its id, the question as the file words it, and the answer."""

    id: str
    question: str
    answer: str


@dataclass(slots=True)
class Filled:
    """One form as one person or group filled it in.

    ``private`` counts the answers that are for who wrote them and are left alone; ``notes`` is what was typed on top of
    its pages, ``drawn`` how often something was drawn there. ``remarks`` are Danish sentences to look into.
    """

    form: str
    fields: dict[str, list[Widget]] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    private: int = 0
    notes: list[str] = field(default_factory=list)
    drawn: int = 0
    remarks: list[str] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    roots: set[Key] = field(default_factory=set)
    last: int = -1


def filled(contents: Contents, forms: Mapping[str, Form]) -> list[Filled]:
    """The forms in a file, told apart where several people's were put together."""
    found: list[Filled] = []
    listed: list[tuple[str, str, Widget]] = []
    pages: dict[tuple[int, str], list[tuple[str, Widget]]] = {}
    unknown: list[Widget] = []
    lost = 0
    for widget in contents.widgets:
        called = _called(widget.name, forms) or _heard(widget, forms)
        if called is None:
            unknown.append(widget)
            continue
        form, id = called
        if widget.page < 0:
            listed.append((form, id, widget))
        else:
            pages.setdefault((widget.page, form), []).append((id, widget))
    for widget in unknown:
        # a field that is known by nothing but the company it keeps
        company = [form for page, form in pages if page == widget.page]
        if len(company) == 1:
            pages[widget.page, company[0]].append((_likeliest(widget, forms[company[0]]), widget))
        elif widget.page >= 0:
            lost += bool(_chosen([widget], ()))
    for (page, form), on in sorted(pages.items()):
        ids = {id for id, _ in on}
        known = forms[form].ids
        places = [known[id] for id in ids if id in known] or [len(known)]
        roots = {widget.root for _, widget in on} - {(0, 0)}
        home = _home([one for one in found if one.form == form], ids, min(places), roots)
        if home is None:
            home = Filled(form)
            found.append(home)
        for id, widget in on:
            home.fields.setdefault(id, []).append(widget)
        home.pages.add(page)
        home.roots |= roots
        home.last = max(home.last, *places)
    _reconcile(found, listed)
    _remark(found)
    for one in found:
        _answer(one, forms[one.form])
    _note(found, contents, forms)
    for one in found[:1] if lost else ():
        one.remarks.append(f"{lost} svar i filen står i felter, der ikke kendes: ikke læst")
    if contents.mended:
        for one in found:
            one.remarks.append("filen er beskadiget, så noget kan mangle")
    return found


def _home(opened: list[Filled], ids: set[str], first: int, roots: set[Key]) -> Filled | None:
    """The form a page belongs to: one whose fields hang under the same root, else the latest, going on from there."""
    for one in reversed(opened):
        if roots & one.roots and not ids & one.fields.keys():
            return one
    if opened and first > opened[-1].last:
        return opened[-1]
    return None


def _reconcile(found: list[Filled], listed: list[tuple[str, str, Widget]]) -> None:
    """What stands only in the file's list of fields: the page wins, unless nothing stands there at all."""
    for form in dict.fromkeys(form for form, _, _ in listed):
        mine = [one for one in found if one.form == form]
        empty = [one for one in mine if not any(_chosen(widgets, ()) for widgets in one.fields.values())]
        for _, id, widget in (entry for entry in listed if entry[0] == form):
            if not mine:
                mine = empty = [Filled(form)]
                found += mine
            by_root = [one for one in mine if widget.root in one.roots]
            home = by_root[0] if by_root else mine[0] if len(mine) == 1 else None
            if home is None:
                continue
            if id not in home.fields or (home in empty and home.fields[id][0].page >= 0):
                home.fields[id] = [widget]


def _remark(found: list[Filled]) -> None:
    """Says where forms put together cannot be told apart for certain."""
    for form in dict.fromkeys(one.form for one in found):
        mine = [one for one in found if one.form == form]
        owners = [{w.owner for ws in one.fields.values() for w in ws if w.page >= 0} - {(0, 0)} for one in mine]
        for number, one in enumerate(mine):
            shared = set().union(*owners[:number], *owners[number + 1 :]) & owners[number] if len(mine) > 1 else set()
            if shared:
                one.remarks.append("flere skemaer i filen deler de samme felter, så kun ét sæt svar er tilbage")
            elif any(one.fields.keys() != other.fields.keys() for other in mine):
                one.remarks.append("skemaerne i filen har ikke de samme sider: se efter, om svarene hører sammen")


def _answer(one: Filled, form: Form) -> None:
    known = form.ids
    answers: list[tuple[int, Answer]] = []
    for id, widgets in one.fields.items():
        question = form.questions[known[id]] if id in known else None
        answer = _chosen(widgets, question.options if question and question.kind == "choice" else ())
        if answer and (any(widget.private for widget in widgets) or (question and question.private)):
            one.private += 1
        elif answer:
            words = _asked(widgets, question, form) or id
            answers.append((known.get(id, len(known)), Answer(id, words, answer)))
    one.answers = tuple(answer for _, answer in sorted(answers, key=lambda entry: entry[0]))


def _asked(widgets: list[Widget], question: Question | None, form: Form) -> str:
    """The question as the file itself words it, without what only who listens needs; else as the form words it now."""
    own = next((widget.question or widget.heard for widget in widgets if widget.question or widget.heard), "")
    number = form.title.partition(":")[0].lower()
    own = re.sub(rf" \({re.escape(number)}[^()]*\)$", "", own)
    return question.words if question and (not own or question.words in own) else own


def _chosen(widgets: list[Widget], options: tuple[str, ...]) -> str:
    """The answer in a field: what is written, or the words of the button that is on, at worst of today's ``options``."""
    first = widgets[0]
    if not first.button:
        return next((widget.value for widget in widgets if widget.value), "")
    value = next((widget.value for widget in widgets if widget.value), "")
    on = [widget for widget in widgets if widget.on] or [widget for widget in widgets if widget.state == value]
    if on and value in ("", *(widget.state for widget in widgets)):
        agreeing = [widget for widget in on if widget.state == value]
        return _words((agreeing or on)[0], (agreeing or on)[0].state, options)
    if not on and not value:
        return ""
    # a value by which no button of the page is called: a word of the options, or a button that has lost its looks
    return _words(first, value, options)


def _words(widget: Widget, state: str, options: tuple[str, ...]) -> str:
    """A state in the words on the page: the file's own, else what is heard of the button, else today's."""
    rest = widget.heard.removeprefix(widget.question).strip(" :") if widget.question else ""
    heard = [rest] if rest and widget.heard.startswith(widget.question) else []
    heard += [option for option in options if widget.heard.endswith(option)]
    for words in (widget.options, heard, options):
        if words is heard and heard:
            return heard[0]
        if state.isdecimal() and int(state) < len(words):
            return words[int(state)]
    return state


def _note(found: list[Filled], contents: Contents, forms: Mapping[str, Form]) -> None:
    """What was written or drawn on top of a page goes with the form there; on a private page it is only told of."""
    for note in contents.notes:
        homes = [one for one in found if any(page <= note.page for page in one.pages)] or found
        if not homes:
            return
        home = max(homes, key=lambda one: max((page for page in one.pages if page <= note.page), default=-1))
        known = {question.id for question in forms[home.form].questions if question.private}
        alone = any(
            widget.private or id in known
            for id, widgets in home.fields.items()
            for widget in widgets
            if widget.page == note.page
        )
        if note.text and not alone:
            home.notes.append(note.text)
        else:
            home.drawn += 1


def _called(name: str, forms: Mapping[str, Form]) -> tuple[str, str] | None:
    """The form and question that a field's name leads to, whatever was put before or after it; None: not ours."""
    parts = name.split(".")
    for at, part in enumerate(parts[:-1]):
        rest = ".".join(parts[at + 1 :])
        for form in _likely(part, tuple(forms)):
            ids = forms[form].ids
            for bare in product(*((one, _bare(one)) for one in parts[at + 1 :][:_DEEPEST])):
                if (id := ".".join(bare)) in ids:
                    return form, id
            if part == form:
                return form, rest
    return None


def _heard(widget: Widget, forms: Mapping[str, Form]) -> tuple[str, str] | None:
    """The form and question that a field leads to that has lost those it hung under: by what is heard of it."""
    own = {widget.name, _bare(widget.name)}
    found = {
        (form.title.replace(": ", ", ", 1) in widget.heard, form.id, question.id)
        for form in forms.values()
        for question in form.questions
        if (question.id.rpartition(".")[2] in own and question.words in widget.heard)
        or (
            not widget.name
            and widget.heard.startswith(question.words)
            and widget.heard.endswith(question.options or ("\0",))
        )
    }
    named = [entry for entry in found if entry[0]] or list(found)
    return named[0][1:] if len(named) == 1 else None


def _likeliest(widget: Widget, form: Form) -> str:
    """The one question of a form that a field's last name leads to; else that name, so that no answer is lost."""
    own = _bare(widget.name.rpartition(".")[2])
    ids = [question.id for question in form.questions if question.id.rpartition(".")[2] == own]
    return ids[0] if len(ids) == 1 else widget.name or widget.heard


def _bare(name: str) -> str:
    """A name without what tells it from another of the same."""
    return re.sub(f"(?:{_AGAIN})$", "", name)


@cache
def _likely(part: str, forms: tuple[str, ...]) -> tuple[str, ...]:
    """The forms that a part of a name may mean: itself, or with a number before or after it."""
    if part in forms:
        return (part,)
    return tuple(form for form in forms if re.fullmatch(rf"(?:.*[^a-z])?{re.escape(form)}(?:{_AGAIN})?", part))

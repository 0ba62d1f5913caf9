"""*Jeres ord*: the word and how it is bent, before and after, and the names and the logo that are printed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from trygtryk.errors import BuildError, refuse
from trygtryk.side.folder import Edit, ElsewhereError, Seen
from trygtryk.side.questions import picture
from trygtryk.side.questions.word import Bending, as_entries, bent, department_word, sentences, three, tried
from trygtryk.side.visit import MissingError, Visit, heard, typed_once
from trygtryk.sources.department.own_word import DANISH

_FIELDS = {"navn": "afdelingens navn", "skole": "skolens navn"}
_FORMS = {
    "køn": "en eller et",
    "forholdsord": "i, på eller blandt",
    "ental": "ordet",
    "bestemt_ental": "bestemt form",
    "flertal": "flertal",
    "bestemt_flertal": "bestemt form i flertal",
    "sammensat": "det sammensatte ord",
}
_NONE = "ingen"


def shown_word(visit: Visit) -> Response:
    """The view."""
    name, school, logo, word = visit.own.values(("navn",), ("skole",), ("logo",), ("ord",))
    shown: dict[str, Any] = {
        "navn": name,
        "skole": school,
        "logo": logo,
        "seen": _of_logo(visit, logo).state,
        "word": word,
    }
    return visit.page("ord.html", **shown, **_bending(visit, word))


def _of_logo(visit: Visit, logo: str) -> Seen:
    return visit.own.seen((logo,) if logo else ())


def _bending(visit: Visit, word: str) -> dict[str, Any]:
    """What is shown of the word as it is saved; where the folder cannot be read, why."""
    try:
        found = visit.house.engine(department_word, visit.house.root, visit.asked, word)
        changes = visit.house.engine(sentences, visit.house.root, visit.asked)
    except BuildError as error:
        return {"bent": None, "faults": error.faults, "three": (), "count": 0, "fits": False}
    fits = visit.own.choices().get("passer") == (word or "team")
    return {"bent": found, "faults": (), "three": three(changes), "count": len(changes), "fits": fits}


def word_typed(visit: Visit) -> Response:
    """Another word; what is only guessed at is saved as it was guessed, to be corrected."""
    word, before = typed_once(visit, "ord").strip(), visit.typed.get("before")
    made: Bending | None = visit.house.engine(bent, visit.house.root, word) if word else None
    entries = dict.fromkeys(DANISH, "")
    if made and made.guessed:
        entries = as_entries(made.noun, word)
    entries["ord"] = word
    visit.own.change("ordet", *(_edit(name, value, before) for name, value in entries.items()))
    answer = visit.page("ord-boejning.html", word=word, **_bending(visit, word))
    return heard(answer, "Eksemplerne er ændret" if word else "Så hedder det »team«")


def _edit(name: str, value: str, before: str | None) -> Edit:
    return Edit((name,), value, before if name == "ord" else None)


def form_typed(visit: Visit) -> Response:
    """One form of the word corrected; raises BuildError where no Danish noun ends so."""
    ((name, value),) = ((name, value.strip()) for name, value in visit.typed.items() if name in _FORMS)
    (word,) = visit.own.values(("ord",))
    seen = visit.typed.get("before")
    if seen is not None and (there := _shown(visit, word, name)) not in (seen, value):
        raise ElsewhereError(there, value, "Ordet")
    if name == "køn" and value == _NONE:
        return _uncounted(visit)
    keys = tuple(DANISH)
    entries = dict(zip(keys, visit.own.values(*((key,) for key in keys)), strict=True))
    read = dict(entries)
    entries[name] = value
    if name == "køn":
        if entries["tælles"]:  # it was none that is counted: the forms are guessed anew
            entries = as_entries(visit.house.engine(bent, visit.house.root, word).noun, word) | {"køn": value}
        entries["bestemt_ental"] = _definite(visit, word, entries, value)
    visit.house.engine(tried, visit.house.root, entries)
    visit.own.change(_FORMS[name], *(Edit((key,), entries[key], read[key]) for key in keys))
    whole = name == "køn"
    answer = visit.page("ord-boejning.html" if whole else "ord-eksempler.html", word=word, **_bending(visit, word))
    return heard(answer, "Eksemplerne er ændret")


def _shown(visit: Visit, word: str, name: str) -> str:
    """A form of the word as the view shows it now."""
    noun = visit.house.engine(department_word, visit.house.root, visit.asked, word).noun
    return str(getattr(noun, DANISH[name])) if noun.countable or name != "køn" else _NONE


def _definite(visit: Visit, word: str, entries: dict[str, str], gender: str) -> str:
    """The definite form as the other gender has it."""
    noun = visit.house.engine(bent, visit.house.root, word).noun
    form = entries["bestemt_ental"] or noun.singular_definite
    ending, other = ("et", "en") if gender == "intetkøn" else ("en", "et")
    if form.endswith(other):
        return form.removesuffix(other) + ending
    return form[:-1] + ending[-1] if form.endswith(other[-1]) else form


def _uncounted(visit: Visit) -> Response:
    """A word that has no plural: *personale*."""
    (word,) = visit.own.values(("ord",))
    if not word:
        raise MissingError
    noun = visit.house.engine(bent, visit.house.root, word).noun
    entries = as_entries(replace(noun, plural="", plural_definite="", countable=False), word)
    visit.house.engine(tried, visit.house.root, entries)
    visit.own.change(_FORMS["køn"], *(Edit((key,), entries.get(key, "")) for key in DANISH))
    return heard(visit.page("ord-boejning.html", word=word, **_bending(visit, word)), "Eksemplerne er ændret")


def fits(visit: Visit) -> Response:
    """Somebody has read the forms and says that they are right."""
    (word,) = visit.own.values(("ord",))
    if visit.typed.get("ord", word) != word:
        raise refuse(
            f"ordet er ændret et andet sted og er nu »{word or 'team'}«", None, "indlæs siden igen, og læs det efter"
        )
    visit.own.choose(passer=word or "team")
    return heard(visit.page("ord-boejning.html", word=word, **_bending(visit, word)), "Godt. Ordet passer.")


def field_typed(visit: Visit) -> Response:
    """A name that is printed."""
    ((name, value),) = ((name, value) for name, value in visit.typed.items() if name in _FIELDS)
    visit.own.change(_FIELDS[name], Edit((name,), value, visit.typed.get("before")))
    return Response(status_code=204)


def all_sentences(visit: Visit) -> Response:
    """Every changed sentence, before and after."""
    return visit.page("ord-saetninger.html", changes=visit.house.engine(sentences, visit.house.root, visit.asked))


def logo_given(visit: Visit) -> Response:
    """A logo, drawn once before it is put into the folder; none takes it away."""
    (former,) = visit.own.values(("logo",))
    files = visit.uploads.get("logo", ())
    seen = _of_logo(visit, former)
    if visit.typed.get("set", seen.state) != seen.state:
        raise ElsewhereError(former or "intet logo", files[0][0] if files else "intet logo", "Logoet", seen.state)
    if not files:
        gone = (former,) if former.startswith("logo.") and "/" not in former else ()
        visit.own.change("logoet", Edit(("logo",), "", former), gone=gone, seen=seen)
        return visit.page("ord-logo.html", logo="", seen=_of_logo(visit, "").state)
    name, data = files[0]
    ending = picture.kind(data, name)
    visit.house.engine(picture.logo, visit.house.root, ending, data)
    target = f"logo.{ending}"
    gone = (former,) if former != target and former.startswith("logo.") and "/" not in former else ()
    visit.own.change("logoet", Edit(("logo",), target, former), new={target: data}, gone=gone, seen=seen)
    shown = visit.page("ord-logo.html", logo=target, seen=_of_logo(visit, target).state)
    return heard(shown, "Logoet er lagt ind")


def logo_shown(visit: Visit) -> Response:
    """The logo as it is printed."""
    data = visit.house.engine(picture.logo_seen, visit.house.root, visit.asked)
    return Response(data, media_type="image/png")

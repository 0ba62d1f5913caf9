"""*Ret*: a text on a page is changed where it stands, set anew, and saved."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from starlette.responses import JSONResponse, Response

from trygtryk.side.folder import Edit, ElsewhereError
from trygtryk.side.questions import pages, texts
from trygtryk.side.views.pages import place
from trygtryk.side.visit import MissingError, Visit, typed_once

_KEPT = 24
_WIDTH = 800
_tried: OrderedDict[str, bytes] = OrderedDict()


def tried(visit: Visit) -> Response:
    """The page with what is being typed, before it is saved; where it does not fit, by how much."""
    product, part, page = place(visit)
    id = typed_once(visit, "id")
    engine, root, asked = visit.house.engine, visit.house.root, visit.asked
    now = engine(texts.one, root, asked, id)
    text = now.as_typed(typed_once(visit, "tekst")) or now.ours
    made = engine(pages.tried, root, asked, product, part, page, id, text, _WIDTH)
    if made.faults:
        told = made.too_many or made.faults[0].message
        return JSONResponse({"told": told, "faults": [str(fault) for fault in made.faults]})
    name = hashlib.sha256(made.png).hexdigest()[:32]
    _tried[name] = made.png
    while len(_tried) > _KEPT:
        _tried.popitem(last=False)
    return JSONResponse({"png": f"/afdeling/{visit.name}/proevet/{name}.png"})


def tried_picture(visit: Visit) -> Response:
    """A page that was tried a moment ago."""
    data = _tried.get(visit.path("digest"))
    if data is None:
        raise MissingError
    return Response(data, media_type="image/png")


def saved(visit: Visit) -> Response:
    """A text as it was typed, saved as the department's own; what it was before must be what was seen."""
    id, typed = typed_once(visit, "id"), typed_once(visit, "tekst")
    engine, root, asked = visit.house.engine, visit.house.root, visit.asked
    now = engine(texts.one, root, asked, id)
    before, typed = visit.typed.get("before"), now.as_typed(typed)
    if before is not None and now.printed not in (now.as_typed(before), typed):
        raise ElsewhereError(now.printed, typed)
    value = engine(texts.to_save, root, asked, id, typed, as_word="ord" in visit.typed)
    visit.own.change(_title(now), Edit(("tekster", id), value, now.source if now.own else ""))
    after = engine(texts.one, root, asked, id)
    teams = engine(texts.asks, root, asked, typed) if value and "ord" not in visit.typed else ()
    return visit.page("tekst-svar.html", text=after, teams=teams, typed=typed)


def given_back(visit: Visit) -> Response:
    """Our own text again."""
    id = typed_once(visit, "id")
    now = visit.house.engine(texts.one, visit.house.root, visit.asked, id)
    if now.as_typed(visit.typed.get("before", now.printed)) != now.printed:
        raise ElsewhereError(now.printed, now.ours)
    visit.own.change(_title(now), Edit(("tekster", id), "", now.source if now.own else ""))
    return visit.page(
        "tekst-svar.html",
        text=visit.house.engine(texts.one, visit.house.root, visit.asked, id),
        teams=(),
        typed=now.ours,
    )


def _title(text: texts.Text) -> str:
    words = text.printed.split()
    return f"»{' '.join(words[:4])}{' …' if len(words) > 4 else ''}«"

"""A link of the department's own: pasted, its code tried and shown, and ours again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starlette.responses import Response

from trygtryk.errors import BuildError, Fault
from trygtryk.side.folder import Edit, ElsewhereError
from trygtryk.side.questions import links, pages
from trygtryk.side.questions.links import Linked
from trygtryk.side.questions.pages import WHOLE
from trygtryk.side.views.pages import place
from trygtryk.side.views.pictures import drawn_anew
from trygtryk.side.visit import MissingError, Visit


def typed(visit: Visit) -> Response:
    """Another address or title, set on its page once before it is saved."""
    now = _now(visit)
    address = visit.typed.get("adresse", now.address).strip()
    title = " ".join(visit.typed.get("titel", now.title).split())
    if not address:
        raise BuildError(Fault("skriv en adresse", None, "kopiér den fra browseren: https://…"))
    _met(visit, now, f"{title}: {address}")
    product, part, _ = place(visit)
    title = "" if title == now.our_title else title
    if (address, title) != (now.our_address, ""):
        visit.house.engine(links.tried, visit.house.root, now.name, address, title, product, part)
        same = address == now.our_address
        edits = {"adresse": "" if same else address, "titel": title}
        visit.own.change("linket", *_edits(visit, now.name, {name: text for name, text in edits.items() if text}))
    else:
        visit.own.change("linket", *_edits(visit, now.name, {}))
    return _answer(visit)


def given_back(visit: Visit) -> Response:
    """Our link again."""
    now = _now(visit)
    _met(visit, now, "vores link")
    visit.own.change("linket", *_edits(visit, now.name, {}))
    return _answer(visit)


def _met(visit: Visit, now: Linked, ours: str) -> None:
    """Raises ElsewhereError where a link is not what the browser's window showed."""
    if visit.typed.get("set", now.state) != now.state:
        raise ElsewhereError(f"{now.title}: {now.address}", ours, "Linket", now.state)


def _edits(visit: Visit, name: str, after: Mapping[str, str]) -> Iterator[Edit]:
    """What a department says of a link instead of what it said; a link of which nothing is said is ours."""
    keys = ("adresse", "titel")
    before = dict(zip(keys, visit.own.values(*(("links", name, key) for key in keys)), strict=True))
    yield Edit(("links", name), "")
    yield from (Edit(("links", name, key), text, before[key]) for key, text in after.items())


def code(visit: Visit) -> Response:
    """A link's code, as large as a phone reads it off the screen."""
    return Response(visit.house.engine(links.code, _now(visit, visit.path("link")).address), media_type="image/png")


def _now(visit: Visit, name: str = "") -> Linked:
    product, part, page = place(visit)
    if product not in visit.house.engine(pages.products, visit.house.root, visit.asked):
        raise MissingError
    known = visit.house.engine(links.on_page, visit.house.root, visit.asked, product, part, page)
    found = next((one for one in known if one.name == (name or visit.typed.get("id"))), None)
    if found is None:
        raise MissingError
    return found


def _answer(visit: Visit) -> Response:
    product, part, page = place(visit)
    at = f"{product}/{part or WHOLE}/{page}"
    mark = visit.house.engine(pages.mark, visit.house.root, visit.asked)
    return drawn_anew(visit, visit.page("link.html", link=_now(visit), at=at, mark=mark), at)

"""*Se pakken*: every page as it will be printed; one of them large, front and back, folded, in grey."""

from __future__ import annotations

import re

from starlette.responses import Response

from trygtryk.side.questions import links, pages, texts
from trygtryk.side.questions import picture as pictures
from trygtryk.side.questions.pages import WHOLE, Leaf
from trygtryk.side.visit import MissingError, Visit

_CHANGED = "aendret"
_WIDTHS = (240, 480, 800, 1600)
_TITLES = {"plakater": "Plakater", "billedkort": "Kort", "flipflap": "Flip-flap", "skemaer": "Skemaer"}
_ORDER = tuple(_TITLES)


def shown_pages(visit: Visit) -> Response:
    """The pages of one product, or those that the department has changed."""
    engine, root, asked = visit.house.engine, visit.house.root, visit.asked
    known = engine(pages.products, root, asked)
    chosen = visit.request.query_params.get("vis", _ORDER[0])
    if chosen not in {*known, _CHANGED}:
        raise MissingError
    shown = known if chosen == _CHANGED else (chosen,)
    leaves = [leaf for product in _ordered(shown) for leaf in engine(pages.overview, root, asked, product)]
    if chosen == _CHANGED:
        leaves = [leaf for leaf in leaves if leaf.own]
    tabs = [(name, _TITLES.get(name, name)) for name in _ordered(known)]
    mark = engine(pages.mark, root, asked)
    return visit.page("pakken.html", leaves=leaves, tabs=tabs, chosen=chosen, changed=_CHANGED, mark=mark, whole=WHOLE)


def _ordered(products: tuple[str, ...]) -> list[str]:
    return sorted(products, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))


def shown_page(visit: Visit) -> Response:
    """One page beside its texts."""
    engine, root, asked = visit.house.engine, visit.house.root, visit.asked
    product, part, page = place(visit)
    leaves = engine(pages.overview, root, asked, product) if product in engine(pages.products, root, asked) else ()
    at = next((n for n, one in enumerate(leaves) if one.part == part and page in dict(_faces(one))), None)
    if at is None:
        raise MissingError
    leaf: Leaf = leaves[at]
    on_it = engine(texts.on_page, root, asked, product, part, page) if not leaf.faults or leaf.faces else ()
    spots = engine(pages.spots, root, asked, product, part, page) if leaf.faces else ()
    known = {text.id for text in on_it}
    own = visit.folder is not None
    found = engine(pictures.on_page, root, asked, product, part, page) if own else ()
    return visit.page(
        "side.html",
        leaf=leaf,
        page=page,
        whole=WHOLE,
        texts=on_it,
        pictures=[(one, visit.own.seen(visit.own.of_picture(one.id)).state) for one in found],
        links=engine(links.on_page, root, asked, product, part, page) if own and leaf.faces else (),
        spots=[spot for spot in spots if spot.id in known],
        before=leaves[at - 1] if at else None,
        after=leaves[at + 1] if at + 1 < len(leaves) else None,
        folds=product == "flipflap",
        mark=engine(pages.mark, root, asked),
        large="stor" in visit.request.query_params,
        grey="graa" in visit.request.query_params,
        folded="foldet" in visit.request.query_params,
    )


def _faces(leaf: Leaf) -> tuple[tuple[int, str], ...]:
    return leaf.faces or ((1, "Forside"),)


def place(visit: Visit) -> tuple[str, str, int]:
    """The product, part and page of an address."""
    page = visit.path("page")
    if not re.fullmatch(r"\d{1,3}", page):
        raise MissingError
    part = visit.path("part")
    return visit.path("product"), "" if part == WHOLE else part, int(page)


def picture(visit: Visit) -> Response:
    """A page as a picture."""
    product, part, page = place(visit)
    if product not in visit.house.engine(pages.products, visit.house.root, visit.asked):
        raise MissingError
    query = visit.request.query_params
    data = visit.house.engine(
        pages.drawn, visit.house.root, visit.asked, product, part, page, _width(visit), grey="graa" in query
    )
    return _png(data)


def front(visit: Visit) -> Response:
    """The first poster, to know a department by."""
    return _png(visit.house.engine(pages.front, visit.house.root, visit.asked, _WIDTHS[0]))


def folded(visit: Visit) -> Response:
    """The flip-flap as it is held; PDFium takes 200 MiB for it and keeps them."""
    return _png(visit.house.engine.once(pages.folded, visit.house.root, visit.asked, _width(visit)))


def _width(visit: Visit) -> int:
    """One of the widths there are; no address asks for a picture that fills the memory."""
    asked = visit.request.query_params.get("b", "")
    return next((width for width in _WIDTHS if str(width) == asked), _WIDTHS[0])


def _png(data: bytes) -> Response:
    # the address changes with what is drawn
    return Response(data, media_type="image/png", headers={"cache-control": "private, max-age=600"})

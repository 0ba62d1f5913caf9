"""The page's addresses, each with its view."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from trygtryk.side.engine import Engine
from trygtryk.side.guard import Guard, TooMuchError
from trygtryk.side.views import answers, departments, links, pages, pictures, printing, texts, word
from trygtryk.side.visit import House, done, shown
from trygtryk.sources.layout import read_palette

_STATIC = Path(__file__).parent / "static"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
"""What Windows may call otherwise, as its other programs like: a browser runs no script that is said to be plain text."""
_KEPT = {"cache-control": "private, max-age=3600"}


def page(root: Path, port: int, engine: Engine) -> Guard:
    """The page of a project, behind its guard."""
    for ending, kind in _KINDS.items():
        mimetypes.add_type(kind, ending)
    own, page_at = "/afdeling/{name}", "{product}/{part}/{page}"
    app = Starlette(
        routes=[
            shown("/", departments.shown_all),
            done("/afdelinger", departments.begun),
            done(f"{own}/kopi", departments.copied_),
            done(f"{own}/navn", departments.renamed_),
            done(f"{own}/fortryd", departments.undone),
            done(f"{own}/gentag", departments.done_again),
            shown(f"{own}/nyt", departments.news),
            shown(f"{own}/ord", word.shown_word),
            done(f"{own}/ord", word.word_typed),
            done(f"{own}/form", word.form_typed),
            done(f"{own}/passer", word.fits),
            done(f"{own}/felt", word.field_typed),
            done(f"{own}/logo", word.logo_given),
            shown(f"{own}/logo.png", word.logo_shown),
            shown(f"{own}/saetninger", word.all_sentences),
            shown(f"{own}/pakken", pages.shown_pages),
            shown(f"{own}/side/{page_at}", pages.shown_page),
            shown(f"{own}/billede/{page_at}.png", pages.picture),
            shown(f"{own}/foldet.png", pages.folded),
            shown(f"{own}/forside.png", pages.front),
            done(f"{own}/proev/{page_at}", texts.tried),
            shown(f"{own}/proevet/{{digest}}.png", texts.tried_picture),
            done(f"{own}/tekst", texts.saved),
            done(f"{own}/tekst-tilbage", texts.given_back),
            shown(f"{own}/print", printing.shown_print),
            done(f"{own}/print", printing.chosen),
            done(f"{own}/print/lav", printing.made),
            done(f"{own}/print/stop", printing.stopped),
            shown(f"{own}/print/tilstand", printing.followed),
            shown(f"{own}/print/alle.zip", printing.in_one),
            done(f"{own}/antal", printing.copies_typed),
            shown(f"{own}/fil/{{have}}/{{path:path}}", printing.file),
            shown(f"{own}/filbillede/{{have}}/{{path:path}}", printing.thumbnail),
            shown(f"{own}/svar", answers.shown_answers),
            done(f"{own}/svar", answers.handed_in),
            done(f"{own}/svar-ryd", answers.cleared),
            shown(f"{own}/svar.xlsx", answers.spreadsheet),
            done(f"{own}/billede-ind/{page_at}/billede", pictures.given),
            shown(f"{own}/eget/{{id}}.jpg", pictures.seen),
            done(f"{own}/billede-om/{page_at}", pictures.told),
            done(f"{own}/billede-tilbage/{page_at}", pictures.taken_away),
            done(f"{own}/link/{page_at}", links.typed),
            done(f"{own}/link-tilbage/{page_at}", links.given_back),
            shown(f"{own}/kode/{page_at}/{{link}}.png", links.code),
            Route("/farver.css", _colours),
            Mount("/skrift", StaticFiles(directory=root / "assets/fonts")),
            Mount("/fast", StaticFiles(directory=_STATIC)),
        ],
        exception_handlers={TooMuchError: _too_much, 404: _missing, 405: _missing},
    )
    app.router.redirect_slashes = False
    app.state.house = House(root, engine)
    return Guard(app, port)


async def _colours(request: Request) -> Response:
    """The pack's own colours as the style sheet knows them."""
    root: Path = request.app.state.house.root
    palette = read_palette(root / "layouts/palette.toml", root)
    lines = "".join(f"--{name}:{ink.srgb};" for name, ink in sorted(palette.items()))
    return Response(f":root{{{lines}}}", media_type="text/css", headers=_KEPT)


async def _too_much(request: Request, error: Exception) -> Response:
    told = "Filen er for stor til at lægge ind her. Et billede må fylde 30 MB. Gem det mindre, og prøv igen."
    return PlainTextResponse(told, 413)


async def _missing(request: Request, error: Exception) -> Response:
    return PlainTextResponse("Der er ikke noget på den adresse. Gå til Mine afdelinger: /", 404)

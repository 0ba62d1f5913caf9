"""A request as the views see it: whose department, what was typed, and how it is answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from trygtryk.errors import BuildError, Fault
from trygtryk.order import DEFAULT_WORDING
from trygtryk.side.engine import Engine
from trygtryk.side.folder import ElsewhereError, Folder, History, folders
from trygtryk.side.questions.faults import Where, where
from trygtryk.side.watch import state
from trygtryk.sources.department.departments import DEPARTMENTS

AS_IT_IS = DEFAULT_WORDING
"""What the pack with nobody's own word is called in addresses: no department can have that name."""

_HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_MOST_PARTS = 250
_KNOWN, _STEPS = "trygtryk-tilstand", "trygtryk-trin"
"""What the browser's window knows of the folder, and what it may undo and do again."""


@dataclass(frozen=True, slots=True)
class House:
    """What all views share: where the project lies, and the engine."""

    root: Path
    engine: Engine


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. ``name`` is the department's in addresses, empty on *Mine afdelinger*."""

    house: House
    request: Request
    name: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    uploads: Mapping[str, tuple[tuple[str, bytes], ...]] = field(default_factory=dict)

    @property
    def folder(self) -> Folder | None:
        """The department's folder; None of the pack as it is. Raises BuildError where there is none of that name."""
        if self.name == AS_IT_IS:
            return None
        found = folders(self.house.root).get(self.name)
        if found is None:
            raise MissingError
        return found

    @property
    def own(self) -> Folder:
        """The department's folder; only where there is one."""
        found = self.folder
        if found is None:
            raise MissingError
        return found

    @property
    def asked(self) -> str:
        """The department as it stands in an order."""
        folder = self.folder
        return f"{DEPARTMENTS}/{folder.path.name}/" if folder else DEFAULT_WORDING

    def path(self, name: str) -> str:
        """A part of the address: ``ord`` in ``/afdeling/<navn>/ord``."""
        return str(self.request.path_params[name])

    def page(self, template: str, status: int = 200, **shown: Any) -> Response:
        """A whole page, or a piece of one."""
        return HTMLResponse(self.html(template, **shown), status)

    def html(self, template: str, **shown: Any) -> str:
        """A template filled in; everything that is shown is text, never markup."""
        folder = self.folder if self.name else None
        title = ""
        known = History()
        wrong: tuple[Fault, ...] = ()
        if folder:
            try:
                (title,) = folder.values(("navn",))
            except BuildError as error:
                wrong = error.faults
            title, known = title or folder.path.name, folder.history()
        return _TEMPLATES.get_template(template).render(
            name=self.name,
            base=f"/afdeling/{quote(self.name)}",
            title=title if folder else "Pakken, som den er",
            own=folder is not None,
            undo=known.undo,
            redo=known.redo,
            state=state(self.house.root, folder.path if folder else None) if self.name else "",
            here=self.request.url.path,
            fortrudt=self.request.query_params.get("fortrudt", "")[:80],
            gentaget=self.request.query_params.get("gentaget", "")[:80],
            wrong=wrong,
            where=self._where,
            **shown,
        )

    def _where(self, fault: Fault) -> Where | None:
        """The field where a fault is mended."""
        if self.name in ("", AS_IT_IS):
            return None
        try:
            return self.house.engine(where, self.house.root, self.asked, fault)
        except (BuildError, MissingError):
            return None

    def refused(self, *faults: Fault, status: int = 422) -> Response:
        """Why something was not done, where it was asked for."""
        return self.page("fejl.html", status, faults=faults)


class MissingError(Exception):
    """There is no department, page or file of that name."""


View = Callable[[Visit], Response]


def shown(path: str, view: View) -> Route:
    """A view that only shows."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_answered, view, _visit(request))

    return Route(path, endpoint, methods=["GET"])


def done(path: str, view: View) -> Route:
    """A view that changes something, by what was typed or handed in."""

    async def endpoint(request: Request) -> Response:
        typed: dict[str, str] = {}
        uploads: dict[str, list[tuple[str, bytes]]] = {}
        async with request.form(max_files=_MOST_PARTS, max_fields=_MOST_PARTS) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads.setdefault(name, []).append((value.filename or "", await value.read()))
                else:
                    typed[name] = value
        given = {name: tuple(files) for name, files in uploads.items()}
        return await run_in_threadpool(_answered, view, _visit(request, typed, given))

    return Route(path, endpoint, methods=["POST"])


def _visit(
    request: Request,
    typed: Mapping[str, str] | None = None,
    uploads: Mapping[str, tuple[tuple[str, bytes], ...]] | None = None,
) -> Visit:
    return Visit(request.app.state.house, request, request.path_params.get("name", ""), typed or {}, uploads or {})


def _answered(view: View, visit: Visit) -> Response:
    """The view's answer, and to whoever changed something what can be undone now.

    A window that knew all there was knows its own change too; one that did not is told of the others' later.
    """
    if visit.request.method != "POST" or not visit.name:
        return _found(view, visit)
    known = visit.request.headers.get(_KNOWN, "")
    before = _state(visit)
    answer = _found(view, visit)
    if after := _state(visit):
        steps = visit.own.history()
        answer.headers[_STEPS] = json.dumps({"undo": steps.undo, "redo": steps.redo})
        if known == before:
            answer.headers[_KNOWN] = after
    return answer


def _state(visit: Visit) -> str:
    """The state of what is edited; empty of the pack as it is, which nobody changes here."""
    try:
        folder = visit.folder
    except (BuildError, MissingError):
        return ""
    return state(visit.house.root, folder.path) if folder else ""


def _found(view: View, visit: Visit) -> Response:
    """The view's answer, or what stopped it."""
    piece = visit.request.method == "POST" or "hx-request" in visit.request.headers
    bare = Visit(visit.house, visit.request)
    try:
        return view(visit)
    except ElsewhereError as error:
        shown = {"theirs": error.theirs, "ours": error.ours, "what": error.what, "seen": error.state}
        return visit.page("andet-sted.html", 409, **shown)
    except BuildError as error:
        at = visit if _state(visit) else bare
        if piece:
            return at.refused(*error.faults)
        return at.page("stoppet.html", 422, faults=error.faults, stopped=True)
    except MissingError:
        fault = Fault("det er her ikke mere", None, "gå til Mine afdelinger")
        return bare.refused(fault, status=404) if piece else bare.page("stoppet.html", 404, faults=(fault,))


def heard(response: Response, told: str) -> Response:
    """The answer, with a sentence for those who listen."""
    return signalled(response, sagt=told)


def signalled(response: Response, **events: Any) -> Response:
    """The answer, with events for the page's script."""
    there = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps({**there, **events})
    return response


def onward(address: str) -> Response:
    """On to another view."""
    return Response(status_code=204, headers={"HX-Redirect": address})


def typed_once(visit: Visit, name: str) -> str:
    """A field's text; a missing one is a request of nobody's making."""
    if name not in visit.typed:
        raise MissingError
    return visit.typed[name]

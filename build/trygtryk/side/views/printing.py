"""*Print*: exactly the files that the copier or the print shop needs, made while one looks on."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

from starlette.responses import Response

from trygtryk.errors import BuildError, Fault
from trygtryk.pack import pack
from trygtryk.pack.manifest import read_manifest
from trygtryk.side.build import Build, begun
from trygtryk.side.folder import Edit, ElsewhereError
from trygtryk.side.questions import printing
from trygtryk.side.questions.printing import Have, Plan
from trygtryk.side.visit import MissingError, Visit, heard

_WHOLE = "alt"
_builds: dict[Path, Build] = {}
_MOST_MAIL = 20_000_000
_MOST_COPIES = 100_000


def shown_print(visit: Visit) -> Response:
    """What there is and what is wanted, as it was chosen last, with what lies ready of it."""
    chosen = _chosen(visit)
    options = visit.house.engine(printing.choices, visit.house.root, visit.asked)
    return visit.page("print.html", options=options, **chosen, **_plan(visit, chosen))


def chosen(visit: Visit) -> Response:
    """Another choice: saved, and what would be made of it."""
    made = _typed(visit)
    _remember(visit, made)
    return visit.page("print-plan.html", **made, **_plan(visit, made))


def _remember(visit: Visit, made: dict[str, Any]) -> None:
    if visit.folder:
        visit.own.choose(har=made["have"], hvad=" ".join(made["wanted"]), lim="ja" if made["glued"] else "")


def _chosen(visit: Visit) -> dict[str, Any]:
    """The choices in the address, or else those that were saved."""
    query = visit.request.query_params
    saved = visit.folder.choices() if visit.folder else {}
    have = query.get("har", saved.get("har", "a4"))
    wanted = query["hvad"] if "hvad" in query else saved.get("hvad", "")
    glued = bool(query.get("lim", saved.get("lim", "")))
    return _sound(have, wanted.split(), glued=glued)


def _typed(visit: Visit) -> dict[str, Any]:
    wanted = [name.removeprefix("del:") for name in visit.typed if name.startswith("del:")]
    some = visit.typed.get("omfang") == "noget"
    made = _sound(visit.typed.get("har", ""), wanted if some else [], glued="lim" in visit.typed)
    return {**made, "nothing": some and not wanted, "some": some}


def _sound(have: str, wanted: list[str], *, glued: bool) -> dict[str, Any]:
    kind = have if have in get_args(Have) else "a4"
    return {"have": kind, "wanted": tuple(wanted), "glued": glued, "nothing": False, "some": bool(wanted)}


def _plan(visit: Visit, made: dict[str, Any]) -> dict[str, Any]:
    """The files of a choice, and which of them lie ready."""
    none = Plan((), 0)
    if made["nothing"]:
        return {
            "plan": none,
            "ready": {},
            "faults": (Fault("vælg mindst én ting"),),
            "build": None,
            "mail": "",
            "zip": 0,
        }
    engine, root, asked = visit.house.engine, visit.house.root, visit.asked
    try:
        plan = engine(printing.planned, root, asked, made["wanted"], made["have"], glued=made["glued"])
    except BuildError as error:
        return {"plan": none, "ready": {}, "faults": error.faults, "build": None, "mail": "", "zip": 0}
    folder = _pack(visit, made["have"])
    ready = engine(printing.lying, root, folder, asked)
    build = _builds.get(folder)
    shop = made["have"] == "trykkeri"
    file, bundle = folder / "mail-til-trykkeriet.txt", folder / "til-trykkeriet.zip"
    there = all(sheet.path in ready for sheet in plan.sheets) and bool(plan.sheets)
    return {
        "plan": plan,
        "ready": ready,
        "there": there,
        "stale": there and any(ready[sheet.path].stale for sheet in plan.sheets),
        "faults": build.faults if build and build.state == "fejl" else (),
        "build": build,
        "mail": file.read_text(encoding="utf-8") if shop and there and file.is_file() else "",
        "zip": bundle.stat().st_size if shop and there and bundle.is_file() else 0,
        "most_mail": _MOST_MAIL,
        "unread": _unread_word(visit),
    }


def _unread_word(visit: Visit) -> bool:
    """Whether a word stands there that nobody has said is right."""
    if not visit.folder:
        return False
    (word,) = visit.own.values(("ord",))
    return bool(word) and visit.own.choices().get("passer") != word


def _pack(visit: Visit, have: Have) -> Path:
    return visit.house.root / "out" / visit.house.engine(printing.pack_name, visit.house.root, visit.asked, have)


def made(visit: Visit) -> Response:
    """Begins to make them."""
    choice = _typed(visit)
    _remember(visit, choice)
    plan = _plan(visit, choice)
    if plan["plan"].sheets:
        folder = _pack(visit, choice["have"])
        running = _builds.get(folder)
        if running is None or running.state != "laver":
            order = printing.order_for(visit.asked, choice["wanted"], choice["have"])
            _builds[folder] = begun(visit.house.root, folder, order, plan["plan"].pressed)
        plan = _plan(visit, choice)
    return heard(visit.page("print-plan.html", **choice, **plan), "Filerne bliver lavet")


def followed(visit: Visit) -> Response:
    """How far it is; at its end what lies ready."""
    choice = _chosen(visit)
    running = _builds.get(_pack(visit, choice["have"]))
    if running and running.state == "laver":
        return visit.page("print-fremdrift.html", build=running)
    plan = _plan(visit, choice)
    answer = visit.page("print-plan.html", **choice, **plan)
    answer.headers["HX-Retarget"] = "#plan"
    build = plan["build"]
    ends = {
        "færdig": "Filerne ligger klar",
        "fejl": "Filerne kunne ikke laves",
        "stoppet": "Stoppet. De gamle filer ligger her stadig.",
    }
    return heard(answer, ends[build.state]) if build and build.state in ends else answer


def stopped(visit: Visit) -> Response:
    """Stops it; the former files lie there still."""
    choice = _typed(visit)
    if build := _builds.get(_pack(visit, choice["have"])):
        build.stop()
    return visit.page("print-plan.html", **choice, **_plan(visit, choice))


def copies_typed(visit: Visit) -> Response:
    """How many the print shop makes of something."""
    ((target, typed),) = (
        (name.removeprefix("antal:"), value.strip()) for name, value in visit.typed.items() if name.startswith("antal:")
    )
    known = dict(visit.house.engine(printing.choices, visit.house.root, visit.asked))
    if target not in {*known, *(name.partition("/")[0] for name in known)}:
        raise MissingError
    if typed and not (typed.isdecimal() and typed.isascii() and int(typed) <= _MOST_COPIES):
        raise BuildError(Fault(f"»{typed}« er ikke et antal", None, f"skriv et helt tal fra 0 til {_MOST_COPIES}"))
    ((there,), seen) = visit.own.values(("oplag", target)), visit.typed.get("before")
    if seen is not None and there not in ("", seen.strip(), typed):
        raise ElsewhereError(there, typed, "Antallet")
    visit.own.change("antallet", Edit(("oplag", target), str(int(typed)) if typed else "", there))
    return Response(status_code=204)


def file(visit: Visit) -> Response:
    """A finished file, to fetch or to open."""
    folder, path = _in_pack(visit)
    kind = "application/pdf" if path.endswith(".pdf") else "application/octet-stream"
    way = "inline" if kind == "application/pdf" and "aabn" in visit.request.query_params else "attachment"
    name = quote(f"{folder.name}-{Path(path).name}")
    headers = {"content-disposition": f"{way}; filename*=utf-8''{name}"}
    return Response((folder / path).read_bytes(), media_type=kind, headers=headers)


def thumbnail(visit: Visit) -> Response:
    """A finished file's first page."""
    folder, path = _in_pack(visit)
    if not path.endswith(".pdf"):
        raise MissingError
    return Response(visit.house.engine(printing.seen, folder / path, 240), media_type="image/png")


def _in_pack(visit: Visit) -> tuple[Path, str]:
    """A file by its name in the pack's manifest; nothing else on the disk has an address."""
    have = visit.path("have")
    if have not in get_args(Have):
        raise MissingError
    folder, path = _pack(visit, have), visit.path("path")  # type: ignore[arg-type]
    listed = read_manifest(folder).get("files", {})
    if path not in listed or not (folder / path).is_file() or (folder / path).is_symlink():
        raise MissingError
    return folder, path


def in_one(visit: Visit) -> Response:
    """The files of a copier's choice in one zip."""
    choice = _chosen(visit)
    plan = _plan(visit, choice)
    if not plan.get("there"):
        raise MissingError
    folder = _pack(visit, choice["have"])
    data = pack.in_one(folder, [sheet.path for sheet in plan["plan"].sheets])
    name = quote(f"{folder.name}-{choice['have']}.zip")
    return Response(
        data, media_type="application/zip", headers={"content-disposition": f"attachment; filename*=utf-8''{name}"}
    )

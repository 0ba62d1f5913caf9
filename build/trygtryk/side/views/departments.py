"""*Mine afdelinger*: made, copied, renamed, opened; each is a folder on the disk."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from trygtryk.errors import BuildError
from trygtryk.pack.manifest import read_manifest
from trygtryk.side.folder import copied, folders, made, renamed
from trygtryk.side.visit import AS_IT_IS, Visit, onward
from trygtryk.side.watch import state
from trygtryk.sources.department.departments import DEPARTMENTS


def shown_all(visit: Visit) -> Response:
    """All departments of the project."""
    rows = []
    for name, folder in folders(visit.house.root).items():
        try:
            title, school, word = folder.values(("navn",), ("skole",), ("ord",))
            rows.append((name, title or folder.path.name, school, word, "", state(visit.house.root, folder.path)))
        except BuildError as error:
            rows.append((name, folder.path.name, "", "", error.faults[0].message, ""))
    return visit.page("afdelinger.html", rows=rows, as_it_is=AS_IT_IS, left=_left(visit))


def _left(visit: Visit) -> list[str]:
    """Finished packs in out/ that no department has any more: it was renamed, or its folder is gone."""
    there = {f"{DEPARTMENTS}/{folder.path.name}/" for folder in folders(visit.house.root).values()}
    packs = sorted(path for path in (visit.house.root / "out").glob("*") if path.is_dir())
    made_of = {pack.name: read_manifest(pack).get("order", {}).get("wording", "") for pack in packs}
    return [name for name, of in made_of.items() if of.startswith(f"{DEPARTMENTS}/") and of not in there]


def begun(visit: Visit) -> Response:
    """A new one, opened."""
    return onward(f"/afdeling/{quote(made(visit.house.root, visit.typed.get('navn', '')))}/ord")


def copied_(visit: Visit) -> Response:
    """A copy of one, under another name."""
    copied(visit.house.root, visit.name, visit.typed.get("navn", ""))
    return onward("/")


def renamed_(visit: Visit) -> Response:
    """One under another name."""
    renamed(visit.house.root, visit.name, visit.typed.get("navn", ""))
    return onward("/")


def undone(visit: Visit) -> Response:
    """The last step taken back, and the view as it is then."""
    return _back(visit, "fortrudt", visit.own.undo(visit.typed.get("trin")))


def done_again(visit: Visit) -> Response:
    """What was undone last, done again."""
    return _back(visit, "gentaget", visit.own.redo(visit.typed.get("trin")))


def _back(visit: Visit, what: str, title: str) -> Response:
    base = f"/afdeling/{quote(visit.name)}/"
    back = visit.typed.get("til", "")
    return onward(f"{back if back.startswith(base) else base + 'ord'}?{what}={quote(title)}")


def news(visit: Visit) -> Response:
    """Whether anything was changed since a window was last told of it."""
    folder = visit.folder
    known = state(visit.house.root, folder.path if folder else None)
    if visit.request.query_params.get("set") == known:
        return Response(status_code=204)
    return visit.page("nyt.html")

"""A picture of the department's own on a page: dropped, cropped, told of in words, and taken away again."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml
from starlette.responses import Response

from trygtryk.errors import BuildError, Fault
from trygtryk.side.folder import ElsewhereError, Seen
from trygtryk.side.questions import camera, pages, picture
from trygtryk.side.questions.pages import WHOLE
from trygtryk.side.questions.picture import Pictured
from trygtryk.side.views.pages import place
from trygtryk.side.visit import MissingError, Visit, signalled
from trygtryk.sources.department.own_folder import PICTURES

_SMALLEST = 20.0
_SHOWN_PX = 800


def given(visit: Visit) -> Response:
    """A picture handed in, drawn once where it is to stand before it takes the former's place."""
    now = _now(visit)
    files = visit.uploads.get("billede", ())
    if not files:
        raise BuildError(Fault("der er ikke valgt noget billede"))
    name, data = files[0]
    seen = _met(visit, now, name)
    data = visit.house.engine(camera.without_whereabouts, data)
    _save(visit, now, data, picture.kind(data, name), now.alt if now.file else "", "", seen)
    return _answer(visit)


def told(visit: Visit) -> Response:
    """What the picture shows, and which part of it is seen."""
    now = _now(visit)
    if not now.file:
        raise MissingError
    seen = _met(visit, now, now.file)
    crop = ""
    if now.size and "bredde" in visit.typed:
        crop = _crop(now, *(_number(visit, name) for name in ("venstre", "oven", "bredde")))
    alt = " ".join(visit.typed.get("alt", now.alt).split())
    data = (visit.own.path / PICTURES / now.file).read_bytes()
    _save(visit, now, data, now.file.rpartition(".")[2].lower(), alt, crop, seen)
    product, part, page = place(visit)
    answer = signalled(Response(status_code=204), set={"id": f"set-{now.id}", "value": _seen(visit, now.id).state})
    return drawn_anew(visit, answer, f"{product}/{part or WHOLE}/{page}")


def taken_away(visit: Visit) -> Response:
    """Our drawing again."""
    now = _now(visit)
    seen = _met(visit, now, "vores tegning")
    visit.own.change("billedet", gone=tuple(seen.files), seen=seen)
    return _answer(visit)


def _seen(visit: Visit, id: str) -> Seen:
    return visit.own.seen(visit.own.of_picture(id))


def _met(visit: Visit, now: Pictured, ours: str) -> Seen:
    """A picture's files as they are; raises ElsewhereError where they are not what the browser's window showed."""
    seen = _seen(visit, now.id)
    if visit.typed.get("set", seen.state) != seen.state:
        raise ElsewhereError(now.file or "vores tegning", ours, "Billedet", seen.state)
    return seen


def _now(visit: Visit) -> Pictured:
    product, part, page = place(visit)
    if product not in visit.house.engine(pages.products, visit.house.root, visit.asked):
        raise MissingError
    known = visit.house.engine(picture.on_page, visit.house.root, visit.asked, product, part, page)
    return next((one for one in known if one.id == visit.typed.get("id")), None) or _missing()


def _missing() -> Pictured:
    raise MissingError


def seen(visit: Visit) -> Response:
    """The whole of the department's photo, to choose a part of."""
    data = visit.house.engine(picture.photo, visit.house.root, visit.asked, visit.path("id"), _SHOWN_PX)
    return Response(data, media_type="image/jpeg")


def _number(visit: Visit, name: str) -> float:
    typed = visit.typed.get(name, "").strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d*)?", typed):
        raise BuildError(
            Fault(f"»{visit.typed.get(name, '')}« er ikke et tal", None, "skriv procent: et tal fra 0 til 100")
        )
    return float(typed)


def _crop(now: Pictured, left: float, top: float, wide: float) -> str:
    """The part of a photo with its place's proportions, in percent, kept inside the photo; empty where it is all of it
    that there is room for."""
    wide = min(max(wide, _SMALLEST), now.widest)
    high = wide * now.taller
    left, top = min(left, 100 - wide), min(top, 100 - high)
    crop = [max(round(part, 2), 0.0) for part in (left, top, wide, high)]
    return (
        "" if all(abs(part - whole) < 0.1 for part, whole in zip(crop, now.middle, strict=True)) else json.dumps(crop)
    )


def _save(visit: Visit, now: Pictured, data: bytes, ending: str, alt: str, crop: str, seen: Seen) -> None:
    notes = (yaml.safe_dump({"alt": alt}, allow_unicode=True, width=1_000_000) if alt else "") + (
        f"crop: {crop}\n" if crop else ""
    )
    files = {f"{now.id}.{ending}": data, **({f"{now.id}.yaml": notes.encode()} if notes else {})}
    product, _, _ = place(visit)
    visit.house.engine(picture.picture, visit.house.root, now.id, product, files)
    new = {f"{PICTURES}/{name}": content for name, content in files.items()}
    gone = tuple(name for name in seen.files if name not in new)
    visit.own.change("billedet", new=new, gone=gone, seen=Seen({**dict.fromkeys(new, ""), **seen.files}))


def _answer(visit: Visit) -> Response:
    """The picture's part of the view, and the page drawn anew."""
    product, part, page = place(visit)
    engine, root, asked = visit.house.engine, visit.house.root, visit.asked
    now = next(one for one in engine(picture.on_page, root, asked, product, part, page) if one.id == visit.typed["id"])
    shown: dict[str, Any] = {"picture": now, "seen": _seen(visit, now.id).state}
    answer = visit.page("billede.html", at=f"{product}/{part or WHOLE}/{page}", **shown)
    return drawn_anew(visit, answer, f"{product}/{part or WHOLE}/{page}")


def drawn_anew(visit: Visit, answer: Response, at: str) -> Response:
    """The answer, and where the page is as it looks now."""
    mark = visit.house.engine(pages.mark, visit.house.root, visit.asked)
    return signalled(answer, tegn=f"/afdeling/{visit.name}/billede/{at}.png?b=800&v={mark}")

"""A picture of the department's own on a page: dropped, cropped, told of in words, and taken away again."""

from __future__ import annotations

import json

import yaml
from starlette.responses import Response

from trygtryk.errors import BuildError, Fault
from trygtryk.side.questions import pages, picture
from trygtryk.side.questions.pages import WHOLE
from trygtryk.side.questions.picture import Pictured
from trygtryk.side.views.pages import place, sliders
from trygtryk.side.visit import MissingError, Visit
from trygtryk.sources.department.layer import PICTURES

_SMALLEST = 20.0


def given(visit: Visit) -> Response:
    """A picture handed in, drawn once where it is to stand before it takes the former's place."""
    now = _now(visit)
    files = visit.uploads.get("billede", ())
    if not files:
        raise BuildError(Fault("der er ikke valgt noget billede"))
    name, data = files[0]
    data = picture.without_whereabouts(data)
    _save(visit, now, data, picture.kind(data, name), now.alt if now.file else "", "")
    return _answer(visit)


def told(visit: Visit) -> Response:
    """What the picture shows, and which part of it is seen."""
    now = _now(visit)
    if not now.file:
        raise MissingError
    crop = ""
    if now.size and "stoerrelse" in visit.typed:
        crop = _crop(now, *(_number(visit, name) for name in ("vandret", "lodret", "stoerrelse")))
    alt = " ".join(visit.typed.get("alt", now.alt).split())
    data = (visit.own.path / PICTURES / now.file).read_bytes()
    _save(visit, now, data, now.file.rpartition(".")[2].lower(), alt, crop)
    product, part, page = place(visit)
    return drawn_anew(visit, Response(status_code=204), f"{product}/{part or WHOLE}/{page}")


def taken_away(visit: Visit) -> Response:
    """Our drawing again."""
    now = _now(visit)
    visit.own.change("billedet", gone=_beside(visit, now.id))
    return _answer(visit)


def _now(visit: Visit) -> Pictured:
    product, part, page = place(visit)
    if product not in visit.house.engine(pages.products, visit.house.root, visit.asked):
        raise MissingError
    known = visit.house.engine(picture.on_page, visit.house.root, visit.asked, product, part, page)
    return next((one for one in known if one.id == visit.typed.get("id")), None) or _missing()


def _missing() -> Pictured:
    raise MissingError


def _number(visit: Visit, name: str) -> float:
    try:
        return min(max(float(visit.typed.get(name, "50")), 0.0), 100.0)
    except ValueError:
        return 50.0


def _crop(now: Pictured, across: float, down: float, share: float) -> str:
    """The part of a photo with its place's proportions: where it lies in what is left over, and how large it is, in percent."""
    assert now.size
    width, height = now.size
    shape = width / height
    kept = max(share, _SMALLEST) / 100
    wide, high = kept * min(100.0, 100 * now.ratio / shape), kept * min(100.0, 100 * shape / now.ratio)
    if kept == 1 and across == down == 50:
        return ""
    return json.dumps(
        [round((100 - wide) * across / 100, 2), round((100 - high) * down / 100, 2), round(wide, 2), round(high, 2)]
    )


def _save(visit: Visit, now: Pictured, data: bytes, ending: str, alt: str, crop: str) -> None:
    notes = (yaml.safe_dump({"alt": alt}, allow_unicode=True, width=1_000_000) if alt else "") + (
        f"crop: {crop}\n" if crop else ""
    )
    files = {f"{now.id}.{ending}": data, **({f"{now.id}.yaml": notes.encode()} if notes else {})}
    product, _, _ = place(visit)
    visit.house.engine(picture.picture, visit.house.root, now.id, product, files)
    new = {f"{PICTURES}/{name}": content for name, content in files.items()}
    visit.own.change("billedet", new=new, gone=tuple(name for name in _beside(visit, now.id) if name not in new))


def _beside(visit: Visit, id: str) -> tuple[str, ...]:
    """The files of a picture in the department's folder."""
    folder = visit.own.path / PICTURES
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return tuple(f"{PICTURES}/{file.name}" for file in found if file.stem == id and file.is_file())


def _answer(visit: Visit) -> Response:
    """The picture's part of the view, and the page drawn anew."""
    product, part, page = place(visit)
    engine, root, asked = visit.house.engine, visit.house.root, visit.asked
    now = next(one for one in engine(picture.on_page, root, asked, product, part, page) if one.id == visit.typed["id"])
    answer = visit.page("billede.html", picture=now, sliders=sliders(now), at=f"{product}/{part or WHOLE}/{page}")
    return drawn_anew(visit, answer, f"{product}/{part or WHOLE}/{page}")


def drawn_anew(visit: Visit, answer: Response, at: str) -> Response:
    """The answer, and where the page is as it looks now."""
    mark = visit.house.engine(pages.mark, visit.house.root, visit.asked)
    answer.headers["HX-Trigger"] = json.dumps({"tegn": f"/afdeling/{visit.name}/billede/{at}.png?b=800&v={mark}"})
    return answer

"""*Saml svar*: filled forms handed in, their answers in a table, and what could not be read by its name."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from starlette.responses import Response

from trygtryk.bounds import MOST_FORM_DROPPED, MOST_FORMS_DROPPED
from trygtryk.errors import BuildError, Fault
from trygtryk.side.questions import answers
from trygtryk.side.questions.answers import Gathered
from trygtryk.side.visit import MissingError, Visit, heard

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_gathered: dict[str, Gathered] = {}


def shown_answers(visit: Visit) -> Response:
    """The view, with what was handed in last; nothing of it is on the disk."""
    return visit.page("svar.html", found=_gathered.get(visit.asked))


def handed_in(visit: Visit) -> Response:
    """Forms, all at once; they take the place of those before."""
    files = visit.uploads.get("skemaer", ())
    if not files:
        raise BuildError(Fault("der er ikke valgt nogen skemaer", None, "vælg dem alle på én gang"))
    if len(files) > MOST_FORMS_DROPPED:
        raise BuildError(
            Fault(
                f"der er {len(files)} filer; der kan læses {MOST_FORMS_DROPPED} ad gangen", None, "tag dem i to omgange"
            )
        )
    seen: Counter[str] = Counter()
    named = []
    for name, data in files:
        seen[name] += 1
        shown = name if seen[name] == 1 else f"{name} ({seen[name]})"
        # what is too large is told as a file that is no form
        named.append((shown, data if len(data) <= MOST_FORM_DROPPED else b""))
    found = visit.house.engine(answers.gathered, visit.house.root, visit.asked, tuple(named))
    _gathered[visit.asked] = found
    read = len([entry for entry in found.entries if entry.read])
    return heard(visit.page("svar-tabel.html", found=found), f"{read} af {len(found.entries)} er læst")


def spreadsheet(visit: Visit) -> Response:
    """The answers for a spreadsheet."""
    found = _gathered.get(visit.asked)
    if found is None or not found.xlsx:
        raise MissingError
    name = quote(f"svar-{visit.name}.xlsx")
    return Response(
        found.xlsx, media_type=_XLSX, headers={"content-disposition": f"attachment; filename*=utf-8''{name}"}
    )


def cleared(visit: Visit) -> Response:
    """Nothing of it is kept."""
    _gathered.pop(visit.asked, None)
    return heard(visit.page("svar-tabel.html", found=None), "Svarene er ryddet")

"""The summary of a batch: a page that anybody can open, with each department's word as it is printed, for approval."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader

from trygtryk import guide
from trygtryk.batch.departments import Entry
from trygtryk.errors import Fault
from trygtryk.pack.journal import beside, put
from trygtryk.pack.pack import SUMMARY
from trygtryk.pack.seal import BLANK, sealed, unbroken

_TEMPLATES = Environment(
    loader=PackageLoader("trygtryk.batch", "."), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of a department: what is wrong, or else the folder of its pack beside the page."""

    entry: Entry
    faults: tuple[Fault, ...] = ()
    pack: str = ""


def write(out: Path, source: str, lines: tuple[Line, ...]) -> tuple[Path, str]:
    """Writes the page; answers with it, and with the name of the one that somebody has changed, which is kept."""
    page, kept = out / SUMMARY, ""
    if page.is_file() and not unbroken(page.read_bytes()):
        kept = beside(out, SUMMARY)
        page.rename(out / kept)
    put(page, _page(out, source, lines), folder=True)
    return page, kept


def _page(out: Path, source: str, lines: tuple[Line, ...]) -> bytes:
    opened = {line.pack: _opened(out, line.pack) for line in lines if line.pack}
    template = _TEMPLATES.get_template(SUMMARY)
    return sealed(template.render(source=source, lines=lines, opened=opened, blank=BLANK).encode())


def _opened(out: Path, pack: str) -> str:
    """What a click on a department opens: the page that says what its files are for, or else its folder."""
    first = f"{pack}/{guide.NAME}.pdf"
    return quote(first if (out / first).is_file() else f"{pack}/")

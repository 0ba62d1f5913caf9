"""A text that moved, a box that shrank or an ink that changed unnoticed: the dumps show each as one readable line.

``make golden`` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from dump import contents, dump, furniture
from program import ROOT, ran
from trygtryk import pipeline
from trygtryk.editions import Job
from trygtryk.model import Document
from trygtryk.order import Order
from trygtryk.pack.manifest import Finished
from trygtryk.products import PRODUCTS
from trygtryk.read import Sources, read_sources

GOLDEN = ROOT / "tests/golden"
WORKBOOK, ITS_OWN_PAGES = "arbejdshaefte", 2


@cache
def pressed(*asked: str) -> tuple[tuple[str, Document], ...]:
    """What reaches the press in a build, each document with the edition it is pressed for."""
    met: list[tuple[str, Document]] = []

    def noted(sources: Sources, ready: tuple[Job, ...], *_: object) -> tuple[Finished, ...]:
        """Goes no farther: what the press makes of them, others test."""
        for job in ready:
            met.append(({"press": "tryk", "office": "kontor"}.get(str(job.rules), "skaerm"), job.document))
        return tuple(Finished(job.path, b"") for job in ready)

    with (
        TemporaryDirectory() as out,
        patch.object(pipeline, "press", noted),
        patch.object(pipeline, "refuse_unfit", lambda *_: None),
    ):
        ran("build", *asked, "--quiet", "--no-cache", "--out", Path(out))
    return tuple(met)


def product(name: str) -> str:
    documents = [piece.document for piece in pipeline.compose(read_sources(ROOT, Order((name,))))]
    return "\n".join(contents(made, ITS_OWN_PAGES) if made.name == WORKBOOK else dump(made) for made in documents)


def office() -> str:
    """One poster's sheets stand for all posters', one form's for all forms'."""
    shown = ("plakat-fejl", "billedkort", "flipflap", "skema-udsagn", WORKBOOK)
    return "\n".join(
        furniture(made) for edition, made in pressed() if edition == "kontor" and made.name.startswith(shown)
    )


def marks() -> str:
    """One poster ready for every print shop that has a profile."""
    out = ""
    for profile in sorted(file.stem for file in (ROOT / "layouts/press").glob("*.toml")):
        (made,) = (made for edition, made in pressed("plakater/fejl", "--press", profile) if edition == "tryk")
        head, sizes, *items = furniture(made).splitlines()
        out += "\n".join(
            [
                f"{profile}: {head}",
                sizes,
                *(
                    item
                    for item in items
                    if "registration" in item
                    or "clip" in item
                    or item.split("fill ")[-1] in ("cyan", "magenta", "yellow", "black")
                ),
                "",
            ]
        )
    return out


def slip() -> str:
    (made,) = (made for _, made in pressed() if made.name == "ordreseddel")
    return dump(made)


GOLDENS: dict[str, Callable[[], str]] = {
    **{made.name: lambda name=made.name: product(name) for made in PRODUCTS},  # type: ignore[misc]
    "kontor": office,
    "maerker": marks,
    "ordreseddel": slip,
}


@pytest.mark.parametrize("name", GOLDENS)
def test_nothing_moved_unnoticed(name: str) -> None:
    assert GOLDENS[name]() == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in sys.argv[1:] or GOLDENS:
        (GOLDEN / f"{name}.txt").write_text(GOLDENS[name](), encoding="utf-8")

"""Who hands the program on must know what goes with it."""

from __future__ import annotations

import re
from pathlib import Path

from program import ROOT, ran

NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", re.IGNORECASE)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_pinned_package_is_listed_with_the_licence_it_states() -> None:
    said = ran("licences")
    listed = dict(line.split(": ", 1) for line in said.splitlines())
    names = {canonical(line.split(" ")[0]): licence for line, licence in listed.items()}
    pinned = [line for line in Path(ROOT / "requirements.txt").read_text().splitlines() if "==" in line]
    here = {canonical(line.split("==")[0]) for line in pinned if ";" not in line}
    assert len(here) > 15 and here <= names.keys()
    assert names["reportlab"].startswith("BSD") and names["click"] == "BSD-3-Clause"
    assert not [name for name in here if names[name] == "ikke oplyst"]
    assert "mappen assets" in said and said.startswith("trygtryk ")

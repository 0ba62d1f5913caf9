"""Whoever mends one file, runs again and is told of the next has stopped after the third: all of it is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from trygtryk.errors import BuildError
from trygtryk.order import Order
from trygtryk.read import read_sources

MISTAKES = (
    ("content/plakater.yaml", "headline:", "headlin:"),
    ("layouts/press/online.toml", "safe_mm = 4", 'safe_mm = "fire"'),
    ("layouts/sheets.toml", "margin_mm =", "margen_mm ="),
    ("layouts/order.toml", "gsm = 170", "gram = 170"),
    ("layouts/palette.toml", "cmyk = [90, 45, 40, 35]", "cmyk = [190, 45, 40, 35]"),
)


def test_a_mistake_in_each_of_five_files_is_told_in_one_run(project: Path) -> None:
    for name, was, now in MISTAKES:
        file = project / name
        text = file.read_text(encoding="utf-8")
        assert was in text, name
        file.write_text(text.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        read_sources(project, Order(("plakater/fejl",), press="online"))
    told = {fault.place.file for fault in caught.value.faults if fault.place and fault.place.line}
    assert {name for name, _, _ in MISTAKES} <= told

"""Whatever an editor writes in place of one value, it is made or told in Danish at its line: never a traceback."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from trygtryk.editions import jobs
from trygtryk.errors import BuildError
from trygtryk.order import Order
from trygtryk.pipeline import compose, refuse_flaws
from trygtryk.read import read_sources

FILES = {
    "content/billedkort.yaml": "billedkort",
    "content/flipflap.yaml": "flipflap",
    "content/plakater.yaml": "plakater",
    "content/links.yaml": "plakater/det-svaere",
    "content/pack.yaml": "plakater/fejl",
    "content/skemaer/overblik-360.yaml": "skemaer/overblik-360",
    "layouts/billedkort.toml": "billedkort",
    "layouts/flipflap.toml": "flipflap",
    "layouts/plakater.toml": "plakater",
    "layouts/skemaer.toml": "skemaer/overblik-360",
    "layouts/order.toml": "plakater/fejl",
    "layouts/palette.toml": "plakater/fejl",
    "layouts/sheets.toml": "plakater/fejl",
    "layouts/type.toml": "plakater/fejl",
    "layouts/press/standard.toml": "plakater/fejl",
}
VALUES = ("", "0", "-1", "0.001", "99999", "[]", "[1, 2]", "{}", '""', '"x"', "false", f'"{"Æ" * 300}"', '"[kort x]"')
A_FILE = 4


@pytest.mark.parametrize("name", FILES)
def test_one_value_is_mistyped(project: Path, name: str) -> None:
    file = project / name
    text = file.read_text(encoding="utf-8")
    between = r"(?m)(?<=: )[^\s|>].*$" if file.suffix == ".yaml" else r"(?m)(?<=[=\[,] )[^,\]\n{}]+|(?<=\[)-?\d[\d.]*"
    spans = [found.span() for found in re.finditer(between, text)]
    chosen = random.Random(name)
    for start, end in chosen.sample(spans, min(A_FILE, len(spans))):
        value = chosen.choice(VALUES)
        file.write_text(text[:start] + value + text[end:], encoding="utf-8")
        try:
            sources = read_sources(project, Order((FILES[name],)))
            refuse_flaws(tuple(job.document for job in jobs(compose(sources), sources)))
        except BuildError as error:
            assert all(re.match(r"[\w./-]+:\d+: ", str(fault)) for fault in error.faults), (
                text[start:end],
                value,
                str(error),
            )

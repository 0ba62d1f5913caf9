"""A text that moved, a box that shrank or an ink that changed unnoticed: the dumps show each as one readable line.

``make golden`` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from dump import dump
from trygtryk import pipeline
from trygtryk.order import Order
from trygtryk.products import PRODUCTS
from trygtryk.read import read_sources

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests/golden"


def dumped(name: str) -> str:
    shop = read_sources(ROOT, Order((name,)))
    return "\n".join(dump(piece.document) for piece in pipeline.compose(shop))


@pytest.mark.parametrize("name", [product.name for product in PRODUCTS])
def test_nothing_moved_unnoticed(name: str) -> None:
    assert dumped(name) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for product in PRODUCTS:
        (GOLDEN / f"{product.name}.txt").write_text(dumped(product.name), encoding="utf-8")

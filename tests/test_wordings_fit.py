"""A department that prints at five to eight must not meet a text that is too long for its word."""

from __future__ import annotations

from pathlib import Path

import pytest
from trygtryk import pipeline
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.sources.department import wordings

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("word", wordings(ROOT))
def test_everything_fits_in_every_ready_made_word(word: str) -> None:
    pieces = pipeline.compose(read_sources(ROOT, Order((), word)))
    assert len(pieces) >= 24

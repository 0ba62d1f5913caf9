"""A department that prints at five to eight must not meet a text that is too long for its word."""

from __future__ import annotations

from pathlib import Path

import pytest
from judges import archived, needs_pdfa
from program import ROOT, ran
from trygtryk import pipeline
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.sources.department import wordings


@pytest.mark.parametrize("word", wordings(ROOT))
def test_everything_fits_in_every_ready_made_word(word: str) -> None:
    pieces = pipeline.compose(read_sources(ROOT, Order((), word)))
    assert len(pieces) >= 24


@needs_pdfa
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("word", wordings(ROOT))
def test_every_form_fits_and_is_an_archive_in_every_word_and_size(tmp_path: Path, word: str, large: bool) -> None:
    size = ["--large"] if large else []
    ran("build", "skemaer", "--edition", "skaerm", "--team", word, *size, "--quiet", "--out", tmp_path)
    files = sorted(tmp_path.rglob("*.pdf"))
    assert len(files) == 15
    assert {file.name: found for file in files if (found := archived(file))} == {}

"""The style sheet: an editor finds every name that a scene may use, and what it looks like."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import yaml
from trygtryk.look import views
from trygtryk.read import read_kitbox

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def made() -> bytes:
    return views.style_sheet(read_kitbox(ROOT))


def words(data: bytes) -> set[str]:
    document = pypdfium2.PdfDocument(data)
    return {word for page in document for word in page.get_textpage().get_text_range().split()}


def names() -> Iterator[str]:
    """What a scene may name, read off the folders by a hand of our own."""
    figures = ROOT / "assets/figures"
    for file in ("cameras", "poses", "faces", "hair", "hands", "shoes", "cuts"):
        yield from yaml.safe_load((figures / f"{file}.yaml").read_text(encoding="utf-8"))
    heads = yaml.safe_load((figures / "heads.yaml").read_text(encoding="utf-8"))
    body = tomllib.loads((figures / "body.toml").read_text(encoding="utf-8"))
    palette = tomllib.loads((ROOT / "layouts/palette.toml").read_text(encoding="utf-8"))
    yield from (*heads["shapes"], *heads["ages"], *body["builds"], *body["views"])
    yield from (name for name, ink in palette.items() if "spot" not in ink)
    for folder in ("props", "symbols"):
        yield from (file.stem for file in (ROOT / "assets" / folder).glob("*.yaml"))


def test_every_name_of_the_kit_is_on_the_sheet(made: bytes) -> None:
    assert set(names()) - words(made) == set()


def test_the_sheet_in_docs_is_not_behind_the_kit() -> None:
    kept = (ROOT / "docs/tegnestil.pdf").read_bytes()
    assert set(names()) - words(kept) == set(), "run make pictures"
    assert len(kept) < 1_000_000


def test_the_text_of_the_example_is_the_scene_that_is_drawn(made: bytes) -> None:
    page = pypdfium2.PdfDocument(made)[0]
    printed = "".join(page.get_textpage().get_text_range().split())
    text = (ROOT / "content/tegnestil-scene.yaml").read_text(encoding="utf-8")
    assert "".join(text.split()) in printed

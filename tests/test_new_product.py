"""Whoever adds a product by the book gets it in every edition it names: CONTRIBUTING's own steps, on a copy."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from finished import size, words
from program import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as somebody has it after the steps."""
    root = tmp_path_factory.mktemp("projekt")
    for folder in ("assets", "build", "content", "layouts", "tests"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    steps = (
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## A new product")[2].partition("\n## ")[0]
    )
    for step in re.split(r"\n(?=\d\. )", steps)[1:]:
        file = re.search(r"`((?:content|layouts|build)/[\w./]+)`", step)
        block = re.search(r"^   ```\w+\n(.*?)^   ```", step, re.DOTALL | re.MULTILINE)
        if file and block:
            with (root / file[1]).open("a", encoding="utf-8") as out:
                out.write("\n" * (file[1] == "layouts/order.toml") + textwrap.dedent(block[1]))
        elif file:
            registry = (root / file[1]).read_text(encoding="utf-8")
            named = registry.replace("import cards", "import badge, cards").replace("= (", "= (badge.PRODUCT, ")
            assert named.count("badge") == 2
            (root / file[1]).write_text(named, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def run(copy: Path) -> Run:
    def run(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        made = subprocess.run(
            [sys.executable, *arguments],
            cwd=copy,
            env={"PYTHONPATH": str(copy / "build"), "PATH": ""},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert made.returncode == code, made.stdout + made.stderr
        return made

    return run


def test_it_is_listed_and_built_in_the_edition_it_names(copy: Path, run: Run) -> None:
    assert "  skilt\n" in run("-m", "trygtryk", "list").stdout
    run("-m", "trygtryk", "build", "skilt", "--team", "afdeling")
    made = {file.relative_to(copy / "out/afdeling").as_posix() for file in (copy / "out/afdeling").rglob("*.*")}
    assert made == {
        "tryk/skilt-90x55mm.pdf",
        "ordreseddel.pdf",
        "ordreseddel.json",
        "mail-til-trykkeriet.txt",
        "manifest.json",
    }
    with pikepdf.open(copy / "out/afdeling/tryk/skilt-90x55mm.pdf") as pdf:
        assert size(pdf.pages[0], "TrimBox") == pytest.approx((90, 55), abs=0.02)
    assert words(copy / "out/afdeling/tryk/skilt-90x55mm.pdf") == "Tovholder for tryghed I afdelingen hos"


def test_it_stands_on_the_slip_and_passes_the_check(copy: Path, run: Run) -> None:
    run("-m", "trygtryk", "build", "skilt", "--edition", "tryk")
    (line,) = json.loads((copy / "out/team/ordreseddel.json").read_text(encoding="utf-8"))["files"]
    assert (line["file"], line["copies"], line["trim_mm"]) == ("skilt-90x55mm.pdf", 10, [90.0, 55.0])
    told = run("-m", "trygtryk", "check", "out/team/tryk/skilt-90x55mm.pdf").stdout
    assert told == "skilt-90x55mm.pdf: i orden\n"


def test_its_mistakes_are_told_before_it_is_made(copy: Path, run: Run) -> None:
    layout = copy / "layouts/skilt.toml"
    text = layout.read_text(encoding="utf-8")
    wrong = text.replace("place = [8, 8, 74, 10]", "place = [8, 8, 74, 20]").replace('"mustard"', '"petrol"')
    layout.write_text(wrong, encoding="utf-8")
    answer = run("-m", "trygtryk", "build", "skilt", code=1).stderr
    for told in ("»role« og »place« ligger over hinanden", "»role_style« i black på petrol kan ikke læses"):
        assert re.search(rf"layouts/skilt\.toml:\d+: .*{told}", answer), answer
    layout.write_text(text, encoding="utf-8")
    assert (
        "laves ikke i udgaven skaerm" in run("-m", "trygtryk", "build", "skilt", "--edition", "skaerm", code=1).stderr
    )


def test_its_golden_is_written_and_kept(copy: Path, run: Run) -> None:
    run("tests/test_golden.py", "skilt")
    golden = copy / "tests/golden/skilt.txt"
    assert "Tovholder" in golden.read_text(encoding="utf-8")
    run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_golden.py", "-k", "skilt", "--rootdir", str(copy))

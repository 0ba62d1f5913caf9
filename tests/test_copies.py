"""What a department orders is what stands on the slip, lies in tryk/ and is mailed: nothing twice, nothing kept unseen."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from program import ROOT, ran, run
from trygtryk.checks import _counted_apart
from trygtryk.editions import jobs
from trygtryk.errors import Place
from trygtryk.order import Order
from trygtryk.pipeline import compose
from trygtryk.products import PRODUCTS
from trygtryk.read import Sources, _ordered, read_sources
from trygtryk.sources.department.layer import Department, read_department

PLACE = Place("content/afdelinger/nord/afdeling.yaml", 3)
NAMES = tuple(product.name for product in PRODUCTS)


@cache
def shop(press: str = "standard") -> Sources:
    return read_sources(ROOT, Order(press=press, editions=("tryk",)))


def counted(copies: dict[str, int], press: str = "standard") -> Sources:
    """The sources as they are for a department that orders so many."""
    sources = shop(press)
    department = replace(_nobody(), copies={target: (number, PLACE) for target, number in copies.items()})
    return replace(sources, slip=_ordered(sources.slip, department, sources.products))


@cache
def _nobody() -> Department:
    return read_department(ROOT, "team")


def number(sources: Sources, target: str) -> int:
    suggestion = sources.slip.suggested(target)
    assert suggestion
    return suggestion.copies


def pieces() -> tuple[str, ...]:
    return tuple(f"{source.product.name}/{part}" if part else source.product.name for source, part in shop().asked)


@settings(deadline=None, max_examples=60)
@example({"skemaer": 0})
@given(
    st.dictionaries(st.deferred(lambda: st.sampled_from((*NAMES, *pieces()))), st.sampled_from((0, 0, 7)), max_size=6)
)
def test_a_number_is_that_of_all_it_names_and_nought_leaves_nothing(copies: dict[str, int]) -> None:
    made, ours = counted(copies), shop()
    apart = {fault.message.split("»")[1].partition("«")[0] for fault in _counted_apart(made)}
    for target in pieces():
        product = target.partition("/")[0]
        now = number(made, target)
        if target in copies:
            assert now == copies[target]
        elif copies.get(product) == 0:
            assert now == 0, "the workbook is a form too"
        elif product in copies:
            assert now == copies[product] or (now == number(ours, target) and target in apart), "kept, and told"
        else:
            assert now == number(ours, target)
        assert target not in apart or target not in copies


@pytest.mark.parametrize("press", ["standard", "samlet"])
def test_each_piece_is_in_one_file_for_the_print_shop_or_in_none(press: str) -> None:
    made = counted({"skemaer": 0, "skemaer/udsagn": 9, "plakater/fejl": 3, "plakater/ideer": 0, "flipflap": 0}, press)
    ready = jobs(compose(made), made)
    in_files = [piece.target for job in ready if job.line for piece in job.pieces]
    assert len(in_files) == len(set(in_files))
    assert set(in_files) == {target for target in pieces() if number(made, target)}
    assert {target for target in in_files if target.startswith(("skemaer", "flipflap"))} == {"skemaer/udsagn"}
    told = {job.line.target: job.line.copies for job in ready if job.line}
    assert told["plakater/fejl"] == 3 and told["skemaer/udsagn"] == 9


def nord(project: Path, copies: str) -> None:
    folder = project / "content/afdelinger/nord"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "afdeling.yaml").write_text(f"navn: Nord\noplag:\n{copies}", encoding="utf-8")


def test_the_slip_the_folder_and_the_mail_hold_the_same(project: Path) -> None:
    nord(project, "  skemaer: 0\n  skemaer/udsagn: 9\n  plakater: 1\n")
    asked = ("skemaer/arbejdshaefte", "skemaer/udsagn", "skemaer/podcast", "plakater/fejl")
    told = ran("build", *asked, "--afdeling", "nord", "--edition", "tryk", "--mail", "--quiet")
    assert "»skemaer« (2 dele) står til 0 stk." in told
    pack = project / "out/nord-mail"
    slip = json.loads((pack / "ordreseddel.json").read_text(encoding="utf-8"))["files"]
    made = {"skema-udsagn-a4.pdf": 9, "plakat-fejl-a3.pdf": 1}
    assert {line["file"]: line["copies"] for line in slip} == made
    assert {file.name for file in (pack / "tryk").iterdir()} == made.keys()
    with zipfile.ZipFile(pack / "til-trykkeriet.zip") as packed:
        assert {name.removeprefix("tryk/") for name in packed.namelist() if name.startswith("tryk/")} == made.keys()
    text = (pack / "mail-til-trykkeriet.txt").read_text(encoding="utf-8")
    assert {name for name in ("skema-udsagn", "plakat-fejl", "arbejdshaefte", "podcast") if name in text} == {
        "skema-udsagn",
        "plakat-fejl",
    }


def test_what_lay_there_before_is_ordered_as_it_is_today(project: Path) -> None:
    nord(project, "  plakater: 4\n")
    asked = ("build", "--afdeling", "nord", "--edition", "tryk", "--quiet")
    ran(*asked, "plakater/fejl", "plakater/ideer", "flipflap")
    nord(project, "  plakater: 5\n  plakater/ideer: 0\n")
    ran(*asked, "flipflap")
    pack = project / "out/nord"
    slip = json.loads((pack / "ordreseddel.json").read_text(encoding="utf-8"))["files"]
    assert {line["file"]: line["copies"] for line in slip} == {
        "flipflap-200mm.pdf": 50,
        "flipflap-foldeseddel-a5.pdf": 50,
        "plakat-fejl-a3.pdf": 5,
    }
    assert {file.name for file in (pack / "tryk").iterdir()} == {line["file"] for line in slip}


def test_where_nothing_is_ordered_any_more_no_slip_is_left(project: Path) -> None:
    nord(project, "  plakater: 4\n")
    ran("build", "plakater/fejl", "--afdeling", "nord", "--quiet")
    nord(project, "  plakater: 0\n")
    told = ran("build", "plakater/fejl", "--afdeling", "nord", "--quiet")
    assert "afdeling.yaml:3: »plakater/fejl« står til 0 stk." in told
    assert {path.name for path in (project / "out/nord").iterdir()} == {"kontor", "skaerm", "manifest.json"}


def test_a_number_that_is_given_twice_is_told(project: Path) -> None:
    nord(project, "  posters: 4\n  plakater: 2\n")
    answer = run("build", "plakater/fejl", "--afdeling", "nord")
    assert answer.exit_code == 1 and "afdeling.yaml:4: »posters« og »plakater« er det samme" in answer.output

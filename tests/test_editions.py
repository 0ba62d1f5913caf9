"""Whoever asks for one edition, or for a part, gets that; and the slip beside it names what lies there, no more, no less."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from finished import words
from program import edit, files, ran, run


def slip(pack: Path) -> dict[str, dict[str, Any]]:
    """The slip's lines by file."""
    told = json.loads((pack / "ordreseddel.json").read_text(encoding="utf-8"))
    return {line["file"]: line for line in told["files"]}


def in_print(pack: Path) -> set[str]:
    return {file.name for file in (pack / "tryk").iterdir()}


def read(file: Path) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(file) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_one_edition_alone(project: Path) -> None:
    ran("build", "plakater/fejl", "skemaer/podcast", "--edition", "tryk")
    pack = project / "out/team"
    assert {path.name for path in pack.iterdir()} == {
        "tryk",
        "ordreseddel.pdf",
        "ordreseddel.json",
        "mail-til-trykkeriet.txt",
        "manifest.json",
    }
    assert in_print(pack) == set(slip(pack)) == {"plakat-fejl-a3.pdf", "skema-podcast-a4.pdf"}


def test_without_the_print_edition_there_is_no_slip(project: Path) -> None:
    ran("build", "plakater/fejl", "skemaer/podcast", "--edition", "kontor", "--edition", "skaerm")
    made = files(project / "out/team")
    assert {path.split("/")[0] for path in made} == {"kontor", "skaerm", "manifest.json"}


def test_a_part_built_into_a_pack_leaves_the_slip_whole_and_the_pack_verified(project: Path) -> None:
    ran("build", "flipflap", "plakater/fejl", "plakater/hjaelp", "--quiet")
    pack = project / "out/team"
    before = files(pack)
    ran("build", "plakater/fejl", "--quiet")
    assert files(pack) == before
    ran("build", "billedkort", "--edition", "tryk", "--quiet")
    assert list(slip(pack))[:3] == ["flipflap-200mm.pdf", "flipflap-foldeseddel-a5.pdf", "billedkort-a6.pdf"]
    assert in_print(pack) == set(slip(pack))
    assert all(name in words(pack / "ordreseddel.pdf").replace(" ", "") for name in in_print(pack))


def test_a_slip_that_cannot_be_read_is_told(project: Path) -> None:
    ran("build", "flipflap", "--edition", "tryk", "--quiet")
    (project / "out/team/ordreseddel.json").write_text('{"files": [1]}', encoding="utf-8")
    answer = run("build", "billedkort", "--edition", "tryk", "--quiet")
    assert answer.exit_code == 1 and "ordreseddel kan ikke læses" in answer.output


@pytest.mark.parametrize("target", ["plakater/fejl", "plakater"])
def test_where_a_file_holds_a_product_no_part_takes_its_place(project: Path, target: str) -> None:
    told = run("build", target, "--press", "samlet", "--edition", "tryk").output
    assert ("det hele kommer med: plakater" in told) == ("/" in target)
    pack = project / "out/team-samlet"
    with pikepdf.open(pack / "tryk/plakater-a3.pdf") as pdf:
        assert len(pdf.pages) == 8
    (line,) = slip(pack).values()
    assert (line["pages"], line["sheets"], line["inks"]) == (8, 8, "4+0"), "eight posters, not four with backs"


def test_no_form_begins_on_the_back_of_another(packs: Any) -> None:
    apart, together = packs(), packs("skemaer", "--press", "samlet", "--edition", "tryk")
    assert in_print(together) == set(slip(together)) == {"skemaer-a4.pdf", "arbejdshaefte-a4.pdf"}
    expected: list[str] = []
    for name, line in slip(apart).items():
        if name.startswith("skema-"):
            expected += read(apart / "tryk" / name)
            expected += [""] * (len(expected) % 2)
            assert line["sheets"] == (line["pages"] + 1) // 2
    assert read(together / "tryk/skemaer-a4.pdf") == expected
    assert slip(together)["skemaer-a4.pdf"]["pages"] == 2 * slip(together)["skemaer-a4.pdf"]["sheets"] == len(expected)


def test_what_is_not_ordered_is_left_out_and_said(project: Path) -> None:
    edit(project / "layouts/order.toml", "copies = 2\n", "copies = 0\n")
    answer = run("build", "plakater/fejl", "flipflap", "--quiet")
    assert "»plakater/fejl« står til 0 stk." in answer.output and "layouts/order.toml:" in answer.output
    pack = project / "out/team"
    assert in_print(pack) == set(slip(pack)) == {"flipflap-200mm.pdf", "flipflap-foldeseddel-a5.pdf"}
    assert (pack / "kontor/plakat-fejl-a4-kontor.pdf").is_file()
    alone = run("build", "plakater/fejl", "--edition", "tryk")
    assert alone.exit_code == 1 and "der er ikke noget at lave" in alone.output
    assert (
        run("build", "plakater", "flipflap", "--edition", "tryk").output.count("»plakater« (8 dele) står til 0 stk.")
        == 1
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("copies = 2\n", "copies = -2\n", "0 eller mere"),
        ("gsm = 170", "gsm = 0", "mere end 0"),
        ("[products.plakater]", "[products.plakat]", "ordresedlen mangler »plakater«"),
    ],
)
def test_what_cannot_be_ordered_is_told_before_anything_is_made(
    project: Path, before: str, after: str, told: str
) -> None:
    edit(project / "layouts/order.toml", before, after)
    answer = run("build", "plakater/fejl")
    assert answer.exit_code == 1 and told in answer.output and "layouts/order.toml" in answer.output
    assert "sætter" not in answer.output


def test_a_whole_edition_takes_away_what_it_no_longer_has_and_leaves_the_others(project: Path) -> None:
    ran("build", "plakater", "--quiet")
    pack = project / "out/team"
    text = (project / "content/plakater.yaml").read_text(encoding="utf-8")
    rest = re.sub(r"^fejl:\n(  .*\n|\n)+", "", text, flags=re.MULTILINE)
    assert rest != text
    (project / "content/plakater.yaml").write_text(rest, encoding="utf-8")
    ran("build", "--edition", "tryk", "--quiet")
    assert "plakat-fejl-a3.pdf" not in in_print(pack) and in_print(pack) == set(slip(pack))
    assert (pack / "kontor/plakat-fejl-a4-kontor.pdf").is_file()


@pytest.mark.parametrize(
    ("builds", "verified"),
    [
        (("plakater", "plakater/fejl"), True),
        (("plakater/fejl --edition tryk", "plakater/fejl --edition kontor"), True),
        (("plakater/fejl --edition tryk", "plakater/hjaelp --edition tryk"), True),
        (("plakater/fejl --edition tryk", "plakater/hjaelp --edition kontor"), False),
        (("plakater/fejl", "plakater/fejl --edition kontor"), True),
    ],
)
def test_a_pack_of_several_builds_is_verified_where_one_would_make_it(
    project: Path, builds: tuple[str, ...], verified: bool
) -> None:
    for build in builds:
        ran("build", *build.split(), "--quiet")
    answer = run("verify", project / "out/team/manifest.json")
    assert (answer.exit_code == 0) == verified, answer.output
    assert verified or "ikke kan laves om som én" in answer.output

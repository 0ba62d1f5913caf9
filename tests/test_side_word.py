"""A coordinator's word, names and logo reach the department's folder as they are typed, and nobody's work is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from page import Near, browser, words
from program import edit, laid_out
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.side.folder import Folder
from trygtryk.sources.department.layer import read_department

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><rect width="3" height="1" fill="#175b6b"/></svg>'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = laid_out(tmp_path)
    with browser(made) as client:
        assert client.post("/afdelinger", data={"navn": "Nord"}).headers["HX-Redirect"] == "/afdeling/nord/ord"
    return made


def test_the_word_is_bent_saved_and_shown_before_and_after(root: Path) -> None:
    with browser(root) as client:
        answer = words(client.post("/afdeling/nord/ord", data={"ord": "Årgangen", "before": ""}).text)
        assert "en årgang · årgangen · flere årgange · alle årgangene" in answer
        assert answer.count("Efter") == 3 and "på årgangen" in answer
        everything = words(client.get("/afdeling/nord/saetninger").text)
        assert everything.count("Efter") > 20
        assert words(client.post("/afdeling/nord/ord", data={"ord": "", "before": "Årgangen"}).text).startswith(
            "Så hedder det »team«"
        )


def test_a_guessed_word_is_asked_about_and_corrected(root: Path) -> None:
    with browser(root) as client:
        answer = words(client.post("/afdeling/nord/ord", data={"ord": "krumplik", "before": ""}).text)
        assert "Vi gætter. Læs de fire efter" in answer
        client.post("/afdeling/nord/form", data={"køn": "intetkøn"})
        client.post("/afdeling/nord/form", data={"flertal": "krumplik"})
        client.post("/afdeling/nord/form", data={"forholdsord": "på"})
        refused = client.post("/afdeling/nord/form", data={"bestemt_flertal": "krumplik"})
        assert refused.status_code == 422 and "ikke bestemt form i flertal" in refused.text
        noun = read_department(root, "content/afdelinger/nord/").wording
        assert (noun.gender, noun.singular_definite, noun.plural, noun.preposition) == (
            "intetkøn",
            "krumplikket",
            "krumplik",
            "på",
        )
        assert "uden flertal" in client.post("/afdeling/nord/form", data={"køn": "ingen"}).text
        assert "I har sagt, at det passer" in words(client.post("/afdeling/nord/passer").text)
    assert not read_department(root, "content/afdelinger/nord/").wording.countable


def test_no_word_at_all_is_told_and_what_was_saved_stays(root: Path) -> None:
    with browser(root) as client:
        client.post("/afdeling/nord/ord", data={"ord": "årgang", "before": ""})
        answer = client.post("/afdeling/nord/ord", data={"ord": "!!", "before": "årgang"})
        assert answer.status_code == 422 and "»!!« er ikke et ord" in answer.text
    assert Folder(root / "content/afdelinger/nord").values(("ord",)) == ("årgang",)


def test_two_tabs_and_an_editor_do_not_overwrite_each_other_unseen(root: Path) -> None:
    file = root / "content/afdelinger/nord/afdeling.yaml"
    with browser(root) as client:
        edit(file, "navn: Nord", "navn: Nordfløjen  # i en editor")
        answer = client.post("/afdeling/nord/felt", data={"navn": "Nordpå", "before": "Nord"})
        assert answer.status_code == 409
        assert "ændret et andet sted, mens I skrev" in answer.text and "Nordfløjen" in answer.text
        assert "navn: Nordfløjen  # i en editor" in file.read_text(encoding="utf-8")
        # another field is nobody's quarrel, and what was seen may be overwritten
        assert client.post("/afdeling/nord/felt", data={"skole": "Å", "before": ""}).status_code == 204
        assert client.post("/afdeling/nord/felt", data={"navn": "Nordpå", "before": "Nordfløjen"}).status_code == 204
    assert Folder(file.parent).values(("navn",), ("skole",)) == ("Nordpå", "Å")


def test_every_step_can_be_undone_and_typing_is_one(root: Path) -> None:
    file = root / "content/afdelinger/nord/afdeling.yaml"
    first = file.read_bytes()
    with browser(root) as client:
        for text, before in (("H", ""), ("Ha", "H"), ("Havre", "Ha")):
            client.post("/afdeling/nord/felt", data={"skole": text, "before": before})
        client.post("/afdeling/nord/ord", data={"ord": "årgang", "before": ""})
        assert (
            client.post("/afdeling/nord/fortryd", data={"til": "/afdeling/nord/ord"})
            .headers["HX-Redirect"]
            .endswith("?fortrudt=ordet")
        )
        assert Folder(file.parent).values(("skole",), ("ord",)) == ("Havre", "")
        client.post("/afdeling/nord/fortryd")
        assert file.read_bytes() == first
        client.post("/afdeling/nord/felt", data={"skole": "Havre", "before": ""})
        edit(file, "navn: Nord", "navn: Syd")
        answer = client.post("/afdeling/nord/fortryd")
        assert answer.status_code == 422 and "ændret et andet sted siden" in answer.text
    assert "navn: Syd" in file.read_text(encoding="utf-8")


def test_a_logo_is_tried_first_and_stands_on_the_pack(root: Path) -> None:
    with browser(root) as client:
        answer = client.post(
            "/afdeling/nord/logo", files={"logo": ("x.png", b"\x89PNG\r\n\x1a\nikke mere", "image/png")}
        )
        assert (answer.status_code == 422 and "beskadiget" in answer.text) or "kan læses" in answer.text
        assert not list((root / "content/afdelinger/nord").glob("logo*"))
        assert (
            client.post("/afdeling/nord/logo", files={"logo": ("../../x.svg", LOGO, "image/svg+xml")}).status_code
            == 200
        )
        assert client.get("/afdeling/nord/logo.png").content.startswith(b"\x89PNG")
        assert read_sources(root, Order(("plakater",), "content/afdelinger/nord/")).materials.sender.logo
        client.post("/afdeling/nord/fortryd")
    assert not list((root / "content/afdelinger/nord").glob("logo*"))
    assert not read_sources(root, Order(("plakater",), "content/afdelinger/nord/")).materials.sender.logo


def test_departments_are_made_copied_and_renamed(root: Path) -> None:
    with browser(root) as client:
        client.post("/afdeling/nord/ord", data={"ord": "årgang", "before": ""})
        assert "navnet er i brug" in client.post("/afdelinger", data={"navn": "nord"}).text
        assert "brug bogstaver" in client.post("/afdelinger", data={"navn": "  "}).text
        assert "vælg et navn med mere i" in client.post("/afdelinger", data={"navn": "Team"}).text
        client.post("/afdeling/nord/kopi", data={"navn": "Syd & Vest"})
        client.post("/afdeling/nord/navn", data={"navn": "Øst"})
        shown = words(client.get("/").text)
    assert "Syd &amp; Vest" in shown and "Øst" in shown and "Nord" not in shown
    for name, title in (("syd-vest", "Syd & Vest"), ("øst", "Øst")):
        assert Folder(root / "content/afdelinger" / name).values(("navn",), ("ord",)) == (title, "årgang")


def test_a_file_that_cannot_be_read_is_told_and_left_alone(root: Path) -> None:
    file = root / "content/afdelinger/nord/afdeling.yaml"
    file.write_text("navn: Nord\nskole: A: B\n", encoding="utf-8")
    with browser(root) as client:
        answer = client.get("/afdeling/nord/ord")
        assert answer.status_code == 422 and "kolon for meget" in answer.text
        assert client.post("/afdeling/nord/felt", data={"navn": "X", "before": "Nord"}).status_code == 422
        assert "kolon for meget" in client.get("/").text
    assert file.read_text(encoding="utf-8") == "navn: Nord\nskole: A: B\n"


def test_the_engine_answers_from_its_own_process_and_survives_its_end(root: Path) -> None:
    from trygtryk.side.engine import Engine
    from trygtryk.side.questions.word import bent

    engine = Engine(root)
    try:
        assert engine(bent, root, "årgang") == Near(root)(bent, root, "årgang")
        assert engine._process
        engine._process.kill()
        engine._process.join()
        assert engine(bent, root, "årgang").noun.plural == "årgange"
    finally:
        engine.close()

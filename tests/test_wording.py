"""A department that prints »dette afdeling« on a poster is laughed at; every phrase must be right in every word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trygtryk.errors import BuildError, Place
from trygtryk.sources.content import read_content
from trygtryk.sources.danish import COMMON, genitive
from trygtryk.sources.nodes import Node, read_yaml
from trygtryk.sources.wording import Wording, changes, phrased, read_wording, texts, unknown_texts, worded, wordings

ROOT = Path(__file__).resolve().parents[1]
READY = wordings(ROOT)

# phrase, and how it reads with afdeling, gruppe, udvalg, kontor
PHRASES = [
    ("{dette team}", "denne afdeling", "denne gruppe", "dette udvalg", "dette kontor"),
    ("{Dette team}", "Denne afdeling", "Denne gruppe", "Dette udvalg", "Dette kontor"),
    ("{et trygt team}", "en tryg afdeling", "en tryg gruppe", "et trygt udvalg", "et trygt kontor"),
    ("{det trygge team}", "den trygge afdeling", "den trygge gruppe", "det trygge udvalg", "det trygge kontor"),
    ("{det nye team}", "den nye afdeling", "den nye gruppe", "det nye udvalg", "det nye kontor"),
    ("{et lille team}", "en lille afdeling", "en lille gruppe", "et lille udvalg", "et lille kontor"),
    ("{et fælles team}", "en fælles afdeling", "en fælles gruppe", "et fælles udvalg", "et fælles kontor"),
    ("{teamet}", "afdelingen", "gruppen", "udvalget", "kontoret"),
    ("{Teamet}", "Afdelingen", "Gruppen", "Udvalget", "Kontoret"),
    ("{teams}", "afdelinger", "grupper", "udvalg", "kontorer"),
    ("{teamene}", "afdelingerne", "grupperne", "udvalgene", "kontorerne"),
    ("{teamets} opgave", "afdelingens opgave", "gruppens opgave", "udvalgets opgave", "kontorets opgave"),
    ("{et teams} vaner", "en afdelings vaner", "en gruppes vaner", "et udvalgs vaner", "et kontors vaner"),
    ("{jeres team}s vaner", "jeres afdelings vaner", "jeres gruppes vaner", "jeres udvalgs vaner", "jeres kontors vaner"),
    ("{team}møde", "afdelingsmøde", "gruppemøde", "udvalgsmøde", "kontormøde"),
    ("{Team}møde", "Afdelingsmøde", "Gruppemøde", "Udvalgsmøde", "Kontormøde"),
    ("{team}- og skolemøder", "afdelings- og skolemøder", "gruppe- og skolemøder", "udvalgs- og skolemøder", "kontor- og skolemøder"),
    ("{hvert team}", "hver afdeling", "hver gruppe", "hvert udvalg", "hvert kontor"),
    ("{ethvert team}", "enhver afdeling", "enhver gruppe", "ethvert udvalg", "ethvert kontor"),
    ("{intet team}", "ingen afdeling", "ingen gruppe", "intet udvalg", "intet kontor"),
    ("{noget team}", "nogen afdeling", "nogen gruppe", "noget udvalg", "noget kontor"),
    ("{jeres eget team}", "jeres egen afdeling", "jeres egen gruppe", "jeres eget udvalg", "jeres eget kontor"),
    ("{et andet team}", "en anden afdeling", "en anden gruppe", "et andet udvalg", "et andet kontor"),
    ("{hele teamet}", "hele afdelingen", "hele gruppen", "hele udvalget", "hele kontoret"),
    ("{et eller flere teams}", "en eller flere afdelinger", "en eller flere grupper", "et eller flere udvalg", "et eller flere kontorer"),
    ("{et af teamene}", "en af afdelingerne", "en af grupperne", "et af udvalgene", "et af kontorerne"),
    ("{Et team} er {trygt}, når {det} lytter", "En afdeling er tryg, når den lytter", "En gruppe er tryg, når den lytter", "Et udvalg er trygt, når det lytter", "Et kontor er trygt, når det lytter"),
    ("{TEAMET}", "AFDELINGEN", "GRUPPEN", "UDVALGET", "KONTORET"),
]  # fmt: skip


@pytest.mark.parametrize("row", PHRASES, ids=[row[0] for row in PHRASES])
def test_every_phrase_agrees(row: tuple[str, ...]) -> None:
    phrase, *expected = row
    made = [phrased(phrase, read_wording(ROOT, word)) for word in ("afdeling", "gruppe", "udvalg", "kontor")]
    assert made == expected


@pytest.mark.parametrize("row", PHRASES, ids=[row[0] for row in PHRASES])
def test_the_default_reads_as_it_is_written(row: tuple[str, ...]) -> None:
    assert phrased(row[0], read_wording(ROOT, "team")) == row[0].replace("{", "").replace("}", "")


def test_all_ready_made_words_are_there() -> None:
    assert set(READY) == set(
        [
            "team",
            "afdeling",
            "gruppe",
            "faggruppe",
            "udvalg",
            "ledergruppe",
            "klasseteam",
            "lærerteam",
            "sektion",
            "enhed",
            "kontor",
            "institution",
        ]
    )


@pytest.mark.parametrize(
    ("word", "made"), [("afdeling", "afdelings"), ("kursus", "kursus'"), ("quiz", "quiz'"), ("Max", "Max'")]
)
def test_the_genitive(word: str, made: str) -> None:
    assert genitive(word) == made


def test_braces_and_product_names_can_be_printed() -> None:
    assert phrased("{{x}} i {=Teams}", read_wording(ROOT, "afdeling")) == "{x} i Teams"


@pytest.mark.parametrize(
    ("text", "told", "hint"),
    [
        ("Vores team er godt", "»team« står uden klammer", "{team}"),
        ("På teammødet", "»teammødet« står uden klammer", "{"),
        ("I {denne team}", "»denne« er ukendt", "dette"),
        ("I {dette tem}", "»tem« er ukendt", "team"),
        ("I {dette team", "klammen har ingen mage", "{{"),
        ("I dette team}", "»team« står uden klammer", "{team}"),
    ],
)
def test_each_mistake_is_told_with_file_and_line(text: str, told: str, hint: str) -> None:
    node = Node({"body": Node(text, Place("content/posters.yaml", 7))}, Place("content/posters.yaml", 1))
    with pytest.raises(BuildError) as caught:
        worded(node, "posters", read_wording(ROOT, "afdeling"))
    (fault,) = caught.value.faults
    assert str(fault).startswith("content/posters.yaml:7: ") and told in fault.message and hint in fault.hint


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    place = Place("content/posters.yaml", 1)
    node = Node((Node("team", place), Node("{denne team}", place), Node("{ }", place)), place)
    with pytest.raises(BuildError) as caught:
        worded(node, "posters", read_wording(ROOT, "team"))
    assert len(caught.value.faults) == 3


def own(tmp_path: Path, text: str) -> Wording:
    file = tmp_path / "Sprog afdelingen.yaml"
    file.write_text((ROOT / "content/wordings/afdeling.yaml").read_text(encoding="utf-8") + text, encoding="utf-8")
    return read_wording(ROOT, file)


def test_a_department_has_its_own_name_phrases_and_texts(tmp_path: Path) -> None:
    words = own(
        tmp_path,
        "department: Sprog\nphrases:\n  teammøde: fredagsmøde\ntexts:\n  posters.fejl.headline: Her lærer {teamet}\n",
    )
    place = Place("content/posters.yaml", 1)
    node = Node(
        {"fejl": Node({"headline": Node("Fejl", place), "body": Node("På {team}møde i {team}", place)}, place)}, place
    )
    made = dict(texts(worded(node, "posters", words), "posters"))
    assert made["posters.fejl.headline"].value == "Her lærer afdelingen"
    assert made["posters.fejl.body"].value == "På fredagsmøde i afdeling"
    assert (words.department, words.name) == ("Sprog", "sprog-afdelingen")


def test_a_replaced_text_must_exist(tmp_path: Path) -> None:
    words = own(tmp_path, "texts:\n  posters.fjel.headline: x\n")
    with pytest.raises(BuildError, match=r"posters\.fjel\.headline.*\n.*mente du posters\.fejl\.headline"):
        unknown_texts(words, frozenset({"posters.fejl.headline", "posters.fejl.body"}))


@pytest.mark.parametrize("form", ["gender", "singular", "plural_definite", "compound"])
def test_a_missing_form_is_an_error(tmp_path: Path, form: str) -> None:
    lines = (ROOT / "content/wordings/afdeling.yaml").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "min.yaml"
    file.write_text("\n".join(line for line in lines if not line.startswith(f"{form}:")), encoding="utf-8")
    with pytest.raises(BuildError, match=rf"min\.yaml:\d+: »{form}« mangler"):
        read_wording(ROOT, file)


def test_an_unknown_word_names_the_nearest_and_the_way_out() -> None:
    with pytest.raises(BuildError, match=r"afdelling.*\n.*afdeling.*--wording"):
        read_wording(ROOT, "afdelling")


letters = st.text("abdefgiklmnoprstuvyæøå", min_size=2, max_size=12).filter(lambda word: "team" not in word)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    forms=st.tuples(*[letters] * 5),
    gender=st.sampled_from(["intetkøn", "fælleskøn"]),
    phrase=st.sampled_from([row[0] for row in PHRASES]),
)
def test_any_noun_leaves_neither_brace_nor_team(forms: tuple[str, ...], gender: str, phrase: str) -> None:
    words = Wording(gender, *forms, place=Place("x"))  # type: ignore[arg-type]
    made = phrased(phrase, words)
    assert not set("{}") & set(made) and "team" not in made.lower()
    if gender == "fælleskøn":
        neuter = {word for word, common in COMMON.items() if word != common}
        assert not neuter & set(made.lower().replace(",", "").split()) - set(forms)


CONTENT = sorted({p.stem if p.suffix else p.name for p in (ROOT / "content").iterdir()} - {"wordings"})


@pytest.mark.parametrize("word", READY)
def test_every_ready_made_word_goes_through_all_content(word: str) -> None:
    words = read_wording(ROOT, word)
    for name in CONTENT:
        for id, node in texts(worded(read_content(ROOT, name), name, words), name):
            if " " in str(node.value) and word != "team":
                assert "team" not in re.sub("lærerteam|klasseteam", "", str(node.value).lower()), id


def test_before_and_after_are_shown_for_what_changes_only() -> None:
    place = Place("content/posters.yaml", 3)
    node = Node({"a": Node("{Dette team} lytter", place), "b": Node("Vi lytter", place)}, place)
    (change,) = changes(node, "posters", read_wording(ROOT, "afdeling"), read_wording(ROOT, "team"))
    assert (change.id, change.before, change.after) == ("posters.a", "Dette team lytter", "Denne afdeling lytter")


def test_every_wording_file_is_read_as_text() -> None:
    for word in READY:
        assert isinstance(read_yaml(ROOT / f"content/wordings/{word}.yaml", ROOT).value, dict)

"""A department's own word must be bent right, or said to be a guess: »på MED-udvalgetmøde« ends in a drawer."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import run
from trygtryk.errors import BuildError
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.sources.danish.lexicon import Lexicon
from trygtryk.sources.danish.nouns import bend
from trygtryk.sources.danish.wording import phrased
from trygtryk.sources.department import layer, own_word
from trygtryk.sources.department.departments import wordings
from trygtryk.sources.department.layer import read_department
from trygtryk.sources.department.own_word import look_up

ROOT = Path(__file__).resolve().parents[1]
WORDS = Lexicon(ROOT)
TABLE = [line.split("; ") for line in (ROOT / "tests/nouns.txt").read_text(encoding="utf-8").splitlines()[1:]]

sys.path.insert(0, str(ROOT / "assets/lexicon"))
import make  # type: ignore[import-not-found]  # noqa: E402


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_the_nouns_of_danish_workplaces_are_bent_right(row: list[str]) -> None:
    found = bend(row[0], WORDS)
    noun = found.noun
    made = [noun.singular, noun.gender, noun.singular_definite, noun.plural, noun.plural_definite, noun.compound]
    assert [*made, noun.preposition] == row
    assert found.source != "gættet efter endelsen" and noun.countable


@pytest.mark.parametrize("word", wordings(ROOT))
def test_the_ready_made_words_are_as_the_lexicon_has_them(word: str) -> None:
    read, known = read_department(ROOT, word), bend(word, WORDS).noun
    made = read.wording
    assert not read.notices
    assert (made.gender, made.plural_definite, made.compound) == (known.gender, known.plural_definite, known.compound)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("Afdeling", "afdeling"), ("AFDELING", "afdeling"), ("afdelingen", "afdeling"), ("afdelinger", "afdeling"),
        ("centret", "center"), ("klubberne", "klub"), ("Gymnasiet", "gymnasium"), ("Med-Udvalg", "MED-udvalg"),
        ("naturfagsgruppen", "naturfagsgruppe"), ("pædagogiske teams", "pædagogisk team"),
        ("små klynger", "lille klynge"),
    ],
)  # fmt: skip
def test_capitals_and_other_forms_are_seen_through_and_told(typed: str, read_as: str) -> None:
    found = bend(typed, WORDS)
    assert (found.read_as, found.noun.singular) == (read_as, read_as)


@pytest.mark.parametrize(
    ("typed", "kind", "definite", "preposition"),
    [
        ("personale", "mass", "personalet", "blandt"),
        ("køkkenpersonale", "mass", "køkkenpersonalet", "blandt"),
        ("kolleger", "plural", "kollegerne", "blandt"),
        ("lærere", "plural", "lærerne", "blandt"),
        ("de ansatte", "plural", "de ansatte", "blandt"),
        ("studerende", "plural", "de studerende", "blandt"),
        ("kollegaer", "plural", "kollegerne", "blandt"),
        ("skolelæger", "plural", "skolelægerne", "blandt"),
        ("de unge", "plural", "de unge", "blandt"),
        ("de månedsansatte", "plural", "de månedsansatte", "blandt"),
        ("plejepersonel", "mass", "plejepersonellet", "blandt"),
        ("teknisk service", "mass", "den tekniske service", "i"),
        ("HR", "name", "HR", "i"),
        ("Team Nord", "name", "Team Nord", "i"),
        ("PPR", "name", "PPR", "i"),
        ("VUC", "name", "VUC", "på"),
        ("Gul Stue", "name", "Gul Stue", "på"),
        ("Ny Skole", "name", "Ny Skole", "på"),
        ("Hold Grå", "name", "Hold Grå", "på"),
        ("Gule Ænder", "name", "Gule Ænder", "i"),
        ("6.a's forældre", "plural", "6.a's forældre", "blandt"),
        ("Skolens pedeller", "plural", "Skolens pedeller", "blandt"),
        ("lærerne", "plural", "lærerne", "blandt"),
        ("Skolen på Højen", "name", "Skolen på Højen", "på"),
        ("7. årgang", "name", "7. årgang", "på"),
        ("det pædagogiske personale", "mass", "det pædagogiske personale", "blandt"),
        ("Børn og Unge-afdelingen", "countable", "Børn og Unge-afdelingen", "i"),
        ("det lokale MED-udvalg", "countable", "det lokale MED-udvalg", "i"),
        ("specialpædagogisk kompetencecenter", "countable", "det specialpædagogiske kompetencecenter", "i"),
    ],
)
def test_what_is_no_countable_noun_is_told_apart(typed: str, kind: str, definite: str, preposition: str) -> None:
    noun = bend(typed, WORDS).noun
    assert noun.kind == kind and noun.preposition == preposition
    assert definite == (noun.plural_definite if kind == "plural" else noun.singular_definite)


@pytest.mark.parametrize(
    ("typed", "meeting"),
    [
        ("8. klasse", "klassemøde"), ("kontoret på 3. sal", "kontormøde"), ("gruppe 4", "gruppemøde"),
        ("Gruppe Øst", "Gruppe Øst-møde"), ("Det Runde Hus", "Det Runde Hus-møde"), ("de frivillige", "frivilligmøde"), ("fastansatte", "fastansattemøde"),
        ("husets personale", "personalemøde"), ("det lille team", "teammøde"), ("e-læringsgruppe", "e-læringsgruppemøde"),
    ],
)  # fmt: skip
def test_a_word_of_several_makes_a_compound_people_say(typed: str, meeting: str) -> None:
    assert f"{bend(typed, WORDS).noun.compound}møde" == meeting


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("årg\u200bang", "usynligt tegn (U+200B)"), ("afde\xadling", "usynligt tegn (U+00AD)"),
        ("\u0430fdeling", "fra et andet alfabet (U+0430)"), ("klasse/årgang", "er flere ord"),
        ("kontor eller værksted", "er flere ord"), ("vores hold", "»vores« hører ikke med"), ("årgang!", "ikke et ord"),
        ("os", "ikke et navneord"), ("Jer", "ikke et navneord"), ("alle", "ikke et navneord"), ("vi i køkkenet", "ikke et navneord"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_word_is_told(typed: str, told: str) -> None:
    with pytest.raises(BuildError) as error:
        look_up(ROOT, typed)
    assert told in str(error.value)


def test_a_word_is_taken_without_the_spaces_about_it() -> None:
    assert look_up(ROOT, "  lille\xa0 afdeling ").noun.singular == "lille afdeling"


def test_one_person_is_read_as_all_of_them_and_said_so() -> None:
    read = read_department(ROOT, "vejleder")
    assert (read.wording.singular, read.wording.plural_definite, read.name) == ("", "vejlederne", "vejledere")
    assert read.said.startswith("»vejleder«: vejledere, vejlederne") and "blandt vejlederne" in read.said


@pytest.mark.parametrize(
    ("typed", "definite", "many"),
    [
        ("fælles ledelse", "den fælles ledelse", "fælles ledelser"), ("indendørs hold", "det indendørs hold", "indendørs hold"),
        ("udvidet ledelse", "den udvidede ledelse", "udvidede ledelser"), ("udekørende team", "det udekørende team", "udekørende teams"),
        ("børnefaglig enhed", "den børnefaglige enhed", "børnefaglige enheder"),
    ],
)  # fmt: skip
def test_a_noun_with_an_adjective_is_no_name(typed: str, definite: str, many: str) -> None:
    found = bend(typed, WORDS)
    assert (found.noun.singular_definite, found.noun.plural, found.source) == (definite, many, "kendt ord")


@pytest.mark.parametrize(
    "typed",
    ["smørby", "skovplan", "plingplangudvalg", "strygefart", "vildrum", "pling hold"],
)  # fmt: skip
def test_a_compound_that_may_be_bent_otherwise_is_said_to_be_guessed(typed: str) -> None:
    assert bend(typed, WORDS).source == "gættet efter endelsen"


@pytest.mark.parametrize(
    "typed", ["xyzzy", "plingplang", "BQF", "LUP", "Zap Zup", "afdelling", "back office", "wizard"]
)
def test_an_unknown_word_is_said_to_be_guessed(typed: str) -> None:
    assert bend(typed, WORDS).source == "gættet efter endelsen"


def test_an_abbreviation_is_not_taken_for_the_word_it_spells() -> None:
    assert read_department(ROOT, "TAP").said.startswith(
        "»TAP«: TAP'er, TAP'erne (kun flertal), TAP-møde, blandt TAP'erne"
    )


def test_the_name_of_many_takes_no_article_and_all_of_them_are_alle() -> None:
    wording = read_department(ROOT, "6.a's forældre").wording
    slots, told = ("{Hele teamet}", "{Et team}", "{vores team}", "{i teamet}"), list[object]()
    said = [phrased(slot, wording, lambda *fault: told.append(fault)) for slot in slots]
    assert not told and said == ["Alle 6.a’s forældre", "6.a’s forældre", "6.a’s forældre", "blandt 6.a’s forældre"]


def test_an_abbreviation_nobody_knows_may_be_a_name() -> None:
    with pytest.raises(BuildError, match=r"mente du lup.*\n(.*\n)*.*bestemt_ental: LUP\n *tælles: nej"):
        read_department(ROOT, "LUP")


def test_a_slip_of_the_pen_is_met_with_the_word_meant() -> None:
    assert WORDS.near("afdelng")[0] == "afdeling"


@pytest.mark.parametrize(
    ("form", "forms"),
    [
        ("trygt", ("trygt", "tryg", "trygge")), ("gamle", ("gammelt", "gammel", "gamle")), ("blåt", ("blåt", "blå", "blå")),
        ("sikre", ("sikkert", "sikker", "sikre")), ("åbne", ("åbent", "åben", "åbne")), ("store", ("stort", "stor", "store")),
    ],
)  # fmt: skip
def test_adjectives_are_known_by_every_form(form: str, forms: tuple[str, ...]) -> None:
    found = WORDS.adjective(form)
    assert found and (found.neuter, found.common, found.weak) == forms


def test_a_look_up_is_quick_and_nothing_is_read_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    words = Lexicon(ROOT)
    monkeypatch.setattr(own_word, "lexicon", lambda root: words)
    monkeypatch.setattr(layer, "lexicon", lambda root: words)
    read_sources(ROOT, Order())
    assert "_data" not in vars(words)
    start = time.process_time()
    for _ in range(20):
        bend("specialundervisningsteam", words)
    assert (time.process_time() - start) / 20 < 0.005


def test_a_word_of_several_needs_no_quotes() -> None:
    for command in ("word", "wording"):
        made = run(command, "Team", "Nord")
        assert made.exit_code == 0 and "Team Nord" in made.output


def test_the_command_gives_the_forms_as_data() -> None:
    run = [sys.executable, "-m", "trygtryk", "word", "trio-gruppen", "--json"]
    made = subprocess.run(run, capture_output=True, check=True, cwd=ROOT)
    assert json.loads(made.stdout) == {
        "gender": "fælleskøn", "singular": "TRIO-gruppe", "singular_definite": "TRIO-gruppen", "plural": "TRIO-grupper",
        "plural_definite": "TRIO-grupperne", "compound": "TRIO-gruppe", "preposition": "i", "countable": True,
        "source": "kendt sidste led",
    }  # fmt: skip


def test_endings_that_only_look_like_a_last_part_bend_nothing() -> None:
    assert not [word for word in ("ard", "logi", "ring", "ri", "el") if WORDS.noun(word, last=True)]
    assert all(WORDS.noun(word, last=True) for word in ("hus", "råd", "fag", "sal", "trin", "udvalg"))


AFF = """SFX 2 Y 2
SFX 2 0 n/34 e
SFX 2 0 en/34 [^e]
SFX 4 Y 2
SFX 4 0 et/34 [^e]
SFX 4 0 t/34 e
SFX 7 Y 1
SFX 7 0 b/11,2,8 b
SFX 10 Y 1
SFX 10 0 s/34 [^sxz]
SFX 11 Y 4
SFX 11 0 r/34 e
SFX 11 0 er/34 [^e]
SFX 11 0 erne/34 [^e]
SFX 11 0 rne/34 e
SFX 24 Y 1
SFX 24 0 e/34 .
SFX 29 Y 1
SFX 29 0 s/32 .
SFX 31 Y 1
SFX 31 0 0/32 .
SFX 46 Y 1
SFX 46 0 ene/34 .
SFX 49 Y 1
SFX 49 0 t/34 .
"""
DIC = """9
afdeling/10,11,2,39,29
gruppe/10,11,2,39,31
hold/10,46,4,39,31
klub/7,10,39,31
fagudvalg/10,46,4,39,29
kontor/10,4,11,39
kontorgruppe/10,11,2
rygtig/6
rolig/24,10,49
"""


def test_the_lexicon_is_made_of_the_rules_of_a_dictionary() -> None:
    additions = "nouns: {}\nleft_out: [fagudvalg]\nnames: {EDB: c}\nabbreviations: {AMG: gruppe}\nprepositions: {på: [kontor]}\nuncountable: []\n"
    lines = make.make(AFF, DIC, additions).splitlines()
    made = {line.split("\t")[0]: line.split("\t")[1] for line in lines}
    assert made["afdeling"] == "c en er erne s s i +"
    assert made["klub"] == "c ben ber berne . . i +"
    assert made["hold"] == "n et . ene . . i +"
    assert made["kontor"] == "n et er erne . . på +"  # no rule tells its first part: the compound does
    assert made["EDB"] == "c . / / - / i -"  # »i EDB«
    assert "fagudvalg" not in made
    assert made["rolig"] == "a t e" and "rygtig" not in made
    assert made["AMG"] == "c 'en 'er 'erne - / i +"
    assert [line.encode() for line in lines] == sorted(line.encode() for line in lines)


def test_the_lexicon_is_made_of_the_files_beside_it() -> None:
    head = (ROOT / "assets/lexicon/lexicon.txt").read_text(encoding="utf-8").split("-linjet")[0]
    assert make.stamp() in head, "kør make lexicon"

"""A department that prints »dette afdeling« on a poster is laughed at; every phrase must be right in every word."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trygtryk.errors import BuildError, Place
from trygtryk.sources.content import read_content
from trygtryk.sources.danish.lexicon import Lexicon
from trygtryk.sources.danish.phrases import Noun, genitive
from trygtryk.sources.danish.wording import Wording, changes, phrased, texts, unknown_texts, unused_phrases, worded
from trygtryk.sources.department.departments import wordings
from trygtryk.sources.department.layer import Department, read_department
from trygtryk.sources.nodes import Node, read_yaml

ROOT = Path(__file__).resolve().parents[1]
READY = wordings(ROOT)
NEUTER = {"team", "klasseteam", "lærerteam", "udvalg", "kontor"}


def wording(asked: str | Path) -> Wording:
    """How a word, or a file, stands in for *team*."""
    return read_department(ROOT, str(asked)).wording


def reads(text: str, words: Wording) -> str:
    """The text in a wording; its faults, if any, instead."""
    faults: list[str] = []
    made = phrased(text, words, lambda at, message, hint: faults.append(message))
    return " / ".join(faults) or made


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
    ("{teamenes} ideer", "afdelingernes ideer", "gruppernes ideer", "udvalgenes ideer", "kontorernes ideer"),
    ("{alle teams’} ideer", "alle afdelingers ideer", "alle gruppers ideer", "alle udvalgs ideer", "alle kontorers ideer"),
    ("{det enkelte teams} plan", "den enkelte afdelings plan", "den enkelte gruppes plan", "det enkelte udvalgs plan", "det enkelte kontors plan"),
    ("{disse teams}", "disse afdelinger", "disse grupper", "disse udvalg", "disse kontorer"),
    ("{ingen teams}", "ingen afdelinger", "ingen grupper", "ingen udvalg", "ingen kontorer"),
    ("{alle jeres teams}", "alle jeres afdelinger", "alle jeres grupper", "alle jeres udvalg", "alle jeres kontorer"),
    ("{de andre små teams}", "de andre små afdelinger", "de andre små grupper", "de andre små udvalg", "de andre små kontorer"),
    ("{et par teams}", "et par afdelinger", "et par grupper", "et par udvalg", "et par kontorer"),
    ("{et helt nyt team}", "en helt ny afdeling", "en helt ny gruppe", "et helt nyt udvalg", "et helt nyt kontor"),
    ("{et helt team}", "en hel afdeling", "en hel gruppe", "et helt udvalg", "et helt kontor"),
    ("{et godt fungerende team}", "en godt fungerende afdeling", "en godt fungerende gruppe", "et godt fungerende udvalg", "et godt fungerende kontor"),
    ("{et godt og nysgerrigt team}", "en god og nysgerrig afdeling", "en god og nysgerrig gruppe", "et godt og nysgerrigt udvalg", "et godt og nysgerrigt kontor"),
    ("{et pædagogisk team}", "en pædagogisk afdeling", "en pædagogisk gruppe", "et pædagogisk udvalg", "et pædagogisk kontor"),
    ("{så stort et team}", "så stor en afdeling", "så stor en gruppe", "så stort et udvalg", "så stort et kontor"),
    ("{hvilket team}", "hvilken afdeling", "hvilken gruppe", "hvilket udvalg", "hvilket kontor"),
    ("{mit} eller {dit team}", "min eller din afdeling", "min eller din gruppe", "mit eller dit udvalg", "mit eller dit kontor"),
    ("{hvert af jeres teams}", "hver af jeres afdelinger", "hver af jeres grupper", "hvert af jeres udvalg", "hvert af jeres kontorer"),
    ("{det overbelastede team}", "den overbelastede afdeling", "den overbelastede gruppe", "det overbelastede udvalg", "det overbelastede kontor"),
    ("{et} eller {et andet team}", "en eller en anden afdeling", "en eller en anden gruppe", "et eller et andet udvalg", "et eller et andet kontor"),
    ("{som team}", "som afdeling", "som gruppe", "som udvalg", "som kontor"),
    ("{begge teamene}", "begge afdelingerne", "begge grupperne", "begge udvalgene", "begge kontorerne"),
    ("{trygt og åbent}", "tryg og åben", "tryg og åben", "trygt og åbent", "trygt og åbent"),
]  # fmt: skip


@pytest.mark.parametrize("row", PHRASES, ids=[row[0] for row in PHRASES])
def test_every_phrase_agrees(row: tuple[str, ...]) -> None:
    phrase, *expected = row
    made = [reads(phrase, wording(word)) for word in ("afdeling", "gruppe", "udvalg", "kontor")]
    assert made == expected


@pytest.mark.parametrize("row", PHRASES, ids=[row[0] for row in PHRASES])
def test_the_default_reads_as_it_is_written(row: tuple[str, ...]) -> None:
    assert reads(row[0], wording("team")) == row[0].replace("{", "").replace("}", "")


FORMS = {
    "team": ("et team", "teamet", "flere teams", "teamene", "et teams", "teammøde"),
    "afdeling": ("en afdeling", "afdelingen", "flere afdelinger", "afdelingerne", "en afdelings", "afdelingsmøde"),
    "gruppe": ("en gruppe", "gruppen", "flere grupper", "grupperne", "en gruppes", "gruppemøde"),
    "faggruppe": ("en faggruppe", "faggruppen", "flere faggrupper", "faggrupperne", "en faggruppes", "faggruppemøde"),
    "udvalg": ("et udvalg", "udvalget", "flere udvalg", "udvalgene", "et udvalgs", "udvalgsmøde"),
    "ledergruppe": ("en ledergruppe", "ledergruppen", "flere ledergrupper", "ledergrupperne", "en ledergruppes", "ledergruppemøde"),
    "klasseteam": ("et klasseteam", "klasseteamet", "flere klasseteams", "klasseteamene", "et klasseteams", "klasseteammøde"),
    "lærerteam": ("et lærerteam", "lærerteamet", "flere lærerteams", "lærerteamene", "et lærerteams", "lærerteammøde"),
    "sektion": ("en sektion", "sektionen", "flere sektioner", "sektionerne", "en sektions", "sektionsmøde"),
    "enhed": ("en enhed", "enheden", "flere enheder", "enhederne", "en enheds", "enhedsmøde"),
    "kontor": ("et kontor", "kontoret", "flere kontorer", "kontorerne", "et kontors", "kontormøde"),
    "institution": ("en institution", "institutionen", "flere institutioner", "institutionerne", "en institutions", "institutionsmøde"),
}  # fmt: skip


@pytest.mark.parametrize("word", sorted({*FORMS, *READY}))
def test_every_ready_made_word_is_inflected_right(word: str) -> None:
    slots = ("{et team}", "{teamet}", "{flere teams}", "{teamene}", "{et teams}", "{team}møde")
    assert tuple(reads(slot, wording(word)) for slot in slots) == FORMS[word]


@pytest.mark.parametrize(
    ("word", "made"),
    [
        ("afdeling", "afdelings"),
        ("kursus", "kursus’"),
        ("quiz", "quiz’"),
        ("Max", "Max’"),
        ("SU", "SU’s"),
        ("AMS", "AMS’"),
    ],
)
def test_the_genitive(word: str, made: str) -> None:
    assert genitive(word) == made


def test_braces_and_product_names_can_be_printed() -> None:
    assert reads("{{x}} i {=Teams}", wording("afdeling")) == "{x} i Teams"


MISTAKES = [
    ("Vores team er godt", "»team« står uden klammer", "skriv {team}"),
    ("På teammødet", "»teammødet« står uden klammer", "{team}møde"),
    ("I {denne team}", "»denne« i {denne team} passer ikke til »team«", "skriv »dette«"),
    ("{Teamet} er {nysgerrig}", "»nysgerrig« i {nysgerrig} passer ikke til »team«", "skriv »nysgerrigt«"),
    ("I {dette tem}", "»tem« i {dette tem} er ukendt", "mente du team"),
    ("Et {trgt team}", "»trgt« i {trgt team} er ukendt", "sæt kun klammer"),
    ("Vi er {tryg}", "»tryg« i {tryg} passer ikke til »team«", "skriv »trygt«"),
    ("Ro i {teamet}", "»i« står uden for klammen i »i {teamet}«", "skriv {i teamet}"),
    ("I {xyzzy team}", "»xyzzy« i {xyzzy team} er ukendt", "sæt kun klammer om ord, der bøjes"),
    ("I {alle team}", "»alle« passer ikke til »team«", "skriv »alle … teams«"),
    ("I {trygt teams møde}", "der står noget efter »teams«", "slut klammen"),
    ("I {dette teamet}", "»dette« passer ikke foran »teamet«", "skriv »dette team«"),
    ("I {disse teamene}", "»disse« passer ikke foran »teamene«", "skriv »disse teams«"),
    ("{jeres teams} plan", "både ejefald og flertal", "{jeres team}s, flertal: {alle jeres teams}"),
    ("{vores nye teams} plan", "både ejefald og flertal", "{vores nye team}s"),
    ("{et nyt team}møde", "{et nyt team}møde kan ikke sættes sammen", "skriv et nyt {team}møde"),
    ("{team}et er", "{team}et er ét ord", "skriv {teamet}"),
    ("På {teammøde}", "»teammøde« i {teammøde} er ukendt", "skriv {team}møde"),
    ("I {tamet}", "»tamet« i {tamet} er ukendt", "mente du teamet"),
    ("{teamet}s plan", "{teamet}s kan ikke sættes sammen", "skriv {teamets}"),
    ("klasse{team}", "{team} hænger sammen med ordet før", "mellemrum"),
    ("{trygt}hed", "{trygt}hed mangler ordet »team«", "{team}møde"),
    ("I { }", "mangler ordet »team«", "skriv {team}"),
    ("I {dette team", "klammen har ingen mage", "{{"),
    ("I {}", "klammen har ingen mage", "{{"),
]


@pytest.mark.parametrize(("text", "told", "hint"), MISTAKES, ids=[text for text, *_ in MISTAKES])
def test_each_mistake_is_told_with_file_and_line(text: str, told: str, hint: str) -> None:
    node = Node({"body": Node(text, Place("content/plakater.yaml", 7))}, Place("content/plakater.yaml", 1))
    with pytest.raises(BuildError) as caught:
        worded(node, "plakater", wording("afdeling"))
    fault = caught.value.faults[0]
    assert str(fault).startswith("content/plakater.yaml:7: ") and told in fault.message and hint in fault.hint


def test_all_mistakes_of_a_file_are_told_at_once_on_the_line_where_each_stands(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(
        "a: >-\n  Her lytter vi,\n  også i et team.\n\n  Her hjælper {denne team}.\n"
        "b: |\n  Her er ro\n  i teamet.\n"
        'c: "Først {dette team},\n  s\\u00e5 teamet\n  og { }."\n'
        "d:\n  - Vi er\n    et team\n"
        "e:\n  På en ny linje med teams\n",
        encoding="utf-8",
    )
    with pytest.raises(BuildError) as caught:
        worded(read_yaml(file, tmp_path), "x", wording("team"))
    told = [(fault.place.line, fault.message.split()[0]) for fault in caught.value.faults if fault.place]
    assert told == [
        (3, "»team«"), (5, "»denne«"), (8, "»teamet«"), (10, "»teamet«"), (11, "{}"), (14, "»team«"), (16, "»teams«"),
    ]  # fmt: skip


def test_an_address_a_picture_and_an_id_are_no_texts() -> None:
    place = Place("content/links.yaml", 1)
    entries = {"id": "team", "scene": "nyt-team-ved-bordet", "address": "https://www.team.dk/teamet?x=1"}
    node = Node({key: Node(value, place) for key, value in entries.items()}, place)
    assert worded(node, "links", wording("gruppe")) == node


def own(tmp_path: Path, text: str) -> Department:
    """A department's file, as the first edition had it."""
    file = tmp_path / "Sprog afdelingen.yaml"
    file.write_text((ROOT / "content/wordings/afdeling.yaml").read_text(encoding="utf-8") + text, encoding="utf-8")
    return read_department(ROOT, str(file))


@pytest.mark.parametrize(
    ("phrase", "text", "made"),
    [
        ("teammøde: fredagsmøde", "{team}møder", "fredagsmøder"),
        ("teammøde: fredagsmøde", "{Team}mødets mål", "Fredagsmødets mål"),
        ("teammøde: fredagssamling", "{team}møder", "afdelingsmøder"),  # what it bends like nobody has said
        ("teammøde: fredagsmøde", "{team}mål", "afdelingsmål"),
        ("teammøder: samlinger", "{team}møder", "samlinger"),
        ("teammøde: fredagsmøde\n  teammøder: samlinger", "{team}møder", "samlinger"),
    ],
)
def test_a_phrase_goes_for_the_compounds_other_forms(tmp_path: Path, phrase: str, text: str, made: str) -> None:
    assert reads(text, own(tmp_path, f"phrases:\n  {phrase}\n").wording) == made


@pytest.mark.parametrize(("phrase", "left"), [("fredagsmøde", {}), ("samling", {"teammøder": "teammøde"})])
def test_a_word_that_goes_on_from_a_phrase_which_bends_otherwise_is_told(
    tmp_path: Path, phrase: str, left: dict[str, str]
) -> None:
    words = own(tmp_path, f"phrases:\n  teammøde: {phrase}\n").wording
    node = Node({"a": Node("Et {team}møde. Mange {team}møder.", Place("x"))}, Place("x"))
    assert unused_phrases(words, node) == ({}, left)


def test_a_department_has_its_own_name_phrases_and_texts(tmp_path: Path) -> None:
    words = own(
        tmp_path,
        "department: Sprog\nphrases:\n  teammøde: fredagsmøde\ntexts:\n  plakater.fejl.headline: Her lærer {teamet}\n",
    )
    place = Place("content/plakater.yaml", 1)
    node = Node(
        {"fejl": Node({"headline": Node("Fejl", place), "body": Node("På {team}møde {i team}", place)}, place)}, place
    )
    made = dict(texts(worded(node, "plakater", words.wording), "plakater"))
    assert made["plakater.fejl.headline"].value == "Her lærer afdelingen"
    assert made["plakater.fejl.body"].value == "På fredagsmøde i afdeling"
    assert words.title and (words.title.text, words.name) == ("Sprog", "sprog-afdelingen")


def test_the_example_to_copy_can_be_used_as_it_stands(tmp_path: Path) -> None:
    head, _, example = (ROOT / "content/wordings/team.yaml").read_text(encoding="utf-8").partition("# Resten")
    lines = [line.removeprefix("#").removeprefix(" ") for line in example.splitlines()[1:]]
    file = tmp_path / "min-afdeling.yaml"
    file.write_text(head + "\n".join(lines), encoding="utf-8")
    words = read_department(ROOT, str(file))
    unknown_texts(words.wording, frozenset(id for name in CONTENT for id, _ in texts(read_content(ROOT, name), name)))
    made = reads("Vi lytter {som team} på vores {team}møde", words.wording)
    assert made == "Vi lytter sammen i afdelingen på vores personalemøde"
    assert words.title and words.title.text == "Sprogafdelingen"


def test_a_replaced_text_must_exist(tmp_path: Path) -> None:
    words = own(tmp_path, "texts:\n  plakater.fjel.headline: x\n")
    with pytest.raises(BuildError, match=r"plakater\.fjel\.headline.*\n.*mente du plakater\.fejl\.headline"):
        unknown_texts(words.wording, frozenset({"plakater.fejl.headline", "plakater.fejl.body"}))


@pytest.mark.parametrize("form", ["gender", "singular", "plural_definite", "compound"])
def test_a_missing_form_of_an_unknown_word_is_an_error(tmp_path: Path, form: str) -> None:
    forms = "gender: fælleskøn\nsingular: zyx\nsingular_definite: zyxen\nplural: zyxer\nplural_definite: zyxerne\ncompound: zyx\n"
    file = tmp_path / "min.yaml"
    file.write_text(
        "".join(line for line in forms.splitlines(True) if not line.startswith(f"{form}:")), encoding="utf-8"
    )
    with pytest.raises(BuildError, match=rf"min\.yaml:\d+: »{form}« mangler"):
        wording(file)


def test_a_known_words_missing_forms_are_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "min.yaml"
    file.write_text("ord: årgang\nbestemt_flertal: årgangene\nnavn: Mellemtrinnet\n", encoding="utf-8")
    words = read_department(ROOT, str(file))
    assert reads("{Et team} {i teamet} og {alle teams}", words.wording) == "En årgang på årgangen og alle årgange"
    assert words.title and (words.title.text, words.notices) == ("Mellemtrinnet", ())


def test_an_unknown_word_is_refused_with_the_lines_to_write(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        wording("afdelling")
    told = str(caught.value)
    assert "mente du afdeling?" in told and "content/afdelinger/afdelling/afdeling.yaml" in told
    file = tmp_path / "afdelling.yaml"
    file.write_text(
        "\n".join(line.strip() for line in told.splitlines() if re.match(r"\s+\w+: ", line)), encoding="utf-8"
    )
    assert reads("{et team}, {i teamet}", wording(file)) == "en afdelling, i afdellingen"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("singular_definite: afdelngen", "3: ordbogen bøjer »afdeling« anderledes: afdelingen, ikke afdelngen"),
        ("compound: afdeling", "3: ordbogen bøjer »afdeling« anderledes: afdelings, ikke afdeling"),
    ],
)
def test_a_form_the_lexicon_has_otherwise_is_told_and_kept(tmp_path: Path, line: str, told: str) -> None:
    file = tmp_path / "min.yaml"
    file.write_text(f"gender: fælleskøn\nsingular: afdeling\n{line}\n", encoding="utf-8")
    words = read_department(ROOT, str(file))
    (notice,) = words.notices
    assert str(notice).startswith(f"min.yaml:{told}") and "lad det stå" in notice.hint
    assert line.split(": ")[1] in reads("{teamet} {team}møde", words.wording)


def test_a_name_no_folder_can_have_is_told(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"»\.\.\.« kan ikke være navn"):
        own(tmp_path, "name: '...'\n")


def test_braces_in_a_phrase_are_told(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"her skrives uden klammer"):
        own(tmp_path, "phrases:\n  teamet: vores {team} her\n")


def test_a_phrase_that_stands_nowhere_is_found(tmp_path: Path) -> None:
    words = own(tmp_path, "phrases:\n  teamet: os her\n  alle teams: alle os\n").wording
    node = Node({"a": Node("Vi er gode {i teamet}", Place("x"))}, Place("x"))
    assert list(unused_phrases(words, node)[0]) == ["alle teams"]
    assert reads("Vi er gode {i teamet}", words) == "Vi er gode i os her"


# a phrase, and how it reads with what is not counted: personale, kolleger, Team Nord, det pædagogiske personale
UNCOUNTED = [
    ("{Teamet} aftaler", "Personalet aftaler", "Kollegerne aftaler", "Team Nord aftaler", "Det pædagogiske personale aftaler"),
    ("alle {i teamet}", "alle blandt personalet", "alle blandt kollegerne", "alle i Team Nord", "alle blandt det pædagogiske personale"),
    ("{Et team} ler, når {det} er {trygt}", "Personalet ler, når det er trygt", "Kolleger ler, når de er trygge", "Team Nord ler, når det er trygt", "Det pædagogiske personale ler, når det er trygt"),
    ("{et trygt team}", "et trygt personale", "trygge kolleger", "et trygt Team Nord", "et trygt pædagogisk personale"),
    ("{jeres team}s plan", "jeres personales plan", "jeres kollegers plan", "Team Nords plan", "jeres pædagogiske personales plan"),
    ("{dette team}", "dette personale", "disse kolleger", "Team Nord", "dette pædagogiske personale"),
    ("{hele teamet}", "hele personalet", "alle kollegerne", "hele Team Nord", "hele det pædagogiske personale"),
    ("{alle teams}", "hele personalet", "alle kolleger", "hele Team Nord", "hele det pædagogiske personale"),
    ("til {teamene}", "til personalet", "til kollegerne", "til Team Nord", "til det pædagogiske personale"),
    ("{som team}", "som personale", "som kolleger", "som Team Nord", "som pædagogisk personale"),
    ("{team}møde", "personalemøde", "kollegamøde", "møde i Team Nord", "personalemøde"),
    ("{team}- og skolemøde", "personale- og skolemøde", "kollega- og skolemøde", "Team Nord- og skolemøde", "personale- og skolemøde"),
    ("{det nye team}", "det nye personale", "de nye kolleger", "det nye Team Nord", "det nye pædagogiske personale"),
]  # fmt: skip
WORDS = ("personale", "kolleger", "Team Nord", "det pædagogiske personale")


@pytest.mark.parametrize("row", UNCOUNTED, ids=[row[0] for row in UNCOUNTED])
def test_what_is_not_counted_agrees(row: tuple[str, ...]) -> None:
    phrase, *expected = row
    assert [reads(phrase, wording(word)) for word in WORDS] == expected


def test_a_name_in_small_letters_has_no_second_article() -> None:
    house = Noun("intetkøn", "det gule hus", "det gule hus", "", "", "det gule hus-", countable=False)
    words = replace(wording("team"), **asdict(house))
    assert words.kind == "name"
    for phrase, made in [("{det nye team}", "det nye gule hus"), ("{jeres team}", "det gule hus")]:
        assert reads(phrase, words) == made


@pytest.mark.parametrize(
    "phrase", ["{hvert team}", "{et af teamene}", "{flere teams}", "{to teams}", "{et andet team}"]
)
def test_one_of_several_cannot_be_said_of_what_is_not_counted(phrase: str) -> None:
    assert all("kan ikke siges med" in reads(phrase, wording(word)) for word in WORDS)


def test_a_text_has_another_way_for_what_is_not_counted_and_for_long_words() -> None:
    place = Place("x", 1)
    ways = {"tekst": "{Hvert team} for sig", "utællelig": "{Hele teamet} sammen", "kort": "Hver for sig"}
    node = Node({"a": Node({way: Node(text, place) for way, text in ways.items()}, place)}, place)
    for word, made in [
        ("gruppe", "Hver gruppe for sig"),
        ("personale", "Hele personalet sammen"),
        ("specialundervisningsteam", "Hver for sig"),
    ]:
        ((id, text),) = texts(worded(node, "b", wording(word)), "b")
        assert (id, text.value) == ("b.a", made)
    wrong = Node({**node.value["a"].value, "kort": Node("{Denne team}", place)}, place)  # type: ignore[call-overload, dict-item, index, union-attr]
    with pytest.raises(BuildError, match="»denne«"):
        worded(wrong, "b", wording("gruppe"))


def test_a_text_replaced_by_a_department_is_told_of_where_the_department_wrote_it(tmp_path: Path) -> None:
    words = own(tmp_path, "texts:\n  plakater.a: I {denne team}\n  plakater.b: Ro\n").wording
    place = Place("content/plakater.yaml", 1)
    with pytest.raises(BuildError, match=r"Sprog afdelingen\.yaml:9: »denne«"):
        worded(Node({"a": Node("A", place)}, place), "plakater", words)
    (text,) = [text for _, text in texts(worded(Node({"b": Node("B", place)}, place), "plakater", words), "plakater")]
    assert (text.value, str(text.place)) == ("Ro", "Sprog afdelingen.yaml:10")


@pytest.mark.parametrize(
    ("phrase", "slot", "made"),
    [
        ("jeres team", "I {jeres team}", "I hele vores hold"),
        ("jeres team", "{Jeres team} kan", "Hele vores hold kan"),
        ("team", "{Team} og {team}møde", "Hele vores hold og afdelingsmøde"),
        ("alle teams'", "{alle teams’} plan", "hele vores hold plan"),
    ],
)
def test_a_phrase_can_be_said_in_a_way_of_its_own(tmp_path: Path, phrase: str, slot: str, made: str) -> None:
    assert reads(slot, own(tmp_path, f"phrases:\n  {phrase}: hele vores hold\n").wording) == made


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("fælleskøn", "intetkøn"), r"4: »afdelingen« er ikke bestemt form af et afdeling\n.*gender"),
        (("afdelingerne", "afdelinger"), r"6: »afdelinger« er ikke bestemt form i flertal"),
        (("singular: afdeling", "singular: vores afdeling"), r"3: »vores afdeling« skal være ordet alene\n.*phrases"),
        (("compound: afdelings", "compound: ''"), r"7: formen »compound« er tom"),
        (("gender: fælleskøn", "gender: hankøn"), r"2: »gender« kan ikke være »hankøn«"),
        (("compound: afdelings", "compound: afdelings\nphrases:\n  jeres taem: os"), r"9: »taem« .* er ukendt\n.*team"),
        (("compound: afdelings", "compound: afdelings\ntexts:\n  plakater: [a]"), r"9: her skal stå en tekst"),
        (("compound: afdelings", "compound: afdelings\nphrase: x"), r"8: ukendt nøgle »phrase«\n.*phrases"),
    ],
)
def test_a_wrong_wording_is_told_with_its_line(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    text = (ROOT / "content/wordings/afdeling.yaml").read_text(encoding="utf-8")
    file = tmp_path / "min.yaml"
    file.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(BuildError, match=rf"min\.yaml:{told}"):
        wording(file)


def test_an_abbreviation_keeps_its_capitals_and_its_hyphen(tmp_path: Path) -> None:
    file = tmp_path / "su.yaml"
    file.write_text(
        "gender: intetkøn\nsingular: SU\nsingular_definite: SU’et\nplural: SU’er\nplural_definite: SU’erne\ncompound: SU-\n",
        encoding="utf-8",
    )
    made = reads("{Jeres team}s {team}møde og {team}- og skolemøder {i teamet}", wording(file))
    assert made == "Jeres SU’s SU-møde og SU- og skolemøder i SU’et"


letters = st.text("abdefgiklmnoprstuvyæøå", min_size=2, max_size=12).filter(lambda word: "team" not in word)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    forms=st.tuples(*[letters] * 5),
    gender=st.sampled_from(["intetkøn", "fælleskøn"]),
    row=st.sampled_from(PHRASES),
)
def test_any_noun_leaves_neither_brace_nor_team_and_agrees(
    forms: tuple[str, ...], gender: str, row: tuple[str, ...]
) -> None:
    made = reads(row[0], Wording(gender, *forms, adjectives=Lexicon(ROOT).adjective))  # type: ignore[arg-type, misc]
    assert not set("{}") & set(made) and "team" not in made.lower()
    like = row[1] if gender == "fælleskøn" else row[3]
    known = "afdeling" if gender == "fælleskøn" else "udvalg"
    assert [a for a, b in zip(made.split(), like.split(), strict=True) if known not in b.lower()] == [
        b for b in like.split() if known not in b.lower()
    ]


CONTENT = sorted({p.stem if p.suffix else p.name for p in (ROOT / "content").iterdir()} - {"wordings", "afdelinger"})


@pytest.mark.parametrize("word", READY)
def test_every_ready_made_word_goes_through_all_content(word: str) -> None:
    words = wording(word)
    for name in CONTENT:
        for id, node in texts(worded(read_content(ROOT, name), name, words), name):
            if " " in str(node.value) and word != "team":
                assert "team" not in re.sub("lærerteam|klasseteam|besøgsteam", "", str(node.value).lower()), id


def test_before_and_after_are_shown_for_what_changes_only() -> None:
    place = Place("content/plakater.yaml", 3)
    node = Node({"a": Node("{Dette team} lytter", place), "b": Node("Vi lytter", place)}, place)
    (change,) = changes(node, "plakater", wording("afdeling"), wording("team"))
    assert (change.id, change.before, change.after) == ("plakater.a", "Dette team lytter", "Denne afdeling lytter")


def test_every_wording_file_is_read_as_text() -> None:
    for word in READY:
        assert isinstance(read_yaml(ROOT / f"content/wordings/{word}.yaml", ROOT).value, dict)

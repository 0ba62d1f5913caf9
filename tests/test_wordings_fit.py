"""A department that prints at five to eight must not meet a text that is too long for its word."""

from __future__ import annotations

import io
import re
from dataclasses import asdict
from itertools import cycle

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from judges import PDFA, archived, needs_pdfa
from program import ROOT, Packs
from trygtryk import pipeline, read
from trygtryk.editions import jobs
from trygtryk.errors import Place
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.sources.danish.nouns import bend
from trygtryk.sources.danish.phrases import Noun
from trygtryk.sources.danish.wording import Wording
from trygtryk.sources.department.departments import wordings
from trygtryk.sources.department.layer import Department, read_department
from trygtryk.sources.department.own_word import lexicon
from trygtryk.texts import changed_texts

BOOK = "skemaer/arbejdshaefte"
# of every kind of block something
FORMS = ("skemaer/overblik-360", "skemaer/podcast", "skemaer/procesplan", "skemaer/udsagn")
EVERYTHING = ("billedkort", "flipflap", "plakater", BOOK)


@pytest.mark.parametrize(
    ("word", "judged"),
    [*zip(wordings(ROOT), cycle(((False,), (), (), (True,), (), ())), strict=False)],
    ids=wordings(ROOT),
)
def test_everything_fits_in_every_ready_made_word_and_size_and_is_an_archive(
    word: str, judged: tuple[bool, ...], request: pytest.FixtureRequest
) -> None:
    """The workbook holds every form's pages, so it stands for them all; the archive is judged here in some of the words,
    in ``.ci/run`` in all."""
    if request.config.getoption("whole"):
        judged = (False, True)
    for large, wanted in ((False, EVERYTHING), (True, (BOOK,))):
        sources = read_sources(ROOT, Order(wanted, word, large=large, editions=("kontor", "skaerm")))
        pieces = pipeline.compose(sources)
        assert len(pieces) == (1 if large else 12)
        # what the school's own sheets and the screen add to the texts, they add here
        ready = jobs(tuple(one for one in pieces if one.target in ("flipflap", BOOK)), sources)
        pipeline.refuse_flaws(tuple(job.document for job in ready))
        book = [job for job in ready if job.rules == "screen" and "arbejdshaefte" in job.path]
        if PDFA and large in judged:
            (made,) = pipeline.press(sources, tuple(book), pipeline.silent)
            assert archived(io.BytesIO(made.data)) == []


@needs_pdfa
def test_every_form_by_itself_is_an_archive_in_large_print_too(packs: Packs, request: pytest.FixtureRequest) -> None:
    """In the word the texts are written in, here some of them, in ``.ci/run`` all; those of the pack are judged beside."""
    wanted = ("skemaer",) if request.config.getoption("whole") else FORMS
    files = sorted(packs(*wanted, "--edition", "skaerm", "--large").glob("skaerm/*skema*.pdf"))
    assert len(files) == (18 if wanted == ("skemaer",) else len(FORMS))
    assert {file.name: found for file in files if (found := archived(file))} == {}


def fits(words: Wording, *, large: bool) -> None:
    """Composes everything in a wording (in large print what there is of it), for every edition; raises BuildError with what does not fit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "checked_department", lambda root, asked: Department(words, "x", Place("x")))
        sources = read_sources(ROOT, Order((BOOK,) if large else EVERYTHING, large=large))
        ready = jobs(pipeline.compose(sources), sources)
    pipeline.refuse_flaws(tuple(job.document for job in ready))


@pytest.mark.parametrize(
    "word",
    ["råd", "naturfagslærerne", "specialundervisningsteam", "det pædagogiske personale", "Børnehuset Solstrålen"],
)
def test_everything_fits_in_short_and_long_words(word: str) -> None:
    fits(read_department(ROOT, word).wording, large=len(word) > 16)


syllables = st.lists(
    st.sampled_from(["mu", "wom", "nym", "kon", "træ", "sby", "fjor", "skæm", "død", "ma", "vå", "hus", "gen"]),
    min_size=1,
    max_size=9,
)


@settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate])
@given(
    syllables, st.sampled_from(["countable", "mass", "plural"]), st.sampled_from(["i", "på", "blandt"]), st.booleans()
)
def test_everything_fits_in_any_word_of_28_letters(parts: list[str], kind: str, preposition: str, large: bool) -> None:
    stem = "".join(parts)[:24]
    noun = Noun(
        "fælleskøn", stem, f"{stem}en", f"{stem}er", f"{stem}erne", f"{stem}s", preposition, kind == "countable"
    )
    if kind == "plural":
        noun = Noun("fælleskøn", "", "", f"{stem}er", f"{stem}erne", stem, preposition, countable=False)
    fits(Wording(**asdict(noun), adjectives=lexicon(ROOT).adjective), large=large)


@pytest.mark.parametrize(
    ("word", "stem"),
    [("ledergruppe", "leder"), ("gruppe", "gruppe"), ("kolleger", "kolleg"), ("institution", "institution")],
)
def test_no_sentence_says_the_departments_word_twice(word: str, stem: str) -> None:
    plain = {change.id: change.after for change in changed_texts(ROOT, "årgang")}
    for change in changed_texts(ROOT, word):
        if change.id in plain:
            assert not re.search(rf"\b{stem}", plain[change.id], re.IGNORECASE), f"{change.id}: {change.after}"


@pytest.mark.parametrize(
    "word", [*wordings(ROOT), "årgang", "SFO", "MED-udvalg", "personale", "kolleger", "sprogafdeling"]
)
def test_every_form_that_is_printed_is_one_the_lexicon_knows(word: str) -> None:
    words, stem = lexicon(ROOT), word[:5].lower()
    met = 0
    for change in changed_texts(ROOT, word):
        for form in re.findall(r"[\w’-]+", change.after):
            if stem in form.lower():
                met += 1
                assert bend(form.replace("’", "'"), words).source != "gættet efter endelsen", f"{change.id}: {form}"
    assert met > 25 or word == "team"

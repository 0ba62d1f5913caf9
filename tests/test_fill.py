"""Answers that are elsewhere already are written into a form: what collect reads back is what was given."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from trygtryk.answers.asked import DATE, WHO
from trygtryk.answers.collect import collect
from trygtryk.answers.fill import fill
from trygtryk.answers.formats import as_json
from trygtryk.answers.given import read_answers
from trygtryk.errors import BuildError
from trygtryk.proof.preflight import check

sys.path.insert(0, str(Path(__file__).parent))
from screen_edition import screen
from test_collect import changed, forms

TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co", "Zs"), include_characters=" \n"
    ),
    max_size=60,
).map(lambda text: text.strip(" \n"))


def filled_in(part: str) -> st.SearchStrategy[dict[tuple[str, str], str]]:
    """Any answers to any questions of a form that are not for oneself."""
    questions = [question for question in forms()[part].questions if not question.private]
    kinds = {"text": TEXTS, "tick": st.sampled_from(["Ja", ""])}
    return st.fixed_dictionaries(
        {},
        optional={
            (part, q.id): st.sampled_from(["", *q.options]) if q.kind == "choice" else kinds[q.kind] for q in questions
        },
    )


@pytest.mark.parametrize("part", ["procesplan", "overblik-360"])
def test_what_is_collected_is_what_was_filled_in(part: str) -> None:
    @settings(max_examples=15, deadline=None)
    @given(filled_in(part))
    @example({(part, WHO): "0"})
    def held(answers: dict[tuple[str, str], str]) -> None:
        found = collect([("a.pdf", fill(screen(f"skema-{part}"), answers, forms()))], forms())
        given_ = {key: words for key, words in answers.items() if words}
        if {id_ for _, id_ in given_} <= {WHO, DATE}:  # nobody has answered: not counted
            given_ = {}
        assert {(row.form, row.question_id): row.answer for row in found.rows} == given_
        # and what collect wrote fills another form alike
        again = read_answers(as_json(found, forms()), "svar.json", part, forms()).answers
        assert again == given_

    held()


@pytest.mark.parametrize("name", ["arbejdshaefte", "skema-udsagn-storskrift"])
def test_every_field_of_every_form_is_filled_and_the_file_keeps_its_promises(name: str) -> None:
    wanted = {id: form for id, form in forms().items() if name == "arbejdshaefte" or id == "udsagn"}
    answers = {
        (form.id, q.id): q.options[-1] if q.kind == "choice" else "Ja" if q.kind == "tick" else f"Blåbærgrød {q.id}"
        for form in wanted.values()
        for q in form.questions
    }
    data = fill(screen(name), answers, forms())
    assert check(data, rules="screen") == ()
    assert fill(screen(name), answers, forms()) == data
    found = collect([("a.pdf", data)], forms())
    private = {(form.id, q.id) for form in wanted.values() for q in form.questions if q.private}
    assert {(row.form, row.question_id): row.answer for row in found.rows} == {
        key: words for key, words in answers.items() if key not in private
    }
    assert len(found.entries) == len(wanted)


def words_in(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    pdf.init_forms()
    for page in pdf:
        pypdfium2.raw.FPDFPage_Flatten(page, 0)
    return " ".join(" ".join(pdf[n].get_textpage().get_text_range().split()) for n in range(len(pdf)))


def test_what_has_no_room_is_kept_and_the_sheet_says_so() -> None:
    long = "Den lange historie. " * 200
    data = fill(screen("skema-podcast"), {("podcast", "stikord"): long}, forms())
    shown = words_in(data)
    assert "Den lange historie." in shown and " …" in shown and shown.count("historie") < 200
    short = fill(screen("skema-podcast"), {("podcast", "stikord"): "Den korte"}, forms())
    assert "Den korte" in words_in(short) and " …" not in words_in(short)
    assert "På skærm: alt står i filen." in shown


def test_a_file_that_lost_its_font_leaves_the_drawing_to_the_program() -> None:
    def fontless(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AcroForm.DR

    data = fill(changed(screen("skema-podcast"), fontless), {("podcast", "stikord"): "Æ"}, forms())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.Root.AcroForm.NeedAppearances is True  # type: ignore[comparison-overlap]


def refused(text: str, form: str = "procesplan") -> list[str]:
    with pytest.raises(BuildError) as caught:
        read_answers(text.encode(), "svar.json", form, forms())
    return [fault.message for fault in caught.value.faults]


def test_every_answer_that_fits_nowhere_is_told_at_once() -> None:
    given_ = {"dat": "1", "redskaber.opstart": "måske", "nysgerrige": ["a"], "redskaber": ["Opstrt"]}
    told = refused(json.dumps(given_))
    assert len(told) == 4 and "har ikke spørgsmålet »dat«" in told[0] and "krydses af" in told[1]
    assert refused('{"hjul.ansatte": "Ved ikke"}', "overblik-360") == ["»Ved ikke« kan ikke vælges i »hjul.ansatte«"]
    assert refused('{"a": {"b": "c"}}') == ["skemaet »a« findes ikke i filen, der skal udfyldes"]
    assert refused("{") == refused("\\") == ["filen er ikke JSON"]
    assert refused("3") == ["filen har ingen svar"]
    two = [{"fil": f, "nr": 1, "skema": "podcast", "id": "dato", "svar": "1"} for f in "ab"]
    assert refused(json.dumps(two)) == ["filen har svar fra flere udfyldte skemaer af samme slags"]


def test_answers_are_given_as_people_write_them() -> None:
    given_ = {"redskaber": ["Opstart", "Plakater"], "redskaber.podcast": True, "dato": 2027, "nysgerrige": None}
    assert read_answers(json.dumps(given_).encode(), "svar.json", "procesplan", forms()).answers == {
        ("procesplan", "redskaber.opstart"): "Ja",
        ("procesplan", "redskaber.plakater"): "Ja",
        ("procesplan", "redskaber.podcast"): "Ja",
        ("procesplan", "dato"): "2027",
        ("procesplan", "nysgerrige"): "",
    }


def test_a_foreign_file_is_not_filled() -> None:
    with pytest.raises(BuildError, match="ikke et af skemaerne"):
        fill(b"%PDF-1.7", {}, forms())

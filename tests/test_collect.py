"""After the meeting: every answer in one table, nobody's lost or mixed with another's, and every file accounted for."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trygtryk.answers.asked import Form, asked
from trygtryk.answers.collect import Collected, Entry, Row, collect
from trygtryk.answers.files import found_in, is_kept, keep, opened
from trygtryk.answers.fill import fill
from trygtryk.answers.formats import as_csv, as_json, as_xlsx
from trygtryk.answers.table import by_form, counts

sys.path.insert(0, str(Path(__file__).parent))
from screen_edition import documents, screen

# the damaged files are made with a library that warns of them
pytestmark = pytest.mark.filterwarnings("ignore:(This document has|Copying pages)")


@cache
def forms() -> dict[str, Form]:
    return asked(documents().values())


ANNA = {
    ("procesplan", "afdeling"): "Pædagogisk afdeling på Ærø – 5 €",
    ("procesplan", "dato"): "3-4",
    ("procesplan", "nysgerrige"): "- støj\nog æøå Łódź",
    ("procesplan", "haab-tovholdere"): "0045",
    ("procesplan", "redskaber.podcast"): "Ja",
    ("procesplan", "start.1.hvad"): "=SUM(A1)",
}
BO = {**ANNA, ("procesplan", "afdeling"): "Køkkenet", ("procesplan", "nysgerrige"): "Bos svar"}
WHEEL = {("overblik-360", "hjul.laerende"): "Går godt", ("overblik-360", "hjul.ansatte"): "Bør drøftes"}


@cache
def form(part: str, answers: tuple[tuple[tuple[str, str], str], ...] = ()) -> bytes:
    return fill(screen(f"skema-{part}"), dict(answers), forms()) if answers else screen(f"skema-{part}")


def anna() -> bytes:
    return form("procesplan", tuple(ANNA.items()))


def bo() -> bytes:
    return form("procesplan", tuple(BO.items()))


def put(folder: Path, **files: bytes) -> list[Path]:
    paths = []
    for name, data in files.items():
        paths.append(folder / f"{name}.pdf")
        paths[-1].write_bytes(data)
    return paths


def read(*paths: Path) -> Collected:
    return collect(opened(found_in(paths)), forms())


def answers(found: Collected, file: str = "", number: int = 1) -> dict[tuple[str, str], str]:
    return {(r.form, r.question_id): r.answer for r in found.rows if r.file == (file or r.file) and r.number == number}


def changed(data: bytes, change: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def test_answers_come_with_their_form_question_and_words(tmp_path: Path) -> None:
    found = read(*put(tmp_path, a=anna()))
    assert answers(found) == ANNA
    asked_ = {row.question_id: row.question for row in found.rows}
    assert asked_["nysgerrige"].startswith("Hvorfor går vi i gang? Hvad er vi nysgerrige på")
    assert asked_["dato"] == "Dato"
    assert [row.question_id for row in found.rows] == [id for _, id in ANNA]
    assert [str(entry) for entry in found.entries] == ["a.pdf: Skema 1: Procesplan: 6 svar læst"]


def test_a_choice_is_told_in_the_words_on_the_page(tmp_path: Path) -> None:
    assert answers(read(*put(tmp_path, a=form("overblik-360", tuple(WHEEL.items()))))) == WHEEL


def test_a_form_of_the_first_edition_is_told_in_its_own_words(tmp_path: Path) -> None:
    """Its states were ids (`groen`), and the words stood only in what is heard of a button."""

    def older(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for button in page.obj.get("/Annots", ()):
                group = button.get("/Parent", pikepdf.Dictionary())
                if "/T" in button or "/Kids" not in group or button.Subtype != "/Widget":
                    continue
                if "/Opt" in group:
                    del group.Opt
                named = {"/0": "/groen", "/1": "/orange", "/Off": "/Off"}
                looks = {named[key]: look for key, look in button.AP.N.items()}
                button.AP.N = pikepdf.Dictionary(looks)
                button.AS = pikepdf.Name(named[str(button.AS)])
                group.V = pikepdf.Name(named.get(str(group.V), str(group.V)))

    data = changed(form("overblik-360", tuple(WHEEL.items())), older)
    assert answers(read(*put(tmp_path, a=data))) == WHEEL


def test_a_name_is_known_whatever_is_added_to_any_part_of_it(tmp_path: Path) -> None:
    def renamed(pdf: pikepdf.Pdf) -> None:
        for group in pdf.Root.AcroForm.Fields[0].Kids:
            if group.T == "redskaber":
                group.T = "redskaber [438]"

    ticked = {("procesplan", f"redskaber.{id}"): "Ja" for id in ("opstart", "overblik-360")}
    data = changed(form("procesplan", tuple(ticked.items())), renamed)
    assert answers(read(*put(tmp_path, a=data))) == ticked


@pytest.mark.parametrize("suffix", ["", "+1", "_2", " [382]", "#3"])
def test_two_peoples_forms_put_together_are_told_apart(tmp_path: Path, suffix: str) -> None:
    with pikepdf.open(io.BytesIO(anna())) as pdf, pikepdf.open(io.BytesIO(bo())) as other:
        other.Root.AcroForm.Fields[0].T = f"procesplan{suffix}"
        pdf.pages.extend(other.pages)
        pdf.save(tmp_path / "to.pdf")
    found = read(tmp_path / "to.pdf")
    assert answers(found, number=1) == ANNA
    assert answers(found, number=2) == BO
    assert [entry.read for entry in found.entries] == [True, True]


def test_pages_that_are_shuffled_go_to_whose_they_are(tmp_path: Path) -> None:
    """Each file's fields hang under a root of their own, which tells whose a page is in any order."""
    with pikepdf.open(io.BytesIO(anna())) as pdf, pikepdf.open(io.BytesIO(bo())) as other:
        pdf.pages.extend(other.pages)
        pages = list(pdf.pages)
        for _ in pages:
            del pdf.pages[0]
        pdf.pages.extend(pages[number] for number in (3, 0, 1, 4, 5, 2))
        pdf.save(tmp_path / "to.pdf")
    found = read(tmp_path / "to.pdf")
    assert (answers(found, number=1), answers(found, number=2)) == (BO, ANNA)


def test_a_page_from_the_middle_and_a_whole_form_are_two(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(anna())) as pdf, pikepdf.open(io.BytesIO(bo())) as other:
        del pdf.pages[0]
        pdf.pages.extend(other.pages)
        pdf.save(tmp_path / "to.pdf")
    found = read(tmp_path / "to.pdf")
    # what stood on the page that is gone is in the file's list of fields still
    assert (answers(found, number=1), answers(found, number=2)) == (ANNA, BO)
    assert all("ikke de samme sider" in entry.told and entry.hint for entry in found.entries)


def test_forms_that_share_their_fields_are_told_of(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(anna())) as pdf:
        for page in list(pdf.pages):
            copy = pdf.make_indirect(pikepdf.Dictionary(page.obj))  # type: ignore[arg-type]
            copy.Annots = pikepdf.Array(list(page.obj.Annots))
            pdf.pages.append(pikepdf.Page(copy))
        pdf.save(tmp_path / "to.pdf")
    found = read(tmp_path / "to.pdf")
    assert [entry.number for entry in found.entries] == [1, 2]
    assert all("deler de samme felter" in entry.told for entry in found.entries)


def test_of_two_rings_that_show_as_chosen_the_value_decides(tmp_path: Path) -> None:
    def both(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for button in page.obj.get("/Annots", ()):
                if "/T" not in button and "/Parent" in button and button.Parent.V == "/1":
                    button.AS = pikepdf.Name(next(key for key in button.AP.N.keys() if key != "/Off"))  # noqa: SIM118

    assert answers(read(*put(tmp_path, a=changed(form("overblik-360", tuple(WHEEL.items())), both)))) == WHEEL


def test_pages_that_lost_the_files_list_of_fields_are_read(tmp_path: Path) -> None:
    def listless(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AcroForm

    data = changed(anna(), listless)
    assert answers(read(*put(tmp_path, a=data))) == ANNA


def test_fields_that_lost_what_they_hung_under_are_known_by_what_is_heard(tmp_path: Path) -> None:
    def orphaned(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for widget in page.obj.get("/Annots", ()):
                if "/Parent" in widget:
                    del widget.Parent
        del pdf.Root.AcroForm

    assert answers(read(*put(tmp_path, a=changed(anna(), orphaned)))) == ANNA
    wheel = changed(form("overblik-360", tuple(WHEEL.items())), orphaned)
    assert answers(read(*put(tmp_path, b=wheel))) == WHEEL


def test_a_field_known_by_nothing_is_read_with_those_around_it(tmp_path: Path) -> None:
    """Its names are cut to the last part, and its words are those of an older edition."""

    def cut(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for widget in page.obj.get("/Annots", ()):
                if "/Parent" in widget:
                    del widget.Parent
                if widget.get("/T") in ("afdeling", "nysgerrige"):
                    widget.TU = pikepdf.String("Som vi spurgte dengang")
                if widget.get("/T") == "haab-tovholdere":
                    widget.T, widget.TU = pikepdf.String("ukendt"), pikepdf.String("Hvad nu?")
        del pdf.Root.AcroForm

    found = answers(read(*put(tmp_path, a=changed(anna(), cut))))
    assert found.pop(("procesplan", "ukendt")) == ANNA["procesplan", "haab-tovholdere"]
    assert found == {key: words for key, words in ANNA.items() if key[1] != "haab-tovholdere"}


def test_answers_on_a_page_nobody_knows_are_told_of(tmp_path: Path) -> None:
    def strange(pdf: pikepdf.Pdf) -> None:
        page = pdf.add_blank_page()
        field = pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="y", V="Et svar")
        page.obj.Annots = pikepdf.Array([pdf.make_indirect(field)])

    (entry,) = read(*put(tmp_path, a=changed(anna(), strange))).entries
    assert entry.told == "6 svar læst; 1 svar i filen står i felter, der ikke kendes: ikke læst" and entry.hint


def test_the_page_wins_over_a_stale_list_of_fields(tmp_path: Path) -> None:
    def stale(pdf: pikepdf.Pdf) -> None:
        copies = pikepdf.Array()
        for page in pdf.pages:
            for widget in page.obj.get("/Annots", ()):
                if widget.get("/FT") == "/Tx":
                    name = ".".join(str(one.T) for one in (widget.Parent, widget))
                    copies.append(pdf.make_indirect(pikepdf.Dictionary(FT=widget.FT, T=name, V="gammelt")))
        pdf.Root.AcroForm.Fields = copies

    assert answers(read(*put(tmp_path, a=changed(anna(), stale)))) == ANNA
    # where nothing stands on the pages at all, the list is all there is
    empty = changed(screen("skema-podcast"), stale)
    assert set(answers(read(*put(tmp_path, b=empty))).values()) == {"gammelt"}


def test_values_kept_as_streams_and_states_only_in_the_button_are_read(tmp_path: Path) -> None:
    def odd(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for widget in page.obj.get("/Annots", ()):
                if widget.get("/FT") == "/Tx" and "/V" in widget:
                    widget.V = pdf.make_stream(bytes(widget.V))
                elif "/V" in widget:
                    del widget.V

    assert answers(read(*put(tmp_path, a=changed(anna(), odd)))) == ANNA


def test_what_is_typed_on_top_of_a_page_is_read_and_what_is_drawn_is_told_of(tmp_path: Path) -> None:
    def on_top(pdf: pikepdf.Pdf) -> None:
        box = pikepdf.Array([10, 10, 90, 90])
        for kind, words in (("FreeText", "Oven på"), ("Ink", "")):
            note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=box, Contents=words)
            note.Subtype = pikepdf.Name(f"/{kind}")
            pdf.pages[0].obj.Annots.append(pdf.make_indirect(note))

    found = read(*put(tmp_path, a=changed(screen("skema-procesplan"), on_top)))
    assert [row.answer for row in found.rows] == ["Oven på"]
    assert "læst med" in found.entries[0].told and "ikke læst" in found.entries[0].told
    assert "skriv det af" in found.entries[0].hint


def test_what_is_for_oneself_is_left_alone_and_the_account_says_so(tmp_path: Path) -> None:
    questions = forms()["udsagn"].questions
    given = {("udsagn", q.id): q.options[1] if q.options else "kun mit" for q in questions}
    found = read(*put(tmp_path, a=form("udsagn", tuple(given.items()))))
    private = [q for q in questions if q.private]
    assert {q.id.partition(".")[0] for q in private} == {"udsagn", "helst"} and len(private) == 17
    assert {id for _, id in answers(found)} == {q.id for q in questions if not q.private}
    assert {"punkt-1", "punkt-2", "punkt-3", "videre", "opfoelgning"} <= {id for _, id in answers(found)}
    assert "17 svar er kun til den, der skrev dem: ikke læst" in found.entries[0].told
    for table in (as_csv(found, forms()), as_json(found, forms())):
        assert b"Passer" not in table
    with zipfile.ZipFile(io.BytesIO(as_xlsx(found, forms()))) as book:
        assert not [name for name in book.namelist() if b"Passer" in book.read(name)]
        # nor a column that looks as if nobody had answered
        assert not [q.words for q in private if q.words.encode() in book.read("xl/sharedStrings.xml")]


def test_every_kind_of_input_has_its_line_and_its_way_out(tmp_path: Path) -> None:
    whole = anna()
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        pdf.save(tmp_path / "laast.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
        pdf.save(tmp_path / "kun-ejer.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    foreign = pikepdf.new()
    foreign.add_blank_page()
    foreign.save(tmp_path / "fremmed.pdf")

    def flat(pdf: pikepdf.Pdf) -> None:
        pdf.flatten_annotations("all")

    torn = whole.replace(b"startxref", b"startxxxx")
    put(
        tmp_path,
        halv=whole[: len(whole) // 3],
        revet=torn,
        tom=screen("skema-procesplan"),
        fladgjort=changed(whole, flat),
    )
    (tmp_path / "billede.docx").write_bytes(b"PK")
    (tmp_path / ".skjult.pdf").write_bytes(b"")
    found = {entry.file: entry for entry in read(tmp_path, tmp_path / "findes-ikke.pdf").entries}
    told = {
        "billede.docx": "ikke en PDF",
        "findes-ikke.pdf": "kan ikke åbnes",
        "fladgjort.pdf": "felterne er væk",
        "fremmed.pdf": "ikke et af skemaerne",
        "halv.pdf": "beskadiget",
        "kun-ejer.pdf": "6 svar læst",
        "laast.pdf": "adgangskode",
        "revet.pdf": "filen er beskadiget, så noget kan mangle",
        "tom.pdf": "ingen svar i felterne",
    }
    assert found.keys() == told.keys()
    for name, words in told.items():
        assert words in found[name].told
        assert bool(found[name].hint) != (name == "kun-ejer.pdf"), name
    assert found["fladgjort.pdf"].form == "Skema 1: Procesplan"


@pytest.mark.filterwarnings("ignore")
def test_each_form_of_a_flattened_pile_has_its_line(tmp_path: Path) -> None:
    with pikepdf.new() as pile:
        for data in (anna(), form("podcast"), bo()):
            with pikepdf.open(io.BytesIO(data)) as pdf:
                pdf.flatten_annotations("all")
                pile.pages.extend(pdf.pages)
        pile.save(tmp_path / "bunke.pdf")
    told = [(entry.form.partition(":")[0], entry.number) for entry in read(tmp_path / "bunke.pdf").entries]
    assert told == [("Skema 1", 1), ("Skema 13", 1), ("Skema 1", 2)]


def test_a_copy_counts_once_an_empty_form_not_at_all_and_two_may_agree(tmp_path: Path) -> None:
    """One filled form, its copy and an empty one were »2 af 3« in the table."""
    again = changed(anna(), lambda pdf: None)
    chosen = form("overblik-360", tuple(WHEEL.items()))
    other = changed(chosen, lambda pdf: None)
    assert again != anna() and other != chosen
    named = form("podcast", ((("podcast", "afdeling"), "Nord"), (("podcast", "dato"), "1.2.2027")))
    found = read(*put(tmp_path, a=anna(), b=anna(), c=again, d=form("procesplan"), e=chosen, f=other, g=named))
    told = [(entry.told, bool(entry.hint), entry.read) for entry in found.entries]
    assert told == [
        ("6 svar læst", False, True),
        ("samme fil som a.pdf: talt med én gang", False, True),
        ("6 svar læst; ord for ord de samme som i a.pdf", True, True),
        ("ingen svar i felterne: ikke talt med", True, False),
        ("2 svar læst", False, True),
        ("2 svar læst", False, True),
        ("kun afdeling eller dato er udfyldt: ikke talt med", True, False),
    ]
    assert {row.file for row in found.rows} == {"a.pdf", "c.pdf", "e.pdf", "f.pdf"}
    assert [row[0].value for row in by_form(found, forms()).rows] == ["a.pdf", "c.pdf", "e.pdf", "f.pdf"]
    assert {row[4].value for row in counts(found, forms()).rows} == {2}


def test_files_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    for name, data in (("anna", anna()), ("bo", bo())):
        (tmp_path / name).mkdir()
        put(tmp_path / name, skema=data)
    found = read(tmp_path / "anna/skema.pdf", tmp_path / "bo", tmp_path / "bo/../anna/skema.pdf")
    assert [entry.file for entry in found.entries] == ["anna/skema.pdf", "bo/skema.pdf"]
    assert answers(found, "bo/skema.pdf") == BO


def loops(pdf: pikepdf.Pdf) -> None:
    top = pdf.Root.AcroForm.Fields[0]
    top.Kids.append(top)
    top.Parent = top


def deep(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(pikepdf.Dictionary(T="x", V="y"))
    for _ in range(3000):
        field = pdf.make_indirect(pikepdf.Dictionary(T="x", Kids=[field]))
    pdf.Root.AcroForm.Fields = [field]


def odd_kinds(pdf: pikepdf.Pdf) -> None:
    odd = (
        7,
        True,
        pikepdf.Name("/X"),
        pikepdf.Array([1]),
        pikepdf.Dictionary(A=1),
        pikepdf.String(b"\xfe\xff\xd8\x00"),
    )
    for page in pdf.pages:
        for number, widget in enumerate(page.obj.get("/Annots", ())):
            for at, key in enumerate(("/V", "/T", "/TU", "/Ff", "/Parent", "/AP", "/AS", "/Opt", "/Subtype")):
                if (number + at) % 3 == 0:
                    widget[key] = odd[(number + at) % len(odd)]
        page.obj.Annots.append(pikepdf.Array([]))
    pdf.Root.AcroForm.Fields.append(3)


def odd_lists(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pikepdf.Dictionary()
    pdf.pages[1].obj.Annots = 4
    pdf.Root.AcroForm = pikepdf.Array([])


def crowded(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.pages[0].obj.Annots[0]] * 100_000)


def packed(pdf: pikepdf.Pdf) -> None:
    raw = zlib.compress(zlib.compress(bytes(300_000_000)))
    bomb = pdf.make_stream(raw)
    bomb.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    pdf.pages[0].obj.Annots[0].V = bomb


@pytest.mark.parametrize("change", [loops, deep, odd_kinds, odd_lists, crowded, packed])
def test_no_file_breaks_or_stalls_the_reading(tmp_path: Path, change: Any) -> None:
    data = changed(screen("skema-procesplan"), change)
    assert len(read(*put(tmp_path, a=data, b=anna())).entries) >= 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 200_000), st.binary(min_size=1, max_size=6)), min_size=1, max_size=12))
def test_no_damage_is_a_traceback(tmp_path: Path, strikes: list[tuple[int, bytes]]) -> None:
    data = bytearray(anna())
    for at, new in strikes:
        at %= len(data)
        data[at : at + len(new)] = new
    (entry, *_) = read(*put(tmp_path, a=bytes(data))).entries
    assert entry.file == "a.pdf"


ROW = Row("a.pdf", 1, "procesplan", "dato", "Hvad?", "")


def cells(answer: str) -> list[list[str]]:
    row = Row(ROW.file, 1, ROW.form, ROW.question_id, ROW.question, answer)
    text = as_csv(Collected((row,), ()), forms()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize(
    "answer",
    [
        "=1+1",
        "+45 12",
        "-2",
        "@navn",
        "=SUM(A1)",
        "3-4",
        "0045",
        "1/2",
        "12. maj",
        "9:30",
        "1E5",
        "50 %",
        "12,50 kr.",
        "SAND",
    ],
)
def test_a_text_stays_text_in_a_spreadsheet(answer: str) -> None:
    assert cells(answer)[1][5] == "'" + answer


@pytest.mark.parametrize("answer", ['Æbler; "søde"\nog sure', "Vi mødes 3-4 gange", "Maja", "Marts", "for meget"])
def test_plain_words_stay_as_they_are(answer: str) -> None:
    assert cells(answer)[1][5] == answer


def test_every_cell_of_the_table_is_quoted() -> None:
    data = as_csv(Collected((ROW,), ()), forms())
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b'"a.pdf";"1";"procesplan";"dato";"Hvad?";""\r\n')


def test_the_same_table_as_json(tmp_path: Path) -> None:
    (entry, *_) = json.loads(as_json(read(*put(tmp_path, a=anna())), forms()))
    assert entry["fil"] == "a.pdf" and entry["nr"] == 1 and entry["skema"] == "procesplan"
    assert entry["id"] == "afdeling" and entry["svar"] == "Pædagogisk afdeling på Ærø – 5 €"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not at hand: no spreadsheet opened the tables")
def test_a_danish_spreadsheet_shows_what_was_written(tmp_path: Path) -> None:
    dated = {**ANNA, ("procesplan", "dato"): "12.3.2027", ("procesplan", "start.1.hvornaar"): "3-4"}
    found = read(*put(tmp_path, a=form("procesplan", tuple(dated.items()))))
    expected = {id: ("string", words) for (_, id), words in dated.items()}
    (tmp_path / "svar.csv").write_bytes(as_csv(found, forms()))
    (tmp_path / "bog.xlsx").write_bytes(as_xlsx(found, forms()))
    # Danish, quoted cells like any other, dates and numbers looked for: as bad as a spreadsheet can be asked to be
    assert shown(tmp_path / "svar.csv", "svar", "--infilter=CSV:59,34,76,1,,1030,false,true") == expected
    assert shown(tmp_path / "bog.xlsx", "Alle svar") == {**expected, "dato": ("date", "12.03.2027")}


def shown(file: Path, title: str, *options: str) -> dict[str, tuple[str, str]]:
    """What kind of cell each answer is in LibreOffice, and what is seen there."""
    call = ["soffice", f"-env:UserInstallation=file://{file.parent}/profil", "--headless", *options]
    call += ["--convert-to", "fods", "--outdir", str(file.parent), str(file)]
    subprocess.run(call, check=True, capture_output=True, timeout=170)
    name = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
    root = tree.parse(file.with_suffix(".fods")).getroot()
    (sheet,) = [e for e in root.iter(name % ("table", "table")) if e.get(name % ("table", "name")) == title]
    seen: dict[str, tuple[str, str]] = {}
    for row in sheet.iter(name % ("table", "table-row")):
        cells_ = list(row.iter(name % ("table", "table-cell")))
        texts = ["\n".join("".join(p.itertext()) for p in c.iter(name % ("text", "p"))) for c in cells_]
        if len(texts) >= 6 and texts[3].lower() != "id":
            seen[texts[3]] = (cells_[5].get(name % ("office", "value-type"), ""), texts[5].removeprefix("'"))
    return seen


def test_an_old_table_is_kept_and_the_same_one_is_left(tmp_path: Path) -> None:
    target = tmp_path / "svar.csv"
    assert keep(target, b"1") == "" and keep(target, b"1") == ""
    assert keep(target, b"2") == "svar-foer.csv" and keep(target, b"3") == "svar-foer-2.csv"
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == {
        "svar.csv": b"3",
        "svar-foer.csv": b"1",
        "svar-foer-2.csv": b"2",
    }
    assert all(is_kept(file, target) for file in tmp_path.iterdir())
    assert not is_kept(tmp_path / "svaret.csv", target)


def test_a_table_there_is_no_room_for_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "svar.csv"
    keep(target, b"1")
    replace = os.replace

    def full(half: Path, file: Path) -> None:
        if file == target:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(half, file)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="space"):
        keep(target, b"2")
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == {"svar.csv": b"1"}


def test_the_workbook_of_tables(tmp_path: Path) -> None:
    both = put(tmp_path, a=anna(), b=bo(), c=form("overblik-360", tuple(WHEEL.items())), d=screen("skema-podcast"))
    found = read(*both)
    data = as_xlsx(found, forms())
    assert data == as_xlsx(found, forms())
    book = zipfile.ZipFile(io.BytesIO(data))
    shared = [
        "".join(t.text or "" for t in si.iter() if t.tag.endswith("}t"))
        for si in tree.fromstring(book.read("xl/sharedStrings.xml"))
    ]

    def sheet(number: int) -> list[list[str]]:
        root = tree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        return [
            [
                shared[int(cell[0].text or "")] if cell.get("t") == "s" else (cell[0].text or "") if len(cell) else ""
                for cell in row
            ]
            for row in root.iter()
            if row.tag.endswith("}row")
        ]

    names = [e.get("name") for e in tree.fromstring(book.read("xl/workbook.xml")).iter() if e.tag.endswith("}sheet")]
    assert names == ["Skemaer", "Alle svar", "Optælling", "Filer"]
    head, first, *rest = sheet(1)
    unit, date = (question.words for question in forms()["procesplan"].questions[:2])
    assert head[:5] == ["Fil", "Nr.", "Skema", f"Skema 1: {unit}", f"Skema 1: {date}"]
    assert len(rest) == 2 and first[3] == ANNA["procesplan", "afdeling"]
    ticks = {q.id: q for q in forms()["procesplan"].questions}["redskaber.podcast"]
    assert ticks.options[0] in first and head.count(f"Skema 1: {ticks.set}") == 1
    assert len(sheet(2)) == 1 + len(found.rows)
    tally = {(row[1], row[2]): (row[3], row[4]) for row in sheet(3)[1:]}
    assert tally[ticks.set, ticks.options[0]] == ("2", "2") and ("0", "2") in tally.values()
    ring = {q.id: q for q in forms()["overblik-360"].questions}["hjul.ansatte"]
    assert tally[ring.words, "Bør drøftes"] == ("1", "1")
    assert [row[0] for row in sheet(4)[1:]] == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]
    assert b"frozen" in book.read("xl/worksheets/sheet1.xml") and b'wrapText="1"' in book.read("xl/styles.xml")


def test_no_answer_is_cut_where_a_cell_is_full(tmp_path: Path) -> None:
    long = "lang " * 9000
    data = form("podcast", ((("podcast", "stikord"), long),))
    book = zipfile.ZipFile(io.BytesIO(as_xlsx(read(*put(tmp_path, a=data)), forms())))
    assert book.read("xl/sharedStrings.xml").count(b"lang ") >= 9000 - 1
    assert "fortsættes under »Alle svar«".encode() in book.read("xl/sharedStrings.xml")


def test_entries_say_which_of_several_they_are() -> None:
    assert str(Entry("a.pdf", 2, "Skema 1", True, "3 svar læst")) == "a.pdf: Skema 1 (nr. 2): 3 svar læst"


def test_pypdf_puts_files_together_and_nobody_is_lost(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    for data in (anna(), bo()):
        writer.append(io.BytesIO(data))
    writer.write(tmp_path / "to.pdf")
    found = read(tmp_path / "to.pdf")
    assert (answers(found, number=1), answers(found, number=2)) == (ANNA, BO)

"""The order is what the price is given on: sheets, inks, paper and weight must be those of the files, and it must come
from somebody and go somewhere."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from finished import words as read_words
from hypothesis import given
from hypothesis import strategies as st
from program import Packs, edit, ran, run
from trygtryk import papers, pipeline
from trygtryk.editions import jobs
from trygtryk.errors import Place
from trygtryk.geometry import rectangle, sized
from trygtryk.model import Bitmap, Copy, Document, Ink, Layer, Line, Page, Picture, Shape, walk
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.slip.lines import Entry, Paper, Part, Several, Suggestion, as_json, entry, merged
from trygtryk.slip.texts import told, told_part
from trygtryk.sources.department.ordering import Ordering

ROOT = Path(__file__).resolve().parents[1]
PLACE = Place("layouts/order.toml", 1)
A4 = sized(0, 0, 210, 297)
SAND, BLACK = Ink("sand", (3, 6, 14, 0), "#f8f0e1"), Ink("black", (0, 0, 0, 100), "#000000")
DIE = Ink("die", (0, 100, 0, 0), "#ff00ff", "Stans")


def document(*pages: tuple[Ink, ...]) -> Document:
    """A4 pages, each filled with inks; a tool's stands on its layer."""
    made = []
    for inks in pages:
        shapes = [Shape(rectangle(A4), ink) for ink in inks]
        layers = [
            Layer(ink.spot, (shape,), ("Structural", "Cutting"))
            for ink, shape in zip(inks, shapes, strict=True)
            if ink.spot
        ]
        made.append(Page(A4, A4, A4, (*(shape for shape in shapes if shape.fill and not shape.fill.spot), *layers)))
    return Document("x", "X", tuple(made), "2026-11-01")


def line(made: Document, copies: int = 1, *, both_sides: bool = False, several: Several | None = None) -> Entry:
    paper = Paper("Offset", 80, 0.1, "uncoated", PLACE)
    suggestion = Suggestion(copies, paper, PLACE, finishing=("Renskæres",), tooling=("Stanses",), several=several)
    return entry("x", made, suggestion, "FOGRA29", both_sides=both_sides)


def test_sheets_weight_and_thickness_are_arithmetic() -> None:
    made = line(document((BLACK,), (BLACK,), (BLACK,)), 20, both_sides=True)
    assert (made.sheets, made.thickness_mm) == (2, 0.2)
    # two sheets of A4 at 80 g/m2 are 2 x 4.9896 g
    assert made.weight_kg == pytest.approx(20 * 2 * 0.210 * 0.297 * 0.080, abs=1e-9)
    assert line(document((BLACK,))).sheets == 1


@pytest.mark.parametrize(
    ("front", "back", "inks"),
    [
        ((BLACK,), None, "1+0"),
        ((BLACK,), (BLACK,), "1+1"),
        ((SAND, BLACK), None, "4+0"),
        ((SAND, BLACK), (BLACK,), "4+1"),
        ((SAND, DIE), (SAND,), "4+4"),
        ((SAND,), (), "4+0"),
        ((BLACK, DIE), None, "1+0"),
    ],
)
def test_inks_are_counted_side_by_side_and_no_tool_is_one(
    front: tuple[Ink, ...], back: tuple[Ink, ...] | None, inks: str
) -> None:
    made = line(document(front, *(() if back is None else (back,))), both_sides=back is not None)
    assert made.inks == inks
    assert made.steps == ((("Stans", "Cutting"),) if DIE in front else ())
    assert ("Stanses" in made.finishing) == (DIE in front), "what has no tool is not ordered to be cut by one"


@pytest.mark.parametrize(("mode", "inks"), [("CMYK", "4+0"), ("L", "1+0")])
def test_a_picture_takes_all_four_inks_where_it_is_in_colour(mode: Literal["CMYK", "L"], inks: str) -> None:
    page = Page(A4, A4, A4, (Picture(A4, Bitmap("foto", 1, 1, mode, bytes(4))),))
    assert line(Document("x", "X", (page,), "2026-11-01")).inks == inks


def test_a_total_is_rounded_once_also_where_some_of_it_lay_there_before() -> None:
    """34 times five sheets of 1.485 g are 0.25245 kg and not 34 times 7 g."""
    sources = read_sources(ROOT, Order(("flipflap",)))
    five = replace(line(document((BLACK,)), 5), trim_mm=(90, 55), gsm=300)
    lines = tuple(replace(five, file=f"{n}.pdf") for n in range(34))
    first, (data, _) = pipeline.order_slip(lines, sources)
    as_many = replace(sources.slip.products["flipflap"], copies=5)
    again, _ = pipeline.order_slip(merged(lines[:1], data.data, (), lambda _: as_many), sources)
    assert json.loads(data.data)["weight_kg"] == 0.25245
    for slip in (first, again):
        printed = [item.text for page in slip.pages for item in walk(page.items) if isinstance(item, Line)]
        assert "Samlet vægt: 0,3 kg" in printed


def test_only_what_is_on_more_than_one_sheet_is_stapled() -> None:
    several = Several("sæt à {{n}} ark", ("Hæftes",))
    one, two = (line(document(*[(BLACK,)] * n), several=several) for n in (1, 2))
    assert (one.unit, one.finishing) == ("stk.", ("Renskæres",))
    assert (two.unit, two.finishing) == ("sæt à 2 ark", ("Renskæres", "Hæftes"))


def test_an_order_that_is_read_again_is_the_same() -> None:
    made = line(document((SAND, DIE), (BLACK,)), 3, both_sides=True)
    sources = read_sources(ROOT, Order(("flipflap",)))
    data = as_json((made,), Ordering(), sources.materials.pack, sources.materials.sender)
    assert merged((), data, (), lambda target: sources.slip.products["flipflap"]) == (replace(made, copies=50),)


def test_the_slip_names_every_file_that_is_printed() -> None:
    shop = read_sources(ROOT, Order())
    pieces = pipeline.compose(shop)
    lines = tuple(job.line for job in jobs(pieces, shop) if job.line)
    slip, (data, text) = pipeline.order_slip(lines, shop)
    named = [f"{papers.named(piece.document, 'tryk').name}.pdf" for piece in pieces]
    assert [file["file"] for file in json.loads(data.data)["files"]] == named
    printed = "".join(item.text for page in slip.pages for item in walk(page.items) if isinstance(item, Line))
    assert all(name in printed.replace("\u00ad", "") for name in named)
    assert all(f"({name})" in text.data.decode() for name in named)


def test_a_file_of_several_pieces_says_which_pages_each_has() -> None:
    shop = read_sources(ROOT, Order(("skemaer",), press="samlet"))
    pieces = pipeline.compose(shop)
    (made,) = (job.line for job in jobs(pieces, shop) if job.line and job.line.target == "skemaer")
    apart = [piece for piece in pieces if piece.part != "arbejdshaefte"]
    assert [part.title for part in made.parts] == [piece.document.title for piece in apart]
    assert [part.last - part.first + 1 for part in made.parts] == [len(piece.document.pages) for piece in apart]
    assert all(part.first % 2 for part in made.parts), "each on a front of its own"
    assert sum(part.sheets for part in made.parts) == made.sheets
    said = told_part(made.parts[4], made, shop.slip_words)
    assert (said.amount, said.size) == ("20 sæt à 2 ark", "side 9–11, 2 ark")
    assert told(made, shop.slip_words).amount.startswith("18 slags")


def test_every_product_has_its_suggestion() -> None:
    from trygtryk.products import PRODUCTS

    shop = read_sources(ROOT, Order(("flipflap",)))
    assert (
        {product.name for product in PRODUCTS}
        <= set(shop.slip.products)
        <= {
            *(product.name for product in PRODUCTS),
            *read_sources(ROOT, Order()).targets,
        }
    )


BESTILLING = """
navn: Mellemtrinnet
skole: Havrebjerg Skole
bestilling:
  afsender: |
    Havrebjerg Skole, Mellemtrinnet
    Lone Holm, tlf. 12 34 56 78
  trykkeri: Trykhuset, ordre@trykhuset.example
  levering: |
    Skolevej 1
    4200 Slagelse
  dato: 2026-12-01
  ean: "5790000123452"
  reference: 4711-22
"""
SAID = {
    "sender": "Lone Holm",
    "shop": "Trykhuset",
    "delivery": "4200 Slagelse",
    "day": "1. december 2026",
    "ean": "5790000123452",
    "reference": "4711-22",
}


def ordered(project: Path, text: str, *options: str) -> Path:
    folder = project / "content/afdelinger/mellemtrinnet"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "afdeling.yaml").write_text(text, encoding="utf-8")
    ran("build", "plakater/fejl", "--afdeling", "mellemtrinnet", "--edition", "tryk", "--quiet", *options)
    (pack,) = (path for path in (project / "out").iterdir() if path.is_dir())
    return pack


def test_who_orders_what_where_stands_on_the_slip_in_the_data_and_in_the_mail(project: Path) -> None:
    pack = ordered(project, BESTILLING)
    page = read_words(pack / "ordreseddel.pdf")
    text = (pack / "mail-til-trykkeriet.txt").read_text(encoding="utf-8")
    assert [value for value in SAID.values() if value not in page or value not in text] == []
    assert text.startswith(
        "Til: ordre@trykhuset.example\nEmne: Bestilling af Tryghedspakken, Havrebjerg Skole\n\nHej Trykhuset\n"
    )
    assert "(udfyld)" not in text
    data = json.loads((pack / "ordreseddel.json").read_text(encoding="utf-8"))["ordering"]
    assert data["day"] == "2026-12-01" and data["ean"] == SAID["ean"]


def test_what_a_department_does_not_say_is_left_to_fill_in(project: Path, packs: Packs) -> None:
    pack = ordered(project, "navn: Mellemtrinnet\n")
    page = read_words(pack / "ordreseddel.pdf")
    assert "Bestilles af Mellemtrinnet Bestilles hos Leveres til Leveres senest EAN-nummer Reference" in page
    assert "Leveres til: (udfyld)" in (pack / "mail-til-trykkeriet.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("dato: 2026-12-01", "dato: 2026-13-01", "»2026-13-01« er ikke en dag"),
        ("dato: 2026-12-01", "dato: på fredag", "»på fredag« er ikke en dag"),
        ('"5790000123452"', '"579000012345"', "det har 13 cifre"),
        ('"5790000123452"', '"5790000123425"', "det sidste ciffer skulle være"),
        ("levering:", "leverings:", "mente du levering"),
        ("reference: 4711-22", "reference: [1, 2]", "»reference« skal være en tekst"),
        ("    4200 Slagelse\n", "    4200 Slagelse\n" + "    mere\n" * 50, "mm for højt til siden"),
    ],
)
def test_what_nobody_could_deliver_or_pay_by_is_told(project: Path, before: str, after: str, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        ordered(project, BESTILLING.replace(before, after))


@pytest.mark.parametrize(
    ("copies", "ordered_of_each"),
    [
        ("  flipflap: 0\n", {}),
        ("  flipflap: 30\n", {"flipflap-200mm.pdf": 30, "flipflap-foldeseddel-a5.pdf": 30}),
        ("  flipflap: 30\n  flipflap/foldeseddel: 5\n", {"flipflap-200mm.pdf": 30, "flipflap-foldeseddel-a5.pdf": 5}),
    ],
)
def test_what_goes_with_the_flip_flap_is_ordered_in_as_many(
    project: Path, copies: str, ordered_of_each: dict[str, int]
) -> None:
    folder = project / "content/afdelinger/nord"
    folder.mkdir(parents=True)
    (folder / "afdeling.yaml").write_text(f"navn: Nord\noplag:\n{copies}", encoding="utf-8")
    ran("build", "flipflap", "plakater/fejl", "--afdeling", "nord", "--edition", "tryk", "--quiet")
    files = json.loads((project / "out/nord/ordreseddel.json").read_text(encoding="utf-8"))["files"]
    assert {file["file"]: file["copies"] for file in files if "flipflap" in file["file"]} == ordered_of_each


@pytest.mark.parametrize("text", ["bestilling:\n", "bestilling:\n  ean:\n  dato: ''\n  levering: '  '\n"])
def test_what_is_left_empty_is_left_out(project: Path, text: str) -> None:
    pack = ordered(project, f"navn: Mellemtrinnet\n{text}")
    assert "Leveres senest: (udfyld)" in (pack / "mail-til-trykkeriet.txt").read_text(encoding="utf-8")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_understood_however_it_is_written(day: date) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%Y}"):
        assert Ordering(day=Copy(text, "day", PLACE)).date == day


def unzipped(pack: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pack / "til-trykkeriet.zip") as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_whole_pack_can_be_mailed(packs: Packs) -> None:
    pack = packs("--edition", "tryk", "--mail")
    assert (pack / "til-trykkeriet.zip").stat().st_size <= 5_000_000
    sent = unzipped(pack)
    assert sent.pop("laes-mig.txt").decode().startswith("Denne zipfil er en bestilling.")
    there = [*sorted(pack.glob("tryk/*.pdf")), pack / "ordreseddel.pdf", pack / "ordreseddel.json"]
    assert sent == {file.relative_to(pack).as_posix(): file.read_bytes() for file in there}
    named = [file["file"] for file in json.loads(sent["ordreseddel.json"])["files"]]
    assert sorted(f"tryk/{name}" for name in named) == sorted(path for path in sent if path.startswith("tryk/"))
    assert "tryk/plakater-a3.pdf" in sent, "one file a product: each carries a colour profile"


def test_a_mail_holds_what_is_ordered_and_no_more(project: Path) -> None:
    pack = ordered(project, BESTILLING, "--mail")
    ran("build", "plakater/ideer", "--afdeling", "mellemtrinnet", "--edition", "tryk", "--mail", "--quiet")
    assert {path for path in unzipped(pack) if path.startswith("tryk/")} == {"tryk/plakat-ideer-a3.pdf"}
    ordered_files = json.loads((pack / "ordreseddel.json").read_text(encoding="utf-8"))["files"]
    assert [line["file"] for line in ordered_files] == ["plakat-ideer-a3.pdf"]
    assert [file.name for file in (pack / "tryk").iterdir()] == ["plakat-ideer-a3.pdf"]


@pytest.mark.parametrize(
    ("press", "files", "made"),
    [
        ("fuld", "product", "3 mm udfald og skæremærker, pasmærker og farvebjælke,"),
        ("onlineprinters", "piece", "2 mm udfald uden skæremærker,"),
    ],
)
def test_a_printer_reads_how_the_files_are_made_and_gets_them_as_they_can_be_mailed(
    press: str, files: str, made: str
) -> None:
    """Only a certain shop's own wishes go before what a mailbox takes."""
    sources = read_sources(ROOT, Order(press=press, mail=True))
    assert sources.printshop.files == files
    several = replace(line(document((BLACK,), (BLACK,))), unit="", parts=(Part("Et", 1, 2, 2, "sæt", ("Samles",)),))
    slip, (_, mail) = pipeline.order_slip((several,), sources)
    printed = " ".join(item.text for item in walk(slip.pages[0].items) if isinstance(item, Line))
    assert made in printed and made in mail.data.decode() and "Et, 1 sæt, samles" in mail.data.decode()


def test_what_is_too_large_to_mail_says_what_to_leave_out(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trygtryk.slip.mail._MOST_BYTES", 300_000)
    answer = run("build", "plakater/fejl", "plakater/ideer", "--mail", "--edition", "tryk")
    assert answer.exit_code == 1 and not (project / "out/team-mail").exists()
    assert "højst sendes 0,3 MB" in answer.output and "tryk/plakat-" in answer.output.partition("uden")[2]


def test_paper_that_no_mill_makes_is_told(project: Path) -> None:
    edit(project / "layouts/order.toml", "thickness_mm = 0.14", "thickness_mm = 1.4")
    answer = run("build", "plakater/fejl")
    assert answer.exit_code == 1 and "papir på 170 g/m² er ikke 1,40 mm tykt" in answer.output


def test_who_orders_forms_on_paper_that_takes_no_pen_is_told(project: Path) -> None:
    edit(
        project / "layouts/order.toml",
        'gsm = 90, thickness_mm = 0.11, surface = "uncoated"',
        'gsm = 90, thickness_mm = 0.11, surface = "coated"',
    )
    answer = run("build", "skemaer/podcast", "plakater/fejl", "--edition", "tryk")
    assert answer.exit_code == 0 and answer.output.count("papiret er bestrøget") == 1

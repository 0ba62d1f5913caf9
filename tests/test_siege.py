"""What comes from outside, broken by a fixed seed: taken or told, soon, and never a traceback; what ``make siege`` found."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import besiege
import pikepdf
import pytest
from besiege import SEEDS, Case, Siege
from breaking import Break, bomb, chunks, markup, objects, octets, words, zipped
from inks import CONVERSION
from program import ROOT, Packs
from reportlab.pdfbase.ttfonts import TTFontFile
from sample_pdf import broken as card_with
from screen_edition import documents, screen
from test_own_bitmap import AREA, noisy, plain, quartered, saved, without_notes
from test_own_pdf import MARKED, H, W, pdf
from test_own_svg import DRAWN, svg
from trygtryk import cli
from trygtryk.answers.asked import Form, asked
from trygtryk.answers.collect import collect
from trygtryk.answers.fill import fill
from trygtryk.answers.given import read_answers
from trygtryk.batch.departments import from_table
from trygtryk.cli import forms as asking
from trygtryk.errors import BuildError, Place
from trygtryk.model import Picture
from trygtryk.order import Order
from trygtryk.pictures.artwork import drawn
from trygtryk.press.file import sets
from trygtryk.proof import preflight
from trygtryk.proof.findings import Finding, error
from trygtryk.read import read_sources
from trygtryk.slip.lines import merged
from trygtryk.sources.department.own_pictures import OwnPicture
from trygtryk.sources.layout import read_palette
from trygtryk.sources.nodes import read_toml, read_yaml
from trygtryk.sources.printers import read_printer
from trygtryk.sources.printshop import read_printshop
from trygtryk.sources.text import read_bytes

# the broken files are made with a library that warns of them
pytestmark = pytest.mark.filterwarnings("ignore:(This document has|Copying pages)")

_LONGEST_S = 5


def broken(seeds: tuple[bytes, ...], breaks: Break, name: str, many: int) -> list[bytes]:
    """So many broken files, the same every time."""
    made = []
    for number in range(many):
        rand = random.Random(f"{name}{number}")
        data = rand.choice(seeds)
        for _ in range(rand.choice((1, 1, 2, 6))):
            data = breaks(data, rand) or b"\n"
        made.append(data)
    return made


def soon(act: Callable[[], object], number: int) -> list[str]:
    """What is told of a case, or nothing; each of it with its place."""
    begun = time.process_time()
    try:
        act()
        told = []
    except BuildError as refused:
        assert all(fault.place for fault in refused.faults), (number, str(refused))
        told = [str(fault) for fault in refused.faults]
    assert time.process_time() - begun < _LONGEST_S, number
    return told


PICTURES: dict[str, tuple[tuple[bytes, ...], Break, int]] = {
    "svg": (
        (
            *(svg(inner).encode() for inner, _ in DRAWN.values()),
            *map(Path.read_bytes, (SEEDS / "pictures").glob("*.svg")),
        ),
        markup,
        60,
    ),
    "png": ((noisy("PNG"), saved(quartered().quantize(4)), saved(plain(mode="I;16", colour=9))), chunks, 40),
    "jpg": ((noisy("JPEG"), noisy("JPEG", progressive=True)), octets, 25),
    "webp": (
        (noisy("WEBP"), saved(plain(mode="RGBA", colour=(1, 2, 3, 4)), "WEBP", lossless=True)),
        octets,
        25,
    ),
    "tiff": (
        (noisy("TIFF"), saved(plain(mode="CMYK", colour=(1, 2, 3, 4)), "TIFF", icc_profile=CONVERSION.press)),
        octets,
        25,
    ),
    "pdf": (
        (
            pdf(MARKED, (0, 0, W + 80, H + 80), BleedBox=(40, 40, 40 + W, 40 + H)),
            (SEEDS / "pictures/tegning.pdf").read_bytes(),
        ),
        objects,
        40,
    ),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_broken_pictures_are_taken_or_told(kind: str) -> None:
    for number, data in enumerate(broken(*PICTURES[kind][:2], kind, PICTURES[kind][2])):
        picture = OwnPicture(Place(f"x.{kind}"), data)
        assert all("→" in told for told in soon(lambda: drawn(picture, AREA, CONVERSION), number)), number  # noqa: B023


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a department of its own."""
    folder = tmp_path_factory.mktemp("belejret")
    besiege.lay_out(folder)
    return folder


@pytest.mark.parametrize(
    "part", ["content/skemaer", "content/afdelinger", "content/*.yaml", "content/wordings", "layouts"]
)
def test_broken_sources_are_taken_or_told(project: Path, part: str) -> None:
    order = Order(("plakater/fejl", "skemaer/udsagn"), "content/afdelinger/belejret/")
    pattern = part if part.endswith(".yaml") else f"{part}/**/*.[yt]*ml"
    files = sorted(
        file for file in project.glob(pattern) if file.stem not in ("arbejdshaefte", "flipflap", "billedkort")
    )
    for number in range(9):
        rand = random.Random(f"{part}{number}")
        file = rand.choice(files)
        former = file.read_bytes()
        try:
            (data,) = broken((former,), words, f"{part}{number}", 1)
            file.write_bytes(data)
            asked = replaced(order, file, project)
            soon(lambda: read_sources(project, asked), number)  # noqa: B023
        finally:
            file.write_bytes(former)


def replaced(order: Order, file: Path, project: Path) -> Order:
    """The order, in the words of a word file where that is what was broken."""
    return Order(order.wanted, str(file)) if file.parent == project / "content/wordings" else order


@cache
def forms() -> dict[str, Form]:
    return asked(documents().values())


def test_broken_forms_have_their_line() -> None:
    seed = (SEEDS / "forms/udfyldt.pdf").read_bytes()
    for number, data in enumerate(broken((seed,), objects, "skema", 60)):
        begun = time.process_time()
        found = collect([("skema.pdf", data)], forms())
        assert found.entries and all(entry.read or entry.hint for entry in found.entries), number
        assert time.process_time() - begun < _LONGEST_S, number


def test_broken_answers_are_taken_or_told() -> None:
    seeds = (
        b'{"udsagn": {"dato": "1.2.2027"}}',
        b'[{"skema": "udsagn", "fil": "a", "nr": 1, "id": "dato", "svar": "x"}]',
    )
    for number, data in enumerate(broken(seeds, words, "svar", 60)):
        soon(lambda: read_answers(data, "svar.json", "udsagn", forms()), number)  # noqa: B023


def test_broken_files_are_checked_to_the_end() -> None:
    seed = (SEEDS / "check/lille.pdf").read_bytes()
    for number, data in enumerate(broken((seed,), objects, "check", 30)):
        begun = time.process_time()
        told = [str(finding) for finding in preflight.check(data, rules=("press", "screen", "office")[number % 3])]
        assert not any(" at 0x" in one for one in told), number
        assert time.process_time() - begun < _LONGEST_S, number


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_the_siege_notices_what_goes_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # what a siege puts its own in place of is others' again afterwards
    monkeypatch.setattr(cli, "ROOT", cli.ROOT)
    monkeypatch.setattr(asking, "asks", asking.asks)
    siege = Siege(tmp_path)
    case = Case("check", "lille.pdf", (SEEDS / "check/lille.pdf").read_bytes())
    assert siege.tried(case)[1] == ""

    def hungry(*_: object, **__: object) -> None:
        raise AssertionError(bytearray(2 * besiege.MOST_BYTES))

    def changes(*_: object, **__: object) -> tuple[object, ...]:
        (siege.project / "out/team/ny.txt").write_bytes(b"")
        raise BuildError

    monkeypatch.setattr(besiege, "MOST_S", 1)
    for act, wrong in (
        (lambda *_, **__: 1 / 0, "traceback: ZeroDivisionError"),
        (lambda *_, **__: time.sleep(9), "more than 1 s"),
        (hungry, "more than 1 GB"),
        (lambda *_, **__: [error("A1", f"lille {object()!r}", "")], "a memory's address"),
        (lambda *_, **__: [Finding("A1", "error", 0, None, "lille " * 300)], "a sentence of more than 1000"),
        (changes, "out/ was changed"),
    ):
        monkeypatch.setattr(besiege, "_PATIENCE", 1 if "more than 1 s" in wrong else 4)
        monkeypatch.setattr(preflight, "check", act)
        assert siege.tried(case)[1].startswith(wrong), siege.tried(case)


def test_a_font_whose_tables_are_broken_is_a_finding() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        (program,) = (
            one.FontFile2 for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one
        )
        data = program.read_bytes()
        at = int.from_bytes(data[data.index(b"post") + 8 :][:4], "big")
        program.write(data[:at] + b"\x20\x68\x20\x68" + data[at + 4 :])

    found = [finding.message for finding in preflight.check(card_with(change))]
    assert any("kan ikke læses" in message and "TTLibError" in message for message in found), found


def test_a_photo_whose_profile_is_none_is_told() -> None:
    data = saved(plain(), icc_profile=b"x" * 200)
    (told,) = soon(lambda: drawn(OwnPicture(Place("x.png"), data), AREA, CONVERSION), 0)
    assert told == "x.png: billedets farveprofil passer ikke til billedet\n    → gem det igen med profilen sRGB"


def test_a_form_whose_pages_are_counted_wrong_is_told() -> None:
    """What the library says then is of another kind than what it says of damage (pikepdf 10.17)."""
    data = (SEEDS / "forms/talt-forkert.pdf").read_bytes()
    with pytest.raises(RuntimeError, match="Count is wrong"):
        pikepdf.open(BytesIO(data))
    (entry,) = collect([("skema.pdf", data)], forms()).entries
    assert not entry.read and entry.hint


def test_a_colour_made_of_the_same_picture_again_and_again_is_read_in_a_moment() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        heavy = pdf.make_stream(bytes(2_000_000))
        many = pdf.make_indirect(pikepdf.Array([pikepdf.Array([heavy] * 300)] * 60))
        spot = pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.Ril, pikepdf.Name.DeviceCMYK, many])
        page = pdf.pages[0]
        page.obj.Resources.ColorSpace = pikepdf.Dictionary(Cs9=spot)
        page.contents_add(b"/Cs9 cs 1 scn 0 0 9 9 re f")

    begun = time.process_time()
    assert preflight.check(card_with(change))
    assert time.process_time() - begun < _LONGEST_S


def test_broken_tables_are_taken_or_told(project: Path) -> None:
    """A worksheet is a zip of XML: parts broken, gone, of one name, packed to very much."""
    for seed in besiege._tables(project):
        for number in range(20):
            (data,) = broken((seed.data,), zipped if seed.path.endswith("x") else words, f"tabel{number}", 1)
            (project / seed.path).write_bytes(data)
            soon(lambda: from_table(project, project / seed.path, project / "ud"), number)  # noqa: B023


def test_a_font_that_lacks_some_of_its_letters_shapes_is_told() -> None:
    """The library that writes it finds out only when such a letter is set."""
    data = (ROOT / "assets/fonts/BricolageGrotesque_700Bold.ttf").read_bytes()
    assert sets(data)
    maxp = int.from_bytes(data[data.index(b"maxp") + 8 :][:4], "big")
    few = data[: maxp + 4] + (596).to_bytes(2, "big") + data[maxp + 6 :]
    read = TTFontFile(BytesIO(few))
    read.makeSubset([ord(sign) for sign in "Aæøå0 ."])
    assert max(read.charToGlyph.values()) == 596 and not sets(few)


def test_a_palette_without_a_colour_that_everybody_has_is_told(project: Path) -> None:
    file = project / "layouts/palette.toml"
    former = file.read_text(encoding="utf-8")
    for name in ("mouth", "hair-grey", "black"):
        file.write_text(former.replace(f"[{name}]", f"[{name}-vaek]"), encoding="utf-8")
        (said,) = soon(lambda: read_palette(file, project), 0)
        assert said.startswith(f"layouts/palette.toml:1: farven »{name}« mangler") and f"[{name}]" in said
    file.write_text(former, encoding="utf-8")


def test_a_condition_that_is_no_name_is_told(project: Path) -> None:
    file = project / "layouts/press/online.toml"
    former = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"^coated = .*$", "coated = {}", former, flags=re.MULTILINE), encoding="utf-8")
    (said,) = soon(lambda: read_printshop(project, "online"), 0)
    file.write_text(former, encoding="utf-8")
    assert said.startswith("layouts/press/online.toml:") and "der er ingen trykbetingelse her" in said


def test_a_printer_that_cannot_be_so_wrong_is_told_with_its_line(project: Path) -> None:
    file = project / "layouts/printers/skaev.toml"
    file.write_text("[upright]\nright_mm = 0.5\n[lying]\nup_mm = 99\n", encoding="utf-8")
    (said,) = soon(lambda: read_printer(project, "skaev"), 0)
    file.unlink()
    assert said.startswith(
        "layouts/printers/skaev.toml:3: bagsiden kan ikke ligge mere end 10 mm forkert\n    → se, om"
    )


def test_a_drawing_with_a_list_of_colours_that_is_none_is_printed_as_it_is_shown() -> None:
    resources = pikepdf.Dictionary(ColorSpace=True)
    data = pdf("/Cs cs 1 0 0 rg 0 0 100 100 re f", Resources=resources)
    assert isinstance(without_notes(drawn(OwnPicture(Place("x.pdf"), data), AREA, CONVERSION)), Picture)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gsm", "x"),
        ("gsm", float("nan")),
        ("copies", None),
        ("copies", True),
        ("copies", 10**400),
        ("file", 7),
        ("parts", [{}]),
        ("parts", "x"),
        ("trim_mm", [{"a": 1}, 2]),
        ("trim_mm", [1]),
        ("steps", [["Ril"]]),
        ("fronts", [7]),
    ],
)
def test_a_slip_with_values_of_other_kinds_is_told(name: str, value: object, packs: Packs) -> None:
    slip = json.loads((packs("plakater/fejl") / "ordreseddel.json").read_bytes())
    slip["files"][0][name] = value
    (said,) = soon(lambda: merged((), json.dumps(slip).encode(), (), lambda _: None), 0)
    assert said.startswith("ordreseddel.json: pakkens ordreseddel kan ikke læses\n    → byg hele pakken")


LAUGHS = "\n".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" if n else "x0: &x0 [ha]" for n in range(10))
YAML = {
    "deep lists": ("title: " + "[" * 100_000, "x.yaml:1: der er mere end 40 led inde i hinanden"),
    "deep keys": ("\n".join("  " * n + "a:" for n in range(60)), "x.yaml:41: der er mere end 40 led inde i hinanden"),
    "a loop": ("title: &x [*x]", "x.yaml:1: & og * først i en tekst har en særlig betydning i YAML"),
    "a billion laughs": (LAUGHS, "x.yaml:1: & og * først i en tekst har en særlig betydning i YAML"),
    "a tag": ("a: b\ntitle: !!python/name:os.system x", "x.yaml:2: ! først i en tekst har en særlig betydning i YAML"),
    "a tag sign": ("a: b\ntitle: Hej\U000e0041", "x.yaml:2: der står et usynligt mærke (U+E0041) som tegn nr. 11"),
    "two files in one": ("a: b\n---\nc: d", "x.yaml:2: filen er delt i flere af ---"),
    "a mapping for a key": ("? {a: b}\n: c", "x.yaml:1: en nøgle skal være et ord"),
    "a book": ("a: b\n" * 500_000, "x.yaml: filen fylder mere end 2 MB"),
}
TOML = {
    "deep lists": ("a = 1\nb = " + "[" * 100_000, "x.toml:2: der er mere end 40 led inde i hinanden"),
    "deep tables": ("a = " + "{ a = " * 900, "x.toml:1: der er mere end 40 led inde i hinanden"),
    "a thousand digits": ("a = 1\nb = " + "9" * 5_000, "x.toml:2: tallet har for mange cifre"),
    "no number": ("a = 1\nb = nan", "x.toml:2: »b« er nan og ikke et tal, der kan måles"),
    "without end": ("a = 1\nb = 1e999", "x.toml:2: »b« er inf og ikke et tal, der kan måles"),
}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [(f"x.{kind}", *case) for kind, cases in (("yaml", YAML), ("toml", TOML)) for case in cases.values()],
    ids=[f"{kind}: {what}" for kind, cases in (("yaml", YAML), ("toml", TOML)) for what in cases],
)
def test_hostile_texts_are_told_with_their_line(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (said,) = soon(lambda: (read_toml if name == "x.toml" else read_yaml)(tmp_path / name, tmp_path), 0)
    assert said.startswith(told)


def test_a_letter_under_a_heap_of_marks_is_told_or_set(project: Path) -> None:
    file = project / "content/pack.yaml"
    former = file.read_text(encoding="utf-8")
    file.write_text(former.replace("Tryghedspakken", "Z" + "\u0301\u0489" * 400), encoding="utf-8")
    soon(lambda: read_sources(project, Order(("plakater/fejl",))), 0)
    file.write_text(former, encoding="utf-8")


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (b'{"dato": ' + b"9" * 5_000 + b"}", "svar.json: filen er ikke JSON"),
        (b'{\n"dato": }', "svar.json:2: filen er ikke JSON"),
        (b"[" * 100_000, "svar.json: filen er ikke JSON"),
        (b'[{"skema": ["udsagn"], "id": "dato", "svar": "x"}]', "svar.json: filen er ikke en liste med svar"),
        (b'{"dato": "1",\n"dato": "2"}', "svar.json:2: »dato« står også i linje 1"),
        (b'{"udsagn": {},\n"dato": "2"}', "svar.json:2: svaret på »dato« hører ikke til noget skema"),
        (
            b'[{"skema": "udsagn", "id": "dato", "svar": "{"},\n{"skema": "ud", "id": "dato", "svar": "x"}]',
            "svar.json:2: skemaet »ud« findes ikke",
        ),
        (b'{\n"udsagn": {"\\ud800": "x"}}', "svar.json:2: skemaet »udsagn« har ikke spørgsmålet »\\ud800«"),
        (b'{"procesplan": {\n"redskaber": [["podcast"]]}}', "svar.json:2: »['podcast']« kan ikke vælges i »redskaber«"),
    ],
)
def test_hostile_answers_are_told(answers: bytes, told: str) -> None:
    (said,) = soon(lambda: read_answers(answers, "svar.json", "udsagn", forms()), 0)
    assert said.startswith(told), said


def test_a_form_too_damaged_to_be_filled_is_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Widget":
                one.Rect = pikepdf.Array([0, 0])

    data = screen("skema-podcast")
    place = Place("podcast.pdf")
    key = next(key for key, entry in ((q.id, q) for q in forms()["podcast"].questions) if entry.kind == "text")
    (said,) = soon(lambda: fill(altered(data, change), {("podcast", key): "x"}, forms(), place), 0)
    assert said.startswith("podcast.pdf: skemaet er beskadiget, så det ikke kan udfyldes\n    → brug skemaerne")


def test_answers_for_another_form_are_told_with_their_file_and_line() -> None:
    answers, places = read_answers(b'{"udsagn":\n{"dato": "x"}}', "svar.json", "podcast", forms())
    for place, name in ((Place("mit.pdf"), "mit.pdf"), (None, "skemaet")):
        (said,) = soon(lambda: fill(screen("skema-podcast"), answers, forms(), place, places), 0)  # noqa: B023
        assert said.startswith(f"svar.json:2: {name} har ikke feltet »udsagn.dato«\n    → ")


def altered(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def _within_itself(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"/X Do " * 2_000, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    form.BBox = pikepdf.Array([0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    pdf.pages[0].obj.Resources = form.Resources
    pdf.pages[0].Contents = pdf.make_stream(b"/X Do")


def _bomb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents.write(bomb(300), filter=pikepdf.Name.FlateDecode)


def _moves_the_cursor(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.CreationDate = pikepdf.String("\x1b[2J" + "x" * 70_000)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_within_itself, "formularobjektet »X« ligger for dybt inde i andre"),
        (_bomb, "kan ikke læses"),
        (_moves_the_cursor, "Info siger CreationDate »\\u001b[2Jxxx"),
    ],
)
def test_endless_files_are_checked_to_the_end(change: Callable[[pikepdf.Pdf], None], told: str) -> None:
    begun = time.process_time()
    found = [str(finding) for finding in preflight.check(card_with(change))]
    assert time.process_time() - begun < _LONGEST_S
    assert found and any(told in one for one in found), found
    assert max(map(len, found)) < 1_000 and not any("\x1b" in one for one in found)


def test_locked_and_cut_files_are_told() -> None:
    whole = (SEEDS / "check/lille.pdf").read_bytes()
    locked = BytesIO()
    with pikepdf.open(BytesIO(whole)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="x", user="x"))
    for data, told in (
        (locked.getvalue(), "filen er låst med adgangskode"),
        (whole[:1_000], "filen er beskadiget"),
        (b"", "filen er ikke en PDF"),
        (b"<html>", "filen er ikke en PDF"),
    ):
        (finding,) = preflight.check(data)
        assert finding.message.startswith(told) and finding.hint


def test_no_file_is_read_whole_past_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trygtryk.sources.text.MOST_BYTES", 1_000_000)
    (tmp_path / "x.icc").write_bytes(bytes(1_000_001))
    (said,) = soon(lambda: read_bytes(tmp_path / "x.icc", "x.icc"), 0)
    assert said == "x.icc: filen fylder mere end 1 MB\n    → så store filer læses ikke: gem den mindre"
    monkeypatch.setattr("trygtryk.proof.reading.file.MOST_BYTES", 1_000_000)
    assert [finding.message for finding in preflight.check(b"%PDF-1.7" + bytes(1_000_000))] == [
        "filen fylder mere end 1 MB"
    ]

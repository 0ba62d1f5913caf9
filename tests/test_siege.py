"""What comes from outside, broken by a fixed seed: taken or told, soon, and never a traceback; what ``make siege`` found."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import besiege
import pikepdf
import pytest
from besiege import SEEDS, Case, Siege
from breaking import Break, chunks, markup, objects, octets, words
from sample_pdf import broken as card_with
from screen_edition import documents
from test_own_bitmap import AREA, CONVERSION, noisy, plain, quartered, saved, without_notes
from test_own_pdf import MARKED, H, W, pdf
from test_own_svg import DRAWN, svg
from trygtryk.answers.asked import Form, asked
from trygtryk.answers.collect import collect
from trygtryk.answers.fill import read_answers
from trygtryk.errors import BuildError, Place
from trygtryk.model import Picture
from trygtryk.order import Order
from trygtryk.pictures.artwork import drawn
from trygtryk.proof import preflight
from trygtryk.proof.findings import error
from trygtryk.read import read_sources
from trygtryk.sources.own_pictures import OwnPicture

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
    for number in range(12):
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
        (lambda *_, **__: [error("A1", "lille " * 300, "")], "a sentence of more than 1000"),
        (changes, "out/ was changed"),
    ):
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


def test_a_drawing_with_a_list_of_colours_that_is_none_is_printed_as_it_is_shown() -> None:
    resources = pikepdf.Dictionary(ColorSpace=True)
    data = pdf("/Cs cs 1 0 0 rg 0 0 100 100 re f", Resources=resources)
    assert isinstance(without_notes(drawn(OwnPicture(Place("x.pdf"), data), AREA, CONVERSION)), Picture)

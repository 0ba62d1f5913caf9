"""Finished sheets read back as paper: printed, turned, folded, cut and glued as their files say."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from finished import MM, at, cut, drawn, plain, rendered, size, words
from PIL import Image, ImageChops, ImageDraw, ImageStat
from program import Packs

Box = tuple[float, float, float, float]
_TURNS = {"/DuplexFlipLongEdge": "long", "/DuplexFlipShortEdge": "short", "/Simplex": ""}


def turn_of(pdf: pikepdf.Pdf) -> str:
    return _TURNS[str(pdf.Root.ViewerPreferences.Duplex)]


def behind(box: Box, sheet: tuple[float, float], turn: str) -> Box:
    """Where a place on a sheet's front lies on its back, as a printer turns it."""
    x0, y0, x1, y1 = box
    if (sheet[1] >= sheet[0]) == (turn == "long"):
        return sheet[0] - x1, y0, sheet[0] - x0, y1
    return x0, sheet[1] - y1, x1, sheet[1] - y0


def within(page: pypdfium2.PdfPage, box: Box) -> str:
    left, bottom, right, top = (n * MM for n in box)
    return plain(page.get_textpage().get_text_bounded(left, bottom, right, top))


def cells(page: pikepdf.Page) -> list[Box]:
    """Where whole faces are placed on a sheet, from the upper left as one reads."""
    windows = [mark for mark in drawn(page, deep=False) if mark.kind == "W"]
    most = max(mark.box[3] - mark.box[1] for mark in windows)
    # a face's own window lies within that of its bleed on the sheet
    faces = {
        tuple(round(n) for n in mark.centre): mark.box
        for mark in reversed(windows)
        if mark.box[3] - mark.box[1] > most - 4
    }
    return sorted(faces.values(), key=lambda box: (-round(box[1]), box[0]))


DANISH = {"long": "lange", "short": "korte"}
BY_EDGE = "Udskriv på begge sider, og vend om den lange kant."
BY_HAND = "Først forsiderne; læg så stakken i igen, som den ligger, og udskriv bagsiderne."


def letters(text: str) -> list[str]:
    return sorted(text.replace(" ", ""))


@pytest.mark.parametrize("flip", ["long", "short"])
@pytest.mark.parametrize(("sheet", "to_a_sheet"), [("4-paa-a4", 4), ("8-paa-a3", 8)])
def test_turned_as_the_file_says_every_card_has_its_own_back(
    packs: Packs, flip: str, sheet: str, to_a_sheet: int
) -> None:
    pack = packs("billedkort", "--flip", flip)
    deck, file = pack / "tryk/billedkort-a6.pdf", pack / f"kontor/billedkort-{sheet}-kontor.pdf"
    told = []
    with pikepdf.open(file) as pdf, pypdfium2.PdfDocument(file) as read:
        turn = turn_of(pdf)
        assert turn == flip
        assert f"vend om den {DANISH[flip]} kant" in words(file, 0)
        for n in range(0, len(pdf.pages), 2):
            boxes = cells(pdf.pages[n])
            assert len(boxes) == to_a_sheet
            for box in boxes:
                told.append((within(read[n], box), within(read[n + 1], behind(box, size(pdf.pages[n]), turn))))
    with pikepdf.open(deck) as pdf:
        count = len(pdf.pages)
    wanted = [(words(deck, n), words(deck, n + 1)) for n in range(0, count, 2)]
    assert [(front, letters(back)) for front, back in told] == [(front, letters(back)) for front, back in wanted]


def test_fed_by_hand_the_backs_come_last_and_the_file_asks_for_one_side(packs: Packs) -> None:
    by_edge, by_hand = (
        packs("billedkort", "--flip", flip) / "kontor/billedkort-4-paa-a4-kontor.pdf" for flip in ("long", "hand")
    )
    with pikepdf.open(by_edge) as duplex, pikepdf.open(by_hand) as simplex:
        assert turn_of(simplex) == "" and len(simplex.pages) == len(duplex.pages)
        assert BY_EDGE in words(by_edge, 0)
        sides = [words(by_edge, n).replace(BY_EDGE, BY_HAND) for n in range(len(duplex.pages))]
    # the stack lies face down: the last sheet's back is printed first
    assert [words(by_hand, n) for n in range(len(sides))] == [*sides[0::2], *reversed(sides[1::2])]


def test_every_office_file_names_the_edge_its_backs_are_laid_for(packs: Packs) -> None:
    edges = {}
    for file in sorted((packs() / "kontor").glob("*.pdf")):
        with pikepdf.open(file) as pdf:
            assert str(pdf.Root.ViewerPreferences.PrintScaling) == "/None", file.name
            edges[file.stem] = turn_of(pdf)
            said = plain(" ".join(words(file, n) for n in range(min(2, len(pdf.pages)))))
        told = {edge for edge, danish in DANISH.items() if f"vend om den {danish} kant" in said}
        assert told == ({edges[file.stem]} - {""}), f"{file.name} is turned on {edges[file.stem]!r} and says {told}"
    assert {name: edge for name, edge in edges.items() if edge} == {
        "flipflap-a4-kontor": "long",
        "flipflap-a3-kontor": "long",
        "billedkort-4-paa-a4-kontor": "long",
        "billedkort-8-paa-a3-kontor": "long",
        "arbejdshaefte-a4-paa-a3-kontor": "short",
        "arbejdshaefte-a4-kontor": "long",
    }


def test_the_flip_flap_and_its_folding_guide_lie_behind_each_other(packs: Packs) -> None:
    """Both sides are cut to one square: it must lie in the same place of the sheet seen from either side."""
    with pikepdf.open(packs() / "kontor/flipflap-a4-kontor.pdf") as pdf:
        sheet, turn = size(pdf.pages[0]), turn_of(pdf)
        front, back = (next(mark.box for mark in drawn(page) if mark.kind == "W") for page in pdf.pages)
    assert front[2] - front[0] == pytest.approx(front[3] - front[1], abs=0.01)
    assert behind(front, sheet, turn) == pytest.approx(back, abs=0.01)


# the booklet


def folded(file: Path) -> list[tuple[int, Box]]:
    """A booklet's pages as one turns them, its sheets laid into each other and folded: the side and the half of it."""
    with pikepdf.open(file) as pdf:
        (wide, high), turn, sides = size(pdf.pages[0]), turn_of(pdf), len(pdf.pages)
    left, right = (0.0, 0.0, wide / 2, high), (wide / 2, 0.0, wide, high)
    first: list[tuple[int, Box]] = []
    last: list[tuple[int, Box]] = []
    for front in range(0, sides, 2):
        first += [(front, right), (front + 1, behind(right, (wide, high), turn))]
        last = [(front + 1, behind(left, (wide, high), turn)), (front, left), *last]
    return first + last


def test_folded_and_stitched_the_booklet_reads_in_order(packs: Packs) -> None:
    file, wanted = packs() / "kontor/arbejdshaefte-a4-paa-a3-kontor.pdf", packs() / "tryk/arbejdshaefte-a4.pdf"
    order = folded(file)
    with pypdfium2.PdfDocument(file) as sheets, pypdfium2.PdfDocument(wanted) as pages:
        read = [within(sheets[side], half) for side, half in order]
        asked = [plain(page.get_textpage().get_text_bounded()) for page in pages]
    assert len(read) % 4 == 0
    for number, (there, page) in enumerate(zip(read, asked, strict=False), 1):
        assert set(page.split()) <= set(there.split()), f"page {number}"
    assert [text.split()[0] for text in read[len(asked) :]] == ["Noter"] * (len(read) - len(asked))


def test_nothing_of_a_page_crosses_the_spine(packs: Packs) -> None:
    """Pages bleed: what bleeds over the fold would be seen on its neighbour."""
    file, alone, per_mm = (
        packs() / "kontor/arbejdshaefte-a4-paa-a3-kontor.pdf",
        packs() / "skaerm/arbejdshaefte-skaerm.pdf",
        4,
    )
    with pikepdf.open(file) as pdf, pikepdf.open(alone) as pages:
        wide, high = size(pdf.pages[0])
        count = len(pages.pages)
        windows = [[mark.box for mark in drawn(side, deep=False) if mark.kind == "W"] for side in pdf.pages]
    sides = [rendered(file, side, per_mm) for side in range(len(windows))]
    for number, (side, half) in list(enumerate(folded(file)))[:count:5]:
        # a page's own window stands right after that of the half sheet it lies on
        at_half = next(n for n, box in enumerate(windows[side]) if box == pytest.approx(half, abs=0.01))
        page = windows[side][at_half + 1]
        left = half[0] == 0
        near = (wide / 2 - 3, wide / 2 - 0.75) if left else (wide / 2 + 0.75, wide / 2 + 3)
        strip = cut(sides[side], (near[0], high - page[3] + 1, near[1], high - page[1] - 1), per_mm)
        scale = (page[2] - page[0]) / 210
        own = rendered(alone, number, per_mm * scale)
        seen = [round((x - page[0]) * per_mm) for x in near]
        other = own.crop((seen[0], per_mm, seen[1], own.height - per_mm)).resize(strip.size)
        worst = ImageStat.Stat(ImageChops.difference(strip, other).convert("L")).mean[0]
        assert worst < 2, f"page {number + 1}: {worst}"


# posters to glue


def cuts(page: pikepdf.Page) -> dict[str, list[tuple[float, float]]]:
    """The lines a sheet is cut along, by the way they go: the corners in order."""
    found = {}
    for mark in drawn(page, deep=False):
        if mark.kind == "S" and mark.dash:
            x0, y0, x1, y1 = mark.box
            found["down" if y1 - y0 > x1 - x0 else "across"] = sorted(
                mark.points, key=lambda point: (point[1], point[0]) if y1 - y0 > x1 - x0 else point
            )
    return found


def left_of_it(cut_along: dict[str, list[tuple[float, float]]], window: Box) -> list[list[tuple[float, float]]]:
    """What is kept of a sheet's picture when it is cut: all that lies in each of these."""
    x0, y0, x1, y1 = window
    kept = [[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]]
    for way, line in cut_along.items():
        if way == "down":
            kept.append([(line[0][0], y0), *line, (line[-1][0], y1), (x1, y1), (x1, y0)])
        else:
            kept.append([(x0, line[0][1]), *line, (x1, line[-1][1]), (x1, y0), (x0, y0)])
    return kept


@pytest.mark.parametrize(
    ("part", "name", "columns"), [("forskellighed", "2xa4", 1), ("gode-moeder", "4xa4", 2), ("tryghed", "4xa4", 2)]
)
def test_sheets_cut_along_their_lines_and_glued_are_the_whole_poster(
    packs: Packs, part: str, name: str, columns: int
) -> None:
    pack, per_mm = packs(), 3
    file = pack / f"kontor/plakat-{part}-{name}-kontor.pdf"
    glued: Image.Image | None = None
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 2 * columns
        for number, page in enumerate(pdf.pages):
            row, column = divmod(number, columns)
            lines = cuts(page)
            assert set(lines) == {*(["down"] if column else []), *(["across"] if row else [])}, "cut where it laps over"
            (placed,) = (mark for mark in drawn(page, deep=False) if mark.kind.startswith("/"))
            (window,) = (mark.box for mark in drawn(page, deep=False) if mark.kind == "W")
            scale = placed.matrix[0] * MM
            origin, high = at(placed.matrix, 0, 0), size(page)[1]
            if glued is None:
                glued = Image.new("RGB", (round(297 * scale * per_mm), round(420 * scale * per_mm)), "red")
            picture = rendered(file, number, per_mm).convert("RGB")
            kept = Image.new("L", picture.size, 255)
            for corners in left_of_it(lines, window):
                one = Image.new("L", picture.size)
                ImageDraw.Draw(one).polygon([(x * per_mm, (high - y) * per_mm) for x, y in corners], fill=255)
                kept = ImageChops.darker(kept, one)
            place = round(-origin[0] * per_mm), round(glued.height - (high - origin[1]) * per_mm)
            glued.paste(picture, place, kept)
    assert glued is not None
    whole = rendered(pack / f"kontor/plakat-{part}-a3-kontor.pdf", 0, per_mm)
    with pikepdf.open(pack / f"kontor/plakat-{part}-a3-kontor.pdf") as pdf:
        window = next(mark.box for mark in drawn(pdf.pages[0], deep=False) if mark.kind == "W")
        high = size(pdf.pages[0])[1]
    whole = cut(whole, (window[0], high - window[3], window[2], high - window[1]), per_mm).resize(glued.size)
    apart = ImageStat.Stat(ImageChops.difference(glued, whole).convert("L"))
    assert apart.mean[0] < 4, "a strip that is missing or doubled is red or shifted"
    assert (255, 0, 0) not in {colour for _, colour in glued.getcolors(glued.width * glued.height) or []}, (
        "no gap between the sheets"
    )


def through(a: tuple[float, float], b: tuple[float, float], box: Box) -> bool:
    """Whether a straight line passes through a box."""
    low, high = 0.0, 1.0
    for start, way, least, most in ((a[0], b[0] - a[0], box[0], box[2]), (a[1], b[1] - a[1], box[1], box[3])):
        if not way:
            if not least < start < most:
                return False
            continue
        enter, leave = sorted(((least - start) / way, (most - start) / way))
        low, high = max(low, enter), min(high, leave)
    return low < high


def test_no_letter_of_a_poster_is_cut_through_or_ticked_off_where_its_sheets_meet(packs: Packs) -> None:
    """The ink of every letter as PDFium measures it on the finished sheet."""
    seen = 0
    for file in sorted((packs() / "kontor").glob("plakat-*xa4-kontor.pdf")):
        with pikepdf.open(file) as pdf, pypdfium2.PdfDocument(file) as judged:
            for page, sheet in zip(pdf.pages, judged, strict=True):
                text = sheet.get_textpage()
                said = text.get_text_range()
                assert len(said) == text.count_chars()
                letters = [text.get_charbox(n) for n, letter in enumerate(said) if not letter.isspace()]
                boxes = [(x0 / MM, y0 / MM, x1 / MM, y1 / MM) for x0, y0, x1, y1 in letters]
                for line in cuts(page).values():
                    hit = [box for a, b in pairwise(line) for box in boxes if through(a, b, box)]
                    assert not hit, f"{file.name}: {hit}"
                    seen += 1
    assert seen == 8 * (1 + 4)


def test_every_sheet_of_the_school_has_its_fifty_millimetres(packs: Packs) -> None:
    for file in sorted((packs() / "kontor").glob("*.pdf")):
        # the workbook's cover is dark to its edge: there the rule stands on its other side
        side = 1 if file.stem.startswith("arbejdshaefte") else 0
        with pikepdf.open(file) as pdf:
            page = pdf.pages[side]
            rules = [mark.box for mark in drawn(page, deep=False) if mark.kind == "S" and len(mark.points) == 2]
        (rule,) = [box for box in rules if abs(box[2] - box[0] - 50) < 0.02 and box[1] == box[3]]
        assert re.search(r"\b50 mm\b", words(file, side)), file.name
        # black on paper
        beside = rendered(file, side, 4).getpixel((round(rule[2] * 4) + 2, round((size(page)[1] - rule[1]) * 4) + 6))
        assert min(beside) > 180, file.name  # type: ignore[arg-type]

"""Sheets for the school's own printer: cards that come out wrong cost a coordinator an afternoon and the ink."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import IDENTITY, Matrix, apply, points, rectangle, shift, sized, then
from trygtryk.makeready.booklet import booklet
from trygtryk.makeready.calibrate import calibration, registered
from trygtryk.makeready.card_sheets import cards_office
from trygtryk.makeready.feeding import fed_by_hand, turned_on
from trygtryk.makeready.low_ink import low_ink
from trygtryk.model import Artwork, Document, Group, Ink, Line, Page, Shape, Stroke, walk
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.sources.printers import Printer, Reading, printer_file, read_printer

ROOT = Path(__file__).resolve().parents[1]
MATERIALS = read_sources(ROOT, Order(("flipflap",))).materials
PALETTE, FONTS = MATERIALS.palette, MATERIALS.fonts
LAYOUT, TEXTS = MATERIALS.sheets, MATERIALS.sheet_texts
PETROL, SAND, WHITE, BLACK = (PALETTE[name] for name in ("petrol", "sand", "white", "black"))


def deck(count: int) -> Document:
    """Cards whose every face holds one small square in its lower left corner."""
    trim = sized(0, 0, 148, 105)
    pages = tuple(
        Page(
            trim,
            trim.grown(3),
            trim,
            (Shape(rectangle(trim.grown(3)), SAND), Shape(rectangle(sized(0, 0, 1, 1)), BLACK)),
        )
        for _ in range(2 * count)
    )
    return Document("kort", "Kort", pages, "2026-11-01")


def faces(page: Page) -> list[tuple[str, Matrix]]:
    """Every card on a sheet by its name, and where it lies."""

    def found(items, matrix):
        for item in items:
            if isinstance(item, Group):
                yield from found(item.items, then(item.matrix, matrix))
            elif isinstance(item, Artwork):
                yield item.name, matrix

    return list(found(page.items, IDENTITY))


def placed_boxes(items, matrix=IDENTITY):
    """The box of every shape and line's start after all matrices."""
    for item in items:
        if isinstance(item, Group):
            yield from placed_boxes(item.items, then(item.matrix, matrix))
        elif isinstance(item, Artwork):
            yield from placed_boxes((Shape(rectangle(item.box)),), matrix)
        elif isinstance(item, Shape):
            spots = [apply(matrix, point) for point in points(item.outline)]
            yield from spots
        elif isinstance(item, Line):
            yield apply(matrix, (item.x_mm, item.y_mm))
            yield apply(matrix, (item.x_mm + item.width_mm, item.y_mm))


@pytest.mark.parametrize("turn", ["long", "short"])
def test_each_sheet_carries_the_backs_of_its_own_fronts(turn):
    a4, a3 = (turned_on(made, turn) for made in cards_office(deck(24), LAYOUT, TEXTS, FONTS))
    assert (len(a4.pages), len(a3.pages)) == (12, 6)
    assert (a4.turn, a3.turn) == (turn, turn)
    for document in (a4, a3):
        for front, back in zip(document.pages[0::2], document.pages[1::2], strict=True):
            fronts = [int(name.rpartition("-")[2]) for name, _ in faces(front)]
            assert [int(name.rpartition("-")[2]) for name, _ in faces(back)] == [number + 1 for number in fronts]


def test_a_last_sheet_that_is_not_full_keeps_its_backs_in_register():
    a4, _ = cards_office(deck(5), LAYOUT, TEXTS, FONTS)
    a4 = turned_on(a4, "short")
    ((_, front),), ((_, back),) = faces(a4.pages[2]), faces(a4.pages[3])
    assert apply(front, (0, 0))[0] + apply(back, (148, 0))[0] == pytest.approx(297)
    assert apply(front, (0, 0))[1] == pytest.approx(apply(back, (148, 0))[1])


def test_nothing_lies_where_the_printer_cannot_reach():
    for document in (
        *cards_office(deck(24), LAYOUT, TEXTS, FONTS),
        calibration(LAYOUT, TEXTS, FONTS, "2026-11-01"),
    ):
        for page in document.pages:
            room = page.media.grown(-5)
            for x, y in placed_boxes(page.items):
                assert room.x0_mm <= x <= room.x1_mm and room.y0_mm <= y <= room.y1_mm, (
                    document.name,
                    page.label,
                    x,
                    y,
                )


def test_fed_by_hand_all_fronts_come_first_and_the_file_asks_for_one_side():
    a4, _ = cards_office(deck(8), LAYOUT, TEXTS, FONTS)
    fed = fed_by_hand(a4)
    assert [page.label for page in fed.pages] == [
        "ark 1, forside",
        "ark 2, forside",
        "ark 2, bagside",
        "ark 1, bagside",
    ]
    assert fed.turn == ""
    assert fed_by_hand(deck(1)) == deck(1)


def test_cut_marks_stand_on_the_cards_edges():
    a4, _ = cards_office(deck(4), LAYOUT, TEXTS, FONTS)
    _, matrix = faces(a4.pages[0])[0]
    left, top = apply(matrix, (0, 105))
    ends = [points(i.outline) for i in a4.pages[0].items if isinstance(i, Shape)]
    assert any(abs(a[0] - left) < 1e-5 and abs(b[0] - left) < 1e-5 for a, b in ends)
    assert any(abs(a[1] - top) < 1e-5 and abs(b[1] - top) < 1e-5 for a, b in ends)


def test_a_booklet_creeps_and_its_left_over_pages_are_empty():
    trim = sized(0, 0, 210, 297)
    pages = tuple(Page(trim, trim, trim, (Shape(rectangle(sized(100, 100, n + 1, 1)), BLACK),)) for n in range(7))
    document = Document("skema", "Skema", pages, "2026-11-01")
    made = booklet((document,), "haefte", "Hæfte", LAYOUT)
    assert (len(made.pages), made.turn) == (4, "short")

    def moves(side):
        return [round(group.items[0].matrix[4], 6) for group in made.pages[side].items]

    assert moves(0) == [8.484848, 210]
    assert moves(2) == [8.584848, 209.9]
    assert not [item for item in walk(made.pages[0].items[:1]) if isinstance(item, Shape)]


def test_light_print_leaves_no_dark_ground_and_no_light_text():
    trim = sized(0, 0, 100, 100)
    line = Line(10, 10, "hvid", "text", 12, WHITE, 20)
    limb = Shape(rectangle(sized(20, 20, 10, 10)), PETROL)
    code = Shape(rectangle(sized(50, 50, 10, 10)), BLACK)
    page = Page(trim, trim.grown(3), trim, (Shape(rectangle(trim.grown(3)), PETROL), limb, code, line))
    made = low_ink(Document("p", "P", (page,), "2026-11-01")).pages[0]
    fills = [item.fill.cmyk for item in walk(made.items) if isinstance(item, Shape) and item.fill]
    assert fills[0] == (0, 0, 0, 0)
    assert sum(fills[1]) == pytest.approx(sum(PETROL.cmyk) * 0.22)
    assert fills[2] == (0, 0, 0, 100), "a code must stay black"
    assert [item.ink.cmyk for item in walk(made.items) if isinstance(item, Line)] == [(0, 0, 0, 100)]


def test_light_print_draws_an_artwork_once_however_often_it_is_placed():
    art = Artwork("a", sized(0, 0, 9, 9), (Shape(rectangle(sized(0, 0, 2, 2)), PETROL),))
    trim = sized(0, 0, 100, 100)
    page = Page(trim, trim, trim, (Group((art,)), Group((art,), shift(20, 0))))
    first, second = low_ink(Document("p", "P", (page,), "2026-11-01")).pages[0].items
    assert first.items[0] is second.items[0]


def test_a_bubble_and_its_tail_share_one_line():
    trim = sized(0, 0, 100, 100)
    bubble, tail = (Shape(rectangle(sized(n, 0, 8, 8)), WHITE) for n in (0, 4))
    made = low_ink(Document("p", "P", (Page(trim, trim, trim, (bubble, tail)),), "2026-11-01")).pages[0].items
    assert [item.stroke is not None for item in made] == [True, True, False, False]
    assert [item.fill is not None for item in made] == [False, False, True, True]


def test_where_a_ground_goes_white_people_still_stand_on_something():
    """A picture fills its box and is cut there: only the half of a line that lies inside it is seen."""
    trim, room = sized(0, 0, 100, 100), sized(0, 40, 100, 60)
    wall, figure = Shape(rectangle(room), PETROL), Shape(rectangle(sized(20, 45, 10, 20)), WHITE)
    art = Artwork("a", room, (wall, figure))
    page = Page(trim, trim, trim, (Group((art,), clip=rectangle(room)),))
    ((group,),) = (low_ink(Document("p", "P", (page,), "2026-11-01")).pages[0].items,)
    white, edge, *_ = group.items[0].items
    assert (white.outline, white.fill.cmyk, white.stroke) == (wall.outline, (0, 0, 0, 0), None)
    assert edge.outline == wall.outline and edge.fill is None and edge.stroke, "on top of it, not under it"


def test_every_back_moves_by_what_was_read_through_the_front():
    printer = Printer(Reading(1.5, -0.5), Reading(0.25, 0.75))
    portrait, landscape = sized(0, 0, 210, 297), sized(0, 0, 297, 210)
    mark = Shape(rectangle(sized(0, 0, 1, 1)), Ink("x", (0, 0, 0, 50), "#808080"), Stroke(BLACK, 1))

    def moved(box, turn):
        pages = tuple(Page(box, box, box, (mark,)) for _ in range(2))
        front, back = registered(Document("d", "D", pages, "2026-11-01", turn=turn), printer).pages
        assert front.items == (mark,)
        return back.items[0].matrix[4:]

    # the back lies 1,5 to the right seen through the front: from behind that is to the left, so it moves right
    assert moved(portrait, "long") == (1.5, 0.5)
    assert moved(portrait, "short") == (-1.5, -0.5)
    assert moved(landscape, "short") == (0.25, -0.75)
    assert moved(landscape, "long") == (-0.25, 0.75)


def test_a_one_sided_document_is_left_alone():
    document = deck(1)
    assert registered(document, Printer(Reading(1, 1), Reading(1, 1))) is document
    twosided = replace(document, turn="long")
    assert registered(twosided, Printer(Reading(), Reading())) == twosided


def test_what_is_kept_for_a_printer_is_what_is_read_again(tmp_path):
    printer = Printer(Reading(0.5, -1), Reading(-0.25, 0))
    file, text = printer_file(tmp_path, "kopirum", printer)
    file.parent.mkdir(parents=True)
    file.write_bytes(text)
    assert read_printer(tmp_path, "kopirum") == printer
    with pytest.raises(BuildError, match="mente du kopirum") as caught:
        read_printer(tmp_path, "koperum")
    assert caught.value.faults[0].place == Place("layouts/printers")


def test_impossible_readings_and_names_are_refused(tmp_path):
    with pytest.raises(BuildError, match="mere end 10 mm"):
        printer_file(tmp_path, "kopirum", Printer(Reading(11, 0), Reading()))
    with pytest.raises(BuildError, match="mere end 10 mm"):
        printer_file(tmp_path, "kopirum", Printer(Reading(), Reading(0, math.nan)))
    with pytest.raises(BuildError, match="kan ikke hedde"):
        printer_file(tmp_path, "../x", Printer(Reading(), Reading()))

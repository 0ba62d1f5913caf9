"""A form nobody can write in is waste paper: honest lines, fields that stay apart, times that add up, large print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from trygtryk.geometry import Box, bounds
from trygtryk.model import Document, Field, Flaw, Group, Item, Line, Link, Page, Shape, Tagged, walk
from trygtryk.order import Order
from trygtryk.products.forms import PRODUCT
from trygtryk.products.forms.layout import Layout
from trygtryk.products.forms.schema import WORKBOOK, forms
from trygtryk.read import Sources, read_sources
from trygtryk.sources.layout import converters, read_palette, read_scale
from trygtryk.sources.nodes import read_toml
from trygtryk.sources.strict import read

ROOT = Path(__file__).resolve().parents[1]
TOLERANCE_MM = 0.01


@cache
def shop(wording: str = "team") -> Sources:
    return read_sources(ROOT, Order(("skemaer",), wording))


@cache
def layout(name: str) -> Layout:
    readers = converters(
        read_palette(ROOT / "layouts/palette.toml", ROOT), read_scale(ROOT / "layouts/type.toml", ROOT)
    )
    return read(Layout, read_toml(ROOT / f"layouts/{name}.toml", ROOT), "", readers)


@cache
def made(part: str, name: str = "skemaer", wording: str = "team") -> Document:
    content = shop(wording).products["skemaer"].content
    return PRODUCT.compose(content, layout(name), shop(wording).materials, part)


IDS = tuple(forms(shop().products["skemaer"].content))
EACH = pytest.mark.parametrize("part", IDS)
BOTH = pytest.mark.parametrize("name", ["skemaer", "skemaer-storskrift"])


def fields(page: Page) -> list[Field]:
    return [item for item in walk(page.items) if isinstance(item, Field)]


def extents(page: Page) -> Iterator[Box]:
    """Where there is something on the page, its foot left out."""
    for item in walk(page.items):
        match item:
            case Shape():
                # an arc's control points lie outside it, its ends do not
                yield bounds(tuple(("L", *segment[-2:]) for segment in item.outline if len(segment) > 1))
            case Line():
                yield Box(item.x_mm, item.y_mm, item.x_mm + item.width_mm, item.y_mm)
            case Field() | Link():
                yield item.box


def tagged(items: tuple[Item, ...], role: str) -> list[Tagged]:
    return [item for item in walk(items) if isinstance(item, Tagged) and item.role == role]


@EACH
def test_the_steps_add_up_to_the_time_that_is_promised(part: str) -> None:
    form = forms(shop().products["skemaer"].content)[part]
    assert sum(step.minutes for step in form.steps) == form.minutes
    assert form.minutes or form.time or not form.steps


def test_steps_that_do_not_add_up_stop_the_build() -> None:
    source = shop().products["skemaer"]
    content = {**source.content, "udsagn": replace(source.content["udsagn"], minutes=45)}
    (fault,) = replace(source, content=content).faults(shop().materials)
    assert "trinnene tager 60 minutter, men der står 45" in fault.message
    lines = (ROOT / "content/skemaer/udsagn.yaml").read_text(encoding="utf-8").splitlines()
    assert fault.place and lines[fault.place.line - 1].startswith("  - {minutes: 5")


@EACH
def test_lines_to_write_on_are_exactly_eight_millimetres_apart(part: str) -> None:
    rule = layout("skemaer").writing.rule
    for page in made(part).pages:
        ys = sorted(
            (round(box.y0_mm, 6), box.x0_mm)
            for item in walk(page.items)
            if isinstance(item, Shape) and item.stroke and item.stroke.ink == rule
            for box in [bounds(item.outline)]
        )
        for field in fields(page):
            if field.kind != "text":
                continue
            assert field.box.height_mm % 8 == pytest.approx(0, abs=1e-6) or 8 - field.box.height_mm % 8 < 1e-6
            inside = [
                y for y, x in ys if field.box.y0_mm < y < field.box.y1_mm and field.box.x0_mm < x < field.box.x1_mm
            ]
            assert len(inside) == round(field.box.height_mm / 8) - 1, field.name
            for n, y in enumerate(inside, 1):
                assert y == pytest.approx(field.box.y0_mm + 8 * n, abs=1e-5), field.name


@EACH
@BOTH
def test_everything_stays_inside_the_margins(part: str, name: str) -> None:
    sheet = layout(name).sheet
    column = sheet.column.grown(TOLERANCE_MM)
    foot = Box(sheet.side_mm, 0, sheet.width_mm - sheet.side_mm, sheet.more.y1_mm).grown(TOLERANCE_MM)
    for page in made(part, name).pages:
        outside = [box for box in extents(_without_pictures(page)) if not (column.contains(box) or foot.contains(box))]
        assert not outside
        assert all(column.contains(field.box) for field in fields(page))


def _without_pictures(page: Page) -> Page:
    """Pictures are clipped to their place; what is cut away may lie anywhere."""

    def kept(items: tuple[Item, ...]) -> tuple[Item, ...]:
        out: list[Item] = []
        for item in items:
            if isinstance(item, Tagged):
                out.append(replace(item, items=kept(item.items)))
            elif isinstance(item, Group):
                continue
            else:
                out.append(item)
        return tuple(out)

    return replace(page, items=kept(page.items))


@EACH
@BOTH
def test_no_two_texts_of_a_line_run_into_each_other(part: str, name: str) -> None:
    for page in made(part, name).pages:
        texts = sorted(
            (item for item in walk(_without_pictures(page).items) if isinstance(item, Line)), key=lambda line: line.x_mm
        )
        for one, other in combinations(texts, 2):
            if abs(one.y_mm - other.y_mm) < 0.5:
                assert one.x_mm + one.width_mm < other.x_mm - 0.5, f"{one.text} and {other.text}"


@EACH
@BOTH
def test_no_two_fields_lie_on_each_other(part: str, name: str) -> None:
    for page in made(part, name).pages:
        for one, other in combinations(fields(page), 2):
            a, b = one.box, other.box
            apart_mm = max(a.x0_mm - b.x1_mm, b.x0_mm - a.x1_mm, a.y0_mm - b.y1_mm, b.y0_mm - a.y1_mm)
            assert apart_mm >= -TOLERANCE_MM, f"{one.name} and {other.name}"


@BOTH
def test_a_name_is_used_once_in_the_whole_workbook(name: str) -> None:
    found = [(field.name, field.choice) for page in made(WORKBOOK, name).pages for field in fields(page)]
    assert len(found) == len(set(found))
    # buttons of a set share their name; nothing else does
    kinds = {field.name: field.kind for page in made(WORKBOOK, name).pages for field in fields(page)}
    texts = [
        field.name for page in made(WORKBOOK, name).pages for field in fields(page) if kinds[field.name] != "choice"
    ]
    assert len(texts) == len(set(texts))
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", field) for field in kinds)


@EACH
def test_the_workbook_asks_what_the_forms_ask(part: str) -> None:
    alone = [(field.name, field.tooltip) for page in made(part).pages for field in fields(page)]
    together = [(field.name, field.tooltip) for page in made(WORKBOOK).pages for field in fields(page)]
    assert alone == [entry for entry in together if entry[0].startswith(f"{part}.")]


@EACH
def test_a_field_is_understood_by_somebody_who_hears_only_its_name(part: str) -> None:
    tooltips = [field.tooltip for page in made(part).pages for field in fields(page)]
    assert len(set(tooltips)) == len(tooltips)
    for tooltip in tooltips:
        assert len(tooltip.split()) >= 3, tooltip
    for page in made(part).pages:
        for field in fields(page):
            if field.kind != "text":
                assert field.question in field.tooltip and field.choice in field.tooltip


def test_no_two_fields_of_the_workbook_are_called_the_same() -> None:
    heard = [field.tooltip for page in made(WORKBOOK).pages for field in fields(page)]
    assert len(set(heard)) == len(heard)


def test_what_is_for_oneself_is_said_on_paper_and_to_who_listens() -> None:
    content = forms(shop().products["skemaer"].content)
    assert [section.private for section in content["udsagn"].sections] == [True, False]
    for part in IDS:
        pages = made(part).pages
        private = [field for page in pages for field in fields(page) if field.private]
        asked = [block for block in content[part].blocks if getattr(block, "private", False)]
        wanted = len(asked) + sum(section.private for section in content[part].sections)
        said = [
            item
            for page in pages
            for item in walk(page.items)
            if isinstance(item, Line) and item.copy_id == "skemaer.faelles.private"
        ]
        assert len(said) == wanted and bool(private) == bool(wanted)
        assert all("kun til dig selv" in field.tooltip for field in private if field.kind == "text")


@BOTH
def test_the_wheel_is_heard_as_one_list_from_one_to_seven(name: str) -> None:
    (entries,) = [
        list_
        for page in made("overblik-360", name).pages
        for list_ in tagged(page.items, "L")
        if tagged((list_,), "Form")
    ]
    assert len(entries.items) == 7
    for number, entry in enumerate(entries.items, 1):
        assert isinstance(entry, Tagged)
        lines = [item.text for item in walk((entry,)) if isinstance(item, Line)]
        assert lines[0].rstrip(".") == str(number) and len(lines) > 1
        marks = [item for item in walk((entry,)) if isinstance(item, Field)]
        assert [mark.choice for mark in marks] == ["Går godt", "Bør drøftes"]
        assert all(mark.question.startswith(f"{number}. ") for mark in marks)


def test_the_form_speaks_of_no_pen_and_no_colour() -> None:
    words = " ".join(
        item.text for page in made("overblik-360").pages for item in walk(page.items) if isinstance(item, Line)
    )
    assert not re.search("grøn|orange|farve|tegn|blyant|kuglepen", words, re.IGNORECASE)


@EACH
def test_a_page_is_used(part: str) -> None:
    sheet = layout("skemaer").sheet
    for page in made(part).pages[:-1]:
        lowest = min(box.y0_mm for box in extents(page) if box.y0_mm > sheet.bottom_mm - TOLERANCE_MM)
        assert (lowest - sheet.bottom_mm) / sheet.column.height_mm < 0.2
    lowest = min(box.y0_mm for box in extents(made(part).pages[-1]) if box.y0_mm > sheet.bottom_mm - TOLERANCE_MM)
    assert (lowest - sheet.bottom_mm) / sheet.column.height_mm < 1 / 3


@EACH
def test_large_print_is_large_and_asks_the_same(part: str) -> None:
    large = made(part, "skemaer-storskrift")
    sizes = {item.size_pt for page in large.pages for item in walk(page.items) if isinstance(item, Line)}
    assert min(sizes) >= 18
    assert not [item for page in large.pages for item in walk(page.items) if isinstance(item, Flaw)]
    names = {field.name for page in made(part).pages for field in fields(page)}
    assert {field.name for page in large.pages for field in fields(page)} == names


@EACH
def test_a_screen_reader_hears_everything_in_order(part: str) -> None:
    pages = made(part).pages
    headings = [
        item for page in pages for item in walk(page.items) if isinstance(item, Tagged) and item.role[:1] == "H"
    ]
    assert [heading.role for heading in headings] == ["H1"] + ["H2"] * (len(headings) - 1)
    form = forms(shop().products["skemaer"].content)[part]
    number, title = headings[0].items
    over = f"Skema {form.number}" if form.number else form.over.text if form.over else ""
    assert isinstance(number, Tagged) and over and number.spoken == f"{over}: "
    assert isinstance(title, Tagged)
    for page in pages:
        untagged = [item for item in page.items if isinstance(item, Line | Field | Link)]
        # only the foot is read to nobody, and the head of a table that goes on
        heads = [item.copy_id for item in untagged if isinstance(item, Line) and item.copy_id.endswith(".label")]
        copies = {item.copy_id for item in untagged if isinstance(item, Line)} - set(heads)
        assert copies <= {"", "skemaer.faelles.more"}
        assert not [item for item in untagged if not isinstance(item, Line)]
        assert all(figure.alt for figure in tagged(page.items, "Figure"))
        for row in tagged(page.items, "TR"):
            assert {item.role for item in row.items if isinstance(item, Tagged)} <= {"TH", "TD"}
        for cell in tagged(page.items, "TH"):
            assert cell.scope in ("Row", "Column")
        for table in tagged(page.items, "Table"):
            widths = {len(row.items) for row in tagged(table.items, "TR")}
            assert len(widths) == 1, "every row has a cell in every column"


def test_the_contents_lead_to_every_form() -> None:
    book = made(WORKBOOK)
    labels = [page.label for page in book.pages]
    assert labels == [str(n) for n in range(1, len(labels) + 1)]
    roles = [t.role for page in book.pages for t in walk(page.items) if isinstance(t, Tagged) and t.role[:1] == "H"]
    assert roles.count("H1") == 1 and roles[:3] == ["H1", "H2", "H2"] and "H3" in roles
    content = forms(shop().products["skemaer"].content)
    openers = {
        str(entry.page + 1) for entry in book.outline if entry.title in ("Tovholdere", "Ledere", "Teamene", "Alle")
    }
    links = [item for page in book.pages[:2] for item in walk(page.items) if isinstance(item, Link)]
    assert len(links) == len(IDS) + len(openers)
    forms_linked = [link for link in links if link.target.removeprefix("#") not in openers]
    for link, id in zip(forms_linked, IDS, strict=True):
        page = book.pages[labels.index(link.target.removeprefix("#"))]
        _, span = tagged(page.items, "H2")[0].items
        title = "".join(item.text for item in walk((span,)) if isinstance(item, Line))
        assert title.replace(" ", "") == content[id].title.text.replace(" ", "")
        entry = next(entry for entry in book.outline if entry.title.endswith(content[id].title.text))
        assert book.pages[entry.page] is page


def test_the_wheel_is_told_apart_without_colour() -> None:
    look = layout("skemaer").wheel
    assert look.rings[0].srgb != look.rings[1].srgb
    assert look.dashes_pt[0] != look.dashes_pt[1]


def test_a_page_too_short_for_its_question_says_so() -> None:
    content = dict(shop().products["skemaer"].content)
    form = content["podcast"]
    section = form.sections[-1]
    tall = replace(section.blocks[0], lines=40)
    content["podcast"] = replace(form, sections=(replace(section, blocks=(tall,)),))
    document = PRODUCT.compose(content, layout("skemaer"), shop().materials, "podcast")
    flaws = [item.fault for page in document.pages for item in walk(page.items) if isinstance(item, Flaw)]
    assert [fault.message for fault in flaws] == ["skemaet »podcast«: siden mangler 88 mm"]

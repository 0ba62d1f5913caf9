"""Somebody's own SVG is printed as a browser shows it, or refused in a sentence with the way out: read off the page."""

from __future__ import annotations

import time
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inks import CONVERSION, PALETTE
from PIL import Image
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import Box, bounds
from trygtryk.model import Document, Group, Page, Shape
from trygtryk.pictures.own.own_svg import own_svg
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.sources.department.own_pictures import Crop
from trygtryk.units import mm

ROOT = Path(__file__).resolve().parents[1]
PLACE = Place("assets/art/x.svg")
AREA = Box(0, 0, mm(200), mm(100))
"""So large that a unit of the drawings below is a point of the page and a pixel of its picture."""
HEAD = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100"'
RED, BLUE, WHITE, BLACK = (220, 20, 30), (20, 40, 200), (255, 255, 255), (0, 0, 0)
R, B = 'fill="#dc141e"', 'fill="#1428c8"'


def read(text: str | bytes, crop: Crop | None = None) -> Group:
    data = text.encode() if isinstance(text, str) else text
    made = own_svg(data, AREA, CONVERSION, PLACE, crop)
    assert isinstance(made, Group)
    # much that is cut away is told beside the drawing
    return made.items[0] if isinstance(made.items[0], Group) else made


def svg(inner: str, more: str = "", head: str = "") -> str:
    return f"{head}<svg {HEAD} {more}>{inner}</svg>"


def seen(text: str, crop: Crop | None = None) -> Image.Image:
    """The finished page as a picture, 200 x 100 pixels."""
    page = Page(AREA, AREA, AREA, (read(text, crop),))
    data = Press({}).press(Document("x", "x", (page,), "2026-11-23"), Standard((1, 7), "srgb"))
    with pypdfium2.PdfDocument(data) as pdf:
        return pdf[0].render(scale=1).to_pil().convert("RGB")  # type: ignore[no-any-return]


def shapes(group: Group) -> list[Shape]:
    """What is drawn, without the white ground."""
    return [item for item in group.items[1:] if isinstance(item, Shape)]


BOX = '<rect width="40" height="40" '
DRAWN = {
    "a turned rectangle": (
        f'<rect x="80" y="30" width="40" height="40" {R} transform="rotate(45 100 50)"/>',
        {(100, 25): RED, (82, 32): WHITE, (75, 50): RED},
    ),
    "a mirrored circle in a group": (
        f'<g transform="matrix(1 0 0 -1 0 100)"><circle cx="30" cy="20" r="15" {R}/></g>',
        {(30, 80): RED, (30, 20): WHITE},
    ),
    "a slanted ellipse": (
        f'<ellipse cx="60" cy="80" rx="20" ry="10" transform="skewX(30)" {R}/>',
        {(106, 80): RED, (60, 80): WHITE},
    ),
    "a pen squeezed with its shape": (
        '<line x1="5" y1="10" x2="15" y2="10" stroke="#dc141e" stroke-width="4" transform="scale(10 1)"/>',
        {(60, 10): RED, (60, 14): WHITE, (49, 10): WHITE},
    ),
    "a pen that keeps its width": (
        '<path d="M1 1H19" transform="scale(10)" stroke="#dc141e" stroke-width="4" vector-effect="non-scaling-stroke"/>',
        {(100, 10): RED, (100, 14): WHITE},
    ),
    "alpha of nothing paints nothing": (
        f'{BOX}{R}/>{BOX}fill="transparent"/>{BOX}fill="#0000"/>{BOX}fill="rgba(0,0,0,0)"/>{BOX}opacity="0"/>'
        f'{BOX}fill-opacity="0%"/>{BOX}visibility="hidden"/><g display="none">{BOX}/></g>',
        {(20, 20): RED},
    ),
    "every way to write a colour": (
        f'{BOX}fill="RED"/><g transform="translate(40)" color="#00f">{BOX}fill="currentColor"/></g>'
        f'<g transform="translate(80)">{BOX}fill="hsl(120 100% 25%)"/></g>'
        f'<g transform="translate(120)">{BOX}fill="rgb(100%, 60%, 0%)"/></g>'
        f'<g transform="translate(160)">{BOX}style="fill : RebeccaPurple "/></g>',
        {(20, 20): (255, 0, 0), (60, 20): (0, 0, 255), (100, 20): (0, 128, 0), (140, 20): (255, 153, 0)}
        | {(180, 20): (102, 51, 153)},
    ),
    "what is inherited, and what is not given": (
        f'<g {R} stroke="#1428c8" stroke-width="10">{BOX}x="10" y="10" fill="inherit" stroke="initial"/>'
        '<path d="M100 50h50"/></g>',
        {(20, 20): RED, (12, 30): RED, (120, 50): BLUE, (120, 58): WHITE},
    ),
    "the cascade: order, specificity, importance, a sheet that comes late": (
        "<style>.b{fill:#dc141e}.a{fill:#00f}/* } */ #z{fill:#dc141e} .z{fill:#00f} g .c{fill:#dc141e} .c{fill:#00f}"
        ".d{fill:#dc141e!important}</style>"
        f'{BOX}class="a b"/><g transform="translate(40)">{BOX}class="z" id="z"/></g>'
        f'<g transform="translate(80)">{BOX}class="c"/></g><g transform="translate(120)">{BOX}class="d" style="fill:#00f"/></g>'
        f'<g transform="translate(160)">{BOX}class="e" fill="#00f"/></g><style>g>[class=e]{{fill:#dc141e}}</style>',
        {(20, 20): (0, 0, 255), (60, 20): RED, (100, 20): RED, (140, 20): RED, (180, 20): RED},
    ),
    "a paint that is not there": (
        f'{BOX}fill="url(#gone)"/><g transform="translate(40)">{BOX}fill="url(#gone) #dc141e"/></g>'
        f'<g transform="translate(80)">{BOX}stroke="url(#gone)" {R}/></g>',
        {(20, 20): WHITE, (60, 20): RED, (100, 20): RED},
    ),
    "a gradient of one colour": (
        '<defs><linearGradient id="g"><stop stop-color="#dc141e"/></linearGradient>'
        f'<linearGradient id="h" xlink:href="#g"/></defs>{BOX}fill="url(#h)"/>',
        {(20, 20): RED},
    ),
    "dashes": (
        '<path d="M0 50H200" stroke="#dc141e" stroke-width="20" stroke-dasharray="20 10" stroke-dashoffset="5"/>',
        {(10, 50): RED, (20, 50): WHITE, (40, 50): RED, (50, 50): WHITE},
    ),
    "dotted by round ends": (
        '<path d="M20 50H190" stroke="#dc141e" stroke-width="20" stroke-linecap="round" stroke-dasharray="0 40"/>',
        {(20, 50): RED, (40, 50): WHITE, (60, 50): RED, (65, 56): RED, (69, 58): WHITE},
    ),
    "a point alone": (
        '<g stroke="#dc141e" stroke-width="20"><path d="M50 50z" stroke-linecap="round"/><path d="M150 50h0"/></g>',
        {(50, 50): RED, (57, 50): RED, (150, 50): WHITE},
    ),
    "corners: mitred within the limit, else cut": (
        '<g fill="none" stroke="#dc141e" stroke-width="20"><path d="M10 80L50 40L90 80" stroke-miterlimit="2"/>'
        '<path d="M110 80L150 40L190 80" stroke-miterlimit="1"/></g>',
        {(50, 29): RED, (150, 29): WHITE},
    ),
    "a hole by the even-odd rule": (
        f'<path fill-rule="evenodd" {R} d="M0 0h100v100h-100zM25 25h50v50h-50z"/>',
        {(10, 50): RED, (50, 50): WHITE},
    ),
    "the line beneath the fill": (
        f'<circle cx="100" cy="50" r="30" {R} stroke="#1428c8" stroke-width="20" paint-order="stroke"/>',
        {(125, 50): RED, (135, 50): BLUE},
    ),
    "clones": (
        f'<defs><g id="a">{BOX}/></g><symbol id="s" viewBox="0 0 10 10"><circle cx="5" cy="5" r="5" {B}/></symbol></defs>'
        f'<use href="#a" x="10" y="10" {R}/><use xlink:href="#s" x="100" width="50" height="50"/>',
        {(30, 30): RED, (125, 25): BLUE, (102, 2): WHITE},
    ),
    "a page inside the page is cut at its edge": (
        f'<svg x="20" y="20" width="40" height="40"><circle r="30" {R}/></svg>'
        f'<svg x="120" y="20" width="40" height="40" overflow="visible"><circle r="30" {R}/></svg>',
        {(25, 25): RED, (15, 15): WHITE, (115, 15): RED},
    ),
    "clips": (
        '<defs><clipPath id="c"><rect x="20" width="20" height="100"/><circle cx="150" cy="50" r="10"/></clipPath>'
        '<clipPath id="e" clip-path="url(#c)"><rect width="200" height="50"/></clipPath><clipPath id="n"/></defs>'
        f'<g clip-path="url(#c)"><rect width="200" height="100" {R}/></g>'
        f'<rect width="200" height="100" clip-path="url(#e)" {B}/><rect width="200" height="100" clip-path="url(#n)"/>',
        {(10, 50): WHITE, (30, 80): RED, (30, 20): BLUE, (150, 55): RED, (150, 45): BLUE, (170, 50): WHITE},
    ),
    "a clip with a hole": (
        '<clipPath id="c"><path clip-rule="evenodd" d="M0 0h100v100H0zM25 25h50v50H25z"/></clipPath>'
        f'<rect width="200" height="100" {R} clip-path="url(#c)"/>',
        {(10, 50): RED, (50, 50): WHITE, (110, 50): WHITE},
    ),
    "arcs and curves, written as tightly as may be": (
        f'<path {R} d="M50 50m-30 0a30 30 0 1060 0 30 30 0 10-60 0Z"/><path {B} d="M110 50q20-60 40 0t40 0v.5H110z"/>',
        {(50, 30): RED, (50, 75): RED, (22, 22): WHITE, (130, 35): BLUE, (170, 65): BLUE, (170, 35): WHITE},
    ),
    "units": (
        f'<rect x="1in" y="5mm" width="10%" height="50%" {R}/>',
        {(94, 50): WHITE, (98, 50): RED, (114, 50): RED, (118, 50): WHITE, (100, 17): WHITE, (100, 21): RED},
    ),
    "what shines through": (
        f'<rect width="100" height="100" {R}/><circle cx="100" cy="50" r="40" fill="#00f" opacity=".5"/>',
        {(80, 50): (110, 10, 142), (120, 50): (127, 127, 255), (30, 50): RED, (190, 50): WHITE},
    ),
    "a group shines through as one": (
        f'<rect width="100" height="100" {R}/><g opacity="50%"><rect x="50" y="20" width="100" height="60" fill="#00f"/>'
        '<circle cx="100" cy="50" r="20" fill="#0f0"/></g>',
        {(60, 50): (110, 10, 142), (140, 50): (127, 127, 255), (90, 50): (110, 138, 15), (110, 50): (127, 255, 127)},
    ),
    "what shines through in what shines through": (
        f'<rect width="100" height="100" {R}/><g opacity=".5"><rect x="50" width="100" height="50" fill="#00f"/>'
        '<path d="M50 0h100v100H50z" fill="#0f0" fill-opacity=".5"/></g>',
        {(75, 25): (110, 74, 79), (125, 25): (127, 191, 191), (75, 75): (165, 79, 22), (125, 75): (191, 255, 191)},
    ),
    "what shines through within a clip": (
        f'<clipPath id="c"><path d="M0 0h60v100H0z"/></clipPath><rect width="30" height="100" {R}/>'
        '<g clip-path="url(#c)" opacity=".5"><rect width="200" height="100" fill="#00f"/></g>',
        {(15, 50): (110, 10, 142), (45, 50): (127, 127, 255), (75, 50): WHITE},
    ),
    "a sheer line over one colour": (
        f'<rect width="200" height="100" {R}/><path d="M0 50h200" stroke="#fff" stroke-width="20" stroke-opacity=".5"/>',
        {(50, 50): (237, 137, 142), (50, 20): RED},
    ),
    "what nobody sees": (
        f'{BOX}{R}/><g display="none" filter="url(#f)"><text>hej</text></g><rect style="display:none;mask:url(#m)"/>'
        '<flowRoot><flowRegion><rect width="9" height="9"/></flowRegion><flowPara/></flowRoot><text><tspan/></text>',
        {(20, 20): RED, (60, 60): WHITE},
    ),
    "what only editors read": (
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" pagecolor="#f00"/>'
        '<metadata><x xmlns="urn:x">hej</x></metadata><title>Titel</title><defs><filter id="f"/><mask id="m"/>'
        '<linearGradient id="g"><stop stop-color="red"/><stop stop-color="blue"/></linearGradient><text>hej</text></defs>'
        f'<switch><foreignObject requiredExtensions="http://ns.adobe.com/x"/><g>{BOX}{R}/></g></switch>'
        f'<a href="https://example.org"><g transform="translate(40)">{BOX}{B} style="-inkscape-stroke:none;marker:none"/></g></a>',
        {(20, 20): RED, (60, 20): BLUE},
    ),
}


def check(text: str, points: dict[tuple[int, int], tuple[int, int, int]], crop: Crop | None = None) -> None:
    picture = seen(text, crop)
    for point, colour in points.items():
        got = picture.getpixel(point)
        assert isinstance(got, tuple)
        assert max(abs(a - b) for a, b in zip(got, colour, strict=True)) <= 6, f"at {point}: {got}"


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_is_printed_as_a_browser_shows_it(name: str) -> None:
    inner, points = DRAWN[name]
    check(svg(inner), points)


def page(more: str, inner: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {more}>{inner}</svg>'


@pytest.mark.parametrize(
    ("more", "points"),
    [
        ('width="20mm" height="10mm"', {(50, 50): RED, (140, 50): WHITE}),
        ('width="20mm" height="10mm" viewBox="0 0 1000 1000"', {(60, 50): WHITE, (110, 10): RED, (140, 50): WHITE}),
        (
            'width="20" height="10" viewBox="0 0 75.6 37.8" preserveAspectRatio="none"',
            {(50, 50): RED, (140, 50): WHITE},
        ),
        ('width="100%" height="100%" viewBox="-100 -50 200 100"', {(99, 49): WHITE, (101, 51): RED, (140, 90): WHITE}),
        ('width="400" viewBox="0 0 75.6 37.8"', {(50, 50): RED, (140, 50): WHITE}),
        ('viewBox="0 0 75.6 37.8" style="background:#1428c8"', {(50, 50): RED, (140, 50): BLUE}),
    ],
)
def test_the_page_fills_its_area(more: str, points: dict[tuple[int, int], tuple[int, int, int]]) -> None:
    inner = f'<rect width="37.8" height="37.8" {R}/>'
    if "1000" in more:
        inner = f'<rect x="500" width="200" height="1000" {R}/>'
    check(page(more, inner), points)


def test_the_part_that_is_kept_fills_the_area() -> None:
    text = svg(f'<rect x="100" y="50" width="100" height="50" {R}/><rect x="150" y="50" width="50" height="50" {B}/>')
    check(text, {(50, 50): RED, (150, 50): BLUE}, Crop(50, 50, 50, 50))


def test_what_lies_beyond_the_page_is_not_seen_where_all_of_the_page_is() -> None:
    """A logo stands in its place; a browser cuts what its drawing has beyond its own edge."""
    text = page('viewBox="0 0 50 100"', f'<rect x="-50" width="100" height="100" {R}/>')
    check(text, {(100, 50): RED, (78, 50): RED, (70, 50): WHITE, (130, 50): WHITE}, Crop(0, 0, 100, 100, whole=True))


ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 27.0 -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
  <!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/"> <!ENTITY ns_svg "http://www.w3.org/2000/svg"> ]>
<svg xmlns:i="&ns_ai;" xmlns="&ns_svg;" viewBox="0 0 200 100"><rect width="40" height="40" fill="#dc141e"/>%s</svg>"""


def test_a_document_type_and_illustrators_names_of_namespaces_are_harmless() -> None:
    check(ILLUSTRATOR % "", {(20, 20): RED})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_any_encoding_is_read(encoding: str) -> None:
    declared = "UTF-8" if "utf-8" in encoding else encoding
    text = svg(f'<g id="æøå">{BOX}{R}/></g>', head=f'<?xml version="1.0" encoding="{declared}"?>')
    assert len(shapes(read(text.encode(encoding)))) == 1


REFUSED = {
    "an entity of its own": (svg(BOX + "/>", head='<!DOCTYPE svg [<!ENTITY x "<rect/>">]>'), "egne entiteter"),
    "an entity from a file": (svg(BOX + "/>", head='<!DOCTYPE svg [<!ENTITY x SYSTEM "x">]>'), "egne entiteter"),
    "an entity it has not": (svg('<rect fill="&x;"/>', head='<!DOCTYPE svg SYSTEM "x.dtd">'), "entitet, den ikke har"),
    "a sheet elsewhere": (svg(BOX + "/>", head='<?xml-stylesheet href="x.css"?>'), "en anden fil"),
    "an imported sheet": (svg("<style>@import url(http://example.org/x.css);</style>"), "en anden fil"),
    "a clone from elsewhere": (svg('<use xlink:href="other.svg#a"/>'), "hentes udefra"),
    "a paint from elsewhere": (svg(f'{BOX}fill="url(http://example.org/#a)"/>'), "hentes udefra"),
    "a clone of itself": (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "indeholder sig selv"),
    "a script": (svg("<script>alert(1)</script>"), "et script"),
    "a script in an attribute": (svg(BOX + 'onclick="x()"/>'), "et script"),
    "foreign content": (svg("<foreignObject/>"), "foreignObject"),
    "a picture": (svg('<image href="x.png"/>'), "indlejret billede"),
    "animation": (svg(f'{BOX}><set attributeName="fill" to="red"/></rect>'), "animation"),
    "text": (svg("<text>Hej</text>"), "skrift"),
    "text from elsewhere in it": (svg('<text><tref xlink:href="#a"/></text>'), "skrift"),
    "a gradient that is used": (
        svg(f'<linearGradient id="g"><stop/><stop stop-color="red"/></linearGradient>{BOX}fill="url(#g)"/>'),
        "farveovergang",
    ),
    "a pattern": (svg(f'<pattern id="p"/>{BOX}fill="url(#p)"/>'), "et mønster"),
    "a sheer line over several colours": (
        svg(f'{BOX}{R}/><path d="M0 0h99" stroke="#0008" stroke-width="9"/>'),
        "gennemsigtig streg",
    ),
    "a mask": (svg(BOX + 'mask="url(#m)"/>'), "en maske"),
    "a filter": (svg(BOX + 'style="filter:blur(4px)"/>'), "et filter"),
    "a blend": (svg(f"<style>.a{{mix-blend-mode:multiply}}</style>{BOX}class='a'/>"), "blandingstilstand"),
    "a clip by CSS": (svg(BOX + 'style="clip-path:circle(30px)"/>'), "beskæring"),
    "arrowheads": (svg('<marker id="m"/><path d="M0 0h9" marker-end="url(#m)"/>'), "pilespidser"),
    "a property nobody knows": (svg(BOX + 'style="corner-shape:bevel"/>'), "corner-shape"),
    "a variable": (svg("<style>rect{fill:var(--a)}</style>" + BOX + "/>"), r"var\(--a\)"),
    "a rule for a medium": (svg("<style>@media print{rect{fill:red}}</style>" + BOX + "/>"), "@media"),
    "a selector that counts": (svg("<style>rect:nth-child(2){fill:red}</style>" + BOX + "/>"), "nth-child"),
    "a colour beyond the screen": (svg(BOX + 'fill="oklch(60% 0.15 30)"/>'), r"oklch\(60% 0\.15 30\)"),
    "a colour that is none": (svg(BOX + 'fill="nonsense"/>'), "nonsense"),
    "a unit that hangs on a font": (svg('<rect width="5em" height="9"/>'), "5em"),
    "a page measured by a font": (page('width="5em" height="9"', BOX + "/>"), "5em"),
    "a path with a mistake": (svg('<path d="M0 0 L 10 20 30"/>'), "L 10 20 30"),
    "a transform with a mistake": (svg(BOX + 'transform="rotate(45deg,)"/>'), "transform"),
    "a page that is turned": (svg(BOX + "/>", 'transform="rotate(10)"'), "transform på hele siden"),
    "an element of Inkscape's own": (svg("<flowRoot><flowPara>Hej</flowPara></flowRoot>"), "flowRoot"),
    "a language": (svg('<switch><g systemLanguage="da"/></switch>'), "systemLanguage"),
    "nothing": (svg(""), "tom"),
    "nothing within the page": (svg('<rect x="500" width="9" height="9"/>'), "tom"),
    "no size": (page("", BOX + "/>"), "størrelse"),
    "no SVG": ("<html/>", "ikke en SVG"),
    "no namespace": ("<svg/>", "xmlns"),
    "no XML": (svg("<rect"), "gyldig XML"),
    "packed": (b"\x1f\x8b\x08", "svgz"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_refused_by_name_with_the_way_out(name: str) -> None:
    text, told = REFUSED[name]
    with pytest.raises(BuildError, match=told) as caught:
        read(text)  # type: ignore[arg-type]
    assert all(fault.place and fault.place.file == PLACE.file and fault.hint for fault in caught.value.faults)


PROGRAMS = {
    "Illustrator": ILLUSTRATOR % "<text>Hej</text><!---->",
    "Inkscape": svg("<text>Hej</text>", head="<!-- Created with Inkscape (http://www.inkscape.org/) -->"),
    "Affinity": svg("<text>Hej</text>", 'xmlns:serif="http://www.serif.com/"'),
    "CorelDRAW": svg("<text>Hej</text>", head="<!-- Creator: CorelDRAW -->"),
    "LibreOffice": svg("<text>Hej</text>", 'xmlns:ooo="http://xml.openoffice.org/svg/export"'),
    "Canva": svg("<text>Hej</text>", 'zoomAndPan="magnify"'),
    "PowerPoint": svg("<text>Hej</text>", 'overflow="hidden"'),
    "Google Tegninger": svg("<text>Hej</text>").replace(
        'viewBox="0 0 200 100"', 'viewBox="0.0 0.0 9.0 5.0" stroke-miterlimit="10"'
    ),
    "Figma": svg('<text>Hej</text><clipPath id="clip0_12_34"/>'),
    "draw.io": svg("<text>Hej</text>", 'host="app.diagrams.net"'),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_way_out_names_the_program_that_wrote_the_file(program: str) -> None:
    with pytest.raises(BuildError, match=f"eller gem tegningen som PDF eller PNG i {program}"):
        read(PROGRAMS[program])


MANY = "M0 0" + "l1 1-1-1" * 20_000
HOSTILE = {
    "nine thousand clones of a long path": svg(f'<path id="p" d="{MANY}"/>' + '<use href="#p"/>' * 9000),
    "clones of clones": svg(
        '<g id="a0"><path d="M0 0h9v9z"/></g>'
        + "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 9 + "</g>" for n in range(1, 9))
    ),
    "a hundred thousand blanks": svg(f'{BOX}style="fill:url({" " * 100_000}"/>'),
    "a hundred thousand brackets": svg(f'{BOX}style="fill:{"(" * 100_000}"/>'),
    "brackets in a sheet": svg(f"<style>rect{{fill:{'(' * 100_000}</style>{BOX}/>"),
    "selectors that search": svg(
        "<style>" + "g g g g rect{fill:red}" * 500 + "</style>" + "<g>" * 60 + BOX + "/>" * 1 + "</g>" * 60
    ),
    "deep groups": svg("<g>" * 50_000 + "</g>" * 50_000),
    "many elements": svg("<g/>" * 60_000),
    "numbers beyond all measure": svg(f'<path d="M0 0L{"9" * 5000} 1e999"/>'),
    "a view box beyond all measure": page('viewBox="0 0 1e300 1e300"', BOX + "/>"),
    "a scale beyond all measure": svg(f'{BOX}transform="scale(1e11) scale(1e11)"/>'),
    "a pen beyond all measure": svg(
        '<path d="M0 0h9" stroke="red" stroke-width="1e11" stroke-dasharray="1e-11 1e11"/>'
    ),
    "entities upon entities": '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + svg("&b;"),
    "a great file": svg("<!--" + "x" * 9_000_000 + "-->"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_drawings_end_soon(name: str) -> None:
    begun = time.process_time()
    try:
        seen(HOSTILE[name])
    except BuildError as error:
        assert all(fault.hint for fault in error.faults)
    assert time.process_time() - begun < 4


def test_palette_colours_are_mapped_exactly_and_others_through_the_press_profile() -> None:
    own, other = shapes(read(svg(f'{BOX}fill="#175b6b"/>{BOX}fill="#00ff00"/>')))
    assert own.fill == PALETTE["petrol"]
    green = other.fill
    assert green is not None and green.srgb == "#00ff00"
    assert green.cmyk[0] > 50 and green.cmyk[1] < 20 and green.cmyk[2] > 80 and sum(green.cmyk) <= 300


def test_plain_black_becomes_black_ink_alone() -> None:
    (made,) = shapes(read(svg('<circle cx="50" cy="50" r="10"/>')))
    assert made.fill is not None and made.fill.cmyk == (0, 0, 0, 100)


numbers = st.floats(-50, 50).map(lambda n: f"{n:.3f}")
calls = st.one_of(
    st.tuples(numbers, numbers).map(lambda n: f"translate({n[0]} {n[1]})"),
    numbers.map(lambda n: f"rotate({n})"),
    st.floats(0.2, 3).map(lambda n: f"scale({n:.3f})"),
    st.tuples(st.floats(0.2, 3), st.floats(0.2, 3)).map(lambda n: f"scale(-{n[0]:.3f},{n[1]:.3f})"),
    st.floats(-40, 40).map(lambda n: f"skewX({n:.3f})"),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(calls, max_size=4))
def test_a_rectangle_and_the_path_of_its_sides_stand_in_the_same_place(steps: list[str]) -> None:
    """Every shape obeys every transform; once rectangles and circles were left behind."""
    inner = (
        f'<rect x="5" y="3" width="20" height="10" {R}/><path d="M5 3h20v10H5z" {B}/>'
        f'<circle cx="9" cy="9" r="5" {R}/><path d="M14 9a5 5 0 01-10 0 5 5 0 0110 0z" {B}/>'
    )
    for transform in (f'<g transform="{" ".join(steps)}">{inner}</g>', nested(steps, inner)):
        try:
            made = shapes(read(svg(f'<g transform="translate(80 40)">{transform}</g>')))
        except BuildError as error:
            assert "tom" in str(error)
            continue
        for one, other in zip(made[::2], made[1::2], strict=True):
            a, b = bounds(one.outline), bounds(other.outline)
            assert (a.x0_mm, a.y0_mm, a.x1_mm, a.y1_mm) == pytest.approx((b.x0_mm, b.y0_mm, b.x1_mm, b.y1_mm), abs=0.02)


def nested(steps: list[str], inner: str) -> str:
    for step in reversed(steps):
        inner = f'<g transform="{step}">{inner}</g>'
    return inner


def test_an_ordinary_drawing_is_read_at_once() -> None:
    text = svg(
        "".join(f'<path d="M{n} 0c1.5.5 2-1 3 4s5 6 7 8z" style="fill:#dc14{n % 90 + 10}"/>' for n in range(200))
    )
    read(text)
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 0.1

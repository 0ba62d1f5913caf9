"""Somebody's own PDF fills the card with its bleed, not with its crop marks; what is no drawing is told."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from inks import CONVERSION
from PIL import ImageChops, ImageFilter
from test_own_bitmap import AREA, PLACE, seen, without_notes
from trygtryk.errors import BuildError
from trygtryk.geometry import bounds
from trygtryk.model import Flaw, Group, Item, Picture, Shape, walk
from trygtryk.pictures.artwork import drawn
from trygtryk.sources.department.own_pictures import Crop, OwnPicture

W, H = 144.0, 72.0


def own(data: bytes, crop: Crop | None = None) -> Item:
    return without_notes(drawn(OwnPicture(PLACE, data, "", crop), AREA, CONVERSION))


def pdf(
    content: str, media: tuple[float, ...] = (0, 0, W, H), pages: int = 1, encryption: Any = False, **page: Any
) -> bytes:
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
            added = made.pages[-1]
            added.MediaBox = pikepdf.Array(media)
            for key, value in page.items():
                added[f"/{key}"] = pikepdf.Array(value) if isinstance(value, tuple) else value
            added.Contents = made.make_stream(content.encode())
        out = BytesIO()
        made.save(out, encryption=encryption)
        return out.getvalue()


def at(data: bytes, x: float, y: float, crop: Crop | None = None) -> Any:
    """The colour at a share of the page's width and height from its lower left corner."""
    page = seen(own(data, crop))
    return page.getpixel((int(x * (page.width - 1)), int((1 - y) * (page.height - 1))))


HALF = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(Half=pikepdf.Dictionary(ca=0.5)))
SHEER = " /Half gs 0 0 1 1 re f"
"""What is half seen through makes a page a picture."""
RED_LEFT = f"1 0 0 rg 0 0 {W / 2} {H} re f"
LOCKED = pikepdf.Encryption(user="", owner="b", R=4)


def picture(data: bytes) -> Picture:
    made = own(data)
    assert isinstance(made, Picture)
    return made


def test_a_page_fills_the_area_fine_enough_for_print() -> None:
    made = picture(pdf(RED_LEFT + SHEER, Resources=HALF))
    assert made.bitmap.mode == "CMYK" and made.box.contains(AREA, 0.1)
    assert made.bitmap.width_px / (made.box.width_mm / 25.4) >= 299
    assert at(pdf(RED_LEFT), 0.25, 0.5)[0] > 200 > 60 > at(pdf(RED_LEFT), 0.25, 0.5)[1]
    assert min(at(pdf(RED_LEFT), 0.75, 0.5)) > 250


MARKED = f"0 G 40 w 0 0 {W + 80} {H + 80} re S 1 0 0 rg 40 40 {W} {H} re f"


@pytest.mark.parametrize(
    "boxes",
    [
        {"BleedBox": (40, 40, 40 + W, 40 + H), "TrimBox": (48, 48, 32 + W, 32 + H)},
        {"TrimBox": (40, 40, 40 + W, 40 + H)},
        {"CropBox": (40, 40, 40 + W, 40 + H)},
        {"BleedBox": (40, 40, 40 + W, 40 + H), "Rotate": 180},
        {"TrimBox": (40 + W, 40 + H, 40, 40)},
        {"BleedBox": (40, 40 + H, 40 + W, 40), "MediaBox": (W + 80, H + 80, 0, 0)},
        {"CropBox": (40 + W, 40, 40, 40 + H)},
    ],
)
def test_crop_marks_never_get_into_the_picture(boxes: dict[str, Any]) -> None:
    data = pdf(MARKED, (0, 0, W + 80, H + 80), **boxes)
    for x, y in ((0.01, 0.01), (0.99, 0.99), (0.01, 0.99), (0.5, 0.5)):
        red = at(data, x, y)
        assert red[0] > 200 and red[1] < 60, (x, y)


def test_a_page_without_a_size_of_its_own_is_the_rasterisers_to_read() -> None:
    assert isinstance(own(pdf("1 0 0 rg 0 0 999 999 re f", (0, 0, 0, 0))), Picture)


def test_a_turned_page_is_turned() -> None:
    data = pdf(f"1 0 0 rg 0 0 {H} {W / 2} re f", (0, 0, H, W), Rotate=90)
    assert at(data, 0.2, 0.5)[1] < 60 and at(data, 0.8, 0.5)[1] > 250


def test_a_part_of_a_page_is_kept() -> None:
    assert at(pdf(RED_LEFT), 0.9, 0.5, Crop(0, 0, 50, 50))[1] < 60
    assert at(pdf(RED_LEFT), 0.1, 0.5, Crop(50, 50, 50, 50))[1] > 250


@pytest.mark.parametrize("media", [(0, 0, 8000, 20), (0, 0, 20, 8000), (-50, 100, 20, 140), (0, 0, 14000, 14000)])
def test_a_page_of_odd_size_costs_no_more_than_another(media: tuple[float, ...]) -> None:
    bitmap = picture(pdf(f"1 0 0 rg {media[0]} {media[1]} 99999 99999 re f{SHEER}", media, Resources=HALF)).bitmap
    assert bitmap.width_px * bitmap.height_px < 300_000
    assert at(pdf(f"1 0 0 rg {media[0]} {media[1]} 99999 99999 re f", media), 0.5, 0.5)[1] < 60


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7 hej", "beskadiget"),
        (pdf("", encryption=pikepdf.Encryption(user="a", owner="b")), "adgangskode"),
        # open for PDFium, locked for qpdf: its ID is no pair
        (re.sub(rb"/ID \[(<\w+>)<\w+>\]", rb"/ID [\1]", pdf(RED_LEFT, encryption=LOCKED)), "adgangskode"),
        (pdf("", pages=3), "3 sider"),
        (pdf("", (0, 0, 1, 1)), "0 × 0 mm"),
        (pdf(""), "siden er tom"),
        (pdf(f"1 0 0 rg {W - 9} 0 9 {H} re f", (0, 0, W, 9 * H)), "siden er tom"),
    ],
)
def test_a_pdf_that_is_no_drawing_is_told(data: bytes, told: str) -> None:
    with pytest.raises(BuildError, match=told) as caught:
        own(data)
    assert all(fault.hint for fault in caught.value.faults)


PLAIN = {
    "inks of the press": ("0 0.6 0.55 0 k 0 0 144 72 re f", (0, 60, 55, 0)),
    "grey": ("0.5 g 0 0 144 72 re f", (0, 0, 0, 50)),
    "black of the screen": ("0 0 0 rg 0 0 144 72 re f", (0, 0, 0, 100)),
    "by a matrix and a closed path": ("0 1 0 0 k q 2 0 0 2 0 0 cm 0 0 m 72 0 l 72 36 l 0 36 l h f Q", (0, 100, 0, 0)),
    "by a form": ("/Fm Do", (100, 0, 0, 0)),
    "by a colour space that is named": ("/CS0 cs 0 0 1 0 scn 0 0 144 72 re f*", (0, 0, 100, 0)),
}


def with_form() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(ColorSpace=pikepdf.Dictionary(CS0=pikepdf.Name.DeviceCMYK))


@pytest.mark.parametrize("name", PLAIN)
def test_flat_shapes_stay_shapes_in_their_own_inks(name: str) -> None:
    content, inks = PLAIN[name]
    data = pdf(content, Resources=with_form())
    if "form" in name:
        with pikepdf.open(BytesIO(data)) as made:
            form = made.make_stream(b"1 0 0 0 k 0 0 288 144 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
            form.BBox, form.Matrix = pikepdf.Array([0, 0, 288, 144]), pikepdf.Array([0.5, 0, 0, 0.5, 0, 0])
            made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=made.make_indirect(form)))
            out = BytesIO()
            made.save(out)
            data = out.getvalue()
    group = own(data)
    assert isinstance(group, Group)
    (shape,) = [item for item in walk(group.items[1:]) if isinstance(item, Shape)]
    assert shape.fill and shape.fill.cmyk == inks
    box = bounds(shape.outline)
    assert (box.x0_mm, box.y0_mm, box.x1_mm, box.y1_mm) == pytest.approx((0, 0, 50.8, 25.4), abs=0.01)


PAINTED = (
    "q 20 20 104 32 re W n 1 0 0 rg 0 0 144 72 re f Q 0 0 1 RG 8 w 1 J [24 16] 4 d 10 60 m 134 60 l S "
    "q 1 0 0 0.25 0 0 cm 0 G 12 w [] 0 d 0 J 10 20 m 134 20 l S Q 0 0.5 0 rg 60 10 24 52 re 66 16 12 40 re f*"
)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_shapes_stand_where_the_page_shows_them(turned: int) -> None:
    """The same page as shapes and, with something sheer outside its edge, as a picture."""
    box = (0, 0, 144, 72) if turned % 180 == 0 else (36, -36, 108, 108)
    shapes, bitmap = (
        pdf(PAINTED + more, box, Rotate=turned, Resources=HALF) for more in ("", " /Half gs -99 -99 1 1 re f")
    )
    assert isinstance(own(shapes), Group) and isinstance(own(bitmap), Picture)
    soft = ImageFilter.BoxBlur(1)
    off = ImageChops.difference(seen(own(shapes)).filter(soft), seen(own(bitmap)).filter(soft)).convert("L")
    assert sum(off.histogram()[90:]) < 40


@pytest.mark.parametrize(
    "content",
    [
        "BT /F1 12 Tf (Hej) Tj ET 0 0 9 9 re f",
        "/Gone gs 0 0 9 9 re f",
        "/Half gs 0 0 9 9 re f",
        "/Pattern cs /P scn 0 0 9 9 re f",
        "/OC /L BDC 0 0 9 9 re f EMC",
        "0 w 0 0 m 9 9 l S",
        "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI",
        "Q Q 0 0 9 9 re f",
        "1 2 3 rg (x) w 0 0 9 9 re f",
        "nonsense",
    ],
)
def test_what_is_more_than_flat_shapes_becomes_a_picture(content: str) -> None:
    assert isinstance(own(pdf(f"0 0 1 rg 50 20 40 40 re f {content}", Resources=HALF)), Picture)


def told(content: str, media: tuple[float, ...] = (0, 0, W, H), **page: Any) -> list[str]:
    made = drawn(OwnPicture(PLACE, pdf(content, media, **page), ""), AREA, CONVERSION)
    return [item.fault.message for item in walk((made,)) if isinstance(item, Flaw)]


def resources(kind: str, **entries: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({f"/{kind}": pikepdf.Dictionary(**entries)})


FUNCTION = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0.9, 0.8, 0], N=1)
SPOT = pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name("/PANTONE 485 C"), pikepdf.Name.DeviceCMYK, FUNCTION])
OVER = resources("ExtGState", Over=pikepdf.Dictionary(OP=True, OPM=1))
ON_CYAN = "1 0 0 0 k 0 0 144 72 re f /Over gs "
NOTE = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[9, 9, 30, 30])
HIDDEN = pikepdf.Dictionary({**NOTE, "/F": 2})


def font(name: str, **descriptor: Any) -> pikepdf.Dictionary:
    return resources("Font", F=pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name(name), FirstChar=65, Widths=[600] * 9,
        FontDescriptor=pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name(name), Flags=32, **descriptor),
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("content", "page", "said"),
    [
        ("/S cs 1 scn 0 0 144 72 re f", {"Resources": resources("ColorSpace", S=SPOT)}, "»PANTONE 485 C« trykkes med de fire"),
        (ON_CYAN + "0 1 0 0 k 20 20 104 32 re f", {"Resources": OVER}, "overtrykke"),
        (ON_CYAN + "0 0 0 0 K 20 20 104 32 re S", {"Resources": OVER}, "overtrykke"),
        (ON_CYAN + "0 0 0 1 k 20 20 104 32 re f", {"Resources": OVER}, ""),
        (ON_CYAN + "1 0 0 rg 20 20 104 32 re f", {"Resources": OVER}, ""),
        ("q /Over gs Q 1 0 0 0 k 0 0 144 72 re f", {"Resources": OVER}, ""),
        (RED_LEFT, {"Annots": (NOTE,)}, "kommentarer, stempler eller felter"),
        (RED_LEFT, {"Annots": (HIDDEN,)}, ""),
        (f"{RED_LEFT} BT /F 9 Tf 3 Tr 5 5 Td (A) Tj ET", {"Resources": font("/Calibri")}, ""),
        (f"{RED_LEFT} (x) w", {}, ""),
        (f"{RED_LEFT} /Gone gs", {}, "kan ikke læses helt igennem"),
    ],
)  # fmt: skip
def test_what_is_printed_otherwise_than_its_maker_may_expect_is_told(
    content: str, page: dict[str, Any], said: str
) -> None:
    found = told(content, **page)
    assert len(found) == bool(said) and all(said in one for one in found)


def test_a_photo_too_coarse_for_where_it_stands_is_told_with_its_points_to_an_inch() -> None:
    """The page is printed at ten times its size: 240 pixels over its two inches."""
    with pikepdf.open(BytesIO(pdf("q 14.4 0 0 7.2 0 0 cm /I Do Q", (0, 0, 14.4, 7.2)))) as made:
        photo = made.make_stream(
            bytes(240 * 120), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=240, Height=120,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=photo))
        out = BytesIO()
        made.save(out)
        made.pages[0].Contents = made.make_stream(b"q 7.2 0 0 3.6 0 0 cm /I Do Q")
        half = BytesIO()
        made.save(half)
    coarse, fine = (drawn(OwnPicture(PLACE, data.getvalue(), ""), AREA, CONVERSION) for data in (out, half))
    (flaw,) = [item for item in walk((coarse,)) if isinstance(item, Flaw)]
    assert "kun 120 punkter pr. tomme" in flaw.fault.message and not flaw.stops
    assert not [item for item in walk((fine,)) if isinstance(item, Flaw)]


@pytest.mark.parametrize("mode", [0, 2, 7])
def test_text_in_a_font_that_is_not_in_the_file_is_refused_by_name(mode: int) -> None:
    """Every machine has its own in its place, so nobody knows what is printed."""
    with pytest.raises(BuildError, match="ikke skriften »Calibri-Bold« med") as caught:
        told(f"BT /F 24 Tf {mode} Tr 5 20 Td (A) Tj ET", Resources=font("/ABCDEF+Calibri-Bold"))
    assert all("skrifterne lagt ind" in fault.hint for fault in caught.value.faults)


@pytest.mark.parametrize(("on_paper", "count"), [("ON", 0), ("OFF", 1)])
def test_a_layer_that_paper_and_screen_differ_in_is_told_by_name(on_paper: str, count: int) -> None:
    with pikepdf.open(BytesIO(pdf(RED_LEFT))) as made:
        usage = pikepdf.Dictionary(Print=pikepdf.Dictionary(PrintState=pikepdf.Name(f"/{on_paper}")))
        layer = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Vejledning", Usage=usage))
        made.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(Order=[layer]))
        out = BytesIO()
        made.save(out)
    drawing = drawn(OwnPicture(PLACE, out.getvalue(), ""), AREA, CONVERSION)
    found = [item.fault.message for item in walk((drawing,)) if isinstance(item, Flaw)]
    assert len(found) == count and all("laget »Vejledning«" in one for one in found)

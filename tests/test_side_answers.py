"""Pictures, links and filled forms that are handed in reach their place, or are refused with the way out and leave no trace."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import zxingcpp
from page import NORD, with_nord, words
from PIL import Image
from program import ROOT, files
from starlette.testclient import TestClient
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.side.folder import Folder
from trygtryk.sources.department.layer import read_department

CARD = "billedkort/alt/23"
ID = "svaer-elevsag"
POSTER = "plakater/det-svaere/1"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_nord(tmp_path_factory.mktemp("side"))


def photo(width: int, height: int, kind: str = "JPEG", **saved: object) -> bytes:
    """A picture, red to the left and blue to the right."""
    out = io.BytesIO()
    image = Image.new("RGB", (width, height), "#dd2020")
    image.paste((0, 0, 0xAA), (width // 2, 0, width, height))
    image.save(out, kind, **saved)
    return out.getvalue()


def give(client: TestClient, data: bytes, name: str = "x.jpg") -> tuple[int, str]:
    sent = {"billede": (name, data, "application/octet-stream")}
    answer = client.post(f"{NORD}/billede-ind/{CARD}/billede", data={"id": ID}, files=sent)
    return answer.status_code, words(answer.text)


def page(client: TestClient) -> Image.Image:
    return Image.open(io.BytesIO(client.get(f"{NORD}/billede/{CARD}.png?b=800").content)).convert("RGB")


def own(root: Path) -> dict[str, bytes]:
    kept = files(root / "content/afdelinger/nord/billeder")
    return {name: data for name, data in kept.items() if name.startswith(ID)}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (photo(640, 480, "PNG"), "billedet er 640×480 px; der skal være mindst 910×520"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 400, "HEIC-billede"),
        (photo(2000, 1200)[:3000], "beskadiget eller ikke hel"),
        (b"PK\x03\x04" + b"\0" * 100, "et dokument eller en zipfil"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", ""),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>", ""),
        (b"", ""),
    ],
)
def test_a_picture_that_cannot_be_printed_is_refused_and_leaves_no_trace(
    root: Path, client: TestClient, data: bytes, told: str
) -> None:
    status, said = give(client, data)
    assert status == 422 and "Ret:" in said and told in said
    assert own(root) == {}


def test_a_photo_is_printed_cropped_without_where_it_was_taken_and_given_back(root: Path, client: TestClient) -> None:
    before = page(client).tobytes()
    exif = Image.Exif()
    exif[0x0112] = 1
    exif[0x010F] = "Kameraet"
    assert give(client, photo(2400, 1600, exif=exif.tobytes()), "../../../Min ferie.jpg")[0] == 200
    assert list(own(root)) == [f"{ID}.jpg"] and b"Kameraet" not in own(root)[f"{ID}.jpg"]
    left, right = (page(client).getpixel((x, 200)) for x in (200, 600))
    assert left[0] > 150 > left[2] and right[2] > 100 > right[0]  # type: ignore[index]
    asked = {"id": ID, "venstre": "0", "oven": "25", "bredde": "50", "alt": "Halvdelen: rød"}
    assert client.post(f"{NORD}/billede-om/{CARD}", data=asked).status_code == 204
    assert all(page(client).getpixel((x, 200))[0] > 150 for x in (100, 700))  # type: ignore[index]
    picture = read_department(root, "content/afdelinger/nord/").pictures.by_id[ID]
    assert picture.alt == "Halvdelen: rød" and picture.crop and picture.crop.width == 50
    assert 'value="50,0"' in client.get(f"{NORD}/side/{CARD}").text
    refused = client.post(f"{NORD}/billede-om/{CARD}", data={**asked, "bredde": "halvt"})
    assert refused.status_code == 422 and "»halvt« er ikke et tal" in refused.text
    # what lies outside the photo is kept inside it
    client.post(f"{NORD}/billede-om/{CARD}", data={**asked, "venstre": "90", "oven": "99", "bredde": "60,5"})
    crop = read_department(root, "content/afdelinger/nord/").pictures.by_id[ID].crop
    assert crop and (crop.x, crop.width, round(crop.y + crop.height, 1)) == (39.5, 60.5, 100)
    shown = Image.open(io.BytesIO(client.get(f"{NORD}/eget/{ID}.jpg").content))
    assert shown.size == (800, 533) and client.get(f"{NORD}/eget/findes-ikke.jpg").status_code == 422
    client.post(f"{NORD}/billede-om/{CARD}", data=asked)
    client.post(f"{NORD}/billede-tilbage/{CARD}", data={"id": ID})
    assert own(root) == {} and page(client).tobytes() == before
    client.post(f"{NORD}/fortryd")
    assert read_department(root, "content/afdelinger/nord/").pictures.by_id[ID].alt == "Halvdelen: rød"
    client.post(f"{NORD}/billede-tilbage/{CARD}", data={"id": ID})


def test_a_photo_taken_on_its_side_stands_upright(client: TestClient, root: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8  # what was to the right in the file is up
    give(client, photo(1600, 2400, exif=exif.tobytes()))
    top, foot = (page(client).getpixel((400, y)) for y in (40, 400))
    assert top[2] > top[0] and foot[0] > foot[2]  # type: ignore[index]
    client.post(f"{NORD}/billede-tilbage/{CARD}", data={"id": ID})


def test_a_picture_stands_only_where_the_page_has_one(root: Path, client: TestClient) -> None:
    before = files(root / "content")
    for id in ("../../pack", "plakat-fejl", "findes-ikke", ""):
        answer = client.post(
            f"{NORD}/billede-ind/{CARD}/billede", data={"id": id}, files={"billede": ("x.png", photo(1400, 900, "PNG"))}
        )
        assert answer.status_code == 404
    assert files(root / "content") == before


def test_a_link_is_tried_its_code_leads_there_and_ours_comes_back(root: Path, client: TestClient) -> None:
    wrong = client.post(f"{NORD}/link/{POSTER}", data={"id": "podcast", "adresse": "ikke en adresse", "titel": ""})
    assert wrong.status_code == 422 and "er ikke en adresse på nettet" in wrong.text
    assert (
        client.post(f"{NORD}/link/{POSTER}", data={"id": "podcast", "adresse": "javascript:alert(1)"}).status_code
        == 422
    )
    ours = client.get(f"{NORD}/kode/{POSTER}/podcast.png").content
    address = "https://intra.skole.dk/tryghed?æ=1&b=2"
    answer = client.post(f"{NORD}/link/{POSTER}", data={"id": "podcast", "adresse": address, "titel": "Vores podcast"})
    assert answer.status_code == 200 and "Brug vores link igen" in answer.text
    assert (
        read_sources(root, Order(("plakater",), "content/afdelinger/nord/")).materials.links["podcast"].title.text
        == "Vores podcast"
    )
    for png in (
        client.get(f"{NORD}/kode/{POSTER}/podcast.png").content,
        client.get(f"{NORD}/billede/{POSTER}.png?b=1600").content,
    ):
        (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
        assert read.text == "https://intra.skole.dk/tryghed?%C3%A6=1&b=2"
    client.post(f"{NORD}/link-tilbage/{POSTER}", data={"id": "podcast"})
    assert client.get(f"{NORD}/kode/{POSTER}/podcast.png").content == ours
    assert Folder(root / "content/afdelinger/nord").values(("links", "podcast")) == ("",)


def test_filled_forms_are_counted_told_and_fetched_and_nothing_of_them_is_kept(root: Path, client: TestClient) -> None:
    before = files(root)
    filled = ROOT / "tests/data/filled"
    given = [
        ("skemaer", (name, (filled / name).read_bytes(), "application/pdf"))
        for name in ("pdfjs.pdf", "pypdf.pdf", "empty.pdf")
    ]
    given += [
        ("skemaer", ("Mads.pdf", b"%PDF-1.4 i stykker", "application/pdf")),
        ("skemaer", ("<b>.png", photo(9, 9, "PNG"), "image/png")),
    ]
    answer = client.post(f"{NORD}/svar", files=given)
    said = words(answer.text)
    assert "2 af 5 er læst" in said and "Mads.pdf : beskadiget" in said and "<b>.png" not in answer.text
    assert "Optælling" in said and "Redskaber til ledelsen" in said
    assert client.get(f"{NORD}/svar.xlsx").content.startswith(b"PK")
    assert client.post(f"{NORD}/svar", data={}).status_code == 422
    assert "Ingen skemaer endnu" in client.post(f"{NORD}/svar-ryd").text
    assert client.get(f"{NORD}/svar.xlsx").status_code == 404
    assert files(root) == before

"""What is seen on the page is what will be printed, and a text that is changed there is set, saved and given back."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from page import NORD, words
from PIL import Image, ImageChops
from program import edit, ran
from starlette.testclient import TestClient
from trygtryk import cli
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.side.folder import Folder
from trygtryk.sources.danish.phrases import Noun
from trygtryk.sources.danish.wording import Wording
from trygtryk.sources.department.tied import retied

HEADLINE = "plakater.fejl.headline"
OURS = "Her lærer vi af hinandens fejl"


def saved(root: Path, id: str = HEADLINE) -> str:
    return Folder(root / "content/afdelinger/nord").values(("tekster", id))[0]


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_a_page_looks_as_the_finished_file_does(
    root: Path, client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = picture(client.get(f"{NORD}/billede/plakater/fejl/1.png?b=480").content)
    monkeypatch.setattr(cli, "ROOT", root)
    ran("build", "plakater/fejl", "--afdeling", "nord", "--edition", "kontor", "--out", tmp_path)
    sheet = (
        pypdfium2.PdfDocument(tmp_path / "nord/kontor/plakat-fejl-a3-kontor.pdf")[0]
        .render(scale=480 / 842)
        .to_pil()
        .convert("RGB")
    )
    # the sheet has the poster a little smaller inside the printer's margin
    frame = ImageChops.difference(sheet, Image.new("RGB", sheet.size, "white")).getbbox()
    assert frame
    printed = sheet.crop((frame[0], frame[1], frame[2], frame[1] + round((frame[2] - frame[0]) * 420 / 297))).resize(
        seen.size
    )
    other = picture(client.get(f"{NORD}/billede/plakater/ideer/1.png?b=480").content)
    assert unlike(seen, printed) < 10 < 30 < unlike(other, printed)


def unlike(one: Image.Image, other: Image.Image) -> float:
    """How far two pages' greys are from each other on the whole, of 255; a shift of a pixel tells little."""
    greys = (image.resize((40, 56)).convert("L").tobytes() for image in (one, other))
    far = [abs(a - b) for a, b in zip(*greys, strict=True)]
    return float(sum(far)) / len(far)


@pytest.mark.parametrize("product", ["plakater", "billedkort", "flipflap", "skemaer"])
def test_every_product_shows_its_pages(client: TestClient, product: str) -> None:
    html = client.get(f"{NORD}/pakken?vis={product}").text
    shown = [part.split('"')[0] for part in html.split('<a href="')[1:] if "/side/" in part.split('"')[0]]
    assert len(shown) == {"plakater": 8, "billedkort": 24, "flipflap": 2}.get(product, 19)
    assert client.get(shown[-1]).status_code == 200
    first = html.split('src="')[-1].split('"')[0].replace("&amp;", "&")
    assert picture(client.get(first).content).width == 240


def test_what_is_not_there_is_said_and_draws_nothing(client: TestClient) -> None:
    for path in (
        "billede/plakater/fejl/2.png",
        "billede/plakater/findes/1.png",
        "billede/x/y/1.png",
        "side/plakater/fejl/99",
        "side/skemaer/..%2f/1",
        "pakken?vis=x",
        "proevet/abc.png",
    ):
        assert client.get(f"{NORD}/{path}").status_code in (404, 422), path
    huge = client.get(f"{NORD}/billede/plakater/fejl/1.png?b=99999")
    assert picture(huge.content).width == 240


def test_the_pack_as_it_is_is_seen_and_not_changed(client: TestClient) -> None:
    assert client.get("/afdeling/team/pakken").status_code == 200
    shown = client.get("/afdeling/team/side/plakater/fejl/1").text
    assert "<textarea" not in shown and "Begynd med jeres egen afdeling" in shown
    assert client.post("/afdeling/team/tekst", data={"id": HEADLINE, "tekst": "x"}).status_code == 404


def test_a_text_is_shown_as_printed_set_anew_saved_and_given_back(root: Path, client: TestClient) -> None:
    shown = client.get(f"{NORD}/side/plakater/fejl/1").text
    assert "kan hele årgangen lære af" in shown and "{hele teamet}" not in shown
    before = client.get(f"{NORD}/billede/plakater/fejl/1.png?b=800").content
    answer = client.post(f"{NORD}/proev/plakater/fejl/1", data={"id": HEADLINE, "tekst": "Fejl gør os klogere"}).json()
    tried = client.get(answer["png"]).content
    assert tried != before and saved(root) == ""
    client.post(f"{NORD}/tekst", data={"id": HEADLINE, "tekst": "Fejl gør os klogere", "before": OURS})
    assert saved(root) == "Fejl gør os klogere"
    assert client.get(f"{NORD}/billede/plakater/fejl/1.png?b=800").content == tried
    assert "Plakat: Fejl gør os klogere" in words(client.get(f"{NORD}/pakken?vis=aendret").text)
    client.post(f"{NORD}/tekst-tilbage", data={"id": HEADLINE})
    assert client.get(f"{NORD}/billede/plakater/fejl/1.png?b=800").content == before
    assert "I har ikke ændret noget endnu" in client.get(f"{NORD}/pakken?vis=aendret").text


@pytest.mark.parametrize(
    ("where", "id"),
    [
        ("plakater/fejl/1", HEADLINE),
        ("billedkort/alt/2", "billedkort.cards.1.ask"),
        ("flipflap/alt/1", "flipflap.questions.1.text"),
    ],
)
def test_too_long_says_by_how_many_words(client: TestClient, where: str, id: str) -> None:
    long = " ".join(f"ord{n}" for n in range(60))
    told = client.post(f"{NORD}/proev/{where}", data={"id": id, "tekst": long}).json()["told"]
    over = int(told.removeprefix("For lang med ").split()[0])
    assert told.endswith("ord59«")
    fits = " ".join(long.split()[: 60 - over])
    assert "png" in client.post(f"{NORD}/proev/{where}", data={"id": id, "tekst": fits}).json()
    more = " ".join(long.split()[: 61 - over])
    assert "told" in client.post(f"{NORD}/proev/{where}", data={"id": id, "tekst": more}).json()


def test_untouched_words_follow_the_department_s_word_and_a_typed_team_is_asked_about(
    root: Path, client: TestClient
) -> None:
    id = "plakater.fejl.body"
    now = "Den fejl, vi fortæller om, kan hele årgangen lære af.\nDen fejl, vi skjuler, kommer igen."
    client.post(
        f"{NORD}/tekst",
        data={"id": id, "tekst": now.replace("Den fejl, vi", "En fejl, vi").replace("\n", "\r\n"), "before": now},
    )
    # in two lines, as ours has it; a browser ends them in its own way
    assert saved(root, id) == "En fejl, vi fortæller om, kan {hele teamet} lære af.\nEn fejl, vi skjuler, kommer igen."
    answer = client.post(f"{NORD}/tekst", data={"id": id, "tekst": "I teamet {lærer} teammødet"}).text
    assert "Skal »teamet« og »teammødet« følge jeres ord?" in words(answer)
    assert saved(root, id) == "I {=teamet} {{lærer}} {=teammødet}"
    client.post(f"{NORD}/tekst", data={"id": id, "tekst": "Hele teamet har teammøde", "ord": "ja"})
    assert saved(root, id) == "Hele {teamet} har {team}møde"
    assert "Hele årgangen har årgangsmøde" in client.get(f"{NORD}/side/plakater/fejl/1").text
    client.post(f"{NORD}/tekst-tilbage", data={"id": id})


def test_a_text_that_was_changed_elsewhere_is_met(root: Path, client: TestClient) -> None:
    file = root / "content/afdelinger/nord/afdeling.yaml"
    client.post(f"{NORD}/tekst", data={"id": HEADLINE, "tekst": "Min", "before": OURS})
    edit(file, f"{HEADLINE}: Min", f"{HEADLINE}: Deres")
    answer = client.post(f"{NORD}/tekst", data={"id": HEADLINE, "tekst": "Min egen", "before": "Min"})
    assert answer.status_code == 409 and "Deres" in answer.text and "Min egen" in answer.text
    assert saved(root) == "Deres"
    client.post(f"{NORD}/tekst-tilbage", data={"id": HEADLINE})


def test_a_text_for_no_page_is_refused(root: Path, client: TestClient) -> None:
    for id in ("../x", "plakater.findes.ikke", "links.podcast.address", ""):
        assert client.post(f"{NORD}/tekst", data={"id": id, "tekst": "x"}).status_code == 422
    assert saved(root) == ""


def test_a_word_that_stands_twice_is_tied_where_it_stood() -> None:
    noun = Noun("fælleskøn", "årgang", "årgangen", "årgange", "årgangene", "årgangs", "på")
    wording = Wording(noun.gender, "årgang", "årgangen", "årgange", "årgangene", "årgangs", "på")
    source = "{Teamet} taler, og {i teamet} lytter vi, se [kort hvisken]."
    typed = "Årgangen lytter, og på årgangen taler vi, se kort 7."
    assert (
        retied(typed, source, wording, lambda word: {"hvisken": 7})
        == "{Teamet} lytter, og {i teamet} taler vi, se [kort hvisken]."
    )


def test_an_hour_of_reading_keeps_the_fonts_once(root: Path) -> None:
    """What is shaped is kept by the face: new faces for every read filled the memory, 25 MiB in a minute's clicking."""
    once, again = (read_sources(root, Order(("plakater",))).materials.fonts.faces for _ in range(2))
    assert all(once[name] is again[name] for name in once)

"""Two windows, and an editor beside them: nothing is overwritten that nobody saw, and what was undone comes back."""

from __future__ import annotations

import io
import re
from pathlib import Path

from page import NORD
from PIL import Image
from program import edit
from starlette.testclient import TestClient
from trygtryk.side.folder import Folder

POSTER, CODE = "plakater/fejl/1", "plakater/det-svaere/1"


def folder(root: Path) -> Folder:
    return Folder(root / "content/afdelinger/nord")


def photo(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (2400, 2000), colour).save(data, "JPEG")
    return data.getvalue()


def seen(html: str) -> dict[str, str]:
    """What the fields that nobody sees say of a form: the thing's name, and its state as it was shown."""
    found = (re.search(rf'name="{name}"[^>]*value="([^"]*)"', html) for name in ("id", "set"))
    return {name: match[1] for name, match in zip(("id", "set"), found, strict=True) if match}


def test_a_picture_that_another_window_gave_is_met(root: Path, client: TestClient) -> None:
    one = seen(client.get(f"{NORD}/side/{POSTER}").text)
    given = {"billede": ("rød.jpg", photo("red"), "image/jpeg")}
    first = client.post(f"{NORD}/billede-ind/{POSTER}/billede", data=one, files=given)
    assert first.status_code == 200
    kept = {name: (folder(root).path / name).read_bytes() for name in folder(root).of_picture(one["id"])}
    other = {"billede": ("blå.png", photo("blue"), "image/png")}
    for path, files in (
        (f"billede-ind/{POSTER}/billede", other),
        (f"billede-om/{POSTER}", None),
        (f"billede-tilbage/{POSTER}", None),
    ):
        met = client.post(f"{NORD}/{path}", data={**one, "alt": "Et hus"}, files=files)
        assert met.status_code == 409 and "Billedet er ændret et andet sted" in met.text
        assert {name: (folder(root).path / name).read_bytes() for name in folder(root).of_picture(one["id"])} == kept
    # whoever has seen it may have his way
    now = re.search(r'data-set="(\w+)"', met.text)
    assert now and now[1] == seen(first.text)["set"]
    assert client.post(f"{NORD}/billede-om/{POSTER}", data={**one, "set": now[1], "alt": "Et hus"}).status_code == 204
    assert client.post(f"{NORD}/billede-om/{POSTER}", data={**one, "set": now[1], "alt": "En bro"}).status_code == 409


def test_a_link_that_another_window_changed_is_met(root: Path, client: TestClient) -> None:
    one = seen(client.get(f"{NORD}/side/{CODE}").text.partition("data-link")[2])
    assert client.post(f"{NORD}/link/{CODE}", data={**one, "adresse": "https://skole.dk/et"}).status_code == 200
    for path, data in ((f"link/{CODE}", {"adresse": "https://skole.dk/to"}), (f"link-tilbage/{CODE}", {})):
        met = client.post(f"{NORD}/{path}", data={**one, **data})
        assert (
            met.status_code == 409
            and "Linket er ændret et andet sted" in met.text
            and "https://skole.dk/et" in met.text
        )
    assert folder(root).values(("links", one["id"], "adresse")) == ("https://skole.dk/et",)


def test_ours_again_copies_forms_and_logo_are_met_too(root: Path, client: TestClient) -> None:
    id, ours = "plakater.ideer.headline", "Alle ideer er velkomne"
    client.post(f"{NORD}/tekst", data={"id": id, "tekst": "Deres"})
    assert client.post(f"{NORD}/tekst-tilbage", data={"id": id, "before": ours}).status_code == 409
    client.post(f"{NORD}/antal", data={"antal:plakater": "7", "before": "1"})
    assert client.post(f"{NORD}/antal", data={"antal:plakater": "9", "before": "1"}).status_code == 409
    client.post(f"{NORD}/form", data={"forholdsord": "i", "before": "på"})
    assert client.post(f"{NORD}/form", data={"forholdsord": "blandt", "before": "på"}).status_code == 409
    assert client.post(f"{NORD}/passer", data={"ord": "afdeling"}).status_code == 422
    logo = {"logo": ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><path d="M0 0h3v1z"/></svg>')}
    blank = re.search(r'id="set-logo" value="(\w+)"', client.get(f"{NORD}/ord").text)
    assert blank and client.post(f"{NORD}/logo", data={"set": blank[1]}, files=logo).status_code == 200
    assert client.post(f"{NORD}/logo", data={"set": blank[1]}, files=logo).status_code == 409
    assert folder(root).values(("tekster", id), ("oplag", "plakater"), ("forholdsord",)) == ("Deres", "7", "i")


def test_what_was_undone_comes_back_until_something_else_is_done(root: Path, client: TestClient) -> None:
    file = folder(root).path / "afdeling.yaml"
    before = file.read_bytes()
    client.post(f"{NORD}/felt", data={"skole": "Havre"})
    client.post(f"{NORD}/felt", data={"navn": "Nordpå"})
    after = file.read_bytes()
    client.post(f"{NORD}/fortryd")
    answer = client.post(f"{NORD}/fortryd")
    assert file.read_bytes() == before and '"redo": "skolens navn"' in answer.headers["trygtryk-trin"]
    client.post(f"{NORD}/gentag")
    assert client.post(f"{NORD}/gentag").headers["HX-Redirect"].endswith("?gentaget=afdelingens%20navn")
    assert file.read_bytes() == after
    client.post(f"{NORD}/fortryd")
    edit(file, "skole: Havre", "skole: Rug")
    assert client.post(f"{NORD}/gentag").status_code == 422 and "skole: Rug" in file.read_text(encoding="utf-8")
    client.post(f"{NORD}/felt", data={"skole": "Byg"})
    assert '"redo": ""' in client.post(f"{NORD}/gentag").headers["trygtryk-trin"]


def test_only_the_step_that_is_shown_is_undone(root: Path, client: TestClient) -> None:
    client.post(f"{NORD}/felt", data={"skole": "Hvede"})
    answer = client.post(f"{NORD}/fortryd", data={"trin": "ordet"})
    assert answer.status_code == 422 and "»skolens navn«" in answer.text
    assert folder(root).values(("skole",)) == ("Hvede",)


def test_a_window_is_told_of_what_it_did_not_do_itself(root: Path, client: TestClient) -> None:
    def known() -> str:
        found = re.search(r'data-set="(\w+)"', client.get(f"{NORD}/ord").text)
        assert found
        return found[1]

    def told(state: str) -> bool:
        return "ændret et andet sted" in client.get(f"{NORD}/nyt", params={"set": state}).text

    mine = known()
    saved = client.post(f"{NORD}/felt", data={"skole": "Majs"}, headers={"trygtryk-tilstand": mine})
    mine = saved.headers["trygtryk-tilstand"]
    assert not told(mine)
    (folder(root).path / "noter.txt").write_text("i en editor", encoding="utf-8")
    assert told(mine)
    # what this window saves now does not hide what it was never told
    assert (
        "trygtryk-tilstand"
        not in client.post(f"{NORD}/felt", data={"skole": "Ris"}, headers={"trygtryk-tilstand": mine}).headers
    )
    mine = known()
    edit(root / "layouts/plakater.toml", "bleed_mm", "bleed_mm")
    (root / "content/afdelinger/nord/.side.json").write_text("{}", encoding="utf-8")
    assert not told(known())
    (root / "content/pack.yaml").touch()
    assert told(mine)

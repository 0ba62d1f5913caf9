"""What stops a build leads to the field it means, and a department that is renamed is told where its files lie."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from page import NORD, with_nord, words
from PIL import Image
from starlette.testclient import TestClient

LONG = " ".join(f"ord{n}" for n in range(90))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_nord(tmp_path_factory.mktemp("side"))


def chosen(client: TestClient, target: str) -> str:
    return client.post(f"{NORD}/print", data={"har": "a4", "omfang": "noget", f"del:{target}": "on"}).text


@pytest.mark.parametrize(
    ("id", "target"),
    [
        ("plakater.fejl.headline", "plakater/fejl"),
        ("billedkort.cards.1.ask", "billedkort"),
        ("flipflap.questions.1.text", "flipflap"),
    ],
)
def test_a_text_that_is_too_long_is_led_to_where_it_is_written(client: TestClient, id: str, target: str) -> None:
    client.post(f"{NORD}/tekst", data={"id": id, "tekst": LONG})
    told = chosen(client, target)
    there = re.findall(r'href="([^"]+)">Gå til teksten', told)
    assert there, words(told)
    address, _, field = there[0].partition("#")
    assert field == f"t-{id}"
    shown = client.get(address).text
    assert f'id="{field}"' in shown and LONG in shown and "Brug vores tekst igen" in shown
    client.post(f"{NORD}/tekst-tilbage", data={"id": id})
    assert "Gå til teksten" not in chosen(client, target)


def test_what_an_editor_wrote_wrong_is_led_to_its_field(root: Path, client: TestClient) -> None:
    file = root / "content/afdelinger/nord/afdeling.yaml"
    before = file.read_bytes()
    for line, field in (
        ("skole: [A, B]", "ord#skole"),
        ("køn: blåt", "ord#ord"),
        ("oplag:\n  plakater: mange", "print"),
        ("links:\n  podcast:\n    adresse: https://skole.dk/" + "a" * 900, "#adresse-podcast"),
    ):
        file.write_bytes(before + f"\n{line}\n".encode())
        told = client.get(f"{NORD}/print?hvad=").text + client.get(f"{NORD}/ord").text
        assert field in " ".join(re.findall(r'href="([^"]+)">Gå til', told)), (line, words(told)[:600])
    file.write_bytes(before)


def test_a_picture_that_cannot_be_drawn_is_led_to_and_taken_away(root: Path, client: TestClient) -> None:
    folder = root / "content/afdelinger/nord/billeder"
    folder.mkdir(exist_ok=True)
    out = io.BytesIO()
    Image.new("RGB", (90, 60)).save(out, "PNG")
    (folder / "plakat-fejl.png").write_bytes(out.getvalue())
    told = chosen(client, "plakater/fejl")
    there = re.findall(r'href="([^"]+)">Gå til billedet', told)
    assert there and there[0].endswith("side/plakater/fejl/1#fil-plakat-fejl")
    assert "Brug vores tegning igen" in client.get(there[0].partition("#")[0]).text
    assert client.post(f"{NORD}/billede-tilbage/plakater/fejl/1", data={"id": "plakat-fejl"}).status_code == 200
    assert "Gå til billedet" not in chosen(client, "plakater/fejl")


def test_a_department_is_seen_and_its_files_are_told_of_when_it_is_renamed(root: Path, client: TestClient) -> None:
    assert Image.open(io.BytesIO(client.get(f"{NORD}/forside.png").content)).width == 240
    assert f'src="{NORD}/forside.png' in client.get("/").text
    for name, of in (("nord", "content/afdelinger/nord/"), ("team", "team")):
        (root / "out" / name).mkdir(parents=True)
        made = {"order": {"wording": of}, "inputs": "", "made_of": {}, "files": {}}
        (root / "out" / name / "manifest.json").write_text(json.dumps(made), encoding="utf-8")
    assert "færdige filer" not in client.get("/").text
    client.post(f"{NORD}/navn", data={"navn": "Syd"})
    told = words(client.get("/").text)
    assert "I out/nord ligger der færdige filer" in told and "out/team" not in told

"""The copier or the print shop gets exactly its files from the page, and they are the command line's, byte for byte."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from page import NORD, words
from program import files, ran
from starlette.testclient import TestClient
from trygtryk import cli
from trygtryk.side.folder import Folder


def choice(have: str, *targets: str, **more: str) -> dict[str, str]:
    return {
        "har": have,
        "omfang": "noget" if targets else "alt",
        **{f"del:{target}": "on" for target in targets},
        **more,
    }


def made(client: TestClient, have: str, *targets: str) -> str:
    client.post(f"{NORD}/print/lav", data=choice(have, *targets))
    for _ in range(400):
        html = client.get(f"{NORD}/print/tilstand?har={have}&hvad={'+'.join(targets)}&lim=").text
        if "<progress" not in html:
            return html
        time.sleep(0.1)
    raise AssertionError("it never ends")


def paths(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('href="')[1:] if part.split('"')[0].endswith(".pdf")]


def test_a_copier_s_files_are_the_command_line_s(
    root: Path, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = client.post(f"{NORD}/print", data=choice("a4", "plakater/fejl")).text
    assert "Lav 1 fil<" in plan and "ikke sagt, at ordet passer" in plan
    assert "Lav 3 filer" in client.post(f"{NORD}/print", data=choice("a4", "plakater/fejl", lim="on")).text
    assert "Lav 2 filer" in client.post(f"{NORD}/print", data=choice("a3", "plakater/fejl", "skemaer/udsagn")).text
    assert "vælg mindst én ting" in client.post(f"{NORD}/print", data={"har": "a4", "omfang": "noget"}).text
    html = made(client, "a4", "plakater/fejl")
    (fetched,) = paths(html)
    assert fetched.endswith("/fil/a4/kontor/plakat-fejl-a4-kontor.pdf") and "100 % (faktisk størrelse)" in html
    monkeypatch.setattr(cli, "ROOT", root)
    ran("build", "plakater/fejl", "--afdeling", "nord", "--edition", "kontor", "--out", tmp_path)
    assert files(tmp_path / "nord") == files(root / "out/nord")
    answer = client.get(fetched)
    assert answer.content == (tmp_path / "nord/kontor/plakat-fejl-a4-kontor.pdf").read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert client.get(html.split('src="')[1].split('"')[0]).content.startswith(b"\x89PNG")
    packed = client.get(f"{NORD}/print/alle.zip?har=a4&hvad=plakater/fejl&lim=").content
    assert zipfile.ZipFile(io.BytesIO(packed)).namelist() == ["nord/kontor/plakat-fejl-a4-kontor.pdf"]
    # the choice is remembered, and a change afterwards is told
    assert "Lav" not in client.get(f"{NORD}/print").text.partition('id="plan"')[2]
    client.post(f"{NORD}/felt", data={"skole": "Havre", "before": ""})
    assert "I har rettet noget, siden filerne blev lavet" in client.get(f"{NORD}/print").text


def test_a_print_shop_gets_one_zip_with_slip_and_mail(root: Path, client: TestClient) -> None:
    assert client.post(f"{NORD}/antal", data={"antal:flipflap": "0x"}).status_code == 422
    assert client.post(f"{NORD}/antal", data={"antal:../x": "1"}).status_code == 404
    client.post(f"{NORD}/antal", data={"antal:flipflap": "70"})
    html = made(client, "trykkeri", "flipflap")
    none = client.post(f"{NORD}/antal", data={"antal:flipflap/foldeseddel": "0"})
    plan = client.post(f"{NORD}/print", data=choice("trykkeri", "flipflap")).text
    assert none.status_code == 204 and 'name="antal:flipflap/foldeseddel" value="0"' in plan, "it can be ordered again"
    client.post(f"{NORD}/antal", data={"antal:flipflap/foldeseddel": ""})
    assert "70 stk." in html and "Kopiér mailen" in html and "Ubestrøget offset" in html
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"{NORD}/fil/trykkeri/til-trykkeriet.zip").content))
    assert "tryk/flipflap-200mm.pdf" in packed.namelist() and "ordreseddel.pdf" in packed.namelist()


def test_what_stops_it_is_told_as_on_the_command_line_and_the_pack_stays(root: Path, client: TestClient) -> None:
    before = files(root / "out")
    long = "Her lærer vi alle sammen af hinandens fejl og alt det andet, der ikke gik, som vi troede"
    client.post(f"{NORD}/tekst", data={"id": "plakater.fejl.headline", "tekst": long})
    html = client.post(f"{NORD}/print/lav", data=choice("a4", "plakater/fejl")).text
    assert "content/afdelinger/nord/afdeling.yaml" in html and "mm for høj" in html
    assert "Lav 1 fil<" in client.post(f"{NORD}/print", data=choice("a4", "plakater/ideer")).text
    client.post(f"{NORD}/tekst-tilbage", data={"id": "plakater.fejl.headline"})
    assert files(root / "out") == before


def test_a_build_can_be_stopped_and_the_next_one_is_whole(root: Path, client: TestClient) -> None:
    asked = choice("a3", "plakater/ideer")
    assert "<progress" in client.post(f"{NORD}/print/lav", data=asked).text
    assert "Stoppet. De gamle filer ligger her stadig." in words(client.post(f"{NORD}/print/stop", data=asked).text)
    assert not list((root / "out/nord").rglob("plakat-ideer*"))
    assert "plakat-ideer-a3-kontor.pdf" in made(client, "a3", "plakater/ideer")


@pytest.mark.parametrize(
    "path",
    [
        "a4/manifest.json/..",
        "a4/../../../content/pack.yaml",
        "a4/%2e%2e/%2e%2e/content/pack.yaml",
        "a4/..%2f..%2fcontent%2fpack.yaml",
        "a4/.trygtryk/x",
        "a4/vores-noter.txt",
        "x/kontor/plakat-fejl-a4-kontor.pdf",
        "a4/kontor/findes-ikke.pdf",
    ],
)
def test_only_files_of_the_pack_have_an_address(root: Path, client: TestClient, path: str) -> None:
    (root / "out/nord").mkdir(parents=True, exist_ok=True)
    (root / "out/nord/vores-noter.txt").write_text("kun til os", encoding="utf-8")
    assert client.get(f"{NORD}/fil/{path}").status_code == 404


def test_choices_and_steps_are_no_part_of_the_pack(root: Path) -> None:
    from trygtryk.pack.inputs import inputs_hash

    before = inputs_hash(root)
    folder = Folder(root / "content/afdelinger/nord")
    folder.choose(har="a3")
    (folder.path / ".fortryd/trin.json").touch()
    assert inputs_hash(root) == before

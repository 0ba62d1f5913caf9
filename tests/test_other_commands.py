"""What the other commands promise, read back from the files and pictures they leave."""

from __future__ import annotations

import csv
import http.client
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdf
import pytest
import uvicorn
from finished import colour_at, drawn, size, words
from PIL import Image, ImageChops
from program import ROOT, Packs, edit, files, ran, run
from trygtryk.look import views

# list


def test_everything_on_the_list_can_be_built_and_nothing_else_is_made(packs: Packs) -> None:
    listed = [line.strip() for line in ran("list").splitlines() if line.startswith("  ") and "," not in line]
    parts = {name.partition("/")[2] for name in listed if "/" in name}
    made = {file.stem.rpartition("-")[0] for file in (packs() / "tryk").glob("*.pdf")}
    assert {name.removeprefix("plakat-").removeprefix("skema-").removeprefix("flipflap-") for name in made} - parts == {
        "billedkort",
        "flipflap",
    } - parts
    assert {"flipflap", "billedkort", "plakater", "skemaer"} <= set(listed)
    for name in (listed[-1], next(name for name in listed if name.startswith("plakater/"))):
        assert any(path.startswith("tryk/") for path in files(packs(name)))


def test_the_list_names_every_ready_made_word_and_every_missing_drawing(project: Path) -> None:
    (project / "assets/scenes/hvisken.yaml").write_text("placeholder: true\n", encoding="utf-8")
    told = ran("list")
    ready = sorted(file.stem for file in (ROOT / "content/wordings").glob("*.yaml"))
    assert all(re.search(rf"\b{word}\b", told.splitlines()[-1]) for word in ready)
    assert re.search(r"Tegninger, der mangler endnu: .*hvisken", told)


# wording


def test_what_is_told_before_is_what_is_printed_after(packs: Packs) -> None:
    told = ran("wording", "afdeling")
    changed = re.findall(r"^plakater\.(\w[\w-]*)\.\w+  .*\n  før:   (.*)\n  efter: (.*)$", told, re.MULTILINE)
    assert len(changed) > 3
    for part, before, after in changed[:4]:
        assert " ".join(before.split()) in words(packs() / f"tryk/plakat-{part}-a3.pdf")
        assert " ".join(after.split()) in words(
            packs("plakater", "--team", "afdeling", "--edition", "tryk") / f"tryk/plakat-{part}-a3.pdf"
        )


def test_a_words_file_is_shown_like_a_ready_made_word(tmp_path: Path) -> None:
    file = tmp_path / "hold.yaml"
    shutil.copy(ROOT / "content/wordings/gruppe.yaml", file)
    assert ran("wording", file) == ran("wording", "gruppe")


# proof


def proofs(pack: Path) -> dict[str, Image.Image]:
    return {file.name: Image.open(file).convert("RGB") for file in sorted((pack / "korrektur").iterdir())}


@pytest.fixture
def coarse() -> Iterator[None]:
    """Pictures of few dots, where it does not matter how sharp they are."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(views, "_PROOF_DPI", 50)
        yield


def test_a_proof_shows_every_page_of_what_is_asked_for(project: Path) -> None:
    ran("proof", "flipflap", "plakater/fejl", "--quiet")
    pictures = proofs(project / "out/team")
    assert list(pictures) == [
        "flipflap-01.png",
        "flipflap-02.png",
        "flipflap-foldeseddel-01.png",
        "oversigt-flipflap.png",
        "oversigt-plakater.png",
        "plakat-fejl-01.png",
    ]
    wide, high = pictures["plakat-fejl-01.png"].size
    # with the bleed, as it leaves the press
    assert wide / high == pytest.approx(303 / 426, abs=0.01) and wide > 1200


@pytest.mark.usefixtures("coarse")
def test_a_proof_in_another_word_lies_in_that_words_folder(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("usb")
    ran("proof", "plakater/tryghed", "--team", "afdeling", "--out", out, "--quiet")
    ran("proof", "plakater/tryghed", "--out", out, "--quiet")
    assert proofs(out / "afdeling").keys() == proofs(out / "team").keys()
    apart = ImageChops.difference(*(proofs(out / name)["plakat-tryghed-01.png"] for name in ("afdeling", "team")))
    assert apart.getbbox(), "another word is seen"


def scene(project: Path, *sight: str) -> Image.Image:
    ran("proof", "--scene", "fejring", "--quiet", *sight)
    return proofs(project / "out/team")[f"scene-fejring{''.join(sight).replace('--', '-')}.png"]


def light(rgb: tuple[int, int, int]) -> float:
    """Relative luminance (IEC 61966-2-1)."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in (n / 255 for n in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_each_sight_is_its_own(project: Path) -> None:
    """Without long cones red goes dark; without middle ones it stays light and turns as yellow as green does."""
    (project / "assets/art/fejring.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 134 91">'
        '<rect width="67" height="91" fill="#e03020"/><rect x="67" width="67" height="91" fill="#30a040"/></svg>',
        encoding="utf-8",
    )
    sides = {}
    for sight in ("", "--grey", "--deuteranopia", "--protanopia"):
        picture = scene(project, *filter(None, [sight]))
        sides[sight] = [colour_at(picture, x, 0.5) for x in (0.25, 0.75)]
    red, green = sides[""]
    for told, plain in zip(sides["--grey"], (red, green), strict=True):
        assert told[0] == told[1] == told[2] and light(told) == pytest.approx(light(plain), abs=0.02)
    protan, deutan = sides["--protanopia"], sides["--deuteranopia"]
    assert light(protan[0]) < 0.7 * light(red), "without long cones red is dark"
    assert light(deutan[0]) > 0.9 * light(red), "without middle cones it is not"
    for seen in (protan, deutan):
        assert abs(seen[0][0] - seen[0][1]) < abs(red[0] - red[1]) / 2, "red is no longer red"


@pytest.fixture
def own_program(tmp_path: Path) -> Path:
    """A copy of the whole project, its program with it, as somebody has it who was given the folder."""
    for folder in ("content", "layouts", "assets", "build"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def waited(condition: object, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


def test_a_watched_scene_is_drawn_again_when_it_is_saved(own_program: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(own_program / "build")}
    command = [sys.executable, "-m", "trygtryk", "watch", "--scene", "hvisken"]
    picture = own_program / "out/team/korrektur/scene-hvisken.png"
    with subprocess.Popen(
        command, cwd=own_program, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as watch:
        try:
            assert waited(picture.is_file)
            waited(lambda: picture.stat().st_size)
            time.sleep(0.5)
            first, file = picture.read_bytes(), own_program / "assets/scenes/hvisken.yaml"
            good = file.read_text(encoding="utf-8")
            file.write_text(good + "\nvrøvl: 1\n", encoding="utf-8")
            time.sleep(0.6)
            assert watch.poll() is None, "a mistake is told, and the watch goes on"
            file.unlink()
            shutil.copy(own_program / "assets/scenes/jokes.yaml", file)
            assert waited(lambda: picture.read_bytes() != first), "what is saved is seen"
        finally:
            watch.terminate()
            _, told = watch.communicate(timeout=10)
    assert "vrøvl" in told and "Traceback" not in told


def test_a_watched_poster_is_a_picture_and_files_again_at_every_save(own_program: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(own_program / "build")}
    command = [sys.executable, "-m", "trygtryk", "watch", "plakater/fejl"]
    picture, file = (
        own_program / "out/team/korrektur/plakat-fejl-01.png",
        own_program / "out/team/tryk/plakat-fejl-a3.pdf",
    )
    text = own_program / "content/plakater.yaml"
    with subprocess.Popen(
        command, cwd=own_program, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as watch:
        try:
            assert waited(file.is_file) and picture.is_file()
            first = picture.read_bytes(), file.read_bytes()
            edit(text, "headline: Her lærer vi", "overskrift: Her lærer vi")
            time.sleep(0.6)
            assert (picture.read_bytes(), file.read_bytes()) == first and watch.poll() is None
            edit(text, "overskrift: Her lærer vi", "headline: I dag lærer vi")
            assert waited(lambda: picture.read_bytes() != first[0]), "the page is seen"
            assert waited(lambda: file.read_bytes() != first[1]), "and made for the print shop"
        finally:
            watch.terminate()
            said, told = watch.communicate(timeout=20)
    assert "content/plakater.yaml" in told and "overskrift" in told and "Traceback" not in told
    assert said.count("plakat-fejl-01.png") == 2


@pytest.mark.usefixtures("coarse")
def test_a_sight_without_a_scene_shows_every_page(project: Path) -> None:
    ran("proof", "plakater/fejl", "--grey", "--quiet")
    seen = proofs(project / "out/team")
    assert set(seen) == {"plakat-fejl-01-grey.png", "oversigt-plakater-grey.png"}
    for picture in seen.values():
        red, green, blue = picture.convert("RGB").split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()
    ran("proof", "plakater/fejl", "--tritanopia", "--quiet")
    assert {"plakat-fejl-01-grey.png", "plakat-fejl-01-tritanopia.png"} <= set(proofs(project / "out/team"))


def test_the_style_sheet_shows_the_kit_that_lies_there(project: Path) -> None:
    edited = project / "assets/symbols"
    (edited / "vores-tegn.yaml").write_bytes(next(edited.glob("*.yaml")).read_bytes())
    ran("proof", "--kit", "--quiet", "--out", project / "usb")
    (sheet,) = (project / "usb").rglob("*.pdf")
    assert sheet.relative_to(project / "usb").as_posix() == "team/korrektur/tegnestil.pdf"
    pages = pypdf.PdfReader(sheet).pages
    assert any("vores-tegn" in page.extract_text() for page in pages)


# the page


@pytest.mark.parametrize("quietly", [True, False])
def test_the_page_answers_on_the_port_asked_for_and_opens_itself_unless_told_not_to(
    project: Path, monkeypatch: pytest.MonkeyPatch, quietly: bool
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    opened: list[str] = []
    answers: list[int] = []
    serve = uvicorn.Server.run

    def served(self: uvicorn.Server, sockets: list[socket.socket]) -> None:
        def visit() -> None:
            try:
                assert waited(lambda: self.started)
                somebody = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                somebody.request("GET", "/")
                answers.append(somebody.getresponse().status)
                somebody.close()
            finally:
                self.should_exit = True

        threading.Thread(target=visit).start()
        serve(self, sockets)

    monkeypatch.setattr(uvicorn.Server, "run", served)
    monkeypatch.setattr(webbrowser, "open", opened.append)
    told = ran("side", "--port", str(port), *["--no-browser"] * quietly)
    assert answers == [403], "whoever has no key is answered, and not let in"
    address = re.findall(r"http://\S+", told)[0]
    assert address.startswith(f"http://127.0.0.1:{port}/")
    assert opened == ([] if quietly else [address])
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = run("side", "--no-browser", "--port", str(other.getsockname()[1]))
    assert taken.exit_code == 1 and "kan ikke bruges; måske har et andet program den" in taken.output


# check


def test_a_file_is_held_to_what_it_claims_or_to_what_is_asked(packs: Packs) -> None:
    press, screen, office = (
        packs() / path
        for path in ("tryk/plakat-fejl-a3.pdf", "skaerm/skema-podcast-skaerm.pdf", "kontor/plakat-fejl-a4-kontor.pdf")
    )
    assert run("check", press, screen, office).exit_code == 0
    for file, other in ((press, "screen"), (screen, "press"), (office, "screen"), (press, "office")):
        assert run("check", file, "--as", other).exit_code == 1, (file.name, other)
    for file, own in ((press, "press"), (screen, "screen"), (office, "office")):
        assert run("check", file, "--as", own).exit_code == 0, (file.name, own)


def test_a_file_is_checked_against_the_print_shop_it_goes_to(packs: Packs) -> None:
    file = packs("plakater/fejl", "--press", "onlineprinters") / "tryk/plakat-fejl-a3.pdf"
    assert run("check", file, "--press", "onlineprinters").exit_code == 0
    told = run("check", file)
    assert told.exit_code == 1 and "udfald" in told.output


def test_findings_as_data_are_the_findings_told(packs: Packs) -> None:
    file = packs("plakater/fejl", "--press", "onlineprinters") / "tryk/plakat-fejl-a3.pdf"
    data, text = run("check", file, "--json"), run("check", file)
    assert data.exit_code == text.exit_code == 1
    (entry,) = json.loads(data.output)
    assert entry["file"] == "plakat-fejl-a3.pdf" and entry["findings"]
    for finding in entry["findings"]:
        assert finding["message"] in text.output and finding["rule"] in text.output


# verify


@pytest.mark.parametrize(
    "options",
    [
        ("plakater/fejl", "skemaer/podcast"),
        ("flipflap", "--edition", "tryk", "--press", "onlineprinters", "--no-dieline"),
        ("billedkort", "--edition", "kontor", "--low-ink", "--flip", "hand"),
        ("skemaer/podcast", "--edition", "skaerm", "--large"),
    ],
)
def test_every_variant_can_be_built_again_to_the_byte(project: Path, options: tuple[str, ...]) -> None:
    ran("build", *options, "--quiet")
    (manifest,) = (project / "out").rglob("manifest.json")
    assert "byte for byte" in ran("verify", manifest)


def test_a_pack_of_a_word_file_elsewhere_is_verified(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("skrivebord") / "hold.yaml"
    shutil.copy(ROOT / "content/wordings/gruppe.yaml", file)
    ran("build", "plakater/fejl", "--wording", file, "--quiet")
    assert "byte for byte" in ran("verify", project / "out/hold/manifest.json")


# calibrate


def test_the_test_sheet_has_its_scales_and_its_cross_in_the_middle(project: Path) -> None:
    target = project / "ark.pdf"
    ran("calibrate", "--to", target)
    with pikepdf.open(target) as pdf:
        sizes = [size(page) for page in pdf.pages]
        assert [(round(w), round(h)) for w, h in sizes] == [(210, 297)] * 2 + [(297, 210)] * 2
        assert str(pdf.Root.ViewerPreferences.Duplex) == "/DuplexFlipLongEdge"
        for number, (wide, high) in enumerate(sizes):
            lines = [
                mark.box for mark in drawn(pdf.pages[number], deep=False) if mark.kind == "S" and len(mark.points) == 2
            ]
            if number % 2:
                upright = [x0 for x0, y0, x1, y1 in lines if x0 == x1 and y1 - y0 > 20]
                level = [y0 for x0, y0, x1, y1 in lines if y0 == y1 and x1 - x0 > 20]
                assert upright == pytest.approx([wide / 2], abs=0.02) and level == pytest.approx([high / 2], abs=0.02)
            else:
                marks = sorted(x0 for x0, y0, x1, y1 in lines if x0 == x1 and y0 > high / 2 and 2 < y1 - y0 < 7)
                assert marks == pytest.approx([wide / 2 + n for n in range(-10, 11)], abs=0.02), "a millimetre scale"


def test_readings_are_kept_apart_for_upright_and_lying_sheets(project: Path) -> None:
    told = ran("calibrate", "--printer", "kopirum", "--upright", "0,5", "-1 mm", "--lying", "0.25mm", "0.75")
    assert "layouts/printers/kopirum.toml" in told
    import tomllib

    kept = tomllib.loads((project / "layouts/printers/kopirum.toml").read_text(encoding="utf-8"))
    assert kept == {"upright": {"right_mm": 0.5, "up_mm": -1}, "lying": {"right_mm": 0.25, "up_mm": 0.75}}
    assert run("build", "flipflap", "--printer", "kopirumm").exit_code == 1


# forms


def filled(project: Path, packs: Packs) -> Path:
    """A form as it comes back by mail."""
    form = packs("skemaer/podcast") / "skaerm/skema-podcast-skaerm.pdf"
    writer = pypdf.PdfWriter(clone_from=form)
    names = [name for name, field in (pypdf.PdfReader(form).get_fields() or {}).items() if field.get("/FT") == "/Tx"]
    writer.update_page_form_field_values(None, {names[-1]: '=1+1; "æøå"\nto linjer'})
    writer.write(project / "udfyldt.pdf")
    return project / "udfyldt.pdf"


def test_answers_are_the_same_as_a_table_and_as_data(project: Path, packs: Packs) -> None:
    form = filled(project, packs)
    ran("forms", "collect", form, "--to", project / "svar.csv")
    ran("forms", "collect", form, "--to", project / "svar.json")
    table = list(
        csv.DictReader(io.StringIO((project / "svar.csv").read_text(encoding="utf-8-sig"), newline=""), delimiter=";")
    )
    data = json.loads((project / "svar.json").read_text(encoding="utf-8"))
    (row,), (entry,) = table, data
    assert (row["fil"], row["skema"]) == (entry["fil"], entry["skema"]) == ("udfyldt.pdf", "podcast")
    assert entry["svar"].splitlines() == ['=1+1; "æøå"', "to linjer"]
    assert row["svar"] == "'" + entry["svar"] and row["spørgsmål"] == entry["spørgsmål"]


def test_a_table_of_another_kind_is_refused_before_anything_is_read(project: Path, packs: Packs) -> None:
    result = run("forms", "collect", filled(project, packs), "--to", project / "svar.ods")
    assert result.exit_code == 2 and ".csv eller .json" in result.output and not (project / "svar.ods").exists()


# the flip-flap


def test_the_fold_file_is_the_pattern_that_is_creased(project: Path, packs: Packs) -> None:
    ran("flipflap", "export", "--fold", project / "f.fold")
    fold = json.loads((project / "f.fold").read_text(encoding="utf-8"))
    assert fold["file_spec"] >= 1.1 and len(fold["edges_vertices"]) == len(fold["edges_assignment"])
    xs = [x for x, *_ in fold["vertices_coords"]]
    wide = max(xs) - min(xs)
    creased = {kind for kind in fold["edges_assignment"]} - {"B", "F"}
    assert creased == {"M", "V"}
    length = {True: 0.0, False: 0.0}
    for (a, b), kind in zip(fold["edges_vertices"], fold["edges_assignment"], strict=True):
        (x0, y0, *_), (x1, y1, *_) = fold["vertices_coords"][a], fold["vertices_coords"][b]
        length[kind != "B"] += ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 / wide * 200
    with pikepdf.open(packs() / "tryk/flipflap-200mm.pdf") as pdf:
        lines = [mark for mark in drawn(pdf.pages[0]) if mark.layer == "Ril"]
    drawn_mm = 0.0
    for line in lines:
        for (x0, y0), (x1, y1) in zip(line.points[::2], line.points[1::2], strict=True):
            drawn_mm += ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    assert drawn_mm == pytest.approx(length[True], rel=0.01)


@pytest.mark.usefixtures("coarse")
def test_the_folded_picture_is_drawn_where_it_is_asked_for_in_the_word_asked_for(project: Path) -> None:
    content = project / "content/flipflap.yaml"
    asked = re.sub(
        r"^    text: .*$", "    text: Hvad kan {teamet}?", content.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    content.write_text(asked, encoding="utf-8")
    ran("flipflap", "preview", "--png", project / "a.png", "--quiet")
    ran("flipflap", "preview", "--out", project / "usb", "--team", "klasseteam", "--quiet")
    one, two = (Image.open(project / name).convert("RGB") for name in ("a.png", "usb/flipflap-foldet.png"))
    assert one.size == two.size and one.width > 200 and len(one.getcolors(one.width * one.height) or []) > 50
    assert ImageChops.difference(one, two).getbbox(), "another word is seen"


def test_two_words_at_once_are_refused(project: Path) -> None:
    assert run("build", "plakater/fejl", "--team", "afdeling", "--team", "gruppe").exit_code == 2


def test_the_manifest_tells_what_was_asked_for(project: Path) -> None:
    ran("build", "plakater/fejl", "--press", "online", "--flip", "short", "--low-ink", "--quiet")
    (manifest,) = (project / "out").rglob("manifest.json")
    order = json.loads(manifest.read_text(encoding="utf-8"))["order"]
    assert (order["wanted"], order["press"], order["flip"], order["low_ink"]) == (
        ["plakater/fejl"],
        "online",
        "short",
        True,
    )

"""An option that does nothing in silence costs somebody an afternoon: it works, or it is refused in Danish."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from program import ROOT, edit, files, ran, run

# what is typed, and what is answered; exit code 2: the command is written wrongly
REFUSED = {
    "build plakater/fejl --team afdeling --team gruppe": "--team er skrevet to gange",
    "build plakater/fejl --press online --press fuld": "--press er skrevet to gange",
    "build --edition kontor --press online": "--press gælder kun udgaven tryk",
    "build --edition kontor --no-dieline": "--no-dieline gælder kun udgaven tryk",
    "build --edition tryk --sparefarve": "--sparefarve gælder kun udgaven kontor",
    "build --edition tryk --flip short": "--flip gælder kun udgaven kontor",
    "build --edition tryk --edition skaerm --printer kopirum": "--printer gælder kun udgaven kontor",
    "build --edition skaerm --paper a4": "--paper gælder kun udgaverne tryk og kontor",
    "build --edition papir": "--edition skal være en af disse: tryk, kontor, skaerm",
    "build --press pyproject.toml": "»pyproject.toml« ligger ikke i layouts/press",
    "watch plakater/fejl --scene hvisken": "plakater/fejl gælder kun hele sider og ikke --scene",
    "watch --scene hvisken --team afdeling": "--team gælder kun hele sider og ikke --scene",
    "build plakater/fejl --no-cache --cache lager": "brug --cache eller --no-cache, ikke begge",
    "proof plakater/fejl --scene hvisken": "plakater/fejl gælder kun hele sider og ikke --scene",
    "proof --scene hvisken --team afdeling": "--team gælder kun hele sider og ikke --scene",
    "proof --tegnestil --team afdeling": "--team gælder kun hele sider og ikke --kit",
    "proof --scene hvisken --grey --protanopia": "brug enten --grey eller --protanopia, ikke begge",
    "check layouts/palette.toml --as": "--as skal have noget skrevet efter sig",
    "check layouts/palette.toml --as screen --press online": "--press gælder kun trykfiler",
    "calibrate --printer kopirum --upright 0,5 1 --to ark.pdf": "--to gælder kun prøvearket",
    "forms fill skema.pdf --from layouts/palette.toml --to x.pdf --large": "--storskrift gælder kun skemaer efter navn",
    "side --port 65536": "--port skal være et helt tal fra 0 til 65535",
    "flipflap preview --team afdeling --wording x.yaml": "brug kun én af --team, --wording og --department",
}


@pytest.mark.parametrize("typed", REFUSED)
def test_what_would_do_nothing_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.chdir(project)
    answer = run(*typed.split())
    assert answer.exit_code == 2 and REFUSED[typed] in answer.output, answer.output
    assert not (project / "out").exists()


def test_an_empty_word_is_none(project: Path) -> None:
    answer = run("build", "plakater/fejl", "--team", " ")
    assert answer.exit_code == 2 and "skal have noget skrevet efter sig" in answer.output


def test_large_print_of_what_has_none_is_refused(project: Path) -> None:
    answer = run("build", "plakater", "--storskrift")
    assert answer.exit_code == 1 and "findes med stor skrift" in answer.output
    assert not (project / "out").exists()


def test_what_changes_nothing_is_said(project: Path) -> None:
    said = run("build", "plakater/fejl", "--flip", "short", "--no-dieline").output
    assert "--flip og --printer ændrer ikke noget" in said and "--no-dieline ændrer ikke noget" in said
    assert "ændrer ikke noget" not in run("build", "flipflap", "--flip", "short", "--no-dieline").output


def test_the_path_of_a_print_shop_or_a_printer_is_its_name(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    ran("build", "plakater/fejl", "--edition", "tryk", "--press", "layouts/press/online.toml", "--quiet")
    ran("build", "plakater/fejl", "--edition", "tryk", "--press", "online", "--out", project / "igen", "--quiet")
    assert files(project / "out/team-online") == files(project / "igen/team-online")


def test_a_pack_of_a_file_elsewhere_is_verified_after_the_file_is_gone(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("bord") / "skrivebord.yaml"
    shutil.copy(ROOT / "content/wordings/gruppe.yaml", file)
    edit(file, "gender", "department: Sprog & kultur\ngender")
    ran("build", "billedkort", "--wording", file, "--edition", "tryk", "--quiet")
    manifest = project / "out/skrivebord/manifest.json"
    assert str(file.parent) not in manifest.read_text(encoding="utf-8")
    file.unlink()
    assert "byte for byte" in ran("verify", manifest)

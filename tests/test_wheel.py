"""The program as one file that is installed: it is the same every time, and makes a project where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from program import ROOT, files
from trygtryk.errors import BuildError
from trygtryk.project import begin

UV = Path(sys.executable).parent / ("uv.exe" if os.name == "nt" else "uv")


def wheel(out: Path) -> Path:
    how = ("--quiet", "--wheel", "--offline", "--no-build-isolation", "--python", sys.executable)
    subprocess.run([UV, "build", *how, "-o", out, ROOT], check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


@pytest.mark.skipif(not UV.exists(), reason="uv is not at hand")
def test_an_installed_program_makes_a_project_anywhere_and_works_in_it(tmp_path: Path) -> None:
    made = wheel(tmp_path / "en")
    assert made.read_bytes() == wheel(tmp_path / "to").read_bytes()
    zipfile.ZipFile(made).extractall(tmp_path / "site")

    def ran(*arguments: str, where: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-X", "utf8", "-m", "trygtryk", *arguments]
        env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
        return subprocess.run(command, cwd=where, env=env, capture_output=True, text=True, encoding="utf-8")

    nowhere = ran("list")
    assert nowhere.returncode == 1 and "her ligger ingen pakke" in nowhere.stderr and "trygtryk new" in nowhere.stderr
    assert ran("new", "tryghed").returncode == 0
    assert ran("new", "tryghed").returncode == 1
    project = tmp_path / "tryghed"
    assert "plakater/fejl" in ran("list", where=project).stdout
    assert ran("word", "årgang", where=project).returncode == 0
    ours = {name: data for name, data in files(ROOT / "content").items() if not name.startswith("afdelinger/")}
    assert files(project / "content") == ours
    assert (tmp_path / "site/trygtryk/side/templates/base.html").is_file()


def test_a_new_project_takes_nobody_s_place(tmp_path: Path) -> None:
    (tmp_path / "vores").mkdir()
    (tmp_path / "vores/tekst.txt").write_text("vores", encoding="utf-8")
    with pytest.raises(BuildError, match="findes allerede"):
        begin(tmp_path / "vores")
    assert list(files(tmp_path)) == ["vores/tekst.txt"]

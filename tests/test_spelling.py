"""A misspelt word on a poster is seen by everybody but the one who wrote it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from program import ROOT


def test_a_misspelt_word_is_found_wherever_people_read_it(tmp_path: Path) -> None:
    seeded = {
        "content/plakater.yaml": ("Halve idéer", "Hallve idéer", "Hallve"),
        "content/skemaer/opstart.yaml": ("gule sedler", "gule seddler", "seddler"),
        "assets/scenes/hvisken.yaml": ("alt: ", "alt: Tilskuerre. ", "Tilskuerre"),
        "layouts/skemaer.toml": ("Målene er", "Målende errr", "errr"),
        "LÆSMIG.md": ("programmere", "programmmere", "programmmere"),
        "build/trygtryk/cli/ending.py": ("Pakken er hel.", "Pakkken er hel.", "Pakkken"),
        "build/trygtryk/side/templates/base.html": ("Gå til indholdet", "Gå til inholdet", "inholdet"),
        "build/trygtryk/side/templates/afdelinger.html": ("Mine afdelinger", "Mine afdellinger", "afdellinger"),
        "build/trygtryk/side/static/side.js": ("Alt er gemt", "Alt er gemmt", "gemmt"),
    }
    for name, (before, after, _) in seeded.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        assert before in text, name
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    # what is listed is not told
    listed = "assets/lexicon/ordliste.txt"
    (tmp_path / listed).parent.mkdir(parents=True)
    (tmp_path / listed).write_text((ROOT / listed).read_text(encoding="utf-8") + "Ideerr\n", encoding="utf-8")
    poster = tmp_path / "content/plakater.yaml"
    poster.write_text(poster.read_text(encoding="utf-8") + "# Ideerr\n", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, ROOT / "assets/lexicon/spell.py", tmp_path], capture_output=True, text=True, check=False
    )
    *found, last = ran.stdout.splitlines()
    assert ran.returncode == 1 and "ord kendes ikke" in last and "Ideerr" not in ran.stdout, ran.stdout + ran.stderr
    for name, (_, _, word) in seeded.items():
        assert [line for line in found if line.startswith(f"{name}:") and line.endswith(f"»{word}«")], (name, found)

"""What an editor who wants to see what a change changed would lose: the pages, their pictures, and a clear answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf
from PIL import Image
from program import Packs, run


def test_packs_that_are_alike_have_no_changes(packs: Packs, tmp_path: Path) -> None:
    shutil.copytree(packs("plakater/fejl"), tmp_path / "b")
    answer = run("diff", packs("plakater/fejl"), tmp_path / "b")
    assert answer.exit_code == 0 and answer.output == "Intet er ændret.\n"


def test_a_wording_changes_the_pages_that_name_it_and_they_are_seen_side_by_side(packs: Packs, tmp_path: Path) -> None:
    answer = run(
        "diff", packs("plakater/fejl"), packs("plakater/fejl", "--team", "afdeling"), "--til", tmp_path / "ny/mappe"
    )
    assert answer.exit_code == 1
    assert (
        "tryk/plakat-fejl-a3.pdf, side 1 er ændret" in answer.output
        and "a3-kontor.pdf, side 1 er ændret" in answer.output
    )
    pictures = sorted((tmp_path / "ny/mappe").iterdir())
    assert len(pictures) == answer.output.count(" % af siden")
    with Image.open(next(file for file in pictures if "plakat-fejl-a3-kontor" in file.name)) as shown:
        plain = shown.convert("RGB")
        middle = plain.width // 2
        old, new = (plain.crop((x, 0, x + middle - 8, plain.height)) for x in (16, middle + 8))
        assert plain.width > 2 * 1000 and old.tobytes() != new.tobytes()
        for side in (old, new):
            assert (
                dict((colour, n) for n, colour in side.getcolors(side.width * side.height) or []).get((208, 32, 48), 0)
                > 100
            )
    refused = run("diff", packs("plakater/fejl"), packs(), "--til", tmp_path / "ny/mappe")
    assert refused.exit_code == 1 and "er i brug" in refused.output


def test_pages_and_files_that_come_and_go_and_what_cannot_be_seen_are_told(packs: Packs, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        shutil.copy(packs() / "skaerm/billedkort-skaerm.pdf", folder)
        shutil.copy(packs() / "skaerm/plakat-fejl-skaerm.pdf", folder)
    shutil.copy(packs() / "skaerm/plakat-ideer-skaerm.pdf", new)
    with pikepdf.open(new / "billedkort-skaerm.pdf", allow_overwriting_input=True) as pdf:
        del pdf.pages[2]
        del pdf.Root["/PageLabels"].Nums[4:6]
        numbers = pdf.Root["/PageLabels"].Nums
        for place in range(4, len(numbers), 2):
            numbers[place] = place // 2
        pdf.save()
    with pikepdf.open(new / "plakat-fejl-skaerm.pdf", allow_overwriting_input=True) as pdf:
        pdf.docinfo.Title = "Et andet navn"
        pdf.save()
    lines = run("diff", old, new).output.splitlines()
    assert lines == [
        "billedkort-skaerm.pdf, side 2 forside findes ikke mere",
        "plakat-fejl-skaerm.pdf er ændret, men ikke så det kan ses (links, felter, plader eller oplysninger)",
        "plakat-ideer-skaerm.pdf er ny",
        "3 ændringer.",
    ]


def test_what_is_no_pack_and_no_pdf_is_told_in_a_sentence(packs: Packs, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    assert "ingen PDF-filer" in run("diff", tmp_path / "tom", packs()).output
    (tmp_path / "a.pdf").write_bytes(b"nej")
    shutil.copy(packs() / "skaerm/plakat-fejl-skaerm.pdf", tmp_path / "b.pdf")
    refused = run("diff", tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert refused.exit_code == 1 and "kan ikke læses som PDF" in refused.output and "Traceback" not in refused.output

"""What a coordinator types: the answer must be Danish, name the way out, and leave the former pack whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from program import ROOT, edit, files, ran, run
from trygtryk import interrupted
from trygtryk.pack.manifest import read_manifest


def test_one_poster_is_built_and_an_unchanged_one_is_left(project: Path) -> None:
    first = run("build", "plakater/fejl")
    assert first.exit_code == 0, first.output
    assert (project / "out/team/tryk/plakat-fejl-a3.pdf").read_bytes().startswith(b"%PDF-1.6")
    assert list(read_manifest(project / "out/team")["files"])[-1] == "tryk/plakat-fejl-a3.pdf"


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("content/billedkort.yaml", "title: Altid de samme, der taler", "title: Altid de samme, der taler igen og igen og de andre får aldrig sagt noget som helst på noget møde i hele skoleåret", "content/billedkort.yaml:{line}: kort 5, titlen: teksten er "),
        ("content/billedkort.yaml", "noget, I har oplevet {i teamet}", "noget, I har oplevet i teamet", "»teamet« står uden klammer"),
        ("content/plakater.yaml", "headline: Tal forlæns", "headline: Tal ☃ forlæns", "har ikke tegnet »☃« (U+2603)"),
        ("content/plakater.yaml", "headline: Tal forlæns", "overskrift: Tal forlæns", "ukendt nøgle »plakater.forlaens.overskrift«"),
        ("layouts/plakater.toml", "bleed_mm = 3", "bleed_mm = \"tre\"", "layouts/plakater.toml:3: »bleed_mm« skal være et tal"),
        ("content/links.yaml", "podcast:", "podkast:", "podcast"),
    ],
    ids=["too long", "bare team", "missing glyph", "unknown key", "wrong type", "missing link"],
)  # fmt: skip
def test_an_editors_mistake_is_told_and_the_former_pack_stays(
    project: Path, file: str, before: str, after: str, told: str
) -> None:
    asked = ("build", "billedkort" if file.endswith("billedkort.yaml") else "plakater", "--edition", "tryk")
    ran(*asked, "--quiet")
    kept = {p: p.read_bytes() for p in (project / "out").rglob("*") if p.is_file()}
    text = (project / file).read_text(encoding="utf-8")
    line = text[: text.index(before)].count("\n") + 1
    edit(project / file, before, after)
    result = run(*asked)
    assert result.exit_code == 1
    assert told.format(line=line) in result.output and "Traceback" not in result.output
    assert {p: p.read_bytes() for p in (project / "out").rglob("*") if p.is_file()} == kept


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_whoever_asks_for_an_end_gets_it_wherever_the_program_is(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    number = getattr(signal, name)

    def loading(*_: object) -> None:
        try:
            signal.raise_signal(number)
        except KeyboardInterrupt as error:
            raise ImportError("Encountered an error while initializing the extension.") from error

    monkeypatch.setattr("trygtryk.building.inputs_hash", loading)
    usual = signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL
    before = signal.signal(number, usual)  # what runs in the background ignores Ctrl-C
    try:
        result = run("build", "plakater/fejl")
        assert signal.getsignal(number) == usual
    finally:
        signal.signal(number, before)
    assert (result.exit_code, result.output) == (128 + number, "Afbrudt. Pakken er hel.\n")
    assert not (project / "out").exists()


LOADING = """
import importlib.abc, runpy, signal, sys

class Slow(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {name!r}:
            signal.raise_signal({number})

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Slow())
sys.argv = {argv!r}
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("name", "start", "said"),
    [
        ("click", "runpy.run_module('trygtryk', run_name='__main__', alter_sys=True)", "Afbrudt.\n"),
        ("trygtryk.errors", "runpy.run_path('build/run.py', run_name='__main__')", "Afbrudt.\n"),
        ("trygtryk.pipeline", "runpy.run_module('trygtryk', run_name='__main__', alter_sys=True)", "Afbrudt. Pakken er hel.\n"),
    ],
)  # fmt: skip
def test_an_end_asked_for_while_modules_are_loaded_is_given_in_danish(
    tmp_path: Path, number: signal.Signals, name: str, start: str, said: str
) -> None:
    argv = ["trygtryk", "build", "plakater/fejl", "--no-cache", "--out", str(tmp_path / "ud")]
    code = LOADING.format(name=name, number=int(number), argv=argv) + start
    made = subprocess.run(
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (made.returncode, made.stderr, made.stdout) == (128 + number, said, "")
    assert not (tmp_path / "ud").exists()


def test_a_machine_without_memory_is_told_in_danish(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("trygtryk.building.inputs_hash", full)
    result = run("build", "plakater/fejl")
    assert (result.exit_code, result.output.splitlines()[0]) == (1, "Stoppet: der er ikke hukommelse nok")


def test_an_end_asked_for_where_python_would_drop_it_comes_a_moment_later(capfd: pytest.CaptureFixture[str]) -> None:
    class Freed:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(interrupted.Ended), interrupted.politely():
        Freed()
        for _ in range(200):
            time.sleep(0.05)
    assert capfd.readouterr() == ("", "")


def test_an_unknown_part_is_answered_with_the_nearest() -> None:
    result = run("build", "poster/fejl")
    assert result.exit_code == 1 and "plakater/fejl" in result.output


def test_an_unknown_word_is_answered_with_the_nearest() -> None:
    result = run("build", "--team", "afdelling")
    assert result.exit_code == 1 and "mente du afdeling" in result.output


def test_a_known_word_builds_at_once_and_is_told_how_it_is_bent(project: Path) -> None:
    result = run("build", "--team", "Årgangen", "plakater/tryghed")
    assert result.exit_code == 0, result.output
    assert "en årgang, årgangen, flere årgange, årgangene, årgangsmøde, på årgangen" in result.output
    page = pypdf.PdfReader(project / "out/årgang/tryk/plakat-tryghed-a3.pdf").pages[0]
    assert "ingen på årgangen bliver" in " ".join(page.extract_text().split())


def test_team_and_wording_together_are_a_mistake_of_the_command() -> None:
    assert run("build", "--team", "afdeling", "--wording", "x.yaml").exit_code == 2


def test_the_list_names_everything() -> None:
    output = run("list").output
    for name in ("flipflap", "billedkort", "plakater/gode-moeder", "skemaer/udsagn", "klasseteam"):
        assert name in output


def test_a_wording_is_shown_before_and_after() -> None:
    output = run("wording", "afdeling").output
    assert "plakater.tryghed.body  (content/plakater.yaml:" in output
    assert "ingen i teamet bliver straffet" in output and "ingen i afdelingen bliver straffet" in output


def test_the_proof_is_pages_and_a_contact_sheet(project: Path) -> None:
    assert run("proof", "plakater/fejl", "--quiet").exit_code == 0
    names = {p.name for p in (project / "out/team/korrektur").iterdir()}
    assert names == {"plakat-fejl-01.png", "oversigt-plakater.png"}


def test_variants_lie_beside_the_pack(project: Path) -> None:
    assert run("build", "plakater/fejl", "--quiet").exit_code == 0
    assert run("build", "plakater/fejl", "--quiet", "--press", "online", "--low-ink").exit_code == 0
    assert {folder.name for folder in (project / "out").iterdir()} == {"team", "team-online-sparefarve"}
    assert (project / "out/team/tryk/plakat-fejl-a3.pdf").exists()


def test_large_print_is_printed_large(project: Path) -> None:
    assert run("build", "skemaer/podcast", "--quiet", "--storskrift").exit_code == 0
    printed = pypdf.PdfReader(project / "out/team-storskrift/tryk/skema-podcast-storskrift-a4.pdf")
    sizes: list[float] = []
    printed.pages[0].extract_text(visitor_text=lambda text, cm, tm, font, size: sizes.append(size if font else 18))
    assert min(sizes) >= 18


@pytest.mark.parametrize("sight", ["", "--grey", "--deuteranopia", "--protanopia"])
def test_one_scene_is_drawn_as_others_see_it(project: Path, sight: str) -> None:
    assert run("proof", "--scene", "hvisken", "--quiet", *filter(None, [sight])).exit_code == 0
    (made,) = (project / "out/team/korrektur").iterdir()
    picture = Image.open(made)
    assert picture.width > 800
    r, g, b = picture.split()
    assert (r.tobytes() == g.tobytes() == b.tobytes()) == (sight == "--grey")


def test_an_unknown_scene_names_the_nearest(project: Path) -> None:
    result = run("proof", "--scene", "hviske")
    assert result.exit_code == 1 and "hvisken" in result.output


def test_a_pack_is_verified_and_a_changed_byte_is_found(project: Path) -> None:
    run("build", "plakater/fejl", "--quiet")
    manifest = project / "out/team/manifest.json"
    good = run("verify", str(manifest))
    assert good.exit_code == 0 and "byte for byte" in good.output
    file = project / "out/team/tryk/plakat-fejl-a3.pdf"
    file.write_bytes(file.read_bytes() + b"\n")
    assert "tryk/plakat-fejl-a3.pdf: filen er ændret" in run("verify", str(manifest)).output
    edit(project / "content/plakater.yaml", "Her lærer vi af hinandens fejl", "Her lærer vi af fejl")
    told = run("verify", str(manifest)).output
    assert "bliver ikke den samme" in told and "»content« er ikke det samme" in told


def test_a_foreign_file_is_checked_and_refused(tmp_path: Path) -> None:
    (tmp_path / "ikke.pdf").write_bytes(b"hej")
    result = run("check", str(tmp_path / "ikke.pdf"))
    assert result.exit_code == 1 and "ikke.pdf" in result.output


def test_filled_forms_become_a_table_and_what_is_damaged_is_told(project: Path) -> None:
    (project / "svar.json").write_text('{"stikord": "=1+1 æøå"}', encoding="utf-8")
    sent = project / "modtaget"
    sent.mkdir()
    filled = run("forms", "fill", "podcast", "--from", str(project / "svar.json"), "--to", str(sent / "udfyldt.pdf"))
    assert filled.exit_code == 0 and "1 svar står i" in filled.output
    (sent / "ikke.pdf").write_bytes(b"hej")
    table = sent / "svar.csv"
    result = run("forms", "collect", str(sent), "--to", str(table))
    assert result.exit_code == 1
    assert (
        "ikke.pdf: ikke en PDF" in result.output and "udfyldt.pdf: Skema 13: Lyt og tal sammen: 1 svar" in result.output
    )
    assert '"udfyldt.pdf";"1";"podcast";"stikord";' in table.read_text(encoding="utf-8-sig")
    assert "'=1+1 æøå" in table.read_text(encoding="utf-8-sig")
    # the table itself is no form, and what it was stays beside it
    (sent / "ikke.pdf").unlink()
    table.write_text("i går", encoding="utf-8")
    again = run("forms", "collect", str(sent), "--to", str(table))
    assert again.exit_code == 0 and "svar-foer.csv" in again.output
    assert (sent / "svar-foer.csv").read_text(encoding="utf-8") == "i går"


def test_a_table_is_not_replaced_by_nothing(project: Path) -> None:
    (project / "svar.xlsx").write_bytes(b"i dag")
    (project / "ikke.pdf").write_bytes(b"hej")
    result = run("forms", "collect", str(project / "ikke.pdf"), "--to", str(project / "svar.xlsx"))
    assert result.exit_code == 1 and "ikke skrevet" in result.output
    assert (project / "svar.xlsx").read_bytes() == b"i dag"


def test_a_form_of_ones_own_is_filled_and_large_print_too(project: Path) -> None:
    (project / "svar.json").write_text('{"dato": "1.2.2027"}', encoding="utf-8")
    out = project / "stor.pdf"
    assert (
        run(
            "forms", "fill", "podcast", "--from", str(project / "svar.json"), "--to", str(out), "--storskrift"
        ).exit_code
        == 0
    )
    assert len(pypdf.PdfReader(out).pages) > 2
    again = run("forms", "fill", str(out), "--from", str(project / "svar.json"), "--to", str(project / "igen.pdf"))
    assert again.exit_code == 0 and "1 svar står i" in again.output


def test_the_former_names_of_products_and_texts_are_still_understood(project: Path, tmp_path: Path) -> None:
    words = tmp_path / "gammel.yaml"
    words.write_text(
        (ROOT / "content/wordings/afdeling.yaml").read_text(encoding="utf-8")
        + "\ntexts:\n  posters.fejl.headline: Her lærer vi af fejl\n",
        encoding="utf-8",
    )
    assert run("build", "posters/fejl", "--wording", str(words), "--quiet").exit_code == 0
    page = pypdf.PdfReader(project / "out/gammel/tryk/plakat-fejl-a3.pdf").pages[0].extract_text()
    assert "Her lærer vi af fejl" in " ".join(page.split())


def test_a_fault_of_the_programs_own_is_told_as_that(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from trygtryk.products import cards

    ran("build", "plakater/fejl", "--quiet")
    before = files(project / "out")

    def broken(*_: object) -> str:
        raise KeyError("klodset")

    monkeypatch.setattr(cards, "cards_office", broken)
    answer = run("build", "billedkort")
    assert answer.exit_code == 70
    assert "fejl i programmet, ikke i jeres filer" in answer.output and "KeyError: 'klodset'" in answer.output
    assert "skal rettes" not in answer.output and files(project / "out") == before

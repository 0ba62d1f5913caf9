"""An editor's mistake is told at its own file and line with the way out, before anything is made: never a traceback."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from finished import words
from program import ROOT, edit, run

# what is asked for, the file that is edited, what stood there, what stands there now, what is told
MISTAKES = {
    "a theme without a colour": ("billedkort", "layouts/billedkort.toml", 'fejl = "coral"\n', "", "temaet »fejl« har ingen farve"),
    "an unknown theme": ("billedkort", "content/billedkort.yaml", "theme: fejl\n", "theme: fejll\n", "ukendt tema »fejll«"),
    "a colour the palette lacks": ("billedkort", "layouts/palette.toml", "[sky-deep]", "[sky-dyb]", "ukendt farve »sky-deep«"),
    "no paper": ("plakater/fejl", "layouts/palette.toml", "[white]", "[hvid]", "farven »white« mangler"),
    "no questions": ("billedkort", "content/billedkort.yaml", re.compile(r"\nquestions:\n(  - .*\n)+"), "\nquestions: []\n", "»billedkort.questions« er tom"),
    "no cards": ("billedkort", "content/billedkort.yaml", re.compile(r"\ncards:\n(  .*\n|\n)+"), "\ncards: []\n", "»billedkort.cards« er tom"),
    "no steps": ("skemaer/udsagn", "content/skemaer/udsagn.yaml", re.compile(r"\nsteps:\n(  .*\n)+"), "\nsteps: []\n", "trinnene tager 0 minutter, men der står 60"),
    "no choices": ("skemaer/udsagn", "content/skemaer/udsagn.yaml", re.compile(r"choices: .*"), "choices: []", "choices« er tom"),
    "a third choice on the wheel": ("skemaer/overblik-360", "content/skemaer/overblik-360.yaml", re.compile(r"choices: \[(.*)\]"), r"choices: [\1, Ved ikke]", "hjulet har 3 valg"),
    "a poster without a look": ("plakater", "layouts/plakater.toml", "[looks.fejl]", "[looks.fjel]", "plakaten »fejl« har ingen farver"),
    "a link to nowhere": ("plakater/tryghed", "content/plakater.yaml", "link: webinar", "link: webiner", "ingen adresse, der hedder »webiner«"),
    "half a pair": ("billedkort", "content/billedkort.yaml", "    pair: second\n", "", "er et halvt par"),
    "a picture that is not there": ("billedkort", "content/billedkort.yaml", "picture: hvisken", "picture: hviskn", "ingen tegning hedder »hviskn«"),
    "a picture that nobody has drawn": ("billedkort", "content/billedkort.yaml", "picture: hvisken", "picture: frikvarter", "ingen tegning hedder »frikvarter«\n    → tegn den i assets/scenes/frikvarter.yaml"),
    "a reference to no card": ("billedkort", "content/billedkort.yaml", "[kort eksempel-1-hoej]", "[kort eksempel-1-hoje]", "[kort eksempel-1-hoje] fører ingen steder hen"),
    "boxes that overlap": ("billedkort", "layouts/billedkort.toml", "title = [24, 4.5, 100, 12.5]", "title = [14, 4.5, 100, 12.5]", "»front.badge« og »front.title« ligger over hinanden"),
    "poster's boxes that overlap": ("plakater/fejl", "layouts/plakater.toml", "body = [20, 24, 257, 46]", "body = [20, 24, 257, 76]", "»arrangements.vase.headline« og »arrangements.vase.body« ligger over hinanden"),
    "a box off the card": ("billedkort", "layouts/billedkort.toml", "pack = [88, 9.27, 45, 7]", "pack = [88, 9.27, 65, 7]", "»back.pack« når 9,0 mm for langt ud"),
    "text near a crease": ("flipflap", "layouts/flipflap.toml", re.compile(r"clear_mm = .*"), "clear_mm = 0.2", "clear_mm er 0,2"),
    "a colour that is no word": ("plakater/tryghed", "layouts/plakater.toml", 'headline = "white"', "headline = {}", "ukendt farve »{}«"),
    "black on petrol": ("plakater/tryghed", "layouts/plakater.toml", 'headline = "white"', 'headline = "black"', "»looks.tryghed.headline« i black på petrol-deep kan ikke læses: kontrasten er 2,0"),
    "negative dashes": ("plakater/fejl", "layouts/sheets.toml", re.compile(r"dash_pt = \[(\d)"), r"dash_pt = [-\1", "dash_pt« skal være mere end 0"),
    "a line without width": ("plakater/fejl", "layouts/sheets.toml", re.compile(r"rule_pt = .*"), "rule_pt = 0", "rule_pt« skal være mere end 0"),
    "a length below nothing": ("plakater/fejl", "layouts/sheets.toml", "reach_mm = 5", "reach_mm = -5", "»reach_mm« skal være 0 eller mere"),
    "one font for two faces": ("plakater/fejl", "layouts/type.toml", "Next_700Bold.ttf", "Next_400Regular.ttf", "»bold« og »text« er den samme skriftfil"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_where_it_stands(project: Path, name: str) -> None:
    target, file, before, after, told = MISTAKES[name]
    if isinstance(before, re.Pattern):
        text = (project / file).read_text(encoding="utf-8")
        assert before.search(text), file
        (project / file).write_text(before.sub(after, text, count=1), encoding="utf-8")
    else:
        edit(project / file, before, after)  # type: ignore[arg-type]
    answer = run("build", target)
    assert answer.exit_code == 1, answer.output
    assert told in answer.output, answer.output
    assert re.search(rf"\w+/[\w./-]+:\d+: .*{re.escape(told)}", answer.output) and "→" in answer.output
    assert "trykker" not in answer.output and not (project / "out").exists()


def test_mistakes_in_all_files_are_told_in_one_run(project: Path) -> None:
    """What no reader can take and what only a check finds: whoever mends the first list is not met by a second."""
    edit(project / "content/plakater.yaml", "headline:", "hedline:")
    edit(project / "content/billedkort.yaml", "    pair: second\n", "")
    edit(project / "layouts/press/standard.toml", "bleed_mm = 3", 'bleed_mm = "tre"')
    edit(project / "layouts/sheets.toml", "reach_mm = 5", "reach_mm = -5")
    edit(project / "layouts/order.toml", "gsm = 170", "gsm = 9")
    answer = run("build")
    assert answer.exit_code == 1 and "sætter" not in answer.output and not (project / "out").exists()
    for place, told in (
        ("content/plakater.yaml", "ukendt nøgle »plakater.tryghed.hedline«"),
        ("content/billedkort.yaml", "er et halvt par"),
        ("layouts/press/standard.toml", "»bleed_mm« skal være et tal"),
        ("layouts/sheets.toml", "»reach_mm« skal være 0 eller mere"),
        ("layouts/order.toml", "papir på 9 g/m² er ikke 0,14 mm tykt"),
    ):
        assert re.search(rf"{re.escape(place)}:\d+: .*{re.escape(told)}", answer.output), (told, answer.output)


FONTS = {
    "woff": (b"wOFF" + bytes(400), "er en webskrift (WOFF)"),
    "otf": (b"OTTO" + bytes(400), "er OpenType med PostScript-kurver"),
    "html": (b"<!DOCTYPE html><title>404</title>", "er ikke en skriftfil"),
    "empty": (b"", "er ikke en skriftfil"),
}


@pytest.mark.parametrize("kind", [*FONTS, "half", "variable", "damaged"])
def test_a_font_that_cannot_be_printed_with_is_told(project: Path, kind: str) -> None:
    file = project / "assets/fonts/AtkinsonHyperlegibleNext_700Bold.ttf"
    whole = file.read_bytes()
    made = {
        "half": (whole[: len(whole) // 2], "er ikke hel"),
        "variable": (whole.replace(b"gasp", b"fvar", 1), "er variabel"),
        "damaged": (whole.replace(b"\x5f\x0f\x3c\xf5", b"\0\0\0\0", 1), "skriftfilen er beskadiget"),
    }
    data, told = {**FONTS, **made}[kind]
    file.write_bytes(data)
    answer = run("build", "plakater/fejl")
    assert answer.exit_code == 1 and told in answer.output
    assert re.search(r"layouts/type\.toml:\d+: AtkinsonHyperlegibleNext_700Bold\.ttf", answer.output)


def test_a_reference_follows_its_card(project: Path) -> None:
    file = project / "content/billedkort.yaml"
    before, first, *others = re.split(r"(?=^  - picture: )", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    second, third, *rest = others
    assert "eksempel-1-lav" in first and "eksempel-1-hoej" in second
    # one more card comes first, so that every number below goes up by one
    file.write_text("".join((before, rest.pop(5), first, second, third, *rest)), encoding="utf-8")
    answer = run("build", "billedkort", "--edition", "tryk", "--quiet")
    assert answer.exit_code == 0, answer.output
    assert "Læg kortet ved siden af kort 3." in words(project / "out/team/tryk/billedkort-a6.pdf")


def test_a_fixed_number_is_noted_and_minutes_are_none(project: Path) -> None:
    edit(project / "content/billedkort.yaml", "[kort eksempel-2-hoej]", "kort 4")
    edit(project / "content/billedkort.yaml", "[kort eksempel-2-lav]", "en kort 3 minutters snak")
    answer = run("build", "billedkort", "--edition", "tryk")
    assert answer.exit_code == 0
    assert "»kort 4« står som et fast tal" in answer.output and "skriv [kort eksempel-2-hoej]" in answer.output
    assert "kort 3" not in answer.output


def test_a_scene_that_is_no_placeholder_is_not_waited_for(project: Path) -> None:
    file = project / "assets/scenes/hvisken.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "placeholder: false\n", encoding="utf-8")
    assert "mangler endnu" not in run("list").output
    edit(file, "placeholder: false", "placeholder: true")
    assert "mangler endnu: hvisken" in run("list").output


def test_two_paragraphs_are_set_as_two(project: Path) -> None:
    file = project / "content/billedkort.yaml"
    two = "\n  hint: |\n    Første del.\n\n    Anden del.\n"
    text, count = re.subn(r"\n  hint:.*\n(    .*\n)*", two, file.read_text(encoding="utf-8"), count=1)
    assert count == 1
    file.write_text(text, encoding="utf-8")
    edit(project / "layouts/billedkort.toml", "hint = [20, 27, 108, 10]", "hint = [20, 27, 108, 30]")
    answer = run("build", "billedkort", "--edition", "tryk", "--quiet")
    assert answer.exit_code == 0, answer.output
    assert "Første del. Anden del." in words(project / "out/team/tryk/billedkort-a6.pdf")


def test_a_departments_name_that_does_not_fit_is_told_at_its_line(project: Path) -> None:
    file = project / "content/wordings/vores.yaml"
    shutil.copy(ROOT / "content/wordings/afdeling.yaml", file)
    name = "Den tværgående afdeling for sprog, kultur og internationale samarbejder ved uddannelserne, " * 4 + "os"
    file.write_text(file.read_text(encoding="utf-8") + f"\ndepartment: {name}\n", encoding="utf-8")
    line = file.read_text(encoding="utf-8").splitlines().index(f"department: {name}") + 1
    for target in ("billedkort", "skemaer/udsagn"):
        answer = run("build", target, "--wording", file)
        assert answer.exit_code == 1 and f"content/wordings/vores.yaml:{line}: " in answer.output, answer.output

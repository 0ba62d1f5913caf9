"""A print shop's profile is a promise to somebody who will not ask twice: each is built, opened by programs we did not
write and measured, and what it forbids is found in the files of the others."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from finished import MM, drawn
from program import ROOT, Packs, edit, ran, run
from sample_pdf import Change, broken, painted, replaced, spot
from trygtryk.errors import BuildError
from trygtryk.pipeline import limits_of
from trygtryk.proof.findings import Allowed, Limits, Ordered, report
from trygtryk.proof.preflight import check
from trygtryk.slip.lines import ordered_files
from trygtryk.sources.printshop import printshops, read_printshop

PROFILES = printshops(ROOT)
PDFINFO = shutil.which("pdfinfo")
CONDITIONS = tomllib.loads((ROOT / "layouts/conditions.toml").read_text(encoding="utf-8"))


def profile(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / f"layouts/press/{name}.toml").read_text(encoding="utf-8"))


def pack(packs: Packs, name: str) -> Path:
    return packs("flipflap", "plakater/fejl", "--press", name, "--edition", "tryk")


def deck(packs: Packs, name: str) -> Path:
    return packs("billedkort", "--press", name, "--edition", "tryk")


def measured(file: Path) -> list[dict[str, tuple[float, float, float, float]]]:
    """Each page's boxes in millimetres, by poppler."""
    assert PDFINFO
    told = subprocess.run([PDFINFO, "-box", "-l", "99", str(file)], capture_output=True, text=True, check=True).stdout
    pages: dict[str, dict[str, tuple[float, float, float, float]]] = {}
    for page, box, corners in re.findall(r"^Page +(\d+) (\w+Box): +(.*)$", told, re.MULTILINE):
        x0, y0, x1, y1 = (float(n) / MM for n in corners.split())
        pages.setdefault(page, {})[box] = (x0, y0, x1, y1)
    return list(pages.values())


@pytest.mark.skipif(not PDFINFO, reason="pdfinfo (poppler) is not at hand")
@pytest.mark.parametrize("name", PROFILES)
def test_poppler_measures_every_page_as_the_profile_says(packs: Packs, name: str) -> None:
    shop, made = profile(name), pack(packs, name)
    for file in sorted((made / "tryk").glob("*.pdf")):
        pages = measured(file)
        assert pages
        for boxes in pages:
            trim, bleed, media = (boxes[f"{box}Box"] for box in ("Trim", "Bleed", "Media"))
            around = [abs(a - b) for a, b in zip(trim, bleed, strict=True)]
            assert around == pytest.approx([shop["bleed_mm"]] * 4, abs=0.01), file.name
            reach = max(shop["bleed_mm"], shop["offset_mm"] + shop["mark_mm"] if shop["marks"] != "none" else 0)
            around = [abs(a - b) for a, b in zip(trim, media, strict=True)]
            assert around == pytest.approx([reach] * 4, abs=0.01), file.name


@pytest.mark.parametrize("name", PROFILES)
def test_marks_plates_and_intent_of_every_file_are_the_profiles(packs: Packs, name: str) -> None:
    shop, made = profile(name), pack(packs, name)
    names = {shop.get("cut", "Stans"), shop.get("crease", "Ril")}
    found: set[str] = set()
    for line in json.loads((made / "ordreseddel.json").read_text(encoding="utf-8"))["files"]:
        surface = "coated" if line["target"].startswith("plakater") else "uncoated"
        condition = CONDITIONS[shop[surface]]
        for file in (line["file"], *line["more"]):
            with pikepdf.open(made / "tryk" / file) as pdf:
                (intent,) = pdf.Root.OutputIntents
                profile_bytes = intent.DestOutputProfile.read_bytes()
                assert str(intent.OutputConditionIdentifier) == condition["name"] == line["condition"]
                for page in pdf.pages:
                    marks = drawn(page, deep=False)
                    on_all = [mark for mark in marks if mark.stroke == ("All", (1,)) and mark.kind == "S"]
                    assert (len(on_all) >= 8) == (shop["marks"] != "none") and (on_all or shop["marks"] == "none")
                    found |= {mark.stroke[0] for mark in marks if mark.layer}
            own = (ROOT / "assets/icc" / condition["profile"]).read_bytes()
            assert hashlib.sha256(profile_bytes).digest() == hashlib.sha256(own).digest(), file
    assert found == names


@pytest.mark.parametrize("name", PROFILES)
def test_every_file_passes_its_own_print_shops_check_and_is_what_was_ordered(packs: Packs, name: str) -> None:
    made, shop = pack(packs, name), read_printshop(ROOT, name)
    ordered = ordered_files((made / "ordreseddel.json").read_bytes())
    there = sorted((made / "tryk").glob("*.pdf"))
    assert {file.name for file in there} == set(ordered)
    limits = limits_of(shop, shop.coated, shop.uncoated)
    for file in there:
        found = check(file.read_bytes(), rules="press", limits=limits, ordered=Ordered(*ordered[file.name]))
        assert found == (), file.name


def test_the_command_says_so(packs: Packs) -> None:
    made = pack(packs, "stans-egen-fil")
    there = sorted((made / "tryk").glob("*.pdf"))
    told = ran("check", "--press", "stans-egen-fil", "--order", made / "ordreseddel.json", *there)
    assert told.count("i orden") == len(there)
    slip = pack(packs, "online") / "ordreseddel.json"
    other = run("check", "--press", "stans-egen-fil", "--order", slip, made / "tryk/flipflap-200mm-stans.pdf")
    assert other.exit_code == 1 and "ordresedlen har ikke flipflap-200mm-stans.pdf" in other.output


def test_fronts_and_backs_lie_in_a_file_each_and_meet(packs: Packs) -> None:
    apart, together = deck(packs, "for-og-bagside") / "tryk", deck(packs, "online") / "tryk"
    with (
        pikepdf.open(together / "billedkort-a6.pdf") as cards,
        pikepdf.open(apart / "billedkort-a6-forside.pdf") as fronts,
        pikepdf.open(apart / "billedkort-a6-bagside.pdf") as backs,
    ):
        assert len(fronts.pages) == len(backs.pages) == len(cards.pages) // 2 == 24
        for number, page in enumerate(cards.pages):
            other = (backs if number % 2 else fronts).pages[number // 2]
            assert painted_on(page) == painted_on(other), number


def painted_on(page: pikepdf.Page) -> bytes:
    """A page's content; what its pictures are numbered is the file's own."""
    return re.sub(rb"/Art\d+", b"/Art", page.Contents.read_bytes())


def test_tools_lie_where_the_print_shop_wants_them(packs: Packs) -> None:
    def layers(folder: str, file: str) -> list[tuple[bool, bool]]:
        """Of each page: whether it has tools, and whether it has print."""
        with pikepdf.open(pack(packs, folder) / "tryk" / file) as pdf:
            pages = [
                [mark for mark in drawn(page, deep=False) if "All" not in (mark.stroke[0], mark.fill[0])]
                for page in pdf.pages
            ]
        return [(any(mark.layer for mark in page), any(not mark.layer for mark in page)) for page in pages]

    assert layers("onlineprinters", "flipflap-200mm.pdf") == [(True, True), (False, True)]
    assert layers("stans-egen-side", "flipflap-200mm.pdf") == [(False, True), (False, True), (True, False)]
    assert layers("stans-egen-fil", "flipflap-200mm.pdf") == [(False, True), (False, True)]
    assert layers("stans-egen-fil", "flipflap-200mm-stans.pdf") == [(True, False)]


def told_of(file: Path, checked_by: str, ordered: Ordered | None = None) -> str:
    """The faults of a file as the command tells them, without the measure of its ink, which takes a second a page."""
    shop = read_printshop(ROOT, checked_by)
    limits = limits_of(shop, shop.coated, shop.uncoated)
    return report(file.name, check(file.read_bytes(), rules="press", limits=limits, ordered=ordered))


@pytest.mark.parametrize(
    ("file", "made_for", "checked_by", "told"),
    [
        ("plakat-fejl-a3.pdf", "standard", "online", "fejl B3 side 1 ved x"),
        ("plakat-fejl-a3.pdf", "standard", "online", "trykkeriet vil ikke have mærker"),
        ("plakat-fejl-a3.pdf", "fuld", "online", "trykkeriet vil ikke have mærker"),
        ("plakat-fejl-a3.pdf", "online", "standard", "siden har ingen skæremærker"),
        ("plakat-fejl-a3.pdf", "standard", "fuld", "4 af 4 pasmærker mangler"),
        ("plakat-fejl-a3.pdf", "standard", "fuld", "farvebjælken mangler cyan, magenta, gul, sort"),
        ("plakat-fejl-a3.pdf", "online", "onlineprinters", "siden er 303,0 × 426,0 mm; trykkeriet vil have 301,0 × 424,0 mm"),
        ("plakat-fejl-a3.pdf", "onlineprinters", "online", "udfaldet er kun 2,0 mm"),
        ("plakat-fejl-a3.pdf", "online-2-5mm", "online", "udfaldet er kun 2,5 mm"),
        ("flipflap-200mm.pdf", "online", "onlineprinters", "hedder »Stans«; trykkeriets maskine leder efter »CutContour«"),
        ("flipflap-200mm.pdf", "onlineprinters", "suw-printmedien", "hedder »CutContour«; trykkeriets maskine leder efter »Stanze«"),
        ("flipflap-200mm.pdf", "online", "stans-egen-side", "trykkeriet vil have dem på en side for sig"),
        ("flipflap-200mm.pdf", "stans-egen-side", "stans-egen-fil", "trykkeriet vil have dem i en fil for sig"),
    ],
)  # fmt: skip
def test_another_print_shops_file_is_told_of(
    packs: Packs, file: str, made_for: str, checked_by: str, told: str
) -> None:
    assert told in told_of(pack(packs, made_for) / "tryk" / file, checked_by)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"pages": 2', '"pages": 4', "fejl E1: filen har 2 sider; bestilt er 4"),
        ("200.0,", "105.0,", "fejl E2 side 1-2: det beskårne mål er 200,0 × 200,0 mm; bestilt er 105,0 × 200,0 mm"),
        ('"condition": "FOGRA29"', '"condition": "FOGRA39"', "fejl E3: filen er lavet til FOGRA29"),
    ],
)
def test_a_file_that_is_not_what_was_ordered_is_told_of(
    packs: Packs, tmp_path: Path, before: str, after: str, told: str
) -> None:
    shutil.copy(pack(packs, "online") / "ordreseddel.json", tmp_path)
    edit(tmp_path / "ordreseddel.json", before, after)
    ordered = Ordered(*ordered_files((tmp_path / "ordreseddel.json").read_bytes())["flipflap-200mm.pdf"])
    assert told in told_of(pack(packs, "online") / "tryk/flipflap-200mm.pdf", "online", ordered)


PRESS = Limits(conditions=(Allowed("FOGRA39", 300, 301),), tool_names=(("Cutting", "Die"),))


def gold(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.ColorSpace["/Gold"] = spot(pdf, "HKS 43", (0, 0.3, 0.9, 0.2))
    painted("/Gold cs 1 scn 100 100 20 20 re f")(pdf)


def intended(name: str) -> Change:
    return lambda pdf: pdf.Root.OutputIntents[0].__setitem__("/OutputConditionIdentifier", pikepdf.String(name))


def described(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.write((ROOT / "assets/icc/FOGRA39L_coated_300.icc").read_bytes())


@pytest.mark.parametrize(
    ("changes", "limits", "rule", "told"),
    [
        ((gold,), PRESS, "B8", "»HKS 43« giver en plade til"),
        ((intended("FOGRA51"),), PRESS, "A5", "filen er lavet til FOGRA51"),
        ((intended("FOGRA29"), described), Limits(), "A5", "farveprofilen i den er til FOGRA39"),
        ((painted("1 1 .8 .5 k 100 100 200 100 re f"),), PRESS, "B7", "330 %"),
        ((painted("/Knock gs 0 0 0 1 K .25 w -20 0 m -12 0 l S"),), Limits(marks="none"), "B3", "mærker"),
        ((replaced("/OC /Cut BDC", "/OC /Cut BDC /Die CS"),), Limits(tools="page"), "B8", "på en side for sig"),
    ],
)
def test_each_rule_of_a_print_shop_fires(changes: tuple[Change, ...], limits: Limits, rule: str, told: str) -> None:
    findings = check(broken(intended("FOGRA39"), *changes), limits=limits)
    assert [finding for finding in findings if finding.rule == rule and told in finding.message], findings


def test_what_suits_a_print_shop_is_left_in_peace() -> None:
    assert check(broken(intended("FOGRA39")), limits=replace(PRESS, tool_names=(("Cutting", "Stans"),))) == ()


def test_a_shop_of_its_own_name_says_where_it_says_so() -> None:
    for name in PROFILES:
        shop = read_printshop(ROOT, name)
        if shop.company:
            assert all(page.startswith("http") for page in shop.source) and shop.source
            assert date.fromisoformat(shop.seen) <= date(2026, 11, 27)
        else:
            assert not shop.source and not shop.seen, "a kind of shop says it in its comment"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('company = "Trykhuset"', "hvor Trykhuset selv siger det"),
        ('cut = "Cyan"', "navnet på en af de farver"),
        ('cut = "X"\ncrease = "x"', "hver have sit eget navn"),
        ('tools = "paper"', "tools"),
    ],
)
def test_a_profile_that_no_file_can_be_made_by_is_told(tmp_path: Path, line: str, told: str) -> None:
    for folder in ("layouts", "assets/icc"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    with (tmp_path / "layouts/press/online.toml").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(BuildError, match=told) as failed:
        read_printshop(tmp_path, "online")
    assert "layouts/press/online.toml:" in str(failed.value)


def test_a_file_for_the_screen_is_no_file_for_a_print_shop(packs: Packs) -> None:
    made = packs("skemaer/podcast", "--edition", "skaerm") / "skaerm/skema-podcast-skaerm.pdf"
    assert "i orden" in ran("check", made)
    assert "fejl A2" in run("check", "--press", "online", made).output

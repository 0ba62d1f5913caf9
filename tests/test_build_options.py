"""Every option of ``build`` through to the finished file: an option that does nothing is found at the print shop."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

import pikepdf
import pytest
from finished import box, drawn, found, rendered, said, size, words
from PIL import ImageStat
from program import ROOT, Packs, edit, files, ran, run
from trygtryk.press.file import Press
from trygtryk.proof.preflight import check
from trygtryk.sources.printers import Printer, Reading, read_printer

PROFILES = sorted(file.stem for file in (ROOT / "layouts/press").glob("*.toml"))


def setting(profile: str, key: str) -> str:
    text = (ROOT / f"layouts/press/{profile}.toml").read_text(encoding="utf-8")
    found = re.search(rf"^{key} = \"?(.*?)\"?$", text, re.MULTILINE)
    return found[1] if found else ""


def ours(project: Path, **changes: str) -> str:
    """A print shop's profile of one's own, as LÆSMIG tells to make it: the standard copied and changed."""
    text = (project / "layouts/press/standard.toml").read_text(encoding="utf-8")
    for key, value in changes.items():
        text = re.sub(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
    (project / "layouts/press/vores.toml").write_text(text, encoding="utf-8")
    return "vores"


# what is asked for


def test_only_what_is_asked_for_is_built(packs: Packs) -> None:
    made = [path for path in files(packs("plakater/fejl", "billedkort")) if path.startswith("tryk/")]
    assert made == ["tryk/billedkort-a6.pdf", "tryk/plakat-fejl-a3.pdf"]


def test_a_product_is_all_its_parts(packs: Packs) -> None:
    made = [path for path in files(packs("plakater", "--edition", "tryk")) if path.startswith("tryk/")]
    assert len(made) == 8 and all(path.startswith("tryk/plakat-") for path in made)


def test_the_whole_pack_is_every_product_in_every_edition(packs: Packs) -> None:
    folders = {path.partition("/")[0] for path in files(packs())}
    assert folders == {
        "tryk",
        "kontor",
        "skaerm",
        "manifest.json",
        "ordreseddel.json",
        "ordreseddel.pdf",
        "LÆS MIG FØRST.pdf",
        "mail-til-trykkeriet.txt",
    }


# words


def test_another_word_is_printed_inflected(packs: Packs) -> None:
    team, other = (
        words(pack / "tryk/plakat-tryghed-a3.pdf")
        for pack in (packs(), packs("plakater", "--team", "afdeling", "--edition", "tryk"))
    )
    assert "ingen i teamet bliver straffet" in team and "afdeling" not in team
    assert "ingen i afdelingen bliver straffet" in other and "team" not in other.lower()


def test_a_departments_own_file_is_printed_with_its_name(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("skrivebord") / "hold.yaml"
    text = (ROOT / "content/wordings/gruppe.yaml").read_text(encoding="utf-8")
    elsewhere.write_text(text + "department: Sprogafdelingen i Sønderby\n", encoding="utf-8")
    ran("build", "billedkort", "--wording", elsewhere)
    assert "Sprogafdelingen i Sønderby" in words(project / "out/hold/tryk/billedkort-a6.pdf", 1)


def test_a_changed_word_file_is_built_again(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("skrivebord") / "hold.yaml"
    shutil.copy(ROOT / "content/wordings/gruppe.yaml", file)
    asked = ("build", "billedkort", "--edition", "tryk", "--wording", file)
    ran(*asked)
    assert "Intet er ændret" in ran(*asked)
    file.write_text(file.read_text(encoding="utf-8") + "department: Naturfag\n", encoding="utf-8")
    ran(*asked)
    assert "Naturfag" in words(project / "out/hold/tryk/billedkort-a6.pdf", 1)


# where, and how much is said


def test_files_lie_where_they_are_asked_for_and_nowhere_else(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("usb")
    told = ran("build", "plakater/fejl", "--out", out)
    assert (out / "team/tryk/plakat-fejl-a3.pdf").is_file() and not (project / "out").exists()
    assert "filer i" in told and ran("build", "plakater/ideer", "--out", out, "--quiet") == ""


def test_the_zip_is_the_pack(project: Path) -> None:
    ran("build", "plakater/fejl", "--zip", "--quiet")
    first = (project / "out/team.zip").read_bytes()
    ran("build", "plakater/fejl", "--zip", "--quiet")
    assert (project / "out/team.zip").read_bytes() == first
    with zipfile.ZipFile(project / "out/team.zip") as archive:
        assert archive.testzip() is None
        assert {f"team/{path}": data for path, data in files(project / "out/team").items()} == {
            name: archive.read(name) for name in archive.namelist()
        }


def test_without_zip_there_is_none(project: Path) -> None:
    ran("build", "plakater/fejl", "--quiet")
    assert not list(project.rglob("*.zip"))


# what the print shop asks for


def pressed(packs: Packs, profile: str) -> Path:
    return (
        packs("flipflap", "plakater/fejl", "--press", profile, "--edition", "tryk")
        / "tryk"
        / ("plakater-a3.pdf" if setting(profile, "files") == "product" else "plakat-fejl-a3.pdf")
    )


@pytest.mark.parametrize("profile", PROFILES)
def test_the_bleed_is_the_profiles(packs: Packs, profile: str) -> None:
    asked = float(setting(profile, "bleed_mm"))
    file = pressed(packs, profile)
    with pikepdf.open(file) as pdf:
        page = pdf.pages[0]
        trim, bleed = box(page, "TrimBox"), box(page, "BleedBox")
        high = size(page)[1]
    assert [abs(a - b) for a, b in zip(trim, bleed, strict=True)] == pytest.approx([asked] * 4, abs=0.01)
    assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((297, 420), abs=0.01)
    picture, per_mm = rendered(file, per_mm=4), 4
    middle = int((trim[1] + trim[3]) / 2 * per_mm)
    inside, outside = bleed[0] + 0.5, bleed[0] - 0.5
    assert picture.getpixel((int(inside * per_mm), middle)) != (255, 255, 255), "colour runs to the bleed's edge"
    if outside > 0:
        strip = [
            picture.getpixel((int(outside * per_mm), int((high - y) * per_mm)))
            for y in range(int(trim[1]) + 20, int(trim[3]) - 20)
        ]
        assert strip.count((255, 255, 255)) >= len(strip) - 12, "and no farther: a mark on white is seen"


def test_bleed_that_is_not_asked_for_is_not_there(project: Path) -> None:
    ran("build", "plakater/fejl", "--press", ours(project, bleed_mm="1", offset_mm="4"), "--quiet")
    (file,) = (project / "out").rglob("tryk/plakat-fejl-a3.pdf")
    with pikepdf.open(file) as pdf:
        trim = box(pdf.pages[0], "TrimBox")
    picture = rendered(file, per_mm=4)
    middle = picture.height // 2 + 80
    assert picture.getpixel((int((trim[0] - 0.5) * 4), middle)) != (255, 255, 255)
    assert picture.getpixel((int((trim[0] - 1.6) * 4), middle)) == (255, 255, 255)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_marks_are_the_profiles(packs: Packs, profile: str) -> None:
    kind, offset, length = (
        setting(profile, "marks"),
        float(setting(profile, "offset_mm")),
        float(setting(profile, "mark_mm")),
    )
    with pikepdf.open(pressed(packs, profile)) as pdf:
        page = pdf.pages[0]
        trim, bleed = box(page, "TrimBox"), box(page, "BleedBox")
        media = (0.0, 0.0, *size(page))
        on_all = [mark for mark in drawn(page, deep=False) if mark.kind == "S" and mark.stroke == ("All", (1,))]
    if kind == "none":
        assert on_all == [] and media == pytest.approx(bleed, abs=0.01)
        return
    lines = {tuple(round(n, 2) for n in mark.box) for mark in on_all if len(mark.points) == 2}
    wanted = set()
    for x, out in ((trim[0], -1), (trim[2], 1)):
        for y, up in ((trim[1], -1), (trim[3], 1)):
            ends = sorted((x + out * offset, x + out * (offset + length)))
            wanted.add(tuple(round(n, 2) for n in (ends[0], y, ends[1], y)))
            ends = sorted((y + up * offset, y + up * (offset + length)))
            wanted.add(tuple(round(n, 2) for n in (x, ends[0], x, ends[1])))
    apart = [min(max(abs(a - b) for a, b in zip(line, mark, strict=True)) for line in lines) for mark in wanted]
    assert len(apart) == 8 and max(apart) <= 0.02, "crop marks within 0.02 mm of the trim's lines"
    assert len(lines) == (8 if kind == "crop" else 16)
    for mark in on_all:
        assert (
            media[0] <= mark.box[0] and media[1] <= mark.box[1] and mark.box[2] <= media[2] and mark.box[3] <= media[3]
        )


def test_full_marks_have_a_target_on_each_side_and_a_colour_bar_all_of_it_off_the_bleed(packs: Packs) -> None:
    offset, length = float(setting("fuld", "offset_mm")), float(setting("fuld", "mark_mm"))
    with pikepdf.open(pressed(packs, "fuld")) as pdf:
        page = pdf.pages[0]
        trim, bleed, media = box(page, "TrimBox"), box(page, "BleedBox"), size(page)
        marks = drawn(page, deep=False)
    rings = [
        mark.centre for mark in marks if mark.stroke == ("All", (1,)) and mark.kind == "S" and len(mark.points) > 4
    ]
    middle = (trim[0] + trim[2]) / 2, (trim[1] + trim[3]) / 2
    out = offset + length / 2
    wanted = [
        (trim[0] - out, middle[1]),
        (trim[2] + out, middle[1]),
        (middle[0], trim[1] - out),
        (middle[0], trim[3] + out),
    ]
    assert sorted(rings) == [pytest.approx(place, abs=0.05) for place in sorted(wanted)]
    patches = {mark.fill[1]: mark.box for mark in marks[-8:] if mark.kind == "f"}
    assert set(patches) == {(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)}
    for x0, y0, x1, y1 in patches.values():
        assert x1 - x0 >= 3.9 and y1 - y0 >= 3.9, "large enough to be measured"
        assert y0 >= bleed[3] - 0.01 and y1 <= media[1] + 0.01, "between the bleed and the sheet's edge"
        assert trim[0] <= x0 and x1 <= middle[0] - 5, "clear of the crop marks and the target"


def test_the_colour_profile_is_the_print_shops(packs: Packs, project: Path) -> None:
    # another name in it: another file, no other colours
    other = (project / "assets/icc/FOGRA39L_coated_300.icc").read_bytes().replace(b"FOGRA39L", b"FOGRA51L")
    (project / "assets/icc/vores.icc").write_bytes(other)
    with (project / "layouts/conditions.toml").open("a", encoding="utf-8") as file:
        file.write('\n[vores]\nname = "FOGRA51"\nprofile = "vores.icc"\nink_limit = 300\n')
    ran("build", "plakater/fejl", "skemaer/podcast", "--press", ours(project, coated='"vores"'), "--quiet")
    (pack,) = (project / "out").iterdir()
    assert _intent(pack / "tryk/plakat-fejl-a3.pdf") == ("FOGRA51", other)
    # the form is ordered on uncoated paper, and there the print shop's condition is the usual one
    assert _intent(pack / "tryk/skema-podcast-a4.pdf")[0] == "FOGRA29"


def _intent(file: Path) -> tuple[str, bytes]:
    """The one printing condition of a file, and the profile in it."""
    with pikepdf.open(file) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == pikepdf.Name.GTS_PDFX and str(intent.RegistryName) == "http://www.color.org"
        return str(intent.OutputConditionIdentifier), intent.DestOutputProfile.read_bytes()


def test_every_file_is_made_for_the_paper_it_is_ordered_on(packs: Packs) -> None:
    order = tomllib.loads((ROOT / "layouts/order.toml").read_text(encoding="utf-8"))["products"]
    profiles = {
        surface: (name, (ROOT / f"assets/icc/{file}").read_bytes())
        for surface, name, file in (
            ("coated", "FOGRA39", "FOGRA39L_coated_300.icc"),
            ("uncoated", "FOGRA29", "FOGRA29L_uncoated_300.icc"),
        )
    }
    seen = set()
    for line in json.loads((packs() / "ordreseddel.json").read_text(encoding="utf-8"))["files"]:
        target = line["target"]
        surface = order.get(target, order[target.partition("/")[0]])["paper"]["surface"]
        assert _intent(packs() / "tryk" / line["file"]) == profiles[surface], line["file"]
        assert line["condition"] == profiles[surface][0]
        seen.add(surface)
    assert seen == {"coated", "uncoated"}


def test_the_large_profile_is_there_to_choose(project: Path) -> None:
    ran("build", "plakater/fejl", "--press", ours(project, coated='"fogra39-stor"'), "--quiet")
    (file,) = (project / "out").rglob("tryk/plakat-fejl-a3.pdf")
    assert _intent(file) == ("FOGRA39", (ROOT / "assets/icc/ISOcoated_v2_300_bas.icc").read_bytes())


@pytest.mark.parametrize(
    ("target", "before", "after", "limit"),
    [
        ("plakater/fejl", "ink_limit = 300", "ink_limit = 150", "FOGRA39 tager højst 150 %"),
        ("skemaer/podcast", "ink_limit = 280", "ink_limit = 140", "FOGRA29 tager højst 140 %"),
    ],
)
def test_the_ink_limit_is_that_of_the_paper(project: Path, target: str, before: str, after: str, limit: str) -> None:
    edit(project / "layouts/conditions.toml", before, after)
    result = run("build", target)
    assert result.exit_code == 1 and limit in result.output and "layouts/palette.toml" in result.output


def test_a_finished_file_is_checked_against_the_ink_limit_of_its_condition(project: Path, packs: Packs) -> None:
    poster, form = packs("plakater/fejl") / "tryk/plakat-fejl-a3.pdf", packs() / "tryk/skema-podcast-a4.pdf"
    edit(project / "layouts/conditions.toml", "ink_limit = 300", "ink_limit = 60")
    assert "højst 60 %" in run("check", poster, "--press", "standard").output
    assert "i orden" in ran("check", form, "--press", "standard")


def test_a_file_for_another_paper_than_the_print_shops_is_told_of(project: Path, packs: Packs) -> None:
    form = packs() / "tryk/skema-podcast-a4.pdf"
    result = run("check", form, "--press", ours(project, uncoated='"fogra39"'))
    assert result.exit_code == 1 and "filen er lavet til FOGRA29" in result.output and "FOGRA39" in result.output
    assert "i orden" in ran("check", form)


def test_one_file_a_product_holds_all_its_pieces(packs: Packs) -> None:
    together, apart = (
        packs("plakater", "--press", "samlet", "--edition", "tryk"),
        packs("plakater", "--press", "online", "--edition", "tryk"),
    )
    assert [path for path in files(together) if path.startswith("tryk/")] == ["tryk/plakater-a3.pdf"]
    pages = [words(apart / path) for path in files(apart) if path.startswith("tryk/")]
    with pikepdf.open(together / "tryk/plakater-a3.pdf") as pdf:
        count = len(pdf.pages)
    assert sorted(words(together / "tryk/plakater-a3.pdf", n) for n in range(count)) == sorted(pages)


# tools


def test_the_tools_lie_on_named_layers_that_a_machine_knows(packs: Packs) -> None:
    with pikepdf.open(packs() / "tryk/flipflap-200mm.pdf") as pdf:
        steps = {
            str(layer.Name): (str(layer.GTS_Metadata.GTS_ProcStepsGroup), str(layer.GTS_Metadata.GTS_ProcStepsType))
            for layer in pdf.Root.OCProperties.OCGs
        }
        lines = [line for page in pdf.pages for line in drawn(page) if line.layer]
        trim = box(pdf.pages[0], "TrimBox")
    assert steps == {"Stans": ("/Structural", "/Cutting"), "Ril": ("/Structural", "/Creasing")}
    assert {(line.layer, line.stroke[0]) for line in lines} == {("Stans", "Stans"), ("Ril", "Ril")}
    (cut,) = {tuple(round(n, 2) for n in line.box) for line in lines if line.layer == "Stans"}
    assert cut == pytest.approx(trim, abs=0.02)


def test_without_tools_no_layer_and_no_plate_of_theirs_is_left(packs: Packs) -> None:
    plain = packs("flipflap", "--no-dieline", "--edition", "tryk") / "tryk/flipflap-200mm.pdf"
    with pikepdf.open(plain) as pdf:
        assert "/OCProperties" not in pdf.Root
        inks = {ink for page in pdf.pages for mark in drawn(page) for ink in (mark.fill[0], mark.stroke[0])}
    assert not inks & {"Stans", "Ril"}
    assert words(plain) == words(packs() / "tryk/flipflap-200mm.pdf"), "the print is the same"


def test_without_tools_the_slip_asks_for_no_creasing(packs: Packs) -> None:
    told = json.loads(
        (packs("flipflap", "--no-dieline", "--edition", "tryk") / "ordreseddel.json").read_text(encoding="utf-8")
    )
    entry = next(entry for entry in told["files"] if entry["file"] == "flipflap-200mm.pdf")
    assert entry["steps"] == [] and "ril" not in " ".join(entry["finishing"]).lower()


# the school's own printer


def darkness(file: Path) -> float:
    """The share of a page's light that ink takes away."""
    return 1 - ImageStat.Stat(rendered(file, per_mm=1).convert("L")).mean[0] / 255


def test_low_ink_takes_a_third_of_the_ink_and_leaves_the_print_shops_file(packs: Packs) -> None:
    full, light = packs("plakater/fejl"), packs("plakater/fejl", "--low-ink")
    assert light.name == "team-sparefarve"
    (saved,) = light.glob("kontor/plakat-fejl*a3*.pdf")
    assert darkness(saved) < darkness(full / "kontor/plakat-fejl-a3-kontor.pdf") / 3
    assert files(light)["tryk/plakat-fejl-a3.pdf"] == files(full)["tryk/plakat-fejl-a3.pdf"]
    assert files(packs("plakater/fejl", "--sparefarve")) == files(light)


def test_large_print_is_larger_and_beside_the_other(packs: Packs) -> None:
    plain, large = packs("skemaer/udsagn"), packs("skemaer/udsagn", "--large")
    assert large.name == "team-storskrift"

    def body(pack: Path) -> float:
        (file,) = pack.glob("skaerm/*.pdf")
        with pikepdf.open(file) as pdf:
            return min(
                size
                for page in pdf.pages
                for piece in said(page)
                if piece.role == "P" and len(piece.text) > 60
                for size in piece.sizes
            )

    assert body(large) >= 16 > body(plain), "for who sees little, 16 points and more"
    assert files(packs("skemaer/udsagn", "--storskrift")) == files(large)


def test_backs_move_by_what_was_read_off_the_printer(project: Path) -> None:
    """Read through the front, the cross lay 0.8 mm to the right and 0.5 below; lying sheets 0.25 left and 0.9 above."""
    ran("build", "Flipflap", "billedkort", "--edition", "Kontor", "--quiet")
    before = {
        name: project / f"out/team/kontor/{name}.pdf" for name in ("flipflap-a3-kontor", "billedkort-4-paa-a4-kontor")
    }
    front, at = {}, {}
    said_on = {
        "flipflap-a3-kontor": ("Idéer", "Sådan folder du"),
        "billedkort-4-paa-a4-kontor": ("En er gået i stå", "modet til at forsvinde"),
    }
    for name, file in before.items():
        front[name] = found(file, 0, said_on[name][0])
        at[name] = found(file, 1, said_on[name][1])[0]
    ran("calibrate", "--printer", "kopirum", "--upright", "0.8", "-0.5", "--lying", "-0.25", "0.9")
    ran("build", "flipflap", "billedkort", "--edition", "kontor", "--printer", "kopirum", "--quiet")
    for name, file in before.items():
        assert found(file, 0, said_on[name][0]) == front[name], "fronts stay"
    moved = {
        name: tuple(b - a for a, b in zip(at[name], found(file, 1, said_on[name][1])[0], strict=True))
        for name, file in before.items()
    }
    # seen from behind, right is left; an upright sheet turns like a page, a lying one is tipped over its upper edge
    assert moved["flipflap-a3-kontor"] == pytest.approx((0.8, 0.5), abs=0.02)
    assert moved["billedkort-4-paa-a4-kontor"] == pytest.approx((0.25, 0.9), abs=0.02)


@pytest.mark.parametrize(
    ("right", "up", "parts"),
    [("1,5", "0", ["flipflap"]), ("−10", "–10", ["flipflap", "billedkort"]), ("10", "-10", ["skemaer/arbejdshaefte"])],
)
def test_a_back_that_lies_far_off_is_still_printed_whole(project: Path, right: str, up: str, parts: list[str]) -> None:
    """Hyphen, minus and dash are all minus; sheets become smaller, and what tells the scale does not."""
    ran("calibrate", "--printer", "kt", "--upright", right, up, "--lying", right, up)
    told = ran("build", *parts, "--printer", "kt", "--edition", "kontor")
    off = right.strip("−")
    assert f"printeren kt lægger bagsiden op til {off} mm forkert" in told
    for file in sorted((project / "out/team/kontor").iterdir()):
        assert check(file.read_bytes(), rules="office") == (), file.name


def test_what_was_measured_is_kept_until_it_is_measured_again(project: Path) -> None:
    kept = project / "layouts/printers/kopirum.toml"
    for nothing in (("--printer", "kopirum"), ("--upright", "1", "1")):
        assert run("calibrate", *nothing).exit_code == 1 and not kept.parent.exists()
    ran("calibrate", "--printer", "kopirum", "--upright", "0,5", "-1", "--lying", "1", "0,5")
    ran("calibrate", "--printer", "kopirum", "--lying", "2", "−0,25")
    assert read_printer(project, "kopirum") == Printer(Reading(0.5, -1), Reading(2, -0.25))
    before = kept.read_bytes()
    for wrong in ((), ("--lying", "11", "0"), ("--lying", "nan", "0"), ("--lying", "1e0", "0"), ("--upright", "1")):
        assert run("calibrate", "--printer", "kopirum", *wrong).exit_code != 0
        assert kept.read_bytes() == before
    assert [file.name for file in kept.parent.iterdir()] == ["kopirum.toml"]


# what is not fit is not packed


@pytest.mark.parametrize(
    ("folder", "ending", "broken"),
    [("tryk", "a4", "TrimBox"), ("kontor", "a4-kontor", "PrintScaling"), ("skaerm", "skaerm", "MarkInfo")],
)
def test_a_file_that_breaks_a_rule_stops_the_build(
    project: Path, monkeypatch: pytest.MonkeyPatch, folder: str, ending: str, broken: str
) -> None:
    import io

    ran("build", "skemaer/podcast", "--quiet")
    kept = files(project / "out")
    whole = Press.press

    def worse(self: Press, document: object, standard: object) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(whole(self, document, standard))) as pdf:  # type: ignore[arg-type]
            for page in pdf.pages:
                if broken == "TrimBox" and "/TrimBox" in page.obj:
                    del page.obj["/TrimBox"]
            if broken == "PrintScaling" and "/PrintScaling" in pdf.Root.ViewerPreferences:
                del pdf.Root.ViewerPreferences["/PrintScaling"]
            if broken == "MarkInfo" and "/MarkInfo" in pdf.Root:
                del pdf.Root["/MarkInfo"]
            pdf.save(out)
        return out.getvalue()

    edit(project / "content/pack.yaml", "2026-11-01", "2026-11-02")
    monkeypatch.setattr(Press, "press", worse)
    result = run("build", "skemaer/podcast")
    assert result.exit_code == 1 and f"{folder}/skema-podcast-{ending}.pdf: fejl" in result.output
    told = [re.sub(r" side [\d, -]+:", "", line) for line in result.output.splitlines() if ".pdf: fejl" in line]
    assert len(told) == len(set(told)), "what is wrong on every page is told once"
    assert files(project / "out") == kept

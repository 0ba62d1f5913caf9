"""What a school brings must reach the paper without anything of the toolkit being touched, or be told of in its own file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner
from program import ROOT, edit, files, ran, run
from trygtryk import cli
from trygtryk.cli import asking
from trygtryk.errors import BuildError
from trygtryk.model import Line, walk
from trygtryk.order import Order
from trygtryk.read import read_sources
from trygtryk.sources.danish.nouns import bend
from trygtryk.sources.department import layer
from trygtryk.sources.department.departments import asked_for, slug
from trygtryk.sources.department.keys import IN_DANISH, KEYS, meant
from trygtryk.sources.department.layer import _KNOWN, read_department
from trygtryk.sources.department.new_department import asked_forms
from trygtryk.sources.department.own_word import lexicon

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><rect width="300" height="100" fill="#ff00ff"/></svg>'


def words(file: Path, page: int = 0) -> str:
    return " ".join(pypdf.PdfReader(file).pages[page].extract_text().split())


def coloured(file: Path, box_mm: tuple[float, float, float, float], page: int = 0) -> bool:
    """Whether the middle of a box, in mm from the page's lower left corner, is the logo's colour."""
    dots = pypdfium2.PdfDocument(file)[page].render(scale=1).to_pil().convert("RGB")
    x, y = ((box_mm[n] + box_mm[n + 2] / 2) * 72 / 25.4 for n in (0, 1))
    red, green, blue = dots.getpixel((int(x), int(dots.height - y)))
    return red > 150 and blue > 90 and green < 110  # type: ignore[no-any-return]


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("skole") / "Søndre afd"
    (made / "billeder").mkdir(parents=True)
    (made / "logo.svg").write_text(LOGO, encoding="utf-8")
    (made / "billeder/plakat-fejl.svg").write_text(LOGO, encoding="utf-8")
    (made / "afdeling.yaml").write_text(
        "navn: Mellemtrinnet\nskole: Havrebjerg Skole\nlogo: logo.svg\nord: årgang\noplag:\n  Plakater: 7\n  plakater/fejl: 3\n"
        "udgave: 24.12.2026\ntekster:\n  plakater.fejl.headline: Her lærer vi\nvendinger:\n  teammøde: fredagsmøde\n"
        "links:\n  podcast: {adresse: https://intra.skole.dk/x, titel: Vores podcast}\n",
        encoding="utf-8",
    )
    return made


@pytest.mark.parametrize(("word", "name"), [("kontor", "kontor-pakken"), ("årgang", "årgang"), ("team", "team")])
def test_a_pack_is_not_called_as_an_edition_within_it(word: str, name: str) -> None:
    """out/kontor/kontor/ sends people to the wrong one of two folders."""
    assert read_department(ROOT, word).name == name


def test_no_department_takes_the_folder_of_a_variant_or_of_a_device() -> None:
    """»Team storskrift« would replace the team's own pack in large print, and Windows makes no folder called NUL."""
    taken = ("Team storskrift", "nord-mail", "sparefarve", "CON", "nul", "Lpt1")
    assert [slug(name) for name in taken] == [
        "team-storskrift-pakken", "nord-mail-pakken", "sparefarve", "con-pakken", "nul-pakken", "lpt1-pakken",
    ]  # fmt: skip
    assert [slug(name) for name in ("Lpt10", "konsulenter", "Con amore")] == ["lpt10", "konsulenter", "con-amore"]


@pytest.mark.usefixtures("project")
def test_a_pack_that_gives_way_to_a_namesake_is_told(tmp_path: Path) -> None:
    """Two schools' folders called »nord« have one folder in out/: the second built would replace the first unseen."""
    for school in ("Aaby", "Bjerre"):
        folder = tmp_path / school / "nord"
        folder.mkdir(parents=True)
        (folder / "afdeling.yaml").write_text(f"skole: {school} Skole\n", encoding="utf-8")

    def told(school: str, part: str) -> bool:
        asked = (
            "build",
            part,
            "--edition",
            "skaerm",
            "--department",
            tmp_path / school / "nord",
            "--out",
            tmp_path / "ud",
        )
        return "i nord lå en anden pakke" in ran(*asked)

    parts = ("plakater/fejl", "plakater/tryghed")
    assert not any(told("Aaby", part) for part in parts)
    assert [told("Bjerre", part) for part in parts] == [True, False]
    assert told("Aaby", parts[0])


def test_what_a_department_brings_is_on_the_paper_and_the_toolkit_is_as_it_came(project: Path, folder: Path) -> None:
    before = {part: files(project / part) for part in ("content", "layouts", "assets")}
    answer = ran(
        "build",
        "plakater/fejl",
        "plakater/det-svaere",
        "billedkort",
        "skemaer/udsagn",
        "--edition",
        "tryk",
        "--edition",
        "skaerm",
        "--afdeling",
        folder,
    )
    assert "en årgang, årgangen" in answer
    assert {part: files(project / part) for part in before} == before
    pack = project / "out/søndre-afd"
    poster = pack / "tryk/plakat-fejl-a3.pdf"
    assert "Her lærer vi" in words(poster) and "hele årgangen lære" in words(poster)
    assert "Tryghedspakken · Havrebjerg Skole · Mellemtrinnet" in words(poster)
    # crop marks stand 10 mm round the trim; the poster's picture fills its upper half, the logo stands at its foot
    edge = (float(pypdf.PdfReader(poster).pages[0].mediabox.width) / 72 * 25.4 - 297) / 2
    assert coloured(poster, (edge + 100, edge + 300, 10, 10)) and coloured(poster, (edge + 20, edge + 9, 30, 10.6))
    assert "intra.skole.dk/x" in words(pack / "tryk/plakat-det-svaere-a3.pdf")
    card = words(pack / "tryk/billedkort-a6.pdf", 1)
    assert "Havrebjerg Skole · Mellemtrinnet" in card
    form = pypdf.PdfReader(pack / "skaerm/skema-udsagn-skaerm.pdf")
    fields = form.get_fields() or {}
    assert [field.get("/V") for name, field in fields.items() if name.endswith("afdeling")] == ["Mellemtrinnet"]
    assert "på årgangen" in words(pack / "skaerm/skema-udsagn-skaerm.pdf", 1)
    assert words(pack / "tryk/skema-udsagn-a4.pdf", 2).count("Mellemtrinnet") == 2  # in its field and at the foot
    slip = json.loads((pack / "ordreseddel.json").read_text(encoding="utf-8"))
    assert (slip["school"], slip["department"], slip["edition"]) == ("Havrebjerg Skole", "Mellemtrinnet", "2026-12-24")
    copies = {entry["file"]: entry["copies"] for entry in slip["files"]}
    assert (copies["plakat-fejl-a3.pdf"], copies["plakat-det-svaere-a3.pdf"]) == (3, 7)
    assert "Havrebjerg Skole · Mellemtrinnet" in words(pack / "ordreseddel.pdf")


def test_a_change_in_a_folder_elsewhere_is_built_again_and_can_be_verified(project: Path, folder: Path) -> None:
    asked = ("build", "plakater/fejl", "--edition", "tryk", "--department", folder)
    ran(*asked)
    with pytest.MonkeyPatch.context() as here:
        read = Mock(wraps=layer._read)
        here.setattr(layer, "_read", read)
        assert "Intet er ændret" in ran(*asked)
    assert read.call_count == 1, "for the pack's name and for whose pack it is"
    manifest = project / "out/søndre-afd/manifest.json"
    assert "Søndre afd/" in run("verify", manifest).output
    assert "stemmer" in ran("verify", manifest, "--department", folder)
    ran("build", "plakater/fejl", "--edition", "tryk")
    refused = run("verify", project / "out/team/manifest.json", "--department", folder)
    assert refused.exit_code == 1 and "ikke bygget med en afdelings mappe, men med ordet »team«" in refused.output
    (folder / "billeder/plakat-fejl.svg").write_text(LOGO.replace("ff00ff", "00aa00"), encoding="utf-8")
    assert "Intet er ændret" not in ran(*asked)


def test_a_department_begins_with_a_folder_made_from_a_few_answers(project: Path) -> None:
    told = ran("department", "new", "--navn", "Team: Nord", "--skole", "Ø-skolen", "--ord", "Team Nord")
    assert 'make print AFDELING="team-nord"' in told
    made = read_department(project, asked_for(project, "team-nord", department=True))
    assert made.title and made.school and (made.title.text, made.school.text) == ("Team: Nord", "Ø-skolen")
    assert made.wording.kind == "name" and made.name == "team-nord"
    assert "ingen i Team Nord bliver" in ran("wording", "team-nord")
    assert "team-nord" in ran("list")
    again = run("afdeling", "ny", "--navn", "Team Nord")
    assert again.exit_code == 1 and "mappen findes allerede" in again.output
    own = project / "content/afdelinger/team-nord/afdeling.yaml"
    own.write_text("# " + own.read_text(encoding="utf-8").replace("\n", "\n# "), encoding="utf-8")
    assert read_department(project, "content/afdelinger/team-nord/").wording.singular == "team"


def test_a_logo_and_a_folder_named_from_the_start_are_on_the_paper(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = tmp_path_factory.mktemp("skrivebord")
    (desk / "Skolens mærke.svg").write_text(LOGO, encoding="utf-8")
    told = ran(
        "department", "new", "--navn", "Nord", "--logo", desk / "Skolens mærke.svg", "--mappe", desk / "Skole/nord"
    )
    assert str(desk / "Skole/nord") in told and not (project / "content/afdelinger/nord").exists()
    (desk / "Skolens mærke.svg").unlink()  # the folder holds its own
    ran("build", "plakater/fejl", "--edition", "tryk", "--afdeling", desk / "Skole/nord", "--quiet")
    poster = project / "out/nord/tryk/plakat-fejl-a3.pdf"
    edge = (float(pypdf.PdfReader(poster).pages[0].mediabox.width) / 72 * 25.4 - 297) / 2
    assert coloured(poster, (edge + 20, edge + 9, 30, 10.6)) and "Nord" in words(poster)


def test_a_folder_with_pictures_alone_is_a_department(tmp_path: Path) -> None:
    (tmp_path / "Skov/billeder").mkdir(parents=True)
    (tmp_path / "Skov/billeder/jokes.svg").write_text(LOGO, encoding="utf-8")
    made = read_department(ROOT, f"{tmp_path}/Skov/")
    assert (made.name, list(made.pictures.by_id), made.title) == ("skov", ["jokes"], None)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("skoel: X", r"1: ukendt nøgle »skoel«\n.*mente du skole"),
        ("logo: væk.png", r"1: logoet »væk.png« findes ikke"),
        ("links: {podkast: https://x.dk}", r"1: der er ikke noget link, der hedder »podkast«\n.*podcast"),
        ("oplag: {plakater/fjel: 2}", r"1: der er ikke noget, der hedder »plakater/fjel«\n.*plakater/fejl"),
        ("oplag: {plakater: mange}", r"1: »oplag.plakater« skal være et helt tal\n.*cifre alene"),
        ("oplag: {plakater: -2}", r"1: »oplag.plakater« skal være 0 eller mere\n.*uden minus foran"),
        ("udgave: 31.2.2027", r"1: udgaven »31.2.2027« findes ikke\n.*1.11.2026"),
        ("udgave: i morgen", r"1: udgaven »i morgen« findes ikke"),
        ("billeder: fotos", r"1: der er ingen mappe, der hedder »fotos«"),
        ("ord: zyx", r"ordet »zyx« står ikke i ordbogen"),
        ("navn: X\ndepartment: Y", r"2: »department« og »navn« er det samme"),
        ("tekster: {plakater.fjel: x}", r"1: der er ingen tekst med id'et »plakater.fjel«"),
        ("mappe: '..'", r"1: »..« kan ikke være navn på pakkens mappe"),
    ],
)
def test_a_mistake_is_told_in_the_departments_own_file(tmp_path: Path, lines: str, told: str) -> None:
    (tmp_path / "afdeling.yaml").write_text(lines + "\n", encoding="utf-8")
    result = run("build", "plakater/fejl", "--department", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 1 and "Traceback" not in result.output
    with pytest.raises(AssertionError, match=told):
        raise AssertionError(result.output)


def test_two_departments_with_one_name_and_none_are_told(project: Path) -> None:
    for name in ("Sprog A", "sprog-a"):
        (project / "content/afdelinger" / name).mkdir(parents=True)
    assert "»Sprog A« og »sprog-a« får den samme mappe" in run("build", "--department", "sprog-a").output
    (project / "content/afdelinger/Sprog A").rmdir()
    assert "mente du sprog-a?" in run("build", "--department", "sporg-a").output
    (project / "content/afdelinger/Team").mkdir()
    assert "samme mappe i out/ som ordet »team«" in run("build", "--department", "sprog-a").output


def test_a_department_chooses_its_editions_and_its_link_keeps_what_it_does_not_say(project: Path, folder: Path) -> None:
    edit(folder / "afdeling.yaml", "udgave: 24.12.2026", "udgave: Kontor")
    edit(
        folder / "afdeling.yaml",
        "{adresse: https://intra.skole.dk/x, titel: Vores podcast}",
        "https://intra.skole.dk/x",
    )
    answer = ran("build", "plakater/det-svaere", "--department", folder)
    assert "linket »podcast« fører til jeres adresse, men teksten er vores: titel i content/links.yaml:" in answer
    pack = project / "out/søndre-afd"
    assert not (pack / "tryk").exists() and "intra.skole.dk/x" in words(pack / "kontor/plakat-det-svaere-a3-kontor.pdf")


@pytest.mark.parametrize(
    ("own", "printed", "told"),
    [
        ("{adresse: a.dk/b, titel: Vores, note: Kort, om: Vi taler.}", ("Vores", "Kort", "Vi taler."), ""),
        ("{adresse: a.dk/b, titel: Vores, note: Kort}", ("Vores", "Kort", ""), "udeladt: om i content/links.yaml:"),
        ("{adresse: a.dk/b, titel: Vores, om: ''}", ("Vores", "", ""), "udeladt: note i content/links.yaml:"),
        ("{titel: Vores}", ("Vores", "25 minutter", "Podcasten"), ""),
        ("a.dk/b", ("Podcast", "25 minutter", "Podcasten"), "men teksten er vores: titel i content/links.yaml:"),
    ],
)
def test_what_we_say_of_our_podcast_is_not_said_of_theirs(
    folder: Path, own: str, printed: tuple[str, ...], told: str
) -> None:
    """A form told of Sanne Høybye beside a school's own podcast."""
    (folder / "afdeling.yaml").write_text(f"links:\n  podcast: {own}\n", encoding="utf-8")
    sources = read_sources(ROOT, Order(("skemaer",), asked_for(ROOT, str(folder), department=True)))
    link = sources.materials.links["podcast"]
    said = (copy.text if copy else "" for copy in (link.title, link.note, link.about))
    assert all(text.startswith(start) and bool(start) == bool(text) for text, start in zip(said, printed, strict=True))
    notes = [str(note) for note in sources.notes if "podcast" in note.message]
    assert len(notes) == bool(told) and told in "".join(notes)
    links = {name: replace(its, about=None) for name, its in sources.materials.links.items()}
    silent = replace(sources.materials, links=links)
    assert sources.products["skemaer"].composed("podcast", silent).pages
    form = sources.products["skemaer"].composed("podcast", sources.materials)
    lines = [item.text for item in walk(form.pages[0].items) if isinstance(item, Line)]
    assert any("Høybye" in line for line in lines) == (printed[1] == "25 minutter")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("oplag: {plakater: 4}\nbestilling: {ean: '5790000123452', dato: 1.12.2026}\nudgave: kontor", "plakater: 4, dato: 2026-12-01, ean: 5790000123452"),
        ("oplag: {plakater: 4}\nudgave: kontor, tryk", ""),
        ("udgave: kontor", ""),
        ("bestilling: {dato: 5.1.2025}", "der skal leveres 2025-01-05, men pakken er fra 2026-11-01"),
        ("bestilling: {dato: 5.1.2025}\nudgave: 1.1.2025", ""),
    ],
)  # fmt: skip
def test_an_order_that_reaches_no_print_shop_or_comes_too_late_is_told(folder: Path, written: str, told: str) -> None:
    """Copies, EAN and date were ignored in silence in a pack for the school's own printer."""
    (folder / "afdeling.yaml").write_text(f"{written}\n", encoding="utf-8")
    for extra in folder.glob("logo.*"):
        extra.unlink()
    sources = read_sources(ROOT, Order(("plakater",), asked_for(ROOT, str(folder), department=True)))
    notes = [str(note) for note in sources.notes if note.place and note.place.file.endswith("afdeling.yaml")]
    assert len(notes) == bool(told) and told in "".join(notes)


def test_an_unknown_word_is_learnt_from_four_questions(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = "et\n\nzyxer\n\n"
    monkeypatch.setattr(asking, "at_a_terminal", lambda: True)
    result = CliRunner().invoke(
        cli.main, ["build", "plakater/tryghed", "--edition", "tryk", "--team", "zyx"], input=answers
    )
    assert result.exit_code == 0, result.output
    poster = words(project / "out/zyx/tryk/plakat-tryghed-a3.pdf")
    assert "ingen i zyxet bliver" in poster and poster.count("zyx") == 1  # a word is no name to be printed
    # from now on it is known, also where nobody can be asked
    monkeypatch.undo()
    monkeypatch.setattr(cli, "ROOT", project)
    assert "ingen i zyxet bliver" in ran("wording", "zyx")


def test_the_questions_offer_what_is_likely() -> None:
    asked: list[tuple[str, str]] = []

    def ask(question: str, otherwise: str) -> str:
        asked.append((question, otherwise))
        return "et" if len(asked) == 1 else otherwise

    noun = asked_forms(bend("plingplang", lexicon(ROOT)).noun, ask)
    assert [likely for _, likely in asked] == ["en", "plingplanget", "plingplanger", "plingplangerne"]
    assert (noun.gender, noun.singular_definite) == ("intetkøn", "plingplanget")


def test_no_key_is_pointed_to_in_english() -> None:
    told = [meant(name, _KNOWN, ["navn"]) for name in ("kontekst", "phrase", "xyz", "copies ")]
    english = {key for key, danish in IN_DANISH.items() if key != danish and key not in KEYS}
    assert not [way for way in told if english & set(re.findall(r"\w+", way))], told
    assert meant("gendr", _KNOWN, ["singular"]) == "mente du gender?"


@pytest.mark.parametrize(
    ("word", "answers", "told", "definite"),
    [
        ("flinger", ["hurtig", "et", "ja", "flingeret", "n", "flingere", "ok", "flingerene"], 4, "flingeret"),
        ("BQF", ["en", "i BQF"], 0, "BQF"),
    ],
)
def test_an_answer_that_cannot_be_right_is_asked_again(word: str, answers: list[str], told: int, definite: str) -> None:
    left, asked = list(answers), list[str]()

    def ask(question: str, otherwise: str) -> str:
        asked.append(question)
        return left.pop(0)

    noun = asked_forms(bend(word, lexicon(ROOT)).noun, ask)
    assert not left and noun.singular_definite == definite and noun.countable == (word != "BQF")
    assert len([question for question in asked if "kan ikke passe; " in question]) == told


def test_a_department_from_nowhere_is_an_error() -> None:
    with pytest.raises(BuildError, match="trygtryk department new"):
        asked_for(ROOT, "findes-ikke", department=True)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("navn: ”Mellemtrinnet”", r"1: anførselstegnene ”…” .* bliver trykt med"),
        ("oplag: 30", r"1: »oplag« skal være nøgler med værdier\n.*hver nøgle på sin egen linje"),
        ("oplag: {plakater: 30 stk.}", r"»oplag.plakater« skal være et helt tal\n.*cifre alene: 30"),
        ("oplag: {plakater: 9999999}", r"1: »plakater« er sat til 9999999 stk."),
        ("navn:Nord", r"1: filen skal have nøgler og værdier\n.*kolon, mellemrum"),
        ("Nvan: Nord", r"1: ukendt nøgle »Nvan«\n.*mente du navn"),
        ("kontakt: Ida Holm", r"1: ukendt nøgle »kontakt«\n.*under »bestilling«: skriv afsender: …"),
        ("bestilling: {Kontaktperson: Ida}", r"1: ukendt nøgle »Kontaktperson«\n.*skriv »afsender«"),
        ("levering: Skolevej 1", r"1: ukendt nøgle »levering«\n.*under »bestilling«: skriv levering: …"),
        ("eksemplarer: 4", r"1: ukendt nøgle »eksemplarer«\n.*skriv »oplag«"),
        ("links: {podcast: {adrese: 'https://a.dk'}}", r"1: ukendt nøgle »adrese«\n.*mente du adresse\?"),
        ('navn: Børnehuset "Solen"', r"1: anførselstegnene \"…\" .*\n.*skriv »Solen«"),
        ("ord: vores team", r"1: »vores« hører ikke med til ordet"),
        ("køn: en", r"»køn« kan ikke være »en«\n.*mulige: fælleskøn, intetkøn"),
        ("links: {podcast: 'https://skole,dk'}", r"»https://skole,dk« er ikke en adresse på nettet"),
        ("tekster: {plakater: {fejl: Hej}}", r"skal stå en tekst.*\n.*hele id'et på én linje"),
    ],
)
def test_what_people_write_is_told_in_their_words_with_the_way_out(tmp_path: Path, lines: str, told: str) -> None:
    (tmp_path / "afdeling.yaml").write_text(lines + "\n", encoding="utf-8")
    result = run("build", "plakater/det-svaere", "--department", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 1 and re.search(told, result.output), result.output


@pytest.mark.parametrize("name", ["afdeling.yaml.txt", "Afdeling.yml", "afdeling (1).yaml"])
def test_a_file_that_was_meant_to_be_the_departments_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "billeder").mkdir()
    (tmp_path / name).write_text("navn: Nord\n", encoding="utf-8")
    told = run("build", "plakater/fejl", "--department", tmp_path, "--out", tmp_path / "out").output
    assert f"filen hedder »{name}« og bliver ikke læst" in told


def test_what_lies_in_the_folder_is_used_or_told_whatever_the_case_of_its_letters(tmp_path: Path) -> None:
    own, out = tmp_path / "nord", tmp_path / "out"
    (own / "BILLEDER").mkdir(parents=True)
    (own / "fotos").mkdir()
    for name in ("Logo.SVG", "BILLEDER/plakat-fejl.SVG", "fotos/a.svg", "plakat-ideer.svg"):
        (own / name).write_text(LOGO, encoding="utf-8")
    (own / "afdeling (1).yaml").touch()
    lines = "NAVN: Nord\nskole:\nlogo: logo.svg\nTekster:\n  plakater.fejl.headline: Fejl er **godt**\n"
    (own / "afdeling.yaml").write_text(lines, encoding="utf-8")
    told = ran("build", "plakater/fejl", "--edition", "tryk", "--department", own, "--out", out)
    assert "plakat-ideer.svg: billedet bruges ikke" in told and "fotos: mappen bruges ikke" in told
    assert "afdeling (1).yaml: filen læses ikke" in told and "5: »**« bliver trykt, som det står" in told
    poster = out / "nord/tryk/plakat-fejl-a3.pdf"
    edge = (float(pypdf.PdfReader(poster).pages[0].mediabox.width) / 72 * 25.4 - 297) / 2
    assert coloured(poster, (edge + 20, edge + 9, 30, 10.6)) and coloured(poster, (edge, edge + 300, 297, 100))
    assert "Nord" in words(poster)


def test_the_logo_stands_in_its_own_place_on_the_workbooks_cover_and_on_its_pages(tmp_path: Path) -> None:
    """One file holds it in two sizes: the cover's once stood over the text of every page."""
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / "afdeling.yaml").write_text("logo: logo.svg\nskole: Havrebjerg Skole\nnavn: Mellemtrinnet\n", "utf-8")
    asked = ("skemaer/arbejdshaefte", "--edition", "skaerm", "--department", tmp_path, "--out", tmp_path / "ud")
    ran("build", *asked, "--quiet")
    (book,) = tmp_path.glob("ud/*/skaerm/arbejdshaefte-skaerm.pdf")
    assert "Havrebjerg Skole · Mellemtrinnet" in words(book)
    cover, page = (146, 28, 44, 16), (164, 283.5, 26, 8)
    assert [coloured(book, box, n) for n in (0, 2) for box in (cover, page)] == [True, False, False, True]

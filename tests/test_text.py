"""Text comes from every program there is; what cannot be seen must not stop a coordinator without saying where it stands."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from program import edit, files, ran, run
from trygtryk.errors import BuildError
from trygtryk.sources.content import read_content
from trygtryk.sources.nodes import Node, read_toml, read_yaml
from trygtryk.sources.text import text_files, unicode_text


def told(data: bytes, name: str = "a.yaml") -> str:
    with pytest.raises(BuildError) as caught:
        unicode_text(data, name)
    return str(caught.value)


@pytest.mark.parametrize("ending", ["yaml", "toml"])
def test_a_byte_order_mark_is_taken_off(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"a.{ending}"
    file.write_bytes(b"\xef\xbb\xbf" + ("navn: Ø" if ending == "yaml" else 'navn = "Ø"').encode())
    tree = (read_yaml if ending == "yaml" else read_toml)(file, tmp_path)
    assert isinstance(tree.value, dict) and tree.value["navn"].value == "Ø"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("title: Hjælp".encode("latin-1"), "a.yaml:1: filen er ikke gemt som UTF-8 (men i et ældre tegnsæt)"),
        ("a: 1\nb: Hjælp".encode("cp1252"), "a.yaml:2: filen er ikke gemt som UTF-8"),
        ("title: Hjælp".encode("utf-16"), "a.yaml: filen er gemt som UTF-16"),
        ("title: Hjælp".encode("utf-16-le"), "a.yaml:1: filen er ikke gemt som UTF-8 (men i UTF-16)"),
        ("title: Hjælp".encode("utf-32"), "a.yaml: filen er gemt som UTF-32"),
        (b"PK\x03\x04\x14\x00", "a.yaml: filen er et dokument eller en zipfil og ikke en ren tekst"),
        (b"{\\rtf1 title: Hej}", "a.yaml: filen er et RTF-dokument"),
    ],
)
def test_another_encoding_is_named_with_how_to_save(data: bytes, message: str) -> None:
    made = told(data)
    assert made.startswith(message) and "gem den" in made and "UTF-8" in made


@pytest.mark.parametrize(
    ("sign", "called"),
    [
        ("\u200b", "et mellemrum uden bredde (U+200B)"), ("\u00ad", "en blød bindestreg (U+00AD)"),
        ("\u202e", "et tegn, der vender skriftens retning (U+202E)"), ("\u2066", "vender skriftens retning (U+2066)"),
        ("\U000e0041", "et usynligt mærke (U+E0041)"), ("\u2009", "et særligt mellemrum (U+2009)"),
        ("\x00", "et usynligt tegn (U+0000)"), ("\x85", "et usynligt tegn (U+0085)"), ("\u2028", "et særligt linjeskift"),
        ("\ufeff", "et tegn uden bredde (U+FEFF)"), ("\ufffd", "et tegn, der er gået i stykker"), ("\ufe0f", "(U+FE0F)"),
    ],
)  # fmt: skip
def test_a_sign_nobody_sees_is_named_with_its_place(sign: str, called: str) -> None:
    made = told(f"a: 1\nb: Her tør{sign} vi".encode())
    assert made.startswith("a.yaml:2: ") and called in made and "tegn nr. 11 på linjen efter »b: Her tør«" in made


def test_a_hard_space_is_taken_within_a_line_and_told_at_its_front() -> None:
    assert unicode_text("a: 5\u00a0minutter".encode(), "a.yaml") == "a: 5\u00a0minutter"
    assert "a.yaml:2: der står et hårdt mellemrum forrest på linjen" in told("a:\n \u00a0b: c".encode())


letters = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "Zs"]), max_size=30)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(letters)
def test_any_text_comes_composed_or_is_told(text: str) -> None:
    try:
        made = unicode_text(text.encode(), "a.yaml")
    except BuildError as error:
        assert "U+" in str(error)
    else:
        assert made == unicodedata.normalize("NFC", text)


def test_decomposed_letters_print_the_same_bytes(project: Path) -> None:
    first = ("build", "plakater/fejl", "--edition", "tryk", "--quiet")
    ran(*first)
    made = files(project / "out/team/tryk")
    for name in ("plakater.yaml", "pack.yaml", "links.yaml"):
        file = project / "content" / name
        file.write_text(unicodedata.normalize("NFD", file.read_text(encoding="utf-8")), encoding="utf-8")
    ran(*first)
    assert files(project / "out/team/tryk") == made


def test_a_name_in_decomposed_letters_is_found(project: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "målgruppe")
    (project / "content/wordings/gruppe.yaml").rename(project / f"content/wordings/{decomposed}.yaml")
    made = ran("wording", "målgruppe")
    assert made == ran("wording", decomposed) and "i gruppen" in made
    (project / "content/afdelinger" / unicodedata.normalize("NFD", "Ålsgårde")).mkdir(parents=True)
    assert "ålsgårde" in ran("list")


def tree(tmp_path: Path, text: str) -> Node:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    return read_yaml(file, tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: Vores # fejl", "a.yaml:1: teksten bliver klippet ved #: »Vores«"),
        ("b: 1\na: Vi er\n  nr. #1 her", "a.yaml:3: teksten bliver klippet ved #"),
        ("a:\n  - Vores # fejl", "a.yaml:2: teksten bliver klippet ved #"),
        ("b: 1\na: &x [1]", "a.yaml:2: & og * først i en tekst"),
        ("x: &x [*x]", "a.yaml:1: & og * først i en tekst"),
        ("a: *ukendt", "a.yaml:1: & og * først i en tekst"),
        ("a: !!python/object:os.system x", "a.yaml:1: ! først i en tekst"),
        ("b: 1\na: !vigtigt", "a.yaml:2: ! først i en tekst"),
        ("a: " + "[" * 100_000, "a.yaml:1: der er mere end 40 led inde i hinanden"),
        ("a: " + "{a: " * 60 + "}" * 60, "a.yaml:1: der er mere end 40 led inde i hinanden"),
        ("a: 1\n---\nb: 2", "a.yaml:2: filen er delt i flere af ---"),
        ("? [a]\n: b", "a.yaml:1: en nøgle skal være et ord"),
        ("# kun en bemærkning", "a.yaml: filen er tom"),
    ],
)
def test_what_yaml_would_do_unasked_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BuildError) as caught:
        tree(tmp_path, text)
    assert str(caught.value).startswith(message), str(caught.value)[:300]


def test_a_remark_has_two_spaces_before_it_and_a_quoted_text_keeps_its_sign(tmp_path: Path) -> None:
    made = tree(tmp_path, 'a: fem  # antal\nb: "Vores # fejl"\nc: Nr.#1\nd: |\n  Linje # to\n')
    assert isinstance(made.value, dict)
    assert [node.value for node in made.value.values()] == ["fem", "Vores # fejl", "Nr.#1", "Linje # to\n"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = " + "9" * 5000, "a.toml:2: tallet har for mange cifre"),
        ("a = 1\nb = inf", "a.toml:2: »b« er inf og ikke et tal, der kan måles"),
        ("[x]\nb = [1, nan]", "a.toml:2: »x.b« er nan"),
        ("a = 1\nb = 1e999", "a.toml:2: »b« er inf"),
        ("a = 1\nb = " + "[" * 100_000, "a.toml:2: der er mere end 40 led"),
        ("a = 1\na = 2", "a.toml:2: nøglen eller afsnittet står to gange"),
        ("a = [1", "a.toml:1: linjen kan ikke læses"),
    ],
)
def test_toml_that_cannot_be_meant_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "a.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        read_toml(file, tmp_path)
    assert str(caught.value).startswith(message), str(caught.value)[:300]


def test_numbers_of_thousands_of_digits_are_told_in_yaml_too(project: Path) -> None:
    edit(project / "content/skemaer/opstart.yaml", "minutes: 60", f"minutes: {'6' * 5000}")
    result = run("build", "skemaer/opstart")
    assert result.exit_code == 1 and "minutes« skal være et helt tal" in result.output


def test_what_systems_leave_lying_is_left_alone(project: Path) -> None:
    first = ran("build", "skemaer/podcast", "--edition", "skaerm")
    assert "1 fil i" in first
    for name in (".x.yaml", "._podcast.yaml", "Thumbs.db", ".DS_Store", "~$podcast.yaml", "podcast.yaml~"):
        (project / "content/skemaer" / name).write_bytes(b"\x00\x05\x16\x07\xff")
        (project / "content/wordings" / name).write_bytes(b"\x00\x05\x16\x07\xff")
    assert "Intet er ændret" in ran("build", "skemaer/podcast", "--edition", "skaerm")
    assert "x" not in ran("list").split("team« (--team):")[1].split()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ny.yml", "ny.yml: filen læses ikke, for navnet ender på .yml\n    → kald den ny.yaml"),
        ("ny.yaml.txt", "filen læses ikke, for navnet ender på .yaml.txt"),
        ("mappe.yaml/", "det er en mappe og ikke en fil"),
        (b"h\xe6fte.yaml", "h\\xe6fte.yaml: filens navn har tegn, der ikke kan læses"),
    ],
)
def test_a_name_that_is_nearly_right_is_told(tmp_path: Path, name: str | bytes, message: str) -> None:
    path = tmp_path / (name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else name)
    if str(name).endswith("/"):
        path.mkdir()
    else:
        path.write_text("a: 1", encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        text_files(tmp_path, ".yaml", tmp_path)
    assert message in str(caught.value)


def test_two_names_that_come_to_the_same_are_told(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "håndbog.yaml")).write_text("a: 1", encoding="utf-8")
    with pytest.raises(BuildError, match=r"der er to filer, der hedder »håndbog\.yaml«"):
        text_files(tmp_path, ".yaml", tmp_path)


def test_a_misnamed_form_is_told_by_the_build(project: Path) -> None:
    form = project / "content/skemaer/podcast.yaml"
    form.rename(form.with_suffix(".yml"))
    with pytest.raises(BuildError, match=r"content/skemaer/podcast\.yml"):
        read_content(project, "skemaer")

"""A misspelt key that is silently ignored costs an editor an afternoon; each mistake must name its line and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import Box
from trygtryk.model import Copy, Ink
from trygtryk.order import wanted
from trygtryk.sources.layout import NEEDED, Style, TypeScale, converters, read_palette
from trygtryk.sources.nodes import Node, from_yaml, read_toml, read_yaml
from trygtryk.sources.strict import read


@dataclass(frozen=True)
class Step:
    minutes: int
    text: Copy


@dataclass(frozen=True)
class Form:
    title: Copy
    steps: tuple[Step, ...]
    kind: Literal["plan", "samtale"] = "plan"
    wide_mm: float = 10.0
    said: Mapping[Literal["før", "efter"], Copy] | None = None


def yaml(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "form.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(BuildError) as caught:
        read(Form, read_yaml(yaml(tmp_path, text), tmp_path), "skemaer.opstart")
    return [str(fault) for fault in caught.value.faults]


GOOD = "title: Opstart\nsteps:\n  - minutes: 5\n    text: Velkommen\n  - {minutes: 10, text: Runde}\n"


def test_a_good_file_is_read_with_ids_and_lines(tmp_path: Path) -> None:
    form = read(Form, read_yaml(yaml(tmp_path, GOOD), tmp_path), "skemaer.opstart")
    assert form.title == Copy("Opstart", "skemaer.opstart.title", Place("form.yaml", 1))
    assert form.steps[1] == Step(10, Copy("Runde", "skemaer.opstart.steps.2.text", Place("form.yaml", 5)))
    assert form.wide_mm == 10.0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + "titel: Igen\n", "form.yaml:6: ukendt nøgle »skemaer.opstart.titel«"),
        (GOOD + "title: Igen\n", "form.yaml:6: »title« står to gange"),
        ("steps: []\n", "form.yaml:1: »skemaer.opstart.title« mangler"),
        (GOOD.replace("5", "fem", 1), "form.yaml:3: »skemaer.opstart.steps.1.minutes« skal være et helt tal"),
        (GOOD.replace("Opstart", "''"), "form.yaml:1: »skemaer.opstart.title« skal være en tekst"),
        (
            GOOD.replace("text: Velkommen", "text:\n      Husk: sig det højt"),
            "form.yaml:5: »skemaer.opstart.steps.1.text« skal være en tekst, der ikke er tom\n    → er det én tekst",
        ),
        (
            GOOD + "said: {før: Nu, eftr: Så}\n",
            "form.yaml:6: ukendt nøgle »skemaer.opstart.said.eftr«\n    → mente du efter",
        ),
        (GOOD + "said: {før: Nu}\n", "form.yaml:6: »skemaer.opstart.said.efter« mangler"),
        (GOOD + "kind: møde\n", "form.yaml:6: »skemaer.opstart.kind« kan ikke være »møde«"),
        ("title: Opstart\nsteps: Velkommen\n", "form.yaml:2: »skemaer.opstart.steps« skal være en liste"),
        (
            "title: {dette team} mødes\nsteps: []\n",
            "form.yaml:1: linjen er rykket forkert ind, eller der står noget efter }",
        ),
        ("title: [\n", "form.yaml:2: filen kan ikke læses fra denne linje"),
        ("", "form.yaml: filen er tom"),
    ],
)
def test_each_mistake_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    assert any(fault.startswith(told) for fault in faults(tmp_path, text)), faults(tmp_path, text)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, "titel: x\nsteps:\n  - {minutes: x, text: y}\n")) == 3


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    assert "mente du title?" in faults(tmp_path, GOOD + "titel: Igen\n")[0]


def test_yaml_gives_text_and_nothing_else(tmp_path: Path) -> None:
    node = read_yaml(yaml(tmp_path, "a: 1:30\nb: ja\nc: no\nd: 2026-11-01\ne: 010\n"), tmp_path)
    assert isinstance(node.value, dict)
    assert [child.value for child in node.value.values()] == ["1:30", "ja", "no", "2026-11-01", "010"]


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    file.write_bytes("title: Hjælp".encode("latin-1"))
    with pytest.raises(BuildError, match="ikke gemt som UTF-8"):
        read_yaml(file, tmp_path)


@pytest.mark.parametrize("value", ["nan", "inf", "1e999"])
def test_numbers_are_finite(tmp_path: Path, value: str) -> None:
    assert faults(tmp_path, GOOD + f"wide_mm: {value}\n")


@pytest.mark.parametrize("key", ["0.0", "'a' . b", '"ø å"', '"\\u00e6".b', "[a.b]\nc"])
def test_a_key_that_a_layout_does_not_know_is_told_at_its_line(tmp_path: Path, key: str) -> None:
    @dataclass(frozen=True)
    class Layout:
        pass

    file = tmp_path / "a.toml"
    file.write_text(f"# to \n{key} = '''\n\"\\q\" = 1'''", encoding="utf-8")
    with pytest.raises(BuildError, match=r"a\.toml:2: ukendt nøgle"):
        read(Layout, read_toml(file, tmp_path))


def test_layouts_name_inks_boxes_and_styles(tmp_path: Path) -> None:
    (tmp_path / "palette.toml").write_text(
        '[petrol]\ncmyk = [90, 45, 40, 35]\nsrgb = "#175b6b"\n'
        + "".join(f'[{name}]\ncmyk = [0, 0, 0, 0]\nsrgb = "#ffffff"\n' for name in NEEDED if name != "petrol")
    )
    palette = read_palette(tmp_path / "palette.toml", tmp_path)
    readers = converters(palette, TypeScale({"text": Node("a.ttf", Place("type.toml"))}, (10.0, 12.0), "da_DK"))
    file = tmp_path / "billedkort.toml"
    file.write_text('box = [1, 2, 30, 40]\nink = "petrol"\n[style]\nface = "text"\nsize_pt = 12\nink = "petrol"\n')

    @dataclass(frozen=True)
    class Layout:
        box: Box
        ink: Ink
        style: Style

    layout = read(Layout, read_toml(file, tmp_path), "", readers)
    assert layout.box == Box(1, 2, 31, 42) and layout.ink.cmyk == (90, 45, 40, 35) and layout.style.size_pt == 12
    for before, after, told in (
        ('ink = "petrol"\n[', 'ink = "petrl"\n[', "billedkort.toml:2: ukendt farve »petrl«\n    → mente du petrol?"),
        ("size_pt = 12", "size_pt = 12.5", "billedkort.toml:3: 12.5 pt er ikke på skalaen"),
        ('"text"', '"tekst"', "billedkort.toml:3: ukendt skriftsnit »tekst«"),
    ):
        broken = tmp_path / "broken" / "billedkort.toml"
        broken.parent.mkdir(exist_ok=True)
        broken.write_text(file.read_text().replace(before, after))
        with pytest.raises(BuildError) as caught:
            read(Layout, read_toml(broken, broken.parent), "", readers)
        assert told in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "line", "told"),
    [
        (
            ["a:", "  b: |-", "    x", "  question Hvad nu?", "", "c:"],
            4,
            "ingen nøgle med kolon.*\n.*»question: Hvad nu.«",
        ),
        (["a:", "  b: |-", "    x", "  question:Hvad nu?", "", "c:"], 4, "mellemrum efter »question:«"),
        (["a:", "  b Hej", "  c: Hej"], 2, "ingen nøgle med kolon"),
        (["a:", "  - b Hej", "    c: Hej"], 2, "ingen nøgle med kolon"),
        (["a:", "  b |", "    x", "    y", "  c: Hej"], 2, "ingen nøgle med kolon"),
        (["- Hej", "  b: Hej"], 1, "»Hej:«; er den og linjen under én tekst, så sæt anførselstegn om"),
        (["a:", "  b Hej", "    c: Hej"], 3, "et kolon for meget"),
        (["- Hej", "- b: Husk: det"], 2, "et kolon for meget"),
        (["a: Hej", 'b: "Husk: en “fejl”"'], 2, "“…” er ikke dem"),
        (["a: Hej", "b: Husk: det"], 2, "et kolon for meget"),
        (["a: Hej", " b: Hej"], 2, "et kolon for meget, eller den er rykket"),
        (["a: |", "  x", "  en “fejl” mere"], 3, "“…” er ikke dem.*\n.*»fejl«"),
        (["a: Hej", 'b: en "fejl" mere'], 2, '"…" er ikke dem.*\n.*»fejl«'),
        (["a: Hej", "b: ”fejl” og „fejl“"], 2, "”…” er ikke dem"),
        (["a: Hej", 'b: "Den" fejl'], 2, "linjen går videre\n.*»Den« fejl"),
    ],
)
def test_a_slip_in_a_line_is_told_at_that_line(lines: list[str], line: int, told: str) -> None:
    with pytest.raises(BuildError, match=told) as error:
        from_yaml("\n".join(lines), "a.yaml")
    assert [fault.place for fault in error.value.faults] == [Place("a.yaml", line)]


def test_a_text_in_quotes_keeps_the_marks_in_it() -> None:
    tree = from_yaml("""a: 'en "fejl" og 5" rør'\nb: rør på 5" og 6\nc: "“Hej”"\n""", "a.yaml")
    assert isinstance(tree.value, dict) and tree.value["a"].value == 'en "fejl" og 5" rør'


def test_names_are_taken_with_any_capitals() -> None:
    assert wanted(("Plakater/Fejl", "BILLEDKORT")) == ("billedkort", "plakater/fejl")

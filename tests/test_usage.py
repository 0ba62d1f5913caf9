"""What is typed wrongly is answered in Danish, with the way out; nothing of the command line's own words is English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from trygtryk import cli
from trygtryk.cli import main
from trygtryk.errors import BuildError, of_system
from trygtryk.sources.content import Link, addressed
from trygtryk.sources.nodes import read_yaml
from trygtryk.sources.strict import read

ENGLISH = (
    "Usage:",
    "Options:",
    "Commands:",
    "Error:",
    "Try ",
    "Show ",
    "No such",
    "Missing",
    "OPTIONS",
    "ARGS",
    "[required]",
)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("buld", "kommandoen »buld« findes ikke\n    → mente du build?"),
        ("build --pres x", "tilvalget »--pres« findes ikke\n    → mente du --press"),
        ("build --quiet=3", "--quiet skal ikke have noget skrevet efter sig"),
        ("build --team", "--team skal have noget skrevet efter sig"),
        ("build --team a --wording b", "brug kun én af --team, --wording og --department"),
        ("list fejl", "»fejl« hører ikke til her"),
        ("check", "FIL... mangler"),
        ("check nej.pdf", "filen »nej.pdf« findes ikke"),
        ("check --as tryk x.pdf", "--as skal være en af disse: press, screen, office"),
        ("flipflap export", "skriv, hvad der skal skrives: --svg, --dxf eller --fold"),
        ("calibrate --upright 0,5", "--upright skal have to tal skrevet efter sig"),
        ("calibrate --upright 0,5 lidt", "--upright: »lidt« er ikke et tal"),
    ],
)
def test_a_command_written_wrongly_is_told_in_danish(typed: str, told: str) -> None:
    result = CliRunner().invoke(main, typed.split())
    assert result.exit_code == 2 and told in result.output
    assert not [word for word in ENGLISH if word in result.output]


def commands(command: click.Command = main, typed: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Everything that can be asked for help, under all its names."""
    yield typed
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, (*typed, name))


@pytest.mark.parametrize("typed", [("flipflap",), *((*typed, "--help") for typed in commands())], ids=" ".join)
def test_the_help_is_danish(typed: tuple[str, ...]) -> None:
    output = CliRunner().invoke(main, typed).output
    assert output.startswith("Brug: ") and "Vis denne hjælp." in output
    assert not [word for word in ENGLISH if word in output]


def test_a_folder_that_is_not_there_is_told_without_a_traceback(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["flipflap", "export", "--fold", str(tmp_path / "nej/f.fold")])
    assert result.exit_code == 1 and "»f.fold«: mappen eller filen findes ikke" in result.output


def test_what_the_system_refuses_is_danish() -> None:
    assert (
        of_system(PermissionError(13, "Permission denied", "/et/sted/fil.pdf")).message
        == "»fil.pdf«: der er ikke adgang"
    )


@pytest.mark.parametrize(
    ("address", "show", "told"),
    [
        ("podcasten", "vpt.dk/b", "»podcasten« er ikke en adresse på nettet"),
        ("https://vpt.dk/a", "vpt.dk/b", "»vpt.dk/b« er ikke den adresse, QR-koden fører til"),
    ],
)
def test_a_code_that_leads_elsewhere_is_not_printed(tmp_path: Path, address: str, show: str, told: str) -> None:
    file = tmp_path / "links.yaml"
    file.write_text(f"a:\n  address: {address}\n  show: {show}\n  title: T\n  note: N\n", encoding="utf-8")
    links = read(dict[str, Link], read_yaml(file, tmp_path), "links")
    with pytest.raises(BuildError, match=told):
        addressed(links)


def test_a_way_out_that_many_mistakes_share_is_told_once(project: Path) -> None:
    file = project / "layouts/plakater.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('ink = "black"', 'ink = "sort"'), encoding="utf-8")
    output = CliRunner().invoke(main, ["build", "plakater/fejl"]).output
    assert output.count("ukendt farve »sort«") > 1 and output.count("→") == 1


def test_a_departments_name_that_is_too_long_is_told_of_in_its_own_file(tmp_path: Path) -> None:
    file = tmp_path / "sprog.yaml"
    word = (cli.ROOT / "content/wordings/gruppe.yaml").read_text(encoding="utf-8")
    file.write_text(f"{word}department: {'Afdelingen for alle sprog ' * 9}\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["build", "billedkort", "--wording", str(file), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1 and "sprog.yaml:8: kortenes bagside, afdelingens navn" in result.output

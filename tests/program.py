"""The program as somebody at a keyboard meets it: what is typed, what is answered, which files lie there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result
from trygtryk import cli

ROOT = Path(__file__).resolve().parents[1]

Packs = Callable[..., Path]
"""What the fixture ``packs`` hands out: the folder of a pack built with the options given."""


def laid_out(folder: Path) -> Path:
    """A project in a folder, but for the dictionary that only the spelling is checked by."""
    for part in ("content", "layouts", "assets"):
        shutil.copytree(
            ROOT / part, folder / part, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("da_DK.*")
        )
    (folder / "build").mkdir()
    return folder


def run(*arguments: str | Path) -> Result:
    """One command and its answer; the program works on the project the fixture ``project`` made, else on this one."""
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def ran(*arguments: str | Path) -> str:
    """The answer of a command that must go well."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def edit(file: Path, before: str, after: str) -> None:
    """An editor's change; the text must be there."""
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    """Every file beneath a folder by its path there."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}

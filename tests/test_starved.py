"""A full disk, a locked folder, a pipe among the texts: one Danish sentence, the former pack whole, nothing left behind."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from program import edit, files, ran, run
from trygtryk.errors import BuildError, of_system
from trygtryk.pack import journal
from trygtryk.pack.inputs import inputs_hash
from trygtryk.pack.manifest import read_manifest
from trygtryk.sources.text import text_files
from trygtryk.store import of_project

FIRST = ("build", "skemaer/podcast", "--quiet")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes, devices and modes")


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    """Whoever opens a pipe that nobody writes to waits for ever."""

    def waited(*_: object) -> None:
        raise AssertionError("it waits")

    before = signal.signal(signal.SIGALRM, waited)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def told(*command: str | Path) -> str:
    """The answer of a command that is refused in one sentence and the way out."""
    result = run(*command)
    assert result.exit_code == 1 and result.output.startswith("Stoppet: "), result.output
    assert len(result.output.splitlines()) <= 3, result.output
    return result.output


def pipe(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    os.mkfifo(file)


@pytest.mark.parametrize(
    ("file", "options"),
    [
        ("content/links.yaml", ()),
        ("content/skemaer/nyt.yaml", ()),
        ("content/wordings/egen.yaml", ("--wording", "content/wordings/egen.yaml")),
        ("layouts/skemaer.toml", ()),
        ("layouts/press/standard.toml", ()),
        ("layouts/printers/kt.toml", ("--printer", "kt")),
        ("assets/art/skema-podcast.png", ()),
        ("assets/icc/FOGRA39L_coated_300.icc", ()),
        ("assets/fonts/BricolageGrotesque_700Bold.ttf", ()),
    ],
)
def test_a_pipe_among_the_sources_is_told(project: Path, file: str, options: tuple[str, ...]) -> None:
    options = tuple(str(project / option) if option.endswith(".yaml") else option for option in options)
    pipe(project / file)
    assert Path(file).name in told(*FIRST, *options)
    assert not (project / "out").exists()


def test_a_pipe_is_no_pdf_and_no_place_to_write(project: Path) -> None:
    pipe(project / "rør.pdf")
    for command in (("check",), ("verify",), ("forms", "collect", "--to", project / "x.csv"), ("calibrate", "--to")):
        assert "»rør.pdf« er ikke en almindelig fil" in told(*command, project / "rør.pdf")
    assert "»zero« er ikke en almindelig fil" in told("check", "/dev/zero")


def test_a_full_disk_leaves_the_former_pack(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran(*FIRST)
    before = files(project / "out")
    shutil.copytree(project / "out", project / "kept")
    edit(project / "content/skemaer/podcast.yaml", "title: ", "title: Ny ")
    left = 0

    def scarce(call: Any) -> Any:
        def made(*arguments: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(errno.ENOSPC, "No space left on device", str(arguments[0]))
            return call(*arguments, **named)

        return made

    for module, name in ((os, "mkdir"), (os, "replace"), (os, "fsync"), (journal, "_write")):
        monkeypatch.setattr(module, name, scarce(getattr(module, name)))
    ran(*FIRST)
    new = files(project / "out")
    refused = 0
    for room in (2, 3, 6, 9, 13, 17, 20, 22, 25, 30):
        shutil.rmtree(project / "out")
        shutil.copytree(project / "kept", project / "out")
        left = room
        result = run(*FIRST)
        # a folder that is not synced is no reason to stop
        assert files(project / "out") == (before if result.exit_code else new)
        refused += result.exit_code
        assert not result.exit_code or "der er ikke plads på disken" in result.output
        assert [path.name for path in (project / "out").iterdir()] == ["team"]
        assert not list((project / "out/team").glob(".*"))
    assert refused > 4


def test_a_table_that_finds_no_room_leaves_the_old_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran(*FIRST)
    table = project / "svar.csv"
    table.write_bytes(b"gammel")
    (project / "ikke.pdf").write_bytes(b"hej")
    assert run("forms", "collect", project / "ikke.pdf", "--to", table).exit_code == 1
    form = project / "out/team/skaerm/skema-podcast-skaerm.pdf"
    filled = pypdf.PdfWriter(clone_from=form)
    names = [name for name, field in (pypdf.PdfReader(form).get_fields() or {}).items() if field.get("/FT") == "/Tx"]
    filled.update_page_form_field_values(None, {name: "svar" for name in names})
    filled.write(project / "udfyldt.pdf")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("forms", "collect", project / "udfyldt.pdf", "--to", table)
    assert result.exit_code == 1 and "der er ikke plads på disken" in result.output
    assert (
        table.read_bytes() == b"gammel"
        and list(project.glob(".*")) == [project / ".lager"]
        and not list(project.glob("svar-*"))
    )


@pytest.mark.parametrize(
    ("name", "kind", "what"),
    [
        ("team", "file", "en del af stien er en fil"),
        ("team/tryk", "file", "»tryk«: der ligger en fil"),
        ("team/tryk/skema-podcast-a4.pdf", "folder", "»tryk/skema-podcast-a4.pdf« er ikke en almindelig fil"),
        ("team/manifest.json", "folder", "»manifest.json« er ikke en almindelig fil"),
        ("team/manifest.json", "pipe", "»manifest.json« er ikke en almindelig fil"),
        ("team", "link to nowhere", "der ligger en fil eller en genvej"),
        ("team/kontor", "link to itself", "der ligger en fil eller en genvej"),
    ],
)
def test_what_lies_where_the_pack_goes_is_told_and_stays(project: Path, name: str, kind: str, what: str) -> None:
    ran(*FIRST)
    place = project / "out" / name
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    makers: dict[str, Callable[[], object]] = {
        "file": lambda: place.write_bytes(b"mit"),
        "folder": place.mkdir,
        "pipe": lambda: os.mkfifo(place),
        "link to nowhere": lambda: place.symlink_to("/findes/ikke"),
        "link to itself": lambda: place.symlink_to(place),
    }
    makers[kind]()
    edit(project / "content/skemaer/podcast.yaml", "title: ", "title: Ny ")
    mode, before = place.lstat().st_mode, files(project / "out")
    assert what in told(*FIRST)
    assert place.lstat().st_mode == mode and files(project / "out") == before
    assert [path.name for path in (project / "out").iterdir()] == ["team"]


@pytest.mark.parametrize("name", ['a"b', "a'b", "linje\nskift", "æøå 漢", "-n", "$(x)", "%s", os.fsdecode(b"gr\xf8n")])
def test_any_folder_will_do(project: Path, name: str) -> None:
    ran(*FIRST, "--zip", "--out", project / name)
    assert (project / name / "team/skaerm/skema-podcast-skaerm.pdf").exists() and (project / name / "team.zip").exists()


def test_a_name_that_is_too_long_or_no_letters_is_told(project: Path) -> None:
    assert "navnet er for langt" in told(*FIRST, "--out", project / ("x" * 300))
    own = project.with_name(os.fsdecode(b"gr\xf8n.yaml"))
    own.write_text("ord: årgang\n", encoding="utf-8")
    ran(*FIRST, "--wording", own)
    (pack,) = (project / "out").iterdir()
    assert read_manifest(pack)["order"]["wording"] == "gr\\xf8n.yaml"
    (project / "content/skemaer" / own.name).write_bytes(b"x: 1\n")
    assert "content/skemaer/gr\\xf8n.yaml: filens navn har tegn, der ikke kan læses" in told(*FIRST)


def test_what_systems_leave_behind_is_nobodys(project: Path) -> None:
    before = inputs_hash(project)
    for rubbish in ("content/skemaer/._podcast.yaml", "content/skemaer/.x.yaml", "assets/art/Thumbs.db",
                    "layouts/.DS_Store", "content/wordings/._team.yaml", "layouts/press/._online.toml"):  # fmt: skip
        (project / rubbish).write_bytes(b"\0\1\2")
    assert inputs_hash(project) == before
    ran(*FIRST)
    assert "._" not in ran("list")


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of somebody else's, and no right to anything in it; the mightiest person puts the might aside."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        if os.geteuid() != os.getuid():
            os.seteuid(os.getuid())
        for path in folder.rglob("*"):
            path.chmod(0o755)


def without_might() -> None:
    if os.geteuid() == 0:
        os.seteuid(65534)


def test_where_nobody_may_write_it_is_told(project: Path, nobody: Path) -> None:
    ran(*FIRST, "--out", nobody)
    edit(project / "content/skemaer/podcast.yaml", "title: ", "title: Ny ")
    before = files(nobody)
    for locked in ("team/tryk", "team", "."):
        (nobody / locked).chmod(0o555)
    project.chmod(0o755)
    for above in list(project.parents)[:3]:
        if above.stat().st_uid == os.getuid():
            above.chmod(0o755)
    without_might()
    for command in (FIRST, ("proof", "skemaer/podcast", "--quiet")):
        assert "»team«: der er ikke adgang" in told(*command, "--out", nobody)
    assert "»ark.pdf«: der er ikke adgang" in told("calibrate", "--to", nobody / "ark.pdf")
    assert files(nobody) == before and [path.name for path in nobody.iterdir()] == ["team"]


def test_a_source_that_may_not_be_read_is_told(project: Path, nobody: Path) -> None:
    for above in (project, *list(project.parents)[:3]):
        if above.stat().st_uid == os.getuid():
            above.chmod(0o755)
    nobody.chmod(0o777)
    (project / "content/links.yaml").chmod(0)
    without_might()
    assert "content/links.yaml: der er ikke lov til at læse filen" in told(*FIRST, "--out", nobody)


def test_a_folder_that_may_not_be_looked_into_and_a_shortcut_to_nowhere_are_told(project: Path, nobody: Path) -> None:
    for above in (project, *list(project.parents)[:3]):
        if above.stat().st_uid == os.getuid():
            above.chmod(0o755)
    nobody.chmod(0o777)
    links = project / "content/links.yaml"
    links.rename(project / "links.yaml")
    links.symlink_to("/findes/ikke")
    told_so = told(*FIRST, "--out", nobody)
    assert (
        "content/links.yaml: det er en genvej til en fil, der ikke er der" in told_so and "læg selve filen" in told_so
    )
    links.unlink()
    links.symlink_to(links)
    assert "content/links.yaml: genvejen fører tilbage til sig selv" in told(*FIRST, "--out", nobody)
    links.unlink()
    (project / "links.yaml").rename(links)
    (project / "content/skemaer").chmod(0)
    without_might()
    with pytest.raises(
        BuildError, match="content/skemaer: der er ikke lov til at se i mappen\n    → ret det i mappens"
    ):
        text_files(project / "content/skemaer", ".yaml", project)


def test_a_whole_tree_that_finds_no_room_is_told_by_the_systems_own_reason() -> None:
    said = f"[Errno {errno.ENOSPC}] No space left on device: 'a'"
    assert (
        str(of_system(shutil.Error([("a", "b", said)])))
        == "der er ikke plads på disken\n    → slet noget, og prøv igen"
    )


def test_a_store_that_may_not_be_written_is_told_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / ".lager").mkdir()
    (tmp_path / ".lager/ny").write_bytes(b"i vejen")
    store = of_project(tmp_path)
    store.keep("x", 1, b"")
    assert store.trouble and str(of_system(store.trouble)).startswith("».lager«: ")

"""A table of departments becomes a pack each: what is wrong in one stops no other, and nothing is made twice."""

from __future__ import annotations

import gc
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import run as launcher
from program import ROOT, edit, files, ran, run
from trygtryk.batch.making import make
from trygtryk.batch.workers import _LONGEST_LIFE, Workers
from trygtryk.order import Order
from trygtryk.pack.lock import alone
from trygtryk.processes import spawned
from trygtryk.store import NOWHERE

# one page a pack: what is tried here is not how it is drawn
ASKED = ("plakater/fejl", "--edition", "kontor", "--edition", "skaerm")
TABLE = """\
Navn;Skole;Ord;Plakater;Kontakt
Indskolingen;Havrebjerg Skole;årgang;25;Lone Holm
Indskolingen;Nordby Skole;blarf;25;
Æ/Ø & Å;Nordby Skole;afdeling;mange;
;Nordby Skole;;3;
"""
WRONG = {
    "t.csv, række 3, kolonne »Ord«": "ordet »blarf« står ikke i ordbogen",
    "t.csv, række 4, kolonne »Plakater«": "»mange« er ikke et antal",
    "t.csv, række 5, kolonne »Navn«": "afdelingens navn mangler",
}
MENDED = TABLE.replace("blarf", "gruppe").replace("mange", "2").replace("\n;Nordby", "\nPLC;Nordby")
PACKS = {"havrebjerg-skole-indskolingen", "nordby-skole-indskolingen", "nordby-skole-æ-ø-å", "nordby-skole-plc"}


@pytest.fixture(autouse=True, scope="module")
def alone_at_work() -> Iterator[None]:
    """A process takes half a second to begin, and one does what two do."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr("trygtryk.batch.run.cores", lambda: 1)
        yield


def packs(out: Path) -> set[str]:
    return {path.parent.name for path in out.glob("*/manifest.json")}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, int]]:
    """A table with three wrong rows, run, mended and run again: the folder, what the first run said, and the times of
    what it made."""
    folder = tmp_path_factory.mktemp("skoler")
    table, out = folder / "t.csv", folder / "ud"
    table.write_text(TABLE, encoding="utf-8")
    first = run("batch", table, *ASKED, "--out", out)
    assert first.exit_code == 1, first.output
    assert packs(out) == {"havrebjerg-skole-indskolingen"}
    times = {path.name: path.stat().st_mtime_ns for path in out.glob("*/*/*.pdf")}
    table.write_text(MENDED, encoding="utf-8")
    said = ran("batch", table, *ASKED, "--out", out)
    assert "4 pakker" in said and "3 lavet nu, 1 var, som de skal være" in said
    return folder, first.output, times


def test_what_is_wrong_is_told_by_row_and_column_and_the_others_are_made(
    done: tuple[Path, str, dict[str, int]],
) -> None:
    _, said, _ = done
    for place, fault in WRONG.items():
        assert f"Skal rettes: {place}: {fault}" in said, said
    assert said.count("    → ") == len(WRONG)
    assert "udfyld kolonnerne køn, bestemt ental, flertal og bestemt flertal" in said
    assert "3 afdelinger skal rettes" in said


def test_a_mended_table_makes_what_was_missing_and_touches_nothing_else(
    done: tuple[Path, str, dict[str, int]],
) -> None:
    folder, _, times = done
    assert packs(folder / "ud") == PACKS
    first = folder / "ud/havrebjerg-skole-indskolingen"
    assert {path.name: path.stat().st_mtime_ns for path in first.glob("*/*.pdf")} == times


def test_a_pack_of_the_batch_is_the_pack_of_a_single_build(
    done: tuple[Path, str, dict[str, int]], tmp_path: Path
) -> None:
    folder, _, _ = done
    for name in ("havrebjerg-skole-indskolingen", "nordby-skole-æ-ø-å"):
        own = folder / "ud/_afdelinger" / name
        ran("build", *ASKED, "--afdeling", own, "--out", tmp_path, "--quiet")
        assert files(tmp_path / name) == files(folder / "ud" / name)


def test_what_a_row_says_stands_in_the_departments_file(done: tuple[Path, str, dict[str, int]]) -> None:
    folder, _, _ = done
    text = (folder / "ud/_afdelinger/havrebjerg-skole-indskolingen/afdeling.yaml").read_text(encoding="utf-8")
    for line in ("navn: Indskolingen", "skole: Havrebjerg Skole", "ord: årgang", "  plakater: 25"):
        assert line in text.splitlines()
    assert '  afsender: "Havrebjerg Skole, Indskolingen\\nLone Holm"' in text


class _Page(HTMLParser):
    """A page's texts and links, and the tags that say what they are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.links, self.tags = "", [], []  # type: tuple[str, list[str], list[tuple[str, dict[str, str | None]]]]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_summary_shows_every_word_as_it_is_printed(done: tuple[Path, str, dict[str, int]]) -> None:
    folder, _, _ = done
    page = _Page((folder / "ud/oversigt.html").read_text(encoding="utf-8"))
    for words in ("Æ/Ø & Å, Nordby Skole", "alle på årgangen", "årgangens aftaler", "to afdelinger", "gruppemøde"):
        assert words in page.text, page.text
    assert ("html", {"lang": "da"}) in page.tags
    heads = [attributes.get("scope") for tag, attributes in page.tags if tag == "th"]
    assert heads.count("col") == 4 and heads.count("row") == len(PACKS)
    from urllib.parse import unquote

    assert all((folder / "ud" / unquote(link)).exists() for link in page.links) and len(page.links) == len(PACKS)


def test_the_summary_of_a_table_with_mistakes_names_them(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("navn;ord\n<b>A</b>;blarf\n", encoding="utf-8")
    assert run("batch", table, *ASKED, "--out", tmp_path / "ud").exit_code == 1
    page = _Page((tmp_path / "ud/oversigt.html").read_text(encoding="utf-8"))
    assert "t.csv, række 2, kolonne »ord«: ordet »blarf« står ikke i ordbogen" in page.text
    assert not [tag for tag, _ in page.tags if tag == "b"]


def test_files_that_are_alike_lie_on_the_disk_once_but_not_what_people_fill_in(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("navn;skole\nA;Nord\nA;Syd\n", encoding="utf-8")
    asked = ("flipflap/foldeseddel", "--edition", "tryk", "--edition", "skaerm")
    assert "ens i flere pakker" in ran("batch", table, *asked, "--out", tmp_path / "ud")
    press, screen = (
        [path.stat().st_nlink for path in sorted(tmp_path.glob(f"ud/*/{edition}/*.pdf"))]
        for edition in ("tryk", "skaerm")
    )
    assert (press, screen) == ([2, 2], [1, 1])
    # a program that saves into the very file it opened would write in the other department's too
    modes = {
        edition: {stat.S_IMODE(path.stat().st_mode) & 0o222 for path in tmp_path.glob(f"ud/*/{edition}/*.pdf")}
        for edition in ("tryk", "skaerm")
    }
    assert modes["tryk"] == {0} and 0 not in modes["skaerm"]
    # a later build of one leaves the other as it is
    before = files(tmp_path / "ud/syd-a")
    edit(table, "A;Nord", "A;Nord;")
    edit(table, "navn;skole", "navn;skole;ord")
    edit(table, "A;Nord;", "A;Nord;gruppe")
    ran("batch", table, *asked, "--out", tmp_path / "ud")
    assert files(tmp_path / "ud/syd-a") == before


def test_a_departments_file_that_somebody_has_changed_is_not_written_over(tmp_path: Path) -> None:
    table, out = tmp_path / "t.csv", tmp_path / "ud"
    table.write_text("navn;ord\nA;gruppe\n", encoding="utf-8")
    ran("batch", table, *ASKED, "--out", out)
    own = out / "_afdelinger/a/afdeling.yaml"
    edit(own, "navn: A", "navn: Alle")
    text = own.read_text(encoding="utf-8")
    answer = run("batch", table, *ASKED, "--out", out)
    assert answer.exit_code == 1 and "er rettet i hånden, og tabellen siger noget andet" in answer.output
    assert own.read_text(encoding="utf-8") == text
    own.write_bytes(b"")
    assert "er rettet i hånden" in run("batch", table, *ASKED, "--out", out).output and own.read_bytes() == b""


def test_namesakes_are_told_and_rows_alike_are_made_once(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("navn;ord\nA;gruppe\na;team\nB;team\nB;team\n", encoding="utf-8")
    answer = run("batch", table, *ASKED, "--out", tmp_path / "ud")
    assert "række 2, kolonne »navn«: »A« står også i række 3, med noget andet" in answer.output
    assert "rækken står flere gange (også række 5) og laves én gang" in answer.output
    assert answer.exit_code == 1 and packs(tmp_path / "ud") == {"b"}


def test_a_fault_in_the_toolkit_names_the_row_it_came_up_in(project: Path) -> None:
    table = project / "t.csv"
    table.write_text("navn\nA\n", encoding="utf-8")
    edit(project / "content/plakater.yaml", "Her lærer vi", f"Her lærer {'vi alle sammen ' * 30}")
    answer = run("batch", table, *ASKED)
    assert answer.exit_code == 1 and "Skal rettes: t.csv, række 2: content/plakater.yaml:" in answer.output


def test_a_folder_of_departments_is_a_batch_too(project: Path) -> None:
    for name, word in (("øst", "gruppe"), ("vest", "blarf"), ("tom", "")):
        folder = project / "content/afdelinger" / name
        folder.mkdir(parents=True)
        if word:
            (folder / "afdeling.yaml").write_text(f"ord: {word}\n", encoding="utf-8")
    answer = run("batch", project / "content/afdelinger", *ASKED)
    assert (
        answer.exit_code == 1
        and "mappen vest" in answer.output
        and "mappen »tom« er ikke en afdelings" in answer.output
    )
    assert packs(project / "out/afdelinger") == {"øst"}


def test_a_department_that_is_no_longer_in_the_table_is_told_and_left(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("navn\nA\nB\n", encoding="utf-8")
    ran("batch", table, *ASKED, "--out", tmp_path / "ud")
    table.write_text("navn\nA\n", encoding="utf-8")
    assert "ud/b: pakken hører ikke til nogen afdeling mere" in ran("batch", table, *ASKED, "--out", tmp_path / "ud")
    assert packs(tmp_path / "ud") == {"a", "b"}


@contextmanager
def started(*arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-X", "utf8", "-m", "trygtryk", *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_batch_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    table, out = tmp_path / "t.csv", tmp_path / "ud"
    table.write_text("navn\n" + "".join(f"A{n}\n" for n in range(8)), encoding="utf-8")
    with started("batch", table, *ASKED, "--out", out) as process:
        for _ in range(600):
            if len(packs(out)) > 3:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    there = len(packs(out))
    assert 3 < there < 8
    said = ran("batch", table, *ASKED, "--out", out)
    assert packs(out) == {f"a{n}" for n in range(8)} and "8 pakker" in said
    made = int(said.split(" lavet nu")[0].split()[-1])
    assert made <= 8 - there + 2  # the two processes were each at one
    assert not list(out.glob("*/.trygtryk")) and not (out / ".ens").exists()
    for name in ("a0", "a7"):
        ran("build", *ASKED, "--afdeling", out / "_afdelinger" / name, "--out", tmp_path / "en", "--quiet")
        assert files(tmp_path / "en" / name) == files(out / name)


def test_one_batch_at_a_time_in_a_folder(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("navn\nA\n", encoding="utf-8")
    with alone((tmp_path / "ud").resolve()):
        answer = run("batch", table, *ASKED, "--out", tmp_path / "ud", "--no-wait")
    assert answer.exit_code == 1 and "bliver lavet lige nu" in answer.output
    assert not packs(tmp_path / "ud")


def dies(number: int) -> int:
    """What crashes on one of its tasks."""
    if number == 2:
        os._exit(1)
    return number


def test_a_process_that_dies_takes_only_its_own_with_it() -> None:
    found = dict(Workers(dies, 2).each((n, (n,)) for n in range(6)))
    assert found == {0: 0, 1: 1, 2: None, 3: 3, 4: 4, 5: 5}


def dies_once(mark: Path) -> bool:
    """What crashes the first time it is tried."""
    if not mark.exists():
        mark.touch()
        os._exit(1)
    return True


def test_what_a_process_died_of_once_is_tried_again(tmp_path: Path) -> None:
    """A department is not told to ask anew because the machine had a bad moment."""
    assert dict(Workers(dies_once, 1).each([("a", (tmp_path / "mark",))])) == {"a": True}


def beats(file: Path) -> None:
    """What takes half a minute, and shows that it goes on."""
    for _ in range(600):
        with file.open("ab") as beaten:
            beaten.write(b".")
        time.sleep(0.05)


def asks(_: Connection, file: Path) -> None:
    """A run that will be killed while its process works."""
    list(Workers(beats, 1).each([("a", (file,))]))


def test_a_process_ends_with_the_run_that_began_it(tmp_path: Path) -> None:
    """Or it would go on beside the next run, in the same folders."""
    asking, _ = spawned(asks, tmp_path / "beats", daemon=False)
    for _ in range(600):
        if (tmp_path / "beats").exists():
            break
        time.sleep(0.05)
    asking.kill()
    asking.join()
    before = -1
    for _ in range(20):
        time.sleep(0.5)
        before, beaten = (tmp_path / "beats").stat().st_size, before
        if before == beaten:
            break
    else:
        pytest.fail("it goes on")


def who(_: int) -> int:
    """The process that works."""
    return os.getpid()


def test_no_process_lives_so_long_that_it_grows() -> None:
    assert len({pid for _, pid in Workers(who, 1).each((n, (n,)) for n in range(2 * _LONGEST_LIFE + 1))}) == 3


def test_a_process_that_makes_many_packs_lets_go_of_each(tmp_path: Path) -> None:
    """What one build keeps to its end would lie there for all that come after it: 40 MB a pack."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/afdeling.yaml").write_text("ord: gruppe\n", encoding="utf-8")
    outcome = make(
        ROOT, tmp_path / "ud", Order(("plakater/fejl",), f"{tmp_path / 'a'}/", editions=("skaerm",)), NOWHERE
    )
    assert outcome.count == 1 and not outcome.faults
    assert gc.get_freeze_count() == 0


def test_clean_takes_what_a_batch_made(project: Path) -> None:
    from trygtryk.pack.pack import clear

    table = project / "t.csv"
    table.write_text("navn\nA\n", encoding="utf-8")
    ran("batch", table, *ASKED)
    _, left = clear(project / "out", lambda: None, lambda: None)
    assert left == () and not (project / "out/t").exists()


def test_make_hands_the_table_on() -> None:
    assert launcher.command("batch", {"TABLE": "skoler.xlsx", "EDITION": "tryk"}) == [
        "batch", "skoler.xlsx", "--edition", "tryk",
    ]  # fmt: skip
    from trygtryk.errors import BuildError

    with pytest.raises(BuildError, match="skriv, hvilken tabel det er"):
        launcher.command("batch", {})

"""Half a pack at the print shop is worse than none: files appear whole or not at all, and nobody's own file is lost."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from trygtryk.errors import BuildError
from trygtryk.pack.inputs import inputs_hash, saved
from trygtryk.pack.manifest import Finished, read_manifest, unchanged
from trygtryk.pack.pack import Written, write, write_proofs
from trygtryk.pack.seal import BLANK, sealed, unbroken

PARTS = {"content": "c1"}
ORDER = {"wording": "team"}


def put(folder: Path, files: dict[str, bytes], inputs: str = "i1", *, whole: tuple[str, ...] = ("",)) -> Written:
    return write(
        folder,
        tuple(Finished(path, data, 1, (297.0, 420.0)) for path, data in files.items()),
        inputs,
        PARTS,
        ORDER,
        whole=whole,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_manifest_lists_every_file(tmp_path: Path) -> None:
    put(tmp_path, {"tryk/plakat-fejl-a3.pdf": b"fejl", "kontor/kort.pdf": b"kort"})
    manifest = read_manifest(tmp_path)
    assert list(manifest["files"]) == ["kontor/kort.pdf", "tryk/plakat-fejl-a3.pdf"]
    assert manifest["files"]["tryk/plakat-fejl-a3.pdf"] == {
        "sha256": hashlib.sha256(b"fejl").hexdigest(),
        "size": 4,
        "pages": 1,
        "trim_mm": [297.0, 420.0],
        "inputs": "i1",
    }


def test_what_is_no_longer_made_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    put(tmp_path, {"tryk/a.pdf": b"a", "tryk/gammel/b.pdf": b"b"})
    (tmp_path / "tryk/noter.txt").write_bytes(b"mine")
    assert put(tmp_path, {"tryk/a.pdf": b"a2"}).gone == ("tryk/gammel/b.pdf",)
    assert tree(tmp_path).keys() == {"tryk/a.pdf", "tryk/noter.txt", "manifest.json"}
    assert not (tmp_path / "tryk/gammel").exists()


def test_a_form_filled_in_where_it_lay_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    put(tmp_path, {"skaerm/a.pdf": b"a", "skaerm/b.pdf": b"b"})
    for answers in (b"vores svar", b"flere svar"):
        (tmp_path / "skaerm/a.pdf").write_bytes(answers)
        put(tmp_path, {"skaerm/a.pdf": b"a2", "skaerm/b.pdf": b"b"})
    (tmp_path / "skaerm/b.pdf").write_bytes(b"svar i b")
    assert put(tmp_path, {"skaerm/a.pdf": b"a3"}) == Written(1, (), {})
    assert {name: data for name, data in tree(tmp_path).items() if name != "manifest.json"} == {
        "skaerm/a.pdf": b"a3",
        "skaerm/a-jeres.pdf": b"vores svar",
        "skaerm/a-jeres2.pdf": b"flere svar",
        "skaerm/b.pdf": b"svar i b",
    }


def test_one_piece_leaves_the_others(tmp_path: Path) -> None:
    put(tmp_path, {"tryk/a.pdf": b"a", "tryk/b.pdf": b"b"})
    put(tmp_path, {"tryk/b.pdf": b"b2"}, "i2", whole=())
    assert tree(tmp_path)["tryk/a.pdf"] == b"a" and tree(tmp_path)["tryk/b.pdf"] == b"b2"
    assert set(read_manifest(tmp_path)["files"]) == {"tryk/a.pdf", "tryk/b.pdf"}
    assert not unchanged(tmp_path, "i2", ORDER), "a stale piece would pass for a fresh one"


def test_unchanged_means_every_byte(tmp_path: Path) -> None:
    put(tmp_path, {"tryk/a.pdf": b"a"})
    assert unchanged(tmp_path, "i1", ORDER)
    assert not unchanged(tmp_path, "i2", ORDER) and not unchanged(tmp_path, "i1", {"wording": "afdeling"})
    (tmp_path / "tryk/a.pdf").write_bytes(b"x")
    assert not unchanged(tmp_path, "i1", ORDER)
    (tmp_path / "tryk/a.pdf").unlink()
    assert not unchanged(tmp_path, "i1", ORDER)


@pytest.mark.parametrize("stop", [OSError(28, "No space left on device", "b.pdf"), KeyboardInterrupt()])
@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_failure_half_way_leaves_the_former_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException, at: int
) -> None:
    put(tmp_path, {"tryk/a.pdf": b"a", "tryk/b.pdf": b"b"})
    before = tree(tmp_path)
    replace, calls = os.replace, []

    def fails(source: Path, target: Path) -> None:
        calls.append(source)
        if len(calls) == at + 1:
            raise stop
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises((BuildError, KeyboardInterrupt)):
        put(tmp_path, {"tryk/a.pdf": b"new", "tryk/c.pdf": b"c"})
    assert tree(tmp_path) == before


def test_a_damaged_manifest_is_no_obstacle(tmp_path: Path) -> None:
    sound = {"order": ORDER, "inputs": "i1", "made_of": {}, "files": {}}
    deep = "[" * 100_000
    for damage in (
        b"", b"{", b"[]", b"\xff\xfe", deep.encode(), b'{"files": ' + b"9" * 5000 + b"}", b'{"files": 3}',
        *(  # type: ignore[var-annotated]
            json.dumps(sound | wrong).encode()
            for wrong in (
                {"files": {"a": 1}}, {"files": {"a": {}}}, {"files": {"a": {"sha256": 1, "inputs": "i"}}},
                {"files": {"": {"sha256": "", "inputs": ""}}}, {"files": {"a\0b": {"sha256": "", "inputs": ""}}},
                {"files": {"\ud800": {"sha256": "", "inputs": ""}}}, {"order": 1}, {"order": {"wanted": 7}},
                {"order": {"wanted": [[]]}}, {"made_of": None},
            )
        ),
    ):  # fmt: skip
        (tmp_path / "manifest.json").write_bytes(damage)
        assert not unchanged(tmp_path, "i1", ORDER) and read_manifest(tmp_path) == {}
        put(tmp_path, {"tryk/a.pdf": b"a"}, whole=())
        assert tree(tmp_path).keys() == {"tryk/a.pdf", "manifest.json"}
        assert read_manifest(tmp_path)["inputs"] == "i1"


def test_a_manifest_cannot_make_us_delete_outside_the_pack(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    put(folder, {"tryk/a.pdf": b"a"})
    (tmp_path / "dyrebar.txt").write_bytes(b"x")
    manifest = read_manifest(folder)
    manifest["files"]["../dyrebar.txt"] = manifest["files"]["tryk/a.pdf"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    put(folder, {"tryk/a.pdf": b"a"})
    assert (tmp_path / "dyrebar.txt").exists()


def pdf(words: str) -> bytes:
    return sealed(f"%PDF-1.7 {words}\ntrailer << /ID \n[<{BLANK}><{BLANK}>]\n >>".encode())


def test_a_file_knows_whether_it_was_changed() -> None:
    from PIL import Image
    from trygtryk.look.contact_sheet import png

    for file in (
        pdf("plakat"),
        sealed(b'{"title": 1, "seal": "' + BLANK.encode() + b'"}\n'),
        png(Image.new("L", (9, 9))),
    ):
        assert unbroken(file)
        for at in range(len(file)):
            assert not unbroken(file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]), at
            assert not unbroken(file[:at])
        assert not unbroken(file + b"\n")


def test_without_its_manifest_a_pack_is_known_by_its_files(tmp_path: Path) -> None:
    put(tmp_path, {"tryk/a.pdf": pdf("a"), "skaerm/b.pdf": pdf("b")})
    (tmp_path / "manifest.json").unlink()
    filled = pdf("b") + b"vores svar"
    (tmp_path / "skaerm/b.pdf").write_bytes(filled)
    assert put(tmp_path, {"tryk/a.pdf": pdf("a2"), "skaerm/b.pdf": pdf("b2")}, "i2").kept == {
        "skaerm/b.pdf": "skaerm/b-jeres.pdf"
    }
    assert tree(tmp_path)["skaerm/b-jeres.pdf"] == filled and tree(tmp_path).keys() == {
        "tryk/a.pdf", "skaerm/b.pdf", "skaerm/b-jeres.pdf", "manifest.json",
    }  # fmt: skip


def test_notes_drawn_on_a_proof_are_kept_and_a_page_that_is_no_more_goes(tmp_path: Path) -> None:
    from PIL import Image
    from trygtryk.look.contact_sheet import png

    one, two, three = (png(Image.new("L", (9, 9), grey)) for grey in (1, 2, 3))
    write_proofs(tmp_path, {"a-01.png": one, "a-02.png": two}, whole=True)
    (tmp_path / "korrektur/a-01.png").write_bytes(b"ret her")
    (tmp_path / "korrektur/scene-x.png").write_bytes(three)
    done = write_proofs(tmp_path, {"a-01.png": three}, whole=True)
    assert done == Written(1, ("a-02.png",), {"a-01.png": "a-01-jeres.png"})
    assert tree(tmp_path / "korrektur") == {"a-01.png": three, "a-01-jeres.png": b"ret her", "scene-x.png": three}


def test_a_file_of_ones_own_is_an_input_wherever_it_lies(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    for place, wording in ((root / "egen.yaml", "egen.yaml"), (tmp_path / "ude.yaml", str(tmp_path / "ude.yaml"))):
        place.write_text("word: årgang\n")
        before = inputs_hash(root, wording)[0]
        place.write_text("word: årgange\r\n")
        changed = inputs_hash(root, wording)[0]
        place.write_text("word: årgange\n")
        assert before != changed == inputs_hash(root, wording)[0]
    assert inputs_hash(root, "team") == inputs_hash(root)


def test_a_watch_sees_each_file_that_is_an_input_and_nobody_elses(tmp_path: Path) -> None:
    root, own = tmp_path / "project", tmp_path / "Skov"
    for file in ("content/a.yaml", "layouts/a.toml", "assets/scenes/b.yaml", "build/c.py", "out/d.pdf"):
        (root / file).parent.mkdir(parents=True)
        (root / file).write_text("x")
    own.mkdir()
    (own / "afdeling.yaml").write_text("navn: Skov\n")
    (own / "billeder").symlink_to(tmp_path / "not there")
    before = saved(root, f"{own}/")
    seen = {root / "content/a.yaml", root / "layouts/a.toml", root / "assets/scenes/b.yaml", own / "afdeling.yaml"}
    assert set(before) == seen, "the program that runs is not read again"
    (own / ".afdeling.yaml.swp").write_text("an editor has it open")
    assert saved(root, f"{own}/") == before
    os.utime(own / "afdeling.yaml", ns=(1, 1))
    assert saved(root, f"{own}/") == {**before, own / "afdeling.yaml": 1}

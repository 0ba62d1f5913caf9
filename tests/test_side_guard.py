"""No other page, program or upload reaches a department's folder through the page."""

from __future__ import annotations

import mimetypes
import socket
from pathlib import Path

import pytest
from page import HERE, PORT, Near, browser, stranger
from program import files, laid_out
from trygtryk.errors import BuildError
from trygtryk.side.app import page
from trygtryk.side.folder import ElsewhereError, Folder, made
from trygtryk.side.guard import HOST, Guard
from trygtryk.side.server import serve

NEW = {"navn": "Mellemtrinnet"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(tmp_path_factory.mktemp("side"))


@pytest.fixture
def guard(root: Path) -> Guard:
    return page(root, PORT, Near(root))


def test_the_first_address_lets_one_browser_in_once(guard: Guard) -> None:
    first = stranger(guard)
    answer = first.get(guard.address.removeprefix(HERE))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert f"trygtryk_{PORT}=" in cookie and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert guard.token not in cookie
    assert first.get("/").status_code == 200
    assert stranger(guard).get(guard.address.removeprefix(HERE)).status_code == 403


@pytest.mark.parametrize("path", ["/", "/?adgang=", "/?adgang=forkert", "/afdeling/team/pakken", "/fast/side.js"])
def test_without_the_token_nothing_is_shown(guard: Guard, path: str) -> None:
    answer = stranger(guard).get(path)
    assert answer.status_code == 403 and "virker én gang" in answer.text


def test_a_cookie_that_was_made_up_is_none(guard: Guard) -> None:
    for value in ("", "x", guard.token):
        answer = stranger(guard).get("/", headers={"cookie": f"trygtryk_{PORT}={value}"})
        assert answer.status_code == 403


def test_the_server_listens_to_this_machine_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    told: list[str] = []

    def tell(text: str) -> None:
        """A browser that comes the moment it is told the address is not refused."""
        with socket.create_connection((HOST, int(text.partition(f"{HOST}:")[2].partition("/")[0])), 5):
            told.append(text)

    monkeypatch.setattr("uvicorn.Server.run", lambda _, sockets: heard.extend(one.getsockname()[0] for one in sockets))
    serve(root, 0, tell, open_browser=False)
    assert told
    assert heard == ["127.0.0.1"]


@pytest.mark.parametrize(
    "host", [f"localhost:{PORT}", "127.0.0.1", "ond.dk", f"ond.dk:{PORT}", f"127.0.0.1:{PORT}.ond.dk"]
)
def test_another_host_name_that_leads_here_is_refused(root: Path, host: str) -> None:
    """DNS rebinding: a stranger's name that is made to mean this machine."""
    with browser(root) as client:
        assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://ond.dk", f"http://localhost:{PORT}", "null", f"https://127.0.0.1:{PORT}", ""]
)
def test_another_page_cannot_write(root: Path, origin: str) -> None:
    before = files(root)
    with browser(root) as client:
        assert client.post("/afdelinger", data=NEW, headers={"origin": origin}).status_code == 403
        del client.headers["origin"]
        assert client.post("/afdelinger", data=NEW).status_code == 403
        assert client.request("DELETE", "/", headers={"origin": HERE}).status_code == 404
        assert client.options("/", headers={"origin": HERE}).status_code == 403
    assert files(root) == before


def test_another_page_cannot_read_what_it_makes_the_browser_fetch(root: Path) -> None:
    with browser(root) as client:
        for site in ("cross-site", "same-site"):
            asked = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
            assert client.get("/fast/side.js", headers=asked).status_code == 403
        assert client.get("/fast/side.js", headers={"sec-fetch-site": "same-origin"}).status_code == 200


def test_every_answer_forbids_script_frames_and_guessing(guard: Guard, root: Path) -> None:
    with browser(root) as client:
        answers = [client.get(path) for path in ("/", "/fast/side.css", "/findes-ikke", "/skrift/findes-ikke.ttf")]
    for answer in (*answers, stranger(guard).get("/")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store" or "/skrift" in str(answer.url)


def test_a_script_is_a_script_whatever_windows_calls_it(root: Path) -> None:
    mimetypes.add_type("text/plain", ".js")
    with browser(root) as client:
        assert client.get("/fast/side.js").headers["content-type"].startswith("text/javascript")
        assert client.get("/fast/side.css").headers["content-type"].startswith("text/css")


def test_what_is_typed_is_shown_as_text(root: Path) -> None:
    with browser(root) as client:
        client.post("/afdelinger", data={"navn": '<script>alert(1)</script>"'})
        shown = client.get("/").text
    assert "&lt;script&gt;alert(1)" in shown and "<script>alert" not in shown


def test_a_request_holds_no_more_than_it_may(root: Path) -> None:
    with browser(root) as client:
        client.post("/afdelinger", data={"navn": "Stor"})
        answer = client.post("/afdeling/stor/felt", data={"navn": "a" * 1_100_000, "before": "Stor"})
        assert answer.status_code == 413 and "for stor" in answer.text
    assert Folder(root / "content/afdelinger/stor").values(("navn",)) == ("Stor",)


def test_no_more_forms_at_once_than_can_be_read(root: Path) -> None:
    with browser(root) as client:
        sent = [("skemaer", (f"{n}.pdf", b"%PDF-", "application/pdf")) for n in range(201)]
        answer = client.post("/afdeling/team/svar", files=sent)
        assert answer.status_code == 422 and "200 ad gangen" in answer.text


def test_what_is_saved_together_is_saved_whole_or_not_at_all(root: Path, tmp_path: Path) -> None:
    """A photo with its notes: where one of them has no place, the folder stays as it was."""
    folder = Folder(tmp_path / "nord")
    (folder.path / "billeder/x.yaml/mappe").mkdir(parents=True)
    before = files(folder.path)
    with pytest.raises(BuildError):
        folder.change("billedet", new={"billeder/x.jpg": b"nyt", "billeder/x.yaml": b"alt: nyt"})
    assert {name: data for name, data in files(folder.path).items() if ".fortryd" not in name} == before


def test_what_another_saved_this_very_moment_stands(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "nord")
    folder.path.mkdir()
    seen = folder.seen(["logo.png"])
    (folder.path / "logo.png").write_bytes(b"deres")
    with pytest.raises(ElsewhereError):
        folder.change("logoet", new={"logo.png": b"mit"}, seen=seen)
    assert (folder.path / "logo.png").read_bytes() == b"deres"


@pytest.mark.parametrize("name", ["..", "../..", "%2e%2e", "..%2f..", ".fortryd", "wordings", "findes-ikke", "team"])
def test_no_address_leads_out_of_the_departments(root: Path, name: str) -> None:
    before = files(root)
    with browser(root) as client:
        assert client.get(f"/afdeling/{name}/ord").status_code == 404
        assert client.post(f"/afdeling/{name}/felt", data={"navn": "x", "before": ""}).status_code == 404
        for inside in ("/skrift/..%2f..%2fcontent/pack.yaml", "/fast/../app.py", "/fast/%2e%2e/app.py"):
            assert client.get(inside).status_code == 404
    assert files(root) == before


def test_no_file_goes_out_of_a_folder_by_its_name_or_a_shortcut(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "skole")
    folder = Folder(root / "content/afdelinger" / made(root, "Nord"))
    outside = tmp_path / "udenfor.txt"
    outside.write_text("vores", encoding="utf-8")
    for name in ("../sneget.txt", "/tmp/sneget.txt", "billeder/../../sneget.txt", "billeder\\..\\..\\sneget.txt"):
        with pytest.raises(BuildError, match="ud af afdelingens mappe"):
            folder.change("billedet", new={name: b"x"})
    (folder.path / "billeder/plakat-fejl.png").symlink_to(outside)
    with pytest.raises(BuildError, match="genvej ud af mappen"):
        folder.change("billedet", new={"billeder/plakat-fejl.png": b"x"})
    assert outside.read_text(encoding="utf-8") == "vores"
    assert not list(root.rglob("sneget*"))

"""A coordinator's whole way in a real browser, for two departments: nothing leaves the machine, everybody can use every
view, and the files that come out are the command line's."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from chromium import AT_HAND, CHROMIUM
from page import project
from PIL import Image
from program import ROOT, files

pytestmark = pytest.mark.skipif(not AT_HAND, reason="Chromium and Playwright are not at hand")

AXE = ROOT / "tests/data/axe/axe.min.js"
START = "import sys\nfrom pathlib import Path\nfrom trygtryk import cli\ncli.ROOT = Path(sys.argv[1])\nif __name__ == '__main__':\n    cli.main(sys.argv[2:])\n"
WIDTHS = (1280, 360, 320)


@dataclass
class Person:
    """Somebody at the browser; ``wrong`` gathers what must never happen."""

    page: Any
    base: str
    wrong: list[str] = field(default_factory=list)

    def sees(self, view: str) -> None:
        """Every view is right for everybody, at every width: axe finds nothing, and only tables go beyond the window."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.wrong.append(f"{view}: wider than {width}")
            if width == 360:
                continue
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            found = self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            self.wrong += [f"{view} ({width}): {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def ready(self) -> None:
        """A view's script is there: what is chosen before that, nobody hears."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function("() => window.htmx && document.readyState === 'complete'")
        self.page.wait_for_timeout(100)

    def saved(self) -> None:
        self.page.wait_for_function("() => document.getElementById('gemt').textContent === 'Alt er gemt'")
        self.page.wait_for_timeout(500)
        self.page.wait_for_function("() => document.getElementById('gemt').textContent === 'Alt er gemt'")


def command(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-X", "utf8", "-c", START, str(root), *arguments]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("side"))


@pytest.fixture(scope="module")
def person(root: Path) -> Iterator[Person]:
    from playwright.sync_api import sync_playwright

    env = {**os.environ, "PYTHONPATH": str(ROOT / "build")}
    server = subprocess.Popen(
        command(root, "side", "--no-browser"), stdout=subprocess.PIPE, text=True, encoding="utf-8", env=env
    )
    assert server.stdout
    address = re.findall(r"http://\S+", server.stdout.readline())[0]
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = chromium.new_context().new_page()
            one = Person(page, address.partition("?")[0])
            page.set_default_timeout(120_000)
            here = one.base

            def asked(route: Any) -> None:
                if route.request.url.startswith(here):
                    route.continue_()
                else:
                    one.wrong.append(f"asked for {route.request.url}")
                    route.abort()

            page.route("**/*", asked)
            page.on("pageerror", lambda error: one.wrong.append(f"script: {error}"))
            page.on("console", lambda said: one.wrong.append(said.text) if "Content Security" in said.text else None)
            page.goto(address)
            yield one
            chromium.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.stdout.close()
        # 0 where whoever started the tests in the background lets no interruption through
        assert server.wait(20) in (0, 130)


def begun(person: Person, name: str, word: str) -> None:
    """A department is made and given its word, by the keyboard alone."""
    page = person.page
    page.goto(person.base)
    person.ready()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Gå til indholdet"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "ny":
            break
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_selector("#ord")
    person.ready()
    page.focus("#ord")
    page.keyboard.type(word)
    page.wait_for_function(f"() => document.querySelector('.boejning')?.textContent.includes('{word}')")
    person.saved()


def test_the_whole_way_for_two_departments(person: Person, root: Path, tmp_path: Path) -> None:
    page = person.page
    person.sees("Mine afdelinger, tom")
    for name, word in (("Mellemtrinnet", "årgang"), ("Kontoret <b>", "kontor")):
        begun(person, name, word)
    person.sees("Jeres ord")
    page.click("text=Ret bøjningen")
    person.sees("Jeres ord, bøjningen")
    page.click("text=Det passer")
    page.wait_for_selector(".passer")
    page.fill("#skole", "Havrebjerg Skole")
    person.saved()

    page.click("nav >> text=Se pakken")
    page.wait_for_selector(".sider img")
    person.sees("Se pakken")
    page.click("text=Her lærer vi af hinandens fejl")
    page.wait_for_selector("textarea[data-tekst]")
    person.ready()
    headline = "#t-plakater\\.fejl\\.headline"
    before = page.get_attribute("#siden", "src")
    page.click('[data-felt="t-plakater.fejl.headline"]')
    assert page.evaluate("document.activeElement.id") == "t-plakater.fejl.headline"
    page.fill(headline, "Her lærer vi alle sammen af hinandens fejl og alt det, der ikke gik, som vi troede")
    page.wait_for_selector("text=For lang med")
    person.sees("Ret, for lang")
    page.fill(headline, "Fejl gør os klogere")
    page.wait_for_selector("text=Den passer nu")
    assert page.get_attribute("#siden", "src") != before
    person.saved()

    photo = tmp_path / "foto.jpg"
    Image.new("RGB", (3600, 3000), "#2060a0").save(photo)
    page.set_input_files("input[name=billede]", photo)
    page.wait_for_selector("input[type=range]")
    page.focus("input[name=stoerrelse]")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    person.saved()
    person.sees("Ret, billede")
    page.goto(f"{person.base}afdeling/kontoret-b/side/plakater/det-svaere/1")
    person.ready()
    page.fill("[name=adresse]", "https://intra.skole.dk/tryghed")
    page.keyboard.press("Tab")
    page.wait_for_selector("text=Brug vores link igen")
    person.saved()
    person.sees("Ret, link")
    page.goto(f"{person.base}afdeling/kontoret-b/side/flipflap/alt/1?foldet")
    person.sees("Ret, foldet")

    page.click("header >> text=Print")
    page.wait_for_selector("input[value=noget]")
    person.ready()
    page.check("input[value=noget]")
    page.check('input[name="del:plakater/fejl"]')
    page.check('input[name="del:plakater/det-svaere"]')
    page.click("text=Lav 2 filer")
    with page.expect_download() as fetched:
        page.click("text=Hent alle (zip)", timeout=60_000)
    assert fetched.value.suggested_filename == "kontoret-b-a4.zip"
    person.sees("Print")
    page.click("header >> text=Saml svar")
    page.wait_for_selector("input[name=skemaer]", state="attached")
    person.ready()
    page.set_input_files("input[name=skemaer]", [ROOT / "tests/data/filled/pdfjs.pdf", photo])
    page.wait_for_selector("text=1 af 2 er læst")
    person.sees("Saml svar")
    page.goto(person.base)
    person.sees("Mine afdelinger")
    assert person.wrong == []

    wanted = ["plakater/fejl", "plakater/det-svaere", "--afdeling", "kontoret-b", "--edition", "kontor", "--quiet"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "build")}
    subprocess.run(command(root, "build", *wanted, "--out", str(tmp_path)), check=True, env=env)
    assert files(tmp_path / "kontoret-b") == files(root / "out/kontoret-b")


def test_two_tabs_meet_and_a_closed_one_takes_nothing_with_it(person: Person, root: Path) -> None:
    page = person.page
    begun(person, "Faner", "gruppe")
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_function("() => window.htmx && document.readyState === 'complete'")
    other.fill("#skole", "Den anden")
    other.wait_for_timeout(1000)
    page.fill("#skole", "Den ene")
    page.wait_for_selector("text=ændret et andet sted, mens I skrev")
    page.click("text=Behold min")
    person.saved()
    file = root / "content/afdelinger/faner/afdeling.yaml"
    assert "skole: Den ene" in file.read_text(encoding="utf-8")
    other.reload()
    other.wait_for_function("() => window.htmx && document.readyState === 'complete'")
    other.fill("#navn", "Lukket midt i")
    other.close(run_before_unload=True)
    page.wait_for_timeout(1000)
    assert "navn: Lukket midt i" in file.read_text(encoding="utf-8")

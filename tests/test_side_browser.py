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
from PIL import Image
from program import ROOT, files, laid_out, ran
from trygtryk import cli

pytestmark = pytest.mark.skipif(not AT_HAND, reason="Chromium and Playwright are not at hand")

AXE = ROOT / "tests/data/axe/axe.min.js"
START = """
import os, sys
from pathlib import Path
from trygtryk import cli
os.fsync = lambda handle: None  # a disk that others write to is not waited for
cli.ROOT = Path(sys.argv[1])
if __name__ == '__main__':
    cli.main(sys.argv[2:])
"""
SIZES = {1280: 900, 360: 740, 320: 256}
"""A desk's window, a phone's, and 1280 by 1024 at 400 %, in CSS pixels."""
NAMELESS = re.compile(
    r"- (button|link|textbox|checkbox|radio|combobox|img|region|navigation|progressbar|table)(?= *:?$)", re.M
)


@dataclass
class Person:
    """Somebody at the browser; ``wrong`` gathers what must never happen."""

    page: Any
    base: str
    wrong: list[str] = field(default_factory=list)

    def sees(self, view: str) -> None:
        """Every view is right for everybody, at every width: axe finds nothing, and only tables go beyond the window."""
        for width, height in SIZES.items():
            self.page.set_viewport_size({"width": width, "height": height})
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.wrong.append(f"{view}: wider than {width}")
            if width == 360:
                continue
            if not self.page.evaluate("Boolean(window.axe)"):
                self.page.evaluate(AXE.read_text(encoding="utf-8"))
            found = self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            self.wrong += [f"{view} ({width}): {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.hears(view)

    def hears(self, view: str) -> None:
        """What a screen reader is given: everything has a name, one heading is above all others, news is told politely."""
        tree = self.page.locator("body").aria_snapshot()
        self.wrong += [f"{view}: no name: {found}" for found in NAMELESS.findall(tree)]
        if tree.count("[level=1]") != 1 or "- status" not in tree:
            self.wrong.append(f"{view}: {tree[:300]}")
        if self.page.evaluate("document.getAnimations().length"):
            self.wrong.append(f"{view}: something moves")

    def goes(self, wanted: str, most: int = 150) -> None:
        """By Tab alone to what matches a selector; it is seen where one is."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
                ring = "(() => { const it = getComputedStyle(document.activeElement); return it.outlineStyle + it.stroke; })()"
                assert self.page.evaluate(ring) != "nonenone", wanted
                return
        raise AssertionError(f"Tab never comes to {wanted}")

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
    return laid_out(tmp_path_factory.mktemp("side"))


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


def cropped(person: Person, notes: Path) -> None:
    """A photo's part by pointer, by keys and by number, each as it is saved and as the page shows it."""
    page = person.page

    def kept() -> list[float]:
        person.saved()
        found = re.findall(r"crop: \[(.*)\]", notes.read_text(encoding="utf-8")) if notes.is_file() else []
        return [float(part) for part in found[0].split(",")] if found else []

    assert kept() == []
    before = page.get_attribute("#siden", "src")
    page.locator(".udsnit").scroll_into_view_if_needed()
    corner = page.locator(".greb-om").bounding_box()
    page.mouse.move(corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 2)
    page.mouse.down()
    page.mouse.move(corner["x"] - 60, corner["y"] - 60, steps=4)
    page.mouse.up()
    smaller = kept()
    assert 20 <= smaller[2] < 95
    page.wait_for_function("(before) => document.getElementById('siden').getAttribute('src') !== before", arg=before)
    page.focus(".ramme")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    moved = kept()
    assert moved[2] == pytest.approx(smaller[2] + 2, abs=0.2)
    page.fill("[name=bredde]", "70")
    page.keyboard.press("Tab")
    assert kept()[2] == 70
    assert float(page.get_attribute(".ramme", "width")) == 70


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
    page.wait_for_selector("[data-udsnit]")
    cropped(person, root / "content/afdelinger/kontoret-b/billeder/plakat-fejl.yaml")
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
    with pytest.MonkeyPatch.context() as here:
        here.setattr(cli, "ROOT", root)
        ran("build", *wanted, "--out", tmp_path)
    assert files(tmp_path / "kontoret-b") == files(root / "out/kontoret-b")


def test_the_whole_way_by_the_keyboard_alone_in_a_window_of_forced_colours(person: Person, root: Path) -> None:
    page, press = person.page, person.page.keyboard.press
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    # the browser is told to hand over its dialogs long before one is opened: it does not wait for that
    page.on("filechooser", lambda _: None)
    begun(person, "Tastatur", "årgang")
    person.ready()
    person.goes("[hx-post$='/passer']")
    press("Enter")
    page.wait_for_selector(".passer")
    person.goes("#skole")
    page.keyboard.type("Havrebjerg Skole")
    person.saved()
    person.goes("main a.knap")
    press("Enter")
    page.wait_for_selector(".sider img")
    person.ready()
    person.goes("a[href$='/plakater/fejl/1']")
    press("Enter")
    page.wait_for_selector("textarea[data-tekst]")
    person.ready()
    person.goes("textarea[id='t-plakater.fejl.headline']")
    press("Control+a")
    page.keyboard.type("Fejl gør os klogere")
    person.saved()
    person.goes("[hx-post$='/tekst-tilbage']")
    press("Enter")
    page.wait_for_function("() => !document.querySelector('[hx-post$=\"/tekst-tilbage\"]')")
    assert page.evaluate("document.activeElement.id") == "t-plakater.fejl.headline"
    page.goto(f"{person.base}afdeling/tastatur/print")
    person.ready()
    person.goes("input[value=alt]")
    press("ArrowDown")
    person.goes("[name='del:plakater/fejl']")
    press("Space")
    page.wait_for_selector("text=Lav 1 fil")
    person.goes("[hx-post$='/print/lav']")
    press("Enter")
    page.wait_for_selector("a[download]", timeout=60_000)
    person.ready()
    person.goes("a[download]")
    with page.expect_download() as fetched:
        press("Enter")
    assert fetched.value.suggested_filename.endswith(".pdf")
    person.hears("forced colours")
    page.goto(f"{person.base}afdeling/tastatur/svar")
    person.ready()
    person.goes("input[name=skemaer]")
    with page.expect_file_chooser() as chosen:
        press("Enter")
    chosen.value.set_files(ROOT / "tests/data/filled/pdfjs.pdf")
    page.wait_for_selector("text=1 af 1 er læst")
    person.goes("a[href$='svar.xlsx']")
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    assert person.wrong == []


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
    person.sees("Ændret et andet sted")
    page.click("text=Behold min")
    person.saved()
    other.wait_for_selector("text=Vis det nye")
    file = root / "content/afdelinger/faner/afdeling.yaml"
    assert "skole: Den ene" in file.read_text(encoding="utf-8")
    other.click("text=Vis det nye")
    other.wait_for_function(
        "() => window.htmx && document.readyState === 'complete' && document.getElementById('skole').value === 'Den ene'"
    )
    other.fill("#navn", "Lukket midt i")
    other.close(run_before_unload=True)
    for _ in range(100):
        if "navn: Lukket midt i" in file.read_text(encoding="utf-8"):
            break
        page.wait_for_timeout(200)
    assert "navn: Lukket midt i" in file.read_text(encoding="utf-8")
    page.goto(f"{person.base}afdeling/faner/ord")
    person.ready()
    page.click("text=Fortryd: afdelingens navn")
    page.wait_for_selector("text=Fortrudt: afdelingens navn")
    person.ready()
    page.click("text=Gentag: afdelingens navn")
    page.wait_for_selector("text=Gjort igen: afdelingens navn")
    page.goto(f"{person.base}afdeling/faner/pakken?vis=findes-ikke")
    person.sees("Noget skal rettes")
    assert person.wrong == []
    assert "navn: Lukket midt i" in file.read_text(encoding="utf-8")

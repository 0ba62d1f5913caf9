"""What the page costs: its first view, a text set anew, a word on every product, and its memory over an hour's clicking.

The page runs in a process of its own on a copy of the project, and is asked over its address as a browser asks it. The
memory is that of its processes together, without what they share. ``REQUESTS=1500`` is about an hour's clicking.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
REQUESTS = 1500
_START = (
    f"import sys; sys.path.insert(0, {str(ROOT / 'build')!r}); from pathlib import Path; from trygtryk import cli; "
    "cli.ROOT = Path(sys.argv[1]); __name__ == '__main__' and cli.main(['side', '--no-browser'])"
)
_VIEWS = ("ord", "pakken?vis=plakater", "pakken?vis=billedkort", "pakken?vis=skemaer", "print", "svar", "saetninger")
_PAGES = (
    "plakater/fejl/1",
    "plakater/ideer/1",
    "billedkort/alt/1",
    "billedkort/alt/24",
    "flipflap/alt/1",
    "skemaer/udsagn/1",
)
_WORDS = ("årgang", "afdeling", "kontor", "gruppe")
_HEADLINE = "plakater.fejl.headline"


class Browser:
    """Asks the page as a browser does; ``answers`` counts them by their status."""

    def __init__(self, address: str) -> None:
        found = urlsplit(address)
        self.host, self.answers = found.netloc, dict[int, int]()
        self.cookie = ""
        self.cookie = self._asked("GET", f"{found.path}?{found.query}")[1].get("set-cookie", "").partition(";")[0]

    def get(self, path: str) -> bytes:
        return self._asked("GET", path)[0]

    def post(self, path: str, **typed: str) -> bytes:
        return self._asked("POST", path, urlencode(typed).encode())[0]

    def _asked(self, method: str, path: str, body: bytes = b"") -> tuple[bytes, dict[str, str]]:
        headers = {"cookie": self.cookie, "origin": f"http://{self.host}"}
        if body:
            headers["content-type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection(self.host, timeout=120)
        line.request(method, path, body, headers)
        answer = line.getresponse()
        data = answer.read()
        self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
        line.close()
        return data, {name.lower(): value for name, value in answer.getheaders()}


@contextmanager
def served(folder: Path) -> Iterator[tuple[Browser, int]]:
    """The page of a project, and the number of its process."""
    command = [sys.executable, "-X", "utf8", "-c", _START, str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert server.stdout
    try:
        yield Browser(re.findall(r"http://\S+", server.stdout.readline())[0]), server.pid
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def memory_mib(process: int) -> float:
    """The memory of a process and of those it started, each with its part of what they share."""
    total = 0
    for one in (process, *_children(process)):
        with contextlib.suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
            total += int(found[1]) if found else 0
    return total / 1024


def cpu_s(process: int) -> float:
    """The seconds of the processor that a process and those it started have had."""
    total = 0.0
    for one in (process, *_children(process)):
        with contextlib.suppress(OSError):
            found = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += (int(found[11]) + int(found[12])) / os.sysconf("SC_CLK_TCK")
    return total


def _children(process: int) -> list[int]:
    with contextlib.suppress(OSError):
        found = [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
        return [*found, *(below for one in found for below in _children(one))]
    return []


def clicking(browser: Browser, base: str, count: int) -> Iterator[int]:
    """An hour's clicking: every view, page and edit in turn, with the pictures that a browser fetches."""
    asked = 0
    while asked < count:
        for number in range(len(_PAGES)):
            page, word = _PAGES[number], _WORDS[(asked // 40) % len(_WORDS)]
            browser.get(f"{base}/{_VIEWS[asked % len(_VIEWS)]}")
            browser.get(f"{base}/side/{page}")
            browser.get(f"{base}/billede/{page}.png?b=800&v={asked}")
            browser.get(f"{base}/billede/{page}.png?b=240&v={asked}")
            browser.get(f"{base}/nyt?set=x")
            browser.post(f"{base}/proev/plakater/fejl/1", id=_HEADLINE, tekst=f"Fejl gør os klogere {asked}")
            browser.post(f"{base}/tekst", id=_HEADLINE, tekst=f"Fejl gør os klogere {asked}")
            browser.post(f"{base}/felt", skole=f"Skole {asked}")
            browser.post(f"{base}/{'fortryd' if number % 2 else 'gentag'}")
            asked += 9
            if number == 0:
                browser.post(f"{base}/ord", ord=word)
                browser.get("/")
                browser.get(f"{base}/forside.png?v={asked}")
                asked += 3
            yield asked


def main() -> None:
    """Prints the table."""
    count = int(next((word.partition("=")[2] for word in sys.argv[1:] if word.startswith("REQUESTS=")), "") or REQUESTS)
    with tempfile.TemporaryDirectory() as beside:
        root = Path(beside)
        for part in ("content", "layouts", "assets"):
            shutil.copytree(ROOT / part, root / part)
        (root / "build").mkdir()
        began = time.perf_counter()
        with served(root) as (browser, process):
            browser.get("/")
            row("første visning, fra start", time.perf_counter() - began, cpu_s(process), 2)
            browser.post("/afdelinger", navn="Nord")
            base = "/afdeling/nord"
            browser.get(f"{base}/side/plakater/fejl/1")
            texts = []
            for number in range(9):
                began, before = time.perf_counter(), cpu_s(process)
                told = json.loads(
                    browser.post(f"{base}/proev/plakater/fejl/1", id=_HEADLINE, tekst=f"Fejl nummer {number}")
                )
                browser.get(told["png"])
                texts.append((time.perf_counter() - began, cpu_s(process) - before))
            seconds, cpu = zip(*texts, strict=True)
            row(
                "en tekst sat på ny, med billede (midterste af 9)",
                statistics.median(seconds),
                statistics.median(cpu),
                0.3,
            )
            row("en tekst sat på ny, den langsomste af 9", max(seconds), max(cpu), 0.3)
            for product in ("plakater", "billedkort", "flipflap", "skemaer"):
                browser.get(f"{base}/pakken?vis={product}")
            browser.post(f"{base}/ord", ord="afdeling")
            began, before = time.perf_counter(), cpu_s(process)
            for page in ("plakater/fejl/1", "billedkort/alt/1", "flipflap/alt/1", "skemaer/procesplan/1"):
                browser.get(f"{base}/billede/{page}.png?b=240")
            row("et andet ord: første side af hvert produkt", time.perf_counter() - began, cpu_s(process) - before, 1)
            print(f"\nhukommelse (MiB) undervejs i {count} forespørgsler, højst 250:")
            every, due, most = count // 10, 0, 0.0
            began = time.perf_counter()
            for asked in clicking(browser, base, count):
                now = memory_mib(process)
                most = max(most, now)
                if asked >= due:
                    print(f"  efter {asked:5}: {now:6.1f}", flush=True)
                    due += every
            print(
                f"  mest: {most:.1f}; {time.perf_counter() - began:.0f} s; svar: {dict(sorted(browser.answers.items()))}"
            )


def row(name: str, seconds: float, cpu: float, most: float) -> None:
    """One line of the table; on a machine that does other things besides, the processor's seconds are what count."""
    print(f"{name:50} {seconds:5.2f} s, processor {cpu:5.2f} s  (højst {most:g})", flush=True)


if __name__ == "__main__":
    main()

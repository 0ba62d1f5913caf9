"""The page as a browser meets it, on a project of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from program import laid_out
from starlette.testclient import TestClient
from trygtryk.side.app import page
from trygtryk.side.engine import Engine
from trygtryk.side.guard import Guard

PORT = 8123
NORD = "/afdeling/nord"
HERE = f"http://127.0.0.1:{PORT}"
P = ParamSpec("P")
T = TypeVar("T")


class Near(Engine):
    """The engine without a process of its own: the same answers, and the tests' own coverage and speed."""

    def __call__(self, question: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        return question(*args, **named)

    once = __call__


@contextmanager
def browser(root: Path) -> Iterator[TestClient]:
    """A browser that came in by the first address, on our own page."""
    guard = page(root, PORT, Near(root))
    with stranger(guard) as client:
        client.get(guard.address.removeprefix(HERE))
        client.headers["origin"] = HERE
        yield client


def with_nord(folder: Path, word: str = "") -> Path:
    """A project with one department, Nord, and its word."""
    root = laid_out(folder)
    with browser(root) as client:
        client.post("/afdelinger", data={"navn": "Nord"})
        if word:
            client.post(f"{NORD}/ord", data={"ord": word, "before": ""})
    return root


def stranger(guard: Guard) -> TestClient:
    """Somebody who has no cookie yet."""
    return TestClient(guard, base_url=HERE, follow_redirects=False)


def words(html: str) -> str:
    """What is read on a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())

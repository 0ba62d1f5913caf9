"""Who is let in: this machine's own browser with the token, from our own page, with no more bytes than a request may have."""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trygtryk.bounds import MOST_FORMS_SENT, MOST_PICTURE_SENT, MOST_REQUEST

HOST = "127.0.0.1"
_ASKED = "adgang"
_WRITES = frozenset(["POST", "PUT", "PATCH", "DELETE"])
_READS = frozenset(["GET", "HEAD"])
_ROOM = {"billede": MOST_PICTURE_SENT, "logo": MOST_PICTURE_SENT, "svar": MOST_FORMS_SENT}
"""What the body of a request that brings files may hold, by the last part of its path."""
_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    # with no-referrer a form of our own would come without an origin
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class Guard:
    """Stands before the page: wrong host, wrong origin, no token, too much or an unknown method go no further.

    The token in the first address is good for one visit; it is exchanged for a cookie that no script can read and no
    other site's request carries.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app, self.port = app, port
        self.host = f"{HOST}:{port}"
        self.token, self._key, self._used = secrets.token_urlsafe(32), secrets.token_urlsafe(32), False

    @property
    def address(self) -> str:
        """Where the browser begins."""
        return f"http://{self.host}/?{_ASKED}={self.token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.lower(), []).append(value)
        if told := self._refused(scope["method"], headers):
            await _answer(send, 403, told)
            return
        if not self._known(headers):
            given = parse_qs(scope["query_string"].decode("latin-1")).get(_ASKED, [""])[0]
            if self._used or not hmac.compare_digest(given.encode(), self.token.encode()):
                await _answer(send, 403, _NO_TOKEN)
                return
            self._used = True
            await _redirect(send, f"trygtryk_{self.port}={self._key}; HttpOnly; SameSite=Strict; Path=/")
            return
        if _ASKED.encode() in scope["query_string"]:
            await _redirect(send)
            return
        most = _ROOM.get(scope["path"].rpartition("/")[2], MOST_REQUEST)
        await self.app(scope, _counted(receive, most), _with_headers(send))

    def _refused(self, method: str, headers: dict[bytes, list[bytes]]) -> str:
        """What is told to a request that cannot be our own page's; empty where it may be."""
        if headers.get(b"host") != [self.host.encode()]:
            return "Siden findes kun på denne computer, på den adresse, programmet skrev."
        site = headers.get(b"sec-fetch-site", [b"none"])
        if method in _WRITES:
            if headers.get(b"origin") != [f"http://{self.host}".encode()]:
                return "Noget uden for siden ville ændre den. Det må det ikke."
        elif method not in _READS:
            return "Det kan siden ikke."
        elif site not in ([b"same-origin"], [b"none"]) and headers.get(b"sec-fetch-mode") != [b"navigate"]:
            return "En anden side ville læse denne. Det må den ikke."
        return ""

    def _known(self, headers: dict[bytes, list[bytes]]) -> bool:
        try:
            cookie = SimpleCookie(b"; ".join(headers.get(b"cookie", [])).decode("latin-1"))
        except CookieError:
            return False
        given = cookie.get(f"trygtryk_{self.port}")
        return bool(given) and hmac.compare_digest(given.value.encode(), self._key.encode())  # type: ignore[union-attr]


class TooMuchError(Exception):
    """A request with more bytes than it may have."""


_NO_TOKEN = (
    "Siden kan ikke åbnes herfra. Adressen, programmet skrev, virker én gang. "
    "Åbn siden igen dér, hvor I plejer at starte den: make side eller trygtryk side."
)


def _counted(receive: Receive, most: int) -> Receive:
    """The body, counted as it comes in."""
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooMuchError
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message["headers"]}
            usual = () if b"cache-control" in there else ((b"cache-control", b"no-store"),)
            message["headers"] = [*message["headers"], *_HEADERS, *usual]
        await send(message)

    return sent


async def _answer(send: Send, status: int, told: str) -> None:
    send = _with_headers(send)
    kind = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": kind})
    await send({"type": "http.response.body", "body": told.encode()})


async def _redirect(send: Send, cookie: str = "") -> None:
    send = _with_headers(send)
    headers = [(b"location", b"/"), *([(b"set-cookie", cookie.encode())] if cookie else [])]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})

"""What is said: the pack's own facts and its links, and where a product's content lies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.model import Copy
from trygtryk.sources.nodes import Node, read_yaml
from trygtryk.sources.text import text_files

# what may stand in an address as it is (RFC 3986, 2.2 and 2.3), and the mark of what is encoded already
_SAFE = ":/?#[]@!$&'()*+,;=-._~%"
# a little less than the largest code holds at level M (ISO/IEC 18004, table 7)
_MOST_SIGNS = 2000
_MOST_TYPED = 75
# a name or an address of a machine (RFC 3986, 3.2.2), and the underscore that some have
_HOST = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_.])?|[0-9a-f:.]+")
# a text without spaces that has a dot or a slash is meant as an address
_ADDRESS = re.compile(r"\S*[./]\S*")


@dataclass(frozen=True, slots=True)
class Link:
    """An address behind a QR code, with what it leads to: its title, and how long it is and who takes part.

    ``about`` tells what is heard or seen there. ``show`` is what is printed beneath the code, the address as people read
    it or some words; left out, it is made from the address.
    """

    address: str
    title: Copy
    place: Place
    note: Copy | None = None
    show: Copy | None = None
    about: Copy | None = None

    @property
    def name(self) -> str:
        """What the link is called in content/links.yaml."""
        return self.title.id.split(".")[1]

    @property
    def typable(self) -> bool:
        """Whether what is shown is short enough to be typed from paper."""
        return len(self.shown.text) <= _MOST_TYPED

    @property
    def shown(self) -> Copy:
        """What is printed beneath the code."""
        return self.show or Copy(_readable(self.address), f"links.{self.name}.show", self.place)


@dataclass(frozen=True, slots=True)
class Pack:
    """The pack's title, its edition's day (ISO 8601), version and credit line."""

    title: Copy
    edition: str
    version: str
    credit: Copy
    place: Place


def find(links: Mapping[str, Link], name: str, place: Place) -> Link:
    """The link of that name; raises BuildError, naming where it is asked for, where there is none."""
    if name not in links:
        raise refuse(
            f"der er ingen adresse, der hedder »{name}«", place, f"{nearest(name, links)} (content/links.yaml)"
        )
    return links[name]


def addressed(links: Mapping[str, Link]) -> Mapping[str, Link]:
    """The links, each address written so that every phone opens it; raises BuildError with all that cannot be opened.

    A link whose ``show`` is another address than the one the code leads to is a fault too.
    """
    made: dict[str, Link] = {}
    faults: list[Fault] = []
    for name, link in links.items():
        try:
            made[name] = replace(link, address=_uri(link.address))
        except ValueError:
            hint = "skriv hele adressen, som den står i browseren: https://…"
            faults.append(Fault(f"linket »{name}«: »{link.address}« er ikke en adresse på nettet", link.place, hint))
            continue
        if len(made[name].address) > _MOST_SIGNS:
            told = f"linket »{name}«: adressen er på {len(made[name].address)} tegn, og en QR-kode kan højst have {_MOST_SIGNS}"
            faults.append(Fault(told, link.place, "brug en kort adresse"))
        if link.show and _ADDRESS.fullmatch(link.show.text) and _bare(link.show.text) not in _bare(link.address):
            told = f"linket »{name}«: »{link.show.text}« er ikke den adresse, QR-koden fører til"
            hint = "skriv den samme adresse i address og show, eller udelad show"
            faults.append(Fault(told, link.show.place, hint))
    if faults:
        raise BuildError(*faults)
    return made


def _uri(address: str) -> str:
    """An address as it is sent (RFC 3986): letters beyond ASCII encoded (RFC 3987, 3.1); raises ValueError."""
    text = address.strip()
    if re.search(r"[\s\x00-\x20<>\"\\^`{|}]", text):
        raise ValueError
    parts = urlsplit(text if re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE) else f"https://{text}")
    port = f":{parts.port}" if parts.port else ""
    host = (parts.hostname or "").encode("idna").decode("ascii")
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or parts.username is not None:
        raise ValueError
    if "." not in host and "://" not in text:
        raise ValueError
    path, query, fragment = (quote(part, safe=_SAFE) for part in parts[2:])
    return urlunsplit((parts.scheme, host + port, path, query, fragment))


def _readable(address: str) -> str:
    parts = urlsplit(address)
    try:
        host = parts.netloc.encode("ascii").decode("idna")
    except UnicodeError:
        host = parts.netloc
    rest = unquote(urlunsplit(("", "", *parts[2:])))
    return (host + (rest if rest.isprintable() else urlunsplit(("", "", *parts[2:])))).removeprefix("www.").rstrip("/")


def _bare(address: str) -> str:
    """What two ways of writing the same address have in common."""
    return re.sub(r"^(https?://)?(www\.)?", "", unquote(address.strip()).casefold()).rstrip("/")


def read_content(root: Path, name: str) -> Node:
    """The tree of ``content/<name>.yaml``, or of the folder ``content/<name>/``: one entry a file, by its stem."""
    folder = root / "content" / name
    if not folder.is_dir():
        return read_yaml(root / "content" / f"{name}.yaml", root)
    entries: Mapping[str, Node] = {id: read_yaml(file, root) for id, file in text_files(folder, ".yaml", root).items()}
    return Node(entries, Place(f"content/{name}"))


def checked(pack: Pack) -> Pack:
    """The pack's facts; raises BuildError where the edition is no day."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", pack.edition):
        raise refuse(f"edition »{pack.edition}« er ikke en dato", pack.place, 'skriv den som "2026-11-01"')
    return pack

"""What is said: the pack's own facts and its links, and where a product's content lies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trygtryk.errors import BuildError, Fault, Place, nearest, refuse
from trygtryk.model import Copy
from trygtryk.sources.nodes import Node, read_yaml


@dataclass(frozen=True, slots=True)
class Link:
    """An address behind a QR code; ``show`` is the readable address printed beneath it."""

    address: str
    show: Copy
    title: Copy
    note: Copy
    place: Place


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
    """The links; raises BuildError with every address that no phone can open, or that is not the one beneath it."""
    faults = []
    for link in links.values():
        if not re.fullmatch(r"https?://[^\s/]+\.\S+", link.address):
            hint = "skriv hele adressen, som den står i browseren: https://…"
            faults.append(Fault(f"»{link.address}« er ikke en adresse", link.place, hint))
        elif link.show.text not in link.address:
            hint = "skriv den samme adresse i address og show; show kan udelade https://"
            faults.append(Fault(f"»{link.show.text}« er ikke den adresse, QR-koden fører til", link.show.place, hint))
    if faults:
        raise BuildError(*faults)
    return links


def read_content(root: Path, name: str) -> Node:
    """The tree of ``content/<name>.yaml``, or of the folder ``content/<name>/``: one entry a file, by its stem."""
    folder = root / "content" / name
    if not folder.is_dir():
        return read_yaml(root / "content" / f"{name}.yaml", root)
    entries: Mapping[str, Node] = {file.stem: read_yaml(file, root) for file in sorted(folder.glob("*.yaml"))}
    return Node(entries, Place(f"content/{name}"))


def checked(pack: Pack) -> Pack:
    """The pack's facts; raises BuildError where the edition is no day."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", pack.edition):
        raise refuse(f"edition »{pack.edition}« er ikke en dato", pack.place, 'skriv den som "2026-11-01"')
    return pack

"""Links, as the engine answers them: which codes stand on a page, and whether an address makes one that is read."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from trygtryk.errors import BuildError, Fault
from trygtryk.look import views
from trygtryk.model import Flaw, Line, walk
from trygtryk.side.questions.pages import composed
from trygtryk.side.questions.picture import department_with
from trygtryk.sources.department.layer import read_department
from trygtryk.sources.department.own_folder import FILE


@dataclass(frozen=True, slots=True)
class Linked:
    """A link on a page: its name, its address and title now, those that are ours, and whether it is the department's own."""

    name: str
    address: str
    title: str
    our_address: str
    our_title: str
    own: bool

    @property
    def state(self) -> str:
        """What a form says that it has seen."""
        return hashlib.sha256(f"{self.address}\0{self.title}".encode()).hexdigest()[:16]


def on_page(root: Path, asked: str, product: str, part: str, page: int) -> tuple[Linked, ...]:
    """The links whose codes stand on a page."""
    made = composed(root, asked, product)
    lines = (item for item in walk(made.piece(part).pages[page - 1].items) if isinstance(item, Line))
    names = dict.fromkeys(found[1] for line in lines if (found := re.match(r"links\.([\w-]+)\.", line.copy_id)))
    now, ours = made.sources.materials.links, composed(root, "team", product).sources.materials.links
    own = read_department(root, asked).links
    return tuple(
        Linked(name, now[name].address, now[name].title.text, ours[name].address, ours[name].title.text, name in own)
        for name in names
    )


def tried(root: Path, name: str, address: str, title: str, product: str, part: str) -> None:
    """Sets a link on its page; raises BuildError where the address is none, or its code or its title has no room."""
    entries = {"adresse": address, **({"titel": title} if title else {})}
    file = yaml.safe_dump({"links": {name: entries}}, allow_unicode=True).encode()
    with department_with(root, {FILE: file}, product) as sources:
        document = sources.products[product].composed(part, sources.materials)
        flaws = [item.fault for page in document.pages for item in walk(page.items) if isinstance(item, Flaw)]
    if stops := [flaw for flaw in flaws if flaw.place and flaw.place.file.endswith(FILE)]:
        raise BuildError(*(Fault(flaw.message, None, flaw.hint) for flaw in stops))


def code(address: str) -> bytes:
    """An address's code as a PNG."""
    return views.code_seen(address)

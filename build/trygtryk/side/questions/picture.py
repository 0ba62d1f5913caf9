"""A picture that was handed in, tried where it is to stand before it is put there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from trygtryk.errors import BuildError, Fault, refuse
from trygtryk.geometry import sized
from trygtryk.look.views import drawn
from trygtryk.order import Order
from trygtryk.read import Sources, read_sources
from trygtryk.sources.department import FILE, PICTURES
from trygtryk.sources.own_pictures import KINDS

_LOGO_MM = 40.0
_SIGNS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"%PDF": "pdf", b"II*\0": "tif", b"MM\0*": "tif"}


def kind(data: bytes, name: str) -> str:
    """The ending a picture is kept under: what its bytes say it is, or else its name's where that is one we take."""
    for sign, ending in _SIGNS.items():
        if data.startswith(sign):
            return ending
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "svg"
    ending = PurePosixPath(name.replace("\\", "/")).suffix[1:].lower()
    return ending if ending in KINDS else "png"


def logo(root: Path, ending: str, data: bytes) -> None:
    """Draws a logo; raises BuildError with what is wrong with it."""
    name = f"logo.{ending}"
    with _tried(root, {FILE: f"logo: {name}\n".encode(), name: data}, "plakater") as sources:
        assert sources.materials.sender.logo
        sources.materials.sender.logo(sized(0, 0, _LOGO_MM, _LOGO_MM))


def picture(root: Path, id: str, product: str, beside: Mapping[str, bytes]) -> None:
    """Draws a product's picture from files in the folder of pictures; raises BuildError with what is wrong with them."""
    with _tried(root, {f"{PICTURES}/{name}": data for name, data in beside.items()}, product) as sources:
        if id not in sources.pictures:
            raise refuse("der er ikke noget billede dér")
        sources.materials.scene(id)


@contextmanager
def _tried(root: Path, files: Mapping[str, bytes], product: str) -> Iterator[Sources]:
    """What a product is made from where a department has these files and no others; faults name no place but the file."""
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside) / "afdeling"
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        try:
            yield read_sources(root, Order((product,), f"{folder}/"))
        except BuildError as error:
            raise BuildError(*(Fault(fault.message, None, fault.hint) for fault in error.faults)) from error


def logo_seen(root: Path, asked: str) -> bytes:
    """The department's logo as a PNG; raises BuildError where it has none."""
    draw = read_sources(root, Order(("plakater",), asked)).materials.sender.logo
    if draw is None:
        raise refuse("der er ikke noget logo")
    return drawn(draw(sized(0, 0, _LOGO_MM, _LOGO_MM / 2)))

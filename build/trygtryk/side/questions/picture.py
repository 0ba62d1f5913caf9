"""A picture that was handed in, tried where it is to stand before it is put there."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from trygtryk.errors import BuildError, Fault, refuse
from trygtryk.geometry import sized
from trygtryk.look.views import drawn
from trygtryk.model import Artwork, walk
from trygtryk.order import Order
from trygtryk.read import Sources, read_sources
from trygtryk.side.questions.pages import composed
from trygtryk.sources.department.layer import FILE, PICTURES, read_department
from trygtryk.sources.department.own_pictures import KINDS, Crop

_LOGO_MM = 40.0
_ORIENTATION, _ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)
# APP1 (EXIF and XMP), APP13 (IPTC) and comments
_TELLING = (0xE1, 0xED, 0xFE)
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
    with department_with(root, {FILE: f"logo: {name}\n".encode(), name: data}, "plakater") as sources:
        assert sources.materials.sender.logo
        sources.materials.sender.logo(sized(0, 0, _LOGO_MM, _LOGO_MM))


def picture(root: Path, id: str, product: str, beside: Mapping[str, bytes]) -> None:
    """Draws a product's picture from files in the folder of pictures; raises BuildError with what is wrong with them."""
    with department_with(root, {f"{PICTURES}/{name}": data for name, data in beside.items()}, product) as sources:
        if id not in sources.pictures:
            raise refuse("der er ikke noget billede dér")
        sources.materials.scene(id)


@contextmanager
def department_with(root: Path, files: Mapping[str, bytes], product: str) -> Iterator[Sources]:
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


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture on a page: its id, the department's own file for it with what it shows and its crop, and its size in dots.

    ``ratio`` is the width of the place it fills, of its height; no ``size`` is known of drawings.
    """

    id: str
    ratio: float
    file: str = ""
    alt: str = ""
    crop: Crop | None = None
    size: tuple[int, int] | None = None
    ours: str = ""


def on_page(root: Path, asked: str, product: str, part: str, page: int) -> tuple[Pictured, ...]:
    """The pictures of a page that somebody's own may stand for."""
    made = composed(root, asked, product)
    names = {item.name for item in walk(made.piece(part).pages[page - 1].items) if isinstance(item, Artwork)}
    own = read_department(root, asked).pictures.by_id
    found = []
    for id, at in made.source.pictures(part).items():
        if id not in names:
            continue
        ratio, picture = at.area.width_mm / at.area.height_mm, own.get(id)
        if not picture:
            found.append(Pictured(id, ratio, ours=made.sources.materials.scene(id).alt))
            continue
        name = picture.place.file.rpartition("/")[2]
        found.append(Pictured(id, ratio, name, picture.alt, picture.crop, dots(picture.data)))
    return tuple(found)


def dots(data: bytes) -> tuple[int, int] | None:
    """A photo's width and height as it is looked at; None of a drawing, and of what cannot be read."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP", "TIFF")) as opened:
                turned = opened.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
                return opened.size[::-1] if turned else opened.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def without_whereabouts(data: bytes) -> bytes:
    """A JPEG without where and by what it was taken (EXIF, XMP and IPTC), its dots untouched; other files as they are.

    Which way up it is, is kept (CIPA DC-008, 4.6.5).
    """
    if not data.startswith(b"\xff\xd8"):
        return data
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=("JPEG",)) as opened:
            orientation = int(opened.getexif().get(_ORIENTATION, 1))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return data
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    told = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0")
    made, at = bytearray(b"\xff\xd8"), 2
    if orientation != 1:
        made += b"\xff\xe1" + (len(told) + 2).to_bytes(2, "big") + told
    while data[at : at + 1] == b"\xff" and data[at + 1] not in (0xDA, 0xD9):
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in _TELLING:
            made += data[at : at + 2 + length]
        at += 2 + length
    return bytes(made) + data[at:]

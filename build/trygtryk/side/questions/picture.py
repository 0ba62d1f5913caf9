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
from trygtryk.side.questions.camera import ORIENTATION
from trygtryk.side.questions.pages import composed
from trygtryk.sources.department.layer import read_department
from trygtryk.sources.department.own_folder import FILE, PICTURES
from trygtryk.sources.department.own_pictures import KINDS, Crop

_LOGO_MM = 40.0
_ON_ITS_SIDE = (5, 6, 7, 8)
_PHOTOS = ("PNG", "JPEG", "WEBP", "TIFF")
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

    @property
    def taller(self) -> float:
        """A part's height of the photo's, of its width of the photo's, both in percent."""
        return self.size[0] / self.size[1] / self.ratio if self.size else 1.0

    @property
    def widest(self) -> float:
        """The width of the largest part with the place's proportions, in percent of the photo's."""
        return min(100.0, 100 / self.taller)

    @property
    def middle(self) -> tuple[float, float, float, float]:
        """The largest part, in the photo's middle: from its left and its upper edge, its width and height, in percent."""
        return self._within(0.0, 0.0, 100.0, 100.0)

    @property
    def seen(self) -> tuple[float, float, float, float]:
        """The part that is seen in the place."""
        crop = self.crop
        return self._within(crop.x, crop.y, crop.width, crop.height) if crop else self.middle

    def _within(self, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
        wide = min(width, height / self.taller)
        high = wide * self.taller
        return x + (width - wide) / 2, y + (height - high) / 2, wide, high


def on_page(root: Path, asked: str, product: str, part: str, page: int) -> tuple[Pictured, ...]:
    """The pictures of a page that somebody's own may stand for."""
    made = composed(root, asked, product)
    own = read_department(root, asked).pictures.by_id
    try:
        names = {item.name for item in walk(made.piece(part).pages[page - 1].items) if isinstance(item, Artwork)}
    except BuildError:  # a picture that cannot be drawn can still be taken away
        names = set(own)
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
            with Image.open(BytesIO(data), formats=_PHOTOS) as opened:
                # Pillow gives a TIFF's size as it is to be seen, the others' as it is stored
                turned = opened.getexif().get(ORIENTATION) in _ON_ITS_SIDE and opened.format != "TIFF"
                return opened.size[::-1] if turned else opened.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def photo(root: Path, asked: str, id: str, most_px: int) -> bytes:
    """The whole of a department's photo, small, as a JPEG; raises BuildError where there is none."""
    from PIL import Image, ImageOps

    own = read_department(root, asked).pictures.by_id.get(id)
    if own is None or dots(own.data) is None:
        raise refuse("der er ikke noget billede dér")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(own.data), formats=_PHOTOS) as opened:
            opened.draft("RGB", (most_px, most_px))
            opened.thumbnail((most_px, most_px))
            upright = ImageOps.exif_transpose(opened)
            made = BytesIO()
            upright.convert("RGB").save(made, "JPEG", quality=80)
    return made.getvalue()

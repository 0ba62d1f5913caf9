"""A photo that a colleague sends has no place, time or camera left in it, stands as it was taken, and looks the same."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps, PngImagePlugin
from trygtryk.errors import BuildError
from trygtryk.side.questions.camera import without_whereabouts

SECRET = "HEMMELIGT STED"
KINDS = ("JPEG", "PNG", "WEBP", "TIFF")
TOLD = {"EXIF", "GPS", "XMP", "IPTC", "MakerNotes", "Photoshop", "MPF", "IFD1", "SubIFD"}
"""What exiftool calls the rooms where cameras and programs write of themselves."""


def taken(kind: str, turned: int = 6) -> bytes:
    """A photo as a phone saves it, with all that it knows."""
    image = Image.effect_noise((60, 40), 60).convert("RGB")
    image.paste((250, 20, 20), (0, 0, 30, 20))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B], exif[0x9C9B] = (
        turned,
        f"{SECRET} mærke",
        f"{SECRET} navn",
        SECRET.encode("utf-16le"),
    )
    exif.get_ifd(0x8769)[0x927C] = f"{SECRET} noter".encode()
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 40.0, 12.0), 27: f"{SECRET} gps".encode()})
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    out = io.BytesIO()
    more: dict[str, Any] = {"exif": exif.tobytes()}
    if kind in ("JPEG", "WEBP"):
        more |= {"xmp": xmp}
    if kind == "JPEG":
        more |= {"comment": SECRET, "quality": 90}
    if kind == "WEBP":
        more |= {"lossless": True}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Sted", SECRET)
        text.add_text("Gemt", SECRET, zip=True)
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        more |= {"pnginfo": text}
    if kind == "TIFF":
        more = {"exif": exif, "compression": "tiff_adobe_deflate"}
    image.save(out, kind, **more)
    return out.getvalue() + (b"\xff\xd8" + SECRET.encode() if kind == "JPEG" else b"")


def seen(data: bytes) -> bytes:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB").tobytes()


@pytest.mark.parametrize("turned", [1, 6])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_but_the_picture_and_which_way_up_it_is(kind: str, turned: int) -> None:
    data = taken(kind, turned)
    assert SECRET.encode() in data
    bare = without_whereabouts(data)
    assert b"HEMMELIGT" not in bare and "HEMMELIGT".encode("utf-16le") not in bare
    assert seen(bare) == seen(data)
    kept = dict(Image.open(io.BytesIO(bare)).getexif())
    assert kind == "TIFF" or kept == ({0x0112: 6} if turned == 6 else {})
    assert without_whereabouts(bare) == bare


@pytest.mark.parametrize("kind", KINDS)
def test_another_program_finds_no_camera_in_it(kind: str, tmp_path: Path) -> None:
    if not shutil.which("exiftool"):
        pytest.skip("exiftool is not at hand")
    file = tmp_path / "foto"
    file.write_bytes(without_whereabouts(taken(kind)))
    told = json.loads(
        subprocess.run(["exiftool", "-j", "-G1", "-a", "-u", file], check=True, capture_output=True).stdout
    )[0]
    about = {name: value for name, value in told.items() if name.partition(":")[0] in TOLD | {"IFD0"}}
    private = {"Make", "Artist", "XPTitle", "Software", "DateTime", "ImageDescription", "Copyright"}
    assert not {name for name in about if name.partition(":")[0] in TOLD or name.partition(":")[2] in private}
    assert about.get("IFD0:Orientation") == "Rotate 90 CW" and not [name for name in told if "Warning" in name]


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_photo_is_told_or_left_to_who_draws_it(kind: str) -> None:
    data = taken(kind)
    for end in (9, 20, 60, len(data) // 2):
        try:
            without_whereabouts(data[:end])
        except BuildError as error:
            assert "beskadiget" in error.faults[0].message


def test_a_tiff_of_any_make_keeps_its_dots() -> None:
    image = Image.effect_noise((300, 200), 60)
    for mode, more in (
        ("RGB", {"compression": "raw"}),
        ("CMYK", {"compression": "tiff_lzw"}),
        ("1", {"compression": "group4"}),
        ("L", {"compression": "jpeg"}),
        ("RGBA", {}),
    ):
        out = io.BytesIO()
        image.convert(mode).save(out, "TIFF", **more)
        bare = without_whereabouts(out.getvalue())
        assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(out.getvalue())).tobytes(), mode
    big = b"MM\0*" + struct.pack(">IHHHIIHHII", 8, 1, 0x010F, 2, 14, 26, 0, 0, 0, 0)
    assert SECRET.encode() not in without_whereabouts(big[:22] + bytes(4) + SECRET.encode())

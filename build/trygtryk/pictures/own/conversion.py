"""Screen colours to press inks: the palette's own exactly, all others through the print shop's profile."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from trygtryk.model import Ink
from trygtryk.sources.layout import Palette

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageCms import ImageCmsTransform


@dataclass(frozen=True, slots=True)
class Conversion:
    """Turns colours of the screen into those of the press (relative colorimetric, black points made alike).

    ``press`` and ``screen`` are ICC profiles, for CMYK and for sRGB; ``ink_limit`` is in percent of all four inks.
    """

    palette: Palette
    press: bytes = field(repr=False)
    screen: bytes = field(repr=False)
    ink_limit: float = 300.0
    _inks: dict[str, Ink] = field(default_factory=dict, repr=False, compare=False)
    _ways: dict[tuple[bytes, str, str], ImageCmsTransform] = field(default_factory=dict, repr=False, compare=False)

    def ink(self, srgb: str) -> Ink:
        """The ink for ``#rrggbb``: the palette's where it has that colour, else one made for it."""
        if not self._inks:
            self._inks.update({ink.srgb: ink for ink in reversed(tuple(self.palette.values())) if not ink.spot})
        if srgb not in self._inks:
            from PIL import Image as image

            pixel: Any = self.cmyk(image.new("RGB", (1, 1), srgb)).getpixel((0, 0))
            c, m, y, k = (round(share / 255 * 100, 1) for share in pixel)
            self._inks[srgb] = Ink(srgb, (c, m, y, k), srgb)
        return self._inks[srgb]

    def ink_of(self, mode: Literal["L", "RGB", "CMYK"], shares: tuple[float, ...], profile: bytes = b"") -> Ink:
        """The ink for shares from 0 to 1 of grey, RGB or CMYK, by a profile of its own where it has one.

        Raises PIL.ImageCms.PyCMSError on a profile that does not fit.
        """
        if mode == "L":
            (grey,) = shares
            return Ink("grey", (0.0, 0.0, 0.0, round(100 - grey * 100, 1)), "#" + f"{round(grey * 255):02x}" * 3)
        if mode == "CMYK" and profile in (b"", self.press) and math.fsum(shares) * 100 <= self.ink_limit:
            c, m, y, k = (round(share * 100, 1) for share in shares)
            return Ink("cmyk", (c, m, y, k), self._seen(mode, shares, profile))
        if mode == "RGB" and not profile:
            return self.ink(self._seen(mode, shares, profile))
        seen = self._seen(mode, shares, profile)
        if mode == "RGB" and seen in {ink.srgb for ink in self.palette.values()}:
            return self.ink(seen)
        pixel: Any = self.cmyk(_pixel(mode, shares, profile)).getpixel((0, 0))
        c, m, y, k = (round(share / 255 * 100, 1) for share in pixel)
        return Ink("cmyk", (c, m, y, k), seen)

    def _seen(self, mode: Literal["RGB", "CMYK"], shares: tuple[float, ...], profile: bytes) -> str:
        pixel: Any = self.srgb(_pixel(mode, shares, profile)).getpixel((0, 0))
        return "#" + "".join(f"{part:02x}" for part in pixel)

    def cmyk(self, picture: Image) -> Image:
        """An RGB or CMYK picture in the press's CMYK within its ink limit, from its own embedded profile or from sRGB.

        A CMYK picture without a profile is taken to be made for the press. Raises PIL.ImageCms.PyCMSError on a
        profile that does not fit.
        """
        own = picture.info.get("icc_profile")
        if picture.mode == "CMYK" and own in (None, b"", self.press):
            return _limited(picture, self.ink_limit)
        return _limited(self._converted(picture, self.press, "CMYK"), self.ink_limit)

    def srgb(self, picture: Image) -> Image:
        """The same for screens: in sRGB, from the picture's own profile, else from the press's where it is CMYK."""
        if picture.mode == "RGB" and not picture.info.get("icc_profile"):
            return picture
        return self._converted(picture, self.screen, "RGB")

    def _converted(self, picture: Image, target: bytes, mode: str) -> Image:
        from trygtryk.pictures.own.icc import way

        source = picture.info.get("icc_profile") or (self.press if picture.mode == "CMYK" else self.screen)
        key = (source, picture.mode, mode)
        if key not in self._ways:
            self._ways[key] = way(source, target, picture.mode, mode)
        return self._ways[key].apply(picture)


def _pixel(mode: str, shares: tuple[float, ...], profile: bytes) -> Image:
    from PIL import Image as image

    made = image.new(mode, (1, 1), tuple(int(share * 255 + 0.5) for share in shares))
    if profile:
        made.info["icc_profile"] = profile
    return made


def _limited(picture: Image, limit: float) -> Image:
    """The CMYK picture with the coloured inks taken back where all four together come above the limit."""
    from PIL import Image as image
    from PIL import ImageMath as reckon

    most = limit / 100 * 255
    c, m, y, k = picture.split()
    over = reckon.lambda_eval(
        lambda n: n["max"](n["float"](n["c"]) + n["m"] + n["y"] + n["k"] - most, 0), c=c, m=m, y=y, k=k
    )
    if over.getextrema()[1] <= 0:
        return picture
    kept = [
        reckon.lambda_eval(
            lambda n: n["convert"](
                n["float"](n["a"]) * (1 - n["over"] / n["max"](n["float"](n["c"]) + n["m"] + n["y"], 1)), "L"
            ),
            a=a,
            c=c,
            m=m,
            y=y,
            over=over,
        )
        for a in (c, m, y)
    ]
    return image.merge("CMYK", (*kept, k))

"""Screen colours to press inks: the palette's own exactly, all others through the press profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from trygtryk.model import Ink
from trygtryk.sources.layout import Palette

if TYPE_CHECKING:
    from PIL import ImageCms
    from PIL.Image import Image

SCREEN, PRESS = "assets/icc/sRGB_icc22.icm", "assets/icc/ISOcoated_v2_300_bas.icc"


@dataclass(frozen=True, slots=True)
class Conversion:
    """Turns colours of the screen into those of the press (perceptual intent, ICC.1:2010, 6.1.9)."""

    root: Path
    palette: Palette
    _inks: dict[str, Ink] = field(default_factory=dict, repr=False, compare=False)

    def ink(self, srgb: str) -> Ink:
        """The ink for ``#rrggbb``: the palette's where it has that colour, else one made for it."""
        if not self._inks:
            self._inks.update({ink.srgb: ink for ink in reversed(tuple(self.palette.values())) if not ink.spot})
        if srgb not in self._inks:
            from PIL import Image as image

            pixel = self.cmyk(image.new("RGB", (1, 1), srgb)).getpixel((0, 0))
            assert isinstance(pixel, tuple)
            c, m, y, k = (round(share / 255 * 100, 1) for share in pixel)
            self._inks[srgb] = Ink(srgb, (c, m, y, k), srgb)
        return self._inks[srgb]

    def cmyk(self, picture: Image) -> Image:
        """An RGB or CMYK picture in the press's CMYK, from its own embedded profile or else from sRGB.

        A CMYK picture without a profile is taken to be made for the press. Raises PIL.ImageCms.PyCMSError on a
        profile that does not fit.
        """
        if picture.mode == "CMYK" and not picture.info.get("icc_profile"):
            return picture
        return self._converted(picture, PRESS, "CMYK")

    def srgb(self, picture: Image) -> Image:
        """The same for screens: in sRGB, from the picture's own profile, else from the press's where it is CMYK."""
        if picture.mode == "RGB" and not picture.info.get("icc_profile"):
            return picture
        return self._converted(picture, SCREEN, "RGB")

    def _converted(self, picture: Image, target: str, mode: str) -> Image:
        from PIL import ImageCms as cms

        own = picture.info.get("icc_profile")
        assumed = str(self.root / (PRESS if picture.mode == "CMYK" else SCREEN))
        source: ImageCms.ImageCmsProfile = cms.ImageCmsProfile(BytesIO(own) if own else assumed)
        made = cms.profileToProfile(picture, source, str(self.root / target), cms.Intent.PERCEPTUAL, mode)
        assert made is not None
        return made

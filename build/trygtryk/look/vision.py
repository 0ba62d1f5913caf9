"""A picture as others see it: without colour, or with two kinds of cones instead of three."""

from __future__ import annotations

from typing import Literal

from PIL import Image, ImageFilter

from trygtryk.light import encoded, linear

Sight = Literal["grey", "deuteranopia", "protanopia", "tritanopia"]

# linear RGB to linear RGB: Rec. 709 luminance; Machado, Oliveira and Fernandes 2009, table 1, severity 1.0
_SEEN = {
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_GRID = 17


def seen(rgb: tuple[float, float, float], sight: Sight) -> tuple[float, float, float]:
    """An sRGB colour (shares of one) as somebody with that sight sees it, in sRGB."""
    light = [linear(share) for share in rgb]
    mixed = [min(1.0, max(0.0, sum(m * c for m, c in zip(row, light, strict=True)))) for row in _SEEN[sight]]
    red, green, blue = map(encoded, mixed)
    return red, green, blue


def as_seen(picture: Image.Image, sight: Sight) -> Image.Image:
    """A picture as somebody with that sight sees it."""
    table = ImageFilter.Color3DLUT.generate(_GRID, lambda r, g, b: seen((r, g, b), sight))
    return picture.convert("RGB").filter(table)

"""How light a colour is to the eye: sRGB decoded, relative luminance, contrast (IEC 61966-2-1; WCAG 2.2)."""

from __future__ import annotations

from collections.abc import Sequence


def shares(srgb: str) -> tuple[float, float, float]:
    """The channels of ``#rrggbb`` as shares of one."""
    red, green, blue = (int(srgb[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def linear(share: float) -> float:
    """The light a channel of sRGB stands for; shares from 0 to 1."""
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def encoded(light: float) -> float:
    """The channel of sRGB that stands for a share of light."""
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def luminance(srgb: Sequence[float]) -> float:
    """How light a colour of sRGB is, from 0 to 1; its channels as shares."""
    red, green, blue = map(linear, srgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """The contrast of two luminances, from 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)

"""Files for the school's own printer: what they ask of the driver.

Colours are sRGB: measured over the palette, renderers show device CMYK each in a way of its own, and agree on sRGB.
"""

from __future__ import annotations

from typing import Literal

from trygtryk.press.standard import Standard

_DUPLEX = {"": "/Simplex", "long": "/DuplexFlipLongEdge", "short": "/DuplexFlipShortEdge"}


def office(turn: Literal["", "long", "short"]) -> Standard:
    """A tagged file that asks not to be scaled, and to be turned on the edge its backs are imposed for."""
    viewer = {"PrintScaling": "/None", "Duplex": _DUPLEX[turn]}
    return Standard((1, 7), "srgb", tagged=True, viewer=viewer)

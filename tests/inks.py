"""The toolkit's colours and how others come to its inks, for tests of somebody's own pictures."""

from __future__ import annotations

from program import ROOT
from trygtryk.pictures.own.conversion import Conversion
from trygtryk.sources.layout import read_palette

PALETTE = read_palette(ROOT / "layouts/palette.toml", ROOT)
PRESS = (ROOT / "assets/icc/ISOcoated_v2_300_bas.icc").read_bytes()
SCREEN = (ROOT / "assets/icc/sRGB.icc").read_bytes()
CONVERSION = Conversion(PALETTE, PRESS, SCREEN)

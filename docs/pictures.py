"""Makes the README's pictures from the pack itself, and the style sheet from the figure kit: ``make pictures``."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from trygtryk.look import views
from trygtryk.order import Order
from trygtryk.read import read_kitbox, read_sources

ROOT = Path(__file__).resolve().parents[1]
_WIDTH = 1400


def main() -> None:
    """One contact sheet a product, and the flip-flap as it is held."""
    forms = tuple(f"skemaer/{id}" for id in ("udsagn", "overblik-360", "mikrokommunikation", "moedeguide"))
    order = Order(("billedkort", "plakater", *forms))
    sources = read_sources(ROOT, order)
    made = {name: data for name, data in views.proof(sources, print, print) if name.startswith("oversigt-")}
    made["oversigt-flipflap.png"] = views.folded_preview(read_sources(ROOT, Order(("flipflap",))))
    for name, data in made.items():
        image = Image.open(io.BytesIO(data))
        image.thumbnail((_WIDTH, _WIDTH), Image.Resampling.LANCZOS)
        small = image.quantize(128, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(ROOT / "docs" / name.removeprefix("oversigt-"), optimize=True)
    (ROOT / "docs/tegnestil.pdf").write_bytes(views.style_sheet(read_kitbox(ROOT)))


if __name__ == "__main__":
    main()

"""Reads a folder of public SVG tests as somebody's own art, and compares each page with the picture beside it.

    python benchmarks/svg_suite.py FOLDER [--out FOLDER] [--only TEXT]

Every ``x.svg`` is taken through the reader, the press and a rasteriser to a picture the size of ``x.png``. Told are
how many are the same, refused, and different, how many end in a traceback and how many take too long.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from trygtryk.errors import BuildError, Place
from trygtryk.geometry import sized
from trygtryk.model import Document, Page
from trygtryk.pictures.own.conversion import Conversion
from trygtryk.pictures.own.own_svg import own_svg
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.sources.layout import read_palette
from trygtryk.units import mm

ROOT = Path(__file__).resolve().parents[1]
ICC = ROOT / "assets/icc"
SLOW_S = 5.0
PIXELS = 12
"""How many pixels of a picture may differ clearly after softening: the edges of two rasterisers never agree."""
CLEARLY = 60


def drawn(file: Path, width: int, height: int) -> Image.Image:
    """The file as the finished page shows it, in so many pixels."""
    inks = Conversion(
        read_palette(ROOT / "layouts/palette.toml", ROOT),
        (ICC / "ISOcoated_v2_300_bas.icc").read_bytes(),
        (ICC / "sRGB.icc").read_bytes(),
    )
    area = sized(0, 0, mm(width), mm(height))
    group = own_svg(file.read_bytes(), area, inks, Place(file.name))
    page = Page(area, area, area, (group,))
    data = Press({}).press(Document("x", "x", (page,), "2026-11-23"), Standard((1, 7), "srgb"))
    with pypdfium2.PdfDocument(data) as pdf:
        return pdf[0].render(scale=1).to_pil().convert("RGB").resize((width, height))  # type: ignore[no-any-return]


def judged(file: Path) -> tuple[str, str, Any]:
    """The verdict on a file, what was told, and both pictures where they differ."""
    with Image.open(file.with_suffix(".png")) as opened:
        picture = opened.convert("RGBA")
    wanted = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    begun = time.perf_counter()
    try:
        made = drawn(file, *wanted.size)
    except BuildError as error:
        return "refused", str(error), None
    except Exception:
        return "traceback", traceback.format_exc(), None
    if time.perf_counter() - begun > SLOW_S:
        return "slow", f"{time.perf_counter() - begun:.1f} s", None
    soft = ImageFilter.BoxBlur(1)
    off = ImageChops.difference(wanted.filter(soft), made.filter(soft)).convert("L")
    count = sum(off.histogram()[CLEARLY:])
    return ("different", f"{count} px", (wanted, made)) if count > PIXELS else ("same", "", None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, help="where to put what differs, wanted and made side by side")
    parser.add_argument("--only", default="", help="only files with this in their path")
    asked = parser.parse_args()
    files = [f for f in sorted(asked.folder.rglob("*.svg")) if f.with_suffix(".png").exists() and asked.only in str(f)]
    counts: Counter[str] = Counter()
    with multiprocessing.Pool(1, maxtasksperchild=200) as pool:
        for file, (verdict, told, both) in zip(files, pool.imap(judged, files), strict=True):
            counts[verdict] += 1
            name = file.relative_to(asked.folder)
            print(f"{verdict}\t{name}\t{told.splitlines()[-1 if verdict == 'traceback' else 0] if told else ''}")
            if both and asked.out:
                sheet = Image.new("RGB", (both[0].width * 2 + 10, both[0].height), "magenta")
                sheet.paste(both[0], (0, 0))
                sheet.paste(both[1], (both[0].width + 10, 0))
                asked.out.mkdir(parents=True, exist_ok=True)
                sheet.save(asked.out / f"{'_'.join(name.with_suffix('').parts)}.png")
    print(", ".join(f"{verdict} {count}" for verdict, count in sorted(counts.items())), file=sys.stderr)


if __name__ == "__main__":
    main()

"""How long each scene takes to compose and to draw, and how large it is in a file: medians of several runs of the processor's time."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from trygtryk.model import Document, Page
from trygtryk.pictures.artwork import artwork, open_studio
from trygtryk.pictures.scenes.scene import scene_ids
from trygtryk.press.file import Press
from trygtryk.press.standard import Standard
from trygtryk.sources.files import Files
from trygtryk.sources.layout import read_palette

RUNS = 5
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Prints the median scene and the slowest, and the largest file."""
    palette = read_palette(ROOT / "layouts/palette.toml", ROOT)
    studio = open_studio(Files(ROOT), palette)
    spent: dict[str, float] = {}
    sizes: dict[str, int] = {}
    for id in scene_ids(Files(ROOT)):
        runs = []
        for _ in range(RUNS):
            start = time.process_time()
            picture = artwork(id, studio)
            page = Page(picture.box, picture.box, picture.box, (picture,))
            data = Press({}).press(Document(id, id, (page,), "2000-01-01"), Standard((1, 6), "cmyk"))
            runs.append(time.process_time() - start)
        spent[id], sizes[id] = statistics.median(runs) * 1000, len(data)
    slowest, largest = max(spent, key=spent.__getitem__), max(sizes, key=sizes.__getitem__)
    print(f"{len(spent)} scener, median af {RUNS} kørsler hver")
    print(
        f"sat og tegnet:  {statistics.median(spent.values()):5.1f} ms, langsomst {spent[slowest]:5.1f} ms ({slowest})"
    )
    print(
        f"i en fil:       {statistics.median(sizes.values()) / 1024:5.1f} kB, størst    {sizes[largest] / 1024:5.1f} kB ({largest})"
    )


if __name__ == "__main__":
    main()

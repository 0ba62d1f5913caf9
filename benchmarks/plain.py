"""The yardstick: a plain ReportLab script that makes as many files and pages as the pack, and checks nothing.

``python plain.py FOLDER PAGES...``: a file for each number of pages. Every page has a ground, a heading, forty lines of
text in an embedded font and fifty curves, about what a form or a card has.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).resolve().parents[1] / "assets/fonts"
_LINE = "Hvad gør vi, når noget går galt, og hvem hører det først?"


def draw(canvas: Canvas, number: int) -> None:
    """One page."""
    width, height = A4
    canvas.setFillColorCMYK(0, 0.05, 0.15, 0)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.setFillColorCMYK(0.9, 0.3, 0.4, 0.2)
    for n in range(50):
        x, y = (20 + n % 10 * 17) * mm, (30 + n // 10 * 12) * mm
        path = canvas.beginPath()
        path.moveTo(x, y)
        path.curveTo(x + 4 * mm, y + 9 * mm, x + 9 * mm, y - 2 * mm, x + 12 * mm, y + 5 * mm)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFont("tekst", 28)
    canvas.drawString(20 * mm, height - 30 * mm, f"Side {number}")
    canvas.setFont("tekst", 10)
    for n in range(40):
        canvas.drawString(20 * mm, height - (45 + 4 * n) * mm, f"{n + 1}. {_LINE}")
    canvas.showPage()


def main(folder: str, *pages: str) -> None:
    """Writes the files."""
    pdfmetrics.registerFont(TTFont("tekst", next(iter(sorted(FONTS.rglob("*.ttf"))))))
    for n, count in enumerate(pages):
        canvas = Canvas(str(Path(folder) / f"plain-{n}.pdf"), pagesize=A4, pageCompression=1, invariant=1)
        for number in range(int(count)):
            draw(canvas, number + 1)
        canvas.save()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The most that anything from outside may ask of the program: what is larger is told, and not read (SECURITY.md).

They are set so that no file takes a minute or a gigabyte. Counts are of one file; sizes are in bytes.
"""

from __future__ import annotations

# any file, and texts, layouts and answers
MOST_BYTES, MOST_TEXT_BYTES = 200_000_000, 2_000_000
DEEPEST_TEXT = 40
MOST_TOLD = 300
"""The longest quotation in a sentence, in signs."""

# pictures, in pixels: more can be taken of a JPEG, which opens at a half or a quarter of its size
MOST_PIXELS, MOST_JPEG_PIXELS = 50_000_000, 120_000_000

# drawings in SVG
MOST_SVG_BYTES, MOST_SVG_ELEMENTS, DEEPEST_SVG = 8_000_000, 30_000, 100
MOST_ENTITIES, MOST_REFERENCES, LONGEST_ENTITY = 40, 2_000, 120
MOST_CSS, LONGEST_STYLE = 1_000_000, 20_000
MOST_COMBINATORS, MOST_MATCHING, DEEPEST_CSS = 4, 3_000_000, 30
MOST_DRAWN, MOST_SEGMENTS, MOST_PIECES = 30_000, 600_000, 60_000
"""Elements drawn and steps of outlines, clones counted each time; shapes, those seen through others likewise."""
DEEPEST_DRAWN, MOST_CLONES = 120, 10

# drawings in PDF: what goes beyond is drawn as a picture
MOST_PLAIN_BYTES, DEEPEST_PLAIN, MOST_PLAIN_SHAPES = 3_000_000, 12, 20_000
LEAST_PAGE_PT, MOST_PAGE_PT = 3.0, 14_400.0

# filled forms
MOST_FORM_BYTES, MOST_FORM_STREAM, MOST_FORM_PAGES, MOST_FIELDS = 100_000_000, 200_000, 2_000, 20_000
DEEPEST_FIELD = 32

# files that are checked
MOST_PAGES, MOST_OPERATORS, MOST_STATES = 2_000, 3_000_000, 1_000
MOST_STREAM = 64 * 1024 * 1024
DEEPEST_FORM, DEEPEST_OPERAND, DEEPEST_STRUCTURE, MOST_STRUCTURE = 12, 32, 64, 200_000
DEEPEST_SPACE, MOST_SPACE = 6, 500
"""Colour spaces within each other, and the objects that one may be made of."""

# the ink of a file that is checked: the longest side of a page, the pixels of all plates of a page, the work of painting
# them in about a nanosecond, and what Ghostscript gets
MOST_INKED_MM, MOST_PLATES, MOST_INKED = 2_001.0, 120_000_000, 20_000_000_000
MOST_GHOSTSCRIPT_S, MOST_GHOSTSCRIPT_KB = 30, 500_000

# what the page is sent: a request, one that brings a file, and filled forms dropped together
MOST_REQUEST, MOST_PICTURE_SENT, MOST_FORMS_SENT = 1_000_000, 31_000_000, 100_000_000
MOST_FORMS_DROPPED, MOST_FORM_DROPPED = 200, 20_000_000

# tables of departments: the file, the largest part of a spreadsheet's inside, and rows
MOST_TABLE_BYTES, MOST_TABLE_PLAIN, MOST_ROWS = 20_000_000, 30_000_000, 100_000

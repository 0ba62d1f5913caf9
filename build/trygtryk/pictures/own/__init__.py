"""Somebody's own pictures: SVG, PDF and bitmaps, made ready for the press."""

"""Somebody's own SVG, read by what is allowed: its tree, its style, its values, its outlines."""

"""Origami: the crease pattern, its folding and its steps."""

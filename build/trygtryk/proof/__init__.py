"""Finished bytes to findings and pictures."""

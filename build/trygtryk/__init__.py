"""trygtryk: a deterministic print-asset pipeline for a Danish toolkit on psychological safety."""

__version__ = "0.2.0"

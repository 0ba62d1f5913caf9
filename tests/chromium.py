"""Debian's Chromium, driven by Playwright: whether both are at hand."""

from __future__ import annotations

import importlib.util
import shutil
import sys

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AT_HAND = bool(CHROMIUM) and importlib.util.find_spec("playwright") is not None

if __name__ == "__main__" and not AT_HAND:
    sys.exit("Chromium or Playwright is not at hand: apt install chromium, then make browser")

"""``python -m trygtryk``."""

from trygtryk.cli import main

main()

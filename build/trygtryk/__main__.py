"""``python -m trygtryk``."""

import os
import sys


def run() -> None:
    """The command line, with file names in UTF-8 whatever the system's language: the same pack from every machine."""
    if sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "trygtryk", *sys.argv[1:]])
    from trygtryk import interrupted

    interrupted.while_loading()
    from trygtryk.cli import main

    main(prog_name="trygtryk")


if __name__ == "__main__":
    run()

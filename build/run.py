"""What »make« runs: sees that .venv belongs to this folder, makes it anew where not, and hands on what was typed.

It needs nothing but Python, and takes what make was given as it was written: nothing of it is run by make or a shell.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"Stoppet: Python {sys.version.split()[0]} er for gammel\n    → hent 3.11 eller nyere på python.org")

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "build"))

from trygtryk import interrupted  # noqa: E402

if __name__ == "__main__":
    interrupted.while_loading()

from trygtryk.errors import BuildError, nearest, of_system, refuse  # noqa: E402
from trygtryk.names import files, legible  # noqa: E402
from trygtryk.pack.lock import alone  # noqa: E402
from trygtryk.pack.pack import clear  # noqa: E402
from trygtryk.store import FOLDER  # noqa: E402

VENV = ROOT / ".venv"
_SHOWN = 20
_WINDOWS = os.name == "nt"
_BIN = VENV / ("Scripts" if _WINDOWS else "bin")
_PYTHON = _BIN / ("python.exe" if _WINDOWS else "python")
# isolated: neither PYTHONPATH nor a module in the folder one stands in takes the place of ours
_ISOLATED = ("-I", "-X", "utf8")
_INSTALLED, _TESTED = ("requirements.txt", "installed"), ("requirements-test.txt", "tested")

# the command's own variable first, then the other ways to write it; capitals or not
_VARIABLES = {
    "TEAM": ("ORD",),
    "WORDING": ("ORDFIL",),
    "DEPARTMENT": ("AFDELING",),
    "OUT": ("MAPPE",),
    "NAME": ("NAVN",),
    "EDITION": ("UDGAVE",),
    "PAPER": ("PAPIR",),
    "PRESS": ("TRYKKERI",),
    "MAIL": (),
    "TABLE": ("TABEL",),
    "OPTIONS": ("TILVALG",),
}
_FLAGS = {
    "TEAM": "--team",
    "WORDING": "--wording",
    "DEPARTMENT": "--department",
    "OUT": "--out",
    "EDITION": "--edition",
    "PAPER": "--paper",
    "PRESS": "--press",
    "MAIL": "--mail",
}
_MANY = ("EDITION", "PAPER")
_YES, _NO = ("ja", "yes", "1"), ("nej", "no", "0")
_WHOSE = ("TEAM", "WORDING", "DEPARTMENT", "OUT")
_BUILD = (*_WHOSE, "EDITION", "PAPER", "PRESS", "MAIL")
_GOALS = {
    "side": (),
    "print": _BUILD,
    "poster": _BUILD,
    "proof": _WHOSE,
    "batch": ("OUT", "EDITION", "PRESS", "MAIL"),
    "list": (),
    "wording": (),
    "clean": (),
}
_DANISH = {"build": "print", "plakat": "poster", "korrektur": "proof", "liste": "list", "ord": "wording"}

_LAUNCHER = """#!/bin/sh
# finds its own folder, so that a project that was copied or moved runs its own code, and nobody else's
exec "$(dirname -- "$(realpath -- "$0" 2>/dev/null || echo "$0")")/python" -I -X utf8 -m trygtryk "$@"
"""
_LAUNCHER_WINDOWS = '@"%~dp0python.exe" -I -X utf8 -m trygtryk %*\r\n'

# what pip and venv say, and what it means to somebody who wants a poster
_SAID = (
    (
        r"No space left|Errno 28|disk full",
        "der er ikke plads på disken til det, programmet bruger",
        "slet noget, og prøv igen",
    ),
    (
        r"ensurepip",
        "Python mangler den del, der hedder venv",
        "på Debian og Ubuntu: skriv »sudo apt install python3-venv«, og prøv igen",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "det, der blev hentet, er ikke det, der blev prøvet af, og bliver derfor ikke brugt",
        "prøv igen fra et andet net; sig det ellers til den, der hjælper jer",
    ),
    (
        r"NewConnectionError|NameResolution|name resolution|Connection refused|Connection broken|timed out|ProxyError"
        r"|SSLError|unreachable|Max retries",
        "der er ikke forbindelse til det sted på nettet, programmet henter det, det bruger",
        "det skal kun hentes første gang: prøv igen, når der er net",
    ),
    (
        r"No matching distribution|Failed (?:building|to build)|subprocess-exited-with-error",
        "noget af det, programmet bruger, findes ikke færdigt til denne maskine",
        "hvilke maskiner og Pythoner det findes til, står i README.md under »Machines«",
    ),
)


def main(goal: str, typed: dict[str, str]) -> int:
    """Runs a goal of the Makefile; returns the exit code."""
    try:
        with interrupted.politely():
            arguments = _before(goal, typed)
    except BuildError as error:
        print(f"Stoppet: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Stoppet: {of_system(error)}", file=sys.stderr)
        return 1
    except interrupted.Ended as error:
        print("Afbrudt.", file=sys.stderr)
        return 128 + error.number
    if arguments is None:
        return 0
    call = [str(_PYTHON), *_ISOLATED, "-m", "trygtryk", *arguments]
    if _WINDOWS:
        return subprocess.call(call)
    sys.stdout.flush()
    os.execv(call[0], call)


def _before(goal: str, typed: dict[str, str]) -> list[str] | None:
    """Does what is done before the program, or without it; answers with the program's arguments, if it is to run."""
    if goal in (_INSTALLED[1], _TESTED[1]):
        install(tests=goal == _TESTED[1])
        return None
    if strays := os.environ.get("STRAYS", "").split():  # noqa: TID251
        raise stray(strays, goal, typed)
    if goal == "clean":
        _meant(goal, typed)
        clean()
        return None
    arguments = command(goal, typed)
    install()
    return arguments


def understood(typed: dict[str, str]) -> dict[str, str]:
    """What was typed by the names above; raises BuildError on a name that is none, or one that is given twice."""
    known = {other: name for name, others in _VARIABLES.items() for other in (name, *others)}
    found: dict[str, str] = {}
    for variable, value in typed.items():
        name = known.get(variable.upper())
        if not name:
            raise refuse(f"der er ikke noget, der hedder »{variable}«", None, nearest(variable.upper(), known))
        if found.setdefault(name, value) != value:
            raise refuse(f"»{variable}« er givet to gange", None, "skriv det kun én gang")
    return {name: value for name, value in found.items() if value}


def stray(words: list[str], goal: str, typed: dict[str, str]) -> BuildError:
    """What is told of words after ``make`` that are neither a goal nor a ``NAME=value``: they may be the rest of one."""
    word, known = words[0], [*_GOALS, *_DANISH]
    begun = [f"{variable}={value}" for variable, value in typed.items() if value]
    close = f"skriv make {word.lower()}" if word.lower() in known else nearest(word.lower(), known)
    unnamed = goal in ("poster", "plakat") and "NAME" not in understood(typed)
    if unnamed and (not begun or _is_poster(word)):
        way = f"skriv make {goal} {'NAVN' if _in_danish(goal, typed) else 'NAME'}={word}"
    elif begun:
        whole = f"{begun[0]} {' '.join(words)}" if len(begun) == 1 else "AFDELING=Vores Mellemtrin"
        variable, _, value = whole.partition("=")
        way = f'sæt anførselstegn om et navn på flere ord: {variable}="{value}"'
    elif goal in (*_GOALS, *_DANISH):
        way = 'skriv fx TEAM=afdeling uden mellemrum ved lighedstegnet, og tilvalg som OPTIONS="--zip"'
    else:
        way = "skriv make uden mere for at se, hvad der kan laves" if close.startswith("mulige") else close
    return refuse(f"make kender ikke »{word}«", None, way)


def _is_poster(word: str) -> bool:
    """Whether a poster is called so; without the program, which may not be installed yet."""
    texts = ROOT / "content/plakater.yaml"
    return texts.is_file() and f"\n{word}:\n" in texts.read_text(encoding="utf-8")


def _in_danish(goal: str, typed: dict[str, str]) -> bool:
    """Whether whoever typed it wrote Danish, and is to be answered so."""
    danish = {other for others in _VARIABLES.values() for other in others}
    return goal in _DANISH or any(variable.upper() in danish for variable in typed)


def command(goal: str, typed: dict[str, str]) -> list[str]:
    """The program's arguments for a goal; raises BuildError where something is lacking or has no meaning there."""
    asked, goal, given = goal, _DANISH.get(goal, goal), understood(typed)
    danish = _in_danish(asked, typed)
    try:
        options = shlex.split(given.pop("OPTIONS", ""))
    except ValueError as error:
        raise refuse("i OPTIONS bliver et anførselstegn ikke lukket", None, "sæt det sidste anførselstegn") from error
    first = {
        "side": ["side"],
        "print": ["build"],
        "poster": ["build"],
        "proof": ["proof"],
        "batch": ["batch"],
        "list": ["list"],
        "wording": ["wording"],
    }[goal]
    if goal == "poster":
        if "NAME" not in given:
            example = ("make plakat NAVN=fejl", "make liste") if danish else ("make poster NAME=fejl", "make list")
            raise refuse("skriv, hvilken plakat det er", None, f"fx: {example[0]} (se dem alle med: {example[1]})")
        first.append(f"plakater/{given.pop('NAME')}")
    if goal == "batch":
        if "TABLE" not in given:
            raise refuse("skriv, hvilken tabel det er", None, "fx: make batch TABEL=skoler.xlsx")
        first.append(given.pop("TABLE"))
    if goal == "wording":
        if len(asked := {"TEAM", "WORDING", "DEPARTMENT"} & given.keys()) != 1:
            raise refuse("skriv, hvilket ord det er", None, f"fx: make {'ord' if danish else 'wording'} TEAM=afdeling")
        first.append(given.pop(*asked))
    _meant(
        asked,
        {variable: value for variable, value in typed.items() if understood({variable: value}).keys() & given.keys()},
    )
    mail = given.pop("MAIL", "nej").lower() if "MAIL" in _GOALS[goal] else ""
    if mail and mail not in (*_YES, *_NO):
        raise refuse("efter MAIL skrives ja eller nej", None, "fx: make print MAIL=ja")
    first += ["--mail"] * (mail in _YES)
    for name in _GOALS[goal]:
        many = given.get(name, "").split() if name in _MANY else [given.get(name, "")]
        first += [part for value in many if value for part in (_FLAGS[name], value)]
    return first + options


def _meant(goal: str, typed: dict[str, str]) -> None:
    """Raises BuildError on what has no meaning after a goal."""
    for variable, value in typed.items():
        if not understood({variable: value}).keys() - set(_GOALS[_DANISH.get(goal, goal)]):
            continue
        raise refuse(f"{variable} har ingen betydning efter make {goal}", None, "lad det være")


def clean() -> None:
    """Takes away the packs' files that nobody has changed, the store and .venv; tells what is left, which is people's own."""

    def busy() -> None:
        raise refuse("en pakke bliver lavet lige nu", None, "prøv igen, når den er færdig")

    gone, left = clear(ROOT / "out", busy, lambda: None)
    shutil.rmtree(ROOT / FOLDER, ignore_errors=not (ROOT / FOLDER).exists())
    with alone(VENV, busy):
        shutil.rmtree(VENV, ignore_errors=not VENV.exists())
    print(f"Slettet: {files(gone)} i out/ og det, programmet har hentet (.venv) og husket ({FOLDER}).")
    if left:
        more = [f"  og {len(left) - _SHOWN} til"] if len(left) > _SHOWN else []
        print("Ladt ligge i out/, for det er ikke lavet af programmet, eller det er ændret siden:")
        print(*(f"  {legible(path)}" for path in left[:_SHOWN]), *more, sep="\n")


def install(*, tests: bool = False) -> None:
    """Makes .venv where it is not there, belongs to another folder or its Python is gone; raises BuildError in Danish."""
    if not _fits(_INSTALLED) or not _runs():
        with alone(VENV, lambda: print("Et andet vindue henter det, programmet bruger; venter ...", flush=True)):
            if not _fits(_INSTALLED) or not _runs():
                _anew()
    if tests and not _fits(_TESTED):
        with alone(VENV):
            print("Henter det, testene bruger (kun første gang) ...", flush=True)
            _fetch(_TESTED)


def _anew() -> None:
    print("Henter det, programmet bruger (kun første gang) ...", flush=True)
    there = _runs()
    try:
        if not there:
            _quietly([sys.executable, *_ISOLATED, "-m", "venv", "--clear", str(VENV)])
        _fetch(_INSTALLED)
    except BaseException:
        if not there:
            shutil.rmtree(VENV, ignore_errors=True)  # half of it is none
        raise


def _fetch(kind: tuple[str, str]) -> None:
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    _quietly([str(_PYTHON), *_ISOLATED, *pip, "--require-hashes", "-r", str(ROOT / kind[0])])
    _own()
    (VENV / kind[1]).write_text(_wanted(kind), encoding="utf-8")


def _own() -> None:
    """Lets .venv find the program in the folder that both lie in, wherever that is."""
    (site,) = (VENV / "Lib/site-packages",) if _WINDOWS else VENV.glob("lib/python3*/site-packages")
    (site / "trygtryk.pth").write_text(os.path.relpath(ROOT / "build", site) + "\n", encoding="utf-8")
    launcher = _BIN / ("trygtryk.cmd" if _WINDOWS else "trygtryk")
    launcher.write_text(_LAUNCHER_WINDOWS if _WINDOWS else _LAUNCHER, encoding="utf-8", newline="")
    launcher.chmod(0o755)


def _quietly(call: list[str]) -> None:
    """Runs a tool; what it says is told in Danish where it fails, with its own last line."""
    done = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", errors="replace", cwd=ROOT)
    if done.returncode:
        said = done.stdout + done.stderr
        last = [line.strip() for line in said.splitlines() if line.strip()][-1:] or [""]
        for sign, message, hint in _SAID:
            if re.search(sign, said):
                raise refuse(message, None, hint)
        raise refuse(
            "det, programmet bruger, kunne ikke hentes", None, f"send denne linje til den, der hjælper: {last[0]}"
        )


def _wanted(kind: tuple[str, str]) -> str:
    return hashlib.sha256((ROOT / kind[0]).read_bytes()).hexdigest() + "\n"


def _fits(kind: tuple[str, str]) -> bool:
    """Whether what is asked for is what was fetched."""
    try:
        return (VENV / kind[1]).read_text(encoding="utf-8") == _wanted(kind)
    except (OSError, ValueError):
        return False


def _runs() -> bool:
    """Whether .venv's Python is there and runs this folder's code."""
    ask = "import sys, trygtryk; print(trygtryk.__file__)"
    try:
        said = subprocess.run([str(_PYTHON), *_ISOLATED, "-c", ask], capture_output=True, text=True, encoding="utf-8")
        return os.path.samefile(said.stdout.strip(), ROOT / "build/trygtryk/__init__.py")
    except (OSError, ValueError):
        return False


def _typed() -> dict[str, str]:
    """What stood after the goal: ``NAME=value`` here, or handed on by make, which knows no other way to keep it whole."""
    from_make = {key[6:]: value for key, value in sorted(os.environ.items()) if key.startswith("TYPED_")}  # noqa: TID251
    return from_make | dict(argument.split("=", 1) for argument in sys.argv[2:] if "=" in argument)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], _typed()))

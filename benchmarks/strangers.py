"""Builds the pack as strangers would, each with one thing of their own, and says whether every byte is the same.

Parts that are named build those alone; ``PYTHON=path`` is another Python that has what is pinned (``make .venv/installed
PYTHON=...`` in a copy), as many as are given. What a machine lacks (faketime, localedef, a C compiler, another user) is said
to be left out.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_FOLDERS = ("assets", "build", "content", "layouts")
# every folder is listed in another order than it lies in, by whatever part of the process asks
_SHUFFLED = """
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
struct listing { DIR *folder; struct dirent64 **entries; int count, next; struct listing *after; };
static struct listing *listings;
static pthread_mutex_t alone = PTHREAD_MUTEX_INITIALIZER;
static unsigned chance(const char *name) {
    unsigned sum = atoi(getenv("SHUFFLE"));
    while (*name) sum = (sum ^ (unsigned char)*name++) * 16777619u;
    return sum;
}
static int other(const void *one, const void *two) {
    unsigned a = chance((*(struct dirent64 **)one)->d_name), b = chance((*(struct dirent64 **)two)->d_name);
    return a < b ? -1 : a > b;
}
struct dirent64 *readdir64(DIR *folder) {
    struct dirent64 *(*real)(DIR *) = dlsym(RTLD_NEXT, "readdir64"), *entry;
    pthread_mutex_lock(&alone);
    struct listing *found = listings;
    while (found && found->folder != folder) found = found->after;
    if (!found) {
        found = calloc(1, sizeof *found);
        found->folder = folder, found->after = listings, listings = found;
        while ((entry = real(folder))) {
            found->entries = realloc(found->entries, (found->count + 1) * sizeof entry);
            found->entries[found->count] = calloc(1, sizeof *entry);
            memcpy(found->entries[found->count++], entry, entry->d_reclen);
        }
        qsort(found->entries, found->count, sizeof entry, other);
    }
    entry = found->next < found->count ? found->entries[found->next++] : 0;
    pthread_mutex_unlock(&alone);
    return entry;
}
int closedir(DIR *folder) {
    pthread_mutex_lock(&alone);
    for (struct listing **at = &listings; *at; at = &(*at)->after)
        if ((*at)->folder == folder) { *at = (*at)->after; break; }
    pthread_mutex_unlock(&alone);
    return ((int (*)(DIR *))dlsym(RTLD_NEXT, "closedir"))(folder);
}
"""
_BUILD = "import sys; sys.path.insert(0, sys.argv.pop(1)); from trygtryk.__main__ import run; run()"


@dataclass(frozen=True, slots=True)
class Stranger:
    """What is other than usual: a command in front, what is in the environment, and the folder the project lies in."""

    name: str
    before: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    umask: str = "022"
    project: Path = ROOT
    options: tuple[str, ...] = ("-I", "-X", "utf8")
    python: str = sys.executable


def copy(to: Path, *, line_end: bytes = b"\n") -> Path:
    """The project's sources, in a folder of that name and with lines that end so."""
    for folder in _FOLDERS:
        shutil.copytree(ROOT / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in to.rglob("*") if line_end != b"\n" else ():
        data = file.read_bytes() if file.is_file() else b"\0"
        if b"\0" not in data:
            file.write_bytes(data.replace(b"\n", line_end))
    to.chmod(0o755)
    return to


def locales(folder: Path) -> Iterator[tuple[str, str]]:
    """Languages made here, as few machines have them all: their name and the folder they lie in."""
    for name, charset in (("tr_TR", "UTF-8"), ("da_DK", "UTF-8"), ("da_DK", "ISO-8859-1"), ("ja_JP", "EUC-JP")):
        target = folder / f"{name}.{charset}"
        made = subprocess.run(["localedef", "-i", name, "-f", charset, str(target)], capture_output=True)
        if target.is_dir():
            yield target.name, str(folder)
        else:
            print(f"  udeladt: {target.name} ({made.stderr.decode().strip()[:60]})")


def shuffling(folder: Path) -> Iterator[Path]:
    """What lists every folder in another order, where there is a compiler to make it."""
    made = folder / "blandet.so"
    compiler = shutil.which("cc") or "cc"
    call = [compiler, "-shared", "-fPIC", "-xc", "-", "-o", str(made), "-ldl", "-lpthread"]
    if shutil.which("cc") and not subprocess.run(call, input=_SHUFFLED.encode(), capture_output=True).returncode:
        yield made
    else:
        print("  udeladt: mapper i en anden rækkefølge (ingen C-oversætter)")


def strangers(work: Path) -> Iterator[Stranger]:
    """Everybody who can be played on this machine."""
    yield Stranger("som altid")
    for path in (word.removeprefix("PYTHON=") for word in sys.argv[1:] if word.startswith("PYTHON=")):
        asked = subprocess.run([path, "-c", "import sys; print(sys.version)"], capture_output=True, encoding="utf-8")
        yield Stranger(f"Python {asked.stdout.split()[0]}", python=path)
    for preload in shuffling(work):
        for number in "123":
            order = {"LD_PRELOAD": str(preload), "SHUFFLE": number}
            yield Stranger(f"mapper i en anden rækkefølge ({number})", environment=order)
    yield Stranger("LC_ALL=C", environment={"LC_ALL": "C"})
    if shutil.which("localedef"):
        for name, folder in locales(work):
            yield Stranger(f"LC_ALL={name}", environment={"LC_ALL": name, "LOCPATH": folder})
            plain = {"LC_ALL": name, "LOCPATH": folder, "PYTHONPATH": str(ROOT / "build")}
            yield Stranger(f"LC_ALL={name}, uden -I", environment=plain, options=())
    yield Stranger("umask 077", umask="077")
    yield Stranger("TZ=Pacific/Kiritimati", environment={"TZ": "Pacific/Kiritimati"})
    yield Stranger("uden HOME", environment={"HOME": "/findes/ikke"})
    yield Stranger("PYTHONHASHSEED=7, uden -I", environment={"PYTHONHASHSEED": "7"}, options=("-X", "utf8"))
    yield Stranger("PYTHONOPTIMIZE=2, uden -I", environment={"PYTHONOPTIMIZE": "2"}, options=("-X", "utf8"))
    if shutil.which("faketime"):
        for day in ("1999-12-31 23:59:59", "2031-02-28 12:00:00"):
            yield Stranger(f"ur: {day}", ("faketime", day))
    if shutil.which("taskset"):
        yield Stranger("én kerne", ("taskset", "-c", "0"))
    if os.name == "posix" and os.getuid() == 0 and shutil.which("setpriv"):
        yield Stranger("en anden bruger", ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"))
    yield Stranger("kopi i »Tryghed på æ ø«", project=copy(work / "Tryghed på æ ø"))
    yield Stranger("kopi med CRLF", project=copy(work / "crlf", line_end=b"\r\n"))
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK):
        with tempfile.TemporaryDirectory(dir=memory) as folder:
            yield Stranger("kopi på et andet filsystem", project=copy(Path(folder) / "p"))


def built(who: Stranger, out: Path) -> str:
    """The digest of all that a stranger gets, names and bytes."""
    out.mkdir()
    out.chmod(0o777)
    command = [*who.before, who.python, "-B", *who.options, "-c", _BUILD, str(who.project / "build")]
    build = ["build", "--quiet", "--no-cache", "--zip", "--team", "årgang", "--out", str(out), *_parts()]
    script = f'umask {who.umask}; exec "$@"'
    environment = {"PATH": os.environ["PATH"], "HOME": str(Path.home()), **who.environment}
    done = subprocess.run(["sh", "-c", script, "sh", *command, *build], cwd=out, env=environment, capture_output=True)
    if done.returncode:
        return f"slutkode {done.returncode}: {done.stderr.decode('utf-8', 'replace').strip()[-300:]}"
    digest = hashlib.sha256()
    for file in sorted(out.rglob("*")):
        if file.is_file():
            digest.update(os.fsencode(file.relative_to(out)) + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _parts() -> list[str]:
    return [word for word in sys.argv[1:] if "=" not in word]


def main() -> None:
    """Prints one line a stranger; the exit code says whether all got the same."""
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        work.chmod(0o755)
        for number, who in enumerate(strangers(work)):
            found[who.name] = built(who, work / f"out-{number}")
            shutil.rmtree(work / f"out-{number}")
            same = "samme bytes" if found[who.name] == found["som altid"] else f"ANDRE: {found[who.name]}"
            print(f"{who.name:40} {same}", flush=True)
    sys.exit(len(set(found.values())) > 1)


if __name__ == "__main__":
    main()

"""What lay in a folder after each system call of a command: the calls as strace saw them, done again in memory.

A process that is killed leaves what its calls had done by then, so these are all the states that a SIGKILL, to the command
and to every process it began, can leave.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

CALLS = (
    "open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,write,"
    "pwrite64,writev,ftruncate,truncate,chmod,fchmod,fchmodat,sendfile,copy_file_range,lseek"
)
_HEX = re.compile(r"\\x([0-9a-f]{2})")
_LINE = re.compile(r"^(\d+) +(?:<\.\.\. (\w+) resumed>)?(.*)$", re.DOTALL)
_UNFINISHED = " <unfinished ...>"
_DONE = re.compile(r"\) += (-?\d+)")


@dataclass(eq=False)
class File:
    """What several names may stand for; ``data`` is None for a folder, a text for a shortcut; ``at`` is where the next
    bytes go."""

    data: bytes | str | None
    mode: int = 0o644
    at: int = 0

    @cached_property
    def digest(self) -> str:
        """What its bytes are known by."""
        return hashlib.sha256(self.data).hexdigest() if isinstance(self.data, bytes) else f"{self.data!r}"


Tree = dict[str, File]


def traced(log: Path) -> tuple[str, ...]:
    """What stands before a command whose calls are to be seen, with every byte that it writes."""
    seen = ("-f", "--seccomp-bpf", "-y", "-xx", "-s", "1000000000")
    return ("strace", *seen, "-o", str(log), "-e", f"trace={CALLS}", "-e", "signal=none")


@dataclass(frozen=True)
class Disk:
    """What lies in a folder now, but for some that nobody writes in; read again only where it is not as it was."""

    folder: Path
    but: tuple[str, ...] = ()
    _known: dict[tuple[int, ...], File] = field(default_factory=dict)

    def scanned(self) -> Tree:
        """All of it, by its path there."""
        found: Tree = {}
        files: dict[tuple[int, ...], File] = {}
        for place, folders, _ in os.walk(self.folder):
            if place == os.fspath(self.folder):
                folders[:] = [name for name in folders if name not in self.but]
            for entry in os.scandir(place):
                path, stat = os.path.relpath(entry.path, self.folder), entry.stat(follow_symlinks=False)
                key = (stat.st_ino, stat.st_mtime_ns, stat.st_size, stat.st_mode)
                if entry.is_symlink():
                    found[path] = File(os.readlink(entry.path), 0o777)
                elif entry.is_dir():
                    if path not in self.but:
                        found[path] = File(None, 0o755)
                else:
                    if key not in self._known:
                        self._known[key] = File(Path(entry.path).read_bytes(), stat.st_mode & 0o777)
                    found[path] = files[key] = self._known[key]
        self._known.clear()
        self._known.update(files)
        return found

    def lay(self, wanted: Tree) -> None:
        """Makes it all as ``wanted`` is."""
        there = self.scanned()
        names, named = _names(wanted), _names(there)
        same = {
            path
            for path in wanted.keys() & there.keys()
            if _alike(wanted[path], there[path]) and names[path] == named[path]
        }
        for path in sorted(there.keys() - same, reverse=True):
            place = self.folder / path
            place.rmdir() if there[path].data is None else place.unlink()
        laid = {id(wanted[path]): path for path in same if wanted[path].data is not None}
        for path in sorted(wanted.keys() - same):
            file, place = wanted[path], self.folder / path
            if file.data is None:
                place.mkdir()
            elif isinstance(file.data, str):
                place.symlink_to(file.data)
            elif id(file) in laid:
                os.link(self.folder / laid[id(file)], place)
            else:
                place.write_bytes(file.data)
                place.chmod(file.mode)
                laid[id(file)] = path


class Replayed:
    """A folder's states, from how it was and what was done."""

    def __init__(self, folder: Path, before: Tree) -> None:
        self._folder = os.fspath(folder)
        self.now: Tree = dict(before)

    def states(self, log: Path) -> Iterator[str]:
        """After each call that changed the folder: its name; ``now`` is how the folder is then."""
        begun: dict[str, str] = {}
        with log.open(encoding="latin-1") as lines:
            for line in lines:
                matched = _LINE.match(line.rstrip("\n"))
                assert matched, line[:80]
                process, resumed, rest = matched.groups()
                rest = begun.pop(process) + rest if resumed else rest
                if rest.endswith(_UNFINISHED):
                    begun[process] = rest.removesuffix(_UNFINISHED)
                elif (done := _DONE.search(rest[-4000:])) and int(done[1]) >= 0:
                    call, _, arguments = rest.partition("(")
                    if self._does(call, arguments, int(done[1])):
                        yield call

    def _does(self, call: str, arguments: str, answer: int) -> bool:
        """Does a call again; says whether it changed the folder."""
        if call in ("open", "openat", "creat"):
            return self._opens(arguments)
        if call in ("write", "pwrite64", "writev", "ftruncate", "sendfile", "copy_file_range", "lseek", "fchmod"):
            return self._writes(call, arguments, answer)
        paths = self._paths(arguments)
        if not any(paths):
            return False
        assert all(paths), (call, arguments[:300])
        first, last = str(paths[0]), str(paths[-1])
        if call.startswith("mkdir"):
            self.now[first] = File(None, 0o755)
        elif call.startswith("rename"):
            assert "RENAME_EXCHANGE" not in arguments
            self._renames(first, last)
        elif call.startswith("link"):
            self.now[last] = self.now[first]
        elif call.startswith("symlink"):
            self.now[last] = File(_strings(arguments)[0], 0o777)
        elif "chmod" in call:
            mode = int(re.findall(r", (0\d*)", arguments)[0], 8)
            self._put(first, File(self.now[first].data, mode))
        elif call == "truncate":
            raise AssertionError(arguments[:300])
        else:
            del self.now[first]
        return True

    def _opens(self, arguments: str) -> bool:
        (path,) = self._paths(arguments)
        if path is None or not any(flag in arguments for flag in ("O_CREAT", "O_TRUNC", "O_WRONLY", "O_RDWR")):
            return False
        there = self.now.get(path)
        if there is None:
            self.now[path] = File(b"")
        elif "O_TRUNC" in arguments and there.data:
            self._put(path, File(b"", there.mode))
        else:
            there.at = len(there.data or b"") if "O_APPEND" in arguments else 0
            return False
        return True

    def _writes(self, call: str, arguments: str, answer: int) -> bool:
        path = self._open_file(arguments)
        there = self.now.get(path) if path is not None else None
        if path is None or there is None or not isinstance(there.data, bytes):
            return False
        if call == "lseek":
            there.at = answer
            return False
        assert call in ("write", "pwrite64", "ftruncate", "sendfile", "fchmod"), call
        made = File(there.data, there.mode, there.at)
        if call == "fchmod":
            made.mode = int(arguments.split(", ")[1].partition(")")[0], 8)
        elif call == "ftruncate":
            length = int(arguments.split(", ")[1].partition(")")[0])
            made.data = there.data[:length].ljust(length, b"\0")
        else:
            if call == "sendfile":
                source = self._source(arguments)
                start = int(re.findall(r"\[(\d+)\]", arguments)[0])
                data = source[start : start + answer]
            else:
                data = _strings(arguments)[-1].encode("latin-1")[:answer]
            at = int(re.findall(r", (\d+)\) +=", arguments)[-1]) if call == "pwrite64" else there.at
            made.data = there.data[:at].ljust(at, b"\0") + data + there.data[at + answer :]
            made.at = at + answer
        self._put(path, made)
        return made.data != there.data or made.mode != there.mode

    def _put(self, path: str, made: File) -> None:
        """A file as it is now, under every name it has."""
        was = self.now[path]
        for name in [name for name, file in self.now.items() if file is was] if was.data is not None else [path]:
            self.now[name] = made

    def _renames(self, first: str, last: str) -> None:
        for path in [path for path in self.now if path == last or path.startswith(f"{last}/")]:
            del self.now[path]
        for path in [path for path in self.now if path == first or path.startswith(f"{first}/")]:
            self.now[last + path.removeprefix(first)] = self.now.pop(path)

    def _paths(self, arguments: str) -> list[str | None]:
        """The paths of a call in the folder, None for one outside; relative to a folder where one stands before."""
        found = []
        for before, text in re.findall(r'(?:(?:AT_FDCWD|\d+)<((?:\\x..)*)>, )?"((?:\\x..)*)"', arguments):
            found.append(self._within(os.path.join(_text(before) or self._folder, _text(text))))
        return found

    def _open_file(self, arguments: str) -> str | None:
        matched = re.match(r"\d+<((?:\\x..)*)>", arguments)
        return self._within(_text(matched[1])) if matched else None

    def _source(self, arguments: str) -> bytes:
        matched = re.match(r"\d+<[^>]*>, \d+<((?:\\x..)*)>", arguments)
        assert matched, arguments[:300]
        path = _text(matched[1])
        within = self._within(path)
        data = self.now[within].data if within in self.now else Path(path).read_bytes()
        assert isinstance(data, bytes)
        return data

    def _within(self, path: str) -> str | None:
        path = os.path.normpath(path)
        return path[len(self._folder) + 1 :] if path.startswith(f"{self._folder}/") else None


def _names(tree: Tree) -> dict[str, list[str]]:
    """All names of each path's file."""
    shared: dict[int, list[str]] = {}
    for path, file in tree.items():
        shared.setdefault(id(file), []).append(path)
    return {path: sorted(shared[id(file)]) for path, file in tree.items()}


def _alike(one: File, other: File) -> bool:
    return one is other or (one.mode, one.digest) == (other.mode, other.digest)


def _strings(arguments: str) -> list[str]:
    return [_text(text, "latin-1") for text in re.findall(r'"((?:\\x..)*)"', arguments)]


def _text(hexed: str, encoding: str = "utf-8") -> str:
    return bytes.fromhex(hexed.replace("\\x", "")).decode(encoding, "surrogateescape")

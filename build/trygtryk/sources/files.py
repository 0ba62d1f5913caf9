"""A project's files by their names: what pictures, read as they are asked for, are given in place of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from trygtryk.bounds import MOST_TEXT_BYTES
from trygtryk.errors import BuildError
from trygtryk.names import legible, nobodys
from trygtryk.sources.nodes import Node, from_toml, from_yaml
from trygtryk.sources.text import read_bytes, read_text, unicode_text

_DRAWN_FROM = ("assets/figures", "assets/props", "assets/scenes", "assets/symbols")


@dataclass(frozen=True, slots=True)
class Files:
    """Opens files by their names from the project's root, with slashes: ``assets/scenes/hvisken.yaml``.

    What is ``held`` was read before, and is not read again.
    """

    root: Path = field(repr=False)
    held: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def names(self, folder: str, *suffixes: str) -> tuple[str, ...]:
        """The names of a folder's files that end so, sorted; what systems leave lying there is nobody's."""
        found = (path for path in (self.root / folder).glob("*") if path.suffix in suffixes and path.is_file())
        return tuple(sorted(f"{folder}/{path.name}" for path in found if not nobodys(path.name)))

    def stems(self, folder: str, *suffixes: str) -> tuple[str, ...]:
        """The same without the folder before and the suffix after."""
        return tuple(name.rpartition("/")[2].rpartition(".")[0] for name in self.names(folder, *suffixes))

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return name in self.held or (self.root / name).is_file()

    def data(self, name: str) -> bytes:
        """A file's bytes; raises BuildError where there is none."""
        return self.held[name] if name in self.held else read_bytes(self.root / name, name)

    def text(self, name: str) -> str:
        """A text file's words; raises BuildError where there is none, or it is not UTF-8."""
        return self._words(name).strip()

    def tree(self, name: str) -> Node:
        """The tree of a YAML or TOML file; raises BuildError as ``nodes`` does."""
        return (from_toml if name.endswith(".toml") else from_yaml)(self._words(name), name)

    def _words(self, name: str) -> str:
        if len(self.held.get(name, b"")) > MOST_TEXT_BYTES or name not in self.held:
            return read_text(self.root / name, name)
        return unicode_text(self.held[name], legible(name))


def held(root: Path) -> Files:
    """A project's files with those that pictures are drawn from read at once: what is drawn later is drawn from these."""
    files, found = Files(root), {}
    for name in (name for folder in _DRAWN_FROM for name in files.names(folder, ".yaml", ".toml", ".svg")):
        try:
            found[name] = files.data(name)
        except BuildError:
            continue  # told of where it is asked for
    return Files(root, found)

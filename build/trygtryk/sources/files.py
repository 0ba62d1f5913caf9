"""A project's files by their names: what pictures, read as they are asked for, are given in place of a folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from trygtryk.names import nobodys
from trygtryk.sources.nodes import Node, read_toml, read_yaml
from trygtryk.sources.text import read_bytes, read_text


@dataclass(frozen=True, slots=True)
class Files:
    """Opens files by their names from the project's root, with slashes: ``assets/scenes/hvisken.yaml``."""

    root: Path = field(repr=False)

    def names(self, folder: str, *suffixes: str) -> tuple[str, ...]:
        """The names of a folder's files that end so, sorted; what systems leave lying there is nobody's."""
        found = (path for path in (self.root / folder).glob("*") if path.suffix in suffixes and path.is_file())
        return tuple(sorted(f"{folder}/{path.name}" for path in found if not nobodys(path.name)))

    def stems(self, folder: str, *suffixes: str) -> tuple[str, ...]:
        """The same without the folder before and the suffix after."""
        return tuple(name.rpartition("/")[2].rpartition(".")[0] for name in self.names(folder, *suffixes))

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.root / name).is_file()

    def data(self, name: str) -> bytes:
        """A file's bytes; raises BuildError where there is none."""
        return read_bytes(self.root / name, name)

    def text(self, name: str) -> str:
        """A text file's words; raises BuildError where there is none, or it is not UTF-8."""
        return read_text(self.root / name, name).strip()

    def tree(self, name: str) -> Node:
        """The tree of a YAML or TOML file; raises BuildError as ``nodes`` does."""
        return (read_toml if name.endswith(".toml") else read_yaml)(self.root / name, self.root)

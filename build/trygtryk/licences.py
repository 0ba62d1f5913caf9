"""The licences of what is installed beside the program, as each package states its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions

_CLASSIFIED = "License :: OSI Approved :: "
_UNKNOWN = "ikke oplyst"
# licences whose whole text stands where their name should
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is installed, and the licence it says it is under."""

    name: str
    version: str
    licence: str


def installed() -> tuple[Package, ...]:
    """Every package there is, by name."""
    found = {package.name.lower(): package for package in map(_package, distributions())}
    return tuple(package for _, package in sorted(found.items()))


def _package(distribution: Distribution) -> Package:
    licence = next(_stated(distribution), _UNKNOWN)
    return Package(distribution.metadata["Name"], distribution.version, licence)


def _stated(distribution: Distribution) -> Iterator[str]:
    """What a package says of its licence, the most exact first (Core metadata specifications 2.4)."""
    metadata = distribution.metadata
    yield from metadata.get_all("License-Expression", [])
    classified = [line.removeprefix(_CLASSIFIED) for line in metadata.get_all("Classifier", []) if _CLASSIFIED in line]
    if classified:
        yield ", ".join(classified)
    yield from (text for text in metadata.get_all("License", []) if "\n" not in text and 0 < len(text) <= _LONGEST)

"""The inks of a figure, each with the deeper one for its shade."""

from __future__ import annotations

from collections.abc import Sequence

from trygtryk.model import Ink
from trygtryk.people.features import Colours
from trygtryk.people.figure import Figure
from trygtryk.sources.layout import Palette


class Inks:
    """Inks by name, each with the deeper one for its shade."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette

    def __getitem__(self, name: str) -> Ink:
        return self.palette[name]

    def deep(self, name: str) -> Ink:
        return self.palette.get(f"{name}-deep", self.palette[name])

    def line(self, name: str) -> Ink:
        """What a line on that ink is drawn in: its deeper tone, or on the deepest the one above."""
        return self.palette.get(f"{name}-deep") or self.palette[name.removesuffix("-deep")]

    def head(self, figure: Figure, dark: Sequence[str]) -> Colours:
        skin = f"skin-{figure.skin}"
        return Colours(
            self[skin],
            self.deep(skin),
            self[figure.hair_ink],
            self.deep(figure.hair_ink),
            self["ink-deep"],
            self["ink-deep"],
            self[skin if figure.hair_ink in dark else "ink-deep"],
            self["mouth"],
            self["coral"],
            self["white"],
        )

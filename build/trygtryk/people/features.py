"""What a head is told by: how its features are drawn, an expression, a hairstyle, years, and the inks of it all."""

from __future__ import annotations

from dataclasses import dataclass

from trygtryk.geometry import Point
from trygtryk.model import Ink


@dataclass(frozen=True, slots=True)
class Scarf:
    """A scarf's ``cloth`` (its right half, from the ear down) and the fold where it is wrapped, seen from ahead.

    ``sway`` is how far it follows a head that is turned.
    """

    cloth: tuple[Point, ...]
    fold: tuple[Point, Point, Point, Point]
    sway: float


@dataclass(frozen=True, slots=True)
class Beard:
    """A beard's upper ``line`` as (azimuth, height), how far down the cheek it ends, and how thick it is.

    In a ``dark`` one (by its ink) a mouth is told apart by a lip as light as the skin.
    """

    line: tuple[tuple[float, float], ...]
    jaw: float
    volume: float
    dark: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moustache:
    """A moustache: how far round it reaches, how high over the mouth, how its ends hang, half as thick as ``thick``.

    ``lower`` is how much lower the mouth under it lies.
    """

    reach_deg: float
    over: float
    hang: float
    lift: float
    thick: tuple[float, float]
    lower: float


@dataclass(frozen=True, slots=True)
class Nose:
    """A nose: how much of it stands out at half profile, how far it runs into the face; from ahead how wide and deep."""

    aslant: float
    root: float
    half: float
    under: float


@dataclass(frozen=True, slots=True)
class Cheeks:
    """A blush: where it lies round the head and how high, and its half width and height."""

    at_deg: float
    height: float
    half: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Style:
    """How features are drawn, in head heights and degrees: see assets/figures/heads.yaml."""

    eyes_deg: float
    eyes_turned: float
    eyes_at: float
    eye: float
    eye_gone: float
    brow: tuple[float, float, float]
    mouth_at: float
    line: float
    wrinkle: float
    ear: tuple[float, float, float]
    rim: tuple[float, float]
    wide_eye: float
    brow_arch: float
    bare: float
    nape: float
    ease_deg: float
    blunt: float
    blunt_deg: float
    scallop: float
    scarf: Scarf
    beard: Beard
    moustache: Moustache
    nose: Nose
    cheeks: Cheeks


@dataclass(frozen=True, slots=True)
class Age:
    """What years do: ``curl`` of the back in degrees, and wrinkles as (azimuth, height, azimuth, height, bow)."""

    curl: float = 0.0
    lines: tuple[tuple[float, float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """An expression: brows raised and turned (inner end up: worried; down: annoyed), eyes from shut (0) to wide, mouth.

    ``mouth`` is width, curve (up is glad), opening and slant; ``eyes`` opening and curve of the shut eye.
    """

    brows: tuple[float, float] = (0.0, 0.0)
    eyes: tuple[float, float] = (1.0, 0.0)
    mouth: tuple[float, float, float, float] = (0.26, 0.05, 0.0, 0.0)
    cheeks: float = 0.0
    look: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Hair:
    """A style: the ``line`` where it begins, as (azimuth, height) from the forehead round to the nape on both sides.

    ``volume`` lifts it off the skull, ``crown`` more so on top, ``curls`` scallops its edge,
    ``straight`` lets it hang down from the sides, so many volumes off them. ``fall`` is how far it
    hangs below the chin and how wide; ``knots`` are buns (azimuth, height, radius); ``tail`` hangs from the first
    knot: length and radius. A ``scarf`` covers hair, ears and neck. Azimuths below zero change one side only.
    """

    line: tuple[tuple[float, float], ...] = ()
    volume: float = 0.03
    crown: float = 0.03
    curls: int = 0
    straight: float = 0.0
    fall: tuple[float, float] = (0.0, 0.0)
    knots: tuple[tuple[float, float, float], ...] = ()
    tail: tuple[float, float] = (0.0, 0.0)
    scarf: bool = False


@dataclass(frozen=True, slots=True)
class Colours:
    """The inks of a head: each tone and the deeper one that lies in its shade."""

    skin: Ink
    skin_deep: Ink
    hair: Ink
    hair_deep: Ink
    line: Ink
    brow: Ink
    lip: Ink
    mouth: Ink
    tongue: Ink
    white: Ink

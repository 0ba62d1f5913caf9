"""What a body, its clothes and its hands measure, in shares of the height."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from trygtryk.curves import Circle, limb
from trygtryk.geometry import Outline, Point
from trygtryk.people.skeleton import Bones


@dataclass(frozen=True, slots=True)
class Radii:
    """Half-thicknesses as shares of the standing height; ``hem`` is a trouser leg's end, ``bare_`` without cloth."""

    shoulder: float
    elbow: float
    wrist: float
    bare_wrist: float
    hip: float
    knee: float
    hem: float
    bare_knee: float
    bare_ankle: float
    neck: float
    yoke: float


@dataclass(frozen=True, slots=True)
class Ring:
    """A cross-section of the torso: how far up (0 hip, 1 throat), half width, half depth, how far ahead it lies."""

    at: float
    width: float
    depth: float
    ahead: float


@dataclass(frozen=True, slots=True)
class Build:
    """How a body differs from the medium one: factors, and a belly (a share of the height)."""

    width: float = 1.0
    depth: float = 1.0
    limb: float = 1.0
    belly: float = 0.0
    head: float = 1.0
    arms: float = 1.0
    legs: float = 1.0

    def grown(self, bones: Bones) -> Bones:
        """The bones of somebody of that build."""
        b, arms, legs = bones, self.arms, self.legs
        # the larger a head, the nearer it sits to the shoulders
        headed = replace(b, head=b.head * self.head, neck=b.neck / self.head**2)
        armed = replace(headed, upper_arm=b.upper_arm * arms, forearm=b.forearm * arms, hand=b.hand * arms)
        return replace(armed, thigh=b.thigh * legs, shin=b.shin * legs)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines between fingers, cuffs, and when an arm is raised or hangs.

    See assets/figures/body.toml.
    """

    crease: float
    sleeve: float
    brim: float
    cuff: tuple[float, float]
    band: tuple[float, float]
    shadow: float
    raised: float
    hangs: float
    laid: float
    parted: float
    laid_hand: float
    tucked: float
    loose: float
    elbow: float
    hem: float
    hem_round: float
    aside: float
    blade: float


@dataclass(frozen=True, slots=True)
class Neck:
    """How a neck is drawn, in its own radii where nothing else is said.

    ``aside`` is how much deeper and ``back`` how far back (a share of the height) it is from the side; ``front`` how far
    ahead and up it begins (shares of the height) and how wide, ``behind`` how wide it begins and ends seen from there.
    ``band`` is where round a collar that stands up ends (a share of the neck) and begins, and how wide; ``collar`` the
    right half of one seen from behind.
    """

    aside: float
    back: float
    front: tuple[float, float, float]
    behind: tuple[float, float]
    band: tuple[float, float, float]
    brim: float
    collar: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ShoeKind:
    """A shoe from the side in shares of its length, heel at 0, and how far down the shin the trousers reach above it."""

    upper: tuple[Point, ...]
    crop: float
    ankle: Literal["hidden", "sock", "skin"]
    sole: tuple[Point, ...] = ()
    sole_ink: str = ""
    foot: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand in its own lengths: the palm from its wrist to the ``heel`` of the fingers, fingers, those that close over
    what is held, and lines between them. ``laid``: it lies on the other upper arm, and the arms are crossed; ``parted``: a
    shade parts it from the face it lies on."""

    heel: Circle | None = None
    palm: tuple[tuple[Circle, ...], ...] = ()
    over: tuple[tuple[Circle, ...], ...] = ()
    lines: tuple[tuple[float, float, float, float], ...] = ()
    laid: bool = False
    parted: bool = False


@cache
def _finger(part: tuple[Circle, ...]) -> Outline:
    """A finger in hand lengths: the same on every hand of its kind."""
    return limb(part)

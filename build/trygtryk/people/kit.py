"""The figure kit: bodies, poses, faces, hair, hands, shoes, clothes and cameras, read from ``assets/figures``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, TypeVar

from trygtryk.errors import BuildError, Fault, Place, nearest
from trygtryk.people.above import Above
from trygtryk.people.clothes import Cane, Cut, Lanyard, Wheelchair
from trygtryk.people.features import Face, Hair
from trygtryk.people.folds import Folds
from trygtryk.people.head import Heads
from trygtryk.people.measures import Build, Hand, Lines, Neck, Radii, Ring, ShoeKind
from trygtryk.people.skeleton import Angles, Bones
from trygtryk.sources.files import Files
from trygtryk.sources.layout import Palette
from trygtryk.sources.strict import read

T = TypeVar("T")
NOTHING: Mapping[str, tuple[float, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Body:
    """assets/figures/body.toml: measures as shares of the standing height, angles in degrees."""

    pitch_deg: float
    bones: Bones
    radii: Radii
    lines: Lines
    folds: Folds
    neck: Neck
    rings: tuple[Ring, ...]
    builds: Mapping[str, Build]
    wheelchair: Wheelchair
    lanyard: Lanyard
    cane: Cane
    views: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """A named posture: angles by joint, the hands' shapes, and which arms rest on a table (or, without, on what they carry)."""

    place: Place
    like: str = ""
    joints: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: NOTHING)
    near_hand: str = ""
    far_hand: str = ""
    rests: tuple[Literal["near", "far"], ...] | None = None
    table: bool = True


@dataclass(frozen=True, slots=True)
class Plane:
    """How tall somebody is and where the ground lies above the picture's lower edge, in shares of its height."""

    height: float
    ground: float


@dataclass(frozen=True, slots=True)
class Camera:
    """Where a scene is seen from: assets/figures/cameras.yaml."""

    planes: Mapping[str, Plane]
    pitch_deg: float = 7.0
    from_above: bool = False


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything figures are drawn from."""

    body: Body
    poses: Mapping[str, Pose]
    faces: Mapping[str, Face]
    hairs: Mapping[str, Hair]
    heads: Heads
    hands: Mapping[str, Hand]
    shoes: Mapping[str, ShoeKind]
    cuts: Mapping[str, Cut]
    above: Above
    cameras: Mapping[str, Camera]
    palette: Palette


def read_kit(files: Files, palette: Palette) -> Kit:
    """The kit from its files; raises BuildError with what is unknown or missing in them."""

    def table(kind: type[T], name: str) -> Mapping[str, T]:
        return read(Mapping[str, kind], files.tree(f"assets/figures/{name}.yaml"), name)  # type: ignore[type-abstract,valid-type]

    return Kit(
        read(Body, files.tree("assets/figures/body.toml"), "body"),
        _whole(table(Pose, "poses")),
        table(Face, "faces"),
        table(Hair, "hair"),
        read(Heads, files.tree("assets/figures/heads.yaml"), "heads"),
        table(Hand, "hands"),
        table(ShoeKind, "shoes"),
        table(Cut, "cuts"),
        read(Above, files.tree("assets/figures/above.toml"), "above"),
        table(Camera, "cameras"),
        palette,
    )


def _whole(poses: Mapping[str, Pose]) -> Mapping[str, Pose]:
    """Each pose with what it takes over from the one it is like."""
    done: dict[str, Pose] = {}
    faults: list[Fault] = []
    for name, pose in poses.items():
        if not pose.like:
            done[name] = pose
            continue
        if pose.like not in done:
            faults.append(
                Fault(f"»{name}« ligner »{pose.like}«, som ikke står før den", pose.place, nearest(pose.like, done))
            )
            continue
        parent = done[pose.like]
        faults.extend(wrong_joints(pose.joints, parent.joints, pose.place))
        done[name] = replace(
            pose,
            joints=MappingProxyType({**parent.joints, **pose.joints}),
            near_hand=pose.near_hand or parent.near_hand,
            far_hand=pose.far_hand or parent.far_hand,
            rests=pose.rests if pose.rests is not None else parent.rests,
            table=pose.table and parent.table,
        )
    if faults:
        raise BuildError(*faults)
    return MappingProxyType(done)


def wrong_joints(given: Angles, known: Angles, place: Place) -> list[Fault]:
    """What is wrong with the joints somebody wrote: unknown names, too few or too many angles."""
    faults = []
    for name, angles in given.items():
        if name not in known:
            faults.append(Fault(f"ukendt led »{name}«", place, nearest(name, known)))
        elif len(angles) != len(known[name]):
            faults.append(Fault(f"leddet »{name}« har {len(known[name])} vinkler, ikke {len(angles)}", place))
    return faults

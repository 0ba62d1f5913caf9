"""A figure as a scene names it, what can be wrong with it, and where a camera puts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from trygtryk.errors import BuildError, Fault, Place, nearest
from trygtryk.geometry import Box
from trygtryk.people.kit import NOTHING, Camera, Kit, wrong_joints

Extra = Literal["glasses", "beard", "moustache", "belly", "lanyard", "cane", "wheelchair"]
Role = Literal["about", "dominant", "left-out", "helper", "leader", "bystander"]
AgeGroup = Literal["young", "middle", "old"]
Gender = Literal["woman", "man"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One person in a scene.

    ``at_mm`` is the ground under them: between the feet, or (seated) under the hips; one number where the scene's camera
    gives the ground. ``height_mm`` is how tall they stand (0: as the camera's ``plane`` says, times ``tall``).
    ``role``, ``age`` and ``gender`` are who they are in the scene; casting is counted by them. ``facing`` and ``look`` (where the head turns; empty: as the body) name a view of assets/figures/body.toml,
    ``pose``, ``face``, ``hair``, ``head``, ``cut`` and ``shoe`` entries of their files; ``stance`` is a pose that lends its
    legs. ``near`` is the side turned to us, ``far`` the other:
    ``near_to_mm`` brings a hand to a place in the scene, ``near_elbow_mm`` its elbow. From above ``heading_deg`` says which way they face (0 up the
    picture, 90 to the right), and ``near`` is their right hand. ``joints`` overrides a pose's angles; ``blend`` mixes in
    ``share`` of another pose.
    """

    place: Place
    at_mm: tuple[float, ...]
    height_mm: float = 0.0
    tall: float = 1.0
    plane: str = "middle"
    role: Role | None = None
    age: AgeGroup = "middle"
    gender: Gender | None = None
    pose: str = "stand"
    stance: str = ""
    facing: str = "right"
    heading_deg: float = 0.0
    look: str = ""
    face: str = "calm"
    head: str = "oval"
    skin: int = 2
    hair: str = "short"
    hair_ink: str = "hair-brown"
    top: str = "petrol"
    legs: str = "ink"
    shoes: str = "ink-deep"
    shoe: str = "shoe"
    socks: str = "ink-deep"
    cut: str = "jumper"
    bottom: Literal["trousers", "skirt", "dress"] = "trousers"
    under: str = "white"
    build: str = "medium"
    extras: tuple[Extra, ...] = ()
    joints: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: NOTHING)
    blend: str = ""
    share: float = 0.5
    near_hand: str = ""
    far_hand: str = ""
    near_to_mm: tuple[float, float] | None = None
    far_to_mm: tuple[float, float] | None = None
    near_elbow_mm: tuple[float, float] | None = None
    far_elbow_mm: tuple[float, float] | None = None
    id: str = ""


def check(figure: Figure, kit: Kit) -> list[Fault]:
    """What the figure names that the kit does not have, each with the nearest names."""
    faults = wrong_joints(figure.joints, kit.poses["stand"].joints, figure.place)
    named = [
        ("stilling", figure.pose, kit.poses),
        ("stilling", figure.blend, kit.poses),
        ("stilling", figure.stance, kit.poses),
        ("ansigt", figure.face, kit.faces),
        ("frisure", figure.hair, kit.hairs),
        ("hoved", figure.head, kit.heads.shapes),
        ("snit", figure.cut, kit.cuts),
        ("sko", figure.shoe, kit.shoes),
        ("bygning", figure.build, kit.body.builds),
        ("retning", figure.facing, kit.body.views),
        ("retning", figure.look, kit.body.views),
        ("hånd", figure.near_hand, kit.hands),
        ("hånd", figure.far_hand, kit.hands),
        *(
            ("farve", ink, kit.palette)
            for ink in (
                *(figure.hair_ink, figure.top, figure.legs, figure.shoes, figure.socks, figure.under),
                f"skin-{figure.skin}",
            )
        ),
    ]
    faults.extend(
        Fault(f"ukendt {what} »{name}«", figure.place, nearest(name, known))
        for what, name, known in named
        if name and name not in known
    )
    if len(figure.at_mm) != 2 or figure.height_mm <= 0:
        hint = "skriv at_mm: [x, y] og height_mm, eller giv scenen et kamera (camera: half)"
        faults.append(Fault("figuren mangler sted eller højde", figure.place, hint))
    return faults


def staged(figure: Figure, camera: Camera, area: Box) -> Figure:
    """The figure with the place and the height that the camera gives it; its own numbers go first.

    Raises BuildError where the camera has no such plane.
    """
    if figure.plane not in camera.planes:
        hint = nearest(figure.plane, camera.planes)
        raise BuildError(Fault(f"kameraet har ingen plan, der hedder »{figure.plane}«", figure.place, hint))
    plane = camera.planes[figure.plane]
    x, *y = figure.at_mm or (0.0,)
    return replace(
        figure,
        at_mm=(x, *(y or (area.y0_mm + plane.ground * area.height_mm,))),
        height_mm=figure.height_mm or plane.height * area.height_mm * figure.tall,
    )

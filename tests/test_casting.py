"""Casting: over the whole deck of cards no skin tone, age or gender stands for one role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from trygtryk.people.figure import Figure
from trygtryk.pictures.artwork import open_studio
from trygtryk.pictures.scenes.scene import Person, read_scene, scene_ids
from trygtryk.sources.files import Files
from trygtryk.sources.layout import read_palette

ROOT = Path(__file__).resolve().parents[1]
STUDIO = open_studio(Files(ROOT), read_palette(ROOT / "layouts/palette.toml", ROOT))
CARDS = [id for id in scene_ids(Files(ROOT)) if not id.startswith(("plakat-", "skema-", "omslag-"))]
UNCAST = {("svaer-elevsag", "barn"), ("leder-beder-om-kritik", "tegning")}
"""A pupil, and somebody's drawing of himself: not colleagues in the scene."""
SKIN = {1: "lys hud", 2: "lys hud", 3: "mellem hud", 4: "mørk hud", 5: "mørk hud"}
MOST_OFF = 2.0
"""How many people a role may have more or fewer of a group than the group's share of everybody."""
MIXED = ("about", "left-out", "dominant", "helper", "bystander")
"""The roles that enough people have for their spread to be counted."""


def people() -> Iterator[tuple[str, str, Figure]]:
    for id in CARDS:
        for piece in read_scene(id, Files(ROOT), STUDIO.palette, STUDIO.kit).back_to_front:
            if isinstance(piece, Person):
                yield id, piece.name, piece.figure


def groups(figure: Figure) -> tuple[str, ...]:
    return SKIN[figure.skin], str(figure.gender), figure.age


def counted() -> tuple[dict[str, Counter[str]], Counter[str]]:
    roles: dict[str, Counter[str]] = {}
    everybody: Counter[str] = Counter()
    for id, name, figure in people():
        if (id, name) not in UNCAST:
            roles.setdefault(str(figure.role), Counter()).update((*groups(figure), "alle"))
            everybody.update((*groups(figure), "alle"))
    return roles, everybody


def table(roles: dict[str, Counter[str]], everybody: Counter[str]) -> str:
    names = ["alle", "lys hud", "mellem hud", "mørk hud", "woman", "man", "young", "middle", "old"]
    lines = [f"{'':10}" + "".join(f"{name:>12}" for name in names)]
    for role, count in [*sorted(roles.items()), ("i alt", everybody)]:
        lines.append(f"{role:10}" + "".join(f"{count[name]:>12}" for name in names))
    return "\n".join(lines)


def test_everybody_on_a_card_has_a_role_a_gender_and_an_age() -> None:
    for id, name, figure in people():
        if (id, name) not in UNCAST:
            assert figure.role and figure.gender, f"{name} in {id}"


def test_no_group_has_a_role_out_of_proportion() -> None:
    roles, everybody = counted()
    print(f"\n{table(roles, everybody)}")
    for role in MIXED:
        count = roles[role]
        for group, number in everybody.items():
            fair = count["alle"] * number / everybody["alle"]
            assert abs(count[group] - fair) <= MOST_OFF, (
                f"{role}: {count[group]} with {group}, {fair:.1f} would be fair\n{table(roles, everybody)}"
            )


def test_one_person_is_the_one_a_card_is_about_and_wears_coral() -> None:
    for id in CARDS:
        coral = [
            figure
            for card, name, figure in people()
            if card == id and (id, name) not in UNCAST and figure.top == "coral"
        ]
        assert len(coral) == 1, id
        assert coral[0].role in ("about", "left-out", "leader"), id


def test_nobody_who_is_dominant_is_drawn_angry() -> None:
    for id, name, figure in people():
        assert figure.face not in ("annoyed", "shouting"), f"{name} in {id}"


def test_the_posters_show_everybody() -> None:
    cast: Counter[str] = Counter()
    for id in scene_ids(Files(ROOT)):
        if id.startswith("plakat-"):
            for piece in read_scene(id, Files(ROOT), STUDIO.palette, STUDIO.kit).back_to_front:
                if isinstance(piece, Person):
                    cast.update((*groups(piece.figure), "alle"))
    print(cast)
    assert abs(cast["woman"] - cast["man"]) <= 4
    assert min(cast["young"], cast["middle"], cast["old"]) >= cast["alle"] / 4
    assert min(cast["mørk hud"], cast["lys hud"]) >= cast["alle"] / 4

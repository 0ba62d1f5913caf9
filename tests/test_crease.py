"""The crease pattern and its folding: a player would otherwise hold a paper that does not close, or reads upside down."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trygtryk.origami.crease import Assignment, Crease, Pattern, Vertex, fortune_teller, planar
from trygtryk.origami.foldfile import to_fold
from trygtryk.origami.folding import Mirror, fold, folded, lifted, panels, sheet, turned_over
from trygtryk.origami.held import Held, Solid, View, held

PATTERN = fortune_teller()
HALF = Fraction(1, 2)


Spoke = tuple[Vertex, Assignment]


def inner_vertices(pattern: Pattern) -> tuple[int, ...]:
    """The vertices that no border edge touches."""
    rim = {n for edge in pattern.edges if edge.assignment == "B" for n in (edge.start, edge.end)}
    return tuple(n for n in range(len(pattern.vertices)) if n not in rim)


def folded_around(pattern: Pattern, vertex: int) -> tuple[Spoke, ...]:
    """The folded creases at a vertex, counter-clockwise, each as its direction and its assignment."""
    spokes: list[Spoke] = []
    for edge in pattern.edges:
        if vertex in (edge.start, edge.end) and edge.assignment in ("M", "V"):
            far = pattern.vertices[edge.end if edge.start == vertex else edge.start]
            near = pattern.vertices[vertex]
            spokes.append(((far[0] - near[0], far[1] - near[1]), edge.assignment))
    return tuple(sorted(spokes, key=lambda spoke: math.atan2(spoke[0][1], spoke[0][0])))


def kawasaki(spokes: Iterable[Spoke]) -> bool:
    """Whether the alternate angles between creases have equal sums (Kawasaki 1989): their mirrorings undo each other."""
    a, b, c, d = Fraction(1), Fraction(0), Fraction(0), Fraction(1)
    for (x, y), _ in spokes:
        norm = x * x + y * y
        p, q = (x * x - y * y) / norm, 2 * x * y / norm
        a, b, c, d = p * a + q * c, p * b + q * d, q * a - p * c, q * b - p * d
    return a == d == 1 and b == c == 0


def maekawa(spokes: Iterable[Spoke]) -> bool:
    """Whether mountains and valleys differ by two (Maekawa; Justin 1986), as where nothing is folded at all."""
    kinds = [assignment for _, assignment in spokes]
    return not kinds or abs(kinds.count("M") - kinds.count("V")) == 2


def reassigned(pattern: Pattern, assignments: Iterable[Assignment]) -> Pattern:
    """The pattern with other assignments, one for each edge."""
    pairs = zip(pattern.edges, assignments, strict=True)
    return replace(pattern, edges=tuple(replace(edge, assignment=assignment) for edge, assignment in pairs))


def _vertex(x: object, y: object) -> int:
    return PATTERN.vertices.index((Fraction(str(x)), Fraction(str(y))))


def test_the_sheet_is_cut_by_its_creases_into_thirty_two_equal_triangles() -> None:
    areas = set()
    for face in range(len(PATTERN.faces)):
        (ax, ay), (bx, by), (cx, cy) = PATTERN.corners(face)
        areas.add(((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2)
    assert areas == {Fraction(1, 8)}
    assert (len(PATTERN.vertices), len(PATTERN.edges), len(PATTERN.faces)) == (25, 56, 32)
    assert 25 - 56 + 32 == 1  # Euler


def test_the_creases_that_templates_leave_out_are_there() -> None:
    kinds = Counter((edge.made_by, edge.assignment) for edge in PATTERN.edges)
    assert kinds == {
        (None, "B"): 16,
        ("diagonals", "M"): 8,
        ("corners", "M"): 8,
        ("flaps", "V"): 8,
        ("flaps", "M"): 8,
        ("halves", "V"): 4,
        ("halves", "M"): 4,
    }


def test_mountains_and_valleys_are_what_folding_makes_them() -> None:
    made: dict[int, set[str]] = {}
    for name in ("slant-1", "slant-2", "corners", "flaps", "half-1", "half-2"):
        for number, assignment in enumerate(folded()[name].assignments()):
            if assignment != "F":
                made.setdefault(number, set()).add(assignment)
    assert made == {number: {edge.assignment} for number, edge in enumerate(PATTERN.edges)}


def test_every_flat_state_folds_flat_at_every_inner_vertex() -> None:
    for name, state in folded().items():
        flat = reassigned(PATTERN, state.assignments())
        for vertex in inner_vertices(PATTERN):
            spokes = folded_around(flat, vertex)
            assert kawasaki(spokes) and maekawa(spokes), (name, PATTERN.vertices[vertex])


def test_all_creases_at_once_are_flat_except_where_the_finished_thing_is_not() -> None:
    """The diagonals are reference folds that bend by a right angle when it closes; there alone Maekawa fails."""
    bent = {vertex for vertex in inner_vertices(PATTERN) if not maekawa(folded_around(PATTERN, vertex))}
    on_diagonals = {_vertex(0, 0), *(_vertex(x, y) for x in ("1/2", "-1/2") for y in ("1/2", "-1/2"))}
    assert bent == on_diagonals
    assert all(kawasaki(folded_around(PATTERN, vertex)) for vertex in inner_vertices(PATTERN))
    angles = held(0.0, 0.0).fold_angles()
    diagonals = {round(angles[n], 6) for n, edge in enumerate(PATTERN.edges) if edge.made_by == "diagonals"}
    assert diagonals == {-90.0}
    without = reassigned(
        PATTERN, tuple("F" if edge.made_by == "diagonals" else edge.assignment for edge in PATTERN.edges)
    )
    tips = on_diagonals - {_vertex(0, 0)}
    assert all(maekawa(folded_around(without, tip)) for tip in tips)


def test_kawasaki_and_maekawa_tell_a_fold_that_cannot_be_flat() -> None:
    middle = (Fraction(0), Fraction(0))

    def star(*ends: tuple[int, int, str]) -> tuple[object, ...]:
        rim = [(-2, -2), (2, -2), (2, 2), (-2, 2)]
        border = [
            Crease(tuple(map(Fraction, a)), tuple(map(Fraction, b)), "B", None)
            for a, b in zip(rim, rim[1:] + rim[:1], strict=True)
        ]
        made = planar([*border, *(Crease(middle, (Fraction(x), Fraction(y)), kind, None) for x, y, kind in ends)])
        return folded_around(made, made.vertices.index(middle))

    assert kawasaki(star((2, 0, "V"), (0, 2, "V"), (-2, 0, "V"), (0, -2, "M")))
    assert not kawasaki(star((2, 0, "V"), (2, 2, "V"), (-2, 0, "V"), (0, -2, "M")))
    assert not maekawa(star((2, 0, "V"), (0, 2, "V"), (-2, 0, "M"), (0, -2, "M")))


def test_folding_refuses_what_paper_cannot_do() -> None:
    state = sheet(PATTERN)
    with pytest.raises(ValueError, match="bend"):
        fold(state, Mirror(1, 0, Fraction(1, 3)))
    with pytest.raises(ValueError, match="tear"):
        fold(state, Mirror(1, 0, HALF), lambda face: state.centre(face)[1] > 0)
    # folded in half, the half beneath cannot open through the one that lies on it
    half, before = folded()["half-1"], folded()["flaps"]
    with pytest.raises(ValueError, match="pass through"):
        fold(half, Mirror(0, -1, Fraction(0)), lambda face: before.centre(face)[1] < 0)


@given(st.lists(st.sampled_from(["x", "y", "+", "-", "turn"]), max_size=6))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_any_folds_keep_the_papers_lengths_and_lose_no_layer(folds: list[str]) -> None:
    state = sheet(PATTERN)
    for kind in folds:
        if kind == "turn":
            state = turned_over(state)
        else:
            dx, dy = {"x": (1, 0), "y": (0, 1), "+": (1, 1), "-": (-1, 1)}[kind]
            state = fold(state, Mirror(dx, dy, Fraction(0)))
    assert sorted(state.order) == list(range(32))
    assert sum(map(len, state.stacks().values())) == 32
    for face in range(32):
        (ax, ay), (bx, by), (cx, cy) = state.corners(face)
        assert sorted(
            [(ax - bx) ** 2 + (ay - by) ** 2, (bx - cx) ** 2 + (by - cy) ** 2, (cx - ax) ** 2 + (cy - ay) ** 2]
        ) == [
            Fraction(1, 4),
            Fraction(1, 4),
            HALF,
        ]
    flat = reassigned(PATTERN, state.assignments())
    assert all(kawasaki(folded_around(flat, v)) and maekawa(folded_around(flat, v)) for v in inner_vertices(PATTERN))


def test_what_is_seen_in_each_flat_state() -> None:
    kinds = {
        face: kind
        for panel in panels()
        for kind, face in (
            ("number", panel.number),
            ("question", panel.question),
            ("floor", panel.floor),
            ("outer", panel.outer),
        )
    }
    assert len(kinds) == 32

    def seen(faces: dict[int, str]) -> Counter[tuple[str, str]]:
        return Counter((kinds[face], side) for face, side in faces.items())

    states = folded()
    middle = {("question", "front"): 8, ("floor", "front"): 8}
    # with the corners in, the outer panels and the numbers are on one side, the questions on the other
    assert seen(states["corners"].seen_from_above()) == {("number", "front"): 8, ("outer", "front"): 8}
    assert seen(turned_over(states["corners"]).seen_from_above()) == middle
    assert seen(states["flaps"].seen_from_above()) == {("number", "front"): 8}
    assert seen(turned_over(states["flaps"]).seen_from_above()) == {("outer", "front"): 8}
    assert seen(states["colours"].seen_from_above()) == {("outer", "front"): 8}
    assert seen(lifted(range(4)).seen_from_above()) == middle
    assert seen(lifted([1]).seen_from_above()) == {
        ("number", "front"): 6,
        ("question", "front"): 2,
        ("floor", "front"): 2,
    }


def test_the_back_of_the_sheet_is_hidden_from_the_corner_folds_on() -> None:
    for name in ("corners", "turned", "flaps", "half-1", "half-2", "colours"):
        state = folded()[name]
        assert set(state.seen_from_above().values()) | set(turned_over(state).seen_from_above().values()) == {
            "front"
        }, name


def test_lifting_the_flap_at_a_number_uncovers_the_question_behind_it() -> None:
    closed = folded()["flaps"].seen_from_above()
    for panel in panels():
        opened = lifted([panel.flap])
        uncovered = opened.seen_from_above().keys() - closed.keys()
        mates = [other for other in panels() if other.flap == panel.flap]
        assert uncovered == {face for mate in mates for face in (mate.question, mate.floor)}
        # the number's own back, so that they lie on each other
        assert opened.centre(panel.number) == opened.centre(panel.question)


def test_the_held_thing_keeps_every_length_of_the_paper() -> None:
    for position in _positions():
        for edge in PATTERN.edges:
            (ax, ay), (bx, by) = PATTERN.vertices[edge.start], PATTERN.vertices[edge.end]
            flat = math.hypot(ax - bx, ay - by)
            assert math.dist(position.points[edge.start], position.points[edge.end]) == pytest.approx(flat, abs=1e-12)


def _positions() -> list[Held]:
    return [
        held(across, along, flaps)
        for across, along in ((0.0, 0.0), (0.1, 0.1), (0.0, 0.35), (0.35, 0.0), (0.05, 0.45), (0.5, 0.5))
        for flaps in ((), (0,), (1, 3), (0, 1, 2, 3))
    ]


def test_opened_one_way_half_the_numbers_are_seen_and_the_other_way_the_rest() -> None:
    def numbers(across: float, along: float) -> set[int]:
        seen = View(held(across, along), 0.0, 90.0).seen()
        assert "back" not in seen.values()
        return {panel.place + 1 for panel in panels() if panel.number in seen}

    assert numbers(0.0, 0.35) == {3, 4, 7, 8}
    assert numbers(0.35, 0.0) == {1, 2, 5, 6}


def test_closed_only_the_outer_panels_are_seen_from_the_sides_above() -> None:
    outer = {panel.outer for panel in panels()}
    seen: set[int] = set()
    for towards in (0.0, 90.0, 180.0, 270.0):
        faces = View(held(0.0, 0.0), towards, 55.0).seen()
        assert faces.keys() <= outer and set(faces.values()) == {"front"}
        seen |= faces.keys()
    assert seen == outer


def test_a_lifted_flap_shows_its_questions_when_held_too() -> None:
    before = View(held(0.0, 0.35), 0.0, 75.0).seen()
    after = View(held(0.0, 0.35, [1]), 0.0, 75.0).seen()
    mates = [panel for panel in panels() if panel.flap == 1]
    assert after.keys() - before.keys() == {face for mate in mates for face in (mate.question, mate.floor)}


def test_the_fold_file_is_a_sound_fold_1_2_file() -> None:
    """Structure after the published specification; what origami programs rely on when they read it."""
    fold_file = json.loads(to_fold(PATTERN, "Flip-flap", "os"))
    assert fold_file["file_spec"] == 1.2
    assert fold_file["frame_classes"] == ["creasePattern"]
    vertices, edges, faces = (fold_file[key] for key in ("vertices_coords", "edges_vertices", "faces_vertices"))
    assert (len(vertices), len(edges), len(faces)) == (25, 56, 32)
    assert {len(fold_file[key]) for key in ("edges_assignment", "edges_foldAngle", "edges_faces")} == {56}
    assert Counter(fold_file["edges_assignment"]) == {"B": 16, "M": 16, "V": 8, "F": 16}
    for (a, b), kind, angle, beside in zip(
        edges, fold_file["edges_assignment"], fold_file["edges_foldAngle"], fold_file["edges_faces"], strict=True
    ):
        assert 0 <= a < 25 and 0 <= b < 25 and a != b
        assert {"M": -180 <= angle < 0, "V": 0 < angle <= 180, "B": angle == 0, "F": angle == 0}[kind]
        assert len(beside) == (1 if kind == "B" else 2)
        if kind != "B":
            # the face on the left has the edge in its own, counter-clockwise, direction
            left, right = (faces[face] for face in beside)
            assert (left.index(b) - left.index(a)) % 3 == 1 and (right.index(a) - right.index(b)) % 3 == 1
    for face in faces:
        (ax, ay), (bx, by), (cx, cy) = (vertices[n] for n in face)
        assert (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) > 0
        assert all(sorted((face[n - 1], face[n])) in [sorted(edge) for edge in edges] for n in range(3))
    for frame in fold_file["file_frames"]:
        assert frame["frame_parent"] == 0 and frame["frame_inherit"] is True
        assert frame["frame_classes"] == ["foldedForm"]
        assert len(frame["vertices_coords"]) == 25
        for a, b in edges:
            assert math.dist(frame["vertices_coords"][a], frame["vertices_coords"][b]) == pytest.approx(
                math.dist(vertices[a], vertices[b])
            )
    orders = fold_file["file_frames"][0]["faceOrders"]
    assert len(orders) == 8 * 6 and {sign for _, _, sign in orders} == {1, -1}


@pytest.mark.parametrize("number", [0, 1], ids=["flad", "lukket"])
def test_each_frame_is_folded_as_its_own_assignments_and_angles_say(number: int) -> None:
    """Every edge's angle is the one between its faces' normals where the frame's own coordinates put them."""
    fold_file = json.loads(to_fold(PATTERN, "Flip-flap"))
    frame = fold_file["file_frames"][number]
    points = [(*point, 0.0)[:3] for point in frame["vertices_coords"]]
    normals = [_unit_normal(*(points[n] for n in face)) for face in fold_file["faces_vertices"]]
    order = {(a, b): sign for a, b, sign in frame.get("faceOrders", ())}
    order |= {(b, a): sign if dot(normals[a], normals[b]) < 0 else -sign for (a, b), sign in list(order.items())}
    for beside, kind, angle in zip(
        fold_file["edges_faces"], frame["edges_assignment"], frame["edges_foldAngle"], strict=True
    ):
        if len(beside) == 1:
            assert (kind, angle) == ("B", 0)
            continue
        one, other = beside
        between = math.degrees(math.acos(max(-1.0, min(1.0, dot(normals[one], normals[other])))))
        assert abs(angle) == pytest.approx(between, abs=0.01), (kind, beside)
        assert {"M": angle < 0, "V": angle > 0, "F": angle == 0}[kind]
        if number == 0 and angle:
            # a valley's other face lies on the side the first one's front is turned to
            assert (order[other, one] > 0) == (angle > 0)


def test_the_key_frame_folds_to_the_flat_square() -> None:
    """What a program that folds the crease pattern by its angles ends with is the frame »flad«."""
    fold_file = json.loads(to_fold(PATTERN, "Flip-flap"))
    flat = fold_file["file_frames"][0]
    for key in ("edges_assignment", "edges_foldAngle"):
        assert fold_file[key] == flat[key]
    laid = _folded_by(fold_file["edges_foldAngle"])
    for one in range(25):
        for other in range(one):
            wanted = math.dist(flat["vertices_coords"][one], flat["vertices_coords"][other])
            assert math.dist(laid[one], laid[other]) == pytest.approx(wanted, abs=1e-6)


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _unit_normal(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> tuple[float, ...]:
    u, v = ([q - p for p, q in zip(a, end, strict=True)] for end in (b, c))
    across = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    return tuple(x / math.hypot(*across) for x in across)


def test_paper_opens_no_farther_than_flat() -> None:
    with pytest.raises(ValueError, match="does not open"):
        held(0.0, 0.51)


def test_fold_angles_turn_the_way_their_assignment_says() -> None:
    position = held(0.2, 0.1)
    angles = position.fold_angles()
    for edge, angle in zip(PATTERN.edges, angles, strict=True):
        if len(edge.faces) == 1 or abs(abs(angle) - 180) < 1e-3:
            continue
        left, right = edge.faces
        far = next(n for n in PATTERN.faces[right] if n not in (edge.start, edge.end))
        a, b, c = position.corners(left)
        normal = (
            (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1]),
            (b[2] - a[2]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[2] - a[2]),
            (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]),
        )
        towards = sum(n * (q - p) for n, q, p in zip(normal, position.points[far], a, strict=True))
        # a valley brings the neighbour to the side the front faces
        assert (towards > 0) == (angle > 0), edge


def _turned(point: Solid, a: Solid, b: Solid, degrees: float) -> Solid:
    """The point turned about the axis from a to b (Rodrigues)."""
    length = math.dist(a, b)
    k = tuple((q - p) / length for p, q in zip(a, b, strict=True))
    v = tuple(q - p for p, q in zip(a, point, strict=True))
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    along = sum(x * y for x, y in zip(k, v, strict=True)) * (1 - cos)
    across = (k[1] * v[2] - k[2] * v[1], k[2] * v[0] - k[0] * v[2], k[0] * v[1] - k[1] * v[0])
    x, y, z = (p + cos * w + sin * c + along * u for p, w, c, u in zip(a, v, across, k, strict=True))
    return x, y, z


@pytest.mark.parametrize(("across", "along"), [(0.0, 0.0), (0.2, 0.1), (0.05, 0.4)])
def test_the_fold_angles_alone_give_the_held_thing_back(across: float, along: float) -> None:
    """Folds face by face round each edge, as an origami program does from the exported file."""
    position = held(across, along)
    folded_points = _folded_by(position.fold_angles())
    for one in range(25):
        for other in range(one):
            assert math.dist(folded_points[one], folded_points[other]) == pytest.approx(
                math.dist(position.points[one], position.points[other]), abs=1e-6
            )


def _folded_by(angles: Sequence[float]) -> dict[int, Solid]:
    """Where the vertices come when each face is turned about the edge it shares with one already laid."""
    flat = [(float(x), float(y), 0.0) for x, y in PATTERN.vertices]
    laid = {0: {n: flat[n] for n in PATTERN.faces[0]}}
    waiting = [0]
    while waiting:
        face = waiting.pop()
        for edge, angle in zip(PATTERN.edges, angles, strict=True):
            if face not in edge.faces or len(edge.faces) == 1:
                continue
            (other,) = set(edge.faces) - {face}
            if other in laid:
                continue
            a, b = laid[face][edge.start], laid[face][edge.end]
            # unfolded, the new corner is as the sheet has it beside this face; then it turns up by the angle
            (far,) = set(PATTERN.faces[other]) - {edge.start, edge.end}
            (own,) = set(PATTERN.faces[face]) - {edge.start, edge.end}
            spot = _beside(flat, edge.start, edge.end, own, far, laid[face])
            sign = 1 if edge.faces[0] == face else -1
            laid[other] = {edge.start: a, edge.end: b, far: _turned(spot, a, b, -sign * angle)}
            waiting.append(other)
    return {n: point for corners in laid.values() for n, point in corners.items()}


def _beside(flat: list[Solid], a: int, b: int, own: int, far: int, laid: dict[int, Solid]) -> Solid:
    """Where a corner of the flat sheet is when a face of it has been laid in space."""
    (ax, ay, _), (bx, by, _), (ox, oy, _), (fx, fy, _) = flat[a], flat[b], flat[own], flat[far]
    twice = (bx - ax) * (oy - ay) - (by - ay) * (ox - ax)
    s = ((fx - ax) * (oy - ay) - (fy - ay) * (ox - ax)) / twice
    t = ((bx - ax) * (fy - ay) - (by - ay) * (fx - ax)) / twice
    pa, pb, po = laid[a], laid[b], laid[own]
    x, y, z = (p + s * (q - p) + t * (r - p) for p, q, r in zip(pa, pb, po, strict=True))
    return x, y, z

"""The crease pattern as a FOLD file (FOLD 1.2, github.com/edemaine/fold, doc/spec.md), for origami programs."""

from __future__ import annotations

import json
from typing import Any

from trygtryk import __version__
from trygtryk.origami.crease import Pattern
from trygtryk.origami.folding import folded
from trygtryk.origami.held import held

_FLAT_DEG = {"M": -180.0, "V": 180.0}


def to_fold(pattern: Pattern, title: str, author: str = "") -> str:
    """The pattern as JSON: the key frame is the crease pattern, then the flat folded square and the closed flip-flap.

    Lengths are in half sides. The key frame says how the sheet becomes the flat square, so that a program that folds
    it ends there; each folded frame has the assignments and angles of its own coordinates.
    """
    closed = held(0.0, 0.0)
    flat = folded()["flaps"]
    height = {face: n for n, face in enumerate(flat.order)}
    above: list[tuple[int, int, int]] = []
    for stack in flat.stacks().values():
        for n, lower in enumerate(stack):
            # +1: the first face lies on the side the second one's normal points to
            above.extend((upper, lower, 1 if flat.motions[lower].front_up else -1) for upper in stack[n + 1 :])
    landed: dict[int, list[float]] = {}
    for face in sorted(height):
        for number, point in zip(pattern.faces[face], flat.corners(face), strict=True):
            landed[number] = [float(point[0]), float(point[1])]

    def frame(name: str, kind: str, space: str, coords: list[list[float]], **more: Any) -> dict[str, Any]:
        return {
            "frame_title": name,
            "frame_classes": [kind],
            "frame_attributes": [space, "manifold", "orientable"],
            "vertices_coords": coords,
            **more,
        }

    flatly = {
        "edges_assignment": list(flat.assignments()),
        "edges_foldAngle": [_FLAT_DEG.get(kind, 0.0) for kind in flat.assignments()],
    }
    raised = {
        "edges_assignment": [edge.assignment for edge in pattern.edges],
        "edges_foldAngle": list(closed.fold_angles()),
    }
    vertices = range(len(pattern.vertices))
    child = {"frame_parent": 0, "frame_inherit": True}
    content = {
        "file_spec": 1.2,
        "file_creator": f"trygtryk {__version__}",
        **({"file_author": author} if author else {}),
        "file_classes": ["singleModel"],
        **frame(title, "creasePattern", "2D", [[float(x), float(y)] for x, y in pattern.vertices]),
        "edges_vertices": [[edge.start, edge.end] for edge in pattern.edges],
        "edges_faces": [list(edge.faces) for edge in pattern.edges],
        **flatly,
        "faces_vertices": [list(face) for face in pattern.faces],
        "file_frames": [
            frame(
                "flad", "foldedForm", "2D", [landed[n] for n in vertices], faceOrders=sorted(above), **flatly, **child
            ),
            frame("lukket", "foldedForm", "3D", [[round(x, 12) for x in p] for p in closed.points], **raised, **child),
        ],
    }
    lines = (f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in content.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"

"""Marked content: what belongs to the structure tree, what is an artifact, what lies on a layer (ISO 32000-1, 14.6)."""

from __future__ import annotations

from typing import Any

from trygtryk.proof.reading.marks import Tag
from trygtryk.proof.reading.painting import Handler, Painter
from trygtryk.proof.reading.tokens import Name


def _begin(painter: Painter, operands: tuple[Any, ...]) -> None:
    tag, layer = painter.tags[-1] if painter.tags else (None, None)
    # whatever the properties turn out to be, there will be an EMC for it
    painter.tags.append((tag, layer))
    role = str(operands[0])
    properties = operands[1] if len(operands) == 2 else {}
    if role == "OC" and isinstance(properties, Name):
        painter.tags[-1] = (tag, painter.scope.layer(properties) or layer)
        return
    if isinstance(properties, Name):
        found = painter.scope.properties(properties)
        properties = {key[1:]: found[key] for key in found.keys()}  # noqa: SIM118  pikepdf: keys() only
    if role == "Artifact":
        if tag is not None and not tag.artifact:
            painter.trouble("artefakt i mærket", "")
        tag = Tag(True)
    elif "MCID" in properties:
        if tag is not None and tag.artifact:
            painter.trouble("mærket i artefakt", "")
        tag = Tag(False, painter.owner, int(properties["MCID"]))
        place = (tag.owner, tag.mcid)
        painter.content.mcids[place] = painter.content.mcids.get(place, 0) + 1
    painter.tags[-1] = (tag, layer)


def _end(painter: Painter, operands: tuple[Any, ...]) -> None:
    if painter.tags:
        painter.tags.pop()
    else:
        painter.trouble("EMC", "")


TAGGING: dict[str, Handler] = {"BMC": _begin, "BDC": _begin, "EMC": _end}

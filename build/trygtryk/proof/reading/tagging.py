"""Marked content: what belongs to the structure tree, what is an artifact, what lies on a layer (ISO 32000-1, 14.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trygtryk.proof.reading.marks import Tag
from trygtryk.proof.reading.tokens import Name

if TYPE_CHECKING:
    from trygtryk.proof.reading.interpreter import Handler, Reader


def _begin(reader: Reader, operands: tuple[Any, ...]) -> None:
    tag, layer = reader.tags[-1] if reader.tags else (None, None)
    # whatever the properties turn out to be, there will be an EMC for it
    reader.tags.append((tag, layer))
    role = str(operands[0])
    properties = operands[1] if len(operands) == 2 else {}
    if role == "OC" and isinstance(properties, Name):
        reader.tags[-1] = (tag, reader.scope.layer(properties) or layer)
        return
    if isinstance(properties, Name):
        found = reader.scope.properties(properties)
        properties = {key[1:]: found[key] for key in found.keys()}  # noqa: SIM118  pikepdf: keys() only
    if role == "Artifact":
        if tag is not None and not tag.artifact:
            reader.trouble("artefakt i mærket", "")
        tag = Tag(True)
    elif "MCID" in properties:
        if tag is not None and tag.artifact:
            reader.trouble("mærket i artefakt", "")
        tag = Tag(False, reader.owner, int(properties["MCID"]))
        place = (tag.owner, tag.mcid)
        reader.content.mcids[place] = reader.content.mcids.get(place, 0) + 1
    reader.tags[-1] = (tag, layer)


def _end(reader: Reader, operands: tuple[Any, ...]) -> None:
    if reader.tags:
        reader.tags.pop()
    else:
        reader.trouble("EMC", "")


TAGGING: dict[str, Handler] = {"BMC": _begin, "BDC": _begin, "EMC": _end}

"""Millimetres and points; the only place that knows how many of one make the other."""

MM_PER_INCH = 25.4
POINTS_PER_MM = 72 / MM_PER_INCH


def pt(length_mm: float) -> float:
    """Points in a length given in millimetres."""
    return length_mm * POINTS_PER_MM


def mm(length_pt: float) -> float:
    """Millimetres in a length given in points."""
    return length_pt / POINTS_PER_MM


def plain(value: float) -> str:
    """A number as it is written in Denmark, with no more decimals than it has: 4,9 or 5."""
    return f"{value:g}".replace(".", ",")


def decimal(value: float, places: int = 1) -> str:
    """A number as it is written in Denmark: 4,9."""
    return f"{round(value, places) + 0.0:.{places}f}".replace(".", ",")

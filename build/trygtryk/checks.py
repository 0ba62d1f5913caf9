"""Check: what the files' types cannot say, told before anything is composed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from math import fsum

from trygtryk.errors import BuildError, Fault, Place, nearest
from trygtryk.model import Artwork, Group, Ink, Picture, Shape, walk
from trygtryk.pictures.artwork import OWN_PICTURES
from trygtryk.pictures.scenes.scene import FOLDER as SCENES
from trygtryk.press.file import sets
from trygtryk.read import Sources
from trygtryk.sources.printshop import SURFACES, Surface
from trygtryk.store import NOWHERE, Store
from trygtryk.units import plain

_SLIP = Place("layouts/order.toml")


def checked(sources: Sources, store: Store = NOWHERE) -> tuple[Fault, ...]:
    """What whoever asked should know; raises BuildError with every fault that stops the build.

    What the ``store`` remembers to be without a fault is not looked over again.
    """
    shared = sources.shared() if store.keeps else ""
    faults = [*_editions(sources), *_large(sources), *_unordered(sources)]
    faults += store.faultless("skrift", sources.materials.fonts.files, partial(_unfit_fonts, sources))
    for source in dict.fromkeys(source for source, _ in sources.asked):
        read = (shared, source.product.name, source.variant, source.content, source.layout)
        faults += store.faultless("tekst", read, partial(source.faults, sources.materials))
    faults += store.faultless("billeder", (shared, *_seen(sources)), partial(_unfit_pictures, sources))
    if faults:
        raise BuildError(*dict.fromkeys(faults))
    return (*sources.notes, *_left_out(sources), *_counted_apart(sources))


def _editions(sources: Sources) -> Iterator[Fault]:
    """A product that is asked for in none of its editions."""
    asked = sources.order.editions
    products = {source.product.name: source.product for source, _ in sources.asked}
    missing = [product for product in products.values() if not set(asked) & set(product.editions)]
    if sources.order.wanted or len(missing) == len(products):
        for product in missing:
            told = f"»{product.name}« laves ikke i udgaven {' eller '.join(asked)}"
            yield Fault(told, None, f"{product.name} laves i {', '.join(product.editions)}")


def _large(sources: Sources) -> Iterator[Fault]:
    """Large print where nothing of what is asked for has any."""
    if sources.order.large and not any(source.variant for source, _ in sources.asked):
        told = "intet af det, der er nævnt, findes med stor skrift"
        yield Fault(told, None, "udelad --storskrift, eller nævn noget, der har et layout, som ender på -storskrift")


def _printed(sources: Sources) -> Iterator[tuple[str, str]]:
    """Each piece for the print shop: its product's name, and its own."""
    for source, part in sources.asked:
        product = source.product
        if "tryk" in sources.order.editions and "tryk" in product.editions:
            yield product.name, f"{product.name}/{part}" if part else product.name


def _unordered(sources: Sources) -> Iterator[Fault]:
    """A product that nobody has said how to order."""
    for product, target in _printed(sources):
        if not sources.slip.suggested(target):
            hint = f"skriv et afsnit [products.{product}] med copies, paper og gsm"
            yield Fault(f"ordresedlen mangler »{product}«", _SLIP, hint)


def _left_out(sources: Sources) -> Iterator[Fault]:
    """What is not ordered, and so not made for the print shop."""
    left: dict[tuple[str, Place], list[str]] = {}
    for product, target in _printed(sources):
        suggestion = sources.slip.suggested(target)
        if suggestion and not suggestion.copies:
            left.setdefault((product, suggestion.place), []).append(target)
    for (product, place), targets in left.items():
        named = f"»{targets[0]}« står" if len(targets) == 1 else f"»{product}« ({len(targets)} dele) står"
        yield Fault(f"{named} til 0 stk. og kommer ikke med i tryk/", place)


def _counted_apart(sources: Sources) -> Iterator[Fault]:
    """A part that is ordered in its own number, where a department has given its product another."""
    for product, target in _printed(sources):
        its, own = sources.slip.products.get(product), sources.slip.suggested(target)
        if its and own and own is not its and own.copies and own.place.file == _SLIP.file != its.place.file:
            told = f"»{target}« er ikke med i tallet for »{product}« og bestilles i {own.copies} stk."
            yield Fault(told, its.place, f"skriv også, hvor mange I vil have af »{target}«")


def _unfit_fonts(sources: Sources) -> Iterator[Fault]:
    """A font file that the press cannot set from."""
    for face in sources.materials.fonts.faces.values():
        if not sets(face.data):
            yield Fault(
                f"{face.file} kan ikke trykkes med: skriftfilen er beskadiget", face.place, "hent skriften igen"
            )


def _seen(sources: Sources) -> tuple[object, ...]:
    """What the pictures and inks of a pack are looked over by, besides what all its pieces share."""
    surfaces = [(source.product.name, part, sources.surface(source, part)) for source, part in sources.asked]
    layouts = [(source.variant, source.layout) for source in sources.products.values()]
    ids = [tuple(source.pictures(part)) for source, part in sources.asked]
    return "tryk" in sources.order.editions, surfaces, layouts, ids


def _unfit_pictures(sources: Sources) -> Iterator[Fault]:
    drawn, missing = _drawn(sources)
    yield from missing
    yield from _too_much_ink(sources, drawn)


def _drawn(sources: Sources) -> tuple[list[tuple[Surface, Artwork]], list[Fault]]:
    """Every picture of what is asked for with the paper it is drawn for, and what is wrong with them."""
    drawn: list[tuple[Surface, Artwork]] = []
    faults: list[Fault] = []
    asked = {
        (id, sources.surface(source, part)): at.place
        for source, part in sources.asked
        for id, at in source.pictures(part).items()
    }
    for (id, surface), place in asked.items():
        if id not in sources.materials.scenes:
            drawing = f"tegn den i {SCENES}/{id}.yaml, eller læg jeres eget billede i {OWN_PICTURES}/"
            way = nearest(id, sources.materials.scenes, drawing)
            faults.append(Fault(f"ingen tegning hedder »{id}«", place, way))
            continue
        try:
            drawn.append((surface, sources.on(surface).scene(id)))
        except BuildError as error:
            faults.extend(error.faults)
    return drawn, faults


def _too_much_ink(sources: Sources, drawn: list[tuple[Surface, Artwork]]) -> Iterator[Fault]:
    """The colours of layouts and pictures that are more than their paper takes, told of once for each condition."""
    if "tryk" not in sources.order.editions:
        return
    for surface in SURFACES:
        condition = sources.printshop.on(surface)
        layouts = {
            source.product.name: source.layout
            for source, part in sources.asked
            if sources.surface(source, part) == surface
        }
        used = {ink for layout in layouts.values() for ink in _inks(layout)}
        used |= {ink for on, picture in drawn if on == surface for item in walk(picture.items) for ink in _inks(item)}
        limit = condition.ink_limit
        heavy = sorted(
            ((fsum(ink.cmyk), ink.name) for ink in used if not ink.spot and fsum(ink.cmyk) > limit), reverse=True
        )
        if heavy:
            share, name = heavy[0]
            others = f" (og {len(heavy) - 1} farver til)" if len(heavy) > 1 else ""
            told = f"»{name}« lægger {plain(share)} % farve på papiret{others}; {condition.name} tager højst {plain(limit)} %"
            yield Fault(told, sources.colour_at(name), f"gør farven lysere, eller ret ink_limit ({condition.place})")


def _inks(value: object) -> Iterator[Ink]:
    """Every ink that a layout's value names, or an item is drawn with; what an item holds is walked elsewhere."""
    if isinstance(value, Ink):
        yield value
    elif isinstance(value, Shape):  # its outline has none
        yield from (ink for ink in (value.fill, value.stroke and value.stroke.ink) if ink)
    elif isinstance(value, Mapping | tuple):
        for member in value.values() if isinstance(value, Mapping) else value:
            yield from _inks(member)
    elif is_dataclass(value) and not isinstance(value, Artwork | Group | Picture):
        for member in fields(value):
            yield from _inks(getattr(value, member.name))

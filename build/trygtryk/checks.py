"""Check: what the files' types cannot say, told before anything is composed."""

from __future__ import annotations

from collections.abc import Iterator

from trygtryk.errors import BuildError, Fault, Place
from trygtryk.read import Sources

_SLIP = Place("layouts/order.toml")


def checked(sources: Sources) -> tuple[Fault, ...]:
    """What whoever asked should know; raises BuildError with every fault that stops the build."""
    faults = (*_editions(sources), *_unordered(sources))
    if faults:
        raise BuildError(*dict.fromkeys(faults))
    return (*sources.notes, *_left_out(sources))


def _editions(sources: Sources) -> Iterator[Fault]:
    """A product that is asked for in none of its editions."""
    asked = sources.order.editions
    products = {source.product.name: source.product for source, _ in sources.asked}
    missing = [product for product in products.values() if not set(asked) & set(product.editions)]
    if sources.order.wanted or len(missing) == len(products):
        for product in missing:
            told = f"»{product.name}« laves ikke i udgaven {' eller '.join(asked)}"
            yield Fault(told, None, f"{product.name} laves i {', '.join(product.editions)}")


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
    for _, target in _printed(sources):
        suggestion = sources.slip.suggested(target)
        if suggestion and not suggestion.copies:
            yield Fault(f"»{target}« står til 0 stk. og kommer ikke med i tryk/", suggestion.place)

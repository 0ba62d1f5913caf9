"""What a build starts from: everything read, worded and typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from trygtryk.errors import BuildError, Fault, nearest, refuse
from trygtryk.model import Copy
from trygtryk.order import DEFAULT_WORDING
from trygtryk.pictures.artwork import artwork, open_studio
from trygtryk.products import PRODUCTS
from trygtryk.products.product import Materials, Product
from trygtryk.sources.content import Link, Pack, addressed, checked, read_content
from trygtryk.sources.fonts import read_fonts
from trygtryk.sources.layout import Marks, converters, read_layout, read_palette, read_scale
from trygtryk.sources.nodes import read_yaml
from trygtryk.sources.strict import Converters, read
from trygtryk.sources.wording import Change, Wording, read_wording, texts, unknown_texts, worded
from trygtryk.sources.wording import changes as wording_changes


@dataclass(frozen=True, slots=True)
class Shop:
    """Everything read and worded: the materials, and each product's typed content and layout."""

    wording: Wording
    materials: Materials
    content: Mapping[str, Any]
    layout: Mapping[str, Any]
    readers: Converters


def read_shop(root: Path, wording: str | Path, names: tuple[str, ...] = (), *, large: bool = False) -> Shop:
    """Reads what the named products (none named: all) need, in a wording; every fault of the texts at once."""
    words = checked_wording(root, wording)
    registered = {product.name for product in PRODUCTS}
    if not registered.issuperset(names):
        names = ()  # everything, so that the nearest of everything can be named
    palette = read_palette(root / "layouts/palette.toml", root)
    scale = read_scale(root / "layouts/type.toml", root)
    readers = converters(palette, scale)
    products = [product for product in PRODUCTS if not names or product.name in names]
    kinds: dict[str, Any] = {"pack": Pack, "links": Mapping[str, Link]}
    kinds.update({product.name: product.content for product in products})
    content: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, kind in kinds.items():
        try:
            content[name] = read(kind, worded(read_content(root, name), name, words), name)
        except BuildError as error:
            faults.extend(error.faults)
    if faults:
        raise BuildError(*faults)
    layout = {p.name: read_layout(p.layout, _layout_file(root, p, large=large), root, readers) for p in products}
    studio = cache(lambda: open_studio(root, palette))
    materials = Materials(
        pack=checked(content.pop("pack")),
        palette=palette,
        fonts=read_fonts(scale, root / "assets/fonts"),
        links=addressed(content.pop("links")),
        marks=read_layout(Marks, root / "layouts/marks.toml", root, readers),
        scene=cache(lambda id: artwork(id, studio())),
        department=Copy(words.department, "department", words.place) if words.department else None,
    )
    return Shop(words, materials, content, layout, readers)


def _layout_file(root: Path, product: Product, *, large: bool) -> Path:
    """A product's layout, or that for people with low vision where it has one."""
    big = root / f"layouts/{product.name}-storskrift.toml"
    return big if large and big.is_file() else root / f"layouts/{product.name}.toml"


def checked_wording(root: Path, wording: str | Path) -> Wording:
    """The wording; raises BuildError where it replaces a text that no content has."""
    words = read_wording(root, wording)
    if words.texts:
        names = ("pack", "links", *(product.name for product in PRODUCTS))
        unknown_texts(words, frozenset(id for name in names for id, _ in texts(read_content(root, name), name)))
    return words


def targets(shop: Shop) -> tuple[str, ...]:
    """Everything that can be asked for by name: products, and parts as ``product/part``."""
    found: list[str] = []
    for product in PRODUCTS:
        if product.name in shop.content:
            found.append(product.name)
            found.extend(f"{product.name}/{part}" for part in product.parts(shop.content[product.name]))
    return tuple(found)


def chosen(shop: Shop, wanted: tuple[str, ...]) -> Iterator[tuple[Product, str]]:
    """The products and parts asked for (all where none is), in the registry's order."""
    known = targets(shop)
    for target in wanted:
        if target not in known:
            raise refuse(f"der er ikke noget, der hedder »{target}«", None, nearest(target, known))
    for product in PRODUCTS:
        if product.name in shop.content:
            for part in product.parts(shop.content[product.name]) or ("",):
                whole = f"{product.name}/{part}"
                if not wanted or product.name in wanted or whole in wanted:
                    yield product, part


def placeholders(root: Path) -> tuple[str, ...]:
    """The scenes that still stand in for a drawing to come."""
    scenes = sorted((root / "assets/scenes").glob("*.yaml"))
    entries = ((file.stem, read_yaml(file, root).value) for file in scenes)
    return tuple(stem for stem, value in entries if isinstance(value, Mapping) and "placeholder" in value)


def changes(root: Path, word: str | Path) -> tuple[Change, ...]:
    """Every text that another word than the default changes, before and after, with where it stands."""
    words = read_wording(root, word)
    names = ("pack", "links", *(product.name for product in PRODUCTS))
    default = read_wording(root, DEFAULT_WORDING)
    return tuple(change for name in names for change in wording_changes(read_content(root, name), name, words, default))

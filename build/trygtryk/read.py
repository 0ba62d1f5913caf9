"""Read: everything a build is made from, worded and typed; the one stage that knows where the files lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

from trygtryk import guide
from trygtryk.errors import BuildError, Fault, Place, nearest
from trygtryk.geometry import Box
from trygtryk.makeready.office_sheets import Sheets, Texts
from trygtryk.model import Artwork, Ink
from trygtryk.order import DEFAULT_WORDING, EDITION_NAMES, Order
from trygtryk.pictures.artwork import OWN_PICTURES, artwork, drawn, open_studio
from trygtryk.pictures.own.conversion import Conversion
from trygtryk.pictures.scenes.scene import FOLDER as SCENES
from trygtryk.pictures.scenes.scene import scene_ids, scene_in
from trygtryk.pictures.scenes.style_sheet import Kitbox, Layout, Words
from trygtryk.pictures.sender import Sender
from trygtryk.products import PRODUCTS
from trygtryk.products.product import At, Materials, Pictured, Product, Source
from trygtryk.slip import page as slip_page
from trygtryk.slip import texts as slip_texts
from trygtryk.sources.content import Link, Pack, addressed, checked, read_content
from trygtryk.sources.danish.nouns import joints
from trygtryk.sources.danish.wording import worded
from trygtryk.sources.department.layer import Department, linked, read_department
from trygtryk.sources.department.ordering import Ordering
from trygtryk.sources.department.own_pictures import read_own_pictures
from trygtryk.sources.department.own_word import lexicon
from trygtryk.sources.files import Files, held
from trygtryk.sources.fonts import read_fonts
from trygtryk.sources.layout import Marks, Palette, converters, read_palette, read_scale
from trygtryk.sources.nodes import Node, read_toml, read_yaml
from trygtryk.sources.printers import Printer, read_printer
from trygtryk.sources.printshop import SURFACES, Condition, Icc, Printshop, Surface, read_icc, read_printshop
from trygtryk.sources.references import by_number, referred
from trygtryk.sources.strict import read
from trygtryk.sources.text import text_files
from trygtryk.store import NOWHERE, Store, digest
from trygtryk.texts import checked_department, numbering, phrases_of_no_text
from trygtryk.units import decimal

T = TypeVar("T")
P = ParamSpec("P")

SCREEN_PROFILE = "sRGB.icc"
_LARGE = "-storskrift"
_EXAMPLE = "content/tegnestil-scene.yaml"


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """What was read for an order: what all products are made from, each product's own, and what the editions ask for.

    ``materials`` are those for coated paper, ``uncoated`` the same with people's own pictures in that paper's inks.

    ``products`` are those asked for by name, in the registry's order, and ``asked`` the pieces of them. ``printer`` is
    None where none was asked for. ``notes`` is what whoever asked should know, and that stops nothing. ``whole`` says
    that the whole pack is made. ``shared`` is the digest of all that any piece may be made from besides its own content and
    layout. ``pictures`` says of each picture by its id where it stands, and the file of somebody's own that takes its place (empty: none).
    """

    order: Order
    notes: tuple[Fault, ...]
    materials: Materials
    uncoated: Materials
    products: Mapping[str, Source[Any, Any]]
    asked: tuple[tuple[Source[Any, Any], str], ...]
    printshop: Printshop
    printer: Printer | None
    screen: Icc
    colour_at: At
    slip: slip_page.Layout
    slip_words: slip_texts.Words
    guide_layout: guide.Layout
    guide_words: guide.Words
    whole: bool
    ordering: Ordering
    shared: Callable[[], str]
    pictures: Mapping[str, tuple[str, str]]

    @property
    def targets(self) -> tuple[str, ...]:
        """Everything that can be asked for by name: products, and parts as ``product/part``."""
        return tuple(target for source in self.products.values() for target in source.targets)

    def surface(self, source: Source[Any, Any], part: str) -> Surface:
        """The surface of the paper a piece is ordered on."""
        name = source.product.name
        suggestion = self.slip.suggested(f"{name}/{part}" if part else name)
        return suggestion.paper.surface if suggestion else "coated"

    def on(self, surface: Surface) -> Materials:
        """What a piece on paper of a surface is made from."""
        return self.materials if surface == "coated" else self.uncoated


class _Known(NamedTuple):
    """What a check may look up."""

    palette: Mapping[str, Ink]
    links: Mapping[str, Link]


class _Reading:
    """Reads on past what is wrong, so that the faults of all files are told together."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def __call__(self, reader: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What the reader gives; where it gives only faults, nothing that may be used before ``done``."""
        try:
            return reader(*args, **named)
        except BuildError as error:
            self.faults.extend(error.faults)
            return None  # type: ignore[return-value]

    def done(self) -> None:
        """Raises BuildError with all that was wrong up to here."""
        if self.faults:
            raise BuildError(*self.faults)


def read_sources(root: Path, order: Order, store: Store = NOWHERE) -> Sources:
    """Reads what an order needs; raises BuildError with the faults of all files at once.

    A picture that the ``store`` remembers is not drawn again.
    """
    reading = _Reading()
    department = reading(checked_department, root, order.wording) or read_department(root, DEFAULT_WORDING)
    whole = order.editions == EDITION_NAMES and not order.wanted and not order.papers
    if order.editions == EDITION_NAMES:
        order = replace(order, editions=department.editions)
    order = replace(order, printer=order.printer or department.printer)
    names = order.products
    if not {product.name for product in PRODUCTS}.issuperset(names):
        names = ()  # everything, so that the nearest of everything can be named
    products = [product for product in PRODUCTS if not names or product.name in names]

    numbers = numbering(root)
    fixed: list[Fault] = []
    links_told: list[Fault] = []

    def content(kind: type[T], name: str) -> T:
        return read(kind, settled(worded(read_content(root, name), name, department.wording)), name)

    def settled(tree: Node) -> Node:
        """A tree with its references as numbers; numbers that stand fixed are noted."""
        for counted in (product.counted for product in PRODUCTS if product.counted):
            fixed.extend(by_number(tree, counted.word, numbers))
        return referred(tree, numbers)

    def facts() -> Pack:
        pack = checked(content(Pack, "pack"))
        return replace(pack, edition=department.edition or pack.edition)

    def addresses() -> Mapping[str, Link]:
        tree, told = linked(worded(read_content(root, "links"), "links", department.wording), department)
        links_told.extend(told)
        return addressed(read(Mapping[str, Link], tree, "links"))  # type: ignore[type-abstract]

    contents = {product.name: reading(content, product.content, product.name) for product in products}
    pack = reading(facts)
    links = reading(addresses)
    due = department.ordering.date
    late = []
    if pack and due and "tryk" in order.editions and due < date.fromisoformat(pack.edition):
        told = f"der skal leveres {due.isoformat()}, men pakken er fra {pack.edition}"
        assert department.ordering.day
        late.append(Fault(told, department.ordering.day.place, "se efter, om året er rigtigt"))
    sheet_texts = reading(_unworded, root, Texts, "sheets")
    slip_words = reading(_unworded, root, slip_texts.Words, "order")
    guide_words = reading(_unworded, root, guide.Words, "laesmig")
    printshop = reading(read_printshop, root, order.press)
    printer = reading(read_printer, root, order.printer) if order.printer else None
    screen = reading(read_icc, root, SCREEN_PROFILE, Place("assets/icc"))
    palette = reading(read_palette, root / "layouts/palette.toml", root)
    scale = reading(read_scale, root / "layouts/type.toml", root)
    readers = converters(palette, scale)
    fonts = (
        reading(read_fonts, scale, root / "assets/fonts", cache(lambda word: joints(word, lexicon(root))))
        if scale
        else None
    )

    def layout_tree(name: str) -> Node:
        return read_toml(root / f"layouts/{name}.toml", root)

    def layout(kind: type[T], name: str) -> T:
        return read(kind, layout_tree(name), "", readers)

    def ordering_slip() -> slip_page.Layout:
        made = layout(slip_page.Layout, "order")
        papers = {suggestion.paper for suggestion in made.products.values()}
        if faults := [paper.fault for paper in sorted(papers, key=lambda paper: str(paper.place)) if paper.fault]:
            raise BuildError(*faults)
        return made

    def elsewhere(product: Product[Any, Any]) -> Iterable[str]:
        """The pictures that a product shows which is not made; all there are where that cannot be read."""
        try:
            tree = referred(worded(read_content(root, product.name), product.name, department.wording), numbers)
            made = read(product.content, tree, product.name), layout(product.layout, product.name)
            return product.pictures(*made, "")
        except BuildError:
            return own.by_id

    variants = {p.name: _variant(root, p.name, large=order.large) for p in products}
    layouts = {p.name: reading(layout, p.layout, f"{p.name}{variants[p.name]}") for p in products}
    marks = reading(layout, Marks, "marks")
    sheets = reading(layout, Sheets, "sheets")
    slip = reading(ordering_slip)
    guide_layout = reading(layout, guide.Layout, "laesmig")
    read_of = {
        p.name: Source(
            p, contents[p.name], layouts[p.name], layout_tree(f"{p.name}{variants[p.name]}").at, variants[p.name]
        )
        for p in products
        if contents[p.name] is not None and layouts[p.name] is not None
    }
    if reading.faults and palette and links is not None:
        # what a check would find next time is told at once
        reading.faults += (fault for source in read_of.values() for fault in source.faults(_Known(palette, links)))
    reading.done()
    assert fonts
    inks = {surface: _inks(palette, printshop.on(surface), screen) for surface in SURFACES}
    pictured = _pictured(read_of)
    toolkit = read_own_pictures(root / OWN_PICTURES, root)
    slip = reading(_ordered, slip, department, read_of)
    reading.done()
    own = department.pictures.before(toolkit)
    files = held(root)
    studio = cache(lambda surface: open_studio(files, palette, own, inks[surface]))
    drawn_with = cache(lambda surface: _drawn_with(files, palette, printshop.on(surface), screen))

    @cache
    def scene(id: str, surface: Surface) -> Artwork:
        area = pictured[id].area if id in pictured else None
        of_it = (area, files.held.get(f"{SCENES}/{id}.yaml"), own.by_id.get(id), own.mistaken(id))
        made_of = (drawn_with(surface), id, *of_it) if store.keeps else ()
        return store.read_back("tegning", made_of, lambda: artwork(id, studio(surface), area))

    materials = Materials(
        pack=pack,
        palette=palette,
        fonts=fonts,
        links=links,
        marks=marks,
        sheets=replace(sheets, printer=printer or sheets.printer, flip=order.flip),
        sheet_texts=sheet_texts,
        scenes=tuple(sorted({*scene_ids(files), *own.by_id, *filter(own.mistaken, pictured)})),
        scene=lambda id: scene(id, "coated"),
        sender=_sender(department, inks["coated"], palette["white"]),
    )
    uncoated = replace(
        materials,
        # what the toolkit draws itself is in the palette's inks on any paper
        scene=lambda id: scene(id, "uncoated" if id in own.by_id else "coated"),
        sender=_sender(department, inks["uncoated"], palette["white"]),
    )
    known = [target for source in read_of.values() for target in source.targets]
    if unknown := [target for target in order.wanted if target not in known]:
        raise BuildError(
            *(Fault(f"der er ikke noget, der hedder »{target}«", None, nearest(target, known)) for target in unknown)
        )
    if order.mail and not printshop.company and not any("/" in name for name in order.wanted):
        # every file carries a colour profile: one a product is what can be mailed; a certain shop has its own wishes
        printshop = replace(printshop, files="product")
    wanted, notes = _whole_files(order, printshop)
    if printer and printer.most_mm > sheets.margin_mm - sheets.reach_mm:
        moved = (
            f"printeren {order.printer} lægger bagsiden op til {decimal(printer.most_mm).removesuffix(',0')} mm forkert"
        )
        notes = (*notes, Fault(f"{moved}: ark med bagside er gjort så meget mindre, at det hele kan trykkes"))
    asked = tuple(
        (source, part)
        for name, source in read_of.items()
        for part in source.parts
        if not wanted or name in wanted or f"{name}/{part}" in wanted
    )
    used = {*pictured, *scene_ids(files)}
    if own.unused(used):  # what is not used here may be meant for another product
        used |= {id for product in PRODUCTS if product not in products for id in elsewhere(product)}
    return Sources(
        order=order,
        notes=(
            *notes,
            *department.notices,
            *links_told,
            *late,
            *phrases_of_no_text(root, department),
            *own.unused(used),
            *fixed,
        ),
        materials=materials,
        uncoated=uncoated,
        products=read_of,
        asked=asked,
        printshop=printshop,
        printer=printer,
        screen=screen,
        colour_at=read_toml(root / "layouts/palette.toml", root).at,
        slip=slip,
        slip_words=slip_words,
        guide_layout=guide_layout,
        guide_words=guide_words,
        whole=whole,
        ordering=department.ordering,
        shared=lambda: digest(
            (
                replace(order, wanted=(), editions=(), wording="", mail=False),
                (files.held, own, {id: at.area for id, at in pictured.items() if id in own.by_id}),
                (palette, fonts.files, scale.hyphenation, scale.leads_on, scale.subjects, lexicon(root).digest),
                (pack, links, marks, materials.sheets, sheet_texts, printshop, printer, screen, slip),
                (department.title, department.school, department.logo),
            )
        ),
        pictures={id: (at.title, own.by_id[id].place.file if id in own.by_id else "") for id, at in pictured.items()},
    )


def _pictured(sources: Mapping[str, Source[Any, Any]]) -> dict[str, Pictured]:
    """Every picture that is asked for, where it stands; one that stands twice is told of as both."""
    found: dict[str, Pictured] = {}
    for source in sources.values():
        for id, pictured in source.pictures().items():
            title = f"{found[id].title}; {pictured.title}" if id in found else pictured.title
            found[id] = replace(pictured, title=title, area=found.get(id, pictured).area)
    return found


def _whole_files(order: Order, printshop: Printshop) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """What is made of what was wanted: where a file holds a product, no part of it takes the whole one's place."""
    if printshop.files == "piece" or "tryk" not in order.editions or not any("/" in name for name in order.wanted):
        return order.wanted, ()
    told = f"trykkeriet vil have én fil for hvert produkt, så det hele kommer med: {', '.join(order.products)}"
    return order.products, (Fault(told, printshop.place, "brug --press standard til en del alene"),)


def _ordered(
    slip: slip_page.Layout, department: Department, sources: Mapping[str, Source[Any, Any]]
) -> slip_page.Layout:
    """The order slip with the department's copies; raises BuildError where they are of nothing that can be made.

    A product's number is that of its parts, but for those the department counts themselves, and those the slip does; a
    part that follows its product follows it here too, and no part is left of a product that is not ordered.
    """
    products, faults = dict(slip.products), []
    known = {target for source in sources.values() for target in source.targets}
    for target, (copies, place) in department.copies.items():
        suggestion = slip.suggested(target)
        if suggestion and (target in known or target.partition("/")[0] not in sources):
            products[target] = replace(suggestion, copies=copies, place=place)
            for part, its_own in slip.products.items():
                goes_along = its_own.follows or not copies
                if goes_along and part.startswith(f"{target}/") and part not in department.copies:
                    products[part] = replace(its_own, copies=copies, place=place)
        else:
            faults.append(Fault(f"der er ikke noget, der hedder »{target}«", place, nearest(target, known)))
    if faults:
        raise BuildError(*faults)
    return replace(slip, products=products)


def _inks(palette: Palette, condition: Condition, screen: Icc) -> Conversion:
    """How colours come to the inks of a printing condition."""
    return Conversion(palette, condition.profile.data, screen.data, condition.ink_limit)


def _drawn_with(files: Files, palette: Palette, condition: Condition, screen: Icc) -> str:
    """The digest of what all pictures are drawn with, for paper of one condition."""
    kit = {name: data for name, data in files.held.items() if not name.startswith(f"{SCENES}/")}
    return digest((kit, palette, condition.profile.data, screen.data, condition.ink_limit))


def _sender(department: Department, inks: Conversion, paper: Ink) -> Sender:
    """Whose pack it is."""
    own = department.logo

    def logo(area: Box) -> Artwork:
        assert own
        return Artwork("logo", area, (drawn(own, area, inks),), own.alt)

    return Sender(department.title, department.school, logo if own else None, paper)


def _unworded(root: Path, kind: type[T], name: str) -> T:
    """Texts that stand round what is made, and never name the team."""
    return read(kind, read_content(root, name), name)


def _variant(root: Path, product: str, *, large: bool) -> str:
    """What the name of a product's layout ends with: that for people with low vision where it has one."""
    return _LARGE if large and (root / f"layouts/{product}{_LARGE}.toml").is_file() else ""


def placeholders(root: Path) -> tuple[str, ...]:
    """The scenes that still stand in for a drawing to come."""
    scenes = text_files(root / "assets/scenes", ".yaml", root)
    entries = ((stem, read_yaml(file, root).value) for stem, file in scenes.items())
    return tuple(stem for stem, value in entries if isinstance(value, Mapping) and _stands_in(value))


def _stands_in(scene: Mapping[str, Node]) -> bool:
    return "placeholder" in scene and scene["placeholder"].value == "true"


def read_picture(root: Path, id: str) -> Artwork:
    """One picture by its id, for whoever draws it, in the inks of the usual print shop."""
    palette = read_palette(root / "layouts/palette.toml", root)
    printshop = read_printshop(root, Order().press)
    screen = read_icc(root, SCREEN_PROFILE, Place("assets/icc"))
    inks = _inks(palette, printshop.coated, screen)
    if id not in scene_ids(Files(root)):
        # how large a picture without a scene is, the card or poster says that it stands on
        return read_sources(root, Order()).materials.scene(id)
    return artwork(id, open_studio(Files(root), palette, read_own_pictures(root / OWN_PICTURES, root), inks))


def read_kitbox(root: Path) -> Kitbox:
    """What the style sheet shows; raises BuildError with what is wrong in the kit or in the sheet's own files."""
    files, palette = Files(root), read_palette(root / "layouts/palette.toml", root)
    scale = read_scale(root / "layouts/type.toml", root)
    studio = open_studio(files, palette)
    return Kitbox(
        _unworded(root, Words, "tegnestil"),
        read(Layout, files.tree("layouts/tegnestil.toml"), "", converters(palette, scale)),
        studio,
        read_fonts(scale, root / "assets/fonts", cache(lambda word: joints(word, lexicon(root)))),
        scene_in(_EXAMPLE, files, palette, studio.kit),
        files.text(_EXAMPLE),
    )

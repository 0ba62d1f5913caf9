"""The CSS cascade over an SVG's elements (CSS Cascade 4), for the properties that are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from trygtryk.bounds import DEEPEST_CSS, LONGEST_STYLE, MOST_COMBINATORS, MOST_CSS, MOST_MATCHING
from trygtryk.errors import Place, refuse
from trygtryk.pictures.own.svg.tree import SVG, XHTML, Tree, split

if TYPE_CHECKING:
    from cssselect2 import ElementWrapper

GEOMETRY = frozenset(["x", "y", "width", "height", "cx", "cy", "r", "rx", "ry"])
INHERITED = frozenset(
    [
        "clip-rule",
        "color",
        "fill",
        "fill-opacity",
        "fill-rule",
        "marker-end",
        "marker-mid",
        "marker-start",
        "paint-order",
        "stroke",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-width",
        "visibility",
    ]
)
READ = (
    INHERITED
    | GEOMETRY
    | {"clip-path", "display", "opacity", "overflow", "stop-color", "stop-opacity", "transform", "vector-effect"}
)
"""The properties that are read; all of them are attributes too."""

# properties that change what is seen, and the only values under which they do not
_ONLY = {
    "marker": "none",
    "filter": "none",
    "mask": "none",
    "clip": "auto",
    "mix-blend-mode": "normal",
    "transform-origin": "0 0|0px 0px|0|0px|0% 0%|left top|top left",
    "backdrop-filter": "none",
    "mask-image": "none",
    "rotate": "none",
    "scale": "none",
    "translate": "none",
    "zoom": "1|100%|normal",
    "outline": "none|0",
    "border": "none|0",
}
# properties under which flat shapes look the same, whatever they say
_HARMLESS = frozenset(
    [
        "alignment-baseline",
        "baseline-shift",
        "block-progression",
        "bottom",
        "box-sizing",
        "buffered-rendering",
        "caret-color",
        "color-interpolation",
        "color-interpolation-filters",
        "color-profile",
        "color-rendering",
        "color-scheme",
        "cursor",
        "direction",
        "dominant-baseline",
        "enable-background",
        "flood-color",
        "flood-opacity",
        "float",
        "font",
        "glyph-orientation-horizontal",
        "glyph-orientation-vertical",
        "image-rendering",
        "inline-size",
        "isolation",
        "kerning",
        "left",
        "letter-spacing",
        "lighting-color",
        "line-height",
        "line-break",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "mask-type",
        "mask-mode",
        "max-height",
        "max-width",
        "min-height",
        "min-width",
        "orphans",
        "overflow-wrap",
        "overflow-x",
        "overflow-y",
        "pointer-events",
        "position",
        "print-color-adjust",
        "right",
        "shape-inside",
        "shape-margin",
        "shape-padding",
        "shape-rendering",
        "shape-subtract",
        "solid-color",
        "solid-opacity",
        "speak",
        "tab-size",
        "text-align",
        "text-align-last",
        "text-anchor",
        "text-decoration",
        "text-decoration-color",
        "text-decoration-line",
        "text-decoration-style",
        "text-decoration-thickness",
        "text-indent",
        "text-orientation",
        "text-overflow",
        "text-rendering",
        "text-shadow",
        "text-transform",
        "text-underline-offset",
        "text-underline-position",
        "top",
        "touch-action",
        "transform-box",
        "transition",
        "transition-delay",
        "transition-duration",
        "transition-property",
        "transition-timing-function",
        "unicode-bidi",
        "user-select",
        "vertical-align",
        "white-space",
        "widows",
        "will-change",
        "word-break",
        "word-spacing",
        "word-wrap",
        "writing-mode",
        "z-index",
        "background-attachment",
        "background-position",
        "background-repeat",
        "background-size",
    ]
)
_HARMLESS_PREFIXES = ("--", "-inkscape-", "-sodipodi-", "-bx-", "-adobe-", "-pdf-", "mso-", "font-")

_MEDIA = ("", "all", "screen")
_PLAIN_AT_RULES = ("charset", "namespace", "font-face", "keyframes", "-webkit-keyframes", "page")
_PSEUDO = frozenset(["root", "first-child", "last-child", "only-child", "hover", "active", "focus", "target"])
"""The others, and functional ones, walk about the tree."""

Declared = Mapping[str, str]


@dataclass(slots=True)
class Cascade:
    """What each element is declared to be, by its attributes, the style sheets and its own style."""

    place: Place
    _rules: dict[int, list[tuple[bool, list[tuple[str, str]]]]]

    def of(self, element: Element, fault: Callable[[str, str], None]) -> Declared:
        """The element's declarations; what is not read is told to ``fault``, with a way out, unless nobody sees it."""
        found: dict[str, str] = {}
        for key, value in element.attrib.items():
            if key in READ or key in _ONLY:
                found[key] = value.strip()
        attributes = dict(found)
        inline = _inline(element.get("style", ""), self.place) if "style" in element.attrib else ()
        sheet = self._rules.get(id(element), ())
        for important in (False, True):
            for weight, declarations in sheet:
                if weight == important:
                    found.update(declarations)
            found.update((name, value) for name, value, weight in inline if weight == important)
        if found.get("display", "").lower() == "none":
            return {name: value for name, value in found.items() if value and name in READ}
        if element.tag != f"{{{SVG}}}svg":
            for name in GEOMETRY & found.keys():
                if found[name] != attributes.get(name):
                    fault(f"mål i CSS ({name})", "")
        return {name: value for name, value in found.items() if value and _kept(name, value, fault)}


def _kept(name: str, value: str, fault: Callable[[str, str], None]) -> bool:
    """Whether a property is read; what would change the drawing is told."""
    if name in READ or name in ("background", "background-color"):
        return True
    harmless = name in _HARMLESS or name.startswith(_HARMLESS_PREFIXES)
    if not harmless and value.lower() not in _ONLY.get(name, "").split("|"):
        fault(*_TOLD.get(name, (f"egenskaben {name}: {value[:40]}", "")))
    return False


_TOLD = {
    "filter": ("et filter (skygge eller sløring)", "fjern filteret"),
    "mask": ("en maske", "skær formerne til i tegneprogrammet"),
    "marker": ("pilespidser (marker)", "lav stregen om til kurver"),
    "mix-blend-mode": ("en blandingstilstand (mix-blend-mode)", "brug flade farver"),
}


def read_styles(tree: Tree, place: Place) -> Cascade:
    """The cascade of a tree's style sheets; raises BuildError on what could change the drawing and is not read."""
    sheets = [_sheet(element, place) for element in tree.root.iter() if split(element.tag)[1] == "style"]
    if len("".join(sheets)) > MOST_CSS or _nested("".join(sheets)) > DEEPEST_CSS:
        raise refuse("tegningens CSS er for indviklet", place)
    if not any(sheets):
        return Cascade(place, {})
    return Cascade(place, _matched(tree.root, sheets, place))


def _nested(text: str) -> int:
    """How deep the brackets of a style stand in each other, at most."""
    depth = deepest = 0
    for mark in re.findall(r"[()\[\]{}]", text):
        depth += 1 if mark in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


def _sheet(element: Element, place: Place) -> str:
    space, _ = split(element.tag)
    if space not in (SVG, XHTML) or element.get("type", "text/css").strip().lower() not in ("", "text/css"):
        return ""
    if element.get("media", "").strip().lower() not in _MEDIA:
        raise _unread(f"@media {element.get('media', '')}", place)
    return element.text or ""


def _matched(root: Element, sheets: list[str], place: Place) -> dict[int, list[tuple[bool, list[tuple[str, str]]]]]:
    import tinycss2
    from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list

    matcher, work = Matcher(), 0
    elements = list(ElementWrapper.from_xml_root(root).iter_subtree())
    depth = max(len(element.ancestors) for element in elements) + 1
    for text in sheets:
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type == "at-rule" and rule.lower_at_keyword not in _PLAIN_AT_RULES:
                if rule.lower_at_keyword == "import":
                    raise refuse("tegningen henter sine farver i en anden fil", place, "gem den, så alt ligger i filen")
                raise _unread(f"@{rule.at_keyword}", place)
            if rule.type != "qualified-rule":
                continue
            selectors = tinycss2.serialize(rule.prelude).strip()
            work += len(elements) * _cost(selectors, depth, place)
            if work > MOST_MATCHING:
                raise refuse("tegningens CSS er for indviklet", place)
            declared = _declarations(rule.content, place)
            try:
                for selector in compile_selector_list(rule.prelude):
                    if selector.pseudo_element is None:
                        matcher.add_selector(selector, declared)
            except (SelectorError, NotImplementedError) as error:
                raise _unread(selectors, place) from error
    return _by_element(elements, matcher, place)


def _by_element(
    elements: list[ElementWrapper], matcher: Any, place: Place
) -> dict[int, list[tuple[bool, list[tuple[str, str]]]]]:
    rules: dict[int, list[tuple[bool, list[tuple[str, str]]]]] = {}
    work = 0
    for element in elements:
        found = matcher.match(element)
        work += len(found)
        if work > MOST_MATCHING:
            raise refuse("tegningens CSS er for indviklet", place)
        if found:
            rules[id(element.etree_element)] = [part for *_, payload in found for part in payload]
    return rules


def _cost(selectors: str, depth: int, place: Place) -> int:
    """How many elements one element is compared with, at most, by a rule's selectors, those that are quick apart."""
    pseudo = set(re.findall(r":([\w-]+)", selectors))
    if "(" in selectors or re.search(r"~(?!=)", selectors) or not pseudo <= _PSEUDO:
        raise _unread(selectors, place)
    cost = 0
    for selector in selectors.split(","):
        joints = len(re.findall(r"[\s>+]+", selector.strip()))
        if joints > MOST_COMBINATORS:
            raise _unread(selector, place)
        cost += depth**joints if joints or selector.strip()[:1] in ("*", "[", ":") else 0
    return cost


def _declarations(content: list[Any], place: Place) -> list[tuple[bool, list[tuple[str, str]]]]:
    """A rule's declarations, the plain and the important ones apart."""
    import tinycss2

    parted: dict[bool, list[tuple[str, str]]] = {False: [], True: []}
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            parted[node.important].append((_property(node.name), _value(node.value)))
        elif node.type != "error":  # browsers pass over what is no declaration at all
            raise _unread("regler inde i regler", place)
    return [(important, found) for important, found in parted.items() if found]


@lru_cache(maxsize=4096)
def _inline(text: str, place: Place) -> tuple[tuple[str, str, bool], ...]:
    """A style attribute's declarations as name, value and whether it is important."""
    if len(text) > LONGEST_STYLE or _nested(text) > DEEPEST_CSS:
        raise refuse("en form har en umulig style", place, "gem tegningen igen")
    plain = tuple(_plain(text))
    if None not in plain:
        return tuple(part for part in plain if part)
    import tinycss2

    return tuple(
        (_property(node.name), _value(node.value), node.important)
        for node in tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
        if node.type == "declaration"
    )


def _plain(text: str) -> Iterator[tuple[str, str, bool] | None]:
    """The declarations of a style that needs no parser, as nearly all are; None where it does."""
    if any(mark in text for mark in "\"'\\{}@!/*<"):
        yield None
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if not part.strip():
            continue
        if not colon or ":" in value or value.count("(") != value.count(")"):
            yield None
        yield _property(name.strip()), value.strip(), False


def _property(name: str) -> str:
    return name if name.startswith("--") else name.lower()


def _value(tokens: list[Any]) -> str:
    import tinycss2

    return str(tinycss2.serialize([token for token in tokens if token.type != "comment"])).strip()


def _unread(what: str, place: Place) -> Exception:
    return refuse(
        f"tegningens CSS bruger »{what[:60]}«, som ikke læses her",
        place,
        "gem med præsentationsattributter i stedet for CSS",
    )

"""The Danish grammar a replaced noun needs: words that agree with it, and its genitive."""

from __future__ import annotations

_DETERMINERS = (
    "dette denne, et en, det den, dets dens, hvert hver, ethvert enhver, intet ingen, noget nogen, hvilket hvilken, "
    "mit min, dit din, sit sin, eget egen, andet anden"
)
_ADJECTIVES = (
    "trygt tryg trygge, utrygt utryg utrygge, godt god gode, nyt ny nye, gammelt gammel gamle, stærkt stærk stærke, "
    "svagt svag svage, stort stor store, helt hel hele, åbent åben åbne, lukket lukket lukkede, samlet samlet samlede, "
    "velfungerende velfungerende velfungerende, fælles fælles fælles, lille lille små, bedre bedre bedre, "
    "nyt ny nye, nysgerrigt nysgerrig nysgerrige, dygtigt dygtig dygtige, modigt modig modige, glad glad glade, "
    "roligt rolig rolige, ærligt ærlig ærlige, venligt venlig venlige, aktivt aktiv aktive, travlt travl travle, "
    "stabilt stabil stabile, sammensat sammensat sammensatte, nært nær nære, kendt kendt kendte, "
    "velkendt velkendt velkendte, almindeligt almindelig almindelige, bestemt bestemt bestemte, "
    "enkelt enkelt enkelte, lærende lærende lærende, levende levende levende, tværfagligt tværfaglig tværfaglige, "
    "fagligt faglig faglige, vigtigt vigtig vigtige, sikkert sikker sikre, sundt sund sunde, ansvarligt ansvarlig ansvarlige"
)

INVARIABLE = frozenset(
    [
        "de",
        "disse",
        "nogle",
        "ingen",
        "hvilke",
        "mine",
        "dine",
        "sine",
        "vores",
        "jeres",
        "deres",
        "egne",
        "andre",
        "alle",
        "begge",
        "flere",
        "mange",
        "få",
        "to",
        "tre",
        "fire",
        "fem",
        "og",
        "eller",
        "af",
        "som",
        "i",
        "hele",
        "selve",
        "første",
        "næste",
        "sidste",
        "samme",
    ]
)
"""Words that may stand before the noun and never change with its gender."""

COMMON: dict[str, str] = {}
"""The common-gender form of each word that has a neuter one."""

for _pair in _DETERMINERS.split(", "):
    _neuter, _common = _pair.split()
    COMMON[_neuter] = _common
for _triple in _ADJECTIVES.split(", "):
    _neuter, _common, _many = _triple.split()
    COMMON[_neuter] = _common
    COMMON.setdefault(_many, _many)  # the definite and plural form is the same in both genders


def genitive(word: str) -> str:
    """The genitive: an s, or an apostrophe after s, x and z (Retskrivningsordbogen, § 7)."""
    return word + ("'" if word[-1].lower() in "sxz" else "s")


def agreed(word: str, neuter: bool) -> str | None:
    """A neuter word in the noun's gender; None where it is no word that may stand in a phrase."""
    if word in INVARIABLE:
        return word
    if word not in COMMON:
        return None
    return word if neuter else COMMON[word]

"""Pictures broken at random, by a fixed seed: each is taken or told, soon, and never a traceback."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

import pytest
from test_own_bitmap import AREA, CONVERSION, noisy, plain, quartered, saved
from test_own_pdf import MARKED, H, W, pdf
from test_own_svg import DRAWN, svg
from trygtryk.errors import BuildError, Place
from trygtryk.pictures.artwork import drawn
from trygtryk.sources.own_pictures import OwnPicture

_TOKENS = (
    b'0|-1|1e9|1e308|NaN|%|"|<|>|/|url(#c)|#|inherit|rotate(|)|(|,| |\xff|\0|em|<g>|</g>|<use href="#a"/>|<style>|{|}'
    b'|!important|:|;|e|.|M|a|z|scale(0)|&amp;|&x;|viewBox="0 0 1e9 1"|transform="scale(1e9)"|opacity=".5"'
).split(b"|")
_SIZES = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\1")


def words(data: bytearray, rand: random.Random) -> None:
    """Breaks a text: a number made another, a token put in or in the place of some letters."""
    numbers = list(re.finditer(rb"-?\d+\.?\d*", bytes(data)))
    if numbers and rand.random() < 0.5:
        number = rand.choice(numbers)
        data[number.start() : number.end()] = rand.choice((b"0", b"-1", b"1e30", b"1e-30", b"1e11", b"50%", b"3em"))
    else:
        at = rand.randrange(len(data))
        data[at : at + rand.choice((0, 0, 1, 4, 30))] = rand.choice(_TOKENS)


def octets(data: bytearray, rand: random.Random) -> None:
    """Breaks bytes: some changed, some gone, a length made impossible."""
    at = rand.randrange(len(data))
    match rand.randrange(4):
        case 0:
            data[at] ^= 1 << rand.randrange(8)
        case 1:
            del data[at : at + rand.choice((1, 4, 200))]
        case 2:
            data[at : at + 4] = rand.choice(_SIZES)
        case _:
            data[at:at] = rand.randbytes(30)


SEEDS: dict[str, tuple[tuple[bytes, ...], Callable[[bytearray, random.Random], None]]] = {
    "svg": (tuple(svg(inner).encode() for inner, _ in DRAWN.values()), words),
    "png": ((noisy("PNG"), saved(quartered().quantize(4)), saved(plain(mode="I;16", colour=9))), octets),
    "jpg": ((noisy("JPEG"), noisy("JPEG", progressive=True)), octets),
    "webp": ((noisy("WEBP"), saved(plain(mode="RGBA", colour=(1, 2, 3, 4)), "WEBP", lossless=True)), octets),
    "tiff": (
        (noisy("TIFF"), saved(plain(mode="CMYK", colour=(1, 2, 3, 4)), "TIFF", icc_profile=CONVERSION.press)),
        octets,
    ),
    "pdf": ((pdf(MARKED, (0, 0, W + 80, H + 80), BleedBox=(40, 40, 40 + W, 40 + H)),), words),
}


@pytest.mark.parametrize("kind", SEEDS)
def test_broken_pictures_are_taken_or_told(kind: str) -> None:
    seeds, breaks = SEEDS[kind]
    for number in range(60 if kind == "svg" else 25):
        rand = random.Random(f"{kind}{number}")
        data = bytearray(rand.choice(seeds))
        for _ in range(rand.choice((1, 1, 2, 6))):
            breaks(data, rand)
        begun = time.process_time()
        try:
            drawn(OwnPicture(Place(f"x.{kind}"), bytes(data)), AREA, CONVERSION)
        except BuildError as error:
            assert all(fault.place and fault.hint for fault in error.faults), (kind, number)
        assert time.process_time() - begun < 5, (kind, number)

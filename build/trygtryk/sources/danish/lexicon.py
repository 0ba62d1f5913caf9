"""The nouns and adjectives of Danish, looked up in assets/lexicon/lexicon.txt, which its make.py makes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from trygtryk.sources.danish.phrases import Adjective, Noun
from trygtryk.sources.text import read_bytes

FILE = "assets/lexicon/lexicon.txt"
_NONE, _DOUBTFUL = "/", "?"
_MOST_READ = 100


class Lexicon:
    """A sorted file of words; it is read at the first look-up."""

    def __init__(self, root: Path) -> None:
        self._file = root / FILE

    @cached_property
    def _data(self) -> bytes:
        return read_bytes(self._file, FILE).replace(b"\r\n", b"\n")

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the words that are looked up."""
        return hashlib.sha256(self._data).hexdigest()

    def noun(self, word: str, *, last: bool = False) -> Noun | None:
        """A noun by its first form; as the ``last`` part of a compound it may stand otherwise before *møde*.

        None where it is no noun, or where words that end as it does are bent otherwise.
        """
        code = next((code for code in self._codes(word) if code[0] in "cnp"), None)
        if code is None:
            return None
        gender, definite, plural, plural_definite, first, compound, preposition, countable = code
        if last and compound == _NONE:
            return None
        one = gender != "p"
        return Noun(
            "intetkøn" if gender == "n" else "fælleskøn",
            word if one else "",
            _bent(word, definite),
            _bent(word, plural),
            _bent(word, plural_definite),
            _bent(word, compound.removeprefix(_DOUBTFUL) if last else first),
            preposition,
            countable == "+",
        )

    def doubtful(self, word: str) -> bool:
        """Whether many words that end in this noun are bent otherwise."""
        return any(code[0] in "cnp" and code[5].startswith(_DOUBTFUL) for code in self._codes(word))

    def begins(self, first: str) -> bool:
        """Whether a compound begins so: another word does, and goes on with a noun."""
        data, begin = self._data, first.encode()
        at = self._found(begin)
        for _ in range(_MOST_READ):
            if not data.startswith(begin, at):
                return False
            end = data.find(b"\n", at)
            rest = data[at:end].split(b"\t")[0].decode()[len(first) :]
            if len(rest) > 3 and self.noun(rest, last=True):
                return True
            at = end + 1
        return False

    def adjective(self, form: str) -> Adjective | None:
        """An adjective by any of its forms: *trygt*, *tryg*, *trygge*."""
        short, last = form[:-2], form[-2:-1]
        # sikre: sikker, gamle: gammel, åbne: åben, belastede: belastet
        for stem in (form, form[:-1], short, f"{short}e{last}", f"{short}{short[-1:]}e{last}", f"{short}t"):
            for kind, *endings in self._codes(stem):
                if kind == "a" and form in (neuter := _bent(stem, endings[0]), stem, weak := _bent(stem, endings[1])):
                    return Adjective(neuter, stem, weak)
        return None

    def other_forms(self, word: str) -> frozenset[str]:
        """The forms of a noun that are right besides those it is given with."""
        return frozenset(
            _bent(word, ending) for kind, *endings in self._codes(word) if kind == "v" for ending in endings
        )

    def near(self, word: str) -> list[str]:
        """At most three nouns that are one slip of the pen from a word: a letter too many, too few, another or swapped."""
        word = word.lower()
        parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
        slips = [
            *(a + b[1:] for a, b in parts if b),
            *(a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1),
            *(a + letter + b[skip:] for a, b in parts for skip in (0, 1) for letter in "abcdefghijklmnopqrstuvwxyzæøå"),
        ]
        # nobody slips on the first letter
        return [slip for slip in dict.fromkeys(slips) if slip[:1] == word[:1] and slip != word and self.noun(slip)][:3]

    def _codes(self, word: str) -> Iterator[list[str]]:
        for code in self._lines(word):
            yield (next(self._lines(code), "") if code[0] == "=" else code).split(" ")

    def _lines(self, word: str) -> Iterator[str]:
        """What stands after a word, in each of its lines."""
        data, key = self._data, word.encode() + b"\t"
        at = self._found(key)
        while data.startswith(key, at):
            end = data.find(b"\n", at)
            yield data[at + len(key) : end].decode()
            at = end + 1

    def _found(self, key: bytes) -> int:
        """Where the first line stands that is not before this."""
        data = self._data
        low, high = 0, len(data)
        while low < high:
            middle = (low + high) // 2
            start, end = data.rfind(b"\n", 0, middle) + 1, data.find(b"\n", middle)
            if data[start:end] < key:
                low = end + 1
            else:
                high = start
        return low


def _bent(word: str, ending: str) -> str:
    """The form that an ending stands for: »er«, »2er« with two letters off, ».« the word itself, »_« a space, »/« none."""
    if ending == _NONE:
        return ""
    off, on = re.fullmatch(r"(\d*)(.*)", ending).groups()  # type: ignore[union-attr]
    return word[: len(word) - int(off or 0)] + on.replace(".", "").replace("_", " ")

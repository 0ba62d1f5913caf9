"""Spells every Danish text of the project (content, alt texts, comments, messages, LÆSMIG) by the kept dictionary."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from spylls.hunspell import Dictionary
from trygtryk.sources.nodes import Node, read_yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ALLOWED = "assets/lexicon/ordliste.txt"

Text = tuple[int, str]
"""The line a text stands in, and the text."""

# words no English sentence has: what they stand in is Danish
_DANISH = re.compile(
    r"[æøå]|\b(er|ikke|og|en|den|det|skal|til|af|som|har|et|eller|med|kan|findes|mangler|fra|ved|vil|hele|kun|fil|ark)\b",
    re.IGNORECASE,
)
# stands in a sentence for what the program puts into it
_PUT_IN = "\ufffc"
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# what is no text: code, addresses, names of files, options, escapes, entities
_NO_TEXT = re.compile(
    r"`[^`]*`|\]\([^)]*\)|https?:\S+|www\.\S+|<[^>]*>|\S*[/_=\\]\S*|-{1,2}[a-z][\w-]*|\S+\.[a-z]{2,5}\b|\b[A-Za-z]*\d\w*|%\([a-z]+\)s|\w*\ufffc\w*"
)

_MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<(?:\{\{.*?\}\}|\{%.*?%\}|\{(?![{%])|[^>{])*>", re.DOTALL)
_QUOTED = re.compile(r'"([^"\n]*)"')
_LABEL = re.compile(r'\s(?:aria-label|placeholder|title|alt)="((?:\{\{.*?\}\}|[^"\n])*)"')


def yaml_texts(file: Path) -> Iterator[Text]:
    """The texts of a content file, and its comments; what is one small word without Danish letters is a name."""

    def walked(node: Node) -> Iterator[Text]:
        if isinstance(node.value, Mapping):
            for child in node.value.values():
                yield from walked(child)
        elif isinstance(node.value, tuple):
            for child in node.value:
                yield from walked(child)
        elif not re.fullmatch(r"[a-z0-9-]+", str(node.value)):
            yield node.place.line, str(node.value)

    yield from walked(read_yaml(file, file.parent))
    yield from comments(file)


def scene_texts(file: Path) -> Iterator[Text]:
    """What a scene says of itself."""
    for number, line in enumerate(_lines(file), 1):
        if found := re.match(r"(?:alt|situation|note):(.*)", line):
            yield number, found[1]


def comments(file: Path) -> Iterator[Text]:
    """The comments of a file; the key that a line explains is no part of them."""
    for number, line in enumerate(_lines(file), 1):
        if found := re.search(r"(?:^|\s)#(?![0-9a-f]{6}\b)(?:\s+[a-z_]+ {2,}|\s*[a-z]+:(?=\s|$))?(.*)", line):
            yield number, found[1]


def messages(file: Path) -> Iterator[Text]:
    """The Danish sentences of a module, and what its commands say of themselves."""
    module = ast.parse(file.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(module) if isinstance(node, ast.JoinedStr) for part in node.values}
    # a table of endings, written as one string
    inside |= {
        id(node.value) for node in module.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value) for node in ast.walk(module) if isinstance(node, documented) and ast.get_docstring(node)
    }  # type: ignore[attr-defined]
    for node in ast.walk(module):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else _PUT_IN for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            text = node.value if id(node) not in docs or file.parent.name == "cli" else ""
        if " " in text.strip() and _DANISH.search(text):
            for below, line in enumerate(text.splitlines()):
                yield node.lineno + below, line  # type: ignore[attr-defined]


def prose(file: Path) -> Iterator[Text]:
    """A page of prose, its code left out."""
    code = False
    for number, line in enumerate(_lines(file), 1):
        code = code != line.startswith("```")
        if not code and not line.startswith("    "):
            yield number, line


def recipes(file: Path) -> Iterator[Text]:
    """What a Makefile tells people."""
    for number, line in enumerate(_lines(file), 1):
        found = re.search(r"## (.*)|echo \"(.*)\"|^# (.*)", line)
        text = (found[1] or found[2] or found[3]) if found else ""
        if text and _DANISH.search(text):
            yield number, text


def views(file: Path) -> Iterator[Text]:
    """What a page in the browser shows and is heard as: outside its tags, in their labels, and what is put in in quotes."""

    def shown(found: re.Match[str]) -> str:
        inside = (_LABEL if found[0].startswith("<") else _QUOTED).findall(found[0])
        # one small word is a name, as in a content file
        texts = (re.sub(r"\{\{.*?\}\}", " ", text) for text in inside)
        return f" {' '.join(text for text in texts if not re.fullmatch(r'[a-z0-9_.-]+', text))} " + "\n" * found[
            0
        ].count("\n")

    markup = re.sub(r'\bhx-[\w-]+="[^"]*"', "", file.read_text(encoding="utf-8"))
    yield from enumerate(_MARKUP.sub(shown, markup).split("\n"), 1)


def scripts(file: Path) -> Iterator[Text]:
    """The Danish sentences of a page's own script."""
    for number, line in enumerate(_lines(file), 1):
        yield number, " ".join(text for text in _QUOTED.findall(line) if " " in text and _DANISH.search(text))


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


READERS: tuple[tuple[str, Callable[[Path], Iterator[Text]]], ...] = (
    ("content/**/*.yaml", yaml_texts),
    ("assets/scenes/*.yaml", scene_texts),
    ("layouts/**/*.toml", comments),
    ("build/**/*.py", messages),
    ("build/**/templates/*.html", views),
    ("build/**/static/side.js", scripts),
    ("LÆSMIG.md", prose),
    ("assets/**/LÆSMIG.md", prose),
    ("Makefile", recipes),
)


def words(text: str) -> Iterator[str]:
    """The words of a text; a slot's braces are no part of them, capitals and single letters are no words."""
    for found in _WORD.finditer(_NO_TEXT.sub(" ", text.replace("{=", "").replace("{", "").replace("}", ""))):
        word = found[0].removesuffix("’").removesuffix("'")
        if len(word) > 1 and not word.isupper():
            yield word


def misspelt(root: Path) -> Iterator[str]:
    """Every word the dictionary and the list do not know, once a file, as ``file:line: »word«``."""
    dictionary = Dictionary.from_files(str(HERE / "da_DK"))
    lines = (line.partition("#")[0].strip() for line in (root / ALLOWED).read_text(encoding="utf-8").splitlines())
    allowed = {line for line in lines if line}
    known: dict[str, bool] = {}

    def knows(word: str) -> bool:
        if word not in known:
            forms = {word, word[0].lower() + word[1:], word.removesuffix("s")}
            known[word] = bool(forms & allowed) or any(dictionary.lookup(form) for form in forms)
        return known[word]

    for pattern, texts in READERS:
        for file in sorted(root.glob(pattern)):
            told: set[str] = set()
            for number, text in texts(file):
                for word in words(text):
                    parts = word.split("-")
                    if word in told or knows(word) or (len(parts) > 1 and all(len(p) < 2 or knows(p) for p in parts)):
                        continue
                    told.add(word)
                    yield f"{file.relative_to(root).as_posix()}:{number}: »{word}«"


def main(root: Path) -> int:
    """Tells what is misspelt in a project; the exit code is 1 where anything is."""
    found = list(misspelt(root))
    for line in found:
        print(line)
    hint = f"{len(found)} ord kendes ikke. Ret dem, eller skriv dem i {ALLOWED}."
    print(hint if found else "Alle ord er stavet rigtigt.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))

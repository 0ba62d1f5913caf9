"""The house keeps its order: imports run one way, no room is nameless, nothing reads what differs between machines."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import mutants
import pytest
from trygtryk.names import files
from trygtryk.units import plain

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "build/trygtryk"

GROUND = {"bounds", "errors", "names", "units", "geometry", "curves", "light", "model", "order", "papers", "__init__"}
SOURCES = GROUND | {"sources"}
CRAFTS = SOURCES | {"type", "people", "pictures", "origami"}
# what each room may import from: itself and the rooms below
MAY_IMPORT = {
    "errors": {"names"},
    "names": {"bounds"},
    "bounds": set(),
    "units": set(),
    "geometry": set(),
    "curves": {"geometry"},
    "light": set(),
    "order": set(),
    "papers": {"geometry", "model", "order", "units"},
    "model": GROUND,
    "sources": SOURCES | {"pack.journal"},
    "type": SOURCES | {"type"},
    "people": SOURCES | {"people"},
    "pictures": SOURCES | {"type", "people", "pictures"},
    "origami": GROUND | {"origami"},
    "products": CRAFTS | {"makeready", "products"},
    "makeready": CRAFTS | {"makeready"},
    "press": GROUND | {"press", "pack.seal"},
    "proof": GROUND | {"proof"},
    "interrupted": set(),
    "processes": set(),
    "licences": set(),
    "pack": GROUND | {"pack.seal", "pack.lock", "pack.journal", "pack.manifest"},
    "pack.inputs": SOURCES,
    "pack.manifest": GROUND | {"pack.journal"},
    "pack.seal": set(),
    "pack.lock": set(),
    "store": {"pack.lock"},
    "pack.journal": {"errors", "pack.lock"},
    "answers": GROUND | {"answers", "pack.journal"},
    "slip": CRAFTS | {"pack.seal", "slip"},
    "guide": CRAFTS,
    "checks": CRAFTS | {"press", "products", "read", "store"},
    "texts": CRAFTS | {"products"},
    "read": CRAFTS | {"makeready", "products", "slip", "guide", "read", "store", "texts"},
}
PDF_LIBRARIES = {"reportlab", "pypdf", "pikepdf", "pypdfium2"}
WRITERS, READERS = {"reportlab"}, {"pikepdf", "pypdf", "pypdfium2"}


def modules() -> list[tuple[str, Path]]:
    return [(".".join(file.relative_to(CODE).with_suffix("").parts), file) for file in sorted(CODE.rglob("*.py"))]


def room_of(name: str) -> str:
    """The room a module stands in; one that the rules name by itself is its own."""
    within = ".".join(name.split(".")[:2])
    return within if within in MAY_IMPORT else name.split(".", maxsplit=1)[0]


def imported(module: Path | ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")) if isinstance(module, Path) else module):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def test_imports_run_one_way() -> None:
    assert [fault for name, file in modules() for fault in astray(name, file)] == []


def astray(name: str, file: Path) -> Iterator[str]:
    """What a module imports from above or beside it."""
    room = room_of(name)
    if room not in MAY_IMPORT:
        assert room in {
            "__init__",
            "__main__",
            "cli",
            "pipeline",
            "editions",
            "look",
            "side",
            "building",
            "finishing",
            "project",
            "batch",
        }, f"»{room}« has no place in the house yet"
        return
    ours = {module.removeprefix("trygtryk.") for module in imported(file) if module.startswith("trygtryk.")}
    used = {room_of(module) for module in ours if not any(other.startswith(f"{module}.") for other in ours)}
    yield from (f"{name} reaches up or across to {other}" for other in used - {"__version__"} - MAY_IMPORT[room])


def test_no_file_imports_its_way_back_to_itself() -> None:
    """Also for types alone: two files that need each other are one thing in two places."""
    known = {name for name, _ in modules()}
    reached = {
        name: {module.removeprefix("trygtryk.") for module in imported(file)} & known - {name}
        for name, file in modules()
    }
    while leaves := {name for name, below in reached.items() if not below}:
        reached = {name: below - leaves for name, below in reached.items() if name not in leaves}
    assert sorted(reached) == []


def test_pdf_libraries_stay_in_their_rooms() -> None:
    # a drawing of somebody's own may be a PDF: it is read as shapes, or else as a picture
    single = {"pictures.own.own_pdf": {"pypdfium2"}} | {
        f"pictures.own.pdf_{name}": {"pikepdf"} for name in ("operators", "vectors", "remarks")
    }
    rooms = {"press": WRITERS, "proof": READERS, "look": READERS, "answers": READERS}
    for name, file in modules():
        used = {module.split(".")[0] for module in imported(file)} & PDF_LIBRARIES
        assert used <= rooms.get(name.split(".", maxsplit=1)[0], set()) | single.get(name, set()), name


# read and its readers, the pack in out/, the command line, filled forms (they come from outside), and the check, which
# hands a file to Ghostscript
KNOW_THE_DISK = {
    "sources",
    "texts",
    "read",
    "pack",
    "cli",
    "__main__",
    "proof",
    "side",
    "building",
    "store",
    "project",
    "batch",
}
DISK = {"pathlib", "os", "io.open", "tempfile", "shutil", "glob", "fileinput"}


def test_no_path_goes_past_read() -> None:
    for name, file in modules():
        room = name.split(".", maxsplit=1)[0]
        # an error of the system is told by its file's name; whoever asks for an end is answered on standard error
        if room in KNOW_THE_DISK or name in ("errors", "answers.files", "interrupted"):
            continue
        assert not imported(file) & DISK, f"{name} knows the disk"
        # pictures are read when they are asked for, through what read hands them
        assert room in {"pictures", "people"} or "trygtryk.sources.files.Files" not in imported(file), name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            opens = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open"
            assert not opens, f"{name} opens a file"


@pytest.mark.parametrize("file", sorted((CODE / "cli").glob("*.py")), ids=lambda file: file.stem)
def test_the_command_line_loads_only_what_the_command_needs(file: Path) -> None:
    """Whoever asks for help, or mistypes, waits for no library: what a command works with is loaded when it is called."""
    module = ast.parse(file.read_text(encoding="utf-8"))
    first = ast.Module([node for node in module.body if isinstance(node, ast.Import | ast.ImportFrom)], [])
    rooms = {name.split(".")[1] for name in imported(first) if name.startswith("trygtryk.")}
    assert rooms <= GROUND | {"cli", "project", "interrupted", "__version__"}
    assert {name.split(".")[0] for name in imported(first)} <= {*sys.stdlib_module_names, "click", "trygtryk"}


def test_no_product_sees_another() -> None:
    products = {path.stem if path.suffix else path.name for path in (CODE / "products").iterdir()} - {
        "__init__",
        "product",
        "rules",
        "__pycache__",
    }
    for name, file in modules():
        parts = name.split(".")
        if parts[0] == "products" and parts[1] in products:
            seen = {m.split(".")[2] for m in imported(file) if m.startswith("trygtryk.products.")}
            assert seen <= {parts[1], "product", "rules"}, f"{name} sees another product"


def test_the_map_names_every_module_once_and_nothing_that_is_not_there() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = [
        place for row in re.findall(r"^\| (`.*?) \|", told, re.MULTILINE) for place in re.findall(r"`([^`]+)`", row)
    ]
    assert [place for place in rooms if not (ROOT / place).exists()] == []
    covered = [
        file.relative_to(ROOT)
        for place in rooms
        if place.startswith("build/")
        for file in ([ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")))
    ]
    assert sorted(covered) == sorted(file.relative_to(ROOT) for _, file in modules())


def test_every_place_where_a_change_goes_is_there() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^## Where a change goes\n(.*?)^## ", told, re.MULTILINE | re.DOTALL)
    places = [place for place in re.findall(r"`([^`<]+[/.][^`<]*)`", table) if not place.endswith("trygtryk/")]
    assert len(places) > 20
    assert [place for place in places if not any((top / place).exists() for top in (ROOT, CODE))] == []


def test_every_module_says_what_it_is_in_one_line() -> None:
    for name, file in modules():
        doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
        assert doc and "." in doc.splitlines()[0] + ".", f"{name} has no docstring"


def test_every_mutant_finds_the_line_it_breaks_and_a_test_that_should_notice() -> None:
    """A mutant that lost its line breaks nothing, and what it guarded is no longer tried by ``make mutants``."""
    code = {
        room: [file.read_text(encoding="utf-8") for file in mutants.modules(room)]
        for room in {mutant.room for mutant in mutants.MUTANTS}
    }
    lost = {mutant.what: sum(text.count(mutant.before) for text in code[mutant.room]) for mutant in mutants.MUTANTS}
    assert {what: times for what, times in lost.items() if times != 1} == {}
    assert len(lost) == len(mutants.MUTANTS) > 100
    for mutant in mutants.MUTANTS:
        file, _, word = mutant.test.partition(" -k ")
        named = re.findall(
            r"^def (test_\w+)", (ROOT / f"tests/test_{file}.py").read_text(encoding="utf-8"), re.MULTILINE
        )
        assert any(word in name for name in named), f"{mutant.what}: {mutant.test}"


def test_no_nameless_rooms() -> None:
    nameless = {"utils", "util", "helpers", "helper", "common", "base", "manager", "context", "misc", "lib"}
    assert not [name for name, _ in modules() if nameless & set(name.split("."))]


def test_every_product_has_its_files_and_no_file_is_orphaned() -> None:
    from trygtryk.products import PRODUCTS

    names = {product.name for product in PRODUCTS}
    content = {p.stem if p.suffix else p.name for p in (ROOT / "content").iterdir()} - {
        "wordings",
        "links",
        "pack",
        "order",
        "sheets",
        "tegnestil",
        "tegnestil-scene",
        "laesmig",
    }
    shared = {
        "palette",
        "type",
        "marks",
        "sheets",
        "order",
        "conditions",
        "press",
        "printers",
        "skemaer-storskrift",
        "tegnestil",
        "laesmig",
    }
    layouts = {p.stem if p.suffix else p.name for p in (ROOT / "layouts").iterdir()} - shared
    goldens = {p.stem for p in (ROOT / "tests/golden").glob("*.txt")}
    assert content == names
    assert layouts == names
    assert goldens == names | {"kontor", "maerker", "ordreseddel"}


def test_only_units_knows_the_inch() -> None:
    for name, file in modules():
        if name != "units":
            assert not re.search(r"\b25\.4\b", file.read_text(encoding="utf-8")), name


def test_the_code_folder_is_not_ignored_and_holds_no_package_of_its_own() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not [line for line in ignored if line.strip("/") == "build"]
    assert not (ROOT / "build/__init__.py").exists()


def test_lengths_are_summed_alike_in_every_python() -> None:
    """From Python 3.12 on ``sum`` adds floats otherwise than before; a tenth of a kilo on the order slip told of it."""
    exact = {"origami.crease", "origami.steps", "origami.folding", "products.forms.check", "products.flipflap.front"}
    for name, file in modules():
        if not name.startswith(("proof", "look")) and name not in exact:
            assert not re.search(r"(?<![\w.])sum\(", file.read_text(encoding="utf-8")), f"{name}: use math.fsum"


def patterns(tree: ast.Module) -> set[str]:
    """The literals that regular expressions are made of, by way of the module's names too."""
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")]
    waiting: list[ast.AST] = [argument for call in calls for argument in call.args[:1]]
    found: set[str] = set()
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Name) and node.id in named:
                waiting.append(named.pop(node.id))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
                found.add(node.value if isinstance(node.value, str) else node.value.decode("latin-1"))
    return found


def test_no_regular_expression_is_possessive_or_atomic() -> None:
    """Python 3.11.2, which is Debian 12's own, lets such a repeat take a byte too many, and then nothing can be built."""
    for name, file in modules():
        for pattern in patterns(ast.parse(file.read_text(encoding="utf-8"))):
            without_classes = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern, flags=re.DOTALL)
            assert not re.search(r"[*+?}]\+|\(\?>", without_classes), f"{name}: {pattern}"


def test_numbers_are_told_as_danes_write_them() -> None:
    """A field was »27.6 × 8.2 mm«; a file's own keys are told as they are written there."""
    told = [
        f"{file.name}: {found[0]}"
        for file in (ROOT / "build").rglob("*.py")
        for found in re.finditer(
            r"\{[^{}]+:(g|\.[1-9]f)\}(\\u00a0| )?(mm|×|g/m²|%|kg|MB)", file.read_text(encoding="utf-8")
        )
    ]
    assert told == []
    assert (plain(27.6), plain(8.0), files(1), files(2)) == ("27,6", "8", "1 fil", "2 filer")

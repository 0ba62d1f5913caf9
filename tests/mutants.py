"""The joints broken one line at a time, to see which breaks no test would notice; ``make mutants`` prints the table.

Every mutant is a text that stands once in the code, whichever file it is in, and what it is broken into. On a copy of
the project it is put in place, and the tests named for it run, then those of all joints; what survives both is said to
live. ``make mutants ONLY=slip`` tries those with a word in their name.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

OPTIONS, SHEETS, TYPE, SLIP, SCREEN, COMMANDS, JUDGES = (
    f"tests/test_{name}.py"
    for name in (
        "build_options",
        "sheets_read_back",
        "type_read_back",
        "slip_read_back",
        "screen_read_back",
        "other_commands",
        "outside_judges",
    )
)
GOLDEN, PACK, OFFICE, TAGS, CHECK = (
    f"tests/test_{name}.py" for name in ("golden", "pack", "office_sheets", "tags", "press_passes_the_check")
)
JOINTS = (OPTIONS, SHEETS, TYPE, SLIP, SCREEN, COMMANDS, GOLDEN, PACK, OFFICE, TAGS, CHECK, JUDGES)
# of the processor's time, which others at work on the machine do not lengthen; unbroken they take 30 s and 110 s on an idle machine
_LONGEST_S = {"one": 150, "all": 480}
_MOST_BYTES = 6 * 1024**3


@dataclass(frozen=True)
class Mutant:
    """One broken line: what breaks, in words; the text and what it becomes; the test that should notice.

    ``test`` is a file, with ``-k`` and a word where one test of it will do.
    """

    what: str
    before: str
    after: str
    test: str


MUTANTS = (
    Mutant(
        "the page at the top says nothing of a stack that is fed again",
        '"hand" if file.by_hand else file.facts.turn if',
        "file.document.turn if",
        "tests/test_guide.py -k hand",
    ),
    Mutant(
        "a change that cannot be seen is not told",
        "        if not seen:\n            yield Change(named",
        "        if seen:\n            yield Change(named",
        "tests/test_diff.py -k seen",
    ),
    # screen editions of what is published
    Mutant(
        "only the address on a poster can be clicked",
        "leading = (model.Link(box, link.address, told), model.Link(text, link.address, told))",
        "leading = (model.Link(text, link.address, told), model.Link(text, link.address, told))",
        "tests/test_on_screen.py -k clicked",
    ),
    Mutant(
        "cards on a screen stay closed drawings",
        "replace(page, items=face.items) for page in document.pages",
        "replace(page, items=(face,)) for page in document.pages",
        "tests/test_on_screen.py -k deck",
    ),
    # those that lived in the first edition
    Mutant(
        "preflight's gate is open",
        'if finding.severity == "error":\n                faults',
        "if False:\n                faults",
        OPTIONS + " -k a_file_that_breaks_a_rule",
    ),
    Mutant("kerning turned about", "{-extra:g}", "{extra:g}", TYPE),
    Mutant(
        "office files turn on the other edge",
        '"long": "/DuplexFlipLongEdge", "short": "/DuplexFlipShortEdge"}\n\n\ndef office',
        '"long": "/DuplexFlipShortEdge", "short": "/DuplexFlipLongEdge"}\n\n\ndef office',
        SHEETS,
    ),
    Mutant(
        "the slip's weight is halved",
        "* self.sheets * self.copies / 1000",
        "* self.sheets * self.copies / 2000",
        SLIP + " -k weight_is",
    ),
    Mutant(
        "a part with a paper of its own is ordered though its product is not",
        "goes_along = its_own.follows or not copies\n",
        "goes_along = its_own.follows\n",
        "tests/test_copies.py -k nought",
    ),
    Mutant(
        "a part that keeps its own number is not told",
        "own.copies and own.place.file == _SLIP.file",
        "own.copies and own.place.file != _SLIP.file",
        "tests/test_copies.py -k nought",
    ),
    Mutant(
        "what lay ready before keeps its number",
        "        replace(entry, copies=today.copies)\n",
        "        entry\n",
        "tests/test_copies.py -k before",
    ),
    Mutant(
        "what is not ordered any more stays for the print shop",
        'if path.startswith("tryk/") and path.rpartition(".")[0] not in there',
        'if path.startswith("tryk/") and not there',
        "tests/test_copies.py -k before",
    ),
    Mutant(
        "weights are rounded before they are added up",
        "return wide * high / _SQUARE_MM_PER_SQUARE_M * self.gsm * self.sheets * self.copies / 1000",
        "return round(wide * high / _SQUARE_MM_PER_SQUARE_M * self.gsm * self.sheets * self.copies / 1000, 3)",
        "tests/test_orderslip.py -k rounded_once",
    ),
    Mutant(
        "every paper is coated",
        'return self.coated if surface == "coated" else self.uncoated',
        "return self.coated",
        OPTIONS + " -k paper",
    ),
    Mutant(
        "own pictures are mixed for coated paper",
        '"uncoated" if id in own.by_id else "coated"',
        '"coated"',
        "tests/test_own_art_printed.py -k mixed",
    ),
    Mutant(
        "a file for another paper passes",
        "elif limits.conditions and condition_of",
        "elif False and condition_of",
        OPTIONS + " -k another_paper",
    ),
    Mutant("--low-ink does nothing", "low_ink(made) if order.low_ink else made", "made", OPTIONS + " -k low_ink_takes"),
    Mutant("--flip hand does nothing", "fed_by_hand(made) if by_hand else made", "made", SHEETS),
    Mutant(
        "--flip short does nothing",
        "turned_on(document, order.flip) if order.flip in",
        "document if order.flip in",
        SHEETS,
    ),
    Mutant(
        "--printer does nothing", "registered(made, printer) if printer else made", "made", OPTIONS + " -k backs_move"
    ),
    Mutant(
        "--no-dieline does nothing",
        "document if sources.order.dieline else without_dieline(document)",
        "document",
        OPTIONS + " -k without_tools_no_layer",
    ),
    Mutant(
        "--large does nothing",
        "            large=large,\n            mail=",
        "            large=False,\n            mail=",
        OPTIONS + " -k large_print",
    ),
    Mutant(
        "a print shop's bleed is not its own",
        "bleed = page.trim.grown(shop.bleed_mm)",
        "bleed = page.trim.grown(3)",
        OPTIONS + " -k the_bleed_is",
    ),
    Mutant(
        "a print shop's ink limit is not its own",
        "design_ink=ink, most_ink=most, peak_ink=most",
        "design_ink=300, most_ink=most, peak_ink=most",
        OPTIONS + " -k ink_limit",
    ),
    Mutant(
        "every file has one ID",
        "return before + _DIGITS.sub(_digest(data), seal) + after",
        'return before + _DIGITS.sub(_digest(b""), seal) + after',
        SLIP + " -k no_two_files",
    ),
    Mutant(
        "every file has one document ID in its metadata",
        "identity = self._hash.hexdigest()",
        'identity = "0" * 64',
        SLIP + " -k no_two_files",
    ),
    Mutant(
        "cutting is told to be creasing",
        '"GTS_ProcStepsType": f"/{kind}"',
        '"GTS_ProcStepsType": "/Creasing"',
        OPTIONS + " -k tools_lie",
    ),
    Mutant("lines are spoken as one word", 'else f"{line.text} "', "else line.text", SCREEN),
    Mutant("a numbered list is told to be dotted", "_NUMBERED if digits else _DOTTED", "_DOTTED", SCREEN),
    Mutant("a booklet's pages are not clipped", "rectangle(page.trim))\n", "())\n", SHEETS),
    Mutant(
        "a poster's sheet is cut where it is not lapped",
        '(row if one.way == "across" else column)',
        '(row if one.way == "across" else not column)',
        SHEETS,
    ),
    Mutant(
        "the target stands off its place",
        "out = shop.offset_mm + shop.mark_mm / 2",
        "out = 9.0",
        OPTIONS + " -k full_marks",
    ),
    Mutant(
        "the colour bar stands in the trim",
        "trim.x0_mm + 10, trim.y1_mm + shop.offset_mm",
        "trim.x0_mm + 10, trim.y1_mm - 10",
        OPTIONS + " -k full_marks",
    ),
    Mutant(
        "watch looks once",
        "        time.sleep(_LOOK_AGAIN_S)",
        "        return",
        COMMANDS + " -k watched",
    ),
    Mutant(
        "upright and lying are swapped",
        "printer.upright if upright else printer.lying",
        "printer.lying if upright else printer.upright",
        OPTIONS + " -k backs_move",
    ),
    Mutant(
        "two kinds of colour-blindness are swapped",
        "_SEEN[sight]",
        '_SEEN[{"deuteranopia": "protanopia", "protanopia": "deuteranopia"}.get(sight, sight)]',
        COMMANDS + " -k each_sight",
    ),
    Mutant(
        "the words' file is not among the inputs",
        "    inputs, parts = pack.inputs_hash(root, order.wording)",
        '    inputs, parts = pack.inputs_hash(root, "")',
        "tests/test_department.py -k elsewhere",
    ),
    # the command line
    Mutant(
        "--team is not heard",
        "department or wording or team or DEFAULT_WORDING",
        "department or wording or DEFAULT_WORDING",
        OPTIONS + " -k another_word",
    ),
    Mutant(
        "--press is not heard",
        'press=stem(root, press or DEFAULT_PRESS, "layouts/press")',
        'press="standard"',
        OPTIONS + " -k the_bleed_is",
    ),
    Mutant("--zip is not heard", "    if as_zip:\n", "    if False:\n", OPTIONS + " -k the_zip_is"),
    Mutant(
        "--quiet is not heard",
        "    if not quiet:\n        if sys.stderr.isatty():",
        "    if True:\n        if sys.stderr.isatty():",
        OPTIONS + " -k files_lie_where",
    ),
    Mutant("--edition is not heard", "if not editions or name in editions)", "if True)", "tests/test_editions.py"),
    Mutant("--out is not heard", '(out or root / "out")', '(root / "out")', OPTIONS + " -k files_lie_where"),
    Mutant(
        "targets are not heard",
        "if not wanted or name in wanted or",
        "if True or name in wanted or",
        OPTIONS + " -k only_what_is_asked",
    ),
    Mutant(
        "check --as is not heard",
        "preflight.check(data, rules=rules, limits=limits,",
        "preflight.check(data, rules=None, limits=limits,",
        COMMANDS + " -k held_to_what",
    ),
    Mutant(
        "check never fails",
        'if any(finding.severity == "error" for _, found in results for finding in found):',
        "if False:",
        COMMANDS + " -k held_to_what",
    ),
    Mutant(
        "collect writes CSV whatever is asked",
        "FORMATS[target.suffix.lower()](found, forms)",
        "FORMATS['.csv'](found, forms)",
        COMMANDS + " -k answers_are",
    ),
    Mutant(
        "calibrate forgets the lying sheet",
        "Reading(*lying) if lying else before.lying",
        "Reading(*upright) if lying and upright else before.lying",
        COMMANDS + " -k readings",
    ),
    Mutant(
        "a sight is not looked through",
        "_SCENE_PX / picture.box.width_mm * MM_PER_INCH)\n    return png(as_seen(shot.image, sight) if sight else shot.image)",
        "_SCENE_PX / picture.box.width_mm * MM_PER_INCH)\n    return png(shot.image)",
        COMMANDS + " -k each_sight",
    ),
    Mutant(
        "verify finds nothing",
        "    if faults := pack.differences(",
        "    if faults := () and pack.differences(",
        "tests/test_cli.py -k verified",
    ),
    # editions and pipeline
    Mutant(
        "a piece for two sheets lies on the back of another",
        "if len(pages) % 2 and any(",
        "if False and any(",
        "tests/test_editions.py",
    ),
    Mutant(
        "the screen edition keeps the print shop's rules",
        '_shown(sources),\n        "screen",',
        "_shown(sources),\n        None,",
        OPTIONS + " -k a_file_that_breaks_a_rule",
    ),
    Mutant(
        "flaws do not stop the build",
        "if found := [flaw.fault for flaw in flaws if flaw.stops]:",
        "if found := [flaw.fault for flaw in flaws if False]:",
        "tests/test_cli.py -k editors_mistake",
    ),
    Mutant(
        "what the check warns of is not said",
        'elif finding.severity == "warning":',
        "elif False:",
        "tests/test_own_art_printed.py -k warns",
    ),
    Mutant(
        "the slip asks for one side",
        "both_sides = any(piece.facts.pages > 1 for piece in found)",
        "both_sides = False",
        SLIP + " -k weight_is",
    ),
    Mutant(
        "another profile is embedded than is told",
        "pdfx4(condition.profile.data, condition.name)",
        'pdfx4(condition.profile.data, "FOGRA00")',
        OPTIONS + " -k colour_profile",
    ),
    # what is remembered
    Mutant(
        "a piece is remembered without the inks it is drawn in",
        "(palette, fonts.files,",
        "(fonts.files,",
        "tests/test_store.py -k same",
    ),
    Mutant(
        "a piece is remembered without its text",
        "source.variant, alone.content, source.layout)",
        "source.variant, source.layout)",
        "tests/test_store.py -k sentence",
    ),
    Mutant(
        "a damaged entry is believed",
        "if signed != _signature(key, content):",
        "if False:",
        "tests/test_store.py -k whole",
    ),
    Mutant(
        "an entry may call what it likes",
        'if module.startswith("trygtryk.") and "." not in name:',
        "if True:\n            return super().find_class(module, name)\n        if False:",
        "tests/test_store.py -k act",
    ),
    Mutant(
        "the store remembers across programs",
        "key = digest((_program(), kind, material))",
        "key = digest((kind, material))",
        "tests/test_store.py -k another_program",
    ),
    # the order and the pack
    Mutant(
        "variants lie in one folder",
        'return press + "".join(compress(VARIANTS, asked))',
        "return press",
        OPTIONS + " -k low_ink_takes",
    ),
    Mutant(
        "a changed file passes for unchanged",
        'digest(folder / path) == entry["sha256"] and entry["inputs"] == inputs',
        'entry["inputs"] == inputs',
        PACK,
    ),
    Mutant(
        "another order passes for the same",
        'manifest.get("inputs") != inputs or manifest.get("order") != order',
        'manifest.get("inputs") != inputs',
        PACK,
    ),
    Mutant(
        "another department's pack gives way unseen",
        "former.get(name) != order.get(name) for name in pack.WHOSE",
        "False for name in pack.WHOSE",
        "tests/test_department.py",
    ),
    Mutant(
        "what is no longer made stays",
        "if path.startswith(whole) and path not in changed)",
        "if False and path not in changed)",
        PACK,
    ),
    Mutant(
        "answers in a form are lost",
        "aside = {path: beside(folder, path) for path in changed if path in new}",
        "aside: dict[str, str] = {}",
        PACK,
    ),
    Mutant(
        "the zip leaves the manifest out",
        "in_one(folder, (MANIFEST, *read_manifest(folder)",
        "in_one(folder, (*read_manifest(folder)",
        OPTIONS + " -k the_zip_is",
    ),
    Mutant(
        "layouts are not among the inputs",
        '_INPUTS = ("assets", "build", "content", "layouts")',
        '_INPUTS = ("assets", "build", "content")',
        "tests/test_cli.py",
    ),
    # make-ready
    Mutant(
        "marks begin in the bleed",
        "near, far = offset_mm, offset_mm + length_mm",
        "near, far = offset_mm - 2, offset_mm + length_mm",
        OPTIONS + " -k the_marks_are",
    ),
    Mutant(
        "more bleed than asked is left",
        "elif composed_mm > shop.bleed_mm:",
        "elif False:",
        OPTIONS + " -k bleed_that_is_not",
    ),
    Mutant(
        "less bleed than asked is not told",
        "if 0 < composed_mm < shop.bleed_mm - 1e-6:",
        "if False:",
        "tests/test_marks.py",
    ),
    Mutant(
        "the media ends inside the marks",
        "media = page.trim.grown(max(reach_mm, shop.bleed_mm))",
        "media = page.trim.grown(shop.bleed_mm)",
        OPTIONS + " -k the_marks_are",
    ),
    Mutant(
        "backs lie as fronts", "return then(then(leaf, front), turned(sheet, turn))", "return then(leaf, front)", SHEETS
    ),
    Mutant(
        "backs fed by hand lie in order",
        "(*sides[0::2], *reversed(sides[1::2]))",
        "(*sides[0::2], *sides[1::2])",
        SHEETS,
    ),
    Mutant(
        "a booklet's inner sides are swapped",
        "(page(first + 1), page(last - 1))",
        "(page(last - 1), page(first + 1))",
        SHEETS,
    ),
    Mutant(
        "a booklet creeps outwards",
        "sized(sheet.x0_mm, sheet.y0_mm, half, sheet.height_mm), half * (1 - factor), creep",
        "sized(sheet.x0_mm, sheet.y0_mm, half, sheet.height_mm), half * (1 - factor), -creep",
        OFFICE,
    ),
    Mutant(
        "a printer's backs move the other way",
        "back = (-a * reading.right_mm, -d * reading.up_mm)",
        "back = (a * reading.right_mm, d * reading.up_mm)",
        OPTIONS + " -k backs_move",
    ),
    Mutant(
        "fronts move and backs stay",
        "for number in range(1, len(pages), 2):\n        page = pages[number]\n        upright",
        "for number in range(0, len(pages), 2):\n        page = pages[number]\n        upright",
        OPTIONS + " -k backs_move",
    ),
    Mutant(
        "the control rule is 49 mm",
        "ends = (x_mm, x_mm + _CONTROL_MM / factor)",
        "ends = (x_mm, x_mm + 49 / factor)",
        SHEETS,
    ),
    Mutant(
        "a glued poster has a gap",
        "last = (room.x1_mm - aside - width if columns > 1 else middle, room.y0_mm)",
        "last = (room.x1_mm - aside - width if columns > 1 else middle, room.y0_mm + 60)",
        SHEETS,
    ),
    Mutant(
        "a glued poster is cut through its letters",
        "return (_CUT if clear < 0 else 0.0) + touched",
        "return 0.0 * touched",
        SHEETS + " -k letter",
    ),
    Mutant(
        "a text that is cut through is not told",
        "for one in seams for text in one.cut))",
        "for one in seams for text in one.cut[:0]))",
        "tests/test_seams.py -k told",
    ),
    Mutant(
        "ticks stand in the middle where the cut turned aside",
        "x, _ = placed.on_sheet((one.at(low), low))",
        "x, _ = placed.on_sheet((one.points[0][0] + column * 2, low))",
        "tests/test_poster_sheets.py -k ticks",
    ),
    Mutant(
        "low ink keeps its grounds", "if _is_ground(shape.outline, room):", "if False:", OPTIONS + " -k low_ink_takes"
    ),
    Mutant(
        "tools stay where they are not wanted",
        "if not (isinstance(item, Layer) and item.step)",
        "if not (isinstance(item, Layer) and not item.step)",
        OPTIONS + " -k without_tools_no_layer",
    ),
    Mutant(
        "cut marks stand on the cards", "near = cards.bleed_mm + cards.mark_gap_mm", "near = -cards.bleed_mm", GOLDEN
    ),
    Mutant("the booklet names no edge", 'documents[0].date, turn="short")', 'documents[0].date, turn="long")', SHEETS),
    # the press
    Mutant("black text knocks out", "bool(line.ink.spot) or line.ink.cmyk == _ALL_BLACK", "bool(line.ink.spot)", CHECK),
    Mutant(
        "spots are printed in process inks",
        'if ink.spot and self._colour == "cmyk":',
        'if ink.spot == "All" and self._colour == "cmyk":',
        OPTIONS + " -k tools_lie",
    ),
    Mutant("dashes are lost", 'pattern = f"[{dash}]', 'pattern = f"[]', SHEETS),
    Mutant("white overprints", 'flag = "true" if over else "false"', 'flag = "true"', CHECK),
    Mutant(
        "layers have no order",
        '"Name": pdfdoc.PDFString("Alle lag"), "Order": groups, "ON": groups',
        '"Name": pdfdoc.PDFString("Alle lag"), "ON": groups',
        CHECK,
    ),
    Mutant("screens show the bleed", "sheet = page.trim if self._tree else page.media", "sheet = page.media", TAGS),
    Mutant(
        "pages have no tab order", 'made.StructParents, made.Tabs = number, "/S"', "made.StructParents = number", SCREEN
    ),
    Mutant("the title is not shown", 'viewer = {"DisplayDocTitle": "true", ', "viewer = {", SCREEN),
    Mutant(
        "pdf:Trapped stands in screen files",
        "<pdf:Producer>{_PRODUCER}</pdf:Producer>\n</rdf",
        "<pdf:Producer>{_PRODUCER}</pdf:Producer>\n<pdf:Trapped>False</pdf:Trapped>\n</rdf",
        JUDGES,
    ),
    Mutant("a fixed day is not the edition's", 'day = document.date.replace("-", "")', 'day = "20000101"', SCREEN),
    Mutant("printers may scale the page", '"PrintScaling": "/None", ', "", SHEETS),
    # the print shops
    Mutant(
        "marks pass where none are wanted",
        "        if outside:\n            count",
        "        if False:\n            count",
        "tests/test_printshops.py -k another",
    ),
    Mutant("any sheet is the right size", "> _SIZE_SLACK:", "> 99:", "tests/test_printshops.py -k another"),
    Mutant("a tool may be called anything", "plate != wanted[step]", "False", "tests/test_printshops.py -k another"),
    Mutant(
        "tools may lie anywhere",
        "for number in sorted(wrong):",
        "for number in ():",
        "tests/test_printshops.py -k another",
    ),
    Mutant(
        "a plate nobody ordered passes",
        "for side in file.sides if limits.conditions else ():",
        "for side in ():",
        "tests/test_printshops.py -k fires",
    ),
    Mutant(
        "the order's pages are not counted",
        "if len(file.sides) != ordered.pages:",
        "if False:",
        "tests/test_printshops.py -k not_what",
    ),
    Mutant(
        "backs lie among the fronts",
        "fronts, backs = document.pages[::2], document.pages[1::2]",
        "fronts, backs = document.pages[:24], document.pages[24:]",
        "tests/test_printshops.py -k meet",
    ),
    Mutant(
        "a tool keeps its own name",
        "replace(ink, spot=spot) if ink.spot else ink",
        "ink",
        "tests/test_printshops.py -k plates",
    ),
    # the order slip
    Mutant(
        "the slip forgets the plates of pictures", "ink is None or (", "ink and (", "tests/test_orderslip.py -k picture"
    ),
    Mutant(
        "the slip's total leaves one out",
        '"weight_kg": round(fsum(entry.weight_kg for entry in entries), _DECIMALS)',
        '"weight_kg": round(fsum(entry.weight_kg for entry in entries[1:]), _DECIMALS)',
        SLIP + " -k weight_is",
    ),
    Mutant(
        "the slip's page tells another weight",
        "kilos = decimal(fsum(entry.weight_kg for entry in entries))",
        "kilos = decimal(fsum(entry.weight_kg for entry in entries[1:]))",
        SLIP + " -k weight_is",
    ),
    Mutant(
        "the slip tells no tools",
        "steps = dict.fromkeys((ink.spot, step) for page in marks for ink, step in page if ink and step)",
        "steps: dict[tuple[str, str], None] = {}",
        SLIP + " -k inks_are",
    ),
    Mutant(
        "the slip counts pages as sheets",
        "return math.ceil(pages / 2) if both_sides else pages",
        "return pages",
        SLIP + " -k weight_is",
    ),
    Mutant(
        "every form is stapled",
        "several = suggestion.several if sheets > 1 else None",
        "several = suggestion.several",
        "tests/test_orderslip.py -k stapled",
    ),
    Mutant("a tool is an ink", "if not step}", "}", "tests/test_orderslip.py -k no_tool"),
    Mutant(
        "any number is an EAN", "_check_digit(digits[:12]) != digits[12]", "False", "tests/test_orderslip.py -k pay_by"
    ),
    Mutant("a mail takes anything", "if len(made) > _MOST_BYTES:", "if False:", "tests/test_orderslip.py -k too_large"),
    Mutant(
        "a mail holds what lay there before",
        '("tryk/",) * order.mail if some',
        "() if some",
        "tests/test_orderslip.py -k no_more",
    ),
    Mutant(
        "two editions call their files the same",
        '"kontor": "-kontor"',
        '"kontor": ""',
        "tests/test_papers.py -k left_its_folder",
    ),
    Mutant(
        "every paper is made whatever was asked",
        "return tuple(job for job in ready if _paper(job) in order.papers)",
        "return ready",
        "tests/test_papers.py -k one_paper_alone",
    ),
    Mutant(
        "one paper takes the others out of the pack",
        "some = order.wanted or order.papers",
        "some = order.wanted",
        "tests/test_papers.py -k takes_nothing",
    ),
    Mutant(
        "one of two files of a name is lost",
        "if names[path] > 1",
        "if False",
        "tests/test_papers.py -k two_files",
    ),
    Mutant(
        "round corners are cut straight",
        "            yield (*a, bulge)",
        "            yield (*a, 0.0)",
        "tests/test_cutting.py -k round_corners",
    ),
    Mutant(
        "a cutter's drawing lies upside down",
        'to = f"{_number(x - left_mm)} {_number(top_mm - y)}"',
        'to = f"{_number(x - left_mm)} {_number(y)}"',
        "tests/test_cutting.py -k flip_flap",
    ),
    Mutant(
        "each card has a page of tools",
        'return tuple(dict.fromkeys(replace(page, items=tools, label="") for page, tools in found if tools))',
        'return tuple(replace(page, items=tools, label="") for page, tools in found if tools)',
        "tests/test_cutting.py -k same_tools",
    ),
    # what a department brings
    Mutant(
        "a turned TIFF is measured lying down",
        'turned = opened.format != "TIFF" and opened',
        "turned = opened",
        "tests/test_own_bitmap.py -k turned",
    ),
    Mutant(
        "a PDF's boxes are read from one corner alone",
        "(x0, x1), (y0, y1) = sorted(box[::2]), sorted(box[1::2])",
        "(x0, x1), (y0, y1) = box[::2], box[1::2]",
        "tests/test_own_pdf.py -k crop_marks",
    ),
    Mutant(
        "any ending that is a noun bends a word",
        "if last and compound == _NONE:",
        "if False:",
        "tests/test_word.py -k last_part",
    ),
    Mutant(
        "a department's faulty picture gives way to ours",
        "if not self.mistaken(id)}",
        "}",
        "tests/test_artwork.py -k quietly",
    ),
    # a batch
    Mutant(
        "batch: a formula in a CSV table is a text",
        "return _Grid({**cells, **formulas})",
        "return _Grid(cells)",
        "tests/test_batch_table.py -k in_a_csv",
    ),
    Mutant(
        "batch: a formula without a value is an empty cell",
        'if cell.data_type == "f" and value is None:',
        "if False:",
        "tests/test_batch_table.py -k never_reckoned",
    ),
    Mutant(
        "batch: merged cells count for their first row alone",
        "            cells[row, merged.min_col] = cells[at]\n",
        "            pass\n",
        "tests/test_batch_table.py -k as_it_is_seen",
    ),
    Mutant(
        "batch: a misspelt heading is a column nobody needs",
        "_DEEPEST_HEAD, _MISSPELT = 20, 0.78",
        "_DEEPEST_HEAD, _MISSPELT = 20, 1.0",
        "tests/test_batch_table.py -k misspelt",
    ),
    Mutant(
        "batch: a department's file that was changed is written over",
        "if there != data and not unbroken(there):",
        "if False:",
        "tests/test_batch.py -k somebody_has_changed",
    ),
    Mutant(
        "batch: of namesakes the first is made",
        "elif all(other.cells == row.cells for other in namesakes):",
        "elif True:",
        "tests/test_batch.py -k namesakes",
    ),
    Mutant(
        "batch: a word nobody knows is guessed",
        "if bent.source != GUESSED or all(row.cells.get(form) for form in forms)",
        "if True or all(row.cells.get(form) for form in forms)",
        "tests/test_batch.py -k row_and_column",
    ),
    Mutant(
        "batch: a fault in the toolkit does not say for whom",
        'return replace(fault, place=Place(f"{self.where}: {place.file}", place.line))',
        "return fault",
        "tests/test_batch.py -k names_the_row",
    ),
    Mutant(
        "batch: two batches at a time in a folder",
        "with alone(out, listener.waiting):",
        "if True:",
        "tests/test_batch.py -k one_batch",
    ),
    Mutant(
        "batch: a process keeps what it composed",
        "        gc.unfreeze()",
        "        pass",
        "tests/test_batch.py -k lets_go",
    ),
    Mutant(
        "batch: a process that died is not told of",
        "                            yield task.key, None\n",
        "                            pass\n",
        "tests/test_batch.py -k dies_takes",
    ),
    Mutant(
        "batch: a process grows as long as the table is",
        "if worker.age < _LONGEST_LIFE:",
        "if True:",
        "tests/test_batch.py -k so_long",
    ),
    Mutant(
        "batch: forms that people fill in are shared",
        '_EACH_ITS_OWN = "skaerm/"',
        '_EACH_ITS_OWN = "ingen/"',
        "tests/test_batch.py -k disk_once",
    ),
    Mutant(
        "batch: what is shared can be written in",
        "            file.chmod(found.st_mode & ~_WRITING)\n",
        "            pass\n",
        "tests/test_batch.py -k disk_once",
    ),
    Mutant(
        "store: what was killed stays half",
        "            os.unlink(half)\n",
        "            pass\n",
        "tests/test_store.py -k killed_anywhere",
    ),
    Mutant(
        "store: what another is writing is taken away",
        "        yield not _busy(handle)\n",
        "        yield True\n",
        "tests/test_store.py -k another_process",
    ),
    Mutant(
        "store: links and pipes are followed",
        'getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)',
        '0 * (getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))',
        "tests/test_store.py -k somebodys",
    ),
    Mutant(
        "store: a link is swept",
        "if alone and not halves.is_symlink() else ():",
        "if alone else ():",
        "tests/test_store.py -k somebodys",
    ),
    Mutant(
        "pack: locks that were left stay",
        "*map(locked_by, locks))",
        "*map(locked_by, ()))",
        "tests/test_pack_killed.py -k beside_the_packs",
    ),
    Mutant(
        "pack: what a batch left in its packs stays",
        "*filter(touched, _within(packs)), *map",
        "*filter(touched, packs.glob('*')), *map",
        "tests/test_pack_killed.py -k beside_the_packs",
    ),
    Mutant(
        "pack: a worker's file goes wherever it is called",
        "for path in (*new, *gone) if not inside(path)]",
        "for path in (*new, *gone) if not path]",
        "tests/test_pack_killed.py -k outside_the_pack",
    ),
    Mutant(
        "a new department's folder is filled where it lies",
        "    with whole_folder(target) as made:\n        (made / PICTURES)",
        "    made = target\n    target.mkdir(parents=True)\n    if True:\n        (made / PICTURES)",
        "tests/test_pack_killed.py -k new_folder",
    ),
    Mutant(
        "batch: nothing is shared",
        "            os.replace(link, file)\n            self.count",
        "            os.unlink(link)\n            self.count",
        "tests/test_batch.py -k disk_once",
    ),
    Mutant(
        "batch: clean leaves what it made",
        "            yield from _within(folder)\n",
        "            pass\n",
        "tests/test_batch.py -k clean",
    ),
    Mutant(
        "batch: a pack nobody is in the table for is not told of",
        "and not known & heads:",
        "and False:",
        "tests/test_batch.py -k no_longer",
    ),
    Mutant(
        "batch: another program's bytes are taken from a cluster",
        "for address, found in programs.items() if found != program()]",
        "for address, found in programs.items() if False]",
        "tests/test_batch_cluster.py -k another_program",
    ),
    Mutant(
        "batch: a cluster's files are not checked",
        "return pressed if pressed.hashes == _hashes(pressed.files) else None",
        "return pressed",
        "tests/test_batch_cluster.py -k otherwise",
    ),
    Mutant(
        "batch: a department's own files do not go with it to a cluster",
        "for path, data in files.items():\n        ",
        "for path, data in ():\n        ",
        "tests/test_batch_cluster.py -k loses",
    ),
    # the page: who is let in, what is met, what is left of a photo
    Mutant(
        "the page answers to any name that leads here",
        'if headers.get(b"host") != [self.host.encode()]:',
        'if not headers.get(b"host"):',
        "tests/test_side_guard.py -k host_name",
    ),
    Mutant(
        "another page may write",
        'if headers.get(b"origin") != [f"http://{self.host}".encode()]:',
        "if False:",
        "tests/test_side_guard.py -k cannot_write",
    ),
    Mutant(
        "another page may fetch",
        'elif site not in ([b"same-origin"], [b"none"]) and',
        "elif False and",
        "tests/test_side_guard.py -k cannot_read",
    ),
    Mutant(
        "any token opens the page",
        "if self._used or not hmac.compare_digest(given.encode(), self.token.encode()):",
        "if self._used:",
        "tests/test_side_guard.py -k without_the_token",
    ),
    Mutant(
        "the first address lets in again and again",
        "if self._used or not hmac.compare_digest(given.encode(), self.token.encode()):",
        "if not hmac.compare_digest(given.encode(), self.token.encode()):",
        "tests/test_side_guard.py -k once",
    ),
    Mutant(
        "any cookie is taken",
        "return bool(given) and hmac.compare_digest(given.value.encode(), self._key.encode())",
        'return given is not None or bool(self._key == "")',
        "tests/test_side_guard.py -k made_up",
    ),
    Mutant(
        "the page's script may come from anywhere",
        "b\"default-src 'none'; script-src 'self'; ",
        "b\"default-src 'none'; script-src 'unsafe-inline' 'self'; ",
        "tests/test_side_guard.py -k forbids",
    ),
    Mutant(
        "other pages may frame the page",
        "base-uri 'none'; frame-ancestors 'none'",
        "base-uri 'none'",
        "tests/test_side_guard.py -k forbids",
    ),
    Mutant(
        "a body is as large as it likes", "if got > most:", "if got < 0:", "tests/test_side_guard.py -k than_it_may"
    ),
    Mutant(
        "forms are as many as they like",
        "if len(files) > MOST_FORMS_DROPPED:",
        "if not files:",
        "tests/test_side_guard.py -k more_forms",
    ),
    Mutant(
        "the server listens to the whole network",
        "listening.bind((HOST, port))",
        'listening.bind(("0.0.0.0", port))',
        "tests/test_side_guard.py -k this_machine_alone",
    ),
    Mutant(
        "what is typed is markup",
        'loader=FileSystemLoader(_HERE / "templates"), autoescape=True',
        'loader=FileSystemLoader(_HERE / "templates"), autoescape=False',
        "tests/test_side_guard.py -k shown_as_text",
    ),
    Mutant(
        "a file's name leads out of the department's folder",
        "if not all(map(inside, (*files, *gone))):",
        "if not all((*files, *gone, True)):",
        "tests/test_side_guard.py -k by_its_name",
    ),
    Mutant(
        "a shortcut leads out of the department's folder",
        "if target.is_symlink() or not target.resolve().is_relative_to(self.path.resolve()):",
        "if target.is_dir():",
        "tests/test_side_guard.py -k by_its_name",
    ),
    Mutant(
        "any file on the disk has an address",
        "if path not in listed or not (folder / path).is_file()",
        "if not (folder / path).is_file()",
        "tests/test_side_print.py -k have_an_address",
    ),
    Mutant(
        "a value that an editor changed is overwritten",
        "if edit.before is not None and there not in (edit.before.strip(), after):",
        "if edit.before is not None and there is None:",
        "tests/test_side_word.py -k two_tabs",
    ),
    Mutant(
        "a file that was saved this very moment is overwritten",
        "if seen and (now := self.seen(seen.files)) != seen:",
        "if seen and (now := self.seen(seen.files)) is seen:",
        "tests/test_side_guard.py -k this_very_moment",
    ),
    Mutant(
        "a picture of another window is overwritten",
        '    seen = _seen(visit, now.id)\n    if visit.typed.get("set", seen.state) != seen.state:',
        "    seen = _seen(visit, now.id)\n    if not seen.state:",
        "tests/test_side_meeting.py -k picture",
    ),
    Mutant(
        "a link of another window is overwritten",
        'if visit.typed.get("set", now.state) != now.state:',
        "if not now.state:",
        "tests/test_side_meeting.py -k link",
    ),
    Mutant(
        "a logo of another window is overwritten",
        '    seen = _of_logo(visit, former)\n    if visit.typed.get("set", seen.state) != seen.state:',
        "    seen = _of_logo(visit, former)\n    if not seen.state:",
        "tests/test_side_meeting.py -k met_too",
    ),
    Mutant(
        "undo takes another's work with it",
        "            if digest(self.path / name) != saved:",
        '            if digest(self.path / name) == "x":',
        "tests/test_side_word.py -k undone",
    ),
    Mutant(
        "undo takes a step that nobody saw",
        "if seen is not None and seen != step.title:",
        'if seen == "":',
        "tests/test_side_meeting.py -k step_that_is_shown",
    ),
    Mutant(
        "a window hides what it was never told",
        "        if known == before:",
        "        if known:",
        "tests/test_side_meeting.py -k window_is_told",
    ),
    Mutant(
        "a picture is saved without its notes",
        "            exchange(self.path, new, [name for name in gone if (self.path / name).exists()], {})",
        "            for name, data in new.items():\n                put(self.path / name, data, folder=True)",
        "tests/test_side_guard.py -k whole_or_not",
    ),
    Mutant(
        "a JPG keeps where it was taken",
        "if not telling or any(",
        "if telling or any(",
        "tests/test_side_camera.py",
    ),
    Mutant(
        "a PNG keeps where it was taken",
        "if name[0] & 0x20 == 0 or name in _PNG:",
        "if name:",
        "tests/test_side_camera.py",
    ),
    Mutant(
        "a WebP keeps where it was taken",
        "        elif name in _WEBP:",
        "        elif name:",
        "tests/test_side_camera.py",
    ),
    Mutant(
        "a TIFF keeps where it was taken",
        "if tag not in _TIFF or kind not in _TIFF_SIZES:",
        "if kind not in _TIFF_SIZES:",
        "tests/test_side_camera.py",
    ),
    Mutant(
        "a photo on its side is laid down",
        "if turned not in range(2, 9):",
        "if turned != 3:",
        "tests/test_side_camera.py",
    ),
    Mutant(
        "a photo's part lies outside it",
        "left, top = min(left, 100 - wide), min(top, 100 - high)",
        "left, top = min(left, 100.0), min(top, 100.0)",
        "tests/test_side_answers.py -k cropped",
    ),
    Mutant(
        "a text that is too long has no field",
        "    for id in _overset(made, shown):",
        "    for id in ():",
        "tests/test_side_faults.py -k too_long",
    ),
    Mutant(
        "a code's panel cuts the corners of its quiet zone",
        "return corner_mm * (1 - math.sqrt(0.5)) + _SLACK_MM",
        "return 0.0",
        "tests/test_qr.py -k four_white_modules",
    ),
    Mutant(
        "a sign that no font has is told as too long",
        "if not (sign.isspace() or face.has(sign))",
        "if False",
        "tests/test_qr.py -k title_stands",
    ),
    Mutant(
        "an own PDF's missing fonts are guessed",
        "if found.fonts:",
        "if False:",
        "tests/test_own_pdf.py -k refused_by_name",
    ),
    Mutant(
        "an own PDF's overprint is not told",
        "self._found.overprints |= over and (bool(spots) or through)",
        "pass",
        "tests/test_own_pdf.py -k maker_may_expect",
    ),
)


def main(only: Sequence[str]) -> int:
    """Tries the mutants with one of the words in their name (all where none is given); how many lived or are gone."""
    chosen = [mutant for mutant in MUTANTS if not only or any(word in mutant.what for word in only)]
    lived: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kopi"
        left_out = shutil.ignore_patterns(".git", ".venv", ".lager", "out", ".*_cache", "__pycache__", ".hypothesis")
        shutil.copytree(ROOT, copy, ignore=left_out)
        if _fail(JOINTS, copy, _LONGEST_S["all"]):
            print("The tests fail on the unbroken project: mend them first.")
            return len(chosen)
        for number, mutant in enumerate(chosen, 1):
            start = time.monotonic()
            verdict = _tried(mutant, copy)
            if not verdict.startswith("killed"):
                lived.append(mutant.what)
            print(
                f"{number:3}/{len(chosen)}  {time.monotonic() - start:4.0f} s  {verdict:34}  {mutant.what}", flush=True
            )
    print(f"{len(chosen) - len(lived)} killed, {len(lived)} not: {'; '.join(lived) or 'none'}")
    return len(lived)


def _tried(mutant: Mutant, copy: Path) -> str:
    holders = [
        file for file in sorted((copy / "build").rglob("*.py")) if mutant.before in file.read_text(encoding="utf-8")
    ]
    if len(holders) != 1 or holders[0].read_text(encoding="utf-8").count(mutant.before) != 1:
        return f"GONE: stands in {len(holders)} files"
    (file,) = holders
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(mutant.before, mutant.after), encoding="utf-8")
    try:
        if _fail((mutant.test,), copy, _LONGEST_S["one"]):
            return f"killed by {Path(mutant.test.split()[0]).stem[5:]}"
        if _fail(JOINTS, copy, _LONGEST_S["all"]):
            return "killed by the rest"
        return f"LIVED in {file.name}"
    finally:
        file.write_text(whole, encoding="utf-8")


def _fail(tests: tuple[str, ...], copy: Path, longest_s: int) -> bool:
    """Whether one of the tests fails; a broken program that never ends fails too."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *" ".join(tests).split()]
    # no compiled files: two mutants of one length within a second would be taken for each other
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command,
        cwd=copy,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=partial(_held, longest_s),
    )
    if done.returncode == 5:
        raise ValueError(f"{' '.join(tests)}: there is no such test")
    return done.returncode != 0


def _held(longest_s: int) -> None:
    """A mutant that never ends, or never has enough, may not take the machine with it."""
    resource.setrlimit(resource.RLIMIT_CPU, (longest_s, longest_s))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))

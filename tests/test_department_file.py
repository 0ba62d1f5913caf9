"""One value of a department's file is changed, and nothing else of what its editor wrote."""

from __future__ import annotations

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from trygtryk.sources.department.department_file import changed, entry

FILES = (
    "",
    "# kun en bemærkning\n",
    "navn: Nord\n",
    "navn: Nord",
    '# øverst\nnavn: "Nord"   # vores\nskole: >-\n  Den lange\n  skole\ntekster:\n  # om fejl\n'
    "  plakater.fejl.headline: Her lærer vi\n  x.y: z\n\nlinks: {podcast: https://a.dk/b, webinar: x}\noplag:\n"
    "  plakater: 4   # tre og en\nudgave:\n",
    "department: Nord\ntexts:\n    posters.fejl.headline: |\n      To\n      linjer\n    # sidst\nlinks: {}\n",
    "{navn: Nord, tekster: {a.b: c}}\n",
)
PATHS = st.sampled_from(
    [
        ("navn",),
        ("skole",),
        ("ord",),
        ("udgave",),
        ("tekster", "plakater.fejl.headline"),
        ("tekster", "ny.tekst"),
        ("links", "podcast"),
        ("links", "procesgreb"),
        ("links", "webinar", "titel"),
        ("oplag", "plakater"),
        ("vendinger", "teammøde"),
    ]
)
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" \n"), max_size=40)


@settings(deadline=None)
@given(st.sampled_from(FILES), st.lists(st.tuples(PATHS, VALUES), max_size=4))
@example("", [(("links", "podcast"), "0"), (("links", "webinar", "titel"), "0"), (("links", "webinar", "titel"), "")])
def test_what_was_set_stands_there_and_remarks_stay(file: str, edits: list[tuple[tuple[str, ...], str]]) -> None:
    text = file
    for path, value in edits:
        text = changed(text, path, value.strip())
        assert entry(text, path) == value.strip()
    assert isinstance(yaml.safe_load(text) or {}, dict)
    if not edits or {path[0] for path, _ in edits} == {"navn"}:
        for remark in ("# øverst", "# om fejl", "# tre og en", "# sidst"):
            assert (remark in text) == (remark in file)


def test_what_stands_after_a_block_stays_when_the_block_goes() -> None:
    """The page's »Brug vores igen« on one link once asked people to mend the file themselves where another stood below."""
    text = "links:\n  webinar:\n    titel: Vores\n  # husk den her\n  podcast: x\noplag: {}\n"
    assert changed(text, ("links", "webinar", "titel"), "") == "links:\n  # husk den her\n  podcast: x\noplag: {}\n"
    text = changed(text, ("links", "webinar"), "y")
    assert entry(text, ("links", "webinar")) == "y" and text.endswith("  # husk den her\n  podcast: x\noplag: {}\n")


def test_the_file_s_own_spelling_of_a_key_is_kept() -> None:
    text = changed("department: Nord\ntexts:\n  posters.fejl.headline: Før\n", ("navn",), "Syd")
    text = changed(text, ("tekster", "plakater.fejl.headline"), "Efter")
    assert text == "department: Syd\ntexts:\n  posters.fejl.headline: Efter\n"

"""A claim is what somebody else's tool confirms: every finished file before programs we did not write."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from judges import archived, needs_ghostscript, needs_pdfa, needs_qpdf, read_by_ghostscript, read_by_qpdf
from program import Packs

VARIANTS = (
    (),
    ("plakater/fejl", "--low-ink"),
    ("flipflap", "--no-dieline"),
    ("skemaer/udsagn", "--large"),
    ("plakater/fejl", "--press", "fuld"),
)


@needs_qpdf
@pytest.mark.parametrize("asked", VARIANTS)
def test_qpdf_finds_every_file_sound(packs: Packs, asked: tuple[str, ...]) -> None:
    for file in sorted(packs(*asked).rglob("*.pdf")):
        assert not read_by_qpdf(file), file.name


@needs_ghostscript
@pytest.mark.parametrize("asked", VARIANTS)
def test_ghostscript_reads_every_file_to_its_end_without_a_word(packs: Packs, asked: tuple[str, ...]) -> None:
    assert not read_by_ghostscript(*sorted(packs(*asked).rglob("*.pdf")))


@needs_pdfa
def test_every_screen_file_is_the_archive_it_claims_to_be(packs: Packs) -> None:
    """In every ready-made word and in large print: see test_wordings_fit."""
    files = sorted(packs().glob("skaerm/*.pdf"))
    assert {"plakat-fejl-skaerm.pdf", "billedkort-skaerm.pdf", "flipflap-skaerm.pdf", "arbejdshaefte-skaerm.pdf"} <= {
        file.name for file in files
    }
    assert {file.name: found for file in files if (found := archived(file))} == {}


# a judge that accepts everything is none


@needs_qpdf
@needs_ghostscript
def test_a_broken_file_is_refused_by_both(packs: Packs, tmp_path: Path) -> None:
    data = (packs() / "skaerm/skema-podcast-skaerm.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(data.replace(b"/Length ", b"/Lengde ", 1))
    assert read_by_qpdf(tmp_path / "a.pdf")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].contents_add(b"/Nix Do")
        pdf.save(tmp_path / "b.pdf")
    assert read_by_ghostscript(tmp_path / "b.pdf")


@needs_pdfa
def test_what_the_archive_forbids_is_found_in_drawn_content_fields_and_metadata(packs: Packs, tmp_path: Path) -> None:
    file = packs() / "skaerm/skema-podcast-skaerm.pdf"
    for number, spoil in enumerate((_in_the_page, _in_a_field, _in_the_metadata)):
        with pikepdf.open(file) as pdf:
            spoil(pdf)
            pdf.save(tmp_path / f"{number}.pdf")
        assert archived(tmp_path / f"{number}.pdf"), spoil.__name__


def _in_the_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"/Artifact BMC 1 0 0 0 k 9 9 9 9 re f EMC")


def _in_a_field(pdf: pikepdf.Pdf) -> None:
    widget = next(
        a
        for page in pdf.pages
        for a in page.obj.get("/Annots", ())
        if a.Subtype == "/Widget" and isinstance(a.AP.N, pikepdf.Stream)
    )
    widget.AP.N.write(b"1 0 0 0 k 0 0 9 9 re f")


def _in_the_metadata(pdf: pikepdf.Pdf) -> None:
    xmp = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(xmp.replace(b"</pdf:Producer>", b"</pdf:Producer><pdf:Trapped>False</pdf:Trapped>"))

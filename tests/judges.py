"""Programs and libraries we did not write, asked what they think of a finished file."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from chromium import AT_HAND

try:
    import pikepdf.pdfa as pdfa
except ImportError:  # an older pikepdf, where there is no wheel of the newest
    pdfa = None  # type: ignore[assignment]

QPDF, GHOSTSCRIPT = shutil.which("qpdf"), shutil.which("gs")

needs_qpdf = pytest.mark.skipif(not QPDF, reason="qpdf is not at hand")
needs_ghostscript = pytest.mark.skipif(not GHOSTSCRIPT, reason="Ghostscript is not at hand")
PDFA = pdfa is not None
needs_pdfa = pytest.mark.skipif(not PDFA, reason="this pikepdf has no pikepdf.pdfa")

BESIDE_THE_POINT = (
    # it judges level B; ours is level A, which asks all of B and tags besides
    r"pdfaid:conformance is 'A', expected 'B'",
    # it reads no extension schemas, which is how PDF/A-2 wants pdfuaid explained (ISO 19005-2, 6.6.2.3.3)
    r"XMP (namespace|property) (pdfaExtension|pdfaSchema|pdfaProperty|pdfuaid)\b",
    # it stops at forms; what they look like is laid before it as drawn content instead
    r"interactive forms \(/AcroForm\) are not supported",
)
"""What ``pikepdf.pdfa`` finds in every file of ours, and why that is no fault."""


def absent() -> list[str]:
    """The judges that are not at hand."""
    named = (
        ("qpdf", QPDF),
        ("Ghostscript", GHOSTSCRIPT),
        ("pikepdf.pdfa", pdfa),
        ("Chromium", AT_HAND),
    )
    return [name for name, there in named if not there]


def archived(file: Path | io.BytesIO) -> list[str]:
    """What is wrong with a screen file as PDF/A-2, first as it is, then with its fields' looks as drawn content."""
    with pikepdf.open(file) as pdf:
        findings = [str(finding) for finding in pdfa.check(pdf, "2b").findings]
        told = [said for said in findings if not any(re.search(known, said) for known in BESIDE_THE_POINT)]
        _without_fields(pdf)
        return told + [str(finding) for finding in pdfa.check(pdf, "2b").findings]


def _without_fields(pdf: pikepdf.Pdf) -> None:
    xmp = pdf.Root.Metadata.read_bytes().decode()
    xmp = re.sub(
        r'<rdf:Description rdf:about="" xmlns:pdfaExtension.*?</rdf:Description>\s*(?=</rdf:RDF>)',
        "",
        xmp,
        flags=re.DOTALL,
    )
    xmp = re.sub(r"<pdfuaid:part>1</pdfuaid:part>", "", xmp).replace("conformance>A<", "conformance>B<")
    pdf.Root.Metadata.write(xmp.encode())
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]
    for page in pdf.pages:
        annotations = list(page.obj.get("/Annots", ()))
        looks = [look for one in annotations if one.Subtype == "/Widget" for look in _looks(one)]
        page.obj.Annots = pikepdf.Array([one for one in annotations if one.Subtype != "/Widget"])
        for look in looks:
            name = page.add_resource(look, pikepdf.Name.XObject)
            page.contents_add(f"/Artifact BMC q {name} Do Q EMC".encode())


def _looks(widget: pikepdf.Object) -> list[pikepdf.Object]:
    normal = widget.AP.N
    return [normal] if isinstance(normal, pikepdf.Stream) else [normal[key] for key in normal.keys()]  # noqa: SIM118


def read_by_ghostscript(*files: Path) -> str:
    """What Ghostscript says of files it interprets from end to end; nothing where all is well."""
    command = [str(GHOSTSCRIPT), "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING"]
    done = subprocess.run(
        [*command, "-sDEVICE=nullpage", *map(str, files)], capture_output=True, text=True, timeout=200
    )
    return (done.stdout + done.stderr).strip() if done.returncode or done.stderr or done.stdout else ""


def read_by_qpdf(file: Path) -> str:
    """What qpdf finds wrong with a file's structure; nothing where all is well."""
    done = subprocess.run([str(QPDF), "--check", str(file)], capture_output=True, text=True, timeout=100)
    return done.stdout + done.stderr if done.returncode else ""

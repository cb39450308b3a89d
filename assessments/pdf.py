"""Letters and reports as PDF, tagged for screen readers; offered only where WeasyPrint and its Pango can run."""

from __future__ import annotations

import logging
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.conf import settings

from assessments.models import ActLetter, AdoptedLetter, AdoptedReport, KeptPdf
from audit.refused import Refused

Adopted = AdoptedLetter | ActLetter | AdoptedReport

COLUMNS: dict[type, str] = {AdoptedLetter: "letter", ActLetter: "act_letter", AdoptedReport: "report"}
"""What a PDF has of the document that it is made of."""

FONTS = Path(settings.BASE_DIR) / "static" / "vendor" / "noto-sans"
VARIANT = "pdf/ua-1"
STYLE = """
main > .references { grid-template-columns: repeat(3, 1fr) !important; }
.outcome > div { flex: 1 1 0; }
html { hyphenate-character: "-"; }
main::after { right: -14mm !important; writing-mode: horizontal-tb; transform: rotate(90deg); }
"""
"""What a letter leaves to the width of a screen, and what the library lacks: it turns no words by writing mode.

A rule that the document has too is marked as important: the style of the document comes first.
"""


class NoPdf(Refused):
    """This server has no WeasyPrint, or not the libraries that it needs."""

    def __init__(self) -> None:
        super().__init__(
            "Deze server kan geen PDF maken: WeasyPrint of Pango ontbreekt. De HTML is het document; download en druk "
            "die af. Wie de server beheert, installeert requirements-pdf.txt en Pango (docs/operations.md)."
        )


@cache
def weasyprint() -> Any:
    """Return the library, None where it cannot run. Imported late: it is large, and optional."""
    try:
        import weasyprint as library
    except (ImportError, OSError):  # not installed, or no Pango on the machine
        return None
    # It tells of every property that only browsers know.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return library


def can_make_pdf() -> bool:
    return weasyprint() is not None


def pdf_kept_of(document: Adopted) -> KeptPdf | None:
    """Return the PDF of an adopted document; None as long as nobody made it."""
    return KeptPdf.objects.filter(**of_document(document)).first()


def of_document(document: Adopted) -> dict[str, Adopted]:
    """Return the document that a PDF is made of, by column."""
    return {COLUMNS[type(document)]: document}


def pdf_offer(document: Adopted | None) -> str:
    """Return what can be had: "download", "make" once, or "" where this server cannot; None is a concept.

    Of what was adopted the PDF is kept, of a concept it is made anew each time.
    """
    if document is not None:
        return offer_of(is_kept=KeptPdf.objects.filter(**of_document(document)).exists())
    return "download" if can_make_pdf() else ""


def offer_of(*, is_kept: bool) -> str:
    """Return what can be had of a document that was adopted."""
    if is_kept:
        return "download"
    return "make" if can_make_pdf() else ""


def pdf_version() -> str:
    """Return which library makes the PDF, for the log."""
    try:
        return f"weasyprint {version('weasyprint')}"
    except PackageNotFoundError:
        return ""


def pdf_of(document: str) -> bytes:
    """Return a document that stands alone as tagged PDF; raises NoPdf. The same document gives the same bytes."""
    made: bytes = laid_out(document).write_pdf(pdf_variant=VARIANT, pdf_identifier=b"ibt")
    return made


def laid_out(document: str) -> Any:
    """Return the pages of a document; raises NoPdf."""
    library = weasyprint()
    if library is None:
        raise NoPdf
    # Nothing is fetched for a document: it cannot make the server open an address or a file.
    page = library.HTML(string=document, url_fetcher=library.urls.URLFetcher(allowed_protocols=()))
    return page.render(stylesheets=[font_style()], font_config=font_configuration(), pdf_variant=VARIANT)


@cache
def font_configuration() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def font_style() -> Any:
    """Return the style that brings our own fonts, so that every machine sets the same page."""
    faces = "".join(
        f'@font-face {{ font-family: "Noto Sans"; font-weight: {weight}; '
        f"src: url({font_file(weight).as_uri()}); }}\n"
        for weight in (400, 700)
    )
    library = weasyprint()
    fetcher = library.urls.URLFetcher(allowed_protocols=("file",))
    return library.CSS(string=faces + STYLE, font_config=font_configuration(), url_fetcher=fetcher)


def font_file(weight: int) -> Path:
    return FONTS / f"noto-sans-latin-{weight}-normal.woff2"

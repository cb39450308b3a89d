"""The newest line of the log at the end of what is adopted: whoever keeps the document, keeps a witness of the log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils.html import format_html

from audit.chain import head
from municipalities.dutch import clock_text, day_text

PRINTED = (
    "<p><small>Controle: kenmerk {number}, {what} van {day}; logboek van de provincie op {moment}: "
    '<span class="log-line">{line}</span>.</small></p>\n'
)
LINE = re.compile(r'<span class="log-line">([^<]+)</span>')
END = "</main>"


def with_log_line(
    html: str, *, number: str, day: date, moment: datetime, what: str = "brief", newest: str | None = None
) -> str:
    """Return a document with the log as it was before its adoption, as its last part; none while the log is empty.

    `newest` is that line of the log, for who asks it once for many documents.
    """
    line = head() if newest is None else newest
    if not line:
        return html
    before, end, after = html.rpartition(END)
    words = {"number": number, "what": what, "day": day_text(day), "moment": clock_text(moment), "line": line}
    return f"{before}{format_html(PRINTED, **words)}{end}{after}"


def log_lines_in(documents: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the log that documents print."""
    for html in documents:
        yield from LINE.findall(html)

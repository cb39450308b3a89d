"""What is kept of a letter from its adoption on, of a half-year or of a step of the executive alike."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from assessments.judging.fingerprints import template_version
from assessments.letters.letter import Letter, render_letter
from assessments.log_line import with_log_line


def kept_as(letter: Letter, moment: datetime, newest: str | None = None) -> dict[str, Any]:
    """Return a letter as it stays from now on, with what it was made from, by field.

    `newest` is the newest line of the log, for who asks it once for many letters.
    """
    assert letter.printed_on is not None  # a letter that leaves its date open is refused
    html = with_log_line(
        render_letter(letter), number=letter.number, day=letter.printed_on, moment=moment, newest=newest
    )
    return {
        "number": letter.number,
        "printed_on": letter.printed_on,
        "html": html,
        "sha256": sha256(html.encode()).hexdigest(),
        "made_at": moment,
        "template": template_version("letter"),
        "text_blocks": dict(letter.text_blocks),
        "terms": {name: day.isoformat() for name, day in letter.terms.items()},
        "mandate": letter.mandate,
    }

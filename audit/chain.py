"""The log as a chain: whether each line still follows from the one before it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256

from django.db import models

from audit.models import AuditEntry
from audit.seals import checksum_of, or_unreadable, readable
from audit.words import is_as_recorded, were_taken_away

BEGIN = "keten begonnen"
"""The first line of the chain in a log that held lines before there was one; it vouches for those."""
BEGUN_BY = "2"


def fingerprint(lines: Sequence[models.Model]) -> dict[str, int | str]:
    """Return how many lines there are, and one SHA-256 of all of them, by the formula of when the chain began."""
    checksums = "".join(checksum_of(line, BEGUN_BY) for line in lines)
    return {"lines": len(lines), "sha256": sha256(checksums.encode()).hexdigest()}


def chain_deviations() -> Iterator[str]:
    """Yield the lines that are not what was written, and those before which something changed."""
    older: list[AuditEntry] = []
    taken = were_taken_away()
    expected: str | None = None
    begun = False
    for key, row in readable(AuditEntry):
        if row is None:
            yield f"logregel {key}: de inhoud is niet te lezen."
            expected = None if begun else expected
        elif row.previous is None and not begun:
            older.append(row)
        else:
            said = line_deviations(row, expected if begun else "", taken)
            yield from or_unreadable(f"logregel {key}", said)
            if not begun:
                yield from beginning_deviations(row, older)
            expected, begun = row.checksum, True
    if older and not begun:
        yield f"logregel {older[-1].pk}: hierna hoort de keten te beginnen, en dat doet zij niet."


def line_deviations(
    row: AuditEntry, expected: str | None, taken: Collection[tuple[str, str]]
) -> Iterator[str]:
    """Yield what is wrong with one line; `expected` is the checksum before it, None when that is unreadable."""
    if not is_as_recorded(row, taken):
        yield f"logregel {row.pk}: de inhoud is niet wat is vastgelegd."
    if expected is not None and row.previous != expected:
        yield f"logregel {row.pk}: de regel ervoor is gewijzigd of weggehaald, of er is er een tussengevoegd."


def beginning_deviations(first: AuditEntry, older: Sequence[AuditEntry]) -> Iterator[str]:
    """Yield when the lines from before the chain are not those that its first line vouches for."""
    vouched = first.details if first.action == BEGIN else fingerprint([])
    if vouched != fingerprint(older):
        yield f"logregel {first.pk}: de regels van voor de keten zijn niet meer wat zij waren."


def head() -> str:
    """Return the newest line as `verify --head` takes it; empty without lines."""
    last = AuditEntry.objects.order_by("pk").last()
    return last.head if last else ""


def head_deviations(heads: Sequence[str]) -> Iterator[str]:
    """Yield the lines of which a witness outside the database says otherwise."""
    for witnessed in heads:
        key = witnessed.partition(":")[0]
        row = AuditEntry.objects.filter(pk=int(key)).first() if key.isdecimal() else None
        if row is None:
            yield f"logregel {key}: is buiten de database bewaard, maar staat niet meer in het logboek."
        elif row.head != witnessed:
            yield f"logregel {key}: is niet de regel die buiten de database is bewaard."

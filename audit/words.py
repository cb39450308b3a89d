"""Personal words of recorded rows can be taken away, by a logged act of the owner's role; the seal still holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from audit.actions import hold_log, record
from audit.append_only import triggers_off
from audit.formulas import plain, word_digest
from audit.models import AuditEntry
from audit.refused import Refused
from audit.seals import SealedModel, holds

TAKEN_AWAY = "woorden weggenomen"


def were_taken_away() -> set[tuple[str, str]]:
    """Return the kind and key of the rows of which the log says that words were taken away."""
    lines = AuditEntry.objects.filter(action=TAKEN_AWAY)
    return set(lines.values_list("object_type", "object_id"))


def is_as_recorded(row: SealedModel, taken: Collection[tuple[str, str]]) -> bool:
    """Return whether a row holds, and lacks words only where the log says that they were taken away."""
    if not holds(row):
        return False
    lacks_words = any("digest" in kept for kept in (row.words or {}).values())
    return not lacks_words or (row._meta.label, str(row.pk)) in taken


@transaction.atomic
def take_away_words(row: SealedModel, names: Sequence[str], *, reason: str, at: datetime) -> AuditEntry:
    """Replace personal words of a row by the digest that its seal holds, and log that: not what they were.

    Raises Refused where there are no such words, where the row may not be without them, and where the row is not
    what was recorded.
    """
    if not reason.strip():
        raise Refused("Geef de reden: wie vroeg het, en op welke grond.")
    if isinstance(row, AuditEntry):
        # As everybody: first the table that is written, then the log; of the log itself only who holds it may write.
        hold_log()
    with triggers_off(row._meta.db_table, connection):
        row.refresh_from_db()
        without = without_words(row, names)
        # The one exception to "never changed": past the QuerySet that refuses.
        gone = {name: nothing_in(row, name) for name in names}
        models.QuerySet(type(row)).filter(pk=row.pk).update(words=without, **gone)
    code = province_code_of(row)
    return record(
        TAKEN_AWAY, by=None, at=at, about=row, province_code=code, what=list(names), reason=reason.strip()
    )


def nothing_in(row: SealedModel, name: str) -> Any:
    """Return what a field holds once its words are gone: an empty text, or no file."""
    return None if row._meta.get_field(name).null else ""


def without_words(row: SealedModel, names: Sequence[str]) -> dict[str, Any]:
    """Return how the words of a row are sealed once some are gone, and leave those out of the row."""
    words: dict[str, Any] = dict(row.words or {})
    wrong = [name for name in names if "salt" not in words.get(name, {})]
    if wrong or not names:
        there = ", ".join(sorted(name for name, kept in words.items() if "salt" in kept)) or "geen"
        raise Refused(f"Geef velden met persoonlijke woorden. Van deze rij zijn dat: {there}.")
    if not holds(row):
        raise Refused("Deze rij is niet wat is vastgelegd. Draai eerst: python manage.py verify")
    for name in names:
        words[name] = {"digest": word_digest(words[name]["salt"], plain(getattr(row, name)))}
        setattr(row, name, nothing_in(row, name))
    try:
        row.validate_constraints()
    except ValidationError as refusal:
        raise Refused(
            "Deze rij kan niet zonder deze woorden: wat zij vastlegt, moet een reden hebben."
        ) from refusal
    return words


def province_code_of(row: SealedModel) -> str:
    """Return of which province the log says that a row is; empty when it does not say."""
    if isinstance(row, AuditEntry):
        return row.province_code
    lines = AuditEntry.objects.filter(object_type=row._meta.label, object_id=str(row.pk)).order_by("pk")
    return lines.values_list("province_code", flat=True).first() or ""

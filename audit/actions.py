"""Writing the log."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from audit.models import AuditEntry
from audit.origin import origin
from audit.seals import SealedModel

witness = logging.getLogger("audit.witness")
"""Says outside the database what the newest line of the log is: see docs/operations.md."""


def record(
    action: str,
    *,
    by: Any,
    at: datetime,
    about: models.Model | None = None,
    province_code: str = "",
    result: str = "",
    **details: Any,
) -> AuditEntry:
    """Add a line to the log, inside the transaction of what it reports.

    `by` is a user, or None for a command on the server; `details` must fit in JSON.
    Lock the province before, never after: every line waits for the one before it.
    """
    entry = log_line(action, by=by, at=at, about=about, province_code=province_code, result=result, **details)
    append([entry])
    return entry


def log_line(
    action: str,
    *,
    by: Any,
    at: datetime,
    about: models.Model | None,
    province_code: str,
    result: str = "",
    **details: Any,
) -> AuditEntry:
    """Return a line that is not in the log yet."""
    return AuditEntry(
        recorded_at=at,
        actor=by,
        origin=origin.get(),
        action=action,
        object_type=about._meta.label if about else "",
        object_id=str(about.pk) if about else "",
        object_label=str(about)[:200] if about else "",
        province_code=province_code,
        result=result,
        details=details,
    )


@transaction.atomic
def append(lines: Sequence[AuditEntry]) -> None:
    """Put lines at the end of the log, each linked to the one before it; nothing else adds any."""
    previous = last_checksum()
    for entry in lines:
        entry.previous = previous
        previous = entry.sealed().checksum
    AuditEntry.objects.bulk_create(lines)
    newest = lines[-1]
    transaction.on_commit(lambda: witness.info("%s", newest.head))


def last_checksum() -> str:
    """Return the checksum of the last line, when nobody else can add one; "" when there is none yet."""
    # No row can be locked in a log that is empty yet; SQLite has one writer at a time as it is.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [AuditEntry._meta.db_table])
    # Only a query that begins after the lock sees what others wrote before they let go of it.
    return AuditEntry.objects.order_by("pk").values_list("checksum", flat=True).last() or ""


def keep_sealed(
    row: SealedModel, action: str, *, by: Any, at: datetime, province_code: str, **details: Any
) -> AuditEntry:
    """Save a row with its checksum, and log that checksum: a second witness of what the row says."""
    row.sealed().save()
    return record(
        action, by=by, at=at, about=row, province_code=province_code, checksum=row.checksum, **details
    )


def keep_all_sealed(
    rows: Sequence[SealedModel],
    action: str,
    *,
    by: Any,
    at: datetime,
    province_code: str,
    details: Sequence[Mapping[str, Any]],
) -> None:
    """Do what `keep_sealed` does for many rows of one model, in two inserts; `details` are of each row."""
    if not rows:
        return
    kept = type(rows[0])._default_manager.bulk_create([row.sealed() for row in rows])
    append(
        [
            log_line(
                action, by=by, at=at, about=row, province_code=province_code, checksum=row.checksum, **more
            )
            for row, more in zip(kept, details, strict=True)
        ]
    )

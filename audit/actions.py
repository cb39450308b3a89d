"""Writing the log."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import models, transaction

from audit.models import AuditEntry
from audit.origin import origin
from audit.seals import SealedModel

witness = logging.getLogger("audit.witness")
"""Says outside the database what the newest line of the log is: see docs/operations.md."""


@transaction.atomic
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
    entry = AuditEntry(
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
        previous=last_checksum(),
    ).sealed()
    entry.save()
    transaction.on_commit(lambda: witness.info("%s", entry.head))
    return entry


def last_checksum() -> str:
    """Return the checksum of the last line, when nobody else can add one; "" when there is none yet."""
    lines = AuditEntry.objects.order_by("pk")
    lines.select_for_update().values_list("pk").first()
    # Only a query that begins after the lock sees what others wrote before they let go of it.
    return lines.values_list("checksum", flat=True).last() or ""


def keep_sealed(
    row: SealedModel, action: str, *, by: Any, at: datetime, province_code: str, **details: Any
) -> AuditEntry:
    """Save a row with its checksum, and log that checksum: a second witness of what the row says."""
    row.sealed().save()
    return record(
        action, by=by, at=at, about=row, province_code=province_code, checksum=row.checksum, **details
    )

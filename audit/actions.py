"""Writing the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from audit.models import AuditEntry
from audit.origin import origin
from audit.seals import SealedModel


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
    """
    return AuditEntry.objects.create(
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


def keep_sealed(
    row: SealedModel, action: str, *, by: Any, at: datetime, province_code: str, **details: Any
) -> AuditEntry:
    """Save a row with its checksum, and log that checksum: a second witness of what the row says."""
    row.sealed().save()
    return record(
        action, by=by, at=at, about=row, province_code=province_code, checksum=row.checksum, **details
    )

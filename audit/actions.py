"""Writing the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from audit.models import AuditEntry


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
        action=action,
        object_type=about._meta.label if about else "",
        object_id=str(about.pk) if about else "",
        object_label=str(about)[:200] if about else "",
        province_code=province_code,
        result=result,
        details=details,
    )

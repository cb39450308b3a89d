"""Checksums of rows that never change, so that a change behind the application's back is seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Self

from django.db import models

from audit.append_only import AppendOnlyModel


class SealedModel(AppendOnlyModel):
    """A row with the checksum of everything it says; `sealed()` sets it, before the only save."""

    checksum = models.CharField("controlegetal", max_length=64, editable=False)

    class Meta(AppendOnlyModel.Meta):
        abstract = True

    def sealed(self) -> Self:
        self.checksum = checksum_of(self)
        return self


def checksum_of(row: models.Model) -> str:
    """Return the SHA-256 of all columns but the key and the checksum itself, by name."""
    values = {
        field.attname: plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name != "checksum"
    }
    return sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return a value as both databases give it back: moments in UTC, dates as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value

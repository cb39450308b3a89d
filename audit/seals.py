"""Checksums of rows that never change, so that a change behind the application's back is seen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Self, TypeVar

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
    """Return the SHA-256 of all columns but the key and the checksum itself, by name.

    Empty columns are left out, so that one that is added later leaves the checksums of older rows right.
    """
    values = {
        field.attname: plain(value)
        for field in row._meta.concrete_fields
        if not field.primary_key
        and field.name != "checksum"
        and (value := getattr(row, field.attname)) not in (None, "")
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


Sealed = TypeVar("Sealed", bound=SealedModel)
UNREADABLE = (ValueError, TypeError, KeyError, ArithmeticError)
"""What a column raises in which something else was written than the application writes."""
AT_ONCE = 500


def readable(model: type[Sealed]) -> Iterator[tuple[int, Sealed | None]]:
    """Yield every row with its key, in order of keys; None for a row that cannot be read."""
    rows = model._default_manager.order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        try:
            found = {row.pk: row for row in rows.filter(pk__in=some)}
        except UNREADABLE:
            found = {key: row for key in some if (row := read(model, key)) is not None}
        yield from ((key, found.get(key)) for key in some)


def read(model: type[Sealed], key: int) -> Sealed | None:
    try:
        row: Sealed | None = model._default_manager.filter(pk=key).first()
    except UNREADABLE:
        return None
    return row


def holds(row: SealedModel) -> bool:
    """Return whether a row says what its checksum says; False too when that cannot be told."""
    try:
        return checksum_of(row) == row.checksum
    except UNREADABLE:
        return False

"""Writing the log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, models, transaction

from audit.models import AuditEntry
from audit.origin import origin
from audit.rehearsal import is_rehearsal
from audit.seals import SealedModel


@dataclass(frozen=True)
class Later:
    """A detail of a line that stands at the end of a write only; `ask` tells those of many lines at once, by key."""

    ask: Callable[[Sequence[Any]], Mapping[Any, Any]]
    key: Any


witness = logging.getLogger("audit.witness")
"""Says outside the database which lines the log got: see docs/operations.md."""

_held: ContextVar[list[AuditEntry] | None] = ContextVar("held", default=None)
"""The lines that wait for the end of a write, while one holds them."""

LONGEST_ACTION = AuditEntry._meta.get_field("action").max_length or 0


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

    `by` is a user, or None for a command on the server; `details` must fit in JSON. What is `Later` among them is
    asked when the line is written: at the end, when all that came with it stands.
    Lock the province before, never after: every line waits for the one before it. Of a rehearsal nothing is logged.
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
    """Return a line that is not in the log yet; raises ValueError for an action that PostgreSQL would refuse."""
    if len(action) > LONGEST_ACTION:
        raise ValueError(f"{action!r} is longer than {LONGEST_ACTION} characters")
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
    ).naming(by)


@contextmanager
def lines_last() -> Iterator[None]:
    """Write the lines of a transaction at its end: from the first one on everybody else waits for it.

    The lines of what is undone on the way are dropped.
    """
    around, lines = _held.get(), list[AuditEntry]()
    token = _held.set(lines)
    try:
        yield
    finally:
        _held.reset(token)
    if transaction.get_rollback():
        return
    if around is None:
        append(lines)
    else:
        around.extend(lines)


def append(lines: Sequence[AuditEntry]) -> None:
    """Add lines to the log, or to those that wait for the end of the write; nothing else adds any."""
    held = _held.get()
    if is_rehearsal() or not lines:
        return
    if held is None:
        chain(lines)
    else:
        held.extend(lines)


@transaction.atomic
def chain(lines: Sequence[AuditEntry]) -> None:
    """Put lines at the end of the log, each linked to the one before it."""
    tell_now(lines)
    previous = last_checksum()
    for entry in lines:
        entry.previous = previous
        previous = entry.sealed().checksum
    AuditEntry.objects.bulk_create(lines)
    for entry in lines:
        transaction.on_commit(partial(witness.info, "%s", entry.head))


def tell_now(lines: Sequence[AuditEntry]) -> None:
    """Fill in the details that stand by now."""
    asked: dict[Any, list[Any]] = {}
    for said in (each for entry in lines for each in entry.details.values()):
        if isinstance(said, Later):
            asked.setdefault(said.ask, []).append(said.key)
    told = {ask: ask(keys) for ask, keys in asked.items()}
    for entry in lines:
        entry.details = {
            name: told[said.ask][said.key] if isinstance(said, Later) else said
            for name, said in entry.details.items()
        }


def hold_log() -> None:
    """Let nobody else add a line until this transaction ends."""
    # No row can be locked in a log that is empty yet; SQLite has one writer at a time as it is.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [AuditEntry._meta.db_table])


def last_checksum() -> str:
    """Return the checksum of the last line, when nobody else can add one; "" when there is none yet."""
    hold_log()
    # Only a query that begins after the lock sees what others wrote before they let go of it.
    return AuditEntry.objects.order_by("pk").values_list("checksum", flat=True).last() or ""


def keep_sealed(
    row: SealedModel, action: str, *, by: Any, at: datetime, province_code: str, **details: Any
) -> AuditEntry:
    """Save a row with its checksum, and log that checksum: a second witness of what the row says."""
    row.naming(by).sealed().save()
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
    kept = type(rows[0])._default_manager.bulk_create([row.naming(by).sealed() for row in rows])
    append(
        [
            log_line(
                action, by=by, at=at, about=row, province_code=province_code, checksum=row.checksum, **more
            )
            for row, more in zip(kept, details, strict=True)
        ]
    )

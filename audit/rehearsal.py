"""Doing as if: what is written inside is never kept, and nobody has to wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from django.db import transaction

_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


class Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it is kept."""


def is_rehearsal() -> bool:
    """Return whether what is written now will be undone."""
    return _rehearsing.get()


@contextmanager
def rehearsal() -> Iterator[None]:
    """Undo what is written inside; no line comes into the log, since everybody waits for who writes one."""
    token = _rehearsing.set(True)
    try:
        with suppress(Rehearsed), transaction.atomic():
            yield
            raise Rehearsed
    finally:
        _rehearsing.reset(token)

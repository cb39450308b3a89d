"""From where a request came, for the lines that are logged while it is answered."""

from __future__ import annotations

from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

origin: ContextVar[str] = ContextVar("origin", default="")
"""The address of the browser; empty for a command on the server."""


def address_of(request: HttpRequest) -> str:
    """Return the address a request came from: behind a trusted proxy, the one that the proxy saw."""
    if settings.TRUST_PROXY:
        seen: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
        last = seen.rpartition(",")[2].strip()
        if last:
            return last[:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]

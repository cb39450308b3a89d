"""What a visitor and the log see of an error of the program: the same number of the incident."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string

REFUSALS = {403, 404, 405}
INCIDENT = "ibt.incident"
"""Under which name a request that failed carries its number."""


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Show a number to report; Django logs the error itself, and `IncidentFilter` adds the number there."""
    number = secrets.token_hex(4).upper()
    incident = f"{number[:4]}-{number[4:]}"
    request.META[INCIDENT] = incident
    return HttpResponseServerError(render_to_string("500.html", {"incident": incident}))


class IncidentFilter(logging.Filter):
    """Begin the line about a request that failed with the number that its visitor saw."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and (incident := request.META.get(INCIDENT)):
            record.msg = f"Incident {incident}: {record.msg}"
        return True


class UnexpectedFilter(logging.Filter):
    """Leave out what was rightly refused: no permission, no such page, not in that way."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) not in REFUSALS

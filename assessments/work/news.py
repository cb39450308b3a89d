"""What others did in the province since somebody was here before: read from the log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Subquery

from audit.models import AuditEntry
from municipalities.dutch import number

AT_MOST = timedelta(days=14)
MOST_LINES = 5
TOLD = {
    "beoordeling voorgesteld": "beoordelingen voorgesteld",
    "beoordeling teruggegeven": "beoordelingen teruggegeven",
    "beoordeling vastgesteld": "beoordelingen vastgesteld",
    "beoordeling ingetrokken": "beoordelingen ingetrokken",
    "aanlevering vastgelegd": "aanleveringen vastgelegd",
    "aanlevering teruggenomen": "aanleveringen teruggenomen",
    "reactie vastgelegd": "reacties vastgelegd",
    "gesprek vastgelegd": "gesprekken vastgelegd",
    "afspraak vastgelegd": "afspraken vastgelegd",
}
"""What is told, the gravest first, and how it is said of several."""


@dataclass(frozen=True)
class News:
    since: datetime
    """When this user came in before this time; not longer ago than two weeks."""
    lines: list[str]


def news_for(user: Any, *, now: datetime) -> News | None:
    """Return what others did since the visit before this one; None where that is nothing. One query."""
    visits = AuditEntry.objects.filter(actor=user, action="ingelogd", recorded_at__lte=now).order_by("-id")
    before = Subquery(visits.values("recorded_at")[1:2])
    done = AuditEntry.objects.annotate(since=before).filter(
        province_code=user.province_id,
        action__in=TOLD,
        recorded_at__gt=now - AT_MOST,
        recorded_at__gte=F("since"),
        recorded_at__lte=now,
    )
    rows = list(done.exclude(actor=user).order_by("-id").values_list("action", "object_label", "since"))
    if not rows:
        return None
    counted = Counter(action for action, _, _ in rows)
    lines = [
        f"{number(counted[action])} {several}"
        if counted[action] > 1
        else told_once(action, next(label for done, label, _ in rows if done == action))
        for action, several in TOLD.items()
        if counted[action]
    ]
    return News(max(rows[0][2], now - AT_MOST), lines[:MOST_LINES])


def told_once(action: str, label: str) -> str:
    """Say what happened once: of what, and what, unless its name says so."""
    _, _, what = action.partition(" ")
    return label if label.endswith(what) else f"{label} {what}"

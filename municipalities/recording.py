"""The moment of a write: the province is locked first, and only then is the clock read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from audit.refused import Clock, Refused
from municipalities.dutch import clock_text
from municipalities.models import Province

Latest = Callable[[Province], datetime | None]


def locked(province: Province, now: Clock, *, latest: Latest | None = None) -> datetime:
    """Lock a province until the transaction ends, and return the moment of the write.

    The lock comes first, so that no reader can miss an entry with an earlier moment. `latest` tells when
    something that must come before it was recorded last; raises Refused where the clock says that it is not yet.
    """
    return moment_after(locked_row(province), now, latest)


def locked_row(province: Province) -> Province:
    """Lock a province until the transaction ends, and return what it says now."""
    return Province.objects.select_for_update(no_key=True).get(pk=province.pk)


def moment_after(row: Province, now: Clock, latest: Latest | None) -> datetime:
    """Return the moment of a write into a province that is locked; see `locked`."""
    moment = now()
    before = latest(row) if latest else None
    if before is not None and moment < before:
        raise Refused(
            f"Vastleggen op {clock_text(moment)} kan niet: er is al iets vastgelegd op {clock_text(before)}. "
            "Controleer de klok van de server."
        )
    return moment

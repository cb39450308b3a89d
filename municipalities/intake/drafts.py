"""A file between uploading and recording: kept aside, so that nothing has to be sent twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.actions import lines_last, record
from audit.models import AuditEntry
from audit.refused import Clock, Refused
from municipalities.intake.particulars import Particulars
from municipalities.intake.record import ChangedMeanwhile, RecordedFile, record_file
from municipalities.models import DraftDelivery, Province

KEPT = "aanlevering klaargezet"
STALE_DRAFT = timedelta(weeks=2)
"""How long a draft waits to be recorded; after that it only lies there."""


class DraftGone(Refused):
    """Someone else recorded the draft, or threw it away."""

    def __init__(self) -> None:
        super().__init__(
            "Deze aanlevering is intussen door iemand anders vastgelegd of weggegooid. Kijk in de lijst met "
            "aanleveringen."
        )


@transaction.atomic
def keep_draft(
    content: bytes, name: str, particulars: Particulars, preview: dict[str, Any], *, by: Any, now: Clock
) -> DraftDelivery:
    """Keep a file with what was said of it and what it would change; nothing of it is in the ledger."""
    Province.objects.select_for_update(no_key=True).get(pk=particulars.province.pk)
    draft = DraftDelivery.objects.create(
        province=particulars.province,
        number=next_draft_number(particulars.province),
        name=name,
        content=content,
        particulars=particulars.to_json(),
        preview=preview,
        made_at=now(),
        made_by=by,
    )
    record(KEPT, by=by, at=draft.made_at, about=draft, province_code=draft.province_id)
    return draft


def next_draft_number(province: Province) -> int:
    """Return a number that no draft had before: a page that is still open must not be about another."""
    kept = AuditEntry.objects.filter(action=KEPT, province_code=province.code).count()
    newest = DraftDelivery.objects.filter(province=province).aggregate(Max("number"))["number__max"]
    return max(kept, newest or 0) + 1


@transaction.atomic
def change_draft(draft: DraftDelivery, particulars: Particulars, preview: dict[str, Any]) -> DraftDelivery:
    """Keep what is said of the same file now, and what it would change then."""
    current = locked_draft(draft)
    current.particulars, current.preview = particulars.to_json(), preview
    current.save(update_fields=["particulars", "preview"])
    return current


@transaction.atomic
def discard_draft(draft: DraftDelivery, *, by: Any, now: Clock) -> None:
    current = locked_draft(draft)
    record("aanlevering weggegooid", by=by, at=now(), about=current, province_code=current.province_id)
    current.delete()


@transaction.atomic
@lines_last()
def discard_drafts(drafts: Iterable[DraftDelivery], *, by: Any, now: Clock) -> None:
    """Throw several away at once; raises DraftGone when somebody else was there before, and keeps them all."""
    for draft in drafts:
        discard_draft(draft, by=by, now=now)


@transaction.atomic
@lines_last()
def record_draft(
    draft: DraftDelivery, *, mark: str, confirmed: dict[str, str], by: Any, now: Clock
) -> RecordedFile:
    """Record a draft as the preview with this mark showed it; of two who do so at once, the second hears so."""
    current = locked_draft(draft)
    # What was wrong when it was looked at has no mark: nobody saw what recording it would change.
    if not mark or current.preview.get("mark") != mark:
        raise ChangedMeanwhile
    recorded = record_file(
        bytes(current.content),
        current.name,
        Particulars.from_json(current.particulars, current.province),
        by=by,
        now=now,
        confirmed=confirmed,
        expected=mark,
    )
    current.delete()
    return recorded


def locked_draft(draft: DraftDelivery) -> DraftDelivery:
    """Return the draft as it is now, with its province locked first, like for every write."""
    Province.objects.select_for_update(no_key=True).get(pk=draft.province_id)
    current = DraftDelivery.objects.select_for_update(no_key=True).filter(pk=draft.pk).first()
    if current is None:
        raise DraftGone
    return current

"""What colleagues keep at hand in the example: fictitious contacts, who follows whom, notes, and a file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.text import slugify

from accounts.models import User
from audit.refused import Clock
from municipalities.contacts.actions import add_note
from municipalities.contacts.attachments import Upload
from municipalities.models import ContactPoint, Memo, Owner, Province

MEMOS = {
    "GM0308": "De beleidsadviseur is op woensdag niet te bereiken. Bel dan de teamleider.",
    "GM0312": "Elk overleg begint met de locatie bij het station: daar wacht de gemeente op de netbeheerder.",
}


def keep_at_hand(province: Province, by: User, *, now: Clock) -> bool:
    """Record a contact of each municipality, who follows every second one, and notes; False where there are any."""
    if ContactPoint.objects.filter(municipality__province=province).exists():
        return False
    for place, row in enumerate(province.municipalities.order_by("name")):
        digits = row.cbs_code[2:]
        reached: dict[str, Any] = {
            "function": "Beleidsadviseur wonen",
            "telephone": f"088 000 {digits[:2]} {digits[2:]}",
            "mailbox": f"wonen@{slugify(row.name)}.example",
        }
        add_note(ContactPoint, municipality=row, by=by, now=now, **reached)
        if place % 2 == 0:
            add_note(Owner, municipality=row, by=by, now=now, supervisor=by)
        if row.cbs_code in MEMOS:
            add_note(Memo, municipality=row, by=by, now=now, text=MEMOS[row.cbs_code])
    return True


def example_file() -> Upload:
    """Return a page that says that it is an example."""
    path = settings.BASE_DIR / "fixtures" / "example_reply.pdf"
    return Upload("Antwoord van de gemeente (voorbeeld).pdf", path.read_bytes())

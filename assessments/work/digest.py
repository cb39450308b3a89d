"""What waits for somebody, as a mail at the beginning of a working day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.permissions import may_read
from assessments.work.work_list import work_for
from municipalities.dutch import plural
from municipalities.ledger.register import with_register
from municipalities.moments import local_day
from municipalities.working_days import working_days_of


def digest_of(user: User, *, now: datetime, absolute: Callable[[str], str]) -> EmailMessage | None:
    """Return the mail of a user; None on a closed day, after today's mail, and when nothing waits or none is wanted."""
    today = local_day(now)
    if not user.wants_digest or not may_read(user) or user.digest_on == today:
        return None
    user.province = with_register(user.province)
    if working_days_of(user.province).from_day(today) != today:
        return None
    work = work_for(user, today=today, now=now)
    number = len(work.mine) + len(work.terms)
    if not number:
        return None
    lines = [(item.text, absolute(item.url)) for item in (*work.mine, *work.terms)]
    body = render_to_string(
        "mail/digest.txt", {"lines": lines, "account_url": absolute(reverse("own_account"))}
    )
    return EmailMessage(f"Werkvoorraad: {plural(number, 'taak', 'taken')}", body, to=[user.email])

"""Whether accounts are what the log last said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from accounts.models import Role, User
from audit.models import AuditEntry
from audit.seals import UNREADABLE

ABOUT_ACCOUNTS = ("account toegevoegd", "account gewijzigd")
NAMES = {"name": "naam", "email": "e-mailadres", "role": "rol"}


def account_deviations() -> Iterator[str]:
    """Yield the accounts of which name, address or role is not what the last line about it says: who then is who?"""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    lines = AuditEntry.objects.filter(Q(action__in=ABOUT_ACCOUNTS) | ~Q(actor=None)).order_by("pk")
    columns = ("pk", "actor_id", "by_name", "by_email", "by_role", "action", "object_id", "details")
    for key, actor, name, email, role, action, about, details in lines.values_list(*columns).iterator():
        # What was taken away from a line, or not kept yet, says nothing.
        by = {"name": name, "email": email, "role": role}
        said[str(actor)].update({field: value for field, value in by.items() if value})
        try:
            said[about].update(told_of_account(details) if action in ABOUT_ACCOUNTS else {})
        except UNREADABLE:
            yield f"logregel {key}: de inhoud is niet te lezen."
    for account in User.objects.order_by("pk"):
        now = {"name": account.name, "email": account.email, "role": account.get_role_display()}
        for field, value in said[str(account.pk)].items():
            if now[field] != value:
                yield f"account {account.pk}: {NAMES[field]} is niet wat het logboek het laatst zegt."


def told_of_account(details: Any) -> dict[str, str]:
    """Return what a line about an account says of it, as the account now says it."""
    changed = {field: new for field, (_, new) in details.get("changes", {}).items()}
    told = {field: value for field, value in {**details, **changed}.items() if field in NAMES}
    return {**told, "role": Role(told["role"]).label} if "role" in told else told
